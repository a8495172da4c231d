//! Reads single characters that are written as escapes, entities or bytes in hexadecimal.

use super::markup::{Backslash, Piece, run};

/// Reads an entity after its `&`: the character, or `None` for one that only separates, and its
/// length with the `;`.
pub(crate) fn entity(rest: &str) -> Option<(Option<char>, usize)> {
    let bytes = rest.as_bytes();
    let numeric = usize::from(bytes.first() == Some(&b'#'));
    let hexadecimal = numeric == 1 && matches!(bytes.get(1), Some(b'x' | b'X'));
    let from = numeric + usize::from(hexadecimal);
    let length = run(bytes.get(from..)?.get(..10.min(bytes.len() - from))?, |b| b.is_ascii_alphanumeric());
    let end = from + length;
    if length == 0 || bytes.get(end) != Some(&b';') {
        return None;
    }
    let name = &rest[from..end];
    let character = match (numeric, hexadecimal) {
        (1, true) => number(u32::from_str_radix(name, 16).ok()?),
        (1, false) => number(name.parse().ok()?),
        _ => NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c).or_else(|| accented(name)),
    };
    Some((character, end + 1))
}

/// Browsers read the numbers of control characters as Windows-1252.
fn number(code: u32) -> Option<char> {
    match u8::try_from(code) {
        Ok(byte @ 0x80..=0x9f) => Some(single(byte)),
        _ => char::from_u32(code),
    }
}

/// `&eacute;` and its like stand for their first letter, to which they would be folded.
fn accented(name: &str) -> Option<char> {
    const ACCENTS: [&str; 8] = ["acute", "grave", "circ", "uml", "tilde", "cedil", "ring", "slash"];
    let first = name.chars().next()?;
    let accent = name.get(1..)?;
    ACCENTS.contains(&accent).then_some(first)
}

const NAMED: [(&str, char); 14] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("AMP", '&'),
    ("LT", '<'),
    ("GT", '>'),
    ("shy", '\u{ad}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("bsol", '\\'),
    ("fflig", '\u{fb00}'),
    ("filig", '\u{fb01}'),
    ("fllig", '\u{fb02}'),
    ("szlig", 'ß'),
];

/// Reads what a backslash at `at` begins.
pub(crate) fn backslash(text: &str, at: usize, kind: Backslash) -> (Piece, usize) {
    let bytes = text.as_bytes();
    match kind {
        Backslash::Rtf => control_word(text, at + 1),
        Backslash::Tex => command(text, at + 1),
        Backslash::Escape => {
            // Escaped twice or more is read like escaped once.
            let from = at + run(&bytes[at..], |b| b == b'\\');
            escaped(text, from)
        }
    }
}

/// What stands after the backslashes of JSON, YAML and the programming languages.
fn escaped(text: &str, from: usize) -> (Piece, usize) {
    let rest = &text.as_bytes()[from..];
    match rest {
        [b'\n', ..] => (Piece::Nothing, from + 1),
        [b'\r', b'\n', ..] => (Piece::Nothing, from + 2),
        [b'n' | b'r' | b'f' | b'v', ..] => (Piece::Line, from + 1),
        [b't' | b'b', ..] => (Piece::Gap, from + 1),
        [b'u', b'{', ..] => {
            let digits = run(&rest[2..], |b| b.is_ascii_hexdigit());
            let code = hexadecimal(&rest[2..2 + digits.min(6)]);
            (code.and_then(char::from_u32).map_or(Piece::Gap, Piece::Character), from + 2 + digits)
        }
        [b'u', ..] => coded(rest, from, 4),
        [b'U', ..] => coded(rest, from, 8),
        [b'x', ..] => bytes_in(text, from - 1, "\\x", 16),
        [b'0'..=b'7', ..] => bytes_in(text, from - 1, "\\", 8),
        _ => (Piece::Gap, from),
    }
}

/// A character by its number in a fixed count of hexadecimal digits.
fn coded(rest: &[u8], from: usize, digits: usize) -> (Piece, usize) {
    match rest.get(1..=digits).and_then(hexadecimal) {
        Some(code) => (char::from_u32(code).map_or(Piece::Gap, Piece::Character), from + 1 + digits),
        None => (Piece::Gap, from),
    }
}

fn hexadecimal(digits: &[u8]) -> Option<u32> {
    let digits = std::str::from_utf8(digits).ok()?;
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(digits, 16).ok()
}

/// Reads `=E2=80=99` of mail and `%E2%80%99` of addresses; a lone sign only separates.
pub(crate) fn byte_sign(text: &str, at: usize) -> (Piece, usize) {
    let bytes = text.as_bytes();
    match &bytes[at..] {
        // The soft line break of mail.
        [b'=', b'\n', ..] => (Piece::Nothing, at + 2),
        [b'=', b'\r', b'\n', ..] => (Piece::Nothing, at + 3),
        [b'=', ..] => bytes_in(text, at, "=", 16),
        _ => bytes_in(text, at, "%", 16),
    }
}

/// Reads one character from bytes that are each written as `sign` and digits.
fn bytes_in(text: &str, at: usize, sign: &str, radix: u32) -> (Piece, usize) {
    let width = if radix == 8 { 3 } else { 2 };
    let read = |at: usize| -> Option<(u8, usize)> {
        // Mail may break its lines between the bytes of a character.
        let at = at + if sign == "=" && text[at..].starts_with("=\n") { 2 } else { 0 };
        let digits = text.get(at..)?.strip_prefix(sign)?.get(..width)?;
        let upper = digits.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
        if sign == "=" && !upper || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        Some((u8::from_str_radix(digits, radix).ok()?, at + sign.len() + width))
    };
    let Some((first, mut end)) = read(at) else { return (Piece::Gap, at + sign.len()) };
    if first < 0x80 {
        // Letters need no escaping: digits after the sign are then just digits.
        if first.is_ascii_alphanumeric() {
            return (Piece::Gap, at + sign.len());
        }
        let line = matches!(first, b'\n' | b'\r');
        return (if line { Piece::Line } else { Piece::Character(char::from(first)) }, end);
    }
    let alone = (Piece::Character(single(first)), end);
    let mut sequence = [first, 0, 0, 0];
    let length = usize::from(1 + u8::from(first >= 0xc0) + u8::from(first >= 0xe0) + u8::from(first >= 0xf0));
    for byte in &mut sequence[1..length] {
        let Some((next, past)) = read(end) else { return alone };
        *byte = next;
        end = past;
    }
    match std::str::from_utf8(&sequence[..length]).ok().and_then(|s| s.chars().next()) {
        Some(c) => (Piece::Character(c), end),
        None => alone,
    }
}

fn single(byte: u8) -> char {
    crate::decode::character(byte)
}

/// What stands after a backslash of RTF.
fn control_word(text: &str, from: usize) -> (Piece, usize) {
    let bytes = text.as_bytes();
    let rest = bytes.get(from..).unwrap_or_default();
    match rest {
        [b'\'', ..] => {
            let code = rest.get(1..3).and_then(hexadecimal).and_then(|code| u8::try_from(code).ok());
            return match code {
                Some(byte) => (Piece::Character(single(byte)), from + 3),
                None => (Piece::Gap, from + 1),
            };
        }
        [b'-', ..] => return (Piece::Nothing, from + 1),
        [b'\n' | b'\r', ..] => return (Piece::Line, from + 1),
        _ => {}
    }
    let letters = run(rest, |b| b.is_ascii_alphabetic());
    if letters == 0 {
        return (Piece::Gap, from);
    }
    let sign = usize::from(rest.get(letters) == Some(&b'-'));
    let digits = run(&rest[letters + sign..], |b| b.is_ascii_digit());
    let mut end = from + letters + if digits > 0 { sign + digits } else { 0 };
    if bytes.get(end) == Some(&b' ') {
        end += 1;
    }
    match &rest[..letters] {
        b"u" if digits > 0 => {
            let number = text[from + 1..from + 1 + sign + digits].parse::<i64>().unwrap_or(0);
            // The sign for readers that know no Unicode stands after it.
            if bytes.get(end) == Some(&b'?') {
                end += 1;
            }
            let code = u32::try_from(number.rem_euclid(0x1_0000)).unwrap_or(0);
            (char::from_u32(code).map_or(Piece::Gap, Piece::Character), end)
        }
        b"par" | b"line" | b"page" | b"sect" | b"row" | b"cell" => (Piece::Line, end),
        b"tab" | b"emdash" | b"endash" | b"bullet" => (Piece::Gap, end),
        _ => (Piece::Nothing, end),
    }
}

/// What stands after a backslash of TeX.
fn command(text: &str, from: usize) -> (Piece, usize) {
    let bytes = text.as_bytes();
    let rest = bytes.get(from..).unwrap_or_default();
    let letters = run(rest, |b| b.is_ascii_alphabetic());
    match &rest[..letters] {
        b"" => (if rest.first() == Some(&b'-') { Piece::Nothing } else { Piece::Gap }, from),
        // Commands whose first argument is not text.
        b"begin" | b"end" | b"href" | b"label" | b"usepackage" | b"documentclass" | b"vspace" | b"hspace"
        | b"pagestyle" => {
            let argument = &rest[letters..];
            let length = run(argument, |b| !matches!(b, b'}' | b'\n' | b'\\'));
            let closed = usize::from(argument.get(length) == Some(&b'}'));
            (Piece::Line, from + letters + length + closed)
        }
        b"item" | b"par" | b"newline" | b"section" | b"subsection" => (Piece::Line, from + letters),
        _ => (Piece::Gap, from + letters),
    }
}
