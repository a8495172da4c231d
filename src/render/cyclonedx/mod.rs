//! The report as a bill of materials, `CycloneDX` 1.7 in JSON: `--format cyclonedx`.
//!
//! Each model is a component of the type `machine-learning-model`; so is each model that it was made from, with the license of that one.
//! What a license is declared to be and what the gate concludes stand apart by their `acknowledgement`. No value is a guess: what no file
//! says is listed by its name, in properties `model-license-gate:unknown`.

mod bases;
mod files;
mod graph;
mod license;
mod model;
mod model_card;
mod parts;
mod unknown;

use super::json::indented;
use crate::report::inventory::Inventory;
use crate::report::{Conclusion, Report, left_out_sentence};
use graph::Graph;
use model::{Described, findings};
use parts::{object, property};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// Most sentences on what was not checked, chosen.
const MOST_UNCHECKED: usize = 200;

/// The document, indented, with a line end. `inventories` are what the files of the models say, in any order; `today` is the date as
/// `2027-01-31`. One model is the subject of the document; several are components of it.
pub(crate) fn render(report: &Report, inventories: &[Inventory], today: &str) -> String {
    let by_path: BTreeMap<&str, &Inventory> = inventories.iter().rev().map(|one| (one.path.as_str(), one)).collect();
    let none = Inventory::default();
    let described = report.models.iter().zip(report.conclusions()).map(|(model, conclusion)| Described {
        report,
        model,
        inventory: by_path.get(model.path.as_str()).copied().unwrap_or(&none),
        conclusion,
    });
    let described: Vec<Described<'_>> =
        described.filter(|described| described.conclusion != Conclusion::NoModelFound).collect();
    let mut graph = Graph::default();
    for Described { model, inventory, .. } in &described {
        bases::add(&mut graph, &model::reference(&model.path), model, inventory);
    }
    let mut models: Vec<Value> = described.iter().map(|described| described.component(&mut graph)).collect();
    let references: Vec<String> = described.iter().map(|described| model::reference(&described.model.path)).collect();
    let dependencies = graph.dependencies(&references);
    let subject = if models.len() == 1 { models.pop() } else { None };
    models.extend(graph.components());
    let metadata = object([
        ("timestamp", json!(format!("{today}T00:00:00Z"))),
        (
            "lifecycles",
            json!([{
                "name": "repository check",
                "description": "Made from the files of a repository, without building or running anything."
            }]),
        ),
        ("tools", json!({ "components": [tool()] })),
        ("component", subject.unwrap_or_default()),
        ("properties", properties(report, &described).into()),
    ]);
    let mut document = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.7.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.7",
        "version": 1,
    });
    // Moved, where the macro would copy them: they may be large.
    document["metadata"] = metadata;
    document["components"] = models.into();
    document["dependencies"] = dependencies.into();
    with_serial_number(document)
}

/// The gate as a component.
fn tool() -> Value {
    json!({
        "type": "application",
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "externalReferences": [{ "type": "vcs", "url": env!("CARGO_PKG_REPOSITORY") }],
    })
}

/// What holds for the whole.
fn properties(report: &Report, described: &[Described<'_>]) -> Vec<Value> {
    let mut all = vec![
        property("verdict", report.verdict().word()),
        property("conclusion", report.conclusion().words()),
        property("models", &described.len().to_string()),
    ];
    let mut others: Vec<&str> = report.findings.iter().map(|finding| finding.model.as_str()).collect();
    others.retain(|path| described.iter().all(|described| described.model.path != *path));
    others.dedup();
    all.extend(others.into_iter().flat_map(|model| findings("finding", &report.findings, model)));
    let unchecked = report.unchecked.iter().take(MOST_UNCHECKED);
    all.extend(unchecked.map(|unchecked| property("unchecked", &unchecked.to_string())));
    all.extend(left_out_sentence(&report.left_out).map(|sentence| property("left-out", &sentence)));
    all.extend(unknown::of_document(described));
    all
}

/// The document with a serial number made of its content: the same files on the same day give the same one.
fn with_serial_number(mut document: Value) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Sha256::digest(document.to_string())[..16]);
    // Version 8 of RFC 9562: a hash of the maker's choice.
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits = format!("{:032x}", u128::from_be_bytes(bytes));
    let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
    document["serialNumber"] = json!(format!("urn:uuid:{}", parts.join("-")));
    indented(&document)
}
