//! The YAML reader against what `PyYAML` and `js-yaml` were recorded to read (`dev/record_yaml.py`).

use crate::model::card::front_matter::{Why, find, unseen};
use crate::source::Span;
use crate::yaml::{Document, Error, ErrorKind, Limits, Reader, canonical, js_refuses, parse, python_refuses};
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};

fn read(text: &str) -> Result<Document, Error> {
    parse(text, Span::new(0, text.len()), &Limits::default())
}

/// What a reader makes of a text, in canonical JSON, or the error at which it stops.
fn value(text: &str, reader: Reader) -> Result<Value, Error> {
    let document = read(text)?;
    let refused = match reader {
        Reader::Python => python_refuses(&document, text),
        Reader::Js => js_refuses(&document, text),
    };
    refused.map_or_else(|| canonical(&document, reader), Err)
}

/// Written cases in which the tree does not follow a reader. It refuses what `js-yaml` takes: a control character in
/// quotes or in a comment, and a key of more than 1024 characters. To it the line ends of YAML 1.1 are content.
fn is_known(text: &str, reader: Reader) -> bool {
    match reader {
        Reader::Js => text == "a: \"b\u{7f}c\"" || text == "# \u{1}\na: b" || text.starts_with("kkk"),
        Reader::Python => {
            ["a: b\u{2028} c", "a: \"b\u{85}c\"", "a: 'b\u{2029} c'", "a: b\u{2028}\nc: d"].contains(&text)
        }
    }
}

#[test]
fn written_cases_are_read_as_recorded() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../recorded/cases.json")).unwrap();
    let mut wrong = Vec::new();
    for case in &cases {
        let text = case["text"].as_str().unwrap();
        for (reader, name) in [(Reader::Python, "python"), (Reader::Js, "js")] {
            let got = value(text, reader);
            let same = match &got {
                Ok(got) => *got == case[name],
                Err(_) => case[name] == "refused",
            };
            if same == is_known(text, reader) {
                wrong.push(format!("{name} {text:?}\n  recorded {}\n  got {got:?}", case[name]));
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn front_matter_is_found_where_the_hub_finds_it() {
    let rows: Vec<(String, Option<[usize; 3]>)> =
        serde_json::from_str(include_str!("../recorded/fences.json")).unwrap();
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
type Told<'t> = &'t [(Why, &'t str, &'t str)];

#[test]
fn metadata_that_the_hub_does_not_see_is_told() {
    let cases: [(&str, Told); 39] = [
        ("---\nlicense: mit\n---\n# T\n", &[]),
        ("# T\n\n---\nlicense: mit\n---\nx", &[(Why::TextBefore, "# T", "license: mit\n")]),
        ("<!-- x -->\n---\nlicense: mit\n---\n", &[(Why::TextBefore, "<!-- x -->", "license: mit\n")]),
        ("# T\n\nx\n\n---\ntags:\n- a\n---", &[(Why::TextBefore, "# T", "tags:\n- a\n")]),
        ("\u{200b}---\nlicense: mit\n---", &[(Why::InvisibleBefore, "\u{200b}", "license: mit\n")]),
        ("----\nlicense: mit\n----\n", &[(Why::OpenerMarks, "----", "license: mit\n")]),
        ("+++\nlicense = \"mit\"\n+++\n", &[(Why::OpenerMarks, "+++", "license = \"mit\"\n")]),
        ("--- \nlicense: mit\n---\n", &[(Why::OpenerBlanks, "--- ", "license: mit\n")]),
        ("---\nlicense: mit\n...\n# T\n", &[(Why::CloserMarks, "...", "license: mit\n")]),
        ("---\nlicense: mit\n----\n# T\n", &[(Why::CloserMarks, "----", "license: mit\n")]),
        ("---\nlicense: mit\n---\rtext", &[(Why::CloserReturn, "---", "license: mit\n")]),
        ("---\nlicense: mit\n# T\n\nx\n", &[(Why::NoCloser, "license: mit", "license: mit")]),
        ("license: mit\n---\n# T\n", &[(Why::NoOpener, "license: mit", "license: mit\n")]),
        ("---\n---\n# T\n\n---\nx", &[(Why::Adjacent, "---", "---\n# T\n")]),
        ("---\na: b\n---\n# T\n---\ntags: x\n---\n", &[(Why::Second, "---\na: b\n---\n", "tags: x\n")]),
        ("# T\n\n```yaml\n---\nlicense: mit\n---\n```\n", &[]),
        ("# T\n\n---\n\nProse\nlicense: mit\n\n---\n", &[]),
        ("# T\n---\nlicense: mit\n", &[]),
        ("---\n---\n# T\n", &[]),
        // Comments, lists and lines that are set in go on with metadata; the first line of prose ends it.
        ("---\n# ours\nlicense: mit\n...\n", &[(Why::CloserMarks, "...", "# ours\nlicense: mit\n")]),
        (
            "---\ntags: [\n a\n]\n- b\n}\nProse\na: b\n",
            &[(Why::NoCloser, "tags: [\n a\n]\n- b\n}", "tags: [\n a\n]\n- b\n}")],
        ),
        ("# ours\nlicense: mit\n---\n", &[]),
        ("---\nProse\nlicense: mit\n", &[]),
        ("license: mit\ntags: x\n\nProse\n", &[]),
        // Only keys of a card make a block, and a blank parts them from their value.
        ("# T\n---\nnothing: here\n---\n", &[]),
        ("# T\n---\nlicense mit\n---\n", &[]),
        ("# T\n---\nlicense:mit\n---\n", &[]),
        ("# T\n---\nlicense = mit\n---\n", &[]),
        ("# T\n---\nmodel-index:\n---\n", &[(Why::TextBefore, "# T", "model-index:\n")]),
        ("# T\n---\nbase_model: a/b\n---\n", &[(Why::TextBefore, "# T", "base_model: a/b\n")]),
        ("+++\nlicense: mit\n+++\n", &[]),
        // Fences of every kind.
        ("...\nlicense: mit\n...\n", &[(Why::OpenerMarks, "...", "license: mit\n")]),
        ("\n\n----\nlicense: mit\n----\n", &[(Why::OpenerMarks, "----", "license: mit\n")]),
        ("--\nlicense: mit\n--\n", &[]),
        ("-+-\nlicense: mit\n-+-\n", &[]),
        (" \u{200b} ---\nlicense: mit\n---", &[(Why::InvisibleBefore, "\u{200b}", "license: mit\n")]),
        ("---\r\nlicense: mit\r\n --- \r\n", &[(Why::CloserMarks, " --- ", "license: mit\r\n")]),
        // Right behind what the Hub sees the first fence may lack; nothing in code counts.
        ("---\na: b\n---\nlicense: mit\n---\n", &[(Why::Second, "---\na: b\n---\n", "license: mit\n")]),
        ("~~~\n---\nlicense: mit\n---\n", &[]),
    ];
    for (text, expected) in cases {
        let told: Vec<(Why, &str, &str)> = unseen(text, find(text).as_ref())
            .iter()
            .map(|unseen| (unseen.why, unseen.span.of(text), unseen.block.of(text)))
            .collect();
        assert_eq!(told, expected, "{text:?}");
    }
    let many = "---\nlicense: mit\n---\n".repeat(100);
    assert_eq!(unseen(&many, find(&many).as_ref()).len(), 8);
}

#[test]
fn look_ups_follow_aliases_and_merge_keys() {
    let text = "# front\n---\nbase: &b {license: mit, tags: [a]}\nmore: &m\n  license: x\n  license: y\n\
                card:\n  <<: [*b, *m]\n  language: [en, 'no', no, 12]\n  name: \"a\\tb\"\nalias: *m\n";
    let block = Span::new(text.find("base").unwrap(), text.len());
    let document = parse(text, block, &Limits::default()).unwrap();
    let root = document.root();
    let card = document.get(root, "card").unwrap();
    let license = document.get(card.value, "license").unwrap();
    assert_eq!((license.key.span.of(text), license.value.span.of(text)), ("license", "mit"));
    let more = document.get(root, "alias").unwrap();
    assert_eq!(more.written.span.of(text), "*m");
    assert_eq!(document.get(more.value, "license").unwrap().value.span.of(text), "y");
    let twice = document.duplicates(more.value);
    assert_eq!(twice.len(), 1);
    assert_eq!(twice[0].first.value.span.of(text), "x");
    assert_eq!(twice[0].again.value.span.of(text), "y");
    let language = document.get(card.value, "language").unwrap();
    let names = document.strings(language.value);
    let written: Vec<_> = names.iter().map(|(name, span)| (name.as_str(), span.of(text))).collect();
    assert_eq!(written, [("en", "en"), ("no", "'no'")]);
    assert_eq!(document.strings(document.get(card.value, "name").unwrap().value)[0].0, "a\tb");
    assert_eq!(document.entries(card.value).unwrap().len(), 6);
    assert!(document.get(root, "nothing").is_none());
    assert!(document.get(language.value, "x").is_none());
}

#[test]
fn errors_name_the_place_in_plain_words() {
    let cases = [
        ("license: other: llama2", ErrorKind::Syntax, ":", "no `: ` can stand here"),
        ("a: 'open", ErrorKind::Syntax, "'", "quote is not closed"),
        ("license: @x", ErrorKind::Syntax, "@", "quotes"),
        ("a: *x", ErrorKind::Syntax, "*", "anchor"),
        ("a:\n\t- b", ErrorKind::Tab, "\t", "tab"),
        ("tags:\n- en\n\t- ja", ErrorKind::Syntax, "\t", "tab"),
        ("\ta: b\nc: d", ErrorKind::Syntax, "\t", "tab"),
        ("a: b\n---\nc: d", ErrorKind::SecondDocument, "---", "second document"),
        ("a: \0", ErrorKind::Syntax, "\0", "NUL"),
    ];
    for (text, kind, place, words) in cases {
        let before = "é\n";
        let whole = format!("{before}{text}");
        let block = Span::new(before.len(), whole.len());
        let error = parse(&whole, block, &Limits::default()).unwrap_err();
        assert_eq!((error.kind, error.span.of(&whole)), (kind, place), "{text:?} {error}");
        assert!(error.message.contains(words), "{text:?} {error}");
    }
}

#[test]
fn hostile_texts_are_answered_at_once() {
    let many = |part: &str, times: usize| part.repeat(times);
    let list = many("*a,", 10_000);
    let merges = format!("x: &a {{{}}}\ny:\n{}", many("k: 1, ", 9_000), many("- <<: *a\n", 50_000));
    let levels: String = (0..700).map(|level| many(" ", level) + "a:\n").collect();
    let chain: Vec<String> = (1..20_000).map(|n| format!("- &a{n} [*a{}]\n", n - 1)).collect();
    let keys = format!("x: &a {}\ny:\n{}", many("k", 500_000), many("  ? *a\n", 70_000));
    let texts = [
        many("[", 100_000),
        many("[", 100_000) + &many("]", 100_000),
        many("{a: ", 100_000),
        many("- ", 100_000),
        many("? ", 50_000),
        levels,
        format!("a: &a [{}]\nb: [{list}]\n", many("x,", 10_000)),
        merges,
        "- &a0 [x]\n".to_owned() + &chain.concat(),
        keys,
        format!("x: &a [{}]\ny:\n{}", many("x,", 50_000), many("  ? *a\n", 70_000)),
        many("- &a x\n", 100_000),
        many("- 1\n", 250_000),
        many("<<: {}\n", 100_000),
        "- 1".to_owned() + &many(":1", 400_000),
        "&a {b: *a, <<: *a, c: {<<: *a}}".to_owned(),
        many("a: b\n", 1_000_000),
        many("\t\"a\",\n", 100_000),
    ];
    for text in &texts {
        if let Ok(document) = read(text) {
            python_refuses(&document, text);
            js_refuses(&document, text);
            let _ = canonical(&document, Reader::Python);
            let _ = canonical(&document, Reader::Js);
            for node in document.nodes().iter().take(20) {
                document.get(node, "license");
                document.duplicates(node);
                document.strings(node);
            }
        }
    }
    let large = many("a", (1 << 20) + 1);
    assert_eq!(read(&large).unwrap_err().kind, ErrorKind::TooLarge);
    assert!(read(&large[1..]).is_ok());
    assert_eq!(read(&texts[0]).unwrap_err().kind, ErrorKind::TooDeep);
    assert_eq!(read(&many("[a],", 100_000)).unwrap_err().kind, ErrorKind::Syntax);
    assert_eq!(read(&many("-\n", 400_000)).unwrap_err().kind, ErrorKind::TooManyNodes);
}

/// FNV-1a, as the recorder has it.
fn hash(text: &str) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}

#[test]
fn real_cards_are_read_as_recorded() {
    let corpus = std::env::var_os("MLG_CORPUS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"), PathBuf::from);
    if !corpus.is_dir() {
        let mut out = std::io::stderr();
        writeln!(out, "skipped: no cards in {} (set MLG_CORPUS)", corpus.display()).unwrap();
        return;
    }
    let mut checked = 0;
    for row in include_str!("../recorded/dev-cards.tsv").lines().skip(1) {
        let [name, block, python, js] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        let bytes = std::fs::read(corpus.join(name).join("README.md")).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let found = find(text).map(|fence| fence.block.of(text));
        assert_eq!(found.map_or("none".to_owned(), hash), block, "front matter of {name}");
        let Some(found) = found else { continue };
        for (reader, expected) in [(Reader::Python, python), (Reader::Js, js)] {
            let got = value(found, reader).map_or("refused".to_owned(), |value| hash(&value.to_string()));
            assert_eq!(got, expected, "{name} as {reader:?} reads it");
        }
        checked += 1;
    }
    assert_eq!(checked, 104);
}
