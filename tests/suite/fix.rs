//! The program: diffs, what Git can bring back, links, permissions, exit codes.

use crate::harness::{self, Outcome, needs};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

tests! {
    a_dry_run_prints_what_git_applies_and_writes_nothing,
    what_git_cannot_bring_back_needs_a_yes,
    a_repository_runs_no_program_of_its_own,
    weights_that_lfs_keeps_are_not_taken_for_changed,
    outside_of_git_a_yes_is_needed,
    errors_that_are_left_are_exit_1,
    #[cfg(unix)] links_and_protected_files_stop_everything_before_anything_is_written,
    #[cfg(unix)] permissions_stay,
    an_agreement_that_is_none_is_refused_before_anything_is_written,
    a_diff_does_not_command_a_workflow,
    #[cfg(not(feature = "github"))] without_network_code_a_download_says_what_to_do,
}

/// A card that only lacks papers, but for its agreement, which it links to.
pub(crate) const CARD: &str =
    "---\nlicense: llama2\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Letters\n\nUSE_POLICY.md\n";

/// The sentence of the notice of Llama 2.
const NOTICE: &str =
    "Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc. All Rights Reserved.";

/// A folder that no Git repository holds, with files in it.
pub(crate) fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let path = harness::folder(&format!("fix-run/{name}"));
    for (name, text) in files {
        fs::create_dir_all(path.join(name).parent().unwrap()).unwrap();
        fs::write(path.join(name), text).unwrap();
    }
    path
}

/// Exit code, standard output, standard error.
pub(crate) fn fix(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_model-license-gate"));
    command.arg("fix").args(arguments).current_dir(folder).env_clear();
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"]);
    let output = command.args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository with everything committed.
fn repository(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let path = folder(name, files);
    git(&path, &["init", "--quiet"]);
    git(&path, &["add", "--all"]);
    git(&path, &["commit", "--quiet", "--message", "all"]);
    path
}

/// The names of the files in a folder, `.git` left out.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = entries.filter(|name| name != ".git").collect();
    names.sort();
    names
}

fn unfit() -> String {
    CARD.replace("license: llama2", "license: mit")
}

fn a_dry_run_prints_what_git_applies_and_writes_nothing() -> Outcome {
    needs("git")?;
    let crlf = unfit().replace('\n', "\r\n");
    let files = [("README.md", crlf.trim_end()), ("sub model/README.md", &unfit()), ("sub model/NOTICE", "Ours.")];
    let path = repository("dry-run", &files);
    let (code, diff, said) = fix(&path, &["--dry-run"]);
    assert_eq!((code, names(&path)), (0, vec!["README.md".to_owned(), "sub model".to_owned()]));
    assert!(said.contains("Nothing was written. "), "{said}");
    assert!(diff.contains("-license: mit\r\n+license: llama2\r\n"), "{diff}");
    assert!(diff.contains("-Ours.\n\\ No newline at end of file\n+Ours.\n+"), "{diff}");
    fs::write(path.join("patch"), &diff).unwrap();
    git(&path, &["apply", "--check", "patch"]);
    git(&path, &["apply", "patch"]);
    let by_git = ["README.md", "Notice", "sub model/README.md", "sub model/NOTICE"]
        .map(|name| fs::read(path.join(name)).unwrap());
    fs::remove_file(path.join("patch")).unwrap();
    fs::remove_file(path.join("Notice")).unwrap();
    git(&path, &["checkout", "--quiet", "."]);
    let (code, said, errors) = fix(&path, &[]);
    assert_eq!((code, errors.as_str()), (0, ""), "{said}");
    let by_us = ["README.md", "Notice", "sub model/README.md", "sub model/NOTICE"]
        .map(|name| fs::read(path.join(name)).unwrap());
    assert_eq!(by_git, by_us);
    // The changes are not committed, but there is nothing left to write.
    let (code, said, _) = fix(&path, &[]);
    assert_eq!(code, 0);
    assert!(said.starts_with("Everything here needs your decision."), "{said}");
    Ok(())
}

fn what_git_cannot_bring_back_needs_a_yes() -> Outcome {
    needs("git")?;
    let card = unfit();
    let path = repository("dirty", &[("README.md", &card), ("train.py", "x = 1\n")]);
    fs::write(path.join("train.py"), "x = 2\n").unwrap();
    let (code, shown, errors) = fix(&path, &[]);
    assert_eq!((code, shown.as_str()), (2, ""));
    assert!(errors.contains("nothing was written: there are changes that are not committed: `train.py`"), "{errors}");
    assert!(errors.contains("pass `--yes`"), "{errors}");
    assert_eq!((fs::read_to_string(path.join("README.md")).unwrap(), names(&path).len()), (card.clone(), 2));
    // Files that Git does not keep are in nobody's way, unless they are to be changed.
    git(&path, &["checkout", "--quiet", "."]);
    fs::write(path.join("model.bin"), "weights").unwrap();
    fs::write(path.join("NOTICE"), "Ours.\n").unwrap();
    let (code, _, errors) = fix(&path, &[]);
    assert_eq!(code, 2);
    assert!(errors.contains("not committed: `NOTICE`\n"), "{errors}");
    let (code, _, errors) = fix(&path, &["--yes"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(path.join("NOTICE")).unwrap(), format!("Ours.\n{NOTICE}\n"));
    Ok(())
}

/// Makes Git look into every file again: what it remembers of them is gone, as after an archive was unpacked.
fn forget(path: &Path) {
    fs::remove_file(path.join(".git/index")).unwrap();
    git(path, &["read-tree", "HEAD"]);
}

fn a_repository_runs_no_program_of_its_own() -> Outcome {
    needs("git")?;
    let path =
        repository("hostile-settings", &[("README.md", &unfit()), (".gitattributes", "* filter=evil diff=evil\n")]);
    forget(&path);
    let trace = path.join("trace");
    let leaves = format!("touch '{}'; cat", trace.display());
    let name = |key: &str| format!("filter.{key}");
    for key in ["evil.clean", "evil.smudge", "evil.process", "Evil.Two.clean"].map(name).into_iter().chain(
        ["core.fsmonitor", "core.pager", "diff.external", "diff.evil.textconv", "gpg.program", "core.sshCommand"]
            .map(str::to_owned),
    ) {
        git(&path, &["config", &key, &leaves]);
    }
    git(&path, &["config", "filter.evil.required", "true"]);
    let (code, said, errors) = fix(&path, &[]);
    // A filter in the files of attributes is itself left to a person.
    assert_eq!((code, &*errors), (1, ""), "{said}");
    assert!(said.contains("error[rewritten-file]"), "{said}");
    assert!(!trace.exists());

    // A name that Git's own options cannot hold.
    let path = repository("hostile-name", &[("README.md", &unfit())]);
    git(&path, &["config", "filter.a=b.clean", &leaves]);
    let (code, _, errors) = fix(&path, &[]);
    assert_eq!(code, 2);
    assert!(errors.contains("its settings name a filter that cannot be switched off: `a=b`"), "{errors}");
    assert_eq!(fix(&path, &["--yes"]).0, 0);
    Ok(())
}

fn weights_that_lfs_keeps_are_not_taken_for_changed() -> Outcome {
    needs("git")?;
    let pointer = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 7\n", "0".repeat(64));
    let files = [("README.md", &*unfit()), ("model.bin", &pointer), ("other.bin", &pointer)];
    let path = repository("lfs", &files);
    for file in ["model.bin", "other.bin"] {
        fs::write(path.join(file), "weights").unwrap();
    }
    fs::write(path.join("other.bin"), "other weights").unwrap();
    let (code, _, errors) = fix(&path, &[]);
    assert_eq!(code, 2);
    assert!(errors.contains("not committed: `other.bin`\n"), "{errors}");
    fs::write(path.join("other.bin"), "weights").unwrap();
    assert_eq!(fix(&path, &[]).0, 0);
    Ok(())
}

fn outside_of_git_a_yes_is_needed() {
    let path = folder("no-git", &[("README.md", &unfit())]);
    let (code, _, errors) = fix(&path, &["."]);
    assert_eq!(code, 2);
    assert!(errors.contains("nothing was written: Git does not say whether these files are committed: "), "{errors}");
    assert_eq!(names(&path), ["README.md"]);
    assert_eq!(fix(&path, &["README.md", "--yes"]).0, 0);
    assert_eq!(names(&path), ["Notice", "README.md"]);
    // Nothing to write: nothing to ask.
    let path = folder("no-git-no-model", &[("main.py", "")]);
    assert_eq!(fix(&path, &[]), (0, "There is nothing to fix.\n".to_owned(), String::new()));
}

fn errors_that_are_left_are_exit_1() {
    let card = CARD.replace("license: llama2", "license: other\nlicense_link: https://opensource.org/license/mit");
    let path = folder("left", &[("README.md", &card)]);
    let (code, said, _) = fix(&path, &["--yes"]);
    assert_eq!(code, 1);
    assert!(said.contains("\nNeeds your decision:\n"), "{said}");
    assert!(said.contains("  README.md:3: error[incompatible-license]: `license_link` leads to "), "{said}");
    assert!(said.contains("Fixed:\n  Notice: error[missing-notice]: "), "{said}");
    let (code, _, errors) = fix(&path, &["absent"]);
    assert_eq!((code, errors.is_empty()), (2, false));
}

#[cfg(unix)]
fn links_and_protected_files_stop_everything_before_anything_is_written() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let outside = folder("outside", &[("card.md", &unfit())]);
    let path = folder("linked", &[("docs/card.md", &unfit()), ("a/README.md", &unfit())]);
    symlink("docs/card.md", path.join("README.md")).unwrap();
    let (code, _, errors) = fix(&path, &["--yes"]);
    assert_eq!(code, 2);
    assert!(
        errors.contains("cannot write `README.md`: ") && errors.contains("is a link; nothing was written"),
        "{errors}"
    );
    assert_eq!(
        (names(&path), names(&path.join("a"))),
        (vec!["README.md".into(), "a".into(), "docs".into()], vec!["README.md".into()])
    );
    assert_eq!(fs::read_to_string(path.join("a/README.md")).unwrap(), unfit());
    // A folder that leads out is not walked, one that leads in is not written through.
    let path = folder("linked-folder", &[("README.md", CARD), ("Notice", NOTICE)]);
    symlink(&outside, path.join("weights")).unwrap();
    fix(&path, &["--yes"]);
    assert_eq!(fs::read_to_string(outside.join("card.md")).unwrap(), unfit());

    let path = folder("protected", &[("README.md", &unfit()), ("NOTICE", "Ours.\n")]);
    fs::set_permissions(path.join("NOTICE"), fs::Permissions::from_mode(0o444)).unwrap();
    let (code, _, errors) = fix(&path, &["--yes"]);
    assert_eq!(code, 2);
    assert!(errors.contains("cannot write `NOTICE`: it is write-protected; nothing was written"), "{errors}");
    assert_eq!((names(&path).len(), fs::read_to_string(path.join("README.md")).unwrap()), (2, unfit()));
}

#[cfg(unix)]
fn permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let path = folder("permissions", &[("README.md", &unfit())]);
    fs::set_permissions(path.join("README.md"), fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(fix(&path, &["--yes"]).0, 0);
    assert_eq!(fs::metadata(path.join("README.md")).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(names(&path), ["Notice", "README.md"]);
}

fn an_agreement_that_is_none_is_refused_before_anything_is_written() {
    let path = folder("no-agreement", &[("README.md", &unfit()), ("mine.txt", "Terms of ours.\n")]);
    for (file, why) in [
        (
            "mine.txt",
            "cannot use the agreement `mine.txt`: it contains no license text that the gate knows. Nothing was written",
        ),
        ("absent.txt", "cannot read `absent.txt`: there is no such file or folder"),
    ] {
        let (code, shown, errors) = fix(&path, &["--yes", "--agreement", file]);
        assert_eq!((code, shown.as_str()), (2, ""));
        assert!(errors.contains(why), "{errors}");
        assert_eq!(names(&path), ["README.md", "mine.txt"]);
    }
}

fn a_diff_does_not_command_a_workflow() {
    let card = unfit().replace("# Letters", "# Letters ##[error]\u{1b}[31m");
    let path = folder("workflow", &[("README.md", &card)]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_model-license-gate"));
    let output = command.args(["fix", "--dry-run"]).current_dir(&path).env("GITHUB_ACTIONS", "true").output().unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains(" # Letters # #[error]\\u{1b}[31m"), "{shown}");
    // To be read by a program it is exact.
    assert!(fix(&path, &["--dry-run"]).1.contains(" # Letters ##[error]\u{1b}[31m"));
}

#[cfg(not(feature = "github"))]
fn without_network_code_a_download_says_what_to_do() {
    let path = folder("no-network", &[("README.md", CARD)]);
    let (code, _, errors) = fix(&path, &["--yes", "--download"]);
    assert_eq!(code, 2);
    assert!(errors.contains("built without the part that speaks over the network"), "{errors}");
    assert!(errors.contains("with `--agreement FILE`"), "{errors}");
    assert_eq!(names(&path), ["README.md"]);
}
