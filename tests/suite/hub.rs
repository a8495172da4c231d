//! The program with `--hub`: how what the Hub says counts, and that without an answer nothing else changes.

use crate::harness;
use crate::support::fake::{Fake, Reply};
use crate::support::hub::{absent, hub, page, requests};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

tests! {
    a_chain_on_the_hub_decides_and_is_shown,
    adapters_recipes_and_merges_are_looked_up_too,
    a_license_that_the_publisher_declares_counts_where_no_parent_is_named,
    the_license_of_a_parent_counts_whatever_its_family,
    a_hub_that_cannot_be_reached_is_one_note_and_nothing_else,
    both_sides_of_a_change_are_judged_with_the_same_answers,
    a_cache_that_a_change_could_write_is_not_used,
    known_models_are_not_asked_for,
}

const CARD: &str = "---\nlicense: apache-2.0\nbase_model: acme/strange-7b\n---\n# Letters\n";

/// Exit code and output of the program in a folder, with a Hub.
fn run(folder: &Path, hub: &str, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_model-license-gate"));
    for name in [
        "GITHUB_ACTIONS",
        "GITHUB_EVENT_NAME",
        "GITHUB_EVENT_PATH",
        "GITHUB_REPOSITORY",
        "GITHUB_WORKSPACE",
        "GITHUB_TOKEN",
    ] {
        command.env_remove(name);
    }
    command.current_dir(folder).args(arguments).env("COLUMNS", "1000");
    command.env("HF_ENDPOINT", hub).env("HF_TOKEN", "hf_secret");
    let output = command.env("XDG_CACHE_HOME", folder.parent().unwrap().join("cache")).output().unwrap();
    let shown = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(shown).unwrap())
}

/// An empty folder for one test.
fn folder(name: &str) -> PathBuf {
    harness::folder(&format!("hub/{name}"))
}

/// A repository with one card, in a folder of its own.
fn repository(name: &str, card: &str) -> PathBuf {
    let path = folder(name).join("repository");
    fs::create_dir(&path).unwrap();
    fs::write(path.join("README.md"), card).unwrap();
    path
}

/// What the report in JSON says of the descent from Llama 2.
fn descent(folder: &Path, hub: &str) -> Value {
    let (_, json) = run(folder, hub, &["check", "--hub", "--format", "json"]);
    let report: Value = serde_json::from_str(&json).unwrap();
    let all = report["models"][0]["lineage"].as_array().unwrap();
    all.iter().find(|lineage| lineage["family"] == "llama2").unwrap().clone()
}

fn a_chain_on_the_hub_decides_and_is_shown() {
    let fake = hub(&[("acme/strange-7b", &["acme/stranger-7b"]), ("acme/stranger-7b", &["meta-llama/Llama-2-7b-hf"])]);
    let path = repository("decides", CARD);
    assert_eq!(run(&path, &fake.address, &["check"]).0, 0, "without --hub nothing is known");
    assert_eq!(fake.log().len(), 0);
    let (code, shown) = run(&path, &fake.address, &["check", "--hub"]);
    assert_eq!(code, 1);
    assert!(shown.contains("apache-2.0 → llama2") && shown.contains("incompatible-license"));
    assert!(shown.contains("derived from Llama 2"), "{shown}");
    let descent = descent(&path, &fake.address);
    assert_eq!(descent["derived"], "yes");
    assert_eq!(descent["via"], json!(["acme/strange-7b", "acme/stranger-7b", "meta-llama/Llama-2-7b-hf"]));
    assert_eq!(descent["evidence"][0]["kind"], "hub");
    assert_eq!(descent["evidence"][0]["strength"], "decisive");
    assert_eq!(descent["evidence"][0]["line"], 3);
    assert_eq!(
        descent["evidence"][0]["text"],
        "acme/strange-7b is made from acme/stranger-7b, acme/stranger-7b is made from meta-llama/Llama-2-7b-hf"
    );
    assert_eq!(requests(&fake).len(), 2, "the second run found the answers in the user's cache folder");
    assert!(path.parent().unwrap().join("cache/model-license-gate/hub.json").is_file());
}

fn adapters_recipes_and_merges_are_looked_up_too() {
    let fake = hub(&[
        ("acme/one", &["mistralai/Mistral-7B-v0.1"]),
        ("acme/two", &["acme/strange-7b", "acme/one"]),
        ("acme/strange-7b", &["meta-llama/Llama-2-13b-hf"]),
    ]);
    let path = repository("adapter", "---\nlicense: mit\n---\n# Letters\n");
    fs::write(path.join("adapter_config.json"), r#"{"base_model_name_or_path": "acme/two"}"#).unwrap();
    assert_eq!(descent(&path, &fake.address)["derived"], "yes");
    fs::write(path.join("adapter_config.json"), r#"{"base_model_name_or_path": "acme/one"}"#).unwrap();
    assert_eq!(descent(&path, &fake.address)["derived"], "no");
    let path = repository("recipe", "---\nlicense: mit\n---\n# Letters\n");
    fs::write(
        path.join("mergekit_config.yml"),
        "merge_method: slerp\nmodels:\n  - model: acme/one\n  - model: acme/two\n",
    )
    .unwrap();
    assert_eq!(descent(&path, &fake.address)["derived"], "yes");
}

fn a_license_that_the_publisher_declares_counts_where_no_parent_is_named() {
    let fake = Fake::start(|request| match request.line.as_str() {
        "GET /api/models/acme/strange-7b" => page("acme/strange-7b", &json!({ "license": "llama2" })),
        _ => absent(),
    });
    let descent = descent(&repository("license", CARD), &fake.address);
    assert_eq!((&descent["derived"], &descent["evidence"][0]["strength"]), (&json!("yes"), &json!("strong")));
    assert_eq!(descent["evidence"][0]["text"], "acme/strange-7b has the license llama2");
}

fn the_license_of_a_parent_counts_whatever_its_family() {
    let fake = Fake::start(|request| match request.line.as_str() {
        // One that nobody here knows, and one of a known family whose license the table lacks.
        "GET /api/models/acme/strange-7b" => page("acme/strange-7b", &json!({ "license": "cc-by-nc-4.0" })),
        "GET /api/models/acme/mistral-7b-plover" => {
            page("acme/mistral-7b-plover", &json!({ "license": "cc-by-nc-4.0" }))
        }
        "GET /api/models/acme/free" => page("acme/free", &json!({ "license": "mit" })),
        _ => absent(),
    });
    let judged = |name: &str, parent: &str| {
        let card = format!("---\nlicense: apache-2.0\nbase_model: {parent}\n---\n# Letters\n");
        let (code, json) = run(&repository(name, &card), &fake.address, &["check", "--hub", "--format", "json"]);
        let report: Value = serde_json::from_str(&json).unwrap();
        let rules: Vec<Value> = report["findings"].as_array().unwrap().iter().map(|one| one["rule"].clone()).collect();
        (code, rules, report["models"][0]["lineage"].clone())
    };
    for (name, parent) in [("parent-unknown", "acme/strange-7b"), ("parent-of-family", "acme/mistral-7b-plover")] {
        let (code, rules, lineage) = judged(name, parent);
        assert_eq!((code, rules), (1, vec![json!("incompatible-license")]), "{parent}");
        let inherited = lineage.as_array().unwrap().iter().find(|one| one["license"].is_string()).unwrap().clone();
        let of = |key: &str| inherited[key].clone();
        assert_eq!((of("family"), of("license")), (json!("cc-by-nc-4.0"), json!("cc-by-nc-4.0")), "{parent}");
        assert_eq!(
            (of("license_source"), of("license_of"), of("derived")),
            (json!("hub"), json!(parent), json!("yes"))
        );
    }
    assert_eq!(judged("parent-free", "acme/free").1, Vec::<Value>::new());
}

fn a_hub_that_cannot_be_reached_is_one_note_and_nothing_else() {
    let cards = [
        "license: apache-2.0\nbase_model: acme/strange-7b",
        "license: mit\nbase_model: [acme/strange-7b, meta-llama/Llama-2-7b-hf, acme/b]",
    ];
    let ailing = Fake::start(|_| Reply::Reset);
    for (number, card) in cards.iter().enumerate() {
        let path = repository(&format!("unreachable-{number}"), &format!("---\n{card}\n---\n# Letters\n"));
        let (code, without) = run(&path, "", &["check"]);
        for endpoint in ["http://127.0.0.1:9", ailing.address.as_str(), "nonsense", "https://me:pw@localhost:9"] {
            let (with_code, with) = run(&path, endpoint, &["check", "--hub"]);
            let notes: Vec<&str> =
                with.lines().filter(|line| line.starts_with("Not checked: Hugging Face Hub")).collect();
            assert_eq!((with_code, notes.len()), (code, 1), "{with}");
            assert!(notes[0].starts_with("Not checked: Hugging Face Hub: ") && !notes[0].contains(":pw"), "{with}");
            // What is said of an unknown base model says whether the Hub was asked.
            let is_other =
                |line: &&str| !line.contains("Hugging Face Hub") && !line.contains("The gate does not know what");
            let rest = |report: &str| report.lines().filter(is_other).map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(rest(&with), rest(&without));
        }
        let (_, json) = run(&path, "http://127.0.0.1:9", &["check", "--hub", "--format", "json"]);
        let report: Value = serde_json::from_str(&json).unwrap();
        let unchecked = report["unchecked"].as_array().unwrap().iter();
        assert_eq!(unchecked.filter(|note| note.as_str().unwrap().starts_with("Hugging Face Hub: ")).count(), 1);
    }
}

fn both_sides_of_a_change_are_judged_with_the_same_answers() {
    let fake = hub(&[("acme/strange-7b", &["meta-llama/Llama-2-7b-hf"])]);
    let head = repository("review", CARD);
    let base = head.parent().unwrap().join("base");
    fs::create_dir(&base).unwrap();
    fs::write(base.join("README.md"), CARD).unwrap();
    let base = base.to_string_lossy().into_owned();
    let review = |more: &[&str]| {
        let arguments = [&["review", "--review", "off", "--base", &base], more].concat();
        run(&head, &fake.address, &arguments)
    };
    let (code, shown) = review(&["--hub"]);
    assert_eq!((code, fake.log().len()), (0, 1), "{shown}");
    assert!(shown.contains("Findings from before this change"), "{shown}");
    fs::write(head.join("README.md"), CARD.replace("apache-2.0", "mit")).unwrap();
    assert_eq!(review(&["--hub"]).0, 1);
    assert_eq!(review(&[]).0, 0);
}

fn a_cache_that_a_change_could_write_is_not_used() {
    let fake = hub(&[("acme/strange-7b", &["meta-llama/Llama-2-7b-hf"])]);
    let path = repository("planted", CARD);
    let models = json!({ "acme/strange-7b": { "asked": 1, "parents": ["mistralai/Mistral-7B-v0.1"] } });
    let planted = json!({ "version": 1, "endpoint": fake.address, "models": models }).to_string();
    fs::write(path.join("hub.json"), &planted).unwrap();
    let arguments = ["review", "--review", "off", "--hub", "--hub-cache", "hub.json"];
    let (code, shown) = run(&path, &fake.address, &arguments);
    assert_eq!((code, fake.log().len()), (1, 1), "{shown}");
    assert!(shown.contains("the cache `hub.json` is not used"), "{shown}");
    assert_eq!(fs::read_to_string(path.join("hub.json")).unwrap(), planted);
}

fn known_models_are_not_asked_for() {
    let fake = hub(&[]);
    for parent in ["meta-llama/Llama-2-7b-hf", "mistralai/Mistral-7B-v0.1", "someone/my-llama-2-7b-tune", "gpt2"] {
        let card = format!("---\nlicense: mit\nbase_model: {parent}\n---\n# Letters\n");
        run(&repository("known", &card), &fake.address, &["check", "--hub"]);
    }
    let card = "---\nlicense: mit\nbase_model: my-org/base\n---\n# Letters\n";
    let path = repository("trained", "---\nlicense: mit\n---\n# Letters\n");
    fs::write(path.join("config.json"), r#"{"_name_or_path": "acme/strange-7b"}"#).unwrap();
    run(&path, &fake.address, &["check", "--hub"]);
    let path = repository("stated", card);
    fs::write(path.join(".model-license-gate.yml"), "lineage:\n  - model: my-org/base\n    family: scratch\n").unwrap();
    run(&path, &fake.address, &["check", "--hub"]);
    assert_eq!(fake.log().len(), 0);
}
