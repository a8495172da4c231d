//! What to do about a finding, in parts, so that each output lays them out in its own way.

use serde::{Deserialize, Serialize};

/// What to do about a finding. All parts are plain English with code between back-ticks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    /// Why the license requires anything of this model: one sentence for each family that it derives from.
    #[serde(default)]
    pub because: Vec<String>,
    /// What to do, a step a sentence or two. The last one ends with a colon where a text to copy follows.
    pub steps: Vec<String>,
    /// The text to copy, word for word.
    #[serde(default)]
    pub verbatim: Option<String>,
}

impl<S: Into<String>> From<S> for Advice {
    fn from(step: S) -> Self {
        Self::step(step)
    }
}

impl Advice {
    /// Advice of one step.
    pub(crate) fn step(step: impl Into<String>) -> Self {
        Self { steps: vec![step.into()], ..Self::default() }
    }

    /// Adds the reason why the license asks anything of this model.
    pub(crate) fn because(mut self, reason: String) -> Self {
        self.because.push(reason);
        self
    }

    /// Adds a step.
    pub(crate) fn then(mut self, step: impl Into<String>) -> Self {
        self.steps.push(step.into());
        self
    }

    /// Adds the text to copy.
    pub(crate) fn verbatim(mut self, text: impl Into<String>) -> Self {
        self.verbatim = Some(text.into());
        self
    }

    /// Whether there is nothing to do, or nothing known.
    pub fn is_empty(&self) -> bool {
        self.because.is_empty() && self.steps.is_empty() && self.verbatim.is_none()
    }

    /// The reasons and the steps, in order, without the text to copy.
    pub fn sentences(&self) -> impl Iterator<Item = &str> {
        self.because.iter().chain(&self.steps).map(String::as_str)
    }

    /// All parts, one below the other.
    pub fn text(&self) -> String {
        self.sentences().chain(self.verbatim.as_deref()).collect::<Vec<_>>().join("\n")
    }
}
