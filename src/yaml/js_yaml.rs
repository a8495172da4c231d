//! Scalars as `js-yaml` 4.3.2 reads them with its default schema: YAML 1.2.

use super::number::js_yaml_number;
use super::tree::{Node, Style};
use super::value::{Value, is_date};

/// What `js-yaml` makes of a scalar without a tag; `None` for other nodes.
pub(crate) fn value(node: &Node) -> Option<Value<'_>> {
    let scalar = node.scalar().filter(|_| node.tag.is_none())?;
    Some(if scalar.style == Style::Plain { plain(&scalar.value) } else { Value::String(&scalar.value) })
}

/// The type that text without quotes has by its looks.
fn plain(text: &str) -> Value<'_> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) => Value::String(text),
        _ => match js_yaml_number(text) {
            Some(number) => number,
            None if is_date(text) => Value::Date(text),
            None => Value::String(text),
        },
    }
}
