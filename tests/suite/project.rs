//! The files of the project itself, which tests read.

use serde_yaml::Value;
use std::path::Path;

/// The folder of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a file, by its path from the root of the project.
pub(crate) fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// The same as YAML.
pub(crate) fn yaml(path: &str) -> Value {
    serde_yaml::from_str(&text(path)).unwrap()
}
