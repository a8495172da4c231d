//! Lays the places of one finding out as snippets of source: a few lines each, marked where a place is.

use super::visible::{one_line, visible};
use crate::report::{Finding, Fix};
use crate::source::{Place, Range};
use annotate_snippets::{AnnotationKind, Element, Level, Origin, Snippet};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Most lines between two places of one snippet, chosen: places farther apart get a snippet each.
const MAX_GAP: usize = 500;

/// A place to show, and the words next to it.
pub(super) struct Mark<'a> {
    /// The place in the repository.
    pub(super) place: &'a Place,
    /// What it shows; may be empty.
    pub(super) label: &'a str,
    /// Whether it is the place of the finding itself.
    pub(super) primary: bool,
}

/// The places as elements of a message, those of the first mark's file first.
pub(super) fn elements<'a>(marks: &[Mark<'a>]) -> Vec<Element<'a>> {
    let mut out = Vec::new();
    let mut shown: Vec<&str> = Vec::new();
    for mark in marks {
        let path = &*mark.place.path;
        if shown.contains(&path) {
            continue;
        }
        shown.push(path);
        let same: Vec<&Mark<'a>> = marks.iter().filter(|mark| &*mark.place.path == path).collect();
        file_snippets(path, &same, &mut out);
    }
    out.extend(marks.iter().filter(|mark| !mark.primary).filter_map(note_without_source));
    out
}

/// A secondary place that has no source to show, in words.
fn note_without_source<'a>(mark: &Mark<'a>) -> Option<Element<'a>> {
    if shown_range(mark.place).is_some() {
        return None;
    }
    let mut note = one_line(&mark.place.path).into_owned();
    if let Some(range) = mark.place.range {
        _ = write!(note, ":{}:{}", range.line, range.column);
    }
    if !mark.label.is_empty() {
        _ = write!(note, ": {}", one_line(mark.label));
    }
    Some(Level::NOTE.message(note).into())
}

fn file_snippets<'a>(path: &'a str, marks: &[&Mark<'a>], out: &mut Vec<Element<'a>>) {
    let (with_source, without_source): (Vec<&Mark<'a>>, Vec<&Mark<'a>>) =
        marks.iter().partition(|mark| shown_range(mark.place).is_some());
    if let Some(mark) = without_source.iter().find(|mark| mark.primary) {
        let mut origin = Origin::path(one_line(path));
        if let Some(range) = mark.place.range {
            origin = origin.line(range.line).char_column(range.column);
        }
        out.push(origin.into());
    }
    let mut lines: BTreeMap<usize, &str> = BTreeMap::new();
    for mark in &with_source {
        let Some(range) = mark.place.range else { continue };
        for (number, line) in (range.line..).zip(split(&mark.place.excerpt)) {
            let longest = lines.entry(number).or_default();
            if line.len() > longest.len() {
                *longest = line;
            }
        }
    }
    let mut blocks = blocks(&lines);
    let primary = with_source.iter().find(|mark| mark.primary).and_then(|mark| mark.place.line());
    blocks.sort_by_key(|block| !primary.is_some_and(|line| block.holds(line)));
    for block in blocks {
        let annotations = with_source.iter().filter_map(|mark| {
            let range = shown_range(mark.place).filter(|range| block.holds(range.line))?;
            let start = block.offset(range.line, range.column);
            let end = block.offset(range.end_line, range.end_column).max(start);
            let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let label = (!mark.label.is_empty()).then(|| one_line(mark.label));
            Some(kind.span(start..end).label(label))
        });
        let annotations: Vec<_> = annotations.collect();
        let snippet = Snippet::source(block.source).path(one_line(path));
        out.push(snippet.line_start(block.first).annotations(annotations).into());
    }
}

/// Neighbouring lines of one file, in the form in which they are shown.
struct Block<'a> {
    first: usize,
    /// The lines as they are in the file, and where each starts in `source`.
    lines: Vec<(&'a str, usize)>,
    source: String,
}

impl Block<'_> {
    fn holds(&self, line: usize) -> bool {
        line.checked_sub(self.first).is_some_and(|at| at < self.lines.len())
    }

    /// The offset in the shown text of a column of a line, held inside the block and the line.
    fn offset(&self, line: usize, column: usize) -> usize {
        let at = line.saturating_sub(self.first);
        let Some((raw, start)) = self.lines.get(at) else { return self.source.len() };
        let before = raw.char_indices().nth(column.saturating_sub(1)).map_or(raw.len(), |(at, _)| at);
        start + visible(&raw[..before]).len()
    }
}

/// Groups lines by nearness. One line left out would be shown as an empty one, so it parts two blocks.
fn blocks<'a>(lines: &BTreeMap<usize, &'a str>) -> Vec<Block<'a>> {
    let mut out: Vec<Block<'a>> = Vec::new();
    for (&number, &line) in lines {
        let gap = out.last().map(|block| number - block.first - block.lines.len());
        match out.last_mut() {
            Some(block) if gap == Some(0) || gap.is_some_and(|gap| (2..=MAX_GAP).contains(&gap)) => {
                for _ in 0..gap.unwrap_or(0) {
                    push_line(block, "");
                }
                push_line(block, line);
            }
            _ => {
                let mut block = Block { first: number, lines: Vec::new(), source: String::new() };
                push_line(&mut block, line);
                out.push(block);
            }
        }
    }
    out
}

fn push_line<'a>(block: &mut Block<'a>, line: &'a str) {
    if !block.lines.is_empty() {
        block.source.push('\n');
    }
    block.lines.push((line, block.source.len()));
    block.source.push_str(&visible(line));
}

/// The range of a place that its excerpt shows, ended where the excerpt was cut.
fn shown_range(place: &Place) -> Option<Range> {
    let mut range = place.range?;
    let lines = split(&place.excerpt);
    let first = lines.first()?;
    if place.is_cut() {
        if lines.len() == 1 && range.column > first.chars().count() {
            return None;
        }
        let last = range.line + lines.len() - 1;
        if range.end_line > last {
            range.end_line = last;
            range.end_column = usize::MAX;
        }
    }
    Some(range)
}

/// The lines of an excerpt, by the same line endings as [`crate::source::Source`] counts.
fn split(excerpt: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = excerpt;
    while let Some(at) = memchr::memchr2(b'\n', b'\r', rest.as_bytes()) {
        out.push(&rest[..at]);
        let end = if rest[at..].starts_with("\r\n") { 2 } else { 1 };
        rest = &rest[at + end..];
    }
    out.push(rest);
    out
}

/// The lines that the fix replaces; nothing where they are not available.
pub(super) fn replaced_lines<'a>(finding: &'a Finding, fix: &Fix) -> Option<Vec<&'a str>> {
    if fix.end_line < fix.line {
        return Some(Vec::new());
    }
    let place = &finding.place;
    let range = shown_range(place).filter(|_| *fix.path == *place.path && !place.is_cut())?;
    let from = fix.line.checked_sub(range.line)?;
    let lines = split(&place.excerpt);
    lines.get(from..=fix.end_line - range.line).map(<[&str]>::to_vec)
}
