//! The program on the Hub: what `review`, `fix` and `webhook` write there, against a fake on loopback that remembers.

mod fix;
mod review;
mod thread;
mod webhook;

use crate::harness;
use crate::support::hub_world::{BOT, Hub};
use libtest_mimic::Trial;
use std::process::Command;

pub(crate) fn tests() -> Vec<Trial> {
    [fix::tests(), review::tests(), thread::tests(), webhook::tests()].into_iter().flatten().collect()
}

/// A card that a Llama 2 derivative may have, with its notice and a link to the agreement, and one that it may not have.
const GOOD: &str = "---\nlicense: llama2\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Lark\n";
const BAD: &str = "---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Lark\n";
const NOTICE: &str = "Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc. All Rights Reserved.\n";

/// A model that has nothing but warnings.
const MODEL: [(&str, &str); 2] = [("README.md", GOOD), ("Notice", NOTICE)];

/// What a run said: exit code, standard output, standard error.
struct Said {
    code: i32,
    out: String,
    error: String,
}

/// Runs the program with a Hub, a token and more variables.
fn run_with(hub: &Hub, token: Option<&str>, arguments: &[&str], variables: &[(&str, &str)]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_model-license-gate"));
    let kept = ["PATH", "TMPDIR", "SystemRoot", "LLVM_PROFILE_FILE"].into_iter();
    let kept: Vec<_> = kept.filter_map(|name| Some((name, std::env::var_os(name)?))).collect();
    command.env_clear().envs(kept).env("HF_ENDPOINT", &hub.fake.address).env("COLUMNS", "1000");
    command.env("HOME", harness::folder(&format!("hub_speak/{}", hub.fake.address.replace([':', '/'], ""))));
    command.envs(token.map(|token| ("HF_TOKEN", token))).envs(variables.iter().copied());
    let output = command.args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code().unwrap(), out: text(output.stdout), error: text(output.stderr) }
}

/// Runs the program as the gate's own account.
fn run(hub: &Hub, arguments: &[&str]) -> Said {
    run_with(hub, Some(BOT), arguments, &[])
}

/// The requests that write, without the path of the model.
fn written(hub: &Hub) -> Vec<String> {
    let strip = |line: String| line.replace("/api/models/acme/lark", "");
    hub.fake.written().into_iter().map(strip).collect()
}
