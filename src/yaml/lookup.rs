//! Looks keys up as `PyYAML` does: aliases and merge keys are followed, the last of equal keys wins.

use super::resolve::{self, Value};
use super::tree::{Document, Kind, Node, Style};
use crate::source::Span;

/// One key of a mapping with its value.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'d> {
    /// The key as written.
    pub key: &'d Node,
    /// The value, with an alias followed.
    pub value: &'d Node,
    /// The value as written: `value` itself, or the alias that stands for it.
    pub written: &'d Node,
}

/// A key that stands more than once in one mapping.
#[derive(Debug, Clone, Copy)]
pub struct Duplicate<'d> {
    /// The earlier one, which `PyYAML` forgets.
    pub first: Entry<'d>,
    /// The later one, at which `js-yaml` refuses the document.
    pub again: Entry<'d>,
}

impl Document {
    /// The pairs that are written in a mapping itself, in the order of the text; none for other nodes.
    pub fn pairs<'d>(
        &'d self,
        mapping: &'d Node,
    ) -> impl DoubleEndedIterator<Item = Entry<'d>> + ExactSizeIterator + 'd {
        let pairs: &[_] = match &self.resolve(mapping).kind {
            Kind::Mapping(pairs, _) => pairs,
            _ => &[],
        };
        pairs.iter().map(|&(key, value)| {
            let written = self.written(value);
            Entry { key: self.written(key), value: self.resolve(written), written }
        })
    }

    /// The items of a list, aliases followed; none for other nodes.
    pub fn items<'d>(&'d self, list: &'d Node) -> impl DoubleEndedIterator<Item = &'d Node> + ExactSizeIterator + 'd {
        let items: &[_] = match &self.resolve(list).kind {
            Kind::Sequence(items, _) => items,
            _ => &[],
        };
        items.iter().map(|&item| self.node(item))
    }

    /// What a key stands for in a mapping, merge keys included; the last wins. `None` also when merge keys stand for
    /// more than the document's limit of aliases.
    pub fn get<'d>(&'d self, mapping: &'d Node, key: &str) -> Option<Entry<'d>> {
        let mut left = self.budget;
        let mut waiting = vec![mapping];
        while let Some(mapping) = waiting.pop() {
            let mut merged = false;
            for entry in self.pairs(mapping).rev() {
                if self.is_text(entry.key, key) {
                    return Some(entry);
                }
                merged |= self.is_merge(entry.key);
            }
            if merged {
                left = self.merge_sources(mapping, left, &mut waiting)?;
            }
        }
        None
    }

    /// The pairs of a mapping with the merged ones before its own, as they win over each other: later ones win.
    /// `None` when merge keys stand for more than the document's limit of aliases.
    pub fn entries<'d>(&'d self, mapping: &'d Node) -> Option<Vec<Entry<'d>>> {
        let mut left = self.budget;
        let mut waiting = vec![mapping];
        let mut entries = Vec::new();
        while let Some(mapping) = waiting.pop() {
            let mut merged = false;
            for entry in self.pairs(mapping).rev() {
                if self.is_merge(entry.key) { merged = true } else { entries.push(entry) }
            }
            if merged {
                left = self.merge_sources(mapping, left, &mut waiting)?;
            }
        }
        entries.reverse();
        Some(entries)
    }

    /// Adds the mappings that the merge keys of a mapping name, so that the strongest is taken from the end first.
    /// Gives what is left of the budget, of which every pair of a source takes one step.
    fn merge_sources<'d>(&'d self, mapping: &'d Node, mut left: usize, waiting: &mut Vec<&'d Node>) -> Option<usize> {
        let mut take = |source: &'d Node| {
            left = left.checked_sub(1 + self.pairs(source).len())?;
            waiting.push(source);
            Some(())
        };
        for entry in self.pairs(mapping) {
            if !self.is_merge(entry.key) {
                continue;
            }
            if matches!(entry.value.kind, Kind::Mapping(..)) {
                take(entry.value)?;
            }
            for source in self.items(entry.value).rev() {
                take(source)?;
            }
        }
        Some(left)
    }

    /// Keys that stand more than once in one mapping, compared as `PyYAML` compares them; at most one for each pair.
    pub fn duplicates<'d>(&'d self, mapping: &'d Node) -> Vec<Duplicate<'d>> {
        let mut keys: Vec<(String, Entry<'d>)> = self
            .pairs(mapping)
            .filter(|entry| !self.is_merge(entry.key) && !self.is_heavy(entry.key))
            .filter_map(|entry| {
                let key = self.resolve(entry.key);
                let value = resolve::python(key.scalar()?, key.tag.as_deref()).ok()?;
                Some((value.key(), entry))
            })
            .collect();
        keys.sort_by(|left, right| left.0.cmp(&right.0));
        let mut found: Vec<_> = keys
            .windows(2)
            .filter_map(|two| match two {
                [(one, first), (other, again)] if one == other => Some(Duplicate { first: *first, again: *again }),
                _ => None,
            })
            .collect();
        found.sort_by_key(|duplicate| duplicate.again.key.id);
        found
    }

    /// The texts of a field that may hold one text or a list of texts, each with its place. What is no text for
    /// `PyYAML` (numbers, mappings, nothing) is left out.
    pub fn strings<'d>(&'d self, field: &'d Node) -> Vec<(String, Span)> {
        let field = self.resolve(field);
        std::iter::once(field).chain(self.items(field)).filter_map(|node| self.string(node)).collect()
    }

    /// The text of a node with its place, if `PyYAML` reads it as a text.
    pub fn string(&self, node: &Node) -> Option<(String, Span)> {
        let node = self.resolve(node);
        match resolve::python(node.scalar()?, node.tag.as_deref()) {
            Ok(Value::String(text)) => Some((text.to_owned(), node.span)),
            _ => None,
        }
    }

    /// Whether a key is the text `wanted`.
    fn is_text(&self, key: &Node, wanted: &str) -> bool {
        let key = self.resolve(key);
        key.scalar().is_some_and(|scalar| {
            scalar.value == wanted && matches!(resolve::python(scalar, key.tag.as_deref()), Ok(Value::String(_)))
        })
    }

    /// Whether a key is an alias of something long. A text can name it again and again, so it is not compared.
    pub(super) fn is_heavy(&self, key: &Node) -> bool {
        matches!(key.kind, Kind::Alias(_)) && self.resolve(key).scalar().is_none_or(|scalar| scalar.value.len() > 128)
    }

    /// Whether a key is `<<`, which takes the pairs of another mapping in.
    pub(super) fn is_merge(&self, key: &Node) -> bool {
        let key = self.resolve(key);
        match key.tag_name() {
            None => key.scalar().is_some_and(|scalar| scalar.style == Style::Plain && scalar.value == "<<"),
            Some("tag:yaml.org,2002:merge") => true,
            Some(_) => false,
        }
    }
}
