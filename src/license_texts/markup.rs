//! Skips what containers put between the words of a text: tags, entities, escapes, targets of links.
//!
//! Every reader looks ahead only to the next sign that would start another one, so that no text
//! is read more than a few times over.

use super::escape::{self, Backslash, Piece, run};
use memchr::memmem;

/// Reads the markup of one text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Markup {
    /// What backslashes of this text begin, once one was met.
    backslash: Option<Backslash>,
    /// No end of a script or style follows any more.
    is_unended: bool,
}

impl Markup {
    /// Reads the markup whose first byte is at `at`; what it means and where it ends.
    pub(super) fn read(&mut self, text: &str, at: usize) -> (Piece, usize) {
        let (piece, end) = match text.as_bytes()[at] {
            b']' => return (Piece::Gap, link_target(text.as_bytes(), at + 1).unwrap_or(at + 1)),
            b'\\' => return self.backslash.get_or_insert_with(|| Backslash::in_text(text)).read(text, at),
            b'&' => escape::entity(text, at + 1),
            _ => (Piece::Character('<'), at + 1),
        };
        match piece {
            Piece::Character('<') => self.tag(text, end).unwrap_or((Piece::Gap, end)),
            _ => (piece, end),
        }
    }

    /// Reads a tag after its `<`; `None` when it is none.
    fn tag(&mut self, text: &str, from: usize) -> Option<(Piece, usize)> {
        let rest = &text[from..];
        if rest.starts_with(CDATA) {
            return Some((Piece::Gap, from + CDATA.len()));
        }
        let opened = rest.strip_prefix('/').unwrap_or(rest);
        let name = &opened[..run(opened.as_bytes(), |byte| byte.is_ascii_alphanumeric() || byte == b':')];
        if !TAGS.split(' ').any(|tag| tag.eq_ignore_ascii_case(name)) {
            return None;
        }
        let end = tag_end(text, from)?;
        let unseen = if opened.len() == rest.len() { self.unseen(text, name, end) } else { None };
        Some((Piece::Line, unseen.unwrap_or(end)))
    }

    /// Where the body of a script or style ends, which no reader of the page sees.
    fn unseen(&mut self, text: &str, name: &str, end: usize) -> Option<usize> {
        let closer = ["/script", "/style"].into_iter().find(|closer| closer[1..].eq_ignore_ascii_case(name))?;
        if self.is_unended {
            return None;
        }
        let found = memmem::find(&text.as_bytes()[end..], closer.as_bytes());
        self.is_unended = found.is_none();
        found.map(|at| end + at + closer.len())
    }
}

/// One past the `>` of a tag, which no `<` may come before, however either is written.
fn tag_end(text: &str, mut at: usize) -> Option<usize> {
    loop {
        at += run(&text.as_bytes()[at..], |byte| !matches!(byte, b'<' | b'>' | b'&'));
        let (piece, end) = match *text.as_bytes().get(at)? {
            b'&' => escape::entity(text, at + 1),
            byte => (Piece::Character(char::from(byte)), at + 1),
        };
        match piece {
            Piece::Character('>') => return Some(end),
            Piece::Character('<') => return None,
            _ => at = end,
        }
    }
}

/// Where the target of a Markdown link ends, for one that follows a `]`.
fn link_target(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?.strip_prefix(b"(")?;
    let length = run(rest, |byte| !byte.is_ascii_whitespace() && !matches!(byte, b'(' | b')' | b']' | b'['));
    let is_target = rest[..length].iter().any(|byte| matches!(byte, b'/' | b'#' | b':' | b'.'));
    (is_target && rest.get(length) == Some(&b')')).then_some(from + length + 2)
}

const CDATA: &str = "![CDATA[";

/// Tags of HTML, and of XML that holds texts; any other `<word>` is read as a word.
const TAGS: &str = "a abbr article aside b big blockquote body br caption center cite code col dd del details div dl dt em \
    figure font footer h1 h2 h3 h4 h5 h6 head header hr html i img ins kbd label li license link main mark meta nav ol p para \
    pre q s samp script section simpara small span strike string strong style sub summary sup svg table tbody td text tfoot \
    th thead time title tr tt u ul var w:p w:r w:t wbr";
