//! A line of metadata as a person sees it, and the keys on it that decide.

use super::front_matter::is_python_space;
use crate::source::Span;
use std::borrow::Cow;

/// Keys that decide, by their letters in lower case, with the spellings that people write instead.
const SPELLINGS: [(&str, &str); 30] = [
    ("basemodel", "base_model"),
    ("basemodels", "base_model"),
    ("modelbase", "base_model"),
    ("basemodelid", "base_model"),
    ("basemodelnameorpath", "base_model"),
    ("basemodelpath", "base_model"),
    ("parentmodel", "base_model"),
    ("parentmodels", "base_model"),
    ("foundationmodel", "base_model"),
    ("pretrainedmodel", "base_model"),
    ("pretrainedmodelnameorpath", "base_model"),
    ("sourcemodels", "base_model"),
    ("originalmodels", "base_model"),
    ("basedon", "base_model"),
    ("finetunedfrom", "base_model"),
    ("finetunedfrommodel", "base_model"),
    ("quantizedfrom", "base_model"),
    ("originalmodel", "base_model"),
    ("sourcemodel", "base_model"),
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

/// The last two letters of the spellings, as bits.
const LAST_TWO: [u32; 26] = {
    let mut ends = [0; 26];
    let mut at = 0;
    while at < SPELLINGS.len() {
        let letters = SPELLINGS[at].0.as_bytes();
        let (before, last) = (letters[letters.len() - 2] - b'a', letters[letters.len() - 1] - b'a');
        ends[last as usize] |= 1 << before;
        at += 1;
    }
    ends
};

/// Most bytes of a key with all that is between its letters; chosen.
const MOST_KEY_BYTES: usize = 64;

/// A line without its comment, and without what nobody sees.
pub(super) struct ShownLine<'t> {
    pub(super) shown: Cow<'t, str>,
    /// The bytes of the text from which those of `shown` come; nothing where they are those of the line.
    origins: Vec<usize>,
    /// The line in the text, without its end.
    pub(super) span: Span,
}

/// A key that decides, in a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct KeyMatch {
    /// The key as the Hub spells it.
    pub(super) key: &'static str,
    /// Its first byte in the line.
    pub(super) start: usize,
    /// The first byte of its value.
    pub(super) value: usize,
}

impl<'t> ShownLine<'t> {
    pub(super) fn new(text: &'t str, span: Span) -> Self {
        let written = span.of(text);
        let mut line = Self { shown: Cow::Borrowed(written), origins: Vec::new(), span };
        if !is_printable_ascii(written) {
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

    /// The line and the next one as one.
    pub(super) fn join(&mut self, next: &Self) {
        let here: Vec<usize> = (0..self.shown.len()).map(|at| self.origin(at)).collect();
        let there = (0..next.shown.len()).map(|at| next.origin(at));
        self.origins = here.into_iter().chain(there).collect();
        self.shown = Cow::Owned(format!("{}{}", self.shown, next.shown));
        self.span.end = next.span.end;
    }

    /// The byte of the whole text from which a byte of the line comes.
    pub(super) fn origin(&self, at: usize) -> usize {
        self.origins.get(at).copied().unwrap_or(self.span.start + at)
    }

    /// The keys that decide, each before a `:` or the `=` of TOML. Where there is neither, the first word may be one.
    pub(super) fn keys(&self) -> Vec<KeyMatch> {
        let line = self.shown.as_ref();
        let mut found: Vec<KeyMatch> = Vec::new();
        let mut add = |end: usize, value: usize| {
            // A mark may stand in the key itself, so the search goes back beyond the last one.
            let from = line.ceil_char_boundary(end.saturating_sub(MOST_KEY_BYTES));
            let from = found.last().map_or(from, |last| last.value.max(from));
            let window = &line[from..end];
            let last = window.bytes().rev().find(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase());
            let fits = |letters: &str| letters.bytes().next_back() == last;
            let spellings = SPELLINGS.iter().filter(|(letters, _)| fits(letters));
            let key = { spellings }.find_map(|(letters, key)| Some((*key, from + start_of(letters, window)?)));
            found.extend(key.map(|(key, start)| KeyMatch { key, start, value }));
        };
        let mut has_mark = false;
        for mark in memchr::memchr2_iter(b':', b'=', line.as_bytes()) {
            add(mark, mark + 1);
            has_mark = true;
        }
        let start = line.len() - line.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        if !has_mark && let Some(length) = line[start..].find(' ') {
            add(start + length, start + length);
        }
        found
    }

    /// Whether it begins with any key.
    pub(super) fn begins_with_key(&self) -> bool {
        self.shown.split_once(':').is_some_and(|(key, rest)| {
            key.contains(char::is_alphanumeric)
                && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'"' | b'\''))
                && (rest.is_empty() || rest.starts_with(' '))
        })
    }
}

/// Whether a line as it is written may hold a key that decides: the letters before a mark, or the first word, end like one. Most lines
/// do not, and need not be read closely. Characters that a person sees otherwise may be anything.
pub(super) fn may_have_key(line: &str) -> bool {
    let bytes = line.as_bytes();
    let ends_a_key = |end: usize| {
        let mut letters = bytes[..end].iter().rev().filter(|byte| byte.is_ascii_alphanumeric());
        let mut place = || Some(letters.next()?.to_ascii_lowercase().wrapping_sub(b'a'));
        let (last, before) = (place(), place());
        last.zip(before).is_some_and(|(last, before)| {
            LAST_TWO.get(usize::from(last)).is_some_and(|ends| before < 26 && ends >> before & 1 == 1)
        })
    };
    let first_word = || {
        let start = bytes.iter().position(u8::is_ascii_alphanumeric)?;
        Some(start + bytes[start..].iter().position(|byte| *byte == b' ')?)
    };
    !is_printable_ascii(line)
        || memchr::memchr2_iter(b':', b'=', bytes).any(ends_a_key)
        || first_word().is_some_and(ends_a_key)
}

/// Whether a line holds a key that decides.
pub(super) fn has_key(line: &str) -> bool {
    may_have_key(line) && !ShownLine::new(line, Span::new(0, line.len())).keys().is_empty()
}

/// Whether a person sees a text as it is written.
pub(super) fn is_shown_as_written(text: &str) -> bool {
    is_printable_ascii(text) || text.chars().all(|c| as_seen(c) == Some(c))
}

fn is_printable_ascii(text: &str) -> bool {
    // A fold without an early end, which the compiler makes wide.
    text.bytes().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~'))
}

/// What a person sees of a character: blanks are alike, and what has no width is nothing.
fn as_seen(c: char) -> Option<char> {
    match c {
        c if c.is_ascii() && !c.is_ascii_control() => Some(c),
        '\u{85}'
        | '\u{ad}'
        | '\u{34f}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' => None,
        // Letters and marks of full width are those of ASCII, in the same order.
        '！'..='～' => char::from_u32(u32::from(c) - u32::from('！') + u32::from('!')),
        c if is_python_space(c) => Some(' '),
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// Where a comment begins, or the end of the line.
fn comment_start(line: &str) -> usize {
    let first = line.len() - line.trim_start().len();
    let mut hashes = memchr::memchr_iter(b'#', line.as_bytes());
    hashes.find(|&at| at == first || line[..at].ends_with([' ', '\t'])).unwrap_or(line.len())
}

/// Where the letters of a key begin, if a text ends with them: whatever else is between them is passed over.
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
                // A part of a longer word is another key.
                let before = text[..at].trim_end_matches(['_', '-', '.']);
                return (!before.ends_with(char::is_alphanumeric)).then_some(at);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{ShownLine, may_have_key};
    use crate::source::Span;
    use arbtest::arbtest;

    #[test]
    fn a_line_that_is_passed_over_has_no_key() {
        const PIECES: &[&str] = &[
            "base_model",
            "licen",
            "ce",
            "License",
            "s",
            "tags",
            "TAG",
            "name",
            "link",
            "_",
            "-",
            " ",
            " ",
            ":",
            "=",
            "#",
            "\"",
            "x",
            "1",
            "\u{200b}",
            "\u{ff1a}",
            "é",
            "\t",
            "\u{85}",
            "- ",
            "finetuned",
            "from",
            "id",
        ];
        let mut with_keys = 0;
        for seed in 1..=10_000u64 {
            arbtest(|bytes| {
                let mut line = String::new();
                for _ in 0..bytes.int_in_range(1..=8)? {
                    line.push_str(bytes.choose(PIECES)?);
                }
                let has_key = !ShownLine::new(&line, Span::new(0, line.len())).keys().is_empty();
                assert!(may_have_key(&line) || !has_key, "{line:?}");
                with_keys += usize::from(has_key);
                Ok(())
            })
            .seed(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) << 32 | 256)
            .run();
        }
        assert!(with_keys > 100, "only {with_keys} lines had a key");
    }
}
