//! What a rule is: what it says of itself, and what it looks at.

use super::policy_context::PolicyContext;
use crate::model::Model;
use crate::report::{Finding, Meta};

/// What a rule looks at.
#[derive(Clone, Copy)]
pub enum Scope {
    /// At the card of any model.
    Card(fn(&'static Meta, &Model) -> Vec<Finding>),
    /// At a model that one policy applies to.
    Derived(fn(&'static Meta, &PolicyContext<'_>) -> Vec<Finding>),
    /// At a model that does not descend from the family of a policy.
    NotDerived(fn(&'static Meta, &PolicyContext<'_>) -> Vec<Finding>),
    /// At a model that several policies apply to.
    SeveralLicenses(fn(&'static Meta, &[PolicyContext<'_>]) -> Option<Finding>),
    /// At a model whose descent is uncertain.
    UncertainLineage(fn(&'static Meta, &PolicyContext<'_>) -> Vec<Finding>),
    /// At the configuration: the check itself makes these findings.
    Configuration,
    /// At a pull request next to its base commit: only `review` makes these findings.
    Change,
}

/// A rule.
#[derive(Clone, Copy)]
pub struct Rule {
    /// What it says of itself.
    pub meta: Meta,
    /// What it looks at.
    pub scope: Scope,
}
