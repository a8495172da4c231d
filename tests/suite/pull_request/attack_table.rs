//! The attacks, by their kind. Add a row, and nothing else.

use super::attacks::{Attack, attack};
use super::weights_by_hand::{gguf, pointer, pointer_of, safetensors};
use super::workflow::UNFIT;

/// A card that says nothing of descent.
pub(super) const SILENT: &str = "---\nlicense: mit\n---\n# Ravine\n\nA model.\n";

/// A card of another parent, and one of Llama 2.
pub(super) const OTHER: &str =
    "---\nlicense: apache-2.0\nbase_model: mistralai/Mistral-7B-v0.1\n---\n# Ravine\n\nA model.\n";
pub(super) const LLAMA: &str = "---\nlicense: llama2\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Ravine\n\nA model. The license: https://www.llama.com/llama2/license/\n";
pub(super) const NOTICE: &str = "Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc. All Rights Reserved.\n";

pub(super) fn all() -> impl Iterator<Item = Attack> {
    let rows =
        [commits(), cards_of_two_names(), files_of_tools(), front_matter(), agreements(), hidden_text(), names()];
    rows.into_iter()
        .flatten()
        .chain(weights())
        .chain(ignored_keys())
        .chain(headers())
        .chain(odd_shapes())
        .chain(odd_paths())
        .chain(old_faults())
        .chain(configurations())
}

/// A1: the checkout is not the commit.
fn commits() -> Vec<Attack> {
    let card = |name: &str| attack(name).file("m/README.md", UNFIT.1);
    vec![
        card("open"),
        card("attributes-beside").file("m/.gitattributes", "README.md working-tree-encoding=UTF-32\n"),
        card("attributes-of-the-base").base(".gitattributes", "*.md working-tree-encoding=UTF-32\n"),
        card("filter").file(".gitattributes", "*.md filter=lfs diff=lfs merge=lfs -text export-ignore\n"),
        card("executable-attributes").file(".gitattributes", "/m/** filter=x working-tree-encoding=UTF-16\n"),
        attack("utf-32").file("m/README.md", utf32(UNFIT.1)).fails(&["incompatible-license", "unreadable-file"]),
        attack("utf-32-of-the-parent-alone")
            .file("README.md", utf32(UNFIT.1))
            .fails(&["incompatible-license", "unreadable-file"]),
        attack("ebcdic")
            .file("README.md", UNFIT.1.bytes().map(|byte| byte ^ 0x80).collect::<Vec<u8>>())
            .fails(&["unreadable-file", "invalid-encoding"]),
        attack("pointer-for-a-card").file("README.md", pointer("card", 300)).fails(&["unreadable-file"]),
        attack("pointer-for-a-card-below").file("m/README.md", pointer("card", 300)).fails(&["unreadable-file"]),
    ]
}

/// A2: a second card.
fn cards_of_two_names() -> Vec<Attack> {
    let beside = |name: &str, file: &str| {
        attack(name).file("m/README.md", UNFIT.1).file(&format!("m/{file}"), SILENT).fails(&["incompatible-license"])
    };
    vec![
        beside("upper-case", "README.MD"),
        beside("mixed-case", "Readme.md"),
        beside("zero-width-card", "README\u{200b}.md"),
        attack("hidden-behind-the-card").base("m/README.md", SILENT).file("m/README.MD", UNFIT.1).fails(&[
            "second-card",
            "incompatible-license",
            "ambiguous-card",
        ]),
    ]
}

/// A3: files of tools.
fn files_of_tools() -> Vec<Attack> {
    let adapter = |name: &str, json: &str| attack(name).file("m/README.md", SILENT).file("m/adapter_config.json", json);
    let deep = format!(
        "{{\"base_model_name_or_path\":\"meta-llama/Llama-2-7b-hf\",\"a\":{}{}}}",
        "[".repeat(70),
        "]".repeat(70)
    );
    vec![
        adapter("json-del", "{\"base_model_name_or_path\":\"meta-llama/Llama-2-7b-hf\",\"revision\":\"\u{7f}\"}"),
        adapter("json-deep", &deep),
        adapter(
            "json-long-key",
            &format!("{{\"{}\":1,\"base_model_name_or_path\":\"meta-llama/Llama-2-7b-hf\"}}", "k".repeat(2_000)),
        ),
        attack("two-documents").file("m/README.md", SILENT).file(
            "m/mergekit_config.yml",
            "a: 1\n---\nmodels:\n- model: meta-llama/Llama-2-7b-hf\nmerge_method: linear\n",
        ),
        adapter("json-broken", "{\"base_model_name_or_path\":\"meta-llama/Llama-2-7b-hf\",,}")
            .fails(&["incompatible-license", "unreadable-file"]),
    ]
}

/// A4: faults in the front matter.
fn front_matter() -> Vec<Attack> {
    let card =
        |name: &str, head: &str| attack(name).file("m/README.md", format!("---\n{head}---\n# Ravine\n\nA model.\n"));
    vec![
        card("next-line", "license: mit\u{85}base_model: meta-llama/Llama-2-7b-hf\n"),
        card("line-separator", "license: mit\u{2028}base_model: meta-llama/Llama-2-7b-hf\n"),
        card("bad-indent", "license: mit\nbase_model: meta-llama/Llama-2-7b-hf\n  x: y\n"),
        card("open-quote", "license: mit\nx: \"\nbase_model: meta-llama/Llama-2-7b-hf\n"),
        card("twice", "license: mit\nbase_model: meta-llama/Llama-2-7b-hf\nbase_model: mistralai/Mistral-7B-v0.1\n"),
        card("control", "license: mit\nx: \u{7}\nbase_model: meta-llama/Llama-2-7b-hf\n"),
    ]
}

/// A5: altered agreements.
fn agreements() -> Vec<Attack> {
    vec![
        attack("agreement-goes")
            .base("m/README.md", LLAMA)
            .base("m/Notice", NOTICE)
            .without("m/Notice")
            .fails(&["missing-notice"]),
        attack("notice-in-a-comment")
            .base("m/README.md", LLAMA)
            .base("m/Notice", NOTICE)
            .without("m/Notice")
            .file("m/README.md", format!("{LLAMA}\n<!-- {NOTICE} -->\n"))
            .fails(&["missing-notice"]),
        attack("notice-altered")
            .base("m/README.md", LLAMA)
            .base("m/Notice", NOTICE)
            .file("m/Notice", NOTICE.replace("licensed", "<s>not</s> licensed"))
            .fails(&["missing-notice", "altered-notice", "damaged-notice"]),
    ]
}

/// A6: text that no reader sees.
fn hidden_text() -> Vec<Attack> {
    let card = |name: &str, body: &str| {
        attack(name).file("m/README.md", format!("---\nlicense: mit\n---\n# Ravine\n\n{body}\n"))
    };
    vec![
        card(
            "comment",
            "This model is a fine-tune of Llama 2 7B.\n\n<!-- > It is a fine-tune of Mistral 7B.\n> Base model: Mistral 7B\n -->",
        ),
        card(
            "hidden-element",
            "This model is a fine-tune of Llama 2 7B.\n\n<div hidden>\n\nIt is a fine-tune of Mistral 7B.\n\n</div>",
        ),
    ]
}

/// A7: characters that are not shown.
fn names() -> Vec<Attack> {
    let card = |name: &str, body: &str| {
        attack(name).file("m/README.md", format!("---\nlicense: mit\n---\n# Ravine\n\n{body}\n"))
    };
    vec![
        card("zero-width", "This model is a fine-tune of Lla\u{200b}ma 2 7B."),
        card("soft-hyphen", "This model is a fine-tune of Lla\u{ad}ma 2 7B."),
        card("full-width", "This model is a fine-tune of \u{ff2c}lama 2 7B."),
        attack("full-width-parent").file("m/README.md", "---\nlicense: mit\nbase_model: meta-llama/\u{ff2c}\u{ff4c}\u{ff41}\u{ff4d}\u{ff41}-2-7b-hf\n---\n# Ravine\n"),
    ]
}

/// A8: the weights stay, the lineage goes.
fn weights() -> Vec<Attack> {
    let ravine = |name: &str| {
        attack(name)
            .base("ravine/README.md", LLAMA)
            .base("ravine/Notice", NOTICE)
            .fails(&["lost-lineage", "incompatible-license"])
    };
    let big = pointer("ravine", 13_476_835_328);
    let in_git = [&b"weights "[..], &[7; 5_000]].concat();
    let moved = |name: &str, from: &str, to: &str, before: &[u8], now: &[u8]| {
        ravine(name)
            .base(&format!("ravine/{from}"), before)
            .without(&format!("ravine/{from}"))
            .without("ravine/README.md")
            .without("ravine/Notice")
            .file("gorge/README.md", OTHER)
            .file(&format!("gorge/{to}"), now)
    };
    let spaced = format!("{}\n\n", String::from_utf8_lossy(&big));
    let upper = String::from_utf8_lossy(&big)
        .to_uppercase()
        .replace("VERSION HTTPS://GIT-LFS.GITHUB.COM/SPEC/V1", "version https://git-lfs.github.com/spec/v1")
        .replace("OID SHA256:", "oid sha256:")
        .replace("SIZE", "size");
    vec![
        moved("folder", "model.safetensors", "model.safetensors", &big, &big),
        ravine("parent-replaced").base("ravine/model.safetensors", &big).file("ravine/README.md", OTHER),
        ravine("card-goes").base("ravine/model.safetensors", &big).without("ravine/README.md"),
        ravine("denied")
            .base("ravine/model.safetensors", &big)
            .file("ravine/README.md", "---\nlicense: mit\n---\n# Ravine\n\nThis model was trained from scratch.\n"),
        moved("oid-upper", "model.safetensors", "model.safetensors", &big, upper.as_bytes()),
        moved("pointer-spaced", "model.safetensors", "model.safetensors", &big, spaced.as_bytes()),
        moved("pointer-of-no-size", "model.safetensors", "model.safetensors", &big, &pointer("ravine", 0)),
        moved("pointer-of-size-1", "pytorch_model.bin", "pytorch_model.bin", &big, &pointer("ravine", 1)),
        moved("own-name", "ravine-7b.bin", "ravine-7b.bin", &big, &big),
        moved("own-name-in-git", "ravine-7b.bin", "gorge.bin", &in_git, &in_git),
        moved("pickle", "ravine.pkl", "gorge.pkl", &big, &big),
        moved("no-extension", "ravine-7b", "gorge-7b", &big, &big),
        moved("other-extension", "model.safetensors", "gorge.dat", &big, &big),
        moved("other-extension-spaced", "model.safetensors", "gorge.dat", &big, spaced.as_bytes()),
        moved("zip", "model.zip", "gorge.zip", &big, &big),
        moved("nested", "a/b/model.safetensors", "c/d/e/x.safetensors", &big, &big),
        moved("in-git", "pytorch_model.bin", "pytorch_model.bin", &in_git, &in_git),
        moved("from-git-to-a-pointer", "pytorch_model.bin", "pytorch_model.bin", &in_git, &pointer_of(&in_git)),
        ravine("below-a-space")
            .base("ravine/model.safetensors", &big)
            .without("ravine/README.md")
            .without("ravine/Notice")
            .without("ravine/model.safetensors")
            .file("demo/README.md", "---\nsdk: gradio\n---\n# Demo\n")
            .file("demo/model.safetensors", &big),
        ravine("as-a-data-set")
            .base("ravine/model.safetensors", &big)
            .file("ravine/README.md", "---\nlicense: mit\ntask_categories:\n- text-generation\n---\n# Data\n"),
        ravine("link")
            .base("ravine/model.safetensors", &big)
            .file("gorge/README.md", OTHER)
            .link("gorge/model.safetensors", "../ravine/model.safetensors"),
        ravine("link-of-another-name")
            .base("ravine/model.safetensors", &big)
            .file("gorge/README.md", OTHER)
            .link("gorge/weights.bin", "../ravine/model.safetensors"),
        ravine("one-shard")
            .base("ravine/model-00001-of-00002.safetensors", &big)
            .base("ravine/model-00002-of-00002.safetensors", pointer("two", 9_000_000_000))
            .without("ravine/model-00001-of-00002.safetensors")
            .without("ravine/README.md")
            .without("ravine/Notice")
            .without("ravine/model-00002-of-00002.safetensors")
            .file("gorge/README.md", OTHER)
            .file("gorge/model-00001-of-00002.safetensors", &big)
            .file("gorge/model-00002-of-00002.safetensors", pointer("three", 9_000_000_001)),
        ravine("license-alone").base("ravine/model.safetensors", &big).file("ravine/README.md", SILENT),
        attack("stated-by-the-license-alone")
            .base("ravine/README.md", "---\nlicense: llama2\n---\n# Ravine\n\nA model.\n")
            .base("ravine/model.safetensors", &big)
            .file("ravine/README.md", SILENT)
            .fails(&["lost-lineage", "incompatible-license"]),
    ]
}

/// A9: keys that made a card one of another kind.
fn ignored_keys() -> Vec<Attack> {
    let card = |name: &str, head: &str| {
        attack(name).file(
            "m/README.md",
            format!("---\nlicense: mit\n{head}---\n# Ravine\n\nThis model is a fine-tune of Llama 2 7B.\n"),
        )
    };
    vec![
        card("sdk", "sdk: static\n").warns(&["uncertain-lineage"]),
        card("sdk-with-a-parent", "sdk: static\nbase_model: meta-llama/Llama-2-7b-hf\n"),
        card("app-file", "app_file: app.py\nbase_model: meta-llama/Llama-2-7b-hf\n"),
        card("task-categories", "task_categories:\n- x\nbase_model: meta-llama/Llama-2-7b-hf\n"),
    ]
}

/// A10: headers of weights.
fn headers() -> Vec<Attack> {
    let decoys = |name: &str, bytes: &[u8]| {
        (0..64).fold(attack(name).file("m/README.md", SILENT).file("m/z.gguf", gguf()), |attack, number| {
            attack.file(&format!("m/a{number:02}.gguf"), bytes)
        })
    };
    let old = (0..70)
        .fold(attack("headers-of-the-base"), |attack, number| attack.base(&format!("a/{number:02}.gguf"), EMPTY_GGUF))
        .base("a/README.md", SILENT)
        .file("a/zz.gguf", gguf());
    vec![
        decoys("decoys-empty", b""),
        decoys("decoys-pointers", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"),
        decoys("decoys-real", EMPTY_GGUF).warns(&["unreadable-header", "incompatible-license"]),
        old.warns(&["unreadable-header", "incompatible-license"]),
        attack("header").file("m/README.md", SILENT).file("m/model.gguf", gguf()),
        attack("large-header").file("m/README.md", SILENT).file("m/model.safetensors", safetensors(3 << 20)),
    ]
}

const EMPTY_GGUF: &[u8] = b"GGUF\x03\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

/// A11: other shapes and places.
fn odd_shapes() -> Vec<Attack> {
    let card = |name: &str, head: &str| {
        attack(name).file("m/README.md", format!("---\nlicense: mit\n{head}---\n# Ravine\n\nA model.\n"))
    };
    vec![
        card("trailing-slash", "base_model: meta-llama/Llama-2-7b-hf/\n"),
        card("mapping", "base_model:\n  name: meta-llama/Llama-2-7b-hf\n")
            .fails(&["incompatible-license", "unread-parent"]),
        attack("cache-path").file("m/README.md", SILENT).file(
            "m/adapter_config.json",
            "{\"base_model_name_or_path\":\"/root/.cache/hub/models--meta-llama--Llama-2-7b-hf/snapshots/0123\"}",
        ),
        attack("mergekit-lora")
            .file("m/README.md", SILENT)
            .file("m/mergekit_config.yml", "models:\n- model: mistralai/Mistral-7B-v0.1+meta-llama/Llama-2-7b-hf\n"),
        attack("github-like")
            .file(".githubx/README.md", SILENT)
            .file(".githubx/mergekit_config.yml", "models:\n- model: meta-llama/Llama-2-7b-hf\n"),
    ]
}

/// A12: paths and links.
fn odd_paths() -> Vec<Attack> {
    vec![
        attack("case-of-folders").file("m/README.md", SILENT).file("M/README.md", UNFIT.1),
        attack("long-path").file(&format!("{}/README.md", "a".repeat(250)), UNFIT.1),
        attack("deep-path").file(&format!("{}README.md", "d/".repeat(60)), UNFIT.1),
        attack("odd-name").file("m\u{202e}\u{7}x/README.md", UNFIT.1),
        attack("linked-card")
            .file("docs/card.md", UNFIT.1)
            .link("m/README.md", "../docs/card.md")
            .fails(&["incompatible-license", "unreadable-file"]),
        attack("linked-card-with-weights")
            .file("docs/card.md", UNFIT.1)
            .file("m/model.bin", pointer("x", 5_000_000))
            .link("m/README.md", "../docs/card.md")
            .fails(&["incompatible-license", "unreadable-file"]),
        attack("card-in-a-linked-folder")
            .file("docs/card.md", UNFIT.1)
            .link("l", "docs")
            .link("m/README.md", "../l/card.md")
            .fails(&["incompatible-license", "unreadable-file"]),
        attack("linked-adapter")
            .file("m/README.md", SILENT)
            .file("docs/a.txt", "{\"base_model_name_or_path\":\"meta-llama/Llama-2-7b-hf\"}")
            .link("m/adapter_config.json", "../docs/a.txt")
            .fails(&["incompatible-license", "unreadable-file"]),
        attack("linked-adapter-folder")
            .file("m/README.md", SILENT)
            .file("docs/adapter_config.json", "{\"base_model_name_or_path\":\"meta-llama/Llama-2-7b-hf\"}")
            .link("m/a", "../docs"),
        attack("root-card").file("README.md", UNFIT.1),
    ]
}

/// Faults that look as if the base had them.
fn old_faults() -> Vec<Attack> {
    let broken = |name: &str| {
        attack(name).base("m/README.md", SILENT).base("m/adapter_config.json", "{\"a\": ,}").fails(&["unreadable-file"])
    };
    vec![
        broken("another-unreadable-adapter").file("m/adapter_config.json", pointer("adapter", 300)),
        attack("another-unreadable-card")
            .base("m/README.md", pointer("one", 300))
            .base("m/model.bin", pointer("w", 5_000_000))
            .file("m/README.md", pointer("two", 301))
            .fails(&["unreadable-file"]),
        attack("a-fault-under-another-name")
            .base("m/README.md", UNFIT.1)
            .without("m/README.md")
            .file("n/README.md", UNFIT.1),
        attack("a-further-parent")
            .base("m/README.md", "---\nlicense: mit\nbase_model: google/gemma-2b\n---\n# M\n")
            .file(
                "m/README.md",
                "---\nlicense: mit\nbase_model:\n- google/gemma-2b\n- meta-llama/Llama-2-7b-hf\n---\n# M\n",
            ),
    ]
}

/// What a configuration of the head would do.
fn configurations() -> Vec<Attack> {
    const NAME: &str = ".model-license-gate.yml";
    let with = |name: &str, text: &str| attack(name).file("m/README.md", UNFIT.1).file(NAME, text);
    let stated = |name: &str| {
        attack(name)
            .base(NAME, "lineage:\n- { model: ravine, family: llama2 }\n")
            .base("ravine/README.md", LLAMA.replace("base_model: meta-llama/Llama-2-7b-hf\n", ""))
            .base("ravine/Notice", NOTICE)
            .warns(&["loosened-configuration"])
    };
    vec![
        with("skip", "skip: ['m/**']\n"),
        with("off", "severities: { incompatible-license: off }\n"),
        with(
            "from-scratch",
            "lineage:\n- { model: m, family: scratch }\n- { model: meta-llama/Llama-2-7b-hf, family: scratch }\n",
        ),
        with("excepted", "exceptions:\n- { rule: incompatible-license, model: m, reason: x }\n"),
        with("broken", "severities: [\n"),
        attack("two-configurations")
            .file("m/README.md", UNFIT.1)
            .file(".github/.model-license-gate.yml", "skip: ['**']\n"),
        stated("a-fact-goes").file(NAME, "agreement: link\n"),
        stated("the-configuration-goes").without(NAME),
        attack("strict-goes").base(NAME, "strict: true\n").without(NAME).warns(&["loosened-configuration"]),
    ]
}

fn utf32(text: &str) -> Vec<u8> {
    text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect()
}
