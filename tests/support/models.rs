//! A Hub on loopback that holds models, with the host behind the redirects of large files.

use super::fake::{Fake, Reply, Request};
use serde_json::{Value, json};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

/// The commit of every model.
pub(crate) const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

/// The files of a model, by path.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// What a test answers in place of the Hub, or of the storage host.
pub(crate) type Script = dyn Fn(&Request) -> Option<Reply> + Send + Sync;

/// The running Hub. Weights are at the storage host, everything else at the Hub itself.
pub(crate) struct Models {
    pub(crate) hub: Fake,
    pub(crate) storage: Fake,
}

/// Files from texts.
pub(crate) fn files(texts: &[(&str, &str)]) -> Files {
    texts.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

impl Models {
    /// A Hub with models by id, or by `id@revision`.
    pub(crate) fn start(models: impl IntoIterator<Item = (&'static str, Files)>) -> Self {
        Self::scripted(models, |_| None, |_| None)
    }

    /// The same, where scripts for the Hub and for the storage host answer first.
    pub(crate) fn scripted(
        models: impl IntoIterator<Item = (&'static str, Files)>,
        script: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static,
        of_storage: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static,
    ) -> Self {
        let models: Arc<BTreeMap<&str, Files>> = Arc::new(models.into_iter().collect());
        let stored = Arc::clone(&models);
        let storage =
            Fake::start(move |request| of_storage(request).unwrap_or_else(|| answer_storage(request, &stored)));
        let address = storage.address.clone();
        let hub = Fake::start(move |request| script(request).unwrap_or_else(|| answer(request, &models, &address)));
        Self { hub, storage }
    }

    /// How many requests there were on both hosts.
    pub(crate) fn count(&self) -> usize {
        self.hub.log().len() + self.storage.log().len()
    }
}

fn answer(request: &Request, models: &BTreeMap<&str, Files>, storage: &str) -> Reply {
    let path = request.line.strip_prefix("GET /").unwrap_or_default();
    let path = path.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    match parts[..] {
        ["api", "models", owner, name, ref rest @ ..] => {
            let id = format!("{owner}/{name}");
            let key = match rest {
                ["revision", COMMIT] => id.clone(),
                ["revision", revision] => format!("{id}@{}", revision.replace("%2F", "/")),
                _ => id.clone(),
            };
            match models.get(key.as_str()) {
                Some(files) => Reply::json(200, &listing(&id, files)),
                None if models.contains_key(id.as_str()) => failure(404, "RevisionNotFound", "Invalid rev id"),
                None => Reply::json(401, &json!({ "error": "Invalid username or password." })),
            }
        }
        ["api", "resolve-cache", "models", owner, name, COMMIT, ref rest @ ..] => {
            match file(models, &format!("{owner}/{name}"), &rest.join("/")) {
                Some(bytes) => ranged(request, bytes),
                None => failure(404, "EntryNotFound", "Entry not found"),
            }
        }
        [owner, name, "resolve", COMMIT, ref rest @ ..] => {
            let (id, path) = (format!("{owner}/{name}"), rest.join("/"));
            match file(models, &id, &path) {
                Some(_) if is_large(&path) => {
                    Reply::text(302, "").with(&format!("Location: {storage}/{id}/{path}?signature=1"))
                }
                Some(bytes) => ranged(request, bytes),
                None => failure(404, "EntryNotFound", "Entry not found"),
            }
        }
        _ => Reply::text(404, "no such page"),
    }
}

fn answer_storage(request: &Request, models: &BTreeMap<&str, Files>) -> Reply {
    let path = request.line.trim_start_matches("GET /").split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.splitn(3, '/').collect();
    match file(models, &parts[..2].join("/"), parts[2]) {
        Some(bytes) => ranged(request, bytes),
        None => Reply::text(403, "<Error/>"),
    }
}

/// A refusal as the Hub words it.
pub(crate) fn failure(status: u16, code: &str, message: &str) -> Reply {
    Reply::json(status, &json!({ "error": message })).with(&format!("X-Error-Code: {code}"))
}

/// A file of any revision of a model: all have the same commit here.
fn file<'m>(models: &'m BTreeMap<&str, Files>, id: &str, path: &str) -> Option<&'m Vec<u8>> {
    let of_model = models.iter().filter(|(key, _)| key.split('@').next() == Some(id));
    of_model.filter_map(|(_, files)| files.get(path)).next_back()
}

/// The page of a model with its files.
fn listing(id: &str, files: &Files) -> Value {
    let siblings: Vec<Value> = files
        .iter()
        .map(|(path, bytes)| {
            let mut file = json!({ "rfilename": path, "size": bytes.len(), "blobId": blob(bytes) });
            if is_large(path) {
                file["lfs"] = json!({ "size": bytes.len(), "sha256": sha256(bytes), "pointerSize": 134 });
            }
            file
        })
        .collect();
    json!({ "_id": "1", "id": id, "modelId": id, "sha": COMMIT, "tags": [], "siblings": siblings, "cardData": card(files) })
}

/// What the card's front matter says of a base and a license, as the API repeats it.
fn card(files: &Files) -> Value {
    let text = files.get("README.md").map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    let front = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---")).map_or("", |(front, _)| front);
    serde_yaml::from_str(front).unwrap_or(Value::Null)
}

fn is_large(path: &str) -> bool {
    [".gguf", ".safetensors"].iter().any(|end| path.ends_with(end))
}

/// The part of a file that a request asks for.
fn ranged(request: &Request, bytes: &[u8]) -> Reply {
    let range = request.headers.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("range").then(|| value.trim().strip_prefix("bytes=").unwrap().to_owned())
    });
    let Some((start, end)) = range.as_deref().and_then(|range| range.split_once('-')) else {
        return Reply::Answer(200, Vec::new(), bytes.to_vec());
    };
    let (start, end): (usize, usize) = (start.parse().unwrap(), end.parse().unwrap());
    let part = bytes[start..=end.min(bytes.len() - 1)].to_vec();
    let range = format!("Content-Range: bytes {start}-{}/{}", start + part.len() - 1, bytes.len());
    Reply::Answer(206, vec![range], part)
}

/// The name that Git gives a file.
pub(crate) fn blob(bytes: &[u8]) -> String {
    hexadecimal(&Sha1::new().chain_update(format!("blob {}\0", bytes.len())).chain_update(bytes).finalize())
}

/// The hash of a file, as Git LFS has it.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}
