//! The texts that fingerprints are made from, as the license files and `fingerprints/sources.yml` name them.

use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

/// The files of `licenses/` that are no license.
const SHARED: [&str; 3] = ["identifiers", "permissive", "profiles"];

/// One edition of a text; `fingerprints/sources.yml` says what the fields mean.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct SourceText {
    /// Its identifier; in a license file, without one, that of the license.
    #[serde(alias = "license")]
    pub(crate) text: String,
    /// What people call it; in a license file, without one, the title of the license.
    pub(crate) title: String,
    pub(crate) edition: String,
    pub(crate) names: Vec<String>,
    pub(crate) mentions: Vec<String>,
    pub(crate) file: Option<String>,
    pub(crate) key: Option<String>,
    pub(crate) sha256: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) optional_from: Option<String>,
    pub(crate) optional_until: Option<String>,
    pub(crate) from: Option<String>,
    pub(crate) until: Option<String>,
    /// Clauses that this edition lacks, though the file has them.
    pub(crate) without: Vec<String>,
    /// Words of a line that this edition lacks, though the file has it.
    pub(crate) without_line: Option<String>,
    /// The license whose words it has, next to conditions of its own.
    pub(crate) extends: String,
    /// How the edition says which it is: see `Edition::stamp`.
    pub(crate) stamp: Vec<String>,
    /// Whether the words were put together from other copies than the licensor's own.
    pub(crate) rebuilt: bool,
    /// Hashes, as `exact_hash` makes them, of other files in which the licensor publishes this edition.
    pub(crate) exact: Vec<String>,
}

/// What a license file says of texts.
#[derive(Deserialize)]
struct LicenseTexts {
    license: String,
    title: String,
    #[serde(default)]
    editions: Vec<SourceText>,
    #[serde(default)]
    documents: Vec<SourceText>,
}

/// `fingerprints/sources.yml`.
#[derive(Debug, Deserialize)]
pub(crate) struct Sources {
    pub(crate) package: Package,
    /// Texts of licenses that have no file of their own; [`Sources::read`] adds those that have.
    pub(crate) texts: Vec<SourceText>,
}

/// The package that `key` names an entry of.
#[derive(Debug, Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
}

impl Sources {
    /// All texts: those of the license files and then the others.
    pub(crate) fn read(root: &Path) -> Result<Self, String> {
        let mut texts = Vec::new();
        for path in license_files(&root.join("licenses"))? {
            let file: LicenseTexts = read(&path)?;
            texts.extend(file.editions.into_iter().chain(file.documents).map(|text| SourceText {
                text: if text.text.is_empty() { file.license.clone() } else { text.text },
                title: if text.title.is_empty() { file.title.clone() } else { text.title },
                ..text
            }));
        }
        let mut sources: Self = read(&root.join("fingerprints/sources.yml"))?;
        texts.append(&mut sources.texts);
        Ok(Self { texts, ..sources })
    }
}

/// The license files of a folder, by name.
pub(crate) fn license_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut paths = yaml_files(folder)?;
    paths.retain(|path| !path.file_stem().is_some_and(|stem| SHARED.iter().any(|shared| stem == *shared)));
    Ok(paths)
}

/// The YAML files of a folder, by name.
pub(crate) fn yaml_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<_> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yml"));
    // "llama3" comes before "llama3.1", which their full names would turn round.
    paths.sort_by(|one, other| one.file_stem().cmp(&other.file_stem()));
    Ok(paths)
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_yaml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}
