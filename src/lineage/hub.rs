//! What the Hub states of models that the table does not know.

use std::collections::BTreeMap;

/// What the Hub states of one model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Stated {
    /// The identifier that it has now, where it was renamed.
    pub(crate) renamed_to: Option<String>,
    /// The models that it was made from.
    pub(crate) parents: Vec<String>,
    /// The license that it declares.
    pub(crate) license: Option<String>,
}

/// What the Hub states of models, by identifier in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Hub(pub BTreeMap<String, Stated>);

impl Hub {
    pub(super) fn stated(&self, id: &str) -> Option<&Stated> {
        if self.0.is_empty() { None } else { self.0.get(&id.to_lowercase()) }
    }
}
