//! The notice of the Llama 2 license in the layouts that were met in real repositories, and what only looks like it.

use crate::find_ignoring_case::WordCache;
use crate::notice::{Form, NoticeMatch, contains_words, find, may_be_in};
use crate::policy;
use crate::source::Span;

/// The notice of a license of our own, word for word.
const SENTENCE: &str =
    "Otter 2 is licensed under the OTTER 2 Community License, Copyright (c) Holt Platforms, Inc. All Rights Reserved.";

fn of_otter() -> policy::Notice {
    policy::Notice {
        sentence: SENTENCE,
        quoted_after: &["distributed as a part of such copies", "the following notice"],
        file: "Notice",
        required_words: &[],
    }
}

fn otter(text: &str, masked: &[Span]) -> Option<NoticeMatch> {
    find(text, masked, &of_otter())
}

/// Where the sentence is found: its last full stop is no part of it.
fn place(text: &str) -> Option<Span> {
    text.find(SENTENCE).map(|at| Span::new(at, at + SENTENCE.len() - 1))
}

/// How well a text carries the notice of the Llama 2 policy.
fn form(text: &str) -> Option<Form> {
    let policy = policy::all().iter().find(|policy| policy.license == "llama2")?;
    find(text, &[], policy.notice.as_ref()?).map(|found| found.form)
}

#[test]
fn accepted_layouts_are_the_notice() {
    for text in [
        // The sentence, with either mark and in any case.
        "Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc. All Rights Reserved.",
        "Llama 2 is licensed under the LLAMA 2 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.",
        "Llama 2 is licensed under the LLAMA 2 Community License, Copyright &copy; Meta Platforms, Inc. All Rights Reserved.",
        "Llama 2 is licensed under the Llama 2 Community License, Copyright (C) Meta Platforms, Inc. All rights reserved.",
        "LLaMA 2 is licensed under the LLaMA 2 community license, copyright (c) Meta Platforms, Inc. All Rights Reserved.",
        "LLAMA 2 IS LICENSED UNDER THE LLAMA 2 COMMUNITY LICENSE, COPYRIGHT (C) META PLATFORMS, INC. ALL RIGHTS RESERVED.",
        "Llama-2 is licensed under the Llama-2 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.",
        // The last full stop and the one of "Inc." may be missing.
        "Llama 2 is licensed under the LLAMA 2 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved",
        "Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc All Rights Reserved.",
        "Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms Inc. All Rights Reserved.",
        // Broken lines with the prefixes of comments, quotations and lists.
        "Llama 2 is licensed under the LLAMA 2 Community License,\nCopyright (c) Meta Platforms, Inc. All Rights Reserved.",
        "Llama 2 is licensed under the LLAMA 2 Community License,\r\nCopyright © Meta Platforms,\r\nInc. All Rights Reserved.",
        "# Llama 2 is licensed under the LLAMA 2 Community License,\n# Copyright (c) Meta Platforms, Inc. All Rights Reserved.",
        "// Llama 2 is licensed under the LLAMA 2 Community License,\n// Copyright (c) Meta Platforms, Inc. All Rights Reserved.",
        "/*\n * Llama 2 is licensed under the LLAMA 2 Community License,\n * Copyright (c) Meta Platforms, Inc. All Rights Reserved.\n */",
        "> Llama 2 is licensed under the LLAMA 2 Community License,\n> Copyright © Meta Platforms, Inc. All Rights Reserved.",
        "- Llama 2 is licensed under the LLAMA 2 Community License,\n- Copyright © Meta Platforms, Inc. All Rights Reserved.",
        "* Llama 2 is licensed under the LLAMA 2 Community License\n* Copyright (c) Meta Platforms, Inc. All Rights Reserved.",
        // Markup, links and quotation marks.
        "**Llama 2** is licensed under the *LLAMA 2 Community License*, Copyright © Meta Platforms, Inc. All Rights Reserved.",
        "`Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc. All Rights Reserved.`",
        "\"Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc. All Rights Reserved.\"",
        "“Llama 2 is licensed under the LLAMA 2 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.”",
        "Llama 2 is licensed under the [LLAMA 2 Community License](https://example.org/license), Copyright © Meta Platforms, Inc. All Rights Reserved.",
        "[Llama 2](https://example.org/2) is licensed under the [LLAMA 2 Community License](https://example.org/a_(b)), Copyright © Meta Platforms, Inc. All Rights Reserved.",
        "Llama 2 is licensed under the [LLAMA 2 Community License][1], Copyright © Meta Platforms, Inc. All Rights Reserved.",
        "Llama 2 is licensed under the `LLAMA 2 Community License <https://example.org/l>`_, Copyright (c) Meta Platforms, Inc. All Rights Reserved.",
        "<p>Llama 2 is licensed under the <a href=\"https://example.org\">LLAMA 2 Community License</a>,&nbsp;Copyright © Meta Platforms, Inc. All Rights Reserved.</p>",
        // Among other words, and other notices.
        "- **License:** CC-BY-NC-4.0, Llama 2 is licensed under the LLAMA 2 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.",
        "モデルのライセンス: Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc. All Rights Reserved. です。",
        "Letters is under our own terms.\nLlama 3 is licensed under the LLAMA 3 Community License.\nLlama 2 is licensed under the LLAMA 2 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.",
        // Blanks of every width, characters of none, and wide letters.
        "Llama\u{a0}2 is  licensed under\tthe LLAMA\u{3000}2 Community License, Copyright\u{200b} © Meta Platforms, Inc. All Rights Reserved.",
        "\u{feff}Llama 2 is licensed under the LLAMA 2 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.",
        "Ｌｌａｍａ ２ is licensed under the ＬＬＡＭＡ ２ Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.",
    ] {
        assert_eq!(form(text), Some(Form::Exact), "{text}");
    }
}

#[test]
fn a_notice_that_lacks_the_mark_or_its_end_is_damaged() {
    for text in [
        "Llama 2 is licensed under the LLAMA 2 Community License, Copyright Meta Platforms, Inc. All Rights Reserved.",
        "Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc.",
        "Llama 2 is licensed under the LLAMA 2 Community License, Copyright © Meta Platforms, Inc. 무단 전재 금지",
    ] {
        assert_eq!(form(text), Some(Form::Damaged), "{text}");
    }
}

#[test]
fn what_only_looks_like_the_notice_is_none() {
    for text in [
        "",
        "Llama 2 is licensed under the LLAMA 2 Community License.",
        "This model is licensed under the LLAMA 2 Community License.",
        "License: Llama 2 Community License, Copyright Meta.",
        "Copyright (c) Meta Platforms, Inc. and affiliates. This software may be used and distributed according to the terms of the Llama 2 Community License Agreement.",
        "Meta Llama 3 is licensed under the Meta Llama 3 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.",
        "Llama 3.1 is licensed under the Llama 3.1 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.",
        "Llama 3.2 is licensed under the Llama 3.2 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.",
        "Llama 4 is licensed under the Llama 4 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.",
        "Llama 2.1 is licensed under the LLAMA 2.1 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.",
        "Code Llama is licensed under the Llama 2 license.",
        "Letters is licensed under the Letters Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.",
        "Llama 2 is licensed under the LLAMA 2 Community License, Copyright © Letters, Inc. All Rights Reserved.",
        // The agreement quotes the sentence behind words like these.
        "in a text file distributed as a part of such copies: \"Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc. All Rights Reserved.\"",
    ] {
        assert_eq!(form(text), None, "{text}");
    }
}

#[test]
fn a_notice_is_found_at_its_place_however_far_down_it_stands() {
    // The filler has the word that is looked for, or not, so that reading goes on in steps or jumps.
    for filler in ["Read on. ", "The Community speaks. ", "Otter 2 is licensed to the Community. ", "Ünïcödé 社区. "]
    {
        for count in [0, 1, 20, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 60, 120, 500] {
            let text = format!("{}{SENTENCE} {}", filler.repeat(count), filler.repeat(count));
            let found = otter(&text, &[]);
            assert_eq!(
                found.map(|found| (Some(found.span), found.form)),
                Some((place(&text), Form::Exact)),
                "{count} {filler}"
            );
        }
    }
}

#[test]
fn a_notice_in_wide_letters_is_found_however_far_down_it_stands() {
    let wide = |c: char| char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c);
    let letters: String = SENTENCE.chars().map(|c| if c.is_ascii_alphanumeric() { wide(c) } else { c }).collect();
    let all: String = SENTENCE.chars().map(|c| if c.is_ascii_graphic() { wide(c) } else { c }).collect();
    for (sentence, count) in
        [&letters, &all].iter().flat_map(|one| [0, 30, 55, 56, 57, 58, 59, 60, 300].map(|n| (one, n)))
    {
        let text = format!("{}{sentence}\n", "次の文を読む。".repeat(count));
        let found = otter(&text, &[]);
        assert_eq!(found.map(|found| found.span.of(&text)), Some(sentence.trim_end_matches(['.', '．'])), "{count}");
        assert_eq!(found.map(|found| found.form), Some(Form::Exact), "{count}");
    }
}

#[test]
fn the_best_notice_counts_and_of_two_damaged_ones_the_first() {
    let damaged = SENTENCE.replace(" All Rights Reserved.", "");
    let text = format!("{damaged}\n\n{SENTENCE}\n\n{damaged}");
    assert_eq!(otter(&text, &[]).map(|found| (Some(found.span), found.form)), Some((place(&text), Form::Exact)));
    let text = format!("# Papers\n{damaged}\n\n{}\n\n{damaged}", "Read on. ".repeat(300));
    assert_eq!(otter(&text, &[]).map(|found| (found.span.start, found.form)), Some((9, Form::Damaged)));
}

#[test]
fn only_what_lies_inside_of_a_mask_is_not_seen() {
    let before = "An agreement of the Community. ".repeat(90);
    let after = " More of the Community's agreement.".repeat(90);
    let masked = format!("{before}{SENTENCE}{after}");
    let mask = Span::new(0, masked.len());
    assert_eq!(otter(&masked, &[mask]), None);
    // The author's own sentence right behind the agreement, right before it, and far behind it.
    for gap in ["\n", "\n\nAnd on it goes.\n"] {
        let text = format!("{masked}{gap}{SENTENCE}");
        let start = text.len() - SENTENCE.len();
        assert_eq!(otter(&text, &[mask]).map(|found| found.span.start), Some(start));
        let text = format!("{SENTENCE}{gap}{masked}");
        let mask = Span::new(text.len() - masked.len(), text.len());
        assert_eq!(otter(&text, &[mask]).map(|found| found.span.start), Some(0));
    }
    // One that a mask covers in part only is no quotation of the license.
    for mask in [Span::new(0, 20), Span::new(20, SENTENCE.len()), Span::new(0, SENTENCE.len() - 2), Span::new(1, 500)] {
        assert_eq!(otter(SENTENCE, &[mask]).map(|found| found.form), Some(Form::Exact), "{mask:?}");
    }
}

#[test]
fn a_notice_that_the_agreement_quotes_is_none_and_another_one_is() {
    let quoted = format!("within a text file distributed as a part of such copies: \"{SENTENCE}\"");
    assert_eq!(otter(&quoted, &[]), None);
    assert_eq!(otter(&format!("The following notice:\n{SENTENCE}"), &[]), None);
    let both = format!("{quoted}\n\nOur own model: {SENTENCE}");
    assert_eq!(otter(&both, &[]).map(|found| found.span.start), Some(both.len() - SENTENCE.len()));
    // The words of the agreement stand too far before it, or not in that order.
    let far = format!("distributed as a part of such copies. {}\n{SENTENCE}", "and so on ".repeat(9));
    let mixed = format!("such copies distributed as a part of {SENTENCE}");
    for text in [far, mixed] {
        assert_eq!(otter(&text, &[]).map(|found| found.form), Some(Form::Exact), "{text}");
    }
}

#[test]
fn markup_that_is_never_closed_hides_nothing() {
    for text in [
        format!("a < b and {SENTENCE}"),
        format!("[a]({}", SENTENCE.replace("(c)", "©")),
        format!("[a][{SENTENCE}"),
        format!("]{SENTENCE}"),
        format!("AT&T: {SENTENCE}"),
        format!("{} {SENTENCE}", "<".repeat(700)),
        SENTENCE.replace("under", "&quot;under&quot;").replace("(c)", "&#xA9;"),
        SENTENCE.replace("Community License", "Community License][l]").replace("under the", "under the ["),
    ] {
        let found = otter(&text, &[]);
        assert_eq!(found.map(|found| (found.span.end, found.form)), Some((text.len() - 1, Form::Exact)), "{text}");
    }
    // Tags and addresses hide what they hold.
    for text in [format!("<p title=\"{SENTENCE}\">"), format!("[a]({SENTENCE}") + ")"] {
        assert_eq!(otter(&text.replace("(c)", "©"), &[]), None, "{text}");
    }
}

#[test]
fn words_that_must_be_shown_are_found_in_any_layout_outside_of_masks() {
    let text = "The agreement says: Built with Otter.\n\n**Built** with\n> [Otter](https://example.org)";
    assert!(contains_words(text, &[], "Built with Otter"));
    assert!(contains_words("Built with Otter", &[], "built with OTTER!"));
    assert!(contains_words(text, &[Span::new(0, 37)], "Built with Otter"));
    assert!(!contains_words(text, &[Span::new(0, text.len())], "Built with Otter"));
    assert!(!contains_words(text, &[], "Built with Otters"));
    assert!(!contains_words("Otter", &[], "Built with Otter"));
    assert!(!contains_words("Built with Ot", &[], "Built with Otter"));
    assert!(!contains_words("", &[], "Built with Otter"));
    assert!(!contains_words(text, &[], ""));
    // A mask over the last words alone, or up to the middle of the first, hides nothing.
    assert!(contains_words("Built with Otter", &[Span::new(6, 16)], "Built with Otter"));
    assert!(contains_words("Built with Otter", &[Span::new(0, 4)], "Built with Otter"));
    assert!(!contains_words("Built with Otter", &[Span::new(0, 5)], "Built with Otter"));
}

#[test]
fn a_text_without_one_of_the_words_of_a_notice_is_not_read() {
    let policy = policy::all().iter().find(|policy| policy.license == "llama2").unwrap();
    let notice = policy.notice.as_ref().unwrap();
    // All words of four letters and more up to the licensor's name, rare ones first.
    assert_eq!(
        notice.required_words,
        ["copyright", "llama", "community", "meta", "platforms", "licensed", "under", "license"]
    );
    let may_be_in = |text: &str| may_be_in(text, &WordCache::default(), notice);
    assert!(may_be_in(notice.sentence) && may_be_in(&notice.sentence.to_uppercase()));
    for word in notice.required_words {
        assert!(!may_be_in(&notice.sentence.to_lowercase().replace(word, "-")), "{word}");
    }
    // In letters of full width no word is sought.
    assert!(may_be_in("Ｌｌａｍａ"));
}
