//! What the Hub stated before, in a file. The file may be damaged or made by somebody else: it is used whole or not at all.

use super::answer::{is_id, is_license};
use crate::disk;
use crate::lineage::hub::Stated;
use crate::render::one_line;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The version of the format.
const VERSION: u32 = 1;

/// Most bytes of the file.
const BYTES: u64 = 8 << 20;

/// Most models that are kept.
const MODELS: usize = 5_000;

/// How long an answer holds, in seconds: a week.
const LIFE: u64 = 7 * 24 * 60 * 60;

/// The answers that are at hand.
pub(super) struct Cache {
    path: PathBuf,
    retained: Contents,
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
        let cache = |retained| Self { path: path.to_owned(), retained, is_new: false };
        if !disk::exists(path) {
            return Ok(cache(fresh()));
        }
        let bytes = disk::read(path, BYTES).map_err(|error| format!("{}.", one_line(&format!("{error:#}"))))?;
        let retained: Option<Contents> = serde_json::from_slice(&bytes).ok();
        let is_sound = |retained: &Contents| {
            retained.version == VERSION
                && retained.models.len() <= MODELS
                && retained.models.iter().all(|(id, entry)| is_id(id) && entry.is_sound())
        };
        let Some(mut retained) = retained.filter(is_sound) else {
            let shown = path.to_string_lossy();
            return Err(format!("The file `{}` is no such cache; remove it, or name another one.", one_line(&shown)));
        };
        if retained.endpoint != endpoint {
            return Ok(cache(fresh()));
        }
        // What was asked tomorrow was not asked.
        retained.models.retain(|_, entry| entry.asked <= now && now - entry.asked < LIFE);
        Ok(cache(retained))
    }

    /// What the Hub stated of a model.
    pub(super) fn get(&self, id: &str) -> Option<Stated> {
        let Entry { now, parents, license, .. } = self.retained.models.get(&id.to_lowercase())?;
        Some(Stated { renamed_to: now.clone(), parents: parents.clone(), license: license.clone() })
    }

    /// Keeps what the Hub stated at a time.
    pub(super) fn add(&mut self, id: &str, stated: Stated, asked: u64) {
        let Stated { renamed_to: now, parents, license } = stated;
        self.retained.models.insert(id.to_lowercase(), Entry { asked, now, parents, license });
        self.is_new = true;
    }

    /// Writes the file, where there is something new. The error is a sentence.
    pub(super) fn write(mut self) -> Result<(), String> {
        if !self.is_new {
            return Ok(());
        }
        while self.retained.models.len() > MODELS {
            let oldest = self.retained.models.iter().min_by_key(|(_, entry)| entry.asked).map(|(id, _)| id.clone());
            self.retained.models.remove(&oldest.unwrap_or_default());
        }
        let text = serde_json::to_string_pretty(&self.retained).map_err(|error| format!("{error}."))?;
        disk::replace(&self.path, &(text + "\n")).map_err(|error| format!("{}.", one_line(&format!("{error:#}"))))
    }
}
