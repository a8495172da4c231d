//! Stand-in until the core is merged: a configuration without keys.

use crate::source::{Place, Source, Span};

/// Stand-in: replaced by the core.
#[derive(Debug, Default)]
pub struct Config {}

/// Stand-in: replaced by the core.
#[derive(Debug)]
pub struct ConfigError {
    /// Where.
    pub place: Place,
    /// What is wrong.
    pub message: String,
}

/// Stand-in: replaced by the core.
pub fn parse(source: &Source) -> Result<Config, Vec<ConfigError>> {
    if source.text.trim().is_empty() {
        return Ok(Config {});
    }
    let place = source.place(Span::new(0, 1));
    Err(vec![ConfigError { place, message: "unknown key".to_owned() }])
}

impl Config {
    /// Stand-in: replaced by the core.
    pub fn skips(&self, _path: &str) -> bool {
        false
    }
}
