//! The small parts that all objects of the bill of materials are made of.

use crate::render::percent::percent_encoded;
use crate::render::visible::one_line;
use crate::source::Place;
use crate::wording::shortened;
use serde_json::{Value, json};

/// Before the name of each of our properties.
const NAMESPACE: &str = concat!(env!("CARGO_PKG_NAME"), ":");

/// Most characters of a name that a reference is made of, chosen.
const MOST_OF_NAME: usize = 200;

/// An object with those of some fields that are not empty.
pub(super) fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    };
    fields.into_iter().filter(|(_, value)| !is_empty(value)).map(|(key, value)| (key.to_owned(), value)).collect()
}

/// A text of a repository: on one line, without control characters, at most 600 characters.
pub(super) fn text(text: &str) -> Value {
    json!(one_line(text.trim()))
}

/// A text that must not be empty.
pub(super) fn named(name: &str) -> Value {
    if name.trim().is_empty() { json!("unnamed") } else { text(name) }
}

/// A text that may not be there.
pub(super) fn optional(of: Option<&String>) -> Value {
    of.map_or(Value::Null, |of| text(of))
}

/// One of our properties.
pub(super) fn property(name: &str, value: &str) -> Value {
    json!({ "name": format!("{NAMESPACE}{name}"), "value": text(value) })
}

/// What no file says, as a property.
pub(super) fn unknown(element: &str) -> Value {
    property("unknown", element)
}

/// The reference of a component that has a name; two names of one spelling but for case are one.
pub(super) fn reference(kind: &str, name: &str) -> String {
    format!("{kind}:{}", percent_encoded(&shortened(name, MOST_OF_NAME).to_lowercase(), b"/@"))
}

/// A SHA-256 as the only hash of something.
pub(super) fn hashes(sha256: Option<&String>) -> Value {
    sha256.map_or(Value::Null, |content| json!([{ "alg": "SHA-256", "content": content }]))
}

/// The address of a file in the repository, relative to its root.
pub(super) fn relative_address(path: &str) -> String {
    percent_encoded(path, b"/")
}

/// A place as an occurrence; `why` says what is there.
pub(super) fn occurrence(place: &Place, why: &str) -> Value {
    occurrence_at(&place.path, place.line(), why)
}

/// The same of a path and a line.
pub(super) fn occurrence_at(path: &str, line: Option<usize>, why: &str) -> Value {
    object([("location", text(path)), ("line", line.into()), ("additionalContext", text(why))])
}

/// Adds a value to others, once, and none after `most`.
pub(super) fn add(all: &mut Vec<Value>, value: Value, most: usize) {
    if all.len() < most && !all.contains(&value) {
        all.push(value);
    }
}

/// An owner and a name, where an identifier has both and only letters that the Hub allows.
pub(super) fn owner_and_name(id: &str) -> Option<(&str, &str)> {
    let is_part = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphanumeric())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    };
    id.split_once('/').filter(|(owner, name)| id.len() <= MOST_OF_NAME && is_part(owner) && is_part(name))
}

/// The package URL of a model of the Hub.
pub(super) fn package_url(id: &str) -> Option<String> {
    owner_and_name(id).map(|(owner, name)| format!("pkg:huggingface/{owner}/{name}"))
}

/// The page of a model on the Hub, as an external reference.
pub(super) fn model_page(id: &str) -> Option<Value> {
    owner_and_name(id).map(|_| json!({ "type": "distribution", "url": format!("https://huggingface.co/{id}") }))
}
