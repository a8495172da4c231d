//! Words that the terminal and the pages share.

use crate::policy::{Fit, Obligation, SeverityCap};
use crate::report::Severity;
use crate::rules::{Rule, Scope};

/// What a rule looks at, as the end of a sentence.
pub(crate) fn looks_at(rule: &Rule) -> &'static str {
    match rule.scope {
        Scope::Unread(_) => "the files of every model",
        Scope::UnknownParents(_) => "the base models that the card, an adapter or a recipe names",
        Scope::Tree(_) => "all files of the repository",
        Scope::Card(_) if rule.meta.severity() == Severity::Error => "the files of every model",
        Scope::Card(_) => {
            "the card of every model. On a model that no policy applies to, its findings are informational only"
        }
        Scope::Derived(_) => "models that derive from a family with a policy",
        Scope::NotDerived(_) => "models that do not derive from the family of the policy",
        Scope::SeveralLicenses(_) => "models that derive from several families with a policy",
        Scope::UncertainLineage(_) => "models whose lineage is uncertain",
        Scope::Configuration => "the configuration",
        Scope::Change => "pull requests, next to the base commit",
    }
}

/// The lines of the configuration that waive a rule for one model.
pub(crate) fn exception(rule: &str) -> String {
    format!(
        "exceptions:\n  - rule: {rule}\n    model: path/of/model\n    reason: why it is right here\n    expires: 2027-12-31\n"
    )
}

/// The comment of a card that waives a rule.
pub(crate) fn waiver(rule: &str) -> String {
    format!("# model-license-gate: allow {rule} until 2027-12-31 because it is right here for a reason")
}

/// How sure the gate is of a duty.
pub(crate) fn rests_on(duty: &Obligation) -> String {
    let weight = match duty.weight_for_derivatives {
        SeverityCap::Full => "",
        SeverityCap::Warns => "; at most a warning for derivatives",
        SeverityCap::Informs => "; informational only for derivatives",
    };
    match duty.basis_for_copies {
        _ if duty.unverified => "not verified: no text of the licensor was available".to_owned(),
        Some(copies) if copies != duty.basis => {
            format!("{}; {} for plain copies{weight}", duty.basis.words(), copies.words())
        }
        _ => format!("{}{weight}", duty.basis.words()),
    }
}

/// Whether a license may be declared, in a word or two.
pub(crate) const fn fit(fit: Fit) -> &'static str {
    match fit {
        Fit::Required => "allowed",
        Fit::Alongside => "allowed alongside it",
        Fit::Ambiguous => "needs your decision",
        Fit::Broadens | Fit::Conflicts => "not allowed",
        Fit::Nothing => "says nothing",
    }
}
