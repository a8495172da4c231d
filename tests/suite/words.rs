//! Texts for people use no word that has a better one in dev/words.txt.

use crate::project::{root, text};
use regex::{Captures, Regex};
use std::collections::BTreeMap;

tests! { no_text_uses_a_word_that_has_a_better_one }

/// Files, and folders whose files are read, with the folders in them.
const PLACES: &[&str] =
    &["README.md ARCHITECTURE.md CHANGELOG.md CONTRIBUTING.md SECURITY.md action.yml docs licenses lineage", "src"];

/// Texts in it are invented licenses.
const LEFT_OUT: &str = "src/license_texts";

/// Data that contains listed words: the state in comments that exist, a former name of a topic, misspelled keys of cards, the name of a
/// license, addresses.
const DATA: [&str; 7] =
    ["unit/descent/", "\"mended\"", "\"descent\"", "\"licence\"", "\"licences\"", "licence ouverte", "/licences/"];

fn end(path: &str) -> &str {
    path.rsplit('.').next().unwrap()
}

fn paths(place: &str) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(root().join(place)) else { return vec![place.to_owned()] };
    let below = entries.map(|entry| format!("{place}/{}", entry.unwrap().file_name().to_str().unwrap()));
    below
        .filter(|path| path != LEFT_OUT)
        .flat_map(|path| paths(&path))
        .filter(|path| matches!(end(path), "md" | "yml" | "rs"))
        .collect()
}

fn no_text_uses_a_word_that_has_a_better_one() {
    let list = text("dev/words.txt");
    let list = list.lines().filter_map(|line| line.strip_prefix("- ")?.split_once(" → "));
    let list: BTreeMap<_, _> =
        list.flat_map(|(words, better)| words.split(", ").map(move |word| (word, better))).collect();
    let words = list.keys().copied().collect::<Vec<_>>().join("|");
    let any = Regex::new(&format!("(?:^|[^a-z0-9_-])({words})(?:$|[^a-z0-9_-])")).unwrap();
    assert!(any.is_match("mended.") && !any.is_match("a judgment, an audit-licence"));
    let code = Regex::new("(?s)````.*?````|```.*?```|`[^`]*`").unwrap();
    let named = Regex::new(r"`[^`\n]*`|\{[a-z_]+(:\?)?\}").unwrap();
    let lines = |code: &Captures<'_>| "\n".repeat(code[0].matches('\n').count());
    let mut wrong = Vec::new();
    for path in PLACES.iter().flat_map(|places| places.split(' ')).flat_map(paths) {
        let page = DATA.iter().fold(text(&path).to_lowercase(), |page, data| page.replace(data, ""));
        let page = match end(&path) {
            "md" => code.replace_all(&page, lines),
            "rs" => named.replace_all(&page, "…"),
            _ => page.into(),
        };
        let prose = Regex::new(match end(&path) {
            "rs" if path.starts_with("src/http") => r#""[^"]*""#,
            "rs" => r#""[^"]*"|/// .*"#,
            _ if path.starts_with("lineage") => r"#.*|about: .*|says: [^ ]+ .*",
            _ => ".*",
        });
        let prose = prose.unwrap();
        for (line, number) in page.lines().zip(1..) {
            for found in prose.find_iter(line).flat_map(|part| any.captures_iter(part.as_str())) {
                wrong.push(format!("{path}:{number}: {} → {}", &found[1], list[&found[1]]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
