//! Reads past what containers do to a text: tags, entities, escapes, link targets, wrong decodings.
//!
//! Every reader looks ahead only to the next sign that would start another one, so that no text
//! is read more than a few times over.

use memchr::memmem;

use super::escape;

/// What a piece of markup stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Not even a separator: the letters around it belong together.
    Nothing,
    /// A separator.
    Gap,
    /// A line end.
    Line,
    /// A character written some other way.
    Character(char),
}

/// The kinds of text in which a backslash means something of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Backslash {
    /// JSON, YAML, Markdown and the programming languages.
    Escape,
    /// Rich Text Format.
    Rtf,
    /// TeX and LaTeX.
    Tex,
}

/// What has been learnt about the text so far.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Dialect {
    backslash: Option<Backslash>,
    /// No end of a script or style follows.
    unended: bool,
    /// No end of a skipped RTF group follows.
    unbalanced: bool,
    /// Names of tags that were looked for, hashed, and whether they are closed.
    asked: [(u64, bool); 8],
}

impl Dialect {
    /// Reads the markup whose first byte is at `at`; what it stands for and where it ends.
    pub(crate) fn markup(&mut self, text: &str, at: usize) -> (Piece, usize) {
        match text.as_bytes()[at] {
            0 => (Piece::Nothing, at + 1),
            0x1b => (Piece::Nothing, colour(text.as_bytes(), at + 1)),
            b']' => (Piece::Gap, link_target(text.as_bytes(), at + 1).unwrap_or(at + 1)),
            b'[' => (Piece::Gap, wiki_target(text.as_bytes(), at + 1).unwrap_or(at + 1)),
            b'{' => {
                let end = self.group(text, at).or_else(|| attributes(text.as_bytes(), at + 1));
                (Piece::Gap, end.unwrap_or(at + 1))
            }
            b'=' | b'%' => escape::byte_sign(text, at),
            b'\\' => {
                let backslash = *self.backslash.get_or_insert_with(|| kind_of_backslash(text));
                self.resolve(text, escape::backslash(text, at, backslash))
            }
            b'&' => self.resolve(text, (Piece::Character('&'), at + 1)),
            _ => self.resolve(text, (Piece::Character('<'), at + 1)),
        }
    }

    /// Takes an ampersand for an entity and a less-than sign for a tag, however either was written.
    fn resolve(&mut self, text: &str, read: (Piece, usize)) -> (Piece, usize) {
        let (piece, end) = plain(text, read);
        match piece {
            Piece::Character('<') => self.tag(text, end).unwrap_or((Piece::Gap, end)),
            _ => (piece, end),
        }
    }

    /// Reads a tag after its `<`; `None` when it is none.
    fn tag(&mut self, text: &str, from: usize) -> Option<(Piece, usize)> {
        let rest = &text[from..];
        if rest.starts_with("!--") {
            return Some((Piece::Gap, from + 3));
        }
        if rest.starts_with("![CDATA[") {
            return Some((Piece::Gap, from + 8));
        }
        let bytes = rest.as_bytes();
        if matches!(bytes.first(), Some(b'!' | b'?')) {
            return Some((Piece::Line, self.tag_end(text, from)?));
        }
        // reStructuredText writes the target of a link so.
        if rest.starts_with("http") {
            let end = self.tag_end(text, from)?;
            return text[end..].starts_with("`_").then_some((Piece::Gap, end + 2));
        }
        let escaped = run(bytes, |b| b == b'\\');
        let closes = if bytes.get(escaped) == Some(&b'/') { escaped + 1 } else { 0 };
        let name = run(&bytes[closes..], |b| b.is_ascii_alphanumeric() || b == b':' || b == b'-');
        if !bytes.get(closes)?.is_ascii_alphabetic() || name > 30 {
            return None;
        }
        let after = closes + name;
        let known = TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(&rest[closes..after]));
        let end = self.tag_end(text, from)?;
        if closes == 0 && !known && !has_attribute(&bytes[after..]) && !self.is_closed(text, &rest[..after]) {
            return None;
        }
        if closes == 0
            && let Some(past) = self.unseen(text, &rest[..after], end)
        {
            return Some((Piece::Line, past));
        }
        let inline = INLINE.iter().any(|tag| tag.eq_ignore_ascii_case(&rest[closes..after]));
        Some((if inline { Piece::Nothing } else { Piece::Line }, end))
    }

    /// Whether tags of a name nobody knows are closed again in this text, and more than once.
    fn is_closed(&mut self, text: &str, name: &str) -> bool {
        let key = name.bytes().fold(1u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        if let Some((_, closed)) = self.asked.iter().find(|(asked, _)| *asked == key) {
            return *closed;
        }
        let Some(free) = self.asked.iter_mut().find(|(asked, _)| *asked == 0) else { return false };
        let end = format!("/{name}");
        let closed = memmem::find_iter(text.as_bytes(), end.as_bytes()).nth(1).is_some();
        *free = (key, closed);
        closed
    }

    /// One past the `>` of a tag, which no `<` may come before.
    fn tag_end(&mut self, text: &str, from: usize) -> Option<usize> {
        let mut at = from;
        let backslash = self.backslash.unwrap_or(Backslash::Escape);
        loop {
            let rest = &text.as_bytes()[at..];
            let skip = run(rest, |b| !matches!(b, b'<' | b'>' | b'&' | b'\\'));
            at += skip;
            match rest.get(skip)? {
                b'>' => return Some(at + 1),
                b'<' => return None,
                b'&' => {
                    let (piece, end) = plain(text, (Piece::Character('&'), at + 1));
                    match piece {
                        Piece::Character('>') => return Some(end),
                        Piece::Character('<') => return None,
                        _ => at = end,
                    }
                }
                _ => {
                    let (piece, end) = escape::backslash(text, at, backslash);
                    match piece {
                        Piece::Character('>') => return Some(end),
                        Piece::Character('<') => return None,
                        _ => at = end,
                    }
                }
            }
        }
    }

    /// Where the body of a script or style ends, which nobody reads.
    fn unseen(&mut self, text: &str, name: &str, end: usize) -> Option<usize> {
        let closer: &[u8] = match name.len() {
            6 if name.eq_ignore_ascii_case("script") => b"/script",
            5 if name.eq_ignore_ascii_case("style") => b"/style",
            _ => return None,
        };
        if self.unended {
            return None;
        }
        let found = memmem::find(&text.as_bytes()[end..], closer);
        self.unended = found.is_none();
        found.map(|at| end + at + closer.len())
    }

    /// Where an RTF group that holds no text ends.
    fn group(&mut self, text: &str, at: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        if bytes.get(at + 1) != Some(&b'\\') || self.unbalanced {
            return None;
        }
        let backslash = *self.backslash.get_or_insert_with(|| kind_of_backslash(text));
        let name = &text[at + 2..];
        if backslash != Backslash::Rtf || !UNSEEN_GROUPS.iter().any(|g| name.starts_with(g)) {
            return None;
        }
        let mut depth = 0usize;
        for (offset, byte) in bytes[at..].iter().enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' if depth == 1 => return Some(at + offset + 1),
                b'}' => depth -= 1,
                _ => {}
            }
        }
        self.unbalanced = true;
        None
    }
}

/// Resolves an entity, however often it was escaped; other pieces stay as they are.
fn plain(text: &str, (mut piece, mut end): (Piece, usize)) -> (Piece, usize) {
    while piece == Piece::Character('&') {
        match escape::entity(&text[end..]) {
            Some((c, length)) => {
                end += length;
                piece = c.map_or(Piece::Gap, Piece::Character);
            }
            None => break,
        }
    }
    (piece, end)
}

/// TeX shows by its commands, RTF by its first group.
fn kind_of_backslash(text: &str) -> Backslash {
    let bytes = text.as_bytes();
    if text.trim_start().starts_with("{\\rtf") {
        Backslash::Rtf
    } else if TEX_COMMANDS.iter().any(|command| memmem::find(bytes, command).is_some()) {
        Backslash::Tex
    } else {
        Backslash::Escape
    }
}

/// How many of the first bytes are of one sort.
pub(crate) fn run(bytes: &[u8], sort: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !sort(*byte)).unwrap_or(bytes.len())
}

/// Whether the inside of a tag, after its name, starts with an attribute that has a value.
fn has_attribute(bytes: &[u8]) -> bool {
    let space = run(bytes, |b| b.is_ascii_whitespace());
    let name = run(&bytes[space..], |b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b':' | b'_'));
    let value = bytes.get(space + name + 1);
    space > 0
        && name > 0
        && bytes.get(space + name) == Some(&b'=')
        && value.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'"' | b'\'' | b'\\' | b'&'))
}

/// Where the target of a Markdown link ends, for one that follows a `]`.
fn link_target(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?.strip_prefix(b"(")?;
    let length = run(rest, |b| !b.is_ascii_whitespace() && !matches!(b, b'(' | b')' | b']' | b'['));
    let target = &rest[..length];
    let looks = target.iter().any(|b| matches!(b, b'/' | b'#' | b':' | b'.'));
    let title = link_title(&rest[length..]);
    let end = length + title;
    (looks && rest.get(end) == Some(&b')')).then_some(from + end + 2)
}

/// How long the title in a link target is, with the space before it.
fn link_title(rest: &[u8]) -> usize {
    let space = run(rest, |b| b == b' ');
    let Some(quote @ (b'"' | b'\'')) = rest.get(space).copied() else { return 0 };
    let inside = run(&rest[space + 1..], |b| b != quote && b != b'\n');
    if space > 0 && rest.get(space + 1 + inside) == Some(&quote) { space + inside + 2 } else { 0 }
}

/// Where a sequence ends that sets the colour of a terminal.
fn colour(bytes: &[u8], from: usize) -> usize {
    let Some(rest) = bytes.get(from..).and_then(|rest| rest.strip_prefix(b"[")) else {
        return from;
    };
    let length = run(rest, |b| b.is_ascii_digit() || b == b';');
    from + 1 + length + usize::from(rest.get(length).is_some_and(u8::is_ascii_alphabetic))
}

/// Where the address ends that stands before the words of a link in a wiki.
fn wiki_target(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let length = run(rest, |b| !b.is_ascii_whitespace() && !matches!(b, b'[' | b']'));
    (rest.starts_with(b"http") && rest.get(length) == Some(&b' ')).then_some(from + length)
}

/// Where the identifier ends that Markdown puts after a heading.
fn attributes(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let length = run(rest, |b| !b.is_ascii_whitespace() && !matches!(b, b'{' | b'}'));
    let heading = matches!(rest.first(), Some(b'#' | b':'));
    let last = matches!(rest.get(length + 1), None | Some(b'\n' | b'\r'));
    (heading && rest.get(length) == Some(&b'}') && last).then_some(from + length + 1)
}

const TEX_COMMANDS: [&[u8]; 4] = [b"\\begin{", b"\\documentclass", b"\\section", b"\\usepackage"];
const UNSEEN_GROUPS: [&str; 9] =
    ["*", "fonttbl", "colortbl", "stylesheet", "info", "pict", "header", "footer", "listtable"];

/// Tags that may stand without an attribute; any other such `<word>` is read as a word.
const TAGS: [&str; 84] = [
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "img",
    "ins",
    "kbd",
    "label",
    "li",
    "link",
    "main",
    "mark",
    "meta",
    "nav",
    "ol",
    "p",
    "para",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "section",
    "simpara",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "w:p",
    "w:r",
    "w:t",
    "wbr",
    "string",
    "text",
    "license",
];
/// Tags that do not end a word.
const INLINE: [&str; 18] = [
    "a", "abbr", "b", "big", "cite", "del", "em", "font", "i", "ins", "mark", "s", "small", "span", "strong", "tt",
    "u", "wbr",
];
