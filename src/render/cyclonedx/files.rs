//! The files of a model: its weights as parts of its component, the others as external references with their hashes.

use super::license::{Acknowledgement, license};
use super::parts::{add, hashes, model_page, named, object, occurrence_at, property, relative_address};
use crate::report::inventory::{FileFacts, FileRole, Inventory, LicenseText, WeightsFile};
use serde_json::{Value, json};

/// Most licenses that the texts of one model show; chosen.
const MOST: usize = 100;

/// The hashes of a model that is one file, and the files that it is made of.
pub(super) fn weights(all: &[WeightsFile]) -> (Value, Vec<Value>) {
    let of_model = match all {
        [one] => hashes(one.sha256.as_ref()),
        _ => Value::Null,
    };
    let file = |file: &WeightsFile| {
        let size = file.size.map(|size| property("bytes", &size.to_string()));
        object([
            ("type", json!("file")),
            ("bom-ref", json!(format!("weights:{}", relative_address(&file.path)))),
            ("name", named(&file.path)),
            ("hashes", hashes(file.sha256.as_ref())),
            ("properties", size.into_iter().collect()),
        ])
    };
    (of_model, all.iter().map(file).collect())
}

/// Where the model is published, and the files that go with its weights.
pub(super) fn external_references(inventory: &Inventory) -> Vec<Value> {
    let page = inventory.repository.as_deref().and_then(model_page);
    page.into_iter().chain(inventory.files.iter().map(reference)).collect()
}

fn reference(file: &FileFacts) -> Value {
    let (kind, what) = match file.role {
        FileRole::Card => ("model-card", None),
        FileRole::Configuration => ("configuration", None),
        FileRole::License => ("license", None),
        FileRole::Notice => ("other", Some("notice")),
        FileRole::UsePolicy => ("documentation", Some("use policy")),
    };
    let licenses = file.licenses.iter().map(words).collect::<Vec<_>>().join("; ");
    let comment = if licenses.is_empty() { what } else { Some(licenses.as_str()) };
    object([
        ("type", json!(kind)),
        ("url", json!(relative_address(&file.path))),
        ("comment", json!(comment)),
        ("hashes", hashes(file.sha256.as_ref())),
    ])
}

/// A license text in words, such as "llama2 (2023-07-21), complete".
fn words(text: &LicenseText) -> String {
    let LicenseText { license, edition, completeness, .. } = text;
    if edition.is_empty() {
        format!("{license}, {completeness}")
    } else {
        format!("{license} ({edition}), {completeness}")
    }
}

/// The licenses whose texts are there, and where each is.
pub(super) fn license_evidence(files: &[FileFacts]) -> (Vec<Value>, Vec<Value>) {
    let (mut licenses, mut places) = (Vec::new(), Vec::new());
    for (file, found) in files.iter().flat_map(|file| file.licenses.iter().map(move |found| (file, found))) {
        add(&mut licenses, license(found.license, None, Acknowledgement::Found), MOST);
        add(&mut places, occurrence_at(&file.path, Some(found.line), &format!("text of {}", words(found))), MOST);
    }
    (licenses, places)
}
