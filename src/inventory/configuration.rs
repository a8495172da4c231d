//! What `config.json` says of the model next to it.

use crate::decode::decode;
use crate::report::inventory::About;
use crate::tree::Entry;
use crate::yaml::parse_json;

/// Adds the architecture, and the version of the library that wrote the file.
pub(super) fn add(about: &mut About, entry: Option<&Entry>) {
    let Some(Entry::Read(bytes)) = entry else { return };
    let decoded = decode(bytes);
    let (document, _) = parse_json(&decoded.text);
    let texts = |key: &str| {
        let entry = document.get(document.root(), key)?;
        document.strings(entry.value).next().map(|(text, _)| text.to_owned())
    };
    about.family = texts("model_type");
    about.architecture = texts("architectures");
    about.transformers = texts("transformers_version");
}
