//! Carries out the plan of a review: which requests it takes, in which order, and what a failure means for the others.

use super::client::Client;
use super::types::Done;
use super::write::{RetryProbe, WriteOutcome, WriteRequest, Writer};
use crate::review::plan::{Event, NewRemark, NewReview, Plan, Side, Summary};
use ::http::Method;
use serde_json::{Value, json};
use tokio::time::Instant;

/// What GitHub says to tokens that only read.
const READ_ONLY: &str = "not accessible by integration";

/// What GitHub says to who asks for changes of himself.
const OWN_PULL: &str = "changes on your own pull request";

/// What is known from earlier requests.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    /// The own login, as it was found beside the existing comments.
    pub(super) login: Option<String>,
    /// When the last request that writes was answered.
    last_write: Option<Instant>,
    /// Why reviews and comments at lines cannot be written.
    no_reviews: Option<String>,
    /// Why comments in the conversation cannot be written.
    no_posts: Option<String>,
    /// Why nothing can be written any more.
    nothing: Option<String>,
}

impl Memory {
    fn denied(&mut self, right: Right) -> &mut Option<String> {
        match right {
            Right::PullRequests => &mut self.no_reviews,
            Right::Issues => &mut self.no_posts,
        }
    }
}

/// The right that a request takes of the token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Right {
    /// To write to pull requests.
    PullRequests,
    /// To write to issues or to pull requests: for comments in the conversation.
    Issues,
}

/// Carries out a plan; also what was learned while doing so.
pub(super) async fn carry_out(client: &Client, number: u64, head: &str, plan: &Plan, memory: Memory) -> (Done, Memory) {
    let (login, last) = (memory.login.clone(), memory.last_write);
    let writer = Writer { client, number, head, login, last };
    let mut run = Run { writer, memory, done: Done::default() };
    run.all(plan).await;
    run.memory.last_write = run.writer.last;
    (run.done, run.memory)
}

/// One plan on its way.
struct Run<'a> {
    writer: Writer<'a>,
    memory: Memory,
    done: Done,
}

impl Run<'_> {
    async fn all(&mut self, plan: &Plan) {
        if !self.review(plan).await {
            // The caller puts these findings into the summary first, which would otherwise be written twice.
            self.done.review_missed = true;
            return;
        }
        self.summary(plan).await;
        for (id, body) in &plan.edits {
            let request = self.to(Method::PATCH, &format!("pulls/comments/{id}"), Some(json!({ "body": body })));
            self.send(&request, Right::PullRequests).await;
        }
        for id in &plan.deletions {
            let request = self.to(Method::DELETE, &format!("pulls/comments/{id}"), None);
            self.send(&request, Right::PullRequests).await;
        }
        self.fold(&plan.folded).await;
        for (id, reason) in &plan.dismissals {
            let rest = format!("pulls/{}/reviews/{id}/dismissals", self.writer.number);
            let request = self.to(Method::PUT, &rest, Some(json!({ "message": reason, "event": "DISMISS" })));
            self.send(&request, Right::PullRequests).await;
        }
        for id in &plan.doubles {
            let request = self.to(Method::DELETE, &format!("issues/comments/{id}"), None);
            self.send(&request, Right::Issues).await;
        }
    }

    /// The review and the comments at files; false where findings are nowhere yet.
    async fn review(&mut self, plan: &Plan) -> bool {
        if let Some(review) = &plan.review
            && !self.one_review(review).await
            // Without comments it only repeats what the summary says.
            && !review.remarks.is_empty()
        {
            return false;
        }
        for remark in &plan.file_remarks {
            let probe = RetryProbe::Remark { path: &remark.path, body: &remark.body };
            let body = json!({
                "commit_id": self.writer.head, "path": remark.path, "subject_type": "file", "body": remark.body,
            });
            let rest = format!("pulls/{}/comments", self.writer.number);
            let request = WriteRequest { probe, ..self.to(Method::POST, &rest, Some(body)) };
            if self.send(&request, Right::PullRequests).await != WriteOutcome::Done {
                return false;
            }
        }
        true
    }

    async fn one_review(&mut self, review: &NewReview) -> bool {
        let mut outcome = self.post_review(review, review.event).await;
        if matches!(&outcome, WriteOutcome::Refused(why) if why.contains(OWN_PULL)) {
            outcome = self.post_review(review, Event::Comment).await;
        }
        outcome == WriteOutcome::Done
    }

    async fn post_review(&mut self, review: &NewReview, event: Event) -> WriteOutcome {
        let event = match event {
            Event::Comment => "COMMENT",
            Event::RequestChanges => "REQUEST_CHANGES",
        };
        let remarks: Vec<Value> = review.remarks.iter().map(remark).collect();
        let mut body = json!({ "commit_id": self.writer.head, "event": event, "comments": remarks });
        if !review.body.is_empty() {
            body["body"] = json!(review.body);
        }
        let probe = match review.remarks.first() {
            Some(first) => RetryProbe::Remark { path: &first.path, body: &first.body },
            None => RetryProbe::Review { body: &review.body },
        };
        let rest = format!("pulls/{}/reviews", self.writer.number);
        let request = WriteRequest { probe, ..self.to(Method::POST, &rest, Some(body)) };
        self.send(&request, Right::PullRequests).await
    }

    async fn summary(&mut self, plan: &Plan) {
        let (id, body) = match &plan.summary {
            None => return,
            Some(Summary::Post(body)) => (None, body),
            Some(Summary::Edit(id, body)) => (Some(id), body),
        };
        let text = Some(json!({ "body": body }));
        if let Some(id) = id {
            let request = self.to(Method::PATCH, &format!("issues/comments/{id}"), text.clone());
            if !matches!(self.send(&request, Right::Issues).await, WriteOutcome::NotFound(_)) {
                return;
            }
        }
        let rest = format!("issues/{}/comments", self.writer.number);
        let request = WriteRequest { probe: RetryProbe::Post { body }, ..self.to(Method::POST, &rest, text) };
        if matches!(self.send(&request, Right::Issues).await, WriteOutcome::NotFound(_)) {
            self.miss("GitHub does not know the conversation of this pull request");
        }
    }

    /// Folds own comments away; where GraphQL does not do it, they stay as they are.
    async fn fold(&mut self, folded: &[String]) {
        const FOLD: &str = "mutation($id: ID!) { minimizeComment(input: {subjectId: $id, classifier: RESOLVED}) \
                            { minimizedComment { isMinimized } } }";
        for id in folded {
            if self.known_failure(Right::PullRequests).is_some() {
                return;
            }
            let body = Some(json!({ "query": FOLD, "variables": { "id": id } }));
            let request = WriteRequest { method: Method::POST, address: None, body, probe: RetryProbe::Repeatable };
            match self.writer.write(&request).await {
                WriteOutcome::Done => self.done.writes += 1,
                WriteOutcome::NotFound(_) => {}
                WriteOutcome::Denied(why) | WriteOutcome::Refused(why) | WriteOutcome::Lost(why) => {
                    self.miss(&format!("A comment that is settled could not be folded away: {why}"));
                    return;
                }
            }
        }
    }

    /// Sends a request, unless it is known to fail, and keeps what its outcome means for those to come.
    async fn send(&mut self, request: &WriteRequest<'_>, right: Right) -> WriteOutcome {
        if let Some(why) = self.known_failure(right) {
            return WriteOutcome::Denied(why);
        }
        let outcome = match self.writer.write(request).await {
            // What is gone need not be changed; where something new is refused so, the token lacks the right.
            WriteOutcome::NotFound(why) if right == Right::PullRequests && request.method == Method::POST => {
                WriteOutcome::Denied(why)
            }
            outcome => outcome,
        };
        match &outcome {
            WriteOutcome::Done => self.done.writes += 1,
            WriteOutcome::NotFound(_) => {}
            WriteOutcome::Refused(why) if why.contains(OWN_PULL) => self
                .miss("GitHub lets nobody ask for changes in a pull request of their own, so the review only comments"),
            WriteOutcome::Refused(why) => self.miss(why),
            WriteOutcome::Denied(why) => {
                self.miss(why);
                *self.memory.denied(right) = Some(why.clone());
            }
            WriteOutcome::Lost(why) => {
                self.miss(why);
                self.memory.nothing = Some(why.clone());
            }
        }
        outcome
    }

    /// Why it is known that a request fails, if it is; says so, once.
    fn known_failure(&mut self, right: Right) -> Option<String> {
        let why = self.memory.nothing.clone().or_else(|| self.memory.denied(right).clone())?;
        self.miss(&why);
        Some(why)
    }

    fn miss(&mut self, why: &str) {
        let sentence = sentence(why);
        if !self.done.missed.contains(&sentence) {
            self.done.missed.push(sentence);
        }
    }

    fn to(&self, method: Method, rest: &str, body: Option<Value>) -> WriteRequest<'static> {
        WriteRequest {
            method,
            address: Some(self.writer.client.endpoint.of_repository(rest)),
            body,
            probe: RetryProbe::Repeatable,
        }
    }
}

/// A reason as sentences for a person.
pub(super) fn sentence(why: &str) -> String {
    let why = why.trim_end_matches('.');
    let hint =
        if why.contains(READ_ONLY) { " Runs for forks and for Dependabot get a token that only reads." } else { "" };
    let mut letters = why.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    format!("{}{}.{hint}", first.map(String::from).unwrap_or_default(), letters.as_str())
}

fn remark(remark: &NewRemark) -> Value {
    let side = match remark.side {
        Side::Left => "LEFT",
        Side::Right => "RIGHT",
    };
    let mut json = json!({ "path": remark.path, "line": remark.line, "side": side, "body": remark.body });
    // GitHub refuses a first line that is also the last one.
    if let Some(start) = remark.start_line.filter(|start| *start < remark.line) {
        json["start_line"] = json!(start);
        json["start_side"] = json!(side);
    }
    json
}
