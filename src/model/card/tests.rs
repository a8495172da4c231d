//! Where the Hub finds front matter (`dev/record_yaml.py`), and what is reported of metadata that it does not see.
#![expect(clippy::unwrap_used, reason = "a test stops where it finds something wrong")]

use super::Card;
use super::body::BlockKind;
use super::front_matter::find;
use super::unseen::{UnseenReason, unseen};
use crate::source::{Source, Span};

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

/// A sentence, written as `{}`, in each of the forms that hide it.
pub(crate) const HIDING: [&str; 48] = [
    "<!-- {} -->",
    "<!-- > {} -->",
    "<!--\n> {}\n\n- {}\n-->",
    "<!-- a -- > b\n\n{}\n\n--!>",
    "a <!-- > {} --> b",
    "- <!-- > {} -->",
    "- a\n  <!--\n  > {}\n  -->",
    "> <!-- > {}\n> > {} -->",
    "<div><!--\n> {}\n--></div>",
    "<!X {}>",
    "<?x {}>",
    "<![CDATA[{}]]>",
    "<div></ {}></div>",
    "<script>\n> {}\n\n{}\n</script>",
    "<style>{}</style>",
    "a <style>{}</style> b",
    "<div><style>\n\n{}\n\n</style></div>",
    "<title>{}</title>",
    "<template>\n\n{}\n\n</template>",
    "<noscript>{}</noscript>",
    "<iframe>{}</iframe>",
    "<video><p>{}</p></video>",
    "<dialog>{}</dialog>",
    "<p hidden>{}</p>",
    "<p class=a HIDDEN=\"\">{}</p>",
    "a <span hidden>{}</span> b",
    "<div hidden>\n\n{}\n\n- {}\n\n</div>",
    "<div hidden><div>a</div>{}</div>",
    "<div\n  hidden\n>{}</div>",
    "<div title=\"a > b\" style='Display : NONE'>{}</div>",
    "<div style=\"color: red; display: none !important\">\n\n> {}\n\n</div>",
    "<div style=\"visibility:hidden\"><p>{}</p></div>",
    "<span style=\"font-size:0px\">{}</span>",
    "<span style=\"opacity: 0\">{}</span>",
    "<span style=\"opacity:/**/.0; color:red\">{}</span>",
    "<span style=\"color: transparent\">{}</span>",
    "<p style=\"position: absolute; left: -9999px\">{}</p>",
    "<p style=\"height: 0; overflow: hidden\">{}</p>",
    "<p style=\"clip: rect(0,0,0,0)\">{}</p>",
    "<p style=\"display: none !important; display: block\">{}</p>",
    "<p style=\"display: none; display: blok\" style=\"display: block\">{}</p>",
    "<ul><li hidden>{}<li>a</ul>",
    "<p title=\"{}\">a</p>",
    "<img alt=\"a > {}\">",
    "[a](https://example.org '{}')",
    "![{}](a.png)",
    "[//]: # ({})\n[//]: # ({})",
    "- a\n\n  [b]: c '{}'",
];

/// Forms that show a sentence.
pub(crate) const SHOWING: [&str; 35] = [
    "{}",
    "<p>{}</p>",
    "<details><summary>a</summary>\n\n{}\n\n</details>",
    "<div aria-hidden=\"true\">{}</div>",
    "<p data-hidden=\"hidden\" class=\"hidden\">{}</p>",
    "<!-- a -->{}<!-- b -->",
    "<!-->{}<!-- b -->",
    "<!--->{}",
    "<!-- a --!>{}",
    "<![CDATA[ > {} ]]>",
    "<p hidden>a</p>{}",
    "<p hidden>\n\n{}\n\n</p>",
    "<p hidden>a<div>{}</div>",
    "<div><span hidden>a</div>{}",
    "<div hidden>a</div><div>{}</div>",
    "a <span hidden>b\n\n{}",
    "*a <span hidden>b* {}",
    "- <span hidden>a\n- {}",
    "<ul><li hidden>a<li>{}</ul>",
    "<table><tr><td hidden>a<td>{}</table>",
    "<br hidden>{}",
    "<p hidden style=\"display: block\">{}</p>",
    "<div style=\"visibility:hidden\"><p style=\"visibility: visible\">{}</p></div>",
    "<div style=\"font-size:0\"><p style=\"font-size: 10px\">{}</p></div>",
    "<div style=\"margin-top: -20px; height: 0; left: 0; opacity: 0.9\">{}</div>",
    "<div style=\"opacity: 0; opacity: 1; left: -9999px; left: 0\">{}</div>",
    "<div style=\"height: 0; overflow: hidden; height: auto\">{}</div>",
    "<div style=\"display: block !important; display: none\">{}</div>",
    "<div style=\"display: block\" style=\"display: none\">{}</div>",
    "<table><tr><td>{}</td></tr></table>",
    "<table>\n<tr>\n<td><img src=\"a\"></td>\n<td>{}</td>\n</tr>\n</table>",
    "<script>a</script>{}",
    "<style>a\n\nb</style>\n\n{}",
    "a < b {}",
    "<textarea>{}</textarea>",
];

const SENTENCE: &str = "This was licensed before.";

#[test]
fn what_is_hidden_is_in_no_block_and_blank_in_the_shown_body() {
    let texts = |form: &str| {
        let card = Card::read(Source::new("README.md", format!("---\na: b\n---\n# A\n\n{form}\n\nThe end.\n")));
        let blocks: Vec<&str> = card.blocks().iter().map(|block| block.text.as_str()).collect();
        let ends = |text: &str| text.lines().map(str::len).collect::<Vec<_>>();
        assert_eq!(ends(card.shown_body()), ends(card.body()), "{form}");
        assert!(card.shown_body().contains("The end."), "{form}");
        assert!(blocks.concat().contains("The end."), "{form}");
        (blocks.concat(), card.shown_body().to_owned(), card.disputed())
    };
    for form in HIDING {
        let (blocks, shown, disputed) = texts(&form.replace("{}", SENTENCE));
        assert!(!blocks.contains("licensed") && !shown.contains("licensed"), "{form}: {blocks:?} {shown:?}");
        assert_eq!(disputed, None, "{form}");
    }
    for form in SHOWING {
        let (blocks, shown, _) = texts(&form.replace("{}", SENTENCE));
        assert!(blocks.contains(SENTENCE) && shown.contains(SENTENCE), "{form}: {blocks:?} {shown:?}");
    }
}

#[test]
fn what_some_programs_hide_and_others_do_not_is_told() {
    let disputed = |form: &str| Card::read(Source::new("README.md", form.replace("{}", SENTENCE))).disputed();
    for (form, at) in [
        ("a\n\n<div><!--\n\n{}\n\n--></div>", Some(3)),
        ("<div><!--\n\n{}", Some(0)),
        ("- <!-- a\n\n{}", Some(2)),
        ("<div title=\"\n\n{}\n\n\">", Some(0)),
        ("<div><!a\n\n{}", Some(0)),
        ("<div hidden>\n\n{}", Some(0)),
        ("<div><style>\n\n{}", Some(5)),
        // Every program hides these to the end.
        ("<!-- a\n\n{}", None),
        ("<style>\n\n{}", None),
        ("<div hidden>{}", None),
        ("<div><!--\n\n<div>--></div>\n\n{}", None),
        ("a <!-- {}", None),
    ] {
        assert_eq!(disputed(form), at, "{form}");
    }
}

#[test]
fn a_row_of_html_is_a_row_of_markdown() {
    let rows = |text: &str| {
        let card = Card::read(Source::new("README.md", text));
        let rows = card.blocks().iter().filter(|block| block.kind == BlockKind::Row);
        rows.map(|row| row.text.split('\t').map(str::trim).collect::<Vec<_>>().join("|")).collect::<Vec<_>>()
    };
    for text in [
        "| a | b |\n| --- | --- |\n| c d | |\n",
        "<table><tr><th>a</th><th>b</th></tr><tr><td>c d</td><td></td></tr></table>",
        "<table>\n<tr>\n <th>a</th>\n <th>b</th>\n</tr>\n<tr>\n <td>c\nd</td>\n <td></td>\n</tr>\n</table>\n",
        "<table><tr><th>a<th>b</th><tr><td>c d<td></td></table>",
    ] {
        assert_eq!(rows(text), ["a|b|", "c d||"], "{text}");
    }
    assert_eq!(rows("<table><tr><td>a<br>b</td></tr></table>\n\nc"), ["a\nb|"]);
}

#[test]
fn the_shown_body_is_the_body_where_all_is_shown() {
    for text in ["", "# A\n\nb *c* `d`\n\n- e\n\n| f | g |\n| --- | --- |\n| h | i |\n\n> j\n"] {
        let card = Card::read(Source::new("README.md", text));
        assert_eq!(card.shown_body, None, "{text}");
    }
}

#[test]
fn a_block_reads_as_a_reader_reads_it_and_keeps_its_places() {
    let text = "# A\n\nof **Ll\u{430}**m\u{ad}a Ｂ, [Ｃ\u{200b}d](https://hf.co/a/\u{ff22}c) &shy;e&#xff26;.\n";
    let card = Card::read(Source::new("README.md", text));
    let block = &card.blocks()[1];
    assert_eq!(block.text, "of Llama B, Cd eF.");
    let written = |part: &str| {
        let at = block.text.find(part).unwrap();
        block.origin_span(Span::new(at, at + part.len())).of(text)
    };
    for (part, source) in
        [("of", "of"), ("Llama", "Ll\u{430}**m\u{ad}a"), ("B", "Ｂ"), ("Cd", "Ｃ\u{200b}d"), ("e", "e")]
    {
        assert_eq!(written(part), source, "{part}");
    }
    let link = &block.links()[0];
    assert_eq!((link.span.of(&block.text), link.url.as_str()), ("Cd", "https://hf.co/a/Bc"));
}
