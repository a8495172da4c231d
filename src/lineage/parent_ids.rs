//! The identifiers of models in the value of a field for parents, which people fill in many ways.

use super::hub_id::{hub_id_in_address, hub_id_in_cache_path, is_spelled_as_hub_id};
use super::known::{root_of_id, root_of_name};
use super::names::family_of_name;
use crate::report::lineage::Strength;
use std::borrow::Cow;

/// Most folders of a path that are read, from its end; chosen.
const MOST_FOLDERS: usize = 8;

/// A parent that a value names, and how much it may say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NamedParent<'t> {
    pub(crate) id: Cow<'t, str>,
    pub(crate) best: Strength,
}

/// The parents that a value names. A value without any identifier is one name; where `is_plain` is not set, it has to be one that is
/// known.
pub(crate) fn parents_in(text: &str, is_plain: bool) -> Vec<NamedParent<'_>> {
    let Some(decoded) = percent_decoded(text) else { return parents_as_written(text, is_plain) };
    let owned = |NamedParent { id, best }: NamedParent<'_>| NamedParent { id: Cow::Owned(id.into_owned()), best };
    parents_as_written(&decoded, is_plain).into_iter().map(owned).collect()
}

/// A text with the letters that addresses escape, as in `owner%2Fname`; nothing where it has none.
fn percent_decoded(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut decoded = parts.next()?.to_owned();
    let mut is_escaped = false;
    for part in parts {
        let code = part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match code.filter(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b':')) {
            Some(byte) => {
                decoded.push(char::from(byte));
                decoded.push_str(&part[2..]);
                is_escaped = true;
            }
            None => decoded.extend(["%", part]),
        }
    }
    is_escaped.then_some(decoded)
}

fn parents_as_written(text: &str, is_plain: bool) -> Vec<NamedParent<'_>> {
    let text = text.trim();
    let decisive = |id| NamedParent { id, best: Strength::Decisive };
    if is_spelled_as_hub_id(text) {
        return vec![decisive(Cow::Borrowed(text))];
    }
    let mut found = Vec::new();
    let mut others = String::new();
    let is_between = |c: char| {
        c.is_whitespace()
            || matches!(c, ',' | ';' | '|' | '+' | '"' | '\'' | '`' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>')
    };
    for word in text.split(is_between).filter(|word| !word.is_empty()) {
        let ids = ids_in_word(word);
        if ids.is_empty() {
            others.extend([" ", word]);
        }
        found.extend(ids);
    }
    if found.is_empty() {
        if root_of_id(text).is_some() {
            return vec![decisive(Cow::Borrowed(text))];
        }
        // A path on somebody's disk: a folder in it may have the name of the model.
        let folders = text.rsplit(['/', '\\']).take(MOST_FOLDERS).filter(|part| part.len() < text.len());
        let folder =
            { folders }.find(|part| part.contains(|c: char| c.is_ascii_digit()) && root_of_name(part).is_some());
        return match folder {
            Some(folder) => vec![NamedParent { id: Cow::Borrowed(folder), best: Strength::Strong }],
            None if is_plain => vec![decisive(Cow::Borrowed(text))],
            None => found,
        };
    }
    if family_of_name(&others).is_some() {
        found.push(decisive(Cow::Owned(others.trim().to_owned())));
    }
    found
}

/// The identifiers in a word: it may be an address, a path, or have marks around it and a revision behind it.
fn ids_in_word(word: &str) -> Vec<NamedParent<'_>> {
    let named = |id, best| NamedParent { id, best };
    if let Some(id) = hub_id_in_address(word) {
        return vec![named(Cow::Borrowed(id), Strength::Strong)];
    }
    if let Some(id) = hub_id_in_cache_path(word) {
        return vec![named(Cow::Owned(id), Strength::Decisive)];
    }
    let parts = word.split([':', '@', '=', '#', '?', '&', '*', '!', '%']);
    parts.filter_map(id_in_path).map(|id| named(id, Strength::Decisive)).collect()
}

/// The identifier that a path is, or begins or ends with; a path from the root of a disk or from a folder is none unless it is known.
fn id_in_path(written: &str) -> Option<Cow<'_, str>> {
    let path = written.trim_matches(['/', '.']).trim_start_matches('-');
    let is_local = written.starts_with(['/', '.', '~']);
    if is_spelled_as_hub_id(path) && (!is_local || root_of_id(path).is_some()) {
        return Some(Cow::Borrowed(path));
    }
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if let [owner, name] = parts[..] {
        let id = format!("{owner}/{name}");
        let is_id = is_spelled_as_hub_id(&id) && (!is_local || root_of_id(&id).is_some());
        return is_id.then_some(Cow::Owned(id));
    }
    let ends = [parts.get(..2), parts.len().checked_sub(2).and_then(|start| parts.get(start..))];
    let mut ends = ends.into_iter().flatten().map(|pair| pair.join("/"));
    ends.find(|id| is_spelled_as_hub_id(id) && root_of_id(id).is_some()).map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::parents_in;

    #[test]
    fn escapes_of_addresses_are_read() {
        for text in
            ["https://hf.co/tale%2Ftale-2", "tale/%74ale-2", "https%3A%2F%2Fhf.co%2Ftale%2Ftale-2", "tale%2ftale-2"]
        {
            let ids: Vec<_> = parents_in(text, true).into_iter().map(|named| named.id.into_owned()).collect();
            assert_eq!(ids, ["tale/tale-2"], "{text}");
        }
        assert_eq!(parents_in("50% of tale, 100%zz, %", true).len(), 1);
    }
}
