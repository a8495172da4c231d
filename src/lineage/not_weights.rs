//! What is named beside a model and is not its weights: "the tokenizer of Llama 2", "the Llama 2 license".

use super::data::PHRASES;
use super::sentence::ends_sentence;
use super::words::{Words, begins_with_digit, is_word};

/// Something of a model that is not its weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotWeights {
    /// Its license.
    License,
    /// Its architecture, its design or its tokenizer.
    Architecture,
    /// Anything else: data, code, prompts, an interface.
    Other,
}

impl NotWeights {
    /// What a word of `not-weights` or `subjects` in `lineage/phrases.yml` means.
    pub(crate) fn of(word: &str) -> Self {
        match word {
            "license" | "licence" | "licensed" | "community" => Self::License,
            _ if ["archi", "arqui", "struct", "архит", "αρχιτ"].iter().any(|start| word.starts_with(start)) => {
                Self::Architecture
            }
            "arch" | "design" | "tokenizer" | "tokenizers" | "tokeni*" => Self::Architecture,
            "アーキテクチャ" | "架构" | "架構" | "结构" | "結構" | "아키텍처" | "구조" => {
                Self::Architecture
            }
            _ => Self::Other,
        }
    }
}

/// Words beside a name in which another part than the weights is looked for; chosen by hand.
const WORDS_TO_PART: usize = 4;

/// What the words beside a name show to be meant instead of the weights. `limit` is the byte at which the text on the
/// name ends.
pub(crate) fn not_weights(words: &Words, start: usize, end: usize, limit: usize) -> Option<NotWeights> {
    part_before(words, start).or_else(|| part_after(words, end, limit))
}

/// "the tokenizer of Llama 2", "code from the Llama 2 repository".
fn part_before(words: &Words, start: usize) -> Option<NotWeights> {
    let mut at = start;
    for _ in 0..WORDS_TO_PART {
        let before = at.checked_sub(1)?;
        if words.between(before, at).contains(['.', ':', ';', ',', '|', '\n', '(']) {
            return None;
        }
        at = before;
        let word = words.word(at);
        if matches!(word, "of" | "de" | "von" | "van" | "di" | "do" | "del" | "by" | "as") {
            break;
        }
        if !PHRASES.name_articles.contains(&word) {
            return None;
        }
    }
    let thing = at.checked_sub(1)?;
    PHRASES.subjects.iter().find(|subject| is_word(words.word(thing), subject)).map(|thing| NotWeights::of(thing))
}

/// "the Llama 2 tokenizer", "Llama 2 as a judge".
fn part_after(words: &Words, end: usize, limit: usize) -> Option<NotWeights> {
    for at in end..(end + WORDS_TO_PART).min(words.len()) {
        if ends_sentence(words.between(at - 1, at)) || words.spans[at].start >= limit {
            return None;
        }
        let word = words.word(at);
        let thing = PHRASES.not_weights.iter().find(|not| {
            if word.is_ascii() {
                **not == word
            } else {
                let particle = |at: usize| at == 0 || word[..at].ends_with(['の', '的']);
                !not.is_ascii() && word.match_indices(**not).any(|(at, _)| particle(at))
            }
        });
        if let Some(thing) = thing {
            return Some(NotWeights::of(thing));
        }
        if word == "as" {
            let role = at + 1 + usize::from(matches!(words.word(at + 1), "the" | "a" | "an" | "our" | "its"));
            return words.match_any_at(role, PHRASES.roles).map(|_| NotWeights::Other);
        }
        if !is_part_of_name(word) {
            return None;
        }
    }
    None
}

/// Whether a word belongs to the name of a model: sizes, formats, "model", "chat".
pub(crate) fn is_part_of_name(word: &str) -> bool {
    PHRASES.name_tails.contains(&word) || begins_with_digit(word)
}
