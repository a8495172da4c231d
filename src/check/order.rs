//! The order of findings, and their numbers.

use crate::report::Finding;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

/// Sorts findings as they are reported: by model, errors first, by place.
pub(crate) fn sort_findings(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        (&a.model, Reverse(a.severity), &a.place, a.rule.id).cmp(&(&b.model, Reverse(b.severity), &b.place, b.rule.id))
    });
}

/// Where the findings of one model are among sorted ones.
pub(super) fn range_of_model(findings: &[Finding], model: &str) -> Range<usize> {
    let first = findings.partition_point(|finding| *finding.model < *model);
    first..first + findings[first..].partition_point(|finding| finding.model == model)
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
