//! Fields that decide, read line by line as a person reads them: where no reader of YAML gets at them, they still count.
//!
//! A line that looks like `key: value` counts in whatever form it stands: quoted, broken by invisible characters, several to a line,
//! inside of a text that a quote opens. What the front matter says as YAML is left out, and so are comments.

use super::shown_line::{KeyMatch, ShownLine, may_have_key};
use crate::source::Span;

/// The field that the Hub reads.
pub(crate) const BASE_MODEL: &str = "base_model";

/// Keys of the front matter that name a parent.
pub(crate) const PARENT_KEYS: [&str; 4] = [BASE_MODEL, "duplicated_from", "model_link", "base_model_name"];

/// Most bytes of a block that are read in this way, as many as are read as YAML; of a larger one a rule tells.
pub(crate) const MOST_BYTES: usize = 1 << 20;

/// A value of a field that decides, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WrittenField {
    /// The key as the Hub spells it.
    pub(crate) key: &'static str,
    /// One line of the value, without comments and without characters that nobody sees.
    pub(crate) text: String,
    /// The line, without its end.
    pub(crate) span: Span,
}

/// The values in a part of a text. `is_read` says of a key, and of the byte of the text where it is, whether a reader of YAML reads
/// the field already.
pub(super) fn written_fields(text: &str, block: Span, is_read: IsRead<'_>) -> Vec<WrittenField> {
    let end = text.floor_char_boundary(block.end.min(block.start.saturating_add(MOST_BYTES)));
    let block = Span::new(block.start, end);
    let mut reader = Reader { is_read, fields: Vec::new(), open: None };
    reader.read(text, block, &|rest| memchr::memchr2(b'\n', b'\r', rest.as_bytes()));
    // PyYAML ends a line at U+0085, U+2028 and U+2029, a browser shows nothing there: both readings count.
    let written = block.of(text);
    if !written.is_ascii() && written.contains(['\u{85}', '\u{2028}', '\u{2029}']) {
        reader.read(text, block, &|rest| rest.find(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']));
    }
    reader.fields
}

type IsRead<'r> = &'r dyn Fn(&'static str, usize) -> bool;

/// Reads line after line.
struct Reader<'r> {
    is_read: IsRead<'r>,
    fields: Vec<WrittenField>,
    /// The key whose value may go on, and whether it has one.
    open: Option<(&'static str, bool)>,
}

impl Reader<'_> {
    /// Reads the lines of a block; `end` finds the first end of a line.
    fn read(&mut self, text: &str, block: Span, end: &dyn Fn(&str) -> Option<usize>) {
        self.open = None;
        let mut last: Option<ShownLine<'_>> = None;
        // The line before, where it has no key and is the value of none.
        let mut passed: Option<Span> = None;
        let mut start = block.start;
        while start < block.end {
            let rest = &text[start..block.end];
            let length = end(rest).unwrap_or(rest.len());
            let span = Span::new(start, start + length);
            start += length + rest[length..].chars().next().map_or(0, char::len_utf8);
            let written = &rest[..length];
            if !may_have_key(written) && !written.trim_start().starts_with(':') {
                if let Some(last) = last.take() {
                    self.add_line(&last);
                }
                if self.open.is_none() {
                    passed = Some(span);
                    continue;
                }
            }
            let line = ShownLine::new(text, span);
            last = last.or_else(|| passed.take().map(|passed| ShownLine::new(text, passed)));
            match &mut last {
                // `? key`, and its `: value` on the next line.
                Some(last) if line.shown.trim_start().starts_with(':') && !last.shown.contains(':') => last.join(&line),
                _ => {
                    if let Some(last) = last.replace(line) {
                        self.add_line(&last);
                    }
                }
            }
        }
        if let Some(last) = last {
            self.add_line(&last);
        }
    }

    fn add_line(&mut self, line: &ShownLine<'_>) {
        let keys = line.keys();
        if !keys.is_empty() {
            let ends = keys.iter().skip(1).map(|next| next.start).chain([line.shown.len()]);
            for (found, end) in keys.iter().zip(ends) {
                self.add_key(line, *found, end);
            }
        } else if !line.shown.trim().is_empty() {
            self.open = self.open.and_then(|(key, has_value)| self.go_on(line, key, has_value));
        }
    }

    fn add_key(&mut self, line: &ShownLine<'_>, found: KeyMatch, end: usize) {
        self.open = None;
        if !(self.is_read)(found.key, line.origin(found.start)) {
            let has_value = self.add_value(found.key, &line.shown[found.value..end], line.span);
            self.open = (end == line.shown.len()).then_some((found.key, has_value));
        }
    }

    /// Adds a line to the value of the key above it: the items of a list, what is set in, and one line that is neither where nothing
    /// else is the value.
    fn go_on(&mut self, line: &ShownLine<'_>, key: &'static str, has_value: bool) -> Option<(&'static str, bool)> {
        let is_part = line.shown.starts_with([' ', '-']);
        let goes_on = is_part || !has_value && !line.begins_with_key();
        goes_on.then(|| (key, self.add_value(key, &line.shown, line.span) && !is_part || has_value))
    }

    /// Adds a text, if it is a value: without the marks of YAML around it something must be left.
    fn add_value(&mut self, key: &'static str, text: &str, span: Span) -> bool {
        let text = text.trim();
        let text = text.strip_prefix("- ").unwrap_or(text);
        let text = text.trim_matches(['"', '\'', ' ', '[', ']', '{', '}', ',']);
        let is_value = text.contains(char::is_alphanumeric);
        if is_value {
            self.fields.push(WrittenField { key, text: text.to_owned(), span });
        }
        is_value
    }
}
