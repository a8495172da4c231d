//! Why a finding is an error, a warning or an info: the table, and what changes it.

use crate::policy::{self, Policy, SeverityCap};
use crate::report::Basis;
use crate::report::stake::{Row, TABLE};
use crate::rules::{self, Rule};
use std::fmt::Write;

/// What is at stake, for which rules, and the severity by how sure the gate is.
pub(crate) fn severity() -> String {
    let mut text = "Why a finding is an error, a warning or an info: what is at stake, and how sure the gate is. The table is the same for \
                    every license.\n\n"
        .to_owned();
    _ = writeln!(text, "  {:<12}{:<10}{:<13}doubtful", "at stake", "by words", "by reading");
    for Row { name, severities: [words, reading, doubt], .. } in TABLE {
        _ = writeln!(text, "  {name:<12}{:<10}{:<13}{}", words.word(), reading.word(), doubt.word());
    }
    for row in &TABLE {
        _ = writeln!(text, "\n{}: {}", row.name, row.why);
        for (basis, label) in [(Basis::Text, "Rules"), (Basis::NeedsHuman, "Rules that are always doubtful")] {
            let ids: Vec<&str> = rules_of(row, basis).map(|rule| rule.meta.id).collect();
            if !ids.is_empty() {
                _ = writeln!(text, "  {label}: {}.", ids.join(", "));
            }
        }
    }
    text.push_str(
        "\nHow sure the gate is:\n  \
         by words    the license says it in so many words\n  \
         by reading  it follows from a reading that another may not share\n  \
         doubtful    nobody has read the clause, the license comes from further up than a parent, the model may be the\n              \
         licensor's own, or whether the license reaches a model at all is open\n  \
         `explain LICENSE` says of each duty what it rests on.\n",
    );
    for (cap, label) in [
        (SeverityCap::Warns, "Licenses whose reach is doubtful"),
        (SeverityCap::Informs, "Licenses whose findings only inform"),
    ] {
        let ids: Vec<&str> = policies_with(cap).map(|policy| policy.license).collect();
        _ = writeln!(text, "\n{label}: {}.", ids.join(", "));
    }
    text.push_str(
        "\nWhere no license binds a model, what is odd about its card only informs. Where a repository shows no model, what a license asks \
         warns at most.\n\n\
         To change it, write into .model-license-gate.yml the name of a rule or of a row. What a rule says goes first:\n  \
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
