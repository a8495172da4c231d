//! What the sentence around a name compares, denies, or speaks of.

use super::data::PHRASES;
use super::filter::Filter;
use super::sentence::{PhraseList, is_in, sentence, sentence_before, sentence_end, sentence_start};
use super::words::{Words, is_size, is_word};
use memchr::memmem;

// How many words are read, at most; chosen by hand on the labelled cards, see `WORDS_OF_SENTENCE`.

/// Words of the sentence before a name in which a phrase of descent or a comparison is looked for.
pub(crate) const WORDS_BEFORE_NAME: usize = 14;
/// Words before a name in which it is made one of many models, or a tokenizer is extended.
const WORDS_OF_CLAUSE: usize = 8;
/// Words after a name in which a plural makes it one of many models.
const WORDS_TO_PLURAL: usize = 5;
/// Words after a name after which a question mark is looked for.
const WORDS_TO_QUESTION_MARK: usize = 12;
/// Words before a phrase in which a thing without weights is its subject.
const WORDS_TO_SUBJECT: usize = 7;
/// Words before a phrase in which it is denied.
const WORDS_TO_NEGATION: usize = 4;
/// Words before a name in which data are made with the model.
const WORDS_TO_OUTPUT: usize = 3;
/// Words before a name in which an article makes it one of many.
const WORDS_TO_ARTICLE: usize = 3;
/// Bytes after a name in which models that were made from it are compared.
const BYTES_TO_COMPARISON: usize = 160;

static COMPARISONS: Filter = Filter::first_words(PHRASES.comparisons);
static OTHER_VERSIONS: PhraseList = PhraseList::new(PHRASES.other_versions);
static CONTINUED_TRAINING: PhraseList = PhraseList::new(PHRASES.continued_training);
static EXPERIMENTS: PhraseList = PhraseList::new(PHRASES.experiments);
pub(crate) static REPORTS: PhraseList = PhraseList::new(PHRASES.reports);
static UNPUBLISHED: PhraseList = PhraseList::new(PHRASES.unpublished);
static ACCEPTANCE: PhraseList = PhraseList::new(PHRASES.acceptance);
pub(crate) static ENCODERS: PhraseList = PhraseList::new(PHRASES.encoders);
pub(crate) static MERGES: PhraseList = PhraseList::new(PHRASES.merges);

/// Whether something is compared before the name `start`; `phrase` is where a phrase of descent begins. A comparison that a comma
/// parts from a phrase about this model says nothing of it.
pub(crate) fn is_comparison(words: &Words, start: usize, phrase: Option<usize>) -> bool {
    let from = sentence_start(words, start, WORDS_BEFORE_NAME);
    let compares = |word: &str| (COMPARISONS.may_begin(word) || !word.is_ascii()) && is_in(word, PHRASES.comparisons);
    let hit = (from..start).rev().find(|&at| compares(words.word(at)));
    let (Some(hit), Some(phrase)) = (hit, phrase) else { return hit.is_some() };
    let freed = (hit + 1..=phrase).any(|at| {
        let gap = words.between(at - 1, at);
        // Brackets after a name are about that model.
        let parts = gap.contains([',', '，', ')', '–', '—']);
        (parts || gap.contains('('))
            && (at == phrase && parts
                || is_in(words.word(at), PHRASES.own)
                || matches!(words.word(at), "it" | "its" | "and"))
    });
    !freed
}

/// The thing without weights that a phrase starting at `at` speaks of: "the tokenizer is based on".
pub(crate) fn subject_without_weights(words: &Words, at: usize) -> Option<&'static str> {
    for back in (at.saturating_sub(WORDS_TO_SUBJECT)..at).rev() {
        let gap = words.between(back, back + 1);
        // The point of `tokenizer.model` ends nothing.
        if gap != "." && gap.contains(['.', ';', ',', '|', '\n']) {
            return None;
        }
        let word = words.word(back);
        let subject = PHRASES.subjects.iter().find(|subject| is_word(word, subject));
        if subject.is_none() && gap.contains(':') {
            return None;
        }
        if let Some(subject) = subject {
            // A "code model" is a model.
            let is_model = words.word(back + 1).starts_with("model") && !word.starts_with("tokeni");
            return (!is_model).then_some(subject);
        }
        if !is_in(word, PHRASES.links) {
            return None;
        }
    }
    None
}

/// Whether a phrase that starts at `at` is denied: "is not a fine-tune of".
pub(crate) fn is_denied(words: &Words, at: usize) -> bool {
    for back in (at.saturating_sub(WORDS_TO_NEGATION)..at).rev() {
        if words.between(back, back + 1).contains(['.', ':', ';', ',', '|', '(']) {
            return false;
        }
        if is_in(words.word(back), PHRASES.negations) {
            return !matches!(words.word(back + 1), "only" | "just" | "merely" | "nur" | "solo" | "seulement");
        }
    }
    false
}

/// Whether the words right before `at` say that data were made with the model, or that it was tried.
pub(crate) fn is_made_with_model(words: &Words, at: usize) -> bool {
    let from = sentence_start(words, at, WORDS_TO_OUTPUT);
    (from..at).any(|back| is_in(words.word(back), PHRASES.outputs))
}

/// Whether the words right before a phrase at `at` say that something was made by the model: "were written by a", "by
/// fine-tuned". Otherwise it is the making of this one: "was produced by fine-tuning".
pub(crate) fn is_made_by_model(words: &Words, at: usize) -> bool {
    let article = at.checked_sub(1).filter(|&before| matches!(words.word(before), "a" | "an" | "the" | "our"));
    let tuned = words.word(at).ends_with("ed") || words.word(at + 1).ends_with("ed");
    let by =
        if tuned { article.unwrap_or(at).checked_sub(1) } else { article.and_then(|article| article.checked_sub(1)) };
    by.is_some_and(|by| matches!(words.word(by), "by" | "from" | "with" | "using") && is_made_with_model(words, by))
}

/// Whether the sentence up to `at` speaks of another version of this model.
pub(crate) fn is_about_other_version(words: &Words, at: usize) -> bool {
    OTHER_VERSIONS.begins_in(words, sentence_before(words, at))
}

/// Whether the sentence of the word `at` speaks of an experiment beside the making of this model, or of what is not published with
/// it.
pub(crate) fn is_about_experiment(words: &Words, at: usize) -> bool {
    EXPERIMENTS.begins_in(words, sentence_before(words, at)) || sentence_has(words, at, &UNPUBLISHED)
}

/// Whether the sentence that goes on at byte `end` compares models that were made from the one whose name ends there.
pub(crate) fn compares_models(lower: &str, end: usize) -> bool {
    let to = lower.floor_char_boundary(end + BYTES_TO_COMPARISON);
    let rest = lower[end..to].split(['。', '\n', '！', '？', '，', ',', '、', '；']).next().unwrap_or_default();
    let rest = rest.split_once(". ").map_or(rest, |(sentence, _)| sentence);
    !rest.is_ascii()
        && PHRASES.compared_models.iter().any(|phrase| memmem::find(rest.as_bytes(), phrase.as_bytes()).is_some())
}

/// Whether the sentence of the word `at` sends its readers to accept the license of a model that is elsewhere.
pub(crate) fn asks_to_accept_license(words: &Words, at: usize) -> bool {
    let is_elsewhere =
        |at: usize| matches!(words.word(at), "first" | "before" | "hub" | "hugging" | "access" | "gated");
    ACCEPTANCE.begins_in(words, sentence_before(words, at)) && sentence(words, at, at).any(is_elsewhere)
}

/// Whether the sentence of the word `at` has one of the phrases.
pub(crate) fn sentence_has(words: &Words, at: usize, list: &PhraseList) -> bool {
    list.begins_in(words, sentence(words, at, at))
}

/// Whether a name at `start..end` belongs to a plural that means models in general: "fine-tuned Llama 2 models get", "several".
pub(crate) fn is_about_many_models(words: &Words, start: usize, end: usize) -> bool {
    let to = sentence_end(words, end, WORDS_TO_PLURAL);
    let verb = (end..to).find(|&at| !is_size(words.word(at))).filter(|&at| is_in(words.word(at), PHRASES.verbs));
    let mut before = start.saturating_sub(WORDS_TO_ARTICLE)..start;
    if verb.is_some() && before.any(|at| matches!(words.word(at), "a" | "an" | "another")) {
        return true;
    }
    let Some(plural) = (end..to).find(|&at| is_in(words.word(at), PHRASES.plurals)) else { return false };
    let from = sentence_start(words, start, WORDS_OF_CLAUSE);
    let is_bare = !words.between(plural, plural + 1).contains([',', '.', ':', ';']);
    (from..start).any(|at| is_in(words.word(at), PHRASES.quantifiers))
        || is_bare && is_in(words.word(plural + 1), PHRASES.verbs)
}

/// Whether a sentence that names a tokenizer says that it was extended and training went on.
pub(crate) fn extends_tokenizer(words: &Words, start: usize) -> bool {
    let from = sentence_start(words, start, WORDS_OF_CLAUSE);
    (from..start).any(|at| is_in(words.word(at), PHRASES.extended)) && sentence_has(words, start, &CONTINUED_TRAINING)
}

/// Whether the sentence of a word is a question.
pub(crate) fn is_question(words: &Words, at: usize) -> bool {
    let end = sentence_end(words, at + 1, WORDS_TO_QUESTION_MARK);
    end < words.len() && words.between(end - 1, end).starts_with(['?', '？'])
}

/// Whether a text begins with a date, as items of news do.
pub(crate) fn begins_with_date(words: &Words) -> bool {
    (0..2).any(|at| {
        let word = words.word(at);
        word.len() >= 4 && word.starts_with("20") && word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sentence, and the index of the word after `|`.
    fn marked(text: &str) -> (Words, usize) {
        let before = text.split('|').next().unwrap_or_default();
        (Words::of(&text.replace('|', "")), Words::of(before).len())
    }

    fn check(cases: &[(&str, bool)], predicate: impl Fn(&Words, usize) -> bool) {
        for (text, expected) in cases {
            let (words, at) = marked(text);
            assert_eq!(predicate(&words, at), *expected, "{text}");
        }
    }

    #[test]
    fn what_is_denied_is_not_said() {
        let cases = [
            ("It is not a |fine-tune of Llama", true),
            ("It is not large, a |fine-tune", false),
            ("It is not only |fine-tuned", false),
            ("Not just |fine-tuned", false),
            ("It was never really truly so much |tuned", false),
            ("It was never really truly so |tuned", true),
            ("Never. |Tuned from", false),
            ("|Tuned from", false),
            ("Es ist keine |Version", true),
        ];
        check(&cases, is_denied);
    }

    #[test]
    fn comparisons_end_where_this_model_is_spoken_of_again() {
        let cases = [
            ("It is better than |Llama", true),
            ("It is better. |Llama", false),
            ("It outperforms |Llama", true),
            ("|Llama", false),
        ];
        check(&cases, |words, at| is_comparison(words, at, None));
        let cases = [
            ("better than most and based on |Llama", true),
            ("better than most, and based on |Llama", false),
            ("better than most, it is based on |Llama", false),
            ("better than most, based on |Llama", false),
            ("better than most, those that were based on |Llama", true),
        ];
        check(&cases, |words, at| {
            let phrase = (0..at).find(|&word| words.word(word) == "based");
            is_comparison(words, at, phrase)
        });
    }

    #[test]
    fn a_thing_without_weights_is_the_subject_of_what_follows() {
        for (text, expected) in [
            ("The tokenizer is |based on", Some("tokeni*")),
            ("Our tokenizer, |based on", None),
            ("The code model is |based on", None),
            ("The code is |based on", Some("code")),
            ("Plover is |based on", None),
            ("Architecture: |based on", Some("architecture*")),
            ("Type: it is |based on", None),
            ("The tokenizer that is also mostly for the |base", Some("tokeni*")),
            ("The tokenizer that is also mostly for and of the |base", None),
        ] {
            let (words, at) = marked(text);
            assert_eq!(subject_without_weights(&words, at), expected, "{text}");
        }
    }

    #[test]
    fn what_a_model_wrote_is_no_descent() {
        let cases = [
            ("The texts were generated |with Llama", true),
            ("generated by us |with Llama", true),
            ("generated by us here |with Llama", false),
            ("They were generated. |With Llama", false),
            ("|With Llama", false),
        ];
        check(&cases, is_made_with_model);
        let cases = [
            ("texts were written by a |fine-tuned Llama", true),
            ("texts written by |tuned Llama", true),
            ("it was produced by |fine-tuning Llama", false),
            ("texts written for a |fine-tuned Llama", false),
            ("texts sent by a |fine-tuned Llama", false),
            ("a |fine-tuned Llama", false),
            ("|fine-tuned Llama", false),
            ("texts were written by the |version of Llama", true),
        ];
        check(&cases, is_made_by_model);
    }

    #[test]
    fn sentences_on_many_models_or_another_version_speak_of_no_single_one() {
        let cases = [
            ("Fine-tuned |Llama models get worse", true),
            ("Several fine-tuned |Llama models", true),
            ("Fine-tuned |Llama models", false),
            ("Fine-tuned |Llama models. Get it", false),
            ("Fine-tuned |Llama. Models get worse", false),
            ("Several of them! Fine-tuned |Llama models", false),
            ("Several fine-tuned |Llama", false),
        ];
        check(&cases, |words, at| is_about_many_models(words, at, at + 1));
        let cases = [
            ("The previous version was made from |Llama", true),
            ("The previous version. It was made from |Llama", false),
            ("The version was made from |Llama", false),
        ];
        check(&cases, is_about_other_version);
        let cases = [
            ("By extending the tokenizer of |Llama and training further", true),
            ("By extending the tokenizer of |Llama", false),
            ("The tokenizer of |Llama and training further", false),
            ("By extending. The tokenizer of |Llama and training further", false),
        ];
        check(&cases, extends_tokenizer);
    }

    #[test]
    fn questions_and_dates_are_told_by_their_form() {
        let cases =
            [("Is it based on |Llama? No", true), ("It is based on |Llama. No? Yes", false), ("Is it |Llama", false)];
        check(&cases, is_question);
        for (text, expected) in [
            ("2023/09/12: we", true),
            ("[2023.09] we", true),
            ("In 2024 we", true),
            ("As of 2024 we", false),
            ("1999 we", false),
            ("20 we", false),
            ("205 we", false),
            ("2050s we", true),
            ("", false),
        ] {
            assert_eq!(begins_with_date(&Words::of(text)), expected, "{text}");
        }
    }
}
