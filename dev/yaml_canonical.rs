//! Writes what the reader makes of each YAML text of a JSON list, for `dev/record_yaml.py mutate`.
#![expect(clippy::disallowed_methods, reason = "a developer's tool reads standard input and writes standard output")]

use model_license_gate::source::Span;
use model_license_gate::yaml::{Document, Error, Limits, Reader, canonical, js_refuses, parse, python_refuses};
use serde_json::{Value, json};
use std::io::{Read, Write};

fn main() -> anyhow::Result<()> {
    let mut input = Vec::new();
    std::io::stdin().read_to_end(&mut input)?;
    let texts: Vec<String> = serde_json::from_slice(&input)?;
    let answers: Vec<Value> = texts.iter().map(|text| answer(text)).collect();
    std::io::stdout().write_all(&serde_json::to_vec(&answers)?)?;
    Ok(())
}

/// What `PyYAML` and `js-yaml` make of a text, `null` where they refuse it, and why.
fn answer(text: &str) -> Value {
    let parsed = parse(text, Span::new(0, text.len()), &Limits::default());
    let read = |reader: Reader, refuses: fn(&Document, &str) -> Option<Error>| {
        let document = parsed.as_ref().map_err(Clone::clone)?;
        match refuses(document, text) {
            Some(error) => Err(error),
            None => canonical(document, reader).map(|value| value.to_string()),
        }
    };
    let python = read(Reader::Python, python_refuses);
    let js = read(Reader::Js, js_refuses);
    let why = [&python, &js].map(|result| result.as_ref().err().map(ToString::to_string));
    json!([python.ok(), js.ok(), why])
}
