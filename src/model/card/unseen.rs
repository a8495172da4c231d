//! Finds what a person takes for front matter although the Hub does not see it.

use super::front_matter::{Fence, is_python_space, line_end_length};
use super::shown_line::has_key;
use crate::source::Span;

/// Metadata that the Hub does not see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unseen {
    /// Why the Hub does not see it.
    pub(crate) why: UnseenReason,
    /// The cause: the wrong fence, or the text before the block.
    pub(crate) span: Span,
    /// The lines of metadata, without fences.
    pub(crate) block: Span,
}

/// Why the Hub does not see a block of metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnseenReason {
    /// Other text comes before it.
    TextBefore,
    /// Characters of no width come before it.
    InvisibleBefore,
    /// The card has front matter already, and only the first block counts.
    Second,
    /// The opening fence is `----` or `+++`, not `---`.
    OpenerMarks,
    /// Blanks follow the opening `---`.
    OpenerBlanks,
    /// No `---` before the first line.
    NoOpener,
    /// The closing fence is `...`, `----` or `+++`, not `---`, or blanks come before it.
    CloserMarks,
    /// A carriage return alone ends the line of the closing `---`.
    CloserReturn,
    /// No fence closes it.
    NoCloser,
    /// `---` follows directly under the opening `---`, which does not close it: the Hub reads on to the next `---` line.
    Adjacent,
}

/// Most blocks that are reported; chosen.
const MOST_BLOCKS: usize = 8;

/// Keys of card metadata (Hub documentation, model cards), with common misspellings.
const KEYS: [&str; 24] = [
    "license",
    "licence",
    "licenses",
    "license_name",
    "license_link",
    "base_model",
    "base_model_relation",
    "tags",
    "language",
    "languages",
    "datasets",
    "library_name",
    "pipeline_tag",
    "model_name",
    "model_creator",
    "model_type",
    "model-index",
    "quantized_by",
    "inference",
    "metrics",
    "widget",
    "thumbnail",
    "new_version",
    "duplicated_from",
];

/// The blocks of metadata that the Hub does not see, in the order of the text and eight at most. `found` is what it
/// does see. Blocks inside of code are left out.
pub(crate) fn unseen(text: &str, found: Option<&Fence>) -> Vec<Unseen> {
    let mut result = Vec::new();
    if let Some(fence) = found {
        let first = Lines { text, at: fence.block.start }.next();
        if let Some(line) = first.filter(|line| line.of(text).trim_end_matches([' ', '\t']) == "---") {
            result.push(Unseen { why: UnseenReason::Adjacent, span: line, block: fence.block });
        }
    }
    let mut scan =
        Scan { text, found, opener: None, block: None, goes_on: false, card: false, in_code: false, first: None };
    for line in (Lines { text, at: found.map_or(0, |fence| fence.body_start) }) {
        result.extend(scan.line(line));
        if result.len() >= MOST_BLOCKS {
            return result;
        }
    }
    result.extend(scan.end());
    result
}

/// A walk over the lines, with the segment between two fences that is open.
struct Scan<'t> {
    text: &'t str,
    found: Option<&'t Fence>,
    /// The line of the last fence.
    opener: Option<Span>,
    /// The lines after it, as long as they look like metadata; `None` before the first of them.
    block: Option<Span>,
    /// Whether all lines of the segment so far look like metadata.
    goes_on: bool,
    /// Whether one of these lines has a key of a card.
    card: bool,
    in_code: bool,
    /// The first line that is not blank.
    first: Option<Span>,
}

impl Scan<'_> {
    fn line(&mut self, line: Span) -> Option<Unseen> {
        let text = line.of(self.text);
        let in_prose = self.block.is_some() && !self.goes_on;
        if in_prose && !may_be_mark(text) {
            return None;
        }
        let bare = text.trim_matches(|c| is_python_space(c) || is_invisible(c));
        if bare.starts_with("```") || bare.starts_with("~~~") {
            self.in_code = !self.in_code;
        }
        if self.in_code {
            return None;
        }
        let is_at_top = self.found.is_none() && self.block.is_none() && (self.first.is_none() || self.opener.is_some());
        if is_fence(bare) || is_at_top && is_broken_fence(bare) {
            let unseen = self.close(Some(line));
            self.first = self.first.or(Some(line));
            self.opener = Some(line);
            return unseen;
        }
        if !bare.is_empty() {
            self.add_line(line, text, bare);
            self.first = self.first.or(Some(line));
        }
        None
    }

    /// Adds a line to the open segment. The first line must be a key; a segment that starts otherwise is prose.
    fn add_line(&mut self, line: Span, text: &str, bare: &str) {
        let toml = self.opener.is_some_and(|opener| opener.of(self.text).contains("+++"));
        let key = key_of(if toml { text } else { text.trim_end() }, toml);
        if let Some(block) = &mut self.block {
            // Without a closing fence the metadata ends where prose starts.
            let indented = text.starts_with([' ', '\t']);
            self.goes_on &= key.is_some() || indented || bare.starts_with(['-', '}', ']']);
            if self.goes_on {
                block.end = line.end;
            }
        } else {
            // Nothing comes before it, or a fence.
            let may_start = self.opener.is_some() || self.first.is_none();
            let comment = self.opener.is_some() && bare.starts_with("# ");
            // Below a fence at the very top the first key may be broken as well.
            let broken = self.found.is_none() && self.first == self.opener && may_start && bare.contains(':');
            self.goes_on = may_start && (key.is_some() || comment || broken);
            self.block = Some(Span::new(line.start, if self.goes_on { line.end } else { line.start }));
        }
        let is_of_card = || key.is_some_and(|key| KEYS.contains(&key)) || key.is_none() && has_key(text);
        self.card |= self.goes_on && is_of_card();
    }

    /// Ends the open segment at a fence or at the end of the text.
    fn close(&mut self, closer: Option<Span>) -> Option<Unseen> {
        let opener = self.opener;
        let block = self.block.take().filter(|block| block.end > block.start);
        let card = std::mem::take(&mut self.card);
        let mut block = block.filter(|_| card)?;
        if let Some(closer) = closer {
            block.end = closer.start;
        }
        let (why, span) = self.why(opener, closer, block)?;
        Some(Unseen { why, span, block })
    }

    fn end(&mut self) -> Option<Unseen> {
        if self.in_code { None } else { self.close(None) }
    }

    fn why(&self, opener: Option<Span>, closer: Option<Span>, block: Span) -> Option<(UnseenReason, Span)> {
        let first = self.first?;
        let Some(opener) = opener else {
            // A block that lacks its first fence, at the very start or right after what the Hub sees.
            let why = self.found.map_or((UnseenReason::NoOpener, first), |found| (UnseenReason::Second, found.whole));
            return closer.is_some().then_some(why);
        };
        if let Some(found) = self.found {
            return closer.is_some().then_some((UnseenReason::Second, found.whole));
        }
        if first.start < opener.start {
            // A rule in prose that a word with a colon follows is no front matter unless a second rule closes it.
            return closer.is_some().then_some((UnseenReason::TextBefore, first));
        }
        let before = Span::new(0, opener.end).of(self.text);
        let mark = before.trim_start_matches(is_python_space);
        if mark.starts_with(is_invisible) {
            let end = before.trim_end_matches(['-', '+', ' ', '\t']).len();
            return Some((UnseenReason::InvisibleBefore, Span::new(before.len() - mark.len(), end)));
        }
        if mark.trim_end_matches([' ', '\t']) != "---" {
            return Some((UnseenReason::OpenerMarks, opener));
        }
        if mark != "---" {
            return Some((UnseenReason::OpenerBlanks, opener));
        }
        let Some(closer) = closer else { return Some((UnseenReason::NoCloser, block)) };
        if closer.of(self.text).trim_end_matches([' ', '\t']) == "---" {
            Some((UnseenReason::CloserReturn, closer))
        } else {
            Some((UnseenReason::CloserMarks, closer))
        }
    }
}

/// Whether a line may be a fence of front matter or of code, by its first byte alone: most lines are not.
fn may_be_mark(line: &str) -> bool {
    let first = line.bytes().find(|&byte| byte != b' ');
    first.is_some_and(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'#' | b'*' | b'|' | b'<' | b'['))
}

/// Three or more dashes or plus signs, or three dots.
fn is_fence(line: &str) -> bool {
    let all = |mark: u8| line.len() >= 3 && line.bytes().all(|byte| byte == mark);
    line == "..." || all(b'-') || all(b'+')
}

/// Dashes with other marks between or around them, which nobody writes but as a fence where metadata follows.
fn is_broken_fence(line: &str) -> bool {
    line.contains('-') && !line.contains(char::is_alphanumeric)
}

const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// The key that a line starts with, when `:` (or `=` in TOML) follows it.
fn key_of(line: &str, toml: bool) -> Option<&str> {
    let length = line.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
    let (key, rest) = line.split_at_checked(length)?;
    let fits = if toml { rest.trim_start().starts_with('=') } else { rest == ":" || rest.starts_with(": ") };
    (!key.is_empty() && fits).then_some(key)
}

/// The lines from `at` on, without their ends; `\r` alone ends a line too.
struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let rest = self.text.as_bytes().get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let line = Span::new(self.at, self.at + length);
        self.at = line.end + line_end_length(&rest[length..]).unwrap_or(0);
        Some(line)
    }
}
