//! Pull requests that bring in a model of Llama 2 and hide it: each fails, from a checkout, from a checkout of its last commit alone,
//! and over the API.

use super::outcome::Outcome;
use super::repository::Change;
use super::workflow::{UNFIT, World};
use super::{attack_table, ordinary};
use std::fs;

tests! {
    none_gets_past_the_gate,
    nothing_is_said_of_ordinary_changes,
    what_a_checkout_writes_is_not_what_was_committed,
}

/// A pull request: what the base holds beside `BEFORE`, what is changed, and the rules of which one stops it.
pub(super) struct Attack {
    name: String,
    base: Vec<OwnedChange>,
    change: Vec<OwnedChange>,
    rules: &'static [&'static str],
    /// Whether only a person can tell, so that it warns.
    warns: bool,
}

type OwnedChange = (String, Option<(&'static str, Vec<u8>)>);

/// An attack that ends in a license which does not fit, unless something else is said.
pub(super) fn attack(name: &str) -> Attack {
    let name = name.to_owned();
    Attack { name, base: Vec::new(), change: Vec::new(), rules: &["incompatible-license"], warns: false }
}

impl Attack {
    /// A file of the base.
    pub(super) fn base(mut self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.base.push((path.to_owned(), Some(("100644", bytes.as_ref().to_vec()))));
        self
    }

    /// A file that the pull request writes.
    pub(super) fn file(mut self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.change.push((path.to_owned(), Some(("100644", bytes.as_ref().to_vec()))));
        self
    }

    /// A link that the pull request makes.
    pub(super) fn link(mut self, path: &str, target: &str) -> Self {
        self.change.push((path.to_owned(), Some(("120000", target.as_bytes().to_vec()))));
        self
    }

    /// A file of the base that the pull request takes away.
    pub(super) fn without(mut self, path: &str) -> Self {
        self.change.push((path.to_owned(), None));
        self
    }

    /// The rules of which one is an error.
    pub(super) fn fails(self, rules: &'static [&'static str]) -> Self {
        Self { rules, ..self }
    }

    /// The rules of which one is a warning.
    pub(super) fn warns(self, rules: &'static [&'static str]) -> Self {
        Self { rules, warns: true, ..self }
    }
}

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

/// Attacks that are run at the same time.
const AT_ONCE: usize = 8;

fn none_gets_past_the_gate() {
    let reencoded =
        REENCODED.iter().map(|(name, text)| attack(name).file(".gitattributes", text).file("m/README.md", UNFIT.1));
    let attacks: Vec<Attack> = reencoded.chain(attack_table::all()).collect();
    let wrong = at_once(&attacks, try_out);
    assert!(wrong.is_empty(), "{} of {} attacks\n{}", wrong.len(), attacks.len(), wrong.join("\n"));
}

/// The ways in which an attack gets through: a line for each.
fn try_out(attack: &Attack) -> Vec<String> {
    let Attack { name, rules, warns, .. } = attack;
    let severities: &[&str] = if *warns { &["error ", "warning "] } else { &["error "] };
    let is_told = |line: &String| {
        severities.iter().any(|severity| line.starts_with(severity))
            && rules.iter().any(|rule| line.ends_with(&format!(" {rule}")))
    };
    let outcomes = outcomes(attack).into_iter().filter(|(_, outcome)| {
        !(outcome.annotations().iter().any(is_told) && (outcome.code == 1 || *warns && outcome.code == 0))
    });
    outcomes.map(|(how, outcome)| shown(name, how, &outcome)).collect()
}

fn shown(name: &str, how: &str, outcome: &Outcome) -> String {
    format!("{name}, {how}: exit code {}, {:?} {}", outcome.code, outcome.annotations(), outcome.errors)
}

/// What comes of a pull request in each way in which the head and the base are read.
fn outcomes(Attack { name, base, change, .. }: &Attack) -> Vec<(&'static str, Outcome)> {
    fn borrowed(changes: &[OwnedChange]) -> Vec<Change<'_>> {
        changes
            .iter()
            .map(|(path, file)| (path.as_str(), file.as_ref().map(|(mode, bytes)| (*mode, bytes.as_slice()))))
            .collect()
    }
    let world = World::new(&format!("attack-{name}"), &[]);
    world.change(|state| {
        state.base = state.rewritten(&state.base.clone(), &borrowed(base));
        (state.fork, state.head) = (state.base.clone(), state.base.clone());
    });
    world.rewrite(&borrowed(change));
    world.merge();
    let merge = world.state().merge;
    let run = |event| world.on(event).with(&["--review", "off"]);
    let ways = [
        ("checkout", run("pull_request").of(&merge)),
        ("shallow", run("pull_request").of(&merge).shallow()),
        ("queue", run("merge_group")),
        ("api", run("pull_request_target")),
    ];
    ways.into_iter().map(|(how, run)| (how, run.run())).collect()
}

fn nothing_is_said_of_ordinary_changes() {
    let all: Vec<Attack> = ordinary::all();
    let wrong = at_once(&all, |ordinary| {
        let outcomes = outcomes(ordinary).into_iter();
        let wrong = outcomes.filter(|(_, outcome)| outcome.code != 0 || !outcome.annotations().is_empty());
        wrong.map(|(how, outcome)| shown(&ordinary.name, how, &outcome)).collect()
    });
    assert!(wrong.is_empty(), "{} of {} changes\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

/// The lines on all pull requests, some of which are tried at the same time.
fn at_once(all: &[Attack], lines: impl Fn(&Attack) -> Vec<String> + Sync) -> Vec<String> {
    let lines = &lines;
    let of_some = |some: &[Attack]| {
        std::thread::scope(|scope| {
            let running: Vec<_> = some.iter().map(|one| scope.spawn(move || lines(one))).collect();
            running.into_iter().flat_map(|one| one.join().unwrap()).collect::<Vec<_>>()
        })
    };
    all.chunks(AT_ONCE).flat_map(of_some).collect()
}

/// The attributes do act: without Git's objects the gate would have read something else.
fn what_a_checkout_writes_is_not_what_was_committed() {
    for (name, text) in &REENCODED[..6] {
        let world = World::new(&format!("attack-real-{name}"), &[]);
        let file = |text: &'static str| Some(("100644", text.as_bytes()));
        world.rewrite(&[(".gitattributes", file(text)), ("m/README.md", file(UNFIT.1))]);
        world.on("push").with(&["--review", "off"]).run();
        assert_ne!(fs::read(world.path("work/m/README.md")).unwrap(), UNFIT.1.as_bytes(), "{name}");
    }
}
