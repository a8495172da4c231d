//! Trees in memory for `fix`, and texts of the agreement.

use crate::check::check;
use crate::check::config::Config;
use crate::fix::{Edit, Plan, Scope, SuppliedText, plan};
use crate::policy;
use crate::tree::{Entry, Tree};
use crate::unit::agreement;

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
    plan(&tree(files), &Config::default(), TODAY, &[], Scope::Faults)
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

pub(crate) fn offer(name: &str) -> Option<SuppliedText> {
    agreement(name).map(|text| SuppliedText::read(name, text.into_bytes()).unwrap())
}
