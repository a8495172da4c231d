//! Everything that the suites ask of the library, and how they write its answers down.

use crate::support::suites::{File, Files};
use model_license_gate::{Config, Entry, Tree, check, render};
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;

/// The day on which all cases are judged.
const TODAY: &str = "2026-01-01";

const CONFIGURATION: &str = ".model-license-gate.yml";

/// A report in two of its forms.
pub(crate) struct Judged {
    pub(crate) text: String,
    pub(crate) json: String,
}

/// Judges the files of a repository. The error has a line for each mistake of the configuration.
pub(crate) fn judge(files: &Files) -> Result<Judged, String> {
    let config = configuration(files)?;
    let mut tree = Tree::default();
    for (path, file) in files.iter().filter(|(path, _)| !config.skips(path)) {
        tree.files.insert(path.clone(), entry(path, file));
    }
    let report = check(&tree, &config, TODAY);
    Ok(Judged {
        text: render::annotated(&report, false)
            + &render::text(&report, &render::TextOptions { is_verbose: true, ..render::TextOptions::default() }),
        json: render::json(&report),
    })
}

fn configuration(files: &Files) -> Result<Config, String> {
    let Some(File::Bytes(bytes)) = files.get(CONFIGURATION) else { return Ok(Config::default()) };
    let text = String::from_utf8(bytes.clone()).map_err(|_| "error: no UTF-8\n".to_owned())?;
    Config::parse(CONFIGURATION, &text).map_err(|errors| {
        errors.iter().fold(String::new(), |mut lines, error| {
            let (path, message) = (&error.place.path, &error.message);
            let at = error.place.range.map_or_else(String::new, |at| format!(":{}:{}", at.line, at.column));
            _ = writeln!(lines, "error: {path}{at}: {message}");
            lines
        })
    })
}

/// A file as it stands in a tree: of weights, the beginning is read.
fn entry(path: &str, file: &File) -> Entry {
    let is_weights = Path::new(path).extension().is_some_and(|end| end == "gguf" || end == "safetensors");
    match file {
        File::Unreadable(why) => Entry::Unreadable(why.clone()),
        File::Bytes(bytes) if is_weights => Entry::Head { bytes: bytes.clone(), size: bytes.len() as u64 },
        File::Bytes(bytes) => Entry::Read(bytes.clone()),
    }
}

/// A report in lines: the verdict, the descent of each model, and a line for each finding.
///
/// Panics where two findings have one fingerprint, or where it is no report.
pub(crate) fn in_lines(json: &str) -> String {
    let report: Value = serde_json::from_str(json).unwrap();
    let mut out = format!("{}\n", text(&report["verdict"]));
    let models = list(&report["models"]);
    if models.is_empty() && report["summary"]["untouched"] == 0 {
        out.push_str("no model\n");
    }
    for model in models {
        let prefix = if models.len() > 1 { format!("{}: ", text(&model["path"])) } else { String::new() };
        let told = list(&model["lineage"]).iter().filter(|lineage| {
            let is_silent = lineage["derived"] == "no" && list(&lineage["evidence"]).is_empty();
            !is_silent
        });
        let told: Vec<String> =
            told.map(|lineage| format!("{} {}", text(&lineage["family"]), text(&lineage["derived"]))).collect();
        match told.as_slice() {
            [] if models.len() > 1 => _ = writeln!(out, "{prefix}-"),
            told => told.iter().for_each(|told| _ = writeln!(out, "{prefix}{told}")),
        }
    }
    let mut fingerprints = std::collections::BTreeSet::new();
    for (key, prefix) in [("findings", ""), ("earlier", "earlier ")] {
        for finding in list(&report[key]) {
            assert!(
                fingerprints.insert(text(&finding["fingerprint"])),
                "another finding has the fingerprint of {finding}"
            );
            _ = writeln!(out, "{prefix}{}", in_line(finding));
        }
    }
    out
}

/// `error missing-notice README.md:2:10`; the model is named where the path does not say which it is.
fn in_line(finding: &Value) -> String {
    let (path, model) = (text(&finding["path"]), text(&finding["model"]));
    let mut line = format!("{} {} {path}", text(&finding["severity"]), text(&finding["rule"]));
    for key in ["line", "column"] {
        if let Some(number) = finding[key].as_u64() {
            _ = write!(line, ":{number}");
        }
    }
    let folder = path.rsplit_once('/').map_or(".", |(folder, _)| folder);
    if model != folder {
        _ = write!(line, " of {model}");
    }
    line
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
