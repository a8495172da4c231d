//! What is wrong, in sentences: outputs with a line for a title show the first one there.

use std::fmt;

/// What is wrong: one sentence, and perhaps more that explain it. All are plain English with code between back-ticks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message {
    /// What is wrong, in one sentence.
    pub headline: String,
    /// The sentences after it.
    pub details: Vec<String>,
}

impl Message {
    /// Adds a sentence.
    pub(crate) fn and(mut self, sentence: impl Into<String>) -> Self {
        self.details.push(sentence.into());
        self
    }
}

impl<T: Into<String>> From<T> for Message {
    fn from(headline: T) -> Self {
        Self { headline: headline.into(), details: Vec::new() }
    }
}

/// All sentences, one after the other.
impl fmt::Display for Message {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.headline)?;
        self.details.iter().try_for_each(|sentence| write!(out, " {sentence}"))
    }
}
