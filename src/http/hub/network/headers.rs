//! Reads the beginnings of weights over the network: of few files, and of each as few bytes as hold what matters.
//!
//! Shards of one model in safetensors say the same, but for the number of layers: of a whole set, the first and the last are read before
//! the others. What is left out is told.

use super::client::HubClient;
use super::files::fetch;
use super::model::HubModel;
use super::wanted::{HubFile, Part, Wanted};
use crate::http::error::HttpError;
use crate::model::shard::{Shard, shard};
use crate::tree::{Entry, HEAD_LIMIT, LeftHeader, Tree};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Requests that reading one model takes, chosen, where its license files are not too many: the list, the files, and two for each
/// header, since weights are behind a redirect.
const REQUESTS: usize = 14;

/// Bytes that are fetched of a file first; they hold nearly all headers of safetensors. Chosen.
const FIRST_BYTES: u64 = 100_000;

/// Bytes that reading one model takes, chosen, where its texts are not too long.
const MODEL_BYTES: u64 = 1_900_000;

/// Headers that are read of what a pull request brings, whatever else was, chosen: as many as of a folder.
const NEW_HEADERS: usize = 64;

/// Bytes of headers that are read whatever else was, chosen.
const LEAST_BYTES: u64 = 400_000;

/// Weights that have a header.
pub(super) struct Weights<'m> {
    pub(super) file: &'m HubFile,
    /// Whether a tree at hand has the same file: what is new is read first.
    pub(super) is_known: bool,
    /// How many bytes of it are needed, given those at hand.
    pub(super) needs: fn(&[u8]) -> u64,
}

/// What was spent on a model before its headers are read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spent {
    pub(super) requests: usize,
    pub(super) bytes: u64,
}

/// Reads the headers of some weights into the tree, which lists all of them already. What is new beside a tree at hand is read even where that
/// takes more requests: one file among many could name another base model.
pub(super) async fn read(
    client: &Arc<HubClient>,
    model: &HubModel,
    weights: Vec<Weights<'_>>,
    spent: Spent,
    is_compared: bool,
    tree: &mut Tree,
) -> Result<(), HttpError> {
    let new = if is_compared { weights.iter().filter(|one| !one.is_known).count() } else { 0 };
    let most = (REQUESTS.saturating_sub(spent.requests) / 2).max(new.min(NEW_HEADERS)).max(1);
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
    for Weights { file, needs, .. } in chosen {
        if let Some(Entry::Head { bytes, size }) = tree.files.get(&file.path)
            && end(needs(bytes), *size) > bytes.len() as u64
        {
            tree.headers_left.insert(file.path.clone(), LeftHeader::More);
        }
    }
    Ok(())
}

/// The weights whose headers are read, at most some, and the paths of the others with what those could say.
fn choose(weights: Vec<Weights<'_>>, most: usize) -> (Vec<Weights<'_>>, Vec<(String, LeftHeader)>) {
    let mut sets: BTreeMap<&str, Vec<Weights<'_>>> = BTreeMap::new();
    for one in weights {
        let path = one.file.path.as_str();
        sets.entry(shard(path).map_or(path, |shard| shard.name)).or_default().push(one);
    }
    let (mut firsts, mut lasts, mut between) = (Vec::new(), Vec::new(), Vec::new());
    for set in sets.into_values() {
        if !is_whole_set(&set) {
            firsts.extend(set);
            continue;
        }
        let mut set = set.into_iter();
        firsts.extend(set.next());
        lasts.extend(set.next_back());
        between.extend(set);
    }
    let firsts = firsts.into_iter().map(|one| (one, LeftHeader::More));
    let others = lasts.into_iter().chain(between).map(|one| (one, LeftHeader::Same));
    // In the order in which they are read.
    let mut chosen: Vec<(Weights<'_>, LeftHeader)> = firsts.chain(others).collect();
    chosen.sort_by_key(|(one, _)| one.is_known);
    let left = chosen.split_off(most.min(chosen.len()));
    let left = left.into_iter().map(|(one, could_say)| (one.file.path.clone(), could_say)).collect();
    (chosen.into_iter().map(|(one, _)| one).collect(), left)
}

/// Whether some files are all shards of one model in safetensors, by their names: each number once, from the first to the last.
fn is_whole_set(set: &[Weights<'_>]) -> bool {
    let shards = set.iter().map(|one| shard(&one.file.path).filter(|_| !is_gguf(one.file)));
    let is_at = |number: usize, shard: Shard<'_>| shard.number == number && shard.total == set.len();
    set.len() > 1 && shards.zip(1..).all(|(shard, number)| shard.is_some_and(|shard| is_at(number, shard)))
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
        let Weights { file, needs, .. } = *one;
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

#[cfg(test)]
mod tests {
    use super::{FIRST_BYTES, HubFile, LeftHeader, Weights, choose, first_parts};
    use crate::http::hub::network::wanted::Part;
    use crate::tree::HEAD_LIMIT;

    fn file(path: &str, size: u64) -> HubFile {
        HubFile { path: path.to_owned(), size, blob: String::new(), sha256: None }
    }

    /// The paths that are read of some weights, and those that are not.
    fn chosen(names: &[&str], most: usize) -> (String, String) {
        let files: Vec<HubFile> = names.iter().map(|name| file(name, 9)).collect();
        let weights = files.iter().map(|file| Weights { file, is_known: false, needs: |_| 9 }).collect();
        let (chosen, left) = choose(weights, most);
        let read: Vec<&str> = chosen.iter().map(|one| one.file.path.as_str()).collect();
        let sign = |left| if left == LeftHeader::Same { "=" } else { "?" };
        let left: Vec<String> = left.iter().map(|(path, left)| format!("{path}{}", sign(*left))).collect();
        (read.join(" "), left.join(" "))
    }

    #[test]
    fn of_a_whole_set_of_shards_the_first_and_the_last_are_read_and_what_is_left_out_is_told() {
        let set = ["a-00001-of-00003.safetensors", "a-00002-of-00003.safetensors", "a-00003-of-00003.safetensors"];
        let [first, second, third] = set;
        let read = |most| chosen(&set, most);
        assert_eq!(read(3), (format!("{first} {third} {second}"), String::new()));
        assert_eq!(read(2), (format!("{first} {third}"), format!("{second}=")));
        assert_eq!(read(1), (first.to_owned(), format!("{third}= {second}=")));
        // One is missing, one is twice there, or it is a set of GGUF: each could say something of its own.
        assert_eq!(chosen(&set[..2], 1), (first.to_owned(), format!("{second}?")));
        let (one, two) = ("b-00001-of-00002.gguf", "b-00002-of-00002.gguf");
        assert_eq!(chosen(&[one, two], 1), (one.to_owned(), format!("{two}?")));
        // What is new comes before what a tree at hand has.
        let files = ["a.gguf", "b.gguf"].map(|name| file(name, 9));
        let weights = files.iter().map(|file| Weights { file, is_known: file.path == "a.gguf", needs: |_| 9 });
        let (chosen_first, left) = choose(weights.collect(), 1);
        assert_eq!((chosen_first[0].file.path.as_str(), left[0].0.as_str()), ("b.gguf", "a.gguf"));
        assert_eq!(
            chosen(&["c.gguf", first, second, third], 2),
            (format!("{first} c.gguf"), format!("{third}= {second}="))
        );
    }

    #[test]
    fn the_first_header_of_gguf_is_read_as_far_as_there_is_room() {
        let files = [file("a.safetensors", 1 << 40), file("b.gguf", 1 << 40), file("c.gguf", 7)];
        let chosen: Vec<Weights<'_>> =
            files.iter().map(|file| Weights { file, is_known: false, needs: |_| 9 }).collect();
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
