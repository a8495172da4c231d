//! The links of a commit, followed over the API: what they hold is fetched, and they lead to other files of the same list.

use super::blobs::fetch_blobs;
use super::client::Client;
use super::endpoint::is_hash;
use super::listing::{EntryJson, LINK};
use crate::http::error::HttpError;
use crate::links::{self, LinkError, MAX_TARGET, Node};
use crate::tree::ReadLimit;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Most links of a commit whose target is fetched, chosen: each is a request.
const MAX_FETCHED: usize = 200;

/// How often targets are fetched, chosen: a link may lead to another.
const ROUNDS: usize = 5;

/// Where the links lead that stand for files which matter: to a file of the list, or a clause that says why to none.
pub(super) async fn follow(
    client: &Arc<Client>,
    listing: &[(String, EntryJson)],
    read_limit: &dyn Fn(&str) -> Option<ReadLimit>,
) -> Result<HashMap<String, Result<EntryJson, &'static str>>, HttpError> {
    let is_wanted = |(path, listed): &&(String, EntryJson)| listed.mode == LINK && read_limit(path).is_some();
    let wanted: Vec<&str> = listing.iter().filter(is_wanted).map(|(path, _)| path.as_str()).collect();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let by_path: HashMap<&str, &EntryJson> = listing.iter().map(|(path, listed)| (path.as_str(), listed)).collect();
    // By the name of the blob.
    let mut targets: BTreeMap<String, Option<String>> = BTreeMap::new();
    for round in 0.. {
        let at = |path: &str| match by_path.get(path) {
            Some(listed) if listed.mode == LINK => Node::Link(targets.get(&listed.sha).cloned().flatten()),
            Some(listed) if listed.kind == "blob" => Node::File,
            _ => Node::Other,
        };
        let led: Vec<_> = wanted.iter().map(|path| (*path, links::follow(path, at))).collect();
        let unread = led.iter().filter_map(|(_, led)| match led {
            Err(LinkError::Unread(path)) => by_path.get(path.as_str()),
            _ => None,
        });
        let unread: BTreeSet<(&str, u64)> = unread
            .filter(|listed| listed.size <= MAX_TARGET && is_hash(&listed.sha) && !targets.contains_key(&listed.sha))
            .map(|listed| (listed.sha.as_str(), listed.size))
            .take(MAX_FETCHED.saturating_sub(targets.len()))
            .collect();
        if unread.is_empty() || round == ROUNDS {
            let file = |path: &String| by_path.get(path.as_str()).map(|listed| (*listed).clone());
            return Ok(led
                .into_iter()
                .map(|(path, led)| {
                    (path.to_owned(), led.map_err(|error| error.clause()).and_then(|led| file(&led).ok_or("")))
                })
                .collect());
        }
        for (hash, bytes) in fetch_blobs(client, unread.into_iter().map(|(hash, size)| (hash.to_owned(), size))).await?
        {
            targets.insert(hash, String::from_utf8(bytes).ok());
        }
    }
    Ok(HashMap::new())
}
