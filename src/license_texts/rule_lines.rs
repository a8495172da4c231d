//! Signs that draw lines or mark quotations: these say nothing, wherever they stand.

use super::escape::run;

/// Tells signs that are part of a drawn line, or mark a quoted one, from others; remembers the line that it looked at last.
#[derive(Debug, Default)]
pub(super) struct RuleLines {
    /// One past the last byte of that line.
    end: usize,
    /// Whether it is drawn.
    is_drawn: bool,
    /// One past the marks by which it is quoted.
    quoted_until: usize,
}

/// Fewest signs of a drawn line, chosen.
const FEWEST_SIGNS: usize = 3;

impl RuleLines {
    /// Whether the sign at a place is part of a drawn line, such as `=====` or `+---+`, or is a `>` before a quoted line.
    /// The signs of a text are asked for in their order.
    pub(super) fn draws(&mut self, bytes: &[u8], at: usize) -> bool {
        if at >= self.end {
            let start = memchr::memrchr(b'\n', &bytes[self.end.min(at)..at])
                .map_or(self.end.min(at), |line| self.end.min(at) + line + 1);
            self.end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length + 1);
            let line = &bytes[start..self.end];
            let is_signs = line.iter().all(|byte| DRAWING.contains(byte));
            self.is_drawn = is_signs && line.iter().filter(|byte| !byte.is_ascii_whitespace()).count() >= FEWEST_SIGNS;
            self.quoted_until = start + run(line, |byte| QUOTING.contains(&byte));
        }
        self.is_drawn || bytes[at] == b'>' && at < self.quoted_until
    }
}

/// What lines are drawn with.
const DRAWING: &[u8] = b"-=+~^*_#<>|.:' \t\r\n";
/// What comes before a quoted line.
const QUOTING: &[u8] = b">|#*/;% \t";
