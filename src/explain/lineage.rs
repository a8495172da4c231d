//! What `explain lineage` prints: the order of weights and every pattern, with its exceptions and examples, from the data.

use super::pattern_facts::{PatternFacts, patterns};
use crate::spelling::{LOOSE, nearest};
use std::fmt::Write;

const INTRODUCTION: &str = "\
How the gate decides whether a model derives from a family

A pattern or a row of a table makes each piece of evidence, which is decisive, strong, medium or a hint.
`check --verbose` and the JSON report name it and the words that matched. Pieces combine in a fixed order.
`explain lineage NAME` shows only one of them.
";

/// All patterns and rows, or the one of a name. The error says what was likely meant.
pub(crate) fn lineage(name: Option<&str>) -> Result<String, String> {
    let mut text = String::new();
    if let Some(name) = name {
        let Some(one) = patterns().find(|pattern| pattern.id == name) else {
            let near = nearest(name, patterns().map(|pattern| pattern.id), LOOSE);
            let advice =
                near.map_or("`explain lineage` lists them".to_owned(), |near| format!("did you mean `{near}`?"));
            return Err(format!("there is no pattern `{name}`; {advice}"));
        };
        _ = writeln!(text, "{}", one.group);
        write(&one, &mut text);
        return Ok(text);
    }
    text.push_str(INTRODUCTION);
    let mut group = "";
    for pattern in patterns() {
        if pattern.group != group {
            group = pattern.group;
            _ = writeln!(text, "\n{group}");
        }
        write(&pattern, &mut text);
    }
    Ok(text)
}

fn write(pattern: &PatternFacts, text: &mut String) {
    _ = write!(text, "\n  {} ({})\n    {}\n", pattern.id, pattern.worth, pattern.says);
    for (label, what) in [("Pattern", pattern.written), ("Subject", pattern.subject)] {
        if !what.is_empty() {
            _ = writeln!(text, "    {label}: {what}");
        }
    }
    if !pattern.unless.is_empty() {
        _ = writeln!(text, "    Not if: {}", pattern.unless.join("; "));
    }
    for (label, examples) in [("Yes", pattern.yes), ("No", pattern.no)] {
        for example in examples {
            _ = writeln!(text, "    {label:<4} {example}");
        }
    }
}
