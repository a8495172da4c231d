//! Links of a commit, followed inside of it.

use super::listing::{Kind, Listed};
use super::objects::Repository;
use std::collections::HashMap;

/// Most bytes of the path that a link holds.
const MOST_TARGET: u64 = 4_096;

/// Most links that are followed one after the other, as most systems have it.
const MOST_LINKS: usize = 40;

/// The file that a link leads to, as a checkout of these files alone would have it. The error says why there is none.
pub(super) fn follow<'l>(
    repository: &Repository,
    listed: &HashMap<&str, &'l Listed>,
    link: &'l Listed,
) -> Result<&'l Listed, String> {
    let mut at = link;
    for _ in 0..MOST_LINKS {
        if at.kind != Kind::Link {
            return Ok(at);
        }
        let target = match repository.blob(&at.hash, MOST_TARGET) {
            Ok(Some(target)) => target,
            Ok(None) => return Err("it is a link whose target cannot be read".to_owned()),
            Err(why) => return Err(why),
        };
        let target = std::str::from_utf8(&target).ok().and_then(|target| beside(&at.path, target));
        let target = target.ok_or("it is a link that leads out of the checked folder")?;
        at = match listed.get(&*target).filter(|found| matches!(found.kind, Kind::File | Kind::Link)) {
            Some(found) => found,
            None => return Err("it is a link that leads to no file of the commit".to_owned()),
        };
    }
    Err("it is a link that leads nowhere".to_owned())
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
