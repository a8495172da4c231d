//! Which blocks of a card may mention lineage or a license: found in one pass over their bytes. Most blocks mention neither,
//! and are not split into words.
//!
//! A block is taken apart only where it has a word that stands in the name of a family or in a denial, a name that may be in the table of
//! known models, or letters beyond ASCII. Where a card has too few words of the law, no license text is looked for in it. Each shortcut has
//! a test that holds it to the long way.

use super::named::{looks_like_a_name, may_have_ids, pieces};
use super::names::hub_id_in_address;
use super::word_sets::{OF_DENIAL, OF_LAW, OF_LICENSE, OF_NAME, OF_OUTPUT, START_LETTERS, has, start_bit};
use super::words::{SETS, signs};
use super::{known, usage};
use crate::model::card::body::{Block, BlockKind};

/// How many words of the law every license with a fingerprint has at least.
const FEWEST_LEGAL_WORDS: u32 = 3;

/// What a block may mention.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct BlockHints {
    /// It may name a model or a family ([`OF_NAME`]), deny any lineage, mention outputs, state a license.
    signs: u8,
    /// How many of its words are of the law.
    pub(crate) legal: u32,
}

/// Whether a card may hold the text of a license, or a part of one that can be recognized.
pub(crate) fn may_hold_license(hints: &[BlockHints]) -> bool {
    hints.iter().map(|hints| hints.legal).fold(0, u32::saturating_add) >= FEWEST_LEGAL_WORDS
}

/// What a text with letters beyond ASCII may mention.
const ALL: u8 = OF_NAME | OF_DENIAL | OF_OUTPUT | OF_LICENSE;

/// What a block may mention. Names in code are read by `usage`, labels in settings here too.
pub(crate) fn hints(block: &Block) -> BlockHints {
    let hints = prefilter(&block.text);
    let links =
        || block.links().iter().any(|link| hub_id_in_address(&link.url).is_some_and(|id| prefilter(id).has(OF_NAME)));
    let is_text = block.kind != BlockKind::Code;
    let may_name = is_text || usage::is_text(block);
    let linked = if links() { OF_NAME } else { 0 };
    let counts = match (may_name, is_text) {
        (_, true) => !0,
        (true, false) => !(OF_DENIAL | OF_LICENSE),
        (false, false) => !(OF_NAME | OF_DENIAL | OF_LICENSE),
    };
    BlockHints { signs: (hints.signs | linked) & counts, ..hints }
}

/// What a text may mention. A text with letters beyond ASCII may mention anything.
pub(crate) fn prefilter(text: &str) -> BlockHints {
    let mut hints = BlockHints::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        while bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            at += 1;
        }
        if at > start {
            hints.add_word(&bytes[start..at]);
        }
        at += 1;
    }
    if !text.is_ascii() {
        let other = text.contains(|c: char| !c.is_ascii() && c.is_alphanumeric());
        hints.signs |= if other { ALL } else { 0 };
        // Letters of full width may be those of any word.
        hints.legal =
            text.chars().filter(|c| ('\u{ff21}'..='\u{ff5a}').contains(c)).fold(hints.legal, |count, _| count + 1);
    }
    let may_be_known = |piece: &str| {
        (piece.contains('/') || looks_like_a_name(piece)) && piece.split(['/', '?', '#']).any(known::may_contain)
    };
    if !hints.has(OF_NAME) && may_have_ids(text) && pieces(text).any(|(_, piece)| may_be_known(piece)) {
        hints.signs |= OF_NAME;
    }
    hints
}

impl BlockHints {
    /// Whether it may mention one of some things.
    pub(crate) fn has(self, signs: u8) -> bool {
        self.signs & signs != 0
    }

    /// Takes in a word of ASCII letters.
    fn add_word(&mut self, word: &[u8]) {
        // Most words are long enough for a bit of a fixed number of letters.
        let bit = word.first_chunk::<START_LETTERS>().map_or_else(|| start_bit(word), |first| start_bit(first));
        if has(&SETS.0, bit) {
            let signs = signs(word);
            self.signs |= signs;
            self.legal += u32::from(signs & OF_LAW != 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, BlockHints, hints};
    use crate::lineage::data::{FAMILIES, PHRASES, TEXTS};
    use crate::lineage::grammar::Tag;
    use crate::lineage::known;
    use crate::lineage::own_names::OwnNames;
    use crate::lineage::reader::{self, Setting};
    use crate::model::card::body;
    use arbtest::arbitrary::Unstructured;
    use arbtest::arbtest;

    #[test]
    fn what_is_passed_over_says_nothing() {
        let families = FAMILIES.families.iter().flat_map(|family| family.names.iter().chain(family.in_ids));
        let mut pieces: Vec<String> = families.map(|name| (*name).to_owned()).collect();
        let denials = PHRASES.iter().chain(TEXTS).filter(|one| one.tags & Tag::Scratch.bit() != 0);
        pieces.extend(denials.map(|one| one.words.replace('*', "")));
        pieces.extend(known::ids().step_by(40).map(str::to_owned));
        let names = pieces.len();
        pieces.extend(
            [
                "is based on",
                "fine-tuned from",
                "Base model:",
                "trained",
                "the",
                "a merge of",
                "and",
                "weights",
                "MATH",
                "7B",
                "2",
                "-",
                "/",
                "_",
                ".",
                ": ",
                "**",
                "`",
                "(",
                ")",
                "\n",
                "\n\n",
                "\n\n- ",
                "\n\n## ",
                "\n| a | b |\n| --- | --- |\n| ",
                " | ",
                "](https://huggingface.co/",
                "[",
                "]",
                "https://hf.co/",
                "\u{2019}",
                "\u{e9}",
                "\u{65e5}",
                "<b>",
                "&nbsp;",
                "!",
                "?",
            ]
            .map(str::to_owned),
        );
        let mut said = 0;
        for seed in 1..=3_000u64 {
            let mut property = |bytes: &mut Unstructured<'_>| {
                let mut card = "# Card\n\n".to_owned();
                for _ in 0..bytes.int_in_range(1..=12)? {
                    let piece = if bytes.ratio(1, 3)? { &pieces[..names] } else { &pieces[names..] };
                    let piece = bytes.choose(piece)?;
                    match bytes.int_in_range(0..=3)? {
                        0 => card.push_str(&piece.to_uppercase()),
                        1 => card.push_str(&piece.replace(' ', "-")),
                        2 => card.push_str(&piece.replace(' ', "")),
                        _ => card.push_str(piece),
                    }
                    card.push_str(bytes.choose(&[" ", " ", ""])?);
                }
                let blocks = body::read(&card, 0).blocks;
                let all = vec![BlockHints { signs: ALL, legal: 0 }; blocks.len()];
                let own = OwnNames::of(&blocks, &[]);
                let read =
                    |hints: &[BlockHints]| reader::read(&blocks, hints, Setting { own: &own, is_published: true });
                let statements = read(&all);
                said += usize::from(!statements.is_empty());
                assert_eq!(read(&blocks.iter().map(hints).collect::<Vec<_>>()), statements, "{card:?}");
                Ok(())
            };
            arbtest(&mut property).seed(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) << 32 | 256).run();
        }
        assert!(said > 500, "only {said} cards said anything");
    }
}
