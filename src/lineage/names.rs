//! Names of families in a text, and identifiers of models.

use super::facts::{Families, Family, Phrases};
use super::words::Words;
use crate::policy::embedded;
use std::sync::LazyLock;

/// A name by its first word: that word, the name, the index of its family, and where it counts.
type Name = (&'static str, &'static str, usize, Use);

/// The families, and their names sorted by first word.
pub(crate) struct Table {
    pub(crate) families: Vec<Family<&'static str>>,
    names: Vec<Name>,
}

/// Where a name counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
enum Use {
    Anywhere,
    InIds,
    Except,
}

/// A family named in a text: words `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) family: &'static str,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The table, decoded once.
pub(crate) fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| {
        let families: Option<Families<&'static str>> =
            embedded(include_bytes!(concat!(env!("OUT_DIR"), "/families.bin")));
        let families = families.map_or_else(Vec::new, |all| all.families);
        let mut names = Vec::with_capacity(256);
        for (index, family) in families.iter().enumerate() {
            names.extend(family.names.iter().map(|name| (first_word(name), *name, index, Use::Anywhere)));
            names.extend(family.in_ids.iter().map(|name| (first_word(name), *name, index, Use::InIds)));
            names.extend(family.except.iter().map(|name| (first_word(name), *name, index, Use::Except)));
        }
        names.sort_unstable_by_key(|(first, _, _, _)| *first);
        Table { families, names }
    });
    &TABLE
}

/// The phrases of descent, decoded once.
pub(crate) fn phrases() -> Option<&'static Phrases<&'static str>> {
    static PHRASES: LazyLock<Option<Phrases<&'static str>>> =
        LazyLock::new(|| embedded(include_bytes!(concat!(env!("OUT_DIR"), "/phrases.bin"))));
    PHRASES.as_ref()
}

/// What is known of a family.
pub(crate) fn family(key: &str) -> Option<&'static Family<&'static str>> {
    table().families.iter().find(|family| family.family == key)
}

fn first_word(phrase: &'static str) -> &'static str {
    phrase.split(' ').next().unwrap_or_default()
}

/// Families that a text names, in order. `in_id` says that the text is an identifier or a title.
pub(crate) fn mentions(words: &Words, in_id: bool) -> Vec<Mention> {
    let table = table();
    let mut found: Vec<Mention> = Vec::new();
    let mut barred = 0;
    for at in 0..words.len() {
        let first = words.word(at);
        let from = table.names.partition_point(|(word, _, _, _)| *word < first);
        let mut best: Option<(usize, Mention)> = None;
        for (_, name, index, usage) in table.names[from..].iter().take_while(|(word, _, _, _)| *word == first) {
            let Some(length) = words.matches(at, name) else { continue };
            match usage {
                Use::Except => barred = barred.max(at + length),
                Use::InIds if !in_id => {}
                Use::InIds | Use::Anywhere => {
                    let mention = Mention { family: table.families[*index].family, start: at, end: at + length };
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
