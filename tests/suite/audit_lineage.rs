//! `audit --lineage-from`: descent through the cards of a dump.

use crate::harness;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

tests! {
    descent_runs_through_the_dump,
    the_table_of_known_models_comes_first,
    the_licenses_of_the_dump_count,
    a_license_further_up_warns,
    cycles_and_missing_parents_are_told,
    what_explains_nothing_is_no_dump,
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_model-license-gate");

fn folder(name: &str) -> PathBuf {
    harness::folder(&format!("audit-lineage/{name}"))
}

/// A card that names its parents and says nothing else of its descent.
fn model(id: &str, parents: &[&str]) -> Value {
    json!({"id": id, "card": format!("---\nlicense: mit\nbase_model: {}\n---\n# Something\n", json!(parents))})
}

/// The verdicts and what was said, of a dump that explains itself, or of none.
fn audited(name: &str, models: &[Value], explained: bool) -> (Vec<Value>, String) {
    let folder = folder(name);
    let text: String = models.iter().flat_map(|model| [model.to_string(), "\n".to_owned()]).collect();
    fs::write(folder.join("cards.jsonl"), text).unwrap();
    let mut command = Command::new(PROGRAM);
    command.args(["audit", "cards.jsonl"]).current_dir(&folder);
    if explained {
        command.args(["--lineage-from", "cards.jsonl"]);
    }
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let verdicts = String::from_utf8(output.stdout).unwrap();
    let verdicts = verdicts.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (verdicts, String::from_utf8(output.stderr).unwrap())
}

fn descent_runs_through_the_dump() {
    let models = [
        model("acme/quantised", &["Acme/Merge"]),
        model("acme/merge", &["acme/wren", "acme/otter"]),
        model("acme/wren", &["meta-llama/Llama-2-7b-hf"]),
        model("acme/otter", &["mistralai/Mistral-7B-v0.1"]),
        json!({"id": "acme/adapter", "card": null, "files": {"adapter_config.json": r#"{"base_model_name_or_path": "acme/wren"}"#}}),
        json!({"id": "acme/on-adapter", "files": {"adapter_config.json": r#"{"base_model_name_or_path": "acme/adapter"}"#}}),
        model("acme/free", &["acme/otter"]),
    ];
    let (alone, _) = audited("alone", &models, false);
    assert_eq!(alone[0]["models"][0]["lineage"], json!([]), "the card alone tells nothing");
    let (verdicts, said) = audited("chain", &models, true);
    let lineage = |at: usize| verdicts[at]["models"][0]["lineage"].clone();
    let via = json!(["Acme/Merge", "acme/wren", "meta-llama/Llama-2-7b-hf"]);
    assert_eq!(lineage(0), json!([{"family": "llama2", "derived": "yes", "via": via}]));
    assert_eq!(verdicts[0]["verdict"], "fail");
    let via = json!(["acme/adapter", "acme/wren", "meta-llama/Llama-2-7b-hf"]);
    assert_eq!(lineage(5), json!([{"family": "llama2", "derived": "yes", "via": via}]));
    assert_eq!(lineage(6), json!([]));
    assert_eq!(verdicts[6]["verdict"], "pass");
    assert!(said.contains("\nfamily trees of 7 models: 0 parents are not in the dump, 0 cycles\n"), "{said}");
    assert!(verdicts.iter().all(|verdict| verdict.get("missing_parents").is_none() && verdict.get("cycle").is_none()));
}

fn the_table_of_known_models_comes_first() {
    // Whatever a stranger's dump says of it, this one is known.
    let models = [
        model("mistralai/Mistral-7B-v0.1", &["meta-llama/Llama-2-7b-hf"]),
        model("acme/m", &["mistralai/Mistral-7B-v0.1"]),
    ];
    let (verdicts, _) = audited("known", &models, true);
    assert_eq!(verdicts[1]["models"][0]["lineage"], json!([]));
}

fn the_licenses_of_the_dump_count() {
    let base = |license: &str| json!({"id": "acme/plover", "card": format!("---\n{license}\n---\n# Plover\n")});
    let rules = |license: &str, explained: bool| {
        let name = format!("licenses-{}-{explained}", license.len());
        let (verdicts, _) = audited(&name, &[base(license), model("other/letters", &["acme/plover"])], explained);
        let found = verdicts[1]["findings"].as_array().unwrap();
        found.iter().map(|one| one["rule"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(rules("license: cc-by-nc-4.0", false), ["unknown-base-model"]);
    assert_eq!(rules("license: cc-by-nc-4.0", true), ["incompatible-license"]);
    assert_eq!(rules("license: apache-2.0", true), Vec::<String>::new());
    assert_eq!(rules("license: other\nlicense_name: agpl-3.0", true), ["incompatible-license"]);
    assert_eq!(rules("license: other\nlicense_name: plover-terms", true), ["unread-parent-license"]);
}

fn a_license_further_up_warns() {
    let models = [
        json!({"id": "acme/plover", "card": "---\nlicense: cc-by-nc-4.0\n---\n# Plover\n"}),
        model("wren/plover-tune", &["acme/plover"]),
        model("other/letters", &["wren/plover-tune"]),
    ];
    let (verdicts, _) = audited("further-up", &models, true);
    let finding = &verdicts[2]["findings"][0];
    let of = |key: &str| finding[key].clone();
    assert_eq!(
        (of("rule"), of("severity"), of("basis")),
        (json!("incompatible-license"), json!("warning"), json!("needs-human"))
    );
    assert_eq!(verdicts[2]["models"][0]["lineage"][0]["via"], json!(["wren/plover-tune", "acme/plover"]));
    assert_eq!(verdicts[1]["findings"][0]["severity"], "error");
}

fn cycles_and_missing_parents_are_told() {
    let models = [
        model("acme/a", &["acme/b"]),
        model("acme/b", &["acme/c", "acme/gone\u{1b}[2J"]),
        model("acme/c", &["acme/b"]),
        model("acme/self", &["acme/self", "meta-llama/Llama-2-7b-hf"]),
    ];
    let (verdicts, said) = audited("faults", &models, true);
    assert_eq!(verdicts[0].get("cycle"), None);
    assert_eq!((&verdicts[1]["cycle"], &verdicts[2]["cycle"]), (&json!(true), &json!(true)));
    // An identifier is read as a person sees it: without control characters, and up to a bracket.
    assert_eq!(verdicts[1]["missing_parents"], json!(["acme/gone"]));
    assert_eq!(verdicts[3]["models"][0]["lineage"][0]["derived"], "yes");
    for line in [
        "family trees of 4 models: 1 parent is not in the dump, 2 cycles",
        "  not in the dump: acme/gone",
        "  cycle: acme/b <- acme/c <- acme/b",
        "  cycle: acme/self <- acme/self",
    ] {
        assert!(said.lines().any(|told| told == line), "no `{line}` in {said}");
    }
}

fn what_explains_nothing_is_no_dump() {
    let folder = folder("failures");
    fs::write(folder.join("none.jsonl"), "{\"card\": \"x\"}\n").unwrap();
    for (dump, why) in [
        ("none.jsonl", "has no line with an `id`"),
        ("-", "can be read only once"),
        (".", "is a folder"),
        ("absent", "no such file"),
    ] {
        let output =
            Command::new(PROGRAM).args(["audit", "--lineage-from", dump]).current_dir(&folder).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(said.contains(why), "{dump}: {said}");
    }
}
