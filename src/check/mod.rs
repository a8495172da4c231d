//! The check: tree and configuration in, report out. One loop over models and rules; no I/O, no failure.

pub mod change;
pub mod config;
mod configuration_finding;
pub mod saved;

use crate::agreement_copies::{AgreementCopies, CopyIndex, Files, Scan};
use crate::declaration::Declaration;
use crate::lineage::outputs::{self, Taught};
use crate::lineage::{self, FamilyQuery};
use crate::model::{self, Model, Texts};
use crate::policy::{self, Policy, SeverityCap};
use crate::report::lineage::{Derived, Lineage};
use crate::report::{Finding, Meta, Severity};
use crate::report::{Judgement, ModelReport, Report};
use crate::rules::{self, PolicyContext, Rule, Scope};
use crate::tree::Tree;
use config::{Config, Exception};
pub(crate) use configuration_finding::configuration_finding;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::Range;

/// Judges every model of a tree. `today` is the date as `2027-01-31`, against which exceptions expire.
pub fn check(tree: &Tree, config: &Config, today: &str) -> Report {
    check_with(tree, config, today, &mut Texts::default())
}

/// [`check`], with texts remembered from trees before.
pub fn check_with(tree: &Tree, config: &Config, today: &str, known: &mut Texts) -> Report {
    let mut report = Report::default();
    let mut unchecked = BTreeSet::new();
    let models = model::find_with(tree, config.repository.as_deref(), known);
    let mut files = Files::default();
    for model in &models {
        judge(model, is_overview(model, models.len()), config, &mut files, &mut report, &mut unchecked);
    }
    sort(&mut report.findings);
    except(config, today, &mut report);
    sort(&mut report.findings);
    report.unchecked = unchecked.into_iter().collect();
    for model in &mut report.models {
        for finding in &report.findings[of_model(&report.findings, &model.path)] {
            let judged = match finding.severity {
                Severity::Info => Judgement::Ok,
                Severity::Warning => Judgement::Warning,
                Severity::Error => Judgement::Error,
            };
            let worst = model.judged.entry(finding.rule.id).or_insert(judged);
            *worst = judged.max(*worst);
        }
    }
    report
}

/// The parents of all models whose family nothing at hand tells: what to ask the Hub about. Each once, in order.
pub fn unknown_parents(tree: &Tree, config: &Config) -> Vec<String> {
    let models = model::find(tree, config.repository.as_deref());
    let unknown = models.iter().flat_map(|model| lineage::unknown_parents(model, &config.lineage));
    unknown.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Numbers the findings of one rule that are about one thing in one model, so that no two have one fingerprint.
pub(crate) fn number(findings: &mut [Finding]) {
    if findings.len() < 2 {
        return;
    }
    let mut seen: BTreeMap<(String, String), u32> = BTreeMap::new();
    for finding in findings {
        let nth = seen.entry((finding.model.clone(), finding.subject.clone())).or_default();
        *nth += 1;
        finding.nth = *nth;
    }
}

/// Sorts findings as they are reported: by model, errors first, by place.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        (&a.model, Reverse(a.severity), &a.place, a.rule.id).cmp(&(&b.model, Reverse(b.severity), &b.place, b.rule.id))
    });
}

/// Where the findings of one model stand among sorted ones.
fn of_model(findings: &[Finding], model: &str) -> Range<usize> {
    let first = findings.partition_point(|finding| *finding.model < *model);
    first..first + findings[first..].partition_point(|finding| finding.model == model)
}

/// Whether a root README without metadata and weights only introduces the models that stand below it.
fn is_overview(model: &Model, models: usize) -> bool {
    let has_metadata = model.card.as_ref().is_none_or(|card| card.fence.is_some() || !card.unseen.is_empty());
    models > 1 && model.is_top && !has_metadata && model.weights.is_empty() && model.parents.is_empty()
}

fn judge(
    model: &Model,
    is_overview: bool,
    config: &Config,
    files: &mut Files,
    report: &mut Report,
    unchecked: &mut BTreeSet<String>,
) {
    let policies = policy::all();
    let Seen { declaration, lineage, papers, taught } = Seen::of(model, is_overview, config, files);
    let mut judged = BTreeMap::new();
    let bound = |policy: &Policy, lineage: &Lineage| lineage.derived == Derived::Yes && !is_licensor(config, policy);
    let concerned = || {
        let all = policies.iter().zip(&lineage).zip(&papers);
        all.filter_map(|((policy, lineage), papers)| Some((policy, lineage, papers.as_ref()?)))
    };
    let binding: Vec<&'static Policy> =
        concerned().filter(|(policy, lineage, _)| bound(policy, lineage)).map(|(policy, ..)| policy).collect();
    let others: Vec<Vec<&'static Policy>> = concerned()
        .map(|(policy, ..)| binding.iter().filter(|other| other.license != policy.license).copied().collect())
        .collect();
    let duties: Vec<PolicyContext<'_>> = concerned()
        .zip(&others)
        .map(|((policy, lineage, papers), others)| PolicyContext {
            model,
            policy,
            lineage,
            declaration: &declaration,
            papers,
            settings: &config.settings,
            taught: &taught,
            others,
        })
        .collect();
    let is_bound = binding.iter().any(|policy| policy.weight != SeverityCap::Informs);
    for rule in &rules::ALL {
        let mut findings = Vec::new();
        if let Scope::Card(look) = rule.scope {
            findings = look(&rule.meta, model);
            for finding in &mut findings {
                cap(finding, is_bound);
            }
        }
        findings.extend(under_policies(rule, &duties, config));
        number(&mut findings);
        if !matches!(rule.scope, Scope::Configuration | Scope::Change) {
            judged.insert(rule.meta.id, Judgement::Ok);
        }
        let is_duty = matches!(rule.scope, Scope::Derived(_) | Scope::NotDerived(_));
        report.findings.extend(findings.into_iter().filter_map(|finding| settle(finding, is_duty, config)));
    }
    if let Some(key) = model.other_kind {
        unchecked.insert(format!(
            "A card with `{key}` is that of a data set or an application: no descent is read from what it says."
        ));
    }
    for policy in binding {
        unchecked.extend(policy.unchecked.iter().map(|gap| format!("{} {}: {}", policy.short, gap.clause, gap.reason)));
    }
    let told = policies.iter().zip(lineage).filter(|(policy, lineage)| policy.always_report || lineage.is_reported());
    report.models.push(ModelReport {
        path: model.path().to_owned(),
        card: model.card.as_ref().map(|card| card.source.path.to_string()),
        name: model.name.as_ref().map(|(name, _)| name.clone()),
        declared: declaration.items.iter().chain(&declaration.not_texts).map(|item| item.text.clone()).collect(),
        lineage: told.map(|(_, lineage)| lineage).collect(),
        judged,
    });
}

/// What is seen in a model before any rule looks at it; lineage and papers policy by policy.
struct Seen {
    declaration: Declaration,
    lineage: Vec<Lineage>,
    /// Those of the policies under which a rule may have something to say.
    papers: Vec<Option<AgreementCopies>>,
    taught: Vec<Taught>,
}

impl Seen {
    fn of(model: &Model, is_overview: bool, config: &Config, files: &mut Files) -> Self {
        let speaking = lineage::speaking(model);
        let scan = Scan::of(model, &speaking);
        let policies = policy::all();
        // Most models have no paper of most licenses: what they have is read where it may show descent, and where there is descent.
        let near = CopyIndex::of(model, &scan);
        let mut papers: Vec<Option<AgreementCopies>> = policies
            .iter()
            .map(|policy| {
                near.may_show(model, &scan, policy).then(|| AgreementCopies::read(model, &scan, policy, files))
            })
            .collect();
        let claims = policies
            .iter()
            .zip(&papers)
            .flat_map(|(policy, papers)| papers.iter().flat_map(|papers| papers.claims(policy)));
        // License files beside an overview are about the models below it.
        let card = model.card.as_ref().map(|card| &card.source.path);
        let claims = claims.filter(|claim| !is_overview || card == Some(&claim.place.path)).collect();
        let asked = |policy: &'static Policy| FamilyQuery { family: policy.family, with_silence: policy.always_report };
        let families: Vec<FamilyQuery<'_>> = policies.iter().map(asked).collect();
        let lineage = lineage::judge(model, &speaking, &families, claims, &config.lineage);
        let taught = model
            .card
            .as_ref()
            .filter(|_| model.other_kind.is_none())
            .map(|card| outputs::read(card, &speaking))
            .unwrap_or_default();
        for ((policy, lineage), papers) in policies.iter().zip(&lineage).zip(&mut papers) {
            let is_taught = taught.iter().any(|taught| taught.family == policy.family);
            match lineage.derived {
                Derived::No if !is_taught => *papers = None,
                _ if papers.is_none() => *papers = Some(AgreementCopies::read(model, &scan, policy, files)),
                _ => {}
            }
        }
        Self { declaration: Declaration::read(model), lineage, papers, taught }
    }
}

/// What a rule finds under the policies that have something to say of a model.
fn under_policies(rule: &'static Rule, duties: &[PolicyContext<'_>], config: &Config) -> Vec<Finding> {
    let is_bound = |duty: &PolicyContext<'_>| duty.lineage.derived == Derived::Yes && !is_licensor(config, duty.policy);
    let mut findings: Vec<Finding> = Vec::new();
    for duty in duties.iter().filter(|duty| duty.policy.obligation(rule.meta.id).is_some()) {
        let mut under = match rule.scope {
            Scope::Derived(look) if is_bound(duty) => look(&rule.meta, duty),
            Scope::NotDerived(look) if duty.lineage.derived == Derived::No => look(&rule.meta, duty),
            Scope::UncertainLineage(look) if duty.lineage.derived == Derived::Uncertain => look(&rule.meta, duty),
            _ => continue,
        };
        let most = match duty.policy.weight {
            SeverityCap::Full => Severity::Error,
            SeverityCap::Warns => Severity::Warning,
            SeverityCap::Informs => Severity::Info,
        };
        for finding in &mut under {
            finding.severity = finding.severity.min(most);
        }
        // What is said of the card alone is said once, however many licenses bind the model.
        under.retain(|new| findings.iter().all(|old| old.place != new.place || old.message != new.message));
        findings.append(&mut under);
    }
    if let Scope::SeveralLicenses(look) = rule.scope {
        let is_together = |duty: &&PolicyContext<'_>| is_bound(duty) && duty.policy.weight != SeverityCap::Informs;
        let together: Vec<PolicyContext<'_>> = duties.iter().filter(is_together).copied().collect();
        findings.extend((together.len() > 1).then(|| look(&rule.meta, &together)).flatten());
    }
    findings
}

/// The licensor owes itself nothing.
fn is_licensor(config: &Config, policy: &Policy) -> bool {
    let owner = config.repository.as_deref().and_then(|repository| repository.split('/').next());
    owner.is_some_and(|owner| policy.licensor.iter().any(|licensor| licensor.eq_ignore_ascii_case(owner)))
}

/// On a model that no policy applies to, what is odd about its card only informs; what could not be read stays as it is.
fn cap(finding: &mut Finding, is_bound: bool) {
    // An error about a card says that it could not be read, and so might hide anything.
    if !is_bound && finding.severity < Severity::Error {
        finding.severity = Severity::Info;
    }
}

/// The severity that the configuration gives; `None` where it turns the rule off.
fn settle(mut finding: Finding, is_duty: bool, config: &Config) -> Option<Finding> {
    if config.settings.strict && is_duty && finding.severity == Severity::Warning {
        finding.severity = Severity::Error;
    }
    match config.severities.get(finding.rule.id) {
        Some(Some(severity)) => finding.severity = *severity,
        Some(None) => return None,
        None => {}
    }
    Some(finding)
}

/// Turns excepted ones of sorted findings into information, and tells of exceptions that match nothing or have expired.
fn except(config: &Config, today: &str, report: &mut Report) {
    let mut told = Vec::new();
    for exception in &config.exceptions {
        let expired = exception.expires.as_deref().is_some_and(|last| last < today);
        let mut used = false;
        let candidates = of_model(&report.findings, &exception.model);
        for finding in report.findings[candidates].iter_mut().filter(|finding| finding.rule.id == exception.rule) {
            used = true;
            if !expired {
                finding.severity = Severity::Info;
                _ = write!(finding.message, " Excepted: {}", exception.reason);
            }
        }
        if !used {
            let message =
                format!("The exception from `{}` for `{}` matches no finding.", exception.rule, exception.model);
            told.push(about(&rules::UNUSED_EXCEPTION.meta, exception, message));
        } else if expired {
            let last = exception.expires.as_deref().unwrap_or_default();
            let message = format!(
                "The exception from `{}` for `{}` expired after {last}. Its reason was: {}",
                exception.rule, exception.model, exception.reason
            );
            told.push(about(&rules::EXPIRED_EXCEPTION.meta, exception, message));
        }
    }
    number(&mut told);
    report.findings.append(&mut told);
}

fn about(meta: &'static Meta, exception: &Exception, message: String) -> Finding {
    configuration_finding(meta, &exception.model, exception.place.clone(), &exception.rule, message)
}
