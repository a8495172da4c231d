//! Puts the texts of real agreements, which are not part of the project, where a fixture has a placeholder for them.
//!
//! A file `X.agreement` in a fixture stands for `X`. Where a line of it is `{{llama2-2023-07-18}}`, the text `llama2-2023-07-18.txt` of the folder that
//! `MLG_AGREEMENTS` names comes in its place, every line indented as the placeholder is. It may be changed on the way:
//! `{{llama2-2023-07-18 | replace "700 million" by "7 million" | drop "iii. " to "iv. "}}`.

use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder of a case, or a copy of it with the texts in their places; `None` where they are not at hand.
pub(crate) fn ready(case: &Path, copies: &str) -> Option<PathBuf> {
    let files = files(case);
    if !files.iter().any(|file| is_placeholder(file)) {
        return Some(case.to_owned());
    }
    let name = case.file_name().unwrap();
    let templates: Vec<String> =
        files.iter().filter(|file| is_placeholder(file)).map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let wanted = templates.iter().flat_map(|template| template.lines().filter_map(placeholder));
    if let Some(missing) = wanted.map(|(text, _)| text).find(|text| text_path(text).is_none()) {
        // Written past the capture of the test runner, so that a skipped case is always seen.
        let why = format!("the folder of MLG_AGREEMENTS has no `{missing}.txt`; `bash .ci/run` fetches what it can");
        _ = writeln!(std::io::stderr(), "SKIPPED {}: {why}", name.display());
        return None;
    }
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join(copies).join(name);
    _ = std::fs::remove_dir_all(&copy);
    for file in files {
        let target = copy.join(file.strip_prefix(case).unwrap());
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        if is_placeholder(&file) {
            let template = std::fs::read_to_string(&file).unwrap();
            std::fs::write(target.with_extension(""), expand(&template)).unwrap();
        } else {
            std::fs::copy(&file, &target).unwrap();
        }
    }
    Some(copy)
}

fn is_placeholder(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "agreement")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { out.extend(files(&path)) } else { out.push(path) }
    }
    out
}

/// The text that a line stands for, and the steps that change it on the way.
fn placeholder(line: &str) -> Option<(&str, impl Iterator<Item = &str>)> {
    let wanted = line.trim().strip_prefix("{{")?.strip_suffix("}}")?;
    let mut steps = wanted.split(" | ");
    let name = steps.next()?.trim();
    Some((name, steps))
}

/// Where a text lies: in the folder of `MLG_AGREEMENTS`, or in `other` below it.
pub(crate) fn text_path(name: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("MLG_AGREEMENTS")?);
    let file = format!("{name}.txt");
    [folder.join(&file), folder.join("other").join(&file)].into_iter().find(|path| path.is_file())
}

fn expand(template: &str) -> String {
    let mut out = String::new();
    for line in template.lines() {
        let Some((name, steps)) = placeholder(line) else {
            out.push_str(line);
            out.push('\n');
            continue;
        };
        let text = std::fs::read_to_string(text_path(name).unwrap()).unwrap();
        let text = steps.fold(text, |text, step| change(&text, step));
        let indent = &line[..line.len() - line.trim_start().len()];
        for line in text.lines() {
            out.push_str(format!("{indent}{line}").trim_end());
            out.push('\n');
        }
    }
    out
}

/// One change: `replace "these words" by "those"`, or `drop "from here" to "here"`. A change that changes nothing is a mistake.
fn change(text: &str, step: &str) -> String {
    let parts: Vec<&str> = step.split('"').collect();
    let [verb, first, _, second, ""] = parts[..] else { panic!("what does `{step}` mean?") };
    let start = text.find(first).unwrap_or_else(|| panic!("no `{first}` in the text"));
    match verb.trim() {
        "replace" => text.replacen(first, second, 1),
        "drop" => {
            let end = start + text[start..].find(second).unwrap_or_else(|| panic!("no `{second}` behind `{first}`"));
            format!("{}{}", &text[..start], &text[end..])
        }
        _ => panic!("what does `{step}` mean?"),
    }
}
