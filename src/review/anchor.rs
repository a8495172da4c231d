//! Finds the lines of the diff that a finding is about.

use super::diff::{Diff, File, Hunk};
use super::plan::Side;
use crate::finding::Finding;
use crate::source::{EXCERPT, Place};

/// Where a comment on a finding can stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Anchor<'d> {
    /// The file.
    pub(super) path: &'d str,
    /// Its lines; `None` for the file as a whole.
    pub(super) at: Option<Lines>,
}

/// Lines inside one hunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lines {
    /// Which hunk of the file, from 0.
    pub(super) hunk: usize,
    /// Which side of it.
    pub(super) side: Side,
    /// First line.
    pub(super) start: usize,
    /// Last line.
    pub(super) end: usize,
    /// Whether the lines have the numbers of the judged file too. They do not where a merge moved them.
    pub(super) same_numbers: bool,
}

/// The best place for a finding: its lines, the file whose removal it is about, its file; `None` outside of the diff.
pub(super) fn anchor<'d>(finding: &Finding, diff: &Diff<'d>) -> Option<Anchor<'d>> {
    let file = diff.file(&finding.place.path);
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
fn at_lines(place: &Place, file: &File<'_>) -> Option<Lines> {
    let range = place.range?;
    let lines = lines(place);
    let on_right = |hunk, start, end, same_numbers| Lines { hunk, side: Side::Right, start, end, same_numbers };
    for (number, text) in (range.line..=range.end_line).zip(&lines) {
        let Some((at, hunk)) = find(file.hunks(), number, text) else { continue };
        let more = (number + 1..=range.end_line).zip(&lines[number + 1 - range.line..]);
        let end = more.take_while(|(next, text)| hunk.right.get(*next).is_some_and(|line| same(line, text)));
        return Some(on_right(at, number, end.last().map_or(number, |(last, _)| last), true));
    }
    // Lines of a merge have other numbers than those of the head.
    let text = lines.first().filter(|text| !text.trim().is_empty())?;
    let mut alike = file.hunks().iter().enumerate().flat_map(|(at, hunk)| {
        let numbers = (hunk.right.first..).zip(&hunk.right.texts);
        numbers.filter(|(_, line)| same(line, text)).map(move |(number, _)| (at, number))
    });
    let (at, number) = alike.next()?;
    alike.next().is_none().then(|| on_right(at, number, number, false))
}

fn find<'h, 'd>(hunks: &'h [Hunk<'d>], number: usize, text: &str) -> Option<(usize, &'h Hunk<'d>)> {
    hunks.iter().enumerate().find(|(_, hunk)| hunk.right.get(number).is_some_and(|line| same(line, text)))
}

/// Whether a line of a patch is a line of a source, which has no byte order mark.
fn same(line: &str, text: &str) -> bool {
    line == text || line.strip_prefix('\u{feff}') == Some(text)
}

/// The whole lines of a place, as they stand.
pub(super) fn lines(place: &Place) -> Vec<&str> {
    let mut lines: Vec<&str> = place.excerpt.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect();
    // The last line of a long excerpt may be cut.
    if place.excerpt.len() + 4 > EXCERPT {
        lines.pop();
    }
    lines
}

/// The first line of a file that was taken away.
fn before_removal(file: &File<'_>) -> Option<Lines> {
    let hunk = file.hunks().first().filter(|hunk| !hunk.left.texts.is_empty())?;
    let first = hunk.left.first;
    Some(Lines { hunk: 0, side: Side::Left, start: first, end: first, same_numbers: false })
}
