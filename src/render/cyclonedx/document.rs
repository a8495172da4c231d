//! The document as text. A component is made when it is written, and then dropped: as values, all of them take ten times the memory.

use super::graph::Graph;
use super::model::{Described, reference};
use crate::render::visible::inert_json;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::cell::RefCell;
use std::fmt::Write;

/// The parts of a document.
pub(super) struct Document<'a> {
    pub(super) models: &'a [Described<'a>],
    /// It has the base models. What else the models name joins it when they are written.
    pub(super) graph: RefCell<Graph>,
    /// With the component of a single model.
    pub(super) metadata: Value,
}

impl Document<'_> {
    /// Indented, with a serial number made of the rest, so that the same files on the same day give the same one.
    pub(super) fn text(&self) -> String {
        // Writing plain structures to memory cannot fail; were it to, an empty text is no valid document.
        let mut text = inert_json(serde_json::to_string_pretty(self).unwrap_or_default());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&Sha256::digest(&text)[..16]);
        // Version 8 of RFC 9562: a hash of the maker's choice.
        bytes[6] = bytes[6] & 0x0f | 0x80;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let digits = format!("{:032x}", u128::from_be_bytes(bytes));
        let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
        let end = text.trim_end_matches(['\n', '}']).len();
        text.truncate(end);
        _ = write!(text, ",\n  \"serialNumber\": \"urn:uuid:{}\"\n}}\n", parts.join("-"));
        text
    }
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("$schema", "http://cyclonedx.org/schema/bom-1.7.schema.json")?;
        map.serialize_entry("bomFormat", "CycloneDX")?;
        map.serialize_entry("components", &Components(self))?;
        map.serialize_entry("dependencies", &Dependencies(self))?;
        map.serialize_entry("metadata", &self.metadata)?;
        map.serialize_entry("specVersion", "1.7")?;
        map.serialize_entry("version", &1)?;
        map.end()
    }
}

/// The components: the models, unless there is one, which `metadata` has; then everything that they name.
struct Components<'a>(&'a Document<'a>);

impl Serialize for Components<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Document { models, graph, .. } = self.0;
        let mut list = serializer.serialize_seq(None)?;
        for model in models.iter().filter(|_| models.len() > 1) {
            let component = model.component(&mut graph.borrow_mut());
            list.serialize_element(&component)?;
        }
        for component in graph.borrow().components() {
            list.serialize_element(&component)?;
        }
        list.end()
    }
}

/// What depends on what; complete once the components are written.
struct Dependencies<'a>(&'a Document<'a>);

impl Serialize for Dependencies<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let models = self.0.models.iter().map(|described| reference(&described.model.path));
        serializer.collect_seq(self.0.graph.borrow().dependencies(models))
    }
}
