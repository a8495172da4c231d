//! Weights made to break the gate: a broken header is one finding, nothing panics, and no more than the beginning is read.

use super::folder;
use super::weights::{Gguf, Value, announced, safetensors, tensors_7b};
use crate::check::check;
use crate::check::config::Config;
use crate::disk;
use crate::model::files::read_limit;
use crate::report::lineage::Derived;
use crate::report::{Finding, Severity};
use crate::tree::{Entry, HEAD_LIMIT, MOST_HEADS, Tree};
use std::fs::{self, File};
use std::os::unix::fs::{FileExt, symlink};
use std::path::Path;

const URL: &str = "https://huggingface.co/meta-llama/Llama-2-7b-hf";

fn read(folder: &Path) -> Tree {
    disk::tree(folder, read_limit, |_| false, |_| (), crate::budget::TREE).unwrap()
}

fn judge(tree: &Tree) -> Vec<Finding> {
    check(tree, &Config::default(), "2025-01-01").findings
}

/// The findings on one file with these bytes.
fn of(path: &str, bytes: Vec<u8>) -> Vec<Finding> {
    let size = bytes.len() as u64;
    let bytes = bytes.into_iter().take(usize::try_from(HEAD_LIMIT).unwrap()).collect();
    judge(&Tree { files: [(path.to_owned(), Entry::Head { bytes, size })].into(), ..Tree::default() })
}

/// The one finding on a broken header says this; no error comes of it.
fn broken(path: &str, bytes: Vec<u8>, why: &str) {
    let findings: Vec<Finding> =
        of(path, bytes).into_iter().filter(|found| found.rule.id == "unreadable-header").collect();
    assert_eq!(findings.len(), 1, "{why}");
    let found = &findings[0];
    assert!(found.message.to_string().contains(why) && found.message.to_string().len() < 500, "{}", found.message);
    assert!(found.severity < Severity::Error && &*found.place.path == path && found.place.range.is_none());
}

#[test]
fn broken_gguf_headers() {
    let broken = |file: Vec<u8>, why: &str| broken("small.gguf", file, why);
    let one = || Gguf::new().text("general.name", "small");
    broken(b"GGML".to_vec(), "does not begin as a GGUF file does");
    broken(vec![0; 100], "does not begin as a GGUF file does");
    broken(b"G".to_vec(), "more bytes are due");
    broken(b"GGUF\x03\0\0\0".to_vec(), "more bytes are due");
    broken(Gguf::of(4, false).bytes(), "version 4 of the format");
    broken(Gguf::of(0, true).bytes(), "version 0 of the format");
    broken(one().announcing(u64::MAX), "keys, for which the file is too short");
    broken(one().announcing(3), "3 keys, for which the file is too short");
    broken(one().text("general.license", "mit").announcing(3), "more bytes are due");
    let raw = |kind, bytes: &[u8]| one().with("x", Value::Raw(kind, bytes)).bytes();
    let text = |length: u64| raw(8, &length.to_le_bytes());
    broken(text(u64::MAX), "it ends at byte 82, and 18446744073709551615 more bytes are due at byte 82");
    broken(text(1), "1 more bytes are due");
    let array = |kind: u32, count: u64| [&kind.to_le_bytes()[..], &count.to_le_bytes()].concat();
    broken(raw(9, &array(12, u64::MAX)), "more bytes are due");
    broken(raw(9, &array(8, u64::MAX)), "more bytes are due");
    broken(raw(9, &array(9, u64::MAX)), "more bytes are due");
    broken(raw(9, &array(99, 1)), "type 99");
    broken(raw(13, b""), "type 13");
    broken(raw(u32::MAX, b""), "type 4294967295");
    broken(raw(9, &array(9, 1).repeat(100)), "arrays in arrays");
    broken(one().text("general.name", "other").bytes(), "the key `general.name` twice");
}

#[test]
fn odd_gguf_headers_that_are_not_broken() {
    let of = |file: Vec<u8>| of("small.gguf", file);
    let array = |kind: u32, count: u64| [&kind.to_le_bytes()[..], &count.to_le_bytes()].concat();
    for file in [
        Gguf::new().bytes(),
        Gguf::new().text("", "").text("general.license", "").bytes(),
        Gguf::new().with("general.alignment", Value::Number(0)).with("general.alignment", Value::Number(7)).bytes(),
        Gguf::new().with("x", Value::Raw(6, &f32::NAN.to_le_bytes())).bytes(),
        Gguf::new().with("x", Value::Raw(9, &[array(9, 2), array(0, 0), array(9, 0)].concat())).bytes(),
        Gguf::llama_7b().with("tokenizer.ggml.tokens", Value::Texts(200_000)).bytes(),
        Gguf::new()
            .with("general.license", Value::Number(2))
            .with("general.base_model.0.repo_url", Value::Texts(3))
            .bytes(),
        Gguf::new()
            .text("general.base_model.99999999999999999999.name", "Llama 2")
            .text("general.base_model..name", "x")
            .bytes(),
        Vec::new(),
    ] {
        assert!(!of(file).iter().any(|found| found.rule.id == "unreadable-header"));
    }
    let latin = Gguf::new().with("general.name", Value::Raw(8, b"\x04\0\0\0\0\0\0\0\xff\xfe\xe9\n")).bytes();
    assert!(of(latin).is_empty());
}

#[test]
fn broken_safetensors_headers() {
    let broken = |file: Vec<u8>, why: &str| broken("model.safetensors", file, why);
    broken(b"abc".to_vec(), "ends before the length");
    broken(announced(u64::MAX, "{}"), "announces a header of 18446744073709551615 bytes");
    broken(announced(3, "{}"), "announces a header of 3 bytes, and the file has 10");
    broken(announced(0, "{}"), "not as the format has it");
    broken(safetensors("[]"), "not JSON");
    broken(safetensors("{"), "not as the format has it");
    broken(safetensors(r#"{"a":{"shape":[NaN]}}"#), "not as the format has it");
    broken(safetensors(r#"{"a":{"shape":[-1]}}"#), "not as the format has it");
    broken(safetensors(r#"{"a":{"shape":[1e400]}}"#), "not as the format has it");
    broken(safetensors(r#"{"a":1}"#), "not as the format has it");
    broken(safetensors(r#"{"__metadata__":[]}"#), "not as the format has it");
    broken(safetensors(r#"{"__metadata__":{"base_model":{"a":1}}}"#), "not as the format has it");
    broken(safetensors(r#"{"__metadata__":{"license":"mit","license":"llama2"}}"#), "`license` appears twice");
    broken(safetensors("{} {}"), "not as the format has it");
    let mut bytes = safetensors(r#"{"a":{"shape":[]}}"#);
    bytes[10] = 0xff;
    broken(bytes, "not as the format has it");
}

#[test]
fn odd_safetensors_headers_that_are_not_broken() {
    let nested = |open: &str, close: &str| format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
    let (lists, maps) = (nested("[", "]"), nested("{\"a\":", "}"));
    let deep = format!("{{\"__metadata__\":{{\"a\":{lists}}},\"a\":{{\"x\":{maps}}}}}");
    let many = format!(r#"{{"__metadata__":{{"format":"pt"}},{}}}"#, MANY_TENSORS.repeat(60_000));
    for json in [
        "{}",
        "{}          ",
        r#"{"__metadata__":null}"#,
        r#"{"__metadata__":{"format":"pt","other":[1,{"a":null}]}}"#,
        r#"{"model.layers.18446744073709551615.x":{"dtype":"F16","shape":[18446744073709551615,0],"data_offsets":[0,0]}}"#,
        r#"{"model.layers..mlp.gate_proj.weight":{"shape":[1,1]},"model.layers.0":{}}"#,
        &many,
        &deep,
    ] {
        let found = of("model.safetensors", safetensors(json));
        assert!(found.is_empty(), "{found:?}");
    }
}

/// A tensor of a header in which it stands many times.
const MANY_TENSORS: &str = r#""model.layers.1.x":{"shape":[1,2,3]},"#;

#[test]
fn headers_that_put_their_parents_behind_what_is_read_are_told() {
    let huge = "k".repeat(2 << 20);
    for (path, file) in [
        ("small.gguf", Gguf::new().text(&huge, "x").bytes()),
        ("small.gguf", Gguf::new().text("general.name", &huge).bytes()),
        ("model.safetensors", safetensors(&format!("{{\"{huge}\":{{\"shape\":[]}}}}"))),
        ("model.safetensors", safetensors(&format!("{{{}}}", MANY_TENSORS.repeat(60_000)))),
    ] {
        assert!(of(path, file).iter().any(|found| found.rule.id == "unreadable-header"), "{path}");
    }
}

#[test]
fn what_stands_before_a_cut_or_a_fault_counts() {
    let gguf = Gguf::new().text("general.base_model.0.repo_url", URL).with("x", Value::Raw(99, b"")).bytes();
    let json = format!(r#"{{"__metadata__":{{"base_model":"{URL}"}},{}"#, tensors_7b(0..32));
    let cut = announced(3 << 20, &format!("{json}{}", " ".repeat(3 << 20)));
    for (path, bytes, is_broken) in
        [("small.gguf", gguf, true), ("model.safetensors", safetensors(&json), true), ("model.safetensors", cut, false)]
    {
        let found = of(path, bytes);
        assert!(found.iter().any(|found| found.rule.id == "missing-notice"), "{path}");
        assert_eq!(found.iter().any(|found| found.rule.id == "unreadable-header"), is_broken, "{path}");
    }
}

#[test]
fn every_cut_and_every_changed_byte_gets_a_verdict() {
    let gguf = Gguf::llama_7b()
        .text("general.base_model.0.repo_url", URL)
        .with("tokenizer.ggml.tokens", Value::Texts(3))
        .text("general.license", "llama2")
        .bytes();
    let json = format!(r#"{{"__metadata__":{{"base_model":"{URL}"}},{}}}"#, tensors_7b(0..1));
    for (path, bytes) in [("small.gguf", gguf), ("model.safetensors", safetensors(&json))] {
        for end in 0..bytes.len() {
            of(path, bytes[..end].to_vec());
        }
        for at in 0..bytes.len() {
            for flipped in [0x01, 0x80, 0xff] {
                let mut bytes = bytes.clone();
                bytes[at] ^= flipped;
                of(path, bytes);
            }
        }
    }
}

#[test]
fn no_more_than_the_beginning_is_read_of_a_large_file() {
    let folder = folder("large");
    let large = |name: &str, bytes: &[u8]| {
        let file = File::create(folder.join(name)).unwrap();
        file.write_all_at(bytes, 0).unwrap();
        file.set_len(70 << 30).unwrap();
    };
    large("keys.gguf", &Gguf::new().text("general.base_model.0.repo_url", URL).bytes());
    large("long.gguf", &Gguf::llama_7b().with("tokenizer.ggml.tokens", Value::Texts(200_000)).bytes());
    large("model.safetensors", &safetensors(&format!("{{{}}}", tensors_7b(0..32))));
    large("header.safetensors", &announced(90_000_000, "{"));
    let tree = read(&folder);
    let sizes = tree.files.values().map(|entry| match entry {
        Entry::Head { bytes, size } if *size == 70 << 30 => bytes.len() as u64,
        other => panic!("{other:?}"),
    });
    let sizes: Vec<u64> = sizes.collect();
    assert_eq!((sizes[0], sizes[1], sizes[2]), (HEAD_LIMIT, 64 << 10, HEAD_LIMIT), "{sizes:?}");
    assert!(sizes[3] < 20_000, "only the header: {sizes:?}");
    let report = check(&tree, &Config::default(), "2025-01-01");
    assert_eq!(report.models[0].lineage[0].derived, Derived::Yes);
    assert!(report.findings.iter().any(|found| found.rule.id == "missing-notice"));
}

#[test]
fn only_so_many_files_are_opened() {
    let folder = folder("many");
    for number in 0..MOST_HEADS + 5 {
        fs::write(folder.join(format!("part-{number:03}.gguf")), b"GGUF").unwrap();
    }
    let tree = read(&folder);
    let opened: Vec<bool> = tree.files.values().map(|entry| matches!(entry, Entry::Head { .. })).collect();
    assert_eq!(opened.iter().filter(|opened| **opened).count(), MOST_HEADS);
    assert!(opened[..MOST_HEADS].iter().all(|opened| *opened), "the first by name");
    let told = judge(&tree);
    let left_out = told.iter().filter(|found| found.message.headline.contains("was not read")).count();
    let broken = told.iter().filter(|found| found.rule.id == "unreadable-header").count() - left_out;
    assert_eq!((broken, left_out), (10, 1));
}

#[test]
fn weights_that_are_no_plain_files_are_known_by_name() {
    let outside = folder("outside");
    fs::write(outside.join("secret.gguf"), Gguf::new().text("general.base_model.0.repo_url", URL).bytes()).unwrap();
    let folder = folder("links");
    symlink(outside.join("secret.gguf"), folder.join("out.gguf")).unwrap();
    symlink("nowhere", folder.join("dead.safetensors")).unwrap();
    symlink("loop.gguf", folder.join("loop.gguf")).unwrap();
    fs::create_dir(folder.join("folder.gguf")).unwrap();
    let pipe = std::process::Command::new("mkfifo").arg(folder.join("pipe.gguf")).status();
    let tree = read(&folder);
    assert_eq!(tree.files.len(), if pipe.is_ok() { 4 } else { 3 }, "{pipe:?}");
    assert!(tree.files.values().all(|entry| matches!(entry, Entry::Unread { .. })), "{tree:?}");
    assert!(judge(&tree).is_empty());
    fs::create_dir(folder.join("blobs")).unwrap();
    fs::copy(outside.join("secret.gguf"), folder.join("blobs/x")).unwrap();
    symlink("blobs/x", folder.join("in.gguf")).unwrap();
    assert!(judge(&read(&folder)).iter().any(|found| found.rule.id == "missing-notice"));
}
