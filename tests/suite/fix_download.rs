//! Downloads, from a small server on loopback: whatever is not the whole text is named, and nothing is written then.

use crate::fix::{CARD, fix, folder, names};
use crate::harness::{Outcome, Skipped, without_agreement};
use crate::support::agreements;
use crate::support::fake::{Fake, Reply};

tests! {
    what_is_no_agreement_is_named_and_nothing_is_written,
    a_text_is_taken_only_whole_and_only_where_it_is_wanted,
}

/// The text of an agreement.
fn agreement(name: &str) -> Result<String, Skipped> {
    let path = agreements::path(name).ok_or_else(|| without_agreement(name))?;
    Ok(std::fs::read_to_string(path).unwrap())
}

/// Runs `fix --download=ADDRESS` on a card that lacks the agreement and the notice: exit code, output, files, and the agreement
/// that was written.
fn download(name: &str, address: &str) -> (i32, String, Vec<String>, Option<String>) {
    let path = folder(name, &[("README.md", CARD)]);
    let (code, said, errors) = fix(&path, &["--yes", &format!("--download={address}")]);
    (code, said + &errors, names(&path), std::fs::read_to_string(path.join("LICENSE.txt")).ok())
}

fn what_is_no_agreement_is_named_and_nothing_is_written() {
    let fake = Fake::start(|request| match request.line.as_str() {
        "GET /page" => {
            Reply::text(200, "<!doctype html>\n<html><body>Llama 2 Community License Agreement</body></html>")
        }
        "GET /other" => Reply::text(200, "Terms of ours.\n"),
        "GET /large" => Reply::text(200, &"x".repeat(3 << 20)),
        "GET /moved-away" => Reply::text(302, "").with("Location: http://license.example/text"),
        "GET /moved" => Reply::text(302, "").with("Location: /page"),
        "GET /busy" => Reply::text(503, "later"),
        "GET /reset" => Reply::Reset,
        _ => Reply::text(404, "no such page"),
    });
    let cases = [
        ("page", "it is an HTML page, not the plain text of a license"),
        ("moved", "it is an HTML page, not the plain text of a license"),
        ("other", "it contains no license text that the gate knows"),
        ("large", "sent more than the 1048576 bytes that are read"),
        ("absent", "the answer is 404 (not found)"),
        ("busy", "the answer is 503"),
        ("moved-away", "sends on to an address that is not followed"),
        ("reset", "cannot be reached"),
    ];
    for (case, why) in cases {
        let (code, said, names, _) = download(case, &format!("{}/{case}", fake.address));
        assert_eq!((code, names), (2, vec!["README.md".to_owned()]), "{case}: {said}");
        assert!(said.contains(why), "{case}: {said}");
        assert!(
            said.contains("nothing was written. Save the text yourself and pass it with `--agreement FILE`"),
            "{said}"
        );
    }
    let (code, said, ..) = download("odd", "file:///etc/passwd");
    assert_eq!(code, 2, "{said}");
}

fn a_text_is_taken_only_whole_and_only_where_it_is_wanted() -> Outcome {
    let (whole, other) = (agreement("llama2-2023-07-18")?, agreement("llama3.1")?);
    let expected = whole.clone();
    let fake = Fake::start(move |request| match request.line.as_str() {
        "GET /whole" => Reply::text(200, &whole),
        "GET /moved" => Reply::text(301, "").with("Location: /whole"),
        "GET /cut" => Reply::text(200, &whole[..4_000]),
        "GET /changed" => Reply::text(200, &whole.replacen("700 million", "7 million", 1)),
        _ => Reply::text(200, &other),
    });
    for case in ["whole", "moved"] {
        let (code, said, names, written) = download(&format!("text-{case}"), &format!("{}/{case}", fake.address));
        assert_eq!((code, names), (0, ["LICENSE.txt", "Notice", "README.md"].map(str::to_owned).to_vec()), "{said}");
        assert_eq!(written, Some(expected.clone()));
    }
    for (case, why) in
        [("cut", "it is not the whole text of `llama2`"), ("changed", "words of it are changed (clause 2)")]
    {
        let (code, said, names, _) = download(&format!("text-{case}"), &format!("{}/{case}", fake.address));
        assert_eq!((code, names.len()), (2, 1), "{said}");
        assert!(said.contains(why), "{said}");
    }
    let (code, said, names, _) = download("another", &format!("{}/another", fake.address));
    assert_eq!((code, names.len()), (2, 1), "{said}");
    assert!(said.contains("is the text of `llama3.1`, but `llama2` is needed"), "{said}");
    // Where no text is wanted, nothing is asked.
    let path = folder("not-wanted", &[("main.py", "")]);
    let before = fake.requests().len();
    assert_eq!(fix(&path, &[&format!("--download={}/whole", fake.address)]).0, 0);
    assert_eq!(fake.requests().len(), before);
    Ok(())
}
