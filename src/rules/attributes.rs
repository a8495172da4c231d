//! Files that Git writes otherwise than they are stored, by a file of attributes.

use super::card_finding::MAX_PER_KIND;
use super::rule::{Rule, Scope};
use crate::basis::Basis;
use crate::model::{Plan, Rewriting};
use crate::report::{Fault, Finding, Message, Meta, Stake};
use crate::source::Place;

/// An attribute that changes a file which the gate reads.
pub(super) const REWRITTEN: Rule = Meta {
    id: "rewritten-file",
    label: "attributes",
    brief: "Git rewrites the file",
    is_cause: true,
    stake: Stake::Verdict,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "`.gitattributes` lets Git rewrite a file that decides about the license.",
    why: "With `working-tree-encoding` or a `filter`, a checkout has another text than the repository. The gate may read one, and the Hub and its users the other.",
    fix: "Delete the attribute from the line. Store the file as it should be read, in UTF-8.",
    cannot_see: "What the filter writes, and attributes that a user's machine sets.",
}
.rule(Scope::Tree(rewritten));

fn rewritten(meta: &'static Meta, plan: &Plan<'_>) -> Vec<Finding> {
    let attributes = plan.attributes();
    let rewriting = |found: &Rewriting| {
        let Rewriting { attribute, path, count, .. } = found;
        let others = match count - 1 {
            0 => String::new(),
            1 => " and one more file".to_owned(),
            more => format!(" and {more} more files"),
        };
        let message = Message::from(format!("`{attribute}` lets Git rewrite `{path}`{others}.")).and(
            "A checkout then has another text than the repository, and the gate cannot know which of them people get.",
        );
        finding(meta, plan, path, found.place.clone(), message)
    };
    let unread = |(path, why): &(String, String)| {
        let message = Message::from(format!("`{path}` cannot be read: {why}."))
            .and("The gate cannot tell which files Git rewrites.");
        finding(meta, plan, path, Place::file(path.as_str()), message)
    };
    let rewritings = attributes.rewritings.iter().take(MAX_PER_KIND).map(rewriting);
    rewritings.chain(attributes.unread.iter().take(MAX_PER_KIND).map(unread)).collect()
}

fn finding(meta: &'static Meta, plan: &Plan<'_>, path: &str, place: Place, message: Message) -> Finding {
    let model = plan.model_of(path);
    let finding = Finding::new(meta, model, place, path, message).advise(meta.fix).with_clause("gitattributes(5)");
    Finding { basis: Basis::NeedsHuman, ..finding }
}
