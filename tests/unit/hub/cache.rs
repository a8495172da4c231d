//! The file that keeps what the Hub said: hits, age, damage, and who made it.

use super::{NOW, asked};
use crate::unit::folder;
use crate::unit::support::hub::{hub, requests};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const WEEK: u64 = 7 * 24 * 60 * 60;

fn written(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn what_was_asked_is_not_asked_again() {
    let path = folder("hit").join("below/hub.json");
    let fake = hub(&[("acme/strange-7b", &["acme/stranger-7b"]), ("acme/stranger-7b", &["meta-llama/Llama-2-7b-hf"])]);
    let first = asked(&fake, &["acme/strange-7b"], 9.0, Some(path.clone()));
    assert_eq!((first.hub.0.len(), first.notes.len(), fake.log().len()), (2, 0, 2));
    let again = asked(&fake, &["ACME/Strange-7b"], 9.0, Some(path.clone()));
    assert_eq!((again, fake.log().len()), (first, 2));
    let names: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["hub.json"]);
}

#[test]
fn what_the_hub_does_not_show_is_asked_again() {
    let path = folder("hidden").join("hub.json");
    let fake = hub(&[]);
    for times in 1..=2 {
        asked(&fake, &["acme/strange-7b"], 9.0, Some(path.clone()));
        assert_eq!(requests(&fake).len(), times);
    }
    assert!(!path.exists());
}

#[test]
fn an_answer_holds_for_a_week_and_for_its_own_hub() {
    let path = folder("age").join("hub.json");
    let fake = hub(&[("acme/strange-7b", &["acme/new"]), ("acme/new", &[])]);
    let keep = |endpoint: &str, asked: u64| {
        let models = json!({ "acme/strange-7b": { "asked": asked, "parents": ["meta-llama/Llama-2-7b-hf"] } });
        fs::write(&path, json!({ "version": 1, "endpoint": endpoint, "models": models }).to_string()).unwrap();
    };
    for (endpoint, time, hits) in [
        (fake.address.as_str(), NOW - WEEK + 1, true),
        (&fake.address, NOW - WEEK, false),
        (&fake.address, NOW + 1, false),
        ("https://huggingface.co", NOW, false),
    ] {
        keep(endpoint, time);
        let told = asked(&fake, &["acme/strange-7b"], 9.0, Some(path.clone()));
        let parent = if hits { "meta-llama/Llama-2-7b-hf" } else { "acme/new" };
        assert_eq!(told.hub.0["acme/strange-7b"].parents, [parent], "{endpoint} {time}");
        assert_eq!(told.notes, [""; 0]);
        assert_eq!(written(&path)["endpoint"], fake.address.as_str());
    }
}

#[test]
fn a_damaged_or_hostile_file_is_left_alone_with_a_note() {
    let path = folder("hostile").join("hub.json");
    let fake = hub(&[("acme/strange-7b", &["meta-llama/Llama-2-7b-hf"])]);
    let with = |models: &Value| json!({ "version": 1, "endpoint": fake.address, "models": models }).to_string();
    let entry = |entry: Value| with(&json!({ "acme/strange-7b": entry }));
    let files = [
        String::new(),
        "# My model\n".to_owned(),
        "[".repeat(200_000),
        with(&json!([])),
        with(&json!({ "../x": { "asked": NOW } })),
        entry(json!({ "asked": "today" })),
        entry(json!({ "asked": NOW, "parents": ["a/\u{1b}[2J"] })),
        entry(json!({ "asked": NOW, "now": "::error::x" })),
        entry(json!({ "asked": NOW, "license": "a\nb" })),
        entry(json!({ "asked": NOW, "more": 1 })),
        json!({ "version": 2, "endpoint": fake.address, "models": {} }).to_string(),
    ];
    for file in files {
        fs::write(&path, &file).unwrap();
        let told = asked(&fake, &["acme/strange-7b"], 9.0, Some(path.clone()));
        assert_eq!((told.hub.0.len(), told.notes.len()), (1, 1), "{}", &file[..file.len().min(80)]);
        let shown = path.to_string_lossy();
        let note = format!("The file `{shown}` is no such cache; remove it, or name another one.");
        assert!(told.notes[0].ends_with(&note), "{told:?}");
        assert_eq!(fs::read_to_string(&path).unwrap(), file, "it is not written over");
    }
}

#[test]
fn a_file_that_is_too_large_or_no_file_is_not_read() {
    let folder = folder("odd");
    let fake = hub(&[("acme/strange-7b", &["meta-llama/Llama-2-7b-hf"])]);
    let large = folder.join("large.json");
    fs::write(&large, " ".repeat((8 << 20) + 1)).unwrap();
    for path in [large, folder] {
        let told = asked(&fake, &["acme/strange-7b"], 9.0, Some(path));
        assert_eq!((told.hub.0.len(), told.notes.len()), (1, 1), "{told:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_its_place_is_replaced_and_not_followed() {
    let folder = folder("link");
    let (path, elsewhere) = (folder.join("hub.json"), folder.join("elsewhere.json"));
    let fake = hub(&[("acme/strange-7b", &["meta-llama/Llama-2-7b-hf"])]);
    asked(&fake, &["acme/strange-7b"], 9.0, Some(elsewhere.clone()));
    let before = fs::read_to_string(&elsewhere).unwrap().replace("\"acme/strange-7b\"", "\"acme/other\"");
    fs::write(&elsewhere, &before).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &path).unwrap();
    assert_eq!(asked(&fake, &["acme/strange-7b"], 9.0, Some(path.clone())).notes, [""; 0]);
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), before);
    assert!(!path.is_symlink());
}
