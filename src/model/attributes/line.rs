//! The lines of files of attributes, as far as they speak of the two attributes that change files.

use super::pattern::Pattern;
use crate::source::Source;
use std::collections::BTreeMap;

/// Most macros inside each other; chosen.
const MOST_DEPTH: usize = 8;
/// Most words that the macros of one line unfold to; chosen.
const MOST_WORDS: usize = 1_000;

const ENCODING: &str = "working-tree-encoding";
const FILTER: &str = "filter";

/// An attribute that changes files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Encoding,
    Filter,
}

/// What one line says of one attribute.
#[derive(Debug, Clone)]
pub(super) struct Effect {
    pub(super) kind: Kind,
    /// The attribute as it is written, where it changes files; nothing where the line takes such a change back.
    pub(super) rewrites: Option<String>,
    /// Whether the line sends files to Git LFS.
    pub(super) is_lfs: bool,
}

/// A line that says something of them.
pub(super) struct Line<'s> {
    pub(super) source: &'s Source,
    /// Its first byte.
    pub(super) at: usize,
    /// Nothing where its quotes hold escapes or are not closed.
    pattern: Option<&'s str>,
    pub(super) effects: Vec<Effect>,
}

/// Names for lists of attributes. One that is defined twice means all that either definition says.
pub(super) struct Macros<'s>(BTreeMap<&'s str, Vec<&'s str>>);

/// Whether a text may have an attribute that changes files, other than `filter=lfs`.
pub(super) fn may_rewrite(text: &str) -> bool {
    let is_lfs = |at: usize| {
        let value = text[at..].strip_prefix("filter=lfs");
        value.is_some_and(|rest| rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_whitespace()))
    };
    text.contains(ENCODING) || text.match_indices("filter=").any(|(at, _)| !is_lfs(at))
}

/// The lines of a source that say something of an attribute that changes files.
pub(super) fn lines<'s>(source: &'s Source, macros: &Macros<'_>) -> Vec<Line<'s>> {
    let line = |(at, line): (usize, &'s str)| {
        if line.is_empty() || line.starts_with('#') || line.starts_with("[attr]") {
            return None;
        }
        let (pattern, rest) = pattern_of(line);
        let mut effects = Vec::new();
        let mut left = MOST_WORDS;
        for word in rest.split_ascii_whitespace() {
            macros.add_effects(word, MOST_DEPTH, &mut left, &mut effects);
        }
        (!effects.is_empty()).then_some(Line { source, at, pattern, effects })
    };
    trimmed_lines(&source.text).filter_map(line).collect()
}

impl Line<'_> {
    pub(super) fn pattern(&self) -> Pattern<'_> {
        let folder = self.source.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        Pattern::read(folder, self.pattern)
    }
}

/// The lines of a text with their first bytes; for Git, `\n` alone ends a line.
fn trimmed_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split('\n').scan(0, |next, line| {
        let at = *next;
        *next += line.len() + 1;
        Some((at, line.trim_ascii()))
    })
}

/// The pattern at the start of a line, and the rest.
fn pattern_of(line: &str) -> (Option<&str>, &str) {
    let Some(quoted) = line.strip_prefix('"') else {
        let (pattern, rest) = line.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((line, ""));
        return (Some(pattern), rest);
    };
    let mut is_escaped = false;
    let end = quoted.find(|c| {
        let ends = c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    });
    let Some(end) = end else { return (None, quoted) };
    (Some(&quoted[..end]).filter(|pattern| !pattern.contains('\\')), &quoted[end + 1..])
}

impl<'s> Macros<'s> {
    pub(super) fn read(sources: &'s [Source]) -> Self {
        let mut macros: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (_, line) in sources.iter().flat_map(|source| trimmed_lines(&source.text)) {
            let Some(definition) = line.strip_prefix("[attr]") else { continue };
            let mut words = definition.split_ascii_whitespace();
            if let Some(name) = words.next() {
                macros.entry(name).or_default().extend(words);
            }
        }
        Self(macros)
    }

    /// Adds what one word of a line says, macros followed. Of one line, what rewrites counts more than what takes back.
    fn add_effects(&self, word: &str, depth: usize, left: &mut usize, effects: &mut Vec<Effect>) {
        let Some(less) = left.checked_sub(1) else { return };
        *left = less;
        let bare = word.trim_start_matches(['-', '!']);
        let (name, value) = bare.split_once('=').unwrap_or((bare, ""));
        let (kind, harmless) = match name {
            ENCODING => (Kind::Encoding, ["utf-8", "utf8"].as_slice()),
            FILTER => (Kind::Filter, ["lfs"].as_slice()),
            _ => {
                if word == name && depth > 0 {
                    for word in self.0.get(name).into_iter().flatten() {
                        self.add_effects(word, depth - 1, left, effects);
                    }
                }
                return;
            }
        };
        let value = value.to_ascii_lowercase();
        let is_harmless = value.is_empty() || harmless.contains(&value.as_str());
        let rewrites = (!is_harmless).then(|| word.to_owned());
        let is_lfs = kind == Kind::Filter && value == "lfs";
        match effects.iter_mut().find(|effect| effect.kind == kind) {
            Some(effect) => {
                effect.rewrites = effect.rewrites.take().or(rewrites);
                effect.is_lfs |= is_lfs;
            }
            None => effects.push(Effect { kind, rewrites, is_lfs }),
        }
    }
}
