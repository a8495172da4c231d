//! Models on the Hub that cannot be read: a sentence and no verdict, and a token that goes to nobody else.

use crate::harness;
use crate::hub_places::{CARD, UNKNOWN, models, report, run, write};
use crate::support::fake::{Reply, Request};
use crate::support::models::{Models, failure, files};
use crate::support::proxy::{Proxy, Rule};
use serde_json::json;
use std::fs;

tests! {
    the_token_goes_to_the_hub_alone,
    a_token_that_the_hub_repeats_is_shown_nowhere,
    proxies_of_the_environment_lead_to_the_hub,
    the_token_that_was_stored_is_used_unless_it_must_not_be,
    each_refusal_is_one_sentence,
    bytes_that_are_not_what_the_list_names_are_not_taken,
    an_answer_that_fails_once_is_asked_for_again,
    a_look_up_that_fails_leaves_no_verdict,
    what_is_asked_for_in_vain_is_said,
}

fn is_authorized(request: &Request) -> bool {
    request.headers.to_ascii_lowercase().contains("authorization: bearer hf_secret")
}

fn the_token_goes_to_the_hub_alone() {
    let hub = Models::start(models());
    let (code, shown, errors) = run(&hub.hub.address, &["check", "hf://acme/weights"], &[("HF_TOKEN", "hf_secret")]);
    assert_eq!(code, 1, "{errors}");
    assert!(hub.hub.requests().iter().all(is_authorized) && hub.storage.log().len() == 1);
    assert!(
        hub.storage.requests().iter().all(|request| !request.headers.to_ascii_lowercase().contains("authorization"))
    );
    assert!(!shown.contains("hf_secret") && !errors.contains("hf_secret"));
    // Neither does a redirect of the list take it elsewhere.
    let elsewhere = hub.storage.address.clone();
    let to_storage = move |_: &Request| Some(Reply::text(307, "").with(&format!("Location: {elsewhere}/x")));
    let before = hub.storage.log().len();
    let other = Models::scripted([], to_storage, |_| None);
    let (code, _, errors) = run(&other.hub.address, &["check", "hf://acme/weights"], &[("HF_TOKEN", "hf_secret")]);
    assert_eq!((code, hub.storage.log().len()), (2, before), "{errors}");
}

fn a_token_that_the_hub_repeats_is_shown_nowhere() {
    const TOKEN: &str = "hf_s3cretS3cretS3cret";
    let answers: [fn() -> Reply; 4] = [
        || Reply::json(403, &json!({ "error": format!("no scope for Bearer {TOKEN}") })),
        || Reply::json(400, &json!({ "message": TOKEN, "errors": [TOKEN, { "message": TOKEN }] })),
        || Reply::text(403, "<html>").with(&format!("X-Error-Message: {TOKEN} may not")),
        || Reply::text(307, "").with(&format!("Location: /api/models/acme/{TOKEN}")),
    ];
    for (number, answer) in answers.into_iter().enumerate() {
        for at in 0..3 {
            let script = move |request: &Request| match at {
                0 => request.line.starts_with("GET /api/models/acme/letters?").then(answer),
                1 => request.line.contains("README.md").then(answer),
                _ => (request.line == "GET /api/models/acme/strange-7b").then(answer),
            };
            let hub = Models::scripted([("acme/letters", files(&[("README.md", UNKNOWN)]))], script, |_| None);
            let (code, shown, errors) = run(&hub.hub.address, &["check", "hf://acme/letters"], &[("HF_TOKEN", TOKEN)]);
            assert!(code == 2 || at == 2, "{number} {at}: {shown}{errors}");
            assert!(!shown.contains("s3cret") && !errors.contains("s3cret"), "{number} {at}: {shown}{errors}");
            assert!(hub.hub.log().iter().all(|line| !line.contains("s3cret")), "{number} {at}");
        }
    }
}

fn proxies_of_the_environment_lead_to_the_hub() {
    let (hub, proxy) =
        (Models::start([("acme/letters", files(&[("README.md", "# x\n")]))]), Proxy::start(Rule::Closed));
    let port = hub.hub.address.rsplit(':').next().unwrap();
    let address = format!("http://{}", proxy.address);
    let check = |variables: &[(&str, &str)]| run(&hub.hub.address, &["check", "hf://acme/letters"], variables);
    assert_eq!(check(&[("HTTP_PROXY", &address)]).0, 2);
    let asked = proxy.log().len();
    assert!(asked > 0);
    for no in ["*", &format!("127.0.0.1:{port}"), "127.0.0.0/8", "example.com, *"] {
        let (code, _, errors) = check(&[("HTTP_PROXY", &address), ("NO_PROXY", no)]);
        assert_eq!((code, proxy.log().len()), (0, asked), "{no}: {errors}");
    }
    assert_eq!(check(&[("HTTP_PROXY", &address), ("NO_PROXY", "127.0.0.1:1")]).0, 2, "another port");
    let (code, shown, errors) = check(&[("HTTP_PROXY", "http://me:secret@[bad")]);
    assert_eq!((code, shown.as_str()), (2, ""));
    assert!(errors.contains("HTTP_PROXY is not the address of a proxy") && !errors.contains("secret"), "{errors}");
}

fn the_token_that_was_stored_is_used_unless_it_must_not_be() {
    let hub = Models::start([("acme/letters", files(&[("README.md", "# x\n")]))]);
    let folder = harness::folder("hub-places/token");
    fs::create_dir_all(folder.join("huggingface")).unwrap();
    fs::write(folder.join("huggingface/token"), "hf_secret\n").unwrap();
    let (cache, home) = (folder.to_string_lossy(), folder.join("huggingface").to_string_lossy().into_owned());
    let file = folder.join("huggingface/token").to_string_lossy().into_owned();
    let is_sent = |variables: &[(&str, &str)]| {
        assert_eq!(run(&hub.hub.address, &["check", "hf://acme/letters"], variables).0, 0, "{variables:?}");
        is_authorized(hub.hub.requests().last().unwrap())
    };
    for variables in [
        [("HF_TOKEN", "hf_secret"), ("X", "")],
        [("HUGGING_FACE_HUB_TOKEN", "hf_secret"), ("X", "")],
        [("HF_TOKEN", ""), ("XDG_CACHE_HOME", &*cache)],
        [("XDG_CACHE_HOME", "/nowhere"), ("HF_HOME", &*home)],
        [("HF_HOME", "/nowhere"), ("HF_TOKEN_PATH", &*file)],
    ] {
        assert!(is_sent(&variables), "{variables:?}");
    }
    for variables in [
        [("XDG_CACHE_HOME", &*cache), ("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")],
        [("XDG_CACHE_HOME", &*cache), ("HF_TOKEN", "hf_other")],
        [("XDG_CACHE_HOME", &*cache), ("HF_HOME", "/nowhere")],
        [("HF_TOKEN_PATH", "/dev/zero"), ("X", "")],
    ] {
        assert!(!is_sent(&variables), "{variables:?}");
    }
}

fn each_refusal_is_one_sentence() {
    let reply = |request: &Request| {
        let asked = request.line.split("/models/acme/").nth(1).unwrap_or_default();
        Some(match asked.split(['?', '/']).next().unwrap_or_default() {
            "gated" => failure(403, "GatedRepo", "Access to this model is restricted"),
            "disabled" => Reply::json(403, &json!({ "error": "Access to this resource is disabled." })),
            "renamed" if request.line.contains("/api/models/acme/renamed") => {
                Reply::json(200, &json!({ "id": "acme/new-name", "sha": "0".repeat(40), "siblings": [] }))
            }
            "limited" => Reply::json(429, &json!({ "error": "slow down" })).with("RateLimit: \"api\";r=0;t=200"),
            "down" => Reply::text(503, "<html>"),
            "page" => Reply::text(200, "<html>"),
            "wordless" => Reply::text(403, "<html>"),
            "expired" => Reply::json(401, &json!({ "error": "Invalid credentials in Authorization header" })),
            "no-files" => Reply::json(200, &json!({ "id": "acme/no-files", "sha": "0".repeat(40), "siblings": null })),
            "odd-files" => Reply::json(
                200,
                &json!({ "id": "acme/odd-files", "sha": "0".repeat(40), "siblings": [
                    { "rfilename": "../../etc/passwd", "size": 1, "blobId": "x" },
                ]}),
            ),
            _ => return None,
        })
    };
    let hub = Models::scripted([("acme/letters", files(&[("README.md", "# x\n")]))], reply, |_| None);
    for (place, sentence) in [
        ("acme/gated", "`acme/gated` is gated"),
        ("acme/missing", "the Hub shows no model `acme/missing`: it is misspelled, deleted or private"),
        ("acme/disabled", "the Hub has disabled `acme/disabled`"),
        ("acme/renamed@main", "`acme/renamed` has a new name: use hf://acme/new-name@main"),
        ("acme/limited", "try again in 200 seconds"),
        ("acme/letters@nowhere", "`acme/letters` has no such revision"),
        ("acme/down", "the Hub cannot answer now (503)"),
        ("acme/page", "the Hub's answer is not what was asked for"),
        ("acme/wordless", "refuses `acme/wordless` without a reason (403)"),
        ("acme/expired", "the Hub does not accept the token"),
        ("acme/no-files", "the Hub's answer is not what was asked for"),
        ("acme/odd-files", "the Hub's answer on `acme/odd-files` has no plain file names"),
        ("acme", "`model-license-gate audit hf://acme` checks all of its models"),
        ("acme/a/b/c", "names no model on the Hub"),
    ] {
        let (code, shown, errors) = run(&hub.hub.address, &["check", &format!("hf://{place}")], &[]);
        assert_eq!((code, shown.as_str(), errors.lines().count()), (2, "", 1), "{errors}");
        assert!(errors.starts_with("error: ") && errors.contains(sentence), "{place}: {errors}");
    }
}

fn bytes_that_are_not_what_the_list_names_are_not_taken() {
    let of_hub =
        |request: &Request| request.line.contains("README.md").then(|| Reply::text(200, &CARD.replace('7', "8")));
    let card = [("acme/letters", files(&[("README.md", CARD)]))];
    let hub = Models::scripted(card, of_hub, |_| None);
    let (code, shown, errors) = run(&hub.hub.address, &["check", "hf://acme/letters"], &[]);
    assert_eq!((code, shown.as_str()), (2, ""), "{errors}");
    for (status, range) in [(206, "bytes 1-7/9"), (206, "bytes 0-9/999999"), (200, "")] {
        let of_storage = move |_: &Request| {
            let reply = Reply::Answer(status, Vec::new(), b"GGUF".repeat(9));
            Some(reply.with(&format!("Content-Range: {range}")))
        };
        let hub = Models::scripted(models(), |_| None, of_storage);
        let (code, shown, errors) = run(&hub.hub.address, &["check", "hf://acme/weights"], &[]);
        assert_eq!((code, shown.as_str()), (2, ""), "{range} {errors}");
    }
}

fn an_answer_that_fails_once_is_asked_for_again() {
    let first = |request: &Request| (request.before == 0).then(|| Reply::text(500, "no"));
    let hub =
        Models::scripted(models(), first, |request| (request.before == 0).then(|| Reply::text(403, "<Expired/>")));
    let expected = report(&Models::start(models()).hub.address, &["hf://acme/weights"]);
    assert_eq!(report(&hub.hub.address, &["hf://acme/weights"]), expected);
}

fn a_look_up_that_fails_leaves_no_verdict() {
    for (status, body) in [
        (500, "{}"),
        (403, "<html>"),
        (200, "<html>"),
        (429, "{}"),
        (401, r#"{"error": "Invalid credentials in Authorization header"}"#),
    ] {
        let reply = move |request: &Request| {
            (request.line == "GET /api/models/acme/strange-7b").then(|| Reply::text(status, body))
        };
        let hub = Models::scripted(models(), reply, |_| None);
        let (code, shown, errors) = run(&hub.hub.address, &["check", "hf://acme/letters"], &[]);
        assert_eq!((code, shown.as_str()), (2, ""), "{status}");
        assert!(
            errors.starts_with("error: the base model `acme/strange-7b` could not be looked up on the Hub: "),
            "{errors}"
        );
        // A folder is judged without it, and says so.
        let folder = harness::folder("hub-places/look-up");
        write(&folder, &files(&[("README.md", UNKNOWN)]));
        let (code, shown, _) = run(&hub.hub.address, &["check", "--hub", &folder.to_string_lossy()], &[]);
        assert_eq!(code, 0);
        assert!(shown.contains("could not be looked up"), "{shown}");
    }
    let hub = Models::start(models());
    let (code, shown, _) = run(&hub.hub.address, &["check", "hf://acme/hidden-base"], &[]);
    assert_eq!(code, 0, "a base that nobody may see is a note");
    assert!(shown.contains("it shows nothing of the base model `nobody/knows-7b`"), "{shown}");
}

fn what_is_asked_for_in_vain_is_said() {
    let hub = Models::start([("acme/letters", files(&[("README.md", CARD)]))]);
    for (arguments, sentence) in [
        (&["--fix", "hf://acme/letters"][..], "use `model-license-gate fix hf://acme/letters`"),
        (&["--diff", "hf://acme/letters"], "use `model-license-gate fix hf://acme/letters`"),
        (&["hf://acme/letters", "--as", "acme/x"], "`--as` names the model that one folder is published as"),
        (&[".", "--as", "letters"], "`--as` takes the id of a model"),
        (&[".", "--hub-files", "x"], "`--hub-files` is for models on the Hub"),
        (&[".", "--hub-cache", "x"], "`--hub-cache` needs `--hub`"),
    ] {
        let (code, _, errors) = run(&hub.hub.address, &[&["check"], arguments].concat(), &[]);
        assert!(code == 2 && errors.contains(sentence), "{arguments:?} {errors}");
    }
    let (code, _, errors) = run(&hub.hub.address, &["check", "hf://acme/letters"], &[("HF_HUB_OFFLINE", "1")]);
    assert!(code == 2 && errors.starts_with("error: HF_HUB_OFFLINE is set"), "{errors}");
    assert_eq!(hub.count(), 0);
}
