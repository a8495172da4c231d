//! Patterns of paths, matched in one pass over the path, whatever the pattern: a hostile one costs no more than another.

use std::collections::BTreeMap;

/// Positions of a pattern in a set of bits, 64 in a word.
type Bits = Vec<u64>;

/// A pattern of paths: `?` is one character and `*` are any inside one folder, `**` are any; a folder means all that is in it.
///
/// A position stands between two characters of the pattern. All positions that a path can have reached are kept at once, as bits, so
/// nothing is ever tried twice.
#[derive(Debug, Clone)]
pub(super) struct PathPattern {
    written: String,
    /// What every path that matches begins with.
    start: String,
    /// By character: the positions before it.
    before: BTreeMap<char, Bits>,
    /// Positions before `?`.
    before_any: Bits,
    /// Positions at `*`.
    at_star: Bits,
    /// Positions at `**` that no `/` follows.
    at_stars: Bits,
    /// Positions at `**/`, which is nothing, or anything up to a `/`.
    at_folders: Bits,
    /// The last position.
    last: usize,
}

impl PathPattern {
    pub(super) fn new(written: &str) -> Self {
        let text = written.trim_start_matches("./").trim_end_matches('/');
        let words = text.len() / 64 + 1;
        let none = || vec![0; words];
        let mut pattern = Self {
            written: written.to_owned(),
            start: text.chars().take_while(|c| !matches!(c, '*' | '?')).collect(),
            before: BTreeMap::new(),
            before_any: none(),
            at_star: none(),
            at_stars: none(),
            at_folders: none(),
            last: 0,
        };
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            match c {
                '*' if rest.next_if_eq(&'*').is_none() => set(&mut pattern.at_star, pattern.last),
                '*' => {
                    while rest.next_if_eq(&'*').is_some() {}
                    let is_folders = rest.next_if_eq(&'/').is_some();
                    set(if is_folders { &mut pattern.at_folders } else { &mut pattern.at_stars }, pattern.last);
                }
                '?' => {
                    set(&mut pattern.before_any, pattern.last);
                    pattern.last += 1;
                }
                _ => {
                    set(pattern.before.entry(c).or_insert_with(none), pattern.last);
                    pattern.last += 1;
                }
            }
        }
        pattern
    }

    /// The pattern as the configuration has it.
    pub(super) fn as_str(&self) -> &str {
        &self.written
    }

    pub(super) fn is_match(&self, path: &str) -> bool {
        if !path.starts_with(&self.start) {
            return false;
        }
        let words = self.at_star.len();
        let mut reached: Bits = vec![0; words];
        set(&mut reached, 0);
        // Positions at `**/` that were reached: the path may come back to them behind any `/`.
        let mut waiting: Bits = reached.iter().zip(&self.at_folders).map(|(reached, at)| reached & at).collect();
        for (number, c) in path.chars().enumerate() {
            let is_slash = c == '/';
            if is_slash && has(&reached, self.last) {
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
    use super::PathPattern;
    use regex::Regex;

    fn matches(pattern: &str, path: &str) -> bool {
        PathPattern::new(pattern).is_match(path)
    }

    #[test]
    fn stars_stay_in_a_folder_or_do_not() {
        for (pattern, path) in [
            ("third_party", "third_party/a/README.md"),
            ("./third_party/", "third_party"),
            ("**/fixtures/*", "fixtures/a"),
            ("**/fixtures/*", "a/b/fixtures/c/d"),
            ("a/**/b", "a/b"),
            ("a/**/b", "a/x/y/b/c"),
            ("a/**", "a/x/y"),
            ("?.md", "é.md"),
            ("**", "any/thing"),
            ("[a]{b}", "[a]{b}"),
        ] {
            assert!(matches(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("third_party", "third_party2/README.md"),
            ("third_party", "a/third_party"),
            ("*/README.md", "a/b/README.md"),
            ("**/fixtures/*", "a/fixtures"),
            ("a/**/b", "a/xb"),
            ("a?b", "a/b"),
            ("", "a"),
        ] {
            assert!(!matches(pattern, path), "{pattern} {path}");
        }
    }

    #[test]
    fn the_same_as_a_regular_expression_says() {
        const PIECES: [&str; 9] = ["a", "b", "/", "?", "*", "**/", "/**", "aa", "é"];
        const PATH: [&str; 5] = ["a", "b", "/", "aa", "é"];
        arbtest::arbtest(|random| {
            let mut pattern = String::new();
            for _ in 0..random.int_in_range(0..=90)? {
                pattern.push_str(random.choose(&PIECES)?);
            }
            // Three stars in a row are two.
            while pattern.contains("***") {
                pattern = pattern.replace("***", "**");
            }
            let mut path = String::new();
            for _ in 0..random.int_in_range(0..=30)? {
                path.push_str(random.choose(&PATH)?);
            }
            let trimmed = regex::escape(pattern.trim_end_matches('/'));
            let translated = trimmed.replace(r"\*\*/", "(.*/)?").replace(r"\*\*", ".*").replace(r"\*", "[^/]*");
            let regex = Regex::new(&format!("^{}(/.*)?$", translated.replace(r"\?", "[^/]"))).unwrap();
            assert_eq!(matches(&pattern, &path), regex.is_match(&path), "{pattern} {path}");
            Ok(())
        });
    }

    #[test]
    fn a_hostile_pattern_costs_no_more_than_another() {
        let path = "a".repeat(200);
        for pattern in ["**/".repeat(5_000), "**/a".repeat(4_000), "**a".repeat(5_000), "*a?".repeat(5_000)] {
            assert!(!matches(&(pattern + "b"), &path));
        }
    }
}
