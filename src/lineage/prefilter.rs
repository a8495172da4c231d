//! Which blocks of a card may speak of descent, or of a license: found in one pass over their bytes. Most blocks speak of neither,
//! and are not split into words.
//!
//! A block is taken apart only where it has a word that stands in the name of a family or in a denial, a name that may be in the table of
//! known models, or letters beyond ASCII. Where a card has too few words of the law, no license text is looked for in it. Each shortcut has
//! a test that holds it to the long way.

use super::hub_id::hub_id_in_address;
use super::known;
use super::made_sets::{SETS, signs};
use super::usage;
use super::word_sets::{
    CAPITAL, EDGE, HIGH, LETTER, MARK, OF_DENIAL, OF_LAW, OF_LICENSE, OF_NAME, OF_OUTPUT, SLASH, has, start_bit,
};
use crate::model::card::body::{Block, BlockKind};

/// How many words of the law every license with a fingerprint has at least.
const FEWEST_LEGAL_WORDS: u32 = 3;

/// What a block may mention.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub(crate) struct BlockHints {
    /// It may name a model or a family.
    pub(crate) names: bool,
    /// It may deny any lineage.
    pub(crate) denies: bool,
    /// It may mention outputs.
    pub(crate) outputs: bool,
    /// It may state a license.
    pub(crate) licenses: bool,
    /// How many of its words are of the law.
    pub(crate) legal: u32,
}

/// Whether a card may hold the text of a license, or a part of one that can be recognized.
pub(crate) fn may_hold_license(hints: &[BlockHints]) -> bool {
    hints.iter().map(|hints| hints.legal).fold(0, u32::saturating_add) >= FEWEST_LEGAL_WORDS
}

/// What a block may mention. Names in code are read by `usage`, labels in settings here too.
pub(crate) fn hints(block: &Block) -> BlockHints {
    let hints = prefilter(&block.text);
    let links = || block.links().iter().any(|link| hub_id_in_address(&link.url).is_some_and(|id| prefilter(id).names));
    let is_text = block.kind != BlockKind::Code;
    let may_name = is_text || usage::is_text(block);
    BlockHints {
        names: may_name && (hints.names || links()),
        denies: is_text && hints.denies,
        licenses: is_text && hints.licenses,
        ..hints
    }
}

/// What a text may mention. A text with letters beyond ASCII may mention anything.
pub(crate) fn prefilter(text: &str) -> BlockHints {
    let mut hints = BlockHints::default();
    let bytes = text.as_bytes();
    let class = |at: usize| bytes.get(at).map_or(EDGE, |byte| SETS.0[usize::from(*byte)]);
    // The piece that is being read: where it began, and what its bytes are.
    let (mut piece, mut seen, mut at) = (0, 0, 0);
    while at <= bytes.len() {
        let (now, start) = (class(at), at);
        at += 1;
        if now & LETTER != 0 {
            // A capital counts after the first byte of a piece.
            seen |= if start > piece { now } else { 0 };
            while class(at) & LETTER != 0 {
                seen |= class(at);
                at += 1;
            }
            hints.add_word(&bytes[start..at]);
        } else if now & (EDGE | HIGH) != 0 {
            if seen & (MARK | CAPITAL | SLASH) != 0 && start - piece >= 3 && !hints.names {
                hints.names = text[piece..start].split(['/', '?', '#']).any(known::may_contain);
            }
            if now & HIGH != 0 {
                let c = text[start..].chars().next().unwrap_or_default();
                at = start + c.len_utf8();
                for hint in [&mut hints.names, &mut hints.denies, &mut hints.outputs, &mut hints.licenses] {
                    *hint |= c.is_alphanumeric();
                }
                // Letters of full width may be those of any word.
                hints.legal += u32::from(matches!(c, '\u{ff21}'..='\u{ff5a}'));
            }
            (piece, seen) = (at, 0);
        } else {
            seen |= now;
        }
    }
    hints
}

impl BlockHints {
    /// Takes in a word of ASCII letters.
    fn add_word(&mut self, word: &[u8]) {
        let start = start_bit(word);
        if has(&SETS.1, start) {
            let signs = signs(word);
            self.names |= signs & OF_NAME != 0;
            self.denies |= signs & OF_DENIAL != 0;
            self.outputs |= signs & OF_OUTPUT != 0;
            self.licenses |= signs & OF_LICENSE != 0;
            self.legal += u32::from(signs & OF_LAW != 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BlockHints, hints};
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
                let all = vec![
                    BlockHints { names: true, denies: true, outputs: true, licenses: true, legal: 0 };
                    blocks.len()
                ];
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
