//! Scalars as `js-yaml` 4.3.2 reads them with its default schema.

use super::super::tree::{Scalar, Style, Tag};
use super::{Refusal, Value, core_tag, number, timestamp};

/// What `js-yaml` makes of a scalar that stands as a value.
pub fn js<'s>(scalar: &'s Scalar, tag: Option<&Tag>) -> Result<Value<'s>, Refusal> {
    let text = scalar.value.as_str();
    let nothing = text.is_empty() && scalar.style == Style::Plain;
    match tag.map(|tag| tag.name.as_str()) {
        None if scalar.style == Style::Plain => Ok(implicit(text)),
        Some("!") if nothing => Ok(Value::Null),
        None | Some("!") => Ok(Value::String(text)),
        Some(name) => {
            let wanted = core_tag(name);
            let value = match wanted {
                Some("str") => Some(Value::String(text)),
                Some("null") if nothing => Some(Value::Null),
                Some("null") => Some(implicit(text)).filter(|value| *value == Value::Null),
                Some("bool") => Some(implicit(text)).filter(|value| matches!(value, Value::Bool(_))),
                Some("int") => number::js_int(text),
                Some("float") => number::js_float(text),
                Some("timestamp") => Some(Value::Date(text)).filter(|_| timestamp::is_timestamp(text, false)),
                Some("merge") if text == "<<" => Some(Value::String(text)),
                Some("binary") => Some(Value::Binary(text)).filter(|_| !nothing && is_base64(text)),
                Some("seq" | "omap" | "pairs" | "map" | "set") => None,
                _ => return Err(Refusal::new("it knows no such tag")),
            };
            value.ok_or(Refusal::new("the value does not fit its tag"))
        }
    }
}

/// The type that plain text has by its looks.
fn implicit(text: &str) -> Value<'_> {
    let Some(&first) = text.as_bytes().first() else { return Value::Null };
    match first {
        b'~' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' => match text {
            "~" | "null" | "Null" | "NULL" => Value::Null,
            "true" | "True" | "TRUE" => Value::Bool(true),
            "false" | "False" | "FALSE" => Value::Bool(false),
            _ => Value::String(text),
        },
        b'-' | b'+' | b'.' | b'0'..=b'9' => number::js_int(text)
            .or_else(|| number::js_float(text))
            .or_else(|| timestamp::is_timestamp(text, false).then_some(Value::Date(text)))
            .unwrap_or(Value::String(text)),
        _ => Value::String(text),
    }
}

fn is_base64(text: &str) -> bool {
    let mut letters = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'\r' | b'\n' => {}
            b'+' | b'/' | b'=' => letters += 1,
            _ if byte.is_ascii_alphanumeric() => letters += 1,
            _ => return false,
        }
    }
    letters.is_multiple_of(4)
}
