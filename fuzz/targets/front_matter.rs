//! The front matter: a README that is nothing else, checked.
#![no_main]

use libfuzzer_sys::fuzz_target;
use model_license_gate::check::check;
use model_license_gate::check::config::Config;
use model_license_gate::tree::{Entry, Tree};

fuzz_target!(|text: &str| {
    let card = format!("---\n{text}\n---\n");
    let lines = card.split(['\n', '\r']).count();
    let tree = Tree { files: [("README.md".to_owned(), Entry::Read(card.into_bytes()))].into() };
    for finding in check(&tree, &Config::default(), "2025-01-01").findings {
        assert!(finding.place.line().is_none_or(|line| line <= lines), "{:?} is no place of the card", finding.place);
    }
});
