//! Finds an attribution notice in a text, whatever layout it was given, and tells a notice from a quotation of the license.

use crate::policy;
use crate::source::Span;

/// How well a text carries the notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// Its end is missing: "All Rights Reserved" or the copyright mark.
    Damaged,
    /// Word for word; layout, markup, case and the last full stop apart.
    Exact,
}

/// A notice in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Where.
    pub span: Span,
    /// How well.
    pub form: Form,
}

/// The best notice in a text outside of the masked spans, which hold the license itself. Linear in its length.
///
/// Variants and near misses are those of the project's survey of real cards: line prefixes, markup, links, `(c)`, `©` and case do not
/// matter; a sentence that stops before the licensor's name is no notice.
pub fn find(text: &str, masked: &[Span], notice: &policy::Notice) -> Option<Found> {
    let wanted: Vec<String> = words(notice.sentence).into_iter().map(|(word, _)| word).collect();
    let first = wanted.first()?;
    if wanted.len() < 4 || !may_hold(text, &wanted[..needed(&wanted)]) {
        return None;
    }
    let all = words(text);
    let quoted: Vec<Vec<String>> = notice
        .quoted_after
        .iter()
        .map(|words_before| words(words_before).into_iter().map(|(word, _)| word).collect())
        .collect();
    let mut best: Option<Found> = None;
    for start in 0..all.len() {
        if &all[start].0 != first {
            continue;
        }
        let Some((end, form)) = matches(&all[start..], &wanted) else { continue };
        let span = Span::new(all[start].1.start, all[start + end - 1].1.end);
        let is_masked = masked.iter().any(|mask| mask.start <= span.start && span.end <= mask.end);
        if is_masked || is_quotation(&all[..start], &quoted) {
            continue;
        }
        if best.is_none_or(|found| found.form < form) {
            best = Some(Found { span, form });
        }
    }
    best
}

/// How many words must be there: everything up to the licensor's name, which follows the word "copyright".
fn needed(wanted: &[String]) -> usize {
    wanted.iter().position(|word| word == "copyright").map_or(wanted.len(), |at| at + 4).min(wanted.len())
}

/// Whether the long words of a notice are all in a text; most texts lack one of them. Texts in wide letters are read in any case.
fn may_hold(text: &str, wanted: &[String]) -> bool {
    let has = |word: &str| {
        let first = word.as_bytes().first().copied().unwrap_or_default();
        memchr::memchr2_iter(first, first.to_ascii_uppercase(), text.as_bytes()).any(|at| {
            text.as_bytes().get(at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word.as_bytes()))
        })
    };
    text.contains('ｌ') || wanted.iter().filter(|word| word.len() >= 8).all(|word| has(word))
}

/// How many words the notice takes, and how whole it is. The copyright mark may be missing, which is a damaged form.
fn matches(text: &[(String, Span)], wanted: &[String]) -> Option<(usize, Form)> {
    let mut at = 0;
    let mut form = Form::Exact;
    let needed = needed(wanted);
    for (index, word) in wanted.iter().enumerate() {
        let given = text.get(at).map(|(word, _)| word.as_str());
        if given == Some(word) {
            at += 1;
        } else if word == "c" {
            form = Form::Damaged;
        } else if index >= needed {
            return Some((at, Form::Damaged));
        } else {
            return None;
        }
    }
    Some((at, form))
}

/// The agreement quotes its notice right behind these words.
fn is_quotation(before: &[(String, Span)], quoted: &[Vec<String>]) -> bool {
    let near = &before[before.len().saturating_sub(24)..];
    quoted.iter().filter(|phrase| !phrase.is_empty()).any(|phrase| {
        near.windows(phrase.len()).any(|window| window.iter().zip(phrase).all(|((word, _), wanted)| word == wanted))
    })
}

/// The words of a text in lower case with their places: letters and digits apart, `©` as `c`, without markup, addresses of links,
/// characters of no width and entities.
fn words(text: &str) -> Vec<(String, Span)> {
    let mut found: Vec<(String, Span)> = Vec::new();
    let mut open: Option<(String, usize, bool)> = None;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let Some(c) = rest.chars().next() else { break };
        let (length, folded) = match c {
            // `](address)` and `][label]` of Markdown, `<address>` of reStructuredText, tags of HTML.
            ']' if rest[1..].starts_with('(') => (skip(rest, ')'), None),
            ']' if rest[1..].starts_with('[') => (1 + skip(&rest[1..], ']'), None),
            '<' => (skip(rest, '>'), None),
            '&' => entity(rest),
            '©' => (c.len_utf8(), Some('c')),
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {
                at += c.len_utf8();
                continue;
            }
            '\u{ff01}'..='\u{ff5e}' => (c.len_utf8(), char::from_u32(u32::from(c) - 0xfee0)),
            _ => (c.len_utf8(), Some(c)),
        };
        let letter = folded.filter(|c| c.is_alphanumeric());
        // A copyright mark is a word of its own.
        let alone = c == '©' || c == '&';
        let is_digit = letter.is_some_and(|c| c.is_ascii_digit());
        if let Some((word, start, digits)) = open.take() {
            if letter.is_some() && digits == is_digit && !alone {
                open = Some((word, start, digits));
            } else {
                found.push((word, Span::new(start, at)));
            }
        }
        if let Some(letter) = letter {
            let (word, _, _) = open.get_or_insert_with(|| (String::new(), at, is_digit));
            word.extend(letter.to_lowercase());
            if alone {
                found.extend(open.take().map(|(word, start, _)| (word, Span::new(start, at + length))));
            }
        }
        at += length;
    }
    found.extend(open.map(|(word, start, _)| (word, Span::new(start, text.len()))));
    found
}

/// Length up to and with a closing character that stands near; 1 where there is none.
fn skip(rest: &str, close: char) -> usize {
    let near = rest.floor_char_boundary(500);
    rest[..near].find(close).map_or(1, |end| end + close.len_utf8())
}

/// Length of an entity and the letter it stands for.
fn entity(rest: &str) -> (usize, Option<char>) {
    for mark in ["&copy;", "&#169;", "&#xa9;", "&#xA9;"] {
        if rest.starts_with(mark) {
            return (mark.len(), Some('c'));
        }
    }
    for space in ["&nbsp;", "&quot;", "&#34;", "&#39;", "&amp;"] {
        if rest.starts_with(space) {
            return (space.len(), None);
        }
    }
    (1, None)
}

#[cfg(test)]
mod tests {
    use super::{Form, find};
    use crate::policy::Notice;
    use crate::source::Span;

    fn notice() -> Notice {
        Notice {
            sentence: "Foo 2 is licensed under the FOO 2 Community License, Copyright (c) Bar Platforms, Inc. All Rights Reserved.",
            quoted_after: &["file distributed as a part of such copies"],
            file: "Notice",
        }
    }

    fn form(text: &str) -> Option<Form> {
        find(text, &[], &notice()).map(|found| found.form)
    }

    #[test]
    fn layouts_of_the_notice_are_one_notice() {
        for text in [
            "Foo 2 is licensed under the FOO 2 Community License, Copyright (c) Bar Platforms, Inc. All Rights Reserved.",
            "Foo 2 is licensed under the Foo 2 Community License, Copyright © Bar Platforms, Inc. All Rights Reserved",
            "FOO2 is licensed under the Foo-2 Community License, Copyright&copy; Bar Platforms, Inc All Rights Reserved.",
            "> - **Foo 2 is licensed under the\n> - FOO 2 Community License**, Copyright (C) Bar\n> Platforms, Inc. All Rights Reserved.",
            "# Foo 2 is licensed under the FOO 2 Community License,\n# Copyright (c) Bar Platforms, Inc. All Rights Reserved.",
            "`Foo 2` is licensed under the [FOO 2 Community License](https://example.org/foo-2(x)), Copyright (c) Bar Platforms, Inc. All Rights Reserved.",
            "Foo 2 is licensed under the `FOO 2 Community License <https://example.org/l>`_, Copyright (c) Bar Platforms, Inc. All Rights Reserved.",
            "Foo 2 is licensed under the <a href=\"https://example.org\">FOO 2 Community License</a>, Copyright (c) Bar Platforms, Inc. All Rights Reserved.",
            "\"Foo 2 is licensed under the FOO 2 Community License, Copyright (c) Bar Platforms, Inc. All Rights Reserved.\"",
        ] {
            assert_eq!(form(text), Some(Form::Exact), "{text}");
        }
    }

    #[test]
    fn a_notice_without_its_end_is_damaged() {
        for text in [
            "Foo 2 is licensed under the FOO 2 Community License, Copyright (c) Bar Platforms, Inc.",
            "Foo 2 is licensed under the FOO 2 Community License, Copyright Bar Platforms, Inc. All Rights Reserved.",
        ] {
            assert_eq!(form(text), Some(Form::Damaged), "{text}");
        }
    }

    #[test]
    fn near_misses_are_no_notice() {
        for text in [
            "This model is licensed under the FOO 2 Community License.",
            "Foo 2 is licensed under the FOO 2 Community License",
            "Copyright (c) Bar Platforms, Inc. and affiliates. This software may be used under the terms of the Foo 2 Community License Agreement.",
            "Foo 3 is licensed under the FOO 3 Community License, Copyright (c) Bar Platforms, Inc. All Rights Reserved.",
            "Foo 2.1 is licensed under the FOO 2.1 Community License, Copyright (c) Bar Platforms, Inc. All Rights Reserved.",
            "Foo 2 is licensed under the FOO 2 Community License, Copyright (c) 2024 Bar Platforms, Inc. All Rights Reserved.",
            "in a text file distributed as a part of such copies: \"Foo 2 is licensed under the FOO 2 Community License, Copyright (c) Bar Platforms, Inc. All Rights Reserved.\"",
        ] {
            assert_eq!(form(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_masked_is_not_seen() {
        let text = notice().sentence;
        assert!(find(text, &[Span::new(0, text.len())], &notice()).is_none());
    }
}
