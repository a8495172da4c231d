//! Every shell that we ship or show ends where a command of it fails, in a pipe too: a gate that goes on then says that all is well.

use crate::project::{root, text as read};
use serde_yaml::Value;
use std::path::PathBuf;

tests! {
    no_shell_goes_on_after_a_failure,
    a_shell_that_goes_on_is_found,
}

/// What every script begins with.
const STRICT: &str = "set -euo pipefail\n";

/// A piece of shell, and where it stands.
struct Shell {
    place: String,
    text: String,
    /// What runs it ends at the first command that fails: a list of commands, a step of a workflow.
    ends_at_once: bool,
    /// And at the first part of a pipe that fails.
    minds_pipes: bool,
}

impl Shell {
    /// What is wrong with it, if anything is.
    fn fault(&self) -> Option<&'static str> {
        let commands: Vec<&str> =
            self.text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        let is_strict = format!("{}\n", commands.first().unwrap_or(&"")) == STRICT;
        if is_strict {
            return None;
        }
        if !self.ends_at_once && commands.len() > 1 {
            return Some("does not end where a command fails");
        }
        if !self.minds_pipes
            && commands.iter().any(|line| has_pipe(line))
            && !commands.iter().any(|line| line.starts_with("set -o pipefail"))
        {
            return Some("goes on where the first part of a pipe fails");
        }
        None
    }
}

/// Whether a line has a pipe outside of quotes; `||` is none, nor is a case's `a | b)`.
fn has_pipe(line: &str) -> bool {
    let mut quote = None;
    let mut previous = ' ';
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), close) if open == close => quote = None,
            (None, '\'' | '"') => quote = Some(letter),
            (None, '#') if previous == ' ' => return false,
            (None, '|') if letters.peek() == Some(&'|') => _ = letters.next(),
            (None, '|') => {
                return !line
                    .split_once(')')
                    .is_some_and(|(patterns, _)| !patterns.contains('(') && patterns.contains('|'));
            }
            _ => {}
        }
        previous = letter;
    }
    false
}

/// The files below a folder whose names end so.
fn files(folder: &str, ends: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                open.push(path);
            } else if ends.iter().any(|end| name.ends_with(end)) {
                found.push(name);
            }
        }
    }
    found.sort();
    found
}

/// The shells of a YAML text: steps of workflows and actions, lists of commands of GitLab.
fn of_yaml(place: &str, text: &str) -> Vec<Shell> {
    let Ok(value) = serde_yaml::from_str::<Value>(text) else { return Vec::new() };
    let default = value["defaults"]["run"]["shell"].as_str() == Some("bash");
    let mut shells = Vec::new();
    walk(&value, default, &mut |text, ends_at_once, minds_pipes| {
        shells.push(Shell { place: place.to_owned(), text, ends_at_once, minds_pipes });
    });
    shells
}

fn walk(value: &Value, default: bool, found: &mut dyn FnMut(String, bool, bool)) {
    match value {
        Value::Mapping(map) => {
            // Where a workflow names `bash` itself, GitHub runs it with `-eo pipefail`; without a name, with `-e`.
            let is_bash = default || value["shell"].as_str() == Some("bash");
            if let Some(text) = value["run"].as_str() {
                found(format!("{text}\n"), true, is_bash);
            }
            for key in ["before_script", "script", "after_script"] {
                if let Some(lines) = value[key].as_sequence() {
                    let lines: Vec<&str> = lines.iter().filter_map(Value::as_str).collect();
                    found(lines.join("\n") + "\n", true, false);
                }
            }
            map.iter().for_each(|(_, value)| walk(value, default, found));
        }
        Value::Sequence(list) => list.iter().for_each(|value| walk(value, default, found)),
        _ => {}
    }
}

/// The shells of a page. What people type they see fail, but not in a pipe.
fn of_page(place: &str, text: &str) -> Vec<Shell> {
    let mut shells = Vec::new();
    for block in text.split("\n```").skip(1).step_by(2) {
        let (language, block) = block.split_once('\n').unwrap_or((block, ""));
        let text = format!("{block}\n");
        match language {
            "sh" | "bash" | "shell" | "console" => {
                shells.push(Shell { place: place.to_owned(), text, ends_at_once: true, minds_pipes: false });
            }
            "yaml" | "yml" => shells.extend(of_yaml(place, &text)),
            _ => {}
        }
    }
    shells
}

fn all() -> Vec<Shell> {
    let mut shells = Vec::new();
    let scripts = ["action", "dev"].into_iter().flat_map(|folder| files(folder, &[".sh"]));
    for place in scripts.chain([".ci/run".to_owned()]) {
        shells.push(Shell { text: read(&place), place, ends_at_once: false, minds_pipes: false });
    }
    let yaml = ["docs", ".github"].into_iter().flat_map(|folder| files(folder, &[".yml", ".yaml"]));
    for place in yaml.chain(["action.yml".to_owned()]) {
        shells.extend(of_yaml(&place, &read(&place)));
    }
    for place in
        files("docs", &[".md"]).into_iter().chain(["README.md", "CONTRIBUTING.md", "SECURITY.md"].map(str::to_owned))
    {
        shells.extend(of_page(&place, &read(&place)));
    }
    shells
}

fn no_shell_goes_on_after_a_failure() {
    let shells = all();
    assert!(shells.len() > 40, "{} shells", shells.len());
    let faults =
        shells.iter().filter_map(|shell| Some(format!("{}: {}:\n{}", shell.place, shell.fault()?, shell.text)));
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn a_shell_that_goes_on_is_found() {
    let step = |text: &str| {
        of_yaml("x", &format!("steps:\n- run: |\n{}", text.replace('\n', "\n    ").replacen("", "    ", 1)))
    };
    assert!(step("gh repo list | sort >list").iter().all(|shell| shell.fault().is_some()));
    assert!(step("set -euo pipefail\ngh repo list | sort >list").iter().all(|shell| shell.fault().is_none()));
    assert!(step("a || b\ncase x in a | b) ;; esac\necho 'a | b' # c | d").iter().all(|shell| shell.fault().is_none()));
    assert_eq!(
        of_page("x", "\n```sh\na | b\n```\n```yaml\nscript:\n- a | b\n```\n").iter().filter_map(Shell::fault).count(),
        2
    );
}
