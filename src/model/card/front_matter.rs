//! Finds the front matter of a card as the Hub does.

use crate::source::Span;

/// The front matter that the Hub sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fence {
    /// The text between the two fences, without the line end before the closing one.
    pub(crate) block: Span,
    /// Everything from the start of the text to past the closing fence and its line end.
    pub(crate) whole: Span,
    /// Where the text for people starts.
    pub(crate) body_start: usize,
}

/// The front matter of a text from which a byte-order mark has been taken, by the expression that `huggingface_hub`
/// has in `repocard.py` and shares with the server:
/// `^(\s*---(?:\r\n|\r|\n))([\S\s]*?)((?:\r\n|\r|\n)---[ \t]*(\r\n|\n|$))`.
pub(crate) fn find(text: &str) -> Option<Fence> {
    let opener = text.len() - text.trim_start_matches(is_python_space).len();
    let after = text.get(opener..)?.strip_prefix("---")?;
    let line_end = opener + 3;
    let start = line_end + line_end_length(after.as_bytes())?;
    let (close, end) = closer(text.as_bytes(), start).or_else(|| {
        // The expression may also take `\r` alone as the line end of the opener, and the `\n` for the closing fence.
        let at = line_end + 1;
        if start == line_end + 2 { Some((at, closes(text.as_bytes(), at)?)) } else { None }
    })?;
    let start = start.min(close);
    Some(Fence { block: Span::new(start, close), whole: Span::new(0, end), body_start: end })
}

/// The first line end from `start` on that a closing fence follows, and the end of that fence.
fn closer(text: &[u8], start: usize) -> Option<(usize, usize)> {
    memchr::memchr2_iter(b'\n', b'\r', text.get(start..)?)
        .map(|at| start + at)
        .find_map(|at| Some((at, closes(text, at)?)))
}

/// The end of a closing fence whose line end before it is at `at`.
fn closes(text: &[u8], at: usize) -> Option<usize> {
    let fence = at + line_end_length(text.get(at..)?)?;
    let rest = text.get(fence..)?.strip_prefix(b"---")?;
    let blanks = rest.iter().take_while(|&&byte| byte == b' ' || byte == b'\t').count();
    let end = fence + 3 + blanks;
    match rest.get(blanks..)? {
        [] => Some(end),
        [b'\n', ..] => Some(end + 1),
        [b'\r', b'\n', ..] => Some(end + 2),
        _ => None,
    }
}

/// How many bytes the line end at the start of `text` has.
pub(super) const fn line_end_length(text: &[u8]) -> Option<usize> {
    match text {
        [b'\r', b'\n', ..] => Some(2),
        [b'\r' | b'\n', ..] => Some(1),
        _ => None,
    }
}

/// What `\s` matches in a Python expression: Unicode's white space and four separators of ASCII.
pub(super) fn is_python_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\x1c'..='\x1f')
}
