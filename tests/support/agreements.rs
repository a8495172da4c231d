//! Puts the texts of real agreements, which are not part of the project, where a case has a placeholder for them.
//!
//! Where a line is `{{llama2-2023-07-18}}`, the text `llama2-2023-07-18.txt` of the folder that `MLG_AGREEMENTS` names comes in its
//! place, every line indented as the placeholder is. It may be changed on the way:
//! `{{llama2-2023-07-18 | replace "700 million" by "7 million" | drop "iii. " to "iv. "}}`.

use std::path::PathBuf;

/// Where the text of an agreement lies.
pub(crate) fn path(name: &str) -> Option<PathBuf> {
    file(&format!("{name}.txt"))
}

/// Where a file lies: in the folder of `MLG_AGREEMENTS`, or in `other` below it.
pub(crate) fn file(name: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("MLG_AGREEMENTS")?);
    [folder.join(name), folder.join("other").join(name)].into_iter().find(|path| path.is_file())
}

/// A text with its placeholders filled in; nothing where it has none. The error is the name of an agreement that is not at hand.
pub(crate) fn expand(template: &str) -> Result<Option<String>, String> {
    if !template.lines().any(|line| placeholder(line).is_some()) {
        return Ok(None);
    }
    let mut out = String::new();
    for line in template.lines() {
        let Some((name, steps)) = placeholder(line) else {
            out.push_str(line);
            out.push('\n');
            continue;
        };
        let text = std::fs::read_to_string(path(name).ok_or(name)?).unwrap();
        let text = steps.fold(text, |text, step| change(&text, step));
        let indent = &line[..line.len() - line.trim_start().len()];
        // Copies differ in the blank lines at their end.
        for line in text.trim_end().lines() {
            out.push_str(format!("{indent}{line}").trim_end());
            out.push('\n');
        }
    }
    Ok(Some(out))
}

/// The text that a line stands for, and the steps that change it on the way.
fn placeholder(line: &str) -> Option<(&str, impl Iterator<Item = &str>)> {
    let wanted = line.trim().strip_prefix("{{")?.strip_suffix("}}")?;
    let mut steps = wanted.split(" | ");
    let name = steps.next()?.trim();
    Some((name, steps))
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
