//! Packs the editions of all texts into tables; compiled into the build script and the tests of the library.

use super::edition::Edition;
use super::hash::{self, BUCKET_BITS};
use super::readings::agreed;
use std::collections::BTreeMap;

/// A part of an edition.
#[derive(Debug, Clone, Default)]
pub(crate) struct PackedSlot {
    /// The text's own name for it.
    pub(crate) name: String,
    /// Whether a whole copy has to have it.
    pub(crate) required: bool,
    /// Words of its longest wording.
    pub(crate) words: u16,
    /// Its clauses, one for each reading of the text that has another.
    pub(crate) wordings: Vec<u16>,
}

/// One edition of a text, in all its readings.
#[derive(Debug, Clone, Default)]
pub(crate) struct PackedText {
    /// See [`Edition::license`].
    pub(crate) license: String,
    /// Hashes of the words of its names.
    pub(crate) names: Vec<Vec<u64>>,
    /// Hashes of the words of the names that are mentions.
    pub(crate) mentions: Vec<Vec<u64>>,
    pub(crate) edition: String,
    /// See [`Edition::extends`].
    pub(crate) extends: String,
    /// See [`Edition::rebuilt`].
    pub(crate) rebuilt: bool,
    /// Hashes of the words of [`Edition::stamp`].
    pub(crate) stamp: Vec<Vec<u64>>,
    /// Its parts, in order.
    pub(crate) slots: Vec<PackedSlot>,
}

/// Tables, before they become static.
#[derive(Debug, Clone, Default)]
pub(crate) struct Packed {
    /// Key, clause, offset; sorted.
    pub(crate) grams: Vec<(u32, u16, u16)>,
    /// Where the grams begin whose key begins with the bits that count the place.
    pub(crate) buckets: Vec<u16>,
    /// Hash, letters, signs, words, grams, first use.
    pub(crate) clauses: Vec<(u64, u32, u32, u16, u16, u32)>,
    /// Clause, offset, value; by clause.
    pub(crate) numbers: Vec<(u16, u16, u32)>,
    /// Text and slot.
    pub(crate) uses: Vec<(u16, u16)>,
    pub(crate) texts: Vec<PackedText>,
}

/// What distinguishes the wordings of a clause: hash, letters, signs, numbers.
type Wording<'e> = (u64, u32, u32, &'e [(u16, u32)]);

/// Packs editions. The readings of one edition become one text: editions do not lend clauses to each other. What several texts share is
/// stored once.
pub(crate) fn pack(editions: &[Edition]) -> Packed {
    let mut packed = Packed::default();
    let mut known: BTreeMap<Wording<'_>, u16> = BTreeMap::new();
    let mut uses: Vec<Vec<(u16, u16)>> = Vec::new();
    let mut groups: BTreeMap<(&str, &str, &str), Vec<&Edition>> = BTreeMap::new();
    for edition in editions {
        groups.entry((&edition.license, &edition.title, &edition.edition)).or_default().push(edition);
    }
    let groups: Vec<Vec<Edition>> = groups.values().map(|group| agreed(group)).collect();
    for readings in &groups {
        let mut text = text_of(readings);
        for edition in readings {
            for part in &edition.clauses {
                let clause = *known.entry((part.hash, part.letters, part.signs, &part.numbers)).or_insert_with(|| {
                    let clause = as_u16(packed.clauses.len());
                    let grams = as_u16(part.grams.len());
                    packed.clauses.push((part.hash, part.letters, part.signs, part.words, grams, 0));
                    packed.numbers.extend(part.numbers.iter().map(|(at, value)| (clause, *at, *value)));
                    packed.grams.extend(part.grams.iter().map(|(key, at)| (*key, clause, *at)));
                    uses.push(Vec::new());
                    clause
                });
                if let Some(slot) = text.slots.iter_mut().find(|slot| slot.name == part.name) {
                    slot.words = slot.words.max(part.words);
                    if !slot.wordings.contains(&clause) {
                        slot.wordings.push(clause);
                    }
                }
            }
        }
        for (place, slot) in text.slots.iter().enumerate() {
            for clause in &slot.wordings {
                uses[usize::from(*clause)].push((as_u16(packed.texts.len()), as_u16(place)));
            }
        }
        packed.texts.push(text);
    }
    for (clause, places) in packed.clauses.iter_mut().zip(&uses) {
        clause.5 = u32::try_from(packed.uses.len()).unwrap_or(u32::MAX);
        packed.uses.extend(places);
    }
    packed.grams.sort_unstable();
    packed.buckets = (0..=1u64 << BUCKET_BITS)
        .map(|bucket| bucket << (32 - BUCKET_BITS))
        .map(|least| packed.grams.partition_point(|gram| u64::from(gram.0) < least))
        .map(as_u16)
        .collect();
    packed
}

fn as_u16(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// The text of the readings of an edition, its slots in the order of the first reading that has them.
fn text_of(group: &[Edition]) -> PackedText {
    let first = &group[0];
    let mut slots: Vec<PackedSlot> = Vec::new();
    for edition in group {
        let mut place = 0;
        for part in &edition.clauses {
            if let Some(at) = slots.iter().position(|slot| slot.name == part.name) {
                place = at + 1;
            } else {
                let name = part.name.clone();
                slots.insert(place, PackedSlot { name, ..PackedSlot::default() });
                place += 1;
            }
        }
    }
    for slot in &mut slots {
        slot.required =
            group.iter().all(|edition| edition.clauses.iter().any(|part| part.name == slot.name && !part.optional));
    }
    let hashes = |names: &[String]| names.iter().map(|name| name.split(' ').map(hash::word).collect()).collect();
    PackedText {
        license: first.license.clone(),
        names: hashes(&first.names),
        mentions: hashes(&first.mentions),
        edition: first.edition.clone(),
        extends: first.extends.clone(),
        rebuilt: first.rebuilt,
        stamp: hashes(&first.stamp),
        slots,
    }
}
