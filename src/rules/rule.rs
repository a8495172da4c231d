//! What a rule is: what it says of itself, and what it looks at.

use super::policy_context::PolicyContext;
use crate::lineage::{UnknownParent, may_be_on_hub};
use crate::model::{Model, Plan};
use crate::report::lineage::LicenseSource;
use crate::report::{Derived, Finding, Meta};
use crate::source::Place;
use std::collections::BTreeSet;

/// Which models a rule checks, and the function that does.
#[derive(Clone, Copy)]
pub(crate) enum Scope {
    /// The card of any model: what is odd about it only informs where no license binds the model.
    Card(ModelRule),
    /// What cannot be read of the files of any model, or is otherwise in them than its card says. No license may bind the model for that reason alone, so the severity stays; the
    /// function gets whether one does.
    Unread(fn(&'static Meta, &Model, bool) -> Vec<Finding>),
    /// The parents of any model of which nothing is known.
    UnknownParents(fn(&'static Meta, &Model, &UnknownParents) -> Vec<Finding>),
    /// The tree as a whole, in which the models lie.
    Tree(fn(&'static Meta, &Plan<'_>) -> Vec<Finding>),
    /// A model that the license of one policy binds.
    Derived(PolicyRule),
    /// A model that does not derive from the family of a policy, but was trained on outputs of it.
    NotDerived(PolicyRule),
    /// A model that several licenses bind.
    SeveralLicenses(fn(&'static Meta, &[&PolicyContext<'_>]) -> Option<Finding>),
    /// A model whose lineage is uncertain.
    UncertainLineage(PolicyRule),
    /// The configuration: the check itself makes these findings.
    Configuration,
    /// A pull request next to its base commit: only `review` makes these findings.
    Change,
}

/// The parents of a model whose family nothing shows.
#[derive(Debug)]
pub(crate) struct UnknownParents {
    pub(crate) parents: Vec<UnknownParent>,
    /// Those whose family asks nothing, and of whose license nothing can be said.
    pub(crate) licenses: Vec<UnreadLicense>,
    /// Whether the Hub was asked about them.
    pub(crate) hub_was_asked: bool,
}

impl UnknownParents {
    /// Those that the author or a tool states by an id that the Hub may have, each once.
    pub(crate) fn on_hub(&self) -> impl Iterator<Item = &UnknownParent> {
        let mut told = BTreeSet::new();
        let stated = self.parents.iter().filter(|parent| parent.is_stated && may_be_on_hub(&parent.id));
        stated.filter(move |parent| told.insert(parent.id.to_lowercase()))
    }

    /// The base models that are reported as unknown, each once: those that the author or a tool states by an id that the Hub may have, and those
    /// of whose license nothing can be said.
    pub(crate) fn told(&self) -> impl Iterator<Item = (&str, &Place)> {
        let mut told = BTreeSet::new();
        let stated = self.on_hub().map(|parent| (parent.id.as_str(), &parent.place));
        let unread = self.licenses.iter().map(|license| (license.id.as_str(), &license.place));
        stated.chain(unread).filter(move |(id, _)| told.insert(id.to_lowercase()))
    }
}

/// A parent of whose license nothing can be said.
#[derive(Debug)]
pub(crate) struct UnreadLicense {
    pub(crate) id: String,
    /// Where it is named.
    pub(crate) place: Place,
    pub(crate) why: WhyUnread,
}

/// Why nothing can be said of a license.
#[derive(Debug)]
pub(crate) enum WhyUnread {
    /// Nobody here states it.
    Unstated,
    /// It is stated, by a name that no policy and no class of free licenses has.
    Unknown(String, LicenseSource),
}

/// A model as rules look at it.
pub(crate) struct ModelUnderRules<'a> {
    pub(crate) model: &'a Model,
    /// It under each policy.
    pub(crate) contexts: &'a [PolicyContext<'a>],
    /// It under the policies whose license binds it.
    bound: Vec<&'a PolicyContext<'a>>,
    pub(crate) unknown: &'a UnknownParents,
}

impl<'a> ModelUnderRules<'a> {
    pub(crate) fn new(model: &'a Model, contexts: &'a [PolicyContext<'a>], unknown: &'a UnknownParents) -> Self {
        Self { model, contexts, bound: contexts.iter().filter(|context| context.is_bound).collect(), unknown }
    }

    /// It under the policies whose license binds it, with findings that may do more than inform.
    pub(crate) fn enforced(&self) -> impl Iterator<Item = &'a PolicyContext<'a>> {
        self.bound.iter().copied().filter(|context| context.is_enforced())
    }
}

/// Checks a model, whatever binds it.
pub(crate) type ModelRule = fn(&'static Meta, &Model) -> Vec<Finding>;

/// Checks a model under one policy.
pub(crate) type PolicyRule = fn(&'static Meta, &PolicyContext<'_>) -> Vec<Finding>;

/// A rule: a problem that the gate looks for.
#[derive(Clone, Copy)]
pub(crate) struct Rule {
    pub(crate) meta: Meta,
    pub(crate) scope: Scope,
}

impl Meta {
    /// The rule with this description and scope.
    pub(super) const fn rule(self, scope: Scope) -> Rule {
        Rule { meta: self, scope }
    }
}

impl Rule {
    /// Whether it looks at models, not at the configuration or a change.
    pub(crate) const fn looks_at_models(&self) -> bool {
        !matches!(self.scope, Scope::Configuration | Scope::Change)
    }

    /// Whether its findings are each on one model, whose card may waive them.
    pub(crate) const fn is_about_models(&self) -> bool {
        self.looks_at_models() && !matches!(self.scope, Scope::Tree(_))
    }

    /// Whether it checks a duty of a license on models of which the lineage is known.
    pub(crate) const fn is_duty(&self) -> bool {
        matches!(self.scope, Scope::Derived(_) | Scope::NotDerived(_))
    }

    /// Whether it looks at a model under the policies of licenses.
    pub(crate) const fn is_of_policy(&self) -> bool {
        self.is_duty() || matches!(self.scope, Scope::SeveralLicenses(_) | Scope::UncertainLineage(_))
    }

    /// What it finds in a model, under all policies.
    pub(crate) fn findings(&'static self, judged: &ModelUnderRules<'_>) -> Vec<Finding> {
        let ModelUnderRules { model, contexts, bound, unknown } = judged;
        match self.scope {
            Scope::UnknownParents(check) => check(&self.meta, model, unknown),
            Scope::Card(check) => check(&self.meta, model),
            Scope::Unread(check) => check(&self.meta, model, judged.enforced().next().is_some()),
            Scope::Derived(check) => self.under_each_policy(check, bound.iter().copied()),
            Scope::NotDerived(check) => {
                let trained = with_descent(contexts, Derived::No).filter(|context| is_trained_on_outputs(context));
                self.under_each_policy(check, trained)
            }
            Scope::UncertainLineage(check) => self.under_each_policy(check, with_descent(contexts, Derived::Uncertain)),
            Scope::SeveralLicenses(check) => {
                let binding: Vec<&PolicyContext<'_>> = judged.enforced().collect();
                if binding.len() > 1 { check(&self.meta, &binding).into_iter().collect() } else { Vec::new() }
            }
            Scope::Tree(_) | Scope::Configuration | Scope::Change => Vec::new(),
        }
    }

    /// What it finds in a tree, apart from the models in it.
    pub(crate) fn findings_in_tree(&'static self, plan: &Plan<'_>) -> Vec<Finding> {
        match self.scope {
            Scope::Tree(check) => check(&self.meta, plan),
            _ => Vec::new(),
        }
    }

    fn under_each_policy<'c>(
        &'static self,
        check: PolicyRule,
        contexts: impl Iterator<Item = &'c PolicyContext<'c>>,
    ) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        for context in contexts.filter(|context| context.policy.obligation(self.meta.id).is_some()) {
            let mut found = check(&self.meta, context);
            // What is said of the card alone is said once, however many licenses bind the model.
            found.retain(|new| findings.iter().all(|old| old.place != new.place || old.message != new.message));
            findings.append(&mut found);
        }
        findings
    }
}

/// The contexts with one verdict on lineage.
fn with_descent<'c>(
    contexts: &'c [PolicyContext<'c>],
    derived: Derived,
) -> impl Iterator<Item = &'c PolicyContext<'c>> {
    contexts.iter().filter(move |context| context.lineage.derived == derived)
}

/// Whether something names outputs of the family of a policy that the model was trained on.
fn is_trained_on_outputs(context: &PolicyContext<'_>) -> bool {
    context.trained_on_outputs.iter().any(|outputs| Some(outputs.family) == context.policy.family)
}
