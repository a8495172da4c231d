//! Why a finding is an error, a warning or an info: the table, and what changes it.

use crate::policy::{self, Policy, SeverityCap};
use crate::report::Basis;
use crate::report::stake::{Row, TABLE};
use crate::rules::{self, Rule};
use std::fmt::Write;

/// What is at stake, for which rules, and the severity by how sure the gate is.
pub(crate) fn severity() -> String {
    let mut text = "What is at stake and how sure the gate is decide whether a finding is an error, a warning or an info. A summary counts `info` as notes. The table is the \
                    same for every license.\n\n"
        .to_owned();
    _ = writeln!(text, "  {:<12}{:<10}{:<13}unclear", "at stake", "explicit", "our reading");
    for Row { name, severities: [words, reading, doubt], .. } in TABLE {
        _ = writeln!(text, "  {name:<12}{:<10}{:<13}{}", words.word(), reading.word(), doubt.word());
    }
    for row in &TABLE {
        _ = writeln!(text, "\n{}: {}", row.name, row.why);
        for (basis, label) in [(Basis::Text, "Rules"), (Basis::NeedsHuman, "Rules that are always unclear")] {
            let ids: Vec<&str> = rules_of(row, basis).map(|rule| rule.meta.name()).collect();
            if !ids.is_empty() {
                _ = writeln!(text, "  {label}: {}.", ids.join(", "));
            }
        }
    }
    text.push_str(
        "\nHow sure the gate is:\n  \
         explicit     the license says so explicitly\n  \
         our reading  it follows from our reading, which others may not share\n  \
         unclear      ask counsel: nobody has read the clause, the license comes from further up than a parent, the model may\n               \
         be the licensor's own, or it is open whether the license applies to a model at all\n  \
         `explain LICENSE` says how sure the gate is of each duty.\n",
    );
    for (cap, label) in [
        (SeverityCap::Warns, "Licenses whose scope is unclear: at most warnings"),
        (SeverityCap::Informs, "Licenses whose findings are informational only"),
    ] {
        let ids: Vec<&str> = policies_with(cap).map(|policy| policy.license).collect();
        _ = writeln!(text, "\n{label}: {}.", ids.join(", "));
    }
    text.push_str(
        "\nIf no license binds a model, findings about its card are informational only. If a repository shows no model, findings under a \
         license are at most warnings.\n\n\
         To change it, write the name of a rule or of a row into .model-license-gate.yml. Rules take precedence:\n  \
         severities:\n    disclosure: info\n    missing-display: warning\n  \
         strict: true    # every warning on a duty is an error\n",
    );
    text
}

/// The rules of a row whose surest finding rests on this.
fn rules_of(row: &Row, basis: Basis) -> impl Iterator<Item = &'static Rule> {
    rules::ALL.iter().filter(move |rule| rule.meta.stake == row.stake && rule.meta.surest == basis)
}

fn policies_with(cap: SeverityCap) -> impl Iterator<Item = &'static Policy> {
    policy::all().iter().filter(move |policy| policy.severity_cap == cap)
}
