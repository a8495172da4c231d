//! Opens a pull request with one commit.

use super::client::HubClient;
use super::discussions;
use super::write::{Write, is_same, write};
use crate::http::client::Body;
use crate::http::error::HttpError;
use crate::http::hub::spoken::{ListKind, NewPull};
use crate::render::percent_encoded;
use crate::review::discussion::Discussion;
use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};

/// Opens a pull request, once; its number.
pub(super) async fn open_pull(client: &HubClient, id: &str, login: &str, pull: &NewPull<'_>) -> Result<u64, HttpError> {
    let rest = format!("api/models/{id}/commit/{}?create_pr=1", percent_encoded(pull.branch, b""));
    let lines = lines(pull);
    let read = |answer: &[u8]| number(serde_json::from_slice::<Value>(answer).ok()?["pullRequestUrl"].as_str()?);
    let is_there = |found: &Discussion| {
        found.is_pull && found.description_by(login).is_some_and(|first| is_same(&first.text, pull.description))
    };
    let look = async || discussions::first(client, id, ListKind::OpenPulls, login, &is_there).await;
    write(client, &Write { rest: &rest, body: Some(Body::JsonLines(&lines)), id }, read, look).await
}

/// The commit as the API takes it: a line of JSON for the message, and one for each file.
fn lines(pull: &NewPull<'_>) -> String {
    let header = json!({ "summary": pull.title, "description": pull.description, "parentCommit": pull.parent });
    let mut lines = json!({ "key": "header", "value": header }).to_string();
    for (path, bytes) in pull.files {
        let file = json!({ "path": path, "content": BASE64_STANDARD.encode(bytes), "encoding": "base64" });
        lines.push('\n');
        lines.push_str(&json!({ "key": "file", "value": file }).to_string());
    }
    lines.push('\n');
    lines
}

/// The number at the end of a pull request's address.
fn number(address: &str) -> Option<u64> {
    address.rsplit_once("/discussions/")?.1.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{NewPull, lines, number};

    #[test]
    fn a_commit_is_a_line_for_each_file() {
        let files: [(&str, &[u8]); 1] = [("Notice", b"a\n")];
        let pull = NewPull { branch: "main", parent: "c0", title: "t", description: "d\ne", files: &files };
        let text = lines(&pull);
        assert_eq!(text.lines().count(), 2);
        assert_eq!(
            text.lines().nth(1),
            Some(r#"{"key":"file","value":{"content":"YQo=","encoding":"base64","path":"Notice"}}"#)
        );
        assert_eq!(number("https://hub.example/a/b/discussions/7"), Some(7));
        assert_eq!(number("https://hub.example/a/b/discussions/x"), None);
    }
}
