//! Alterations of an invented agreement in every form of markup, escape and symbol; `dev/alterations.py` makes them of real ones.

use super::tests::{AGREEMENT, table};
use super::*;

/// How much of an agreement a file of a kind holds of the invented one; nothing where none of it is found.
fn held(container: Container, text: &str) -> Option<Completeness> {
    let found = recognise::recognise(table(), &container.shown(text));
    found.licenses.first().map(|found| found.completeness)
}

/// Words and numbers as a plain text may have them, each in place of another.
const ALTERATIONS: [(&str, &str); 71] = [
    ("may walk", "may <not> walk"),
    ("may walk", "may <b>not</b> walk"),
    ("may walk", "may [](not) walk"),
    ("may walk", "may [](http://not/) walk"),
    ("may walk", "may [not] walk"),
    ("may walk", "may {#not} walk"),
    ("may walk", "may <!-- not --> walk"),
    ("may walk", "may &#110;ot walk"),
    ("may walk", "may not. walk"),
    ("may walk", "may <i not> walk"),
    ("may walk", "may <b title=\"not\"> walk"),
    ("may walk", "may <b class=\"not\"> walk"),
    ("may walk", "may <style>not</style> walk"),
    ("may walk", "may <script>not</script> walk"),
    ("may walk", "may <title>not</title> walk"),
    ("may walk", "may <?not?> walk"),
    ("may walk", "may <!not> walk"),
    ("may walk", "may <![CDATA[not]]> walk"),
    ("may walk", "may &lt;b title=&quot;not&quot;&gt; walk"),
    ("may walk", "may &not; walk"),
    ("may walk", "may &ne; walk"),
    ("may walk", "may \\u006eot walk"),
    ("may walk", "may \\not walk"),
    ("may walk", "may n\u{200d}ot walk"),
    ("may walk", "may \u{1d45b}\u{1d45c}\u{1d461} walk"),
    ("may walk", "may \u{ff4e}\u{ff4f}\u{ff54} walk"),
    ("may walk", "may \u{202e}ton\u{202c} walk"),
    ("may walk", "may \u{ac} walk"),
    ("may walk", "may \u{2260} walk"),
    ("may walk", "may \u{2717} walk"),
    ("may walk", "may \u{1f6ab} walk"),
    ("may walk", "may \u{20ac} walk"),
    ("may walk", "may $ walk"),
    ("may walk", "may % walk"),
    ("may walk", "may + walk"),
    ("may walk", "may = walk"),
    ("may walk", "may < walk"),
    ("may walk", "may > walk"),
    ("may walk", "may ! walk"),
    ("may walk", "may ? walk"),
    ("may walk", "may & walk"),
    ("may walk", "may (7) walk"),
    ("may walk", "may [7] walk"),
    ("may walk", "~~may~~ walk"),
    ("may walk", "~may~ walk"),
    ("may walk", "<del>may</del> walk"),
    ("may walk", "<s>may</s> walk"),
    ("may walk", "<strike>may</strike> walk"),
    ("may walk", "m\u{336}a\u{336}y\u{336} walk"),
    ("may walk", "m&#97;y walk"),
    ("or whoever", "\\nor whoever"),
    ("or whoever", "\\for whoever"),
    ("700", "7.00"),
    ("700", "7,00"),
    ("700", "7 00"),
    ("700", "\u{2212}700"),
    ("700", "7/00"),
    ("700", "700\u{b2}"),
    ("700", "700\u{2070}"),
    ("700", "700<sup>2</sup>"),
    ("700", "7<sup>00</sup>"),
    ("700", "700\u{bd}"),
    ("700", "700\u{2030}"),
    ("700", "\u{667}\u{660}\u{660}"),
    ("700", "&#55;00"),
    ("thirty (30)", "thirty (31)"),
    ("thirty (30)", "thirty\n(31)"),
    ("4(b)(2)", "4(c)(2)"),
    ("4(b)(2)", "4(b)(3)"),
    ("4(b)(2)", "4(2)"),
    ("of Hut 7. Clauses", "of Hut 8. Clauses"),
];

#[test]
fn a_plain_text_is_altered_by_whatever_it_shows() {
    for (original, altered) in ALTERATIONS {
        assert!(AGREEMENT.contains(original), "{original}");
        for flat in [false, true] {
            let text = AGREEMENT.replace(original, altered);
            let text = if flat { text.split_whitespace().collect::<Vec<_>>().join(" ") } else { text };
            assert_eq!(held(Container::Plain, &text), Some(Completeness::Altered), "{altered}");
        }
    }
}

#[test]
fn clauses_may_be_counted_otherwise() {
    let counts =
        [("1. Paths", "A. Paths"), ("a. Right", "(A) Right"), ("2. Weather", "4) Weather"), ("3. Leaving", "Leaving")];
    let counted = counts.iter().fold(AGREEMENT.to_owned(), |text, (count, other)| text.replace(count, other));
    let wrapped = AGREEMENT.replace("thirty (30)", "thirty\n(30)").replace("Rule 4(b)(2)", "Rule\n4(b)(2)");
    for text in [counted, wrapped] {
        assert_eq!(held(Container::Plain, &text), Some(Completeness::Complete), "{text}");
    }
}

#[test]
fn a_sentence_in_the_last_line_belongs_to_the_text() {
    let text = AGREEMENT.trim();
    let kin = text.replace("uokka 2", "uokka 3").replace("UOKKA 2", "UOKKA 3");
    let kin = kin.replace("yellow ribbon", "long green rope").replace("sudden glut", "great plenty");
    for (continued, completeness, is_other) in [
        (format!("{text} No hats on Sundays."), Completeness::Altered, true),
        (format!("No hats on Sundays. {text}"), Completeness::Altered, true),
        (format!("{text}\n\nNo hats allowed."), Completeness::Complete, true),
        (format!("{{\"license\": \"{text}\", \"park\": 1}}"), Completeness::Complete, false),
        (format!("compact.txt\n{text}\nRottnest Trust, Inc."), Completeness::Complete, false),
        (format!("{text} {kin}"), Completeness::Complete, false),
    ] {
        let found = recognise::recognise(table(), &continued);
        assert_eq!(found.licenses[0].completeness, completeness, "{continued}");
        assert_eq!(found.other_text, is_other, "{continued}");
    }
}

#[test]
fn a_page_is_what_its_reader_sees() {
    let page = |words: &str| format!("<html><body><p>{words}</p></body></html>");
    let complete = Some(Completeness::Complete);
    for (unseen, in_markdown) in [
        ("<!-- not -->", complete),
        ("<!-- > not -->", complete),
        ("<b title=\"> not\">", complete),
        ("<i not>", complete),
        ("<?not?>", complete),
        // Some viewers of Markdown leave the tags out and show what is in them.
        ("<style>not</style>", Some(Completeness::Altered)),
        ("<script>not</script>", Some(Completeness::Altered)),
        ("<span hidden>not</span>", Some(Completeness::Altered)),
        ("<span style=\"display: none\">not</span>", Some(Completeness::Altered)),
    ] {
        let text = AGREEMENT.replace("may walk", &format!("may {unseen} walk"));
        assert_eq!(held(Container::Html, &page(&text)), complete, "{unseen}");
        assert_eq!(held(Container::Markdown, &text), in_markdown, "{unseen}");
    }
    for seen in [
        "<b>not</b>",
        "n<b>o</b>t",
        "<del>x</del>",
        "&#110;ot",
        "&not;",
        "<s title='x'>a</s>",
        "<span style=\"font-size:0.9em\">not</span>",
    ] {
        let text = AGREEMENT.replace("may walk", &format!("may {seen} walk"));
        for (container, text) in [(Container::Html, page(&text)), (Container::Markdown, text)] {
            assert_eq!(held(container, &text), Some(Completeness::Altered), "{seen} in {container:?}");
        }
    }
    let linked = AGREEMENT.replace("keeper", "[keeper](https://x.example/not \"not\")");
    assert_eq!(held(Container::Markdown, &linked), complete);
    assert_eq!(held(Container::Plain, &linked), Some(Completeness::Altered));
    let quoted = AGREEMENT.replace("may walk", "may `<!-- not -->` walk");
    assert_eq!(held(Container::Markdown, &quoted), Some(Completeness::Altered));
}

#[test]
fn a_text_that_is_not_shown_is_no_copy() {
    let comment = format!("Some words.\n\n<!--\n{AGREEMENT}\n-->\n");
    let hidden = format!("<div hidden>\n\n{AGREEMENT}\n</div>\n");
    let image = format!("![{}](x.png)", AGREEMENT.split_whitespace().collect::<Vec<_>>().join(" "));
    let struck = format!("<del>\n{AGREEMENT}\n</del>\n");
    assert_ne!(held(Container::Html, &struck), Some(Completeness::Complete));
    for text in [&comment, &hidden, &image, &struck] {
        assert_ne!(held(Container::Markdown, text), Some(Completeness::Complete), "{text}");
    }
    for text in [&comment, &hidden] {
        assert_eq!(held(Container::Html, text), None, "{text}");
    }
    let rtf = |words: &str| format!("{{\\rtf1 {words}}}");
    assert_eq!(held(Container::Rtf, &rtf(AGREEMENT)), Some(Completeness::Complete));
    for group in ["{\\*\\x ", "{\\v ", "{\\info "] {
        assert_eq!(held(Container::Rtf, &rtf(&format!("{group}{AGREEMENT}}}"))), None, "{group}");
    }
}

#[test]
fn what_is_shown_keeps_every_place() {
    for text in [
        "é<!-- ü\n日本 -->ß",
        "[ä](http://ö 'ü') <b\nx='é'>é</b>",
        "<div hidden>é",
        "<script>",
        "<del>",
        "<s",
        "![é](",
        "<a b=\"",
        "{\\*é}\\v é",
    ] {
        for container in [Container::Plain, Container::Markdown, Container::Html, Container::Rtf] {
            let shown = container.shown(text);
            assert_eq!(
                (shown.len(), shown.lines().count()),
                (text.len(), text.lines().count()),
                "{text} {container:?}"
            );
        }
    }
}
