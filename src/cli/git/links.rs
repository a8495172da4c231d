//! The links of a commit, read as they are needed.

use super::listing::{Kind, Listed};
use super::objects::Repository;
use crate::links::{self, MAX_TARGET, Node};
use std::collections::HashMap;

/// What the links of a commit hold, each read once.
pub(super) struct Links<'r> {
    repository: &'r Repository,
    targets: HashMap<String, Option<String>>,
}

impl<'r> Links<'r> {
    pub(super) fn new(repository: &'r Repository) -> Self {
        Self { repository, targets: HashMap::new() }
    }

    /// The file that a path leads to. The error says why there is none.
    pub(super) fn follow<'l>(
        &mut self,
        listed: &HashMap<&str, &'l Listed>,
        path: &'l Listed,
    ) -> Result<&'l Listed, &'static str> {
        if path.kind != Kind::Link {
            return Ok(path);
        }
        let found = links::follow(&path.path, |path| match listed.get(path) {
            Some(Listed { kind: Kind::File, .. }) => Node::File,
            Some(Listed { kind: Kind::Link, hash, .. }) => Node::Link(self.target(hash)),
            _ => Node::Other,
        });
        let found = found.map_err(|error| error.clause())?;
        listed.get(&*found).copied().ok_or("it is a link that leads to no file of the commit")
    }

    fn target(&mut self, hash: &str) -> Option<String> {
        if !self.targets.contains_key(hash) {
            let bytes = self.repository.blob(hash, MAX_TARGET).ok().flatten();
            self.targets.insert(hash.to_owned(), bytes.and_then(|bytes| String::from_utf8(bytes).ok()));
        }
        self.targets.get(hash)?.clone()
    }
}
