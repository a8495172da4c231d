//! A model on the Hub: which commit a revision is, and which files the commit has.

use super::client::HubClient;
use super::refusal::refusal;
use super::wanted::HubFile;
use crate::http::error::HttpError;
use crate::http::hub::answer::is_id;
use crate::http::hub::place::ModelPlace;
use crate::http::response::Response;
use crate::lfs::digest;
use crate::render::percent_encoded;
use crate::tree::is_plain;
use serde::Deserialize;

/// A model at a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HubModel {
    /// `owner/name`, as the Hub writes it.
    pub(crate) id: String,
    /// Full hash of the commit.
    pub(crate) commit: String,
    /// Its files, by path.
    pub(super) files: Vec<HubFile>,
    /// Bytes of the answer that listed them.
    pub(super) listing_bytes: u64,
}

impl HubModel {
    /// Whether a file is kept in Git LFS.
    pub(crate) fn keeps_in_lfs(&self, path: &str) -> bool {
        self.files.iter().any(|file| file.path == path && file.sha256.is_some())
    }
}

/// What the API says of a model, as far as it matters.
#[derive(Deserialize)]
struct ModelJson {
    id: String,
    sha: String,
    siblings: Vec<FileJson>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FileJson {
    rfilename: String,
    size: u64,
    blob_id: String,
    lfs: Option<LfsJson>,
}

#[derive(Deserialize)]
struct LfsJson {
    sha256: String,
}

/// Asks for a model at a revision.
///
/// # Errors
///
/// A sentence where the Hub shows no such model or revision, or has it under another id.
pub(super) async fn model(client: &HubClient, place: &ModelPlace) -> Result<HubModel, HttpError> {
    let revision = place.revision.as_ref().map(|revision| format!("/revision/{}", percent_encoded(revision, b"")));
    let rest = format!("api/models/{}{}?blobs=true", place.id, revision.unwrap_or_default());
    let mut found: Option<ModelJson> = None;
    let mut accept = |response: &Response| {
        found = serde_json::from_slice(&response.body).ok();
        found.is_some()
    };
    let response = client.answer(&rest, &mut accept).await?;
    let Some(found) = found else { return Err(refusal(&response, &place.id, client.has_token())) };
    let wrong = |what: &str| HttpError::Unreachable(format!("the Hub's answer on `{}` has no {what}", place.id));
    if !is_id(&found.id) {
        return Err(wrong("id"));
    }
    if !found.id.eq_ignore_ascii_case(&place.id) {
        let moved = ModelPlace { id: found.id, revision: place.revision.clone() };
        return Err(HttpError::Refused(format!("`{}` has a new name: use {}", place.id, moved.written())));
    }
    let is_hash = found.sha.len() == 40 && found.sha.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_hash {
        return Err(wrong("commit"));
    }
    let mut files: Vec<HubFile> = Vec::with_capacity(found.siblings.len());
    for file in found.siblings {
        if !is_plain(&file.rfilename) {
            return Err(wrong("plain file names"));
        }
        let sha256 = file.lfs.map(|lfs| lfs.sha256);
        if sha256.as_ref().is_some_and(|hash| digest(hash).is_none()) {
            return Err(wrong("hashes of the files in Git LFS"));
        }
        files.push(HubFile { path: file.rfilename, size: file.size, blob: file.blob_id, sha256 });
    }
    files.sort_unstable_by(|one, other| one.path.cmp(&other.path));
    if files.windows(2).any(|pair| pair[0].path == pair[1].path) {
        return Err(wrong("files of different names"));
    }
    Ok(HubModel { id: found.id, commit: found.sha, files, listing_bytes: response.body.len() as u64 })
}
