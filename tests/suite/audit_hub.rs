//! `audit` of models on the Hub: all models of a list, in order, once, politely, and from where an earlier run stopped.

use crate::harness;
use crate::support::fake::{Reply, Request};
use crate::support::models::{Files, Models, files};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

tests! {
    all_pages_of_a_list_are_judged_in_its_order,
    places_on_the_hub_mix_with_files_and_folders,
    a_model_that_cannot_be_read_is_one_sentence,
    a_list_that_is_none_is_one_sentence,
    a_hub_that_is_down_ends_the_run_early,
    a_base_model_is_looked_up_once_and_not_guessed_at,
    the_name_on_the_hub_is_not_for_the_model_to_choose,
    a_run_that_stopped_goes_on_and_ends_as_if_it_had_not,
    a_file_that_is_no_journal_of_this_audit_is_left_as_it_is,
    the_rate_limit_is_waited_for_and_never_run_into,
    a_rate_limit_without_end_stops_the_run,
}

const BAD: &str = "---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# A model\n";
const GOOD: &str = "---\nlicense: mit\nbase_model: mistralai/Mistral-7B-v0.1\n---\n# A model\n";
const UNKNOWN: &str = "---\nlicense: mit\nbase_model: other/strange\n---\n# A model\n";

/// Exit code, standard output and standard error of an audit.
fn run(hub: &str, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_model-license-gate"));
    for name in ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_HOME", "HF_TOKEN_PATH", "HF_HUB_OFFLINE"] {
        command.env_remove(name);
    }
    let nowhere = harness::folder("audit-hub/home");
    command.arg("audit").args(arguments).env("HF_ENDPOINT", hub).env("HOME", &nowhere).env("XDG_CACHE_HOME", &nowhere);
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

/// A Hub where `acme` has models, two on a page, that answers to some requests as a script says.
fn hub(cards: &[(&'static str, &str)], script: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static) -> Models {
    let listed: Vec<String> =
        cards.iter().map(|(id, _)| (*id).to_owned()).filter(|id| id.starts_with("acme/")).collect();
    let models: Vec<(&str, Files)> = cards.iter().map(|(id, card)| (*id, files(&[("README.md", card)]))).collect();
    let page = move |request: &Request| {
        let query = request.line.strip_prefix("GET /api/models?")?;
        let from = query.split_once("cursor=").map_or(0, |(_, number)| number.parse().unwrap());
        let ids: Vec<Value> =
            listed.iter().skip(from).take(2).map(|id| json!({ "id": id, "private": false })).collect();
        let next = from + ids.len();
        if !query.contains("author=acme&") {
            return Some(Reply::json(200, &json!([])));
        }
        let reply = Reply::json(200, &Value::Array(ids));
        let link = format!("Link: <http://elsewhere.example/api/models?author=acme&cursor={next}>; rel=\"next\"");
        Some(if next < listed.len() { reply.with(&link) } else { reply })
    };
    Models::scripted(models, move |request| script(request).or_else(|| page(request)), |_| None)
}

fn five() -> [(&'static str, &'static str); 5] {
    [("acme/e", GOOD), ("acme/d", BAD), ("acme/c", GOOD), ("acme/b", BAD), ("acme/a", GOOD)]
}

fn ids(verdicts: &str) -> Vec<String> {
    let parsed = verdicts.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    parsed.map(|verdict| verdict["id"].as_str().unwrap().to_owned()).collect()
}

/// Requests for a model and its list of files.
fn asked(models: &Models, id: &str) -> usize {
    models.hub.log().iter().filter(|line| line.starts_with(&format!("GET /api/models/{id}?"))).count()
}

fn file(name: &str) -> PathBuf {
    harness::folder(&format!("audit-hub/{name}")).join("file")
}

fn all_pages_of_a_list_are_judged_in_its_order() {
    let models = hub(&five(), |_| None);
    let report = file("pages");
    let (code, verdicts, summary) = run(&models.hub.address, &["hf://acme", "--report", report.to_str().unwrap()]);
    assert_eq!(code, 0, "{summary}");
    assert_eq!(ids(&verdicts), ["acme/e", "acme/d", "acme/c", "acme/b", "acme/a"]);
    assert!(summary.starts_with("5 repositories checked (5 models): 2 fail, 0 warn, 3 pass\n"), "{summary}");
    assert!(
        fs::read_to_string(report).unwrap().contains("\n[\"acme/e\",0,1,"),
        "the row leads to the model on the Hub"
    );
    assert_eq!(models.hub.log().iter().filter(|line| line.starts_with("GET /api/models?")).count(), 3);
    assert_eq!(asked(&models, "acme/d"), 1);
    for jobs in ["1", "8"] {
        let (_, same, _) = run(&models.hub.address, &["hf://acme", "--jobs", jobs]);
        assert_eq!(same, verdicts, "--jobs {jobs}");
    }
}

fn places_on_the_hub_mix_with_files_and_folders() {
    let models = hub(&[("acme/e", GOOD), ("acme/d@v1", BAD)], |_| None);
    let folder = harness::folder("audit-hub/mixed");
    fs::create_dir(folder.join("model")).unwrap();
    fs::write(folder.join("model/README.md"), BAD).unwrap();
    let line = folder.join("cards.jsonl");
    fs::write(&line, json!({ "id": "acme/line", "card": GOOD }).to_string()).unwrap();
    let [folder, line] = [folder.join("model"), line].map(|path| path.to_str().unwrap().to_owned());
    let (code, verdicts, summary) = run(&models.hub.address, &[&folder, "hf://acme/d@v1", &line, "hf://acme/e"]);
    assert_eq!(code, 0, "{summary}");
    assert_eq!(ids(&verdicts), [folder.as_str(), "acme/d", "acme/line", "acme/e"]);
    let lines: Vec<Value> = verdicts.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["findings"], &lines[1]["revision"]), (&lines[1]["findings"], &json!("v1")));
    assert_eq!(lines[3].get("revision"), None);
    for odd in ["hf://acme/d@", "hf://"] {
        assert_eq!(run(&models.hub.address, &[&line, odd]).0, 2, "{odd}");
    }
}

fn a_model_that_cannot_be_read_is_one_sentence() {
    let models = hub(&five(), |request| match request.line.as_str() {
        "GET /api/models/acme/d?blobs=true" => Some(Reply::text(403, "").with("X-Error-Code: GatedRepo")),
        "GET /api/models/acme/b?blobs=true" => Some(Reply::text(200, "<html>")),
        _ => None,
    });
    let (code, verdicts, errors) = run(&models.hub.address, &["hf://acme"]);
    assert_eq!((code, ids(&verdicts)), (2, vec!["acme/e".into(), "acme/c".into(), "acme/a".into()]));
    let sentences: Vec<&str> = errors.lines().filter(|line| line.starts_with("error: ")).collect();
    assert_eq!(sentences.len(), 2, "{errors}");
    assert!(sentences[0].starts_with("error: `hf://acme/d`: `acme/d` is gated"), "{errors}");
    assert!(errors.contains("3 pass; 2 could not be checked\n"), "{errors}");
    assert_eq!(run(&models.hub.address, &["hf://acme", "--keep-going"]).0, 0);
}

fn a_list_that_is_none_is_one_sentence() {
    let models = hub(&five(), |_| None);
    let (code, verdicts, errors) = run(&models.hub.address, &["hf://nobody", "hf://acme/e"]);
    assert_eq!((code, ids(&verdicts)), (2, vec!["acme/e".into()]));
    assert!(errors.starts_with("error: the Hub shows no models of `nobody`: is the name right?\n"), "{errors}");
    for body in ["[{\"id\":\"../x\"}]", "{}", "[null]"] {
        let models = hub(&[], move |_| Some(Reply::text(200, body)));
        let (code, verdicts, errors) = run(&models.hub.address, &["hf://acme"]);
        assert_eq!((code, verdicts.as_str()), (2, ""), "{body}");
        assert!(errors.starts_with("error: the models of `acme` cannot be listed: the Hub's "), "{errors}");
    }
    // The same page again and again.
    let link = "Link: </api/models?author=acme&cursor=0>; rel=\"next\"";
    let models = hub(&five(), move |request| {
        request.line.contains("author=acme").then(|| Reply::json(200, &json!([{ "id": "acme/e" }])).with(link))
    });
    let (code, verdicts, errors) = run(&models.hub.address, &["hf://acme"]);
    assert_eq!((code, ids(&verdicts)), (2, vec!["acme/e".into()]));
    assert!(errors.contains("the Hub's list of the models of `acme` has no end"), "{errors}");
}

fn a_hub_that_is_down_ends_the_run_early() {
    let models = hub(&[], |_| Some(Reply::Reset));
    let (code, verdicts, errors) = run(&models.hub.address, &["hf://acme"]);
    assert_eq!((code, verdicts.as_str()), (2, ""));
    assert_eq!(errors.matches("error: ").count(), 1, "{errors}");
    let places: Vec<String> = (0..40).map(|number| format!("hf://acme/m{number}")).collect();
    let places: Vec<&str> = places.iter().map(String::as_str).chain(["--keep-going", "--jobs", "1"]).collect();
    let (code, _, errors) = run(&models.hub.address, &places);
    assert_eq!(code, 2, "an audit that stopped is not done, whatever the options");
    assert_eq!(errors.matches("error: ").count(), 5, "{errors}");
    assert!(errors.contains("error: the audit stopped: 5 models in a row could not be read"), "{errors}");
    assert!(errors.contains("; the audit stopped before its end"), "{errors}");
}

fn a_base_model_is_looked_up_once_and_not_guessed_at() {
    let cards = [("acme/c", UNKNOWN), ("acme/b", UNKNOWN), ("acme/a", UNKNOWN), ("other/strange", BAD)];
    let look_up = "GET /api/models/other/strange";
    let models = hub(&cards, |_| None);
    let (_, verdicts, _) = run(&models.hub.address, &["hf://acme"]);
    assert_eq!(verdicts.matches(r#""via":["other/strange","meta-llama/Llama-2-7b-hf"]"#).count(), 3, "{verdicts}");
    assert_eq!(models.hub.log().iter().filter(|line| *line == look_up).count(), 1);
    let models = hub(&cards, move |request| (request.line == look_up).then(|| Reply::text(500, "")));
    let (code, verdicts, errors) = run(&models.hub.address, &["hf://acme"]);
    assert_eq!((code, verdicts.as_str()), (2, ""), "without the answer there is no verdict");
    assert!(errors.contains("`other/strange` could not be looked up"), "{errors}");
    assert_eq!(models.hub.log().iter().filter(|line| *line == look_up).count(), 3, "three tries for all three models");
}

fn the_name_on_the_hub_is_not_for_the_model_to_choose() {
    let own = files(&[("README.md", BAD), (".model-license-gate.yml", "repository: meta-llama/Llama-2-7b-hf\n")]);
    let models = Models::start([("acme/a", own)]);
    let (_, verdicts, _) = run(&models.hub.address, &["hf://acme/a"]);
    assert!(verdicts.starts_with(r#"{"id":"acme/a","verdict":"fail""#), "{verdicts}");
}

fn a_run_that_stopped_goes_on_and_ends_as_if_it_had_not() {
    let is_ill = Arc::new(AtomicBool::new(true));
    let ill = Arc::clone(&is_ill);
    let models = hub(&five(), move |request| {
        let fails = request.line.starts_with("GET /api/models/acme/c") && ill.load(Ordering::Relaxed);
        fails.then(|| Reply::text(403, ""))
    });
    let [journal, one, other] = ["stopped", "report-one", "report-other"].map(file);
    let [journal, one, other] = [&journal, &one, &other].map(|path| path.to_str().unwrap());
    let (code, ..) = run(&models.hub.address, &["hf://acme", "--resume", journal]);
    assert_eq!(code, 2);
    // A run that was killed while it wrote.
    let half = fs::read_to_string(journal).unwrap() + r#"{"place":"hf://acme/c","verd"#;
    fs::write(journal, half).unwrap();
    is_ill.store(false, Ordering::Relaxed);
    let resumed = run(&models.hub.address, &["hf://acme", "--resume", journal, "--report", one, "--fail-on", "error"]);
    let counts = five().map(|(id, _)| asked(&models, id));
    assert_eq!(counts, [1, 1, 2, 1, 1], "what was judged is not asked for again");
    let whole = run(&models.hub.address, &["hf://acme", "--report", other, "--fail-on", "error"]);
    assert_eq!(resumed, whole);
    assert_eq!(whole.0, 1);
    assert_eq!(fs::read_to_string(one).unwrap(), fs::read_to_string(other).unwrap());
    let before = models.hub.log().len();
    assert_eq!(run(&models.hub.address, &["hf://acme", "--resume", journal]).1, whole.1);
    assert_eq!(models.hub.log().len(), before + 3, "only the list is read");
}

fn a_file_that_is_no_journal_of_this_audit_is_left_as_it_is() {
    let models = hub(&five(), |_| None);
    let path = file("journal");
    let journal = path.to_str().unwrap();
    let (_, verdicts, _) = run(&models.hub.address, &["hf://acme"]);
    let refused = |path: &Path, arguments: &[&str]| {
        let before = fs::read(path).unwrap();
        let (code, out, errors) = run(&models.hub.address, arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{errors}");
        assert_eq!(fs::read(path).unwrap(), before);
        errors
    };
    for other in [verdicts.as_str(), "# Notes", "{}\n"] {
        fs::write(&path, other).unwrap();
        assert!(refused(&path, &["hf://acme", "--resume", journal]).contains("is not a file that `--resume` wrote"));
    }
    fs::remove_file(&path).unwrap();
    run(&models.hub.address, &["hf://acme", "--resume", journal]);
    let config = file("journal-config");
    fs::write(&config, "fail-on: error\n").unwrap();
    let arguments = ["hf://acme", "--resume", journal, "--config", config.to_str().unwrap()];
    refused(&path, &arguments);
    let damaged = fs::read_to_string(&path).unwrap().replacen("{\"place\"", "{\"plaice\"", 1);
    fs::write(&path, damaged).unwrap();
    assert!(refused(&path, &["hf://acme", "--resume", journal]).contains("is damaged"));
    assert_eq!(run(&models.hub.address, &["--resume", journal, "."]).0, 2, "nothing on the Hub");
}

/// Says that the window of the API ends in a second, with requests left.
fn limited(left: u32) -> impl Fn(&Request) -> Option<Reply> + Send + Sync {
    let header = format!("RateLimit: \"api\";r={left};t=1");
    let list = json!([{ "id": "acme/e" }, { "id": "acme/d" }]);
    move |request| request.line.contains("author=acme").then(|| Reply::json(200, &list).with(&header))
}

fn the_rate_limit_is_waited_for_and_never_run_into() {
    let models = hub(&five(), limited(0));
    let (start, (code, verdicts, errors)) = (Instant::now(), run(&models.hub.address, &["hf://acme"]));
    assert_eq!((code, ids(&verdicts).len()), (0, 2), "{errors}");
    assert!(start.elapsed().as_secs() >= 1, "{errors}");
    assert_eq!(errors.matches(" s for the Hub's rate limit\n").count(), 1, "{errors}");
    assert!(!run(&models.hub.address, &["hf://acme", "--quiet"]).2.contains("waiting"));
    let models = hub(&five(), limited(2));
    assert!(!run(&models.hub.address, &["hf://acme"]).2.contains("waiting"), "two are left, and two are needed");
}

fn a_rate_limit_without_end_stops_the_run() {
    let models = hub(&five(), limited(0));
    let (code, verdicts, errors) = run(&models.hub.address, &["hf://acme", "--max-wait", "0", "--keep-going"]);
    assert_eq!((code, verdicts.as_str()), (2, ""));
    assert!(errors.contains("error: the audit stopped: the Hub's rate limit is used up for "), "{errors}");
    assert!(errors.contains("With `--resume FILE`, a run can go on"), "{errors}");
    let refusal = || Reply::text(429, "").with("RateLimit: \"api\";r=0;t=0");
    let models = hub(&five(), move |request| request.line.contains("blobs=true").then(refusal));
    let (code, _, errors) = run(&models.hub.address, &["hf://acme"]);
    assert_eq!((code, errors.matches("error: ").count()), (2, 1), "{errors}");
    assert!(errors.contains("rate limit does not end"), "{errors}");
}
