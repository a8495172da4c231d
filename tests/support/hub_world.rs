//! A Hub on loopback that remembers: models with branches, pull requests and discussions, and who may write.

use super::fake::{Fake, Reply, Request};
use super::models::{blob, sha256};
use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// The token of the gate's own account, and of one that only reads.
pub(crate) const BOT: &str = "hf_bot0123456789";
pub(crate) const READER: &str = "hf_reader0123456789";

/// The name and the id of the gate's own account.
pub(crate) const LOGIN: &str = "gate-bot";
pub(crate) const ACCOUNT: &str = "acc0gate";

type Files = BTreeMap<String, String>;

/// What goes wrong with a request.
#[derive(Clone, Copy)]
pub(crate) enum Fault {
    /// The Hub answers with a status and does nothing.
    Status(u16),
    /// It is done, and the answer is 500.
    DoneThen500,
    /// It is done, and the connection breaks then.
    DoneThenDrop,
    /// Before the request, somebody else does this.
    Before(fn(&mut World)),
}

/// A comment: id, author, text, whether it is hidden.
#[derive(Clone)]
pub(crate) struct Comment {
    pub(crate) id: String,
    pub(crate) author: &'static str,
    pub(crate) text: String,
    pub(crate) hidden: bool,
}

/// A discussion or a pull request.
#[derive(Clone)]
pub(crate) struct Talk {
    pub(crate) number: u64,
    pub(crate) author: &'static str,
    pub(crate) title: String,
    pub(crate) status: &'static str,
    pub(crate) is_pull: bool,
    pub(crate) comments: Vec<Comment>,
}

/// Everything that the Hub knows about its one model, `acme/lark`.
#[derive(Default)]
pub(crate) struct World {
    /// The address of the Hub.
    address: String,
    /// Commits: parent and files.
    commits: BTreeMap<String, (Option<String>, Files)>,
    pub(crate) refs: BTreeMap<String, String>,
    /// Files that are in Git LFS.
    pub(crate) lfs: Vec<&'static str>,
    pub(crate) private: bool,
    pub(crate) talks: Vec<Talk>,
    /// Which requests fail (what the line of the request holds), how, and how often.
    pub(crate) faults: Vec<(&'static str, Fault, usize)>,
    next: u64,
}

/// The running Hub.
pub(crate) struct Hub {
    pub(crate) fake: Fake,
    world: Arc<Mutex<World>>,
}

impl Hub {
    /// A Hub whose model has these files on its main branch.
    pub(crate) fn start(files: &[(&str, &str)]) -> Self {
        let world = Arc::new(Mutex::new(World::default()));
        let shared = Arc::clone(&world);
        let fake = Fake::start(move |request| shared.lock().unwrap().reply(request));
        world.lock().unwrap().address.clone_from(&fake.address);
        world.lock().unwrap().push("refs/heads/main", files);
        Self { fake, world }
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap()
    }

    /// The comments that can be read in a discussion, with their authors, without the description.
    pub(crate) fn comments(&self, number: u64) -> Vec<(&'static str, String)> {
        let world = self.world();
        let talk = world.talks.iter().find(|talk| talk.number == number).unwrap();
        let shown = talk.comments.iter().skip(1).filter(|comment| !comment.hidden);
        shown.map(|comment| (comment.author, comment.text.clone())).collect()
    }

    /// Number and status of the gate's own discussions or pull requests.
    pub(crate) fn own(&self, is_pull: bool) -> Vec<(u64, &'static str)> {
        let world = self.world();
        let own = world.talks.iter().filter(|talk| talk.author == LOGIN && talk.is_pull == is_pull);
        own.map(|talk| (talk.number, talk.status)).collect()
    }
}

impl World {
    fn id(&mut self, length: usize) -> String {
        self.next += 1;
        format!("{:0>length$x}", 0xabc0_0000 + self.next)
    }

    /// A commit on a branch or a pull request that changes these files; an empty text deletes one.
    pub(crate) fn push(&mut self, name: &str, changes: &[(&str, &str)]) -> String {
        let parent = self.refs.get(name).cloned();
        let mut files = parent.as_ref().map(|parent| self.commits[parent].1.clone()).unwrap_or_default();
        for (path, text) in changes {
            files.insert((*path).to_owned(), (*text).to_owned());
        }
        files.retain(|_, text| !text.is_empty());
        let hash = self.id(40);
        self.commits.insert(hash.clone(), (parent, files));
        self.refs.insert(name.to_owned(), hash.clone());
        hash
    }

    /// A pull request of a stranger that changes these files; its number.
    pub(crate) fn pull(&mut self, changes: &[(&str, &str)]) -> u64 {
        let number = self.talk("mallory", "Update files", "Please.", true);
        let main = self.refs["refs/heads/main"].clone();
        self.refs.insert(format!("refs/pr/{number}"), main);
        self.push(&format!("refs/pr/{number}"), changes);
        number
    }

    /// A discussion or a pull request without files; its number.
    pub(crate) fn talk(&mut self, author: &'static str, title: &str, text: &str, is_pull: bool) -> u64 {
        let number = self.talks.len() as u64 + 1;
        let talk = Talk { number, author, title: title.to_owned(), status: "open", is_pull, comments: Vec::new() };
        self.talks.push(talk);
        self.say(number, author, text);
        number
    }

    pub(crate) fn say(&mut self, number: u64, author: &'static str, text: &str) {
        let id = self.id(24);
        let comment = Comment { id, author, text: text.to_owned(), hidden: false };
        self.talks[usize::try_from(number).unwrap() - 1].comments.push(comment);
    }

    pub(crate) fn files(&self, name: &str) -> &Files {
        &self.commits[&self.refs[name]].1
    }

    fn reply(&mut self, request: &Request) -> Reply {
        let fault = self.faults.iter_mut().find(|(part, _, left)| *left > 0 && request.line.contains(part));
        let fault = fault.map(|(_, fault, left)| {
            *left -= 1;
            *fault
        });
        match fault {
            Some(Fault::Status(status)) => return Reply::json(status, &json!({ "error": "Out of order." })),
            Some(Fault::Before(change)) => change(self),
            _ => {}
        }
        let reply = self
            .answer(request)
            .unwrap_or_else(|| Reply::json(404, &json!({ "error": "Not found" })).with("X-Error-Code: EntryNotFound"));
        match fault {
            Some(Fault::DoneThen500) => Reply::json(500, &json!({ "error": "Out of order." })),
            Some(Fault::DoneThenDrop) => Reply::Reset,
            _ => reply,
        }
    }

    fn answer(&mut self, request: &Request) -> Option<Reply> {
        let (method, target) = request.line.split_once(' ')?;
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let headers = request.headers.to_ascii_lowercase();
        let has = |token: &str| headers.contains(&format!("authorization: bearer {token}"));
        if path == "/api/whoami-v2" {
            let name = if has(BOT) { LOGIN } else { "reader" };
            let id = if has(BOT) { ACCOUNT } else { "acc0read" };
            return Some(Reply::json(200, &json!({ "name": name, "id": id, "type": "user" })));
        }
        if let Some(file) = path.strip_prefix("/acme/lark/resolve/") {
            let (commit, path) = file.split_once('/')?;
            return Some(Reply::text(200, self.commits.get(commit)?.1.get(path)?));
        }
        let rest = path.strip_prefix("/api/models/acme/lark")?;
        if method == "POST" && !has(BOT) {
            return Some(Reply::json(403, &json!({ "error": "Forbidden: you must use a write token" })));
        }
        let parts: Vec<&str> = rest.trim_start_matches('/').split('/').collect();
        match (method, &parts[..]) {
            ("GET", [""]) => Some(self.model("refs/heads/main", query)),
            ("GET", ["revision", revision]) => Some(self.model(&revision.replace("%2F", "/"), query)),
            ("GET", ["commits", commit]) => self.history(commit),
            ("GET", ["refs"]) => {
                let names = self.refs.keys().filter_map(|name| name.strip_prefix("refs/heads/"));
                Some(Reply::json(
                    200,
                    &json!({ "branches": names.map(|name| json!({ "name": name })).collect::<Value>() }),
                ))
            }
            ("GET", ["discussions"]) => Some(self.listing(query)),
            ("GET", ["discussions", number]) => Some(self.details(number.parse().ok()?)),
            ("POST", ["discussions"]) => {
                let text = |key: &str| request.body[key].as_str().unwrap().to_owned();
                let number = self.talk(LOGIN, &text("title"), &text("description"), false);
                Some(Reply::json(200, &json!({ "num": number, "pullRequest": false })))
            }
            ("POST", ["discussions", number, rest @ ..]) => self.write(number.parse().ok()?, rest, &request.body),
            ("POST", ["commit", branch]) => self.commit(branch, &request.text),
            _ => None,
        }
    }

    fn model(&self, revision: &str, query: &str) -> Reply {
        let names = [revision.to_owned(), format!("refs/heads/{revision}")];
        let named = names.iter().find_map(|name| self.refs.get(name)).cloned();
        let Some(commit) = named.or_else(|| self.commits.contains_key(revision).then(|| revision.to_owned())) else {
            let body = json!({ "error": format!("Invalid rev id: {revision}") });
            return Reply::json(404, &body).with("X-Error-Code: RevisionNotFound");
        };
        if query == "expand=sha" {
            return Reply::json(200, &json!({ "id": "acme/lark", "sha": commit }));
        }
        if query == "expand=private" {
            return Reply::json(200, &json!({ "id": "acme/lark", "private": self.private }));
        }
        let files = self.commits[&commit].1.iter().map(|(path, text)| {
            let mut file = json!({ "rfilename": path, "size": text.len(), "blobId": blob(text.as_bytes()) });
            if self.lfs.contains(&path.as_str()) {
                // Pointers of one content may be written in many ways.
                file["blobId"] = json!(blob(format!("a pointer that {path} has: {text}").as_bytes()));
                file["lfs"] = json!({ "sha256": sha256(text.as_bytes()), "size": text.len(), "pointerSize": 130 });
            }
            file
        });
        let body = json!({ "id": "acme/lark", "sha": commit, "siblings": files.collect::<Value>() });
        Reply::json(200, &body)
    }

    fn history(&self, commit: &str) -> Option<Reply> {
        let next = |commit: &String| self.commits[commit].0.clone();
        let first = self.commits.contains_key(commit).then(|| commit.to_owned())?;
        let commits = std::iter::successors(Some(first), next).map(|commit| json!({ "id": commit, "title": "x" }));
        Some(Reply::json(200, &commits.collect::<Value>()))
    }

    fn listing(&self, query: &str) -> Reply {
        let wants_pulls = query.contains("type=pull_request");
        let is_open = |talk: &Talk| !query.contains("status=open") || talk.status == "open";
        let listed = self.talks.iter().rev().filter(|talk| talk.is_pull == wants_pulls && is_open(talk));
        let listed: Vec<Value> = listed
            .map(|talk| {
                let author = json!({ "name": talk.author });
                json!({ "num": talk.number, "author": author, "isPullRequest": talk.is_pull, "status": talk.status })
            })
            .collect();
        Reply::json(200, &json!({ "count": listed.len(), "start": 0, "discussions": listed }))
    }

    fn details(&self, number: u64) -> Reply {
        let Some(talk) = self.talks.iter().find(|talk| talk.number == number) else {
            return Reply::json(404, &json!({ "error": "Discussion not found" }));
        };
        let events = talk.comments.iter().map(event).collect::<Value>();
        let mut body = json!({
            "num": number, "status": talk.status, "isPullRequest": talk.is_pull, "title": talk.title,
            "author": { "name": talk.author }, "events": events,
        });
        if talk.is_pull {
            body["changes"] = json!({ "base": "refs/heads/main" });
        }
        Reply::json(200, &body)
    }

    fn write(&mut self, number: u64, rest: &[&str], body: &Value) -> Option<Reply> {
        let at = self.talks.iter().position(|talk| talk.number == number)?;
        match rest {
            ["comment"] => {
                self.say(number, LOGIN, body["comment"].as_str()?);
                Some(Reply::json(201, &json!({ "newMessage": event(self.talks[at].comments.last()?) })))
            }
            ["comment", id, change] => {
                let comment = self.talks[at].comments.iter_mut().find(|comment| comment.id == *id)?;
                if comment.author != LOGIN || comment.hidden {
                    return Some(Reply::json(403, &json!({ "error": "Forbidden: not your comment" })));
                }
                match *change {
                    "edit" => comment.text = body["content"].as_str()?.to_owned(),
                    _ => comment.hidden = true,
                }
                Some(Reply::json(200, &json!({ "updatedComment": event(comment) })))
            }
            ["status"] => {
                self.talks[at].status = if body["status"] == "open" { "open" } else { "closed" };
                Some(Reply::json(200, &json!({ "newStatus": { "data": { "status": body["status"] } } })))
            }
            _ => None,
        }
    }

    fn commit(&mut self, branch: &str, text: &str) -> Option<Reply> {
        let mut lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let header = lines.next()?["value"].clone();
        assert_eq!(header["parentCommit"], self.refs[&format!("refs/heads/{branch}")]);
        let text = |key: &str| header[key].as_str().unwrap().to_owned();
        let number = self.talk(LOGIN, &text("summary"), &text("description"), true);
        let name = format!("refs/pr/{number}");
        self.refs.insert(name.clone(), text("parentCommit"));
        let files: Vec<(String, String)> = lines
            .map(|line| {
                let field = |key: &str| line["value"][key].as_str().unwrap().to_owned();
                assert_eq!(field("encoding"), "base64");
                (field("path"), String::from_utf8(BASE64_STANDARD.decode(field("content")).unwrap()).unwrap())
            })
            .collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let hash = self.push(&name, &files);
        let url = format!("{}/acme/lark/discussions/{number}", self.address);
        Some(Reply::json(200, &json!({ "success": true, "commitOid": hash, "pullRequestUrl": url })))
    }
}

/// A comment as the API shows it.
fn event(comment: &Comment) -> Value {
    let raw = if comment.hidden { "This comment has been hidden" } else { &comment.text };
    json!({
        "id": comment.id, "type": "comment", "author": { "name": comment.author },
        "data": { "hidden": comment.hidden, "latest": { "raw": raw } },
    })
}
