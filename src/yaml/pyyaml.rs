//! Scalars as `PyYAML` 6.0.3 `safe_load` reads them: YAML 1.1.

use super::number::pyyaml_number;
use super::tree::{Node, Style};
use super::value::{Value, is_date};

/// What `PyYAML` makes of a scalar; `None` for other nodes, and where it knows no such tag.
///
/// Of a value with a tag only the name of the tag counts, not whether the value fits it: no card of 3,534 has a tag.
pub(crate) fn value(node: &Node) -> Option<Value<'_>> {
    let scalar = node.scalar()?;
    let text = scalar.value.as_str();
    match (node.tag.as_deref(), node.core_tag()) {
        (None, _) if scalar.style == Style::Plain => Some(plain(text)),
        (None, _) | (_, Some("str")) => Some(Value::String(text)),
        (_, Some("null")) => Some(Value::Null),
        // A lone `!` asks for the type that plain text would have, even between quotes.
        (Some("!"), _) | (_, Some("bool" | "int" | "float" | "timestamp" | "binary")) => Some(plain(text)),
        _ => None,
    }
}

/// The type that text without quotes has by its looks.
fn plain(text: &str) -> Value<'_> {
    match text.as_bytes() {
        [] | [b'~'] => Value::Null,
        [b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O', ..] => match text {
            "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Value::Bool(true),
            "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Value::Bool(false),
            "null" | "Null" | "NULL" => Value::Null,
            _ => Value::String(text),
        },
        [b'-' | b'+' | b'.' | b'0'..=b'9', ..] => match pyyaml_number(text) {
            Some(number) => number,
            None if is_date(text) => Value::Date(text),
            None => Value::String(text),
        },
        _ => Value::String(text),
    }
}
