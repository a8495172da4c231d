//! Carries out the plan of a review: which requests it takes, in which order, and what a failure means for the others.

use super::client::Client;
use super::types::PlanOutcome;
use super::write::{RetryProbe, WriteOutcome, WriteRequest, Writer};
use crate::review::plan::{Event, NewRemark, NewReview, Plan, Side, Summary};
use crate::wording::sentence;
use ::http::Method;
use serde_json::{Value, json};
use tokio::time::Instant;

/// What GitHub says to tokens that only read.
const READ_ONLY: &str = "not accessible by integration";

/// What GitHub says to those who ask for changes of themselves.
const OWN_PULL: &str = "changes on your own pull request";

/// What is known from earlier requests.
#[derive(Debug, Clone, Default)]
pub(super) struct SessionState {
    /// The own login, as it was found beside the existing comments.
    pub(super) login: Option<String>,
    /// When the last request that writes was answered.
    last_write: Option<Instant>,
    /// Why reviews and comments at lines cannot be written.
    no_reviews: Option<String>,
    /// Why comments in the conversation cannot be written.
    no_posts: Option<String>,
    /// Why nothing can be written any more.
    no_writes: Option<String>,
}

impl SessionState {
    fn denied(&mut self, permission: Permission) -> &mut Option<String> {
        match permission {
            Permission::PullRequests => &mut self.no_reviews,
            Permission::Issues => &mut self.no_posts,
        }
    }
}

/// The right that a request takes of the token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Permission {
    /// To write to pull requests.
    PullRequests,
    /// To write to issues or to pull requests: for comments in the conversation.
    Issues,
}

/// Carries out a plan; also what was learned while doing so.
pub(super) async fn carry_out(
    client: &Client,
    number: u64,
    head: &str,
    plan: &Plan,
    state: SessionState,
) -> (PlanOutcome, SessionState) {
    let (login, last) = (state.login.clone(), state.last_write);
    let writer = Writer { client, number, head, login, last };
    let mut execution = Execution { writer, state, done: PlanOutcome::default() };
    execution.execute(plan).await;
    execution.state.last_write = execution.writer.last;
    (execution.done, execution.state)
}

/// A plan that is being carried out.
struct Execution<'a> {
    writer: Writer<'a>,
    state: SessionState,
    done: PlanOutcome,
}

impl Execution<'_> {
    async fn execute(&mut self, plan: &Plan) {
        if !self.review(plan).await {
            // The caller puts these findings into the summary first, which would otherwise be written twice.
            self.done.review_missed = true;
            return;
        }
        self.summary(plan).await;
        for (id, body) in &plan.edits {
            let request = self.request(Method::PATCH, &format!("pulls/comments/{id}"), Some(json!({ "body": body })));
            self.send(&request, Permission::PullRequests).await;
        }
        for id in &plan.deletions {
            let request = self.request(Method::DELETE, &format!("pulls/comments/{id}"), None);
            self.send(&request, Permission::PullRequests).await;
        }
        self.minimize(&plan.to_minimize).await;
        for (id, reason) in &plan.dismissals {
            let rest = format!("pulls/{}/reviews/{id}/dismissals", self.writer.number);
            let request = self.request(Method::PUT, &rest, Some(json!({ "message": reason, "event": "DISMISS" })));
            self.send(&request, Permission::PullRequests).await;
        }
        for id in &plan.duplicates {
            let request = self.request(Method::DELETE, &format!("issues/comments/{id}"), None);
            self.send(&request, Permission::Issues).await;
        }
    }

    /// The review and the comments at files; false where findings are nowhere yet.
    async fn review(&mut self, plan: &Plan) -> bool {
        if let Some(review) = &plan.review
            && !self.post_review_or_comment(review).await
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
            let request = WriteRequest { probe, ..self.request(Method::POST, &rest, Some(body)) };
            if self.send(&request, Permission::PullRequests).await != WriteOutcome::Done {
                return false;
            }
        }
        true
    }

    async fn post_review_or_comment(&mut self, review: &NewReview) -> bool {
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
        let request = WriteRequest { probe, ..self.request(Method::POST, &rest, Some(body)) };
        self.send(&request, Permission::PullRequests).await
    }

    async fn summary(&mut self, plan: &Plan) {
        let (id, body) = match &plan.summary {
            None => return,
            Some(Summary::Post(body)) => (None, body),
            Some(Summary::Edit(id, body)) => (Some(id), body),
        };
        let text = Some(json!({ "body": body }));
        if let Some(id) = id {
            let request = self.request(Method::PATCH, &format!("issues/comments/{id}"), text.clone());
            if !matches!(self.send(&request, Permission::Issues).await, WriteOutcome::NotFound(_)) {
                return;
            }
        }
        let rest = format!("issues/{}/comments", self.writer.number);
        let request = WriteRequest { probe: RetryProbe::Post { body }, ..self.request(Method::POST, &rest, text) };
        if matches!(self.send(&request, Permission::Issues).await, WriteOutcome::NotFound(_)) {
            self.add_failure("GitHub does not know the conversation of this pull request");
        }
    }

    /// Folds own comments away; where GraphQL does not do it, they stay as they are.
    async fn minimize(&mut self, to_minimize: &[String]) {
        const MINIMIZE: &str = "mutation($id: ID!) { minimizeComment(input: {subjectId: $id, classifier: RESOLVED}) \
                            { minimizedComment { isMinimized } } }";
        for id in to_minimize {
            if self.known_failure(Permission::PullRequests).is_some() {
                return;
            }
            let body = Some(json!({ "query": MINIMIZE, "variables": { "id": id } }));
            let request = WriteRequest { method: Method::POST, address: None, body, probe: RetryProbe::Repeatable };
            match self.writer.write(&request).await {
                WriteOutcome::Done => self.done.writes += 1,
                WriteOutcome::NotFound(_) => {}
                WriteOutcome::Denied(why) | WriteOutcome::Refused(why) | WriteOutcome::Lost(why) => {
                    self.add_failure(&format!("A comment that is settled could not be folded away: {why}"));
                    return;
                }
            }
        }
    }

    /// Sends a request, unless it is known to fail, and keeps what its outcome means for those to come.
    async fn send(&mut self, request: &WriteRequest<'_>, permission: Permission) -> WriteOutcome {
        if let Some(why) = self.known_failure(permission) {
            return WriteOutcome::Denied(why);
        }
        let outcome = match self.writer.write(request).await {
            // What is gone need not be changed; where something new is refused so, the token lacks the right.
            WriteOutcome::NotFound(why) if permission == Permission::PullRequests && request.method == Method::POST => {
                WriteOutcome::Denied(why)
            }
            outcome => outcome,
        };
        match &outcome {
            WriteOutcome::Done => self.done.writes += 1,
            WriteOutcome::NotFound(_) => {}
            WriteOutcome::Refused(why) if why.contains(OWN_PULL) => self.add_failure(
                "GitHub lets nobody ask for changes in a pull request of their own, so the review only comments",
            ),
            WriteOutcome::Refused(why) => self.add_failure(why),
            WriteOutcome::Denied(why) => {
                self.add_failure(why);
                *self.state.denied(permission) = Some(why.clone());
            }
            WriteOutcome::Lost(why) => {
                self.add_failure(why);
                self.state.no_writes = Some(why.clone());
            }
        }
        outcome
    }

    /// Why it is known that a request fails, if it is; adds the reason to the failures, once.
    fn known_failure(&mut self, permission: Permission) -> Option<String> {
        let why = self.state.no_writes.clone().or_else(|| self.state.denied(permission).clone())?;
        self.add_failure(&why);
        Some(why)
    }

    fn add_failure(&mut self, why: &str) {
        let sentence = explained(why);
        if !self.done.missed.contains(&sentence) {
            self.done.missed.push(sentence);
        }
    }

    fn request(&self, method: Method, rest: &str, body: Option<Value>) -> WriteRequest<'static> {
        WriteRequest {
            method,
            address: Some(self.writer.client.endpoint.repository_url(rest)),
            body,
            probe: RetryProbe::Repeatable,
        }
    }
}

/// A reason in sentences, with what a token that only reads may come from.
pub(super) fn explained(why: &str) -> String {
    let hint =
        if why.contains(READ_ONLY) { " Runs for forks and for Dependabot get a token that only reads." } else { "" };
    sentence(why) + hint
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
