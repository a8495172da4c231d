//! The whole check of a tree of files, every way to show it, and that no file turns a tree that fails into one that passes.

use super::{PAGE, TODAY, packed};
use crate::audit::auditor::{AuditOptions, Auditor};
use crate::audit::line::Record;
use crate::model::files::{Role, role};
use crate::report::Judgement;
use crate::review::{ExistingComments, Mode, ReviewOptions, plan, saved};
use crate::{Config, Entry, Report, Tree, Verdict, check, metas, render};

/// Most bytes of a report in any form: `budget::TREE` bounds the texts in it to 16 MiB.
const MOST_SHOWN: usize = 32 << 20;

/// Models that descend from Llama 2 and say that they are under MIT. Each says the first in another way.
pub(crate) const FAILING: [(&str, &[(&str, &str)]); 4] = [
    ("", &[("README.md", "---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Plover\n")]),
    ("one", &[("README.md", "---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Plover\n")]),
    ("two", &[("README.md", "---\nlicense: mit\n---\n# Plover\n\nPlover is fine-tuned from Llama 2 7B.\n")]),
    (
        "three",
        &[
            ("README.md", "---\nlicense: mit\n---\n# Plover\n"),
            ("adapter_config.json", "{\"base_model_name_or_path\": \"meta-llama/Llama-2-7b-hf\"}\n"),
        ],
    ),
];

/// A packed tree, judged as a line of an audit is, and once more with models beside it that fail.
pub fn tree(bytes: &[u8]) {
    let tree = packed::unpack(bytes);
    let record = Record { id: Some("owner/name".to_owned()), tree: tree.clone() };
    match Auditor::new(AuditOptions { config: None, ancestry: None, today: TODAY }).judge_record(record) {
        Ok(report) => show(&report),
        Err(why) => assert!(!why.contains('\n'), "one sentence"),
    }
    fails_with(tree);
}

/// Shows a report in every form.
fn show(report: &Report) {
    let json = render::json(report);
    let again = saved::read(&json).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(again.verdict(), report.verdict());
    let shown = [
        ("json", json),
        ("text", render::text(report, &render::TextOptions::default())),
        ("annotated", render::annotated(report, false)),
        ("gitlab", render::gitlab(report)),
        ("github", render::github(report)),
        ("sarif", render::sarif(report, &metas(), PAGE)),
        ("markdown", render::markdown(report, PAGE)),
    ];
    for (form, shown) in shown {
        assert!(shown.len() <= MOST_SHOWN, "{form} has {} bytes", shown.len());
        assert!(!shown.contains('\u{1b}'), "{form} drives the terminal");
    }
    let options = ReviewOptions {
        mode: Mode::Comment,
        folder: String::new(),
        rules_page: PAGE.to_owned(),
        files: None,
        suggest: false,
    };
    let plan = plan(report, None, &ExistingComments::default(), &options);
    assert!(plan.request_count() < 100, "{}", plan.request_count());
}

/// Adds models that fail to a tree. No file beside them may make one of them pass; another card in its folder is another model.
pub(crate) fn fails_with(mut tree: Tree) {
    let has_card = tree.files.contains_key("README.md");
    let failing: Vec<_> = FAILING.iter().filter(|(folder, _)| !folder.is_empty() || !has_card).collect();
    // A parent that tools state outweighs words of the card, here those of the third.
    let states_parent = |path: &str| {
        let role = path.strip_prefix("two/").and_then(role);
        matches!(role, Some(Role::Adapter | Role::Recipe | Role::Modelfile | Role::Weights))
    };
    tree.files.retain(|path, _| !states_parent(path));
    for (folder, files) in &failing {
        for (path, text) in *files {
            let path = if folder.is_empty() { (*path).to_owned() } else { format!("{folder}/{path}") };
            tree.files.insert(path, Entry::Read(text.as_bytes().to_vec()));
        }
    }
    let report = check(&tree, &Config::default(), TODAY);
    assert_eq!(report.verdict(), Verdict::Fail);
    for (folder, _) in failing {
        let path = if folder.is_empty() { "." } else { folder };
        // Past the bounds the check fails without judging every model.
        let judged = report.models.iter().find(|model| model.path == path).map(|model| &model.judged);
        let Some(judged) = judged else { continue };
        assert!(judged.values().any(|judgement| *judgement > Judgement::Ok), "{path} passes");
    }
}
