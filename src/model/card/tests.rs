//! Where the Hub finds front matter (`dev/record_yaml.py`), and what is reported of metadata that it does not see.
#![expect(clippy::unwrap_used, reason = "a test stops where it finds something wrong")]

use super::front_matter::find;
use super::unseen::{UnseenReason, unseen};

#[test]
fn front_matter_is_found_where_the_hub_finds_it() {
    let rows: Vec<(String, Option<[usize; 3]>)> =
        serde_json::from_str(include_str!("../../../tests/recorded/fences.json")).unwrap();
    for (text, expected) in rows {
        let fence = find(&text);
        let got = fence.map(|fence| [fence.block.start, fence.block.end, fence.whole.end]);
        assert_eq!(got, expected, "{text:?}");
        assert_eq!(fence.map(|fence| fence.body_start), expected.map(|expected| expected[2]));
        // Nothing about blocks that are not seen may panic either.
        unseen(&text, fence.as_ref());
    }
}

/// Why a block is not seen, what is in the way, and the block.
type Told<'t> = &'t [(UnseenReason, &'t str, &'t str)];

#[test]
fn metadata_that_the_hub_does_not_see_is_told() {
    let cases: [(&str, Told); 41] = [
        ("---\nlicense: mit\n---\n# T\n", &[]),
        ("# T\n\n---\nlicense: mit\n---\nx", &[(UnseenReason::TextBefore, "# T", "license: mit\n")]),
        ("<!-- x -->\n---\nlicense: mit\n---\n", &[(UnseenReason::TextBefore, "<!-- x -->", "license: mit\n")]),
        ("# T\n\nx\n\n---\ntags:\n- a\n---", &[(UnseenReason::TextBefore, "# T", "tags:\n- a\n")]),
        ("\u{200b}---\nlicense: mit\n---", &[(UnseenReason::InvisibleBefore, "\u{200b}", "license: mit\n")]),
        ("----\nlicense: mit\n----\n", &[(UnseenReason::OpenerMarks, "----", "license: mit\n")]),
        ("+++\nlicense = \"mit\"\n+++\n", &[(UnseenReason::OpenerMarks, "+++", "license = \"mit\"\n")]),
        ("--- \nlicense: mit\n---\n", &[(UnseenReason::OpenerBlanks, "--- ", "license: mit\n")]),
        ("---\nlicense: mit\n...\n# T\n", &[(UnseenReason::CloserMarks, "...", "license: mit\n")]),
        ("---\nlicense: mit\n----\n# T\n", &[(UnseenReason::CloserMarks, "----", "license: mit\n")]),
        ("---\nlicense: mit\n---\rtext", &[(UnseenReason::CloserReturn, "---", "license: mit\n")]),
        ("---\nlicense: mit\n# T\n\nx\n", &[(UnseenReason::NoCloser, "license: mit", "license: mit")]),
        ("license: mit\n---\n# T\n", &[(UnseenReason::NoOpener, "license: mit", "license: mit\n")]),
        ("---\n---\n# T\n\n---\nx", &[(UnseenReason::Adjacent, "---", "---\n# T\n")]),
        ("---\na: b\n---\n# T\n---\ntags: x\n---\n", &[(UnseenReason::Second, "---\na: b\n---\n", "tags: x\n")]),
        ("# T\n\n```yaml\n---\nlicense: mit\n---\n```\n", &[]),
        ("# T\n\n---\n\nProse\nlicense: mit\n\n---\n", &[]),
        ("# T\n---\nlicense: mit\n", &[]),
        ("---\n---\n# T\n", &[]),
        // Comments, lists and lines that are set in go on with metadata; the first line of prose ends it.
        ("---\n# ours\nlicense: mit\n...\n", &[(UnseenReason::CloserMarks, "...", "# ours\nlicense: mit\n")]),
        (
            "---\ntags: [\n a\n]\n- b\n}\nProse\na: b\n",
            &[(UnseenReason::NoCloser, "tags: [\n a\n]\n- b\n}", "tags: [\n a\n]\n- b\n}")],
        ),
        ("# ours\nlicense: mit\n---\n", &[]),
        ("---\nProse\nlicense: mit\n", &[]),
        ("license: mit\ntags: x\n\nProse\n", &[]),
        // Only keys of a card make a block, and a blank parts them from their value.
        ("# T\n---\nnothing: here\n---\n", &[]),
        ("# T\n---\nlicense mit\n---\n", &[]),
        ("# T\n---\nlicense:mit\n---\n", &[]),
        ("# T\n---\nlicense = mit\n---\n", &[]),
        ("# T\n---\nmodel-index:\n---\n", &[(UnseenReason::TextBefore, "# T", "model-index:\n")]),
        ("# T\n---\nbase_model: a/b\n---\n", &[(UnseenReason::TextBefore, "# T", "base_model: a/b\n")]),
        ("+++\nlicense: mit\n+++\n", &[(UnseenReason::OpenerMarks, "+++", "license: mit\n")]),
        // Fences of every kind.
        ("...\nlicense: mit\n...\n", &[(UnseenReason::OpenerMarks, "...", "license: mit\n")]),
        ("\n\n----\nlicense: mit\n----\n", &[(UnseenReason::OpenerMarks, "----", "license: mit\n")]),
        ("--\nlicense: mit\n--\n", &[(UnseenReason::OpenerMarks, "--", "license: mit\n--")]),
        ("-+-\nlicense: mit\n-+-\n", &[(UnseenReason::OpenerMarks, "-+-", "license: mit\n-+-")]),
        ("\"---\nlicense: mit\n---\n", &[(UnseenReason::OpenerMarks, "\"---", "license: mit\n")]),
        ("- -\n@license: mit\n---\n", &[(UnseenReason::OpenerMarks, "- -", "@license: mit\n")]),
        (" \u{200b} ---\nlicense: mit\n---", &[(UnseenReason::InvisibleBefore, "\u{200b}", "license: mit\n")]),
        ("---\r\nlicense: mit\r\n --- \r\n", &[(UnseenReason::CloserMarks, " --- ", "license: mit\r\n")]),
        // Right after what the Hub sees the first fence may lack; nothing in code counts.
        ("---\na: b\n---\nlicense: mit\n---\n", &[(UnseenReason::Second, "---\na: b\n---\n", "license: mit\n")]),
        ("~~~\n---\nlicense: mit\n---\n", &[]),
    ];
    for (text, expected) in cases {
        let told: Vec<(UnseenReason, &str, &str)> = unseen(text, find(text).as_ref())
            .iter()
            .map(|unseen| (unseen.why, unseen.span.of(text), unseen.block.of(text)))
            .collect();
        assert_eq!(told, expected, "{text:?}");
    }
    let many = "---\nlicense: mit\n---\n".repeat(100);
    assert_eq!(unseen(&many, find(&many).as_ref()).len(), 8);
}
