//! The YAML reader against what PyYAML and js-yaml were recorded to read (`dev/record_yaml.py`).
#![expect(clippy::unwrap_used, reason = "a test stops where it finds something wrong")]

use model_license_gate::source::Span;
use model_license_gate::yaml::{
    Document, Error, Limits, Reader, canonical, js_refuses, parse, python_refuses,
};
use serde_json::Value;

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

/// Written cases in which the tree does not follow js-yaml: it refuses a control character in quotes and in a comment,
/// and a key of more than 1024 characters.
fn is_known(text: &str) -> bool {
    text == "a: \"b\u{7f}c\"" || text == "# \u{1}\na: b" || text.starts_with("kkk")
}

#[test]
fn written_cases_are_read_as_recorded() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("recorded/cases.json")).unwrap();
    let mut wrong = Vec::new();
    for case in &cases {
        let text = case["text"].as_str().unwrap();
        for (reader, name) in [(Reader::Python, "python"), (Reader::Js, "js")] {
            let got = value(text, reader);
            let same = match &got {
                Ok(got) => *got == case[name],
                Err(_) => case[name] == "refused",
            };
            if same == (reader == Reader::Js && is_known(text)) {
                wrong.push(format!("{name} {text:?}\n  recorded {}\n  got {got:?}", case[name]));
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}
