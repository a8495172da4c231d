//! What the environment says of the Hugging Face Hub, as the Hub's own client reads it: address, token, whether to stay offline.
#![expect(clippy::disallowed_methods, reason = "this is a part of the edge that the fence leads to")]

use super::console;
use crate::disk;
use std::path::PathBuf;

/// Most bytes of the file with the token, chosen.
const TOKEN_LIMIT: u64 = 16 << 10;

/// The token for the Hub: the one that was given to this program, else the one that `hf auth login` stored.
pub(crate) fn token() -> Option<String> {
    console::hub_token().or_else(stored_token)
}

/// The token that `hf auth login` stored. A file that cannot be read is as good as none: most models need no token.
fn stored_token() -> Option<String> {
    if console::has_tokens_of_input() || is_on("HF_HUB_DISABLE_IMPLICIT_TOKEN") {
        return None;
    }
    let folder = || Some(path("XDG_CACHE_HOME").or_else(|| Some(home()?.join(".cache")))?.join("huggingface"));
    let file = path("HF_TOKEN_PATH").or_else(|| Some(path("HF_HOME").or_else(folder)?.join("token")))?;
    let bytes = disk::read(&file, TOKEN_LIMIT).ok()?;
    Some(String::from_utf8(bytes).ok()?.trim().to_owned()).filter(|token| !token.is_empty())
}

/// Whether the Hub must not be asked.
pub(crate) fn is_offline() -> bool {
    is_on("HF_HUB_OFFLINE")
}

/// Whether a variable has one of the values that the Hub's client takes for yes.
fn is_on(name: &str) -> bool {
    let value = std::env::var(name).unwrap_or_default().to_ascii_uppercase();
    matches!(value.as_str(), "1" | "ON" | "YES" | "TRUE")
}

/// The path in a variable; `~/` is the home folder.
fn path(name: &str) -> Option<PathBuf> {
    let value = PathBuf::from(std::env::var_os(name).filter(|value| !value.is_empty())?);
    match value.strip_prefix("~") {
        Ok(rest) => Some(home()?.join(rest)),
        Err(_) => Some(value),
    }
}

fn home() -> Option<PathBuf> {
    let name = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}
