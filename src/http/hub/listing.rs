//! The models of a user or an organization, page by page, newest first.

use super::answer::is_id;
use serde::Deserialize;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Models of a page that are asked for: the most that the Hub gives.
const PAGE: usize = 1_000;

/// Most pages that are read, chosen: a list without end must end.
const MAX_PAGES: usize = 10_000;

/// How far a list was read. In memory is never more than a page.
#[derive(Debug)]
pub(crate) struct Listing {
    owner: String,
    /// The address of the next page, from the root of the Hub; nothing after the last one.
    next: Option<String>,
    pages: usize,
    /// Hashes of the addresses of all pages so far: a list that leads back has no end.
    seen: HashSet<u64>,
}

/// A model of the list, as far as it matters.
#[derive(Deserialize)]
pub(super) struct ListedJson {
    id: String,
}

impl Listing {
    /// The list of a user or an organization, of which nothing was read.
    pub(crate) fn of(owner: &str) -> Self {
        let first = format!("api/models?author={owner}&sort=createdAt&limit={PAGE}");
        Self { owner: owner.to_owned(), next: Some(first), pages: 0, seen: HashSet::new() }
    }

    /// Whose models they are.
    pub(crate) fn owner(&self) -> &str {
        &self.owner
    }

    /// Whether all pages were read.
    pub(crate) const fn is_read(&self) -> bool {
        self.next.is_none()
    }

    /// The address of the next page, from the root of the Hub; nothing after the last one.
    pub(super) fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }

    /// Takes a page, and the address of the one after it; the ids on it. The error says what is wrong with it.
    pub(super) fn take(&mut self, page: Vec<ListedJson>, next: Option<String>) -> Result<Vec<String>, String> {
        self.pages += 1;
        let wrong = |what: &str| Err(format!("the Hub's list of the models of `{}` {what}", self.owner));
        self.seen.extend(self.next.as_deref().map(hash));
        let is_seen = next.as_deref().is_some_and(|next| self.seen.contains(&hash(next)));
        if is_seen || next.is_some() && self.pages == MAX_PAGES {
            return wrong("has no end");
        }
        if next.as_ref().is_some_and(|next| !next.starts_with("api/models?")) {
            return wrong("leads elsewhere");
        }
        if page.iter().any(|listed| !is_id(&listed.id)) {
            return wrong("has an entry without an id");
        }
        self.next = next;
        Ok(page.into_iter().map(|listed| listed.id).collect())
    }
}

fn hash(address: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    address.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::{ListedJson, Listing, MAX_PAGES};

    fn page(ids: &[&str]) -> Vec<ListedJson> {
        ids.iter().map(|id| ListedJson { id: (*id).to_owned() }).collect()
    }

    #[test]
    fn pages_follow_one_another() {
        let mut listing = Listing::of("acme");
        let next = "api/models?author=acme&cursor=x".to_owned();
        assert_eq!(listing.take(page(&["acme/a", "acme/b"]), Some(next)), Ok(vec!["acme/a".into(), "acme/b".into()]));
        assert!(!listing.is_read());
        assert_eq!(listing.take(page(&[]), None), Ok(Vec::new()));
        assert!(listing.is_read());
    }

    #[test]
    fn a_list_that_is_none_is_an_error() {
        let first = Listing::of("acme").next;
        for (ids, next) in [
            (&["acme/a"][..], first.as_deref()),
            (&["acme/a"], Some("api/whoami-v2")),
            (&["acme"], None),
            (&["acme/../x"], None),
        ] {
            assert!(Listing::of("acme").take(page(ids), next.map(str::to_owned)).is_err(), "{ids:?} {next:?}");
        }
        let mut listing = Listing { pages: MAX_PAGES - 1, ..Listing::of("acme") };
        assert!(listing.take(page(&["acme/a"]), Some("api/models?cursor=x".to_owned())).is_err());
    }
}
