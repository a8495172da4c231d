//! Phrases by the letters with which they end, so that of many only the few that may end at a word are compared with it.

use super::filter::{Filter, start_of_last};

/// Groups of phrases by the last two bytes of their last word and the last byte of the word before it.
const GROUPS: usize = 256;

/// `N` phrases, looked up by the words with which they end.
pub(crate) struct Endings<const N: usize> {
    phrases: &'static [&'static str],
    /// The last words of the phrases that end with a whole word.
    whole: Filter,
    /// The last words of those that end with `*`, which have a group of their own.
    stems: Filter,
    /// Places of phrases, group by group.
    order: [u16; N],
    /// Where each group starts in `order`, and the end of the last.
    starts: [u16; GROUPS + 2],
}

impl<const N: usize> Endings<N> {
    /// Sorts phrases into groups.
    #[expect(clippy::cast_possible_truncation, reason = "some hundred phrases")]
    pub(crate) const fn new(phrases: &'static [&'static str]) -> Self {
        // Counts the phrases of each group, adds up, and puts each in its place.
        let (mut order, mut starts, mut groups) = ([0; N], [0; GROUPS + 2], [0; N]);
        let mut at = 0;
        while at < phrases.len() {
            groups[at] = group_of_phrase(phrases[at].as_bytes());
            starts[groups[at] + 1] += 1;
            at += 1;
        }
        let mut group = 0;
        while group <= GROUPS {
            starts[group + 1] += starts[group];
            group += 1;
        }
        let mut next = starts;
        at = 0;
        while at < phrases.len() {
            order[next[groups[at]] as usize] = at as u16;
            next[groups[at]] += 1;
            at += 1;
        }
        let (whole, stems) = Filter::last_words(phrases);
        Self { phrases, whole, stems, order, starts }
    }

    /// The phrases that may end with a word after another one, in no order; some may come twice.
    pub(crate) fn that_may_end_with(&self, before: &str, word: &str) -> impl Iterator<Item = &'static str> {
        let (word, before) = (word.as_bytes(), before.as_bytes());
        // A phrase of one word, or whose last word but one is open, has nothing before its last word.
        let groups = [group(word, before.last().copied()), group(word, None), GROUPS];
        let asked = [self.whole.may_be_last(word), self.whole.may_be_last(word), self.stems.may_begin_with(word)];
        groups.into_iter().zip(asked).filter(|(_, asked)| *asked).flat_map(|(group, _)| {
            let (from, to) = (self.starts[group], self.starts[group + 1]);
            self.order[usize::from(from)..usize::from(to)].iter().map(|at| self.phrases[usize::from(*at)])
        })
    }
}

const fn group_of_phrase(phrase: &[u8]) -> usize {
    if phrase[phrase.len() - 1] == b'*' {
        return GROUPS;
    }
    let start = start_of_last(phrase);
    let before = if start < 2 || phrase[start - 2] == b'*' { None } else { Some(phrase[start - 2]) };
    let (_, word) = phrase.split_at(start);
    group(word, before)
}

/// The group of a word after another one, of which the last byte counts.
const fn group(word: &[u8], before: Option<u8>) -> usize {
    let length = word.len();
    let last = if length > 0 { word[length - 1] } else { 0 };
    let next = if length > 1 { word[length - 2] } else { 0 };
    let before = match before {
        Some(byte) => byte as usize,
        None => 0,
    };
    (last as usize * 5 + next as usize * 31 + before * 57) % GROUPS
}

#[cfg(test)]
mod tests {
    use super::Endings;

    #[test]
    fn a_phrase_is_found_by_its_last_word() {
        const PHRASES: &[&str] = &["fine tuned from", "a", "based on", "tun*", "made of a", "tun* of", "von"];
        let endings = Endings::<7>::new(PHRASES);
        let ending = |before, word| {
            let mut found: Vec<&str> = endings
                .that_may_end_with(before, word)
                .filter(|phrase| phrase.rsplit(' ').next() == Some(word))
                .collect();
            found.sort_unstable();
            found.dedup();
            found
        };
        assert_eq!(ending("tuned", "from"), ["fine tuned from"]);
        assert_eq!(ending("of", "a"), ["a", "made of a"]);
        assert_eq!(ending("", "a"), ["a"]);
        assert_eq!(ending("based", "on"), ["based on"]);
        assert_eq!(ending("tuning", "of"), ["tun* of"]);
        assert!(endings.that_may_end_with("instruction", "tuned").any(|phrase| phrase == "tun*"));
        assert_eq!(endings.that_may_end_with("the", "model").next(), None);
    }
}
