//! The names that a card gives its own model, by which sentences and rows of tables are known to speak of it.

use super::grammar::{Tag, tags};
use super::named::pieces;
use super::names::{self, is_spelled_as_hub_id, name_in};
use super::words::{Words, begins_with_digit, is_size, phrase_at};
use crate::model::card::body::{Block, BlockKind};
use crate::model::name_in_heading;

/// Most headings that are searched for a name.
const MOST_HEADINGS: usize = 4;
/// Most bytes of a first line that is a title without being a heading.
const MOST_BYTES_OF_TITLE: usize = 60;
/// Most words of a name.
const MOST_WORDS: usize = 12;
/// Most words of a heading that is a name as a whole.
const MOST_WORDS_OF_TITLE: usize = 4;
/// Fewest letters of a first word by which a model is called.
const FEWEST_LETTERS: usize = 4;

/// Names of this model, as runs of words in lower case; longer ones first.
#[derive(Debug, Clone, Default)]
pub(crate) struct OwnNames {
    names: Vec<Vec<String>>,
    /// Whether one looks like the name of a model.
    is_known: bool,
}

impl OwnNames {
    /// The names in the first headings of a card, and those that are known otherwise.
    pub(crate) fn of(blocks: &[Block], known: &[&str]) -> Self {
        let mut found = Self::default();
        for name in known {
            found.add(name_in(name));
        }
        let is_short = |block: &Block| block.text.len() < MOST_BYTES_OF_TITLE && block.kind == BlockKind::Paragraph;
        let first = blocks.first().filter(|first| is_short(first));
        let headings = blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading(_)));
        for (place, block) in first.into_iter().chain(headings).take(MOST_HEADINGS).enumerate() {
            let before = found.names.len();
            found.add_title(&block.text, place);
            if found.names.len() > before {
                break;
            }
        }
        found.names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        found.names.dedup();
        found
    }

    /// How many words of a name begin at a word, and whether it is the name of this model or, of another size, that of a sibling.
    pub(crate) fn name_at(&self, words: &Words, at: usize) -> Option<(usize, Tag)> {
        let name = self.names.iter().find(|name| is_there(name, words, at))?;
        let end = at + name.len();
        let is_size_behind =
            end < words.len() && words.between(end - 1, end).len() <= 1 && begins_with_digit(words.word(end));
        let has_size = self.names.first().is_some_and(|longest| longest.iter().any(|word| begins_with_digit(word)));
        let is_sibling = name.len() == 1 && is_size_behind && has_size;
        Some((name.len(), if is_sibling { Tag::Stranger } else { Tag::Own }))
    }

    /// Whether there is a name by which sentences on other models can be recognized.
    pub(crate) fn is_known(&self) -> bool {
        self.is_known
    }

    /// Whether a cell of a table begins with the name of this model, and not with another name that begins alike.
    pub(crate) fn is_cell(&self, cell: &str) -> bool {
        // "Plover (ours)"
        let cell = cell.split('(').next().unwrap_or(cell);
        let words = Words::of(if is_spelled_as_hub_id(cell.trim()) { name_in(cell) } else { cell });
        let goes_on = |end: usize| words.between(end - 1, end).starts_with(['-', '_', '.']);
        let is_whole = |name: &Vec<String>| name.len() > 1 || (1..words.len()).all(|at| is_size(words.word(at)));
        let name = self.names.iter().find(|name| is_whole(name) && is_there(name, &words, 0));
        name.is_some_and(|name| name.len() == words.len() || !goes_on(name.len()))
    }

    /// The name in a heading: the piece that looks like one, and of the first heading the part before a colon, or all of it.
    fn add_title(&mut self, text: &str, place: usize) {
        let is_first = place == 0;
        let text = name_in_heading(text.trim_start());
        let pieces = pieces(text).map(|(_, piece)| piece.trim_matches(|c: char| !c.is_alphanumeric()));
        let piece = { pieces }.find(|piece| is_title_piece(piece, place < 2));
        let start = before_mark(text);
        let short = Some(start).filter(|start| is_first && Words::of(start).len() <= MOST_WORDS_OF_TITLE);
        // "Plover v2 (Letters), official release": sentences call it by the first word.
        let first =
            text.split(char::is_whitespace).next().filter(|first| is_first && first.starts_with(char::is_uppercase));
        for name in [piece.or(short), first.filter(|_| short.is_none() || piece.is_some())].into_iter().flatten() {
            self.add(name_in(name));
        }
    }

    /// Adds a name, and its first word where that is one by which sentences call the model.
    fn add(&mut self, name: &str) {
        let name = before_mark(name);
        let words = Words::of(name);
        let all: Vec<String> = (0..words.len()).map(|at| words.word(at).to_owned()).collect();
        if all.iter().all(|word| is_size(word)) || all.len() > MOST_WORDS {
            return;
        }
        let has = |at: usize, tags| phrase_at(&words, at, tags).is_some();
        // "Plover from Acme" is a sentence.
        if (0..all.len()).any(|at| has(at, tags!(From | Prep | Derive))) {
            return;
        }
        // "Instruction-Tuning" is a word of any text.
        let mut end = 0;
        while let Some((length, _)) = phrase_at(&words, end, !0) {
            end += length;
        }
        if end == all.len() || has(0, tags!(TitleGeneric)) {
            return;
        }
        // A name that is nothing but that of a family is no name of this model: sentences speak of the family by it.
        let mentions = names::mentions(&words, true);
        let is_plain = |at: usize| is_size(&all[at]) || has(at, !0);
        let is_family = mentions.first().is_some_and(|one| {
            one.start == 0
                && (one.end..all.len())
                    .all(|at| is_plain(at) || mentions.iter().any(|two| two.start <= at && at < two.end))
        });
        // A title that names a tool for a family names no model.
        self.is_known |= is_family && (0..all.len()).any(|at| has(at, tags!(Thing)));
        let is_part = all.len() == 1 && (all[0].chars().count() < FEWEST_LETTERS || names::begins_a_name(&all[0]));
        if is_family || is_part {
            return;
        }
        let is_joined = name.contains('-') && !name.contains(char::is_whitespace);
        self.is_known |= all.len() == 1 || is_joined || is_title_piece(name, true);
        let stem = &all[0];
        let is_distinctive = stem.chars().count() >= FEWEST_LETTERS
            && mentions.first().is_none_or(|one| one.start > 0)
            && !names::begins_a_name(stem)
            && !has(0, !0);
        let stem = is_distinctive.then(|| vec![stem.clone()]);
        self.names.extend(stem.into_iter().chain([all]));
    }
}

/// Whether a name begins at a word.
fn is_there(name: &[String], words: &Words, at: usize) -> bool {
    name.iter().enumerate().all(|(step, word)| words.word(at + step) == word)
}

/// The part before a colon, a comma or a dash.
fn before_mark(title: &str) -> &str {
    let marks = [": ", "：", ", ", " - ", "–", "—", "|"];
    marks.iter().fold(title, |rest, mark| rest.split(mark).next().unwrap_or(rest)).trim()
}

/// Whether a piece of a heading looks like the name of a model: a digit or a hyphen next to a capital, or a capital inside.
fn is_title_piece(piece: &str, may_be_word: bool) -> bool {
    let has = |test: fn(&u8) -> bool| piece.as_bytes().iter().any(test);
    piece.len() >= 4
        && piece.is_ascii()
        && !piece.contains(' ')
        && !piece.contains("//")
        && has(u8::is_ascii_alphabetic)
        && (has(u8::is_ascii_digit)
            || may_be_word && piece.contains('-') && has(u8::is_ascii_uppercase)
            || may_be_word && piece.bytes().skip(1).any(|b| b.is_ascii_uppercase()) && has(u8::is_ascii_lowercase))
}
