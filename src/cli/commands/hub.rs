//! `--hub`: asks the Hugging Face Hub about base models that nothing at hand knows, before they are judged.

use crate::check::config::Config;
use crate::check::unknown_parents;
use crate::cli::arguments::HubArguments;
use crate::cli::console::{self, Clock};
use crate::disk;
use crate::http::hub::{self, Access};
use crate::lineage::LineageFacts;
use crate::tree::Tree;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

/// Longest time that all lookups together take, chosen.
pub(super) const TIME_LIMIT: Duration = Duration::from_secs(30);

/// The facts of the configuration with what the Hub says, and what the user must know about it, in sentences.
/// A cache in `untrusted`, such as a checkout, is not used: whoever proposes a change could have written it.
pub(super) fn lineage_facts(
    config: &Config,
    trees: &[&Tree],
    arguments: &HubArguments,
    untrusted: Option<&Path>,
    time: Duration,
) -> (LineageFacts, Vec<String>) {
    let mut facts = config.lineage_facts();
    if !arguments.hub {
        return (facts, Vec::new());
    }
    let unknown: BTreeSet<String> = trees.iter().flat_map(|tree| unknown_parents(tree, config)).collect();
    if unknown.is_empty() {
        return (facts, Vec::new());
    }
    let unknown: Vec<String> = unknown.into_iter().collect();
    let mut notes = Vec::new();
    let mut cache = arguments.hub_cache.clone().or_else(|| Some(console::cache()?.join("hub.json")));
    if let Some(path) = cache.take_if(|path| untrusted.is_some_and(|folder| disk::lies_in(path, folder))) {
        let shown = path.to_string_lossy();
        notes.push(format!("Hugging Face Hub: the cache `{shown}` is not used, for a change could write it."));
    }
    let clock = Clock::start();
    let access = Access {
        endpoint: console::hub_endpoint().unwrap_or_else(|| hub::ENDPOINT.to_owned()),
        token: console::hub_token(),
        cache,
        cache_is_named: arguments.hub_cache.is_some(),
        now: console::now(),
        time_left: &|| clock.left(time),
    };
    let reported = hub::ask(&unknown, &|id| facts.is_settled(id), &access);
    (facts.hub, facts.hub_was_asked) = (reported.hub, true);
    notes.extend(reported.notes);
    (facts, notes)
}
