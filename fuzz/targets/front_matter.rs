//! The front matter: where it stands, its YAML, and what the readers of the Hub make of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use model_license_gate::model::card::front_matter;
use model_license_gate::source::Span;
use model_license_gate::yaml::{Limits, Reader, canonical, js_refuses, parse, python_refuses};

fuzz_target!(|text: &str| {
    if let Some(fence) = front_matter::find(text) {
        _ = fence.block.of(text);
    }
    match parse(text, Span::new(0, text.len()), &Limits::default()) {
        Ok(document) => {
            for node in document.nodes() {
                assert!(text.get(node.span.start..node.span.end).is_some(), "{:?} is no piece of the text", node.span);
            }
            (_, _) = (python_refuses(&document, text), js_refuses(&document, text));
            for reader in [Reader::Python, Reader::Js] {
                _ = canonical(&document, reader);
            }
            for twice in document.duplicates(document.root()) {
                _ = twice.again.key.span.of(text);
            }
        }
        Err(error) => assert!(text.get(error.span.start..error.span.end).is_some(), "{:?}", error.span),
    }
});
