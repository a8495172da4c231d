//! Findings of a report of before, which are listed as earlier and fail nothing.

use crate::report::{Finding, Report, Severity};
use crate::rules::{OVERSIZED, UNREADABLE_FILE, UNREADABLE_HEADER};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Most bytes of a report of before: a report holds 16 MiB of texts, and their places.
pub(crate) const BASELINE_LIMIT: u64 = 64 << 20;

/// The only version of the format there is.
const VERSION: u32 = 1;

/// What is read of a report in JSON.
#[derive(Deserialize)]
struct Baseline {
    version: u32,
    findings: Vec<Known>,
    #[serde(default)]
    earlier: Vec<Known>,
}

#[derive(Deserialize)]
struct Known {
    fingerprint: String,
    clause: String,
    severity: Severity,
}

/// Moves the findings that a report of before has too, as severe or more so, to those of earlier. What cannot be read may hide another
/// thing than before, and stays. The error is a clause on the report of before.
pub(crate) fn separate_known(report: &mut Report, baseline: &str) -> Result<(), String> {
    let baseline: Baseline =
        serde_json::from_str(baseline).map_err(|error| format!("it is not a JSON report: {error}"))?;
    if baseline.version != VERSION {
        return Err(format!("it has version {} of the format, this program reads {VERSION}", baseline.version));
    }
    let mut known: BTreeMap<(String, String), Vec<Severity>> = BTreeMap::new();
    for one in baseline.findings.into_iter().chain(baseline.earlier) {
        known.entry((one.fingerprint, one.clause)).or_default().push(one.severity);
    }
    let mut is_known = |finding: &Finding| {
        let unseen = [&OVERSIZED, &UNREADABLE_FILE, &UNREADABLE_HEADER];
        if unseen.iter().any(|rule| rule.meta.id == finding.rule.id) {
            return false;
        }
        let Some(severities) = known.get_mut(&(finding.fingerprint(), finding.clause.clone())) else { return false };
        let at = severities.iter().position(|severity| *severity >= finding.severity);
        at.map(|at| severities.swap_remove(at)).is_some()
    };
    let (earlier, new) = std::mem::take(&mut report.findings).into_iter().partition(|finding| is_known(finding));
    report.findings = new;
    report.earlier.extend::<Vec<Finding>>(earlier);
    Ok(())
}
