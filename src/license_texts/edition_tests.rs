//! Editions that nobody knows: what is said of a real edition where its own fingerprint is taken away.
#![expect(clippy::disallowed_methods, reason = "the texts are not in this repository")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use super::recognise::recognise;
use super::table::Table;
use super::tests::edition::Edition;
use super::tests::pack::pack;
use super::tests::real_text;
use super::*;
use crate::unit::source_texts::SourceText;

/// Every fingerprint, as its file has it.
fn fingerprints() -> Vec<Edition> {
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fingerprints"))];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            match path.extension() {
                _ if path.is_dir() => folders.push(path),
                Some(end) if end == "txt" => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    files.iter().map(|path| Edition::read(&std::fs::read_to_string(path).unwrap()).unwrap()).collect()
}

/// The entries with a stamp whose texts are at hand, with those texts.
fn stamped() -> Vec<(SourceText, String)> {
    let entries = crate::unit::texts::sources().texts.into_iter().filter(|entry| !entry.stamp.is_empty());
    let name = |entry: &SourceText| entry.file.clone().or_else(|| entry.key.as_ref().map(|key| format!("{key}.txt")));
    let texts = entries.filter_map(|entry| real_text(&name(&entry)?).map(|text| (entry, text))).collect::<Vec<_>>();
    if texts.is_empty() {
        crate::unit::skip_agreements();
    }
    texts
}

/// What a table says of the agreement in a text; what is appended to it and mentions of others are left out.
fn told(table: &'static Table, text: &str) -> Option<Completeness> {
    let found = recognise(table, text).licenses;
    found.iter().map(|found| found.completeness).find(|told| *told != Completeness::Mention)
}

/// Editions that differ from every other one by three clauses or more.
const FAR_FROM_OTHERS: [(&str, &str); 9] = [
    ("nvidia-open-model-license", "2025-04-28"),
    ("nvidia-open-model-license", "2025-10-24"),
    ("openrail++", "2023-07-26"),
    ("tencent-hunyuan-community", "2024-05-14"),
    ("tencent-hunyuan-community", "2024-12-03"),
    ("tencent-hunyuan-community", "2025-06-27"),
    ("tencent-hunyuan-community", "2025-11-21"),
    ("exaone", "1.0-nc"),
    ("exaone", "1.2-nc"),
];

#[test]
fn an_edition_without_a_fingerprint_is_not_called_altered() {
    let all = fingerprints();
    for (entry, text) in stamped() {
        if FAR_FROM_OTHERS.contains(&(&entry.text, &entry.edition)) {
            let others = all.iter().filter(|known| known.license != entry.text || known.edition != entry.edition);
            let table = Table::leak(pack(&others.cloned().collect::<Vec<_>>()));
            assert_eq!(told(table, &text), Some(Completeness::UnknownEdition), "{} {}", entry.text, entry.edition);
        }
    }
}

#[test]
fn a_known_edition_with_another_date_is_altered_whatever_else_is_done_to_it() {
    for (entry, text) in stamped().into_iter().filter(|(entry, _)| !entry.rebuilt) {
        let words = entry.stamp[2].split(' ').next_back().unwrap();
        let at = text.to_lowercase().find(words).unwrap();
        let dated = format!("{}9{}", &text[..at], &text[at..]);
        let lines: Vec<&str> = dated.lines().collect();
        let is_clause = |at: &usize| lines[*at].len() < text.len() / 6;
        let longest = (lines.len() / 3..lines.len()).filter(is_clause).max_by_key(|at| lines[*at].len()).unwrap();
        let without = [&lines[..longest], &lines[longest + 1..]].concat().join("\n");
        let more =
            [&lines[..longest], &["This does not apply to Example Org."], &lines[longest..]].concat().join("\n\n");
        for (what, text) in [("date", &dated), ("clause deleted", &without), ("sentence added", &more)] {
            let told = told(&BUILT_IN, text);
            let is_error = matches!(told, Some(Completeness::Altered | Completeness::Partial));
            assert!(is_error, "{} {}, {what}: {told:?}", entry.text, entry.edition);
        }
    }
}
