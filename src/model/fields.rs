//! The models that a field of a file names, in whatever shape its value has.

use super::clue::{Clue, ClueKind};
use super::unread::Unread;
use crate::source::{Source, Span};
use crate::yaml::{Document, Kind, Node, Value, pyyaml};

/// Most values below one field that are looked at; a merge names a few dozen models.
const MOST_BELOW: usize = 1_000;

/// The limit on parts of one file that are reported as unread.
const MOST_UNREAD: usize = 8;

/// Fields next to the name of a model that name no model.
const OTHERS: [&str; 6] = ["revision", "override_architecture", "architecture", "dtype", "parameters", "weight"];

/// What a file says, and what of it could not be read.
#[derive(Debug, Default)]
pub(super) struct ToolFile {
    pub(super) clues: Vec<Clue>,
    pub(super) unread: Vec<Unread>,
}

impl ToolFile {
    /// Adds a clue for each model under a key of a mapping.
    pub(super) fn add_field(
        &mut self,
        document: &Document,
        source: &Source,
        (mapping, key): (&Node, &str),
        kind: ClueKind,
    ) {
        for value in values(document, mapping, key) {
            self.add_value(document, source, (value, key), kind);
        }
    }

    /// Adds a clue for each text in a value: a text, a list, or a mapping such as `{path: …, revision: …}`.
    pub(super) fn add_value(
        &mut self,
        document: &Document,
        source: &Source,
        (value, key): (&Node, &str),
        kind: ClueKind,
    ) {
        let (texts, is_whole) = texts_below(document, value);
        for &(text, span) in &texts {
            for id in identifiers(text, kind) {
                self.clues.push(Clue { kind, id: id.to_owned(), quote: None, place: source.place(span) });
            }
        }
        let is_odd = !is_whole || texts.is_empty() && !is_nothing(document, value);
        if is_odd && self.unread.len() < MOST_UNREAD {
            let why = format!("what its `{key}` holds does not read as the name of a model");
            self.unread.push(Unread::part(source.place(value.span), why));
        }
    }
}

/// The values of a key in a mapping: readers differ in which of two equal keys they take, so each counts.
pub(super) fn values<'d>(document: &'d Document, mapping: &'d Node, key: &str) -> Vec<&'d Node> {
    let is_key = |node| document.resolve(node).scalar().is_some_and(|scalar| scalar.value == key);
    let found = document.pairs(mapping).filter(|entry| is_key(entry.key)).map(|entry| entry.value);
    let mut found: Vec<&Node> = found.collect();
    if found.is_empty() {
        // Merge keys.
        found.extend(document.get(mapping, key).map(|entry| entry.value));
    }
    found
}

/// The texts in a value that are not empty, in their order, and whether these are all.
fn texts_below<'d>(document: &'d Document, value: &'d Node) -> (Vec<(&'d str, Span)>, bool) {
    let mut texts = Vec::new();
    let mut waiting = vec![value];
    let mut left = MOST_BELOW;
    while let Some(node) = waiting.pop() {
        let Some(less) = left.checked_sub(1) else { return (texts, false) };
        left = less;
        let node = document.resolve(node);
        if let Some(scalar) = node.scalar() {
            // A tag that is unknown here keeps some reader from taking the text, but not every one.
            let is_text = matches!(pyyaml::value(node), Some(Value::String(_)) | None);
            if is_text && !scalar.value.trim().is_empty() {
                texts.push((scalar.value.as_str(), node.span));
            }
            continue;
        }
        let is_other = |key| document.string(key).is_some_and(|(key, _)| OTHERS.contains(&key));
        waiting.extend(document.items(node).rev().take(MOST_BELOW + 1));
        waiting.extend(
            document.pairs(node).rev().filter(|pair| !is_other(pair.key)).map(|pair| pair.value).take(MOST_BELOW + 1),
        );
    }
    (texts, true)
}

/// The models that a text names. mergekit writes `model+lora` for a model with an adapter on top, which are parents both, and
/// `model@revision`.
fn identifiers(text: &str, kind: ClueKind) -> impl Iterator<Item = &str> {
    let is_joined = kind == ClueKind::Recipe || text.split('+').all(|part| part.contains('/'));
    let parts = text.split(move |c| c == '+' && is_joined).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| match part.split_once('@') {
        Some((id, _)) if id.matches('/').count() == 1 && !id.starts_with(['.', '/', '~']) => id,
        _ => part,
    })
}

/// Whether a value is empty, or `null` or `false`, which tools write for nothing.
fn is_nothing(document: &Document, value: &Node) -> bool {
    match &document.resolve(value).kind {
        Kind::Scalar(scalar) => {
            scalar.value.trim().is_empty() || matches!(pyyaml::value(value), Some(Value::Null | Value::Bool(false)))
        }
        Kind::Sequence(items) => items.is_empty(),
        Kind::Mapping(pairs) => pairs.is_empty(),
        Kind::Alias(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{ClueKind, Source, ToolFile};
    use crate::yaml::parse_json;

    /// The models under `k`, and how many values are no names of models.
    fn read(value: &str, kind: ClueKind) -> (Vec<String>, usize) {
        let source = Source::new("f", format!("{{\"k\": {value}}}"));
        let (document, fault) = parse_json(&source.text);
        assert_eq!(fault, None);
        let mut file = ToolFile::default();
        file.add_field(&document, &source, (document.root(), "k"), kind);
        (file.clues.into_iter().map(|clue| clue.id).collect(), file.unread.len())
    }

    #[test]
    fn names_of_models_in_every_shape() {
        for (value, ids) in [
            (r#""a/b""#, &["a/b"][..]),
            (r#"" a/b ""#, &["a/b"]),
            (r#"["a/b", "c/d"]"#, &["a/b", "c/d"]),
            (r#"{"path": "a/b", "revision": "main"}"#, &["a/b"]),
            (r#"{"model": {"model": {"path": "a/b"}, "lora": {"path": "c/d"}}}"#, &["a/b", "c/d"]),
            (r#""a/b", "k": "c/d""#, &["a/b", "c/d"]),
            (r#""a/b+c/d""#, &["a/b", "c/d"]),
            (r#""a/b@main+c/d""#, &["a/b", "c/d"]),
            (r#""/data/@x/llama+chat""#, &["/data/@x/llama+chat"]),
            ("null", &[]),
            ("\"\"", &[]),
            ("[]", &[]),
            ("{}", &[]),
            ("false", &[]),
        ] {
            assert_eq!(read(value, ClueKind::Adapter), (ids.iter().map(ToString::to_string).collect(), 0), "{value}");
        }
        assert_eq!(read(r#""a+b""#, ClueKind::Recipe).0, ["a", "b"]);
        assert_eq!(read("7", ClueKind::Adapter), (Vec::new(), 1));
        assert_eq!(read(r#"{"x": [true]}"#, ClueKind::Adapter), (Vec::new(), 1));
        assert_eq!(read(&format!("[{}1]", "\"a/b\",".repeat(2_000)), ClueKind::Adapter).1, 1);
    }
}
