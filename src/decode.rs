//! Turns the bytes of a file into text, whatever encoding they are in.

use std::borrow::Cow;

/// How the bytes of a file were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Valid UTF-8.
    Utf8,
    /// Valid UTF-8 after a byte order mark, which is not in the text.
    Utf8Bom,
    /// UTF-16 in either byte order, with a byte order mark or with the NULs that show it.
    Utf16,
    /// UTF-32 in either byte order, with a byte order mark or with the NULs that show it; hardly a program reads it.
    Utf32,
    /// None of these: read as Windows-1252, in which every byte is a character.
    Windows1252,
    /// NUL bytes that neither UTF-16 nor UTF-32 explains; the text is only good for looking at.
    Binary,
}

/// The text of a file and the encoding it was found in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded<'a> {
    /// The characters; borrowed when the file was UTF-8.
    pub(crate) text: Cow<'a, str>,
    /// What the bytes were taken for.
    pub(crate) encoding: Encoding,
}

impl Decoded<'_> {
    /// Whether the bytes are text in an encoding that is known here. Where most of them mean nothing, as with EBCDIC read as
    /// Windows-1252, the file may say anything to somebody who knows its encoding.
    pub(crate) fn is_text(&self) -> bool {
        let share_of = |is_read: fn(char) -> bool| {
            let (read, all) =
                self.text.chars().fold((0, 0), |(read, all), c| (read + usize::from(is_read(c)), all + 1));
            (read, all)
        };
        match self.encoding {
            Encoding::Utf8 | Encoding::Utf8Bom => true,
            Encoding::Utf16 | Encoding::Utf32 | Encoding::Binary => {
                let (read, all) =
                    share_of(|c| c != char::REPLACEMENT_CHARACTER && (!c.is_control() || c.is_whitespace()));
                // Chosen: one character in ten may be lost.
                read * 10 >= all * 9
            }
            Encoding::Windows1252 => {
                let (read, all) = share_of(|c| c == ' ' || c.is_ascii_graphic() || c.is_ascii_whitespace());
                // Chosen: letters with accents are far fewer than half in every language of Windows-1252.
                read * 2 >= all
            }
        }
    }
}

/// How many bytes are examined to distinguish UTF-16 and UTF-32 without a mark from other bytes with NULs; chosen.
const SAMPLE: usize = 4_096;

/// Whether bytes are UTF-8 without NULs, as nearly every file of text is.
pub(crate) fn is_plain_text(bytes: &[u8]) -> bool {
    memchr::memchr(0, bytes).is_none() && std::str::from_utf8(bytes).is_ok()
}

/// Reads any bytes as text, in linear time; what cannot be read becomes U+FFFD.
pub(crate) fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe\0\0") {
        return utf32(rest, u32::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(b"\0\0\xfe\xff") {
        return utf32(rest, u32::from_be_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return utf16(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return utf16(rest, u16::from_be_bytes);
    }
    if memchr::memchr(0, bytes).is_some() {
        return with_nul(bytes);
    }
    let (body, encoding) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, Encoding::Utf8Bom),
        None => (bytes, Encoding::Utf8),
    };
    match std::str::from_utf8(body) {
        Ok(text) => Decoded { text: Cow::Borrowed(text), encoding },
        Err(_) => Decoded { text: windows_1252(body).into(), encoding: Encoding::Windows1252 },
    }
}

/// UTF-16 is known by NULs that are nearly all on even, or nearly all on odd, places; UTF-32 by three NULs in four bytes.
fn with_nul(bytes: &[u8]) -> Decoded<'_> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let mut nuls = [0usize; 4];
    for (at, _) in sample.iter().enumerate().filter(|(_, byte)| **byte == 0) {
        nuls[at % 4] += 1;
    }
    let [first, second, third, fourth] = nuls;
    // Characters beyond U+FFFF are few, and only the highest byte of all is never set.
    let many = sample.len() / 4 * 4 / 5;
    if many > 0 && fourth >= many && third >= many && first * 20 <= fourth {
        return utf32(bytes, u32::from_le_bytes);
    }
    if many > 0 && first >= many && second >= many && fourth * 20 <= first {
        return utf32(bytes, u32::from_be_bytes);
    }
    let (even, odd) = (first + third, second + fourth);
    let many = (sample.len() / 2) * 2 / 5;
    if odd > many && even * 20 <= odd {
        return utf16(bytes, u16::from_le_bytes);
    }
    if even > many && odd * 20 <= even {
        return utf16(bytes, u16::from_be_bytes);
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => windows_1252(bytes).into(),
    };
    Decoded { text, encoding: Encoding::Binary }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded<'_> {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Decoded { text: text.into(), encoding: Encoding::Utf16 }
}

fn utf32(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> Decoded<'_> {
    let units = bytes.as_chunks::<4>().0.iter().map(|four| unit(*four));
    let text: String = units.map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Decoded { text: text.into(), encoding: Encoding::Utf32 }
}

fn windows_1252(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| windows_1252_character(*byte)).collect()
}

/// The characters of the bytes 0x80 to 0x9F; the five that mean nothing stay control characters.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

pub(crate) fn windows_1252_character(byte: u8) -> char {
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// The byte that Windows-1252 writes for a character, where it has one.
///
/// U+FFFD counts as the byte 0x9D, the one that readers most often lose in quotation marks.
pub(crate) fn windows_1252_byte(c: char) -> Option<u8> {
    match u32::from(c) {
        code @ 0..=0xff => u8::try_from(code).ok(),
        0xfffd => Some(0x9d),
        _ => (0x80..).zip(HIGH).find(|(_, high)| *high == c).map(|(byte, _)| byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, Encoding) {
        let decoded = decode(bytes);
        (decoded.text.into_owned(), decoded.encoding)
    }

    #[test]
    fn reads_each_encoding() {
        assert_eq!(read(b""), (String::new(), Encoding::Utf8));
        assert_eq!(read("é".as_bytes()), ("é".into(), Encoding::Utf8));
        assert_eq!(read(b"\xef\xbb\xbfa"), ("a".into(), Encoding::Utf8Bom));
        assert_eq!(read(b"\xff\xfea\0b\0"), ("ab".into(), Encoding::Utf16));
        assert_eq!(read(b"\xfe\xff\0a\0b"), ("ab".into(), Encoding::Utf16));
        assert_eq!(read(b"a\0b\0c\0d\0"), ("abcd".into(), Encoding::Utf16));
        assert_eq!(read(b"\0a\0b\0c\0d"), ("abcd".into(), Encoding::Utf16));
        assert_eq!(read(b"\xa9 \x93x\x94"), ("© “x”".into(), Encoding::Windows1252));
        for bytes in
            [&b"\xff\xfe\0\0a\0\0\0b\0\0\0"[..], b"\0\0\xfe\xff\0\0\0a\0\0\0b", b"a\0\0\0b\0\0\0", b"\0\0\0a\0\0\0b"]
        {
            assert_eq!(read(bytes), ("ab".into(), Encoding::Utf32), "{bytes:?}");
        }
        assert_eq!(read(b"abc\0def").1, Encoding::Binary);
        assert_eq!(read(b"\xff\0\0\0\xfe").1, Encoding::Binary);
    }

    #[test]
    fn text_is_told_from_bytes_that_are_none() {
        let utf16: Vec<u8> = "模型的说明".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let with_mark = [&b"\xff\xfe"[..], &utf16].concat();
        for text in [&b""[..], b"a", "é".as_bytes(), b"Z\xfcrich", &with_mark, b"a text with one \0", b"a\0\0\0b\0\0\0"]
        {
            assert!(decode(text).is_text(), "{text:?}");
        }
        // `license: mit` in EBCDIC, and bytes of a program.
        let ebcdic = b"\x93\x89\x83\x85\x95\xa2\x85\x7a\x40\x94\x89\xa3";
        for bytes in [&ebcdic[..], b"\x7fELF\x02\x01\x01\0\0\0\0", b"\xff\xfe\x00\xd8\x00\xd8"] {
            assert!(!decode(bytes).is_text(), "{bytes:?}");
        }
    }

    #[test]
    fn windows_1252_goes_both_ways() {
        for byte in 0..=255u8 {
            assert_eq!(windows_1252_byte(windows_1252_character(byte)), Some(byte));
        }
        assert_eq!(windows_1252_byte('Ω'), None);
    }
}
