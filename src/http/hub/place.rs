//! Where the Hub is, and places on it as users write them: `hf://ORG/NAME`, `hf://ORG/NAME@REVISION`, `hf://ORG`, and addresses of pages.

use super::answer::is_id;
use crate::render::one_line;
use std::time::Duration;

/// How a place on the Hub begins.
const SCHEME: &str = "hf://";

/// Where the pages of the Hub are, whatever `HF_ENDPOINT` says.
const PAGES: [&str; 2] = ["https://huggingface.co", "https://hf.co"];

/// Longest name of a revision, in bytes; chosen.
const MAX_REVISION: usize = 250;

/// Where the Hub is, and as whom to speak.
#[derive(Debug, Clone)]
pub(crate) struct HubAccess {
    /// Its address, such as `https://huggingface.co`.
    pub(crate) endpoint: String,
    /// A token; `None` to ask as anybody.
    pub(crate) token: Option<String>,
}

/// How long a run waits for the rate limit, in all, and whom it tells.
pub(crate) struct Patience {
    /// The longest time of all waits together.
    pub(crate) time: Duration,
    /// Hears of each wait before it begins.
    pub(crate) tell: Box<dyn Fn(Duration) + Send + Sync>,
}

/// A model on the Hub, at a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ModelPlace {
    /// `owner/name`.
    pub(crate) id: String,
    /// A branch, a tag, a commit or `refs/pr/N`; `None` is the main branch.
    pub(crate) revision: Option<String>,
}

/// A place on the Hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum HubPlace {
    /// One model.
    Model(ModelPlace),
    /// All models of a user or an organization.
    Owner(String),
}

impl HubPlace {
    /// Reads a place; `None` for any other path. `endpoint` is the address of the Hub, whose pages count too.
    ///
    /// # Errors
    ///
    /// A sentence that says how a place is written, for one that names no model.
    pub(crate) fn read(text: &str, endpoint: &str) -> Option<Result<Self, String>> {
        let place = match text.strip_prefix(SCHEME) {
            Some(rest) => named(rest.trim_end_matches('/')),
            None => page(PAGES.into_iter().chain([endpoint]).find_map(|pages| below(text, pages))?),
        };
        Some(place.ok_or_else(|| {
            let shown = one_line(text);
            format!("`{shown}` names no model on the Hub: write hf://ORG/NAME or hf://ORG/NAME@REVISION")
        }))
    }
}

/// The branch where the Hub keeps what is published.
const MAIN: &str = "main";

impl ModelPlace {
    /// The name of the branch; nothing for a pull request or a commit. A tag cannot be told from a branch.
    pub(crate) fn branch(&self) -> Option<&str> {
        let Some(revision) = &self.revision else { return Some(MAIN) };
        let name = revision.strip_prefix("refs/heads/").unwrap_or(revision);
        let is_hash = name.len() == 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        Some(name).filter(|name| !name.starts_with("refs/") && !is_hash)
    }

    /// The place as a user writes it.
    pub(crate) fn written(&self) -> String {
        let at = self.revision.as_ref().map(|revision| format!("@{revision}"));
        format!("{SCHEME}{}{}", self.id, at.unwrap_or_default())
    }
}

/// The path of a page below an address.
fn below<'t>(text: &'t str, pages: &str) -> Option<&'t str> {
    let path = text.strip_prefix(pages.trim_end_matches('/'))?.strip_prefix('/')?;
    Some(path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/'))
}

/// What stands after `hf://`.
fn named(text: &str) -> Option<HubPlace> {
    let (id, revision) = match text.split_once('@') {
        Some((id, revision)) => (id, Some(revision)),
        None => (text, None),
    };
    match (id.contains('/'), revision) {
        (true, revision) => model(id, revision),
        (false, None) => owner(id),
        (false, Some(_)) => None,
    }
}

/// What a page is about: `ORG`, `ORG/NAME`, `ORG/NAME/tree/REVISION`, `ORG/NAME/blob/REVISION/FILE` or `ORG/NAME/discussions/N`.
fn page(path: &str) -> Option<HubPlace> {
    let parts: Vec<&str> = path.split('/').collect();
    match parts[..] {
        [name] => owner(name),
        [owner, name] => model(&format!("{owner}/{name}"), None),
        [owner, name, "discussions", number] => model(&format!("{owner}/{name}"), Some(&format!("refs/pr/{number}"))),
        [owner, name, "tree" | "blob" | "resolve" | "commit", "refs", "pr", number, ..] => {
            model(&format!("{owner}/{name}"), Some(&format!("refs/pr/{number}")))
        }
        [owner, name, "tree" | "blob" | "resolve" | "commit", revision, ..] => {
            model(&format!("{owner}/{name}"), Some(&revision.replace("%2F", "/")))
        }
        _ => None,
    }
}

fn owner(name: &str) -> Option<HubPlace> {
    is_id(&format!("{name}/x")).then(|| HubPlace::Owner(name.to_owned()))
}

fn model(id: &str, revision: Option<&str>) -> Option<HubPlace> {
    // They hold no models.
    let is_other = ["datasets/", "spaces/", "kernels/", "buckets/", "api/"].iter().any(|kind| id.starts_with(kind));
    let fits = is_id(id) && !is_other && revision.is_none_or(is_revision);
    fits.then(|| HubPlace::Model(ModelPlace { id: id.to_owned(), revision: revision.map(str::to_owned) }))
}

/// Whether a text may be the name of a revision, as Git has them.
fn is_revision(text: &str) -> bool {
    (1..=MAX_REVISION).contains(&text.len())
        && !text.contains("..")
        && !text.starts_with(['/', '-'])
        && text.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"~^:?*[\\\"`'<>".contains(c))
}

#[cfg(test)]
mod tests {
    use super::{HubPlace, ModelPlace};

    fn read(text: &str) -> Option<Result<HubPlace, String>> {
        HubPlace::read(text, "http://127.0.0.1:8080")
    }

    #[test]
    fn places_as_users_write_them() {
        for (text, id, revision) in [
            ("hf://acme/lark-7b", "acme/lark-7b", None),
            ("hf://acme/lark-7b/", "acme/lark-7b", None),
            ("hf://acme/lark-7b@v1.0", "acme/lark-7b", Some("v1.0")),
            ("hf://acme/lark-7b@refs/pr/7", "acme/lark-7b", Some("refs/pr/7")),
            ("https://huggingface.co/acme/lark-7b", "acme/lark-7b", None),
            ("https://hf.co/acme/lark-7b/tree/dev?x=1#top", "acme/lark-7b", Some("dev")),
            ("https://huggingface.co/acme/lark-7b/blob/main/README.md", "acme/lark-7b", Some("main")),
            ("https://huggingface.co/acme/lark-7b/tree/refs%2Fpr%2F3", "acme/lark-7b", Some("refs/pr/3")),
            ("https://huggingface.co/acme/lark-7b/discussions/7", "acme/lark-7b", Some("refs/pr/7")),
            ("http://127.0.0.1:8080/acme/lark-7b", "acme/lark-7b", None),
        ] {
            let place = ModelPlace { id: id.to_owned(), revision: revision.map(str::to_owned) };
            assert_eq!(read(text), Some(Ok(HubPlace::Model(place))), "{text}");
        }
        for text in ["hf://acme", "hf://acme/", "https://huggingface.co/acme"] {
            assert_eq!(read(text), Some(Ok(HubPlace::Owner("acme".to_owned()))), "{text}");
        }
    }

    #[test]
    fn other_texts() {
        for text in ["acme/lark-7b", "./hf", "README.md", "https://example.com/acme/lark-7b", "-", ""] {
            assert_eq!(read(text), None, "{text}");
        }
        for text in [
            "hf://",
            "hf://acme@main",
            "hf://acme/../etc",
            "hf://acme/lark/README.md",
            "hf://datasets/acme/x",
            "hf://acme/lark@",
            "hf://acme/lark@a b",
            "hf://acme/lark@../x",
            "https://huggingface.co/datasets/acme/x",
            "https://huggingface.co/acme/lark/settings",
        ] {
            assert!(matches!(read(text), Some(Err(_))), "{text}");
        }
    }
}
