//! Finds the lines of the diff that a finding is about.

use super::diff::{Diff, File, Hunk};
use super::plan::Side;
use crate::report::{Fault, Finding};
use crate::source::Place;

/// Where a comment on a finding can be placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Anchor<'d> {
    /// Path of the file from the root of the repository.
    pub(super) path: &'d str,
    /// Its lines; `None` for the file as a whole.
    pub(super) at: Option<AnchorLines>,
}

/// Lines inside one hunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AnchorLines {
    /// Which hunk of the file, from 0.
    pub(super) hunk: usize,
    /// Which side of the hunk they are counted on.
    pub(super) side: Side,
    /// First line, from 1.
    pub(super) start: usize,
    /// Last line, the same as the first where it is one.
    pub(super) end: usize,
    /// Whether the lines have the numbers of the checked file too. They do not where a merge moved them.
    pub(super) same_numbers: bool,
}

/// The best place for a finding: its lines, the file whose removal it is about, its file; `None` outside of the diff. What is not
/// there has no lines and no file: it has a place only where the diff takes it away.
pub(super) fn anchor<'d>(finding: &Finding, diff: &Diff<'d>) -> Option<Anchor<'d>> {
    let file = diff.file(&finding.place.path).filter(|_| finding.rule.fault != Fault::Absent);
    if let Some(file) = file.filter(|file| file.stays())
        && let Some(lines) = at_lines(&finding.place, file)
    {
        return Some(Anchor { path: &file.changed.path, at: Some(lines) });
    }
    let to_restore = finding.fix.as_ref().and_then(|fix| diff.file(&fix.path));
    let removed = [to_restore, file].into_iter().flatten().find(|file| !file.stays());
    if let Some(file) = removed {
        return Some(Anchor { path: &file.changed.path, at: before_removal(file) });
    }
    file.map(|file| Anchor { path: &file.changed.path, at: None })
}

/// The lines of a place in the file after the change.
fn at_lines(place: &Place, file: &File<'_>) -> Option<AnchorLines> {
    let range = place.range?;
    let judged = JudgedLines::of(place);
    let on_right = |hunk, start, end, same_numbers| AnchorLines { hunk, side: Side::Right, start, end, same_numbers };
    for (number, at) in (range.line..=range.end_line).zip(0..judged.lines.len()) {
        let is = |hunk: &Hunk<'_>, number: usize, at: usize| {
            hunk.right.get(number).is_some_and(|line| judged.is(at, line) == Some(true))
        };
        let found = file.hunks().iter().enumerate().find(|(_, hunk)| is(hunk, number, at));
        let Some((which, hunk)) = found else { continue };
        let more = (number + 1..=range.end_line).zip(at + 1..).take_while(|(number, at)| is(hunk, *number, *at));
        return Some(on_right(which, number, more.last().map_or(number, |(last, _)| last), true));
    }
    // Lines of a merge have other numbers than those of the head.
    judged.lines.first().filter(|text| !text.trim().is_empty())?;
    let mut alike = file.hunks().iter().enumerate().flat_map(|(which, hunk)| {
        let numbers = (hunk.right.first..).zip(&hunk.right.texts);
        numbers.filter(|(_, line)| judged.is(0, line) == Some(true)).map(move |(number, _)| (which, number))
    });
    let (which, number) = alike.next()?;
    alike.next().is_none().then(|| on_right(which, number, number, false))
}

/// The lines of a place as they were checked.
pub(super) struct JudgedLines<'p> {
    lines: Vec<&'p str>,
    /// The last line may go on.
    is_cut: bool,
}

impl<'p> JudgedLines<'p> {
    /// The lines that the excerpt of a place holds.
    pub(super) fn of(place: &'p Place) -> Self {
        let lines = place.excerpt.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
        Self { lines: lines.collect(), is_cut: place.is_cut() }
    }

    /// Whether a line of a patch is the line at an index; `None` where that line is not held.
    pub(super) fn is(&self, at: usize, line: &str) -> Option<bool> {
        let text = *self.lines.get(at)?;
        // A source has no byte order mark.
        let line = if line == text { line } else { line.strip_prefix('\u{feff}').unwrap_or(line) };
        let goes_on = self.is_cut && at + 1 == self.lines.len() && !text.is_empty();
        Some(line == text || goes_on && line.starts_with(text))
    }
}

/// The first line of a file that was taken away.
fn before_removal(file: &File<'_>) -> Option<AnchorLines> {
    let hunk = file.hunks().first().filter(|hunk| !hunk.left.texts.is_empty())?;
    let first = hunk.left.first;
    Some(AnchorLines { hunk: 0, side: Side::Left, start: first, end: first, same_numbers: false })
}
