//! Turns the project's YAML into what the binary holds: policies and identifiers into bytes, families and phrases into Rust.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs;
use std::path::Path;

#[expect(dead_code, reason = "the build reads the fields only to write them")]
#[path = "../src/lineage/facts.rs"]
mod facts;
#[allow(unreachable_pub, reason = "shared with the library")]
#[path = "../src/policy/types.rs"]
mod policy;

/// Writes every embedded table; panics with the file's name where one does not hold to its type.
pub(crate) fn write(out: &Path) {
    let mut policies: Vec<policy::Policy> = Vec::new();
    for path in sorted("policy") {
        if path.file_name().is_some_and(|name| name == "identifiers.yml") {
            embed::<policy::Identifiers>(&path, out, "identifiers.bin");
        } else {
            policies.push(read(&path));
        }
    }
    save(&policies, out, "policies.bin");
    let mut families: facts::Families<Vec<Family>> = read(Path::new("lineage/families.yml"));
    as_rust(&names(&families.families), out, "names.rs");
    for family in &mut families.families {
        (family.names, family.in_ids, family.except) = Default::default();
    }
    as_rust(&families, out, "families.rs");
    as_rust(&read::<facts::Phrases<Vec<String>>>(Path::new("lineage/phrases.yml")), out, "phrases.rs");
    known_models(out);
}

type Family = facts::Family<String, Vec<String>, Vec<facts::Shape>, Vec<u64>>;

/// The names of the families with their first words, sorted.
fn names(families: &[Family]) -> Vec<(&str, &str, usize, facts::Use)> {
    let mut names = Vec::new();
    for (index, family) in families.iter().enumerate() {
        let lists = [
            (&family.names, facts::Use::Anywhere),
            (&family.in_ids, facts::Use::InIds),
            (&family.except, facts::Use::Except),
        ];
        for (list, usage) in lists {
            names.extend(
                list.iter().map(|name| (name.split(' ').next().unwrap_or_default(), name.as_str(), index, usage)),
            );
        }
    }
    names.sort_by_key(|(first, _, _, _)| *first);
    names
}

/// Writes a value as a Rust expression: what `Debug` shows is one when its lists are slices.
fn as_rust<T: std::fmt::Debug>(value: &T, out: &Path, name: &str) {
    let text = format!("&{value:?}").replace('[', "&[").replace("&&", "&");
    let text = if text.starts_with("&[") { text } else { text.replacen('&', "", 1) };
    fs::write(out.join(name), text).unwrap_or_else(|error| panic!("{name}: {error}"));
}

/// Puts the letters and digits of each name before its row and sorts by them, so that look-ups need no index.
fn known_models(out: &Path) {
    let path = "lineage/known.tsv";
    println!("cargo::rerun-if-changed={path}");
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let squeeze =
        |name: &str| name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let mut rows: Vec<String> = text
        .lines()
        .map(|row| {
            let id = row.split('\t').next().unwrap_or_default();
            format!("{}\t{row}\n", squeeze(id.rsplit('/').next().unwrap_or_default()))
        })
        .collect();
    rows.sort();
    fs::write(out.join("known.tsv"), rows.concat()).unwrap_or_else(|error| panic!("known.tsv: {error}"));
}

/// The YAML files of a folder, by name.
fn sorted(folder: &str) -> Vec<std::path::PathBuf> {
    println!("cargo::rerun-if-changed={folder}");
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let mut paths: Vec<_> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yml"));
    paths.sort();
    paths
}

fn read<T: DeserializeOwned>(path: &Path) -> T {
    println!("cargo::rerun-if-changed={}", path.display());
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Embeds one file, as an `Option` so that the binary has a value for bytes that cannot be decoded.
fn embed<T: DeserializeOwned + Serialize>(path: &Path, out: &Path, name: &str) {
    save(&Some(read::<T>(path)), out, name);
}

fn save<T: Serialize>(value: &T, out: &Path, name: &str) {
    let bytes = postcard::to_allocvec(value).unwrap_or_else(|error| panic!("{name}: {error}"));
    fs::write(out.join(name), bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
}
