//! Models that are read on the Hub, in place: the same answers as for a folder, and few requests.

use crate::harness;
use crate::support::fake::{Reply, Request};
use crate::support::models::{Files, Models, files};
use crate::support::weights::{gguf, safetensors};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;

tests! {
    a_model_on_the_hub_is_judged_as_its_folder_is,
    several_roots_have_their_own_paths,
    a_pull_request_is_a_revision,
    a_name_in_other_letters_is_followed,
    models_of_any_size_take_few_requests,
    headers_that_are_left_out_are_told,
    weights_that_say_nothing_hide_none_that_do,
    a_model_on_the_hub_is_named_by_its_place,
    #[cfg(unix)] links_are_followed_as_a_clone_has_them,
    kept_texts_are_used_only_with_their_hashes,
}

pub(crate) const CARD: &str = "---\nlicense: apache-2.0\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Letters\n";
pub(crate) const UNKNOWN: &str = "---\nlicense: apache-2.0\nbase_model: acme/strange-7b\n---\n# Letters\n";

/// Exit code, standard output and standard error of the program, with a Hub.
pub(crate) fn run(hub: &str, arguments: &[&str], variables: &[(&str, &str)]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_model-license-gate"));
    for name in ["GITHUB_ACTIONS", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_HOME", "HF_TOKEN_PATH", "HF_HUB_OFFLINE"] {
        command.env_remove(name);
    }
    let nowhere = harness::folder("hub-places/home");
    command.args(arguments).env("COLUMNS", "1000").env("HF_ENDPOINT", hub);
    command.env("XDG_CACHE_HOME", &nowhere).env("HOME", &nowhere).envs(variables.iter().copied());
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// The report in JSON.
pub(crate) fn report(hub: &str, arguments: &[&str]) -> Value {
    let (code, json, errors) = run(hub, &[&["check", "--format", "json"], arguments].concat(), &[]);
    assert!(code < 2, "{errors}");
    serde_json::from_str(&json).unwrap()
}

/// Models of all kinds, by id.
pub(crate) fn models() -> Vec<(&'static str, Files)> {
    let mut weights =
        files(&[("README.md", "---\nlicense: mit\n---\n# Letters\n"), (".gitattributes", "*.gguf filter=lfs\n")]);
    let base = "https://huggingface.co/meta-llama/Llama-2-7b-hf";
    let keys = [("general.architecture", "llama"), ("general.base_model.0.repo_url", base)];
    weights.insert("m.Q4.gguf".to_owned(), gguf(&keys, 90_000));
    let mut shards = files(&[("README.md", "---\nlicense: mit\n---\n# Letters\n")]);
    for number in 1..=5 {
        let layer = format!("model.layers.{}.mlp.up_proj.weight", number * 6 + 1);
        let mut header = json!({
            "__metadata__": { "format": "pt" },
            "model.embed_tokens.weight": { "dtype": "F16", "shape": [32000, 4096], "data_offsets": [0, 8] },
            "lm_head.weight": { "dtype": "F16", "shape": [32000, 4096], "data_offsets": [0, 8] },
        });
        header[layer] = json!({ "dtype": "F16", "shape": [11008, 4096], "data_offsets": [0, 8] });
        shards.insert(format!("model-{number:05}-of-00005.safetensors"), safetensors(&header));
    }
    let mut late = files(&[("README.md", "---\nlicense: mit\n---\n# Letters\n")]);
    let mut header = serde_json::Map::new();
    for number in 0..4_000 {
        header.insert(format!("t{number}"), json!({ "dtype": "F16", "shape": [1], "data_offsets": [0, 2] }));
    }
    let text = Value::Object(header).to_string();
    let metadata = r#","__metadata__":{"base_model":"meta-llama/Llama-2-7b-hf"}}"#;
    let text = [&text[..text.len() - 1], metadata].concat();
    late.insert(
        "model.safetensors".to_owned(),
        [&(text.len() as u64).to_le_bytes(), text.as_bytes(), &[0; 64]].concat(),
    );
    vec![
        ("acme/plain", files(&[("README.md", CARD), ("LICENSE", "Apache License"), ("train.py", "x = 1")])),
        (
            "acme/linked",
            files(&[
                (
                    "README.md",
                    "---\nlicense: other\nlicense_link: docs/our.words\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# L\n",
                ),
                ("docs/our.words", "Our own words."),
            ]),
        ),
        (
            "acme/configured",
            files(&[
                ("README.md", UNKNOWN),
                ("third_party/README.md", CARD),
                (
                    ".github/.model-license-gate.yml",
                    "skip: [third_party]\nlineage:\n  - {model: acme/strange-7b, family: llama2}\n",
                ),
            ]),
        ),
        ("acme/letters", files(&[("README.md", UNKNOWN)])),
        ("acme/strange-7b", files(&[("README.md", CARD)])),
        (
            "acme/several",
            files(&[("a/README.md", CARD), ("b/README.md", UNKNOWN), ("b/LICENSE", "x"), ("c/README.md/x", "x")]),
        ),
        ("acme/hidden-base", files(&[("README.md", "---\nbase_model: nobody/knows-7b\nlicense: mit\n---\n# x\n")])),
        ("acme/weights", weights),
        ("acme/shards", shards),
        ("acme/late", late),
        ("meta-llama/Llama-2-7b-hf", files(&[("README.md", "---\nlicense: llama2\n---\n# Llama 2\n")])),
    ]
}

/// Writes the files of a model into a folder.
pub(crate) fn write(folder: &Path, files: &Files) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn a_model_on_the_hub_is_judged_as_its_folder_is() {
    let hub = Models::start(models());
    for (id, files) in models() {
        let folder = harness::folder("hub-places/folder");
        write(&folder, &files);
        let folder = folder.to_string_lossy().into_owned();
        let on_disk = report(&hub.hub.address, &[&folder, "--as", id, "--hub"]);
        let in_place = report(&hub.hub.address, &[&format!("hf://{id}")]);
        assert_eq!(in_place, on_disk, "{id}");
    }
    let descent =
        |id: &str| report(&hub.hub.address, &[&format!("hf://{id}")])["models"][0]["lineage"][0]["derived"].clone();
    for id in ["acme/plain", "acme/letters", "acme/weights", "acme/late", "acme/configured"] {
        assert_eq!(descent(id), "yes", "{id}");
    }
}

fn several_roots_have_their_own_paths() {
    let hub = Models::start([
        ("acme/one", files(&[("README.md", CARD)])),
        ("acme/two", files(&[("README.md", CARD)])),
        ("acme/two@v1", files(&[("README.md", CARD)])),
    ]);
    let folder = harness::folder("hub-places/roots");
    write(&folder, &files(&[("README.md", CARD)]));
    let folder = folder.to_string_lossy().into_owned();
    let paths = |arguments: &[&str]| {
        let report = report(&hub.hub.address, arguments);
        let models = report["models"].as_array().unwrap().iter();
        models.map(|model| model["path"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(paths(&["hf://acme/one"]), ["."]);
    assert_eq!(paths(&["hf://acme/one", "hf://acme/one/"]), ["."]);
    assert_eq!(paths(&["hf://acme/one", "https://huggingface.co/acme/two"]), ["acme/one", "acme/two"]);
    assert_eq!(paths(&["hf://acme/two", "hf://acme/two@v1"]), ["acme/two", "acme/two@v1"]);
    assert_eq!(paths(&["hf://acme/one", &folder]), [folder.as_str(), "acme/one"]);
    assert_eq!(paths(&["hf://acme/one", "--exclude", "README.md"]), [""; 0]);
}

fn a_pull_request_is_a_revision() {
    let changed = CARD.replace("apache-2.0", "mit");
    let hub = Models::start([
        ("acme/letters", files(&[("LICENSE", "x")])),
        ("acme/letters@refs/pr/7", files(&[("README.md", &changed)])),
    ]);
    let report = report(&hub.hub.address, &["hf://acme/letters@refs/pr/7"]);
    assert_eq!(report["models"][0]["declared"], json!(["mit"]));
    assert!(hub.hub.log()[0].starts_with("GET /api/models/acme/letters/revision/refs%2Fpr%2F7?"));
}

fn a_name_in_other_letters_is_followed() {
    let reply = |request: &Request| {
        let there = request.line.strip_prefix("GET /api/models/ACME/Letters")?;
        Some(Reply::text(307, "").with(&format!("Location: /api/models/acme/letters{there}")))
    };
    let hub = Models::scripted([("acme/letters", files(&[("README.md", CARD)]))], reply, |_| None);
    assert_eq!(report(&hub.hub.address, &["hf://ACME/Letters"])["verdict"], "fail");
}

fn models_of_any_size_take_few_requests() {
    let card = || files(&[("README.md", CARD), (".gitattributes", "*.gguf filter=lfs\n"), ("config.json", "{}")]);
    let (mut shards, mut quantised, mut papers, mut pictures) = (card(), card(), card(), card());
    for number in 1..=60 {
        let header = json!({ "__metadata__": { "format": "pt" }, "x".repeat(40_000): { "dtype": "F16", "shape": [1], "data_offsets": [0, 2] } });
        shards.insert(format!("model-{number:05}-of-00060.safetensors"), safetensors(&header));
    }
    for number in 0..20 {
        quantised.insert(format!("m.Q{number}.gguf"), gguf(&[("general.architecture", "llama")], 80_000));
    }
    for number in 0..8 {
        papers.insert(format!("LICENSE-{number}.txt"), format!("License {number}").into_bytes());
    }
    papers.insert("model.safetensors".to_owned(), safetensors(&json!({})));
    for number in 0..2_000 {
        pictures.insert(format!("pictures/{number}.png"), vec![7; number % 9]);
    }
    let all =
        [("acme/shards", shards), ("acme/quantised", quantised), ("acme/papers", papers), ("acme/pictures", pictures)];
    for (id, files) in all {
        let hub = Models::start([(id, files)]);
        assert_eq!(report(&hub.hub.address, &[&format!("hf://{id}")])["verdict"], "fail", "{id}");
        assert!(hub.count() <= 14, "{id}: {}", hub.count());
        let ranges = hub.storage.requests().into_iter().filter_map(|request| {
            let (_, range) = request.headers.split_once("bytes=")?;
            let (start, end) = range.lines().next()?.split_once('-')?;
            Some(end.trim().parse::<usize>().unwrap() - start.parse::<usize>().unwrap())
        });
        assert!(ranges.sum::<usize>() < 1_900_000, "{id}");
    }
}

fn headers_that_are_left_out_are_told() {
    let many = |card: &str| {
        let mut files = files(&[("README.md", card)]);
        files.extend(
            (0..20).map(|number| (format!("m.Q{number:02}.gguf"), gguf(&[("general.architecture", "llama")], 0))),
        );
        [("acme/many", files)]
    };
    let hub = Models::start(many("---\nlicense: mit\n---\n# Letters\n"));
    let found = report(&hub.hub.address, &["hf://acme/many"]);
    let finding = found["findings"].as_array().unwrap().iter().find(|one| one["rule"] == "unreadable-header").unwrap();
    assert!(finding["message"].as_str().unwrap().contains("and of 13 more files"), "{finding}");
    assert_eq!((&finding["severity"], &found["verdict"]), (&json!("error"), &json!("fail")));
    // Where the card names the base, the headers would repeat it.
    let hub = Models::start(many(CARD));
    let found = report(&hub.hub.address, &["hf://acme/many"]);
    assert!(found["findings"].as_array().unwrap().iter().all(|one| one["rule"] != "unreadable-header"));
    let unchecked = found["unchecked"].to_string();
    assert!(
        unchecked.contains("few headers of weights are read") && unchecked.contains("14 files in all"),
        "{unchecked}"
    );
}

/// Neither do weights that name another base model than the one behind them.
fn weights_that_say_nothing_hide_none_that_do() {
    let repository = |id: &str| ("general.base_model.0.repo_url".to_owned(), format!("https://huggingface.co/{id}"));
    let named = |id: &str| {
        let (key, base) = repository(id);
        gguf(&[("general.architecture", "llama"), (&key, &base)], 0)
    };
    for decoy in [gguf(&[("general.architecture", "gpt2")], 0), named("mistralai/Mistral-7B-v0.1")] {
        let mut all = files(&[("README.md", "---\nlicense: mit\n---\n# Letters\n")]);
        all.extend((0..20).map(|number| (format!("a{number:02}.gguf"), decoy.clone())));
        all.insert("z.gguf".to_owned(), named("meta-llama/Llama-2-7b-hf"));
        let folder = harness::folder("hub-places/decoys");
        write(&folder, &all);
        let hub = Models::start([("acme/decoys", all)]);
        let on_disk = report(&hub.hub.address, &[&folder.to_string_lossy(), "--as", "acme/decoys", "--hub"]);
        let in_place = report(&hub.hub.address, &["hf://acme/decoys"]);
        assert_eq!((&in_place["verdict"], &on_disk["verdict"]), (&json!("fail"), &json!("fail")), "{in_place}");
        assert!(hub.count() <= 14, "{}", hub.count());
    }
}

fn a_model_on_the_hub_is_named_by_its_place() {
    let hub = Models::start([
        ("acme/one", files(&[("README.md", CARD)])),
        ("acme/one@refs/pr/7", files(&[("README.md", CARD)])),
        ("acme/two", files(&[("README.md", CARD)])),
    ]);
    let shown = |arguments: &[&str]| run(&hub.hub.address, &[&["check"], arguments].concat(), &[]).1;
    let one = shown(&["https://huggingface.co/acme/one"]);
    assert!(one.starts_with("hf://acme/one   FAIL"), "{one}");
    assert!(one.contains("Fix:      model-license-gate fix --download hf://acme/one\n"), "{one}");
    let pull = shown(&["hf://acme/one@refs/pr/7"]);
    assert!(pull.contains("model-license-gate fix --download --dry-run hf://acme/one@refs/pr/7\n"), "{pull}");
    // `fix` takes one place at a time.
    let both = shown(&["hf://acme/one", "hf://acme/two"]);
    let commands = "Fix:      model-license-gate fix --download hf://acme/one\n          model-license-gate fix --download hf://acme/two\n";
    assert!(both.contains(commands) && both.contains("check --verbose hf://acme/one hf://acme/two ·"), "{both}");
}

/// Git keeps a link as a file with the path that it leads to.
#[cfg(unix)]
fn links_are_followed_as_a_clone_has_them() {
    let plain = files(&[("docs/card.md", CARD), ("legal/words", "Our own words."), ("docs/LICENSE", "x")]);
    let links = [
        ("README.md", "docs/card.md"),
        ("LICENSE", "legal/to-words"),
        ("legal/to-words", "words"),
        ("docs/NOTICE", "../docs/LICENSE"),
    ];
    let folder = harness::folder("hub-places/links");
    write(&folder, &plain);
    let mut on_hub = plain;
    for (path, to) in links {
        std::os::unix::fs::symlink(to, folder.join(path)).unwrap();
        on_hub.insert(path.to_owned(), to.as_bytes().to_vec());
    }
    let hub = Models::start([("acme/links", on_hub)]);
    let folder = folder.to_string_lossy().into_owned();
    let in_place = report(&hub.hub.address, &["hf://acme/links"]);
    assert_eq!(in_place["verdict"], "fail");
    assert_eq!(in_place, report(&hub.hub.address, &[&folder, "--as", "acme/links", "--hub"]));
}

fn kept_texts_are_used_only_with_their_hashes() {
    let hub = Models::start([("acme/letters", files(&[("README.md", CARD), ("LICENSE", "x")]))]);
    let folder = harness::folder("hub-places/kept").join("new");
    let folder_shown = folder.to_string_lossy().into_owned();
    let check = || {
        let before = hub.count();
        let report = report(&hub.hub.address, &["hf://acme/letters", "--hub-files", &folder_shown]);
        assert_eq!(report["verdict"], "fail");
        hub.count() - before
    };
    assert_eq!((check(), check()), (3, 1), "the list is asked for each time");
    for kept in fs::read_dir(&folder).unwrap() {
        fs::write(kept.unwrap().path(), "---\nlicense: llama2\n---\n").unwrap();
    }
    assert_eq!((check(), check()), (3, 1));
    fs::write(folder.with_file_name("file"), "").unwrap();
    let file = folder.with_file_name("file").to_string_lossy().into_owned();
    let (code, _, errors) = run(&hub.hub.address, &["check", "hf://acme/letters", "--hub-files", &file], &[]);
    assert!(code == 2 && errors.starts_with("error: cannot use "), "{errors}");
}
