//! The action and the workflows as they stand: documented, pinned, and with nothing of a pull request in a script.

use crate::harness::{Outcome, needs};
use crate::project::{root, text, yaml};
use serde_yaml::Value;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;
use std::process::Command;

tests! {
    the_pages_show_the_inputs_and_the_workflows_as_they_are,
    the_pages_lead_to_every_workflow,
    the_page_has_an_example_of_every_input_and_output,
    the_first_workflow_is_short,
    every_input_reaches_a_script_and_every_output_comes_from_one,
    no_script_holds_an_expression,
    foreign_actions_are_pinned_by_hash_and_ours_by_the_version_of_the_program,
    workflows_begin_without_permissions_and_say_why_they_need_each,
    workflows_whose_token_may_write_check_nothing_out,
    scripts_parse,
    checksums_are_of_one_release_and_of_every_target,
}

/// All files of a folder whose name ends so, as paths from the root of the project.
fn files(folder: &str, end: &str) -> Vec<String> {
    let entries = std::fs::read_dir(root().join(folder)).unwrap();
    let paths: BTreeSet<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    let names = paths.iter().map(|path| format!("{folder}/{}", path.file_name().unwrap().to_str().unwrap()));
    names.filter(|name| name.ends_with(end)).collect()
}

fn workflows() -> Vec<String> {
    [files("docs/workflows", ".yml"), files(".github/workflows", ".yml")].concat()
}

/// Every value that stands under a key, at any depth.
fn under<'a>(value: &'a Value, key: &str, found: &mut Vec<&'a str>) {
    match value {
        Value::Mapping(map) => {
            for (name, value) in map {
                if name.as_str() == Some(key) {
                    found.extend(value.as_str());
                }
                under(value, key, found);
            }
        }
        Value::Sequence(list) => list.iter().for_each(|value| under(value, key, found)),
        _ => {}
    }
}

/// The table of inputs or outputs for people.
fn table(action: &Value, part: &str) -> String {
    let rows = action[part].as_mapping().unwrap();
    let mut out = String::from(if part == "inputs" {
        "| input | default | what it does |\n| --- | --- | --- |\n"
    } else {
        "| output | what it holds |\n| --- | --- |\n"
    });
    for (name, row) in rows {
        let description = row["description"].as_str().unwrap();
        let _ = match (part, row["default"].as_str().unwrap_or_default()) {
            ("inputs", "") => writeln!(out, "| `{}` | | {description} |", name.as_str().unwrap()),
            ("inputs", default) => writeln!(out, "| `{}` | `{default}` | {description} |", name.as_str().unwrap()),
            _ => writeln!(out, "| `{}` | {description} |", name.as_str().unwrap()),
        };
    }
    out
}

/// What has to stand after a mark such as `<!-- inputs -->` or `<!-- file: docs/workflows/x.yml -->`.
fn shown(mark: &str, action: &Value) -> Option<String> {
    match mark {
        "inputs" | "outputs" => Some(table(action, mark)),
        _ => mark.strip_prefix("file: ").map(|path| format!("```yaml\n{}```\n", text(path))),
    }
}

/// A page with everything after a mark written anew.
fn renewed(page: &str, action: &Value) -> (String, Vec<String>) {
    let (mut out, mut marks) = (String::new(), Vec::new());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("<!-- ") {
        let (mark, after) = after.split_once(" -->\n").unwrap_or((after, ""));
        let _ = writeln!(out, "{before}<!-- {mark} -->");
        rest = after;
        let Some(wanted) = shown(mark, action) else { continue };
        // A fence ends at its last line, a table at the first line that is none.
        let end = match after.strip_prefix("```yaml\n") {
            Some(block) => after.len() - block.len() + block.find("```\n").unwrap() + 4,
            None => after.lines().take_while(|line| line.starts_with('|')).map(|line| line.len() + 1).sum(),
        };
        out.push_str(&wanted);
        rest = &after[end..];
        marks.push(mark.to_owned());
    }
    out.push_str(rest);
    (out, marks)
}

fn the_pages_show_the_inputs_and_the_workflows_as_they_are() {
    let action = yaml("action.yml");
    for page in ["docs/action.md", "docs/publishing.md", "README.md"] {
        let before = text(page);
        let (after, marks) = renewed(&before, &action);
        if page == "docs/action.md" {
            for mark in ["inputs", "outputs", "file: docs/workflows/pull-request.yml"] {
                assert!(marks.iter().any(|found| found == mark), "{page} lacks <!-- {mark} -->");
            }
        }
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(root().join(page), &after).unwrap();
        } else {
            assert_eq!(before, after, "run UPDATE_EXPECT=1 cargo test --test suite action");
        }
    }
}

fn the_pages_lead_to_every_workflow() {
    let pages = text("docs/action.md") + &text("docs/publishing.md");
    for path in files("docs/workflows", ".yml") {
        let name = path.rsplit('/').next().unwrap();
        assert!(pages.contains(&format!("(workflows/{name})")), "no page leads to {name}");
    }
}

fn the_page_has_an_example_of_every_input_and_output() {
    let (action, page) = (yaml("action.yml"), text("docs/action.md"));
    let names = |part: &str| -> BTreeSet<String> {
        action[part].as_mapping().unwrap().keys().map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    let block = page.split_once("\n```yaml\nwith:\n").unwrap().1.split_once("```").unwrap().0;
    let example: Value = serde_yaml::from_str(block).unwrap();
    let shown = example.as_mapping().unwrap().keys().map(|name| name.as_str().unwrap().to_owned()).collect();
    assert_eq!(names("inputs"), shown);
    for output in names("outputs") {
        assert!(page.contains(&format!("${{{{ steps.gate.outputs.{output} }}}}")), "docs/action.md lacks {output}");
    }
}

fn the_first_workflow_is_short() {
    let lines = text("docs/workflows/pull-request.yml").lines().count();
    assert!(lines <= 15, "{lines} lines");
}

fn every_input_reaches_a_script_and_every_output_comes_from_one() {
    let action = yaml("action.yml");
    let steps = action["runs"]["steps"].as_sequence().unwrap();
    // Neither goes on after a fault, so the exit code of the one that judges, or of the one before, is that of the action.
    assert_eq!(steps.iter().map(|step| step["id"].as_str().unwrap()).collect::<Vec<_>>(), ["program", "gate"]);
    let scripts = ["action/program.sh", "action/run.sh"];
    let mut given = BTreeSet::new();
    for (step, script) in steps.iter().zip(scripts) {
        let run = step["run"].as_str().unwrap();
        assert_eq!(run, format!("exec bash \"$GITHUB_ACTION_PATH/{script}\""));
        for (variable, value) in step["env"].as_mapping().unwrap() {
            let (variable, value) = (variable.as_str().unwrap(), value.as_str().unwrap());
            assert!(text(script).contains(variable), "{script} does not read {variable}");
            let Some(input) = value.strip_prefix("${{ inputs.").and_then(|value| value.strip_suffix(" }}")) else {
                continue;
            };
            assert_eq!(variable, format!("MLG_{}", input.to_uppercase().replace('-', "_")));
            assert!(script == "action/run.sh" || input != "token", "the first step starts other programs");
            given.insert(input.to_owned());
        }
    }
    let inputs: BTreeSet<String> =
        action["inputs"].as_mapping().unwrap().keys().map(|name| name.as_str().unwrap().to_owned()).collect();
    assert_eq!(inputs, given);
    for (name, output) in action["outputs"].as_mapping().unwrap() {
        let wanted = format!("${{{{ steps.gate.outputs.{} }}}}", name.as_str().unwrap());
        assert_eq!(output["value"].as_str(), Some(&*wanted));
    }
}

fn no_script_holds_an_expression() {
    for path in workflows().into_iter().chain(["action.yml".to_owned()]) {
        let value = yaml(&path);
        let mut scripts = Vec::new();
        under(&value, "run", &mut scripts);
        for script in scripts {
            assert!(!script.contains("${{"), "{path}: {script}");
        }
    }
}

fn foreign_actions_are_pinned_by_hash_and_ours_by_the_version_of_the_program() {
    let ours = format!("model-license-gate/model-license-gate@v{}", env!("CARGO_PKG_VERSION"));
    for path in workflows() {
        let value = yaml(&path);
        let mut uses = Vec::new();
        under(&value, "uses", &mut uses);
        for name in uses {
            let is_hash = |hash: &str| hash.len() == 40 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
            let pinned = name.split_once('@').is_some_and(|(_, hash)| is_hash(hash));
            assert!(pinned || name == "./" || name == ours, "{path}: {name}");
        }
    }
}

fn workflows_begin_without_permissions_and_say_why_they_need_each() {
    for path in workflows() {
        let value = yaml(&path);
        assert!(value["permissions"].as_mapping().is_some_and(serde_yaml::Mapping::is_empty), "{path}");
        assert!(value["concurrency"].is_mapping(), "{path} has no concurrency group");
        let checkouts = text(&path).matches("actions/checkout@").count();
        assert_eq!(
            checkouts,
            text(&path).matches("persist-credentials: false").count(),
            "{path} keeps its token in .git"
        );
    }
}

fn workflows_whose_token_may_write_check_nothing_out() {
    for path in files("docs/workflows", ".yml") {
        let text = text(&path);
        if text.contains("pull_request_target:") || text.contains("workflow_run:") {
            let (value, mut scripts) = (yaml(&path), Vec::new());
            under(&value, "run", &mut scripts);
            assert!(!text.contains("actions/checkout@") && scripts.is_empty(), "{path}");
        }
    }
}

fn scripts_parse() -> Outcome {
    needs("bash")?;
    for path in files("action", ".sh").into_iter().chain(["dev/image.sh".to_owned(), ".ci/run".to_owned()]) {
        let status = Command::new("bash").arg("-n").arg(root().join(&path)).status().unwrap();
        assert!(status.success(), "{path}");
    }
    Ok(())
}

fn checksums_are_of_one_release_and_of_every_target() {
    let script = text("action/program.sh");
    let lines: Vec<String> =
        text("action/checksums.txt").lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
    for line in &lines {
        let (sum, place) = line.split_once("  ").unwrap();
        assert!(sum.len() == 64 && sum.bytes().all(|byte| byte.is_ascii_hexdigit()), "{line}");
        let name = place.strip_prefix(concat!("v", env!("CARGO_PKG_VERSION"), "/model-license-gate-")).unwrap();
        assert!(script.contains(&format!("echo {name}")), "action/program.sh knows no {name}");
    }
    // The release builds what the script asks for.
    let release = text(".github/workflows/release.yml");
    for target in
        script.lines().filter_map(|line| line.trim().strip_suffix(" ;;")?.rsplit_once(") echo ")).map(|(_, name)| name)
    {
        assert!(release.contains(target.trim_end_matches(".exe")), "release.yml builds no {target}");
    }
}
