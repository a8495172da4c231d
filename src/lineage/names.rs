//! Names of families in a text, and identifiers of models.

use super::facts::{Families, Family, Phrases, Scratch, Shape, Side, Use};
use super::words::Words;

type List = &'static [&'static str];
/// A family as the binary holds it.
pub(crate) type KnownFamily = Family<&'static str, List, &'static [Shape], &'static [u64]>;
/// The phrases as the binary holds them.
pub(crate) type KnownPhrases = Phrases<List>;

/// What `lineage/families.yml` says.
#[expect(clippy::unreadable_literal, reason = "the build wrote it")]
static FAMILIES: Families<&[KnownFamily]> = include!(concat!(env!("OUT_DIR"), "/families.rs"));
/// First word, name, index of the family, and where it counts; sorted.
static NAMES: &[(&str, &str, usize, Use)] = {
    use Use::{Anywhere, Except, InIds};
    include!(concat!(env!("OUT_DIR"), "/names.rs"))
};
/// What `lineage/phrases.yml` says: the words of descent.
pub(crate) static PHRASES: KnownPhrases = include!(concat!(env!("OUT_DIR"), "/phrases.rs"));

/// A family named in a text: words `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) family: &'static str,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The families.
pub(crate) fn families() -> &'static [KnownFamily] {
    FAMILIES.families
}

/// What is known of a family.
pub(crate) fn family(key: &str) -> Option<&'static KnownFamily> {
    families().iter().find(|family| family.family == key)
}

/// Families that a text names, in order. `in_id` says that the text is an identifier or a title.
pub(crate) fn mentions(words: &Words, in_id: bool) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut barred = 0;
    for at in 0..words.len() {
        let first = words.word(at);
        let from = NAMES.partition_point(|(word, _, _, _)| *word < first);
        let mut best: Option<(usize, Mention)> = None;
        for (_, name, index, usage) in NAMES[from..].iter().take_while(|(word, _, _, _)| *word == first) {
            let Some(length) = words.matches(at, name) else { continue };
            match usage {
                Use::Except => barred = barred.max(at + length),
                Use::InIds if !in_id => {}
                Use::InIds | Use::Anywhere => {
                    let mention = Mention { family: FAMILIES.families[*index].family, start: at, end: at + length };
                    if best.is_none_or(|(longest, _)| length > longest) {
                        best = Some((length, mention));
                    }
                }
            }
        }
        if let Some((_, mention)) = best.filter(|(_, mention)| mention.end > barred) {
            found.push(mention);
        }
    }
    found
}

/// Family that an identifier or a title names; `None` when it names none, or several.
pub(crate) fn family_of_name(name: &str) -> Option<&'static str> {
    let words = Words::of(name);
    let mut mentions = mentions(&words, true).into_iter();
    let first = mentions.next()?.family;
    mentions.all(|mention| mention.family == first).then_some(first)
}
