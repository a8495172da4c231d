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
    if node.tag.is_none() && (scalar.style != Style::Plain || is_surely_text(text)) {
        return Some(Value::String(text));
    }
    match (node.tag.as_deref(), node.core_tag()) {
        (None, _) => Some(plain(text)),
        (_, Some("str")) => Some(Value::String(text)),
        (_, Some("null")) => Some(Value::Null),
        // A lone `!` asks for the type that plain text would have, even between quotes.
        (Some("!"), _) | (_, Some("bool" | "int" | "float" | "timestamp" | "binary")) => Some(plain(text)),
        _ => None,
    }
}

/// Whether text without quotes is a text by its first letter and its length alone: no word that is read as another type is longer
/// than `false`.
fn is_surely_text(text: &str) -> bool {
    text.len() > "false".len() && text.as_bytes()[0].is_ascii_alphabetic()
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

#[cfg(test)]
mod tests {
    use super::{is_surely_text, plain};
    use crate::yaml::value::Value;

    #[test]
    fn what_is_surely_text_has_no_other_type() {
        let starts = (0..=0x7f_u8).map(char::from).chain(['\u{e9}', '\u{65e5}']);
        let ends = [
            "",
            "1",
            "es",
            "o",
            "ES",
            "ull",
            "ULL",
            "rue",
            "RUE",
            "ff",
            "alse",
            "ALSE",
            "alsely",
            "001-01-01",
            "inf",
            "e5",
            "0x1f0",
        ];
        let mut sure = 0;
        for text in starts.flat_map(|start| ends.map(|end| format!("{start}{end}"))) {
            if is_surely_text(&text) {
                sure += 1;
                assert_eq!(plain(&text), Value::String(&text), "{text:?}");
            }
        }
        assert!(sure > 100, "only {sure} texts were surely texts");
        for text in ["false", "FALSE", "true", "null", "off"] {
            assert!(!is_surely_text(text) && plain(text) != Value::String(text), "{text:?}");
        }
    }
}
