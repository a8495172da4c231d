//! Reads discussions and pull requests of a model, and finds out as whom the token speaks.

use super::client::HubClient;
use crate::http::error::HttpError;
use crate::http::hub::answer::is_name;
use crate::http::hub::spoken::{Account, ListKind};
use crate::review::discussion::{Discussion, DiscussionComment, DiscussionState};
use serde::Deserialize;
use serde_json::Value;

/// Most pages of a list that are read, chosen; a page has 50 discussions.
const MAX_PAGES: usize = 4;

/// Most of the newest ones that are looked at to find what was just opened, chosen.
const MAX_LOOKED_AT: usize = 5;

/// Most bytes of a discussion, chosen: anybody may write comments of 65,536 characters, and the gate's own is among them.
const DISCUSSION_LIMIT: usize = 32 << 20;

/// Longest id of a comment or an account, chosen; they have 24 letters.
const MAX_ID: usize = 64;

#[derive(Deserialize)]
struct AccountJson {
    name: String,
    id: String,
}

#[derive(Deserialize)]
struct AuthorJson {
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DiscussionJson {
    num: u64,
    status: String,
    is_pull_request: bool,
    author: Option<AuthorJson>,
    changes: Option<ChangesJson>,
    events: Vec<EventJson>,
}

#[derive(Deserialize)]
struct ChangesJson {
    base: String,
}

#[derive(Deserialize)]
struct EventJson {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    author: Option<AuthorJson>,
    #[serde(default)]
    data: Value,
}

#[derive(Deserialize)]
struct ListJson {
    discussions: Vec<ListedJson>,
    count: usize,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListedJson {
    num: u64,
    author: Option<AuthorJson>,
    is_pull_request: bool,
}

/// The account of the token.
pub(super) async fn account(client: &HubClient) -> Result<Account, HttpError> {
    let AccountJson { name, id } = client.json("api/whoami-v2", "your account").await?;
    if is_name(&name) && is_word(&id) {
        Ok(Account { name, id })
    } else {
        Err(HttpError::Unreachable("the Hub does not say whose token it is".to_owned()))
    }
}

/// A discussion, or a pull request with its discussion.
pub(super) async fn discussion(client: &HubClient, id: &str, number: u64) -> Result<Discussion, HttpError> {
    let wrong =
        |what: &str| HttpError::Unreachable(format!("the Hub's answer on discussion {number} of `{id}` has no {what}"));
    let found = client.json_up_to(DISCUSSION_LIMIT, &path(id, number), id).await;
    let found: DiscussionJson = found.map_err(|error| about(error, id, number))?;
    if found.num != number {
        return Err(wrong("such number"));
    }
    let state = match &*found.status {
        "draft" => DiscussionState::Draft,
        "open" => DiscussionState::Open,
        "closed" => DiscussionState::Closed,
        "merged" => DiscussionState::Merged,
        _ => return Err(wrong("known status")),
    };
    let mut comments = Vec::new();
    for mut event in found.events.into_iter().filter(|event| event.kind == "comment") {
        if !is_word(&event.id) {
            return Err(wrong("plain ids of comments"));
        }
        let text = event.data.pointer_mut("/latest/raw").map(Value::take);
        let Some(Value::String(text)) = text else { return Err(wrong("texts of comments")) };
        let is_hidden = event.data["hidden"].as_bool().ok_or_else(|| wrong("sign of which comments are hidden"))?;
        comments.push(DiscussionComment { id: event.id, author: named(event.author), text, is_hidden });
    }
    let base = found.changes.map(|changes| changes.base);
    let (author, is_pull) = (named(found.author), found.is_pull_request);
    Ok(Discussion { number, state, author, base, is_pull, comments })
}

/// The numbers of an account's discussions of a model, newest first.
pub(super) async fn numbers(client: &HubClient, id: &str, kind: ListKind, login: &str) -> Result<Vec<u64>, HttpError> {
    let (query, wants_pulls) = match kind {
        ListKind::Discussions => ("type=discussion&status=all", false),
        ListKind::OpenPulls => ("type=pull_request&status=open", true),
    };
    let (mut numbers, mut seen) = (Vec::new(), 0);
    for page in 0..MAX_PAGES {
        let rest = format!("api/models/{id}/discussions?{query}&author={login}&p={page}");
        let list: ListJson = client.json(&rest, id).await?;
        seen += list.discussions.len();
        let is_last = list.discussions.is_empty() || seen >= list.count;
        // Whatever the Hub makes of the query: what others opened is not looked at.
        let own = list.discussions.into_iter().filter(|listed| {
            let author = listed.author.as_ref().and_then(|author| author.name.as_deref());
            listed.is_pull_request == wants_pulls && author.is_some_and(|name| name.eq_ignore_ascii_case(login))
        });
        numbers.extend(own.map(|listed| listed.num));
        if is_last {
            return Ok(numbers);
        }
    }
    let most = MAX_PAGES;
    Err(HttpError::Refused(format!("`{id}` has more than the {most} pages of discussions by `{login}` that are read")))
}

/// The path of a discussion in the API.
pub(super) fn path(id: &str, number: u64) -> String {
    format!("api/models/{id}/discussions/{number}")
}

/// Whether a text is an id that may be part of an address.
pub(super) fn is_word(text: &str) -> bool {
    (1..=MAX_ID).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn named(author: Option<AuthorJson>) -> Option<String> {
    author?.name
}

/// The sentence on a discussion that is not there, or that is too large.
fn about(error: HttpError, id: &str, number: u64) -> HttpError {
    match error {
        HttpError::Hidden(_) => HttpError::Hidden(format!("the Hub shows no discussion {number} of `{id}`")),
        HttpError::TooLarge(_) => {
            let most = DISCUSSION_LIMIT >> 20;
            HttpError::TooLarge(format!(
                "discussion {number} of `{id}` has more than the {most} MiB that are read: hide long comments in it, or close it"
            ))
        }
        error => error,
    }
}

/// The number of the newest own discussion or open pull request that is wanted.
pub(super) async fn first(
    client: &HubClient,
    id: &str,
    kind: ListKind,
    login: &str,
    is_wanted: &(dyn Fn(&Discussion) -> bool + Sync),
) -> Result<Option<u64>, HttpError> {
    for number in numbers(client, id, kind, login).await?.into_iter().take(MAX_LOOKED_AT) {
        if is_wanted(&discussion(client, id, number).await?) {
            return Ok(Some(number));
        }
    }
    Ok(None)
}
