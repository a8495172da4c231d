//! Splits a text into the words of its wording, without markup, escapes and decoration.
//!
//! Whatever is neither letter nor digit separates, so comment signs, quotation marks, bullets,
//! boxes and line breaks need no rule each. Signs that say something are kept apart, with their places.
//! Markup that has letters of its own is read by [`super::markup`].

use super::escape::Piece;
use super::hash;
use super::letters::{self, ASCII_SIGNS, Folded};
use super::markup::Markup;
use super::rule_lines::RuleLines;
use super::word::{COUNT, COUNT_LETTER, Scanned, Sign, Word, WordKind};

/// The longest text that is read, in bytes, chosen; the rest of a longer one is left out.
pub(super) const LONGEST: usize = 256 << 20;

/// The words of a text, without the numbers and letters that count its clauses.
pub(super) fn words(text: &str) -> Vec<Word> {
    scan(text).words
}

/// The words of a text, and the signs in it that say something.
pub(super) fn scan(text: &str) -> Scanned {
    let text = &text[..text.floor_char_boundary(LONGEST)];
    let mut scan = Scan {
        bytes: text.as_bytes(),
        found: Vec::with_capacity(text.len() / 6 + 8),
        signs: Vec::new(),
        rule_lines: RuleLines::default(),
        word: OpenWord::default(),
        line: 0,
    };
    scan.run(text);
    let Scan { found: words, mut signs, .. } = scan;
    signs.sort_by_key(|sign| sign.at);
    Scanned { words, signs }
}

/// The word that is being read.
#[derive(Default, Clone, Copy)]
struct OpenWord {
    /// Hash of the letters so far, and how many they are; of these, digits, and letters of Roman numerals up to 39.
    hash: u64,
    letters: u32,
    digits: u32,
    numerals: u32,
    /// First byte in the text, and one past the last.
    start: usize,
    end: usize,
}

/// One pass over the bytes of a text.
struct Scan<'a> {
    bytes: &'a [u8],
    found: Vec<Word>,
    signs: Vec<Sign>,
    rule_lines: RuleLines,
    word: OpenWord,
    /// The line that is being read, from 0.
    line: u32,
}

/// What a byte is to the scanner; letters and digits are their own class, in lower case.
const CLASS: [u8; 256] = classes();
const SEPARATOR: u8 = 0;
const NEWLINE: u8 = 1;
const RETURN: u8 = 2;
const MARKUP: u8 = 3;
const HIGH: u8 = 4;
const SIGN: u8 = 5;
/// The least class that is a letter or digit.
const LETTER: u8 = b'0';

const fn classes() -> [u8; 256] {
    let mut table = [SEPARATOR; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "counts to 255")]
        let b = byte as u8;
        table[byte] = match b {
            b'0'..=b'9' | b'a'..=b'z' => b,
            b'A'..=b'Z' => b + 32,
            b'\n' | 0x0b | 0x0c => NEWLINE,
            b'\r' => RETURN,
            b'<' | b'&' | b'\\' | b']' => MARKUP,
            0x80.. => HIGH,
            _ => SEPARATOR,
        };
        byte += 1;
    }
    let mut place = 0;
    while place < ASCII_SIGNS.len() {
        let class = &mut table[ASCII_SIGNS[place] as usize];
        if *class == SEPARATOR {
            *class = SIGN;
        }
        place += 1;
    }
    table
}

impl Scan<'_> {
    fn run(&mut self, text: &str) {
        let mut markup = Markup::default();
        let mut at = 0;
        while let Some(&byte) = self.bytes.get(at) {
            match CLASS[usize::from(byte)] {
                LETTER.. => at = self.add_letters(at),
                SEPARATOR => {
                    at += 1;
                    self.close(char::from(byte), at);
                }
                SIGN => {
                    let is_layout = byte == b'>' && markup.address_end == at;
                    self.close(char::from(byte), at + 1);
                    if !is_layout {
                        self.add_sign(char::from(byte), at);
                    }
                    at += 1;
                }
                NEWLINE => {
                    self.close('\n', at);
                    self.line += 1;
                    at += 1;
                }
                RETURN => {
                    self.close('\n', at);
                    self.line += u32::from(self.bytes.get(at + 1) != Some(&b'\n'));
                    at += 1;
                }
                MARKUP => {
                    let (piece, end) = markup.read(text, at);
                    self.add_piece(piece, at, end);
                    at = end;
                }
                _ => {
                    let (c, end) = letters::repaired(text, at);
                    self.add_piece(Piece::Character(c), at, end);
                    at = end;
                }
            }
        }
        self.close('\n', at);
    }

    /// Reads ASCII letters and digits into the open word; most words are whole then.
    fn add_letters(&mut self, from: usize) -> usize {
        let mut hash = self.word.hash;
        let mut at = from;
        let mut next = b'\n';
        while let Some(&byte) = self.bytes.get(at) {
            let class = CLASS[usize::from(byte)];
            if class < LETTER {
                next = byte;
                break;
            }
            hash = hash::push(hash, u64::from(class));
            at += 1;
        }
        let letters = u32::try_from(at - from).unwrap_or(u32::MAX / 2);
        let first = self.bytes[from];
        let is_numeral = matches!(first | 32, b'i' | b'v' | b'x');
        if self.word.letters == 0 {
            // Signs that could make more of a word than a plain one are left to `close`.
            if letters > 1
                && !is_numeral
                && !first.is_ascii_digit()
                && matches!(next, b' ' | b',' | b'\n' | b'"' | b'-')
            {
                self.push_word(
                    OpenWord { hash, letters, start: from, end: at, ..OpenWord::default() },
                    WordKind::Plain,
                );
                return if next == b'\n' { at } else { at + 1 };
            }
            self.word.start = from;
        }
        let run = &self.bytes[from..at];
        let count = |sort: fn(u8) -> bool| {
            u32::try_from(run.iter().filter(|byte| sort(**byte)).count()).unwrap_or(u32::MAX / 2)
        };
        if first.is_ascii_digit() {
            self.word.digits += count(|byte| byte.is_ascii_digit());
        }
        if is_numeral && letters <= 5 {
            self.word.numerals += count(|byte| matches!(byte | 32, b'i' | b'v' | b'x'));
        }
        self.word.hash = hash;
        self.word.letters += letters;
        self.word.end = at;
        at
    }

    #[inline]
    fn push_word(&mut self, word: OpenWord, kind: WordKind) {
        self.found.push(Word {
            hash: word.hash,
            start: place_of(word.start),
            end: place_of(word.end),
            line: self.line,
            letters: u16::try_from(word.letters).unwrap_or(u16::MAX),
            kind,
        });
    }

    fn add_piece(&mut self, piece: Piece, start: usize, end: usize) {
        match piece {
            Piece::Nothing => {}
            // The first byte of a piece may be the sign itself, and so may the one after it.
            Piece::Gap => {
                let sign = if self.bytes[start] == b'\\' { self.bytes.get(end) } else { self.bytes.get(start) };
                let after = if self.bytes[start] == b'\\' { end + 1 } else { start + 1 };
                self.close(sign.map_or('\n', |byte| char::from(*byte)), after);
            }
            Piece::Line => {
                self.close('\n', end);
                self.line += 1;
            }
            Piece::Character(c) => letters::fold(c, |folded| self.add_letter(folded, start, end)),
            Piece::Spelled(c) => {
                self.signs.push(Sign { at: place_of(start), sign: c, value: 0 });
                letters::fold(c, |folded| self.add_letter(folded, start, end));
            }
        }
    }

    /// Adds a sign, where it says something and draws no line.
    fn add_sign(&mut self, sign: char, at: usize) {
        if letters::says_something(sign) && !self.rule_lines.draws(self.bytes, at) {
            self.signs.push(Sign { at: place_of(at), sign, value: 0 });
        }
    }

    /// Adds one folded letter, or separates where the character is none.
    fn add_letter(&mut self, letter: Folded, start: usize, end: usize) {
        let letter = match letter {
            Folded::Letter(letter) => letter,
            Folded::Sign(sign) => {
                self.close(sign, end);
                return self.add_sign(sign, start);
            }
        };
        let word = &mut self.word;
        if word.letters == 0 {
            word.start = start;
        }
        word.hash = hash::push(word.hash, u64::from(u32::from(letter)));
        word.letters += 1;
        word.digits += u32::from(letter.is_ascii_digit());
        word.numerals += u32::from(matches!(letter, 'i' | 'v' | 'x'));
        word.end = end;
    }

    /// Ends the open word before a sign, and drops it where it only counts a clause.
    fn close(&mut self, sign: char, after: usize) {
        let word = self.word;
        if word.letters == 0 {
            return;
        }
        self.word = OpenWord::default();
        let kind = if word.digits == word.letters {
            if self.is_fraction(word.start) { WordKind::Fraction } else { WordKind::Number }
        } else if word.letters == 1 || (word.numerals == word.letters && word.letters <= 5) {
            WordKind::Enumerator
        } else {
            WordKind::Plain
        };
        let next = self.bytes.get(after);
        if sign_of_count(sign) && !next.is_some_and(u8::is_ascii_digit) && self.counts_a_clause(word, kind)
            || sign == ':' && matches!(word.hash, HTTP | HTTPS)
            || sign == '.' && word.hash == WWW
        {
            let sign = match kind {
                WordKind::Number => COUNT,
                WordKind::Enumerator => COUNT_LETTER,
                _ => return,
            };
            self.signs.push(Sign { at: place_of(word.start), sign, value: hash::short(word.hash) });
            return;
        }
        self.push_word(word, kind);
    }

    /// `1.`, `(a)`, `iv.` and the `(c)` of a copyright: some layouts have them, some do not.
    fn counts_a_clause(&self, word: OpenWord, kind: WordKind) -> bool {
        if matches!(kind, WordKind::Plain | WordKind::Fraction)
            || word.letters > 5
            || (kind == WordKind::Number && word.letters > 2)
        {
            return false;
        }
        !self.found.last().is_some_and(|before| REFERENCE_WORDS.contains(&before.hash))
    }

    fn is_fraction(&self, start: usize) -> bool {
        let before = self.bytes[..start].last_chunk::<2>();
        before.is_some_and(|[digit, point]| digit.is_ascii_digit() && *point == b'.')
    }
}

fn place_of(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

/// Signs that end the count of a clause.
fn sign_of_count(sign: char) -> bool {
    matches!(sign, '.' | ')' | ']')
}

/// Words after which a number is part of the wording, not a count.
const REFERENCE_WORDS: [u64; 6] = hash::words(["section", "sections", "version", "article", "clause", "paragraph"]);
const HTTP: u64 = hash::word("http");
const HTTPS: u64 = hash::word("https");
const WWW: u64 = hash::word("www");
