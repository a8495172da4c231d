//! Finds words in a text, whatever their case, and remembers the answers.

use std::cell::{Cell, RefCell};

/// Remembers which words one text has. All calls must give the same text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct WordCache {
    words: RefCell<Vec<(&'static str, bool)>>,
    wide: Cell<Option<bool>>,
}

impl WordCache {
    /// Whether the text has a word; see [`position`].
    pub(crate) fn has(&self, text: &str, word: &'static str) -> bool {
        let known = self.words.borrow().iter().find(|(asked, _)| *asked == word).map(|(_, has)| *has);
        known.unwrap_or_else(|| {
            let has = position(text, 0, word).is_some();
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

/// Where a word is in a text in whatever case, as part of another one or alone.
pub(crate) fn position(text: &str, from: usize, word: &str) -> Option<usize> {
    // Most places are ruled out by looking for its rarest letter.
    const COMMON: &[u8] = b"etaoinsrhldcumfpgwybvkxjqz";
    let rank = |byte: u8| COMMON.iter().position(|common| *common == byte.to_ascii_lowercase());
    let (offset, rare) = word.bytes().enumerate().max_by_key(|(_, byte)| rank(*byte))?;
    let rest = text.as_bytes().get(from..)?;
    let starts = memchr::memchr2_iter(rare.to_ascii_lowercase(), rare.to_ascii_uppercase(), rest);
    let is_word =
        |at: &usize| rest.get(*at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word.as_bytes()));
    starts.filter_map(|at| at.checked_sub(offset)).find(is_word).map(|at| from + at)
}
