//! The files that `fix` writes as a unified diff, which `git apply` and `patch` take.

use super::visible::{inert_text, visible};
use crate::fix::Edit;
use similar::TextDiff;
use std::fmt::Write;

/// Lines shown around a change.
const CONTEXT: usize = 3;

/// One diff for all files. With `shown` it is for eyes: what could drive a terminal or a workflow is written out.
pub fn render(edits: &[Edit], shown: bool) -> String {
    let mut out = String::new();
    for edit in edits {
        file(edit, &mut out);
    }
    if shown { inert_text(&visible(&out)).into_owned() } else { out }
}

fn file(edit: &Edit, out: &mut String) {
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
    let diff = TextDiff::configure().diff_slices(&old_lines, &new_lines);
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        _ = writeln!(out, "{}", hunk.header());
        for change in hunk.iter_changes() {
            _ = write!(out, "{}{}", change.tag(), change.value());
            if !change.value().ends_with('\n') {
                out.push_str("\n\\ No newline at end of file\n");
            }
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
