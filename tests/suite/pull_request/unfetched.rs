//! Events that check out the base: the head is read over the API, as data.

use super::hub::{READER, State};
use super::workflow::{EXCEPTION, FIT, UNFIT, World};

tests! {
    the_head_is_read_over_the_api_with_few_requests,
    both_events_post_as_the_event_of_a_pull_request_does,
    what_the_base_changed_since_is_not_the_branches,
    the_base_commit_of_the_event_is_that_of_some_time_ago,
    the_pull_request_of_a_fork_is_found_by_its_branch,
    links_are_followed_inside_the_commit,
    no_open_pull_request_has_the_commit,
}

fn the_head_is_read_over_the_api_with_few_requests() {
    let world = World::new("target", &[UNFIT]);
    let State { head, base, mut commits, .. } = world.state();
    let files = &mut commits.get_mut(&head).unwrap().files;
    for number in 0..500 {
        files.insert(format!("data/{number}.py"), ("100644", format!("x = {number}\n").into_bytes()));
        let pointer = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{number:064}\nsize 9{number}\n");
        files.insert(format!("model-{number}.safetensors"), ("100644", pointer.into_bytes()));
    }
    world.change(|state| state.commits = commits);
    let outcome = world.on("pull_request_target").with(&["--review", "off"]).run();
    outcome.says_unfit(2);
    let trees = |commit: &str| outcome.read().iter().filter(|line| line.contains(&format!("trees/{commit}"))).count();
    assert_eq!(trees(&head), 2);
    assert!(trees(&base) <= 2);
    // Three texts differ: two cards and one configuration. Of files as small as pointers, the first are looked into.
    let fetched = outcome.read().iter().filter(|line| line.starts_with("git/blobs/")).count();
    assert_eq!(fetched, 3 + 64);
    assert_eq!(outcome.requests.len(), 1 + trees(&head) + trees(&base) + fetched, "{:?}", outcome.read());
    assert!(outcome.log.contains("in 1 model\n"));
}

fn both_events_post_as_the_event_of_a_pull_request_does() {
    std::thread::scope(|scope| {
        for event in ["pull_request_target", "workflow_run"] {
            scope.spawn(move || {
                let world = World::new(event, &[UNFIT]);
                let outcome = world.on(event).run();
                outcome.says_unfit(2);
                assert_eq!(outcome.written(), ["POST pulls/7/reviews", "POST issues/7/comments"]);
                assert!(world.state().remarks[0]["body"].as_str().unwrap().contains("```suggestion\n"));
                assert!(world.on("pull_request").run().written().is_empty(), "the other event knows it again");
            });
        }
    });
}

fn what_the_base_changed_since_is_not_the_branches() {
    let world = World::new("fork-point", &[]);
    world.move_base(&[UNFIT]);
    world.change(|state| (state.fork, state.head) = (state.base.clone(), state.base.clone()));
    world.push(&[("more.txt", "more\n")]);
    world.move_base(&FIT);
    let outcome = world.on("pull_request_target").run();
    outcome.says("pass", &[]);
    assert!(outcome.written().is_empty());
}

fn the_base_commit_of_the_event_is_that_of_some_time_ago() {
    let world = World::new("old-base", &[]);
    world.change(|state| state.opened_at.clone_from(&state.base));
    // The base goes on, and the branch takes that in.
    world.move_base(&[UNFIT, EXCEPTION]);
    world.change(|state| (state.fork, state.head) = (state.base.clone(), state.base.clone()));
    world.push(&[("more.txt", "more\n")]);
    let outcome = world.on("pull_request_target").with(&["--scope", "all"]).run();
    outcome.says("fail", &["error README.md:2 incompatible-license"]);
    assert!(outcome.read().iter().any(|line| line.starts_with("compare/main...")), "{:?}", outcome.read());
    world.on("pull_request_target").run().says("pass", &[]);
}

fn the_pull_request_of_a_fork_is_found_by_its_branch() {
    let world = World::new("fork", &[UNFIT]);
    world.change(|state| state.from_fork = true);
    let outcome = world.on("workflow_run").run();
    outcome.says_unfit(2);
    assert_eq!(outcome.written(), ["POST pulls/7/reviews", "POST issues/7/comments"]);
    let asked = "pulls?state=open&head=mallory%3Afix%2Fa&per_page=100";
    assert!(outcome.read().iter().any(|line| line.starts_with(asked)), "{:?}", outcome.read());
}

fn links_are_followed_inside_the_commit() {
    let world = World::new("links", &[UNFIT]);
    let State { head, mut commits, .. } = world.state();
    let files = &mut commits.get_mut(&head).unwrap().files;
    files.insert("Notice".to_owned(), ("120000", b"../../../../etc/passwd".to_vec()));
    files.insert("LICENSE.txt".to_owned(), ("120000", b"README.md".to_vec()));
    world.change(|state| state.commits = commits);
    let outcome = world.on("pull_request_target").by(Some(READER)).with(&["--review", "off"]).run();
    assert_eq!(outcome.code, 1);
    assert!(outcome.log.contains("it is a link that leads out of the checked folder"), "{}", outcome.log);
    assert_eq!(outcome.read().iter().filter(|line| line.starts_with("git/blobs/")).count(), 5, "{:?}", outcome.read());
}

fn no_open_pull_request_has_the_commit() {
    let world = World::new("gone", &[UNFIT]);
    let payload = serde_json::json!({ "workflow_run": { "head_sha": world.state().head } });
    world.push(&[("more.txt", "more\n")]);
    let outcome = world.on("workflow_run").payload(payload).run();
    assert_eq!(outcome.code, 2);
    assert!(outcome.errors.contains("No open pull request has the commit"), "{}", outcome.errors);
    assert!(outcome.log.contains("::error title=Model license gate::No open pull request"), "{}", outcome.log);
    assert!(outcome.summary.starts_with("## Model licenses: not checked\n\n> No open pull"), "{}", outcome.summary);
    assert!(outcome.written().is_empty());
}
