//! The house rules that a machine can keep.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "a test reads the sources")]

use model_license_gate::{Completeness, FoundLicense, identify};
use model_license_gate::{policy, rules};
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

/// The modules that a module of the library names, with their names as they stand below `src`.
fn imports() -> std::collections::BTreeMap<String, std::collections::BTreeSet<String>> {
    let mut imports = std::collections::BTreeMap::<_, std::collections::BTreeSet<_>>::new();
    for path in files(&root().join("src"), "rs") {
        let inner = path.strip_prefix(root().join("src")).unwrap();
        let module = inner.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        for named in text.split("crate::").skip(1) {
            let name = named.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
            // `pub(crate)` and the like name no module; the program's own modules stand above the library.
            if name != module && name.starts_with(|c: char| c.is_lowercase()) {
                imports.entry(module.clone()).or_default().insert(name.to_owned());
            }
        }
    }
    imports
}

#[test]
fn imports_run_one_way() {
    let imports = imports();
    assert!(imports["check"].contains("rules"), "the sources are read");
    // Takes away modules that import nothing that is left; what stays is a circle.
    let mut left: Vec<&String> = imports.keys().collect();
    while let Some(at) = left.iter().position(|module| imports[*module].iter().all(|name| !left.contains(&name))) {
        left.remove(at);
    }
    assert!(left.is_empty(), "these modules import each other: {left:?}");
}

/// What the users of a fixture folder see.
fn shown(case: &str) -> String {
    let of = |folder: &str| std::fs::read_to_string(root().join(format!("tests/{folder}/{case}.out")));
    of("repos").or_else(|_| of("changes")).unwrap_or_default()
}

#[test]
fn every_rule_has_a_fixture_of_its_name_that_shows_it() {
    let missing: Vec<&str> = rules::ALL
        .iter()
        .map(|rule| rule.meta.id)
        .filter(|id| !shown(id).lines().any(|line| line.contains(&format!("[{id}]: "))))
        .collect();
    assert!(missing.is_empty(), "no `tests/repos/RULE` or `tests/changes/RULE` shows {missing:?}");
}

#[test]
fn every_policy_has_a_silent_fixture() {
    for policy in policy::all() {
        let case = format!("{}-compliant", policy.license);
        let shown = shown(&case);
        let is_silent = shown.contains("\npass: 0 errors, 0 warnings, 0 infos in 1 model\n");
        assert!(is_silent && shown.contains(&format!("{}: derived", policy.family)), "{case}:\n{shown}");
    }
}

#[test]
fn a_near_miss_passes() {
    for entry in std::fs::read_dir(root().join("tests/repos")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(case) = name.strip_suffix(".out").filter(|case| case.starts_with("ok-")) {
            let shown = shown(case);
            assert!(shown.contains("\npass: 0 errors, 0 warnings, 0 infos in "), "{case}:\n{shown}");
        }
    }
}

#[test]
fn policies_name_rules_that_exist_and_every_rule_of_a_duty_is_in_one() {
    for policy in policy::all() {
        let named: Vec<&str> = policy.obligations.iter().flat_map(|duty| duty.rules.iter().copied()).collect();
        for name in &named {
            let look = rules::find(name).map(|rule| rule.scope);
            let looks_at_duties = matches!(
                look,
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
fn no_fixture_carries_the_text_of_a_license() {
    for path in all_files(&root().join("tests/repos")) {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let found = identify(&text).licenses;
        // A notice that is shown again and again is a few words of its agreement.
        let is_text = |found: &&FoundLicense| found.completeness != Completeness::Mention && found.coverage > 0.05;
        let texts: Vec<_> = found.iter().filter(is_text).collect();
        assert!(texts.is_empty(), "{} holds {texts:?}", path.display());
    }
}

/// All files under a folder whose name ends with `.extension`, generated data files left out.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("tests/repos") {
                out.extend(files(&path, extension));
            }
        } else if path.extension().is_some_and(|found| found == extension) {
            out.push(path);
        }
    }
    out.sort();
    out
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { out.extend(all_files(&path)) } else { out.push(path) }
    }
    out
}
