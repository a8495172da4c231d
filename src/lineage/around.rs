//! The words around the name of a model: phrases of descent, comparisons, and what shows that weights are not meant.

use super::Strength;
use super::facts::Phrases;
use super::words::Words;

/// Reads the words around a name.
pub(crate) struct Around {
    pub(crate) phrases: &'static Phrases,
}

impl Around {
    /// The word behind a name that shows that something else than the weights is meant, in one of three kinds.
    pub(crate) fn not_weights(&self, words: &Words, end: usize) -> Option<&'static str> {
        for at in end..(end + 4).min(words.len()) {
            if ends_sentence(words.between(at - 1, at)) {
                return None;
            }
            let word = words.word(at);
            let hit = self.phrases.not_weights.iter().find(|not| {
                if word.is_ascii() {
                    **not == word
                } else {
                    !not.is_ascii() && word.starts_with(**not)
                        || word.contains(&format!("の{not}"))
                        || word.contains(&format!("的{not}"))
                }
            });
            if let Some(hit) = hit {
                return Some(kind_of(hit));
            }
            if !is_tail(word) {
                return None;
            }
        }
        None
    }

    /// A comparison stands before the name in its sentence.
    pub(crate) fn is_comparison(&self, words: &Words, start: usize) -> bool {
        let from = sentence_start(words, start, 14);
        (from..start).any(|at| self.phrases.comparisons.iter().any(|word| same(words.word(at), word)))
    }

    /// A phrase before the name, with at most six words between: what it says, and how much that weighs.
    pub(crate) fn before(&self, words: &Words, start: usize) -> Option<(&'static str, Strength)> {
        let from = sentence_start(words, start, 14);
        let side = &self.phrases.before;
        let ends = |end: usize, list: &[&'static str]| {
            list.iter().any(|phrase| words.ends_with(end, phrase).is_some_and(|at| at >= from))
        };
        let mut found = None;
        for end in (from..=start).rev().take(7) {
            if end < start && (self.breaks(words.word(end)) || self.is_thing(words.word(end))) {
                break;
            }
            if ends(end, side.parts) {
                return Some(("partial", Strength::Medium));
            }
            if ends(end, side.strong) {
                return Some(("prose", Strength::Strong));
            }
            if found.is_none() && ends(end, side.medium) {
                found = Some(("prose", Strength::Medium));
            }
        }
        if self.text_before(words, start) { Some(("prose", Strength::Strong)) } else { found }
    }

    /// Whether the sentence of a name speaks of this model ("this model is", "we fine-tune").
    pub(crate) fn is_own(&self, words: &Words, start: usize) -> bool {
        let from = sentence_start(words, start, 20);
        (from..start).any(|at| self.phrases.own.iter().any(|own| same(words.word(at), own)))
    }

    /// A phrase of a language without blanks before the name, in the same clause.
    fn text_before(&self, words: &Words, start: usize) -> bool {
        let Some(place) = words.spans.get(start).map(|span| span.start) else { return false };
        let from = words.lower.floor_char_boundary(place.saturating_sub(90));
        let clause =
            words.lower[from..place].rsplit(['。', '，', ',', '；', '\n', '：', '！']).next().unwrap_or_default();
        let hit = self.phrases.before.strong_text.iter().filter_map(|phrase| clause.rfind(phrase)).max();
        hit.is_some_and(|at| !self.phrases.not_weights.iter().any(|not| !not.is_ascii() && clause[at..].contains(not)))
    }

    /// A phrase of descent behind the name, with at most three words between.
    pub(crate) fn after(&self, words: &Words, end: usize) -> Option<(&'static str, Strength)> {
        let side = &self.phrases.after;
        for at in end..(end + 5).min(words.len()) {
            let gap = words.between(at - 1, at);
            if ends_sentence(gap) || gap.contains([',', ';', '|']) {
                break;
            }
            if side.strong.iter().any(|phrase| words.matches(at, phrase).is_some()) {
                return Some(("prose", Strength::Strong));
            }
            let word = words.word(at);
            if word.is_ascii() && (self.breaks(word) || self.is_thing(word)) {
                break;
            }
        }
        self.text_after(words, end).then_some(("prose", Strength::Strong))
    }

    /// A phrase of a language without blanks behind the name, before anything that is not the weights.
    fn text_after(&self, words: &Words, end: usize) -> bool {
        let Some(place) = words.spans.get(end - 1).map(|span| span.end) else { return false };
        let to = words.lower.floor_char_boundary(place + 60);
        let clause = words.lower[place..to].split(['。', '，', '、', '；', '\n', '！']).next().unwrap_or_default();
        let first = |list: &[&'static str]| {
            list.iter().filter(|text| !text.is_ascii()).filter_map(|text| clause.find(text)).min()
        };
        match (first(self.phrases.after.strong_text), first(self.phrases.not_weights)) {
            (Some(hit), Some(not)) => hit < not,
            (hit, None) => hit.is_some(),
            (None, _) => false,
        }
    }

    fn breaks(&self, word: &str) -> bool {
        self.phrases.breaks.contains(&word)
    }

    fn is_thing(&self, word: &str) -> bool {
        self.phrases.not_weights.contains(&word)
    }
}

/// Words that belong to the name of a model: sizes, formats, "model", "chat".
fn is_tail(word: &str) -> bool {
    const TAIL: [&str; 22] = [
        "b",
        "m",
        "hf",
        "chat",
        "model",
        "models",
        "base",
        "instruct",
        "series",
        "family",
        "s",
        "python",
        "pretrained",
        "large",
        "language",
        "llm",
        "fp",
        "bf",
        "ai",
        "transformer",
        "original",
        "k",
    ];
    TAIL.contains(&word) || word.starts_with(|c: char| c.is_ascii_digit())
}

fn kind_of(word: &str) -> &'static str {
    match word {
        "license" | "licence" | "licensed" | "community" => "license",
        _ if word.starts_with("archi") || word.starts_with("arqui") || word.starts_with("struct") => "architecture",
        "arch"
        | "tokenizer"
        | "tokenizers"
        | "アーキテクチャ"
        | "架构"
        | "架構"
        | "结构"
        | "結構"
        | "아키텍처"
        | "구조" => "architecture",
        _ => "other",
    }
}

fn same(word: &str, wanted: &str) -> bool {
    if wanted.is_ascii() { word == wanted } else { word.contains(wanted) }
}

/// A full stop, a question mark or a semicolon that ends what was said.
fn ends_sentence(gap: &str) -> bool {
    gap.contains(['。', '！', '？', ';', '!', '?'])
        || gap.contains(". ")
        || gap.contains(".\n")
        || gap.contains("\n- ")
        || gap.contains("\n* ")
}

/// Index of the first word of the sentence that holds a word, at most `most` words back.
pub(crate) fn sentence_start(words: &Words, at: usize, most: usize) -> usize {
    let floor = at.saturating_sub(most);
    (floor + 1..=at)
        .rev()
        .find(|&word| word < words.len() && ends_sentence(words.between(word - 1, word)))
        .unwrap_or(floor)
}

/// Index past the last word of the sentence, at most `most` words on.
pub(crate) fn sentence_end(words: &Words, at: usize, most: usize) -> usize {
    let ceiling = (at + most).min(words.len());
    (at.max(1)..ceiling).find(|&word| ends_sentence(words.between(word - 1, word))).unwrap_or(ceiling)
}
