//! Which waivers of cards count: all, or in a pull request those that the base commit has too.

use std::collections::BTreeMap;

/// Which waivers of cards count.
#[derive(Debug, Clone, Default)]
pub(crate) enum WaiversInForce {
    /// All.
    #[default]
    All,
    /// Those that the base commit of a change has too.
    OfBase(BaseWaivers),
}

/// The waivers of a base commit: the days until which each holds, by model, rule and target.
#[derive(Debug, Clone, Default)]
pub(crate) struct BaseWaivers(BTreeMap<(String, &'static str, Target), Vec<Option<String>>>);

/// What of a model a waiver is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// All findings of the rule.
    Model,
    /// Those at the line that begins with this key, or with these words.
    Line(String),
}

impl BaseWaivers {
    pub(super) fn add(&mut self, model: &str, rule: &'static str, target: Target, until: Option<String>) {
        self.0.entry((model.to_owned(), rule, target)).or_default().push(until);
    }

    /// Whether one of them waives as much for as long.
    pub(super) fn covers(&self, model: &str, rule: &'static str, target: &Target, until: Option<&String>) -> bool {
        let of = |target: Target| self.0.get(&(model.to_owned(), rule, target));
        let mut known = of(target.clone()).into_iter().chain(of(Target::Model)).flatten();
        known.any(|known| match (known, until) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(before), Some(now)) => before >= now,
        })
    }
}
