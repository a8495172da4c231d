//! Files that have nearly the name of the model card.

use super::card_finding::{MAX_PER_KIND, card_finding};
use super::rule::{Rule, Scope};
use crate::model::files::{Role, role};
use crate::model::{CARD_NAME, Model};
use crate::report::{Basis, Fault, Finding, Message, Meta, Stake};
use crate::source::Place;

/// A second file that reads as the card of the folder.
pub(super) const SECOND: Rule = Meta {
    id: "second-card",
    label: "card",
    brief: "more than one",
    is_cause: true,
    stake: Stake::Verdict,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "A folder has a second file that reads like `README.md`.",
    why: "The Hub reads the card from `README.md`, spelled exactly like that. Other programs and people may use the other file, and some systems show only one of the two.",
    fix: "Keep one card, named `README.md`.",
    cannot_see: "Which of the files a program uses as the card.",
}
.rule(Scope::Card(second));

fn second(meta: &'static Meta, model: &Model) -> Vec<Finding> {
    let finding = |path: &String| {
        if role(path) == Some(Role::OtherCard) {
            let message =
                Message::from(format!("`{path}` is a second card: it has its own metadata, which are not checked."))
                    .and("The Hub does not read this file as the model card.");
            return card_finding(meta, model, Place::file(path.as_str()), path, message).at_stake(Stake::Clarity);
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let odd: Vec<String> =
            name.chars().filter(|c| !c.is_ascii_graphic()).map(|c| format!("U+{:04X}", u32::from(c))).collect();
        let is = if odd.is_empty() {
            "is not".to_owned()
        } else {
            format!("has {} in its name, and is not", odd.join(", "))
        };
        let message = Message::from(format!("`{path}` {is} `{CARD_NAME}`, but reads like it."))
            .and("The Hub does not read this file as the model card.");
        card_finding(meta, model, Place::file(path.as_str()), path, message)
    };
    model.second_cards.iter().take(MAX_PER_KIND).map(finding).collect()
}
