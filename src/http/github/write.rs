//! Sends one request that writes. Never sends it blindly again: what may have been done already is looked for first.

use super::client::{Client, refusal, status_and_message};
use super::comments::{self, User};
use crate::http::error::HttpError;
use crate::http::response::{Response, ResponseClass, one_short_line};
use ::http::Method;
use serde_json::Value;
use std::time::Duration;
use tokio::time::Instant;

/// Least time between two requests that write, as GitHub asks.
const BETWEEN_WRITES: Duration = Duration::from_secs(1);

/// How often GitHub may ask to wait for one request, chosen.
const MAX_WAITS: u32 = 2;

/// How often a request is sent of which nobody knows whether it was carried out, chosen.
const MAX_UNCERTAIN: u32 = 2;

/// The reason where an answer is not one that GitHub itself gives.
const UNUSABLE: &str = "GitHub's answer is not what was asked for";

/// The outcome of a request that writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum WriteOutcome {
    /// It was done.
    Done,
    /// What it is about is not there.
    NotFound(String),
    /// The token may not do it.
    Denied(String),
    /// GitHub does not accept it.
    Refused(String),
    /// GitHub does not answer, or not in time; the next request will fare no better.
    Lost(String),
}

/// How to find out whether a request was done whose answer was lost.
#[derive(Debug, Clone, Copy)]
pub(super) enum RetryProbe<'a> {
    /// Doing it twice is the same as doing it once.
    Repeatable,
    /// There is a comment at a path, with this text.
    Remark { path: &'a str, body: &'a str },
    /// There is a review with this text.
    Review { body: &'a str },
    /// There is a comment in the conversation with this text.
    Post { body: &'a str },
}

/// A request that writes.
pub(super) struct WriteRequest<'a> {
    pub(super) method: Method,
    /// Address in the REST API; `None` for GraphQL.
    pub(super) address: Option<String>,
    pub(super) body: Option<Value>,
    pub(super) probe: RetryProbe<'a>,
}

/// Sends requests that write to one pull request, one after the other and not too fast.
pub(super) struct Writer<'a> {
    pub(super) client: &'a Client,
    /// Number of the pull request.
    pub(super) number: u64,
    /// Its head, as a full commit hash.
    pub(super) head: &'a str,
    /// The own login, where it is known.
    pub(super) login: Option<String>,
    /// When the last request that writes was answered.
    pub(super) last: Option<Instant>,
}

impl Writer<'_> {
    /// Sends a request until GitHub has carried it out or it is clear that it will not.
    pub(super) async fn write(&mut self, request: &WriteRequest<'_>) -> WriteOutcome {
        let (mut waits, mut doubts) = (0, 0);
        loop {
            if let Some(last) = self.last
                && !self.client.deadline.wait(BETWEEN_WRITES.saturating_sub(last.elapsed())).await
            {
                return WriteOutcome::Lost("the time meant for GitHub is used up".to_owned());
            }
            let address = request.address.as_deref().unwrap_or(self.client.endpoint.graphql.as_str());
            let answer = self.client.write(request.method.clone(), address, request.body.as_ref()).await;
            self.last = Some(Instant::now());
            let (why, asked) = match next_step(request, answer) {
                NextStep::Settled(outcome) => return outcome,
                NextStep::Wait(time, why) => {
                    waits += 1;
                    if waits > MAX_WAITS || !self.client.deadline.wait(time).await {
                        return WriteOutcome::Lost(why);
                    }
                    continue;
                }
                NextStep::Doubt(why, asked) => (why, asked),
            };
            doubts += 1;
            // What was just written may take a moment until it can be read.
            if !self.client.deadline.wait(asked.unwrap_or(BETWEEN_WRITES)).await {
                return WriteOutcome::Lost(why);
            }
            match self.is_done(request.probe).await {
                Ok(true) => return WriteOutcome::Done,
                Ok(false) if doubts < MAX_UNCERTAIN => {}
                Ok(false) | Err(_) => return WriteOutcome::Lost(why),
            }
        }
    }

    /// Whether what a request was to write can be read.
    async fn is_done(&self, probe: RetryProbe<'_>) -> Result<bool, HttpError> {
        let (client, number) = (self.client, self.number);
        let own = |user: &Option<User>| {
            self.login.as_deref().is_none_or(|login| user.as_ref().is_some_and(|user| user.has_login(login)))
        };
        let at_head = |commit: &Option<String>| commit.as_deref().is_none_or(|commit| commit == self.head);
        Ok(match probe {
            RetryProbe::Repeatable => false,
            RetryProbe::Remark { path, body } => comments::remarks(client, number).await?.iter().any(|remark| {
                own(&remark.user)
                    && at_head(&remark.original_commit_id)
                    && remark.path.as_deref() == Some(path)
                    && is_same(remark.body.as_deref(), body)
            }),
            RetryProbe::Review { body } => comments::reviews(client, number)
                .await?
                .iter()
                .any(|review| own(&review.user) && at_head(&review.commit_id) && is_same(review.body.as_deref(), body)),
            RetryProbe::Post { body } => {
                let posts = comments::posts(client, number).await?;
                posts.iter().any(|post| own(&post.user) && is_same(post.body.as_deref(), body))
            }
        })
    }
}

/// What an answer means for the next step.
enum NextStep {
    Settled(WriteOutcome),
    /// It was not done; wait and send it again.
    Wait(Duration, String),
    /// Nobody knows whether it was done.
    Doubt(String, Option<Duration>),
}

fn next_step(request: &WriteRequest<'_>, answer: Result<Response, HttpError>) -> NextStep {
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => return NextStep::Doubt(error.to_string(), None),
    };
    let why = || refusal(&answer).to_string();
    NextStep::Settled(match answer.class() {
        ResponseClass::Success if request.address.is_none() => return next_graphql_step(&answer),
        // A proxy on the way may answer 200 as well; GitHub shows what it made.
        ResponseClass::Success if request.method == Method::DELETE || is_object_with_id(&answer.body) => {
            WriteOutcome::Done
        }
        ResponseClass::Success => return NextStep::Doubt(UNUSABLE.to_owned(), None),
        ResponseClass::RateLimited(time) => return NextStep::Wait(time, why()),
        ResponseClass::ServerError(asked) => return NextStep::Doubt(why(), asked),
        ResponseClass::Denied if answer.status == 401 => WriteOutcome::Denied(why()),
        ResponseClass::Denied => WriteOutcome::Denied(no_write_access(&answer)),
        ResponseClass::NotFound => WriteOutcome::NotFound(no_write_access(&answer)),
        ResponseClass::Refused | ResponseClass::Redirect => WriteOutcome::Refused(why()),
    })
}

/// The sentence of a refusal. GitHub also says that a thing is absent where the token may not know of it.
fn no_write_access(answer: &Response) -> String {
    format!("the token may not write to this pull request ({})", status_and_message(answer))
}

fn is_object_with_id(body: &[u8]) -> bool {
    serde_json::from_slice::<Value>(body).is_ok_and(|answer| answer["id"].is_u64())
}

/// GraphQL says 200 to everything, and what went wrong in the answer.
fn next_graphql_step(answer: &Response) -> NextStep {
    let Ok(answer) = serde_json::from_slice::<Value>(&answer.body) else {
        return NextStep::Doubt(UNUSABLE.to_owned(), None);
    };
    let error = &answer["errors"][0];
    let message = one_short_line(error["message"].as_str().unwrap_or("no reason given"));
    NextStep::Settled(match error["type"].as_str() {
        None if error.is_null() && answer["data"].is_object() => WriteOutcome::Done,
        Some("NOT_FOUND") => WriteOutcome::NotFound(message),
        Some("FORBIDDEN" | "INSUFFICIENT_SCOPES") => {
            WriteOutcome::Denied(format!("GitHub does not allow it with this token ({message})"))
        }
        Some("RATE_LIMITED") => return NextStep::Wait(Duration::from_mins(1), message),
        _ => WriteOutcome::Refused(format!("GitHub refuses the request ({message})")),
    })
}

/// Whether two texts are the same as far as GitHub keeps them: it may cut the ends and change line ends.
fn is_same(stored: Option<&str>, written: &str) -> bool {
    let lines = |text: &'_ str| text.trim().replace("\r\n", "\n");
    lines(stored.unwrap_or_default()) == lines(written)
}
