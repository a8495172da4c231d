//! The table of known models: identifier or bare name to family and parent, searched where it lies.

use super::data::{self, PHRASES};
use super::hub_id::name_in;
use super::name_starts;
use super::names::{family_of_name, read_name};
use super::root::Root;
use crate::source::Span;
use std::cmp::Ordering;

/// Rows `squeezed name <tab> owner/name <tab> family <tab> parent <tab> mark`, sorted by the squeezed name.
const TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/known.tsv"));

/// The starts of all its names, as bits; see [`name_starts`].
#[expect(clippy::unreadable_literal, reason = "written by the build")]
const STARTS: [u64; name_starts::COUNT / 64] = include!(concat!(env!("OUT_DIR"), "/known-starts.rs"));

/// Most models on the path from one up to its root.
const MOST_STEPS: usize = 8;

/// Fewest letters and digits of a name that is looked up without its owner: "llm" and "model" are no names.
const FEWEST_LETTERS: usize = 6;

/// What is known of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KnownModel<'t> {
    /// Its identifier, as published.
    pub(crate) id: &'t str,
    /// What it descends from.
    pub(crate) root: Root,
    /// The model it was made from, where that is known.
    pub(crate) parent: Option<&'t str>,
    /// Its family is known by the shape of its weights only, not by its card.
    pub(crate) by_shape: bool,
}

/// Letters and digits of a name in lower case: `Stable Beluga 2` and `StableBeluga2` are one name.
pub(crate) fn squeeze(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether the table may hold a name, or one that is left of it without its format. Most names are in no row, which their first
/// letters show.
pub(crate) fn may_contain(name: &str) -> bool {
    let start = name_starts::start(name);
    !name.is_ascii() || STARTS[start / 64] >> (start % 64) & 1 == 1
}

/// Looks an identifier `owner/name` up, then the same without the end that names a file format or a precision, under any owner.
pub(crate) fn look_up(id: &str) -> Option<KnownModel<'static>> {
    read_name(id, look_up_plain)
}

fn look_up_plain(id: &str) -> Option<KnownModel<'static>> {
    let (owner, name) = id.rsplit_once('/').filter(|(_, name)| may_contain(name))?;
    rows(&squeeze(name))
        .find(|row| row.id.rsplit_once('/').is_some_and(|(known, _)| known.eq_ignore_ascii_case(owner)))
        .map(in_narrowest_family)
        .or_else(|| by_plain_name(name))
}

/// Looks a bare name up, and then without a format or precision at its end; nothing when models of that name differ in family.
pub(crate) fn by_name(name: &str) -> Option<KnownModel<'static>> {
    read_name(name, by_plain_name)
}

fn by_plain_name(name: &str) -> Option<KnownModel<'static>> {
    if !may_contain(name) {
        return None;
    }
    let stem = without_format(name);
    let candidates = [name, stem];
    candidates.iter().find_map(|name| {
        let key = squeeze(name);
        if key.len() < FEWEST_LETTERS {
            return None;
        }
        let rows: Vec<KnownModel<'_>> = rows(&key).collect();
        let first = rows.first()?;
        // Of several of one name, the maker's own is meant.
        let makers = first.root.family().and_then(data::family).map(|family| family.owners).unwrap_or_default();
        let place = |row: &&KnownModel<'_>| {
            let owner = row.id.split('/').next().unwrap_or_default();
            makers.iter().position(|maker| maker.eq_ignore_ascii_case(owner)).unwrap_or(makers.len())
        };
        let meant = rows.iter().min_by_key(place)?;
        rows.iter().all(|row| row.root == first.root).then(|| in_narrowest_family(*meant))
    })
}

/// The table names some makers' models by their line only. Where the name of a model, or of one that it was made from, names a
/// narrower family of the line, that is meant.
fn in_narrowest_family(known: KnownModel<'static>) -> KnownModel<'static> {
    let family = known.root.family().and_then(data::family);
    let Some(general) = family.filter(|family| family.general) else { return known };
    let of_line = |name: &str| {
        let family = data::family(family_of_name(name)?)?;
        (family.line == general.line && !family.general).then_some(family.family)
    };
    let mut id = known.id;
    for _ in 0..MOST_STEPS {
        let name = name_in(id);
        if let Some(family) = of_line(name) {
            return KnownModel { root: Root::Family(family), ..known };
        }
        let parent = rows(&squeeze(name)).find(|row| row.id.eq_ignore_ascii_case(id)).and_then(|row| row.parent);
        let Some(parent) = parent else { break };
        id = parent;
    }
    known
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

/// Whether a name ends with a file format or a precision, and so is that of a copy of another model.
pub(crate) fn is_copy_name(name: &str) -> bool {
    without_format(name).len() < name.len()
}

/// The name without the words at its end that name a file format or a precision.
pub(crate) fn without_format(name: &str) -> &str {
    let is_copy = |run: &str| PHRASES.copies.iter().any(|copy| copy.eq_ignore_ascii_case(run));
    let is_number = |run: &str| run.starts_with(|c: char| c.is_ascii_digit());
    let of = |span: Span| span.of(name);
    // What is left ends at `end`; the run after it, which was taken off, started at `taken`.
    let (mut end, mut taken) = (name.len(), name.len() + 1);
    while let Some(last) = last_run(name, end) {
        let Some(before) = last_run(name, last.start) else { break };
        // "4 bit", "fp 16" and "q 4" go with their number; a bare number ("v2", "7b") stays.
        if is_copy(of(last)) || is_number(of(last)) && last.end == taken {
            (end, taken) = (before.end, last.start);
        } else if let Some(left) = last_run(name, before.start).filter(|_| is_number(of(last)) && is_copy(of(before))) {
            (end, taken) = (left.end, before.start);
        } else {
            break;
        }
    }
    name.get(..end).unwrap_or(name)
}

/// The last run of ASCII letters, or of digits and the points between them, that ends at `end` or before.
fn last_run(name: &str, end: usize) -> Option<Span> {
    let bytes = name.as_bytes().get(..end)?;
    let last = bytes.iter().rposition(u8::is_ascii_alphanumeric)?;
    let digits = bytes[last].is_ascii_digit();
    let mut start = last;
    while let Some(&byte) = start.checked_sub(1).and_then(|before| bytes.get(before)) {
        let point = digits && byte == b'.' && start > 1 && bytes[start - 2].is_ascii_digit();
        if !point && !(if digits { byte.is_ascii_digit() } else { byte.is_ascii_alphabetic() }) {
            break;
        }
        start -= 1;
    }
    Some(Span::new(start, last + 1))
}

/// All rows whose squeezed name is `key`.
fn rows(key: &str) -> impl Iterator<Item = KnownModel<'static>> {
    let (mut low, mut high) = (0, TABLE.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        let start = memchr::memrchr(b'\n', &TABLE.as_bytes()[low..middle]).map_or(low, |end| low + end + 1);
        let end = memchr::memchr(b'\n', &TABLE.as_bytes()[start..]).map_or(TABLE.len(), |length| start + length + 1);
        match key_of(&TABLE[start..end]).cmp(key) {
            Ordering::Less => low = end,
            Ordering::Equal | Ordering::Greater => high = start,
        }
    }
    let key = key.to_owned();
    TABLE[low..].lines().take_while(move |row| key_of(row) == key).filter_map(parse)
}

fn key_of(row: &str) -> &str {
    &row[..memchr::memchr(b'\t', row.as_bytes()).unwrap_or(row.len())]
}

fn parse(row: &'static str) -> Option<KnownModel<'static>> {
    let mut cells = row.split('\t').skip(1);
    let (id, family) = (cells.next()?, cells.next()?);
    let parent = cells.next().filter(|parent| !parent.is_empty());
    Some(KnownModel { id, root: Root::of_word(family), parent, by_shape: cells.next() == Some("~") })
}

/// The identifiers of the table, in no order.
#[cfg(test)]
pub(crate) fn ids() -> impl Iterator<Item = &'static str> {
    TABLE.lines().filter_map(|row| row.split('\t').nth(1))
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::{Root, TABLE, by_name, is_copy_name, look_up, parse, rows, squeeze, without_format};

    #[test]
    fn every_row_is_found_and_nothing_else() {
        let mut keys = std::collections::BTreeSet::new();
        for (line, row) in TABLE.lines().map(|line| (line, parse(line))) {
            let row = row.expect(line);
            let (owner, name) = row.id.rsplit_once('/').expect(line);
            assert!(rows(&squeeze(name)).any(|found| found == row), "{line}");
            let found = look_up(&format!("{}/{}", owner.to_uppercase(), name.to_uppercase())).expect(line);
            assert!(squeeze(found.id) == squeeze(row.id), "{line}: {}", found.id);
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
        for (id, root) in
            [("Heralax/Cat-0.5", Some(llama2)), ("someone/Cat-0.5", None), ("someone/ALMA-7B", Some(llama2))]
        {
            assert_eq!(look_up(id).map(|known| known.root), root, "{id}");
        }
    }

    #[test]
    fn formats_at_the_end_of_a_name_make_a_copy() {
        for (name, stem) in [
            ("Tale-13B-GGUF", "Tale-13B"),
            ("Tale-13B-gptq-4bit-128g", "Tale-13B"),
            ("Tale-13B-GPTQ-4-bit", "Tale-13B"),
            ("Tale-13B-fp16", "Tale-13B"),
            ("Tale-13B.Q4_K", "Tale-13B.Q4_K"),
            ("Tale-13B.Q4", "Tale-13B"),
            ("Tale-13B-4.65bpw-exl2", "Tale-13B"),
            ("Tale-13B-exl2-4.65", "Tale-13B-exl2-4.65"),
            ("Tale-13B-int8 ", "Tale-13B"),
            ("Tale-13B", "Tale-13B"),
            ("Tale-v2", "Tale-v2"),
            ("Tale-2", "Tale-2"),
            ("Tale-v1.5", "Tale-v1.5"),
            (".4-GGUF", ".4"),
            ("1..4-GGUF", "1..4"),
            ("GGUF", "GGUF"),
            ("q4", "q4"),
            ("", ""),
        ] {
            assert_eq!(without_format(name), stem, "{name}");
            assert_eq!(is_copy_name(name), name != stem, "{name}");
        }
    }
}
