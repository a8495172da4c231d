//! Turns of English that messages share.

use std::borrow::Cow;

/// A text with a capital as its first letter.
pub(crate) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A reason, such as the message of an error, as a sentence: with a capital and one full stop or question mark.
pub(crate) fn sentence(reason: &str) -> String {
    capitalized(reason.trim_end_matches('.')) + full_stop(reason)
}

/// The full stop of a sentence that ends with a text; none after a question.
pub(crate) fn full_stop(text: &str) -> &'static str {
    if text.ends_with('?') { "" } else { "." }
}

/// Names in a row, such as "Llama 2, Gemma and Falcon".
pub(crate) fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A number with its noun, such as "1 model" and "2 models".
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// A number with a noun whose plural is not made by an `s`, such as "2 repositories".
pub(crate) fn counted_as(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The first `most` characters of a text, with three points where it is longer.
pub(crate) fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((at, _)) => Cow::Owned(format!("{}...", &text[..at])),
        None => Cow::Borrowed(text),
    }
}
