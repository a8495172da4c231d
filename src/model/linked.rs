//! The files of the tree that cards name by `license_link`, whatever they are called.

use super::files::{self, Role, card_bytes};
use crate::tree::{Entry, ReadLimit, Tree, join};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Longest name of a file that is looked for.
const MOST_BYTES: usize = 200;

/// The path that a link to a file means, as a browser reads it: without its fragment and query. Nothing for an address.
pub(crate) fn file_of(link: &str) -> Option<String> {
    let link = link.trim();
    let end = link.find(['#', '?']).unwrap_or(link.len());
    let name = link[..end].trim_start_matches("./").trim_start_matches('/');
    let is_file = !name.is_empty() && name.len() < MOST_BYTES && !name.contains([':', ' ']);
    is_file.then(|| percent_decoded(name).into_owned())
}

/// A name with `%20` and the like decoded.
pub(crate) fn percent_decoded(name: &str) -> Cow<'_, str> {
    if !name.contains('%') {
        return Cow::Borrowed(name);
    }
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        let byte = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(b'%'));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).map_or(Cow::Borrowed(name), Cow::Owned)
}

/// The files that may hold the text of a license because a card says so, with the folder of that card.
pub(super) fn linked(tree: &Tree) -> BTreeMap<&str, &str> {
    let cards = tree.files.keys().filter(|path| is_card(path));
    let mut linked = BTreeMap::new();
    for card in cards {
        let folder = card.rsplit_once('/').map_or("", |(folder, _)| folder);
        let names = links(card_bytes(tree, card).unwrap_or_default());
        let paths = names.flat_map(|name| [folder, &tree.folder].map(|from| resolved(from, &name))).flatten();
        for path in paths.filter(|path| matches!(files::role(path), None | Some(Role::License))) {
            if let Some((path, _)) = tree.files.get_key_value(&path) {
                linked.entry(path.as_str()).or_insert(folder);
            }
        }
    }
    linked
}

/// Whether a card names a file that may lie in a folder that was not looked into.
pub(crate) fn leads_out(tree: &Tree, exists: impl Fn(&str) -> bool) -> bool {
    let cards = tree.files.keys().filter(|path| is_card(path));
    let folders =
        |card: &String| [card.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned(), tree.folder.clone()];
    let mut names = cards.flat_map(|card| {
        let names: Vec<String> = links(card_bytes(tree, card).unwrap_or_default()).collect();
        folders(card)
            .into_iter()
            .flat_map(move |folder| names.clone().into_iter().map(move |name| (folder.clone(), name)))
    });
    names.any(|(folder, name)| {
        let Some(path) = resolved(&folder, &name) else { return false };
        !tree.files.contains_key(&path) && exists(&path)
    })
}

/// Where a file is that a link from a folder names: `..` leads to the folder above, and nowhere out of the root.
pub(super) fn resolved(folder: &str, name: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in name.split('/') {
        match part {
            "." | "" => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn is_card(path: &str) -> bool {
    matches!(files::role(path), Some(Role::Card | Role::OtherCard))
}

/// What a card may write as `license_link`: the reader of the card decides what it does write.
fn links(card: &[u8]) -> impl Iterator<Item = String> {
    const KEY: &[u8] = b"license_link:";
    memchr::memmem::find_iter(card, KEY).filter_map(|at| {
        let rest = &card[at + KEY.len()..];
        let line = &rest[..memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())];
        let value = std::str::from_utf8(line).ok()?.trim();
        file_of(value.trim_matches(['"', '\'']))
    })
}

/// A tree with the files that its cards name and that no other name made it read. `read` reads the files of the tree again, as much of
/// each as it is reported.
pub(crate) fn with_linked<E>(
    mut tree: Tree,
    read: impl FnOnce(&dyn Fn(&str) -> Option<ReadLimit>) -> Result<Tree, E>,
) -> Result<Tree, E> {
    let is_unread = |path: &&str| matches!(tree.files.get(*path), Some(Entry::Unread { .. }));
    let wanted: Vec<String> = linked(&tree).into_keys().filter(is_unread).map(str::to_owned).collect();
    if wanted.is_empty() {
        return Ok(tree);
    }
    let folder = tree.folder.clone();
    let limit = |path: &str| wanted.contains(&join(&folder, path)).then_some(ReadLimit::Whole(files::LICENSE_LIMIT));
    let mut found = read(&limit)?.under(&folder);
    for path in wanted {
        if let Some(entry) = found.files.remove(&path) {
            tree.files.insert(path, entry);
        }
    }
    Ok(tree)
}

#[cfg(test)]
mod tests {
    use super::{file_of, resolved};

    #[test]
    fn a_link_is_read_as_a_browser_reads_it() {
        for (link, file) in [
            ("LICENSE", "LICENSE"),
            ("./docs/llama2.txt", "docs/llama2.txt"),
            ("/LICENSE#top", "LICENSE"),
            ("LICENSE.txt?raw=true#L3", "LICENSE.txt"),
            ("my%20license%2Etxt", "my license.txt"),
            ("100%25.txt", "100%.txt"),
            ("50%.txt", "50%.txt"),
            ("%ff", "%ff"),
        ] {
            assert_eq!(file_of(link).as_deref(), Some(file), "{link}");
        }
        assert_eq!(resolved("a/b", "../x/./LICENSE").as_deref(), Some("a/x/LICENSE"));
        assert_eq!((resolved("", "../LICENSE"), resolved("a", "LICENSE")), (None, Some("a/LICENSE".to_owned())));
        for link in ["", "#top", "https://x.example/LICENSE", "see the file"] {
            assert_eq!(file_of(link), None, "{link}");
        }
    }
}
