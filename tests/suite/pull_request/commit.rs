//! What is read of the commit that is checked out, and what is done where it cannot be read.

use super::git::git;
use super::hub::Fault;
use super::workflow::{FIT, UNFIT, World};
use crate::harness;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

tests! {
    what_is_on_the_disk_alone_is_not_judged,
    links_are_followed_inside_the_commit,
    a_submodule_is_told,
    headers_of_weights_that_lfs_keeps_are_read_from_the_disk,
    headers_of_large_weights_are_read_from_git,
    without_git_the_commit_is_read_over_the_api,
    without_git_and_api_the_folder_is_judged_with_a_note,
    what_a_partial_clone_lacks_is_read_over_the_api,
    what_a_partial_clone_lacks_is_unreadable_without_the_api,
    a_checkout_in_a_folder_of_the_workspace,
    a_folder_that_no_commit_holds_is_judged_with_a_note,
    a_merge_of_the_author_is_not_taken_for_that_of_github,
    of_names_that_read_alike_neither_hides_the_other,
    a_commit_that_is_too_large_is_a_failure_of_the_gate,
    nothing_that_the_repository_configures_is_run,
}

fn what_is_on_the_disk_alone_is_not_judged() {
    let world = World::new("disk-alone", &[("more.txt", "more\n")]);
    let outcome = world.on("push").prepared(|work| {
        fs::write(work.join("README.md"), UNFIT.1).unwrap();
        fs::write(work.join(".model-license-gate.yml"), "no: [").unwrap();
    });
    outcome.run().says("pass", &[]);
}

fn links_are_followed_inside_the_commit() {
    let world = World::new("commit-links", &[]);
    let link = |target: &'static str| Some(("120000", target.as_bytes()));
    world.rewrite(&[
        ("docs/card.md", Some(("100644", UNFIT.1.as_bytes()))),
        ("a/README.md", link("../b/README.md")),
        ("b/README.md", link(".././docs/card.md")),
        ("c/README.md", link("../../../../etc/passwd")),
        ("d/README.md", link("README.md")),
        ("e/README.md", link("../docs")),
    ]);
    // An unreadable card is one of a model where weights lie beside it.
    let weights = ["c", "d", "e"].map(|folder| format!("{folder}/model.bin"));
    world.push(&weights.each_ref().map(|path| (path.as_str(), "0")));
    let outcome = world.on("push").with(&["--scope", "all"]).run();
    let told = |path: &str| outcome.annotations().iter().any(|line| line.starts_with(&format!("error {path}")));
    assert!(["a", "b", "c", "d", "e"].iter().all(|folder| told(&format!("{folder}/README.md"))), "{}", outcome.log);
    for why in ["leads out of the checked folder", "leads nowhere", "leads to no file of the commit"] {
        assert!(outcome.log.contains(why), "{}", outcome.log);
    }
}

fn a_submodule_is_told() {
    let world = World::new("submodule", &[]);
    world.rewrite(&[("sub", Some(("160000", b"0123456789abcdef0123456789abcdef01234567")))]);
    for event in ["pull_request", "pull_request_target"] {
        let outcome = world.on(event).with(&["--review", "off"]).run();
        outcome.says("pass", &[]);
        assert!(outcome.report.contains("The files of the submodule `sub` belong to another"), "{}", outcome.report);
    }
}

/// A file of weights that names its parent in its header.
fn weights(padding: usize) -> Vec<u8> {
    let header = r#"{"__metadata__":{"base_model":"meta-llama/Llama-2-7b-hf"},"w":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}"#;
    [&(header.len() as u64).to_le_bytes(), header.as_bytes(), &vec![0; padding]].concat()
}

fn headers_of_weights_that_lfs_keeps_are_read_from_the_disk() {
    let bytes = weights(0);
    let oid = "0".repeat(64);
    let pointer = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {}\n", bytes.len());
    let world = World::new("lfs", &[("README.md", "---\nlicense: apache-2.0\n---\n# Tiny\n")]);
    world.rewrite(&[("model.safetensors", Some(("100644", pointer.as_bytes())))]);
    let run = || world.on("push").with(&["--scope", "all"]);
    run().run().says("pass", &[]);
    // The file that the pointer stands for, and one of another size.
    for (bytes, is_read) in [(bytes, true), (weights(7), false)] {
        let outcome = run().prepared(move |work| fs::write(work.join("model.safetensors"), &bytes).unwrap()).run();
        assert_eq!(outcome.code == 1, is_read, "{}", outcome.log);
    }
}

fn headers_of_large_weights_are_read_from_git() {
    let world = World::new("large", &[("README.md", "---\nlicense: apache-2.0\n---\n# Tiny\n")]);
    let bytes = weights(3 << 20);
    world.rewrite(&[("model.safetensors", Some(("100644", &bytes)))]);
    let outcome = world.on("push").prepared(|work| fs::write(work.join("model.safetensors"), "").unwrap()).run();
    assert_eq!(outcome.code, 1, "{}", outcome.log);
}

fn without_git_the_commit_is_read_over_the_api() {
    let world = World::new("api-head", &[UNFIT]);
    world.merge();
    let merge = world.state().merge;
    // What lies on the disk is another thing.
    let outcome = world.on("pull_request").of(&merge).without_git().prepared(|work| {
        fs::write(work.join("README.md"), FIT[0].1).unwrap();
    });
    let outcome = outcome.with(&["--review", "off"]).run();
    outcome.says_unfit(2);
    assert!(outcome.read().iter().any(|line| line.starts_with(&format!("git/trees/{merge}?"))), "{:?}", outcome.read());
    assert_eq!(outcome.missed(), "");
}

fn without_git_and_api_the_folder_is_judged_with_a_note() {
    let world = World::new("no-api", &[UNFIT]);
    world.change(|state| state.faults = vec![("git/trees", Fault::Status(403), usize::MAX)]);
    let outcome = world.on("pull_request").without_git().with(&["--review", "off"]).run();
    assert_eq!(outcome.code, 1);
    let note = "The files of the checkout were checked as they are on the disk, because it has no Git repository";
    assert!(outcome.summary.contains(note), "{}", outcome.summary);
}

/// As in a clone that was told to leave contents out: the card is not among the objects, which Git keeps one by one where they are few.
fn without_the_card(work: &Path) {
    let hash = String::from_utf8(git(work, &["rev-parse", "HEAD:README.md"], b"")).unwrap();
    let (folder, name) = hash.trim().split_at(2);
    fs::remove_file(work.join(".git/objects").join(folder).join(name)).unwrap();
}

fn what_a_partial_clone_lacks_is_read_over_the_api() {
    let world = World::new("partial", &[UNFIT]);
    let outcome = world.on("push").prepared(without_the_card).run();
    outcome.says_unfit(2);
    assert!(outcome.read().iter().any(|line| line.starts_with("git/blobs/")), "{:?}", outcome.read());
}

fn what_a_partial_clone_lacks_is_unreadable_without_the_api() {
    let world = World::new("partial-alone", &[UNFIT]);
    world.change(|state| state.faults = vec![("git/", Fault::Status(403), usize::MAX)]);
    let outcome = world.on("push").prepared(without_the_card).run();
    assert_eq!(outcome.code, 1, "{}", outcome.log);
    assert!(outcome.log.contains("this clone does not have its content"), "{}", outcome.log);
}

fn a_checkout_in_a_folder_of_the_workspace() {
    let world = World::new("inside", &[]);
    world.rewrite(&[
        (".gitattributes", Some(("100644", b"*.md working-tree-encoding=UTF-32\n"))),
        ("README.md", Some(("100644", UNFIT.1.as_bytes()))),
    ]);
    world.merge();
    let merge = world.state().merge;
    let outcome = world.on("pull_request").of(&merge).prepared(|work| {
        let inside = work.join("a/model");
        fs::create_dir_all(&inside).unwrap();
        for name in [".git", "README.md", ".gitattributes", ".model-license-gate.yml"] {
            fs::rename(work.join(name), inside.join(name)).unwrap();
        }
    });
    let outcome = outcome.with(&["--review", "off", "a/model"]).run();
    let of = |rule: &str| format!("error README.md:2 {rule}");
    let told = ["error .gitattributes:1 rewritten-file", &of("incompatible-license"), &of("missing-notice")];
    outcome.says("fail", &told);
    assert!(outcome.requests.is_empty(), "{:?}", outcome.read());
}

fn a_folder_that_no_commit_holds_is_judged_with_a_note() {
    let world = World::new("made", &[]);
    let outcome = world.on("push").prepared(|work| {
        fs::create_dir(work.join("out")).unwrap();
        fs::write(work.join("out/README.md"), UNFIT.1).unwrap();
    });
    let outcome = outcome.with(&["out"]).run();
    assert_eq!(outcome.code, 1);
    let note = "The files of `out` were checked as they are on the disk, because the commit has no such folder.";
    assert!(outcome.log.contains(note), "{}", outcome.log);
}

fn a_merge_of_the_author_is_not_taken_for_that_of_github() {
    let world = World::new("authors-merge", &[]);
    // The author's own merge: its first parent is a commit of theirs that has the fault already.
    world.push(&[UNFIT]);
    let theirs = world.state().head;
    world.change(|state| {
        let files = state.commits[&theirs].files.clone();
        state.head = state.commit(files, &[&theirs, &state.base.clone()]);
    });
    world.merge();
    let head = world.state().head;
    let outcome = world.on("pull_request").of(&head).with(&["--review", "off"]).run();
    outcome.says_unfit(2);
}

/// A repository of which Git's own commands make the commit.
fn made(name: &str, tree: impl Fn(&Path) -> String) -> PathBuf {
    let folder = harness::folder(&format!("pull-request/{name}"));
    git(&folder, &["init", "--quiet", "--template="], b"");
    let commit = format!("tree {}\nauthor x <x> 0 +0000\ncommitter x <x> 0 +0000\n\nx\n", tree(&folder));
    let commit = written(&folder, "commit", commit.as_bytes());
    fs::write(folder.join(".git/HEAD"), format!("{commit}\n")).unwrap();
    folder
}

fn written(folder: &Path, kind: &str, bytes: &[u8]) -> String {
    let hash = git(folder, &["hash-object", "-w", "-t", kind, "--literally", "--stdin"], bytes);
    String::from_utf8(hash).unwrap().trim().to_owned()
}

fn tree(folder: &Path, entries: &[(&str, &[u8], &str)]) -> String {
    let lines = entries.iter().map(|(mode, name, hash)| {
        let kind = if *mode == "040000" { "tree" } else { "blob" };
        [format!("{mode} {kind} {hash}\t").as_bytes(), name, b"\0"].concat()
    });
    let made = git(folder, &["mktree", "-z"], &lines.collect::<Vec<_>>().concat());
    String::from_utf8(made).unwrap().trim().to_owned()
}

/// Exit code and everything that was printed of a run by hand.
fn review(folder: &Path) -> (Option<i32>, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_model-license-gate"));
    program.arg("review").current_dir(folder).env_clear().envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
    let output = program.output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
}

fn of_names_that_read_alike_neither_hides_the_other() {
    let folder = made("twins", |folder| {
        let harmless = written(folder, "blob", b"# Nothing\n");
        let card = written(folder, "blob", UNFIT.1.as_bytes());
        let of = |card: &str| tree(folder, &[("100644", b"README.md", card)]);
        let (harmless, card) = (of(&harmless), of(&card));
        tree(folder, &[("040000", b"m\xff", &card), ("040000", "m\u{FFFD}".as_bytes(), &harmless)])
    });
    let (code, printed) = review(&folder);
    assert!(code == Some(1) && printed.contains("m\u{FFFD}ff   FAIL") && printed.contains("README.md:2"), "{printed}");
}

fn a_commit_that_is_too_large_is_a_failure_of_the_gate() {
    let folder = made("too-large", |folder| {
        // One card of almost 10 MiB, in 27 folders.
        let card = written(folder, "blob", &vec![b'a'; (10 << 20) - 1]);
        let card = tree(folder, &[("100644", b"README.md", &card)]);
        let names: Vec<String> = (0..27).map(|number| format!("m{number:02}")).collect();
        let entries: Vec<(&str, &[u8], &str)> = names.iter().map(|name| ("040000", name.as_bytes(), &*card)).collect();
        tree(folder, &entries)
    });
    let (code, printed) = review(&folder);
    let said = "error: the commit is too large to check: the files that matter have more than 256 MiB together\n";
    assert_eq!((code, &*printed), (Some(2), said));
}

fn nothing_that_the_repository_configures_is_run() {
    let world = World::new("configured", &[UNFIT]);
    let trace = world.path("trace");
    let leaves = format!("touch '{}'; cat", trace.display());
    let outcome = world.on("push").prepared(move |work| {
        for (key, value) in [
            ("filter.evil.smudge", &*leaves),
            ("filter.evil.clean", &leaves),
            ("diff.evil.textconv", &leaves),
            ("diff.external", &leaves),
            ("core.fsmonitor", &leaves),
            ("core.pager", &leaves),
            ("core.sshCommand", &leaves),
            ("gpg.program", &leaves),
            ("alias.ls-tree", &format!("!{leaves}")),
            ("remote.origin.url", "."),
            ("remote.origin.uploadpack", &leaves),
            ("remote.origin.promisor", "true"),
            ("extensions.partialClone", "origin"),
        ] {
            git(work, &["config", key, value], b"");
        }
        fs::create_dir_all(work.join(".git/info")).unwrap();
        fs::write(work.join(".git/info/attributes"), "* filter=evil diff=evil\n").unwrap();
        without_the_card(work);
    });
    let outcome = outcome.run();
    outcome.says_unfit(2);
    assert!(!trace.exists());
}
