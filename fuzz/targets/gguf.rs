//! The header of a GGUF file, whole and cut off, in a repository of its own.
#![no_main]

use libfuzzer_sys::fuzz_target;
use model_license_gate::check::check;
use model_license_gate::check::config::Config;
use model_license_gate::model::files::read_limit;
use model_license_gate::tree::{Entry, Tree, ReadLimit};

const NAME: &str = "model.gguf";

fuzz_target!(|bytes: &[u8]| {
    let Some(ReadLimit::Head(needs)) = read_limit(NAME) else { panic!("{NAME} has a header") };
    _ = needs(bytes);
    let size = bytes.len() as u64;
    for (bytes, size) in [(bytes, size), (bytes, u64::MAX), (&bytes[..bytes.len() / 2], size)] {
        let tree = Tree { files: [(NAME.to_owned(), Entry::Head { bytes: bytes.to_vec(), size })].into(), ..Tree::default() };
        let report = check(&tree, &Config::default(), "2025-01-01");
        assert_eq!(report.models.len(), 1);
        assert!(report.findings.iter().all(|finding| finding.message.len() < 10_000));
    }
});
