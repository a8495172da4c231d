//! Reads escaped characters: entities of HTML, escapes of JSON and YAML, control words of RTF.

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
}

/// What a backslash begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Backslash {
    /// An escape of JSON, YAML, Markdown or a programming language.
    Escape,
    /// A control word of the Rich Text Format.
    Rtf,
}

impl Backslash {
    /// RTF is known by its first group.
    pub(super) fn in_text(text: &str) -> Self {
        if text.trim_start().starts_with("{\\rtf") { Self::Rtf } else { Self::Escape }
    }

    /// Reads what the backslash at `at` begins: what it means, and where it ends.
    pub(super) fn read(self, text: &str, at: usize) -> (Piece, usize) {
        match self {
            Self::Escape => escaped(text, at + 1),
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
        piece = named(name).map_or(Piece::Gap, Piece::Character);
        end += length + 1;
    }
    (piece, end)
}

/// The character of an entity; `None` for one that only separates, as nearly all do that have names.
fn named(name: &str) -> Option<char> {
    let code = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => number.parse().ok(),
        },
        None => {
            return [("amp", '&'), ("lt", '<'), ("gt", '>')]
                .into_iter()
                .find(|known| known.0 == name)
                .map(|known| known.1);
        }
    };
    code.and_then(char::from_u32)
}

/// What follows a backslash of JSON, YAML and the programming languages.
fn escaped(text: &str, from: usize) -> (Piece, usize) {
    match &text.as_bytes()[from..] {
        [b'n' | b'r' | b'f', ..] => (Piece::Line, from + 1),
        [b't', ..] => (Piece::Gap, from + 1),
        [b'u', digits @ ..] => match digits.get(..4).and_then(hexadecimal) {
            Some(code) => (char::from_u32(code).map_or(Piece::Gap, Piece::Character), from + 5),
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
        return (Piece::Character(crate::decode::windows_1252_character(byte)), from + 3);
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
            (code.and_then(char::from_u32).map_or(Piece::Gap, Piece::Character), end)
        }
        b"par" | b"line" | b"page" => (Piece::Line, end),
        b"tab" => (Piece::Gap, end),
        // The space after a control word belongs to it.
        _ => (Piece::Nothing, end + usize::from(text.as_bytes().get(end) == Some(&b' '))),
    }
}

fn hexadecimal(digits: &[u8]) -> Option<u32> {
    let digits = std::str::from_utf8(digits).ok()?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

/// How many of the first bytes are of one sort.
pub(super) fn run(bytes: &[u8], sort: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !sort(*byte)).unwrap_or(bytes.len())
}
