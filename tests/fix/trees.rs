//! Trees in memory for `fix`, and texts of the agreement.

use model_license_gate::check::check;
use model_license_gate::check::config::Config;
use model_license_gate::fix::{Edit, Plan, SuppliedText, plan};
use model_license_gate::policy;
use model_license_gate::tree::{Entry, Tree};
use std::io::Write;
use std::path::{Path, PathBuf};

pub(crate) const TODAY: &str = "2025-01-01";

/// A card that only lacks papers, but for its agreement, which it links to.
pub(crate) const CARD: &str =
    "---\nlicense: llama2\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Letters\n\nUSE_POLICY.md\n";

/// The sentence of the notice.
pub(crate) fn sentence() -> &'static str {
    policy::all().iter().find(|policy| policy.license == "llama2").unwrap().notice.as_ref().unwrap().sentence
}

pub(crate) fn tree(files: &[(&str, &[u8])]) -> Tree {
    let files = files.iter().map(|(path, bytes)| ((*path).to_owned(), Entry::Read(bytes.to_vec())));
    Tree { files: files.collect(), ..Tree::default() }
}

pub(crate) fn mend(files: &[(&str, &[u8])]) -> Plan {
    plan(&tree(files), &Config::default(), TODAY, &[])
}

/// What a file holds after the plan; nothing where it is not written.
pub(crate) fn new<'p>(plan: &'p Plan, path: &str) -> Option<&'p [u8]> {
    plan.edits.iter().find(|edit| edit.path == path).map(|edit| edit.new.as_slice())
}

/// The tree with the edits carried out, judged as the plan says.
pub(crate) fn written(tree: &Tree, config: &Config, plan: &Plan) -> Tree {
    let mut tree = tree.clone();
    for Edit { path, old, new } in &plan.edits {
        let before = tree.files.insert(path.clone(), Entry::Read(new.clone()));
        assert_eq!(before, old.clone().map(Entry::Read), "{path}");
    }
    assert_eq!(check(&tree, config, TODAY), plan.after);
    tree
}

/// Rules of what is left, with whether it is an error.
pub(crate) fn left(plan: &Plan) -> Vec<&'static str> {
    plan.left.iter().map(|left| left.finding.rule.id).collect()
}

/// A file with the text of an agreement; `None`, seen in the output, where the texts are not at hand.
pub(crate) fn agreement(name: &str) -> Option<PathBuf> {
    let file = std::env::var_os("MLG_AGREEMENTS").map(|folder| Path::new(&folder).join(name));
    let file = file.filter(|file| file.is_file());
    if file.is_none() {
        // Written past the capture of the test runner, so that a skipped case is always seen.
        _ = writeln!(std::io::stderr(), "SKIPPED a test of fix: MLG_AGREEMENTS names no folder with `{name}`");
    }
    file
}

pub(crate) fn offer(name: &str) -> Option<SuppliedText> {
    agreement(name).map(|file| SuppliedText::read(name, std::fs::read(file).unwrap()).unwrap())
}
