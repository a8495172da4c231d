//! The words around the name of a model: phrases of descent before and after it, and what shows that weights are not meant.

use super::clause::{self, WORDS_BEFORE_NAME};
use super::data::PHRASES;
use super::endings::Endings;
use super::filter::Filter;
use super::not_weights::{NotWeights, is_part_of_name};
use super::sentence::{ends_sentence, is_in, sentence_before, sentence_start};
use super::title::Title;
use super::words::{Words, begins_with_digit, is_size, is_word};
use crate::report::lineage::{EvidenceKind, Strength};
use memchr::memmem;

/// What the words around a name say: the kind of evidence and its weight.
pub(crate) type Reading = (EvidenceKind, Strength);

/// Words between a phrase and the name after it.
const WORDS_FROM_PHRASE: usize = 6;
/// Words between a name and the phrase after it, sizes apart.
const WORDS_TO_PHRASE: usize = 5;
/// Words of a subject that is this model.
const WORDS_OF_SUBJECT: usize = 5;
/// Bytes before and after a name in which a phrase is looked for in languages whose words change or have no blanks.
const BYTES_AROUND_NAME: usize = 110;
/// Bytes between a name and a comma that ends the text on it; fewer are a mere particle, which goes with what follows.
const BYTES_TO_COMMA: usize = 18;
/// Words before a bracket in which this model is named, whose parent is named in the bracket.
const WORDS_TO_BRACKET: usize = 4;
/// Words after a name that may be its size: "13 b".
const WORDS_OF_SIZE: usize = 3;

static PARTS: Endings<{ PHRASES.before.parts.len() }> = Endings::new(PHRASES.before.parts);
pub(crate) static STRONG: Endings<{ PHRASES.before.strong.len() }> = Endings::new(PHRASES.before.strong);
static MEDIUM: Endings<{ PHRASES.before.medium.len() }> = Endings::new(PHRASES.before.medium);
static BREAKS: Filter = Filter::first_words(PHRASES.breaks);

/// Whether a word points at the model of the card.
pub(crate) fn is_this(word: &str) -> bool {
    matches!(word, "this" | "it" | "dies" | "dieses" | "ce" | "este" | "questo" | "esto" | "isto")
}

/// Reads the words around a name, in a card with a title.
pub(crate) struct Context {
    pub(crate) title: Title,
}

impl Context {
    /// What a phrase before the name says.
    pub(crate) fn descent_before(&self, words: &Words, start: usize, end: usize) -> Option<Reading> {
        let from = sentence_start(words, start, WORDS_BEFORE_NAME);
        let mut found = None;
        for end in (from..=start).rev().take(WORDS_FROM_PHRASE + 1) {
            if end < start && ends_phrase(words.word(end)) {
                break;
            }
            if words.match_ending_at(end, from, &PARTS).is_some() {
                return Some((EvidenceKind::Partial, Strength::Medium));
            }
            if let Some(at) = words.match_ending_at(end, from, &STRONG) {
                if clause::is_made_by_model(words, at) {
                    return None;
                }
                return self.reading_of_phrase(words, at, start, Strength::Strong);
            }
            if let Some(at) = words.match_ending_at(end, from, &MEDIUM).filter(|_| found.is_none()) {
                if clause::is_made_with_model(words, at) {
                    return None;
                }
                found = self.reading_of_phrase(words, at, start, Strength::Medium);
            }
        }
        if has_unspaced_phrase_before(words, start) && !clause::is_comparison(words, start, None) {
            return Some((EvidenceKind::Prose, Strength::Strong));
        }
        found
            .max(self.later_merge_member(words, start, from))
            .max(self.joined_to_encoder(words, start, from))
            .max(self.what_this_model_is(words, start, end))
    }

    /// A later member of a merge: "a merge of one, of another and of".
    fn later_merge_member(&self, words: &Words, start: usize, from: usize) -> Option<Reading> {
        let is_merge = |at: &usize| matches!(words.word(*at), "merge" | "merges" | "merging" | "frankenmerge");
        let at = (from..start).rev().take_while(|&at| !breaks_tie(words.word(at))).find(is_merge)?;
        let is_list = matches!(words.word(at + 1), "of" | "between") || words.word(at) == "merging";
        if is_list { self.reading_of_phrase(words, at, start, Strength::Strong) } else { None }
    }

    /// Descent from a language model that an encoder of images or sound is joined to: "connects a CLIP encoder by a projection to",
    /// "an encoder and a language model (".
    fn joined_to_encoder(&self, words: &Words, start: usize, from: usize) -> Option<Reading> {
        if is_in(words.word(start), PHRASES.encoders) || !clause::sentence_has(words, start, &clause::ENCODERS) {
            return None;
        }
        let is_role = start >= from + 2
            && (words.word(start - 1) == "llm"
                || words.word(start - 2) == "language" && words.word(start - 1) == "model");
        let joins = |at: &usize| is_in(words.word(*at), PHRASES.before.joins);
        let is_sum =
            start > 0 && words.between(start - 1, start).contains('+') && !clause::is_comparison(words, start, None);
        let at = if is_role || is_sum { Some(start - 1) } else { (from..start).rev().find(joins) }?;
        if (at..start).any(|at| matches!(words.word(at), "than" | "from" | "like" | "not" | "style")) {
            return None;
        }
        self.reading_of_phrase(words, at, start, Strength::Strong)
    }

    /// What a sentence says of this model that says what it is: "this model is a", "Plover is just", or an article that begins a
    /// paragraph.
    fn what_this_model_is(&self, words: &Words, start: usize, end: usize) -> Option<Reading> {
        let from = sentence_start(words, start, WORDS_BEFORE_NAME);
        let next = (end..words.len()).find(|&at| !is_part_of_name(words.word(at))).unwrap_or(end);
        if PHRASES.subjects.iter().any(|subject| is_word(words.word(next), subject))
            && !words.word(next + 1).starts_with("model")
        {
            return None;
        }
        let is_filler = |at: usize| begins_with_digit(words.word(at)) || PHRASES.fillers.contains(&words.word(at));
        let filled = (from..start).rev().take_while(|&at| is_filler(at)).last().unwrap_or(start);
        let closes = next >= words.len() || !words.between(next - 1, next).trim().is_empty();
        if from == 0
            && (closes || PHRASES.description_links.contains(&words.word(next)))
            && filled == 0
            && matches!(words.word(0), "a" | "an" | "ein" | "eine" | "un" | "une" | "um")
        {
            return Some((EvidenceKind::Prose, Strength::Strong));
        }
        let in_brackets = start > from && words.between(start - 1, start).trim() == "(";
        // "Wexford (Llama 2)"; a "Wexford-8B" after the title "Wexford-7B" is a sibling.
        if in_brackets
            && (self.title.is_in_words(words, from.max(start.saturating_sub(WORDS_TO_BRACKET)), start)
                || self.title.begins_in_words(words, start - 1, start))
        {
            return Some((EvidenceKind::OwnProse, Strength::Strong));
        }
        let mut verb = filled.checked_sub(1).filter(|&at| at >= from)?;
        let is_verb = |at: usize| PHRASES.copulas.contains(&words.word(at));
        if !is_verb(verb) && filled < start {
            verb = filled;
        }
        if !is_verb(verb) || verb == from {
            return None;
        }
        let comma = (from + 1..=verb).rev().find(|&at| words.between(at - 1, at).contains(','));
        let subject = comma.unwrap_or(from)..verb;
        let own = subject.clone().any(|at| is_this(words.word(at)))
            || self.title.begins_in_words(words, subject.start, subject.end);
        let model = ["model", "modello", "modelo", "modèle", "modell", "checkpoint", "adapter"];
        let own = own || subject.len() == 2 && model.contains(&words.word(verb - 1));
        (own && subject.len() <= WORDS_OF_SUBJECT).then_some((EvidenceKind::OwnProse, Strength::Strong))
    }

    /// What a phrase that begins at `at` says of the name at `start`.
    fn reading_of_phrase(&self, words: &Words, at: usize, start: usize, strength: Strength) -> Option<Reading> {
        if clause::is_comparison(words, start, Some(at)) || clause::is_denied(words, at) {
            return None;
        }
        if clause::is_question(words, start) {
            return None;
        }
        let plural = at.checked_sub(1).is_some_and(|before| {
            let gap = words.between(before, at).trim();
            let near = gap.is_empty() || gap == "," && !words.word(before).is_ascii();
            near && is_in(words.word(before), PHRASES.plurals)
        });
        // "Other models fine-tuned from" are not this one.
        if plural && at > 1 && is_in(words.word(at - 2), PHRASES.quantifiers) && !self.is_about_this_model(words, at) {
            return None;
        }
        let strength =
            if plural && !self.is_about_this_model(words, at) { strength.min(Strength::Medium) } else { strength };
        match clause::subject_without_weights(words, at).map(NotWeights::of) {
            Some(NotWeights::Architecture) => Some((EvidenceKind::Architecture, Strength::Medium)),
            Some(_) => None,
            None => Some((EvidenceKind::Prose, strength)),
        }
    }

    /// Whether the sentence of a name speaks of this model ("this model is", "we fine-tune").
    pub(crate) fn is_about_this_model(&self, words: &Words, start: usize) -> bool {
        let before = sentence_before(words, start);
        // "It was made from" opens with this model; further on, "it" is whatever was named last.
        words.word(before.start) == "it"
            || before.clone().any(|at| is_in(words.word(at), PHRASES.own))
            || self.title.begins_in_words(words, before.start, start)
    }
}

/// A phrase of a language whose words change or have no blanks, before the name and in the same clause.
fn has_unspaced_phrase_before(words: &Words, start: usize) -> bool {
    let Some(place) = words.spans.get(start).map(|span| span.start) else { return false };
    let from = words.lower.floor_char_boundary(place.saturating_sub(BYTES_AROUND_NAME));
    let clause =
        words.lower[from..place].rsplit(['。', '，', ',', '；', '\n', '：', '！', '،']).next().unwrap_or_default();
    if clause.is_ascii() {
        return false;
    }
    let last = |phrase: &&str| memmem::rfind(clause.as_bytes(), phrase.as_bytes());
    let hit = PHRASES.before.strong_text.iter().filter_map(last).max();
    hit.is_some_and(|at| !PHRASES.not_weights.iter().any(|not| !not.is_ascii() && clause[at..].contains(not)))
}

/// What a phrase of descent after a name says; sizes between them count for nothing.
pub(crate) fn descent_after(words: &Words, end: usize) -> Option<Reading> {
    let side = &PHRASES.after;
    let is = |at: usize, list: &[&'static str]| words.match_any_at(at, list).is_some();
    let (mut close, mut medium) = (true, false);
    let sizes = (end..end + WORDS_OF_SIZE).take_while(|&at| is_size(words.word(at))).count();
    for at in end..(end + WORDS_TO_PHRASE + sizes).min(words.len()) {
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
        if comma || word.is_ascii() && ends_phrase(word) {
            break;
        }
        close &= is_part_of_name(word);
    }
    if has_unspaced_phrase_after(words, end) {
        return Some((EvidenceKind::Prose, Strength::Strong));
    }
    medium.then_some((EvidenceKind::Prose, Strength::Medium))
}

/// A phrase of a language whose words change or have no blanks, after the name and before anything that is not the weights.
fn has_unspaced_phrase_after(words: &Words, end: usize) -> bool {
    let Some(place) = words.spans.get(end - 1).map(|span| span.end) else { return false };
    let to = words.lower.floor_char_boundary(place + BYTES_AROUND_NAME);
    let line = words.lower[place..to].split(['。', '；', '\n', '！', '।', ';']).next().unwrap_or_default();
    if line.is_ascii() {
        return false;
    }
    let comma = line.char_indices().find(|&(at, c)| matches!(c, '，' | '、' | ',') && at > BYTES_TO_COMMA);
    let clause = &line[..comma.map_or(line.len(), |(at, _)| at)];
    let first = |list: &[&'static str]| {
        let foreign = list.iter().filter(|text| !text.is_ascii());
        foreign.filter_map(|text| memmem::find(clause.as_bytes(), text.as_bytes())).min()
    };
    match (first(PHRASES.after.strong_text), first(PHRASES.not_weights)) {
        (Some(hit), Some(not)) => hit < not,
        (hit, None) => hit.is_some(),
        (None, _) => false,
    }
}

/// Whether a word breaks the tie between a phrase and a name.
fn breaks_tie(word: &str) -> bool {
    (BREAKS.may_begin(word) || !word.is_ascii()) && is_in(word, PHRASES.breaks)
}

/// Whether no phrase reaches over a word to a name.
fn ends_phrase(word: &str) -> bool {
    breaks_tie(word) || PHRASES.not_weights.contains(&word)
}
