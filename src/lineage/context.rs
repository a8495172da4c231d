//! The words around the name of a model: phrases of descent before and behind it, and what shows that weights are not meant.

use super::clause::{self, ends_sentence, is_any, sentence_start};
use super::endings::Endings;
use super::facts::Phrases;
use super::filter::Filter;
use super::names::PHRASES;
use super::title::Title;
use super::words::Words;
use crate::report::lineage::{EvidenceKind, Strength};

/// What the words around a name say: the kind of evidence and its weight.
pub(crate) type Said = (EvidenceKind, Strength);

/// Words at which phrases before a name end, and words that break the tie between them.
static PARTS: Endings<{ PHRASES.before.parts.len() }> = Endings::new(PHRASES.before.parts);
pub(crate) static STRONG: Endings<{ PHRASES.before.strong.len() }> = Endings::new(PHRASES.before.strong);
static MEDIUM: Endings<{ PHRASES.before.medium.len() }> = Endings::new(PHRASES.before.medium);
static BREAKS: Filter = Filter::first_words(PHRASES.breaks);

/// Reads the words around a name.
pub(crate) struct Around {
    pub(crate) phrases: &'static Phrases,
    pub(crate) title: Title,
}

impl Around {
    /// The word beside a name that shows that something else than the weights is meant, in one of three kinds.
    /// `limit` is the byte at which what was said of the name ends.
    pub(crate) fn not_weights(&self, words: &Words, start: usize, end: usize, limit: usize) -> Option<&'static str> {
        self.thing_of(words, start).or_else(|| self.thing_behind(words, end, limit))
    }

    /// "the tokenizer of Llama 2", "code from the Llama 2 repository".
    fn thing_of(&self, words: &Words, start: usize) -> Option<&'static str> {
        const ARTICLES: [&str; 12] =
            ["the", "meta", "ai", "s", "original", "facebook", "de", "la", "le", "des", "von", "model"];
        let mut at = start;
        for _ in 0..4 {
            let before = at.checked_sub(1)?;
            if words.between(before, at).contains(['.', ':', ';', ',', '|', '\n', '(']) {
                return None;
            }
            at = before;
            let word = words.word(at);
            if matches!(word, "of" | "de" | "von" | "van" | "di" | "do" | "del" | "by" | "as") {
                break;
            }
            if !ARTICLES.contains(&word) {
                return None;
            }
        }
        let thing = at.checked_sub(1)?;
        let hit = self.phrases.subjects.iter().find(|subject| super::words::fits(words.word(thing), subject))?;
        Some(kind_of(hit))
    }

    fn thing_behind(&self, words: &Words, end: usize, limit: usize) -> Option<&'static str> {
        for at in end..(end + 4).min(words.len()) {
            if ends_sentence(words.between(at - 1, at)) || words.spans[at].start >= limit {
                return None;
            }
            let word = words.word(at);
            let hit = self.phrases.not_weights.iter().find(|not| {
                if word.is_ascii() {
                    **not == word
                } else {
                    let particle = |at: usize| at == 0 || word[..at].ends_with(['の', '的']);
                    !not.is_ascii() && word.match_indices(**not).any(|(at, _)| particle(at))
                }
            });
            if let Some(hit) = hit {
                return Some(kind_of(hit));
            }
            if word == "as" {
                let role = at + 1 + usize::from(matches!(words.word(at + 1), "the" | "a" | "an" | "our" | "its"));
                return words.find(role, self.phrases.roles).map(|_| "other");
            }
            if !is_tail(word) {
                return None;
            }
        }
        None
    }

    /// A phrase before the name, with at most six words between: what it says.
    pub(crate) fn before(&self, words: &Words, start: usize, end: usize) -> Option<Said> {
        let from = sentence_start(words, start, 14);
        let mut found = None;
        for end in (from..=start).rev().take(7) {
            if end < start && (self.breaks(words.word(end)) || self.is_thing(words.word(end))) {
                break;
            }
            if words.find_ending(end, from, &PARTS).is_some() {
                return Some((EvidenceKind::Partial, Strength::Medium));
            }
            if let Some(at) = words.find_ending(end, from, &STRONG) {
                if clause::is_made_by(words, at, self.phrases) {
                    return None;
                }
                return self.phrase(words, at, start, Strength::Strong);
            }
            if let Some(at) = words.find_ending(end, from, &MEDIUM).filter(|_| found.is_none()) {
                if clause::is_output(words, at, self.phrases) {
                    return None;
                }
                found = self.phrase(words, at, start, Strength::Medium);
            }
        }
        if self.text_before(words, start) && !clause::is_comparison(words, start, None, self.phrases) {
            return Some((EvidenceKind::Prose, Strength::Strong));
        }
        found
            .max(self.in_merge(words, start, from))
            .max(self.joined(words, start, from))
            .max(self.is_what_this_is(words, start, end))
    }

    /// A later member of a merge: "a merge of one, of another and of".
    fn in_merge(&self, words: &Words, start: usize, from: usize) -> Option<Said> {
        let is_merge = |at: &usize| matches!(words.word(*at), "merge" | "merges" | "merging" | "frankenmerge");
        let at = (from..start).rev().take_while(|&at| !self.breaks(words.word(at))).find(is_merge)?;
        let is_list = matches!(words.word(at + 1), "of" | "between") || words.word(at) == "merging";
        if is_list { self.phrase(words, at, start, Strength::Strong) } else { None }
    }

    /// What a part that sees or hears is joined to: "connects a CLIP encoder by a projection to", "an encoder and a language model (".
    fn joined(&self, words: &Words, start: usize, from: usize) -> Option<Said> {
        if is_any(words.word(start), self.phrases.senses) || !clause::has_any(words, start, &clause::SENSES) {
            return None;
        }
        let is_role = start >= from + 2
            && (words.word(start - 1) == "llm"
                || words.word(start - 2) == "language" && words.word(start - 1) == "model");
        let joins = |at: &usize| is_any(words.word(*at), self.phrases.before.joins);
        let is_sum = start > 0
            && words.between(start - 1, start).contains('+')
            && !clause::is_comparison(words, start, None, self.phrases);
        let at = if is_role || is_sum { Some(start - 1) } else { (from..start).rev().find(joins) }?;
        if (at..start).any(|at| matches!(words.word(at), "than" | "from" | "like" | "not" | "style")) {
            return None;
        }
        self.phrase(words, at, start, Strength::Strong)
    }

    /// A sentence that says of this model what it is: "this model is a", "Plover is just", or an article that begins a paragraph.
    fn is_what_this_is(&self, words: &Words, start: usize, end: usize) -> Option<Said> {
        const QUALIFIERS: [&str; 20] = [
            "for",
            "that",
            "which",
            "trained",
            "tuned",
            "fine",
            "finetuned",
            "with",
            "in",
            "on",
            "specialized",
            "specialised",
            "optimized",
            "made",
            "adapted",
            "chatbot",
            "assistant",
            "variant",
            "checkpoint",
            "derivative",
        ];
        const FILLERS: [&str; 24] = [
            "a", "an", "the", "just", "simply", "b", "m", "meta", "s", "ai", "original", "billion", "ein", "eine",
            "un", "une", "um", "o", "el", "le", "il", "la", "das", "der",
        ];
        let from = sentence_start(words, start, 14);
        let behind = (end..words.len()).find(|&at| !is_tail(words.word(at))).unwrap_or(end);
        if self.phrases.subjects.iter().any(|subject| super::words::fits(words.word(behind), subject))
            && !words.word(behind + 1).starts_with("model")
        {
            return None;
        }
        let is_filler = |at: usize| {
            let word = words.word(at);
            let starts = word.starts_with(|c: char| c.is_ascii_digit());
            starts || FILLERS.contains(&word) || matches!(word, "basically" | "essentially" | "parameter")
        };
        let filled = (from..start).rev().take_while(|&at| is_filler(at)).last().unwrap_or(start);
        let closes = behind >= words.len() || !words.between(behind - 1, behind).trim().is_empty();
        if from == 0
            && (closes || QUALIFIERS.contains(&words.word(behind)))
            && filled == 0
            && matches!(words.word(0), "a" | "an" | "ein" | "eine" | "un" | "une" | "um")
        {
            return Some((EvidenceKind::Prose, Strength::Strong));
        }
        let in_brackets = start > from && words.between(start - 1, start).trim() == "(";
        // "Wexford (Llama 2)"; a "Wexford-8B" behind the title "Wexford-7B" is a sibling.
        if in_brackets
            && (self.title.is_named(words, from.max(start.saturating_sub(4)), start)
                || self.title.is_in(words, start - 1, start))
        {
            return Some((EvidenceKind::OwnProse, Strength::Strong));
        }
        let mut verb = filled.checked_sub(1).filter(|&at| at >= from)?;
        let is_verb = |at: usize| {
            let verbs = ["is", "s", "ist", "est", "es", "é", "è", "hosts", "contains", "holds", "stores", "provides"];
            verbs.contains(&words.word(at))
        };
        if !is_verb(verb) && filled < start {
            verb = filled;
        }
        if !is_verb(verb) || verb == from {
            return None;
        }
        let comma = (from + 1..=verb).rev().find(|&at| words.between(at - 1, at).contains(','));
        let subject = comma.unwrap_or(from)..verb;
        let is_this = |at: usize| {
            matches!(words.word(at), "this" | "it" | "dies" | "dieses" | "ce" | "este" | "questo" | "esto" | "isto")
        };
        let own = subject.clone().any(is_this) || self.title.is_in(words, subject.start, subject.end);
        let model = ["model", "modello", "modelo", "modèle", "modell", "checkpoint", "adapter"];
        let own = own || subject.len() == 2 && model.contains(&words.word(verb - 1));
        (own && subject.len() <= 5).then_some((EvidenceKind::OwnProse, Strength::Strong))
    }

    /// What a phrase that begins at `at` says of the name at `start`.
    fn phrase(&self, words: &Words, at: usize, start: usize, strength: Strength) -> Option<Said> {
        if clause::is_comparison(words, start, Some(at), self.phrases) || clause::is_denied(words, at, self.phrases) {
            return None;
        }
        if clause::is_question(words, start) {
            return None;
        }
        let plural = at.checked_sub(1).is_some_and(|before| {
            let gap = words.between(before, at).trim();
            let near = gap.is_empty() || gap == "," && !words.word(before).is_ascii();
            near && is_any(words.word(before), self.phrases.plurals)
        });
        // "Other models fine-tuned from" are not this one.
        if plural && at > 1 && is_any(words.word(at - 2), self.phrases.quantifiers) && !self.is_own(words, at) {
            return None;
        }
        let strength = if plural && !self.is_own(words, at) { strength.min(Strength::Medium) } else { strength };
        match clause::subject(words, at, self.phrases).map(kind_of) {
            Some("architecture") => Some((EvidenceKind::Architecture, Strength::Medium)),
            Some(_) => None,
            None => Some((EvidenceKind::Prose, strength)),
        }
    }

    /// Whether the sentence of a name speaks of this model ("this model is", "we fine-tune").
    pub(crate) fn is_own(&self, words: &Words, start: usize) -> bool {
        let from = sentence_start(words, start, 20);
        // "It was made from" opens with this model; further on, "it" is whatever was named last.
        words.word(from) == "it"
            || (from..start).any(|at| is_any(words.word(at), self.phrases.own))
            || self.title.is_in(words, from, start)
    }

    /// A phrase of a language whose words change or have no blanks, before the name and in the same clause.
    fn text_before(&self, words: &Words, start: usize) -> bool {
        let Some(place) = words.spans.get(start).map(|span| span.start) else { return false };
        let from = words.lower.floor_char_boundary(place.saturating_sub(110));
        let clause =
            words.lower[from..place].rsplit(['。', '，', ',', '；', '\n', '：', '！', '،']).next().unwrap_or_default();
        if clause.is_ascii() {
            return false;
        }
        let hit = self.phrases.before.strong_text.iter().filter_map(|phrase| clause.rfind(phrase)).max();
        hit.is_some_and(|at| !self.phrases.not_weights.iter().any(|not| !not.is_ascii() && clause[at..].contains(not)))
    }

    /// A phrase of descent behind the name, with at most four words between; sizes count for nothing.
    pub(crate) fn after(&self, words: &Words, end: usize) -> Option<Said> {
        let side = &self.phrases.after;
        let is = |at: usize, list: &[&'static str]| words.find(at, list).is_some();
        let (mut close, mut medium) = (true, false);
        let sizes = (end..end + 3).take_while(|&at| is_size(words.word(at))).count();
        for at in end..(end + 5 + sizes).min(words.len()) {
            let gap = words.between(at - 1, at);
            let comma = gap.trim_end() == ",";
            if ends_sentence(gap) || gap.contains([';', '|', '\t']) || gap.contains(',') && !(comma && close) {
                break;
            }
            if close && is(at, side.close) || !comma && is(at, side.strong) {
                return Some((EvidenceKind::Prose, Strength::Strong));
            }
            medium |= close && !comma && is(at, side.medium);
            let word = words.word(at);
            if comma || word.is_ascii() && (self.breaks(word) || self.is_thing(word)) {
                break;
            }
            close &= is_tail(word);
        }
        if self.text_after(words, end) {
            return Some((EvidenceKind::Prose, Strength::Strong));
        }
        medium.then_some((EvidenceKind::Prose, Strength::Medium))
    }

    /// A phrase of a language whose words change or have no blanks, behind the name and before anything that is not the weights.
    fn text_after(&self, words: &Words, end: usize) -> bool {
        let Some(place) = words.spans.get(end - 1).map(|span| span.end) else { return false };
        let to = words.lower.floor_char_boundary(place + 110);
        let line = words.lower[place..to].split(['。', '；', '\n', '！', '।', ';']).next().unwrap_or_default();
        if line.is_ascii() {
            return false;
        }
        // A mere particle before the comma goes with what follows.
        let comma = line.char_indices().find(|&(at, c)| matches!(c, '，' | '、' | ',') && at > 18);
        let clause = &line[..comma.map_or(line.len(), |(at, _)| at)];
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
        (BREAKS.may_begin(word) || !word.is_ascii()) && is_any(word, self.phrases.breaks)
    }

    fn is_thing(&self, word: &str) -> bool {
        self.phrases.not_weights.contains(&word)
    }
}

/// Words that belong to the name of a model: sizes, formats, "model", "chat".
fn is_tail(word: &str) -> bool {
    const TAIL: [&str; 26] = [
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
        "pre",
        "trained",
        "large",
        "language",
        "llm",
        "llms",
        "fp",
        "bf",
        "ai",
        "transformer",
        "original",
        "k",
        "parameter",
    ];
    TAIL.contains(&word) || word.starts_with(|c: char| c.is_ascii_digit())
}

/// "13", "b": the size behind a name.
fn is_size(word: &str) -> bool {
    word == "b" || word.starts_with(|c: char| c.is_ascii_digit())
}

fn kind_of(word: &str) -> &'static str {
    match word {
        "license" | "licence" | "licensed" | "community" => "license",
        _ if ["archi", "arqui", "struct", "архит", "αρχιτ"].iter().any(|start| word.starts_with(start)) => {
            "architecture"
        }
        "arch"
        | "design"
        | "tokenizer"
        | "tokenizers"
        | "tokeni*"
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
