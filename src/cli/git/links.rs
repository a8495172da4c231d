//! Links of a commit, followed inside of it.

use super::listing::{Kind, Listed};
use super::objects::Repository;
use std::collections::HashMap;

/// Most bytes of the path that a link holds.
const MOST_TARGET: u64 = 4_096;

/// Most links that are followed one after the other, as most systems have it.
const MOST_LINKS: usize = 40;

/// What the links of a commit hold, each read once.
pub(super) struct Links<'r> {
    repository: &'r Repository,
    targets: HashMap<String, Option<String>>,
}

impl<'r> Links<'r> {
    pub(super) fn new(repository: &'r Repository) -> Self {
        Self { repository, targets: HashMap::new() }
    }

    /// The file that a path leads to, as a checkout of these files alone would have it. The error says why there is none.
    pub(super) fn follow<'l>(
        &mut self,
        listed: &HashMap<&str, &'l Listed>,
        path: &'l Listed,
    ) -> Result<&'l Listed, &'static str> {
        let mut at = path;
        for _ in 0..MOST_LINKS {
            if at.kind != Kind::Link {
                return Ok(at);
            }
            let target = self.target(&at.hash).ok_or("it is a link whose target cannot be read")?;
            let target = beside(&at.path, target).ok_or("it is a link that leads out of the checked folder")?;
            at = match listed.get(&*target).filter(|found| matches!(found.kind, Kind::File | Kind::Link)) {
                Some(found) => found,
                None => return Err("it is a link that leads to no file of the commit"),
            };
        }
        Err("it is a link that leads nowhere")
    }

    fn target(&mut self, hash: &str) -> Option<&str> {
        if !self.targets.contains_key(hash) {
            let bytes = self.repository.blob(hash, MOST_TARGET).ok().flatten();
            self.targets.insert(hash.to_owned(), bytes.and_then(|bytes| String::from_utf8(bytes).ok()));
        }
        self.targets.get(hash)?.as_deref()
    }
}

/// The path that a link in the folder of `path` leads to; nothing for one that leads out.
fn beside(path: &str, target: &str) -> Option<String> {
    if target.starts_with('/') {
        return None;
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn where_links_lead() {
        let to = |path: &str, target: &str| beside(path, target);
        assert_eq!(to("LICENSE", "legal/LICENSE").as_deref(), Some("legal/LICENSE"));
        assert_eq!(to("a/b/LICENSE", ".././../LICENSE").as_deref(), Some("LICENSE"));
        assert_eq!(to("a/LICENSE", "../../LICENSE"), None);
        assert_eq!(to("LICENSE", "/etc/passwd"), None);
    }
}
