//! Names of families in a text, and identifiers of models.

use super::facts::{Family, Use};
use super::filter::Filter;
use super::words::Words;

/// A family named in a text: words `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) family: &'static str,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The phrases of descent.
pub(crate) use phrases::VALUE as PHRASES;

/// The families.
pub(crate) fn families() -> &'static [Family] {
    facts::VALUE.families
}

/// What the build made of `lineage/families.yml`.
#[expect(clippy::unreadable_literal, reason = "written by the build")]
mod facts {
    use crate::lineage::facts::{
        Families, Family, Name,
        Use::{Anywhere, Except, InIds},
    };
    use crate::model::Shape;
    include!(concat!(env!("OUT_DIR"), "/families.rs"));
}

/// What the build made of `lineage/phrases.yml`.
mod phrases {
    use crate::lineage::facts::{Phrases, Scratch, Side};
    include!(concat!(env!("OUT_DIR"), "/phrases.rs"));
}

/// The first words of all names.
static FIRSTS: Filter = Filter::first_words(&first_words());

const fn first_words() -> [&'static str; facts::VALUE.names.len()] {
    let mut words = [""; facts::VALUE.names.len()];
    let mut at = 0;
    while at < words.len() {
        words[at] = facts::VALUE.names[at].first;
        at += 1;
    }
    words
}

/// Of each name of a family, how a word begins and ends that it has wherever it counts.
pub(crate) const fn telling_words() -> [Filter; 2] {
    Filter::telling_words(&that_count(), super::prefilter::COMMON)
}

/// The names, without what contains a name and means something else; another name takes its place.
const fn that_count() -> [&'static str; facts::VALUE.names.len()] {
    let mut names = [facts::VALUE.families[0].names[0]; facts::VALUE.names.len()];
    let mut at = 0;
    while at < names.len() {
        if !matches!(facts::VALUE.names[at].usage, Use::Except) {
            names[at] = facts::VALUE.names[at].words;
        }
        at += 1;
    }
    names
}

/// Whether the name of a family begins with a word.
pub(crate) fn begins_a_name(word: &str) -> bool {
    FIRSTS.may_begin(word) && facts::VALUE.names.iter().any(|name| name.first == word)
}

/// What is known of a family.
pub(crate) fn family(key: &str) -> Option<&'static Family> {
    families().iter().find(|family| family.family == key)
}

/// The family whose models alone are under a license of that name.
pub(crate) fn of_license(name: &str) -> Option<&'static str> {
    let lists = |family: &&Family| family.licenses.iter().any(|license| license.eq_ignore_ascii_case(name.trim()));
    families().iter().find(lists).map(|family| family.family)
}

/// Families that a text names, in order. `in_id` says that the text is an identifier or a title.
pub(crate) fn mentions(words: &Words, in_id: bool) -> Vec<Mention> {
    let table = &facts::VALUE;
    let mut found: Vec<Mention> = Vec::new();
    let mut barred = 0;
    for at in 0..words.len() {
        let first = words.word(at);
        if !FIRSTS.may_begin(first) {
            continue;
        }
        // By first letter, then one by one: few names share it.
        let Some(&letter) = first.as_bytes().first() else { continue };
        let from = table.names.partition_point(|name| name.first.as_bytes()[0] < letter);
        let mut best: Option<(usize, Mention)> = None;
        for name in table.names[from..].iter().take_while(|name| name.first.as_bytes()[0] == letter) {
            if name.first != first {
                continue;
            }
            let Some(length) = words.matches(at, name.words) else { continue };
            match name.usage {
                Use::Except => barred = barred.max(at + length),
                Use::InIds if !in_id => {}
                Use::InIds | Use::Anywhere => {
                    let mention = Mention { family: table.families[name.family].family, start: at, end: at + length };
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
    if !super::prefilter::may_name_family(name) {
        return None;
    }
    let words = Words::of(name);
    let mut mentions = mentions(&words, true).into_iter();
    let first = mentions.next()?.family;
    mentions.all(|mention| mention.family == first).then_some(first)
}
