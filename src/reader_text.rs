//! What a reader sees in a text: without characters that are not shown, with the plain letters that others are a form of, or look like.
//!
//! Two readings differ in how sure they are. [`as_read`] changes what every reader reads alike: characters of no width go, full-width and
//! mathematical letters become plain ones, and so does a letter of another script inside a word of Latin letters. [`lookalike`] takes every
//! letter for the Latin one that it looks like; that is for names which mean nothing as they are, since words of Russian and Greek would
//! be broken.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, is_combining_mark};

/// The characters of ASCII that others look like: the number of each character times 256, and the byte. Sorted.
#[expect(clippy::unreadable_literal, reason = "the build writes them")]
static LOOKALIKES: &[u32] = &include!(concat!(env!("OUT_DIR"), "/lookalikes.rs"));

/// Characters that are not shown: those that Unicode calls default-ignorable, and controls that are no white space.
const IGNORABLE: [(char, char); 21] = [
    ('\u{1}', '\u{8}'),
    ('\u{e}', '\u{1f}'),
    ('\u{7f}', '\u{84}'),
    ('\u{86}', '\u{9f}'),
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{202a}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

/// Whether a character is not shown.
pub(crate) fn is_ignorable(c: char) -> bool {
    let at = IGNORABLE.partition_point(|&(_, last)| last < c);
    IGNORABLE.get(at).is_some_and(|&(first, _)| first <= c)
}

/// Whether a text is of ASCII without controls, and so reads as it is. Nearly all texts are.
pub(crate) fn is_plain(text: &str) -> bool {
    // A fold without an early end, which the compiler makes wide.
    text.bytes().fold(true, |plain, byte| plain & is_plain_byte(byte))
}

const fn is_plain_byte(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\t'..=b'\r')
}

/// A part of a text as it reads.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Run<'t> {
    pub(crate) text: Cow<'t, str>,
    /// The first byte in the text that it was made from, and how many bytes it has there.
    pub(crate) at: usize,
    pub(crate) bytes: usize,
}

/// A text as every reader reads it.
pub(crate) fn as_read(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    match runs(text).as_slice() {
        [] => Cow::Borrowed(""),
        [Run { text: Cow::Borrowed(whole), .. }] => Cow::Borrowed(whole),
        runs => runs.iter().map(|run| run.text.as_ref()).collect::<String>().into(),
    }
}

/// The parts of a text as every reader reads it, with their places.
pub(crate) fn runs(text: &str) -> Vec<Run<'_>> {
    let mut runs = Runs { text, kept: 0, runs: Vec::new() };
    let mut word = Word::default();
    let mut before = ' ';
    let mut next = 0;
    while let Some(c) = text[next..].chars().next() {
        let at = next;
        if !word.changes && !word.foreign && c.is_ascii() {
            next = word.pass_plain(text, at);
            if next > at {
                before = char::from(text.as_bytes()[next - 1]);
                continue;
            }
        }
        next = at + c.len_utf8();
        if is_stroke_through(before, c) || is_raised(c) {
            (word.changes, word.end) = (true, next);
            continue;
        }
        let is_ignorable = is_ignorable(c);
        if !is_ignorable {
            before = c;
        }
        if c.is_ascii() && !c.is_ascii_control() {
            if c.is_ascii_alphanumeric() {
                word.latin = true;
            } else {
                runs.end_word(&mut word, at);
            }
        } else if is_ignorable {
            word.changes = true;
        } else if is_unspaced(c) || !c.is_alphanumeric() {
            runs.end_word(&mut word, at);
        } else if is_form(c) {
            (word.latin, word.changes) = (true, true);
        } else if matches!(c, '\u{c0}'..='\u{24f}') {
            // Turkish and others write such Latin letters beside plain ones.
            word.accented = true;
        } else {
            word.foreign = true;
        }
        if c.is_alphanumeric() && !is_unspaced(c) || is_ignorable {
            word.end = next;
        } else {
            (word.start, word.end) = (next, next);
        }
    }
    runs.end_word(&mut word, text.len());
    runs.keep(text.len());
    runs.runs
}

/// What a word consists of.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each kind of character may be in it or not")]
struct Word {
    start: usize,
    end: usize,
    /// Letters or digits of ASCII, or forms of them.
    latin: bool,
    /// Latin letters beyond ASCII.
    accented: bool,
    /// Other letters.
    foreign: bool,
    /// Forms of letters, or characters that are not shown.
    changes: bool,
}

impl Word {
    /// Passes plain characters, while nothing in the word changes what it reads as; the word is the last of them then. Returns where
    /// they end.
    fn pass_plain(&mut self, text: &str, at: usize) -> usize {
        let rest = &text.as_bytes()[at..];
        let passed = &rest[..rest.iter().position(|&byte| !is_plain_byte(byte)).unwrap_or(rest.len())];
        let next = at + passed.len();
        if let Some(edge) = passed.iter().rposition(|byte| !byte.is_ascii_alphanumeric()) {
            let start = at + edge + 1;
            *self = Self { start, latin: start < next, ..Self::default() };
        } else if at < next {
            self.latin = true;
        }
        self.end = next;
        next
    }
}

/// Gathers the parts of a text.
struct Runs<'t> {
    text: &'t str,
    /// Up to where the text is in the parts.
    kept: usize,
    runs: Vec<Run<'t>>,
}

impl Runs<'_> {
    /// Takes the text as it is up to a place.
    fn keep(&mut self, to: usize) {
        if self.kept < to {
            self.runs.push(Run {
                text: Cow::Borrowed(&self.text[self.kept..to]),
                at: self.kept,
                bytes: to - self.kept,
            });
        }
        self.kept = self.kept.max(to);
    }

    fn end_word(&mut self, word: &mut Word, next: usize) {
        let Word { start, end, latin, accented, foreign, changes } = std::mem::take(word);
        (word.start, word.end) = (next, next);
        // Letters of other scripts count as Latin ones where all of a word with Latin letters looks so.
        let letters = &self.text[start..end];
        let is_disguised = latin
            && foreign
            && !accented
            && letters
                .chars()
                .all(|c| c.is_ascii() || is_ignorable(c) || is_form(c) || latin_letter(c, None, None).is_some());
        if !changes && !is_disguised {
            return;
        }
        let mut before = None;
        for (at, c) in letters.char_indices().map(|(at, c)| (start + at, c)) {
            let next = at + c.len_utf8();
            let text = match c {
                _ if is_ignorable(c) || is_stroke_through(before.unwrap_or(' '), c) => String::new(),
                _ if is_raised(c) => raised(c, before),
                _ if is_form(c) => plain_form(c).unwrap_or_default(),
                _ if is_disguised && !c.is_ascii() => {
                    let after = self.text[next..end].chars().next();
                    latin_letter(c, before, after).map(String::from).unwrap_or_default()
                }
                _ => {
                    before = Some(c);
                    continue;
                }
            };
            if !text.is_empty() {
                before = Some(c);
            }
            self.keep(at);
            self.kept = next;
            if !text.is_empty() {
                self.runs.push(Run { text: text.into(), at, bytes: c.len_utf8() });
            }
        }
    }
}

/// A text with every letter taken for the Latin one that it looks like; nothing where it reads so as it is, or not all of it is ASCII then.
pub(crate) fn lookalike(text: &str) -> Option<String> {
    let read = as_read(text);
    if read.is_ascii() {
        return None;
    }
    let letters: Vec<char> = read.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    let at = |at: Option<usize>| at.and_then(|at| letters.get(at)).copied();
    let plain = |(index, &c): (usize, &char)| match c {
        _ if c.is_ascii() => Some(c),
        _ => latin_letter(c, at(index.checked_sub(1)), at(Some(index + 1))).or_else(|| looks_like(c)),
    };
    letters.iter().enumerate().map(plain).collect()
}

/// A text in plain letters: as it looks where all of that is ASCII, else as it reads.
pub(crate) fn plainest(text: &str) -> Cow<'_, str> {
    if is_plain(text) { Cow::Borrowed(text) } else { lookalike(text).map_or_else(|| as_read(text), Cow::Owned) }
}

/// Most different characters that a message tells.
const MOST_TOLD: usize = 5;

/// The first characters of a text that are not plain, each once.
pub(crate) fn differing(text: &str) -> Vec<char> {
    let mut told = Vec::new();
    for c in text.chars().filter(|c| !is_plain(c.encode_utf8(&mut [0; 4]))) {
        if told.len() < MOST_TOLD && !told.contains(&c) {
            told.push(c);
        }
    }
    told
}

/// Whether a mark is over or under a letter as a stroke is, and makes no letter of another alphabet with it.
fn is_stroke_through(letter: char, mark: char) -> bool {
    !mark.is_ascii() && letter.is_ascii_alphanumeric() && is_combining_mark(mark) && compose(letter, mark).is_none()
}

/// Whether a character is a digit above or below the line.
fn is_raised(c: char) -> bool {
    matches!(c, '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}' | '\u{2074}'..='\u{2079}' | '\u{2080}'..='\u{2089}')
}

/// What a digit above or below the line means: after a letter it belongs to the name, after a number it is that of a note.
fn raised(c: char, before: Option<char>) -> String {
    if before.is_some_and(|before| !before.is_numeric()) { c.nfkc().collect() } else { String::new() }
}

/// Whether a character is a plain Latin letter or digit, or several, in another form: wide, mathematical, in a circle, a ligature.
fn is_form(c: char) -> bool {
    matches!(c, '\u{17f}' | '\u{2100}'..='\u{214f}' | '\u{2160}'..='\u{2188}' | '\u{2460}'..='\u{2468}' | '\u{24b6}'..='\u{24e9}' | '\u{fb00}'..='\u{fb06}'
        | '\u{ff10}'..='\u{ff5a}' | '\u{1d400}'..='\u{1d7ff}' | '\u{1f130}'..='\u{1f189}' | '\u{1fbf0}'..='\u{1fbf9}')
        && plain_form(c).is_some()
        || small_capital(c).is_some()
}

/// The letter that a small capital is a form of; Unicode takes them for letters of their own.
fn small_capital(c: char) -> Option<char> {
    const SMALL_CAPITALS: [char; 24] = [
        'ᴀ', 'ʙ', 'ᴄ', 'ᴅ', 'ᴇ', 'ꜰ', 'ɢ', 'ʜ', 'ɪ', 'ᴊ', 'ᴋ', 'ʟ', 'ᴍ', 'ɴ', 'ᴏ', 'ᴘ', 'ʀ', 'ꜱ', 'ᴛ', 'ᴜ', 'ᴠ', 'ᴡ',
        'ʏ', 'ᴢ',
    ];
    if !matches!(c, '\u{262}'..='\u{2a2}' | '\u{1d00}'..='\u{1d22}' | '\u{a730}'..='\u{a731}') {
        return None;
    }
    SMALL_CAPITALS
        .into_iter()
        .zip("ABCDEFGHIJKLMNOPRSTUVWYZ".chars())
        .find(|(small, _)| *small == c)
        .map(|(_, plain)| plain)
}

/// The plain Latin letters or digits that a character is a form of.
fn plain_form(c: char) -> Option<String> {
    if let Some(plain) = small_capital(c) {
        return Some(plain.to_string());
    }
    // White letters in black circles and squares have no other form by Unicode.
    let letter = match c {
        '\u{1f150}'..='\u{1f169}' => Some(u32::from(c) - 0x1f150),
        '\u{1f170}'..='\u{1f189}' => Some(u32::from(c) - 0x1f170),
        _ => None,
    };
    let plain = match letter.and_then(|letter| char::from_u32(u32::from('A') + letter)) {
        Some(letter) => String::from(letter),
        None => c.nfkc().collect(),
    };
    plain.chars().all(|c| c.is_ascii_alphanumeric()).then_some(plain)
}

/// The Latin letter or digit that a letter of another script looks like between two others.
fn latin_letter(c: char, before: Option<char>, after: Option<char>) -> Option<char> {
    if let Some(plain) = only(c.nfkc()).filter(char::is_ascii_alphabetic) {
        return Some(plain);
    }
    if is_stroke(c) {
        // After a small letter, and before a vowel or another stroke, an `l` is likelier than an `I`.
        let is_before_vowel = |c: char| {
            is_stroke(c)
                || c == 'l'
                || matches!(latin_letter(c, None, None).unwrap_or(c).to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u')
        };
        let is_l = before.is_some_and(char::is_lowercase) || after.is_some_and(is_before_vowel);
        return Some(if is_l { 'l' } else { 'I' });
    }
    looks_like(c).filter(char::is_ascii_alphanumeric)
}

/// The character of ASCII that a character looks like, by Unicode's list; a zero looks like a capital O there.
fn looks_like(c: char) -> Option<char> {
    let at = LOOKALIKES.partition_point(|&entry| entry >> 8 < u32::from(c));
    match LOOKALIKES.get(at).filter(|&entry| entry >> 8 == u32::from(c)) {
        Some(entry) => char::from_u32(entry & 0xff),
        None => Some(c).filter(char::is_ascii_graphic),
    }
}

/// Whether a letter is an upright stroke, as `l` and `I` are in many fonts.
fn is_stroke(c: char) -> bool {
    !c.is_ascii() && looks_like(c) == Some('l') || matches!(c, '\u{4cf}')
}

/// The only item.
fn only(mut items: impl Iterator<Item = char>) -> Option<char> {
    let first = items.next();
    first.filter(|_| items.next().is_none())
}

/// Whether a character is of a script that is written without blanks between words, and so borders on names in Latin letters.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{115e}' | '\u{1161}'..='\u{11ff}'
        | '\u{1780}'..='\u{17b3}' | '\u{2e80}'..='\u{3163}' | '\u{3165}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}' | '\u{ff65}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}
