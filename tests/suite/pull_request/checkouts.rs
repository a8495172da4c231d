//! Checkouts of other kinds than the whole repository in the workspace: what is judged does not depend on them.

use super::git::git;
use super::weights::{Commit, expect, ravine};
use super::workflow::{FIT, Run, UNFIT, World};
use std::fs;
use std::path::Path;

tests! {
    files_that_a_sparse_checkout_leaves_out_are_judged,
    a_folder_that_a_sparse_checkout_leaves_out_is_judged,
    a_folder_that_is_nowhere_is_a_failure_of_the_gate,
    old_faults_stay_old_in_a_checkout_in_a_folder,
    a_card_that_is_a_link_is_read_alike_on_both_sides,
    the_first_model_moves_into_a_folder,
}

/// As `actions/checkout` leaves the folder with `sparse-checkout: src`.
fn sparse(work: &Path) {
    git(work, &["sparse-checkout", "set", "--no-cone", "/src/"], b"");
    assert!(!work.join("README.md").exists());
}

/// A run on the pull request whose merge is checked out, without comments.
fn quiet(world: &World) -> Run<'_> {
    world.merge();
    let merge = world.state().merge;
    world.on("pull_request").of(&merge).with(&["--review", "off"])
}

fn files_that_a_sparse_checkout_leaves_out_are_judged() {
    for (name, change, verdict) in [("sparse-fit", &FIT[..], "pass"), ("sparse-unfit", &[UNFIT][..], "fail")] {
        let world = World::new(name, change);
        world.push(&[("src/train.py", "print(1)\n")]);
        let outcome = quiet(&world).prepared(sparse).run();
        assert!(outcome.outputs.starts_with(&format!("verdict={verdict}\n")), "{}", outcome.log);
        assert!(outcome.requests.is_empty(), "{:?}", outcome.read());
    }
}

fn a_folder_that_a_sparse_checkout_leaves_out_is_judged() {
    let world = World::new("sparse-folder", &[("models/a/README.md", UNFIT.1), ("src/train.py", "print(1)\n")]);
    let outcome = quiet(&world).prepared(sparse).with(&["models"]).run();
    let of = |rule: &str| format!("error models/a/README.md:3 {rule}");
    assert_eq!(outcome.code, 1, "{}{}", outcome.log, outcome.errors);
    assert!(outcome.annotations().iter().any(|line| line.ends_with("incompatible-license")), "{}", of(&outcome.log));
}

fn a_folder_that_is_nowhere_is_a_failure_of_the_gate() {
    let world = World::new("nowhere", &[]);
    let outcome = quiet(&world).with(&["modles"]).run();
    assert_eq!(outcome.code, 2, "{}", outcome.log);
    assert!(outcome.errors.contains("`modles`"), "{}", outcome.errors);
}

/// Moves everything of a checkout into a folder of the workspace, as `path: repository` of `actions/checkout` has it.
fn into_folder(work: &Path) {
    let names: Vec<_> = fs::read_dir(work).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let inside = work.join("repository");
    fs::create_dir(&inside).unwrap();
    for name in names {
        fs::rename(work.join(&name), inside.join(&name)).unwrap();
    }
}

fn old_faults_stay_old_in_a_checkout_in_a_folder() {
    for shallow in [false, true] {
        for folder in [".", "repository", "repository/models"] {
            let world = World::new(&format!("in-a-folder-{}-{shallow}", folder.replace('/', "-")), &[]);
            world.move_base(&[("models/old/README.md", UNFIT.1)]);
            world.change(|state| (state.fork, state.head) = (state.base.clone(), state.base.clone()));
            world.push(&[("more.txt", "more\n")]);
            let run = quiet(&world).prepared(into_folder).with(&[folder]);
            let outcome = if shallow { run.shallow() } else { run }.run();
            outcome.says("pass", &[]);
            assert!(outcome.report.contains("models/old/README.md"), "{folder}: {}", outcome.report);
        }
    }
}

fn a_card_that_is_a_link_is_read_alike_on_both_sides() {
    let world = World::new("linked-card", &[]);
    world.change(|state| {
        let link = [
            ("docs/card.md", Some(("100644", UNFIT.1.as_bytes()))),
            ("README.md", Some(("120000", b"docs/card.md".as_slice()))),
        ];
        state.base = state.rewritten(&state.base.clone(), &link);
        (state.fork, state.head) = (state.base.clone(), state.base.clone());
    });
    world.push(&[("more.txt", "more\n")]);
    world.merge();
    let merge = world.state().merge;
    for run in [
        world.on("pull_request").of(&merge),
        world.on("pull_request").of(&merge).shallow(),
        world.on("pull_request").of(&merge).without_git(),
        world.on("pull_request_target"),
    ] {
        run.with(&["--review", "off"]).run().says("pass", &[]);
    }
}

fn the_first_model_moves_into_a_folder() {
    let root = ravine().moved("ravine/", "");
    let moved = ravine().moved("ravine/", "models/ravine/");
    expect("first-moves", &root, &moved, &[]);
    let front_page = |commit: &Commit| commit.clone().with("README.md", "# Our models\n\n- [Ravine](models/ravine)\n");
    expect("first-moves-behind-a-page", &root, &front_page(&moved), &[]);
    let second = "---\nlicense: apache-2.0\nbase_model: mistralai/Mistral-7B-v0.1\n---\n# Plover\n\nA second model.\n";
    expect("first-moves-beside-a-second", &root, &front_page(&moved).with("models/plover/README.md", second), &[]);
    let copied = root.clone().and(&moved);
    expect("first-is-copied", &root, &copied, &[]);
}
