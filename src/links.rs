//! Links of a commit, followed inside of it as a checkout of these files alone would have it, also through folders that are links.

/// Most bytes of the path that a link holds.
pub(crate) const MAX_TARGET: u64 = 4_096;

/// Most links that are followed one after the other, as most systems have it.
const MAX_LINKS: usize = 40;

/// What is under a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    File,
    /// A link, with what it holds; nothing where that was not read.
    Link(Option<String>),
    /// A folder, or nothing.
    Other,
}

/// Why a link leads to no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LinkError {
    /// What the link under this path holds was not read.
    Unread(String),
    Out,
    NoFile,
    Circle,
}

impl LinkError {
    /// A clause about the file whose path leads there.
    pub(crate) const fn clause(&self) -> &'static str {
        match self {
            Self::Unread(_) => "it is a link whose target cannot be read",
            Self::Out => "it is a link that leads out of the checked folder",
            Self::NoFile => "it is a link that leads to no file of the commit",
            Self::Circle => "it is a link that leads nowhere",
        }
    }
}

/// The path of the file that a path leads to; `at` says what is under a path.
pub(crate) fn follow(path: &str, mut at: impl FnMut(&str) -> Node) -> Result<String, LinkError> {
    let parts = |path: &str| path.split('/').rev().map(str::to_owned).collect::<Vec<_>>();
    let (mut rest, mut done) = (parts(path), String::new());
    let mut links = 0;
    while let Some(part) = rest.pop() {
        match &*part {
            "" | "." => continue,
            ".." if done.is_empty() => return Err(LinkError::Out),
            ".." => {
                done.truncate(done.rfind('/').unwrap_or(0));
                continue;
            }
            _ => {}
        }
        let above = done.len();
        if above > 0 {
            done.push('/');
        }
        done.push_str(&part);
        match at(&done) {
            Node::File if rest.is_empty() => return Ok(done),
            Node::File => return Err(LinkError::NoFile),
            Node::Other => {}
            Node::Link(None) => return Err(LinkError::Unread(done)),
            Node::Link(Some(target)) => {
                links += 1;
                if links > MAX_LINKS {
                    return Err(LinkError::Circle);
                }
                if target.starts_with('/') {
                    return Err(LinkError::Out);
                }
                rest.extend(parts(&target));
                done.truncate(above);
            }
        }
    }
    Err(LinkError::NoFile)
}

#[cfg(test)]
mod tests {
    use super::{LinkError, Node, follow};

    #[test]
    fn where_links_lead() {
        let at = |path: &str| match path {
            "legal/LICENSE" | "LICENSE" => Node::File,
            "a/up" => Node::Link(Some("../LICENSE".to_owned())),
            "a/b/up" => Node::Link(Some(".././../LICENSE".to_owned())),
            "a/out" => Node::Link(Some("../../LICENSE".to_owned())),
            "a/absolute" => Node::Link(Some("/etc/passwd".to_owned())),
            "folder" => Node::Link(Some("legal".to_owned())),
            "through" => Node::Link(Some("folder/LICENSE".to_owned())),
            "twice" => Node::Link(Some("./through".to_owned())),
            "circle" => Node::Link(Some("circle".to_owned())),
            "dangling" => Node::Link(Some("nothing".to_owned())),
            "below" => Node::Link(Some("LICENSE/x".to_owned())),
            "unread" => Node::Link(None),
            _ => Node::Other,
        };
        for (path, expected) in [
            ("LICENSE", Ok("LICENSE")),
            ("a/up", Ok("LICENSE")),
            ("a/b/up", Ok("LICENSE")),
            ("through", Ok("legal/LICENSE")),
            ("twice", Ok("legal/LICENSE")),
            ("a/out", Err(LinkError::Out)),
            ("a/absolute", Err(LinkError::Out)),
            ("circle", Err(LinkError::Circle)),
            ("dangling", Err(LinkError::NoFile)),
            ("folder", Err(LinkError::NoFile)),
            ("below", Err(LinkError::NoFile)),
            ("unread", Err(LinkError::Unread("unread".to_owned()))),
        ] {
            assert_eq!(follow(path, at), expected.map(str::to_owned), "{path}");
        }
    }
}
