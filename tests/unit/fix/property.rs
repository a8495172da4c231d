//! Cards made at random, in many layouts: only what is to be mended changes, and a second run changes nothing.

use super::trees::{TODAY, sentence, tree, written};
use crate::check::config::Config;
use crate::decode::decode;
use crate::fix::{Plan, Scope, plan};
use crate::report::{Basis, Severity};
use arbtest::arbitrary::{Result, Unstructured};
use arbtest::arbtest;
use serde_yaml::{Mapping, Value};

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Cards that are tried: the same in every run.
const CARDS: u64 = 300;

/// Keys that a change may be about.
const OURS: [&str; 7] = ["license", "licence", "License", "license_name", "license_link", "base_model", "base-model"];

/// What may stand as a license.
const LICENSES: [&str; 16] = [
    "mit",
    "apache-2.0",
    "llama2",
    "cc-by-sa-4.0",
    "cc-by-nc-4.0",
    "other",
    "unknown",
    "no",
    "license",
    "MIT License",
    "Llama 2 Community License",
    "gpl-3.0",
    "llama3",
    "0o17",
    "our-terms",
    "openrail",
];

#[test]
fn only_what_is_to_be_mended_changes() {
    let mut changed = 0;
    for number in 0..CARDS {
        // The lower half of a seed is the size of the input in bytes.
        let seed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) << 32 | 2_048;
        arbtest(|source| {
            let files = files(source)?;
            let borrowed: Vec<(&str, &[u8])> =
                files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
            let before = tree(&borrowed);
            let plan = plan(&before, &Config::default(), TODAY, &[], Scope::Faults);
            let after = written(&before, &Config::default(), &plan);
            changed += usize::from(!plan.edits.is_empty());
            only_intended(&files, &plan);
            let again = super::property::plan(&after, &Config::default(), TODAY, &[], Scope::Faults);
            assert_eq!(again.edits, [], "a second run");
            for mended in plan.fixed.iter().filter(|mended| mended.path.is_some()) {
                let stays = plan.after.findings.iter().any(|other| {
                    other.severity > Severity::Info && other.fingerprint() == mended.finding.fingerprint()
                });
                assert!(!stays && mended.finding.basis != Basis::NeedsHuman, "{}", mended.finding.rule.id);
            }
            Ok(())
        })
        .seed(seed)
        .run();
    }
    assert!(changed > 100, "only {changed} of {CARDS} were changed");
}

/// Lines that are not ours stand in the new file as they stood in the old one, line ends and all, and other fields read alike.
fn only_intended(files: &[(String, Vec<u8>)], plan: &Plan) {
    for edit in &plan.edits {
        let old = edit.old.clone().unwrap_or_default();
        assert_eq!(old.starts_with(MARK), edit.new.starts_with(MARK), "{}", edit.path);
        assert_eq!(others(&old), others(&edit.new), "{}", edit.path);
        if edit.path == "README.md" {
            let (old, new) = (fields(&old), fields(&edit.new));
            if let (Some(old), Some(new)) = (old, new) {
                assert_eq!(old, new, "{}", String::from_utf8_lossy(&edit.new));
            }
            assert!(files.iter().any(|(path, _)| path == "README.md"), "no card is made");
        }
    }
}

/// The lines that no change is about, with their line ends.
fn others(bytes: &[u8]) -> Vec<String> {
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    let lines = bytes.split_inclusive(|byte| *byte == b'\n').map(String::from_utf8_lossy);
    let is_ours = |line: &str| {
        let is_item = line.trim().strip_prefix("- ").is_some_and(|value| LICENSES.contains(&value.trim_matches('"')));
        is_item || ["licen", "base", "---", "notice of"].iter().any(|word| line.to_lowercase().contains(word))
    };
    lines.filter(|line| !is_ours(line)).map(String::from).collect()
}

/// The fields that are not ours; nothing where there is no front matter, or none that is YAML.
fn fields(bytes: &[u8]) -> Option<Mapping> {
    let text = decode(bytes).text.replace("\r\n", "\n");
    let (block, _) = text.trim_start().strip_prefix("---\n")?.split_once("\n---\n")?;
    let Value::Mapping(mut fields) = serde_yaml::from_str(block).ok()? else { return None };
    fields.retain(|key, _| !key.as_str().is_some_and(|key| OURS.contains(&key)));
    Some(fields)
}

fn files(source: &mut Unstructured<'_>) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = vec![("README.md".to_owned(), card(source)?)];
    let notice = sentence();
    let old = match source.int_in_range(0..=5)? {
        0 => None,
        1 => Some(notice.to_owned()),
        2 => Some("Notice of our own".to_owned()),
        3 => Some(format!("Ours.\r\n{}\r\n", notice.trim_end_matches(" All Rights Reserved."))),
        4 => Some("Ours.\n\n".to_owned()),
        _ => Some(String::new()),
    };
    files.extend(old.map(|old| ("NOTICE".to_owned(), old.into_bytes())));
    if source.ratio(1, 4)? {
        let adapter = "{\"base_model_name_or_path\": \"NousResearch/Llama-2-7b-hf\"}";
        files.push(("adapter_config.json".to_owned(), adapter.as_bytes().to_vec()));
    }
    Ok(files)
}

/// A card: some of our fields and some others, in any order and layout.
fn card(source: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    const OTHERS: [&str; 12] = [
        "language:\n- en\n- ja",
        "tags: [llama-2,  \"mit\"]",
        "x: &a mit",
        "y: *a",
        "# license: mit",
        "z: |\n  license: mit\n\n  more",
        "pipeline_tag:   text-generation # why",
        "datasets:\n    - a/b",
        "model_name: 'Letters'",
        "\"q\": >-\n  folded\n  text",
        "n: 1e3",
        "inference: {parameters: {top_p: 0.9}}",
    ];
    let mut lines: Vec<String> = Vec::new();
    for _ in 0..source.int_in_range(1..=6)? {
        lines.push((*source.choose(&OTHERS)?).to_owned());
    }
    for _ in 0..source.int_in_range(0..=2)? {
        let key =
            *source.choose(&["license", "license", "license", "licence", "License", "license_name", "license_link"])?;
        let value = *source.choose(&LICENSES)?;
        let line = match source.int_in_range(0..=7)? {
            0 => format!("{key}: \"{value}\""),
            1 => format!("{key}:   '{value}'  # chosen"),
            2 => format!("{key}: [{value}]"),
            3 => format!("{key}:\n- {value}\n- llama2"),
            4 => format!("{key}:\n  - {value}"),
            5 => format!("{key}: &b {value}\nlibrary_name: *b"),
            _ => format!("{key}: {value}"),
        };
        lines.insert(source.int_in_range(0..=lines.len())?, line);
    }
    if source.ratio(2, 3)? {
        let key = *source.choose(&["base_model", "base_model", "base-model"])?;
        lines.insert(source.int_in_range(0..=lines.len())?, format!("{key}: meta-llama/Llama-2-7b-hf"));
    }
    let opener = *source.choose(&["---\n", "---\n", "---\n", "\n---\n", "--- \n", "----\n", ""])?;
    let closer = *source.choose(&["\n---\n", "\n---\n", "\n---\n", "\n---", "\n----\n"])?;
    let body = *source.choose(&[
        "",
        "# Letters\n\nA fine-tuned version of Llama 2.\n",
        "Text  \n\tmore",
        "# Llama 2 letters\n---\n",
    ])?;
    let mut text = format!("{opener}{}{closer}{body}", lines.join("\n"));
    if source.ratio(1, 3)? {
        text = text.replace('\n', "\r\n");
    }
    if source.ratio(1, 6)? {
        text.insert(0, '\u{feff}');
    }
    Ok(text.into_bytes())
}
