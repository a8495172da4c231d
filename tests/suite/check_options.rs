//! The options of `check`, and what `explain`, `rules`, `completions` and `init` offer around it.

use crate::harness;
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

tests! {
    a_card_on_standard_input_is_judged,
    quiet_shows_only_what_fails,
    short_names_of_options_are_those_of_the_long_ones,
    statistics_count_the_findings_of_each_rule,
    check_fixes_as_fix_does,
    a_finding_of_the_baseline_fails_nothing,
    json_lines_are_the_findings_of_the_report,
    junit_has_a_failure_for_each_finding_that_fails,
    rules_are_listed_in_json,
    explain_names_topics_with_the_word,
    completions_know_the_names_of_rules_and_licenses,
    mistakes_of_a_configuration_are_told_in_plain_words,
    a_renamed_rule_has_two_names_and_one_identifier,
    init_writes_over_no_file,
    every_command_of_the_page_is_one,
    the_workflow_of_init_is_the_one_that_is_shown,
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_model-license-gate");

const CARD: &str = "---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Plover <&\">\n";

const PASSING: &str = "---\nlicense: mit\n---\n# Dunlin\n";

fn tree(name: &str, card: &str) -> PathBuf {
    let root = harness::folder(&format!("options/{name}"));
    fs::write(root.join("README.md"), card).unwrap();
    root
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output =
        Command::new(PROGRAM).args(arguments).current_dir(folder).env_remove("GITHUB_ACTIONS").output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn a_card_on_standard_input_is_judged() {
    let root = tree("standard-input", PASSING);
    let mut program = Command::new(PROGRAM);
    program.args(["check", "-", "--format", "json"]).current_dir(&root);
    let mut child = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(CARD.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let judged = json(&String::from_utf8(output.stdout).unwrap());
    assert_eq!((output.status.code(), &judged["models"][0]["card"]), (Some(1), &"README.md".into()));
    fs::write(root.join("README.md"), CARD).unwrap();
    assert_eq!(json(&run(&root, &["check", "--format", "json"]).1), judged);
    let (code, _, errors) = run(&root, &["fix", "-"]);
    assert!(code == 2 && errors.contains("name a folder"), "{errors}");
}

fn quiet_shows_only_what_fails() {
    let root = tree("quiet", PASSING);
    assert_eq!(run(&root, &["check", "-q"]), (0, String::new(), String::new()));
    fs::write(root.join("README.md"), CARD).unwrap();
    let (code, shown, errors) = run(&root, &["check", "--quiet"]);
    assert!(code == 1 && shown.contains("missing-notice") && !shown.contains("missing-use-policy"), "{shown}");
    assert!(errors.is_empty() && !shown.contains("Not checked"), "{shown}{errors}");
    assert!(run(&root, &["check"]).1.contains("missing-use-policy"));
    assert_eq!(run(&root, &["check", "-q", "--fail-on", "never"]), (0, String::new(), String::new()));
    let quiet = json(&run(&root, &["check", "-q", "--format", "json"]).1);
    assert!(quiet["findings"].as_array().unwrap().iter().all(|finding| finding["severity"] == "error"));
}

fn short_names_of_options_are_those_of_the_long_ones() {
    let root = tree("short", CARD);
    assert_eq!(run(&root, &["check", "-v"]), run(&root, &["check", "--verbose"]));
    let whole = run(&root, &["check", "--format", "json"]).1;
    assert_eq!(run(&root, &["check", "--format", "json", "-o", "report.json"]).1, "");
    assert_eq!(fs::read_to_string(root.join("report.json")).unwrap(), whole);
}

fn statistics_count_the_findings_of_each_rule() {
    let root = harness::folder("options/statistics");
    for name in ["a", "b"] {
        fs::create_dir(root.join(name)).unwrap();
        fs::write(root.join(name).join("README.md"), CARD).unwrap();
    }
    let (code, shown, _) = run(&root, &["check", "--statistics"]);
    let line = shown.lines().find(|line| line.contains("missing-notice")).unwrap();
    assert!(code == 1 && line.starts_with("     2  error    missing-notice "), "{shown}");
    let counts = json(&run(&root, &["check", "--statistics", "--format", "json"]).1);
    let all = json(&run(&root, &["check", "--format", "json"]).1);
    let sum: u64 = counts.as_array().unwrap().iter().map(|count| count["count"].as_u64().unwrap()).sum();
    assert_eq!(usize::try_from(sum).unwrap(), all["findings"].as_array().unwrap().len());
}

fn check_fixes_as_fix_does() {
    let [by_check, by_fix] = ["by-check", "by-fix"].map(|name| tree(&format!("fix/{name}"), CARD));
    let shown = run(&by_fix, &["fix", "--dry-run"]);
    assert_eq!(run(&by_check, &["check", "--diff"]), shown);
    assert!(shown.1.contains("+++ b/Notice") && !by_check.join("Notice").exists());
    // Git does not say whether the files are kept: neither writes.
    let refused = run(&by_check, &["check", "--fix"]);
    assert_eq!((refused.0, &refused), (2, &run(&by_fix, &["fix"])));
    assert!(!by_check.join("Notice").exists());
    if harness::needs("git").is_ok() {
        for root in [&by_check, &by_fix] {
            for arguments in [
                &["init", "-q"] as &[&str],
                &["add", "."],
                &["-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "-qm", "A"],
            ] {
                assert!(Command::new("git").arg("-C").arg(root).args(arguments).output().unwrap().status.success());
            }
        }
        let (fixed, other) = (run(&by_check, &["check", "--fix"]), run(&by_fix, &["fix"]));
        assert_eq!(fixed, other);
        assert!(by_check.join("Notice").exists());
    }
    assert_eq!(run(&by_check, &["check", "--fix", "--format", "json"]).0, 2);
}

fn a_finding_of_the_baseline_fails_nothing() {
    let root = tree("baseline", CARD);
    fs::create_dir_all(root.join("new")).unwrap();
    let before = run(&root, &["check", "--format", "json", "-o", "before.json"]);
    assert_eq!(before.0, 1);
    let (code, shown, _) = run(&root, &["check", "--baseline", "before.json", "--format", "json"]);
    let judged = json(&shown);
    assert_eq!((code, judged["findings"].as_array().unwrap().len(), &judged["verdict"]), (0, 0, &"pass".into()));
    let count = json(&fs::read_to_string(root.join("before.json")).unwrap())["findings"].as_array().unwrap().len();
    assert_eq!(judged["earlier"].as_array().unwrap().len(), count);
    // A report of a run with a baseline is one as well.
    fs::write(root.join("again.json"), &shown).unwrap();
    assert_eq!(run(&root, &["check", "--baseline", "again.json"]).0, 0);
    // What is new fails, and so does what weighs more than before.
    fs::write(root.join("new/README.md"), CARD).unwrap();
    let judged = json(&run(&root, &["check", "--baseline", "before.json", "--format", "json"]).1);
    let new = judged["findings"].as_array().unwrap();
    assert!(judged["verdict"] == "fail" && new.iter().all(|finding| finding["model"] == "new"), "{new:?}");
    fs::remove_file(root.join("new/README.md")).unwrap();
    fs::write(root.join(".model-license-gate.yml"), "severities: {missing-use-policy: error}\n").unwrap();
    assert_eq!(run(&root, &["check", "--baseline", "before.json"]).0, 1);
    fs::write(root.join("broken.json"), "{}").unwrap();
    let (code, _, errors) = run(&root, &["check", "--baseline", "broken.json"]);
    assert!(code == 2 && errors.contains("cannot use the baseline `broken.json`: it is not a JSON report"), "{errors}");
}

fn json_lines_are_the_findings_of_the_report() {
    let root = tree("lines", CARD);
    let lines: Vec<Value> = run(&root, &["check", "--format", "jsonl"]).1.lines().map(json).collect();
    assert_eq!(Value::from(lines), json(&run(&root, &["check", "--format", "json"]).1)["findings"]);
}

fn junit_has_a_failure_for_each_finding_that_fails() {
    let root = tree("junit", CARD);
    let all = json(&run(&root, &["check", "--format", "json"]).1);
    let errors = all["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] == "error").count();
    let (code, shown, _) = run(&root, &["check", "--format", "junit"]);
    assert_eq!((code, shown.matches("<failure type=\"error\"").count()), (1, errors), "{shown}");
    assert!(
        shown.contains(&format!(" failures=\"{errors}\">"))
            && shown.contains("<testcase classname=\".\" name=\"duplicate-key\"/>")
    );
    assert!(!run(&root, &["check", "--format", "junit", "--fail-on", "never"]).1.contains("<failure"));
    let Ok(python) = harness::python("import xml.dom.minidom", "python3") else { return };
    let mut child = Command::new(python)
        .args(["-c", "import sys, xml.dom.minidom as d; d.parse(sys.stdin)"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(shown.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success(), "{shown}");
}

fn rules_are_listed_in_json() {
    let root = tree("rules", PASSING);
    let listed = json(&run(&root, &["rules", "--format", "json"]).1);
    let rules: Vec<&str> =
        listed["rules"].as_array().unwrap().iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(rules, model_license_gate::metas().iter().map(|rule| rule.id).collect::<Vec<_>>());
    assert!(listed["licenses"].as_array().unwrap().iter().any(|license| license["id"] == "llama2"));
}

fn explain_names_topics_with_the_word() {
    let root = tree("explain", PASSING);
    let (code, _, errors) = run(&root, &["explain", "notice"]);
    assert_eq!(code, 2);
    for rule in ["`missing-notice`", "`misplaced-notice`"] {
        assert!(errors.contains(rule), "{errors}");
    }
    assert!(run(&root, &["explain", "mising-notice"]).2.contains("did you mean `missing-notice`?"));
}

fn completions_know_the_names_of_rules_and_licenses() {
    let root = tree("completions", PASSING);
    for shell in ["bash", "zsh", "fish"] {
        let (code, script, _) = run(&root, &["completions", shell]);
        assert!(code == 0 && script.contains("missing-notice") && script.contains("llama3.1"), "{shell}");
    }
}

fn a_renamed_rule_has_two_names_and_one_identifier() {
    let root = tree("renamed", "# Plover\n\n---\nlicense: llama2\nbase_model: meta-llama/Llama-2-7b-hf\n---\n");
    let severity = |configuration: &str| {
        fs::write(root.join(".model-license-gate.yml"), configuration).unwrap();
        let report = json(&run(&root, &["check", "--format", "json"]).1);
        let found = report["findings"].as_array().unwrap();
        let found = found.iter().find(|finding| finding["rule"] == "unseen-front-matter").cloned();
        found.map(|finding| (finding["severity"].clone(), finding["fingerprint"].clone()))
    };
    let (plain, fingerprint) = severity("").unwrap();
    assert_eq!(plain, "warning");
    assert!(run(&root, &["check"]).1.contains("ignored-front-matter"));
    for name in ["unseen-front-matter", "ignored-front-matter"] {
        assert_eq!(severity(&format!("severities:\n  {name}: off\n")), None, "{name}");
        let exception = format!("exceptions:\n  - rule: {name}\n    model: .\n    reason: a test\n");
        assert_eq!(severity(&exception), Some(("info".into(), fingerprint.clone())), "{name}");
        let (code, explained, _) = run(&root, &["explain", name]);
        assert!(code == 0 && explained.starts_with("ignored-front-matter (warning)"), "{explained}");
    }
    let both = "severities:\n  ignored-front-matter: error\n  unseen-front-matter: off\n";
    fs::write(root.join(".model-license-gate.yml"), both).unwrap();
    let (code, _, errors) = run(&root, &["check"]);
    assert!(code == 2 && errors.contains("is there twice, by two names"), "{errors}");
    fs::remove_file(root.join(".model-license-gate.yml")).unwrap();
    for name in ["untold-territory", "missing-territory-notice"] {
        let card = format!(
            "---\n# model-license-gate: allow {name} because it is a test\nlicense: llama3.2\nbase_model: meta-llama/Llama-3.2-11B-Vision\n---\n"
        );
        fs::write(root.join("README.md"), card).unwrap();
        let report = json(&run(&root, &["check", "--format", "json"]).1);
        let findings = report["findings"].as_array().unwrap();
        let found = findings.iter().find(|finding| finding["rule"] == "untold-territory").unwrap();
        assert!(found["message"].as_str().unwrap().ends_with("Waived: it is a test"), "{found}");
    }
}

fn mistakes_of_a_configuration_are_told_in_plain_words() {
    let root = tree("mistakes", PASSING);
    for (text, told) in [
        ("strict: yes\n", "1:9: strict: expected `true` or `false`, found `yes`"),
        ("skip: a\n", "1:7: skip: expected a list, found `a`"),
        (
            "severities:\n  missing-notice: none\n",
            "2:19: severities.missing-notice: expected `off`, `info`, `warning` or `error`, found `none`",
        ),
        ("exeptions: []\n", "1:1: there is no key `exeptions`; did you mean `exceptions`?"),
        ("exceptions:\n  - rule: missing-notice\n    model: .\n", "2:5: exceptions[0]: the key `reason` is missing"),
    ] {
        fs::write(root.join(".model-license-gate.yml"), text).unwrap();
        let (code, _, errors) = run(&root, &["check"]);
        assert_eq!((code, errors.trim_end()), (2, &*format!("error: .model-license-gate.yml:{told}")));
    }
}

fn init_writes_over_no_file() {
    let root = tree("init", PASSING);
    fs::create_dir_all(root.join(".git")).unwrap();
    fs::create_dir_all(root.join("model")).unwrap();
    let workflow = root.join(".github/workflows/model-license-gate.yml");
    let (code, shown, _) = run(&root, &["init", "--dry-run"]);
    assert!(code == 0 && shown.contains("on: pull_request") && !workflow.exists(), "{shown}");
    let configuration = root.join(".model-license-gate.yml");
    assert_eq!(run(&root.join("model"), &["init"]).0, 0);
    assert!(workflow.is_file() && configuration.is_file());
    // It holds as it is, and so does each example in it.
    assert_eq!(run(&root, &["check"]).0, 0);
    let text = fs::read_to_string(&configuration).unwrap();
    let examples: String = text
        .lines()
        .filter(|line| line.starts_with("# ") && !line.ends_with('.'))
        .flat_map(|line| [&line[2..], "\n"])
        .collect();
    fs::write(&configuration, &examples).unwrap();
    let (code, _, errors) = run(&root, &["check"]);
    assert_eq!((code, errors.as_str()), (0, ""), "{examples}");
    let (_, _, told) = run(&root, &["init"]);
    assert!(told.matches("Kept: ").count() == 2 && fs::read_to_string(&configuration).unwrap() == examples, "{told}");
    #[cfg(unix)]
    {
        fs::remove_file(&configuration).unwrap();
        fs::remove_dir_all(root.join(".github")).unwrap();
        std::os::unix::fs::symlink("model", root.join(".github")).unwrap();
        assert_eq!(run(&root, &["init"]).0, 2, "nothing is written through a link");
    }
}

fn the_workflow_of_init_is_the_one_that_is_shown() {
    let [of_init, shown] =
        ["src/cli/templates/workflow.yml", "docs/workflows/pull-request.yml"].map(crate::project::text);
    assert_eq!(of_init, shown);
}

fn every_command_of_the_page_is_one() {
    let root = tree("page", PASSING);
    let page = crate::project::text("docs/check.md");
    let commands = page.lines().filter_map(|line| line.strip_prefix("model-license-gate "));
    let commands: Vec<&str> = commands.map(|line| line.split(['#', '<']).next().unwrap().trim()).collect();
    assert!(commands.len() > 20, "{commands:?}");
    for command in &commands {
        let mut words: Vec<&str> = command.split_whitespace().map(|word| word.trim_matches('\'')).collect();
        words.push("--help");
        let (code, shown, errors) = run(&root, &words);
        assert!(code == 0 && shown.contains("Usage:"), "{command}: {errors}");
    }
    // All options but those of every command are shown.
    let (_, help, _) = run(&root, &["check", "--help"]);
    let options = help.lines().filter_map(|line| line.split_whitespace().find(|word| word.starts_with("--")));
    for option in options.filter(|option| *option != "--help") {
        let short = format!("-{} ", &option[2..3]);
        assert!(
            commands.iter().any(|command| command.contains(option) || format!("{command} ").contains(&short)),
            "{option}"
        );
    }
}
