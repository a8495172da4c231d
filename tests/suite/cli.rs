//! The command line: exit codes alike in every format, where the report goes, and what goes to standard error.

use crate::harness;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

tests! {
    help_and_version_are_no_failure,
    what_the_gate_cannot_do_is_exit_2_with_a_sentence,
    fail_on_decides_which_findings_give_exit_1,
    every_pattern_of_lineage_is_explained_and_every_piece_of_evidence_names_one,
    every_rule_and_license_is_listed_and_explained,
    the_table_of_severities_is_explained_and_a_row_is_overridden,
    a_permissive_parent_is_told_apart_from_the_verdict,
    two_configurations_are_refused,
    a_report_in_a_file_leaves_the_terminal_empty,
    a_file_stands_for_its_folder,
    colors_are_everywhere_or_nowhere,
    colors_only_where_they_are_asked_for,
    a_reader_that_goes_away_is_no_crash,
    #[cfg(not(feature = "github"))] without_network_code_the_hub_is_a_note,
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_model-license-gate");

fn tree(name: &str) -> PathBuf {
    harness::folder(&format!("cli/{name}"))
}

/// Exit code, standard output, standard error.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(PROGRAM).args(arguments).current_dir(folder).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

fn help_and_version_are_no_failure() {
    let path = tree("help");
    for arguments in [
        &["--help"] as &[&str],
        &["check", "--help"],
        &["choose", "--help"],
        &["fix", "--help"],
        &["review", "--help"],
        &["identify", "--help"],
        &["completions", "--help"],
        &["audit", "--help"],
        &["webhook", "--help"],
        &["--version"],
    ] {
        let (code, shown, errors) = run(&path, arguments);
        assert_eq!((code, errors.as_str()), (0, ""));
        assert!(shown.contains("model-license-gate"));
        assert!(shown.lines().all(|line| line.chars().count() <= 100), "{shown}");
    }
}

fn what_the_gate_cannot_do_is_exit_2_with_a_sentence() {
    let path = tree("failures");
    fs::write(path.join("not-utf-8.yml"), b"\xff").unwrap();
    fs::write(path.join("broken.yml"), "no-such-key: [\n").unwrap();
    let failures: [&[&str]; 10] = [
        &[],
        &["check", "absent"],
        &["check", "--format", "xml"],
        &["check", "--config", "absent.yml"],
        &["check", "--config", "not-utf-8.yml"],
        &["check", "--config", "broken.yml"],
        &["check", "--output", "absent/report.txt"],
        &["identify"],
        &["identify", "absent"],
        &["explain", "no-such-rule"],
    ];
    for arguments in failures {
        for format in [&[] as &[&str], &["--format", "json"]] {
            if !matches!(arguments.first(), Some(&"check" | &"identify")) && !format.is_empty() {
                continue;
            }
            let (code, shown, errors) = run(&path, &[arguments, format].concat());
            assert_eq!((code, shown.as_str()), (2, ""), "{arguments:?}: {errors}");
            assert!(!errors.is_empty() && !errors.contains("panicked"), "{arguments:?}");
        }
    }
    let (_, _, errors) = run(&path, &["check", "--config", "broken.yml"]);
    assert!(errors.starts_with("error: broken.yml:1:"), "{errors}");
}

fn fail_on_decides_which_findings_give_exit_1() {
    let path = tree("fail-on");
    let card = "---\nlicense: llama2\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Letters\n";
    fs::write(path.join("README.md"), card).unwrap();
    let code = |least: &str| run(&path, &["check", "--fail-on", least]).0;
    assert_eq!([code("error"), code("warning"), code("never")], [1, 1, 0]);
    fs::write(path.join("Notice"), notice("llama2")).unwrap();
    assert_eq!([code("error"), code("warning"), code("never")], [0, 1, 0]);
}

fn every_rule_and_license_is_listed_and_explained() {
    let path = tree("explain");
    let (code, listed, _) = run(&path, &["rules"]);
    assert_eq!(code, 0);
    let licenses = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/licenses")).unwrap();
    let licenses = licenses.map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned());
    let rules = model_license_gate::metas().into_iter().map(|rule| rule.name().to_owned());
    let shared = ["identifiers", "permissive", "profiles"];
    let licenses = licenses.filter(|name| !shared.contains(&name.as_str()));
    for topic in &rules.chain(licenses).collect::<Vec<_>>() {
        assert!(listed.contains(&format!("\n  {topic} ")), "{topic} is not listed");
        let (code, explained, errors) = run(&path, &["explain", topic]);
        assert_eq!((code, errors.as_str()), (0, ""), "{topic}");
        assert!(explained.contains(topic), "{explained}");
    }
    for rule in model_license_gate::metas() {
        let (code, explained, errors) = run(&path, &["explain", rule.id]);
        assert!(code == 0 && explained.starts_with(rule.name()), "{errors}");
    }
}

fn the_table_of_severities_is_explained_and_a_row_is_overridden() {
    let path = tree("severity");
    let (code, table, errors) = run(&path, &["explain", "severity"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(table.contains("rights      error     error        warning"), "{table}");
    for rule in model_license_gate::metas() {
        let listed = table.lines().filter(|line| line.starts_with("  Rules"));
        let named =
            listed.filter(|line| line.trim_end_matches('.').split([':', ',']).any(|name| name.trim() == rule.name()));
        assert_eq!(named.count(), 1, "{}", rule.id);
    }
    fs::write(path.join("README.md"), "---\nlicense: llama2\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Dunlin\n")
        .unwrap();
    let severities = |configuration: &str| {
        fs::write(path.join(".model-license-gate.yml"), configuration).unwrap();
        let (_, report, errors) = run(&path, &["check", "--format", "json"]);
        let report: serde_json::Value =
            serde_json::from_str(&report).unwrap_or_else(|error| panic!("{error}: {errors}"));
        let findings = report["findings"].as_array().unwrap();
        let of = |rule: &str| {
            let found = findings.iter().find(|found| found["rule"] == rule);
            found.map_or("none", |found| found["severity"].as_str().unwrap()).to_owned()
        };
        [of("missing-notice"), of("agreement-by-reference"), of("missing-use-policy")]
    };
    assert_eq!(severities(""), ["error", "warning", "info"]);
    assert_eq!(severities("severities:\n  rights: info\n"), ["info", "info", "info"]);
    assert_eq!(severities("severities:\n  missing-notice: warning\n  rights: off\n"), ["warning", "none", "info"]);
    assert_eq!(severities("severities:\n  reminder: warning\n"), ["error", "warning", "warning"]);
}

fn every_pattern_of_lineage_is_explained_and_every_piece_of_evidence_names_one() {
    let path = tree("explain-lineage");
    let (code, listed, errors) = run(&path, &["explain", "lineage"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    let ids: Vec<&str> =
        listed.lines().filter_map(|line| line.strip_prefix("  ")?.split_once(" (")).map(|(id, _)| id).collect();
    let ids: Vec<&str> = ids.into_iter().filter(|id| !id.starts_with(' ')).collect();
    assert!(ids.contains(&"base-model") && ids.contains(&"clues-against-a-denial"), "{ids:?}");
    assert_eq!(run(&path, &["explain", "descent"]).1, listed, "its former name");
    let (code, pattern, _) = run(&path, &["explain", "lineage", "derived-from"]);
    assert!(code == 0 && ids.contains(&"derived-from") && pattern.starts_with("Patterns of "), "{pattern}");
    for line in ["    Pattern: DERIVE gap(6) NAME", "    Yes  Plover is based on Llama 2."] {
        assert!(pattern.lines().any(|shown| shown == line), "{pattern}");
    }
    let card = "---\nlicense: llama2\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Plover\nPlover was fine-tuned from Llama 2.\n";
    fs::write(path.join("README.md"), card).unwrap();
    let (_, shown, _) = run(&path, &["check", "--verbose"]);
    assert!(
        shown.starts_with(
            ".: derived from llama2: yes\n  + decisive base-model, README.md:3: meta-llama/Llama-2-7b-hf\n"
        )
    );
    let (_, report, _) = run(&path, &["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let (evidence, rest) = shown.split_once("\n\n").unwrap();
    let unchecked = report["unchecked"].as_array().unwrap();
    assert!(unchecked.len() > 2 && rest.matches("Not checked: ").count() == unchecked.len(), "{rest}");
    let (_, plain, _) = run(&path, &["check"]);
    assert_eq!(plain.lines().last(), rest.lines().last());
    let pieces: Vec<&str> = evidence.lines().filter(|line| line.starts_with("  ")).collect();
    assert_eq!(pieces.len(), 3);
    for piece in pieces {
        let id = piece.split([' ', ',']).nth(4).unwrap();
        let (code, explained, _) = run(&path, &["explain", "lineage", id]);
        assert_eq!(code, 0, "{piece}");
        assert!(ids.contains(&id) && explained.contains(&format!("\n  {id} (")), "{explained}");
    }
    let (code, _, errors) = run(&path, &["explain", "lineage", "base-modle"]);
    assert_eq!((code, errors.contains("did you mean `base-model`?")), (2, true), "{errors}");
    assert_eq!(run(&path, &["explain", "llama2", "base-model"]).0, 2);
}

fn a_permissive_parent_is_told_apart_from_the_verdict() {
    let path = tree("permissive-parent");
    fs::write(path.join("README.md"), "---\nlicense: mit\nbase_model: acme/plover\n---\n# Plover\n").unwrap();
    let shown = |license: &str| {
        let config = format!("lineage:\n  - model: acme/plover\n    license: {license}\n");
        fs::write(path.join(".model-license-gate.yml"), config).unwrap();
        (run(&path, &["check"]), run(&path, &["check", "--verbose"]).1)
    };
    let ((code, plain, _), verbose) = shown("apache-2.0");
    assert!(code == 0 && plain.contains("pass (nothing to comply with): 0 errors, 0 warnings, 0 notes"), "{plain}");
    let because = "because  README.md:3 “acme/plover”, under apache-2.0 (the configuration states it)\n";
    assert!(plain.contains(because) && verbose.ends_with(&plain), "{plain}{verbose}");
    let (_, explained, _) = run(&path, &["explain", "apache-2.0"]);
    for clause in ["4(a)", "4(b)", "4(c)", "4(d)"] {
        assert!(verbose.contains(&format!("\n  apache-2.0 {clause}: ")), "{verbose}");
        assert!(explained.contains(&format!("\n  {clause}\n    ")), "{explained}");
    }
    // A license with a policy asks in the verdict.
    let (_, verbose) = shown("cc-by-nc-4.0");
    assert!(!verbose.contains("decides no verdict"), "{verbose}");
    assert!(run(&path, &["explain", "cc0-1.0"]).1.contains("What it requires:\n  Nothing.\n"));
    assert!(run(&path, &["explain", "apache"]).2.contains("`apache-2.0`"));
}

fn two_configurations_are_refused() {
    let path = tree("two");
    fs::create_dir(path.join(".github")).unwrap();
    fs::write(path.join(".github/.model-license-gate.yml"), "").unwrap();
    assert_eq!(run(&path, &["check"]).0, 0);
    fs::write(path.join(".model-license-gate.yaml"), "").unwrap();
    let (code, _, errors) = run(&path, &["check"]);
    assert_eq!(code, 2);
    assert!(errors.contains(".github/.model-license-gate.yml"), "{errors}");
}

fn a_report_in_a_file_leaves_the_terminal_empty() {
    let path = tree("output");
    let (_, shown, _) = run(&path, &["check", "--format", "json"]);
    let (code, nothing, errors) = run(&path, &["check", "--format", "json", "--output", "report.json"]);
    assert_eq!((code, nothing.as_str(), errors.as_str()), (0, "", ""));
    assert_eq!(fs::read_to_string(path.join("report.json")).unwrap(), shown);
}

fn a_file_stands_for_its_folder() {
    let path = tree("file");
    fs::write(path.join("README.md"), "---\nlicense: mit\n---\n").unwrap();
    fs::write(path.join("other.txt"), "x").unwrap();
    let whole = run(&path, &["check"]);
    assert_eq!(run(&path, &["check", "README.md"]), whole);
    assert_eq!(run(&path, &["check", path.join("other.txt").to_str().unwrap()]), whole);
}

fn colors_only_where_they_are_asked_for() {
    let path = tree("colors");
    assert!(!run(&path, &["check"]).1.contains('\u{1b}'));
    assert!(run(&path, &["check", "--color", "always"]).1.contains('\u{1b}'));
    assert!(!run(&path, &["check", "--color", "never"]).1.contains('\u{1b}'));
}

/// Report, help, errors and diffs follow one rule.
fn colors_are_everywhere_or_nowhere() {
    let path = tree("colors-everywhere");
    fs::write(path.join("README.md"), "---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Tale\n")
        .unwrap();
    let colored = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).current_dir(&path).envs(variables.iter().copied());
        let output = command.output().unwrap();
        [output.stdout, output.stderr].concat().contains(&0x1b)
    };
    for arguments in
        [&["check"] as &[&str], &["--help"], &["fix", "--dry-run"], &["check", "nowhere"], &["check", "--such-option"]]
    {
        assert!(!colored(arguments, &[]), "{arguments:?}");
        for wanted in [("FORCE_COLOR", "1"), ("CLICOLOR_FORCE", "1")] {
            assert!(colored(arguments, &[wanted]), "{arguments:?} {wanted:?}");
            assert!(!colored(arguments, &[wanted, ("NO_COLOR", "1")]), "{arguments:?} {wanted:?}");
        }
    }
}

fn a_reader_that_goes_away_is_no_crash() {
    let path = tree("pipe");
    let mut child = Command::new(PROGRAM)
        .args(["check", "--format", "json"])
        .current_dir(&path)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}

/// The notice that a license prescribes.
fn notice(license: &str) -> String {
    let policy = fs::read_to_string(format!("{}/licenses/{license}.yml", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let policy: serde_yaml::Value = serde_yaml::from_str(&policy).unwrap();
    policy["notice"]["sentence"].as_str().unwrap().to_owned()
}

#[cfg(not(feature = "github"))]
fn without_network_code_the_hub_is_a_note() {
    let path = tree("no-network");
    fs::write(path.join("README.md"), "---\nlicense: mit\nbase_model: acme/strange-7b\n---\n# Letters\n").unwrap();
    let (code, without, _) = run(&path, &["check"]);
    let (hub_code, shown, _) = run(&path, &["check", "--hub", "--hub-cache", "hub.json"]);
    let notes: Vec<&str> = shown.lines().filter(|line| line.contains("Hugging Face Hub")).collect();
    assert_eq!((hub_code, notes.len()), (code, 1), "{shown}");
    assert!(notes[0].ends_with("this program was built without the part that speaks over the network."), "{shown}");
    assert_eq!(shown.replace(&format!("{}\n", notes[0]), ""), without);
}
