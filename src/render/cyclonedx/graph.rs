//! The components beside the models, and what depends on what.

use super::license::{Acknowledgement, license, licenses};
use super::parts::{add, model_page, named, object, occurrence, owner_and_name, package_url, property, unknown};
use crate::policy::Policy;
use crate::source::Place;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Most places of one component, and most licenses; chosen.
const MOST: usize = 50;

/// A base model, or a family of models.
#[derive(Debug, Default)]
pub(super) struct Base {
    name: String,
    licenses: Vec<Value>,
    occurrences: Vec<Value>,
    properties: Vec<Value>,
}

impl Base {
    /// Notes where it is named, and by which words.
    pub(super) fn is_named(&mut self, place: &Place, words: &str) {
        add(&mut self.occurrences, occurrence(place, words), MOST);
    }

    /// Notes the license that its publisher declares; `source` says who has it from there.
    pub(super) fn declares(&mut self, stated: &str, source: &str) {
        add(&mut self.licenses, license(stated, None, Acknowledgement::Declared), MOST);
        self.has("license-source", source);
    }

    /// Notes the license of its family.
    pub(super) fn is_under(&mut self, policy: &Policy) {
        add(&mut self.licenses, license(policy.license, Some(policy.url), Acknowledgement::Concluded), MOST);
    }

    pub(super) fn has(&mut self, name: &str, value: &str) {
        add(&mut self.properties, property(name, value), MOST);
    }

    /// The parts that its component shares with an ancestor in a pedigree.
    fn identity(&self) -> [(&'static str, Value); 5] {
        let (owner, name) =
            owner_and_name(&self.name).map_or((Value::Null, &*self.name), |(owner, name)| (json!(owner), name));
        [
            ("type", json!("machine-learning-model")),
            ("group", owner),
            ("name", named(name)),
            ("purl", json!(package_url(&self.name))),
            ("licenses", licenses(&self.licenses)),
        ]
    }

    /// It as an ancestor in a pedigree: without a reference, which belongs to its component.
    pub(super) fn ancestor(&self) -> Value {
        object(self.identity())
    }

    fn component(&self, reference: &str) -> Value {
        let [kind, group, name, purl, licenses] = self.identity();
        let unknown = if self.licenses.is_empty() { vec![unknown("model license")] } else { Vec::new() };
        let properties: Vec<Value> = self.properties.iter().cloned().chain(unknown).collect();
        let owner = owner_and_name(&self.name).map(|(owner, _)| owner);
        object([
            ("bom-ref", json!(reference)),
            kind,
            group,
            ("publisher", json!(owner)),
            name,
            purl,
            licenses,
            ("externalReferences", model_page(&self.name).into_iter().collect()),
            ("evidence", object([("occurrences", json!(self.occurrences))])),
            ("properties", properties.into()),
        ])
    }
}

/// All components other than the models, by their references, each once however many models name it.
#[derive(Debug, Default)]
pub(super) struct Graph {
    bases: BTreeMap<String, Base>,
    others: BTreeMap<String, Value>,
    edges: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    /// The base model with a reference.
    pub(super) fn base(&mut self, reference: &str, name: &str) -> &mut Base {
        self.bases.entry(reference.to_owned()).or_insert_with(|| Base { name: name.to_owned(), ..Base::default() })
    }

    /// Adds a component of another kind than a model, unless it is there.
    pub(super) fn other(&mut self, reference: &str, component: impl FnOnce() -> Value) {
        self.others.entry(reference.to_owned()).or_insert_with(component);
    }

    /// Notes that one component depends on another one.
    pub(super) fn depends(&mut self, on_it: &str, on: &str) {
        if on_it != on {
            self.edges.entry(on_it.to_owned()).or_default().insert(on.to_owned());
        }
    }

    /// The base models that a component depends on, by way of others too; the nearest first.
    pub(super) fn above(&self, of: &str) -> Vec<&str> {
        let on = |of: &str| self.edges.get(of).into_iter().flatten().filter(|on| self.bases.contains_key(*on));
        let mut found: Vec<&str> = on(of).map(String::as_str).collect();
        let mut seen: BTreeSet<&str> = found.iter().copied().collect();
        let mut at = 0;
        while let Some(reference) = found.get(at) {
            found.extend(on(reference).map(String::as_str).filter(|next| seen.insert(next)).collect::<Vec<_>>());
            at += 1;
        }
        found
    }

    /// The same as ancestors in a pedigree.
    pub(super) fn ancestors(&self, of: &str) -> Vec<Value> {
        self.above(of).into_iter().filter_map(|reference| self.bases.get(reference)).map(Base::ancestor).collect()
    }

    /// Its components, each made when it is asked for.
    pub(super) fn components(&self) -> impl Iterator<Item = Value> {
        let bases = self.bases.iter().map(|(reference, base)| base.component(reference));
        bases.chain(self.others.values().cloned())
    }

    /// What depends on what, of the models with these references and of all others, each made when it is asked for.
    pub(super) fn dependencies(&self, models: impl Iterator<Item = String>) -> impl Iterator<Item = Value> {
        let others = self.bases.keys().chain(self.others.keys()).cloned();
        models.chain(others).map(|reference| {
            let on: Value = self.edges.get(&reference).into_iter().flatten().map(|on| json!(on)).collect();
            object([("ref", json!(reference)), ("dependsOn", on)])
        })
    }
}
