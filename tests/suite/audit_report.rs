//! The HTML report of an audit: whole, harmless, and the same on any number of threads.

use crate::harness;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

tests! {
    every_row_explains_itself,
    what_complies_stands_apart_from_what_has_nothing_to_comply_with,
    every_model_of_a_repository_has_a_row,
    only_what_may_be_on_the_hub_is_linked_to_it,
    the_page_is_the_same_on_any_number_of_threads_and_without_repositories,
    nothing_of_a_card_is_markup,
    the_policy_of_the_page_names_its_style_and_script,
    a_report_that_cannot_be_written_is_no_verdict,
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_model-license-gate");

/// What cards try to break out with.
const HOSTILE: &str = "</script><!--<script>alert(1)</script>\u{2028}\u{202e}\u{9b}\u{7f}&lt;\"'";

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

/// A value of a row with the texts and kinds that rows share in place of their numbers.
fn shared(page: &str, id: &str, value: &Value) -> Value {
    match value.as_u64() {
        Some(number) => data(page, id)[usize::try_from(number).unwrap()].clone(),
        None => value.clone(),
    }
}

fn every_row_explains_itself() {
    let page = page("rows", &lines(4), &[]);
    let rows = data(&page, "rows");
    assert_eq!(rows.as_array().unwrap().len(), 4);
    let text = |value: &Value| shared(&page, "texts", value);
    assert_eq!((&rows[1][0], text(&rows[1][1])), (&json!("acme/1"), json!(".")));
    assert_eq!((text(&rows[1][4][0]), &rows[1][6], &rows[1][8]), (json!("mit"), &json!([]), &json!([])));
    let base = &rows[0][6][0];
    assert_eq!(
        (text(&base[0]), &base[1], text(&base[2][0])),
        (json!("llama2"), &json!(1), json!("meta-llama/Llama-2-7b-hf"))
    );
    let evidence = &base[3][0];
    assert_eq!(
        (text(&evidence[3]), &evidence[4], &evidence[5]),
        (json!("README.md"), &json!(3), &json!("meta-llama/Llama-2-7b-hf"))
    );
    let found = &rows[0][8][0];
    assert_eq!((text(&found[1]), &found[2]), (json!("README.md"), &json!(2)));
    let kind = shared(&page, "kinds", &found[0]);
    assert_eq!((&kind[0], &kind[1], &kind[2]), (&json!("incompatible-license"), &json!(2), &json!(1)));
    assert!(kind[7].as_array().unwrap().contains(&json!("Declare `license: llama2`.")), "{kind}");
    assert_eq!(rows[0][8], rows[2][8], "a kind of finding is written once");
    let licenses = &data(&page, "facts")["licenses"];
    assert_eq!(
        licenses["llama2"],
        json!(["Llama 2", "Llama 2 Community License", "https://www.llama.com/llama2/license/"])
    );
}

fn what_complies_stands_apart_from_what_has_nothing_to_comply_with() {
    let card = |front: &str| json!({"id": "acme/model", "card": format!("---\n{front}\n---\n# A model\n")});
    let lines = [
        card("license: mit\nbase_model: meta-llama/Llama-2-7b-hf"),
        card("license: mit\nbase_model: heron/nobody-knows-this-7b"),
        card("license: mit"),
        json!({"id": "acme/empty", "files": {"train.py": "print(1)\n"}}),
        card("license: cc-by-nc-4.0\nbase_model: CohereForAI/c4ai-command-r-v01"),
    ];
    let page = page("conclusions", &lines, &[]);
    let words = &data(&page, "facts")["conclusions"];
    let said: Vec<Value> = data(&page, "rows")
        .as_array()
        .unwrap()
        .iter()
        .map(|row| words[usize::try_from(row[3].as_u64().unwrap()).unwrap()].clone())
        .collect();
    assert_eq!(said, ["does not comply", "base unknown", "nothing to comply with", "no model found", "complies"]);
    for counted in ["<li>complies: 1</li>", "<li>may not comply: 0</li>", "<li>no model found: 1</li>"] {
        assert!(page.contains(counted), "no {counted}");
    }
    let unknown = &data(&page, "rows")[1][7][0];
    assert_eq!(shared(&page, "texts", unknown), json!("heron/nobody-knows-this-7b"));
    let rows = data(&page, "rows");
    let proof = rows[4][11].as_array().unwrap();
    assert!(proof.iter().any(|met| shared(&page, "texts", &met[0]) == json!("license")), "{proof:?}");
    assert_eq!(
        shared(&page, "texts", &rows[2][10]),
        json!("The files do not name a base model. If there is one, add `base_model: owner/name` to the card.")
    );
}

fn every_model_of_a_repository_has_a_row() {
    let card = |base: &str| format!("---\nlicense: mit\nbase_model: {base}\n---\n# A model\n");
    let files = json!({"a/README.md": card("meta-llama/Llama-2-7b-hf"), "a/model.safetensors": null,
        "b/README.md": card("mistralai/Mistral-7B-v0.1"), "b/model.safetensors": null});
    let page = page("models", &[json!({"id": "acme/both", "files": files})], &[]);
    let rows = data(&page, "rows");
    let of = |row: &Value| (shared(&page, "texts", &row[1]), row[8].as_array().unwrap().is_empty());
    assert_eq!(rows.as_array().unwrap().iter().map(of).collect::<Vec<_>>(), [(json!("a"), false), (json!("b"), true)]);
}

fn only_what_may_be_on_the_hub_is_linked_to_it() {
    let card = "---\nlicense: mit\n---\n# A model\n";
    let lines = ["acme/model", "acme/a/b", "javascript:x/y", "models/mine"].map(|id| json!({"id": id, "card": card}));
    let rows = data(&page("hub", &lines, &[]), "rows");
    assert_eq!((0..4).map(|at| rows[at][2].clone()).collect::<Vec<_>>(), [1, 0, 0, 0]);
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
    assert!(!page.contains("<!--") && !page.contains(['\u{2028}', '\u{202e}', '\u{9b}', '\u{7f}']));
    // Ours: four blocks of data, one script.
    assert_eq!((page.matches("<script").count(), page.matches("</script").count()), (5, 5));
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
    for foreign in [
        "http:",
        "https:",
        "src=",
        "href=",
        "style=",
        "url(",
        "@import",
        "innerHTML",
        "outerHTML",
        "insertAdjacent",
        "document.write",
        "eval(",
    ] {
        let left = page.replace("http://www.w3.org/2000/svg", "").replace("\"https://huggingface.co/\"", "");
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
