//! Reads what was said on a pull request, and finds out as whom the token speaks.

use super::Trouble;
use super::client::Line;
use super::pace::{self, Nature};
use crate::review::{Post, Remark, Said, Verdict};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Most pages that are read of each list.
const PAGES: usize = 50;

/// How often GraphQL is asked for the own login; there are other ways.
const VIEWER_TRIES: u32 = 2;

/// As whom the token of a workflow speaks.
const WORKFLOW: &str = "github-actions[bot]";

/// How the token of an app begins; apps speak as `name[bot]`.
const APP_TOKEN: &str = "ghs_";

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
    body: Option<String>,
    in_reply_to_id: Option<u64>,
    pub(super) path: Option<String>,
    pub(super) original_commit_id: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Review {
    id: u64,
    pub(super) user: Option<User>,
    body: Option<String>,
    #[serde(default)]
    state: String,
    pub(super) commit_id: Option<String>,
}

impl Comment {
    pub(super) fn body(&self) -> &str {
        self.body.as_deref().unwrap_or_default()
    }
}

impl Review {
    pub(super) fn body(&self) -> &str {
        self.body.as_deref().unwrap_or_default()
    }
}

impl User {
    pub(super) fn is(&self, login: &str) -> bool {
        self.login.eq_ignore_ascii_case(login)
    }

    fn is_bot(&self) -> bool {
        self.kind == "Bot"
    }
}

/// Comments at lines and files, oldest first.
pub(super) async fn remarks(line: &Line, number: u64) -> Result<Vec<Comment>, Trouble> {
    whole(line, &format!("pulls/{number}/comments?sort=created&direction=asc")).await
}

/// Reviews, oldest first.
pub(super) async fn reviews(line: &Line, number: u64) -> Result<Vec<Review>, Trouble> {
    whole(line, &format!("pulls/{number}/reviews")).await
}

/// Comments in the conversation, oldest first.
pub(super) async fn posts(line: &Line, number: u64) -> Result<Vec<Comment>, Trouble> {
    whole(line, &format!("issues/{number}/comments")).await
}

async fn whole<T: DeserializeOwned + Send>(line: &Line, rest: &str) -> Result<Vec<T>, Trouble> {
    let (list, more) = line.list(&line.place.of_repository(rest), PAGES).await?;
    if more {
        let most = PAGES * super::client::A_PAGE;
        return Err(Trouble::Refused(format!("the pull request carries more than the {most} comments that are read")));
    }
    Ok(list)
}

pub(super) async fn said(line: &Line, number: u64, token: &str) -> Result<Said, Trouble> {
    let remarks = remarks(line, number).await?;
    let posts = posts(line, number).await?;
    let reviews = reviews(line, number).await?;
    let authors =
        remarks.iter().chain(&posts).map(|comment| &comment.user).chain(reviews.iter().map(|review| &review.user));
    let login = login(line, token, authors.flatten()).await;
    Ok(Said {
        login,
        remarks: remarks.into_iter().map(Remark::from).collect(),
        posts: posts.into_iter().map(Post::from).collect(),
        // One that is not handed in yet is nobody else's business.
        reviews: reviews.into_iter().filter(|review| review.state != "PENDING").map(Verdict::from).collect(),
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
            answers: comment.in_reply_to_id,
        }
    }
}

impl From<Comment> for Post {
    fn from(comment: Comment) -> Self {
        let author = comment.user.map(|user| user.login);
        Self { id: comment.id, author, body: comment.body.unwrap_or_default() }
    }
}

impl From<Review> for Verdict {
    fn from(review: Review) -> Self {
        let blocks = review.state == "CHANGES_REQUESTED";
        let author = review.user.map(|user| user.login);
        Self { id: review.id, author, body: review.body.unwrap_or_default(), blocks }
    }
}

/// The own login in the form of the REST API. Where neither GraphQL nor REST tells it, that of a workflow: only comments that also
/// carry the gate's marker are taken for its own.
async fn login<'a>(line: &Line, token: &str, authors: impl Iterator<Item = &'a User>) -> String {
    if let Some((login, id)) = viewer(line).await {
        return rest_login(login, id, token, authors);
    }
    // The tokens of workflows and apps may not ask this, so that trying would only cost time.
    if !token.starts_with(APP_TOKEN)
        && let Ok(user) = line.get::<User>(&line.place.path("user")).await
    {
        return user.login;
    }
    WORKFLOW.to_owned()
}

/// Login and number of the user whose token it is, as GraphQL has them.
async fn viewer(line: &Line) -> Option<(String, Option<u64>)> {
    let query = json!({ "query": "query { viewer { login databaseId } }" });
    for tries in 1..=VIEWER_TRIES {
        let mut pause = pace::pause(tries);
        if let Ok(answer) = line.graphql(&query).await {
            match answer.nature() {
                Nature::Good => {
                    if let Ok(answer) = serde_json::from_slice::<Value>(&answer.body) {
                        let viewer = &answer["data"]["viewer"];
                        return Some((viewer["login"].as_str()?.to_owned(), viewer["databaseId"].as_u64()));
                    }
                }
                Nature::Limited(wait) | Nature::Ailing(Some(wait)) => pause = wait,
                Nature::Ailing(None) => {}
                _ => return None,
            }
        }
        if tries == VIEWER_TRIES || !line.wait(pause).await {
            break;
        }
    }
    None
}

/// REST calls an app `name[bot]`, GraphQL in places `name`, which may be a person's login as well.
fn rest_login<'a>(login: String, id: Option<u64>, token: &str, mut authors: impl Iterator<Item = &'a User>) -> String {
    if login.ends_with("[bot]") {
        return login;
    }
    let known = authors.find(|user| user.is_bot() && id == Some(user.id) && user.login == format!("{login}[bot]"));
    if known.is_some() || token.starts_with(APP_TOKEN) { format!("{login}[bot]") } else { login }
}

#[cfg(test)]
mod tests {
    use super::{User, rest_login};

    #[test]
    fn the_login_of_an_app_has_the_form_of_rest() {
        let bot = User { id: 41, login: "tidy[bot]".to_owned(), kind: "Bot".to_owned() };
        let found = |login: &str, id, token| rest_login(login.to_owned(), id, token, [&bot].into_iter());
        assert_eq!(found("github-actions[bot]", None, "ghs_x"), "github-actions[bot]");
        assert_eq!(found("github-actions", None, "ghs_x"), "github-actions[bot]");
        assert_eq!(found("tidy", Some(41), "x"), "tidy[bot]");
        assert_eq!(found("tidy", Some(42), "x"), "tidy");
        assert_eq!(found("alice", Some(1), "ghp_x"), "alice");
    }
}
