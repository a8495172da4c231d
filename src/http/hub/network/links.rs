//! Files whose whole content is the path of another file of the commit. Git keeps a link so, and the Hub does not say which files are links:
//! such a file is taken for what it leads to, which is what a clone shows in its place.

use super::client::HubClient;
use super::files::fetch;
use super::model::HubModel;
use super::wanted::{HubFile, Part, Wanted};
use crate::budget::{BEYOND, Meter};
use crate::http::error::HttpError;
use crate::links::{self, MAX_TARGET, Node};
use crate::tree::{Entry, ReadLimit, Tree};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// How often files that links lead to are fetched, chosen: one may be a link itself.
const ROUNDS: usize = 3;

/// Puts what links lead to in the place of files that were read whole. Returns how many files were fetched for it.
pub(super) async fn follow(
    client: &Arc<HubClient>,
    model: &HubModel,
    read_limit: &dyn Fn(&str) -> Option<ReadLimit>,
    tree: &mut Tree,
    meter: &mut Meter,
) -> Result<usize, HttpError> {
    let listed: HashMap<&str, &HubFile> = model.files.iter().map(|file| (file.path.as_str(), file)).collect();
    let mut found: HashMap<String, Entry> = HashMap::new();
    for round in 0.. {
        let led = led(tree, &found, &listed);
        // What is too large under the name of one link may fit under that of another.
        let mut missing: BTreeMap<&str, &HubFile> = BTreeMap::new();
        for (path, to) in &led {
            let fits = |file: &HubFile| matches!(read_limit(path), Some(ReadLimit::Whole(limit)) if file.size <= limit);
            if let Some(file) = listed.get(to.as_str()).filter(|file| read(to, tree, &found).is_none() && fits(file)) {
                missing.insert(to, file);
            }
        }
        if missing.is_empty() || round == ROUNDS {
            for (path, to) in led {
                let size = listed.get(to.as_str()).map_or(0, |file| file.size);
                let limit = if let Some(ReadLimit::Whole(limit)) = read_limit(&path) { limit } else { 0 };
                let entry = match read(&to, tree, &found) {
                    // The same bytes under two paths count twice.
                    Some(_) if !meter.grow(&path, size) => Entry::Unreadable(BEYOND.to_owned()),
                    Some(entry) => entry.clone(),
                    None => Entry::TooLarge { size, limit },
                };
                tree.blobs.remove(&path);
                tree.files.insert(path, entry);
            }
            break;
        }
        let wanted = missing.into_values().map(|file| Wanted { file: file.clone(), part: Part::Whole }).collect();
        let fetched = fetch(client, (&model.id, &model.commit), wanted).await?;
        found.extend(fetched.into_iter().map(|(wanted, bytes)| (wanted.file.path, Entry::Read(bytes))));
    }
    Ok(found.len())
}

/// A file that was read whole, in the tree or for a link.
fn read<'t>(path: &str, tree: &'t Tree, found: &'t HashMap<String, Entry>) -> Option<&'t Entry> {
    tree.files.get(path).filter(|entry| matches!(entry, Entry::Read(_))).or_else(|| found.get(path))
}

/// Links of the tree, each with the file that it leads to. A circle leads nowhere.
fn led(tree: &Tree, found: &HashMap<String, Entry>, listed: &HashMap<&str, &HubFile>) -> Vec<(String, String)> {
    let all = tree.files.iter().chain(found).filter_map(|(path, entry)| Some((path.as_str(), path_in(entry)?)));
    let is_file = |path: &str| if listed.contains_key(path) { Node::File } else { Node::Other };
    let mut texts: HashMap<&str, &str> = all.collect();
    texts.retain(|path, text| {
        let at = |step: &str| if step == *path { Node::Link(Some((*text).to_owned())) } else { is_file(step) };
        links::follow(path, at).is_ok_and(|to| to != *path)
    });
    let at = |step: &str| texts.get(step).map_or_else(|| is_file(step), |text| Node::Link(Some((*text).to_owned())));
    let links = tree.files.keys().filter(|path| texts.contains_key(path.as_str()));
    links.filter_map(|path| Some((path.clone(), links::follow(path, at).ok()?))).collect()
}

/// The content of a file, if it may be a path.
fn path_in(entry: &Entry) -> Option<&str> {
    let Entry::Read(bytes) = entry else { return None };
    let text = std::str::from_utf8(bytes).ok()?;
    let is_short = (1..=MAX_TARGET).contains(&(text.len() as u64));
    (is_short && !text.contains(char::is_control)).then_some(text)
}
