//! A model as a component.

use super::files::{external_references, license_evidence, weights};
use super::graph::Graph;
use super::license::{Acknowledgement, license, licenses};
use super::model_card::model_card;
use super::parts::{add, object, occurrence, optional, owner_and_name, package_url, property, text, unknown};
use crate::policy;
use crate::render::percent::percent_encoded;
use crate::report::inventory::Inventory;
use crate::report::{Conclusion, Finding, ModelReport, Reason, Report};
use serde_json::{Value, json};

/// Most findings of one model that are listed, and most items of its other lists; chosen.
const MOST: usize = 200;

/// A model of a report, with what its files say.
pub(super) struct Described<'a> {
    pub(super) report: &'a Report,
    pub(super) model: &'a ModelReport,
    pub(super) inventory: &'a Inventory,
    pub(super) conclusion: Conclusion,
}

impl Described<'_> {
    /// Its component. The datasets and libraries that it names join the graph, which has the base models of all models.
    pub(super) fn component(&self, graph: &mut Graph) -> Value {
        let inventory = self.inventory;
        let reference = reference(&self.model.path);
        let published = inventory.repository.as_deref().and_then(owner_and_name);
        let card = model_card(graph, &reference, &inventory.about);
        let (hashes, files) = weights(&inventory.weights);
        let stated = self.licenses();
        let references = external_references(inventory);
        let about = &inventory.about;
        let name = self.name();
        let is_there = [
            ("model name", name.is_some()),
            ("model identifier", published.is_some()),
            ("model version", about.version.is_some()),
            ("model timestamp", false),
            ("model producer", published.is_some()),
            ("model description", about.description.is_some()),
            ("model hash value", inventory.weights.iter().any(|file| file.sha256.is_some())),
            ("model hash algorithm", inventory.weights.iter().any(|file| file.sha256.is_some())),
            ("model properties", card.get("modelParameters").is_some()),
            ("model input-output properties", card.pointer("/modelParameters/inputs").is_some()),
            ("model training properties", !about.datasets.is_empty()),
            ("model license", !stated.is_empty()),
            ("model openness", false),
            ("model external references", !references.is_empty()),
            ("operational performance KPIs", !about.metrics.is_empty()),
        ];
        let unknown = is_there.iter().filter(|(_, is_there)| !is_there).map(|(element, _)| unknown(element));
        let properties: Vec<Value> = self.properties().into_iter().chain(unknown).collect();
        let mut tags = Vec::new();
        for tag in &about.tags {
            add(&mut tags, text(tag), MOST);
        }
        object([
            ("type", json!("machine-learning-model")),
            ("bom-ref", json!(reference)),
            ("group", json!(published.map(|(owner, _)| owner))),
            ("publisher", json!(published.map(|(owner, _)| owner))),
            ("name", name.unwrap_or_else(|| json!("unnamed model"))),
            ("version", optional(about.version.as_ref())),
            ("description", optional(about.description.as_ref())),
            ("purl", json!(inventory.repository.as_deref().and_then(package_url))),
            ("hashes", hashes),
            ("licenses", licenses(&stated)),
            ("pedigree", object([("ancestors", graph.ancestors(&reference).into())])),
            ("externalReferences", references.into()),
            ("components", files.into()),
            ("evidence", self.evidence()),
            ("modelCard", card),
            ("properties", properties.into()),
            ("tags", tags.into()),
        ])
    }

    /// Its name in its repository's identifier, in its card, or that of its folder.
    fn name(&self) -> Option<Value> {
        let published = self.inventory.repository.as_deref().and_then(owner_and_name);
        let folder = self.model.path.rsplit('/').next().filter(|folder| *folder != ".");
        let names = published.map(|(_, name)| name).into_iter().chain(self.model.name.as_deref()).chain(folder);
        names.map(text).find(|name| name.as_str().is_some_and(|name| !name.is_empty()))
    }

    /// The declared licenses, then those that bind it because of what it was made from.
    fn licenses(&self) -> Vec<Value> {
        let about = &self.inventory.about;
        let mut all = Vec::new();
        for declared in &self.model.declared {
            let names_none = policy::named(declared).is_some_and(|license| license.names_none);
            let (stated, address) = match &about.license_name {
                Some(name) if names_none => (name, about.license_link.as_deref()),
                _ => (declared, None),
            };
            if !stated.trim().is_empty() {
                add(&mut all, license(stated, address, Acknowledgement::Declared), MOST);
            }
        }
        for proof in &self.model.compliance.proof {
            let address = policy::of_license(proof.license).map(|policy| policy.url);
            add(&mut all, license(proof.license, address, Acknowledgement::Concluded), MOST);
        }
        all
    }

    /// Where the proof of its conclusion is, and which license texts it has.
    fn evidence(&self) -> Value {
        let mut occurrences = Vec::new();
        for proof in &self.model.compliance.proof {
            let what = format!("{} for {}: {}", proof.kind.word(), proof.license, proof.detail);
            add(&mut occurrences, occurrence(&proof.place, what.trim_end_matches([':', ' '])), MOST);
        }
        let (licenses, texts) = license_evidence(&self.inventory.files);
        for text in texts {
            add(&mut occurrences, text, MOST);
        }
        object([("occurrences", occurrences.into()), ("licenses", licenses.into())])
    }

    fn properties(&self) -> Vec<Value> {
        let Self { report, model, inventory, conclusion } = self;
        let mut all = vec![property("path", &model.path), property("conclusion", conclusion.words())];
        let reason = model.compliance.reason.as_ref().map(Reason::sentence);
        all.extend(reason.map(|reason| property("reason", &reason)));
        let relation = inventory.about.relation.as_ref();
        all.extend(relation.map(|relation| property("base-model-relation", relation)));
        all.extend(inventory.about.languages.iter().map(|language| property("language", language)));
        all.extend(inventory.left_out.iter().map(|(what, count)| property("left-out", &format!("{count} {what}"))));
        all.extend(findings("finding", &report.findings, &model.path));
        all.extend(findings("earlier-finding", &report.earlier, &model.path));
        all
    }
}

/// The reference of the component of a model, by its folder.
pub(super) fn reference(path: &str) -> String {
    format!("model:{}", percent_encoded(path, b"/"))
}

/// The findings of one model, one a property.
pub(super) fn findings(name: &str, all: &[Finding], model: &str) -> Vec<Value> {
    let of_model = || all.iter().filter(|finding| finding.model == model);
    let listed = of_model().take(MOST).map(|finding| {
        let Finding { severity, rule, place, message, .. } = finding;
        property(name, &format!("{} {} {place}: {message}", severity.word(), rule.id))
    });
    let mut listed: Vec<Value> = listed.collect();
    let more = of_model().count().saturating_sub(MOST);
    if more > 0 {
        listed.push(property(&format!("{name}s-left-out"), &more.to_string()));
    }
    listed
}
