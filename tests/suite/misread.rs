//! Texts, headers and names made to be read otherwise than a person or a tool reads them.

use crate::hostile::{card, judged, tree, verdict};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;

tests! {
    bytes_that_are_no_text,
    texts_in_encodings_that_hardly_anybody_reads,
    headers_behind_decoys,
    names_that_read_alike,
    json_and_yaml_at_their_bounds,
}

fn bytes_that_are_no_text() {
    let utf16: Vec<u8> = "\u{feff}Llama 2 is".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut bytes = vec![0; 50_000];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::try_from(at * 7919 % 251).unwrap();
    }
    let texts: [&[u8]; 7] = [
        b"",
        b"---",
        b"---\nlicense: \xff\xfe\n---\n",
        b"---\nlicense: m\0it\n---\n\0\0",
        &utf16,
        &bytes,
        b"\xef\xbb\xbf---\r\nlicense: mit\r---\r",
    ];
    for text in texts {
        let path = card("bytes", text);
        fs::write(path.join("LICENSE"), text).unwrap();
        fs::write(path.join("Notice"), text).unwrap();
        fs::write(path.join("adapter_config.json"), text).unwrap();
        fs::write(path.join("config.json"), text).unwrap();
        verdict(&path);
    }
}

/// A card that names a base model of which the license is not kept.
const DERIVED: &str = "---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Tale\n";

/// A card that says nothing of descent.
const SILENT: &str = "---\nlicense: mit\n---\n# Tale\n";

fn texts_in_encodings_that_hardly_anybody_reads() {
    let utf32 = |text: &str| text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect::<Vec<u8>>();
    // Letters move out of ASCII, as in EBCDIC.
    let shifted = |text: &str| text.bytes().map(|byte| byte ^ 0xa0).collect::<Vec<u8>>();
    for bytes in [utf32(DERIVED), shifted(DERIVED)] {
        for folder in ["", "m/"] {
            let path = tree("encodings");
            fs::create_dir_all(path.join("m")).unwrap();
            fs::write(path.join("README.md"), SILENT).unwrap();
            fs::write(path.join(folder).join("README.md"), &bytes).unwrap();
            let (text, code) = judged(&path);
            assert!(code == 1 && text.contains("unreadable-file"), "{text}");
        }
        // A card without metadata, alone in its folder; license files that lie in no model's folder.
        for name in ["n/README.md", "LICENSE", "legal/LICENSE", "m/licenses/LICENSE"] {
            let path = tree("encodings");
            for folder in ["m/licenses", "n", "legal"] {
                fs::create_dir_all(path.join(folder)).unwrap();
            }
            fs::write(path.join("m/README.md"), SILENT).unwrap();
            fs::write(path.join(name), &bytes).unwrap();
            let (text, code) = judged(&path);
            assert!(code == 1 && text.matches("✗ file").count() == 1, "{name}: {text}");
        }
        for name in ["LICENSE", "Notice", "adapter_config.json", "mergekit_config.yml", "Modelfile"] {
            let path = card("encodings", SILENT);
            fs::write(path.join(name), &bytes).unwrap();
            let (text, code) = judged(&path);
            assert!(code == 1 && text.contains("unreadable-file"), "{name}: {text}");
        }
        let path = card("encodings", SILENT);
        fs::write(path.join("config.json"), &bytes).unwrap();
        assert!(verdict(&path).contains("may not comply"), "config.json");
    }
    for name in ["README.md", "LICENSE"] {
        let path = card("encodings", SILENT);
        let utf16: Vec<u8> = format!("\u{feff}{SILENT}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        fs::write(path.join(name), &utf16).unwrap();
        let (text, code) = judged(&path);
        assert_eq!((code, text.contains("invalid-encoding")), (0, name == "README.md"), "{text}");
    }
}

fn headers_behind_decoys() {
    // The header of a GGUF file without keys, and one that names its base model.
    let empty = [&b"GGUF"[..], &3u32.to_le_bytes(), &[0; 16]].concat();
    let (key, value) = ("general.base_model.0.repo_url", "https://huggingface.co/meta-llama/Llama-2-7b-hf");
    let text = |text: &str| [&(text.len() as u64).to_le_bytes(), text.as_bytes()].concat();
    let counts = [0u64.to_le_bytes(), 1u64.to_le_bytes()].concat();
    let named =
        [b"GGUF".to_vec(), 3u32.to_le_bytes().to_vec(), counts, text(key), 8u32.to_le_bytes().to_vec(), text(value)];
    let decoys: [(&[u8], &str, &str); 3] = [
        (b"", "", "fail"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "", "fail"),
        (&empty, "unreadable-header", "warn"),
    ];
    for (decoy, rule, expected) in decoys {
        let path = card("decoys", SILENT);
        for number in 0..64 {
            fs::write(path.join(format!("a{number:02}.gguf")), decoy).unwrap();
        }
        fs::write(path.join("model.gguf"), named.concat()).unwrap();
        let (text, _) = judged(&path);
        assert!(text.contains(rule) && text.lines().last().unwrap_or_default().starts_with(expected), "{text}");
    }
}

fn names_that_read_alike() {
    let folders: [(&[u8], &[u8]); 3] =
        [(b"m\xff", "m\u{fffd}".as_bytes()), (b"m\xff", "m\u{fffd}FF".as_bytes()), (b"m\xff", b"m\xfe")];
    for (one, other) in folders {
        for (derived, silent) in [(one, other), (other, one)] {
            let path = tree("alike");
            for (folder, text) in [(derived, DERIVED), (silent, SILENT)] {
                fs::create_dir(path.join(OsStr::from_bytes(folder))).unwrap();
                fs::write(path.join(OsStr::from_bytes(folder)).join("README.md"), text).unwrap();
            }
            let (text, code) = judged(&path);
            assert!(code == 1 && text.contains("2 models"), "{text}");
        }
    }
    for name in ["README.MD", "readme.md", "README\u{200b}.md", "README.md ", "\u{feff}README.md"] {
        for (shown, other) in [(DERIVED, SILENT), (SILENT, DERIVED)] {
            let path = card("alike", shown);
            fs::write(path.join(name), other).unwrap();
            let (text, code) = judged(&path);
            assert!(code == 1 && text.contains("second-card"), "{name}: {text}");
            assert_eq!(text.contains("incompatible-license"), shown == DERIVED, "{name}: {text}");
        }
    }
}

fn json_and_yaml_at_their_bounds() {
    let parent = r#""base_model_name_or_path": "meta-llama/Llama-2-7b-hf""#;
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let read = [
        format!(r#"{{{parent}, "x": {}}}"#, nested(900)),
        format!("{{{parent}, \"x\": \"\u{7f}\u{80}\u{86}\"}}"),
        format!(r#"{{"{}": 1, {parent}}}"#, "k".repeat(5_000)),
        format!(r#"{{"x": [{}1], {parent}}}"#, "1,".repeat(450_000)),
        format!(r#"{{{parent}, "base_model_name_or_path": "a/b"}}"#),
        r#"{"base_model_name_or_path": {"path": "meta-llama/Llama-2-7b-hf"}}"#.to_owned(),
        r#"{"base_model_name_or_path": ["meta-llama/Llama-2-7b-hf"]}"#.to_owned(),
        r#"{"base_model_name_or_path": "a/b+meta-llama/Llama-2-7b-hf"}"#.to_owned(),
    ];
    for text in read {
        let path = card("bounds", SILENT);
        fs::write(path.join("adapter_config.json"), &text).unwrap();
        let (shown, code) = judged(&path);
        assert!(code == 1 && shown.contains("incompatible-license"), "{text:.80}: {shown}");
        assert!(!shown.contains("unreadable-file"), "{text:.80}: {shown}");
    }
    let mut told =
        vec![format!(r#"{{"x": {}, {parent}}}"#, nested(100_000)), format!("{{{parent}}}\0"), "{".to_owned()];
    told.extend(["[", "{\"", "/*", "'"].map(|text| text.repeat(100_000)));
    for text in told {
        let path = card("bounds", SILENT);
        fs::write(path.join("adapter_config.json"), &text).unwrap();
        let (shown, code) = judged(&path);
        assert!(code == 1 && shown.contains("unreadable-file"), "{text:.80}: {shown}");
    }
    let merge = "models:\n- model: meta-llama/Llama-2-7b-hf\nmerge_method: linear\n";
    let recipes = [
        format!("x: 1\n---\n{merge}"),
        format!("# \u{86}\n{merge}"),
        format!("x: !unknown [1]\n{merge}"),
        format!("{merge}x: [\n"),
        format!("x: {}\n{merge}", nested(100)),
        "merge_method: x\nmodels:\n- model: {model: {path: meta-llama/Llama-2-7b-hf}}\n".to_owned(),
        "merge_method: x\nmodels:\n- model: a/b+meta-llama/Llama-2-7b-hf\n".to_owned(),
    ];
    for text in recipes {
        let path = card("bounds", SILENT);
        fs::create_dir(path.join(".githubx")).unwrap();
        fs::write(path.join(".githubx/mergekit_config.yml"), &text).unwrap();
        let (shown, code) = judged(&path);
        assert!(code == 1 && shown.contains("incompatible-license"), "{text:.80}: {shown}");
    }
}
