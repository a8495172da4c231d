//! `audit`: the same judgement as `check`, in order, whatever the lines hold.

use crate::cases::write;
use crate::gate;
use crate::harness;
use crate::support::suites::{self, Case, File};
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

tests! {
    verdicts_come_in_the_order_of_the_input_on_any_number_of_threads,
    a_verdict_has_what_the_documentation_says,
    exit_codes,
    a_bad_line_is_told_with_its_number_and_costs_nothing_else,
    nothing_in_is_nothing_out,
    a_last_line_without_an_end_counts,
    a_line_without_end_is_passed_over,
    hostile_lines_drive_neither_terminal_nor_workflow,
    the_id_is_the_name_of_the_repository_where_it_has_the_form_of_one,
    folders_of_repositories_are_found_and_named,
    every_case_has_the_verdict_of_check_as_a_folder_and_as_a_line,
    a_dump_in_another_format_is_named,
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_model-license-gate");

/// A card that fails: it descends from Llama 2 and declares MIT.
const BAD: &str = "---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# A model\n";
/// A card that passes.
const GOOD: &str = "---\nlicense: mit\nbase_model: mistralai/Mistral-7B-v0.1\n---\n# A model\n";

/// A fresh folder for one test.
fn folder(name: &str) -> PathBuf {
    harness::folder(&format!("audit/{name}"))
}

/// Exit code, standard output, standard error.
fn run(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut command = Command::new(PROGRAM);
    command.arg("audit").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || _ = stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

/// One line of input.
fn line(id: &str, card: &str) -> String {
    json!({"id": id, "card": card}).to_string() + "\n"
}

fn parsed(verdicts: &str) -> Vec<Value> {
    verdicts.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn verdicts_come_in_the_order_of_the_input_on_any_number_of_threads() {
    let mut input = String::new();
    for number in 0..700 {
        // Lines of very different cost.
        let card = if number % 7 == 0 { BAD.repeat(1 + number % 50) } else { GOOD.to_owned() };
        input.push_str(&line(&format!("acme/{number}"), &card));
    }
    let (code, one, summary) = run(&["--jobs", "1"], input.as_bytes());
    assert_eq!(code, 0, "{summary}");
    let ids: Vec<String> = parsed(&one).iter().map(|verdict| verdict["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, (0..700).map(|number| format!("acme/{number}")).collect::<Vec<_>>());
    for jobs in ["2", "4"] {
        let (code, many, same) = run(&["--jobs", jobs], input.as_bytes());
        assert_eq!(code, 0);
        assert!(many == one && same == summary, "--jobs {jobs} changes the verdicts");
    }
    assert!(summary.starts_with("700 repositories checked (700 models): 100 fail, 0 warn, 600 pass\n"), "{summary}");
}

fn a_verdict_has_what_the_documentation_says() {
    let (code, shown, summary) = run(&[], line("acme/m", BAD).as_bytes());
    assert_eq!(code, 0);
    let verdict = &parsed(&shown)[0];
    assert_eq!(verdict["id"], "acme/m");
    assert_eq!(verdict["verdict"], "fail");
    let model = json!({"path": ".", "declared": ["mit"],
        "lineage": [{"family": "llama2", "derived": "yes", "via": ["meta-llama/Llama-2-7b-hf"]}]});
    assert_eq!(verdict["models"], json!([model]));
    let finding = &verdict["findings"][0];
    assert_eq!((&finding["rule"], &finding["severity"]), (&json!("incompatible-license"), &json!("error")));
    assert_eq!((&finding["path"], &finding["line"], &finding["column"]), (&json!("README.md"), &json!(2), &json!(10)));
    assert_eq!(finding["clause"], "Llama 2 Community License 1.a, 1.b.i");
    assert!(summary.contains("\nllama2        1          0\n"), "{summary}");
    assert!(summary.contains("\nincompatible-license       1         0      0\n"), "{summary}");
    assert!(summary.contains("\nmit                    1\n"), "{summary}");
    assert_eq!(run(&["--quiet"], line("acme/m", BAD).as_bytes()), (0, shown, String::new()));
}

fn exit_codes() {
    let (good, bad) = (line("a/b", GOOD), line("a/b", BAD));
    for (arguments, input, wanted) in [
        (&[] as &[&str], &bad, 0),
        (&["--fail-on", "error"], &bad, 1),
        (&["--fail-on", "error"], &good, 0),
        (&["--fail-on", "warning"], &bad, 1),
        (&["--fail-on", "error"], &format!("{bad}no json\n"), 2),
        (&["--fail-on", "error", "--keep-going"], &format!("{bad}no json\n"), 1),
        (&["--keep-going"], &format!("{bad}no json\n"), 0),
        (&["--jobs", "0"], &bad, 2),
        (&["no-such-file.jsonl"], &bad, 2),
    ] {
        assert_eq!(run(arguments, input.as_bytes()).0, wanted, "{arguments:?}");
    }
}

fn a_bad_line_is_told_with_its_number_and_costs_nothing_else() {
    let input =
        [&line("a/1", GOOD), "\n", "{\"id\":\"a/2\"}\n", "\r\n", "[1]\n", &line("a/3", GOOD), "{\"card\":\"x"].concat();
    let (code, shown, errors) = run(&["--jobs", "2"], input.as_bytes());
    assert_eq!(code, 2);
    assert_eq!(parsed(&shown).iter().map(|verdict| verdict["id"].clone()).collect::<Vec<_>>(), ["a/1", "a/3"]);
    let told: Vec<&str> = errors.lines().take(3).collect();
    assert_eq!(
        told,
        [
            "error: stdin:3: it has neither `card` nor `files`",
            "error: stdin:5: invalid type: sequence, expected an object with `card` or `files`",
            "error: stdin:7: it is not valid JSON: EOF while parsing a string at column 10",
        ]
    );
    assert!(
        errors.contains("2 repositories checked (2 models): 0 fail, 0 warn, 2 pass; 3 could not be checked\n"),
        "{errors}"
    );
}

fn nothing_in_is_nothing_out() {
    for input in ["", "\n", "\n\r\n  \n"] {
        let (code, shown, errors) = run(&[], input.as_bytes());
        assert_eq!((code, shown.as_str()), (0, ""), "{errors}");
        assert_eq!(errors, "0 repositories checked (0 models): 0 fail, 0 warn, 0 pass\n");
    }
}

fn a_last_line_without_an_end_counts() {
    let input = line("a/1", GOOD) + line("a/2", GOOD).trim_end();
    assert_eq!(parsed(&run(&[], input.as_bytes()).1).len(), 2);
}

fn a_line_without_end_is_passed_over() {
    let mut input = line("a/1", GOOD).into_bytes();
    input.extend_from_slice(b"{\"id\":\"a/2\",\"card\":\"");
    input.resize(input.len() + (70 << 20), b'x');
    input.extend_from_slice(b"\"}\n");
    input.extend_from_slice(line("a/3", GOOD).as_bytes());
    input.extend_from_slice(b"7\n");
    for jobs in ["1", "2"] {
        let (code, shown, errors) = run(&["--jobs", jobs], &input);
        assert_eq!(code, 2);
        assert_eq!(parsed(&shown).iter().map(|verdict| verdict["id"].clone()).collect::<Vec<_>>(), ["a/1", "a/3"]);
        assert!(errors.contains("error: stdin:2: it is longer than 67108864 bytes\n"), "{errors}");
        assert!(errors.contains("error: stdin:4: invalid type: integer `7`"), "{errors}");
    }
}

fn hostile_lines_drive_neither_terminal_nor_workflow() {
    let escape = json!({"id": "a/\u{1b}[31m\u{202e}##[error]b\nc", "card": format!("{BAD}\n::error::x \u{1b}[2J")});
    let path = json!({"files": {"\u{1b}[2J/../x\n::error::y": ""}});
    let deep = format!("{{\"card\":\"x\",\"more\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let (code, shown, errors) = run(&[], format!("{escape}\n{path}\n{deep}\n").as_bytes());
    assert_eq!(code, 2);
    assert_eq!(shown.lines().count(), 2, "nested without end is read without recursion");
    assert_eq!(parsed(&shown)[0]["id"], "a/\u{1b}[31m\u{202e}##[error]b\nc");
    for out in [&shown, &errors] {
        assert!(!out.contains(['\u{1b}', '\u{202e}']) && !out.contains("##["), "{out}");
        assert!(!out.lines().any(|line| line.starts_with("::")), "{out}");
    }
    assert!(
        errors.contains("stdin:2: `\\u{1b}[2J/../x ::error::y` in `files` leads out of the repository"),
        "{errors}"
    );
}

fn the_id_is_the_name_of_the_repository_where_it_has_the_form_of_one() {
    // The licensor owes itself nothing.
    let card = "---\nlicense: llama2\n---\n# Llama 2\nLlama 2 is a model.\n";
    let input = line("meta-llama/Llama-2-7b", card) + &line("meta-llama", card) + &line("acme/Llama-2-7b", card);
    let verdicts = parsed(&run(&[], input.as_bytes()).1);
    let found: Vec<&Value> = verdicts.iter().map(|verdict| &verdict["verdict"]).collect();
    assert_eq!(found[0], "pass");
    assert_ne!(found[2], "pass");
}

fn folders_of_repositories_are_found_and_named() {
    let root = folder("found");
    for (path, text) in [
        ("org/a/README.md", GOOD),
        ("org/a/deep/README.md", BAD),
        ("org/b/.git/config", ""),
        ("org/b/README.md", BAD),
        ("org/c/notes.csv", ""),
        ("other/adapter_config.json", "{\"base_model_name_or_path\": \"meta-llama/Llama-2-7b-hf\"}"),
    ] {
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::write(root.join(path), text).unwrap();
    }
    let shown = |path: &Path| {
        let (code, shown, errors) = run(&["--jobs", "2", path.to_str().unwrap()], b"");
        let verdicts = parsed(&shown);
        let name = |id: &Value| id.as_str().unwrap().replacen(&root.to_string_lossy().replace('\\', "/"), "", 1);
        let found = verdicts.iter().map(|verdict| (name(&verdict["id"]), verdict["models"].as_array().unwrap().len()));
        (code, found.collect::<Vec<_>>(), errors)
    };
    let (code, found, errors) = shown(&root);
    let wanted = [("/org/a", 2), ("/org/b", 1), ("/other", 1)].map(|(name, count)| (name.to_owned(), count));
    assert_eq!((code, found), (0, wanted.to_vec()), "{errors}");
    assert_eq!(shown(&root.join("org/b")).1, [("/org/b".to_owned(), 1)]);
    let (code, found, errors) = shown(&root.join("org/c"));
    assert_eq!((code, found.len()), (2, 0));
    assert!(errors.contains("error: there is no model repository in the folder `"), "{errors}");
}

/// Verdict, models and findings of `check`, in the shape that `audit` has them.
fn checked(case: &Case) -> Option<Value> {
    let report: Value = serde_json::from_str(&gate::judge(&case.files).ok()?.json).unwrap();
    let pick =
        |from: &Value, keys: &[&str]| keys.iter().map(|key| ((*key).to_owned(), from[key].clone())).collect::<Value>();
    let list = |of: &Value| of.as_array().cloned().unwrap();
    let models = list(&report["models"]).into_iter().map(|model| {
        let told = list(&model["lineage"]).into_iter().filter(|lineage| lineage["derived"] != "no");
        let lineage: Vec<Value> = told
            .map(|lineage| {
                let is_inherited = lineage["license"].is_string();
                pick(
                    &lineage,
                    if is_inherited { &["family", "derived", "via", "license"] } else { &["family", "derived", "via"] },
                )
            })
            .collect();
        json!({"path": model["path"], "declared": model["declared"], "lineage": lineage})
    });
    let keys = ["rule", "severity", "model", "path", "line", "column", "message", "clause", "basis"];
    let findings = list(&report["findings"]).into_iter().map(|finding| pick(&finding, &keys));
    Some(
        json!({"verdict": report["verdict"], "conclusion": report["conclusion"], "models": models.collect::<Vec<_>>(), "findings": findings.collect::<Vec<_>>()}),
    )
}

/// A case as one line; nothing where a file of it is no UTF-8 or cannot be read.
fn as_line(case: &Case) -> Option<String> {
    let mut files = serde_json::Map::new();
    for (path, file) in &case.files {
        let File::Bytes(bytes) = file else { return None };
        let text = std::str::from_utf8(bytes).ok()?;
        // A line knows weights by their names only.
        let is_weights = matches!(path.rsplit('.').next(), Some("gguf" | "safetensors"));
        let is_pointer = text.starts_with("version https://git-lfs");
        if is_weights != is_pointer && !text.is_empty() && (is_weights || is_pointer) {
            return None;
        }
        files.insert(path.clone(), text.into());
    }
    Some(json!({"files": files}).to_string())
}

/// The verdicts of a run, each without its id, in order.
fn verdicts(arguments: &[&str], input: &[u8]) -> Vec<Value> {
    let (_, shown, errors) = run(arguments, input);
    let mut verdicts = parsed(&shown);
    for verdict in &mut verdicts {
        verdict.as_object_mut().unwrap().remove("id").unwrap_or_else(|| panic!("{errors}"));
    }
    verdicts
}

/// All cases are judged in one run as folders and in one as lines. `WRITE_CASES` names an empty
/// folder where they stay, for the tools in `dev`.
fn every_case_has_the_verdict_of_check_as_a_folder_and_as_a_line() {
    let root = std::env::var_os("WRITE_CASES").map_or_else(|| harness::folder("cases"), PathBuf::from);
    let (mut folders, mut of_folders, mut lines, mut of_lines) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for case in suites::repositories().iter().filter_map(|case| case.with_agreements().ok()) {
        let folder = root.join(case.slug());
        let written = write(&case.files, &folder).is_ok();
        let Some(report) = written.then(|| checked(&case)).flatten() else { continue };
        if let Some(line) = as_line(&case) {
            lines.push(line);
            of_lines.push((case.name(), report.clone()));
        }
        // A folder without a model is no repository, and one with nothing of its own but folders is several.
        let is_one = case.files.iter().any(|(path, _)| !path.contains('/') && !path.starts_with('.'));
        if is_one && report["models"].as_array().is_some_and(|models| !models.is_empty()) {
            folders.push(folder.to_str().unwrap().to_owned());
            of_folders.push((case.name(), report));
        }
    }
    assert!(folders.len() > 100 && lines.len() > 100, "{} folders, {} lines", folders.len(), lines.len());
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    let lines = lines.join("\n");
    for (wanted, shown) in [(of_folders, verdicts(&folders, b"")), (of_lines, verdicts(&["-"], lines.as_bytes()))] {
        assert_eq!(wanted.len(), shown.len());
        for ((name, wanted), shown) in wanted.iter().zip(&shown) {
            assert_eq!(wanted, shown, "{name}");
        }
    }
}

fn a_dump_in_another_format_is_named() {
    let path = folder("formats").join("dump");
    for (start, said) in [("PAR1....", "it is Parquet"), ("---\nlicense: mit\n", "it is a model card")] {
        fs::write(&path, start).unwrap();
        let (code, shown, errors) = run(&[path.to_str().unwrap()], b"");
        assert_eq!((code, shown.as_str()), (2, ""));
        assert!(errors.contains(said), "{errors}");
    }
}
