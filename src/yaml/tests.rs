//! The tree and its values against what `PyYAML` and `js-yaml` were recorded to read (`dev/record_yaml.py`).
#![expect(clippy::unwrap_used, reason = "a test stops where it finds something wrong")]
#![expect(
    clippy::disallowed_methods,
    reason = "a test reads cards where they are available and says when they are not"
)]

use super::tree::Style;
use super::{Document, Error, ErrorKind, Kind, Node, Value, equal_except, js_yaml, parse, pyyaml, pyyaml_refusal};
use crate::model::card::front_matter::find;
use crate::source::Span;
use serde_json::{Map, Value as Json, json};
use std::io::Write;
use std::path::{Path, PathBuf};

fn read(text: &str) -> Result<Document, Error> {
    parse(text, Span::new(0, text.len()))
}

/// The value of a node in the JSON that `dev/record_yaml.py` records; `None` for what only one of the two readers has: a tag,
/// a merge key, a key that is not text, a value inside itself.
///
/// Numbers are `{"$int": digits}` and `{"$float": bits}` to `PyYAML`, `{"$number": bits}` to `js-yaml`, with the bits of the
/// IEEE 754 double in hexadecimal digits. `{"$date": null}` marks a value that has more than one form.
fn canonical(document: &Document, node: &Node, is_js: bool, depth: usize) -> Option<Json> {
    let node = document.resolve(node);
    if depth == 0 || node.tag.is_some() {
        return None;
    }
    match &node.kind {
        Kind::Scalar(scalar) => {
            // `js-yaml` adds a line end to a block of text where the document ends without one.
            if is_js && scalar.style == Style::Block && node.span.end == document.block.end {
                return None;
            }
            let number = |name: &str, number: f64| json!({ name: bits(number) });
            Some(match if is_js { js_yaml::value(node)? } else { pyyaml::value(node)? } {
                Value::Null => Json::Null,
                Value::Bool(value) => Json::Bool(value),
                #[expect(clippy::cast_precision_loss, reason = "all numbers of JavaScript are doubles")]
                Value::Int(value) if is_js => number("$number", value as f64),
                Value::Int(value) => json!({ "$int": value.to_string() }),
                Value::Float(value) => number(if is_js { "$number" } else { "$float" }, value),
                Value::Date(_) => json!({ "$date": null }),
                Value::String(text) => Json::String(text.to_owned()),
            })
        }
        Kind::Mapping(_) => {
            let mut map = Map::new();
            for entry in document.pairs(node) {
                let (key, _) = document.string(entry.key).filter(|_| !document.is_merge(entry.key))?;
                let key = if key.starts_with('$') { format!("${key}") } else { key.to_owned() };
                map.insert(key, canonical(document, entry.value, is_js, depth - 1)?);
            }
            Some(Json::Object(map))
        }
        _ => document.items(node).map(|item| canonical(document, item, is_js, depth - 1)).collect(),
    }
}

/// The bits of a number; zero has no sign, and all that is not a number has one sign.
fn bits(number: f64) -> String {
    if number.is_nan() { "nan".to_owned() } else { format!("{:016x}", (number + 0.0).to_bits()) }
}

/// Texts of the list in `recorded/cases.json`, or in the file that `MLG_YAML_CASES` names, with what the two read of them.
#[test]
fn texts_are_read_as_recorded() {
    let cases = std::env::var_os("MLG_YAML_CASES").map(|path| std::fs::read_to_string(path).unwrap());
    let cases = cases.as_deref().unwrap_or(include_str!("../../tests/recorded/cases.json"));
    let cases: Vec<Json> = serde_json::from_str(cases).unwrap();
    let mut wrong = Vec::new();
    for case in &cases {
        let text = case["text"].as_str().unwrap();
        let document = read(text);
        let refused = document.as_ref().map_or_else(|error| Some(error.clone()), |read| pyyaml_refusal(read, text));
        if (case["python"] == "refused") != refused.is_some() {
            wrong.push(format!("PyYAML {text:?}\n  recorded {}\n  got {refused:?}", case["python"]));
        }
        let Ok(document) = document else { continue };
        for (name, recorded, is_js) in [("PyYAML", &case["python"], false), ("js-yaml", &case["js"], true)] {
            let value = canonical(&document, document.root(), is_js, 20).filter(|_| recorded != "refused");
            if let Some(value) = value.filter(|value| value != recorded) {
                wrong.push(format!("{name} {text:?}\n  recorded {recorded}\n  got {value}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn look_ups_follow_aliases_and_merge_keys() {
    let text = "# front\n---\nbase: &b {license: mit, tags: [a]}\nmore: &m\n  license: x\n  license: y\n\
                card:\n  <<: [*b, *m]\n  language: [en, 'no', no, 12]\n  name: \"a\\tb\"\nalias: *m\n";
    let block = Span::new(text.find("base").unwrap(), text.len());
    let document = parse(text, block).unwrap();
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
    let written: Vec<_> = names.map(|(name, span)| (name, span.of(text))).collect();
    assert_eq!(written, [("en", "en"), ("no", "'no'")]);
    assert_eq!(document.string(document.get(card.value, "name").unwrap().value).unwrap().0, "a\tb");
    assert_eq!(document.get(card.value, "tags").unwrap().value.span.of(text), "[a]");
    assert!(document.get(root, "nothing").is_none());
    assert!(document.get(language.value, "x").is_none());
}

#[test]
fn collections_end_with_their_last_part() {
    for (text, key, value) in [
        ("a:\n- b\n- c  # d\n\ne: f\n", "a", "b\n- c"),
        ("a:\n  - b: c\n    d:\n      e: f\n\n# g\nh: i\n", "a", "- b: c\n    d:\n      e: f"),
        ("a: [b,\n  c ]  # d\n", "a", "[b,\n  c ]"),
        ("a:\n  b: {c: d }\ne:\n", "a", "b: {c: d }"),
        ("é: x\na: \"q\"\n", "a", "\"q\""),
        ("a: |\n  b\n  c\nd: e\n", "d", "e"),
        ("a:\nb: c\n", "a", ""),
    ] {
        let document = read(text).unwrap();
        assert_eq!(document.get(document.root(), key).unwrap().value.span.of(text), value, "{text:?}");
    }
}

#[test]
fn documents_are_alike_beside_the_keys_that_are_left_out() {
    let same = |one: &str, two: &str| equal_except(&read(one).unwrap(), &read(two).unwrap(), |key| key == "license");
    assert!(same("license: a\ntags: [x, {y: z}]\n", "tags:\n- x\n- y: z\nlicense: [b]\n"));
    assert!(same("a: &a x\nb: *a\n", "a: x\nb: x\n"));
    for (one, two) in [
        ("a: x\n", "a: y\n"),
        ("a: no\n", "a: 'no'\n"),
        ("a: x\n", "b: x\n"),
        ("a: [x]\n", "a: [x, y]\n"),
        ("a: [x]\n", "a: {x: y}\n"),
        ("license: &a x\nb: *a\n", "license: &a y\nb: *a\n"),
        ("a: &a [*a]\n", "a: &a [*a]\n"),
    ] {
        assert!(!same(one, two), "{one:?} {two:?}");
    }
}

#[test]
fn errors_name_the_place_in_plain_words() {
    let cases = [
        ("license: other: llama2", ErrorKind::Syntax, ":", "`: ` is not allowed here"),
        ("a: 'open", ErrorKind::Syntax, "'", "quote is not closed"),
        ("license: @x", ErrorKind::Syntax, "@", "quotes"),
        ("a: *x", ErrorKind::Syntax, "*", "anchor"),
        ("a:\n\t- b", ErrorKind::Syntax, "\t", "tab"),
        ("tags:\n- en\n\t- ja", ErrorKind::Syntax, "\t", "tab"),
        ("\ta: b\nc: d", ErrorKind::Syntax, "\t", "tab"),
        ("a: b\n---\nc: d", ErrorKind::SecondDocument, "---", "second document"),
        ("a: \0", ErrorKind::Syntax, "\0", "NUL"),
    ];
    for (text, kind, place, words) in cases {
        let before = "é\n";
        let whole = format!("{before}{text}");
        let block = Span::new(before.len(), whole.len());
        let error = parse(&whole, block).unwrap_err();
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
        many("\u{85}'a' ", 100_000),
    ];
    for text in &texts {
        if let Ok(document) = read(text) {
            pyyaml_refusal(&document, text);
            equal_except(&document, &document, |_| false);
            for node in document.nodes.iter().take(20) {
                document.get(node, "license");
                document.duplicates(node);
                document.strings(node).for_each(drop);
            }
        }
    }
    let refused = read(&texts[7]).map(|document| pyyaml_refusal(&document, &texts[7]).map(|error| error.kind));
    assert_eq!(refused, Ok(Some(ErrorKind::TooManyAliases)));
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
    for row in include_str!("../../tests/recorded/dev-cards.tsv").lines().skip(1) {
        let [name, block, python, js] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        let bytes = std::fs::read(corpus.join(name).join("README.md")).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let found = find(text).map(|fence| fence.block.of(text));
        assert_eq!(found.map_or("none".to_owned(), hash), block, "front matter of {name}");
        let Some(found) = found else { continue };
        let document = read(found).ok();
        for (reader, expected, is_js) in [("PyYAML", python, false), ("js-yaml", js, true)] {
            let taken = document.as_ref().filter(|document| is_js || pyyaml_refusal(document, found).is_none());
            let value = taken.and_then(|document| canonical(document, document.root(), is_js, 20));
            let got = value.map_or("refused".to_owned(), |value| hash(&value.to_string()));
            // Of what js-yaml alone refuses, only a key that stands twice is known.
            if !is_js || expected != "refused" && got != "refused" {
                assert_eq!(got, expected, "{name} as {reader} reads it");
            }
        }
        checked += 1;
    }
    assert_eq!(checked, 104);
}
