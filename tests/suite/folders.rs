//! Which files are judged: what Git ignores and tools make is left out and told, and what lies above a folder serves it.

use crate::harness::{self, Outcome};
use model_license_gate::{Basis, Config, Entry, Severity, Tree, check};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

tests! {
    what_git_ignores_is_left_out_and_told,
    what_git_keeps_is_judged_whatever_is_ignored,
    without_git_folders_of_tools_go_by_what_lies_in_them,
    a_pattern_of_the_command_line_leaves_out_and_is_told,
    a_folder_is_judged_as_all_of_the_repository_is,
    the_nearest_configuration_above_a_folder_holds,
    a_review_of_a_folder_judges_as_a_check_of_it_does,
    several_folders_are_one_report,
    what_permissions_close_is_told_and_the_rest_is_judged,
    #[cfg(unix)] a_snapshot_in_the_cache_of_the_hub_is_judged,
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_model-license-gate");

const CARD: &str = "---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Plover\n";

const PASSING: &str = "---\nlicense: mit\n---\n# Dunlin\n";

fn write(root: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(PROGRAM).args(arguments).current_dir(folder).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn report(folder: &Path, arguments: &[&str]) -> Value {
    let (_, shown, errors) = run(folder, &[&["check", "--format", "json"], arguments].concat());
    serde_json::from_str(&shown).unwrap_or_else(|error| panic!("{error}: {errors}"))
}

fn models(report: &Value) -> Vec<&str> {
    report["models"].as_array().unwrap().iter().map(|model| model["path"].as_str().unwrap()).collect()
}

fn git(folder: &Path, arguments: &[&str]) {
    let done = Command::new("git").arg("-C").arg(folder).args(arguments).output().unwrap();
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// A repository of Git with files, of which none is kept yet.
fn repository(name: &str, files: &[(&str, &str)]) -> Result<PathBuf, harness::Skipped> {
    harness::needs("git")?;
    let root = harness::folder(&format!("folders/{name}"));
    write(&root, files);
    git(&root, &["init", "--quiet"]);
    Ok(root)
}

fn what_git_ignores_is_left_out_and_told() -> Outcome {
    let files = [
        (".gitignore", "/runs/\n*.tmp.d\n"),
        ("model/README.md", CARD),
        ("runs/one/README.md", CARD),
        ("runs/two/README.md", CARD),
        ("model/old.tmp.d/README.md", CARD),
    ];
    let root = repository("ignored", &files)?;
    let judged = report(&root, &[]);
    assert_eq!(models(&judged), ["model"]);
    let left = &judged["left_out"];
    assert_eq!(
        (&left[0]["reason"], &left[0]["count"], &left[0]["first"]),
        (&"ignored".into(), &2.into(), &"model/old.tmp.d".into())
    );
    let (_, shown, _) = run(&root, &["check"]);
    let told: Vec<&str> = shown.lines().filter(|line| line.starts_with("Left out: 2 paths that Git ignores")).collect();
    assert_eq!(told.len(), 1, "{shown}");
    let (_, audited, told) = run(&root, &["audit", "."]);
    assert!(audited.contains("\"path\":\"model\"") && !audited.contains("runs/one"), "{audited}");
    assert!(told.contains("left out: 2 paths that Git ignores"), "{told}");
    assert!(run(&root, &["audit", "--no-ignore", "."]).1.contains("runs/one"));
    let all = report(&root, &["--no-ignore"]);
    assert_eq!(models(&all), ["model", "model/old.tmp.d", "runs/one", "runs/two"]);
    assert_eq!(all["left_out"], Value::Array(Vec::new()));
    // Who names a folder wants it judged.
    assert_eq!(models(&report(&root, &["runs/one"])), ["runs/one"]);
    assert_eq!(models(&report(&root.join("runs"), &[])), ["runs/one", "runs/two"]);
    // `fix` writes into nothing that is ignored.
    let (_, _, errors) = run(&root, &["fix", "--yes"]);
    assert!(root.join("model/Notice").exists() && !root.join("runs/one/Notice").exists(), "{errors}");
    Ok(())
}

fn what_git_keeps_is_judged_whatever_is_ignored() -> Outcome {
    let files = [
        (".gitignore", "*\n"),
        ("hidden/README.md", CARD),
        ("venv/pyvenv.cfg", ""),
        ("venv/README.md", CARD),
        ("cache/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n"),
        ("cache/README.md", CARD),
    ];
    let root = repository("kept", &files)?;
    assert_eq!(models(&report(&root, &[])), [""; 0]);
    git(&root, &["add", "--force", "hidden/README.md", "venv", "cache"]);
    let judged = report(&root, &[]);
    assert_eq!(models(&judged), ["cache", "hidden", "venv"]);
    // What a pull request brings in is judged by the commit: no ignore file counts.
    git(&root, &["-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "--quiet", "--message=A"]);
    let (code, _, _) = run(&root, &["review", "--review", "off", "--report", "report.json"]);
    let judged: Value = serde_json::from_str(&fs::read_to_string(root.join("report.json")).unwrap()).unwrap();
    assert_eq!((code, models(&judged)), (1, vec!["cache", "hidden", "venv"]));
    Ok(())
}

fn without_git_folders_of_tools_go_by_what_lies_in_them() {
    let root = harness::folder("folders/tools");
    write(
        &root,
        &[
            (".venv/pyvenv.cfg", ""),
            (".venv/lib/site-packages/a/README.md", CARD),
            ("node_modules/.package-lock.json", "{}"),
            ("node_modules/a/README.md", CARD),
            ("target/CACHEDIR.TAG", ""),
            ("target/a/README.md", CARD),
            // Names alone show nothing.
            ("cache/README.md", CARD),
            ("venv/README.md", CARD),
            ("vendor/node_modules/README.md", CARD),
        ],
    );
    let judged = report(&root, &[]);
    assert_eq!(models(&judged), ["cache", "vendor/node_modules", "venv"]);
    let left = &judged["left_out"][0];
    assert_eq!((&left["reason"], &left["count"], &left["first"]), (&"environment".into(), &3.into(), &".venv".into()));
    assert_eq!(models(&report(&root, &["--no-ignore"])).len(), 6);
    // Where Git keeps files and does not say which, nothing is left out.
    fs::create_dir(root.join(".git")).unwrap();
    assert_eq!(models(&report(&root, &[])).len(), 6);
}

fn a_pattern_of_the_command_line_leaves_out_and_is_told() {
    let root = harness::folder("folders/exclude");
    write(&root, &[("a/README.md", CARD), ("b/README.md", CARD), ("b/demo-1/README.md", CARD), ("c/README.md", CARD)]);
    write(&root, &[(".model-license-gate.yml", "skip: [c]\n")]);
    let judged = report(&root, &["--exclude", "demo-*", "--exclude", "/a"]);
    assert_eq!(models(&judged), ["b"]);
    let left: Vec<_> =
        judged["left_out"].as_array().unwrap().iter().map(|left| (&left["reason"], &left["count"])).collect();
    assert_eq!(left, [(&"excluded".into(), &2.into()), (&"skipped".into(), &1.into())]);
    let (code, _, errors) = run(&root, &["check", "--exclude", &"*a".repeat(9_000)]);
    assert!(code == 2 && errors.contains("of `--exclude` is too complex"), "{errors}");
}

/// The findings of some models, without what tells reports apart.
fn findings(report: &Value, of: impl Fn(&str) -> bool) -> Vec<&Value> {
    let all = report["findings"].as_array().unwrap().iter();
    all.filter(|finding| of(finding["model"].as_str().unwrap())).collect()
}

fn a_folder_is_judged_as_all_of_the_repository_is() {
    let notice = "Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc. All Rights Reserved.\n";
    let llama =
        "---\nlicense: llama2\nbase_model: meta-llama/Llama-2-7b-hf\nlicense_link: terms/own.txt\n---\n# Dunlin\n";
    let adapter = "{\"base_model_name_or_path\": \"meta-llama/Llama-2-7b-hf\"}";
    let of_papers: &[(&str, &str)] = &[
        ("Notice", notice),
        ("README.md", "# Our models\n"),
        ("licenses/LICENSE", "A license of our own, for all that lies here.\n"),
        ("terms/own.txt", "Terms of our own.\n"),
        ("models/.gitattributes", "README.md text eol=crlf\n"),
        ("models/a/README.md", llama),
        ("models/b/README.md", CARD),
        ("models/b/gguf/adapter_config.json", adapter),
        ("models/c/README.md", "# No metadata, weights\nPlover was fine-tuned from Llama 2.\n"),
        ("models/c/model.safetensors", ""),
        ("other/README.md", CARD),
    ];
    let of_program: &[(&str, &str)] = &[
        ("Cargo.toml", ""),
        ("README.md", "# A program\n"),
        ("sub/deep/config.json", "{\"_name_or_path\": \"meta-llama/Llama-2-7b-hf\"}"),
    ];
    let of_program_with_weights = [of_program, &[("weights/model.safetensors", "x")]].concat();
    let of_collection: &[(&str, &str)] =
        &[("README.md", "# A collection\n"), ("x/adapter_config.json", adapter), ("y/z/adapter_config.json", adapter)];
    for (name, files) in [
        ("papers", of_papers),
        ("program", of_program),
        ("program-with-weights", &of_program_with_weights),
        ("collection", of_collection),
    ] {
        let root = harness::folder(&format!("folders/whole/{name}"));
        fs::create_dir(root.join(".git")).unwrap();
        write(&root, files);
        let whole = report(&root, &[]);
        let mut folders: Vec<&str> =
            files.iter().flat_map(|(path, _)| Path::new(path).ancestors().skip(1)).filter_map(Path::to_str).collect();
        folders.retain(|folder| !folder.is_empty());
        folders.sort_unstable();
        folders.dedup();
        for folder in folders {
            let part = report(&root, &[folder]);
            let is_in = |model: &str| Path::new(model).starts_with(folder);
            let judged: Vec<&str> = models(&whole).into_iter().filter(|model| is_in(model)).collect();
            let is_judged = |model: &str| judged.contains(&model);
            assert_eq!(findings(&part, is_judged), findings(&whole, is_in), "{name} {folder}");
            let found: Vec<&str> = models(&part).into_iter().filter(|model| is_in(model)).collect();
            assert!(judged.iter().all(|model| found.contains(model)), "{name} {folder}: {judged:?} {found:?}");
            // A model that a folder is a part of is judged as a whole.
            for model in models(&part).into_iter().filter(|model| !is_in(model)) {
                let is_it = |other: &str| other == model;
                assert_eq!(findings(&part, is_it), findings(&whole, is_it), "{name} {folder} {model}");
            }
        }
    }
}

fn the_nearest_configuration_above_a_folder_holds() {
    let root = harness::folder("folders/configuration");
    fs::create_dir(root.join(".git")).unwrap();
    let exceptions = "exceptions:\n  - {rule: missing-notice, model: models/a, reason: agreed}\n  - {rule: missing-notice, model: models/b, reason: agreed}\n";
    write(
        &root,
        &[("models/a/README.md", CARD), ("models/b/README.md", CARD), (".github/.model-license-gate.yml", exceptions)],
    );
    let severity = |report: &Value, rule: &str| {
        let found = report["findings"].as_array().unwrap().iter().find(|finding| finding["rule"] == rule);
        found.map_or(Value::Null, |finding| finding["severity"].clone())
    };
    for (folder, path) in [(&root, "models/a"), (&root.join("models/a"), "."), (&root, "models/a/README.md")] {
        let judged = report(folder, &[path]);
        assert_eq!(severity(&judged, "missing-notice"), "info", "{path}");
        // The exception from the other model is not looked at.
        assert_eq!(severity(&judged, "unused-exception"), Value::Null, "{path}");
    }
    write(&root, &[("models/.model-license-gate.yml", "skip: [b]\n")]);
    let judged = report(&root, &["models"]);
    assert_eq!((models(&judged), severity(&judged, "missing-notice")), (vec!["models/a"], "error".into()));
    assert_eq!(models(&report(&root, &["models/b"])), ["models/b"], "what is named is judged");
}

fn several_folders_are_one_report() {
    let root = harness::folder("folders/several");
    write(
        &root,
        &[("one/README.md", CARD), ("two/README.md", "---\nlicense: mit\n---\n# Dunlin\n"), ("three/x.txt", "")],
    );
    let judged = report(&root, &["one", "two", "three"]);
    assert_eq!(models(&judged), ["one", "two"]);
    assert!(findings(&judged, |_| true).iter().all(|finding| finding["path"].as_str().unwrap().starts_with("one/")));
    fs::create_dir(root.join(".git")).unwrap();
    assert_eq!(models(&report(&root, &["two", "one/README.md", "one"])), ["one", "two"]);
    assert_eq!(models(&report(&root, &["one", "."])), ["one", "two"]);
}

#[cfg(unix)]
fn a_snapshot_in_the_cache_of_the_hub_is_judged() {
    use std::os::unix::fs::symlink;
    let root = harness::folder("folders/cache/models--acme--plover");
    let commit = "0123456789abcdef0123456789abcdef01234567";
    write(&root, &[("blobs/aa11", CARD), ("refs/main", commit), ("secret", CARD)]);
    let snapshot = root.join("snapshots").join(commit);
    fs::create_dir_all(&snapshot).unwrap();
    symlink("../../blobs/aa11", snapshot.join("README.md")).unwrap();
    let judged = report(&snapshot, &[]);
    assert_eq!(
        (&judged["models"][0]["card"], &judged["models"][0]["declared"][0]),
        (&"README.md".into(), &"mit".into())
    );
    let (_, audited, _) = run(&root, &["audit", ".."]);
    assert!(audited.contains("incompatible-license") && !audited.contains("unreadable-file"), "{audited}");
    // Nothing else outside of the snapshot is followed.
    fs::remove_file(snapshot.join("README.md")).unwrap();
    symlink("../../secret", snapshot.join("README.md")).unwrap();
    assert_eq!(report(&snapshot, &[])["findings"][0]["rule"], "unreadable-file");
}

fn what_permissions_close_is_told_and_the_rest_is_judged() {
    let mut tree: Tree = [("open/README.md", PASSING)].into_iter().collect();
    tree.files.insert("card/README.md".to_owned(), Entry::Denied);
    tree.files.insert("closed".to_owned(), Entry::ClosedFolder("you have no permission to read it".to_owned()));
    let report = check(&tree, &Config::default(), "2026-01-01");
    let told: Vec<_> =
        report.findings.iter().map(|found| (found.rule.id, &*found.model, found.message.to_string())).collect();
    assert_eq!(
        told,
        [
            (
                "unreadable-file",
                "card",
                "`card/README.md` cannot be read: you have no permission to read it.".to_owned()
            ),
            ("unreadable-file", "closed", "`closed` cannot be read: you have no permission to read it.".to_owned()),
        ]
    );
    assert!(report.findings.iter().all(|found| found.severity == Severity::Error && found.basis == Basis::Text));
    assert!(report.findings[0].advice.text().contains("`chmod u+r card/README.md`"));
    assert_eq!(report.models.len(), 3);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let root = harness::folder("folders/permissions");
        write(&root, &[("a/README.md", CARD), ("b/README.md", CARD)]);
        let close = |mode| fs::set_permissions(root.join("a"), fs::Permissions::from_mode(mode)).unwrap();
        close(0o000);
        // Root reads everything.
        if fs::read_dir(root.join("a")).is_err() {
            let judged = self::report(&root, &[]);
            assert_eq!(models(&judged), ["a", "b"]);
            assert_eq!(judged["findings"][0]["rule"], "unreadable-file");
        }
        close(0o755);
    }
}

fn a_review_of_a_folder_judges_as_a_check_of_it_does() -> Outcome {
    let llama = "---\nlicense: llama2\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Dunlin\n";
    let notice = "Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc. All Rights Reserved.\n";
    let exceptions = "exceptions:\n  - {rule: agreement-by-reference, model: models/a, reason: agreed}\n  - {rule: missing-notice, model: other, reason: agreed}\n";
    let files = [
        ("Notice", notice),
        (".model-license-gate.yml", exceptions),
        ("models/a/README.md", llama),
        ("models/b/gguf/adapter_config.json", "{\"base_model_name_or_path\": \"meta-llama/Llama-2-7b-hf\"}"),
        ("models/b/README.md", CARD),
        ("other/README.md", CARD),
    ];
    let root = repository("review", &files)?;
    git(&root, &["add", "."]);
    git(&root, &["-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "--quiet", "--message=A"]);
    for folder in ["models", "models/a", "models/b/gguf", "."] {
        let of_check = report(&root, &[folder]);
        run(&root, &["review", folder, "--review", "off", "--report", "report.json"]);
        let of_review: Value = serde_json::from_str(&fs::read_to_string(root.join("report.json")).unwrap()).unwrap();
        assert_eq!(
            (models(&of_review), &of_review["findings"]),
            (models(&of_check), &of_check["findings"]),
            "{folder}"
        );
        fs::remove_file(root.join("report.json")).unwrap();
    }
    let judged = report(&root, &["models/a"]);
    assert!(findings(&judged, |_| true).iter().all(|found| found["rule"] != "missing-notice"), "{judged}");
    let alone = report(&root, &["models/a", "--stand-alone"]);
    let missing: Vec<_> =
        findings(&alone, |_| true).into_iter().filter(|found| found["rule"] == "missing-notice").collect();
    assert_eq!((missing.len(), &missing[0]["path"]), (1, &"README.md".into()));
    Ok(())
}
