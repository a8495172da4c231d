//! Turns the project's YAML (licenses, families, phrases) into constants, so that nothing is read at start.

use crate::automaton::Name;
use crate::licenses::{Licenses, licenses};
use crate::report::EvidenceKind;
use crate::schema::{self, Use};
use crate::source_texts::yaml_files;
use crate::word_sets::{self, BUCKETS, NAME_BITS, bucket, name_bit};
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;
use std::path::Path;

#[allow(dead_code, reason = "shared with the library")]
#[path = "../src/model/keys.rs"]
mod keys;
#[allow(dead_code, unreachable_pub, reason = "shared with the library")]
#[path = "../src/policy/types.rs"]
pub(crate) mod policy;

/// Writes every embedded table and returns the names of families; panics with the file's name where one does not fit its type.
pub(crate) fn write(out: &Path) -> Vec<(String, Name)> {
    println!("cargo::rustc-cfg=embedded");
    let Licenses { policies, identifiers, families: own, permissive } = licenses();
    save(&policies, "VALUE: &[Policy]", out, "policies.rs");
    save(&identifiers, "VALUE: Identifiers", out, "identifiers.rs");
    save(&permissive, "VALUE: PermissiveLicenses", out, "permissive.rs");
    let mut families: schema::Families = read(Path::new("lineage/families.yml"));
    families.families.extend(own);
    for policy in &policies {
        let Some(key) = &policy.family else { continue };
        let of_key = families.families.iter().filter(|family| family.family == *key).count();
        assert!(
            of_key == 1,
            "licenses/{}.yml: {of_key} families are named `{key}`, here and in lineage/families.yml",
            policy.license
        );
    }
    save(&families, "FAMILIES: Families", out, "families.rs");
    save(&read::<Vec<schema::DataSet>>(Path::new("lineage/outputs.yml")), "OUTPUTS: &[DataSet]", out, "outputs.rs");
    save(&read::<schema::SeriesFile>(Path::new("lineage/series.yml")), "SERIES: SeriesFile", out, "series.rs");
    save(&read::<schema::Usage>(Path::new("lineage/usage.yml")), "USAGE: Usage", out, "usage.rs");
    save(&weights(), "WEIGHTS: Weights", out, "weights.rs");
    save(&read::<keys::Keys>(Path::new("lineage/model-keys.yml")), "VALUE: Keys", out, "model-keys.rs");
    known_models(out);
    names(&families)
}

/// The weights of evidence, in the order in which the library looks them up. A row without examples, a second one and one that is missing
/// are errors.
fn weights() -> schema::Weights {
    let path = "lineage/weights.yml";
    let mut weights: schema::Weights = read(Path::new(path));
    weights.kinds.sort_by_key(|row| named::<EvidenceKind>(path, &row.id));
    weights.limits.sort_by_key(|row| named::<schema::Limit>(path, &row.id));
    let kinds = weights.kinds.iter().map(|row| (&row.id, row.yes.len().min(row.no.len())));
    let limits = weights.limits.iter().map(|row| (&row.id, row.yes.len().min(row.no.len())));
    let steps = weights.order.iter().map(|row| (&row.id, row.yes.len().min(row.no.len())));
    let mut ids = BTreeSet::new();
    for (id, examples) in kinds.chain(limits).chain(steps) {
        assert!(examples > 0, "{path}: `{id}` needs an example that it is (`yes`) and one that it is not (`no`)");
        assert!(ids.insert(id), "{path}: two rows are named `{id}`");
    }
    // Those that the library computes by itself.
    let mut conditions = BTreeSet::from(["", "unknown-parent", "unpublished", "notices-of-both"]);
    conditions.extend(weights.conditions.iter().map(|condition| condition.id.as_str()));
    let asked = weights.order.iter().flat_map(|step| step.when.iter().chain(&step.unless));
    for id in asked.chain(weights.conditions.iter().map(|condition| &condition.more_than)) {
        assert!(conditions.contains(id.as_str()), "{path}: there is no condition `{id}`");
    }
    assert!(weights.kinds.len() == EvidenceKind::COUNT, "{path}: a kind of evidence has no row");
    assert!(weights.limits.len() == schema::Limit::COUNT, "{path}: a limit has no row");
    weights
}

/// What a name in kebab case means.
fn named<T: DeserializeOwned>(path: &str, name: &str) -> T {
    serde_yaml::from_str(name).unwrap_or_else(|error| panic!("{path}: `{name}`: {error}"))
}

/// The words that every form of a notice has: all up to the licensor's name, which follows the word "copyright". The rare ones come
/// first, because they rule out most texts.
pub(crate) fn required_words(sentence: &str) -> Vec<String> {
    const COMMON: [&str; 8] = ["model", "open", "under", "license", "licensed", "agreement", "research", "found"];
    let words: Vec<&str> = sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_copyright = |word: &&str| word.eq_ignore_ascii_case("copyright");
    let needed = words.iter().position(is_copyright).map_or(words.len(), |at| words.len().min(at + 4));
    let is_long = |word: &&str| word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let mut candidates: Vec<&str> = words[..needed].iter().copied().filter(is_long).collect();
    let is_common = |word: &str| COMMON.iter().any(|common| common.eq_ignore_ascii_case(word));
    candidates.sort_by_key(|word| (!is_copyright(word), is_common(word)));
    let mut lower: Vec<String> = Vec::new();
    for word in candidates.iter().map(|word| word.to_ascii_lowercase()) {
        if !lower.contains(&word) {
            lower.push(word);
        }
    }
    lower
}

/// All names of all families.
fn names(families: &schema::Families) -> Vec<(String, Name)> {
    let mut names = Vec::new();
    for (family, facts) in families.families.iter().enumerate() {
        assert!(!facts.family.is_empty(), "lineage/families.yml: a family has no key");
        let lists = [
            (&facts.names, Use::Anywhere),
            (&facts.in_ids, Use::InIds),
            (&facts.at_start, Use::AtStart),
            (&facts.whole, Use::Whole),
            (&facts.with_size, Use::WithSize),
            (&facts.except, Use::Except),
        ];
        for (list, usage) in lists {
            names.extend(list.iter().map(|words| (words.clone(), Name { family, usage })));
        }
    }
    names
}

/// Sorts the rows into buckets by the letters and digits of the names, and marks how the names start whose family is known.
fn known_models(out: &Path) {
    let path = "lineage/known.tsv";
    println!("cargo::rerun-if-changed={path}");
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let key = |row: &str| {
        let id = row.split('\t').next().unwrap_or_default();
        let name = id.rsplit('/').next().unwrap_or_default();
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let mut rows: Vec<(String, String)> = text.lines().map(|row| (key(row), format!("{row}\n"))).collect();
    rows.sort_by_cached_key(|(key, row)| (bucket(key), key.clone(), row.clone()));
    let mut bits = [0u64; NAME_BITS / 64];
    for (key, _) in rows.iter().filter(|(_, row)| row.split('\t').nth(1).is_some_and(|family| !family.is_empty())) {
        word_sets::add(&mut bits, name_bit(key));
    }
    let mut starts = vec![0; BUCKETS + 1];
    for (key, row) in &rows {
        starts[bucket(key) + 1] += row.len();
    }
    for at in 0..BUCKETS {
        starts[at + 1] += starts[at];
    }
    let rows: String = rows.into_iter().map(|(_, row)| row).collect();
    let write = |name: &str, text: String| {
        fs::write(out.join(name), text).unwrap_or_else(|error| panic!("{name}: {error}"));
    };
    write("known-starts.rs", format!("{bits:?}"));
    write("known-buckets.rs", format!("{starts:?}"));
    write("known.tsv", rows);
}

/// The YAML files of a folder, by name.
pub(crate) fn sorted(folder: &str) -> Vec<std::path::PathBuf> {
    println!("cargo::rerun-if-changed={folder}");
    yaml_files(Path::new(folder)).unwrap_or_else(|error| panic!("{error}"))
}

pub(crate) fn read<T: DeserializeOwned>(path: &Path) -> T {
    println!("cargo::rerun-if-changed={}", path.display());
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Writes a value as a constant, `NAME: TYPE`. What `Debug` prints of structs, texts and numbers is Rust but for lists, which need a `&`.
pub(crate) fn save<T: Debug>(value: &T, constant: &str, out: &Path, name: &str) {
    let mut text = format!("pub(crate) static {constant} = ");
    let mut quoted = false;
    let mut escaped = false;
    for c in format!("{value:?}").chars() {
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        if c == '[' && !quoted {
            text.push('&');
        }
        text.push(c);
    }
    text.push_str(";\n");
    fs::write(out.join(name), text).unwrap_or_else(|error| panic!("{name}: {error}"));
}
