//! The answer for programs; `docs/choose.md` says what each field means.

use super::answer::{Answer, Bond, Choice, Duty, Reason, Standing, Verdict};
use crate::policy::{Policy, Unchecked};
use crate::render::inert_json;
use crate::report::Basis;
use serde::Serialize;

/// The version of the format: raised when a field is taken away or changes its meaning.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct AnswerJson<'a> {
    version: u32,
    fits: bool,
    parents: Vec<ParentJson<'a>>,
    data_sets: &'a [String],
    choices: Vec<ChoiceJson<'a>>,
    together: Option<ChoiceJson<'a>>,
    unchecked: Vec<UncheckedJson>,
}

#[derive(Serialize)]
struct ParentJson<'a> {
    given: &'a str,
    standing: &'static str,
    licenses: Vec<BondJson<'a>>,
    /// Why nothing is known.
    why: Option<&'a str>,
}

#[derive(Serialize)]
struct BondJson<'a> {
    license: &'a str,
    name: Option<&'static str>,
    via: &'a [String],
}

#[derive(Serialize)]
struct ChoiceJson<'a> {
    license: &'a str,
    declaration: &'a str,
    own: bool,
    verdict: Verdict,
    basis: Basis,
    reasons: &'a [Reason],
    duties: &'a [Duty],
}

#[derive(Serialize)]
struct UncheckedJson {
    license: &'static str,
    clause: &'static str,
    reason: &'static str,
}

/// One object, indented, with a line end after it.
pub(crate) fn render(answer: &Answer) -> String {
    let policies = answer.policies();
    let unchecked = policies.iter().flat_map(|policy| policy.unchecked.iter().map(|gap| unchecked(policy, gap)));
    let json = AnswerJson {
        version: VERSION,
        fits: answer.has_fit(),
        parents: answer.parents.iter().map(|parent| of_parent(&parent.base.given, &parent.standing)).collect(),
        data_sets: &answer.data_sets,
        choices: answer.choices.iter().map(of_choice).collect(),
        together: answer.together.as_ref().map(of_choice),
        unchecked: unchecked.collect(),
    };
    inert_json(serde_json::to_string_pretty(&json).unwrap_or_default() + "\n")
}

fn of_parent<'a>(given: &'a str, standing: &'a Standing) -> ParentJson<'a> {
    let bond = |bond: &'a Bond| BondJson { license: bond.policy.license, name: Some(bond.policy.name), via: &bond.via };
    let (standing, licenses, why) = match standing {
        Standing::Bound(bonds) => ("bound", bonds.iter().map(bond).collect(), None),
        Standing::Free(_, license) => ("free", vec![BondJson { license, name: None, via: &[] }], None),
        Standing::Unknown(why) => ("unknown", Vec::new(), Some(why.as_str())),
    };
    ParentJson { given, standing, licenses, why }
}

fn of_choice(choice: &Choice) -> ChoiceJson<'_> {
    ChoiceJson {
        license: &choice.license,
        declaration: &choice.declaration,
        own: choice.is_own,
        verdict: choice.verdict,
        basis: choice.basis,
        reasons: &choice.reasons,
        duties: &choice.duties,
    }
}

fn unchecked(policy: &Policy, gap: &Unchecked) -> UncheckedJson {
    UncheckedJson { license: policy.license, clause: gap.clause, reason: gap.reason }
}
