//! A GitHub with one pull request that remembers what was written to it, refuses what GitHub refuses, and fails when told to.

use super::git::Commit;
use crate::support::fake::{Fake, Reply, Request};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Barrier, Mutex};

/// The token of a workflow that may write to pull requests.
pub(crate) const WRITER: &str = "ghs_writer0123456789";
/// The token that a fork gets.
pub(crate) const READER: &str = "ghs_reader0123456789";
/// As whom both speak.
pub(crate) const LOGIN: &str = "github-actions[bot]";

/// The files of a commit: path, git's mode and bytes.
pub(crate) type Files = BTreeMap<String, (&'static str, Vec<u8>)>;

/// What goes wrong with a request.
#[derive(Clone, Copy)]
pub(crate) enum Fault {
    /// GitHub answers with a status and does nothing.
    Status(u16),
    /// The connection breaks before anything is done.
    Drop,
    /// Nothing comes back.
    Hang,
    /// The answer comes byte by byte and never ends.
    Slow,
    /// It is done, and the connection breaks then.
    DoneThenDrop,
    /// It is done, and the answer is 502.
    DoneThen502,
}

/// Everything that GitHub knows.
#[derive(Clone, Default)]
pub(crate) struct State {
    /// Path of the REST API.
    pub(crate) root: &'static str,
    pub(crate) commits: BTreeMap<String, Commit>,
    pub(crate) base: String,
    pub(crate) head: String,
    /// The base when the pull request was opened; empty for the base of now.
    pub(crate) opened_at: String,
    /// Where the branch left its base.
    pub(crate) fork: String,
    pub(crate) closed: bool,
    /// The branch stands in another repository: of its commits GitHub names no pull request.
    pub(crate) from_fork: bool,
    /// The merge of head and base that GitHub made.
    pub(crate) merge: String,
    /// Comments at lines and files, comments in the conversation, reviews: as the REST API shows them.
    pub(crate) remarks: Vec<Value>,
    pub(crate) posts: Vec<Value>,
    pub(crate) reviews: Vec<Value>,
    /// Which requests fail (what the request's line holds), how, and how often.
    pub(crate) faults: Vec<(&'static str, Fault, usize)>,
    /// Requests that wait for others of the same kind: what the line holds, how often, and where they meet. They are answered then.
    pub(crate) meeting: Option<(&'static str, usize, Arc<Barrier>)>,
    next: u64,
}

/// The running GitHub.
#[derive(Clone)]
pub(crate) struct Hub {
    pub(crate) fake: Arc<Fake>,
    state: Arc<Mutex<State>>,
}

impl Hub {
    pub(crate) fn start() -> Self {
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        let fake = Fake::start(move |request| {
            let barrier = shared.lock().unwrap().barrier(request);
            barrier.map(|barrier| barrier.wait());
            shared.lock().unwrap().answer(request)
        });
        Self { fake: Arc::new(fake), state }
    }

    /// What it knows now.
    pub(crate) fn state(&self) -> State {
        self.state.lock().unwrap().clone()
    }

    /// Changes what it knows.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap())
    }
}

pub(crate) fn refusal(status: u16, message: &str) -> Reply {
    Reply::json(status, &json!({ "message": message }))
}

fn user(login: &str) -> Value {
    let (kind, id) = if login.ends_with("[bot]") { ("Bot", 41) } else { ("User", login.len()) };
    json!({ "login": login, "id": id, "type": kind })
}

/// The one of a list that has a number.
fn place(list: &[Value], id: &str) -> Option<usize> {
    let id: u64 = id.parse().ok()?;
    list.iter().position(|one| one["id"] == id)
}

impl State {
    /// Somebody answers a comment at a line.
    pub(crate) fn reply(&mut self, login: &str, to: &Value, body: &str) {
        let reply = self.thing(login, json!({ "body": body, "path": to["path"], "in_reply_to_id": to["id"] }));
        self.remarks.push(reply);
    }

    /// What somebody says, with a number and a name.
    pub(crate) fn thing(&mut self, login: &str, mut thing: Value) -> Value {
        self.next += 1;
        thing["id"] = json!(5_000_000_000 + self.next);
        thing["node_id"] = json!(format!("NODE_{}", self.next));
        thing["user"] = user(login);
        thing
    }

    /// Where a request waits for another one.
    fn barrier(&mut self, request: &Request) -> Option<Arc<Barrier>> {
        let (_, times, barrier) = self.meeting.as_mut().filter(|(line, ..)| request.line.contains(line))?;
        *times = times.checked_sub(1)?;
        Some(Arc::clone(barrier))
    }

    fn answer(&mut self, request: &Request) -> Reply {
        let fault = self.faults.iter_mut().find(|(line, _, times)| *times > 0 && request.line.contains(line));
        let fault = fault.map(|(_, fault, times)| {
            *times -= 1;
            *fault
        });
        match fault {
            None => self.route(request),
            Some(Fault::Status(status)) => refusal(status, "A fault"),
            Some(Fault::Drop) => Reply::Reset,
            Some(Fault::Hang) => Reply::Hang,
            Some(Fault::Slow) => Reply::Drip,
            Some(Fault::DoneThenDrop) => {
                self.route(request);
                Reply::Reset
            }
            Some(Fault::DoneThen502) => {
                self.route(request);
                refusal(502, "Server Error")
            }
        }
    }

    fn route(&mut self, request: &Request) -> Reply {
        let (method, address) = request.line.split_once(' ').unwrap();
        let path = address.split('?').next().unwrap();
        let header = request.headers.lines().find(|line| line.to_ascii_lowercase().starts_with("authorization:"));
        let token = header.map(|line| line.rsplit(' ').next().unwrap_or_default().trim());
        if !matches!(token, None | Some(WRITER | READER)) {
            return refusal(401, "Bad credentials");
        }
        let graphql = if self.root.is_empty() { "/graphql" } else { "/api/graphql" };
        if path == graphql {
            return self.graphql(&request.body, token);
        }
        // Another repository, with the same commits in it.
        let is_policies = method == "GET" && path.starts_with("/repos/acme/policies/git/");
        let own = if is_policies { "/repos/acme/policies/" } else { "/repos/acme/tiny/" };
        let Some(rest) = path.strip_prefix(self.root).and_then(|path| path.strip_prefix(own)) else {
            return refusal(404, "Not Found");
        };
        let parts: Vec<&str> = rest.split('/').collect();
        match (method, token) {
            ("GET", _) => self.read(&parts),
            (_, Some(WRITER)) => self.write(method, &parts, &request.body),
            (_, None) => refusal(401, "Requires authentication"),
            _ => refusal(403, "Resource not accessible by integration"),
        }
    }

    fn graphql(&mut self, body: &Value, token: Option<&str>) -> Reply {
        let query = body["query"].as_str().unwrap_or_default();
        let node = &body["variables"]["id"];
        match token {
            None => refusal(401, "This endpoint requires you to be authenticated."),
            _ if query.contains("viewer") => {
                Reply::json(200, &json!({ "data": { "viewer": { "login": LOGIN, "databaseId": 41 } } }))
            }
            Some(WRITER) if query.contains("minimizeComment") => {
                let found = self.remarks.iter_mut().find(|remark| remark["node_id"] == *node);
                found.unwrap()["minimized"] = json!(true);
                Reply::json(200, &json!({ "data": { "minimizeComment": { "minimizedComment": {} } } }))
            }
            _ => {
                Reply::json(200, &json!({ "errors": [{ "type": "FORBIDDEN", "message": "Resource not accessible" }] }))
            }
        }
    }

    fn write(&mut self, method: &str, parts: &[&str], body: &Value) -> Reply {
        let done = |thing: Value| Reply::json(200, &thing);
        let bodies = body["comments"].as_array().into_iter().flatten().chain([body]);
        if bodies.into_iter().any(|one| one["body"].as_str().is_some_and(|text| text.chars().count() > 65_536)) {
            return refusal(422, "body is too long");
        }
        match (method, parts) {
            ("POST", ["pulls", "7", "reviews"]) => {
                let comments = body["comments"].as_array().cloned().unwrap_or_default();
                if body["commit_id"] != *self.head || !comments.iter().all(|comment| self.is_in_diff(comment)) {
                    return refusal(422, "Pull request review thread line must be part of the diff");
                }
                for mut comment in comments {
                    comment["original_commit_id"] = json!(self.head);
                    let comment = self.thing(LOGIN, comment);
                    self.remarks.push(comment);
                }
                let blocks = body["event"] == "REQUEST_CHANGES";
                let state = if blocks { "CHANGES_REQUESTED" } else { "COMMENTED" };
                let review = json!({ "body": body["body"], "state": state, "commit_id": self.head });
                let review = self.thing(LOGIN, review);
                self.reviews.push(review.clone());
                done(review)
            }
            ("POST", ["pulls", "7", "comments"]) => {
                let path = body["path"].as_str().unwrap_or_default();
                if body["commit_id"] != *self.head || !self.files().contains_key(path) || body["subject_type"] != "file"
                {
                    return refusal(422, "Pull request review thread path is invalid");
                }
                let mut remark = body.clone();
                remark["original_commit_id"] = json!(self.head);
                let remark = self.thing(LOGIN, remark);
                self.remarks.push(remark.clone());
                done(remark)
            }
            ("POST", ["issues", "7", "comments"]) => {
                let post = self.thing(LOGIN, json!({ "body": body["body"] }));
                self.posts.push(post.clone());
                done(post)
            }
            ("PATCH" | "DELETE", [kind @ ("pulls" | "issues"), "comments", id]) => {
                let list = if *kind == "pulls" { &mut self.remarks } else { &mut self.posts };
                let Some(at) = place(list, id) else { return refusal(404, "Not Found") };
                if method == "DELETE" {
                    list.remove(at);
                    return Reply::text(204, "");
                }
                // GitHub may give other line ends back.
                list[at]["body"] = json!(body["body"].as_str().unwrap().replace('\n', "\r\n"));
                done(list[at].clone())
            }
            ("PUT", ["pulls", "7", "reviews", id, "dismissals"]) => {
                let Some(at) = place(&self.reviews, id) else { return refusal(404, "Not Found") };
                if self.reviews[at]["state"] != "CHANGES_REQUESTED" {
                    return refusal(422, "Can not dismiss a commented pull request review");
                }
                self.reviews[at]["state"] = json!("DISMISSED");
                done(self.reviews[at].clone())
            }
            _ => refusal(404, "Not Found"),
        }
    }
}
