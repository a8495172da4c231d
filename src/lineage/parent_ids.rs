//! The identifiers of models in the value of a field for parents, which people fill in many ways.

use super::known::{root_of_id, root_of_name};
use super::names::{family_of_name, hub_id_in_address, hub_id_in_cache_path, is_spelled_as_hub_id};
use crate::model::linked::percent_decoded;

/// Most folders of a path that are read, from its end; chosen.
const MOST_FOLDERS: usize = 8;

/// The parents that a value names. A value without any identifier is one name; where `is_plain` is not set, it must be one that is
/// known.
pub(crate) fn parents_in(text: &str, is_plain: bool) -> Vec<String> {
    let decoded = percent_decoded(text);
    let text = decoded.trim();
    if is_spelled_as_hub_id(text) {
        return vec![text.to_owned()];
    }
    let is_between = |c: char| {
        c.is_whitespace()
            || matches!(c, ',' | ';' | '|' | '+' | '"' | '\'' | '`' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>')
    };
    let (mut found, mut others) = (Vec::new(), String::new());
    for word in text.split(is_between) {
        let ids = ids_in_word(word);
        if ids.is_empty() {
            others.extend([word, " "]);
        }
        found.extend(ids);
    }
    if !found.is_empty() {
        found.extend(family_of_name(&others).map(|_| others));
        return found;
    }
    // A path on somebody's disk: a folder in it may have the name of the model.
    // Kaggle calls the first generation of a family by its bare name, `/kaggle/input/gemma/transformers/2b/1`.
    let is_on_kaggle = text.contains("kaggle/input/");
    let may_be_name = |part: &str| is_on_kaggle || part.contains(|c: char| c.is_ascii_digit());
    let is_model = |part: &&str| may_be_name(part) && root_of_name(part).is_some();
    let folder = || text.rsplit(['/', '\\']).take(MOST_FOLDERS).filter(|part| part.len() < text.len()).find(is_model);
    let known = Some(text).filter(|text| root_of_id(text).is_some()).or_else(folder);
    known.or(is_plain.then_some(text)).map(str::to_owned).into_iter().collect()
}

/// The identifiers in a word: it may be an address, a path, or have marks around it and a revision behind it.
fn ids_in_word(word: &str) -> Vec<String> {
    match hub_id_in_address(word).map(str::to_owned).or_else(|| hub_id_in_cache_path(word)) {
        Some(id) => vec![id],
        None => word.split([':', '@', '=', '#', '?', '&', '*', '!', '%']).filter_map(id_in_path).collect(),
    }
}

/// The identifier that a path is, or begins or ends with; a path from the root of a disk or from a folder is none unless it is known.
fn id_in_path(written: &str) -> Option<String> {
    let is_known = |id: &String| is_spelled_as_hub_id(id) && root_of_id(id).is_some();
    let path = written.trim_matches(['/', '.']).trim_start_matches('-');
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if parts.len() == 2 && !written.starts_with(['/', '.', '~']) {
        return Some(parts.join("/")).filter(|id| is_spelled_as_hub_id(id));
    }
    let ends = [parts.first_chunk::<2>(), parts.last_chunk()];
    ends.into_iter().flatten().map(|pair| pair.join("/")).find(is_known)
}

#[cfg(test)]
mod tests {
    use super::parents_in;

    #[test]
    fn escapes_of_addresses_are_read() {
        for text in
            ["https://hf.co/tale%2Ftale-2", "tale/%74ale-2", "https%3A%2F%2Fhf.co%2Ftale%2Ftale-2", "tale%2ftale-2"]
        {
            assert_eq!(parents_in(text, true), ["tale/tale-2"], "{text}");
        }
        assert_eq!(parents_in("50% of tale, 100%zz, %", true).len(), 1);
    }

    #[test]
    fn a_folder_of_kaggle_may_have_the_bare_name_of_a_family() {
        for (text, found) in [
            ("/kaggle/input/gemma/transformers/2b-it/3", "gemma"),
            ("/kaggle/input/llama-3.1/transformers/8b/1", "llama-3.1"),
            ("/kaggle/input/letters/model", "/kaggle/input/letters/model"),
            ("/data/letters/gemma/model", "/data/letters/gemma/model"),
        ] {
            assert_eq!(parents_in(text, true), [found], "{text}");
        }
    }
}
