//! Asks the Hub what unknown base models were made from.
//!
//! Whatever goes wrong is a note, never an error: the verdict is then the one without the Hub.

use super::answer;
use super::cache::Cache;
use super::walk::{LookUp, Walked, walk};
use crate::http::download::get;
use crate::http::response::ResponseClass;
use crate::lineage::hub::Hub;
use crate::lineage::may_be_on_hub;
use crate::render::one_line;
use std::path::PathBuf;
use std::time::Duration;

/// Where the Hub is, unless `HF_ENDPOINT` says otherwise.
pub(crate) const ENDPOINT: &str = "https://huggingface.co";

/// Most requests of one run, chosen; so are the times and the failures below.
const MAX_REQUESTS: usize = 40;

/// Most bytes of an answer: a repository may list ten thousands of files.
const MAX_ANSWER: usize = 4 << 20;

/// Longest time that one look-up may take.
const LOOK_UP_TIMEOUT: Duration = Duration::from_secs(8);

/// Failures in a row after which the Hub is not asked any more.
const MAX_FAILURES: usize = 3;

/// Where and how to ask.
pub(crate) struct Access<'a> {
    /// Address of the Hub, such as `https://huggingface.co`.
    pub(crate) endpoint: String,
    /// A token, for models that not everybody may see.
    pub(crate) token: Option<String>,
    /// A file that keeps what the Hub stated from one run to the next.
    pub(crate) cache: Option<PathBuf>,
    /// Whether the user named that file, and so wants to hear when it cannot be written.
    pub(crate) cache_is_named: bool,
    /// Seconds since 1970.
    pub(crate) now: u64,
    /// What is left of the time for all look-ups.
    pub(crate) time_left: &'a dyn Fn() -> Duration,
}

/// What the Hub states, and what the user must know about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct HubAnswers {
    /// What it states of the models.
    pub(crate) hub: Hub,
    /// Sentences.
    pub(crate) notes: Vec<String>,
}

/// Asks for models and for those they were made from, until `knows` knows them. What is no id `owner/name`, or looks like
/// a path on a disk, is not asked for.
pub(crate) fn ask(ids: &[String], knows: &dyn Fn(&str) -> bool, access: &Access<'_>) -> HubAnswers {
    let ids: Vec<&str> = ids.iter().map(String::as_str).filter(|id| answer::is_id(id) && may_be_on_hub(id)).collect();
    if ids.is_empty() {
        return HubAnswers::default();
    }
    let mut notes = Vec::new();
    let cache = access.cache.as_deref().map(|path| Cache::read(path, &access.endpoint, access.now)).transpose();
    let mut cache = cache.unwrap_or_else(|why| {
        notes.push(format!("Hugging Face Hub: its earlier answers are not used. {why}"));
        None
    });
    let mut queries = Queries { access, requests: 0, failures: 0 };
    let walked = walk(&ids, knows, &mut |id| match cache.as_ref().and_then(|cache| cache.get(id)) {
        Some(stated) => LookUp::Stated(stated.clone()),
        None => {
            let outcome = queries.look_up(id);
            if let (LookUp::Stated(stated), Some(cache)) = (&outcome, &mut cache) {
                cache.add(id, stated.clone(), access.now);
            }
            outcome
        }
    });
    let written = cache.map_or(Ok(()), Cache::write);
    if let Some(why) = written.err().filter(|_| access.cache_is_named) {
        notes.push(format!("Hugging Face Hub: its answers could not be kept for the next run. {why}"));
    }
    notes.extend(unanswered(&walked));
    HubAnswers { hub: walked.hub, notes }
}

/// The notes on ids of which nothing was learned, one for each cause.
fn unanswered(walked: &Walked) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(id) = walked.hidden.first() {
        let named = named(walked.hidden.len(), id);
        notes.push(format!(
            "Hugging Face Hub: it shows nothing of {named}. A misspelt, deleted or private model may be the reason; HF_TOKEN opens private ones."
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

/// The requests of one run.
struct Queries<'a> {
    access: &'a Access<'a>,
    requests: usize,
    failures: usize,
}

impl Queries<'_> {
    fn look_up(&mut self, id: &str) -> LookUp {
        let time = LOOK_UP_TIMEOUT.min((self.access.time_left)());
        if self.failures == MAX_FAILURES {
            return LookUp::Failed(None);
        }
        if self.requests == MAX_REQUESTS {
            return LookUp::Failed(Some(format!("one run asks {MAX_REQUESTS} times at most")));
        }
        if time.is_zero() {
            return LookUp::Failed(Some("the time meant for the Hub is used up".to_owned()));
        }
        self.requests += 1;
        let outcome = self.request(id, time);
        self.failures = if matches!(outcome, LookUp::Failed(_)) { self.failures + 1 } else { 0 };
        outcome
    }

    fn request(&self, id: &str, time: Duration) -> LookUp {
        let url = format!("{}/api/models/{id}", self.access.endpoint.trim_end_matches('/'));
        let token = self.access.token.as_deref();
        let response = match get(&url, token, MAX_ANSWER, time) {
            Err(why) => return LookUp::Failed(Some(one_line(&why.to_string()).into_owned())),
            Ok(response) => response,
        };
        match response.class() {
            ResponseClass::Success => match answer::read(id, &response.body) {
                Some(stated) => LookUp::Stated(stated),
                None => LookUp::Failed(Some("the answer is not what the Hub's API gives".to_owned())),
            },
            ResponseClass::Denied | ResponseClass::NotFound => LookUp::Hidden,
            // Withheld for reasons of law.
            ResponseClass::Refused if response.status == 451 => LookUp::Hidden,
            _ => LookUp::Failed(Some(format!("the Hub answers with status {}", response.status))),
        }
    }
}
