//! The report as a bill of materials, `CycloneDX` 1.7 in JSON: `--format cyclonedx`.
//!
//! Each model is a component of the type `machine-learning-model`; so is each model that it was made from, with the license of that one.
//! What a license is declared to be and what the gate concludes stand apart by their `acknowledgement`. No value is a guess: what no file
//! says is listed by its name, in properties `model-license-gate:unknown`.

mod bases;
mod document;
mod files;
mod graph;
mod license;
mod model;
mod model_card;
mod parts;
mod unknown;

use crate::report::inventory::Inventory;
use crate::report::{Conclusion, Report, left_out_sentence};
use document::Document;
use graph::Graph;
use model::{Described, findings};
use parts::{object, property};
use serde_json::{Value, json};
use std::cell::RefCell;
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
    let subject = if let [one] = &described[..] { Some(one.component(&mut graph)) } else { None };
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
        ("properties", properties(report, &described).into()),
        ("component", subject.unwrap_or_default()),
    ]);
    Document { models: &described, graph: RefCell::new(graph), metadata }.text()
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
