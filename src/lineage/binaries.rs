//! What headers of weights and Modelfiles say of descent.

use super::evidence::{Gatherer, is_hub_id};
use super::known;
use super::named::hub_id;
use super::names::family_of_name;
use crate::model::{HeaderLicense, Model, Parent};
use crate::report::lineage::{EvidenceKind, Strength};
use crate::source::Place;

impl Gatherer<'_> {
    /// What weights were converted from. That nobody knows it says nothing: it is the model itself in another format.
    pub(super) fn source(&mut self, parent: &Parent) {
        let before = self.facts.unknown_parent;
        self.tool(parent);
        self.facts.unknown_parent = before;
    }

    /// The model's own name, as a converter wrote it.
    pub(super) fn name_in_header(&mut self, parent: &Parent) {
        self.name_of_weights(&parent.id, parent.place.clone());
    }

    fn name_of_weights(&mut self, name: &str, place: Place) {
        let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let family = known::by_name(last).map(|known| known.family).or_else(|| family_of_name(last));
        if let Some(family) = family {
            self.add(EvidenceKind::WeightsName, family, None, Strength::Medium, place, name);
        }
    }

    /// The licenses in headers of weights, which converters take from the card of the model that they convert.
    pub(super) fn header_licenses(&mut self, model: &Model) {
        for license in &model.header_licenses {
            for (key, value) in license.fields.iter().filter(|(key, _)| *key != HeaderLicense::LINK) {
                for part in value.split(',') {
                    if let Some(family) = family_of_name(part) {
                        let text = format!("`{key}` = {value}");
                        self.add(
                            EvidenceKind::DeclaredLicense,
                            family,
                            None,
                            Strength::Medium,
                            license.place.clone(),
                            &text,
                        );
                    }
                }
            }
        }
    }

    /// `FROM` of a Modelfile: a name in the library of Ollama, an identifier of the Hub, or a file. Where no model is published
    /// beside it, it may stand for an application that runs a model.
    pub(super) fn modelfile(&mut self, parent: &Parent) {
        let best = if self.is_published { Strength::Decisive } else { Strength::Hint };
        let from = parent.id.as_str();
        let place = parent.place.clone();
        let before = self.facts.unknown_parent;
        let is_file = from.starts_with(['.', '/', '~']) || from.contains('\\') || has_weights_extension(from);
        if is_file {
            self.name_of_weights(from, place);
        } else if let Some(id) = hub_id(from) {
            self.id(EvidenceKind::Modelfile, id.split(':').next().unwrap_or(id), best, place);
        } else {
            self.in_library(from, best, place);
        }
        self.facts.unknown_parent = before;
    }

    /// `name:tag`, `owner/name:tag`, both perhaps behind the name of a registry.
    fn in_library(&mut self, from: &str, best: Strength, place: Place) {
        let path = match from.split_once('/') {
            Some((host, rest)) if host.contains('.') => rest,
            _ => from,
        };
        let path = path.strip_prefix("library/").unwrap_or(path);
        let (name, tag) = path.split_once(':').unwrap_or((path, ""));
        if is_hub_id(name) {
            return self.id(EvidenceKind::Modelfile, name, best, place);
        }
        let whole = format!("{name}-{tag}");
        let family = self.overrides.family(name).or_else(|| family_of_name(&whole));
        let family = family.or_else(|| known::by_name(name).map(|known| known.family)).map(str::to_owned);
        if let Some(family) = family {
            self.add(EvidenceKind::Modelfile, &family, Some(from), best, place, from);
        }
    }
}

fn has_weights_extension(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    [".gguf", ".safetensors", ".bin", ".ggml"].iter().any(|end| lower.ends_with(end))
}
