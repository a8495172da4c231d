//! The notice of the Llama 2 license in the layouts that were met in real repositories, and what only looks like it.

use model_license_gate::notice::{Form, find};
use model_license_gate::policy;

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
