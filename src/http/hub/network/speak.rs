//! What the gate writes on the Hub: comments in discussions, discussions, and pull requests with a fix.

use super::commit;
use super::discussions::{self, is_word, path};
use super::history;
use super::session::HubSession;
use super::write::{Write, is_same, write};
use crate::http::client::Body;
use crate::http::error::HttpError;
use crate::http::hub::place::ModelPlace;
use crate::http::hub::spoken::{Account, ListKind, NewPull};
use crate::render::percent_encoded;
use crate::review::discussion::{Discussion, DiscussionComment, DiscussionState};
use serde::Deserialize;
use serde_json::{Value, json};

/// Most own discussions or pull requests that are read to find one, chosen.
const MAX_READ: usize = 30;

#[derive(Deserialize)]
struct HeadJson {
    sha: String,
}

#[derive(Deserialize)]
struct PrivateJson {
    private: bool,
}

#[derive(Deserialize)]
struct RefsJson {
    branches: Vec<RefJson>,
}

#[derive(Deserialize)]
struct RefJson {
    name: String,
}

impl HubSession {
    /// Whether there is a token to speak with.
    pub(crate) fn has_token(&self) -> bool {
        self.client().has_token()
    }

    /// The account that the token belongs to.
    pub(crate) fn account(&self) -> Result<Account, HttpError> {
        self.run(async |client| discussions::account(client).await)
    }

    /// A discussion of a model, or a pull request with its discussion.
    pub(crate) fn discussion(&self, id: &str, number: u64) -> Result<Discussion, HttpError> {
        self.run(async |client| discussions::discussion(client, id, number).await)
    }

    /// The full hash of the commit that a revision is now.
    pub(crate) fn head(&self, place: &ModelPlace) -> Result<String, HttpError> {
        self.run(async |client| {
            let revision = percent_encoded(place.revision.as_deref().unwrap_or("main"), b"");
            let rest = format!("api/models/{}/revision/{revision}?expand=sha", place.id);
            Ok(client.json::<HeadJson>(&rest, &place.id).await?.sha)
        })
    }

    /// Whether only some may see a model.
    pub(crate) fn is_private(&self, id: &str) -> Result<bool, HttpError> {
        self.run(async |client| {
            Ok(client.json::<PrivateJson>(&format!("api/models/{id}?expand=private"), id).await?.private)
        })
    }

    /// Whether a model has a branch of this name.
    pub(crate) fn has_branch(&self, id: &str, name: &str) -> Result<bool, HttpError> {
        self.run(async |client| {
            let refs: RefsJson = client.json(&format!("api/models/{id}/refs"), id).await?;
            Ok(refs.branches.iter().any(|branch| branch.name == name))
        })
    }

    /// The newest commit that a branch, by its tip, and the head of a pull request share; nothing where that cannot be known.
    pub(crate) fn merge_base(&self, id: &str, head: &str, tip: &str) -> Result<Option<String>, HttpError> {
        self.run(async |client| history::merge_base(client, id, head, tip).await)
    }

    /// The own discussions or open pull requests that are wanted, oldest first.
    pub(crate) fn own(
        &self,
        id: &str,
        kind: ListKind,
        login: &str,
        is_wanted: &dyn Fn(&Discussion) -> bool,
    ) -> Result<Vec<Discussion>, HttpError> {
        self.run(async |client| {
            let numbers = discussions::numbers(client, id, kind, login).await?;
            if numbers.len() > MAX_READ {
                let what = match kind {
                    ListKind::Discussions => "discussions",
                    ListKind::OpenPulls => "open pull requests",
                };
                let count = numbers.len();
                let why =
                    format!("`{id}` has {count} {what} by `{login}`, and at most {MAX_READ} are read: close some");
                return Err(HttpError::Refused(why));
            }
            let mut found = Vec::new();
            for number in numbers.into_iter().rev() {
                let discussion = discussions::discussion(client, id, number).await?;
                if is_wanted(&discussion) {
                    found.push(discussion);
                }
            }
            Ok(found)
        })
    }

    /// Writes a comment into a discussion, once.
    pub(crate) fn comment(&self, id: &str, number: u64, login: &str, text: &str) -> Result<(), HttpError> {
        let is_there = |comment: &DiscussionComment| comment.is_by(login) && is_same(&comment.text, text);
        self.change(id, number, "comment", Some(&json!({ "comment": text })), "newMessage", is_there)
    }

    /// Gives a comment another text.
    pub(crate) fn edit(&self, id: &str, number: u64, comment: &str, text: &str) -> Result<(), HttpError> {
        let is_there = |known: &DiscussionComment| known.id == comment && is_same(&known.text, text);
        let rest = format!("comment/{comment}/edit");
        self.change(id, number, &rest, Some(&json!({ "content": text })), "updatedComment", is_there)
    }

    /// Hides a comment, for good.
    pub(crate) fn hide(&self, id: &str, number: u64, comment: &str) -> Result<(), HttpError> {
        let is_there = |known: &DiscussionComment| known.id == comment && known.is_hidden;
        self.change(id, number, &format!("comment/{comment}/hide"), None, "updatedComment", is_there)
    }

    fn change(
        &self,
        id: &str,
        number: u64,
        rest: &str,
        body: Option<&Value>,
        made: &str,
        is_there: impl Fn(&DiscussionComment) -> bool,
    ) -> Result<(), HttpError> {
        self.run(async |client| {
            let rest = format!("{}/{rest}", path(id, number));
            let read = |answer: &[u8]| {
                let answer: Value = serde_json::from_slice(answer).ok()?;
                answer[made]["id"].as_str().is_some_and(is_word).then_some(())
            };
            let look = async || {
                let discussion = discussions::discussion(client, id, number).await?;
                Ok(discussion.comments.iter().any(&is_there).then_some(()))
            };
            let request = Write { rest: &rest, body: body.map(Body::Json), id };
            write(client, &request, read, look).await
        })
    }

    /// Opens or closes a discussion.
    pub(crate) fn set_state(&self, id: &str, number: u64, state: DiscussionState) -> Result<(), HttpError> {
        self.run(async |client| {
            let rest = format!("{}/status", path(id, number));
            let word = if state == DiscussionState::Open { "open" } else { "closed" };
            let read = |answer: &[u8]| {
                let answer: Value = serde_json::from_slice(answer).ok()?;
                answer["newStatus"].is_object().then_some(())
            };
            let look = async || {
                let discussion = discussions::discussion(client, id, number).await?;
                Ok((discussion.state == state).then_some(()))
            };
            let body = json!({ "status": word });
            write(client, &Write { rest: &rest, body: Some(Body::Json(&body)), id }, read, look).await
        })
    }

    /// Opens a discussion, once; its number.
    pub(crate) fn open_discussion(&self, id: &str, login: &str, title: &str, text: &str) -> Result<u64, HttpError> {
        let is_there = |found: &Discussion| {
            found.state == DiscussionState::Open
                && found.description_by(login).is_some_and(|description| is_same(&description.text, text))
        };
        self.run(async |client| {
            let rest = format!("api/models/{id}/discussions");
            let read = |answer: &[u8]| serde_json::from_slice::<Value>(answer).ok()?["num"].as_u64();
            let look = async || discussions::first(client, id, ListKind::Discussions, login, &is_there).await;
            let body = json!({ "title": title, "description": text, "pullRequest": false });
            write(client, &Write { rest: &rest, body: Some(Body::Json(&body)), id }, read, look).await
        })
    }

    /// Opens a pull request with one commit, once; its number.
    pub(crate) fn open_pull(&self, id: &str, login: &str, pull: &NewPull<'_>) -> Result<u64, HttpError> {
        self.run(async |client| commit::open_pull(client, id, login, pull).await)
    }

    /// The address of a page of a model.
    pub(crate) fn page_of(&self, id: &str, rest: &str) -> Result<String, HttpError> {
        Ok(self.client().url(&format!("{id}/{rest}"))?.into())
    }
}
