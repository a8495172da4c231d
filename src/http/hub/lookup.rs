//! Asks the Hub what unknown base models were made from.
//!
//! Whatever goes wrong is a note, and the verdict is then the one without the Hub. A caller that needs the answers sees what is missing.

use super::answer;
use super::cache::Cache;
#[cfg(feature = "github")]
use super::session::HubSession;
use super::walk::{LookUp, Walked, walk};
use crate::http::error::HttpError;
#[cfg(not(feature = "github"))]
use crate::http::stub::HubSession;
use crate::lineage::hub::Hub;
use crate::lineage::may_be_on_hub;
use crate::render::one_line;
use std::path::PathBuf;

/// Where the Hub is, unless `HF_ENDPOINT` says otherwise.
pub(crate) const ENDPOINT: &str = "https://huggingface.co";

/// Most look-ups of one run, chosen; so is the number of failures below.
const MAX_LOOK_UPS: usize = 40;

/// Failures in a row after which the Hub is not asked any more.
const MAX_FAILURES: usize = 3;

/// How to look up.
pub(crate) struct LookUps {
    /// Address of the Hub, such as `https://huggingface.co`.
    pub(crate) endpoint: String,
    /// A file that keeps what the Hub stated from one run to the next.
    pub(crate) cache: Option<PathBuf>,
    /// Whether the user named that file, and so wants to hear when it cannot be written.
    pub(crate) cache_is_named: bool,
    /// Seconds since 1970.
    pub(crate) now: u64,
    /// Whether the first failure ends the look-ups: without all of them, the others are of no use.
    pub(crate) are_needed: bool,
}

/// What the Hub states, and what the user must know about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct HubAnswers {
    /// What it states of the models.
    pub(crate) hub: Hub,
    /// Sentences.
    pub(crate) notes: Vec<String>,
    /// Why a model could not be looked up although the Hub was asked, as a sentence.
    pub(crate) failure: Option<String>,
}

/// Asks for models and for those they were made from, until `knows` knows them. What is no id `owner/name`, or looks like
/// a path on a disk, is not asked for. Where `session` is an error, nobody can be asked.
pub(crate) fn ask(
    ids: &[String],
    knows: &dyn Fn(&str) -> bool,
    session: Result<&HubSession, &HttpError>,
    settings: &LookUps,
) -> HubAnswers {
    let ids: Vec<&str> = ids.iter().map(String::as_str).filter(|id| answer::is_id(id) && may_be_on_hub(id)).collect();
    if ids.is_empty() {
        return HubAnswers::default();
    }
    let mut notes = Vec::new();
    let cache = settings.cache.as_deref().map(|path| Cache::read(path, &settings.endpoint, settings.now)).transpose();
    let mut cache = cache.unwrap_or_else(|why| {
        notes.push(format!("Hugging Face Hub: its earlier answers are not used. {why}"));
        None
    });
    let mut queries = Queries { session, count: 0, failures: 0, most_failures: MAX_FAILURES };
    if settings.are_needed {
        queries.most_failures = 1;
    }
    let walked = walk(&ids, knows, &mut |id| match cache.as_ref().and_then(|cache| cache.get(id)) {
        Some(stated) => LookUp::Stated(stated.clone()),
        None => {
            let outcome = queries.look_up(id);
            if let (LookUp::Stated(stated), Some(cache)) = (&outcome, &mut cache) {
                cache.add(id, stated.clone(), settings.now);
            }
            outcome
        }
    });
    let written = cache.map_or(Ok(()), Cache::write);
    if let Some(why) = written.err().filter(|_| settings.cache_is_named) {
        notes.push(format!("Hugging Face Hub: its answers could not be kept for the next run. {why}"));
    }
    notes.extend(unanswered(&walked));
    let failure = walked.broken.as_ref().map(|id| {
        let why = walked.why.as_deref().unwrap_or_default().trim_end_matches('.');
        format!("the base model `{id}` could not be looked up on the Hub: {why}")
    });
    HubAnswers { hub: walked.hub, notes, failure }
}

/// The notes on ids of which nothing was learned, one for each cause.
fn unanswered(walked: &Walked) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(id) = walked.hidden.first() {
        let named = named(walked.hidden.len(), id);
        notes.push(format!(
            "Hugging Face Hub: it shows nothing of {named}. A misspelled, deleted or private model may be the reason; HF_TOKEN opens private ones."
        ));
    }
    if let (Some(id), Some(why)) = (walked.failed.first(), &walked.why) {
        let named = named(walked.failed.len(), id);
        notes.push(format!("Hugging Face Hub: {named} could not be looked up: {}.", why.trim_end_matches('.')));
    }
    notes
}

fn named(count: usize, first: &str) -> String {
    match count {
        1 => format!("the base model `{first}`"),
        _ => format!("{count} base models (`{first}` and others)"),
    }
}

/// The look-ups of one run.
struct Queries<'a> {
    session: Result<&'a HubSession, &'a HttpError>,
    count: usize,
    failures: usize,
    most_failures: usize,
}

impl Queries<'_> {
    fn look_up(&mut self, id: &str) -> LookUp {
        if self.failures == self.most_failures {
            return LookUp::Failed(None);
        }
        if self.count == MAX_LOOK_UPS {
            return LookUp::Beyond(format!("one run asks {MAX_LOOK_UPS} times at most"));
        }
        self.count += 1;
        let outcome = match self.session {
            Ok(session) => session.stated(id),
            Err(why) => LookUp::Failed(Some(one_line(&why.to_string()).into_owned())),
        };
        self.failures = if matches!(outcome, LookUp::Failed(_)) { self.failures + 1 } else { 0 };
        outcome
    }
}
