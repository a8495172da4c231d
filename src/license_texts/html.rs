//! What a page of HTML does not show: tags with their attributes, comments, scripts, styles, and elements that are hidden.
//!
//! `src/model/card/html.rs` reads HTML too, for another question. A card needs the text that one viewer shows, element by element. A
//! license text needs the bytes to leave out, and who leaves them out; in doubt they stay, so that the words no longer read as the
//! licensor's.

use super::escape::run;
use super::hidden::{Hidden, Unseen};
use crate::source::Span;
use memchr::{memchr, memmem};

/// A page that is read piece by piece, as Markdown holds it.
#[derive(Debug)]
pub(super) struct Page {
    hidden: Vec<Hidden>,
    /// The hidden element that is open.
    hiding: Option<HiddenElement>,
    /// Who sees the content of scripts and hidden elements: viewers of Markdown drop such tags and show what is in them.
    of_elements: Unseen,
}

#[derive(Debug)]
struct HiddenElement {
    name: String,
    start: usize,
    /// How many of its name are open.
    depth: u32,
    /// Who sees its content.
    unseen: Unseen,
}

/// Elements whose content is no HTML, and that end at their own end tag only.
const RAW: [&str; 6] = ["script", "style", "title", "iframe", "noembed", "noframes"];

/// Elements that strike their content out.
const STRIKING: [&str; 3] = ["del", "s", "strike"];

/// Elements without content.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Styles that hide an element, without blanks.
const HIDING: [&str; 5] = ["display:none", "visibility:hidden", "visibility:collapse", "font-size:0", "opacity:0"];

impl Page {
    /// A page of whose hidden elements and scripts somebody sees the content, or nobody.
    pub(super) fn new(of_elements: Unseen) -> Self {
        Self { hidden: Vec::new(), hiding: None, of_elements }
    }

    /// What a whole page does not show.
    pub(super) fn read(text: &str) -> Vec<Hidden> {
        let mut page = Self::new(Unseen::Always);
        page.add(text, Span::new(0, text.len()));
        page.finish(text.len())
    }

    /// Reads a piece of HTML.
    pub(super) fn add(&mut self, text: &str, piece: Span) {
        let mut at = piece.start;
        while let Some(found) = memchr(b'<', &text.as_bytes()[at..piece.end]) {
            let start = at + found;
            at = start + self.markup(&text[start..piece.end], start);
        }
    }

    /// Reads what a `<` begins, and returns its length.
    fn markup(&mut self, rest: &str, start: usize) -> usize {
        let comment = rest.starts_with("<!--").then(|| comment_length(rest));
        let declaration = || {
            let is = rest.starts_with("<!") || rest.starts_with("<?");
            is.then(|| memchr(b'>', rest.as_bytes()).map_or(rest.len(), |at| at + 1))
        };
        if let Some(length) = comment.or_else(declaration) {
            self.hidden.push((Span::new(start, start + length), Unseen::Always));
            return length;
        }
        let is_end = rest.as_bytes().get(1) == Some(&b'/');
        let name = &rest[1 + usize::from(is_end)..];
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return 1;
        }
        let name = &name[..run(name.as_bytes(), |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':'))];
        let after = 1 + usize::from(is_end) + name.len();
        let length = tag_length(rest, after);
        let attributes = &rest[after..length];
        let name = name.to_ascii_lowercase();
        self.hidden.push((Span::new(start, start + length), Unseen::Always));
        if is_end {
            self.end(&name, start + length);
        } else if let Some(open) = &mut self.hiding {
            open.depth += u32::from(open.name == name);
        } else if STRIKING.contains(&name.as_str()) {
            // What is struck out is seen, and says nothing.
            self.hiding = Some(HiddenElement { name, start, depth: 1, unseen: Unseen::Mostly });
        } else if RAW.contains(&name.as_str()) || (!VOID.contains(&name.as_str()) && hides(attributes)) {
            let end = raw_length(rest, length, &name).filter(|_| RAW.contains(&name.as_str()));
            let unseen = self.of_elements;
            self.hiding = Some(HiddenElement { name, start, depth: 1, unseen });
            return end.unwrap_or(length);
        }
        length
    }

    /// Notes that an element ends.
    fn end(&mut self, name: &str, end: usize) {
        if let Some(mut open) = self.hiding.take_if(|open| open.name == name) {
            open.depth -= 1;
            if open.depth == 0 {
                self.hidden.push((Span::new(open.start, end), open.unseen));
            } else {
                self.hiding = Some(open);
            }
        }
    }

    /// All that is not shown of a text of some length.
    pub(super) fn finish(mut self, length: usize) -> Vec<Hidden> {
        self.hidden.extend(self.hiding.map(|open| (Span::new(open.start, length), open.unseen)));
        self.hidden
    }
}

/// The length of a comment, which ends at `-->` or `--!>`.
fn comment_length(rest: &str) -> usize {
    if let Some(short) = ["<!-->", "<!--->"].iter().find(|short| rest.starts_with(**short)) {
        return short.len();
    }
    let mut from = 4;
    while let Some(found) = memmem::find(&rest.as_bytes()[from..], b"--") {
        let end = from + found + 2;
        if let Some(sign) = ["!>", ">"].iter().find(|sign| rest[end..].starts_with(**sign)) {
            return end + sign.len();
        }
        from = end - 1;
    }
    rest.len()
}

/// Where the end tag of an element begins whose content is no HTML.
fn raw_length(rest: &str, from: usize, name: &str) -> Option<usize> {
    let is_end = |at: &usize| {
        let found = rest.as_bytes().get(from + at + 2..from + at + 2 + name.len());
        found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    };
    memmem::find_iter(&rest.as_bytes()[from..], b"</").find(is_end).map(|at| from + at)
}

/// Whether attributes hide the content of their element.
fn hides(attributes: &str) -> bool {
    if attributes.len() < "hidden".len() {
        return false;
    }
    let squeezed: String = attributes.split_ascii_whitespace().collect::<String>().to_ascii_lowercase();
    let is_zero = |rest: &str| !rest.starts_with(|c: char| c == '.' || c.is_ascii_digit());
    let has = |style: &&str| squeezed.match_indices(*style).any(|(at, _)| is_zero(&squeezed[at + style.len()..]));
    let words = attributes.split(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '='));
    HIDING.iter().any(has) || { words }.any(|word| word.eq_ignore_ascii_case("hidden"))
}

/// The length of a tag; quoted values of attributes may hold `>`.
fn tag_length(rest: &str, from: usize) -> usize {
    let (mut quote, mut before) = (None, b' ');
    for (at, byte) in rest.bytes().enumerate().skip(from) {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    rest.len()
}
