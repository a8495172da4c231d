//! Names of families: in texts, in identifiers, in licenses.

use super::data::{DICTIONARY, FAMILIES, family};
use super::lexicon::states;
use super::made_sets::may_name_family;
use super::schema::{Family, Use};
use super::words::{Words, begins_with_digit};
use crate::reader_text::{as_read, is_plain, lookalike};
use std::cell::LazyCell;

/// A family named in a text: words `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) family: &'static str,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Whether the name of a family begins with a word.
pub(crate) fn begins_a_name(word: &str) -> bool {
    DICTIONARY.states[usize::from(DICTIONARY.next(0, DICTIONARY.number(word.as_bytes())))].begins_name
}

/// Looks a name up as it reads, and where it means nothing so, as what it looks like.
pub(crate) fn read_name<T>(name: &str, look_up: impl Fn(&str) -> Option<T>) -> Option<T> {
    if is_plain(name) {
        return look_up(name);
    }
    look_up(&as_read(name)).or_else(|| look_up(&lookalike(name)?))
}

/// Whether a repository is one of the family's own weights, or of plain copies of them, by its owner.
pub(crate) fn is_of_owner(key: &str, id: &str) -> bool {
    let owner = id.split('/').next().unwrap_or_default().to_ascii_lowercase();
    family(key).is_some_and(|family| family.owners.contains(&owner.as_str()))
}

/// The family whose models alone are under a license of that name.
pub(crate) fn family_of_license(name: &str) -> Option<&'static str> {
    read_name(name, |name| {
        let lists = |family: &&Family| family.licenses.iter().any(|license| license.eq_ignore_ascii_case(name.trim()));
        FAMILIES.families.iter().find(lists).map(|family| family.family)
    })
}

/// The families whose weights go by a name that several families use, such as `llama-7b-hf`.
pub(crate) fn families_of_bare_name(words: &Words) -> impl Iterator<Item = &'static str> {
    let is_named = |family: &&Family| family.bare.iter().any(|name| words.match_at(0, name).is_some());
    FAMILIES.families.iter().filter(is_named).map(|family| family.family)
}

/// Whether a name is one that the weights of several families go by.
pub(crate) fn is_bare(name: &str) -> bool {
    families_of_bare_name(&Words::of(name)).next().is_some()
}

/// Whether a name begins with certain words; "Meta" may come before them, and letters and digits may be joined or not.
pub(crate) fn begins_with(name: &str, words: &str) -> bool {
    let (name, words) = (Words::of(name), Words::of(words));
    let first = usize::from(name.len() > 0 && name.word(0) == "meta");
    words.len() > 0 && (0..words.len()).all(|at| first + at < name.len() && name.word(first + at) == words.word(at))
}

/// Families that a text names, in order; of names that overlap the first and longest. `in_id` says that the text is an identifier or a
/// title.
pub(crate) fn mentions(words: &Words, in_id: bool) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let is_id = in_id && !words.lower.contains(' ');
    let has_size = LazyCell::new(|| (1..words.len()).any(|at| is_size(words, at)));
    // What ends before this word names nothing more.
    let mut barred = 0;
    for at in 0..words.len() {
        let mut best: Option<Mention> = None;
        let ends = states(words, at)
            .flat_map(|(length, state)| DICTIONARY.names(state).iter().map(move |name| (at + length, name)));
        for (end, name) in ends {
            let counts = match name.usage {
                Use::Except => {
                    barred = barred.max(end);
                    false
                }
                Use::Anywhere => true,
                Use::InIds => in_id,
                Use::AtStart => is_id && at == 0,
                Use::Whole => is_id && at == 0 && end == words.len(),
                Use::WithSize => in_id && *has_size,
            };
            if counts && !is_size(words, end) && best.is_none_or(|best| end > best.end) {
                best = Some(Mention { family: FAMILIES.families[name.family].family, start: at, end });
            }
        }
        if let Some(mention) = best.filter(|mention| mention.end > barred) {
            barred = mention.end;
            found.push(mention);
        }
    }
    found
}

/// Whether a word makes a size of the number that it is joined to, as in `7b` and `3Bv1`.
fn is_size(words: &Words, at: usize) -> bool {
    let is_joined = |number: usize| match (words.spans.get(number), words.spans.get(at)) {
        (Some(number), Some(unit)) => number.end == unit.start,
        _ => false,
    };
    matches!(words.word(at), "b" | "bv")
        && at.checked_sub(1).is_some_and(|number| is_joined(number) && begins_with_digit(words.word(number)))
}

/// The family that a name, an identifier or a title names; nothing where it names none, or several.
pub(crate) fn family_of_name(name: &str) -> Option<&'static str> {
    read_name(name, family_of_plain_name)
}

/// Whether a name names another family by how it reads than by its letters.
pub(crate) fn is_disguised(name: &str) -> bool {
    !is_plain(name) && family_of_name(name) != family_of_plain_name(name)
}

fn family_of_plain_name(name: &str) -> Option<&'static str> {
    if !may_name_family(name) {
        return None;
    }
    let words = Words::of(name);
    let mut mentions = mentions(&words, true).into_iter();
    let first = mentions.next()?.family;
    mentions.all(|mention| mention.family == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::begins_with;

    #[test]
    fn a_name_begins_with_words_whatever_parts_them() {
        for name in ["Llama 3", "llama3tale", "LLaMA-3-Tale", "Meta-Llama-3-8B", "meta_llama_3"] {
            assert!(begins_with(name, "Llama 3"), "{name}");
        }
        for name in ["", "Llama", "Tale-Llama-3", "Meta", "Meta Meta Llama 3", "Llama 3.1", "Llama Tale 3"] {
            assert!(!begins_with(name, "Llama 3"), "{name}");
        }
        assert!(!begins_with("Tale", "") && !begins_with("", ""));
    }
}
