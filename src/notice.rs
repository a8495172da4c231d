//! Finds an attribution notice in a text, whatever its layout, and distinguishes it from a quotation in the license.

mod words;

use crate::find_ignoring_case::{WordCache, has_word, is_wide};
use crate::policy;
use crate::source::Span;
use memchr::memmem::{self, Finder};
use words::Words;

/// Whether a notice is whole or damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// Its end is missing: "All Rights Reserved" or the copyright mark.
    Damaged,
    /// Word for word; layout, markup, case and the last full stop apart.
    Exact,
}

/// A notice found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoticeMatch {
    /// From its first word to its last.
    pub(crate) span: Span,
    pub(crate) form: Form,
}

/// Bytes of text that are read before and after the rare word by which a notice is looked for: twice what layouts need.
const WINDOW: usize = 1_000;
/// Bytes after which the search for that word continues; chosen.
const STRIDE: usize = 1_000;

/// Most words from the beginning of the phrase after which the agreement quotes its notice to that notice.
const WORDS_BEFORE_NOTICE: usize = 24;

/// The best notice in a text outside of the masked spans, which hold the license itself. Linear in its length.
///
/// Variants and near misses are those of the project's survey of real cards: line prefixes, markup, links, `(c)`, `©` and case do not
/// matter; a sentence that stops before the licensor's name is no notice.
pub(crate) fn find(text: &str, masked: &[Span], notice: &policy::Notice) -> Option<NoticeMatch> {
    if let Some(found) = at_the_start(text, masked, notice) {
        return Some(found);
    }
    let long = |word: &&str| word.len() >= 8;
    let rare = notice.sentence.split(|c: char| !c.is_alphanumeric()).find(long)?.to_ascii_lowercase();
    let (lower, rare) = (text.to_ascii_lowercase(), Finder::new(&rare));
    // Texts in wide letters are read from end to end.
    let is_wide = is_wide(text);
    let next = |from: usize| {
        let rest = lower.as_bytes().get(from..)?;
        if is_wide { (!rest.is_empty()).then_some(from) } else { Some(from + rare.find(rest)?) }
    };
    let inside = notice.sentence.len();
    let mut best: Option<NoticeMatch> = None;
    let mut from = 0;
    let mut pattern: Option<Pattern<'_>> = None;
    while let Some(at) = next(from) {
        if let Some(mask) = masked.iter().find(|mask| mask.start + inside <= at && at + inside < mask.end) {
            from = mask.end - inside;
            continue;
        }
        from = at + STRIDE;
        let part = Span::new(
            text.floor_char_boundary(at.saturating_sub(WINDOW)),
            text.ceil_char_boundary(text.len().min(from + WINDOW)),
        );
        let pattern = pattern.get_or_insert_with(|| Pattern::new(notice));
        if !is_wide && !pattern.may_be_in(part.of(&lower)) {
            continue;
        }
        for found in pattern.find_in(text, part, masked) {
            if found.form == Form::Exact {
                return Some(found);
            }
            best = best.or(Some(found));
        }
    }
    best
}

/// The notice as the first line of a text, to the letter: most Notice files hold nothing else.
fn at_the_start(text: &str, masked: &[Span], notice: &policy::Notice) -> Option<NoticeMatch> {
    let rest = text.strip_prefix(notice.sentence)?;
    let is_line = rest.is_empty() || rest.starts_with(['\n', '\r']);
    let end = notice.sentence.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    let is_plain = notice.sentence.starts_with(char::is_alphanumeric);
    (is_line && is_plain && masked.is_empty()).then_some(NoticeMatch { span: Span::new(0, end), form: Form::Exact })
}

/// Whether a text has a phrase outside of the masked spans, whatever its layout.
pub(crate) fn contains_words(text: &str, masked: &[Span], wanted: &str) -> bool {
    let wanted = Words::whole(wanted);
    let mut all = (0..wanted.spans.len()).map(|at| wanted.word(at));
    if !is_wide(text) && !all.all(|word| has_word(text, word)) {
        return false;
    }
    let words = Words::whole(text);
    let starts = words.spans.iter().enumerate().filter(|(_, (_, span))| !is_masked(*span, masked));
    { starts }.any(|(start, _)| words.has_at(start, &wanted))
}

fn is_masked(span: Span, masked: &[Span]) -> bool {
    masked.iter().any(|mask| mask.start <= span.start && span.end <= mask.end)
}

/// Whether a text may hold a notice: it has all words that every form of the notice has.
pub(crate) fn may_be_in(text: &str, cache: &WordCache, notice: &policy::Notice) -> bool {
    cache.is_wide(text) || notice.required_words.iter().all(|word| cache.has(text, word))
}

/// The words of a notice that is looked for.
struct Pattern<'n> {
    sentence: Words,
    /// The number of its first words that must be there: everything up to the licensor's name, which follows the word "copyright".
    needed: usize,
    quoted_after: &'n [&'static str],
}

impl<'n> Pattern<'n> {
    fn new(notice: &'n policy::Notice) -> Self {
        let sentence = Words::whole(notice.sentence);
        let count = sentence.spans.len();
        let needed = (0..count).find(|at| sentence.word(*at) == "copyright").map_or(count, |at| at + 4).min(count);
        Self { sentence, needed, quoted_after: notice.quoted_after }
    }

    /// Whether the long words of the notice are all in a text in lower case; most texts lack one of them.
    fn may_be_in(&self, lower: &str) -> bool {
        let mut needed = (0..self.needed).map(|at| self.sentence.word(at));
        needed.all(|word| word.len() < 8 || memmem::find(lower.as_bytes(), word.as_bytes()).is_some())
    }

    /// The notices in a part of a text.
    fn find_in(&self, text: &str, part: Span, masked: &[Span]) -> Vec<NoticeMatch> {
        let words = Words::of(text, part);
        let found = (0..words.spans.len()).filter_map(|start| {
            let (end, form) = self.match_at(&words, start)?;
            let span = Span::new(words.spans[start].1.start, words.spans[end - 1].1.end);
            (!is_masked(span, masked) && !self.is_quotation(&words, start)).then_some(NoticeMatch { span, form })
        });
        found.collect()
    }

    /// Where the notice that begins with a word ends, and whether it is whole. The copyright mark may be missing, which is a damaged form.
    fn match_at(&self, words: &Words, start: usize) -> Option<(usize, Form)> {
        let mut at = start;
        let mut form = Form::Exact;
        for index in 0..self.sentence.spans.len() {
            let wanted = self.sentence.word(index);
            if words.word(at) == wanted {
                at += 1;
            } else if wanted == "c" {
                form = Form::Damaged;
            } else if index >= self.needed {
                return Some((at, Form::Damaged));
            } else {
                return None;
            }
        }
        (at > start).then_some((at, form))
    }

    /// Whether the notice at a word is the one that the agreement quotes.
    fn is_quotation(&self, words: &Words, start: usize) -> bool {
        self.quoted_after.iter().any(|phrase| {
            let phrase = &Words::whole(phrase);
            let mut firsts = start.saturating_sub(WORDS_BEFORE_NOTICE)..(start + 1).saturating_sub(phrase.spans.len());
            firsts.any(|from| words.has_at(from, phrase))
        })
    }
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
            required_words: &[],
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
