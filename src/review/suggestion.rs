//! Turns the fix of a finding into lines that GitHub's button can put in place of others.

use super::anchor::{Anchor, JudgedLines};
use super::changed_file::{ChangedFile, Status};
use super::diff::{Diff, Hunk};
use crate::render::markdown::escape::fence;
use crate::render::visible;
use crate::report::{Finding, Fix};

/// Most characters of the lines that are suggested, chosen.
const MAX_SUGGESTION: usize = 4_000;

/// Lines to put in place of lines of one hunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Suggestion<'d> {
    /// Path of the file from the root of the repository.
    pub(super) path: &'d str,
    /// First line to replace.
    pub(super) start: usize,
    /// Last line to replace.
    pub(super) end: usize,
    /// The fenced block.
    pub(super) block: String,
}

impl Suggestion<'_> {
    /// Whether two suggestions change the same lines.
    pub(super) fn overlaps(&self, other: &Suggestion<'_>) -> bool {
        self.path == other.path && self.start <= other.end && other.start <= self.end
    }
}

/// The fix of a finding as a suggestion; `None` where a button could change the wrong lines, or write what nobody sees.
pub(super) fn suggestion<'d>(
    finding: &Finding,
    anchor: Option<&Anchor<'d>>,
    diff: &Diff<'d>,
) -> Option<Suggestion<'d>> {
    let fix = finding.fix.as_ref()?;
    let file = diff.file(&fix.path).filter(|file| file.stays())?;
    let (start, end, old) = file.hunks().iter().enumerate().find_map(|(at, hunk)| {
        is_certain(fix, anchor, file.changed, at).then(|| lines_to_replace(finding, fix, hunk)).flatten()
    })?;
    let mut new: Vec<&str> = fix.replacement.lines().collect();
    if fix.end_line < fix.line {
        // What is inserted goes below the line before it, or above the line after it.
        let at = if start < fix.line { 0 } else { new.len() };
        new.insert(at, old);
    }
    let text = new.join("\n");
    let is_plain = !text.contains('\r') && visible(&text) == text && text.chars().count() <= MAX_SUGGESTION;
    is_plain.then(|| Suggestion { path: &file.changed.path, start, end, block: fenced(&text, new.is_empty()) })
}

/// Whether the numbers of the checked file hold in this hunk: a merge may have moved them. They do next to the finding's own line, in
/// a file that is new, and at the start of any file.
fn is_certain(fix: &Fix, anchor: Option<&Anchor<'_>>, file: &ChangedFile, hunk: usize) -> bool {
    let beside = anchor.filter(|anchor| anchor.path == fix.path).and_then(|anchor| anchor.at);
    beside.is_some_and(|at| at.same_numbers && at.hunk == hunk)
        || file.status == Status::Added
        || (fix.line, fix.end_line) == (1, 0)
}

/// The lines of a hunk that a suggestion replaces, and the first one's text.
fn lines_to_replace<'d>(finding: &Finding, fix: &Fix, hunk: &Hunk<'d>) -> Option<(usize, usize, &'d str)> {
    if fix.end_line >= fix.line {
        let known = finding.place.range.filter(|_| *finding.place.path == *fix.path).map(|range| range.line);
        let judged = JudgedLines::of(&finding.place);
        let is_as_judged =
            |number: usize, text| known.and_then(|first| judged.is(number.checked_sub(first)?, text)).unwrap_or(true);
        let mut all = (fix.line..=fix.end_line).map(|number| (number, hunk.right.get(number)));
        let fits = all.all(|(number, text)| text.is_some_and(|text| is_as_judged(number, text)));
        return fits.then(|| hunk.right.get(fix.line)).flatten().map(|text| (fix.line, fix.end_line, text));
    }
    let beside = [fix.line.checked_sub(1)?, fix.line].into_iter().filter(|number| *number > 0);
    let beside: Vec<_> = beside.filter_map(|number| Some((number, hunk.right.get(number)?))).collect();
    let chosen = beside.iter().find(|(_, text)| !text.trim().is_empty()).or(beside.first());
    chosen.map(|&(number, text)| (number, number, text))
}

/// The fenced block from which GitHub makes a button; an empty one deletes the lines.
fn fenced(text: &str, takes_away: bool) -> String {
    let fence = fence(text);
    if takes_away { format!("{fence}suggestion\n{fence}") } else { format!("{fence}suggestion\n{text}\n{fence}") }
}
