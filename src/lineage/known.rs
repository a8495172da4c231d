//! The table of known models: identifier or bare name to family, parent and license, looked up where it lies.

use super::copies::{original, with_owner};
use super::data;
use super::fact::Root;
use super::names::{family_of_name, is_bare, name_in, read_name};
use super::word_sets::{BUCKETS, NAME_BITS, bucket, has, name_bit};
use std::iter::{once, once_with};

/// Rows `owner/name <tab> family <tab> parent <tab> license <tab> mark`, in the order of [`bucket`]. The mark is
/// `~` where the shape of the weights alone says the family, and `@` where the name means the model under its owner only.
const TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/known.tsv"));

/// The starts of all its names, as bits; see [`name_bit`].
#[expect(clippy::unreadable_literal, reason = "written by the build")]
const STARTS: [u64; NAME_BITS / 64] = include!(concat!(env!("OUT_DIR"), "/known-starts.rs"));

/// Where the rows of each bucket begin, and the end of the last.
#[expect(clippy::unreadable_literal, reason = "written by the build")]
static BUCKET_STARTS: [u32; BUCKETS + 1] = include!(concat!(env!("OUT_DIR"), "/known-buckets.rs"));

/// Most models on the path from one up to its root.
const MOST_STEPS: usize = 8;

/// Fewest letters and digits of a name that is looked up without its owner: "llm" and "model" are no names.
const FEWEST_LETTERS: usize = 6;

/// Most ways to part a name into that of an owner and that of a model.
const MOST_PARTS: usize = 3;

/// A model whose family is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KnownModel<'t> {
    /// Its identifier, as published.
    pub(crate) id: &'t str,
    /// What it is derived from.
    pub(crate) root: Root,
    /// The model it was made from, where that is known.
    pub(crate) parent: Option<&'t str>,
    /// The license that its publisher declares, where that is known: an identifier of the Hub, or the name of another license.
    pub(crate) license: Option<&'t str>,
    /// Its family is known by the shape of its weights only, not by its card.
    pub(crate) by_shape: bool,
}

/// Letters and digits of a name in lower case: `Stable Beluga 2` and `StableBeluga2` are one name.
pub(crate) fn squeeze(name: &str) -> String {
    squeezed(name).collect()
}

fn squeezed(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase())
}

/// Whether the table may hold a name, or one that is left of it without its format. Most names are in no row, which their first
/// letters show.
pub(crate) fn may_contain(name: &str) -> bool {
    !name.is_ascii() || has(&STARTS, name_bit(name))
}

/// Looks an identifier `owner/name` up, then the same without what makes a copy or a variant of it, under any owner.
pub(crate) fn look_up(id: &str) -> Option<KnownModel<'static>> {
    read_name(id, look_up_plain)
}

fn look_up_plain(id: &str) -> Option<KnownModel<'static>> {
    let (_, name) = id.rsplit_once('/')?;
    row_of(id).and_then(model).or_else(|| by_plain_name(name)).or_else(|| {
        with_owner(name).take(MOST_PARTS).find_map(|(owner, name)| {
            by_plain_name(name)
                .filter(|known| known.id.split('/').next().is_some_and(|known| squeezed(known).eq(squeezed(owner))))
        })
    })
}

/// The license that the publisher of a model declares; it may be known of models whose family is not.
pub(crate) fn license_of(id: &str) -> Option<&'static str> {
    cell_of(id, 3).or_else(|| look_up(id)?.license)
}

/// The model that one was made from; it may be known of models whose family is not.
pub(crate) fn parent_of(id: &str) -> Option<&'static str> {
    cell_of(id, 2).or_else(|| look_up(id)?.parent)
}

/// Looks a bare name up, and then without a format or precision at its end; nothing when models of that name differ in family.
pub(crate) fn by_name(name: &str) -> Option<KnownModel<'static>> {
    read_name(name, by_plain_name)
}

fn by_plain_name(name: &str) -> Option<KnownModel<'static>> {
    if !may_contain(name) {
        return None;
    }
    once(name).chain(once_with(|| original(name))).find_map(|name| {
        let key = squeeze(name);
        if key.len() < FEWEST_LETTERS {
            return None;
        }
        let models: Vec<KnownModel<'_>> =
            rows(&key).filter(|row| cell(row, 4) != Some("@")).filter_map(model).collect();
        let first = models.first().filter(|_| !is_bare(name))?;
        // Of several of one name, the maker's own is meant, else one whose parent is known.
        let maker = first.root.family().and_then(data::family).and_then(|family| family.owners.first());
        let is_makers =
            |id: &str| id.split('/').next().zip(maker).is_some_and(|(owner, maker)| owner.eq_ignore_ascii_case(maker));
        let place = |model: &&KnownModel<'_>| (!is_makers(model.id), model.parent.is_none());
        models.iter().min_by_key(place).filter(|_| models.iter().all(|model| model.root == first.root)).copied()
    })
}

/// The root of a model by its name without an owner: by the table, else by the family that it names.
pub(crate) fn root_of_name(name: &str) -> Option<Root> {
    by_name(name).map(|known| known.root).or_else(|| family_of_name(name).map(Root::Family))
}

/// The root of a model by its identifier: by the table, else by the family that the name in it names.
pub(crate) fn root_of_id(id: &str) -> Option<Root> {
    look_up(id).map(|known| known.root).or_else(|| family_of_name(name_in(id)).map(Root::Family))
}

/// Identifiers from a model up to its root, by the table; stops at a cycle or after [`MOST_STEPS`].
pub(crate) fn path_to_root(id: &str) -> Vec<String> {
    let mut path = vec![id.to_owned()];
    while let Some(parent) = path.last().and_then(|id| look_up(id)).and_then(|known| known.parent) {
        if path.len() >= MOST_STEPS || path.iter().any(|seen| seen.eq_ignore_ascii_case(parent)) {
            break;
        }
        path.push(parent.to_owned());
    }
    path
}

/// A cell of the row of an identifier.
fn cell_of(id: &str, at: usize) -> Option<&'static str> {
    read_name(id, |id| cell(row_of(id)?, at))
}

/// The row of an identifier.
fn row_of(id: &str) -> Option<&'static str> {
    let key = squeeze(name_in(id));
    { rows(&key) }.find(|row| id_of(row).eq_ignore_ascii_case(id))
}

/// All rows whose name has the letters and digits of `key`.
fn rows(key: &str) -> impl Iterator<Item = &'static str> {
    let bucket = bucket(key);
    let rows = &TABLE[BUCKET_STARTS[bucket] as usize..BUCKET_STARTS[bucket + 1] as usize];
    rows.lines().filter(move |row| squeezed(name_in(id_of(row))).eq(key.chars()))
}

fn id_of(row: &str) -> &str {
    &row[..memchr::memchr(b'\t', row.as_bytes()).unwrap_or(row.len())]
}

/// A cell of a row; `None` where it is empty.
fn cell(row: &'static str, at: usize) -> Option<&'static str> {
    row.split('\t').nth(at).filter(|cell| !cell.is_empty())
}

/// The model of a row; `None` where its family is not known.
fn model(row: &'static str) -> Option<KnownModel<'static>> {
    let root = Root::of_word(cell(row, 1)?);
    Some(KnownModel {
        id: id_of(row),
        root,
        parent: cell(row, 2),
        license: cell(row, 3),
        by_shape: cell(row, 4) == Some("~"),
    })
}

/// The identifiers of the table, in no order.
#[cfg(test)]
pub(crate) fn ids() -> impl Iterator<Item = &'static str> {
    TABLE.lines().map(id_of)
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::{Root, TABLE, by_name, id_of, license_of, look_up, model, root_of_id, rows, squeeze};

    #[test]
    fn every_row_is_found_and_nothing_else() {
        let mut keys = std::collections::BTreeSet::new();
        for row in TABLE.lines() {
            let (owner, name) = id_of(row).rsplit_once('/').expect(row);
            assert_eq!(row.split('\t').count(), 5, "{row}");
            assert!(rows(&squeeze(name)).any(|found| found == row), "{row}");
            let upper = format!("{}/{}", owner.to_uppercase(), name.to_uppercase());
            match model(row) {
                Some(model) => assert_eq!(look_up(&upper).map(|found| found.root), Some(model.root), "{row}"),
                None => assert!(row.split('\t').skip(2).any(|cell| !cell.is_empty()), "{row}"),
            }
            keys.insert(squeeze(name));
        }
        for key in keys.iter().flat_map(|key| [format!("{key}0"), format!("{key}z"), format!("0{key}")]) {
            assert_eq!(rows(&key).next().is_some(), keys.contains(&key), "{key}");
        }
        for key in ["", "0", "zzzz", "~"] {
            assert_eq!(rows(key).next(), None, "{key}");
        }
    }

    #[test]
    fn the_table_takes_at_most_400_kilobytes() {
        assert!(
            TABLE.len() + size_of_val(&super::STARTS) + size_of_val(&super::BUCKET_STARTS) <= 400_000,
            "{}",
            TABLE.len()
        );
    }

    #[test]
    fn names_are_known_under_any_owner_and_in_other_formats() {
        let known = look_up("meta-llama/Llama-2-7b-hf").expect("in the table");
        let llama2 = Root::Family("llama2");
        assert_eq!((known.id, known.root, known.parent), ("meta-llama/Llama-2-7b-hf", llama2, None));
        assert_eq!(look_up("lmsys/vicuna-7b-v1.5").map(|known| known.root), Some(llama2));
        for id in ["someone/vicuna-7b-v1.5", "someone/Vicuna_7B_v1.5-GGUF", "someone/vicuna-7b-v1.5-4bit-128g"] {
            assert_eq!(look_up(id).map(|known| known.id), Some("lmsys/vicuna-7b-v1.5"), "{id}");
        }
        for id in ["vicuna-7b-v1.5", "a/llm", "a/model", "a/vicuna-7b-v1.55", "a/", "/"] {
            assert_eq!(look_up(id), None, "{id}");
        }
        assert_eq!(by_name("vicuna-7b-v1.5").map(|known| known.root), Some(llama2));
        // Short names count under their owner only.
        for (id, root) in [
            ("datafreak/results", Some(llama2)),
            ("someone/results", None),
            ("Heralax/Cat-0.5", Some(llama2)),
            ("someone/Cat-0.5", None),
            ("someone/ALMA-7B", Some(llama2)),
        ] {
            assert_eq!(look_up(id).map(|known| known.root), root, "{id}");
        }
    }

    #[test]
    fn copies_and_variants_have_the_family_of_their_original() {
        for (id, family) in [
            ("unsloth/deepseek-r1-distill-llama-8b-unsloth-bnb-4bit", "llama3.1"),
            ("acme/DeepSeek-R1-Distill-Llama-70B-FP8-dynamic", "llama3.3"),
            ("acme/DeepSeek-R1-Distill-Llama-70B-abliterated-v2-i1-GGUF", "llama3.3"),
            ("acme/rinna_nekomata-14b-quantized.w8a8", "tongyi-qianwen"),
            ("acme/rinna-nekomata-14b-GGUF-smashed", "tongyi-qianwen"),
        ] {
            assert_eq!(root_of_id(id), Some(Root::Family(family)), "{id}");
        }
        // The name that several models go by says nothing under another owner.
        assert_eq!((look_up("huggyllama/llama-7b").is_some(), look_up("acme/llama-7b")), (true, None));
    }

    #[test]
    fn the_license_of_a_model_is_known_with_or_without_its_family() {
        for (id, license) in [
            ("Qwen/Qwen-72B", Some("tongyi-qianwen")),
            ("acme/Qwen-72B-GGUF", Some("tongyi-qianwen")),
            ("HuggingFaceTB/SmolLM-135M", Some("apache-2.0")),
            ("acme/no-such-model", None),
        ] {
            assert_eq!(license_of(id), license, "{id}");
        }
        assert_eq!(look_up("Qwen/Qwen-72B").and_then(|known| known.license), Some("tongyi-qianwen"));
    }
}
