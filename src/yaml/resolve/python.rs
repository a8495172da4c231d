//! Scalars as `PyYAML` 6.0.3 `safe_load` reads them: YAML 1.1, as its resolver and constructor do it.

use super::super::tree::{Scalar, Style, Tag};
use super::{Refusal, Value, core_tag, number, timestamp};

/// What `PyYAML` makes of a scalar that stands as a value.
pub fn python<'s>(scalar: &'s Scalar, tag: Option<&Tag>) -> Result<Value<'s>, Refusal> {
    let text = scalar.value.as_str();
    match tag.map(|tag| tag.name.as_str()) {
        None if scalar.style == Style::Plain => implicit(text),
        None => Ok(Value::String(text)),
        // To PyYAML a lone `!` asks for the type that plain text would have, even between quotes.
        Some("!") => implicit(text),
        Some(name) => match core_tag(name) {
            Some("str") => Ok(Value::String(text)),
            Some("null") => Ok(Value::Null),
            Some("bool") => tagged_bool(text),
            Some("int") => number::python_int(text),
            Some("float") => number::python_float(text),
            Some("timestamp") if timestamp::is_timestamp(text, true) => timestamp::checked(text),
            Some("timestamp") => Err(Refusal::new("the tag says date, the value is none")),
            Some("binary") => binary(text),
            Some("seq" | "omap" | "pairs") => Err(Refusal::new("the tag says list, the value is none")),
            Some("map" | "set") => Err(Refusal::new("the tag says mapping, the value is none")),
            _ => Err(Refusal::new("it knows no such tag")),
        },
    }
}

/// The type that plain text has by its looks.
fn implicit(text: &str) -> Result<Value<'_>, Refusal> {
    let Some(&first) = text.as_bytes().first() else { return Ok(Value::Null) };
    match first {
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' => match text {
            "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Ok(Value::Bool(true)),
            "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Ok(Value::Bool(false)),
            "null" | "Null" | "NULL" => Ok(Value::Null),
            _ => Ok(Value::String(text)),
        },
        b'~' if text == "~" => Ok(Value::Null),
        b'<' if text == "<<" => Err(Refusal::new("`<<` stands for the pairs of another mapping")),
        b'=' if text == "=" => Err(Refusal::new("a lone `=` is no value to it")),
        b'-' | b'+' | b'.' | b'0'..=b'9' => {
            if number::looks_python_float(text) {
                number::python_float(text)
            } else if number::looks_python_int(text) {
                number::python_int(text)
            } else if first.is_ascii_digit() && timestamp::is_timestamp(text, false) {
                timestamp::checked(text)
            } else {
                Ok(Value::String(text))
            }
        }
        _ => Ok(Value::String(text)),
    }
}

fn tagged_bool(text: &str) -> Result<Value<'_>, Refusal> {
    let is = |words: [&str; 3]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(["yes", "true", "on"]) {
        Ok(Value::Bool(true))
    } else if is(["no", "false", "off"]) {
        Ok(Value::Bool(false))
    } else {
        Err(Refusal::new("the tag says true or false, the value is neither"))
    }
}

/// Python leaves out what is no base64 letter, and looks at the padding only.
fn binary(text: &str) -> Result<Value<'_>, Refusal> {
    let letters = text.bytes().filter(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'));
    let padding = text.bytes().filter(|&byte| byte == b'=').count();
    let over = letters.count() % 4;
    if !text.is_ascii() || over == 1 || (over > 0 && over + padding < 4) {
        return Err(Refusal::new("the tag says base64, the value is none"));
    }
    Ok(Value::Binary(text))
}
