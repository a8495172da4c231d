//! Models that a block of the card names: by the name of their family, by identifier, or by a link to their page.

use super::data::FAMILIES;
use super::fact::Root;
use super::grammar::{Tags, is_unspaced, tags};
use super::known::{self, root_of_id};
use super::names::{self, NamedModel, hub_id_in_address, hub_id_in_cache_path, name_in};
use super::schema::Family;
use super::words::{Words, has_phrase, span_in};
use crate::model::card::body::{Block, BlockKind};
use crate::source::Span;

/// Everything that a block names, in order of place.
pub(crate) fn named_models(block: &Block, words: &Words) -> Vec<NamedModel> {
    let in_id = matches!(block.kind, BlockKind::Heading(_));
    let mut found = names::mentions(words, in_id);
    for link in block.links() {
        let Some(range) = word_range(words, link.span) else { continue };
        let id = hub_id_in_address(&link.url);
        let root = id.map_or_else(|| family_of_address(&link.url).map(Root::Family), root_of_id);
        found.extend(root.map(|root| NamedModel { linked: true, ..NamedModel::new(root, id, range) }));
    }
    let pieces = may_have_ids(&block.text).then(|| pieces(&block.text));
    for (span, piece) in pieces.into_iter().flatten() {
        // Most pieces are plain words, which name nothing and need no place.
        let slashes = memchr::memchr_iter(b'/', piece.as_bytes()).count();
        if slashes == 0 && !looks_like_a_name(piece) {
            continue;
        }
        let Some(range) = word_range(words, span) else { continue };
        let id = hub_id_in_address(piece).map(str::to_owned).or_else(|| hub_id_in_cache_path(piece));
        if let Some(id) = id.or_else(|| (slashes == 1).then(|| piece.to_owned())) {
            found.extend(root_of_id(&id).map(|root| NamedModel::new(root, Some(&id), range)));
        } else if let Some(known) = known::by_name(piece) {
            found.push(NamedModel::new(known.root, Some(known.id), range));
        } else if let Some(family) = looks_like_an_id(piece).then(|| names::family_of_name(piece)).flatten() {
            // Names that count in identifiers only, such as `L2-13B`; whatever else is named here was found just before.
            let is_same = |named: &NamedModel| named.root.is(family) && named.start < range.1 && range.0 < named.end;
            if !found.iter().rev().take(8).any(is_same) {
                found.push(NamedModel::new(Root::Family(family), None, range));
            }
        }
    }
    separate(found, words)
}

/// The family whose paper or page an address leads to.
pub(crate) fn family_of_address(address: &str) -> Option<&'static str> {
    let leads = |family: &&Family| family.links.iter().any(|link| address.contains(link));
    FAMILIES.families.iter().find(leads).map(|family| family.family)
}

/// Of names that overlap the one that says most: an identifier before a mere mention, then the longer one. A link whose text is no
/// name follows its text, which is read as any other.
fn separate(mut found: Vec<NamedModel>, words: &Words) -> Vec<NamedModel> {
    found.sort_by_key(|one| (one.linked, one.start, std::cmp::Reverse(one.end)));
    let links = found.partition_point(|one| !one.linked);
    let (names, links) = found.split_at_mut(links);
    let mut before = 0;
    for one in names.iter_mut().filter(|one| one.id.is_none()) {
        // "llava-llama-2-7b" is one name.
        while one.start > before
            && matches!(words.between(one.start - 1, one.start), "-" | "_")
            && !has_phrase(words, one.start - 1, !0)
        {
            one.start -= 1;
        }
        before = one.end;
    }
    for link in links {
        let first = names.partition_point(|one| one.start < link.start);
        let within = names[first..].iter_mut().take_while(|one| one.end <= link.end);
        let id = known::squeeze(link.id.as_deref().map(name_in).unwrap_or_default());
        let same = |one: &&mut NamedModel| {
            one.root == link.root
                || words
                    .span(one.start, one.end)
                    .is_some_and(|span| id.contains(&known::squeeze(span.of(&words.lower))))
        };
        if let Some(inner) = { within }.find(same) {
            (inner.root, inner.linked, inner.id) = (link.root, true, link.id.clone());
            link.start = link.end + 1;
        } else if (link.start..link.end).any(|at| has_phrase(words, at, LINK_WORDS)) {
            link.start = link.end;
        }
    }
    found.retain(|one| one.start <= one.end);
    found.sort_by_key(|one| (one.start, one.id.is_none(), std::cmp::Reverse(one.end)));
    found.dedup_by(|later, first| {
        let overlaps = later.start < first.end;
        if overlaps && first.id.is_none() && later.id.is_some() {
            std::mem::swap(later, first);
        }
        overlaps
    });
    found
}

/// Words by which the text of a link is not a name.
const LINK_WORDS: Tags = tags!(Linktext | Base | Part | Thing | License);

/// Words `start..end` that lie in a span of the text.
fn word_range(words: &Words, span: Span) -> Option<(usize, usize)> {
    let start = words.spans.partition_point(|word| word.start < span.start);
    let end = words.spans.partition_point(|word| word.end <= span.end);
    (start < end).then_some((start, end))
}

/// Pieces between blanks, brackets and quotes, with the marks around them taken off; only those of ASCII, from three bytes on.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = (Span, &str)> {
    let long = text.split(is_edge).filter(|raw| raw.len() >= 3);
    let pieces = long.map(|raw| raw.trim_matches(['.', ':', '*', '_', '-', '!', '?']));
    pieces.filter(|piece| piece.len() >= 3 && piece.is_ascii()).map(|piece| (span_in(text, piece), piece))
}

/// Whether a character ends a piece.
#[inline]
pub(crate) fn is_edge(c: char) -> bool {
    match c {
        '(' | ')' | '[' | ']' | '"' | '\'' | '`' | ',' | ';' | '<' | '>' | '|' => true,
        _ => c.is_whitespace() || !c.is_ascii() && is_unspaced(c),
    }
}

/// Whether a piece can be the name of a model: it has a digit or a hyphen, or a capital inside.
pub(crate) fn looks_like_a_name(piece: &str) -> bool {
    piece.len() >= 6
        && (piece.bytes().any(|b| b.is_ascii_digit() || b == b'-')
            || piece.bytes().skip(1).any(|b| b.is_ascii_uppercase()) && piece.bytes().any(|b| b.is_ascii_lowercase()))
        && !piece.contains("//")
}

/// Whether a piece can be the name of one model of a family: parts joined by hyphens, and a number.
pub(crate) fn looks_like_an_id(piece: &str) -> bool {
    looks_like_a_name(piece)
        && piece.len() < 80
        && piece.contains(['-', '_'])
        && !piece.contains('/')
        && piece.bytes().any(|b| b.is_ascii_digit())
}

/// Whether a text has a mark that every identifier has: a digit, a hyphen, a slash, or a capital after a small letter.
pub(crate) fn may_have_ids(text: &str) -> bool {
    let mark = |byte: u8| matches!(byte, b'0'..=b'9' | b'-' | b'/');
    // Folds without an early end, which the compiler makes wide.
    let inner = text
        .as_bytes()
        .windows(2)
        .fold(false, |found, two| found | (two[0].is_ascii_lowercase() & two[1].is_ascii_uppercase()));
    inner || text.bytes().fold(false, |found, byte| found | mark(byte))
}

#[cfg(test)]
mod tests {
    use super::{looks_like_a_name, looks_like_an_id, may_have_ids, pieces, word_range};
    use crate::lineage::words::Words;
    use crate::source::Span;

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

    #[test]
    fn a_text_falls_into_pieces_without_the_marks_around_them() {
        let all =
            |text: &'static str| pieces(text).map(|(span, piece)| (span.start, span.end, piece)).collect::<Vec<_>>();
        assert_eq!(all("a **Tale-7B**, (see `x/y.z`)!"), [(4, 11, "Tale-7B"), (16, 19, "see"), (21, 26, "x/y.z")]);
        assert_eq!(all("“Tale”\u{3000}Fable? --abc_ de"), [(3, 7, "Tale"), (13, 18, "Fable"), (22, 25, "abc")]);
        assert_eq!(
            all("<Tale>|one;two\tsix'ten\"[abc]"),
            [(1, 5, "Tale"), (7, 10, "one"), (11, 14, "two"), (15, 18, "six"), (19, 22, "ten"), (24, 27, "abc")]
        );
        assert_eq!(all("für ab .:x-:. "), []);
        assert_eq!(all("end"), [(0, 3, "end")]);
    }

    #[test]
    fn names_and_identifiers_look_unlike_plain_words() {
        for (piece, name, id) in [
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
            assert_eq!((looks_like_a_name(piece), looks_like_an_id(piece)), (name, id), "{piece}");
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
}
