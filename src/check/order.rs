//! The order of findings, and their numbers.

use crate::report::Finding;
use std::collections::BTreeMap;

/// Sorts findings as they are reported: by model, the roots of others and then errors first, by place.
pub(crate) fn sort_findings(findings: &mut [Finding]) {
    findings.sort_by(|a, b| (&a.model, a.rank(), &a.place, a.rule.id).cmp(&(&b.model, b.rank(), &b.place, b.rule.id)));
}

/// Numbers the findings of one rule that are about one thing in one model, so that no two have one fingerprint.
pub(super) fn number_repeats(findings: &mut [Finding]) {
    if findings.len() < 2 {
        return;
    }
    let mut counts: BTreeMap<(String, String), u32> = BTreeMap::new();
    for finding in findings {
        let count = counts.entry((finding.model.clone(), finding.subject.clone())).or_default();
        *count += 1;
        finding.nth = *count;
    }
}
