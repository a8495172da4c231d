//! Reads the beginnings of weights over the network: of few files, and of each as few bytes as hold what matters.
//!
//! Shards of one model say the same, but for the number of layers: the first and the last are read. What is left out is told.

use super::client::HubClient;
use super::files::fetch;
use super::model::HubModel;
use super::wanted::{HubFile, Part, Wanted};
use crate::http::error::HttpError;
use crate::tree::{Entry, HEAD_LIMIT, Tree};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Requests that reading one model takes, chosen, where its license files are not too many: the list, the files, and two for each
/// header, since weights are behind a redirect.
const REQUESTS: usize = 14;

/// Bytes that are fetched of a file first; they hold nearly all headers of safetensors. Chosen.
const FIRST_BYTES: u64 = 100_000;

/// Bytes that reading one model takes, chosen, where its texts are not too long.
const MODEL_BYTES: u64 = 1_900_000;

/// Bytes of headers that are read whatever else was, chosen.
const LEAST_BYTES: u64 = 400_000;

/// Weights that have a header.
pub(super) struct Weights<'m> {
    pub(super) file: &'m HubFile,
    /// How many bytes of it are needed, given those at hand.
    pub(super) needs: fn(&[u8]) -> u64,
}

/// What was spent on a model before its headers are read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spent {
    pub(super) requests: usize,
    pub(super) bytes: u64,
}

/// Reads the headers of some weights into the tree, which lists all of them already.
pub(super) async fn read(
    client: &Arc<HubClient>,
    model: &HubModel,
    weights: Vec<Weights<'_>>,
    spent: Spent,
    tree: &mut Tree,
) -> Result<(), HttpError> {
    let most = (REQUESTS.saturating_sub(spent.requests) / 2).max(1);
    let (chosen, left) = choose(weights, most);
    tree.headers_left.extend(left);
    let mut room = MODEL_BYTES.saturating_sub(spent.bytes).max(LEAST_BYTES);
    let mut wanted = first_parts(&chosen, &mut room);
    while !wanted.is_empty() {
        for (Wanted { file, .. }, bytes) in fetch(client, (&model.id, &model.commit), wanted).await? {
            match tree.files.get_mut(&file.path) {
                Some(Entry::Head { bytes: head, .. }) => head.extend(bytes),
                _ => _ = tree.files.insert(file.path, Entry::Head { bytes, size: file.size }),
            }
        }
        wanted = next_parts(&chosen, &mut room, tree);
    }
    for Weights { file, needs } in chosen {
        if let Some(Entry::Head { bytes, size }) = tree.files.get(&file.path)
            && end(needs(bytes), *size) > bytes.len() as u64
        {
            tree.headers_left.insert(file.path.clone());
        }
    }
    Ok(())
}

/// The weights whose headers are read, at most some, and the paths of those that could say something else and are not.
fn choose(weights: Vec<Weights<'_>>, most: usize) -> (Vec<Weights<'_>>, Vec<String>) {
    let mut sets: BTreeMap<&str, Vec<Weights<'_>>> = BTreeMap::new();
    for one in weights {
        sets.entry(stem(&one.file.path)).or_default().push(one);
    }
    let (mut chosen, mut last, mut left) = (Vec::new(), Vec::new(), Vec::new());
    for set in sets.into_values() {
        let mut set = set.into_iter();
        let Some(first) = set.next() else { continue };
        if chosen.len() < most {
            chosen.push(first);
            last.extend(set.next_back());
        } else {
            left.push(first.file.path.clone());
        }
    }
    last.truncate(most - chosen.len());
    chosen.extend(last);
    (chosen, left)
}

/// The first bytes of each file: little of all, and what is left of the room for the first one of GGUF, whose header is long.
fn first_parts(chosen: &[Weights<'_>], room: &mut u64) -> Vec<Wanted> {
    let share = *room / (chosen.len() as u64).max(1);
    let ends = chosen.iter().map(|one| end(FIRST_BYTES.min(share), one.file.size));
    let mut ends: Vec<u64> = ends.collect();
    *room = room.saturating_sub(ends.iter().sum());
    if let Some(at) = chosen.iter().position(|one| is_gguf(one.file)) {
        let more = end(ends[at] + *room, chosen[at].file.size) - ends[at];
        ends[at] += more;
        *room -= more;
    }
    let parts = ends.into_iter().map(|end| Part::Bytes { start: 0, end });
    chosen.iter().zip(parts).map(|(one, part)| Wanted { file: one.file.clone(), part }).collect()
}

/// What else is needed of each file, where there is room for it. Headers of GGUF that go on are those with the words of a tokenizer.
fn next_parts(chosen: &[Weights<'_>], room: &mut u64, tree: &Tree) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    for one in chosen.iter().filter(|one| !is_gguf(one.file)) {
        let Weights { file, needs } = *one;
        let Some(Entry::Head { bytes, size }) = tree.files.get(&file.path) else { continue };
        let (start, end) = (bytes.len() as u64, end(needs(bytes), *size));
        if end > start && end - start <= *room {
            *room -= end - start;
            wanted.push(Wanted { file: file.clone(), part: Part::Bytes { start, end } });
        }
    }
    wanted
}

/// Where reading ends that needs so many bytes of a file.
fn end(needed: u64, size: u64) -> u64 {
    needed.min(size).min(HEAD_LIMIT)
}

fn is_gguf(file: &HubFile) -> bool {
    file.path.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("gguf"))
}

/// The name that all shards of one model share: that before `-00001-of-00003`.
fn stem(path: &str) -> &str {
    let (stem, _) = path.rsplit_once('.').unwrap_or((path, ""));
    let Some((before, total)) = stem.rsplit_once("-of-") else { return path };
    let is_number = |text: &str| text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    match before.rsplit_once('-') {
        Some((name, number)) if is_number(number) && is_number(total) => name,
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::{FIRST_BYTES, HubFile, Weights, choose, first_parts, stem};
    use crate::http::hub::wanted::Part;
    use crate::tree::HEAD_LIMIT;

    fn file(path: &str, size: u64) -> HubFile {
        HubFile { path: path.to_owned(), size, blob: String::new(), sha256: None }
    }

    #[test]
    fn shards_share_a_stem() {
        assert_eq!(stem("a/model-00001-of-00003.safetensors"), "a/model");
        for path in ["model.safetensors", "model-1-of-3.safetensors", "a-b-of-c.gguf", "x"] {
            assert_eq!(stem(path), path);
        }
    }

    #[test]
    fn of_shards_the_first_and_the_last_are_read_and_what_is_left_out_is_told() {
        let names = ["a-00001-of-00003.gguf", "a-00002-of-00003.gguf", "a-00003-of-00003.gguf", "b.gguf", "c.gguf"];
        let files: Vec<HubFile> = names.iter().map(|name| file(name, 9)).collect();
        let chosen = |most| {
            let weights = files.iter().map(|file| Weights { file, needs: |_| 9 }).collect();
            let (chosen, left) = choose(weights, most);
            (chosen.iter().map(|one| one.file.path.clone()).collect::<Vec<_>>(), left)
        };
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(chosen(9), (owned(&["a-00001-of-00003.gguf", "b.gguf", "c.gguf", "a-00003-of-00003.gguf"]), vec![]));
        assert_eq!(chosen(2), (owned(&["a-00001-of-00003.gguf", "b.gguf"]), owned(&["c.gguf"])));
    }

    #[test]
    fn the_first_header_of_gguf_is_read_as_far_as_there_is_room() {
        let files = [file("a.safetensors", 1 << 40), file("b.gguf", 1 << 40), file("c.gguf", 7)];
        let chosen: Vec<Weights<'_>> = files.iter().map(|file| Weights { file, needs: |_| 9 }).collect();
        let ends = |mut room| {
            let parts = first_parts(&chosen, &mut room);
            let end = |part| if let Part::Bytes { start: 0, end } = part { end } else { 0 };
            (parts.into_iter().map(|wanted| end(wanted.part)).collect::<Vec<_>>(), room)
        };
        assert_eq!(ends(2_000_000), (vec![FIRST_BYTES, HEAD_LIMIT, 7], 2_000_000 - FIRST_BYTES - HEAD_LIMIT - 7));
        assert_eq!(ends(300_000), (vec![FIRST_BYTES, 199_993, 7], 0));
        assert_eq!(ends(90_000), (vec![30_000, 59_993, 7], 0));
    }
}
