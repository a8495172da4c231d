//! Sets of the letters with which the words of phrases begin or end. Most words of a card are in none, and are not compared with
//! the phrases at all.

/// Bits of a set.
const BITS: usize = 4_096;

/// A set of the first, or the last, three bytes of words. It may hold a word that is in no phrase, never lacks one that is.
pub(crate) struct Filter([u64; BITS / 64]);

impl Filter {
    /// The first words of phrases. `tun*` stands for any word that starts so.
    pub(crate) const fn first_words(phrases: &[&str]) -> Self {
        let mut set = Self([0; BITS / 64]);
        let mut at = 0;
        while at < phrases.len() {
            let phrase = phrases[at].as_bytes();
            let mut end = 0;
            while end < phrase.len() && phrase[end] != b' ' {
                end += 1;
            }
            set.add_start(phrase, 0, end);
            at += 1;
        }
        set
    }

    /// The last words of phrases: the whole ones by their ends, and those that end with `*` by their beginnings.
    pub(crate) const fn last_words(phrases: &[&str]) -> (Self, Self) {
        let (mut whole, mut stems) = (Self([0; BITS / 64]), Self([0; BITS / 64]));
        let mut at = 0;
        while at < phrases.len() {
            let phrase = phrases[at].as_bytes();
            let (start, end) = (start_of_last(phrase), phrase.len());
            if phrase[end - 1] == b'*' {
                stems.add_start(phrase, start, end);
            } else {
                whole.add(end_of(phrase, start, end));
            }
            at += 1;
        }
        (whole, stems)
    }

    /// How the words begin, and how they end, of which each phrase in ASCII has the rarest: its longest, the last of several, and
    /// one that is not common where it has one.
    pub(crate) const fn rarest_words(phrases: &[&str], common: &[&str]) -> [Self; 2] {
        let (mut starts, mut ends) = (Self([0; BITS / 64]), Self([0; BITS / 64]));
        let mut at = 0;
        while at < phrases.len() {
            let phrase = phrases[at].as_bytes();
            if phrases[at].is_ascii() {
                let (start, end) = rarest_word(phrase, common);
                starts.add_start(phrase, start, end);
                ends.add(end_of(phrase, start, end));
            }
            at += 1;
        }
        [starts, ends]
    }

    /// What is in this set or in the other.
    pub(crate) const fn and(mut self, other: &Self) -> Self {
        let mut at = 0;
        while at < self.0.len() {
            self.0[at] |= other.0[at];
            at += 1;
        }
        self
    }

    /// [`Filter::may_begin`] for a word of ASCII letters in any case.
    pub(crate) fn may_begin_ignoring_case(&self, word: &[u8]) -> bool {
        let letter = |index: usize| word.get(index).map_or(0, |byte| byte | 0x20);
        self.contains(key(letter(0), letter(1), letter(2)))
    }

    /// Whether the set holds the end of a word of ASCII letters in any case.
    pub(crate) fn may_end_ignoring_case(&self, word: &[u8]) -> bool {
        let letter = |back: usize| word.len().checked_sub(back).map_or(0, |index| word[index] | 0x20);
        self.contains(key(letter(3), letter(2), letter(1)))
    }

    /// Whether a phrase may begin with a word.
    pub(crate) fn may_begin(&self, word: &str) -> bool {
        self.may_begin_with(word.as_bytes())
    }

    /// The same for a word in bytes.
    pub(crate) fn may_begin_with(&self, word: &[u8]) -> bool {
        self.contains(key(byte_at(word, 0, word.len()), byte_at(word, 1, word.len()), byte_at(word, 2, word.len())))
    }

    /// Whether a word may be one of those that were added by their ends.
    pub(crate) fn may_be_last(&self, word: &[u8]) -> bool {
        self.contains(end_of(word, 0, word.len()))
    }

    const fn add_start(&mut self, phrase: &[u8], start: usize, end: usize) {
        let (first, second, third) =
            (byte_at(phrase, start, end), byte_at(phrase, start + 1, end), byte_at(phrase, start + 2, end));
        let mut any = 0u16;
        // A star and all after it may be anything.
        while any <= 255 {
            let byte = any.to_le_bytes()[0];
            if first == b'*' {
                self.0 = [u64::MAX; BITS / 64];
            } else if second == b'*' {
                let mut last = 0u16;
                while last <= 255 {
                    self.add(key(first, byte, last.to_le_bytes()[0]));
                    last += 1;
                }
            } else if third == b'*' {
                self.add(key(first, second, byte));
            } else {
                self.add(key(first, second, third));
                return;
            }
            any += 1;
        }
    }

    const fn add(&mut self, key: usize) {
        self.0[key / 64] |= 1 << (key % 64);
    }

    const fn contains(&self, key: usize) -> bool {
        self.0[key / 64] >> (key % 64) & 1 == 1
    }
}

/// Where the last word of a phrase starts.
pub(crate) const fn start_of_last(phrase: &[u8]) -> usize {
    let mut start = phrase.len();
    while start > 0 && phrase[start - 1] != b' ' {
        start -= 1;
    }
    start
}

/// The last three bytes of a word.
const fn end_of(word: &[u8], start: usize, end: usize) -> usize {
    let length = end - start;
    let one = if length > 0 { word[end - 1] } else { 0 };
    let two = if length > 1 { word[end - 2] } else { 0 };
    let three = if length > 2 { word[end - 3] } else { 0 };
    key(three, two, one)
}

/// Start and end of the rarest word of a phrase, see [`Filter::rarest_words`]; digits and points count nothing.
const fn rarest_word(phrase: &[u8], common: &[&str]) -> (usize, usize) {
    let (mut best, mut rank) = ((0, phrase.len()), 0);
    let (mut start, mut at) = (0, 0);
    while at <= phrase.len() {
        if at == phrase.len() || phrase[at] == b' ' {
            let mut worth = if phrase[start].is_ascii_alphabetic() { 1 + at - start } else { 0 };
            let mut word = 0;
            while word < common.len() {
                if is_word_at(phrase, start, at, common[word].as_bytes()) {
                    worth = 1;
                }
                word += 1;
            }
            // Whatever is not common is worth more than what is.
            if worth >= rank && worth > 0 {
                (best, rank) = ((start, at), worth);
            }
            start = at + 1;
        }
        at += 1;
    }
    best
}

const fn is_word_at(phrase: &[u8], start: usize, end: usize, word: &[u8]) -> bool {
    let mut at = 0;
    while at < word.len() && start + at < end && phrase[start + at] == word[at] {
        at += 1;
    }
    at == word.len() && end - start == at
}

/// A byte of a word that ends before `end`, zero after it.
const fn byte_at(word: &[u8], index: usize, end: usize) -> u8 {
    if index < end { word[index] } else { 0 }
}

const fn key(first: u8, second: u8, third: u8) -> usize {
    (first as usize * 1_089 + second as usize * 33 + third as usize) % BITS
}

#[cfg(test)]
mod tests {
    use super::Filter;

    #[test]
    fn a_word_of_a_phrase_always_passes() {
        let phrases = ["fine tuned from", "a", "tun*", "b* on", "ab*", "は", "basado en", "von"];
        let first = Filter::first_words(&phrases);
        for word in ["fine", "a", "tun", "tuned", "tunable", "b", "bx", "bxyz", "ab", "abc", "は", "basado", "von"] {
            assert!(first.may_begin(word), "{word}");
        }
        let (whole, stems) = Filter::last_words(&phrases);
        for word in ["from", "a", "on", "は", "en", "von"] {
            assert!(whole.may_be_last(word.as_bytes()), "{word}");
        }
        for word in ["tun", "tuned", "ab", "abcd"] {
            assert!(stems.may_begin(word), "{word}");
        }
        // A single letter before a star lets nearly every word pass.
        let few = ["fine tuned from", "tun*", "basado en"];
        let (first, (whole, _)) = (Filter::first_words(&few), Filter::last_words(&few));
        let words = ["the", "model", "is", "data", "results", "language", "with", "", "z"];
        assert!(words.iter().filter(|word| first.may_begin(word)).count() < 3);
        assert!(words.iter().filter(|word| whole.may_be_last(word.as_bytes())).count() < 3);
    }

    #[test]
    fn a_phrase_is_known_by_its_longest_word_that_is_not_common() {
        let [starts, ends] = Filter::rarest_words(
            &["trained from scratch", "code llama", "base", "l 2 13 b"],
            &["trained", "code", "b"],
        );
        for word in ["Scratch", "LLAMA", "base", "l"] {
            assert!(
                starts.may_begin_ignoring_case(word.as_bytes()) && ends.may_end_ignoring_case(word.as_bytes()),
                "{word}"
            );
        }
        for word in ["trained", "from", "code", "b"] {
            assert!(
                !(starts.may_begin_ignoring_case(word.as_bytes()) && ends.may_end_ignoring_case(word.as_bytes())),
                "{word}"
            );
        }
    }
}
