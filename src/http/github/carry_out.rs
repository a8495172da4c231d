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
            self.at_lines(request).await;
        }
        for id in &plan.deletions {
            let request = self.to(Method::DELETE, &format!("pulls/comments/{id}"), None);
            self.at_lines(request).await;
        }
        self.fold(&plan.folded).await;
        for (id, reason) in &plan.dismissals {
            let rest = format!("pulls/{}/reviews/{id}/dismissals", self.writer.number);
            let request = self.to(Method::PUT, &rest, Some(json!({ "message": reason, "event": "DISMISS" })));
            self.at_lines(request).await;
        }
        for id in &plan.doubles {
            let request = self.to(Method::DELETE, &format!("issues/comments/{id}"), None);
            self.in_conversation(&request).await;
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
            let path = format!("pulls/{}/comments", self.writer.number);
            let request = WriteRequest { probe, ..self.to(Method::POST, &path, Some(body)) };
            if !self.at_lines(request).await {
                return false;
            }
        }
        true
    }

    async fn one_review(&mut self, review: &NewReview) -> bool {
        let Some(outcome) = self.post_review(review, review.event).await else { return false };
        match outcome {
            WriteOutcome::Refused(why) if why.contains(OWN_PULL) => {
                self.miss(
                    "GitHub lets nobody ask for changes in a pull request of their own, so the review only comments",
                );
                match self.post_review(review, Event::Comment).await {
                    Some(outcome) => self.settle_at_lines(outcome),
                    None => false,
                }
            }
            outcome => self.settle_at_lines(outcome),
        }
    }

    async fn post_review(&mut self, review: &NewReview, event: Event) -> Option<WriteOutcome> {
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
        let request = WriteRequest {
            probe,
            ..self.to(Method::POST, &format!("pulls/{}/reviews", self.writer.number), Some(body))
        };
        if self.is_barred(true) {
            return None;
        }
        Some(self.writer.write(&request).await)
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
            if self.in_conversation(&request).await {
                return;
            }
        }
        let path = format!("issues/{}/comments", self.writer.number);
        let request = WriteRequest { probe: RetryProbe::Post { body }, ..self.to(Method::POST, &path, text) };
        if !self.in_conversation(&request).await && self.memory.no_posts.is_none() {
            self.miss("GitHub does not know the conversation of this pull request");
        }
    }

    /// Folds own comments away; where GraphQL does not do it, they stay as they are.
    async fn fold(&mut self, folded: &[String]) {
        const FOLD: &str = "mutation($id: ID!) { minimizeComment(input: {subjectId: $id, classifier: RESOLVED}) \
                            { minimizedComment { isMinimized } } }";
        for id in folded {
            if self.is_barred(true) {
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

    /// A request that takes the right to write to pull requests; whether it is settled.
    async fn at_lines(&mut self, request: WriteRequest<'_>) -> bool {
        if self.is_barred(true) {
            return false;
        }
        let mut outcome = self.writer.write(&request).await;
        if let WriteOutcome::NotFound(why) = outcome {
            // What is gone need not be changed; where something new is refused so, the token lacks the right.
            outcome = if request.method == Method::POST { WriteOutcome::Denied(why) } else { return true };
        }
        self.settle_at_lines(outcome)
    }

    fn settle_at_lines(&mut self, outcome: WriteOutcome) -> bool {
        match outcome {
            WriteOutcome::Done => self.done.writes += 1,
            WriteOutcome::Denied(why) | WriteOutcome::NotFound(why) => {
                self.miss(&why);
                self.memory.no_reviews = Some(why);
                return false;
            }
            outcome => return self.settle(outcome),
        }
        true
    }

    /// A request that also the right to write to issues allows; false where what it is about is gone or it was not written.
    async fn in_conversation(&mut self, request: &WriteRequest<'_>) -> bool {
        if self.is_barred(false) {
            return true;
        }
        match self.writer.write(request).await {
            WriteOutcome::Done => {
                self.done.writes += 1;
                true
            }
            WriteOutcome::NotFound(_) => false,
            WriteOutcome::Denied(why) => {
                self.miss(&why);
                self.memory.no_posts = Some(why);
                true
            }
            outcome => {
                self.settle(outcome);
                true
            }
        }
    }

    fn settle(&mut self, outcome: WriteOutcome) -> bool {
        match outcome {
            WriteOutcome::Lost(why) => {
                self.miss(&why);
                self.memory.nothing = Some(why);
            }
            WriteOutcome::Done | WriteOutcome::NotFound(_) => return true,
            WriteOutcome::Denied(why) | WriteOutcome::Refused(why) => self.miss(&why),
        }
        false
    }

    /// Whether it is known that a request fails; says why, once.
    fn is_barred(&mut self, at_lines: bool) -> bool {
        let right = if at_lines { &self.memory.no_reviews } else { &self.memory.no_posts };
        let why = self.memory.nothing.as_ref().or(right.as_ref()).cloned();
        why.is_some_and(|why| {
            self.miss(&why);
            true
        })
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
