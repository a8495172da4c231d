//! What the README shows is what the program prints, and every command in the pages is one that it knows.
//! `UPDATE_EXPECT=1 cargo test --test suite readme` rewrites the outputs.

use crate::harness;
use crate::support::suites::difference;
use std::path::{Path, PathBuf};
use std::process::Command;

tests! {
    the_readme_shows_what_the_program_prints,
    every_command_in_the_pages_is_one_that_the_program_knows,
    every_message_of_the_troubleshooting_page_is_one_that_exists,
}

const MARK: &str = "<!-- output of: ";
const OPENER: &str = " -->\n```text\n";

fn the_readme_shows_what_the_program_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("README.md")).unwrap();
    let checkout = checkout(root);
    let mut parts = text.split(MARK);
    let mut renewed = parts.next().unwrap().to_owned();
    let mut shown = 0;
    for part in parts {
        let (arguments, rest) = part.split_once(OPENER).unwrap();
        let (_, after) = rest.split_once("```\n").unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_model-license-gate"))
            .args(arguments.split(' '))
            .current_dir(&checkout)
            .env_clear()
            .output()
            .unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        renewed.extend([
            MARK, arguments, OPENER, &printed, "```
", after,
        ]);
        shown += 1;
    }
    assert!(shown > 0, "the README shows no output");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(root.join("README.md"), &renewed).unwrap();
    } else {
        let differs = difference(&text, &renewed);
        assert!(text == renewed, "{differs}\nrun UPDATE_EXPECT=1 cargo test --test suite readme");
    }
}

/// A checkout of what the commands name: the sources may stand in no repository here.
fn checkout(root: &Path) -> PathBuf {
    const EXAMPLE: &str = "examples/karakuri-v0.1";
    let checkout = harness::folder("readme");
    for folder in [".git", EXAMPLE] {
        std::fs::create_dir_all(checkout.join(folder)).unwrap();
    }
    let example = std::fs::read_dir(root.join(EXAMPLE)).unwrap().map(|entry| entry.unwrap().path());
    for file in example.chain([root.join("LICENSE")]) {
        std::fs::copy(&file, checkout.join(file.strip_prefix(root).unwrap())).unwrap();
    }
    checkout
}

fn help_of(command: &str) -> Option<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_model-license-gate")).args([command, "--help"]).output().unwrap();
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

fn every_command_in_the_pages_is_one_that_the_program_knows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let pages = docs.filter(|path| path.extension().is_some_and(|end| end == "md"));
    let (mut known, mut wrong) = (0, Vec::new());
    for page in pages.chain(["README.md", "CONTRIBUTING.md", "SECURITY.md"].map(|name| root.join(name))) {
        let text = std::fs::read_to_string(&page).unwrap();
        // Between back-ticks stands code, in spans and in blocks alike.
        for line in text.split('`').skip(1).step_by(2).flat_map(str::lines) {
            let Some((_, call)) = line.split_once("model-license-gate ") else { continue };
            let call = call.split(" #").next().unwrap();
            let mut words = call.split_whitespace();
            let Some(command) = words.next().filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase())) else {
                continue;
            };
            let Some(help) = help_of(command) else {
                wrong.push(format!("{}: {line}", page.display()));
                continue;
            };
            let options = words.filter(|word| word.starts_with("--") && word.len() > 2);
            for option in options.map(|word| word.split('=').next().unwrap()) {
                if !help.contains(&format!("{option} ")) && option != "--help" {
                    wrong.push(format!("{}: {option} in {line}", page.display()));
                }
            }
            known += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(known > 20, "{known} commands");
}

/// All files below a folder, as one text.
fn sources(folder: &Path) -> String {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths
        .map(|path| if path.is_dir() { sources(&path) } else { std::fs::read_to_string(path).unwrap_or_default() })
        .collect()
}

fn every_message_of_the_troubleshooting_page_is_one_that_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/troubleshooting.md")).unwrap();
    let held = ["src", "action"].map(|folder| sources(&root.join(folder))).concat();
    let symptoms = page.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    let messages: Vec<&str> =
        symptoms.flat_map(|symptom| symptom.split('`').skip(1).step_by(2)).filter(|text| text.contains(' ')).collect();
    assert!(messages.len() > 10, "{messages:?}");
    for message in messages {
        for part in message.split('…').map(|part| part.trim_matches([' ', ':'])) {
            assert!(held.contains(part), "`{message}`: nothing prints `{part}`");
        }
    }
}
