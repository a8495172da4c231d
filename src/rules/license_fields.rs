//! `license_name` and `license_link` that name a license which does not fit: what they must say once it is corrected.

use super::compatibility::{is_unfit, replace};
use super::policy_context::PolicyContext;
use crate::declaration::{Field, Item};
use crate::report::{Finding, Fix};

/// Adds to a finding on a license that does not fit what corrects the fields that stand behind it. Nothing is changed where
/// the link alone names the license, or leads to other terms than the name does: which are meant is not known then.
pub(super) fn correct(context: &PolicyContext<'_>, item: &Item, finding: &mut Finding) {
    match item.field {
        Field::License if finding.fix.is_some() => finding.also = fixes(context).map(|(_, fix)| fix).collect(),
        Field::Name if !has_own_link(context) => {
            let all: Vec<(Field, Fix)> = fixes(context).collect();
            finding.fix = all.iter().find(|(field, _)| *field == Field::Name).map(|(_, fix)| fix.clone());
            finding.also =
                all.into_iter().map(|(_, fix)| fix).filter(|fix| Some(fix) != finding.fix.as_ref()).collect();
        }
        Field::License | Field::Name | Field::Link | Field::File | Field::Header(_) => {}
    }
}

/// Whether the card links to terms that are not those of a license which does not fit.
fn has_own_link(context: &PolicyContext<'_>) -> bool {
    let mut links = context.declaration.behind.iter().filter(|item| item.field == Field::Link);
    links.any(|item| !item.ids.iter().any(|id| is_unfit(context.policy, &id.id)))
}

/// The corrected line of each field that names licenses of which one does not fit.
fn fixes<'d>(context: &'d PolicyContext<'_>) -> impl Iterator<Item = (Field, Fix)> + 'd {
    let policy = context.policy;
    context.declaration.behind.iter().filter_map(|item| {
        let right = match item.field {
            Field::Name => policy.license,
            Field::Link => policy.url,
            Field::License | Field::File | Field::Header(_) => return None,
        };
        item.ids.iter().any(|id| is_unfit(policy, &id.id)).then_some(())?;
        Some((item.field, replace(&item.place, &item.text, right)?))
    })
}
