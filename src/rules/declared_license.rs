//! What a model declares beside what its policy asks: questions that several rules have.

use super::policy_context::PolicyContext;
use crate::declaration::{Field, Item};
use crate::lineage::family_of_name;
use crate::policy::Identifier;
use crate::report::Fix;

impl PolicyContext<'_> {
    /// Whether an item names the policy's own license and nothing else.
    pub(super) fn is_own(&self, item: &Item) -> bool {
        !item.ids.is_empty() && item.ids.iter().all(|id| self.policy.is_for(&id.id))
    }

    /// Whether `license` names the policy's own license, alone or beside others.
    pub(super) fn declares_own(&self) -> bool {
        self.declaration.items.iter().any(|item| self.is_own(item))
    }

    /// Whether an item names a license that does not fit.
    pub(super) fn rejects(&self, item: &Item) -> bool {
        item.ids.iter().any(|id| self.policy.rejects(id))
    }

    /// Whether the license is the only one that binds the model, or one that the others accept.
    pub(super) fn is_sufficient(&self) -> bool {
        self.others.iter().all(|other| !other.rejects_text(self.policy.license))
    }

    /// Whether a license is the one of another family that binds the model as well, and is where it must be: its text in a file,
    /// or its name beside that of this family's license.
    pub(super) fn is_of_other_parent(&self, item: &Item, id: &Identifier) -> bool {
        let is_others = self.others.iter().any(|other| other.is_for(&id.id));
        is_others && (item.field == Field::File || self.declares_own())
    }

    /// Whether the card declares the family's license beside another, and its text says that code and weights have licenses of
    /// their own.
    pub(super) fn separates_code_from_weights(&self) -> bool {
        let is_dual = self.declaration.items.len() > 1 && self.declares_own();
        let Some(card) = self.model.card.as_ref().filter(|_| is_dual) else { return false };
        let (mut code, mut weights) = (false, false);
        for block in card.blocks() {
            let lower = block.text.to_lowercase();
            let words: Vec<&str> =
                lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
            if lower.contains("licen") || lower.contains("ライセンス") || words.contains(&"under") {
                // Some families have "code" in their name.
                let is_name = |next: &&str| family_of_name(&format!("code {next}")).is_some();
                let is_code = |(at, word): (usize, &&str)| *word == "code" && !words.get(at + 1).is_some_and(is_name);
                code |= words.iter().enumerate().any(is_code) || lower.contains("コード");
                weights |= words.contains(&"weights") || words.contains(&"weight") || lower.contains("重み");
            }
        }
        code && weights
    }

    /// The line of an item with the family's own license in place of the declared one. Where that is `other` with a name and a
    /// link, these follow, unless the card has them already.
    pub(super) fn declare_in_place_of(&self, item: &Item) -> Option<Fix> {
        let fix = Fix::replace_value(&item.place, &item.text, self.policy.identifier())?;
        if self.policy.identifier() == self.policy.declared_as {
            return Some(fix);
        }
        let is_plain = fix.replacement.trim_end() == "license: other";
        let is_free = !self.declaration.has_name && !self.declaration.has_link && self.declaration.items.len() == 1;
        (is_plain && is_free).then(|| Fix { replacement: self.policy.declaration(), ..fix })
    }
}
