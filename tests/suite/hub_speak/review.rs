//! What `review` checks of a pull request on the Hub, and against what.

use super::{BAD, GOOD, MODEL, NOTICE, run, run_with, written};
use crate::support::fake::Fake;
use crate::support::hub_world::{BOT, Fault, Hub, World};
use crate::support::weights::gguf;
use serde_json::Value;

tests! {
    what_was_wrong_before_does_not_fail_a_pull_request,
    a_pull_request_that_is_behind_is_not_blamed_for_its_branch,
    a_pull_request_that_is_behind_cannot_bring_back_what_was_fixed,
    a_pull_request_cannot_waive_its_own_findings,
    weights_keep_their_lineage,
    weights_that_a_pull_request_brings_are_all_read,
    a_private_base_model_that_a_stranger_names_is_not_looked_up_with_the_token,
    a_look_up_that_fails_is_no_verdict,
    what_is_no_open_pull_request,
    what_names_no_pull_request,
    options_for_github_are_refused,
    variables_of_a_workflow_on_github_are_passed_over,
    reports_are_written,
}

const REVIEW: [&str; 4] = ["review", "hf://acme/lark", "--pr", "1"];

fn what_was_wrong_before_does_not_fail_a_pull_request() {
    let hub = Hub::start(&[("README.md", BAD), ("Notice", NOTICE)]);
    hub.world().pull(&[("README.md", &format!("{BAD}More words.\n"))]);
    let said = run(&hub, &REVIEW);
    assert_eq!(said.code, 0, "{}{}", said.out, said.error);
    assert!(said.out.contains("from before this change") && said.out.contains("incompatible-license"), "{}", said.out);
    assert_eq!(run(&hub, &[&REVIEW[..], &["--scope", "all"]].concat()).code, 1);
}

fn a_pull_request_that_is_behind_is_not_blamed_for_its_branch() {
    let hub = Hub::start(&[("README.md", BAD), ("Notice", NOTICE)]);
    hub.world().pull(&[("NEWS.md", "News.\n")]);
    // What the branch fixes since is no fault of the pull request.
    hub.world().push("refs/heads/main", &[("README.md", GOOD)]);
    let said = run(&hub, &REVIEW);
    assert_eq!(said.code, 0, "{}{}", said.out, said.error);
    assert!(written(&hub).is_empty());
}

fn a_pull_request_that_is_behind_cannot_bring_back_what_was_fixed() {
    let hub = Hub::start(&[("README.md", BAD), ("Notice", NOTICE)]);
    hub.world().push("refs/heads/main", &[("README.md", GOOD)]);
    hub.world().pull(&[("README.md", BAD)]);
    hub.world().push("refs/heads/main", &[("NEWS.md", "News.\n")]);
    assert_eq!(run(&hub, &REVIEW).code, 1);
}

fn a_pull_request_cannot_waive_its_own_findings() {
    let hub = Hub::start(&MODEL);
    let waiver = "severities:\n  incompatible-license: off\n  missing-agreement: off\n";
    hub.world().pull(&[("README.md", BAD), (".model-license-gate.yml", waiver)]);
    let said = run(&hub, &REVIEW);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("incompatible-license") && said.out.contains("loosened-configuration"), "{}", said.out);
    // The same configuration counts once it is on the branch.
    hub.world().push("refs/heads/main", &[(".model-license-gate.yml", waiver)]);
    assert_eq!(run(&hub, &REVIEW).code, 0);
}

fn weights_keep_their_lineage() {
    let card = "---\nlicense: llama2\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Lark\n";
    let weights = "weights of a model, ".repeat(10);
    // Under the name of weights, and under one of another kind.
    for path in ["other/pytorch_model.bin", "other/model.json"] {
        let hub = Hub::start(&[("README.md", card), ("Notice", NOTICE), ("model.bin", &weights)]);
        hub.world().lfs = vec!["model.bin", path];
        let fresh = "---\nlicense: mit\n---\n# Wren\nTrained from scratch.\n";
        hub.world().pull(&[("README.md", ""), ("model.bin", ""), ("other/README.md", fresh), (path, &weights)]);
        let said = run(&hub, &REVIEW);
        assert_eq!(said.code, 1, "{path}: {}{}", said.out, said.error);
        assert!(said.out.contains("lost-lineage"), "{path}: {}", said.out);
    }
}

fn weights_that_a_pull_request_brings_are_all_read() {
    let card = "---\nlicense: apache-2.0\nbase_model: mistralai/Mistral-7B-v0.1\n---\n# Lark\n";
    let naming = |id: &str| {
        let base = ("general.base_model.0.repo_url", format!("https://huggingface.co/{id}"));
        String::from_utf8(gguf(&[("general.architecture", "llama"), (base.0, &base.1)], 0)).unwrap()
    };
    let (decoy, hidden) = (naming("mistralai/Mistral-7B-v0.1"), naming("meta-llama/Llama-2-7b-hf"));
    let names: Vec<String> = (0..20).map(|number| format!("a{number:02}.gguf")).collect();
    let mut files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), decoy.as_str())).collect();
    for (last, code) in [(&decoy, 0), (&hidden, 1)] {
        let hub = Hub::start(&[("README.md", card)]);
        files.push(("z.gguf", last));
        hub.world().pull(&files);
        let said = run(&hub, &REVIEW);
        assert_eq!(said.code, code, "{}{}", said.out, said.error);
        files.pop();
    }
}

fn a_private_base_model_that_a_stranger_names_is_not_looked_up_with_the_token() {
    let card = "---\nlicense: mit\nbase_model: acme/secret-7b\n---\n# Lark\n";
    for private in [false, true] {
        let hub = Hub::start(&MODEL);
        hub.world().private = private;
        hub.world().pull(&[("README.md", card)]);
        run(&hub, &REVIEW);
        let asked = hub.fake.requests().into_iter().find(|request| request.line.contains("acme/secret-7b")).unwrap();
        assert_eq!(asked.headers.contains(BOT), private, "private: {private}");
    }
}

fn a_look_up_that_fails_is_no_verdict() {
    let card = "---\nlicense: mit\nbase_model: acme/strange-7b\n---\n# Lark\n";
    let hub = Hub::start(&MODEL);
    hub.world().pull(&[("README.md", card)]);
    hub.world().faults.push(("acme/strange-7b", Fault::Status(500), 9));
    let said = run(&hub, &REVIEW);
    assert_eq!((said.code, said.out.as_str()), (2, ""), "{}", said.error);
    assert!(written(&hub).is_empty());
}

/// What became of a pull request, the exit code, and the sentence about it.
type Case = (fn(&mut World), i32, &'static str);

fn what_is_no_open_pull_request() {
    let close: fn(&mut World) = |world| world.talks[0].status = "closed";
    let cases: [Case; 5] = [
        (close, 1, "note: No comment was posted. The pull request is closed."),
        (|world| world.talks[0].status = "merged", 1, "note: No comment was posted. The pull request is merged."),
        (
            |world| world.talks[0].status = "draft",
            2,
            "error: pull request 1 of `acme/lark` is a draft: publish it first",
        ),
        (|world| world.talks[0].is_pull = false, 2, "error: discussion 1 of `acme/lark` is not a pull request"),
        (|world| world.talks.clear(), 2, "error: the Hub shows no discussion 1 of `acme/lark`"),
    ];
    for (change, code, sentence) in cases {
        let hub = Hub::start(&MODEL);
        hub.world().pull(&[("README.md", BAD)]);
        change(&mut hub.world());
        let said = run(&hub, &REVIEW);
        assert_eq!(said.code, code, "{sentence}: {}{}", said.out, said.error);
        let lines: Vec<&str> = if code == 2 { said.error.lines().collect() } else { said.out.lines().collect() };
        assert!(lines.contains(&sentence), "{sentence}: {}{}", said.out, said.error);
        assert!(written(&hub).is_empty());
    }
    let hub = Hub::start(&MODEL);
    hub.world().pull(&[("README.md", BAD)]);
    close(&mut hub.world());
    hub.world().refs.remove("refs/pr/1");
    let said = run(&hub, &REVIEW);
    assert_eq!(said.error, "error: pull request 1 of `acme/lark` is closed, and its commits are gone\n");
}

fn what_names_no_pull_request() {
    let hub = Hub::start(&MODEL);
    for arguments in [
        &["hf://acme/lark"][..],
        &["hf://acme", "--pr", "1"],
        &["hf://acme/lark@main", "--pr", "1"],
        &["hf://acme/lark@refs/pr/2", "--pr", "1"],
        &["hf://acme/lark@refs/pr/0"],
        &["hf://acme/lark", "hf://acme/wren", "--pr", "1"],
        &["hf://acme/lark", ".", "--pr", "1"],
        &["hf://acme/../x", "--pr", "1"],
    ] {
        let said = run(&hub, &[&["review"], arguments].concat());
        assert_eq!((said.code, said.error.lines().count()), (2, 1), "{arguments:?}: {}", said.error);
    }
    assert!(hub.fake.log().is_empty());
}

fn options_for_github_are_refused() {
    let hub = Hub::start(&MODEL);
    let sha = "0123456789abcdef0123456789abcdef01234567";
    let config = format!("acme/policies/gate.yml@{sha}");
    for option in [
        &["--repo", "acme/lark"][..],
        &["--merge", sha],
        &["--base", "."],
        &["--config", &config],
        &["--event", "push"],
        &["--event-file", "event.json"],
        &["--api-url", "https://github.example"],
        &["--graphql-url", "https://github.example"],
        &["--review", "request-changes"],
    ] {
        let said = run(&hub, &[&REVIEW[..], option].concat());
        assert_eq!(said.code, 2, "{option:?}");
        assert!(said.error.contains("is for GitHub"), "{option:?}: {}", said.error);
    }
    assert!(hub.fake.log().is_empty());
}

fn variables_of_a_workflow_on_github_are_passed_over() {
    let github = Fake::start(|_| crate::support::fake::Reply::Reset);
    let hub = Hub::start(&MODEL);
    hub.world().pull(&[("README.md", BAD)]);
    let variables = [
        ("GITHUB_REPOSITORY", "acme/lark-on-github"),
        ("GITHUB_SHA", "0123456789abcdef0123456789abcdef01234567"),
        ("GITHUB_EVENT_NAME", "workflow_dispatch"),
        ("GITHUB_EVENT_PATH", "/no/such/event.json"),
        ("GITHUB_API_URL", &github.address),
        ("GITHUB_TOKEN", "ghs_secret"),
    ];
    assert_eq!(run_with(&hub, Some(BOT), &REVIEW, &variables).code, 1);
    assert_eq!((hub.comments(1).len(), github.log().len()), (1, 0));
    assert!(hub.fake.requests().iter().all(|request| !request.headers.contains("ghs_secret")));
}

fn reports_are_written() {
    let hub = Hub::start(&MODEL);
    hub.world().pull(&[("README.md", BAD)]);
    let folder = crate::harness::folder("hub_speak/reports");
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (report, sarif, summary) = (path("report.json"), path("report.sarif"), path("summary.md"));
    let options = ["--report", &report, "--sarif", &sarif, "--summary-file", &summary];
    assert_eq!(run(&hub, &[&REVIEW[..], &options].concat()).code, 1);
    let read = |path: &str| std::fs::read_to_string(path).unwrap();
    let report: Value = serde_json::from_str(&read(&report)).unwrap();
    assert_eq!((&report["verdict"], &report["findings"][0]["path"]), (&"fail".into(), &"README.md".into()));
    assert!(read(&sarif).contains("incompatible-license") && read(&summary).contains("incompatible-license"));
}
