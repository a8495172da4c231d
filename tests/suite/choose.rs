//! `choose`: the answer agrees with `check`, promises nothing of what is not known, and names every clause.

use crate::harness;
#[cfg(feature = "github")]
use crate::support::hub::{hub, requests};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

tests! {
    the_parents_own_license_comes_first_with_all_that_it_asks,
    a_base_may_be_a_model_a_license_or_a_family,
    the_answer_is_that_of_check_for_every_license,
    parents_that_clash_are_named_with_the_reasons,
    what_nobody_knows_is_named_and_nothing_is_promised,
    what_is_no_base_is_refused_with_a_sentence,
    a_free_parent_leaves_the_choice_and_a_strict_one_does_not,
    outputs_in_a_data_set_are_told,
    #[cfg(feature = "github")] the_hub_is_asked_only_where_it_is_wanted,
}

const LLAMA: &str = "meta-llama/Llama-2-7b-hf";

/// Exit code, standard output, standard error of the program in an empty folder.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_model-license-gate")).args(arguments).current_dir(folder).output();
    let output = output.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

fn choose(arguments: &[&str]) -> (i32, String, String) {
    run(&std::env::temp_dir(), &[&["choose"], arguments].concat())
}

/// The answer as data.
fn answer(bases: &[&str]) -> (i32, Value) {
    let bases: Vec<&str> = bases.iter().flat_map(|base| ["--base", base]).collect();
    let (code, shown, errors) = choose(&[&bases[..], &["--format", "json"]].concat());
    (code, serde_json::from_str(&shown).unwrap_or_else(|error| panic!("{error}: {errors}")))
}

fn choice<'v>(answer: &'v Value, license: &str) -> &'v Value {
    let choices = answer["choices"].as_array().unwrap();
    choices.iter().find(|choice| choice["license"] == license).unwrap_or(&Value::Null)
}

/// The verdict on each license, and how sure it is.
fn verdicts(answer: &Value) -> BTreeSet<(String, String, String)> {
    let text = |choice: &Value, key: &str| choice[key].as_str().unwrap().to_owned();
    let choices = answer["choices"].as_array().unwrap().iter();
    choices.map(|choice| (text(choice, "license"), text(choice, "verdict"), text(choice, "basis"))).collect()
}

/// What a license file says of its notice.
fn sentence(license: &str) -> String {
    let file = fs::read_to_string(format!("{}/licenses/{license}.yml", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let file: serde_yaml::Value = serde_yaml::from_str(&file).unwrap();
    file["notice"]["sentence"].as_str().unwrap().to_owned()
}

fn the_parents_own_license_comes_first_with_all_that_it_asks() {
    let (code, shown, errors) = choose(&["--base", LLAMA]);
    assert_eq!((code, errors.as_str()), (0, ""), "{shown}");
    assert!(shown.lines().count() <= 40, "{} lines", shown.lines().count());
    assert!(shown.contains("\nDeclare the base model's own license (explicit): license: llama2\n"), "{shown}");
    let headings: Vec<usize> =
        ["\nDeclare", "\nWhat it requires", "\nNeeds your decision", "\nNot allowed (1.a, 1.b.i, our reading):\n"]
            .map(|heading| shown.find(heading).unwrap_or_else(|| panic!("{heading}: {shown}")))
            .into();
    assert!(headings.is_sorted(), "{shown}");
    let (_, answer) = answer(&[LLAMA]);
    assert_eq!((&answer["version"], &answer["fits"]), (&1.into(), &true.into()));
    let own = &answer["choices"][0];
    assert_eq!((&own["license"], &own["verdict"], &own["own"]), (&"llama2".into(), &"fits".into(), &true.into()));
    let duties: Vec<[&str; 4]> = own["duties"]
        .as_array()
        .unwrap()
        .iter()
        .map(|duty| {
            let file = &duty["file"];
            [
                &duty["clause"],
                &duty["basis"],
                &file["path"],
                if file["url"].is_null() { &duty["text"] } else { &file["url"] },
            ]
            .map(|value| value.as_str().unwrap())
        })
        .collect();
    let notice = sentence("llama2");
    assert_eq!(
        duties,
        [
            ["Llama 2 Community License 1.b.iii", "interpretation", "Notice", &notice],
            ["Llama 2 Community License 1.b.i", "text", "LICENSE.txt", "https://www.llama.com/llama2/license/"],
            [
                "Llama 2 Community License 1.b.iv",
                "interpretation",
                "USE_POLICY.md",
                "https://www.llama.com/llama2/use-policy/"
            ],
        ]
    );
    for (license, verdict, basis) in [
        ("mit", "does-not-fit", "interpretation"),
        ("gemma", "does-not-fit", "interpretation"),
        ("cc-by-nc-4.0", "unclear", "needs-human"),
        ("other", "unclear", "needs-human"),
    ] {
        let choice = choice(&answer, license);
        assert_eq!((&choice["verdict"], &choice["basis"]), (&verdict.into(), &basis.into()), "{license}");
        assert_eq!(choice["reasons"][0]["clause"], "Llama 2 Community License 1.a, 1.b.i", "{license}");
        assert!(!choice["reasons"][0]["why"].as_str().unwrap().is_empty());
    }
    // Every identifier of the Hub is there once, but for those that name no license.
    let listed = verdicts(&answer);
    assert_eq!(listed.len(), answer["choices"].as_array().unwrap().len());
    assert!(listed.len() > 80, "{}", listed.len());
    assert!(listed.iter().all(|(license, ..)| license != "unknown" && license != "cc"));
    // A name prefix and words to be shown are duties with their clause.
    let (_, shown, _) = choose(&["--base", "meta-llama/Llama-3.1-8B"]);
    assert!(shown.contains("must begin with \"Llama\". (1.b.i, explicit)\n"), "{shown}");
    assert!(shown.contains("(1.b.i, explicit)\n    Built with Llama\n"), "{shown}");
    // So is what files do not show, such as a statement of changes.
    let (_, shown, _) = choose(&["--base", "google/gemma-3-4b-it"]);
    assert!(shown.contains("\n  3.1: Whether changed files say so cannot be checked"), "{shown}");
    assert!(
        shown.contains("\nA license other than `gemma` also requires:\n  The terms of the model must contain the use restrictions of section 3.2 "),
        "{shown}"
    );
}

fn a_base_may_be_a_model_a_license_or_a_family() {
    let all = verdicts(&answer(&[LLAMA]).1);
    for base in ["llama2", "Llama 2", "Llama-2-7b-hf", "https://huggingface.co/meta-llama/Llama-2-13b-hf"] {
        assert_eq!(verdicts(&answer(&[base]).1), all, "{base}");
    }
    // A family and its license may have different names.
    let (code, of_family) = answer(&["qwen-license"]);
    assert_eq!((code, &of_family["choices"][0]["license"]), (0, &"qwen".into()));
    assert_eq!(verdicts(&of_family), verdicts(&answer(&["qwen"]).1));
    // One base that is named twice is one.
    assert_eq!(answer(&[LLAMA, &LLAMA.to_lowercase()]).1["parents"].as_array().unwrap().len(), 1);
}

/// What `check` says of a card: the worst of what its findings on the declared license say.
fn checked(findings: &[Value], model: &str) -> &'static str {
    let has = |rules: &[&str]| {
        findings.iter().any(|finding| finding["model"] == model && rules.iter().any(|rule| finding["rule"] == *rule))
    };
    if has(&["incompatible-license", "forbidden-derivative"]) {
        "does-not-fit"
    } else if has(&["ambiguous-license", "custom-license"]) {
        "unclear"
    } else {
        "fits"
    }
}

fn the_answer_is_that_of_check_for_every_license() {
    for (nth, base) in
        [LLAMA, "google/gemma-7b", "CohereLabs/c4ai-command-r-v01", "black-forest-labs/FLUX.1-dev"].iter().enumerate()
    {
        let (_, answer) = answer(&[base]);
        let choices = answer["choices"].as_array().unwrap();
        let path = harness::folder(&format!("choose/{nth}"));
        for choice in choices {
            let (license, lines) = (choice["license"].as_str().unwrap(), choice["declaration"].as_str().unwrap());
            fs::create_dir(path.join(license)).unwrap();
            let card = format!("---\n{lines}\nbase_model: {base}\n---\n# Dunlin-7B\n");
            fs::write(path.join(license).join("README.md"), card).unwrap();
        }
        let (_, report, errors) = run(&path, &["check", "--format", "json"]);
        let report: Value = serde_json::from_str(&report).unwrap_or_else(|error| panic!("{error}: {errors}"));
        let findings = report["findings"].as_array().unwrap();
        assert!(findings.len() > choices.len() / 2, "the cards are judged");
        for choice in choices {
            let license = choice["license"].as_str().unwrap();
            assert_eq!(choice["verdict"], checked(findings, license), "{license} over {base}");
        }
    }
}

fn parents_that_clash_are_named_with_the_reasons() {
    let (code, shown, errors) = choose(&["--base", "meta-llama/Llama-3.1-8B", "--base", LLAMA]);
    assert_eq!((code, errors.as_str()), (1, ""));
    for line in [
        "No license is allowed:",
        "  `llama3.1`: it licenses other models than those under the Llama 2 Community License, and requires another notice (Llama 2 Community License 1.a, 1.b.i, our reading).",
        "  `llama2`: it licenses other models than those under the Llama 3.1 Community License, and requires another notice (Llama 3.1 Community License 1.a, 1.b.i, our reading).",
        "You can only declare all of them (unclear: ask counsel):",
        "  license: [llama3.1, llama2]",
        "  Llama 2 Community License 1.b.v forbids using Llama 2 to improve other models.",
    ] {
        assert!(shown.lines().any(|shown| shown == line), "{line}\n{shown}");
    }
    assert!(!shown.contains("\nAlso allowed") && !shown.contains("\nAllowed"), "{shown}");
    let (_, answer) = answer(&["meta-llama/Llama-3.1-8B", LLAMA]);
    assert_eq!(answer["fits"], false);
    // Of what fits alike, the parents' own comes first.
    let own: Vec<bool> = answer["choices"].as_array().unwrap().iter().map(|choice| choice["own"] == true).collect();
    let of_verdict =
        |verdict: &str| answer["choices"].as_array().unwrap().iter().position(|choice| choice["verdict"] == verdict);
    let first = of_verdict("does-not-fit").unwrap();
    assert!(own[first] && own[first + 1] && own.iter().filter(|own| **own).count() == 2);
    let duties = answer["together"]["duties"].as_array().unwrap();
    let files: BTreeSet<&str> = duties.iter().filter_map(|duty| duty["file"]["path"].as_str()).collect();
    let expected =
        ["LICENSE-llama2.txt", "LICENSE-llama3.1.txt", "Notice", "USE_POLICY-llama2.md", "USE_POLICY-llama3.1.md"];
    assert_eq!(files, BTreeSet::from(expected));
    for license in ["llama2", "llama3.1"] {
        assert!(duties.iter().any(|duty| duty["text"] == *sentence(license)), "{license}");
    }
}

fn what_nobody_knows_is_named_and_nothing_is_promised() {
    let (code, shown, errors) = choose(&["--base", "acme/strange-7b"]);
    assert_eq!((code, errors.as_str()), (1, ""));
    assert_eq!(
        shown,
        "Built on: acme/strange-7b: its license is not known; `--hub` asks the Hugging Face Hub.\n\n\
         No answer: the gate does not know what binds a model built on acme/strange-7b.\n"
    );
    for bases in
        [&["acme/strange-7b"] as &[&str], &["acme/strange-7b", LLAMA], &[LLAMA, "deepfloyd-if-license"], &["mistral"]]
    {
        let (code, answer) = answer(bases);
        assert_eq!((code, &answer["fits"]), (1, &false.into()), "{bases:?}");
        assert!(verdicts(&answer).iter().all(|(_, verdict, _)| verdict == "does-not-fit"), "{bases:?}");
        let unknown = answer["parents"].as_array().unwrap().iter().filter(|parent| parent["standing"] == "unknown");
        assert_eq!(unknown.count(), 1, "{bases:?}");
    }
    // What speaks against a license is said all the same.
    assert_eq!(choice(&answer(&["acme/strange-7b", LLAMA]).1, "mit")["verdict"], "does-not-fit");
}

fn what_is_no_base_is_refused_with_a_sentence() {
    for (arguments, why) in [
        (
            &["--base", "./model"] as &[&str],
            "`./model` is not a model `owner/name` on the Hub, a license or a family of models",
        ),
        (&["--base", "a b"], "`a b` is not a model"),
        (&["--base", ""], "`` is not a model"),
        (&["--base", "a/b/c"], "`a/b/c` is not a model"),
        (&["--base", "lama2"], "did you mean `llama2`?"),
        (&["--base", "other"], "`other` names no single license"),
        (&["--base", LLAMA, "--dataset", "a b"], "`a b` is not a dataset"),
        (&["--base", LLAMA, "--dataset", "a\"\nlicense: mit"], "is not a dataset"),
        (&[], "--base"),
    ] {
        let (code, shown, errors) = choose(arguments);
        assert_eq!((code, shown.as_str()), (2, ""), "{arguments:?}: {errors}");
        assert!(errors.contains(why), "{arguments:?}: {errors}");
    }
}

fn a_free_parent_leaves_the_choice_and_a_strict_one_does_not() {
    let (code, free) = answer(&["Qwen/Qwen3-8B"]);
    assert_eq!((code, &free["parents"][0]["standing"]), (0, &"free".into()));
    assert_eq!((&free["choices"][0]["license"], &free["choices"][0]["basis"]), (&"apache-2.0".into(), &"text".into()));
    assert_eq!(choice(&free, "cc-by-nc-4.0")["verdict"], "fits");
    // Another company's license says that the model is one of that company's.
    assert_eq!(choice(&free, "llama3.1")["verdict"], "unclear");
    let (code, copyleft) = answer(&["agpl-3.0", "Qwen/Qwen3-8B"]);
    assert_eq!((code, &copyleft["choices"][0]["license"]), (0, &"agpl-3.0".into()));
    for license in ["apache-2.0", "mit", "cc-by-nc-4.0", "llama2"] {
        assert_eq!(choice(&copyleft, license)["verdict"], "does-not-fit", "{license}");
    }
    let (code, none) = answer(&["cc-by-nd-4.0"]);
    assert_eq!((code, &none["fits"]), (1, &false.into()));
    assert!(verdicts(&none).iter().all(|(_, verdict, _)| verdict == "does-not-fit"));
}

fn outputs_in_a_data_set_are_told() {
    let (_, without, _) = choose(&["--base", "Qwen/Qwen3-8B"]);
    assert!(!without.contains("What it requires"), "{without}");
    let (code, with, _) = choose(&["--base", "Qwen/Qwen3-8B", "--dataset", "lmsys/lmsys-chat-1m"]);
    assert_eq!(code, 0, "{with}");
    assert!(with.contains("  Data: lmsys/lmsys-chat-1m. The gate knows whether "), "{with}");
    assert!(with.contains("(Llama 2 Community License 1.b.v, unclear: ask counsel)\n"), "{with}");
}

#[cfg(feature = "github")]
fn the_hub_is_asked_only_where_it_is_wanted() {
    let fake = hub(&[("acme/strange-7b", &[LLAMA])]);
    let path = harness::folder("choose/hub");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_model-license-gate"));
        command.arg("choose").args(arguments).current_dir(&path).env("HF_ENDPOINT", &fake.address);
        let output = command.env("XDG_CACHE_HOME", path.join("cache")).output().unwrap();
        (output.status.code().unwrap_or(-1), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(run(&["--base", "acme/strange-7b"]).0, 1);
    assert_eq!(requests(&fake).len(), 0);
    let (code, shown) = run(&["--base", "acme/strange-7b", "--hub"]);
    assert_eq!((code, requests(&fake).len()), (0, 1), "{shown}");
    assert!(
        shown.starts_with(&format!(
            "Built on: acme/strange-7b: Llama 2 Community License (`llama2`, through {LLAMA}).\n"
        )),
        "{shown}"
    );
    assert!(shown.contains("(explicit): license: llama2\n"), "{shown}");
    let (code, shown) = run(&["--base", "acme/absent-7b", "--hub"]);
    assert_eq!(code, 1);
    assert!(shown.contains("its license is not known, and the Hugging Face Hub did not show it."), "{shown}");
    assert!(!shown.contains("its license is not known; `--hub`"), "{shown}");
}
