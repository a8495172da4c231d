//! Models that a block of the card names: by the name of their family, by identifier, or by a link to their page.

use super::known;
use super::names::{self, Mention};
use super::words::Words;
use crate::model::card::body::{Block, BlockKind};
use crate::source::Span;

/// A model or a family that is named: words `start..end` of its block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// Its family; `scratch` and `uncertain` stand for models of the table that have no other.
    pub(crate) family: &'static str,
    /// Its identifier, where one is written.
    pub(crate) id: Option<String>,
    /// It is named by the address of a link whose text these words are.
    pub(crate) linked: bool,
    /// Its first word.
    pub(crate) start: usize,
    /// One past its last word.
    pub(crate) end: usize,
}

/// Everything that a block names, in order of place.
pub(crate) fn named(block: &Block, words: &Words) -> Vec<Named> {
    let in_id = matches!(block.kind, BlockKind::Heading(_));
    let by_family = names::mentions(words, in_id);
    let mut found: Vec<Named> = by_family.into_iter().map(from_mention).collect();
    for link in &block.links {
        if let (Some(id), Some((start, end))) = (hub_id(&link.url), word_range(words, link.span)) {
            add(&mut found, id, true, start, end);
        }
    }
    let chunks = if may_have_ids(&block.text) { Some(chunks(&block.text)) } else { None };
    for (span, chunk) in chunks.into_iter().flatten() {
        // Most chunks are plain words, which name nothing and need no place.
        let slashes = memchr::memchr_iter(b'/', chunk.as_bytes()).count();
        if slashes == 0 && !looks_like_a_name(chunk) {
            continue;
        }
        let Some((start, end)) = word_range(words, span) else { continue };
        if let Some(id) = hub_id(chunk) {
            add(&mut found, id, false, start, end);
        } else if slashes == 1 {
            add(&mut found, chunk, false, start, end);
        } else if let Some(known) = looks_like_a_name(chunk).then(|| known::by_name(chunk)).flatten() {
            found.push(Named { family: known.family, id: Some(known.id.to_owned()), linked: false, start, end });
        } else if let Some(family) = looks_like_an_id(chunk).then(|| names::family_of_name(chunk)).flatten() {
            // Names that count in identifiers only, such as `L2-13B`.
            if !found.iter().rev().take(8).any(|named| named.family == family && named.start < end && start < named.end)
            {
                found.push(Named { family, id: None, linked: false, start, end });
            }
        }
    }
    found.sort_by_key(|named| (named.start, named.end));
    found.dedup_by(|later, first| later.family == first.family && later.start == first.start && later.id.is_none());
    found
}

fn from_mention(mention: Mention) -> Named {
    Named { family: mention.family, id: None, linked: false, start: mention.start, end: mention.end }
}

fn add(found: &mut Vec<Named>, id: &str, linked: bool, start: usize, end: usize) {
    if let Some(family) = family_of_id(id) {
        found.push(Named { family, id: Some(id.to_owned()), linked, start, end });
    }
}

/// Family of an identifier: by the table, else by the name in it.
pub(crate) fn family_of_id(id: &str) -> Option<&'static str> {
    known::look_up(id).map(|known| known.family).or_else(|| names::family_of_name(id.rsplit('/').next().unwrap_or(id)))
}

/// `owner/name` of an address on the Hub; data sets, spaces and papers have none.
pub(crate) fn hub_id(url: &str) -> Option<&str> {
    memchr::memchr(b'/', url.as_bytes())?;
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let rest = rest.strip_prefix("huggingface.co/").or_else(|| rest.strip_prefix("hf.co/"))?;
    let mut parts = rest.splitn(3, '/');
    let (owner, name) = (parts.next()?, parts.next()?);
    let name_end = name.find(['?', '#', ')']).unwrap_or(name.len());
    let taken =
        ["datasets", "spaces", "papers", "docs", "blog", "collections", "models", "learn", "join", "organizations"];
    (!taken.contains(&owner) && !owner.is_empty() && name_end > 0).then(|| &rest[..owner.len() + 1 + name_end])
}

/// Words `start..end` that lie in a span of the text.
fn word_range(words: &Words, span: Span) -> Option<(usize, usize)> {
    let start = words.spans.partition_point(|word| word.start < span.start);
    let end = words.spans.partition_point(|word| word.end <= span.end);
    (start < end).then_some((start, end))
}

/// Whether a text has a mark that every identifier has: a digit, a hyphen, a slash, or a capital behind a small letter.
fn may_have_ids(text: &str) -> bool {
    let mark = |byte: u8| matches!(byte, b'0'..=b'9' | b'-' | b'/');
    let inner = text
        .as_bytes()
        .windows(2)
        .fold(false, |found, two| found | (two[0].is_ascii_lowercase() & two[1].is_ascii_uppercase()));
    inner || text.bytes().fold(false, |found, byte| found | mark(byte))
}

/// Pieces between blanks, brackets and quotes, with the marks around them taken off.
pub(crate) fn chunks(text: &str) -> impl Iterator<Item = (Span, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        while rest < text.len() {
            let (end, length) = edge(text, rest);
            let raw = &text[rest..end];
            let start = rest + (raw.len() - raw.trim_start_matches(['.', ':', '*', '_', '-']).len());
            rest = end + length;
            // Shorter ones are told off before they are looked at.
            if raw.len() < 3 {
                continue;
            }
            let chunk = raw.trim_matches(['.', ':', '*', '_', '-', '!', '?']);
            if chunk.len() >= 3 && chunk.is_ascii() {
                return Some((Span::new(start, start + chunk.len()), chunk));
            }
        }
        None
    })
}

/// Whether a byte of ASCII stands between pieces.
pub(crate) const fn parts(byte: u8) -> bool {
    byte.is_ascii_whitespace()
        || matches!(byte, 0x0b | b'(' | b')' | b'[' | b']' | b'"' | b'\'' | b'`' | b',' | b';' | b'<' | b'>' | b'|')
}

/// The next character at or behind `from` that ends a piece, and how many bytes it has; the end of the text where there is none.
fn edge(text: &str, from: usize) -> (usize, usize) {
    for (at, &byte) in text.as_bytes()[from..].iter().enumerate() {
        match byte {
            _ if parts(byte) => return (from + at, 1),
            // The first byte of a character beyond ASCII.
            0xc0.. => {
                let c = text[from + at..].chars().next().unwrap_or_default();
                if c.is_whitespace() || matches!(c, '“' | '”') {
                    return (from + at, c.len_utf8());
                }
            }
            _ => {}
        }
    }
    (text.len(), 0)
}

/// Whether a word can be the name of one model of a family: parts joined by hyphens, and a number.
fn looks_like_an_id(chunk: &str) -> bool {
    looks_like_a_name(chunk)
        && chunk.len() < 80
        && chunk.contains(['-', '_'])
        && !chunk.contains('/')
        && chunk.bytes().any(|b| b.is_ascii_digit())
}

/// Whether a word can be the name of a model: it has a digit or a hyphen, or a capital inside.
pub(crate) fn looks_like_a_name(chunk: &str) -> bool {
    chunk.len() >= 6
        && (chunk.bytes().any(|b| b.is_ascii_digit() || b == b'-')
            || chunk.bytes().skip(1).any(|b| b.is_ascii_uppercase()) && chunk.bytes().any(|b| b.is_ascii_lowercase()))
        && !chunk.contains("//")
}

#[cfg(test)]
mod tests {
    use super::{chunks, hub_id, looks_like_a_name, looks_like_an_id, may_have_ids, word_range};
    use crate::lineage::words::Words;
    use crate::source::Span;

    #[test]
    fn addresses_of_models_on_the_hub_hold_their_identifier() {
        for (url, id) in [
            ("https://huggingface.co/a/b", Some("a/b")),
            ("http://www.huggingface.co/a/b/tree/main", Some("a/b")),
            ("hf.co/a/b?x=1", Some("a/b")),
            ("huggingface.co/a/b#usage", Some("a/b")),
            ("https://huggingface.co/a/b)", Some("a/b")),
            ("https://huggingface.co/a", None),
            ("https://huggingface.co/a/", None),
            ("https://huggingface.co/a/?x", None),
            ("https://huggingface.co//b", None),
            ("https://huggingface.co/datasets/a/b", None),
            ("https://huggingface.co/spaces/a/b", None),
            ("https://example.org/a/b", None),
            ("https://example.org/huggingface.co/a/b", None),
            ("a/b", None),
            ("", None),
        ] {
            assert_eq!(hub_id(url), id, "{url}");
        }
    }

    #[test]
    fn a_text_falls_into_chunks_without_the_marks_around_them() {
        let pieces =
            |text: &'static str| chunks(text).map(|(span, chunk)| (span.start, span.end, chunk)).collect::<Vec<_>>();
        assert_eq!(pieces("a **Tale-7B**, (see `x/y.z`)!"), [(4, 11, "Tale-7B"), (16, 19, "see"), (21, 26, "x/y.z")]);
        assert_eq!(pieces("“Tale”\u{3000}Fable? --abc_ de"), [(3, 7, "Tale"), (13, 18, "Fable"), (22, 25, "abc")]);
        assert_eq!(
            pieces("<Tale>|one;two\tsix'ten\"[abc]"),
            [(1, 5, "Tale"), (7, 10, "one"), (11, 14, "two"), (15, 18, "six"), (19, 22, "ten"), (24, 27, "abc")]
        );
        assert_eq!(pieces("für ab .:x-:. "), []);
        assert_eq!(pieces("end"), [(0, 3, "end")]);
    }

    #[test]
    fn names_and_identifiers_look_unlike_plain_words() {
        for (chunk, name, id) in [
            ("Tale-7B", true, true),
            ("tale_7b", true, true),
            ("tale-b", true, false),
            ("Tale7B", true, false),
            ("StableTale", true, false),
            ("Staple", false, false),
            ("STABLE", false, false),
            ("Ta-7B", false, false),
            ("a/tale-7b", true, false),
            ("https://tale-7b", false, false),
        ] {
            assert_eq!((looks_like_a_name(chunk), looks_like_an_id(chunk)), (name, id), "{chunk}");
        }
        assert!(looks_like_an_id(&format!("a-1{}", "b".repeat(76))));
        assert!(!looks_like_an_id(&format!("a-1{}", "b".repeat(77))));
        for (text, may) in [
            ("tale 7", true),
            ("a-b", true),
            ("a/b", true),
            ("the staBle", true),
            ("the staBleTale", true),
            ("tale 7 of 9", true),
            ("A Tale of two", false),
            ("", false),
        ] {
            assert_eq!(may_have_ids(text), may, "{text}");
        }
    }

    #[test]
    fn words_belong_to_a_span_that_holds_them_whole() {
        let words = Words::of("one two three");
        for (start, end, range) in [
            (0, 13, Some((0, 3))),
            (0, 7, Some((0, 2))),
            (4, 7, Some((1, 2))),
            (1, 7, Some((1, 2))),
            (4, 12, Some((1, 2))),
            (5, 6, None),
            (3, 4, None),
        ] {
            assert_eq!(word_range(&words, Span::new(start, end)), range, "{start} {end}");
        }
    }
}
