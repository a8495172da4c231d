//! Looks keys up as `PyYAML` does: aliases and merge keys are followed, the last of equal keys wins.

use super::pyyaml;
use super::tree::{Document, Kind, Node, Style};
use super::value::Value;
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Most steps (chosen) that merge keys may add to one lookup, and to a whole document before it is refused.
pub(super) const MOST_MERGED: usize = 10_000;

/// One key of a mapping with its value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry<'d> {
    /// The key as written.
    pub(crate) key: &'d Node,
    /// The value, with an alias followed.
    pub(crate) value: &'d Node,
    /// The value as written: `value` itself, or the alias of it.
    pub(crate) written: &'d Node,
}

/// A key that appears more than once in one mapping.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Duplicate<'d> {
    /// The earlier one, which `PyYAML` drops.
    pub(crate) first: Entry<'d>,
    /// The later one, at which `js-yaml` refuses the document.
    pub(crate) again: Entry<'d>,
}

/// Where a scalar is in a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// It is the value.
    Value,
    /// It is an item of the list that is the value.
    Item,
    /// It is deeper, in a list or a mapping.
    Deeper,
}

/// A scalar somewhere in a value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScalarBelow<'d> {
    pub(crate) value: Value<'d>,
    pub(crate) span: Span,
    pub(crate) level: Level,
    /// Whether its tag says that the text encodes bytes.
    pub(crate) is_binary: bool,
}

impl Document {
    /// The pairs that are written in a mapping itself, in the order of the text; none for other nodes.
    pub(crate) fn pairs<'d>(
        &'d self,
        mapping: &'d Node,
    ) -> impl DoubleEndedIterator<Item = Entry<'d>> + ExactSizeIterator + 'd {
        let pairs: &[_] = match &self.resolve(mapping).kind {
            Kind::Mapping(pairs) => pairs,
            _ => &[],
        };
        pairs.iter().map(|&(key, value)| {
            let written = self.written(value);
            Entry { key: self.written(key), value: self.resolve(written), written }
        })
    }

    /// The items of a list, aliases followed; none for other nodes.
    pub(crate) fn items<'d>(
        &'d self,
        list: &'d Node,
    ) -> impl DoubleEndedIterator<Item = &'d Node> + ExactSizeIterator + 'd {
        let items: &[_] = match &self.resolve(list).kind {
            Kind::Sequence(items) => items,
            _ => &[],
        };
        items.iter().map(|&item| self.node(item))
    }

    /// The entry of a key in a mapping, merge keys included; the last wins. `None` also when merge keys add
    /// more than [`MOST_MERGED`] pairs.
    pub(crate) fn get<'d>(&'d self, mapping: &'d Node, key: &str) -> Option<Entry<'d>> {
        let find = |mapping| self.pairs(mapping).rev().find(|entry| self.is_text(entry.key, key));
        find(mapping).or_else(|| {
            // Hardly a mapping has a merge key.
            self.pairs(mapping).find(|entry| self.is_merge(entry.key))?;
            let mut left = MOST_MERGED;
            self.merged(mapping, &mut left)?.into_iter().find_map(find)
        })
    }

    /// A mapping and those that its merge keys take in: pairs of earlier ones win over pairs of later ones. Every pair
    /// that is taken in takes one step of what is `left`; `None` when that is not enough.
    pub(super) fn merged<'d>(&'d self, mapping: &'d Node, left: &mut usize) -> Option<Vec<&'d Node>> {
        let mut found = Vec::new();
        let mut waiting = vec![mapping];
        while let Some(mapping) = waiting.pop() {
            found.push(mapping);
            for entry in self.pairs(mapping).filter(|entry| self.is_merge(entry.key)) {
                let one = matches!(entry.value.kind, Kind::Mapping(_)).then_some(entry.value);
                for source in self.items(entry.value).rev().chain(one) {
                    *left = left.checked_sub(1 + self.pairs(source).len())?;
                    waiting.push(source);
                }
            }
        }
        Some(found)
    }

    /// Keys that appear more than once in one mapping, compared as `PyYAML` compares them; at most one for each pair.
    /// Keys that are aliases are left out: an alias can repeat a long text any number of times.
    pub(crate) fn duplicates<'d>(&'d self, mapping: &'d Node) -> Vec<Duplicate<'d>> {
        let mut last: BTreeMap<String, Entry<'d>> = BTreeMap::new();
        let keys = self.pairs(mapping).filter(|entry| !self.is_merge(entry.key));
        keys.filter_map(|again| {
            let first = last.insert(pyyaml::value(again.key)?.describe(), again)?;
            Some(Duplicate { first, again })
        })
        .collect()
    }

    /// The texts of a field that may hold one text or a list of texts, each with its place. A value that is not text for
    /// `PyYAML` (numbers, mappings, nothing) is left out.
    pub(crate) fn strings<'d>(&'d self, field: &'d Node) -> impl Iterator<Item = (&'d str, Span)> {
        let field = self.resolve(field);
        std::iter::once(field).chain(self.items(field)).filter_map(|node| self.string(node))
    }

    /// The scalars in a value at any depth, keys of mappings among them; each node once, however many aliases name it.
    pub(crate) fn scalars_below<'d>(&'d self, field: &'d Node) -> Vec<ScalarBelow<'d>> {
        let mut found = Vec::new();
        // Without aliases no node is met again.
        let has_aliases = self.nodes.iter().any(|node| matches!(node.kind, Kind::Alias(_)));
        let mut seen = BTreeSet::new();
        let mut waiting = vec![(self.resolve(field), Level::Value)];
        while let Some((node, level)) = waiting.pop() {
            if has_aliases && !seen.insert(std::ptr::from_ref(node)) {
                continue;
            }
            let below = if level == Level::Value && node.tag.is_none() { Level::Item } else { Level::Deeper };
            waiting.extend(self.items(node).rev().map(|item| (item, below)));
            for entry in self.pairs(node).rev() {
                waiting.extend([(entry.value, Level::Deeper), (self.resolve(entry.key), Level::Deeper)]);
            }
            let Some(scalar) = node.scalar() else { continue };
            // What `PyYAML` refuses for its tag counts as it is written.
            let value = pyyaml::value(node).unwrap_or(Value::String(&scalar.value));
            found.push(ScalarBelow { value, span: node.span, level, is_binary: node.core_tag() == Some("binary") });
        }
        found
    }

    /// The text of a node with its place, if `PyYAML` reads it as a text.
    pub(crate) fn string<'d>(&'d self, node: &'d Node) -> Option<(&'d str, Span)> {
        let node = self.resolve(node);
        match pyyaml::value(node)? {
            Value::String(text) => Some((text, node.span)),
            _ => None,
        }
    }

    /// Whether a key is a certain text.
    fn is_text(&self, key: &Node, text: &str) -> bool {
        let key = self.resolve(key);
        key.scalar().is_some_and(|scalar| scalar.value == text) && matches!(pyyaml::value(key), Some(Value::String(_)))
    }

    /// Whether a key is `<<`, which takes the pairs of another mapping in.
    pub(super) fn is_merge(&self, key: &Node) -> bool {
        let key = self.resolve(key);
        match &key.tag {
            None => key.scalar().is_some_and(|scalar| scalar.style == Style::Plain && scalar.value == "<<"),
            Some(_) => key.core_tag() == Some("merge"),
        }
    }
}
