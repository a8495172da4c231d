//! Patterns of paths, matched by automata that take one step for each byte of a path.
//!
//! An automaton is built whole before it is used. A pattern whose automaton would be too large is refused, so no pattern takes more time
//! than another.

use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input};

/// Most bytes of an automaton, and of what is needed to build it; chosen. Patterns of 75 characters with six stars fit.
const MOST_BYTES: usize = 64 << 10;

/// A part of a pattern, and what it fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// This character.
    Literal(char),
    /// Any character but `/`.
    OneCharacter,
    /// Any characters but `/`, or none.
    InsideFolder,
    /// Any characters, or none.
    Anything,
    /// Any folders, each with its `/`, or none.
    Folders,
    /// All that is in a folder, or the folder itself.
    FolderContent,
}

impl Part {
    fn add_to(self, expression: &mut String) {
        expression.push_str(match self {
            Self::OneCharacter => "(?u:[^/])",
            Self::InsideFolder => "[^/]*",
            Self::Anything => ".*",
            Self::Folders => "(?:.*/)?",
            Self::FolderContent => "(?:/.*)?",
            Self::Literal(character) => {
                if character.is_ascii_punctuation() && !matches!(character, '<' | '>') {
                    expression.push('\\');
                }
                return expression.push(character);
            }
        });
    }
}

/// A pattern of paths.
#[derive(Debug, Clone)]
pub(crate) struct PathPattern(dense::DFA<Vec<u32>>);

impl PathPattern {
    /// A pattern that fits a path if its parts fit all of it, one after the other. Nothing where its automaton would be too large.
    pub(crate) fn new(mut parts: Vec<Part>) -> Option<Self> {
        // What fits as many folders as it likes does so once.
        parts
            .dedup_by(|next, part| next == part && matches!(next, Part::Folders | Part::Anything | Part::InsideFolder));
        let mut expression = String::from("^");
        for part in &parts {
            part.add_to(&mut expression);
        }
        expression.push('$');
        let limits = dense::Config::new().dfa_size_limit(Some(MOST_BYTES)).determinize_size_limit(Some(MOST_BYTES));
        dense::Builder::new()
            .configure(limits.start_kind(StartKind::Anchored))
            .thompson(thompson::Config::new().utf8(false).nfa_size_limit(Some(MOST_BYTES)))
            .syntax(syntax::Config::new().unicode(false).utf8(false).dot_matches_new_line(true))
            .build(&expression)
            .ok()
            .map(Self)
    }

    /// Whether it fits a path.
    pub(crate) fn is_match(&self, path: &str) -> bool {
        let path = Input::new(path).anchored(Anchored::Yes).earliest(true);
        self.0.try_search_fwd(&path).is_ok_and(|found| found.is_some())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::{Part, PathPattern};

    #[test]
    fn every_character_stands_for_itself() {
        for character in ('\0'..='\u{17f}').chain(['\u{2028}', '\u{1f999}']) {
            let pattern = PathPattern::new(vec![Part::Literal(character)]).unwrap();
            assert!(pattern.is_match(character.encode_utf8(&mut [0; 4])), "{character:?}");
            assert!(!pattern.is_match("aa") && !pattern.is_match(""), "{character:?}");
            let one = PathPattern::new(vec![Part::OneCharacter]).unwrap();
            assert_eq!(one.is_match(character.encode_utf8(&mut [0; 4])), character != '/', "{character:?}");
        }
    }

    #[test]
    fn a_pattern_is_small_or_refused() {
        let size =
            |parts: &[Part], times| PathPattern::new(parts.repeat(times)).map(|pattern| pattern.0.memory_usage());
        let (a, b) = (Part::Literal('a'), Part::Literal('b'));
        let long_name = "a-long-name_of.a-folder/".chars().map(Part::Literal);
        let ordinary: Vec<Part> = [Part::Folders].into_iter().chain(long_name).chain([Part::Anything]).collect();
        assert!(size(&ordinary, 3).is_some());
        assert_eq!(size(&[Part::Folders], 1_500), size(&[Part::Folders], 1));
        assert!(size(&[Part::Anything, a], 20).is_some());
        for (parts, times) in [(&[Part::Folders, a][..], 4_000), (&[Part::Anything, a, b], 5_000), (&[a], 16_000)] {
            assert_eq!(size(parts, times), None);
        }
        // Each `?` behind a star doubles the automaton.
        assert_eq!(PathPattern::new([&[Part::Anything, a][..], &[Part::OneCharacter; 60]].concat()).map(|_| ()), None);
    }
}
