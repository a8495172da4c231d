//! Patterns of paths, matched in one pass over the path, whatever the pattern: a hostile one costs no more than another.

use std::collections::BTreeMap;

/// A piece of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece {
    Char(char),
    /// One character inside a folder.
    Any,
    /// Any characters inside a folder.
    Star,
    /// Any characters.
    Stars,
    /// Nothing, or anything up to a `/`.
    Folders,
}

/// Positions of a pattern in a set of bits, 64 in a word.
type Bits = Vec<u64>;

/// A pattern as an automaton.
///
/// A position stands between two characters of the pattern. All positions that a path can have reached are kept at once, as bits, so
/// nothing is ever tried twice.
#[derive(Debug, Clone)]
pub(crate) struct PathPattern {
    /// By character: the positions before it.
    before: BTreeMap<char, Bits>,
    /// Positions before [`Piece::Any`].
    before_any: Bits,
    at_star: Bits,
    at_stars: Bits,
    at_folders: Bits,
    /// The last position.
    last: usize,
}

impl PathPattern {
    pub(crate) fn new(pieces: &[Piece]) -> Self {
        let words = pieces.len() / 64 + 1;
        let none = || vec![0; words];
        let mut pattern = Self {
            before: BTreeMap::new(),
            before_any: none(),
            at_star: none(),
            at_stars: none(),
            at_folders: none(),
            last: 0,
        };
        for piece in pieces {
            let (bits, is_character) = match piece {
                Piece::Char(c) => (pattern.before.entry(*c).or_insert_with(none), true),
                Piece::Any => (&mut pattern.before_any, true),
                Piece::Star => (&mut pattern.at_star, false),
                Piece::Stars => (&mut pattern.at_stars, false),
                Piece::Folders => (&mut pattern.at_folders, false),
            };
            set(bits, pattern.last);
            pattern.last += usize::from(is_character);
        }
        pattern
    }

    /// What one character of a path costs at most, in steps of one size.
    pub(crate) const fn cost(&self) -> usize {
        self.at_star.len()
    }

    /// Whether it fits a whole path.
    pub(crate) fn fits(&self, path: &str) -> bool {
        self.matches(path, false)
    }

    /// Whether it fits a path, or a folder above it.
    pub(crate) fn fits_above(&self, path: &str) -> bool {
        self.matches(path, true)
    }

    fn matches(&self, path: &str, or_above: bool) -> bool {
        let words = self.at_star.len();
        let mut reached: Bits = vec![0; words];
        set(&mut reached, 0);
        // Positions at `Folders` that were reached: the path may come back to them behind any `/`.
        let mut waiting: Bits = reached.iter().zip(&self.at_folders).map(|(reached, at)| reached & at).collect();
        for (number, c) in path.chars().enumerate() {
            let is_slash = c == '/';
            if is_slash && or_above && has(&reached, self.last) {
                return true;
            }
            let inside = if is_slash { 0 } else { u64::MAX };
            let before = self.before.get(&c);
            let (mut carry, mut any) = (0, 0);
            // No position lies further on than the path is long.
            for word in 0..words.min(number / 64 + 2) {
                let step = before.map_or(0, |before| before[word]) | self.before_any[word] & inside;
                let stay = self.at_stars[word] | self.at_star[word] & inside;
                let moved = reached[word] & step;
                reached[word] = moved << 1 | carry | reached[word] & stay | waiting[word] & !inside;
                carry = moved >> 63;
                waiting[word] |= reached[word] & self.at_folders[word];
                any |= reached[word] | waiting[word];
            }
            if any == 0 {
                return false;
            }
        }
        has(&reached, self.last)
    }
}

fn set(bits: &mut Bits, position: usize) {
    bits[position / 64] |= 1 << (position % 64);
}

fn has(bits: &Bits, position: usize) -> bool {
    bits[position / 64] >> (position % 64) & 1 == 1
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::{PathPattern, Piece};
    use regex::Regex;

    #[test]
    fn the_same_as_a_regular_expression_says() {
        const PIECES: [(Piece, &str); 7] = [
            (Piece::Char('a'), "a"),
            (Piece::Char('/'), "/"),
            (Piece::Char('é'), "é"),
            (Piece::Any, "[^/]"),
            (Piece::Star, "[^/]*"),
            (Piece::Stars, ".*"),
            (Piece::Folders, "(.*/)?"),
        ];
        const PATH: [&str; 5] = ["a", "b", "/", "aa", "é"];
        arbtest::arbtest(|random| {
            let (mut pieces, mut written) = (Vec::new(), String::new());
            for _ in 0..random.int_in_range(0..=90)? {
                let (piece, regex) = *random.choose(&PIECES)?;
                // No reader of patterns makes two of these in a row, of which the first has to be gone through first.
                if piece == Piece::Folders && matches!(pieces.last(), Some(Piece::Star | Piece::Stars)) {
                    continue;
                }
                pieces.push(piece);
                written.push_str(regex);
            }
            let mut path = String::new();
            for _ in 0..random.int_in_range(0..=30)? {
                path.push_str(random.choose(&PATH)?);
            }
            let pattern = PathPattern::new(&pieces);
            let is_match = |end: &str| Regex::new(&format!("^{written}{end}$")).unwrap().is_match(&path);
            assert_eq!(pattern.fits(&path), is_match(""), "{written} {path}");
            assert_eq!(pattern.fits_above(&path), is_match("(/.*)?"), "{written} {path}");
            Ok(())
        });
    }
}
