//! The event that a workflow runs for: which pull request and which commits it is about, from the payload that GitHub writes.

use serde_json::{Map, Value};

/// What a workflow was started by, as far as it matters to the gate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `pull_request`: the merge of head and base is checked out, the token is read-only for forks.
    Pull,
    /// `pull_request_target`: the base is checked out, the token may write. The head is read over the API as data.
    PullTarget,
    /// `workflow_run` after a workflow of a pull request: the default branch is checked out, the token may write.
    WorkflowRun,
    /// `merge_group`: the merge queue's commit is checked out.
    MergeGroup,
    /// `push`.
    Push,
    /// A pull request that the workflow names by its number, in an event of none, such as `workflow_dispatch` or `issue_comment`: the
    /// default branch is checked out, the token may write.
    Numbered,
    /// Anything else, or no workflow at all.
    #[default]
    Other,
}

impl Kind {
    /// The kind of an event by GitHub's name.
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "pull_request" => Self::Pull,
            "pull_request_target" => Self::PullTarget,
            "workflow_run" => Self::WorkflowRun,
            "merge_group" => Self::MergeGroup,
            "push" => Self::Push,
            _ => Self::Other,
        }
    }

    /// Whether the head must be read over the API, because what is checked out is not the head.
    pub(crate) const fn is_without_checkout(self) -> bool {
        matches!(self, Self::PullTarget | Self::WorkflowRun | Self::Numbered)
    }
}

/// What the payload says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Event {
    /// What it is.
    pub(crate) kind: Kind,
    /// Number of the pull request.
    pub(crate) number: Option<u64>,
    /// Full hash of the commit that is checked: the pull request's head, not its merge with the base.
    pub(crate) head: Option<String>,
    /// Full hash of the commit that it is compared with. Of a pull request, GitHub keeps the one of some time ago.
    pub(crate) base: Option<String>,
    /// The branch that a pull request merges into.
    pub(crate) base_branch: Option<String>,
    /// The branch of the head as `owner:branch`, by which the pull request of a fork is found.
    pub(crate) head_label: Option<String>,
}

/// Reads a payload. What is not there or not in GitHub's form is left out; an error is text that is not a JSON object.
pub(crate) fn read(name: &str, payload: &str) -> Result<Event, String> {
    let kind = Kind::named(name);
    let payload: Map<String, Value> = serde_json::from_str(payload).map_err(|error| error.to_string())?;
    let payload = Value::Object(payload);
    let text = |path: &str| payload.pointer(path)?.as_str().map(str::to_owned);
    let (mut base_branch, mut head_label) = (None, None);
    let (number, head, base) = match kind {
        Kind::Pull | Kind::PullTarget => {
            let number = |path: &str| payload.pointer(path)?.as_u64();
            base_branch = text("/pull_request/base/ref").filter(|name| !name.is_empty());
            let number = number("/pull_request/number").or_else(|| number("/number"));
            (number, text("/pull_request/head/sha"), text("/pull_request/base/sha"))
        }
        Kind::WorkflowRun => {
            // GitHub writes `null` for the repository of a fork that is gone.
            let owner = text("/workflow_run/head_repository/owner/login");
            let branch = text("/workflow_run/head_branch");
            head_label = owner.zip(branch).map(|(owner, branch)| format!("{owner}:{branch}"));
            (None, text("/workflow_run/head_sha"), None)
        }
        Kind::MergeGroup => (None, text("/merge_group/head_sha"), text("/merge_group/base_sha")),
        Kind::Push => (None, text("/after"), text("/before")),
        Kind::Numbered | Kind::Other => (None, None, None),
    };
    let [head, base] = [head, base].map(|hash| hash.filter(|hash| is_commit(hash)));
    Ok(Event { kind, number, head, base, base_branch, head_label })
}

/// Whether a text is a full commit hash, and not the one of zeros by which GitHub means "none".
pub(crate) fn is_commit(hash: &str) -> bool {
    matches!(hash.len(), 40 | 64)
        && hash.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
        && hash.bytes().any(|byte| byte != b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "00000000000000000000000000000000000000aa";
    const BASE: &str = "00000000000000000000000000000000000000bb";
    const NONE: &str = "0000000000000000000000000000000000000000";

    #[test]
    fn the_commits_of_each_event() {
        let pull = format!(r#"{{"number":7,"pull_request":{{"head":{{"sha":"{HEAD}"}},"base":{{"sha":"{BASE}"}}}}}}"#);
        let event = read("pull_request", &pull).unwrap_or_default();
        assert_eq!((event.kind, event.number), (Kind::Pull, Some(7)));
        assert_eq!((event.head.as_deref(), event.base.as_deref()), (Some(HEAD), Some(BASE)));
        let push = format!(r#"{{"before":"{NONE}","after":"{HEAD}"}}"#);
        let event = read("push", &push).unwrap_or_default();
        assert_eq!((event.head.as_deref(), event.base), (Some(HEAD), None), "a new branch has no commit before");
        let of = r#""head_branch":"fix/a","head_repository":{"owner":{"login":"mallory"}}"#;
        let run = format!(r#"{{"workflow_run":{{"head_sha":"{HEAD}","pull_requests":[],{of}}}}}"#);
        let event = read("workflow_run", &run).unwrap_or_default();
        assert_eq!((event.number, event.head.as_deref()), (None, Some(HEAD)));
        assert_eq!(event.head_label.as_deref(), Some("mallory:fix/a"));
        let gone = format!(r#"{{"workflow_run":{{"head_sha":"{HEAD}","head_repository":null}}}}"#);
        assert_eq!(read("workflow_run", &gone).unwrap_or_default().head_label, None);
    }

    #[test]
    fn what_is_not_in_form_is_left_out() {
        let event = read("pull_request", r#"{"pull_request":{"head":{"sha":"main; rm"},"base":{}}}"#);
        assert_eq!(event, Ok(Event { kind: Kind::Pull, ..Event::default() }));
        assert_eq!(read("schedule", "{}"), Ok(Event::default()));
        assert!(read("push", "[1").is_err());
    }
}
