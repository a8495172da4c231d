//! Which blocks of a card may speak of descent, or of a license: found in one pass over their bytes. Most blocks speak of neither,
//! and are not split into words.
//!
//! A block is taken apart only where it has a word that stands in the name of a family, a name that may be in the table of known models, a
//! word of a denial, or letters beyond ASCII. Where a card has too few words of the law, no license text is looked for in it. Each
//! shortcut has a test that holds it to the long way.

use super::data::PHRASES;
use super::filter::Filter;
use super::hub_id::hub_id_in_address;
use super::known;
use super::named::family_of_address;
use super::names::RAREST_WORDS as NAMES;
use super::pieces::is_edge;
use crate::model::card::body::{Block, BlockKind};

/// Beginnings and ends of words of which every denial of descent in ASCII has one.
static DENIALS: [Filter; 2] = Filter::rarest_words(PHRASES.from_scratch.words, PHRASES.common);

/// Beginnings of words of which every license has several.
const LEGAL_STEMS: &[&str] = &["agree", "copyright", "liab", "licen", "permission", "rights", "terms", "warrant"];
/// How many of these words every license with a fingerprint has at least.
const FEWEST_LEGAL_WORDS: u32 = 3;

/// What may begin any of these words; most words do not.
static WORD_STARTS: Filter = Filter::first_words(LEGAL_STEMS).and(&NAMES[0]).and(&DENIALS[0]);

/// What a block may speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BlockHints {
    /// It may name a model or a family.
    pub(crate) names: bool,
    /// It may deny any descent.
    pub(crate) denies: bool,
    /// How many of its words begin like one of [`LEGAL_STEMS`].
    pub(crate) legal: u32,
}

/// Whether a card may hold the text of a license, or a part of one that can be recognised.
pub(crate) fn may_hold_license(hints: &[BlockHints]) -> bool {
    hints.iter().map(|hints| hints.legal).fold(0, u32::saturating_add) >= FEWEST_LEGAL_WORDS
}

/// What each block may speak of. Names in code are read by `usage`.
pub(crate) fn hints(blocks: &[Block]) -> Vec<BlockHints> {
    blocks.iter().map(block_hints).collect()
}

fn block_hints(block: &Block) -> BlockHints {
    let hints = prefilter(&block.text);
    if block.kind == BlockKind::Code {
        return BlockHints { names: false, denies: false, ..hints };
    }
    let names = |url: &str| hub_id_in_address(url).is_some_and(|id| prefilter(id).names) || family_of_address(url).is_some();
    let links = || block.links().iter().any(|link| names(&link.url));
    BlockHints { names: hints.names || links(), ..hints }
}

// What a byte can be; a set of bits.
const LETTER: u8 = 1;
/// What an identifier has: a digit or a hyphen.
const MARK: u8 = 2;
const CAPITAL: u8 = 4;
const SLASH: u8 = 8;
/// Ends a piece that may be an identifier.
const EDGE: u8 = 16;
const HIGH: u8 = 32;

/// What each byte is.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut at = 0;
    while at < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "counts to 255")]
        let byte = at as u8;
        classes[at] = match byte {
            b'a'..=b'z' => LETTER,
            b'A'..=b'Z' => LETTER | CAPITAL,
            b'0'..=b'9' | b'-' => MARK,
            b'/' => SLASH,
            0x80.. => HIGH,
            _ if is_edge(byte) => EDGE,
            _ => 0,
        };
        at += 1;
    }
    classes
};

/// What a text may speak of. A text with letters beyond ASCII may speak of anything.
pub(crate) fn prefilter(text: &str) -> BlockHints {
    let mut hints = BlockHints { names: false, denies: false, legal: 0 };
    let bytes = text.as_bytes();
    // The piece that is being read: where it began, and what its bytes are.
    let (mut piece, mut seen) = (0, 0);
    let mut at = 0;
    while at <= bytes.len() {
        let now = bytes.get(at).map_or(EDGE, |byte| CLASSES[usize::from(*byte)]);
        if now & LETTER != 0 {
            // A capital counts after the first byte of a piece.
            seen |= if at > piece { now } else { 0 };
            let rest = &bytes[at..];
            let mut length = 1;
            while length < rest.len() {
                let class = CLASSES[usize::from(rest[length])];
                if class & LETTER == 0 {
                    break;
                }
                seen |= class;
                length += 1;
            }
            hints.add_word(&rest[..length]);
            at += length;
        } else if now & (EDGE | HIGH) != 0 {
            if seen & (MARK | CAPITAL | SLASH) != 0 && at - piece >= 3 && !hints.names {
                hints.names = may_be_known(&text[piece..at]);
            }
            at += 1;
            if now & HIGH != 0 {
                let c = text[at - 1..].chars().next().unwrap_or_default();
                at += c.len_utf8() - 1;
                if c.is_alphanumeric() {
                    (hints.names, hints.denies) = (true, true);
                    // Letters of full width may be those of any word.
                    hints.legal += u32::from(matches!(c, '\u{ff21}'..='\u{ff5a}'));
                }
            }
            (piece, seen) = (at, 0);
        } else {
            seen |= now;
            at += 1;
        }
    }
    hints
}

impl BlockHints {
    /// Takes in a word of ASCII letters.
    fn add_word(&mut self, word: &[u8]) {
        if !WORD_STARTS.may_begin_ignoring_case(word) {
            return;
        }
        self.names |= NAMES[0].may_begin_ignoring_case(word) && NAMES[1].may_end_ignoring_case(word);
        self.denies |= DENIALS[0].may_begin_ignoring_case(word) && DENIALS[1].may_end_ignoring_case(word);
        let is = |stem: &&str| word.get(..stem.len()).is_some_and(|start| start.eq_ignore_ascii_case(stem.as_bytes()));
        self.legal += u32::from(LEGAL_STEMS.iter().any(is));
    }
}

/// Whether a piece of text has a part that may be the name of a known model.
fn may_be_known(piece: &str) -> bool {
    piece.split(['/', '?', '#']).any(known::may_contain)
}

#[cfg(test)]
mod tests {
    use super::{BlockHints, hints};
    use crate::lineage::data::{FAMILIES, PHRASES};
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
        let denials = &PHRASES.from_scratch;
        pieces.extend(denials.words.iter().chain(denials.text).map(|words| (*words).to_owned()));
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
                let all = vec![BlockHints { names: true, denies: true, legal: 0 }; blocks.len()];
                let own = OwnNames::of(&blocks, &[]);
                let setting = Setting { own: &own, is_published: true };
                let statements = reader::read(&blocks, &all, setting);
                said += usize::from(!statements.is_empty());
                assert_eq!(reader::read(&blocks, &hints(&blocks), setting), statements, "{card:?}");
                Ok(())
            };
            arbtest(&mut property).seed(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) << 32 | 256).run();
        }
        assert!(said > 400, "only {said} cards said anything");
    }
}
