//! One license on trial: a card declares it, and the findings of `check` say whether it fits and what is asked.

use super::answer::{Choice, Duty, Paper, Reason, Verdict};
use super::candidates::Candidate;
use super::question::Question;
use crate::check::check_with;
use crate::lineage::LineageFacts;
use crate::model::TextCache;
use crate::policy::{self, Fit, Obligation, Policy};
use crate::report::{Basis, Fault, Finding, Report};
use crate::rules::{self, FORBIDDEN_DERIVATIVE, INCOMPATIBLE_LICENSE, MISSING_AGREEMENT, NO_COMMON_LICENSE};

/// Why nothing is said of a license.
const NO_STANCE: &str = "nobody has compared it with the license of the base model";

/// Why a license may not fit although no parent's license speaks against it.
const OTHER_LICENSORS: &str = "it was written for one licensor's models, and this is not one of them";

/// What stays the same from one license to the next.
pub(super) struct Trial<'a> {
    pub(super) question: &'a Question,
    pub(super) facts: &'a LineageFacts,
    pub(super) today: &'a str,
    /// The licenses that bind the model.
    pub(super) policies: &'a [&'static Policy],
    /// What is found where the card declares no license.
    pub(super) undeclared: Report,
}

/// The report on a model as it is without a declared license, or with one.
pub(super) fn report(question: &Question, lines: &str, facts: &LineageFacts, today: &str) -> Report {
    check_with(&question.declaring(lines), &question.config(), facts, today, &mut TextCache::default())
}

impl Trial<'_> {
    /// Declares the license and reads what the findings say of it.
    pub(super) fn choice(&self, candidate: &Candidate) -> Choice {
        let report = report(self.question, &candidate.declaration, self.facts, self.today);
        // A card that declares the license of a family is taken for one of that family: what that license asks is not meant here.
        let is_meant = |finding: &&Finding| {
            self.policies.iter().any(|policy| finding.license == Some(policy.license))
                || self.undeclared.findings.iter().any(|other| other.license == finding.license)
        };
        let (on_terms, others): (Vec<&Finding>, Vec<&Finding>) =
            report.findings.iter().filter(is_meant).partition(|finding| rules::is_on_terms(finding.rule));
        let judge = |findings: Vec<&&Finding>| -> Vec<(Verdict, Reason)> {
            findings.into_iter().filter_map(|finding| judged(finding, candidate)).collect()
        };
        let (general, own) = on_terms.iter().partition(|finding| *finding.rule == NO_COMMON_LICENSE.meta);
        let mut judged = judge(own);
        // That no license fits all parents is said of each of them, which says less than why this one does not.
        if judged.iter().all(|(verdict, _)| *verdict == Verdict::Fits) {
            judged.extend(judge(general));
        }
        judged.extend(self.stances(candidate, &judged));
        let is_others = !candidate.is_own && candidate.ids.iter().any(|id| id.is_licensors);
        if is_others && judged.iter().all(|(verdict, _)| *verdict == Verdict::Fits) {
            let (clause, basis) = (String::new(), Basis::NeedsHuman);
            judged.push((Verdict::Unclear, Reason { license: None, clause, basis, why: OTHER_LICENSORS }));
        }
        let verdict = judged.iter().map(|(verdict, _)| *verdict).max().unwrap_or(Verdict::Fits);
        judged.retain(|(of, _)| *of == verdict);
        let mut reasons: Vec<Reason> = judged.into_iter().map(|(_, reason)| reason).collect();
        reasons.sort();
        reasons.dedup();
        Choice {
            license: candidate.license.clone(),
            declaration: candidate.declaration.clone(),
            is_own: candidate.is_own,
            verdict,
            basis: self.basis(candidate, verdict, &reasons),
            reasons,
            duties: self.duties(&others, &report),
        }
    }

    /// How each license that binds the model allows another one where no finding is against it.
    fn stances(&self, candidate: &Candidate, judged: &[(Verdict, Reason)]) -> Vec<(Verdict, Reason)> {
        let is_open = |policy: &&&Policy| judged.iter().all(|(_, reason)| reason.license != Some(policy.license));
        let stance = |policy: &&'static Policy| {
            let stances: Vec<_> = candidate.ids.iter().map(|id| policy.compatibility(id)).collect();
            let is_named = candidate.ids.iter().any(|id| policy.is_for(&id.id));
            let (verdict, why) = match stances.as_slice() {
                _ if is_named => return None,
                [Some(stance)] if stance.fit != Fit::Nothing => (Verdict::Fits, stance.why),
                _ => (Verdict::Unclear, NO_STANCE),
            };
            Some((verdict, reason(policy, policy.obligation(INCOMPATIBLE_LICENSE.meta.id), why)))
        };
        self.policies.iter().filter(is_open).filter_map(stance).collect()
    }

    /// How sure the verdict is.
    fn basis(&self, candidate: &Candidate, verdict: Verdict, reasons: &[Reason]) -> Basis {
        let of_reasons = reasons.iter().map(|reason| reason.basis);
        match verdict {
            Verdict::Unclear => Basis::NeedsHuman,
            Verdict::DoesNotFit => of_reasons.min().unwrap_or(Basis::NeedsHuman),
            Verdict::Fits if candidate.is_own && reasons.is_empty() => {
                let unread = self
                    .policies
                    .iter()
                    .any(|policy| policy.obligation(INCOMPATIBLE_LICENSE.meta.id).is_none_or(|duty| duty.unverified));
                if unread { Basis::NeedsHuman } else { Basis::Text }
            }
            Verdict::Fits => of_reasons.max().unwrap_or(Basis::Interpretation).max(Basis::Interpretation),
        }
    }

    /// What the findings that are not about terms ask, each once, license by license.
    fn duties(&self, findings: &[&Finding], report: &Report) -> Vec<Duty> {
        let mut duties: Vec<Duty> = Vec::new();
        for finding in findings.iter().filter(|finding| finding.rule.fault != Fault::Uncertain) {
            if let Some(duty) = duty(finding, report)
                && duties.iter().all(|other| (other.license, other.asks) != (duty.license, duty.asks))
            {
                duties.push(duty);
            }
        }
        duties.sort_by_key(|duty| self.policies.iter().position(|policy| policy.license == duty.license));
        duties
    }
}

/// What a finding on terms says of the declared license.
fn judged(finding: &Finding, candidate: &Candidate) -> Option<(Verdict, Reason)> {
    let policy = policy::of_license(finding.license?)?;
    let rule = finding.rule;
    let stance = || candidate.ids.iter().find_map(|id| policy.compatibility(id)).map(|stance| stance.why);
    let asks = || policy.obligation(rule.id).map(|duty| duty.asks);
    let why = match () {
        () if *rule == NO_COMMON_LICENSE.meta => None,
        () if *rule == FORBIDDEN_DERIVATIVE.meta => asks(),
        () => stance().or_else(asks),
    };
    let is_sure = rule.fault == Fault::Declared || finding.basis != Basis::NeedsHuman;
    let verdict = if is_sure { Verdict::DoesNotFit } else { Verdict::Unclear };
    let reason = Reason {
        license: Some(policy.license),
        clause: finding.clause.clone(),
        basis: finding.basis,
        why: why.unwrap_or(rule.summary),
    };
    Some((verdict, reason))
}

fn reason(policy: &'static Policy, duty: Option<&Obligation>, why: &'static str) -> Reason {
    let clause = duty.map(|duty| duty.cited(policy.short)).unwrap_or_default();
    let basis = duty.filter(|duty| !duty.unverified).map_or(Basis::NeedsHuman, |duty| duty.basis);
    Reason { license: Some(policy.license), clause, basis, why }
}

fn duty(finding: &Finding, report: &Report) -> Option<Duty> {
    let policy = policy::of_license(finding.license?)?;
    let missing = finding.missing_text.as_ref();
    let is_agreement = missing.is_some_and(|missing| missing.text == Some(policy.license));
    let rule = if is_agreement { &MISSING_AGREEMENT.meta } else { finding.rule };
    let duty = policy.obligation(rule.id)?;
    let mut inherited = report.models.iter().flat_map(|model| &model.lineage).filter_map(|lineage| {
        let license = lineage.license.as_ref()?;
        (lineage.family == policy.license).then_some(license)
    });
    let is_doubtful = duty.unverified || inherited.any(|license| !license.is_direct);
    let file = match (missing, &finding.fix) {
        (Some(missing), _) => Some(Paper { path: missing.path.clone(), name: Some(missing.name), url: missing.url }),
        (None, Some(fix)) => Some(Paper { path: fix.path.clone(), name: None, url: None }),
        (None, None) => None,
    };
    Some(Duty {
        license: policy.license,
        rule: rule.id,
        clause: duty.cited(policy.short),
        basis: if is_doubtful { Basis::NeedsHuman } else { duty.basis },
        asks: duty.asks,
        text: finding.advice.verbatim.clone().filter(|_| missing.is_none()),
        file,
    })
}
