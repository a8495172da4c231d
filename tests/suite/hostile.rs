//! Trees made to break the gate: each gets a verdict or one clear sentence, and nothing outside the tree is read.

use crate::harness::{self, Outcome, Skipped};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fmt::Write;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

tests! {
    bombs_in_the_front_matter,
    bombs_in_other_files,
    bombs_in_the_configuration,
    configurations_that_ask_for_too_much_work,
    a_repository_out_of_all_bounds_is_told,
    many_faults_of_one_kind_are_few_findings_with_fingerprints_of_their_own,
    markdown_that_nests_without_end,
    files_that_are_too_large,
    names_under_which_no_plain_file_stands,
    links_lead_nowhere_outside_the_tree,
    a_dead_license_link_only_informs_where_no_policy_applies,
    a_link_inside_the_tree_is_read,
    cards_that_speak_to_the_terminal_or_the_workflow,
    names_and_folders_out_of_the_ordinary,
    identify_survives_the_same,
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_model-license-gate");

/// Words of a file outside the tree, which no output may show.
const SECRET: &str = "license: secret-of-the-runner";

/// A fresh folder for one test.
pub(super) fn tree(name: &str) -> PathBuf {
    harness::folder(&format!("hostile/{name}"))
}

pub(super) fn card(name: &str, text: impl AsRef<[u8]>) -> PathBuf {
    let path = tree(name);
    fs::write(path.join("README.md"), text).unwrap();
    path
}

/// Runs one check in both formats and holds it to what every answer must be; the text and the exit code.
pub(super) fn judged(path: &Path) -> (String, i32) {
    let (json, json_code) = run(path, "json");
    let (text, code) = run(path, "text");
    assert_eq!(code, json_code, "{text}");
    if code != 2 {
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read["version"], 1);
    }
    (text, code)
}

fn run(path: &Path, format: &str) -> (String, i32) {
    let output = Command::new(PROGRAM)
        .args(["check", "--format", format, "--color", "never"])
        .arg(path)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    let code = output.status.code().unwrap_or(-1);
    match code {
        0 | 1 => assert!(errors.is_empty() && !shown.is_empty(), "{errors}"),
        2 => assert!(shown.is_empty() && errors.lines().count() == 1, "{errors}"),
        _ => panic!("ended by a signal or with code {code}: {errors}"),
    }
    let all = shown + &errors;
    for word in ["panicked", "RUST_BACKTRACE", "secret-of-the-runner", "stack overflow"] {
        assert!(!all.contains(word), "`{word}` in {all}");
    }
    (all, code)
}

/// The tree gets a verdict, not an error of the gate.
pub(super) fn verdict(path: &Path) -> String {
    let (text, code) = judged(path);
    assert_ne!(code, 2, "{text}");
    text
}

fn bombs_in_the_front_matter() {
    let mut laughs = "---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..30 {
        let before = format!("*a{}, ", level - 1).repeat(10);
        _ = writeln!(laughs, "a{level}: &a{level} [{before}]");
    }
    verdict(&card("laughs", laughs + "base_model: *a29\nlicense: *a29\ntags: *a29\n---\n"));
    let items = "x, ".repeat(10_000);
    let aliases = "*a, ".repeat(10_000);
    verdict(&card("square", format!("---\na: &a [{items}]\nbase_model: [{aliases}]\n---\n")));
    let mut merges = "---\nm0: &m0 {license: mit}\n".to_owned();
    for level in 1..40 {
        let before = level - 1;
        _ = writeln!(merges, "m{level}: &m{level}\n  <<: [*m{before}, *m{before}]");
    }
    verdict(&card("merges", merges + "<<: *m39\n---\n"));
    verdict(&card("cycle", "---\nlicense: &a [*a]\nbase_model: &b\n  x: *b\n---\n"));
    for (name, text) in [
        ("brackets", "[".repeat(100_000)),
        ("braces", "{a: ".repeat(100_000)),
        ("dashes", "- ".repeat(100_000)),
        ("questions", "? ".repeat(50_000)),
        ("tags", "!a ".repeat(50_000)),
        ("quotes", "\"".repeat(99_999)),
        ("anchors", "- &a b\n".repeat(50_000)),
        ("comments", "#\n".repeat(200_000)),
        ("keys", "license: mit\n".repeat(50_000)),
        ("long", "base_model: ".to_owned() + &"x".repeat(900_000)),
        ("huge", "tags: ".to_owned() + &"x".repeat(2_000_000)),
    ] {
        verdict(&card(name, format!("---\n{text}\n---\n# Title\n")));
        verdict(&card(name, format!("---\nbase_model: {text}")));
    }
}

fn bombs_in_other_files() {
    let path = card("json", "---\nlicense: mit\n---\n");
    fs::write(path.join("adapter_config.json"), "[".repeat(100_000)).unwrap();
    fs::write(path.join("config.json"), "{\"a\":".repeat(100_000)).unwrap();
    fs::write(path.join("mergekit_config.yml"), "[".repeat(100_000)).unwrap();
    verdict(&path);
    fs::write(path.join("adapter_config.json"), b"\xff\xfe\0\0").unwrap();
    fs::write(path.join("mergekit_config.yml"), b"\0\0\0").unwrap();
    verdict(&path);
}

fn bombs_in_the_configuration() {
    for text in ["[".repeat(100_000), "a: &a [*a]".to_owned(), "- ".repeat(100_000)] {
        let path = card("configuration", "---\nlicense: mit\n---\n");
        fs::write(path.join(".model-license-gate.yml"), text).unwrap();
        let output = Command::new(PROGRAM).arg("check").arg(&path).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(!output.stderr.is_empty() && output.stderr.len() < 4_000);
    }
}

fn configurations_that_ask_for_too_much_work() {
    let patterns = "- '**/a*b*c*/**/*d*e*f*'\n".repeat(20_000);
    let stars = format!("- '{}'\n", "*a".repeat(30_000));
    let mut rules = String::new();
    let mut exceptions = String::new();
    for number in 0..20_000 {
        _ = writeln!(rules, "  nosuch{number}: off");
        _ = writeln!(exceptions, "- {{rule: nosuch{number}, model: ., reason: r}}");
    }
    for text in [
        format!("skip:\n{patterns}"),
        format!("skip:\n{stars}"),
        format!("severities:\n{rules}"),
        format!("exceptions:\n{exceptions}"),
    ] {
        let path = card("much-work", "---\nlicense: mit\n---\n");
        fs::write(path.join(".model-license-gate.yml"), text).unwrap();
        let output = Command::new(PROGRAM).arg("check").arg(&path).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let sentences = String::from_utf8(output.stderr).unwrap().lines().count();
        assert!((1..=20).contains(&sentences), "{sentences}");
    }
}

fn a_repository_out_of_all_bounds_is_told() {
    let path = card("deep", "---\nlicense: mit\n---\n");
    fs::create_dir_all(path.join("d/".repeat(150))).unwrap();
    let (text, code) = judged(&path);
    assert_eq!(code, 1);
    assert!(text.contains("oversized-repository") && text.contains("more than 128 folders"), "{text}");
    // A pattern takes no memory that grows with what it could match.
    fs::write(path.join(".model-license-gate.yml"), format!("skip: ['{}d/**']\n", "**/".repeat(4_000))).unwrap();
    assert_eq!(judged(&path).1, 0);
}

fn many_faults_of_one_kind_are_few_findings_with_fingerprints_of_their_own() {
    let mut unknown = String::new();
    for number in 0..20_000 {
        _ = writeln!(unknown, "- unheard-of-{number}");
    }
    for front_matter in [
        "license: mit\n".repeat(5_000),
        format!("license:\n{unknown}"),
        format!("license: [{}]", "no, 1.0, ".repeat(20_000)),
        format!("license: other\nlicense_name:\n{unknown}license_link:\n{unknown}"),
        "licence: mit\nLicense: mit\n".repeat(5_000),
        format!("license: [llama2{}]", ", unknown".repeat(20_000)),
        format!("license: other\nlicense_name: [llama2{}]", ", mit".repeat(20_000)),
    ] {
        let path = card("faults", format!("---\nbase_model: meta-llama/Llama-2-7b-hf\n{front_matter}\n---\n"));
        let report: serde_json::Value = serde_json::from_str(&run(&path, "json").0).unwrap();
        let findings = report["findings"].as_array().unwrap();
        let prints: BTreeSet<&str> = findings.iter().map(|found| found["fingerprint"].as_str().unwrap()).collect();
        let start: String = front_matter.chars().take(40).collect();
        assert_eq!(prints.len(), findings.len(), "{start}");
        assert!(findings.len() < 100, "{} findings on {start}", findings.len());
    }
}

fn markdown_that_nests_without_end() {
    for text in [
        "> ".repeat(100_000),
        "- ".repeat(100_000),
        (0..1_500).map(|depth| "  ".repeat(depth) + "- a\n").collect(),
        "*a **b ".repeat(100_000),
        "![[[<".repeat(100_000),
        format!("{}a{}", "[".repeat(50_000), "](b)".repeat(50_000)),
        format!("{}\n{}\n{}\n", "|a".repeat(50_000), "|-".repeat(50_000), "|Llama 2".repeat(50_000)),
        "<a\n".repeat(200_000),
        "<!--".repeat(200_000),
        "`` ` ``` ".repeat(100_000),
        "<http://".repeat(500_000),
        "trained on data generated by Llama 2 ".repeat(20_000),
        "trained and rated on data generated by Llama 2 ".repeat(20_000),
        "1. ".repeat(100_000) + &"x\n".repeat(100_000),
        "> ".repeat(100_000) + &"x\n".repeat(100_000),
    ] {
        verdict(&card("nested", format!("---\nlicense: llama2\n---\n{text}")));
    }
}

fn files_that_are_too_large() {
    for name in ["README.md", "LICENSE", "Notice", "config.json", "adapter_config.json"] {
        let path = card("large", "---\nlicense: llama2\n---\n");
        File::create(path.join(name)).unwrap().set_len(100 << 20).unwrap();
        verdict(&path);
    }
    let path = card("large-configuration", "x");
    let file = File::create(path.join(".model-license-gate.yml")).unwrap();
    file.set_len(100 << 20).unwrap();
    assert_eq!(judged(&path).1, 2);
}

fn names_under_which_no_plain_file_stands() -> Outcome {
    for name in ["README.md", "LICENSE", "Notice", "adapter_config.json"] {
        let path = tree("folder");
        fs::create_dir(path.join(name)).unwrap();
        verdict(&path);
        let path = tree("pipe");
        let made = Command::new("mkfifo").arg(path.join(name)).status().map_err(|_| Skipped("mkfifo".to_owned()))?;
        assert!(made.success());
        verdict(&path);
        symlink(path.join(name), path.join("Notice.txt")).unwrap();
        verdict(&path);
        let path = tree("device");
        symlink("/dev/zero", path.join(name)).unwrap();
        verdict(&path);
    }
    let path = tree("pipe-configuration");
    let made = Command::new("mkfifo")
        .arg(path.join(".model-license-gate.yml"))
        .status()
        .map_err(|_| Skipped("mkfifo".to_owned()))?;
    assert!(made.success());
    assert_eq!(judged(&path).1, 2);
    Ok(())
}

fn links_lead_nowhere_outside_the_tree() {
    let outside = tree("outside");
    let secret = outside.join("secret");
    fs::write(&secret, format!("---\n{SECRET}\n---\n")).unwrap();
    for name in ["README.md", "LICENSE", "Notice", "config.json"] {
        let path = tree("link");
        symlink(&secret, path.join(name)).unwrap();
        verdict(&path);
        let path = tree("relative-link");
        symlink("../outside/secret", path.join(name)).unwrap();
        verdict(&path);
        let path = tree("link-by-link");
        symlink("../outside", path.join("folder")).unwrap();
        symlink("folder/secret", path.join(name)).unwrap();
        verdict(&path);
        let path = tree("token");
        fs::create_dir(path.join(".git")).unwrap();
        fs::write(path.join(".git/config"), format!("---\n{SECRET}\n---\n")).unwrap();
        symlink(".git/config", path.join(name)).unwrap();
        verdict(&path);
    }
    let path = tree("linked-configuration");
    symlink(&secret, path.join(".model-license-gate.yml")).unwrap();
    assert_eq!(judged(&path).1, 2);
    let path = tree("loop");
    symlink("README.md", path.join("README.md")).unwrap();
    symlink("b", path.join("a")).unwrap();
    symlink("a", path.join("b")).unwrap();
    symlink(".", path.join("self")).unwrap();
    symlink("nothing", path.join("LICENSE")).unwrap();
    verdict(&path);
}

fn a_dead_license_link_only_informs_where_no_policy_applies() {
    let path = card("dead-link", "---\nlicense: mit\n---\n# A small model\n");
    symlink("nothing", path.join("LICENSE")).unwrap();
    let text = verdict(&path);
    assert!(
        text.contains("unreadable-file") && text.contains("pass (nothing to comply with): 0 errors, 0 warnings"),
        "{text}"
    );
}

fn a_link_inside_the_tree_is_read() {
    let path = tree("inside");
    fs::create_dir(path.join("model")).unwrap();
    fs::write(path.join("card.md"), "---\nlicense: mit\n---\n").unwrap();
    symlink("../card.md", path.join("model/README.md")).unwrap();
    assert!(!verdict(&path).contains("link"));
}

fn cards_that_speak_to_the_terminal_or_the_workflow() {
    let words = "\u{1b}[2J\u{1b}]0;x\u{7}\u{202e}\n::error file=x::pwned\n##[error]pwned\n::add-mask::a";
    let quoted = serde_json::to_string(&words).unwrap();
    let text = format!("---\nlicense: {quoted}\nbase_model: {quoted}\n{words}\n---\n{words}\n");
    let path = card("commands", &text);
    let folder = path.join("\u{1b}[31m\n::error::pwned");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("README.md"), format!("---\nlicense: {quoted}\nbase_model: {quoted}\n---\n")).unwrap();
    let text = verdict(&path);
    assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}', '\r']), "{text:?}");
    for line in text.lines() {
        let start = line.trim_start();
        assert!(!start.starts_with("::") || start.starts_with("::: "), "{line}");
        assert!(!line.contains("##["), "{line}");
    }
}

fn names_and_folders_out_of_the_ordinary() {
    let path = card("names", "---\nlicense: mit\n---\n");
    fs::create_dir(path.join(OsStr::from_bytes(b"\xff\xfe"))).unwrap();
    fs::write(path.join(OsStr::from_bytes(b"\xff\xfe/README.md")), "---\nlicense: mit\n---\n").unwrap();
    fs::write(path.join(OsStr::from_bytes(b"README.md\xff")), "x").unwrap();
    fs::write(path.join("a\nb\\c.md"), "x").unwrap();
    verdict(&path);
    let path = card("deep", "---\nlicense: mit\n---\n");
    let deep = path.join("d/".repeat(1_000));
    fs::create_dir_all(&deep).unwrap();
    fs::write(deep.join("README.md"), "---\nlicense: mit\n---\n").unwrap();
    judged(&path);
    let path = tree("wide");
    for number in 0..500 {
        fs::create_dir(path.join(number.to_string())).unwrap();
        fs::write(path.join(format!("{number}/README.md")), "---\nlicense: mit\n---\n").unwrap();
    }
    verdict(&path);
    let (text, code) = judged(&tree("nothing").join("absent"));
    assert_eq!((code, text.contains("absent")), (2, true));
}

fn identify_survives_the_same() {
    let path = tree("identify");
    let file = |name: &str, bytes: &[u8]| {
        fs::write(path.join(name), bytes).unwrap();
        path.join(name)
    };
    let files = [
        file("nul", &[0; 10_000]),
        file("invalid", b"\xff\xfe\xff"),
        file("words", "a ".repeat(500_000).as_bytes()),
        file("line", &vec![b'x'; 1_000_000]),
        path.join("absent"),
        path.clone(),
    ];
    let mut command = Command::new(PROGRAM);
    let output = command.args(["identify", "--format", "json"]).args(&files).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let shown = String::from_utf8(output.stdout).unwrap();
    assert_eq!(shown.lines().count(), 4);
    assert_eq!(String::from_utf8(output.stderr).unwrap().lines().count(), 2);
    for line in shown.lines() {
        let read: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(read["licenses"].as_array().unwrap().is_empty());
    }
}
