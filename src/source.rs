//! Places: a text with its path, spans of bytes in it, and the lines and columns people read.

use std::cell::{OnceCell, RefCell};
use std::fmt;
use std::sync::Arc;

/// A half-open range of bytes in one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes `start..end`.
    pub(crate) const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The part of `text` that the span covers; empty when it does not lie in it.
    pub(crate) fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// Lines and columns, both from 1; columns count characters and `end_column` is one past the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Range {
    /// First line.
    pub line: usize,
    /// Column of the first character.
    pub column: usize,
    /// Last line.
    pub end_line: usize,
    /// Column after the last character.
    pub end_column: usize,
}

/// A place in the repository that a finding or a piece of evidence points at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Path from the root of the checked tree, with `/` between its parts.
    pub path: Arc<str>,
    /// Where in the file; `None` for the file as a whole, or for one that is not there.
    pub range: Option<Range>,
    /// The lines of the range as written, without the last line end; cut to [`EXCERPT_LIMIT`] bytes.
    pub excerpt: Arc<str>,
}

/// Most bytes of source that a [`Place`] carries.
pub(crate) const EXCERPT_LIMIT: usize = 2_000;

impl Place {
    /// The file as a whole, or a file that should be there.
    pub(crate) fn file(path: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), range: None, excerpt: Arc::default() }
    }

    /// First line, where the place is in the text of a file.
    pub(crate) fn line(&self) -> Option<usize> {
        self.range.map(|range| range.line)
    }

    /// Whether the excerpt may lack the end of the range.
    pub(crate) fn is_cut(&self) -> bool {
        // A character at the limit may have up to three more bytes, and stays out whole.
        self.excerpt.len() + 4 > EXCERPT_LIMIT
    }
}

/// `README.md:3`, or the path alone where it is about the file as a whole.
impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line() {
            Some(line) => write!(out, "{}:{line}", self.path),
            None => out.write_str(&self.path),
        }
    }
}

/// The lines of a text with their line endings, each with its first byte.
pub(crate) fn lines_with_starts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |next, line| {
        let start = *next;
        *next += line.len();
        Some((start, line))
    })
}

/// A text of the repository and the starts of its lines.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// Path from the root of the checked tree.
    pub(crate) path: Arc<str>,
    /// The whole text, with its line endings as they are.
    pub(crate) text: Arc<str>,
    lines: OnceCell<Vec<usize>>,
    /// Characters before every [`COUNTED_BYTES`]th byte, counted where a line is long.
    characters: OnceCell<Vec<usize>>,
    /// The last excerpt that was taken, which many places of a long line share.
    excerpt: RefCell<(Span, Arc<str>)>,
}

/// Bytes of a line up to which its characters are counted for each place.
const COUNTED_BYTES: usize = 1_024;

impl Source {
    /// A text under a path.
    pub(crate) fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
            lines: OnceCell::new(),
            characters: OnceCell::new(),
            excerpt: RefCell::default(),
        }
    }

    /// Offsets at which lines start: after each `\n`, and after each `\r` that no `\n` follows.
    fn lines(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
                .filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'))
                .map(|at| at + 1);
            std::iter::once(0).chain(ends).collect()
        })
    }

    /// The line, from 1, that holds the byte `at`.
    pub(crate) fn line_of(&self, at: usize) -> usize {
        self.lines().partition_point(|&start| start <= at).max(1)
    }

    /// The bytes of a line counted from 1, its line end left out.
    pub(crate) fn line_span(&self, line: usize) -> Span {
        let lines = self.lines();
        let start = lines.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let end = lines.get(line).copied().unwrap_or(self.text.len());
        let shown = self.text.get(start..end).unwrap_or_default();
        Span::new(start, start + shown.trim_end_matches(['\r', '\n']).len())
    }

    /// How many lines there are.
    pub(crate) fn line_count(&self) -> usize {
        self.lines().len()
    }

    /// The place of a span, with its source lines.
    pub(crate) fn place(&self, span: Span) -> Place {
        let start = self.floor(span.start);
        let end = self.floor(span.end.max(start));
        let line = self.line_of(start);
        let first = self.line_span(line);
        // A span that ends with a line end belongs to the line it ends, not to the next one.
        let end_line = self.line_of(if end > start { end - 1 } else { start });
        let last = self.line_span(end_line);
        let column = |line_start: usize, at: usize| self.characters(Span::new(line_start, at.max(line_start))) + 1;
        let cut = self.floor(last.end.min(first.start + EXCERPT_LIMIT));
        Place {
            path: Arc::clone(&self.path),
            range: Some(Range {
                line,
                column: column(first.start, start.min(first.end)),
                end_line,
                end_column: column(last.start, end.min(last.end)),
            }),
            excerpt: self.excerpt(Span::new(first.start, cut.max(first.start))),
        }
    }

    fn excerpt(&self, span: Span) -> Arc<str> {
        let mut last = self.excerpt.borrow_mut();
        if last.0 != span {
            *last = (span, span.of(&self.text).into());
        }
        Arc::clone(&last.1)
    }

    /// How many characters a span has, without counting them all where it is long.
    fn characters(&self, span: Span) -> usize {
        if span.end - span.start <= COUNTED_BYTES {
            return span.of(&self.text).chars().count();
        }
        let bytes = self.text.as_bytes();
        // Bytes that do not continue a character begin one.
        let count = |bytes: &[u8]| bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        let steps = self.characters.get_or_init(|| {
            let mut steps = vec![0];
            for part in bytes.chunks(COUNTED_BYTES) {
                steps.push(steps[steps.len() - 1] + count(part));
            }
            steps
        });
        let before = |at: usize| {
            steps.get(at / COUNTED_BYTES).map_or(0, |sum| sum + count(&bytes[at / COUNTED_BYTES * COUNTED_BYTES..at]))
        };
        before(span.end) - before(span.start)
    }

    /// The nearest character boundary at or before `at`.
    fn floor(&self, at: usize) -> usize {
        self.text.floor_char_boundary(at.min(self.text.len()))
    }
}
