//! Errors of serde in the words of people who write YAML.

use crate::spelling::{LOOSE, nearest};
use serde::de::Unexpected;

/// What serde's readers expect, in the words of people who write YAML.
pub(super) fn plain(expected: &str) -> &str {
    match expected {
        "a boolean" => "`true` or `false`",
        "a string" | "a borrowed string" => "a text",
        "a sequence" => "a list",
        "a map" => "keys with values",
        _ if expected.starts_with("struct ") => "keys with values",
        _ if ["u8", "u16", "u32", "u64", "i64"].contains(&expected) => "a whole number",
        other => other,
    }
}

/// What is written.
pub(super) fn written(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Bool(value) => format!("`{value}`"),
        Unexpected::Unsigned(number) => format!("`{number}`"),
        Unexpected::Signed(number) => format!("`{number}`"),
        Unexpected::Float(number) => format!("`{number}`"),
        Unexpected::Str(text) => format!("`{text}`"),
        Unexpected::Unit => "nothing".to_owned(),
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Map => "keys with values".to_owned(),
        other => other.to_string(),
    }
}

/// Names between which one can choose.
pub(super) fn choice(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// That there is no such key, with the one that was likely meant, or all that there are.
pub(super) fn no_such_key(field: &str, known: &[&str]) -> String {
    match nearest(field, known.iter().copied(), LOOSE) {
        Some(near) => format!("there is no key `{field}`; did you mean `{near}`?"),
        None => format!("there is no key `{field}`; the keys are {}", choice(known)),
    }
}
