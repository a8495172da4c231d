//! Tells most words off before a list of phrases is looked through: sets of the letters with which their words begin or end.

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

    /// The last words of phrases: their ends, and of those that end with `*` their beginnings, which is why both are asked for.
    pub(crate) const fn last_words(phrases: &[&str]) -> Self {
        let mut set = Self([0; BITS / 64]);
        let mut at = 0;
        while at < phrases.len() {
            let phrase = phrases[at].as_bytes();
            let mut start = phrase.len();
            while start > 0 && phrase[start - 1] != b' ' {
                start -= 1;
            }
            if !phrase.is_empty() && phrase[phrase.len() - 1] == b'*' {
                set.add_start(phrase, start, phrase.len());
            } else {
                set.add(end_of(phrase, start));
            }
            at += 1;
        }
        set
    }

    /// Whether a phrase may begin with a word.
    pub(crate) fn may_begin(&self, word: &str) -> bool {
        let word = word.as_bytes();
        self.holds(key(at(word, 0, word.len()), at(word, 1, word.len()), at(word, 2, word.len())))
    }

    /// Whether a phrase may end with a word.
    pub(crate) fn may_end(&self, word: &str) -> bool {
        self.holds(end_of(word.as_bytes(), 0)) || self.may_begin(word)
    }

    const fn add_start(&mut self, phrase: &[u8], start: usize, end: usize) {
        let (first, second, third) = (at(phrase, start, end), at(phrase, start + 1, end), at(phrase, start + 2, end));
        let mut any = 0u16;
        // What stands at and behind a star may be anything.
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

    const fn holds(&self, key: usize) -> bool {
        self.0[key / 64] >> (key % 64) & 1 == 1
    }
}

/// The last three bytes of a word that starts at `start`.
const fn end_of(word: &[u8], start: usize) -> usize {
    let length = word.len() - start;
    let one = if length > 0 { word[word.len() - 1] } else { 0 };
    let two = if length > 1 { word[word.len() - 2] } else { 0 };
    let three = if length > 2 { word[word.len() - 3] } else { 0 };
    key(three, two, one)
}

/// A byte of a word that ends before `end`, zero behind it.
const fn at(word: &[u8], index: usize, end: usize) -> u8 {
    if index < end { word[index] } else { 0 }
}

const fn key(first: u8, second: u8, third: u8) -> usize {
    (first as usize * 1_089 + second as usize * 33 + third as usize) % BITS
}

#[cfg(test)]
mod tests {
    use super::Filter;

    #[test]
    fn a_word_of_a_phrase_is_never_told_off() {
        let phrases = ["fine tuned from", "a", "tun*", "b* on", "ab*", "は", "basado en", "von"];
        let (first, last) = (Filter::first_words(&phrases), Filter::last_words(&phrases));
        for word in ["fine", "a", "tun", "tuned", "tunable", "b", "bx", "bxyz", "ab", "abc", "は", "basado", "von"] {
            assert!(first.may_begin(word), "{word}");
        }
        for word in ["from", "a", "tun", "tuned", "on", "ab", "abcd", "は", "en", "von"] {
            assert!(last.may_end(word), "{word}");
        }
        // A single letter before a star lets nearly every word pass.
        let few = ["fine tuned from", "tun*", "basado en"];
        let (first, last) = (Filter::first_words(&few), Filter::last_words(&few));
        let words = ["the", "model", "is", "data", "results", "language", "with", "", "z"];
        assert!(words.iter().filter(|word| first.may_begin(word)).count() < 3);
        assert!(words.iter().filter(|word| last.may_end(word)).count() < 3);
    }
}
