//! What `js-yaml` 4.3.2 `load` refuses.

use super::super::error::Error;
use super::super::resolve::{self, Value, core_tag};
use super::super::tree::{Document, Kind, Node, NodeId, Style};
use super::{Charge, check_merge, written};
use crate::source::Span;
use std::borrow::Cow;

/// Most mappings in the list of one `<<`.
const MOST_MERGED: usize = 100;

/// The first thing for which the Hub's site refuses a document that [`parse`](super::super::parse) reads. `text` is the
/// text that was parsed.
pub fn js_refuses(document: &Document, text: &str) -> Option<Error> {
    let control = document.block.of(text).contains(written::is_not_printable);
    let mut charge = Charge::new(document);
    for node in document.nodes() {
        let error = match &node.kind {
            Kind::Alias(_) => None,
            Kind::Scalar(scalar) => {
                let refused = resolve::js(scalar, node.tag.as_deref())
                    .err()
                    .map(|refusal| Error::refused(node.span, format!("js-yaml refuses this value: {}", refusal.0)));
                refused.or_else(|| control.then(|| control_character(node, scalar.style, text)).flatten())
            }
            Kind::Sequence(items, _) => sequence(document, node, items),
            Kind::Mapping(pairs, _) => {
                let result = mapping(document, node, &mut charge);
                charge.end(node, pairs.len());
                result.err()
            }
        };
        if error.is_some() {
            return error;
        }
    }
    None
}

/// A control character in a value; in comments `js-yaml` takes them.
fn control_character(node: &Node, style: Style, text: &str) -> Option<Error> {
    let quoted = matches!(style, Style::SingleQuoted | Style::DoubleQuoted);
    let written = node.span.of(text);
    let at = written.find(|c| written::is_not_printable(c) && (!quoted || c < ' '))?;
    let at = node.span.start + at;
    Some(Error::refused(Span::new(at, at + 1), "js-yaml allows no control character here"))
}

fn mapping(document: &Document, mapping: &Node, charge: &mut Charge) -> Result<(), Error> {
    if let Some(tag) = &mapping.tag {
        let fits = match core_tag(&tag.name) {
            Some("map") => true,
            Some("set") => document.pairs(mapping).all(|entry| is_null(entry.value)),
            _ => tag.name == "!",
        };
        if !fits {
            return Err(Error::refused(tag.span, "js-yaml refuses this tag for this mapping"));
        }
    }
    let mut keys: Vec<(Cow<'_, str>, NodeId)> = Vec::new();
    for entry in document.pairs(mapping) {
        let key = document.resolve(entry.key);
        if document.is_merge(key) {
            if matches!(&entry.value.kind, Kind::Sequence(items, _) if items.len() > MOST_MERGED) {
                return Err(Error::refused(entry.key.span, "`<<` with a list of more than 100 mappings"));
            }
            check_merge(document, entry.key, entry.value, charge)?;
        } else if !document.is_heavy(entry.key) {
            keys.push((key_text(document, key)?, entry.key.id));
        }
    }
    keys.sort();
    let again = keys.windows(2).filter(|two| two[0].0 == two[1].0).map(|two| &two[1]).min_by_key(|key| key.1);
    match again {
        Some((name, id)) => {
            let message = format!("the key `{name}` stands twice in one mapping");
            Err(Error::refused(document.written(*id).span, message))
        }
        None => Ok(()),
    }
}

fn is_null(node: &Node) -> bool {
    node.scalar().is_some_and(|scalar| resolve::js(scalar, node.tag.as_deref()) == Ok(Value::Null))
}

/// The text that `js-yaml` makes of a key.
pub(in super::super) fn key_text<'d>(document: &'d Document, key: &'d Node) -> Result<Cow<'d, str>, Error> {
    match &key.kind {
        Kind::Scalar(scalar) => Ok(match resolve::js(scalar, key.tag.as_deref()) {
            Ok(Value::String(text) | Value::Date(text) | Value::Binary(text)) => Cow::Borrowed(text),
            Ok(Value::Null) => Cow::Borrowed("null"),
            Ok(Value::Bool(true)) => Cow::Borrowed("true"),
            Ok(Value::Bool(false)) => Cow::Borrowed("false"),
            Ok(Value::Int(digits)) => Cow::Owned(digits),
            Ok(Value::Float(number)) => Cow::Owned(number.to_string()),
            Err(_) => Cow::Borrowed(scalar.value.as_str()),
        }),
        Kind::Mapping(..) => Ok(Cow::Borrowed("[object Object]")),
        Kind::Sequence(items, _) => {
            let mut parts = Vec::new();
            for &item in items {
                let item = document.node(item);
                match &item.kind {
                    Kind::Sequence(..) => {
                        return Err(Error::refused(item.span, "a list in a list cannot be a part of a key"));
                    }
                    _ if is_null(item) => parts.push(Cow::Borrowed("")),
                    _ => parts.push(key_text(document, item)?),
                }
            }
            Ok(Cow::Owned(parts.join(",")))
        }
        Kind::Alias(_) => Ok(Cow::Borrowed("")),
    }
}

fn sequence(document: &Document, node: &Node, items: &[NodeId]) -> Option<Error> {
    let tag = node.tag.as_ref()?;
    let fits = match core_tag(&tag.name) {
        Some("seq") => true,
        Some("omap" | "pairs") => {
            items.iter().all(|&item| matches!(&document.node(item).kind, Kind::Mapping(pairs, _) if pairs.len() == 1))
        }
        _ => tag.name == "!",
    };
    (!fits).then(|| Error::refused(tag.span, "js-yaml refuses this tag for this list"))
}
