//! Pull requests that bring in a model of Llama 2 and hide it: each fails, from a checkout, from a checkout of its last commit alone,
//! and over the API.

use super::repository::Change;
use super::workflow::{UNFIT, World};
use std::fs;

tests! {
    none_gets_past_the_gate,
    what_a_checkout_writes_is_not_what_was_committed,
}

/// A pull request: what it changes, and the rule that stops it. Add a row, and nothing else.
struct Attack {
    name: &'static str,
    /// What the base holds beside `BEFORE`.
    base: &'static [Change<'static>],
    change: &'static [Change<'static>],
    rule: &'static str,
}

const fn file(path: &'static str, text: &'static str) -> Change<'static> {
    (path, Some(("100644", text.as_bytes())))
}

const CARD: Change<'static> = file("m/README.md", UNFIT.1);

/// Attributes by which a checkout of the same card writes other bytes.
const REENCODED: [(&str, &str); 7] = [
    ("utf-32", "m/README.md working-tree-encoding=UTF-32\n"),
    ("utf-16", "*.md text working-tree-encoding=UTF-16LE-BOM\n"),
    ("utf-7", "m/* working-tree-encoding=UTF-7\n"),
    ("ebcdic", "README.md working-tree-encoding=IBM037\n"),
    ("macro", "[attr]plain working-tree-encoding=UTF-32LE\nREADME.md plain\n"),
    ("eol", "*.md eol=crlf\n"),
    ("ident", "*.md ident\n"),
];

const ATTACKS: [Attack; 5] = [
    Attack { name: "open", base: &[], change: &[CARD], rule: "incompatible-license" },
    Attack {
        name: "attributes-beside",
        base: &[],
        change: &[file("m/.gitattributes", "README.md working-tree-encoding=UTF-32\n"), CARD],
        rule: "incompatible-license",
    },
    Attack {
        name: "attributes-of-the-base",
        base: &[file(".gitattributes", "*.md working-tree-encoding=UTF-32\n")],
        change: &[CARD],
        rule: "incompatible-license",
    },
    Attack {
        name: "filter",
        base: &[],
        change: &[file(".gitattributes", "*.md filter=lfs diff=lfs merge=lfs -text export-ignore\n"), CARD],
        rule: "incompatible-license",
    },
    Attack {
        name: "renamed-folder",
        base: &[
            file("old/config.json", "{\"_name_or_path\": \"meta-llama/Llama-2-7b-hf\"}\n"),
            file("old/README.md", UNFIT.1),
        ],
        change: &[("old/README.md", None), ("old/config.json", None), file("new/README.md", UNFIT.1)],
        rule: "incompatible-license",
    },
];

fn none_gets_past_the_gate() {
    let reencoded =
        REENCODED.map(|(name, text)| (name, vec![file(".gitattributes", text), CARD], "incompatible-license"));
    std::thread::scope(|scope| {
        for attack in &ATTACKS {
            scope.spawn(move || try_out(attack.name, attack.base, attack.change, attack.rule));
        }
        for (name, change, rule) in &reencoded {
            scope.spawn(move || try_out(name, &[], change, rule));
        }
    });
}

fn try_out(name: &str, base: &[Change], change: &[Change], rule: &str) {
    let world = World::new(&format!("attack-{name}"), &[]);
    world.change(|state| {
        state.base = state.rewritten(&state.base.clone(), base);
        (state.fork, state.head) = (state.base.clone(), state.base.clone());
    });
    world.rewrite(change);
    world.merge();
    let merge = world.state().merge;
    let run = |event| world.on(event).with(&["--review", "off"]);
    for (how, run) in [
        ("checkout", run("pull_request").of(&merge)),
        ("shallow", run("pull_request").of(&merge).shallow()),
        ("queue", run("merge_group")),
        ("api", run("pull_request_target")),
    ] {
        let outcome = run.run();
        assert_eq!(outcome.code, 1, "{name}, {how}: {}", outcome.log);
        assert!(outcome.annotations().iter().any(|line| line.ends_with(rule)), "{name}, {how}: {}", outcome.log);
    }
}

/// The attributes do act: without Git's objects the gate would have read something else.
fn what_a_checkout_writes_is_not_what_was_committed() {
    for (name, text) in &REENCODED[..6] {
        let world = World::new(&format!("attack-real-{name}"), &[]);
        world.rewrite(&[file(".gitattributes", text), CARD]);
        world.on("push").with(&["--review", "off"]).run();
        assert_ne!(fs::read(world.path("work/m/README.md")).unwrap(), UNFIT.1.as_bytes(), "{name}");
    }
}
