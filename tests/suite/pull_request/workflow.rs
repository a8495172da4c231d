//! A workflow that runs the program: checkout, event, token and the files of the runner.

use super::git::{self, Depth};
use super::hub::{Files, Hub, State, WRITER};
use super::outcome::Outcome;
use super::repository::Change;
use crate::harness;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// A model that descends from no model with a policy, and a configuration that the base commit has.
pub(crate) const BEFORE: [(&str, &str); 2] = [
    ("README.md", "---\nlicense: apache-2.0\nbase_model: mistralai/Mistral-7B-v0.1\n---\n# Tiny\n\nWrites letters.\n"),
    (".model-license-gate.yml", "agreement: link\n"),
];
/// The same model with another parent: the license does not fit, and the notice is missing.
pub(crate) const UNFIT: (&str, &str) = (
    "README.md",
    "---\nlicense: apache-2.0\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Tiny\n\nWrites letters. The license: https://www.llama.com/llama2/license/\n",
);
/// The same with what the license asks for.
pub(crate) const FIT: [(&str, &str); 2] = [
    (
        "README.md",
        "---\nlicense: llama2\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Tiny\n\nWrites letters. The license: https://www.llama.com/llama2/license/\n",
    ),
    (
        "Notice",
        "Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc. All Rights Reserved.\n",
    ),
];

/// Excepts what the change does wrong.
pub(crate) const EXCEPTION: (&str, &str) = (
    ".model-license-gate.yml",
    "agreement: link\nexceptions:\n  - { rule: missing-notice, model: ., reason: it comes later }\n",
);

/// A repository with one pull request, and the folder of a runner.
pub(crate) struct World {
    hub: Hub,
    folder: PathBuf,
}

impl World {
    /// The repository as `BEFORE` has it, and a pull request that changes files.
    pub(crate) fn new(name: &str, change: &[(&str, &str)]) -> Self {
        let folder = harness::folder(&format!("pull-request/{name}"));
        let world = Self { hub: Hub::start(), folder };
        world.change(|state| state.base = state.commit(Files::new(), &[]));
        world.move_base(&BEFORE);
        world.change(|state| (state.fork, state.head) = (state.base.clone(), state.base.clone()));
        world.push(change);
        world
    }

    /// The same pull request, and the folder of another runner.
    pub(crate) fn beside(&self, name: &str) -> Self {
        Self { hub: self.hub.clone(), folder: harness::folder(&format!("pull-request/{name}")) }
    }

    /// What GitHub knows now.
    pub(crate) fn state(&self) -> State {
        self.hub.state()
    }

    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        self.hub.change(change)
    }

    /// Adds a commit to the branch.
    pub(crate) fn push(&self, change: &[(&str, &str)]) {
        self.change(|state| state.head = state.changed(&state.head.clone(), change));
    }

    /// Adds a commit to the branch that changes or takes away files of any mode.
    pub(crate) fn rewrite(&self, change: &[Change]) {
        self.change(|state| state.head = state.rewritten(&state.head.clone(), change));
    }

    /// Adds a commit to the base, after the branch has left it.
    pub(crate) fn move_base(&self, change: &[(&str, &str)]) {
        self.change(|state| state.base = state.changed(&state.base.clone(), change));
    }

    /// Merges head and base into the commit that GitHub offers for a checkout.
    pub(crate) fn merge(&self) {
        self.change(|state| {
            let mut files = state.commits[&state.base].files.clone();
            let (old, new) = (&state.commits[&state.fork].files, &state.commits[&state.head].files);
            files.retain(|path, _| new.contains_key(path) || !old.contains_key(path));
            files.extend(
                new.iter()
                    .filter(|(path, file)| old.get(*path) != Some(file))
                    .map(|(path, file)| (path.clone(), file.clone())),
            );
            state.merge = state.commit(files, &[&state.base.clone(), &state.head.clone()]);
        });
    }

    /// A run on an event, with a token that may write.
    pub(crate) fn on(&self, event: &'static str) -> Run<'_> {
        let (token, arguments) = (Some(WRITER), Vec::new());
        let checkout = Checkout::Git(Depth::All);
        Run {
            world: self,
            event,
            token,
            arguments,
            payload: None,
            address: None,
            checked_out: None,
            checkout,
            prepare: None,
            variables: Vec::new(),
        }
    }

    /// A run on the pull request, with a token that may write.
    pub(crate) fn run(&self) -> Outcome {
        self.on("pull_request").run()
    }

    /// Host and port of GitHub.
    pub(crate) fn server(&self) -> String {
        self.hub.fake.address.trim_start_matches("http://").to_owned()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn payload(&self, event: &str) -> Value {
        let state = self.state();
        let old_base = state.old_base().to_owned();
        let State { head, base, .. } = state;
        match event {
            "pull_request" | "pull_request_target" => {
                let base = json!({ "sha": old_base, "ref": "main" });
                json!({ "number": 7, "pull_request": { "number": 7, "head": { "sha": head }, "base": base } })
            }
            "workflow_run" => json!({ "workflow_run": { "head_sha": head, "pull_requests": [],
                "head_branch": "fix/a", "head_repository": { "owner": { "login": "mallory" } } } }),
            "merge_group" => json!({ "merge_group": { "head_sha": head, "base_sha": base } }),
            "push" => json!({ "before": base, "after": head }),
            _ => json!({}),
        }
    }
}

/// How the files came into the folder of the workflow.
#[derive(Clone, Copy)]
enum Checkout {
    Git(Depth),
    /// As files alone.
    Files,
}

/// Writes the files of a commit as they are, without Git.
fn write(state: &State, commit: &str, folder: &Path) {
    _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).unwrap();
    for (path, (_, bytes)) in &state.commits[commit].files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// A step of the workflow that comes before the gate's: it is given the folder of the checkout.
type Step = Box<dyn FnOnce(&Path)>;

/// A run that is about to begin.
pub(crate) struct Run<'w> {
    world: &'w World,
    event: &'static str,
    token: Option<&'static str>,
    arguments: Vec<String>,
    payload: Option<Value>,
    address: Option<String>,
    checked_out: Option<String>,
    checkout: Checkout,
    prepare: Option<Step>,
    variables: Vec<(&'static str, String)>,
}

impl Run<'_> {
    pub(crate) fn by(mut self, token: Option<&'static str>) -> Self {
        self.token = token;
        self
    }

    pub(crate) fn with(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(|argument| (*argument).to_owned()));
        self
    }

    /// With the files of the base commit in a folder.
    pub(crate) fn beside_base(self) -> Self {
        let base = self.world.path("base");
        write(&self.world.state(), &self.world.state().base, &base);
        self.with(&["--base", base.to_str().unwrap()])
    }

    /// With another payload than the event has now.
    pub(crate) fn payload(mut self, payload: Value) -> Self {
        self.payload = Some(payload);
        self
    }

    /// With the files of the checkout, but no Git.
    pub(crate) fn without_git(mut self) -> Self {
        self.checkout = Checkout::Files;
        self
    }

    /// After a step that changes the checkout.
    pub(crate) fn prepared(mut self, prepare: impl FnOnce(&Path) + 'static) -> Self {
        self.prepare = Some(Box::new(prepare));
        self
    }

    /// With a checkout that holds no commit but its own.
    pub(crate) fn shallow(mut self) -> Self {
        self.checkout = Checkout::Git(Depth::One);
        self
    }

    /// With a checkout of this commit.
    pub(crate) fn of(mut self, commit: &str) -> Self {
        self.checked_out = Some(commit.to_owned());
        self
    }

    /// With a variable of the environment.
    pub(crate) fn under(mut self, name: &'static str, value: &str) -> Self {
        self.variables.push((name, value.to_owned()));
        self
    }

    /// With GitHub at another address.
    pub(crate) fn at(mut self, address: &str) -> Self {
        self.address = Some(address.to_owned());
        self
    }

    pub(crate) fn run(self) -> Outcome {
        let world = self.world;
        let payload = self.payload.unwrap_or_else(|| world.payload(self.event));
        let is_of_base = matches!(self.event, "pull_request_target" | "workflow_run");
        let (state, workspace) = (world.state(), world.path("work"));
        let usual = if is_of_base { &state.base } else { &state.head };
        let commit = self.checked_out.as_ref().unwrap_or(usual);
        match self.checkout {
            Checkout::Git(depth) => git::check_out(&state, commit, depth, &workspace),
            Checkout::Files => write(&state, commit, &workspace),
        }
        if let Some(prepare) = self.prepare {
            prepare(&workspace);
        }
        let (root, merge) = (state.root, state.merge);
        let address = self.address.unwrap_or_else(|| world.hub.fake.address.clone());
        for name in ["summary", "outputs"] {
            fs::write(world.path(name), "").unwrap();
        }
        fs::create_dir_all(world.path("temp")).unwrap();
        fs::write(world.path("event.json"), payload.to_string()).unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_model-license-gate"));
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            let is_proxy = text.to_ascii_uppercase().ends_with("_PROXY");
            if is_proxy || text == "CI" || text.starts_with("GITHUB_") || text.starts_with("RUNNER_") {
                program.env_remove(name);
            }
        }
        program
            .arg("review")
            .args(&self.arguments)
            .current_dir(&workspace)
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_REPOSITORY", "acme/tiny")
            .env("GITHUB_SHA", merge)
            .env("GITHUB_EVENT_NAME", self.event)
            .env("GITHUB_API_URL", format!("{address}{root}"))
            .env("GITHUB_GRAPHQL_URL", format!("{address}{}/graphql", if root.is_empty() { "" } else { "/api" }))
            .env("GITHUB_EVENT_PATH", world.path("event.json"))
            .env("GITHUB_STEP_SUMMARY", world.path("summary"))
            .env("GITHUB_OUTPUT", world.path("outputs"))
            .env("GITHUB_WORKSPACE", &workspace)
            .env("RUNNER_TEMP", world.path("temp"))
            .envs(self.variables)
            .envs(self.token.map(|token| ("GITHUB_TOKEN", token)));
        let (asked, began) = (world.hub.fake.requests().len(), Instant::now());
        let output = program.output().unwrap();
        let took = began.elapsed();
        let read = |name: &str| fs::read_to_string(world.path(name)).unwrap_or_default();
        let outcome = Outcome {
            code: output.status.code().unwrap_or(-1),
            log: String::from_utf8(output.stdout).unwrap(),
            errors: String::from_utf8(output.stderr).unwrap(),
            summary: read("summary"),
            outputs: read("outputs"),
            report: read("temp/model-license-gate.json"),
            requests: world.hub.fake.requests().split_off(asked),
            took,
        };
        outcome.holds_what_always_holds();
        outcome
    }
}
