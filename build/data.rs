//! Turns the project's YAML (policies, identifiers, families, phrases) into bytes that the binary decodes without parsing.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs;
use std::path::Path;

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
    embed::<facts::Families<String>>(Path::new("lineage/families.yml"), out, "families.bin");
    embed::<facts::Phrases<String>>(Path::new("lineage/phrases.yml"), out, "phrases.bin");
    known_models(out);
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
