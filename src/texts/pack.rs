//! Reads fingerprint files and packs them into tables; compiled into the build script as well.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::hash;

/// One edition of a text, as its fingerprint file has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edition {
    /// Identifier: the Hub's where it has one, else SPDX's in lower case, else `ScanCode`'s.
    pub license: String,
    /// What people call the text.
    pub title: String,
    /// Which edition this is, mostly a date.
    pub edition: String,
    /// Names of the licensed thing; a copy without any of them is another agreement.
    pub names: Vec<String>,
    /// Names that count as a mention of the text where it is not there itself.
    pub mentions: Vec<String>,
    /// Where the text was read.
    pub source: String,
    /// Its clauses, in order.
    pub clauses: Vec<Part>,
}

/// One clause of an edition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// The text's own name for it.
    pub name: String,
    /// Whether a copy is whole without it.
    pub optional: bool,
    /// How many words it has.
    pub words: u16,
    /// How many letters it has.
    pub letters: u32,
    /// Hash of its letters.
    pub hash: u64,
    /// Sampled rows of five words: their key, and the letters before them.
    pub grams: Vec<(u32, u16)>,
}

impl Edition {
    /// The fingerprint file of this edition.
    pub fn write(&self) -> String {
        let mut file = String::new();
        let (names, mentions) = (self.names.join("; "), self.mentions.join("; "));
        for (key, value) in [
            ("license", &self.license),
            ("title", &self.title),
            ("edition", &self.edition),
            ("names", &names),
            ("mentions", &mentions),
            ("source", &self.source),
        ] {
            if !value.is_empty() {
                let _ = writeln!(file, "{key}: {value}");
            }
        }
        for part in &self.clauses {
            let sign = if part.optional { '?' } else { '=' };
            let Part { name, words, letters, hash, .. } = part;
            let _ = writeln!(file, "{sign} {words} {letters} {hash:016x} {name}");
            for line in part.grams.chunks(8) {
                for (key, offset) in line {
                    let _ = write!(file, " {key:08x}+{offset}");
                }
                file.push('\n');
            }
        }
        file
    }

    /// Reads a fingerprint file; the error names the line.
    pub fn read(file: &str) -> Result<Self, String> {
        let mut edition = Self::default();
        for (number, line) in file.lines().enumerate() {
            edition.line(line).ok_or_else(|| format!("line {}: {line}", number + 1))?;
        }
        Ok(edition)
    }

    fn line(&mut self, line: &str) -> Option<()> {
        if let Some(grams) = line.strip_prefix(' ') {
            let part = self.clauses.last_mut()?;
            for gram in grams.split(' ') {
                let (key, offset) = gram.split_once('+')?;
                part.grams.push((u32::from_str_radix(key, 16).ok()?, offset.parse().ok()?));
            }
            return Some(());
        }
        if line.starts_with(['=', '?']) {
            let mut fields = line.splitn(5, ' ');
            let optional = fields.next()? == "?";
            self.clauses.push(Part {
                optional,
                words: fields.next()?.parse().ok()?,
                letters: fields.next()?.parse().ok()?,
                hash: u64::from_str_radix(fields.next()?, 16).ok()?,
                name: fields.next()?.to_owned(),
                grams: Vec::new(),
            });
            return Some(());
        }
        let (key, value) = line.split_once(": ")?;
        let value = value.to_owned();
        match key {
            "license" => self.license = value,
            "title" => self.title = value,
            "edition" => self.edition = value,
            "names" => self.names = value.split("; ").map(str::to_owned).collect(),
            "mentions" => self.mentions = value.split("; ").map(str::to_owned).collect(),
            "source" => self.source = value,
            _ => return None,
        }
        Some(())
    }
}

/// A part of a text over its editions.
#[derive(Debug, Clone, Default)]
pub struct PackedSlot {
    /// The text's own name for it.
    pub name: String,
    /// Whether a whole copy has to have it.
    pub required: bool,
    /// Words of its longest wording.
    pub words: u16,
    /// Clause and bits of the editions.
    pub wordings: Vec<(u16, u16)>,
}

/// A text over its editions.
#[derive(Debug, Clone, Default)]
pub struct PackedText {
    /// See [`Edition::license`].
    pub license: String,
    /// See [`Edition::title`].
    pub title: String,
    /// Hashes of the words of its names.
    pub names: Vec<Vec<u64>>,
    /// Hashes of the words of the names that are mentions.
    pub mentions: Vec<Vec<u64>>,
    /// Its editions.
    pub editions: Vec<String>,
    /// Its parts, in order.
    pub slots: Vec<PackedSlot>,
}

/// Tables, before they become static.
#[derive(Debug, Clone, Default)]
pub struct Packed {
    /// Key, clause, offset; sorted.
    pub grams: Vec<(u32, u16, u16)>,
    /// Where the grams begin whose key begins with the bits that count the place.
    pub buckets: Vec<u32>,
    /// Hash, letters, words, grams, first use.
    pub clauses: Vec<(u64, u32, u16, u16, u32)>,
    /// Text and slot.
    pub uses: Vec<(u16, u16)>,
    /// All texts.
    pub texts: Vec<PackedText>,
}

/// How many leading bits of a key choose its bucket.
pub const BUCKET_BITS: u32 = 13;

/// Packs editions; those of one license and title become one text. Wordings that several texts
/// share are kept once.
pub fn pack(editions: &[Edition]) -> Packed {
    let mut packed = Packed::default();
    let mut known: BTreeMap<(u64, u32), u16> = BTreeMap::new();
    let mut uses: Vec<Vec<(u16, u16)>> = Vec::new();
    let mut groups: BTreeMap<(&str, &str), Vec<&Edition>> = BTreeMap::new();
    for edition in editions {
        groups.entry((&edition.license, &edition.title)).or_default().push(edition);
    }
    for group in groups.values() {
        let mut text = text_of(group);
        for (bit, edition) in group.iter().enumerate() {
            for part in &edition.clauses {
                let clause = *known.entry((part.hash, part.letters)).or_insert_with(|| {
                    let clause = short(packed.clauses.len());
                    let grams = short(part.grams.len());
                    packed.clauses.push((part.hash, part.letters, part.words, grams, 0));
                    packed.grams.extend(part.grams.iter().map(|(key, at)| (*key, clause, *at)));
                    uses.push(Vec::new());
                    clause
                });
                if let Some(slot) = text.slots.iter_mut().find(|slot| slot.name == part.name) {
                    slot.words = slot.words.max(part.words);
                    match slot.wordings.iter_mut().find(|(known, _)| *known == clause) {
                        Some((_, editions)) => *editions |= 1 << bit,
                        None => slot.wordings.push((clause, 1 << bit)),
                    }
                }
            }
        }
        for (place, slot) in text.slots.iter().enumerate() {
            for (clause, _) in &slot.wordings {
                uses[usize::from(*clause)].push((short(packed.texts.len()), short(place)));
            }
        }
        packed.texts.push(text);
    }
    for (clause, places) in packed.clauses.iter_mut().zip(&uses) {
        clause.4 = u32::try_from(packed.uses.len()).unwrap_or(u32::MAX);
        packed.uses.extend(places);
    }
    packed.grams.sort_unstable();
    packed.buckets = (0..=1u64 << BUCKET_BITS)
        .map(|bucket| bucket << (32 - BUCKET_BITS))
        .map(|least| packed.grams.partition_point(|gram| u64::from(gram.0) < least))
        .map(|place| u32::try_from(place).unwrap_or(u32::MAX))
        .collect();
    packed
}

fn short(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// The text of a group of editions, its slots in the order of the first edition that has them.
fn text_of(group: &[&Edition]) -> PackedText {
    let first = group[0];
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
        title: first.title.clone(),
        names: hashes(&first.names),
        mentions: hashes(&first.mentions),
        editions: group.iter().map(|edition| edition.edition.clone()).collect(),
        slots,
    }
}
