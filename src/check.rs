//! Stand-in until the core is merged: every folder with a `README.md` is a model without findings.

use crate::config::Config;
use crate::report::{ModelReport, Report};
use crate::tree::Tree;
use std::collections::BTreeMap;

/// Stand-in: replaced by the core.
pub fn check(tree: &Tree, _config: &Config) -> Report {
    let mut report = Report::default();
    for path in tree.files.keys() {
        let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
        if name == "README.md" {
            report.models.push(ModelReport {
                path: folder.to_owned(),
                card: Some(path.clone()),
                name: None,
                declared: Vec::new(),
                lineage: Vec::new(),
                judged: BTreeMap::new(),
            });
        }
    }
    report
}
