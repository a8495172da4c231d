//! The event that a webhook of the Hub is about, from the payload that it sends: what anybody did to any repository.

use crate::cli::event::is_commit;
use crate::http::hub::is_id;
use serde::Deserialize;

/// Most bytes of a payload, chosen: the Hub sends some thousand.
pub(crate) const PAYLOAD_LIMIT: usize = 1 << 20;

/// Most pull requests of one event, chosen; the Hub names one.
const MAX_PULLS: usize = 3;

/// What happened, as far as it matters to the gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Happened {
    /// Something was said in a pull request, or done with it; by the account of this id, where the event names one.
    InPull { number: u64, by: Option<String> },
    /// Commits came to pull requests, or to the main branch.
    Commits { pulls: Vec<u64>, on_main: bool },
    /// Nothing to check, and why.
    Nothing(&'static str),
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HubEvent {
    /// `owner/name` of the repository.
    pub(crate) repository: String,
    pub(crate) happened: Happened,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PayloadJson {
    event: EventJson,
    repo: RepoJson,
    discussion: Option<DiscussionJson>,
    comment: Option<CommentJson>,
    #[serde(alias = "updated_refs")]
    updated_refs: Option<Vec<RefJson>>,
}

#[derive(Deserialize)]
struct EventJson {
    action: String,
    scope: String,
}

/// The Hub's documentation has `headSha`, its client `head_sha`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RepoJson {
    #[serde(rename = "type")]
    kind: String,
    name: String,
    #[serde(alias = "head_sha")]
    head_sha: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DiscussionJson {
    num: u64,
    status: String,
    #[serde(alias = "is_pull_request")]
    is_pull_request: bool,
}

#[derive(Deserialize)]
struct CommentJson {
    author: AuthorJson,
}

#[derive(Deserialize)]
struct AuthorJson {
    id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RefJson {
    #[serde(rename = "ref")]
    name: String,
    #[serde(alias = "new_sha")]
    new_sha: Option<String>,
}

/// Reads a payload. The error is a clause that says what is wrong with it.
pub(crate) fn read(payload: &str) -> Result<HubEvent, String> {
    if payload.len() > PAYLOAD_LIMIT {
        return Err(format!("it has more than {PAYLOAD_LIMIT} bytes"));
    }
    let payload: PayloadJson = serde_json::from_str(payload).map_err(|error| error.to_string())?;
    let repository = payload.repo.name.clone();
    if payload.repo.kind != "model" {
        return Ok(HubEvent { repository, happened: Happened::Nothing("the repository holds no model") });
    }
    if !is_id(&repository) {
        return Err("`repo.name` is not an id such as `acme/lark-7b`".to_owned());
    }
    let happened = match &*payload.event.scope {
        _ if payload.event.action == "delete" => Happened::Nothing("something was deleted"),
        "repo.content" => commits(&payload)?,
        "discussion" | "discussion.comment" => said(payload)?,
        _ => Happened::Nothing("the event changes no files"),
    };
    Ok(HubEvent { repository, happened })
}

fn commits(payload: &PayloadJson) -> Result<Happened, String> {
    let hashes = payload.updated_refs.iter().flatten().filter_map(|updated| updated.new_sha.as_ref());
    if payload.repo.head_sha.iter().chain(hashes).any(|hash| !is_commit(hash)) {
        return Err("a hash in it is not that of a commit".to_owned());
    }
    let Some(updated) = &payload.updated_refs else {
        // Without the list, it is the main branch that has another commit.
        let on_main = payload.repo.head_sha.is_some();
        let nothing = Happened::Nothing("the event names no branch");
        return Ok(if on_main { Happened::Commits { pulls: Vec::new(), on_main } } else { nothing });
    };
    let mut pulls: Vec<u64> = Vec::new();
    let mut on_main = false;
    // What has no new commit is deleted.
    for updated in updated.iter().filter(|updated| updated.new_sha.is_some()) {
        on_main |= updated.name == "refs/heads/main";
        let number = updated.name.strip_prefix("refs/pr/").and_then(|number| number.parse().ok());
        pulls.extend(number.filter(|number| *number > 0 && !pulls.contains(number)));
    }
    if pulls.len() > MAX_PULLS {
        return Err(format!("it names more than {MAX_PULLS} pull requests"));
    }
    let is_neither = pulls.is_empty() && !on_main;
    let nothing = Happened::Nothing("neither the main branch nor a pull request has a new commit");
    Ok(if is_neither { nothing } else { Happened::Commits { pulls, on_main } })
}

fn said(payload: PayloadJson) -> Result<Happened, String> {
    let discussion = payload.discussion.ok_or("it has no `discussion`")?;
    Ok(match &*discussion.status {
        _ if discussion.num == 0 => return Err("`discussion.num` is not the number of a discussion".to_owned()),
        _ if !discussion.is_pull_request => Happened::Nothing("the discussion is not a pull request"),
        "draft" => Happened::Nothing("the pull request is a draft"),
        "open" => Happened::InPull { number: discussion.num, by: payload.comment.map(|comment| comment.author.id) },
        _ => Happened::Nothing("the pull request is closed"),
    })
}

#[cfg(test)]
mod tests {
    use super::{Happened, PAYLOAD_LIMIT, read};
    use serde_json::{Value, json};

    const HASH: &str = "0123456789abcdef0123456789abcdef01234567";

    fn happened(payload: &Value) -> Result<Happened, String> {
        read(&payload.to_string()).map(|event| event.happened)
    }

    fn content(repo: &Value, refs: &Value) -> Value {
        let event = json!({ "action": "update", "scope": "repo.content" });
        json!({ "event": event, "repo": repo, "updatedRefs": refs, "webhook": { "id": "x", "version": 3 } })
    }

    fn model() -> Value {
        json!({ "type": "model", "name": "acme/lark", "headSha": HASH })
    }

    fn discussion(scope: &str, discussion: &Value) -> Value {
        let event = json!({ "action": "create", "scope": scope });
        json!({ "event": event, "repo": model(), "discussion": discussion })
    }

    #[test]
    fn commits_on_branches_and_in_pull_requests() {
        let refs = json!([
            { "ref": "refs/pr/7", "oldSha": null, "newSha": HASH },
            { "ref": "refs/heads/main", "oldSha": null, "newSha": HASH },
            { "ref": "refs/pr/8", "oldSha": HASH, "newSha": null },
        ]);
        let both = Happened::Commits { pulls: vec![7], on_main: true };
        assert_eq!(happened(&content(&model(), &refs)), Ok(both));
        let main = Happened::Commits { pulls: Vec::new(), on_main: true };
        for head in ["headSha", "head_sha"] {
            let repo = json!({ "type": "model", "name": "acme/lark", head: HASH });
            assert_eq!(happened(&content(&repo, &Value::Null)), Ok(main.clone()), "{head}");
        }
        for other in ["refs/tags/v1", "refs/pr/0", "refs/pr/-1"] {
            let other = json!([{ "ref": other, "oldSha": null, "newSha": HASH }]);
            assert!(matches!(happened(&content(&model(), &other)), Ok(Happened::Nothing(_))), "{other}");
        }
    }

    #[test]
    fn what_is_said_in_discussions() {
        let pull = json!({ "num": 7, "status": "open", "isPullRequest": true });
        let mut payload = discussion("discussion.comment", &pull);
        payload["comment"] = json!({ "author": { "id": "a1" }, "content": "x" });
        assert_eq!(happened(&payload), Ok(Happened::InPull { number: 7, by: Some("a1".to_owned()) }));
        for (status, is_pull) in [("draft", true), ("closed", true), ("merged", true), ("open", false)] {
            let other = json!({ "num": 7, "status": status, "isPullRequest": is_pull });
            assert!(matches!(happened(&discussion("discussion", &other)), Ok(Happened::Nothing(_))), "{status}");
        }
    }

    #[test]
    fn other_kinds_need_nothing() {
        for kind in ["dataset", "space"] {
            let repo = json!({ "type": kind, "name": "acme/lark" });
            assert!(matches!(happened(&content(&repo, &Value::Null)), Ok(Happened::Nothing(_))), "{kind}");
        }
        let config = json!({ "event": { "action": "update", "scope": "repo.config" }, "repo": model() });
        assert!(matches!(happened(&config), Ok(Happened::Nothing(_))));
    }

    #[test]
    fn payloads_that_are_none() {
        let refs = |name: &str, hash: &str| json!([{ "ref": name, "newSha": hash }]);
        let odd_id = json!({ "type": "model", "name": "acme/../x", "headSha": HASH });
        let twice = format!(r#"{{"event":{{"action":"update","scope":"a","scope":"b"}},"repo":{}}}"#, model());
        for payload in [
            String::new(),
            "[]".to_owned(),
            "{}".to_owned(),
            "[".repeat(100_000),
            twice,
            content(&odd_id, &Value::Null).to_string(),
            content(&model(), &refs("refs/heads/main", "main; rm")).to_string(),
            content(&model(), &json!({ "ref": "refs/heads/main" })).to_string(),
            discussion("discussion", &json!({ "num": -1, "status": "open", "isPullRequest": true })).to_string(),
            discussion("discussion", &json!({ "num": 0, "status": "open", "isPullRequest": true })).to_string(),
            discussion("discussion", &Value::Null).to_string(),
            format!("{}{}", content(&model(), &Value::Null), " ".repeat(PAYLOAD_LIMIT)),
        ] {
            assert!(read(&payload).is_err(), "{}", &payload[..payload.len().min(80)]);
        }
        let many: Vec<Value> = (1..9).map(|n| json!({ "ref": format!("refs/pr/{n}"), "newSha": HASH })).collect();
        assert!(happened(&content(&model(), &Value::Array(many))).is_err());
    }
}
