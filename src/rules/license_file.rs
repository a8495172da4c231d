//! The model's own license file against what its card declares, whatever license binds it.

use super::card_finding::MAX_PER_KIND;
use super::rule::{Rule, Scope};
use crate::license_texts::{self, Completeness, FoundLicense};
use crate::model::{Model, TextFile};
use crate::policy;
use crate::report::{Basis, Fault, Finding, Message, Meta, Stake};

/// A license file with conditions that the declared license does not have.
pub(super) const MORE: Rule = Meta {
    id: "further-conditions",
    label: "license file",
    brief: "may add conditions",
    is_cause: false,
    stake: Stake::Rights,
    surest: Basis::NeedsHuman,
    fault: Fault::Present,
    summary: "The license file adds conditions to the declared license, or holds other text that may.",
    why: "The Hub shows only the declared license. Readers do not learn of the conditions in the file.",
    fix: "Declare `license: other` with `license_name` and `license_link`, or remove the conditions from the file.",
    cannot_see: "What the additional text requires.",
}
.rule(Scope::Unread(more));

/// Bytes after the text of a license that are more than a name or a line on copyright; chosen.
const MIN_BYTES: usize = 80;

fn more(meta: &'static Meta, model: &Model, is_bound: bool) -> Vec<Finding> {
    let Some(card) = &model.card else { return Vec::new() };
    let declared: Vec<_> = card.declared().iter().flat_map(|declared| policy::identify(&declared.text)).collect();
    let is_declared = |license: &str| declared.iter().any(|known| known.id == license);
    let finding = |(file, license, at, what, stake): (&TextFile, &str, usize, String, Stake)| {
        let path = &file.source.path;
        let place = file.source.place(file.source.line_span(file.source.line_of(at)));
        let message = Message::from(format!("`license` says `{license}`, but `{path}` {what}."))
            .and("Check whether they change what the license allows.");
        let finding = Finding::new(meta, model.path(), place, path, message).advise(meta.fix);
        let finding = Finding { basis: Basis::NeedsHuman, ..finding.with_clause("Hub documentation, model cards") };
        finding.at_stake(stake)
    };
    let files = model.own_texts().filter(|file| !file.is_notice && !file.is_use_policy);
    let odd = files.filter_map(|file| {
        let found = { &file.identified.licenses }.iter().filter(|found| found.completeness != Completeness::Mention);
        let found: Vec<&FoundLicense> = found.collect();
        let extended = |found: &&&FoundLicense| license_texts::extended(found.license).is_some_and(is_declared);
        if let Some(text) = found.iter().find(extended) {
            let license = license_texts::extended(text.license)?;
            let what = format!("is `{}`, which adds conditions", text.license);
            return Some((file, license, 0, what, meta.stake));
        }
        let [only] = found.as_slice() else { return None };
        if only.completeness != Completeness::Complete || !is_declared(only.license) || !file.identified.other_text {
            return None;
        }
        let shown = file.shown();
        let behind = shown.get(only.span.end..).unwrap_or_default();
        let rest = behind.trim();
        let begins_with_other =
            shown.get(..only.span.start).is_some_and(|before| before.contains(char::is_alphanumeric));
        // Its last full stop is the license's.
        let after = only.span.end + behind.find(char::is_alphanumeric).unwrap_or_default();
        let at = if rest.len() < MIN_BYTES && begins_with_other { 0 } else { after };
        let (what, stake) = if rest.len() >= MIN_BYTES {
            // What follows is mostly a list of contributors or the notice of a part.
            ("continues after it", if is_bound { meta.stake } else { Stake::Reminder })
        } else if is_bound {
            // Terms of the author's own, as a rule, which may ask for more and allow no more.
            ("holds other text besides it", Stake::Reminder)
        } else {
            return None;
        };
        Some((file, only.license, at, format!("{what}, possibly with its own conditions"), stake))
    });
    odd.take(MAX_PER_KIND).map(finding).collect()
}
