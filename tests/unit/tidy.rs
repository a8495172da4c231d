//! The house rules that a machine can keep.

use super::support::suites::{self, File};
use crate::{Completeness, FoundLicense, identify};
use crate::{policy, rules};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Most lines of one source file.
const LINES: usize = 400;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_source_file_says_its_purpose_and_stays_small() {
    let mut wrong = Vec::new();
    for folder in ["src", "tests"] {
        for path in files(&root().join(folder), "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let name = path.strip_prefix(root()).unwrap().display();
            if !text.starts_with("//! ") {
                wrong.push(format!("{name} does not begin with `//!` and its purpose"));
            }
            let lines = text.lines().count();
            if lines > LINES {
                wrong.push(format!("{name} has {lines} lines, more than {LINES}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether lines of a block `expect` hold no finding.
fn is_silent(expect: &str) -> bool {
    let first = |line: &str| line.split(' ').next().is_some_and(|word| ["error", "warning", "info"].contains(&word));
    expect.starts_with("pass\n") && !expect.lines().any(first)
}

#[test]
fn every_rule_has_a_suite_whose_first_case_shows_it_whole() {
    for rule in &rules::ALL {
        let (id, cases) = (rule.meta.id, suites::read(&format!("rules/{}", rule.meta.id)));
        let (expect, terminal) = (cases[0].block("expect"), cases[0].block("terminal"));
        let is_found = expect.is_some_and(|expect| expect.text.contains(&format!(" {id} ")));
        let is_shown = terminal.is_some_and(|terminal| terminal.text.contains(&format!("[{}]: ", rule.meta.name())));
        assert!(is_found && is_shown, "the first case of tests/rules/{id}.md shows no {id}");
    }
}

#[test]
fn every_suite_of_a_rule_or_a_license_has_the_name_of_one() {
    for suite in suites::all() {
        if let Some(id) = suite.strip_prefix("rules/") {
            assert!(rules::find(id).is_some(), "tests/{suite}.md: there is no rule `{id}`");
        }
        if let Some(id) = suite.strip_prefix("licenses/") {
            assert!(
                policy::all().iter().any(|policy| policy.license == id),
                "tests/{suite}.md: there is no license `{id}`"
            );
        }
    }
}

#[test]
fn every_policy_has_a_case_that_complies() {
    // What may not be passed on at all complies with nothing.
    for policy in policy::all().iter().filter(|policy| policy.no_distribution.is_none()) {
        let suite = format!("licenses/{}", policy.license);
        let case = suites::read(&suite).into_iter().find(|case| case.heading == "Complies");
        let expect = case.and_then(|case| case.block("expect").map(|block| block.text.clone())).unwrap_or_default();
        let is_derived = expect.lines().any(|line| line == format!("{} yes", policy.family.unwrap_or(policy.license)));
        assert!(is_silent(&expect) && is_derived, "tests/{suite}.md, `## Complies`:\n{expect}");
    }
}

/// A YAML file of `licenses/`.
fn license_yaml(name: &str) -> serde_yaml::Value {
    let text = std::fs::read_to_string(root().join("licenses").join(name)).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

/// The keys of a mapping.
fn keys(value: &serde_yaml::Value) -> BTreeSet<&str> {
    value.as_mapping().unwrap().keys().map(|key| key.as_str().unwrap()).collect()
}

#[test]
fn the_license_of_the_guide_is_one_that_the_build_takes() {
    let guide = std::fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let guide = guide.split_once("\n## Add a license\n").unwrap().1;
    let example = guide.split_once("```yaml\n").unwrap().1.split_once("```").unwrap().0;
    let example: serde_yaml::Value = serde_yaml::from_str(example).unwrap();
    let files: Vec<_> = policy::all().iter().map(|policy| license_yaml(&format!("{}.yml", policy.license))).collect();
    let known: BTreeSet<&str> = files.iter().flat_map(keys).collect();
    let needed = keys(&files[0]).into_iter().filter(|key| files.iter().all(|file| keys(file).contains(key)));
    assert!(keys(&example).is_subset(&known), "{example:?}");
    assert!(needed.collect::<BTreeSet<_>>().is_subset(&keys(&example)), "{example:?}");

    let profiles = license_yaml("profiles.yml");
    let shared = serde_yaml::to_string(&profiles).unwrap();
    for key in keys(&example["clauses"]) {
        let asked = [format!("clause: {key}\n"), format!("{{clause-{key}}}")];
        assert!(asked.iter().any(|words| shared.contains(words)), "nothing asks for the clause `{key}`");
    }
    let named: BTreeSet<&str> =
        profiles["profiles"].as_sequence().unwrap().iter().map(|one| one["profile"].as_str().unwrap()).collect();
    let rows = guide.lines().filter_map(|line| line.trim().strip_prefix("| `")?.split_once('`'));
    assert_eq!(rows.map(|(profile, _)| profile).collect::<BTreeSet<_>>(), named);
    assert!(named.contains(example["profile"].as_str().unwrap()));
}

#[test]
fn a_near_miss_passes() {
    let mut misses = 0;
    for case in suites::repositories().iter().filter(|case| case.heading.starts_with("Near miss: ")) {
        let expect = case.block("expect").map(|block| block.text.as_str());
        assert!(expect.is_some_and(is_silent), "{}: {expect:?}", case.name());
        misses += 1;
    }
    assert!(misses > 30, "only {misses} near misses");
}

#[test]
fn policies_name_rules_that_exist_and_every_rule_of_a_duty_is_in_one() {
    for policy in policy::all() {
        let named: Vec<&str> = policy.obligations.iter().flat_map(|duty| duty.rules.iter().copied()).collect();
        for name in &named {
            let scope = rules::find(name).map(|rule| rule.scope);
            let looks_at_duties = matches!(
                scope,
                Some(rules::Scope::Derived(_) | rules::Scope::UncertainLineage(_) | rules::Scope::NotDerived(_))
            );
            assert!(looks_at_duties, "{} asks for `{name}`, which is no rule of a duty", policy.license);
        }
        let twice = named.iter().find(|name| named.iter().filter(|other| other == name).count() > 1);
        assert_eq!(twice, None, "{} names a rule twice", policy.license);
    }
    for rule in
        rules::ALL.iter().filter(|rule| matches!(rule.scope, rules::Scope::Derived(_) | rules::Scope::NotDerived(_)))
    {
        let asked = policy::all().iter().any(|policy| policy.obligation(rule.meta.id).is_some());
        assert!(asked, "no policy asks for `{}`", rule.meta.id);
    }
}

#[test]
fn no_case_carries_the_text_of_a_license() {
    let names = suites::all().into_iter().chain(["review".to_owned()]);
    for case in names.flat_map(|suite| suites::read(&suite)) {
        for (path, file) in &case.files {
            let File::Bytes(bytes) = file else { continue };
            let found = identify(&String::from_utf8_lossy(bytes)).licenses;
            // A notice that is shown again and again is a few words of its agreement.
            let is_text = |found: &&FoundLicense| found.completeness != Completeness::Mention && found.coverage > 0.05;
            let texts: Vec<_> = found.iter().filter(is_text).collect();
            assert!(texts.is_empty(), "{}: {path} holds {texts:?}", case.name());
        }
    }
}

/// All files under a folder whose name ends with `.extension`.
pub(super) fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            out.extend(files(&path, extension));
        } else if path.extension().is_some_and(|found| found == extension) {
            out.push(path);
        }
    }
    out.sort();
    out
}
