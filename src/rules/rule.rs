//! What a rule is: what it says of itself, and what it looks at.

use super::policy_context::PolicyContext;
use crate::model::Model;
use crate::report::{Finding, Severity};

/// What a rule is called, how much it weighs, and what it says of itself.
#[derive(Debug, Clone, Copy)]
pub struct Meta {
    /// Its name in findings and in the configuration: it names the fault.
    pub id: &'static str,
    /// How much a finding weighs on a model that a policy applies to; what is only odd about a card weighs less elsewhere.
    pub severity: Severity,
    /// One sentence.
    pub summary: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How to mend it.
    pub mend: &'static str,
    /// What it cannot see.
    pub unseen: &'static str,
}

/// What a rule looks at.
#[derive(Clone, Copy)]
pub enum Scope {
    /// At the card of any model.
    Card(fn(&Meta, &Model) -> Vec<Finding>),
    /// At a model that one policy applies to.
    Derived(fn(&Meta, &PolicyContext<'_>) -> Vec<Finding>),
    /// At a model that does not descend from the family of a policy.
    NotDerived(fn(&Meta, &PolicyContext<'_>) -> Vec<Finding>),
    /// At a model that several policies apply to.
    SeveralLicenses(fn(&Meta, &[PolicyContext<'_>]) -> Option<Finding>),
    /// At a model whose descent is uncertain.
    UncertainLineage(fn(&Meta, &PolicyContext<'_>) -> Vec<Finding>),
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
