//! Reads the comments and reviews of a pull request, and finds out as whom the token speaks.

use super::client::{Client, PAGE};
use crate::http::error::HttpError;
use crate::review::{ExistingComments, ExistingReview, Post, Remark};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

/// Most pages that are read of each list, chosen.
const MAX_PAGES: usize = 50;

/// How often GraphQL is asked for the own login; there are other ways.
const VIEWER_TRIES: u32 = 2;

/// The login of a workflow's token.
const WORKFLOW_LOGIN: &str = "github-actions[bot]";

#[derive(Deserialize)]
pub(super) struct User {
    #[serde(default)]
    id: u64,
    login: String,
    #[serde(rename = "type", default)]
    kind: String,
}

/// A comment, at a line or in the conversation; `user` is `null` for a deleted account.
#[derive(Deserialize)]
pub(super) struct Comment {
    pub(super) id: u64,
    #[serde(default)]
    node_id: String,
    pub(super) user: Option<User>,
    pub(super) body: Option<String>,
    in_reply_to_id: Option<u64>,
    pub(super) path: Option<String>,
    pub(super) original_commit_id: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Review {
    id: u64,
    pub(super) user: Option<User>,
    pub(super) body: Option<String>,
    #[serde(default)]
    state: String,
    pub(super) commit_id: Option<String>,
}

impl User {
    pub(super) fn has_login(&self, login: &str) -> bool {
        self.login.eq_ignore_ascii_case(login)
    }

    fn is_bot(&self) -> bool {
        self.kind == "Bot"
    }
}

/// Comments at lines and files, oldest first.
pub(super) async fn remarks(client: &Client, number: u64) -> Result<Vec<Comment>, HttpError> {
    all_pages(client, &format!("pulls/{number}/comments?sort=created&direction=asc")).await
}

/// Reviews, oldest first.
pub(super) async fn reviews(client: &Client, number: u64) -> Result<Vec<Review>, HttpError> {
    all_pages(client, &format!("pulls/{number}/reviews")).await
}

/// Comments in the conversation, oldest first.
pub(super) async fn posts(client: &Client, number: u64) -> Result<Vec<Comment>, HttpError> {
    all_pages(client, &format!("issues/{number}/comments")).await
}

async fn all_pages<T: DeserializeOwned + Send>(client: &Client, rest: &str) -> Result<Vec<T>, HttpError> {
    let (list, more) = client.list(&client.endpoint.repository_url(rest), MAX_PAGES).await?;
    if more {
        let most = MAX_PAGES * PAGE;
        return Err(HttpError::Refused(format!(
            "the pull request carries more than the {most} comments that are read"
        )));
    }
    Ok(list)
}

/// All comments and reviews, and the own login, which is asked for where it is not `known`.
pub(super) async fn existing_comments(
    client: &Client,
    number: u64,
    known: Option<String>,
) -> Result<ExistingComments, HttpError> {
    let remarks = remarks(client, number).await?;
    let posts = posts(client, number).await?;
    let reviews = reviews(client, number).await?;
    let authors =
        remarks.iter().chain(&posts).map(|comment| &comment.user).chain(reviews.iter().map(|review| &review.user));
    let login = match known {
        Some(login) => login,
        None => login(client, authors.flatten()).await,
    };
    Ok(ExistingComments {
        login,
        remarks: remarks.into_iter().map(Remark::from).collect(),
        posts: posts.into_iter().map(Post::from).collect(),
        // One that is not handed in yet is nobody else's business.
        reviews: reviews.into_iter().filter(|review| review.state != "PENDING").map(ExistingReview::from).collect(),
    })
}

impl From<Comment> for Remark {
    fn from(comment: Comment) -> Self {
        Self {
            id: comment.id,
            node_id: comment.node_id,
            is_bot: comment.user.as_ref().is_some_and(User::is_bot),
            author: comment.user.map(|user| user.login),
            body: comment.body.unwrap_or_default(),
            in_reply_to: comment.in_reply_to_id,
        }
    }
}

impl From<Comment> for Post {
    fn from(comment: Comment) -> Self {
        let author = comment.user.map(|user| user.login);
        Self { id: comment.id, author, body: comment.body.unwrap_or_default() }
    }
}

impl From<Review> for ExistingReview {
    fn from(review: Review) -> Self {
        let requests_changes = review.state == "CHANGES_REQUESTED";
        let author = review.user.map(|user| user.login);
        Self { id: review.id, author, body: review.body.unwrap_or_default(), requests_changes }
    }
}

/// The own login in the form of the REST API. Where neither GraphQL nor REST gives it, that of a workflow: only comments that also
/// carry the gate's marker are taken for its own.
async fn login<'a>(client: &Client, authors: impl Iterator<Item = &'a User>) -> String {
    let query = json!({ "query": "query { viewer { login databaseId } }" });
    if let Some(answer) = client.query(&query, VIEWER_TRIES).await {
        let viewer = &answer["data"]["viewer"];
        if let Some(login) = viewer["login"].as_str() {
            return rest_login(login, viewer["databaseId"].as_u64(), client.is_app, authors);
        }
    }
    // The tokens of workflows and apps may not ask this, so that trying would only cost time.
    if !client.is_app
        && let Ok(user) = client.get::<User>(&client.endpoint.url("user")).await
    {
        return user.login;
    }
    WORKFLOW_LOGIN.to_owned()
}

/// REST calls an app `name[bot]`, GraphQL in places `name`, which may be a person's login as well.
fn rest_login<'a>(login: &str, id: Option<u64>, is_app: bool, mut authors: impl Iterator<Item = &'a User>) -> String {
    let bot = format!("{login}[bot]");
    let is_bot = |user: &User| user.is_bot() && id == Some(user.id) && user.login == bot;
    if !login.ends_with("[bot]") && (is_app || authors.any(is_bot)) { bot } else { login.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{User, rest_login};

    #[test]
    fn the_login_of_an_app_has_the_form_of_rest() {
        let bot = User { id: 41, login: "tidy[bot]".to_owned(), kind: "Bot".to_owned() };
        let found = |login, id, is_app| rest_login(login, id, is_app, [&bot].into_iter());
        assert_eq!(found("github-actions[bot]", None, true), "github-actions[bot]");
        assert_eq!(found("github-actions", None, true), "github-actions[bot]");
        assert_eq!(found("tidy", Some(41), false), "tidy[bot]");
        assert_eq!(found("tidy", Some(42), false), "tidy");
        assert_eq!(found("alice", Some(1), false), "alice");
    }
}
