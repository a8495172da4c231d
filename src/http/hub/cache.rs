//! What the Hub stated before, in a file. The file may be damaged or somebody else's work: it is used as it is or not at all.

use super::answer::{is_id, is_license};
use crate::disk;
use crate::lineage::hub::Stated;
use crate::render::one_line;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The version of the format.
const VERSION: u32 = 1;

/// Most bytes of the file, chosen; each model has some hundred.
const MAX_BYTES: u64 = 8 << 20;

/// Most models that are kept, chosen.
const MAX_MODELS: usize = 5_000;

/// How long an answer holds, in seconds: a week, chosen.
const MAX_AGE: u64 = 7 * 24 * 60 * 60;

/// The answers of earlier runs, by model.
pub(super) struct Cache {
    path: PathBuf,
    contents: Contents,
    is_new: bool,
}

/// The file.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contents {
    version: u32,
    /// The Hub that was asked.
    endpoint: String,
    models: BTreeMap<String, Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// Seconds since 1970.
    asked: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    now: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parents: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    license: Option<String>,
}

impl Entry {
    fn is_sound(&self) -> bool {
        self.now.iter().chain(&self.parents).all(|id| is_id(id)) && self.license.iter().all(|name| is_license(name))
    }
}

impl Cache {
    /// Reads the file; there need be none. The error is a sentence, and the file is then left as it is.
    pub(super) fn read(path: &Path, endpoint: &str, now: u64) -> Result<Self, String> {
        let fresh = || Contents { version: VERSION, endpoint: endpoint.to_owned(), models: BTreeMap::new() };
        let cache = |contents| Self { path: path.to_owned(), contents, is_new: false };
        if !disk::exists(path) {
            return Ok(cache(fresh()));
        }
        let bytes = disk::read(path, MAX_BYTES).map_err(|error| format!("{}.", one_line(&format!("{error:#}"))))?;
        let contents: Option<Contents> = serde_json::from_slice(&bytes).ok();
        let is_sound = |contents: &Contents| {
            contents.version == VERSION
                && contents.models.len() <= MAX_MODELS
                && contents.models.iter().all(|(id, entry)| is_id(id) && entry.is_sound())
        };
        let Some(mut contents) = contents.filter(is_sound) else {
            let shown = path.to_string_lossy();
            return Err(format!("The file `{}` is no such cache; remove it, or name another one.", one_line(&shown)));
        };
        if contents.endpoint != endpoint {
            return Ok(cache(fresh()));
        }
        // What was asked tomorrow was not asked.
        contents.models.retain(|_, entry| entry.asked <= now && now - entry.asked < MAX_AGE);
        Ok(cache(contents))
    }

    /// What the Hub stated of a model.
    pub(super) fn get(&self, id: &str) -> Option<Stated> {
        let Entry { now, parents, license, .. } = self.contents.models.get(&id.to_lowercase())?;
        Some(Stated { renamed_to: now.clone(), parents: parents.clone(), license: license.clone() })
    }

    /// Keeps what the Hub stated at a time.
    pub(super) fn add(&mut self, id: &str, stated: Stated, asked: u64) {
        let Stated { renamed_to: now, parents, license } = stated;
        self.contents.models.insert(id.to_lowercase(), Entry { asked, now, parents, license });
        self.is_new = true;
    }

    /// Writes the file, where there is something new. The error is a sentence.
    pub(super) fn write(mut self) -> Result<(), String> {
        if !self.is_new {
            return Ok(());
        }
        while self.contents.models.len() > MAX_MODELS {
            let oldest = self.contents.models.iter().min_by_key(|(_, entry)| entry.asked).map(|(id, _)| id.clone());
            self.contents.models.remove(&oldest.unwrap_or_default());
        }
        let text = serde_json::to_string_pretty(&self.contents).map_err(|error| format!("{error}."))?;
        disk::replace(&self.path, &(text + "\n")).map_err(|error| format!("{}.", one_line(&format!("{error:#}"))))
    }
}
