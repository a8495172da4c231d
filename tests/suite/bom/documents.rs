//! The repositories whose bills of materials are looked at.

use crate::harness::{self, Skipped, without_agreement};
use crate::project::root;
use crate::support::agreements;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

const PROGRAM: &str = env!("CARGO_BIN_EXE_model-license-gate");

pub(super) const MERGE: &str = "---\nlicense: apache-2.0\nbase_model: [meta-llama/Llama-2-7b-hf, google/gemma-2b, mistralai/Mistral-7B-v0.1, acme/strange]\n---\n# Plover\n";

/// A hash, as a pointer of Git LFS has it.
pub(super) const OID: &str = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393";

/// A folder of its own with files.
pub(super) fn tree(name: &str, files: &[(&str, &str)]) -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    // Tests that run at once may want the same files.
    let folder = harness::folder(&format!("bom/{name}-{}", COUNT.fetch_add(1, Ordering::Relaxed)));
    for (path, text) in files {
        fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
        fs::write(folder.join(path), text).unwrap();
    }
    folder
}

pub(super) fn printed(folder: &Path, paths: &[&str]) -> String {
    let mut program = Command::new(PROGRAM);
    program.args(["check", "--format", "cyclonedx", "--fail-on", "never"]).args(paths).current_dir(folder).env_clear();
    let output = program.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

pub(super) fn document(name: &str, files: &[(&str, &str)]) -> Value {
    serde_json::from_str(&printed(&tree(name, files), &[])).unwrap()
}

pub(super) fn example() -> Value {
    serde_json::from_str(&printed(&root().join("examples"), &["karakuri-v0.1", "--stand-alone"])).unwrap()
}

pub(super) fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().fold(String::new(), |mut digits, byte| {
        write!(digits, "{byte:02x}").unwrap();
        digits
    })
}

pub(super) fn pointer() -> String {
    format!("version https://git-lfs.github.com/spec/v1\noid sha256:{OID}\nsize 12345\n")
}

pub(super) const NOTICE: &str = "Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc. All Rights Reserved.\n";

pub(super) fn compliant() -> Result<Value, Skipped> {
    let name = "llama2-2023-07-18";
    let text = fs::read_to_string(agreements::path(name).ok_or_else(|| without_agreement(name))?).unwrap();
    let card = "---\nlicense: llama2\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Knot\n\nUse it within the [Use Policy](USE_POLICY.md).\n";
    Ok(document("compliant", &[("README.md", card), ("LICENSE.txt", &text), ("Notice", NOTICE)]))
}

pub(super) const CARD: &str = "---\nlicense: [mit, 'apache-2.0 OR mit', Apache-2.0 OR MIT]\nlanguage: [en, ja]\npipeline_tag: image-text-to-text\nlibrary_name: transformers\n\
    version: 1.20\ntags: [wader]\ndatasets: [acme/letters]\nbase_model_relation: finetune\nmodel-index:\n- name: Knot\n  results:\n  - task: {type: text-generation}\n    \
    dataset: {name: Letters, type: acme/letters}\n    metrics: [{type: accuracy, value: 0.50}]\n---\n# Knot\n\nKnot reads the letters of waders and answers them.\n";

pub(super) const CONFIGURATION: &str =
    "{\"architectures\": [\"LlamaForCausalLM\"], \"model_type\": \"llama\", \"transformers_version\": \"4.36.0\"}";

pub(super) fn described() -> Value {
    let repository = "repository: acme/knot\n";
    document(
        "described",
        &[("README.md", CARD), ("config.json", CONFIGURATION), (".model-license-gate.yml", repository)],
    )
}

pub(super) fn expression() -> Value {
    document("expression", &[("README.md", "---\nlicense: Apache-2.0 OR MIT\n---\n# Knot\n")])
}

pub(super) fn hostile() -> Value {
    let huge = "x".repeat(50_000);
    let card = format!(
        "---\nlicense: \"\\e[31m##[error]\\u202E{huge}\"\nlicense_link: 'javascript:%'\ndatasets: [\"a\\tb \\0#?%\", \"{huge}/{huge}\", '']\n\
         base_model: [\"meta-llama/Llama-2-7b-hf\", ' ', \"../%00/{huge}\"]\nlibrary_name: \" \\u200B \"\npipeline_tag: \"a-to-\\u0007\"\ntags: [{}]\n---\n# \\e[2J{huge}\n\n::error::{huge}\n",
        (0..2_000).map(|tag| format!("t{tag}")).collect::<Vec<_>>().join(", ")
    );
    document("hostile", &[("a b#?%/\u{1b}[31m/README.md", &card), ("a b#?%/model:1.safetensors", &pointer())])
}

pub(super) fn nameless() -> Value {
    document("nameless", &[("adapter_config.json", "{\"base_model_name_or_path\": \"acme/strange\"}")])
}

pub(super) fn several() -> Value {
    document("several", &[("a/README.md", MERGE), ("b c/README.md", MERGE), ("LICENSE", "Ours.\n")])
}

/// Cards that declare every license of SPDX between them.
pub(super) fn all_of_spdx() -> Value {
    let all: Vec<&str> = spdx::identifiers::LICENSES.iter().map(|license| license.name).collect();
    let cards: Vec<(String, String)> = all
        .chunks(100)
        .enumerate()
        .map(|(at, names)| (format!("{at}/README.md"), format!("---\nlicense: {names:?}\n---\n# Knot\n")))
        .collect();
    let files: Vec<(&str, &str)> = cards.iter().map(|(path, card)| (path.as_str(), card.as_str())).collect();
    document("spdx", &files)
}

pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

pub(super) fn subject(document: &Value) -> &Value {
    &document["metadata"]["component"]
}

pub(super) fn component<'d>(document: &'d Value, reference: &str) -> &'d Value {
    let found = list(&document["components"]).iter().find(|component| component["bom-ref"] == reference);
    found.unwrap_or_else(|| panic!("no {reference} in {document:#}"))
}
