//! Finds words in a text, whatever their case, and remembers the answers.

use memchr::memmem;
use std::cell::{Cell, OnceCell, RefCell};

/// Remembers which words one text has. All calls must give the same text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct WordCache {
    words: RefCell<Vec<(&'static str, bool)>>,
    /// The text in lower case, as far as ASCII goes.
    lower: OnceCell<String>,
    wide: Cell<Option<bool>>,
}

impl WordCache {
    /// Whether the text has a word of lower-case letters in whatever case, as part of another one or alone.
    pub(crate) fn has(&self, text: &str, word: &'static str) -> bool {
        let known = self.words.borrow().iter().find(|(asked, _)| *asked == word).map(|(_, has)| *has);
        known.unwrap_or_else(|| {
            let lower = self.lower.get_or_init(|| text.to_ascii_lowercase());
            let has = memmem::find(lower.as_bytes(), word.as_bytes()).is_some();
            self.words.borrow_mut().push((word, has));
            has
        })
    }

    /// Whether the text has letters of full width; see [`is_wide`].
    pub(crate) fn is_wide(&self, text: &str) -> bool {
        let wide = self.wide.get().unwrap_or_else(|| is_wide(text));
        self.wide.set(Some(wide));
        wide
    }
}

/// Whether a text has letters of full width, which hide words from a plain search.
pub(crate) fn is_wide(text: &str) -> bool {
    // Most texts have no character that begins with this byte.
    memchr::memchr(0xef, text.as_bytes())
        .is_some_and(|first| text.as_bytes()[first..].windows(3).any(|c| c == "ｌ".as_bytes()))
}

/// Letters, the commonest of English first.
const COMMONEST: &[u8] = b" etaoinsrhldcumfpgwybv";

/// Whether a text has a word in whatever case, as part of another one or alone.
pub(crate) fn has_word(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let Some(last) = text.len().checked_sub(word.len()) else { return false };
    // The letter that texts have least of is looked for.
    let rarity = |letter: &u8| COMMONEST.iter().position(|common| letter.eq_ignore_ascii_case(common));
    let rarest = word.iter().enumerate().max_by_key(|(_, letter)| rarity(letter).unwrap_or(COMMONEST.len()));
    let Some((place, rare)) = rarest else { return true };
    memchr::memchr2_iter(rare.to_ascii_lowercase(), rare.to_ascii_uppercase(), &text[place..=last + place])
        .any(|at| text[at..at + word.len()].eq_ignore_ascii_case(word))
}
