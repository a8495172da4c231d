//! Reads escaped characters: entities of HTML, escapes of JSON and YAML, control words of RTF.

use memchr::{memchr_iter, memmem};

/// What a piece of markup means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// Not even a separator: the letters around it belong together.
    Nothing,
    /// A separator.
    Gap,
    /// A line end.
    Line,
    /// The character that is meant.
    Character(char),
    /// A letter or digit that no one has to escape: who reads the file as it is sees something else.
    Spelled(char),
}

impl Piece {
    /// The character that an escape means.
    fn escaped(c: Option<char>) -> Self {
        match c {
            Some(c) if c.is_ascii_alphanumeric() => Self::Spelled(c),
            Some(c) => Self::Character(c),
            None => Self::Character(UNKNOWN),
        }
    }
}

/// Stands for an escape whose character is not known; no text has this one.
const UNKNOWN: char = '\u{ffff}';

/// What a backslash begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Backslash {
    /// Nothing but itself, or the escape of a sign.
    Sign,
    /// An escape of JSON, YAML or a programming language, which may be that of a line end.
    Escape,
    /// A control word of the Rich Text Format.
    Rtf,
}

/// How many escaped line ends a text has at least whose line ends are escaped, chosen: an agreement has dozens of lines.
const FEWEST_ESCAPED_LINES: usize = 4;

impl Backslash {
    /// RTF is known by its first group. A string of JSON has all of its line ends escaped, so that no `\n` before a word hides that
    /// the word begins with an n.
    pub(super) fn in_text(text: &str) -> Self {
        if text.trim_start().starts_with("{\\rtf") {
            return Self::Rtf;
        }
        let mut ends = memmem::find_iter(text.as_bytes(), "\\n");
        let Some(first) = ends.next() else { return Self::Sign };
        let (count, last) = ends.fold((1, first), |(count, _), at| (count + 1, at));
        let between = &text[first..last];
        let goes_on = |at: usize| between[..at].trim_end_matches('\r').ends_with('\\');
        let is_whole = memchr_iter(b'\n', between.as_bytes()).all(goes_on);
        if count >= FEWEST_ESCAPED_LINES && is_whole { Self::Escape } else { Self::Sign }
    }

    /// Reads what the backslash at `at` begins: what it means, and where it ends.
    pub(super) fn read(self, text: &str, at: usize) -> (Piece, usize) {
        match self {
            Self::Sign => escaped(text, at + 1, false),
            Self::Escape => escaped(text, at + 1, true),
            Self::Rtf => control_word(text, at + 1),
        }
    }
}

/// Reads the entity after the `&` that ends at `from`, however often it was escaped; a `&` that begins none is itself.
pub(super) fn entity(text: &str, from: usize) -> (Piece, usize) {
    let (mut piece, mut end) = (Piece::Character('&'), from);
    while piece == Piece::Character('&')
        && let Some(length) = text[end..].bytes().take(12).position(|byte| byte == b';')
        && let name = &text[end..end + length]
        && name.trim_start_matches('#').starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.trim_start_matches('#').bytes().all(|byte| byte.is_ascii_alphanumeric())
    {
        piece = named(name);
        end += length + 1;
    }
    (piece, end)
}

/// What an entity means; those of quotation marks, blanks and the like only separate.
fn named(name: &str) -> Piece {
    let code = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => number.parse().ok(),
        },
        None if LAYOUT.split(' ').any(|known| known == name) => return Piece::Gap,
        None => {
            let known = [("amp", '&'), ("lt", '<'), ("gt", '>')].into_iter().find(|known| known.0 == name);
            return Piece::Character(known.map_or(UNKNOWN, |known| known.1));
        }
    };
    Piece::escaped(code.and_then(char::from_u32))
}

/// Entities of HTML by which a text is set, and says nothing more; the mark of a copyright is written in several ways.
const LAYOUT: &str = "nbsp ensp emsp thinsp numsp puncsp hairsp shy zwj zwnj lrm rlm quot apos ldquo rdquo lsquo rsquo bdquo sbquo \
    laquo raquo lsaquo rsaquo prime Prime ndash mdash horbar hyphen dash bull middot hellip copy reg trade sect para dagger Dagger \
    period comma colon semi lpar rpar lsqb rsqb lbrack rbrack lbrace rbrace lcub rcub sol bsol num ast lowbar grave Tab NewLine";

/// What follows a backslash of JSON, YAML and the programming languages; line ends only where the text has escaped ones.
fn escaped(text: &str, from: usize, has_lines: bool) -> (Piece, usize) {
    match &text.as_bytes()[from..] {
        [b'n' | b'r' | b'f', ..] if has_lines => (Piece::Line, from + 1),
        [b't', ..] if has_lines => (Piece::Gap, from + 1),
        [b'u', digits @ ..] => match digits.get(..4).and_then(hexadecimal) {
            // Half of a character beyond U+FFFF is none.
            Some(code) => (Piece::escaped(char::from_u32(code)), from + 5),
            None => (Piece::Gap, from),
        },
        _ => (Piece::Gap, from),
    }
}

/// What follows a backslash of RTF.
fn control_word(text: &str, from: usize) -> (Piece, usize) {
    let rest = &text.as_bytes()[from..];
    if let Some(byte) = rest.strip_prefix(b"'").and_then(|rest| rest.get(..2)).and_then(hexadecimal) {
        let byte = u8::try_from(byte).unwrap_or_default();
        return (Piece::escaped(Some(crate::decode::windows_1252_character(byte))), from + 3);
    }
    let letters = run(rest, |byte| byte.is_ascii_alphabetic());
    let number = letters + usize::from(rest.get(letters) == Some(&b'-'));
    let digits = run(&rest[number..], |byte| byte.is_ascii_digit());
    let mut end = from + if digits > 0 { number + digits } else { letters };
    match &rest[..letters] {
        b"" => (Piece::Gap, from),
        b"u" if digits > 0 => {
            // Numbers beyond 32,767 are written as negative ones. The replacement for readers without Unicode follows.
            let code = text[from + letters..end]
                .parse::<i64>()
                .ok()
                .and_then(|code| u32::try_from(code.rem_euclid(0x1_0000)).ok());
            end += usize::from(text.as_bytes().get(end) == Some(&b'?'));
            (Piece::escaped(code.and_then(char::from_u32)), end)
        }
        b"par" | b"line" | b"page" => (Piece::Line, end),
        b"tab" => (Piece::Gap, end),
        // The space after a control word belongs to it.
        word if CONTROL_WORDS.split(' ').any(|known| known.as_bytes() == word) => {
            (Piece::Nothing, end + usize::from(text.as_bytes().get(end) == Some(&b' ')))
        }
        // Whatever else a backslash begins is a word, also of a text that only looks like RTF.
        _ => (Piece::Gap, from),
    }
}

/// Control words of RTF that set a text and hide nothing of it.
const CONTROL_WORDS: &str = "rtf ansi ansicpg mac pc deff deflang deflangfe lang langfe langnp uc viewkind fonttbl f fs fcharset fnil \
    froman fswiss fmodern fprq colortbl red green blue cf cb highlight stylesheet s cs pard plain b i ul ulnone ql qr qc qj li ri fi \
    sa sb sl slmult tx widctlpar nowidctlpar keep keepn hyphpar itap ltrpar rtlpar ltrch rtlch loch hich dbch af nosupersub \
    sect sectd paperw paperh margl margr margt margb pn pntext pnlvlbody adeflang nouicompat generator kerning expnd expndtw \
    bullet lquote rquote ldblquote rdblquote endash emdash";

fn hexadecimal(digits: &[u8]) -> Option<u32> {
    let digits = std::str::from_utf8(digits).ok()?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

/// How many of the first bytes are of one sort.
pub(super) fn run(bytes: &[u8], sort: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !sort(*byte)).unwrap_or(bytes.len())
}
