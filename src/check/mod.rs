//! The check: tree and configuration in, report out. One loop over models and rules; no I/O, no failure.

mod base_waivers;
mod baseline;
pub(crate) mod change;
mod compliance;
pub(crate) mod config;
mod configuration_finding;
mod contexts;
mod exceptions;
mod headers;
mod inherited;
mod listed;
mod order;
mod reading;
mod severities;
mod skip;
#[cfg(test)]
mod tests;
mod unlisted;
mod waivers;

use crate::agreement_copies::FileCache;
use crate::budget::{self, Budget};
use crate::declaration::Declaration;
use crate::lineage::{self, LineageFacts};
use crate::model::{self, Model, Plan, TextCache};
use crate::policy::Policy;
use crate::report::{Compliance, Finding, ModelReport, Report, Unchecked};
use crate::rules::{self, ModelUnderRules, OVERSIZED, PolicyContext, Rule};
use crate::tree::Tree;
use crate::wording::counted;
pub(crate) use base_waivers::WaiversInForce;
pub(crate) use baseline::{BASELINE_LIMIT, separate_known};
use config::Config;
pub(crate) use configuration_finding::configuration_finding;
use contexts::{Contexts, ModelFacts};
use exceptions::Exceptions;
pub(crate) use headers::{UnreadHeader, unread_headers};
use listed::Listed;
use order::number_repeats;
pub(crate) use order::sort_findings;
pub(crate) use reading::Reading;
use severities::{Standing, adjusted, configured};
pub(crate) use skip::SkipPattern;
use std::collections::{BTreeMap, BTreeSet};
pub(crate) use waivers::base_waivers;

/// What the report says where errors became warnings.
const NO_MODEL: &str = "The repository shows no model of its own (no model metadata, weights or adapter), so findings under a license are at most warnings.";

/// Checks every model of a tree, by the facts on lineage that the configuration states. `today` is the date as `2027-01-31`, against
/// which exceptions expire.
pub fn check(tree: &Tree, config: &Config, today: &str) -> Report {
    check_with(tree, config, &config.lineage_facts(), today, &mut TextCache::default())
}

/// [`check`] by other facts on lineage than the configuration states, with texts remembered from trees before.
pub(crate) fn check_with(
    tree: &Tree,
    config: &Config,
    facts: &LineageFacts,
    today: &str,
    texts: &mut TextCache,
) -> Report {
    check_within(&budget::TREE, tree, (config, facts), today, texts)
}

/// [`check_with`] within other bounds.
fn check_within(
    budget: &Budget,
    tree: &Tree,
    (config, facts): (&Config, &LineageFacts),
    today: &str,
    texts: &mut TextCache,
) -> Report {
    let plan = model::plan(tree, config.repository.as_deref(), budget);
    let mut files = FileCache::default();
    let mut exceptions = Exceptions::new(config, today);
    let mut listed = Listed::new(budget);
    // One after the other: a model is let go before the next is read.
    for mut model in plan.models(texts) {
        model.was_published = facts.published.contains(model.path());
        let known = ModelFacts::read(&model, plan.len() > 1 && is_overview(&model));
        let Contexts { under_policies: contexts, unknown, permissive } = known.contexts(config, facts, &mut files);
        let mut findings = apply_rules(&ModelUnderRules::new(&model, &contexts, &unknown), config);
        exceptions.apply(model.path(), &mut findings);
        let on_waivers = waivers::apply(&model, config, today, &mut findings);
        findings.extend(on_waivers);
        let unchecked = unchecked_duties(&model, &contexts);
        let bases = permissive.iter().map(|parent| parent.id.clone()).collect();
        let compliance = compliance::compliance(&model, &contexts, &known.declaration, &unknown, bases);
        let report = ModelReport {
            permissive_parents: permissive,
            ..model_report(&model, &known.declaration, contexts, compliance)
        };
        listed.model(report, findings, unchecked);
    }
    let mut others: Vec<Finding> = rules::ALL.iter().flat_map(|rule| in_tree(rule, &plan, config)).collect();
    // What was not read may be of any model.
    let is_of_all = |finding: &Finding| finding.rule.id == OVERSIZED.meta.id;
    others.retain(|finding| is_of_all(finding) || plan.concerns(&finding.model, &finding.place.path));
    exceptions.apply_each(&mut others);
    others.extend(exceptions.unneeded(|model| plan.is_judged(if model == "." { "" } else { model })));
    listed.others(others);
    listed.report(plan.top())
}

/// What a rule finds in a tree, apart from the models in it.
fn in_tree(rule: &'static Rule, plan: &Plan<'_>, config: &Config) -> Vec<Finding> {
    let mut findings = rule.findings_in_tree(plan);
    number_repeats(&mut findings);
    let standing = Standing { is_bound: false, is_published: true };
    findings.into_iter().filter_map(|finding| adjusted(finding, rule, standing, config)).collect()
}

/// The findings on a change as the configuration has them: their severities, and what it excepts. Sorted.
pub(crate) fn change_findings(mut findings: Vec<Finding>, config: &Config, today: &str) -> Vec<Finding> {
    configured(&mut findings, config);
    sort_findings(&mut findings);
    exceptions::apply_to_change(config, today, &mut findings);
    sort_findings(&mut findings);
    findings
}

/// The parents of all models whose family or license neither the configuration nor the table of known models has: what to ask the Hub about. Each once, in order.
pub(crate) fn unknown_parents(tree: &Tree, config: &Config) -> Vec<String> {
    let facts = config.lineage_facts();
    let plan = model::plan(tree, config.repository.as_deref(), &budget::TREE);
    let mut texts = TextCache::default();
    let unknown = plan.models(&mut texts).flat_map(|model| lineage::unknown_parents(&model, &facts));
    unknown.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The paths of the models of a tree that are published.
pub(crate) fn published_models(tree: &Tree, texts: &mut TextCache) -> BTreeSet<String> {
    let plan = model::plan(tree, None, &budget::TREE);
    plan.models(texts).filter(Model::is_published).map(|model| model.path().to_owned()).collect()
}

/// Whether a root README without metadata and weights only introduces the models in the folders below it.
fn is_overview(model: &Model) -> bool {
    let has_metadata = model.card.as_ref().is_none_or(|card| card.fence.is_some() || !card.unseen.is_empty());
    model.is_top && !has_metadata && model.weights.is_empty() && model.clues.is_empty()
}

/// What all rules find in a model, before any exception.
fn apply_rules(judged: &ModelUnderRules<'_>, config: &Config) -> Vec<Finding> {
    let is_bound = judged.enforced().next().is_some();
    let standing = Standing { is_bound, is_published: judged.model.is_published() };
    let under = |rule: &'static Rule| {
        let mut findings = rule.findings(judged);
        number_repeats(&mut findings);
        findings.into_iter().filter_map(move |finding| adjusted(finding, rule, standing, config))
    };
    rules::ALL.iter().flat_map(under).collect()
}

/// What the gate cannot see of a model.
fn unchecked_duties(model: &Model, contexts: &[PolicyContext<'_>]) -> Vec<Unchecked> {
    let of_policy = |policy: &'static Policy| {
        policy
            .unchecked
            .iter()
            .map(|gap| Unchecked { clause: Some((policy.short, gap.clause)), sentence: gap.reason.to_owned() })
    };
    let gaps = contexts.iter().filter(|context| context.is_bound).flat_map(|context| of_policy(context.policy));
    let other_kind = model.other_kind.map(|key| {
        format!("A card with `{key}` describes a dataset or an application: only what it says about \"this model\" counts as evidence of lineage.")
    });
    let is_bound = contexts.iter().any(PolicyContext::is_enforced);
    let no_model = (is_bound && !model.is_published()).then(|| NO_MODEL.to_owned());
    let headers_left = model.headers_left.first().filter(|_| model.names_parent_beside_weights()).map(|first| {
        let count = counted(model.headers_left.len(), "file");
        format!(
            "On the Hub, few headers of weights are read: not, or not to the end, that of `{first}` ({count} in all)."
        )
    });
    let cut = model.cut_in_vocabulary.first().map(|first| {
        let count = counted(model.cut_in_vocabulary.len(), "file");
        format!("The header of `{first}` was not read beyond the words of its tokenizer ({count} in all).")
    });
    let shards_left = (model.shards_left > 0).then(|| {
        let count = counted(model.shards_left, "shard");
        format!("On the Hub, the headers of {count} were not read, since others of the same model were.")
    });
    let sentences = other_kind.into_iter().chain(no_model).chain(headers_left).chain(cut).chain(shards_left);
    gaps.chain(sentences.map(Unchecked::from)).collect()
}

/// What the report says of a model next to the findings.
fn model_report(
    model: &Model,
    declaration: &Declaration,
    contexts: Vec<PolicyContext<'_>>,
    compliance: Compliance,
) -> ModelReport {
    let reported = contexts.into_iter().filter(|context| context.policy.always_report || context.lineage.is_reported());
    ModelReport {
        path: model.path().to_owned(),
        card: model.card.as_ref().map(|card| card.source.path.to_string()),
        name: model.name.as_ref().map(|(name, _)| name.clone()),
        declared: declaration.items.iter().chain(&declaration.not_texts).map(|item| item.text.clone()).collect(),
        lineage: reported.map(|context| context.lineage).collect(),
        compliance,
        permissive_parents: Vec::new(),
        judged: BTreeMap::new(),
    }
}
