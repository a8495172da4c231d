//! The texts that people read use no word for which dev/words.txt has a better one.

use crate::project::{root, text};

tests! {
    no_text_uses_a_word_that_has_a_better_one,
}

/// Files, and folders whose files are read. To check more texts, add a line: `"src/rules"`, `"src/cli/arguments.rs"`, `"licenses"`, `"lineage"`.
const PLACES: [&str; 7] =
    ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "action.yml", "docs"];
/// What other files hold comes from `src`, or is written there first.
const EXEMPT: [&str; 2] = ["docs/licenses.md", "docs/rules.md"];

fn paths(place: &str) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(root().join(place)) else { return vec![place.to_owned()] };
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let kept = names.filter(|name| [".md", ".yml", ".rs"].iter().any(|end| name.ends_with(end)));
    kept.map(|name| format!("{place}/{name}")).filter(|path| !EXEMPT.contains(&&**path)).collect()
}

/// The parts of a file that are prose, each line in lower case: no code of a page, of a source only its strings and documentation.
fn prose(path: &str) -> Vec<String> {
    let mut in_block = false;
    let lines = text(path).to_lowercase();
    let lines = lines.lines().map(|line| match path.rsplit('.').next().unwrap() {
        "rs" if !line.trim().starts_with("///") => line.split('"').skip(1).step_by(2).collect::<Vec<_>>().join(" "),
        "md" => {
            in_block ^= line.trim_start().starts_with("```");
            if in_block { String::new() } else { line.split('`').step_by(2).collect::<Vec<_>>().join("`") }
        }
        _ if path.starts_with("lineage") => line.split(['#']).skip(1).chain(line.split("about: ").skip(1)).collect(),
        _ => line.to_owned(),
    });
    lines.collect()
}

fn has(line: &str, word: &str) -> bool {
    let is_inner = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '_';
    line.match_indices(word)
        .any(|(at, _)| !line[..at].ends_with(is_inner) && !line[at + word.len()..].starts_with(is_inner))
}

fn no_text_uses_a_word_that_has_a_better_one() {
    let list = text("dev/words.txt");
    let list: Vec<_> = list.lines().filter_map(|line| line.split_once(" → ")).filter(|(word, _)| !word.starts_with('#')).collect();
    assert!(has("to be mended.", "mended") && !has("a judgment", "judge") && !has("audit-licence.yml", "licence"));
    let mut wrong = Vec::new();
    for path in PLACES.iter().flat_map(|place| paths(place)) {
        for (number, line) in prose(&path).iter().enumerate() {
            for (words, better) in &list {
                for word in words.split(", ").filter(|word| has(line, word)) {
                    wrong.push(format!("{path}:{}: {word} → {better}", number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty() && list.len() > 20, "{} words:\n{}", wrong.len(), wrong.join("\n"));
}
