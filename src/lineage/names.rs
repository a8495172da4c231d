//! Names of families: in texts, in identifiers, in licenses.

use super::data::{DICTIONARY, FAMILIES, family};
use super::fact::Root;
use super::schema::{Family, Use};
use super::words::{Words, begins_with_digit, may_name_family, states};
use crate::model::KEYS;
use crate::reader_text::{as_read, is_plain, lookalike};
use std::cell::LazyCell;

/// A model or a family that is named: words `start..end` of its text.
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

impl NamedModel {
    /// One in words `start..end`.
    pub(crate) fn new(root: Root, id: Option<&str>, (start, end): (usize, usize)) -> Self {
        Self { root, id: id.map(str::to_owned), linked: false, start, end }
    }
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
pub(crate) fn mentions(words: &Words, in_id: bool) -> Vec<NamedModel> {
    let mut found = Vec::new();
    let is_id = in_id && !words.lower.contains(' ');
    let has_size = LazyCell::new(|| (1..words.len()).any(|at| is_size(words, at)));
    // What ends before this word names nothing more.
    let mut barred = 0;
    for at in 0..words.len() {
        // Where the longest ends, and its family.
        let mut best: Option<(usize, usize)> = None;
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
            if counts && !is_size(words, end) && best.is_none_or(|(longest, _)| end > longest) {
                best = Some((end, name.family));
            }
        }
        if let Some((end, family)) = best.filter(|(end, _)| *end > barred) {
            barred = end;
            found.push(NamedModel::new(Root::Family(FAMILIES.families[family].family), None, (at, end)));
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
    let all = mentions(&Words::of(name), true);
    let first = all.first()?.root;
    all.iter().all(|one| one.root == first).then(|| first.family())?
}

/// The last part of an identifier; of a bare name, all of it.
pub(crate) fn name_in(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

/// Whether an identifier may be one of the Hub, and is not rather a path on somebody's disk.
pub(crate) fn may_be_on_hub(id: &str) -> bool {
    let begins = |folder: &&str| id.split('/').next().is_some_and(|owner| owner.eq_ignore_ascii_case(folder));
    is_spelled_as_hub_id(id) && !KEYS.folders.iter().any(begins)
}

/// Whether a text says by itself which model of the Hub it means: an identifier, an address or a path of the Hub's cache.
pub(crate) fn is_on_hub(text: &str) -> bool {
    is_spelled_as_hub_id(text) || hub_id_in_address(text).is_some() || hub_id_in_cache_path(text).is_some()
}

/// Whether a text has the letters that the Hub allows in an identifier, and no others.
pub(crate) fn is_spelled_as_hub_id(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(is_letter_of_id);
    let parts = text.split_once('/').filter(|_| text.len() < 120);
    parts.is_some_and(|(owner, name)| is_part(owner) && is_part(name) && !owner.starts_with('.'))
}

fn is_letter_of_id(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

/// Whether the Hub takes a text for an identifier: `owner/name`, or a bare name as its oldest models and datasets have.
pub(crate) fn is_hub_id(text: &str) -> bool {
    let is_mark = |edge: Option<u8>| matches!(edge, None | Some(b'-' | b'.'));
    let is_part = |part: &str| {
        part.bytes().all(is_letter_of_id) && !is_mark(part.bytes().next()) && !is_mark(part.bytes().next_back())
    };
    text.len() <= 200 && text.split('/').count() <= 2 && text.split('/').all(is_part)
}

/// The identifier in an address on the Hub; datasets, spaces and pages of publications have none.
pub(crate) fn hub_id_in_address(address: &str) -> Option<&str> {
    memchr::memchr(b'/', address.as_bytes())?;
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let rest = rest.strip_prefix("huggingface.co/").or_else(|| rest.strip_prefix("hf.co/"))?;
    let rest = rest.strip_prefix("api/models/").unwrap_or(rest);
    let mut parts = rest.splitn(3, '/');
    let (owner, name) = (parts.next()?, parts.next()?);
    let name_end = name.find(['?', '#', ')']).unwrap_or(name.len());
    (!KEYS.hub_pages.contains(&owner) && !owner.is_empty() && name_end > 0).then(|| &rest[..owner.len() + 1 + name_end])
}

/// The identifier in a path of the Hub's cache: `models--owner--name`.
pub(crate) fn hub_id_in_cache_path(path: &str) -> Option<String> {
    let part = path.split(['/', '\\']).find_map(|part| part.strip_prefix("models--"))?;
    let (owner, name) = part.split_once("--")?;
    Some(format!("{owner}/{name}"))
}

#[cfg(test)]
mod tests {
    use super::{begins_with, hub_id_in_address};

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

    #[test]
    fn addresses_of_models_on_the_hub_hold_their_identifier() {
        for (url, id) in [
            ("https://huggingface.co/a/b", Some("a/b")),
            ("http://www.huggingface.co/a/b/tree/main", Some("a/b")),
            ("hf.co/a/b?x=1", Some("a/b")),
            ("huggingface.co/a/b#usage", Some("a/b")),
            ("https://huggingface.co/a/b)", Some("a/b")),
            ("https://huggingface.co/api/models/a/b", Some("a/b")),
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
            assert_eq!(hub_id_in_address(url), id, "{url}");
        }
    }
}
