//! A parent whose license is unknown.

use super::card_finding::MAX_PER_KIND;
use super::rule::{Rule, Scope, UnknownParents, UnreadLicense, WhyUnread};
use crate::model::Model;
use crate::report::{Advice, Basis, Fault, Finding, Message, Meta, Stake};

/// The parent's license is stated nowhere, or by a name that nobody here knows.
pub(super) const UNREAD: Rule = Meta {
    id: "unread-parent-license",
    label: "base license",
    brief: "not known",
    is_cause: false,
    stake: Stake::Reminder,
    surest: Basis::Text,
    fault: Fault::Uncertain,
    summary: "The gate knows the base model, or where to find it, but not what its license requires.",
    why: "The license of the base model binds what is made from it. Without this finding, the result would look like a pass.",
    fix: "Read the license on the page of the base model. State it in the configuration, under `lineage`: `model: owner/name` with `license: …`.",
    cannot_see: "What a license says that no policy of the gate covers.",
}
.rule(Scope::UnknownParents(unread));

fn unread(meta: &'static Meta, model: &Model, unknown: &UnknownParents) -> Vec<Finding> {
    let finding = |parent: &UnreadLicense| {
        let id = &parent.id;
        let (message, step) = match &parent.why {
            WhyUnread::Unknown(stated, source) => (
                Message::from(format!(
                    "The base model `{id}` is under `{stated}`, and the gate has no policy for that license."
                ))
                .and(format!("Source: {}.", source.words())),
                format!("Read the license on the page of `{id}`, and do what it requires."),
            ),
            WhyUnread::Unstated => (
                Message::from(format!(
                    "The gate does not know the license of the base model `{id}`, so it does not know what it requires."
                )),
                if unknown.hub_was_asked {
                    format!("Read the license on the page of `{id}`.")
                } else {
                    "Run the gate with `--hub`, in the Action with `hub: true`: it asks the Hugging Face Hub for the license."
                        .to_owned()
                },
            ),
        };
        Finding::new(meta, model.path(), parent.place.clone(), id, message)
            .advise(Advice::step(step).then("Or state its license in the configuration, under `lineage`."))
            .with_clause("the gate's table of known models")
    };
    unknown.licenses.iter().take(MAX_PER_KIND).map(finding).collect()
}
