//! The whole value of a document as either reader gives it, in JSON that is the same wherever it is made.

use super::error::{Error, ErrorKind};
use super::refuse::key_text;
use super::resolve::{self, Value, core_tag};
use super::tree::{Document, Kind, Node, NodeId, Scalar};
use serde_json::{Map, Value as Json, json};

/// One of the Hub's readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// `PyYAML` 6.0.3 `safe_load`, of the Hub's client.
    Python,
    /// `js-yaml` 4.3.2 `load`, of the Hub's site.
    Js,
}

/// Most collections inside one another once aliases are followed.
const DEPTH: usize = 256;

/// The value of a document, with aliases and merge keys followed as far as the limit of aliases allows.
///
/// Texts, truth values, lists and mappings are themselves. Numbers are `{"$int": digits}`, `{"$float": bits}` and, for
/// `js-yaml`, `{"$number": bits}`, with the bits of the IEEE 754 double in hexadecimal digits, or `nan`; `{"$date": null}`
/// and `{"$binary": null}` stand for what has more than one form, `{"$set": keys}` for a set, and `{"$cycle": null}` for
/// a value inside itself. A key that is no text starts with `$`, as does a key that starts with `$` once more.
///
/// Ask [`python_refuses`](super::python_refuses) or [`js_refuses`](super::js_refuses) first: a part that the reader
/// refuses is `{"$refused": null}` here.
pub fn canonical(document: &Document, reader: Reader) -> Result<Json, Error> {
    let left = document.nodes().len() + document.budget;
    Walk { document, reader, left, above: Vec::new() }.value(document.root())
}

struct Walk<'d> {
    document: &'d Document,
    reader: Reader,
    /// Values that may still be visited.
    left: usize,
    /// The collections that the value is in.
    above: Vec<NodeId>,
}

impl<'d> Walk<'d> {
    fn value(&mut self, node: &'d Node) -> Result<Json, Error> {
        let node = self.document.resolve(node);
        self.charge(node, 1)?;
        if let Kind::Scalar(scalar) = &node.kind {
            return Ok(self.scalar(scalar, node));
        }
        if self.above.contains(&node.id) {
            return Ok(json!({ "$cycle": null }));
        }
        if self.above.len() >= DEPTH {
            let message = "lists and mappings are nested too deeply";
            return Err(Error::new(ErrorKind::TooDeep, node.span, message));
        }
        self.above.push(node.id);
        let value = match (&node.kind, self.reader) {
            (Kind::Sequence(..), _) => self.list(node),
            (_, Reader::Python) => self.python_mapping(node),
            (_, Reader::Js) => self.js_mapping(node).map(Json::Object),
        };
        self.above.pop();
        value
    }

    /// Counts what an alias adds that stands as a key.
    fn charge_key(&mut self, key: &'d Node) -> Result<(), Error> {
        if !self.document.is_heavy(key) {
            return Ok(());
        }
        let length = match &self.document.resolve(key).kind {
            Kind::Scalar(scalar) => scalar.value.len() / 64,
            Kind::Sequence(items, _) => items.len(),
            _ => 0,
        };
        self.charge(key, 1 + length)
    }

    fn charge(&mut self, node: &Node, steps: usize) -> Result<(), Error> {
        let Some(left) = self.left.checked_sub(steps) else {
            let message = "aliases and merge keys stand for too much";
            return Err(Error::new(ErrorKind::TooManyAliases, node.span, message));
        };
        self.left = left;
        Ok(())
    }

    fn scalar(&self, scalar: &Scalar, node: &Node) -> Json {
        let tag = node.tag.as_deref();
        let value = match self.reader {
            Reader::Python => resolve::python(scalar, tag),
            Reader::Js => resolve::js(scalar, tag),
        };
        match value {
            Err(_) => json!({ "$refused": null }),
            Ok(Value::Null) => Json::Null,
            Ok(Value::Bool(value)) => Json::Bool(value),
            Ok(Value::String(text)) => {
                let cut = self.reader == Reader::Js
                    && self.document.cut_line
                    && self.document.nodes().last().is_some_and(|last| last.id == node.id);
                Json::String(if cut { format!("{text}\n") } else { text.to_owned() })
            }
            Ok(Value::Date(_)) => json!({ "$date": null }),
            Ok(Value::Binary(_)) => json!({ "$binary": null }),
            Ok(Value::Int(digits)) => match self.reader {
                Reader::Python => json!({ "$int": digits }),
                Reader::Js => json!({ "$number": bits(digits.parse().unwrap_or(f64::NAN)) }),
            },
            Ok(Value::Float(number)) => match self.reader {
                Reader::Python => json!({ "$float": bits(number) }),
                Reader::Js => json!({ "$number": bits(number) }),
            },
        }
    }

    fn list(&mut self, node: &'d Node) -> Result<Json, Error> {
        let pairs = match node.tag_name().and_then(core_tag) {
            Some("pairs") => true,
            Some("omap") => self.reader == Reader::Python,
            _ => false,
        };
        let document = self.document;
        let mut values = Vec::new();
        for item in document.items(node) {
            let pair = if pairs { document.pairs(item).next() } else { None };
            values.push(match pair {
                Some(entry) => Json::Array(vec![
                    match self.reader {
                        Reader::Python => self.value(entry.key)?,
                        Reader::Js => Json::String(key_text(document, document.resolve(entry.key))?.into_owned()),
                    },
                    self.value(entry.value)?,
                ]),
                None => self.value(item)?,
            });
        }
        Ok(Json::Array(values))
    }

    fn python_mapping(&mut self, node: &'d Node) -> Result<Json, Error> {
        let document = self.document;
        let Some(entries) = document.entries(node) else {
            self.charge(node, usize::MAX)?;
            return Ok(Json::Null);
        };
        self.charge(node, entries.len().saturating_sub(document.pairs(node).len()))?;
        let mut map = Map::new();
        for entry in entries {
            self.charge_key(entry.key)?;
            let key = document.resolve(entry.key);
            let key = key.scalar().map(|scalar| (scalar, resolve::python(scalar, key.tag.as_deref())));
            let key = match key {
                Some((_, Ok(Value::String(text)))) => escaped(text),
                Some((_, Ok(value))) => format!("${}", value.key()),
                Some((scalar, Err(_))) => scalar.value.clone(),
                None => "$refused".to_owned(),
            };
            let value = self.value(entry.value)?;
            map.insert(key, value);
        }
        if node.tag_name().and_then(core_tag) == Some("set") {
            let keys: Vec<_> = map.into_iter().map(|(key, _)| key).collect();
            return Ok(json!({ "$set": keys }));
        }
        Ok(Json::Object(map))
    }

    fn js_mapping(&mut self, node: &'d Node) -> Result<Map<String, Json>, Error> {
        let document = self.document;
        let mut map = Map::new();
        for entry in document.pairs(node) {
            if !document.is_merge(entry.key) {
                self.charge_key(entry.key)?;
                let key = key_text(document, document.resolve(entry.key))?;
                let value = self.value(entry.value)?;
                map.insert(escaped(&key), value);
                continue;
            }
            let one = matches!(entry.value.kind, Kind::Mapping(..)).then_some(entry.value);
            for source in one.into_iter().chain(document.items(entry.value)) {
                if let Json::Object(source) = self.value(source)? {
                    for (key, value) in source {
                        map.entry(key).or_insert(value);
                    }
                }
            }
        }
        Ok(map)
    }
}

fn escaped(key: &str) -> String {
    if key.starts_with('$') { format!("${key}") } else { key.to_owned() }
}

/// The bits of a number; zero has no sign, and one sign stands for all that is no number.
fn bits(number: f64) -> String {
    if number.is_nan() {
        return "nan".to_owned();
    }
    let number = if number == 0.0 { 0.0 } else { number };
    format!("{:016x}", number.to_bits())
}
