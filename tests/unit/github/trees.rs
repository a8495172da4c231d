//! Files of a commit read without a checkout.

use super::session;
use crate::http::HttpError;
use crate::tree::{Entry, HEAD_LIMIT, MOST_HEADS, ReadLimit, Tree};
use crate::unit::support::fake::{Fake, Reply};
use serde_json::{Value, json};
use std::fmt::Write;

const COMMIT: &str = "1111111111111111111111111111111111111111";
const HELLO: &str = "ce013625030ba8dba906f756967f9e9ca394464a";
const EMPTY: &str = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";
const OTHER: &str = "2222222222222222222222222222222222222222";

fn file(path: &str, sha: &str, size: u64) -> Value {
    json!({ "path": path, "mode": "100644", "type": "blob", "sha": sha, "size": size })
}

fn folder(path: &str, sha: &str) -> Value {
    json!({ "path": path, "mode": "040000", "type": "tree", "sha": sha })
}

fn list(entries: &[Value], truncated: bool) -> Reply {
    Reply::json(200, &json!({ "sha": COMMIT, "tree": entries, "truncated": truncated }))
}

/// Markdown is read up to 100 bytes, of weights the beginning.
#[expect(clippy::case_sensitive_file_extension_comparisons, reason = "the tests use no other spelling")]
fn wanted(path: &str) -> Option<ReadLimit> {
    if path.ends_with(".gguf") {
        return Some(ReadLimit::Head(|_| 4));
    }
    path.ends_with(".md").then_some(ReadLimit::Whole(100))
}

fn read(bytes: &[u8]) -> Entry {
    Entry::Read(bytes.to_vec())
}

/// A GitHub with one commit and the file `hello`.
fn serve(entries: Vec<Value>) -> Fake {
    Fake::start(move |request| match request.line.split("/acme/llama/").nth(1) {
        Some(rest) if rest == format!("git/trees/{COMMIT}?recursive=1") => list(&entries, false),
        Some(rest) if rest == format!("git/blobs/{HELLO}") => Reply::text(200, "hello\n"),
        Some(rest) if rest == format!("git/blobs/{OTHER}") => Reply::text(200, "forged"),
        _ => Reply::json(404, &json!({ "message": "Not Found" })),
    })
}

fn tree(fake: &Fake, below: &str, at_hand: &Tree) -> Result<Tree, HttpError> {
    session(fake, 10.0).tree(COMMIT, below, &wanted, at_hand)
}

#[test]
fn what_stands_under_each_path() {
    // Longer than any path that a link names.
    let mut link = file("link.md", OTHER, 11_000);
    link["mode"] = json!("120000");
    let mut weights = file("b/weights.bin", OTHER, 9_000_000_000);
    weights["mode"] = json!("100755");
    let fake = serve(vec![
        file("README.md", HELLO, 6),
        file("b/same.md", HELLO, 6),
        folder("b", OTHER),
        folder("odd.md", OTHER),
        link,
        weights,
        file("large.md", OTHER, 101),
        json!({ "path": "sub.md", "mode": "160000", "type": "commit", "sha": OTHER }),
    ]);
    let found = tree(&fake, "", &Tree::default()).unwrap();
    let expected = [
        ("README.md", read(b"hello\n")),
        ("b/same.md", read(b"hello\n")),
        ("b/weights.bin", Entry::Unread { size: 9_000_000_000 }),
        ("large.md", Entry::TooLarge { size: 101, limit: 100 }),
        ("link.md", Entry::Unreadable("it is a link whose target cannot be read".to_owned())),
        ("odd.md", Entry::Unreadable("it is a folder, not a file".to_owned())),
    ];
    assert_eq!(found.files, expected.map(|(path, entry)| (path.to_owned(), entry)).into());
    let named = ["README.md", "b/same.md", "b/weights.bin", "large.md"];
    assert_eq!(found.blobs.keys().collect::<Vec<_>>(), named, "of a link, Git names no content");
    assert_eq!((found.blobs["README.md"].as_str(), found.blobs["b/weights.bin"].as_str()), (HELLO, OTHER));
    assert_eq!(fake.log().len(), 2, "the same bytes are fetched once");
    assert!(fake.requests()[1].headers.contains("application/vnd.github.raw+json"));
    let below = tree(&fake, "./b/", &Tree::default()).unwrap();
    assert_eq!(below.files.keys().collect::<Vec<_>>(), ["same.md", "weights.bin"]);
}

#[test]
fn what_is_at_hand_is_not_fetched() {
    let fake = serve(vec![file("README.md", HELLO, 6), file("EMPTY.md", EMPTY, 0)]);
    let files = [("x", read(b"hello\n")), ("y", read(b"")), ("z", read(b"other!"))];
    let at_hand = Tree { files: files.map(|(path, entry)| (path.to_owned(), entry)).into(), ..Tree::default() };
    let found = tree(&fake, "", &at_hand).unwrap();
    assert_eq!(found.files["README.md"], read(b"hello\n"));
    assert_eq!(found.files["EMPTY.md"], read(b""));
    assert_eq!(fake.log().len(), 1);
}

#[test]
fn of_weights_only_small_ones_are_fetched() {
    const SMALL: &str = "d9a0b33c1a4d7a2d6d5b3d1a0b0c1f2e3d4c5b6a";
    let small = vec![b'x'; 2_000];
    let hash = sha1_of(&small);
    let body = String::from_utf8(small.clone()).unwrap();
    let mut link = file("link.gguf", SMALL, 20_000);
    link["mode"] = json!("120000");
    let mut entries = vec![
        file("large.gguf", SMALL, HEAD_LIMIT + 1),
        link,
        file("pointer.gguf", OTHER, 1_024),
        file("same.gguf", HELLO, 6),
        file("small.gguf", &hash, 2_000),
    ];
    entries.extend((0..MOST_HEADS).map(|number| file(&format!("z{number:02}.gguf"), &hash, 2_000)));
    let fake = Fake::start(move |request| match request.line.split("/acme/llama/").nth(1) {
        Some(rest) if rest.starts_with("git/trees/") => list(&entries, false),
        Some(rest) if rest == format!("git/blobs/{hash}") => Reply::text(200, &body),
        _ => Reply::json(404, &json!({ "message": "Not Found" })),
    });
    let at_hand = Tree {
        files: [("x.gguf".to_owned(), Entry::Head { bytes: b"hello\n".to_vec(), size: 6 })].into(),
        ..Tree::default()
    };
    let found = tree(&fake, "", &at_hand).unwrap().files;
    assert_eq!(found["large.gguf"], Entry::Unread { size: HEAD_LIMIT + 1 });
    assert_eq!(found["link.gguf"], Entry::Unread { size: 20_000 });
    assert_eq!(found["pointer.gguf"], Entry::Unread { size: 1_024 });
    assert_eq!(found["same.gguf"], Entry::Head { bytes: b"hello\n".to_vec(), size: 6 });
    assert_eq!(found["small.gguf"], Entry::Head { bytes: small, size: 2_000 });
    let heads = found.values().filter(|entry| matches!(entry, Entry::Head { .. })).count();
    assert_eq!(
        (heads, found.len(), fake.log().len()),
        (MOST_HEADS + 1, MOST_HEADS + 5, 2),
        "files as small as pointers use nothing up"
    );
}

/// The name that git gives these bytes.
fn sha1_of(bytes: &[u8]) -> String {
    use sha1::{Digest, Sha1};
    let hash = Sha1::new().chain_update(format!("blob {}\0", bytes.len())).chain_update(bytes).finalize();
    hash.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

#[test]
fn bytes_that_are_not_what_git_names_are_not_taken() {
    let fake = serve(vec![file("README.md", OTHER, 6)]);
    assert!(matches!(tree(&fake, "", &Tree::default()), Err(HttpError::Unreachable(_))));
}

#[test]
fn a_refusal_that_is_longer_than_the_file_is_told() {
    let fake = Fake::start(|request| {
        if request.line.contains("/git/trees/") {
            return list(&[file("README.md", HELLO, 6)], false);
        }
        Reply::json(403, &json!({ "message": "Resource not accessible by integration" }))
    });
    let error = tree(&fake, "", &Tree::default()).unwrap_err();
    assert!(matches!(&error, HttpError::Forbidden(why) if why.contains("not accessible")), "{error}");
    assert_eq!(fake.log().len(), 2);
}

#[test]
fn hostile_paths_are_left_out() {
    let paths = ["../a.md", "/etc/a.md", "a//b.md", ".git/a.md", "a/../b.md"];
    let fake = serve(paths.iter().map(|path| file(path, HELLO, 6)).collect());
    assert!(tree(&fake, "", &Tree::default()).unwrap().files.is_empty());
    let fake = serve(vec![file("README.md", "../../../user", 6)]);
    assert!(tree(&fake, "", &Tree::default()).unwrap().files.is_empty());
    assert_eq!(fake.log().len(), 1);
}

#[test]
fn names_that_read_alike_are_refused() {
    // GitHub shows every byte that is not UTF-8 as U+FFFD.
    let fake = serve(vec![file("m\u{FFFD}/README.md", HELLO, 6), file("m\u{FFFD}/README.md", HELLO, 6)]);
    let read = tree(&fake, "", &Tree::default());
    assert!(matches!(read, Err(HttpError::Refused(why)) if why.contains("shows as `m\u{FFFD}/README.md`")));
}

#[test]
fn a_commit_that_is_not_there() {
    let fake = Fake::start(|_| Reply::json(404, &json!({ "message": "Not Found" })));
    assert!(matches!(tree(&fake, "", &Tree::default()), Err(HttpError::Refused(why)) if why.contains(COMMIT)));
    assert!(matches!(session(&fake, 5.0).tree("main", "", &wanted, &Tree::default()), Err(HttpError::Refused(_))));
    assert_eq!(fake.log().len(), 1);
}

#[test]
fn a_list_that_is_cut_is_read_folder_by_folder() {
    let (one, two) = ("3".repeat(40), "4".repeat(40));
    let answers = [
        (format!("git/trees/{COMMIT}?recursive=1"), list(&[], true)),
        (
            format!("git/trees/{COMMIT}"),
            list(&[file("README.md", HELLO, 6), folder("a", &one), folder("c", &two)], false),
        ),
        (format!("git/trees/{one}?recursive=1"), list(&[folder("b", &two), file("b/x.md", HELLO, 6)], false)),
        (format!("git/trees/{two}?recursive=1"), list(&[file("y.md", HELLO, 6)], false)),
        (format!("git/blobs/{HELLO}"), Reply::text(200, "hello\n")),
    ];
    let fake = Fake::start(move |request| {
        let rest = request.line.split("/acme/llama/").nth(1).unwrap_or_default();
        match answers.iter().find(|(path, _)| path == rest) {
            Some((_, Reply::Answer(status, headers, body))) => Reply::Answer(*status, headers.clone(), body.clone()),
            _ => Reply::json(404, &json!({})),
        }
    });
    let found = tree(&fake, "", &Tree::default()).unwrap();
    assert_eq!(found.files.keys().collect::<Vec<_>>(), ["README.md", "a/b/x.md", "c/y.md"]);
    let before = fake.log().len();
    assert_eq!(tree(&fake, "a/b", &Tree::default()).unwrap().files.keys().collect::<Vec<_>>(), ["x.md"]);
    assert_eq!(fake.log().len() - before, 4, "the folder beside it is not listed");
}

#[test]
fn bounds_are_kept_before_anything_is_fetched() {
    let many = (0..2001_u32).map(|number| {
        let mut hash = String::new();
        write!(hash, "{number:040x}").unwrap();
        file(&format!("{number}.md"), &hash, 6)
    });
    let fake = serve(many.collect());
    assert!(matches!(tree(&fake, "", &Tree::default()), Err(HttpError::Refused(why)) if why.contains("2000")));
    assert_eq!(fake.log().len(), 1);
    // The same bytes under many names count under each of them.
    let fake = serve((0..300).map(|number| file(&format!("{number}.md"), HELLO, 1 << 20)).collect());
    let all = |_: &str| Some(ReadLimit::Whole(u64::MAX));
    let large = session(&fake, 5.0).tree(COMMIT, "", &all, &Tree::default());
    assert!(matches!(large, Err(HttpError::Refused(why)) if why.contains("256 MiB")));
    assert_eq!(fake.log().len(), 1);
}
