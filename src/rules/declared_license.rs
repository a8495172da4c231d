//! What a model declares next to what its policy requires: questions that several rules have.

use super::policy_context::PolicyContext;
use crate::declaration::{Field, Item};
use crate::policy::{Identifier, Licensed};
use crate::report::Fix;

impl PolicyContext<'_> {
    /// Whether an item names the policy's own license and nothing else.
    pub(super) fn is_own(&self, item: &Item) -> bool {
        !item.ids.is_empty() && item.ids.iter().all(|id| self.policy.is_for(&id.id))
    }

    /// Whether `license` names the policy's own license, alone or next to others.
    pub(super) fn declares_own(&self) -> bool {
        self.declaration.items.iter().any(|item| self.is_own(item))
    }

    /// Whether an item names a license that is not allowed.
    pub(super) fn rejects(&self, item: &Item) -> bool {
        item.ids.iter().any(|id| self.policy.rejects(id))
    }

    /// Whether the license is the only one that binds the model, or one that the others accept.
    pub(super) fn is_sufficient(&self) -> bool {
        self.others.iter().all(|other| !other.rejects_text(self.policy.license))
    }

    /// Whether a license is the one of another family that binds the model as well, and is where it must be: its text in a file,
    /// or its name next to that of this family's license.
    pub(super) fn is_of_other_parent(&self, item: &Item, id: &Identifier) -> bool {
        let is_others = self.others.iter().any(|other| other.is_for(&id.id));
        is_others && (item.field == Field::File || self.declares_own())
    }

    /// The licenses that the repository declares for the model: the items of `license`, read by the Hub or not; what `other` means. Where
    /// nothing is declared, what the text of the card states, and a license file unless the card names the family's license itself. What
    /// the card states for the code is left out.
    pub(super) fn items_of_model(&self) -> Vec<&Item> {
        let declaration = self.declaration;
        let mut items: Vec<&Item> = declaration.items.iter().filter(|item| !item.is_other()).collect();
        items.extend(declaration.unread.iter().filter(|item| !item.is_other()));
        if self.declares_own() {
            items.retain(|item| !self.is_of_code(item));
        }
        let resolved = declaration.resolved().filter(|item| item.field != Field::File || !self.is_of_code(item));
        if declaration.is_other() {
            items.extend(resolved);
        }
        if declaration.items.is_empty() || declaration.is_other() && resolved.is_none() {
            items.extend(self.stated_for_model());
        }
        // A license file in a program that shows no model of its own is about the program.
        let is_of_program = self.model.is_in_program && !self.model.is_published();
        if declaration.items.is_empty() && !self.names_own() && !is_of_program {
            items.extend(self.license_files().filter(|item| !self.is_of_code(item)));
        }
        items
    }

    /// The licenses that the text of the card states for the model.
    pub(super) fn stated_for_model(&self) -> impl Iterator<Item = &Item> {
        self.declaration.in_text.iter().filter(|(_, of)| *of == Licensed::Model).map(|(item, _)| item)
    }

    /// The license files of the model that hold the whole text of a license.
    pub(super) fn license_files(&self) -> impl Iterator<Item = &Item> {
        self.declaration.license_fields.iter().filter(|item| item.field == Field::File)
    }

    /// Whether the text of the card states a license for the code, and not for the model.
    pub(super) fn is_of_code(&self, item: &Item) -> bool {
        let states = |of, id: &Identifier| {
            self.declaration
                .in_text
                .iter()
                .any(|(item, is_of)| *is_of == of && item.ids.iter().any(|one| one.id == id.id))
        };
        let is_of_code = |id| states(Licensed::Code, id) && !states(Licensed::Model, id);
        !item.ids.is_empty() && item.ids.iter().all(is_of_code)
    }

    /// Whether the text of the card, `license_name`, `license_link` or a file names the family's license as that of the model. A mere link
    /// in the text does not.
    fn names_own(&self) -> bool {
        let card = self.model.card.as_ref().map(|card| &card.source.path);
        let fields = self.declaration.license_fields.iter().filter(|item| item.field != Field::File);
        !self.copies.agreements.is_empty()
            || self.copies.references.iter().any(|reference| Some(&reference.place.path) != card)
            || fields.chain(self.stated_for_model()).any(|item| self.is_own(item))
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
