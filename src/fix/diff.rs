//! The files that `fix` writes as a unified diff, which `git apply` and `patch` take.
//!
//! Our own, since the texts differ in a few known lines: the library that was tried (`similar`) made the program 115 kB larger.

use super::plan::Edit;
use crate::render::{inert_text, visible};
use std::fmt::Write;
use std::ops::Range;

/// Lines shown around a change, as `git diff` shows them.
const CONTEXT_LINES: usize = 3;

/// Most lines, of both texts together, between two that are alike; chosen. After that the rest counts as changed.
const MAX_DISTANCE: usize = 2_000;

/// For whom a diff is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// A program: bytes as they are.
    Program,
    /// People: what could drive a terminal or a workflow is written out.
    People {
        /// Whether they see colors.
        color: bool,
    },
}

/// One diff for all files.
pub(crate) fn render(edits: &[Edit], audience: Audience) -> String {
    let mut out = String::new();
    for edit in edits {
        file_diff(edit, &mut out);
    }
    match audience {
        Audience::Program => out,
        Audience::People { color: false } => inert_text(&visible(&out)).into_owned(),
        Audience::People { color: true } => inert_text(&visible(&out)).split_inclusive('\n').map(colored).collect(),
    }
}

/// A line in the colors of `git diff`.
fn colored(line: &str) -> String {
    let code = match line.as_bytes() {
        [b'd', ..] | [b'-', b'-', b'-', b' ', ..] | [b'+', b'+', b'+', b' ', ..] => "1",
        [b'-', ..] => "31",
        [b'+', ..] => "32",
        [b'@', ..] => "36",
        _ => return line.to_owned(),
    };
    format!("\x1b[{code}m{}\x1b[0m\n", line.trim_end_matches('\n'))
}

fn file_diff(edit: &Edit, out: &mut String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (old, new) = (text(edit.old.as_deref().unwrap_or_default()), text(&edit.new));
    // A line ends with `\n` here as for Git, whatever else the card takes for a line end.
    let (old_lines, new_lines): (Vec<&str>, Vec<&str>) =
        (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let (a, b) = (quoted("a", &edit.path), quoted("b", &edit.path));
    _ = writeln!(out, "diff --git {a} {b}");
    if edit.old.is_none() {
        _ = writeln!(out, "new file mode 100644");
    }
    let from = if edit.old.is_none() { "/dev/null" } else { &a };
    _ = writeln!(out, "--- {from}\n+++ {b}");
    let changes = changes(&old_lines, &new_lines);
    // Changes whose surroundings meet are in one hunk.
    for hunk in changes.chunk_by(|one, next| next.old.start - one.old.end <= 2 * CONTEXT_LINES) {
        write_hunk(hunk, &old_lines, &new_lines, out);
    }
}

/// Lines that others take the place of; both counted from 0.
#[derive(Debug, PartialEq, Eq)]
struct Change {
    old: Range<usize>,
    new: Range<usize>,
}

/// What differs between two texts. Where they part, the nearest lines that are alike are where they meet again: right for any texts,
/// and short for ones that differ in a few lines.
fn changes(old: &[&str], new: &[&str]) -> Vec<Change> {
    let mut changes = Vec::new();
    let (mut a, mut b) = (0, 0);
    while a < old.len() || b < new.len() {
        if let (Some(one), Some(other)) = (old.get(a), new.get(b))
            && one == other
        {
            (a, b) = (a + 1, b + 1);
            continue;
        }
        let (left, right) = (old.len() - a, new.len() - b);
        let meet = (1..=MAX_DISTANCE.min(left + right)).find_map(|far| {
            let mut steps = far.saturating_sub(right)..=far.min(left);
            steps.find(|&i| old.get(a + i).is_some_and(|line| new.get(b + far - i) == Some(line))).map(|i| (i, far - i))
        });
        let (i, j) = meet.unwrap_or((left, right));
        changes.push(Change { old: a..a + i, new: b..b + j });
        (a, b) = (a + i, b + j);
    }
    changes
}

fn write_hunk(hunk: &[Change], old: &[&str], new: &[&str], out: &mut String) {
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { return };
    let before = first.old.start.min(CONTEXT_LINES);
    let after = (old.len() - last.old.end).min(CONTEXT_LINES);
    let range = |lines: Range<usize>| {
        // An empty range comes after the line it is counted from.
        let start = if lines.is_empty() { lines.start } else { lines.start + 1 };
        if lines.len() == 1 { start.to_string() } else { format!("{start},{}", lines.len()) }
    };
    let (old_range, new_range) =
        (range(first.old.start - before..last.old.end + after), range(first.new.start - before..last.new.end + after));
    _ = writeln!(out, "@@ -{old_range} +{new_range} @@");
    let mut at = first.old.start - before;
    for change in hunk {
        write_lines(' ', &old[at..change.old.start], out);
        write_lines('-', &old[change.old.clone()], out);
        write_lines('+', &new[change.new.clone()], out);
        at = change.old.end;
    }
    write_lines(' ', &old[at..at + after], out);
}

fn write_lines(sign: char, lines: &[&str], out: &mut String) {
    for line in lines {
        _ = write!(out, "{sign}{line}");
        if !line.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    }
}

/// A path as Git writes it: in quotes where it has characters that need them.
fn quoted(side: &str, path: &str) -> String {
    let whole = format!("{side}/{path}");
    if !whole.contains(|c: char| c.is_control() || matches!(c, '"' | '\\')) {
        return whole;
    }
    let mut out = String::from("\"");
    for byte in whole.bytes() {
        match byte {
            b'"' | b'\\' => _ = write!(out, "\\{}", char::from(byte)),
            0..=0x1f | 0x7f.. => _ = write!(out, "\\{byte:03o}"),
            _ => out.push(char::from(byte)),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::changes;

    #[test]
    fn changes_lead_from_one_text_to_the_other() {
        // All texts of up to five lines of three kinds.
        let texts: Vec<Vec<&str>> = (0..3usize.pow(5))
            .flat_map(|number| (0..=5).map(move |length| (number, length)))
            .map(|(number, length)| (0..length).map(|at| ["a", "b", "c"][number / 3usize.pow(at) % 3]).collect())
            .collect();
        for old in texts.iter().step_by(7) {
            for new in texts.iter().step_by(11) {
                let mut made: Vec<&str> = Vec::new();
                let mut at = 0;
                for change in changes(old, new) {
                    made.extend(&old[at..change.old.start]);
                    assert_eq!(made.len(), change.new.start);
                    made.extend(&new[change.new]);
                    at = change.old.end;
                }
                made.extend(&old[at..]);
                assert_eq!(&made, new);
            }
        }
    }
}
