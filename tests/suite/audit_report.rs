//! The HTML report of an audit: whole, harmless, and the same on any number of threads.

use crate::harness;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

tests! {
    every_row_explains_itself,
    the_page_is_the_same_on_any_number_of_threads_and_without_repositories,
    nothing_of_a_card_is_markup,
    the_policy_of_the_page_names_its_style_and_script,
    a_report_that_cannot_be_written_is_no_verdict,
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_model-license-gate");

/// What cards try to break out with.
const HOSTILE: &str = "</script><!--<script>alert(1)</script>\u{2028}&lt;\"'";

fn folder(name: &str) -> PathBuf {
    harness::folder(&format!("audit-report/{name}"))
}

/// The page that an audit of these lines writes.
fn page(name: &str, lines: &[Value], arguments: &[&str]) -> String {
    let folder = folder(name);
    let text: String = lines.iter().flat_map(|line| [line.to_string(), "\n".to_owned()]).collect();
    fs::write(folder.join("cards.jsonl"), text).unwrap();
    let mut command = Command::new(PROGRAM);
    command.args(["audit", "--quiet", "cards.jsonl", "--report", "report.html"]).args(arguments).current_dir(&folder);
    assert!(command.output().unwrap().status.success());
    fs::read_to_string(folder.join("report.html")).unwrap()
}

/// The JSON in a block of data.
fn data(page: &str, id: &str) -> Value {
    let (_, rest) = page.split_once(&format!("<script type=\"application/json\" id=\"{id}\">")).unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

fn lines(count: usize) -> Vec<Value> {
    let bases = ["meta-llama/Llama-2-7b-hf", "mistralai/Mistral-7B-v0.1"];
    let card = |number: usize| format!("---\nlicense: mit\nbase_model: {}\n---\n# A model\n", bases[number % 2]);
    (0..count).map(|number| json!({"id": format!("acme/{number}"), "card": card(number)})).collect()
}

fn every_row_explains_itself() {
    let page = page("rows", &lines(4), &[]);
    let (rows, kinds) = (data(&page, "rows"), data(&page, "kinds"));
    assert_eq!(rows.as_array().unwrap().len(), 4);
    assert_eq!(rows[1], json!(["acme/1", 0, ["mit"], [], [], ""]));
    assert_eq!(rows[0][3], json!([["llama2", 1, ["meta-llama/Llama-2-7b-hf"]]]));
    let found = &rows[0][4][0];
    assert_eq!((&found[1], &found[2]), (&json!("README.md"), &json!(2)));
    let kind = &kinds[usize::try_from(found[0].as_u64().unwrap()).unwrap()];
    assert_eq!((&kind[0], &kind[1]), (&json!("incompatible-license"), &json!(2)));
    assert!(kind[4].as_str().unwrap().contains("Declare `license: llama2`."), "{kind}");
    assert_eq!(rows[0][4], rows[2][4], "a kind of finding is written once");
    for said in ["<b class=\"fail\">2</b> fail (50.0 %)", "<td>llama2</td><td class=\"number\">2</td>"] {
        assert!(page.contains(said), "no {said}");
    }
}

fn the_page_is_the_same_on_any_number_of_threads_and_without_repositories() {
    let lines = lines(300);
    assert!(page("one", &lines, &["--jobs", "1"]) == page("four", &lines, &["--jobs", "4"]));
    let none = page("none", &[], &[]);
    assert_eq!((data(&none, "rows"), data(&none, "kinds")), (json!([]), json!([])));
    assert!(none.ends_with("</html>\n"));
}

fn nothing_of_a_card_is_markup() {
    let card = format!("---\nlicense: \"x{HOSTILE}\"\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# {HOSTILE}\n");
    let page =
        page("hostile", &[json!({"id": HOSTILE, "card": card, "files": {format!("{HOSTILE}/README.md"): card}})], &[]);
    assert_eq!(page.matches("alert(1)").count(), page.matches("alert(1)\\u003c/script\\u003e").count());
    assert!(page.contains("alert(1)"));
    assert!(!page.contains("<!--") && !page.contains('\u{2028}'));
    // Ours: style, two blocks of data, one script.
    assert_eq!((page.matches("<script").count(), page.matches("</script").count()), (3, 3));
    assert_eq!(data(&page, "rows")[0][0], HOSTILE);
}

fn the_policy_of_the_page_names_its_style_and_script() {
    let page = page("policy", &lines(1), &[]);
    let (_, style) = page.split_once("<style>").unwrap();
    let (_, script) = page.split_once("<script>").unwrap();
    let parts = [style.split_once("</style>").unwrap().0, script.split_once("</script>").unwrap().0];
    let hashes = parts.map(|part| base64(&Sha256::digest(part.as_bytes())));
    let [style, script] = hashes.map(|hash| format!("-src 'sha256-{hash}'"));
    assert!(
        page.contains(&format!("style{style}")) && page.contains(&format!("script{script}")),
        "write these into `HASHES`: {style} {script}"
    );
    assert!(page.contains("default-src 'none'"));
    for foreign in ["http:", "https:", "src=", "href=", "style=", "url(", "@import", "innerHTML"] {
        let left = page.replace("http://www.w3.org/2000/svg", "");
        let ours = left.split_once("id=\"rows\"").unwrap().0.to_owned() + left.split_once("<header>").unwrap().1;
        assert!(!ours.contains(foreign), "{foreign} in the page");
    }
}

fn a_report_that_cannot_be_written_is_no_verdict() {
    let output =
        Command::new(PROGRAM).args(["audit", "--report", "no/such/report.html"]).current_dir(folder("failed")).output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: cannot write `no/such/report.html`"));
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for part in bytes.chunks(3) {
        let number = part.iter().fold(0u32, |number, byte| number << 8 | u32::from(*byte)) << (8 * (3 - part.len()));
        for at in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * at) & 63) as usize];
            out.push(if at > part.len() { '=' } else { char::from(letter) });
        }
    }
    out
}
