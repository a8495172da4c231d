//! Rebuilds `fingerprints/` from the texts themselves, which are not in this repository.
//!
//! ```text
//! cargo run --example fingerprint -- build FOLDER...     # rewrite fingerprints/ from these texts
//! cargo run --example fingerprint -- check FOLDER...     # the same, but only compare
//! cargo run --example fingerprint -- add LICENSE FOLDER...   # write those of one license only
//! cargo run --release --example fingerprint -- identify FILE...   # one JSON line a file
//! ```
//!
//! The folders hold the files that `licenses/*.yml` and `fingerprints/sources.yml` name: those of the licensors'
//! repositories under the names given there, and the license data of the `ScanCode` package, unpacked.
#![expect(clippy::disallowed_methods, reason = "a command for developers, which reads and writes files")]

#[path = "../build/edition.rs"]
#[allow(dead_code, reason = "the build script reads what is written here")]
mod edition;
#[path = "../build/source_texts.rs"]
#[allow(dead_code, reason = "the build script reads license files too")]
mod source_texts;

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use anyhow::{Context as _, Error, Result, bail};
use edition::Edition;
use model_license_gate::dev::{
    Density, EditionClause, Plan, alone_hash, decode, exact_hash, exact_length, identify_by_search, is_searched,
    prepare, shown_markdown,
};
use model_license_gate::{Completeness, FoundLicense, identify};
use sha2::{Digest as _, Sha256};
use source_texts::{Package, SourceText, Sources};

const USAGE: &str = "use:
    fingerprint build FOLDER...    rewrite fingerprints/ from the texts in these folders
    fingerprint check FOLDER...    the same, but only compare
    fingerprint add TEXT FOLDER...   write those of one text only
    fingerprint identify FILE...   one JSON line a file
The folders hold the files that licenses/*.yml and fingerprints/sources.yml name: those of the licensors' repositories under the names
given there, and the license data of the package that it pins, unpacked.";

fn main() -> Result<()> {
    let mut arguments = env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let paths: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    let asks_for_help = paths.iter().any(|path| path.as_os_str() == "--help");
    match command.as_str() {
        _ if asks_for_help || paths.is_empty() => bail!("{USAGE}"),
        "build" => build(&paths, None, true),
        "check" => build(&paths, None, false),
        "add" => build(&paths[1..], paths[0].to_str(), true),
        "identify" => identify_all(&paths),
        _ => bail!("{USAGE}"),
    }
}

fn sources() -> Result<Sources> {
    Sources::read(Path::new(env!("CARGO_MANIFEST_DIR"))).map_err(Error::msg)
}

fn build(folders: &[PathBuf], only: Option<&str>, write: bool) -> Result<()> {
    let sources = sources()?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fingerprints");
    let mut written = BTreeSet::new();
    for text in sources.texts.iter().filter(|text| only.is_none_or(|only| text.text == only)) {
        let readings =
            readings(&sources.package, text, folders).with_context(|| format!("{} {}", text.text, text.edition))?;
        let stem = |name: &str| name.replace('/', "-");
        let path = match (text.names.is_empty(), text.edition.as_str()) {
            (true, "") => root.join("common").join(stem(&text.text)),
            (_, "") => root.join(stem(&text.text)).join("text"),
            (_, edition) => root.join(stem(&text.text)).join(stem(edition)),
        };
        let mut path = path.into_os_string();
        if !written.insert(path.clone()) {
            path.push("-");
            path.push(text.key.as_deref().unwrap_or("2"));
            written.insert(path.clone());
        }
        for (edition, suffix) in readings.iter().zip([".txt", "-shown.txt"]) {
            let mut path = path.clone();
            path.push(suffix);
            let (path, file) = (PathBuf::from(path), edition.write());
            if write {
                fs::create_dir_all(path.parent().unwrap_or(&root))?;
                fs::write(&path, file)?;
            } else if fs::read_to_string(&path).ok().as_deref() != Some(&file) {
                bail!("{} differs", path.display());
            }
        }
    }
    if let Some(only) = only.filter(|_| written.is_empty()) {
        bail!("neither licenses/ nor fingerprints/sources.yml names a text of `{only}`");
    }
    Ok(())
}

/// The fingerprints of a text as it is and, where it has links or tags that say more than a page shows, as it is shown.
fn readings(package: &Package, text: &SourceText, folders: &[PathBuf]) -> Result<Vec<Edition>> {
    let (words, source) = match (&text.file, &text.key) {
        (Some(file), _) => {
            let bytes = find(folders, file)?;
            let sum: String = format!("{:x}", Sha256::digest(&bytes));
            if text.sha256.as_ref() != Some(&sum) {
                bail!("{file} has the SHA-256 {sum}");
            }
            let source = format!("{} (SHA-256 {sum})", text.source.as_deref().unwrap_or_default());
            (decode(&bytes), source)
        }
        (None, Some(key)) => {
            let bytes = find(folders, &format!("{key}.LICENSE"))?;
            let file = decode(&bytes);
            let body = file.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
            let source = format!("{} {}, {key}", package.name, package.version);
            (body.map_or(file.clone(), |(_, body)| body.to_owned()), source)
        }
        (None, None) => (String::new(), text.source.clone().unwrap_or_default()),
    };
    let kept = |line: &&str| text.without_line.as_ref().is_none_or(|words| !line.contains(words));
    let words: String = words.split_inclusive('\n').filter(kept).collect();
    let plan = Plan {
        density: if text.names.is_empty() { Density::WIDE } else { Density::CLOSE },
        optional_from: text.optional_from.as_deref(),
        optional_until: text.optional_until.as_deref(),
        from: text.from.as_deref(),
        until: text.until.as_deref(),
    };
    let clauses = |words: &str| {
        let mut clauses = prepare(words, &plan);
        clauses.retain(|clause| !text.without.contains(&clause.name));
        clauses
    };
    let mut readings = vec![clauses(&words)];
    if words.contains("](") || words.contains('<') {
        readings.push(clauses(&shown_markdown(&words)));
        readings.dedup();
    }
    // The bodies of cards are passed over where they lack the words of licenses.
    if !readings[0].is_empty() && !is_searched(&words) {
        bail!("{}: it has too few of the words that `src/lineage/prefilter.rs` knows licenses by", text.text);
    }
    // Of a text that is only a part of its file, or of which a part is left out, nothing is known character by character.
    let is_whole = text.from.is_none() && text.without.is_empty() && text.without_line.is_none() && !words.is_empty();
    let mut exact: Vec<String> =
        [words.clone(), plain_quotes(&words)].iter().map(|words| hexadecimal(&exact_hash(words))).collect();
    exact.dedup();
    exact.retain(|_| is_whole);
    let known = [&words, &plain_quotes(&words)]
        .map(|words| (hexadecimal(&alone_hash(words)), exact_length(words), is_alone(text, words)));
    let alone = known.into_iter().filter(|(.., is_alone)| *is_alone && is_whole);
    let mut alone: Vec<String> = alone.map(|(hash, bytes, _)| format!("{hash}+{bytes}")).collect();
    alone.dedup();
    exact.extend(text.exact.iter().cloned());
    let edition = |clauses| Edition {
        license: text.text.clone(),
        title: text.title.clone(),
        edition: text.edition.clone(),
        names: text.names.clone(),
        mentions: text.mentions.clone(),
        extends: text.extends.clone(),
        rebuilt: text.rebuilt,
        stamp: text.stamp.clone(),
        source: source.clone(),
        exact: exact.clone(),
        alone: alone.clone(),
        clauses,
    };
    let mut editions: Vec<Edition> = readings.into_iter().map(edition).collect();
    for shown in editions.iter_mut().skip(1) {
        shown.exact.clear();
        shown.alone.clear();
    }
    Ok(editions)
}

/// Whether a search finds this edition in a text, from its first letter to its last, and nothing else. Of a text that this program does not
/// know yet, it finds nothing: build it twice.
fn is_alone(text: &SourceText, words: &str) -> bool {
    let found = identify_by_search(words);
    let [license] = found.licenses.as_slice() else { return false };
    let first = words.find(char::is_alphanumeric);
    let last = words.char_indices().rfind(|(_, c)| c.is_alphanumeric()).map(|(at, c)| at + c.len_utf8());
    let is_whole = license.completeness == Completeness::Complete && (license.coverage - 1.0).abs() < f64::EPSILON;
    let is_it = license.license == text.text && license.edition == text.edition;
    let spans_all = Some(license.span.start) == first && Some(license.span.end) == last;
    is_whole && is_it && spans_all && !found.other_text && !found.capped
}

/// A text with the quotation marks and dashes of a typewriter, as some sites publish it.
fn plain_quotes(text: &str) -> String {
    text.replace(['“', '”'], "\"").replace(['‘', '’'], "'").replace(['–', '—'], "-")
}

fn hexadecimal(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

fn find(folders: &[PathBuf], name: &str) -> Result<Vec<u8>> {
    for folder in folders {
        if let Ok(bytes) = fs::read(folder.join(name)) {
            return Ok(bytes);
        }
    }
    bail!("{name} is in none of the folders")
}

/// Prints what the scoring script reads: the verdict about Llama 2, and all that was recognised.
fn identify_all(paths: &[PathBuf]) -> Result<()> {
    let sources = sources()?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut names: Vec<PathBuf> = Vec::new();
    for path in paths {
        // A list of files, for sets with more of them than a command line holds.
        match path.to_str().and_then(|path| path.strip_prefix('@')) {
            Some(list) => names.extend(fs::read_to_string(list)?.lines().map(PathBuf::from)),
            None => names.push(path.clone()),
        }
    }
    for path in names {
        let bytes = fs::read(&path)?;
        let found = identify(&decode(&bytes));
        let about = found.licenses.iter().filter(|found| found.license == "llama2");
        let verdict = match about.map(|found| found.completeness).min_by_key(|completeness| rank(*completeness)) {
            Some(Completeness::Complete) => "complete",
            Some(Completeness::Partial) => "partial",
            Some(Completeness::Altered | Completeness::UnknownEdition) => "altered",
            Some(Completeness::Mention) => "mention",
            None => "other",
        };
        let whole = |completeness| !matches!(completeness, Completeness::Partial | Completeness::Mention);
        let found_whole = || found.licenses.iter().filter(|found| whole(found.completeness));
        // The scoring script knows some texts by the keys of the package.
        let is = |text: &&SourceText, found: &FoundLicense| text.text == found.license && text.edition == found.edition;
        let keys = found_whole().flat_map(|found| sources.texts.iter().filter(move |text| is(text, found)));
        let keys = keys.filter_map(|text| text.key.as_deref());
        let ids: BTreeSet<_> = found_whole().map(|found| found.license).chain(keys).collect();
        let details: Vec<_> = found
            .licenses
            .iter()
            .map(|found| {
                serde_json::json!({
                    "license": found.license, "edition": found.edition,
                    "verdict": format!("{:?}", found.completeness), "coverage": found.coverage,
                    "missing": found.missing, "altered": found.altered,
                    "span": [found.span.start, found.span.end],
                })
            })
            .collect();
        let line = serde_json::json!({
            "file": path, "verdict": verdict, "ids": ids, "licenses": details,
            "other_text": found.other_text,
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn rank(completeness: Completeness) -> u8 {
    match completeness {
        Completeness::Complete => 0,
        Completeness::Altered | Completeness::UnknownEdition => 1,
        Completeness::Partial => 2,
        Completeness::Mention => 3,
    }
}
