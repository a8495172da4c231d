//! Models that a block of the card names: by the name of their family, by identifier, or by a link to their page.

use super::data::FAMILIES;
use super::grammar::{Tag, Tags};
use super::hub_id::{hub_id_in_address, hub_id_in_cache_path, name_in};
use super::known::{self, root_of_id};
use super::lexicon::has_phrase;
use super::names::{self, Mention};
use super::pieces::{looks_like_a_name, looks_like_an_id, may_have_ids, pieces};
use super::root::Root;
use super::schema::Family;
use super::words::Words;
use crate::model::card::body::{Block, BlockKind};
use crate::source::Span;

/// A model or a family that is named: words `start..end` of its block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NamedModel {
    /// What it is derived from, or the family itself.
    pub(crate) root: Root,
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
pub(crate) fn named_models(block: &Block, words: &Words) -> Vec<NamedModel> {
    let in_id = matches!(block.kind, BlockKind::Heading(_));
    let by_family = names::mentions(words, in_id);
    let mut found: Vec<NamedModel> = by_family.into_iter().map(NamedModel::from).collect();
    for link in block.links() {
        let Some((start, end)) = word_range(words, link.span) else { continue };
        if let Some(id) = hub_id_in_address(&link.url) {
            add(&mut found, id, true, start, end);
        } else if let Some(family) = family_of_address(&link.url) {
            found.push(NamedModel { root: Root::Family(family), id: None, linked: true, start, end });
        }
    }
    let pieces = may_have_ids(&block.text).then(|| pieces(&block.text));
    for (span, piece) in pieces.into_iter().flatten() {
        // Most pieces are plain words, which name nothing and need no place.
        let slashes = memchr::memchr_iter(b'/', piece.as_bytes()).count();
        if slashes == 0 && !looks_like_a_name(piece) {
            continue;
        }
        let Some((start, end)) = word_range(words, span) else { continue };
        if let Some(id) = hub_id_in_address(piece) {
            add(&mut found, id, false, start, end);
        } else if let Some(id) = hub_id_in_cache_path(piece) {
            add(&mut found, &id, false, start, end);
        } else if slashes == 1 {
            add(&mut found, piece, false, start, end);
        } else if let Some(known) = looks_like_a_name(piece).then(|| known::by_name(piece)).flatten() {
            found.push(NamedModel { root: known.root, id: Some(known.id.to_owned()), linked: false, start, end });
        } else if let Some(family) = looks_like_an_id(piece).then(|| names::family_of_name(piece)).flatten() {
            // Names that count in identifiers only, such as `L2-13B`; whatever else is named here was found just before.
            let is_same = |named: &NamedModel| named.root.is(family) && named.start < end && start < named.end;
            if !found.iter().rev().take(8).any(is_same) {
                found.push(NamedModel { root: Root::Family(family), id: None, linked: false, start, end });
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
    let mut apart: Vec<NamedModel> = Vec::new();
    for one in found {
        match apart.last_mut() {
            Some(last) if one.start < last.end && (last.id.is_some() || one.id.is_none()) => {}
            Some(last) if one.start < last.end => *last = one,
            _ => apart.push(one),
        }
    }
    apart
}

/// Words by which the text of a link is not a name.
const LINK_WORDS: Tags =
    Tag::Linktext.bit() | Tag::Base.bit() | Tag::Part.bit() | Tag::Thing.bit() | Tag::License.bit();

impl From<Mention> for NamedModel {
    fn from(mention: Mention) -> Self {
        let Mention { family, start, end } = mention;
        Self { root: Root::Family(family), id: None, linked: false, start, end }
    }
}

fn add(found: &mut Vec<NamedModel>, id: &str, linked: bool, start: usize, end: usize) {
    if let Some(root) = root_of_id(id) {
        found.push(NamedModel { root, id: Some(id.to_owned()), linked, start, end });
    }
}

/// Words `start..end` that lie in a span of the text.
fn word_range(words: &Words, span: Span) -> Option<(usize, usize)> {
    let start = words.spans.partition_point(|word| word.start < span.start);
    let end = words.spans.partition_point(|word| word.end <= span.end);
    (start < end).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::word_range;
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
}
