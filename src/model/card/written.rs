//! Fields that decide, read line by line as a person reads them: where no reader of YAML gets at them, they still count.
//!
//! A line that looks like `key: value` counts in whatever form it stands: quoted, broken by invisible characters, several to a line,
//! inside of a text that a quote opens. What the front matter says as YAML is left out, and so are comments.

use super::front_matter::is_python_space;
use crate::source::Span;
use std::borrow::Cow;

/// Keys of the front matter that name a parent.
pub(crate) const PARENT_KEYS: [&str; 4] = ["base_model", "duplicated_from", "model_link", "base_model_name"];

/// Keys that decide, by their letters in lower case, with the spellings that people write instead.
const SPELLINGS: [(&str, &str); 14] = [
    ("basemodel", "base_model"),
    ("basemodels", "base_model"),
    ("modelbase", "base_model"),
    ("duplicatedfrom", "duplicated_from"),
    ("modellink", "model_link"),
    ("basemodelname", "base_model_name"),
    ("license", "license"),
    ("licence", "license"),
    ("licenses", "license"),
    ("licences", "license"),
    ("licensename", "license_name"),
    ("licencename", "license_name"),
    ("licenselink", "license_link"),
    ("tags", "tags"),
];

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

impl WrittenField {
    /// The field, if there is a value in its text.
    fn new(key: &'static str, text: &str, span: Span) -> Option<Self> {
        let text = bare(text);
        text.contains(char::is_alphanumeric).then(|| Self { key, text: text.to_owned(), span })
    }
}

/// A key that decides, in a line.
struct KeyMatch {
    key: &'static str,
    /// Bytes of the line as shown: the first of the key, and the first after its `:`.
    start: usize,
    value: usize,
}

/// A line as a person sees it, without a comment.
struct ShownLine<'t> {
    shown: Cow<'t, str>,
    /// The bytes of the text from which those of `shown` come, where they differ.
    origins: Vec<usize>,
    span: Span,
    keys: Vec<KeyMatch>,
}

/// The values in a part of a text. `is_read` says of a key, and of the byte of the text where it stands, whether a reader of YAML reads
/// the field already.
pub(crate) fn written_fields(
    text: &str,
    block: Span,
    is_read: &dyn Fn(&'static str, usize) -> bool,
) -> Vec<WrittenField> {
    let mut fields = Vec::new();
    // PyYAML ends a line at U+0085, U+2028 and U+2029, a browser shows nothing there: both readings count.
    let has_yaml_1_1_ends = block.of(text).contains(YAML_1_1_ENDS);
    for ends in [LINE_ENDS, ALL_ENDS].into_iter().take(1 + usize::from(has_yaml_1_1_ends)) {
        add_fields(&mut fields, &shown_lines(text, block, ends), is_read);
    }
    fields
}

const YAML_1_1_ENDS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];
const LINE_ENDS: &[char] = &['\n', '\r'];
const ALL_ENDS: &[char] = &['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];

fn shown_lines<'t>(text: &'t str, block: Span, ends: &[char]) -> Vec<ShownLine<'t>> {
    let mut lines: Vec<ShownLine<'t>> = Vec::new();
    let mut start = block.start;
    for part in block.of(text).split_inclusive(ends) {
        let line = ShownLine::new(text, Span::new(start, start + part.trim_end_matches(ends).len()));
        start += part.len();
        match lines.last_mut() {
            // `? key`, and its `: value` on the next line.
            Some(last) if line.shown.trim_start().starts_with(':') => last.join(&line),
            _ => lines.push(line),
        }
    }
    for line in &mut lines {
        line.keys = keys_in(&line.shown);
    }
    lines
}

impl<'t> ShownLine<'t> {
    fn new(text: &'t str, span: Span) -> Self {
        let written = span.of(text);
        let mut line = Self { shown: Cow::Borrowed(written), origins: Vec::new(), span, keys: Vec::new() };
        if written.bytes().any(|byte| !byte.is_ascii() || byte.is_ascii_control()) {
            let mut shown = String::with_capacity(written.len());
            for (at, c) in written.char_indices() {
                let Some(c) = as_seen(c) else { continue };
                shown.push(c);
                line.origins.resize(shown.len(), span.start + at);
            }
            line.shown = Cow::Owned(shown);
        }
        let comment = comment_start(&line.shown);
        match &mut line.shown {
            Cow::Borrowed(shown) => *shown = &shown[..comment],
            Cow::Owned(shown) => shown.truncate(comment),
        }
        line
    }

    fn join(&mut self, next: &Self) {
        let here: Vec<usize> = (0..self.shown.len()).map(|at| self.origin(at)).collect();
        let there = (0..next.shown.len()).map(|at| next.origin(at));
        self.origins = here.into_iter().chain(there).collect();
        self.shown = Cow::Owned(format!("{}{}", self.shown, next.shown));
        self.span.end = next.span.end;
    }

    /// The byte of the whole text from which a byte of the line comes.
    fn origin(&self, at: usize) -> usize {
        self.origins.get(at).copied().unwrap_or(self.span.start + at)
    }
}

/// What a person sees of a character: blanks are alike, and what has no width is nothing.
fn as_seen(c: char) -> Option<char> {
    match c {
        '：' | '﹕' => Some(':'),
        c if c.is_ascii() && !c.is_ascii_control() => Some(c),
        '\u{ad}'
        | '\u{34f}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{85}' => None,
        c if is_python_space(c) => Some(' '),
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// The keys that decide in a line, each before a `:` or the `=` of TOML. Where there is neither, the
/// first word may be one.
fn keys_in(line: &str) -> Vec<KeyMatch> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut add = |from: usize, end: usize, value: usize| {
        let key = SPELLINGS.iter().find_map(|&(letters, key)| Some((key, from + start_of(letters, &line[from..end])?)));
        found.extend(key.map(|(key, start)| KeyMatch { key, start, value }));
    };
    for mark in memchr::memchr2_iter(b':', b'=', line.as_bytes()) {
        add(from, mark, mark + 1);
        from = mark + 1;
    }
    let start = line.len() - line.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    if from == 0
        && let Some(length) = line[start..].find(' ')
    {
        add(start, start + length, start + length);
    }
    found
}

/// Where a comment begins, or the line ends.
fn comment_start(line: &str) -> usize {
    let first = line.len() - line.trim_start().len();
    let mut hashes = memchr::memchr_iter(b'#', line.as_bytes());
    hashes.find(|&at| at == first || line[..at].ends_with([' ', '\t'])).unwrap_or(line.len())
}

/// Where the letters of a key begin, if a text ends with them: whatever else stands between them is passed over.
fn start_of(letters: &str, text: &str) -> Option<usize> {
    let mut left = letters.bytes().rev();
    let mut letter = left.next()?;
    for (at, c) in text.char_indices().rev().filter(|(_, c)| c.is_alphanumeric()) {
        if !c.eq_ignore_ascii_case(&char::from(letter)) {
            return None;
        }
        match left.next() {
            Some(next) => letter = next,
            None => {
                let joined = text[..at].trim_end_matches(['_', '-', '.']);
                return (!joined.ends_with(char::is_alphanumeric)).then_some(at);
            }
        }
    }
    None
}

/// Adds the values of the keys in some lines that no reader of YAML reads.
fn add_fields(fields: &mut Vec<WrittenField>, lines: &[ShownLine<'_>], is_read: &dyn Fn(&'static str, usize) -> bool) {
    for (number, line) in lines.iter().enumerate() {
        let ends = line.keys.iter().skip(1).map(|next| next.start).chain([line.shown.len()]);
        for (key, end) in line.keys.iter().zip(ends).filter(|(key, _)| !is_read(key.key, line.origin(key.start))) {
            let first = WrittenField::new(key.key, &line.shown[key.value..end], line.span);
            let has_value = first.is_some();
            fields.extend(first);
            if end == line.shown.len() {
                let below = lines_below(&lines[number + 1..], has_value);
                fields.extend(below.filter_map(|line| WrittenField::new(key.key, &line.shown, line.span)));
            }
        }
    }
}

/// The lines that go on with the value of a key above them: the items of a list, what is set in, and one line that is neither where
/// nothing else is the value.
fn lines_below<'l, 't>(lines: &'l [ShownLine<'t>], mut has_value: bool) -> impl Iterator<Item = &'l ShownLine<'t>> {
    lines.iter().filter(|line| !line.shown.trim().is_empty()).take_while(move |line| {
        let is_item = line.shown.starts_with([' ', '\t', '-']);
        let goes_on = line.keys.is_empty() && (is_item || !has_value && !is_key_line(line));
        has_value |= !is_item;
        goes_on
    })
}

/// Whether a line begins with any key.
fn is_key_line(line: &ShownLine<'_>) -> bool {
    line.shown.split_once(':').is_some_and(|(key, rest)| {
        key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'"' | b'\''))
            && (rest.is_empty() || rest.starts_with(' '))
    })
}

/// A value without the marks of YAML around it.
fn bare(text: &str) -> &str {
    let text = text.trim();
    let text = text.strip_prefix("- ").unwrap_or(text).trim();
    let quotes = ['"', '\'', ' ', '[', ']', '{', '}', ','];
    text.trim_matches(quotes)
}
