//! The edge to the Hugging Face Hub: asks it what unknown base models were made from. Only where the user wants it.
//!
//! Whatever goes wrong is a note, never an error: the verdict is then the one without the Hub.

mod answer;
mod cache;
mod walk;

use crate::fetch;
use crate::lineage::hub::{Hub, Stated};
use crate::render::one_line;
use cache::Cache;
use std::path::PathBuf;
use std::time::Duration;
use walk::{Look, Walked, walk};

/// Where the Hub is, unless `HF_ENDPOINT` says otherwise.
pub const ENDPOINT: &str = "https://huggingface.co";

/// Most requests of one run.
const REQUESTS: usize = 40;

/// Most bytes of an answer: a repository may list ten thousands of files.
const ANSWER: usize = 4 << 20;

/// Longest time that one look-up may take.
const LOOK_UP: Duration = Duration::from_secs(8);

/// Failures in a row after which the Hub is left alone.
const FAILURES: usize = 3;

/// Where and how to ask.
pub struct Access<'a> {
    /// Address of the Hub, such as `https://huggingface.co`.
    pub endpoint: String,
    /// A token, for models that not everybody may see.
    pub token: Option<String>,
    /// A file that keeps what the Hub said from one run to the next.
    pub cache: Option<PathBuf>,
    /// Whether the user named that file, and so wants to hear when it cannot be written.
    pub cache_is_named: bool,
    /// Seconds since 1970.
    pub now: u64,
    /// What is left of the time for all look-ups.
    pub left: &'a dyn Fn() -> Duration,
}

/// What the Hub said, and what the user must know about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// What it states of the models.
    pub hub: Hub,
    /// Sentences.
    pub notes: Vec<String>,
}

/// Asks for models and for those they were made from, until `knows` knows them. What is no id `owner/name`, or looks like
/// a path on a disk, is not asked for.
pub fn ask(ids: &[String], knows: &dyn Fn(&str) -> bool, access: &Access<'_>) -> Told {
    let ids: Vec<&str> =
        ids.iter().map(String::as_str).filter(|id| answer::is_id(id) && !answer::is_path(id)).collect();
    if ids.is_empty() {
        return Told::default();
    }
    let mut notes = Vec::new();
    let mut cache = match access.cache.as_deref().map(|path| Cache::read(path, &access.endpoint, access.now)) {
        Some(Ok(cache)) => Some(cache),
        Some(Err(why)) => {
            notes.push(format!("Hugging Face Hub: its earlier answers are not used. {why}"));
            None
        }
        None => None,
    };
    let mut client = Client { access, requests: 0, failures: 0 };
    let walked = walk(&ids, knows, &mut |id| match cache.as_ref().and_then(|cache| cache.get(id)) {
        Some(stated) => Look::Stated(stated.clone()),
        None => {
            let look = client.look_up(id);
            if let (Look::Stated(stated), Some(cache)) = (&look, &mut cache) {
                cache.add(id, stated.clone(), access.now);
            }
            look
        }
    });
    let kept = cache.map_or(Ok(()), Cache::write);
    if let Some(why) = kept.err().filter(|_| access.cache_is_named) {
        notes.push(format!("Hugging Face Hub: its answers could not be kept for the next run. {why}"));
    }
    notes.extend(told(&walked));
    Told { hub: walked.hub, notes }
}

/// The notes on ids of which nothing was learned, one for each cause.
fn told(walked: &Walked) -> Vec<String> {
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

struct Client<'a> {
    access: &'a Access<'a>,
    requests: usize,
    failures: usize,
}

impl Client<'_> {
    fn look_up(&mut self, id: &str) -> Look {
        let time = LOOK_UP.min((self.access.left)());
        if self.failures == FAILURES {
            return Look::Failed(None);
        }
        if self.requests == REQUESTS {
            return Look::Failed(Some(format!("one run asks {REQUESTS} times at most")));
        }
        if time.is_zero() {
            return Look::Failed(Some("the time meant for the Hub is used up".to_owned()));
        }
        self.requests += 1;
        let look = self.request(id, time);
        self.failures = if matches!(look, Look::Failed(_)) { self.failures + 1 } else { 0 };
        look
    }

    fn request(&self, id: &str, time: Duration) -> Look {
        let url = format!("{}/api/models/{id}", self.access.endpoint.trim_end_matches('/'));
        let token = self.access.token.as_deref();
        match fetch::get(&url, token, ANSWER, time) {
            Err(why) => Look::Failed(Some(one_line(&format!("{why:#}")).into_owned())),
            Ok(found) => match found.status {
                200 => match answer::read(id, &found.body) {
                    Some(stated) => Look::Stated(stated),
                    None => Look::Failed(Some("the answer is not what the Hub's API gives".to_owned())),
                },
                401 | 403 | 404 | 410 | 451 => Look::Hidden,
                status => Look::Failed(Some(format!("the Hub answers with status {status}"))),
            },
        }
    }
}
