//! Sends one request that writes. Never sends it blindly again: what may have been done already is looked for first.

use super::Trouble;
use super::answer::{Answer, Fault, cut};
use super::client::Line;
use super::pace::{self, Nature};
use super::said::{self, User};
use http::Method;
use serde_json::Value;
use std::time::Duration;
use tokio::time::Instant;

/// How often GitHub may ask to wait for one request.
const WAITS: u32 = 2;

/// How often one request is sent whose fate is unknown.
const DOUBTS: u32 = 2;

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// It was done.
    Done,
    /// What it is about is not there.
    Absent(String),
    /// The token may not do it.
    Denied(String),
    /// GitHub does not accept it.
    Refused(String),
    /// GitHub does not answer, or not in time; so it will be with the next.
    Lost(String),
}

/// How to find out whether a request was done whose answer was lost.
#[derive(Debug, Clone, Copy)]
pub(super) enum Trace<'a> {
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
pub(super) struct Wish<'a> {
    pub(super) method: Method,
    /// Path of the REST API; `None` for GraphQL.
    pub(super) path: Option<String>,
    pub(super) body: Option<Value>,
    pub(super) trace: Trace<'a>,
}

/// Sends requests that write, one after the other and not too fast.
pub(super) struct Writer<'a> {
    line: &'a Line,
    number: u64,
    head: &'a str,
    login: Option<&'a str>,
    /// When the last request that writes was answered.
    pub(super) last: Option<Instant>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        line: &'a Line,
        number: u64,
        head: &'a str,
        login: Option<&'a str>,
        last: Option<Instant>,
    ) -> Self {
        Self { line, number, head, login, last }
    }

    /// Has a wish done, if GitHub lets it.
    pub(super) async fn write(&mut self, wish: &Wish<'_>) -> Fate {
        let (mut waits, mut doubts) = (0, 0);
        loop {
            if let Some(last) = self.last
                && !self.line.wait(pace::BETWEEN_WRITES.saturating_sub(last.elapsed())).await
            {
                return Fate::Lost("the time meant for GitHub is used up".to_owned());
            }
            let answer = match (&wish.path, &wish.body) {
                (Some(path), body) => self.line.write(&wish.method, path, body.as_ref()).await,
                (None, body) => self.line.graphql(body.as_ref().unwrap_or(&Value::Null)).await,
            };
            self.last = Some(Instant::now());
            let (why, asked) = match judged(wish, answer) {
                Judged::Settled(fate) => return fate,
                Judged::Wait(time, why) => {
                    waits += 1;
                    if waits > WAITS || !self.line.wait(time).await {
                        return Fate::Lost(why);
                    }
                    continue;
                }
                Judged::Doubt(why, asked) => (why, asked),
            };
            doubts += 1;
            // What was just written may take a moment until it can be read.
            if !self.line.wait(asked.unwrap_or(pace::BETWEEN_WRITES)).await {
                return Fate::Lost(why);
            }
            match self.is_done(wish.trace).await {
                Ok(true) => return Fate::Done,
                Ok(false) if doubts < DOUBTS => {}
                Ok(false) | Err(_) => return Fate::Lost(why),
            }
        }
    }

    /// Whether the trace of a request can be seen.
    async fn is_done(&self, trace: Trace<'_>) -> Result<bool, Trouble> {
        let own = |user: &Option<User>| self.login.is_none_or(|login| user.as_ref().is_some_and(|user| user.is(login)));
        let at_head = |commit: &Option<String>| commit.as_deref().is_none_or(|commit| commit == self.head);
        Ok(match trace {
            Trace::Repeatable => false,
            Trace::Remark { path, body } => said::remarks(self.line, self.number).await?.iter().any(|remark| {
                own(&remark.user)
                    && at_head(&remark.original_commit_id)
                    && remark.path.as_deref() == Some(path)
                    && same(remark.body(), body)
            }),
            Trace::Review { body } => {
                let reviews = said::reviews(self.line, self.number).await?;
                reviews
                    .iter()
                    .any(|review| own(&review.user) && at_head(&review.commit_id) && same(review.body(), body))
            }
            Trace::Post { body } => {
                said::posts(self.line, self.number).await?.iter().any(|post| own(&post.user) && same(post.body(), body))
            }
        })
    }
}

/// What an answer means for the next step.
enum Judged {
    Settled(Fate),
    /// It was not done; wait and send it again.
    Wait(Duration, String),
    /// Nobody knows whether it was done.
    Doubt(String, Option<Duration>),
}

fn judged(wish: &Wish<'_>, answer: Result<Answer, Fault>) -> Judged {
    let answer = match answer {
        Ok(answer) => answer,
        Err(fault) => return Judged::Doubt(fault.trouble.to_string(), None),
    };
    let why = || answer.fault().trouble.to_string();
    Judged::Settled(match answer.nature() {
        Nature::Good if wish.path.is_none() => return of_graphql(&answer),
        // A proxy on the way may answer 200 as well; GitHub shows what it made.
        Nature::Good if wish.method == Method::DELETE || is_object_with_id(&answer.body) => Fate::Done,
        Nature::Good => return Judged::Doubt("GitHub's answer is not what was asked for".to_owned(), None),
        Nature::Limited(time) => return Judged::Wait(time, why()),
        Nature::Ailing(asked) => return Judged::Doubt(why(), asked),
        Nature::Denied if answer.status == 401 => Fate::Denied(why()),
        Nature::Denied => Fate::Denied(may_not(&answer)),
        Nature::Absent => Fate::Absent(may_not(&answer)),
        Nature::Refused | Nature::Moved => Fate::Refused(why()),
    })
}

/// The sentence of a refusal. GitHub also says that a thing is absent where the token may not know of it.
fn may_not(answer: &Answer) -> String {
    format!("the token may not write to this pull request ({})", answer.numbered())
}

fn is_object_with_id(body: &[u8]) -> bool {
    serde_json::from_slice::<Value>(body).is_ok_and(|answer| answer["id"].is_u64())
}

/// GraphQL says 200 to everything, and what went wrong in the answer.
fn of_graphql(answer: &Answer) -> Judged {
    let Ok(answer) = serde_json::from_slice::<Value>(&answer.body) else {
        return Judged::Doubt("GitHub's answer is not what was asked for".to_owned(), None);
    };
    let error = &answer["errors"][0];
    let message = cut(error["message"].as_str().unwrap_or("no reason given"));
    Judged::Settled(match error["type"].as_str() {
        None if error.is_null() && answer["data"].is_object() => Fate::Done,
        Some("NOT_FOUND") => Fate::Absent(message),
        Some("FORBIDDEN" | "INSUFFICIENT_SCOPES") => {
            Fate::Denied(format!("GitHub does not allow it with this token ({message})"))
        }
        Some("RATE_LIMITED") => return Judged::Wait(Duration::from_mins(1), message),
        _ => Fate::Refused(format!("GitHub refuses the request ({message})")),
    })
}

/// Whether two texts are the same as far as GitHub keeps them: it may cut the ends and change line ends.
fn same(one: &str, other: &str) -> bool {
    let lines = |text: &'_ str| text.trim().replace("\r\n", "\n");
    lines(one) == lines(other)
}
