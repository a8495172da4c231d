//! The read-only tables that a set of fingerprints is packed into.

use super::hash::BUCKET_BITS;

/// Five words of a clause, and their place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Gram {
    /// Key of the five words.
    pub(super) key: u32,
    /// The clause, as a place in [`Table::clauses`].
    pub(super) clause: u16,
    /// Letters of the clause before them.
    pub(super) offset: u16,
}

/// One wording of one clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clause {
    /// Hash of its letters.
    pub(super) hash: u64,
    /// How many letters it has.
    pub(super) letters: u32,
    /// Hash of the signs among them that say something; 0 where there are none.
    pub(super) signs: u32,
    /// How many words it has.
    pub(super) words: u16,
    /// How many rows of five words are sampled from it.
    pub(super) grams: u16,
    /// Its first use, as a place in [`Table::uses`]; the uses end where those of the next begin.
    pub(super) uses: u32,
}

/// A number of a clause that stands where a layout counts clauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    /// The clause, as a place in [`Table::clauses`].
    pub(super) clause: u16,
    /// Letters of the clause before it.
    pub(super) offset: u16,
    /// Its hash.
    pub(super) value: u32,
}

/// A place in a text that a clause has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Use {
    /// The text, as a place in [`Table::texts`].
    pub(super) text: u16,
    /// The slot, counted from the first of that text.
    pub(super) slot: u16,
}

/// A numbered part of a text, in the wordings of all its readings.
///
/// Names and wordings are places in other tables, not pointers, which would have to be put right
/// each time the program is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    /// The text's own name for it: start and length in [`Table::names`].
    pub(super) name: (u16, u8),
    /// Whether a whole copy has to have it.
    pub(super) required: bool,
    /// Words of its longest wording.
    pub(super) words: u16,
    /// Its wordings: the first in [`Table::wordings`], and how many.
    pub(super) wordings: (u16, u8),
}

/// One edition of a license or agreement, or of a policy that belongs to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Text {
    /// Identifier, as in [`super::identified::FoundLicense::license`].
    pub(crate) license: &'static str,
    /// Names, as hashes of their words, one of which a true copy holds; none where it has no name.
    pub(super) names: &'static [&'static [u64]],
    /// Names that are a mention where the text is not there, hashed like the others.
    pub(super) mentions: &'static [&'static [u64]],
    /// Which edition it is: mostly a date.
    pub(crate) edition: &'static str,
    /// The license whose words it has, next to conditions of its own; empty for others.
    pub(super) extends: &'static str,
    /// Whether the licensor's own text may differ in places.
    pub(super) rebuilt: bool,
    /// How it says which edition it is: the title, what stands before the date or version, and that, hashed like the others.
    pub(super) stamp: &'static [&'static [u64]],
    /// Its slots: first and one past the last in [`Table::slots`].
    pub(super) slots: (u32, u32),
    /// Words of the required slots.
    pub(super) words: u32,
}

/// A text that is read as one edition of a license and nothing else.
#[derive(Debug)]
pub(super) struct Alone {
    /// What [`super::exact_length`] says of it.
    pub(super) bytes: u32,
    /// What [`super::alone_hash`] says of it.
    pub(super) hash: [u8; 32],
    pub(super) license: &'static str,
    pub(super) edition: &'static str,
}

/// A set of fingerprints, ready to be searched.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table {
    /// Sorted by key.
    pub(super) grams: &'static [Gram],
    /// Where the grams begin whose key begins with the bits that count the place.
    pub(super) buckets: &'static [u16],
    pub(super) clauses: &'static [Clause],
    /// By clause, in the order of the text.
    pub(super) numbers: &'static [Number],
    pub(super) uses: &'static [Use],
    pub(super) texts: &'static [Text],
    pub(super) slots: &'static [Slot],
    /// The clauses of all slots.
    pub(super) wordings: &'static [u16],
    /// The names of all slots, one after the other.
    pub(super) names: &'static str,
}

impl Table {
    /// The clauses that hold these five words.
    pub(super) fn grams_of(&self, key: u32) -> &'static [Gram] {
        let bucket = (key >> (32 - BUCKET_BITS)) as usize;
        let (from, to) = (usize::from(self.buckets[bucket]), usize::from(self.buckets[bucket + 1]));
        let grams = &self.grams[from..to];
        let first = grams.iter().position(|gram| gram.key >= key).unwrap_or(grams.len());
        let equal = grams[first..].iter().take_while(|gram| gram.key == key).count();
        &grams[first..first + equal]
    }

    /// The numbers of a clause that stand where a layout counts clauses.
    pub(super) fn numbers_of(&self, clause: u16) -> &'static [Number] {
        let from = self.numbers.partition_point(|number| number.clause < clause);
        let count = self.numbers[from..].iter().take_while(|number| number.clause == clause).count();
        &self.numbers[from..from + count]
    }

    /// The slots of a text.
    pub(super) fn slots_of(&self, text: &Text) -> &'static [Slot] {
        &self.slots[text.slots.0 as usize..text.slots.1 as usize]
    }

    /// The wordings of a slot.
    pub(super) fn wordings_of(&self, slot: &Slot) -> &'static [u16] {
        let first = usize::from(slot.wordings.0);
        &self.wordings[first..first + usize::from(slot.wordings.1)]
    }

    /// The name of a slot.
    pub(super) fn name_of(&self, slot: &Slot) -> &'static str {
        let start = usize::from(slot.name.0);
        self.names.get(start..start + usize::from(slot.name.1)).unwrap_or_default()
    }

    /// Where a clause is used.
    pub(super) fn uses_of(&self, clause: u16) -> &'static [Use] {
        let from = self.clauses[usize::from(clause)].uses as usize;
        let next = self.clauses.get(usize::from(clause) + 1);
        &self.uses[from..next.map_or(self.uses.len(), |clause| clause.uses as usize)]
    }
}

#[cfg(test)]
impl Table {
    /// Tables for a test, which stay until the program ends.
    pub(super) fn leak(packed: super::tests::pack::Packed) -> &'static Self {
        fn keep<T>(items: Vec<T>) -> &'static [T] {
            Vec::leak(items)
        }
        let names = |names: Vec<Vec<u64>>| keep(names.into_iter().map(keep).collect());
        let text = |text: String| -> &'static str { String::leak(text) };
        let (mut slots, mut wordings, mut all) = (Vec::new(), Vec::new(), String::new());
        let place = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let short = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        let mut texts = Vec::new();
        for packed in packed.texts {
            let first = place(slots.len());
            let words = packed.slots.iter().filter(|slot| slot.required);
            let words = words.map(|slot| u32::from(slot.words)).sum();
            for slot in packed.slots {
                let name = (short(all.len()), u8::try_from(slot.name.len()).unwrap_or(u8::MAX));
                let range = (short(wordings.len()), u8::try_from(slot.wordings.len()).unwrap_or(u8::MAX));
                all.push_str(&slot.name);
                wordings.extend(slot.wordings);
                slots.push(Slot { name, required: slot.required, words: slot.words, wordings: range });
            }
            texts.push(Text {
                license: text(packed.license),
                names: names(packed.names),
                mentions: names(packed.mentions),
                edition: text(packed.edition),
                extends: text(packed.extends),
                rebuilt: packed.rebuilt,
                stamp: names(packed.stamp),
                slots: (first, place(slots.len())),
                words,
            });
        }
        let gram = |(key, clause, offset)| Gram { key, clause, offset };
        let number = |(clause, offset, value)| Number { clause, offset, value };
        let clause = |(hash, letters, signs, words, grams, uses)| Clause { hash, letters, signs, words, grams, uses };
        Box::leak(Box::new(Self {
            grams: keep(packed.grams.into_iter().map(gram).collect()),
            buckets: keep(packed.buckets),
            clauses: keep(packed.clauses.into_iter().map(clause).collect()),
            numbers: keep(packed.numbers.into_iter().map(number).collect()),
            uses: keep(packed.uses.into_iter().map(|(text, slot)| Use { text, slot }).collect()),
            texts: keep(texts),
            slots: keep(slots),
            wordings: keep(wordings),
            names: text(all),
        }))
    }
}
