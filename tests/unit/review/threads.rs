//! The one comment in a discussion of the Hub, and the discussion about a branch.

use super::world::{LOGIN, World, tree, wishes};
use crate::report::Report;
use crate::review::ReviewOptions;
use crate::review::discussion::{Discussion, DiscussionComment, DiscussionState};
use crate::review::thread::{ThreadStep, TopicStep, doubles, is_topic, thread, topic};
use crate::tree::Tree;

const CARD: &str = "---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# A\n";

fn on_hub() -> ReviewOptions {
    ReviewOptions { files: Some("https://hub.example/acme/lark/blob/c0ffee/".to_owned()), ..wishes() }
}

fn failing(count: usize) -> Report {
    let files: Vec<(String, &str)> = (0..count).map(|at| (format!("m{at:03}/README.md"), CARD)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    World::new(Tree::default(), tree(&files)).report()
}

fn discussion(author: &str, texts: &[&str]) -> Discussion {
    let comments = texts.iter().enumerate().map(|(at, text)| DiscussionComment {
        id: format!("c{at}"),
        author: Some(author.to_owned()),
        text: (*text).to_owned(),
        is_hidden: false,
    });
    Discussion {
        number: 1,
        state: DiscussionState::Open,
        author: Some(author.to_owned()),
        base: None,
        is_pull: false,
        comments: comments.collect(),
    }
}

fn posted(report: &Report) -> String {
    match thread(report, &discussion("mallory", &["x"]), LOGIN, &on_hub()) {
        Some(ThreadStep::Post(text)) => text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn two_hundred_models_fit_into_one_comment_with_links() {
    let text = posted(&failing(200));
    let characters = text.chars().count();
    assert!((25_000..65_536).contains(&characters), "{characters}");
    assert!(text.contains("](https://hub.example/acme/lark/blob/c0ffee/m000/README.md#L2)"));
    assert!(text.contains("more findings: see the job log") && !text.contains("```mermaid"));
}

#[test]
fn the_oldest_of_the_own_comments_is_kept() {
    let report = failing(1);
    let text = posted(&report);
    let old = text.replace("incompatible-license", "another-rule");
    let mut found = discussion(LOGIN, &["x", &old, &text, &format!("> {text}")]);
    assert_eq!(thread(&report, &found, LOGIN, &on_hub()), Some(ThreadStep::Edit("c1".to_owned(), text.clone())));
    assert_eq!(doubles(&found, LOGIN, &on_hub()), ["c2"]);
    // As the Hub may keep it: with other line ends and without blanks at its end.
    found.comments[1].text = text.trim_end().replace('\n', "\r\n");
    assert_eq!(thread(&report, &found, LOGIN, &on_hub()), None);
    found.comments[1].is_hidden = true;
    assert_eq!(thread(&report, &found, LOGIN, &on_hub()), None);
    assert!(doubles(&found, LOGIN, &on_hub()).is_empty());
    for stranger in ["", "somebody"] {
        let step = thread(&report, &found, stranger, &on_hub());
        assert!(matches!(step, Some(ThreadStep::Post(_))), "{stranger}");
        assert!(doubles(&found, stranger, &on_hub()).is_empty());
    }
    let elsewhere = ReviewOptions { folder: "models".to_owned(), ..on_hub() };
    assert!(matches!(thread(&report, &found, LOGIN, &elsewhere), Some(ThreadStep::Post(_))));
}

#[test]
fn a_discussion_about_a_branch_opens_closes_and_opens_again() {
    let (bad, good, options) = (failing(1), Report::default(), on_hub());
    assert_eq!(topic(&good, None, false, LOGIN, &options), None);
    assert_eq!(topic(&bad, None, false, LOGIN, &options), None, "what does not fail opens nothing");
    let Some(TopicStep::Open(text)) = topic(&bad, None, true, LOGIN, &options) else { panic!("it is not opened") };
    let mut found = discussion(LOGIN, &[&text]);
    assert!(is_topic(&found, LOGIN, &options) && !is_topic(&found, "somebody", &options));
    assert_eq!(topic(&bad, Some(&found), true, LOGIN, &options), None);
    let Some(TopicStep::Edit { comment, text: Some(fixed), status: Some(DiscussionState::Closed) }) =
        topic(&good, Some(&found), false, LOGIN, &options)
    else {
        panic!("it is not closed")
    };
    assert_eq!(comment, "c0");
    found.comments[0].text = fixed;
    found.state = DiscussionState::Closed;
    assert_eq!(topic(&good, Some(&found), false, LOGIN, &options), None);
    let again = topic(&bad, Some(&found), true, LOGIN, &options);
    let status = Some(DiscussionState::Open);
    assert_eq!(again, Some(TopicStep::Edit { comment, text: Some(text.clone()), status }));
    // A person has closed it.
    found.comments[0].text = text;
    assert_eq!(topic(&bad, Some(&found), true, LOGIN, &options), Some(TopicStep::Leave));
    found.is_pull = true;
    assert!(!is_topic(&found, LOGIN, &options));
}
