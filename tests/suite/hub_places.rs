//! Models that are read on the Hub, in place: the same answers as for a folder, few requests, and a sentence for whatever goes wrong.

use crate::harness;
use crate::support::fake::{Reply, Request};
use crate::support::models::{Files, Models, failure, files};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;

tests! {
    a_model_on_the_hub_is_judged_as_its_folder_is,
    several_roots_have_their_own_paths,
    a_pull_request_is_a_revision,
    the_token_goes_to_the_hub_alone,
    the_token_that_was_stored_is_used_unless_it_must_not_be,
    each_refusal_is_one_sentence,
    a_name_in_other_letters_is_followed,
    bytes_that_are_not_what_the_list_names_are_not_taken,
    an_answer_that_fails_once_is_asked_for_again,
    a_look_up_that_fails_leaves_no_verdict,
    models_of_any_size_take_few_requests,
    headers_that_are_left_out_are_told,
    kept_texts_are_used_only_with_their_hashes,
    what_is_asked_for_in_vain_is_said,
}

const CARD: &str = "---\nlicense: apache-2.0\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Letters\n";
const UNKNOWN: &str = "---\nlicense: apache-2.0\nbase_model: acme/strange-7b\n---\n# Letters\n";

/// Exit code, standard output and standard error of the program, with a Hub.
fn run(hub: &str, arguments: &[&str], variables: &[(&str, &str)]) -> (i32, String, String) {
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
fn report(hub: &str, arguments: &[&str]) -> Value {
    let (code, json, errors) = run(hub, &[&["check", "--format", "json"], arguments].concat(), &[]);
    assert!(code < 2, "{errors}");
    serde_json::from_str(&json).unwrap()
}

fn is_authorized(request: &Request) -> bool {
    request.headers.to_ascii_lowercase().contains("authorization: bearer hf_secret")
}

/// A header of GGUF with texts, and with so many words of a tokenizer.
fn gguf(texts: &[(&str, &str)], words: usize) -> Vec<u8> {
    let text = |text: &str| [&(text.len() as u64).to_le_bytes(), text.as_bytes()].concat();
    let count = texts.len() as u64 + u64::from(words > 0);
    let mut bytes = [b"GGUF".as_slice(), &3_u32.to_le_bytes(), &0_u64.to_le_bytes(), &count.to_le_bytes()].concat();
    for (key, value) in texts {
        bytes.extend([text(key), 8_u32.to_le_bytes().to_vec(), text(value)].concat());
    }
    if words > 0 {
        bytes.extend(
            [text("tokenizer.ggml.tokens"), 9_u32.to_le_bytes().to_vec(), 8_u32.to_le_bytes().to_vec()].concat(),
        );
        bytes.extend((words as u64).to_le_bytes());
        for number in 0..words {
            bytes.extend(text(&format!("token{number}")));
        }
    }
    bytes
}

/// A file of safetensors: its header and some zeros.
fn safetensors(header: &Value) -> Vec<u8> {
    let header = header.to_string();
    [&(header.len() as u64).to_le_bytes(), header.as_bytes(), &[0; 64]].concat()
}

/// Models of all kinds, by id.
fn models() -> Vec<(&'static str, Files)> {
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
fn write(folder: &Path, files: &Files) {
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

fn the_token_goes_to_the_hub_alone() {
    let hub = Models::start(models());
    let (code, shown, errors) = run(&hub.hub.address, &["check", "hf://acme/weights"], &[("HF_TOKEN", "hf_secret")]);
    assert_eq!(code, 1, "{errors}");
    assert!(hub.hub.requests().iter().all(is_authorized) && hub.storage.log().len() == 1);
    assert!(
        hub.storage.requests().iter().all(|request| !request.headers.to_ascii_lowercase().contains("authorization"))
    );
    assert!(!shown.contains("hf_secret") && !errors.contains("hf_secret"));
    // Neither does a redirect of the list take it elsewhere.
    let elsewhere = hub.storage.address.clone();
    let to_storage = move |_: &Request| Some(Reply::text(307, "").with(&format!("Location: {elsewhere}/x")));
    let before = hub.storage.log().len();
    let other = Models::scripted([], to_storage, |_| None);
    let (code, _, errors) = run(&other.hub.address, &["check", "hf://acme/weights"], &[("HF_TOKEN", "hf_secret")]);
    assert_eq!((code, hub.storage.log().len()), (2, before), "{errors}");
}

fn the_token_that_was_stored_is_used_unless_it_must_not_be() {
    let hub = Models::start([("acme/letters", files(&[("README.md", "# x\n")]))]);
    let folder = harness::folder("hub-places/token");
    fs::create_dir_all(folder.join("huggingface")).unwrap();
    fs::write(folder.join("huggingface/token"), "hf_secret\n").unwrap();
    let (cache, home) = (folder.to_string_lossy(), folder.join("huggingface").to_string_lossy().into_owned());
    let file = folder.join("huggingface/token").to_string_lossy().into_owned();
    let is_sent = |variables: &[(&str, &str)]| {
        assert_eq!(run(&hub.hub.address, &["check", "hf://acme/letters"], variables).0, 0, "{variables:?}");
        is_authorized(hub.hub.requests().last().unwrap())
    };
    for variables in [
        [("HF_TOKEN", "hf_secret"), ("X", "")],
        [("HUGGING_FACE_HUB_TOKEN", "hf_secret"), ("X", "")],
        [("HF_TOKEN", ""), ("XDG_CACHE_HOME", &*cache)],
        [("XDG_CACHE_HOME", "/nowhere"), ("HF_HOME", &*home)],
        [("HF_HOME", "/nowhere"), ("HF_TOKEN_PATH", &*file)],
    ] {
        assert!(is_sent(&variables), "{variables:?}");
    }
    for variables in [
        [("XDG_CACHE_HOME", &*cache), ("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")],
        [("XDG_CACHE_HOME", &*cache), ("HF_TOKEN", "hf_other")],
        [("XDG_CACHE_HOME", &*cache), ("HF_HOME", "/nowhere")],
        [("HF_TOKEN_PATH", "/dev/zero"), ("X", "")],
    ] {
        assert!(!is_sent(&variables), "{variables:?}");
    }
}

fn each_refusal_is_one_sentence() {
    let reply = |request: &Request| {
        let asked = request.line.split("/models/acme/").nth(1).unwrap_or_default();
        Some(match asked.split(['?', '/']).next().unwrap_or_default() {
            "gated" => failure(403, "GatedRepo", "Access to this model is restricted"),
            "disabled" => Reply::json(403, &json!({ "error": "Access to this resource is disabled." })),
            "renamed" if request.line.contains("/api/models/acme/renamed") => {
                Reply::json(200, &json!({ "id": "acme/new-name", "sha": "0".repeat(40), "siblings": [] }))
            }
            "limited" => Reply::json(429, &json!({ "error": "slow down" })).with("RateLimit: \"api\";r=0;t=200"),
            "down" => Reply::text(503, "<html>"),
            "page" => Reply::text(200, "<html>"),
            "wordless" => Reply::text(403, "<html>"),
            "expired" => Reply::json(401, &json!({ "error": "Invalid credentials in Authorization header" })),
            "no-files" => Reply::json(200, &json!({ "id": "acme/no-files", "sha": "0".repeat(40), "siblings": null })),
            "odd-files" => Reply::json(
                200,
                &json!({ "id": "acme/odd-files", "sha": "0".repeat(40), "siblings": [
                    { "rfilename": "../../etc/passwd", "size": 1, "blobId": "x" },
                ]}),
            ),
            _ => return None,
        })
    };
    let hub = Models::scripted([("acme/letters", files(&[("README.md", "# x\n")]))], reply, |_| None);
    for (place, sentence) in [
        ("acme/gated", "`acme/gated` is gated"),
        ("acme/missing", "the Hub shows no model `acme/missing`: it is misspelled, deleted or private"),
        ("acme/disabled", "the Hub has disabled `acme/disabled`"),
        ("acme/renamed@main", "`acme/renamed` has a new name: use hf://acme/new-name@main"),
        ("acme/limited", "try again in 200 seconds"),
        ("acme/letters@nowhere", "`acme/letters` has no such revision"),
        ("acme/down", "the Hub cannot answer now (503)"),
        ("acme/page", "the Hub's answer is not what was asked for"),
        ("acme/wordless", "refuses `acme/wordless` without a reason (403)"),
        ("acme/expired", "the Hub does not accept the token"),
        ("acme/no-files", "the Hub's answer is not what was asked for"),
        ("acme/odd-files", "the Hub's answer on `acme/odd-files` has no plain file names"),
        ("acme", "`model-license-gate audit hf://acme` checks all of its models"),
        ("acme/a/b/c", "names no model on the Hub"),
    ] {
        let (code, shown, errors) = run(&hub.hub.address, &["check", &format!("hf://{place}")], &[]);
        assert_eq!((code, shown.as_str(), errors.lines().count()), (2, "", 1), "{errors}");
        assert!(errors.starts_with("error: ") && errors.contains(sentence), "{place}: {errors}");
    }
}

fn a_name_in_other_letters_is_followed() {
    let reply = |request: &Request| {
        let there = request.line.strip_prefix("GET /api/models/ACME/Letters")?;
        Some(Reply::text(307, "").with(&format!("Location: /api/models/acme/letters{there}")))
    };
    let hub = Models::scripted([("acme/letters", files(&[("README.md", CARD)]))], reply, |_| None);
    assert_eq!(report(&hub.hub.address, &["hf://ACME/Letters"])["verdict"], "fail");
}

fn bytes_that_are_not_what_the_list_names_are_not_taken() {
    let of_hub =
        |request: &Request| request.line.contains("README.md").then(|| Reply::text(200, &CARD.replace('7', "8")));
    let card = [("acme/letters", files(&[("README.md", CARD)]))];
    let hub = Models::scripted(card, of_hub, |_| None);
    let (code, shown, errors) = run(&hub.hub.address, &["check", "hf://acme/letters"], &[]);
    assert_eq!((code, shown.as_str()), (2, ""), "{errors}");
    for (status, range) in [(206, "bytes 1-7/9"), (206, "bytes 0-9/999999"), (200, "")] {
        let of_storage = move |_: &Request| {
            let reply = Reply::Answer(status, Vec::new(), b"GGUF".repeat(9));
            Some(reply.with(&format!("Content-Range: {range}")))
        };
        let hub = Models::scripted(models(), |_| None, of_storage);
        let (code, shown, errors) = run(&hub.hub.address, &["check", "hf://acme/weights"], &[]);
        assert_eq!((code, shown.as_str()), (2, ""), "{range} {errors}");
    }
}

fn an_answer_that_fails_once_is_asked_for_again() {
    let first = |request: &Request| (request.before == 0).then(|| Reply::text(500, "no"));
    let hub =
        Models::scripted(models(), first, |request| (request.before == 0).then(|| Reply::text(403, "<Expired/>")));
    let expected = report(&Models::start(models()).hub.address, &["hf://acme/weights"]);
    assert_eq!(report(&hub.hub.address, &["hf://acme/weights"]), expected);
}

fn a_look_up_that_fails_leaves_no_verdict() {
    for (status, body) in [
        (500, "{}"),
        (403, "<html>"),
        (200, "<html>"),
        (429, "{}"),
        (401, r#"{"error": "Invalid credentials in Authorization header"}"#),
    ] {
        let reply = move |request: &Request| {
            (request.line == "GET /api/models/acme/strange-7b").then(|| Reply::text(status, body))
        };
        let hub = Models::scripted(models(), reply, |_| None);
        let (code, shown, errors) = run(&hub.hub.address, &["check", "hf://acme/letters"], &[]);
        assert_eq!((code, shown.as_str()), (2, ""), "{status}");
        assert!(
            errors.starts_with("error: the base model `acme/strange-7b` could not be looked up on the Hub: "),
            "{errors}"
        );
        // A folder is judged without it, and says so.
        let folder = harness::folder("hub-places/look-up");
        write(&folder, &files(&[("README.md", UNKNOWN)]));
        let (code, shown, _) = run(&hub.hub.address, &["check", "--hub", &folder.to_string_lossy()], &[]);
        assert_eq!(code, 0);
        assert!(shown.contains("could not be looked up"), "{shown}");
    }
    let hub = Models::start(models());
    let (code, shown, _) = run(&hub.hub.address, &["check", "hf://acme/hidden-base"], &[]);
    assert_eq!(code, 0, "a base that nobody may see is a note");
    assert!(shown.contains("it shows nothing of the base model `nobody/knows-7b`"), "{shown}");
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

fn what_is_asked_for_in_vain_is_said() {
    let hub = Models::start([("acme/letters", files(&[("README.md", CARD)]))]);
    for (arguments, sentence) in [
        (&["--fix", "hf://acme/letters"][..], "use `model-license-gate fix hf://acme/letters`"),
        (&["--diff", "hf://acme/letters"], "use `model-license-gate fix hf://acme/letters`"),
        (&["hf://acme/letters", "--as", "acme/x"], "`--as` names the model that one folder is published as"),
        (&[".", "--as", "letters"], "`--as` takes the id of a model"),
        (&[".", "--hub-files", "x"], "`--hub-files` is for models on the Hub"),
        (&[".", "--hub-cache", "x"], "`--hub-cache` needs `--hub`"),
    ] {
        let (code, _, errors) = run(&hub.hub.address, &[&["check"], arguments].concat(), &[]);
        assert!(code == 2 && errors.contains(sentence), "{arguments:?} {errors}");
    }
    let (code, _, errors) = run(&hub.hub.address, &["check", "hf://acme/letters"], &[("HF_HUB_OFFLINE", "1")]);
    assert!(code == 2 && errors.starts_with("error: HF_HUB_OFFLINE is set"), "{errors}");
    assert_eq!(hub.count(), 0);
}
