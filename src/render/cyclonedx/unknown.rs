//! Which of the minimum elements of the G7 for a bill of materials of AI no file says.

use super::model::Described;
use super::parts::unknown;
use serde_json::Value;

/// What the files of a model never say: who makes the document, the system that the model is used in, its operation.
const NEVER: [&str; 19] = [
    "SBOM author",
    "SBOM author signature",
    "system name",
    "system components",
    "system producer",
    "system version",
    "system timestamp",
    "system data flow",
    "system data usage",
    "system input-output properties",
    "intended application area",
    "infrastructure hardware",
    "security controls",
    "security compliance",
    "cybersecurity policy information",
    "vulnerability referencing",
    "security metrics",
    "dataset statistical properties",
    "dataset sensitivity",
];

/// What a card does not say of the datasets that it names.
const OF_DATASETS: [&str; 5] =
    ["dataset description", "dataset content", "dataset hash", "dataset provenance", "dataset license"];

/// What a card says of datasets by naming them.
const BY_NAME: [&str; 3] = ["dataset name", "dataset identifier", "dataset dependency relationship"];

/// What is not known of the whole. Each model says for itself what is not known of it.
pub(super) fn of_document(described: &[Described<'_>]) -> impl Iterator<Item = Value> {
    let abouts = || described.iter().map(|described| &described.inventory.about);
    let has_datasets = abouts().any(|about| !about.datasets.is_empty());
    let has_libraries = abouts().any(|about| about.library.is_some() || about.transformers.is_some());
    let names = if has_datasets { &[][..] } else { &BY_NAME };
    let software = (!has_libraries).then_some("infrastructure software");
    NEVER.iter().chain(&OF_DATASETS).chain(names).copied().chain(software).map(unknown)
}
