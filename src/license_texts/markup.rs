//! Skips what containers put between the words of a text: bare tags, entities, escapes, targets of links that say no more than the
//! link does.
//!
//! The text is read as it is shown: [`super::container`] has taken out what a reader does not see. So markup that holds words of its
//! own is read as words, and a plain text cannot be changed by something that only looks like markup.
//!
//! Every reader looks ahead only to the next sign that would start another one, so that no text
//! is read more than a few times over.

use super::escape::{self, Backslash, Piece, run};

/// Reads the markup of one text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Markup {
    /// What backslashes of this text begin, once one was met.
    backslash: Option<Backslash>,
    /// The `>` of the last address in `<` and `>`.
    pub(super) address_end: usize,
}

impl Markup {
    /// Reads the markup whose first byte is at `at`; what it means and where it ends.
    pub(super) fn read(&mut self, text: &str, at: usize) -> (Piece, usize) {
        let (piece, end) = match text.as_bytes()[at] {
            b']' => return (Piece::Gap, link_target(text, at).unwrap_or(at + 1)),
            b'\\' => return self.backslash.get_or_insert_with(|| Backslash::in_text(text)).read(text, at),
            b'&' => escape::entity(text, at + 1),
            _ => (Piece::Character('<'), at + 1),
        };
        match piece {
            Piece::Character('<') => match tag(text, end) {
                Some(end) => (Piece::Line, end),
                None if self.is_address(text, end) => (Piece::Gap, end),
                None => (piece, end),
            },
            _ => (piece, end),
        }
    }

    /// Whether a `<` encloses an address, which layouts may add.
    fn is_address(&mut self, text: &str, from: usize) -> bool {
        let rest = &text.as_bytes()[from..];
        let rest = &rest[..rest.len().min(MOST_ADDRESS_BYTES)];
        let length = run(rest, |byte| !byte.is_ascii_whitespace() && !matches!(byte, b'<' | b'>'));
        let is = rest.starts_with(b"http://") || rest.starts_with(b"https://") || rest[..length].contains(&b'@');
        if is && rest.get(length) == Some(&b'>') {
            self.address_end = from + length;
            return true;
        }
        false
    }
}

/// Most bytes of an address that are read, chosen.
const MOST_ADDRESS_BYTES: usize = 300;

/// Most bytes of a tag that are read, chosen: bare ones are shorter.
const MOST_TAG_BYTES: usize = 64;

/// Where a tag ends that says nothing: one of [`TAGS`] without attributes, or with names such as `class="c7"`, which programs make.
fn tag(text: &str, from: usize) -> Option<usize> {
    let (content, end) = tag_content(text, from)?;
    let content = content.strip_prefix('/').unwrap_or(&content);
    let name = &content[..run(content.as_bytes(), |byte| byte.is_ascii_alphanumeric() || byte == b':')];
    let attributes = content[name.len()..].trim().trim_end_matches('/');
    let is_tag = TAGS.split(' ').any(|tag| tag.eq_ignore_ascii_case(name));
    (is_tag && attributes.split_ascii_whitespace().all(says_nothing)).then_some(end)
}

/// Whether an attribute has a name that a program made: one letter and a number.
fn says_nothing(attribute: &str) -> bool {
    let Some((name, value)) = attribute.split_once('=') else { return false };
    let value = value.trim_matches(['"', '\'']).as_bytes();
    matches!(name, "class" | "id")
        && value.first().is_some_and(u8::is_ascii_alphabetic)
        && value[1..].iter().all(u8::is_ascii_digit)
}

/// What stands between `<` and `>`, however the signs are written, and where it ends.
fn tag_content(text: &str, mut at: usize) -> Option<(String, usize)> {
    let most = (at + MOST_TAG_BYTES).min(text.len());
    let mut content = String::new();
    while at < most {
        let length = run(&text.as_bytes()[at..most], |byte| !matches!(byte, b'<' | b'>' | b'&'));
        content.push_str(text.get(at..at + length)?);
        at += length;
        let (piece, end) = match *text.as_bytes().get(at)? {
            b'&' if text[at..].starts_with("&quot;") => (Piece::Character('"'), at + "&quot;".len()),
            b'&' => escape::entity(text, at + 1),
            byte => (Piece::Character(char::from(byte)), at + 1),
        };
        match piece {
            Piece::Character('>') => return Some((content, end)),
            Piece::Character('<') => return None,
            Piece::Character(c) | Piece::Spelled(c) => content.push(c),
            _ => content.push(' '),
        }
        at = end;
    }
    None
}

/// Where the target of a Markdown link ends, for one that follows the `]` at a place: where it says no more than the link reads.
fn link_target(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let rest = bytes.get(at + 1..)?.strip_prefix(b"(")?;
    let length = run(&rest[..rest.len().min(MOST_ADDRESS_BYTES)], |byte| {
        !byte.is_ascii_whitespace() && !matches!(byte, b'(' | b')' | b']' | b'[')
    });
    let before = at.saturating_sub(MOST_ADDRESS_BYTES);
    let label = before + 1 + memchr::memrchr(b'[', &bytes[before..at])?;
    let is_same = || said(&bytes[label..at]).eq(said(&rest[..length]));
    (rest.get(length) == Some(&b')') && is_same()).then_some(at + length + 3)
}

/// What an address or the text of a link says: its letters and digits, without the scheme and `www`.
fn said(address: &[u8]) -> impl Iterator<Item = u8> {
    let mut rest = address;
    for start in [&b"http://"[..], b"https://", b"mailto:", b"www."] {
        rest = rest.strip_prefix(start).unwrap_or(rest);
    }
    rest.iter().filter(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii()).map(u8::to_ascii_lowercase)
}

/// Tags of HTML, and of XML that holds texts; any other `<word>` is read as a word. What `<del>` and `<s>` strike out is not among them:
/// it does not read as it did.
const TAGS: &str = "a abbr article aside b big blockquote body br caption center cite code col dd details div dl dt em \
    figure font footer h1 h2 h3 h4 h5 h6 head header hr html i img ins kbd label li license link main mark meta nav ol p para \
    pre q samp script section simpara small span strong style sub summary sup svg table tbody td text tfoot \
    th thead time title tr tt u ul var w:p w:r w:t wbr";
