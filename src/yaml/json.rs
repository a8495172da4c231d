//! Reads JSON into the same tree as YAML: all that Python's `json.load` takes, and of other text as much as can be made out.
//!
//! YAML holds JSON only nearly: it refuses control characters, long keys and deep lists that `json.load` reads, so a file could hide
//! from the gate what its users load. What Python refuses (comments, commas at the end, text after the value) is read as well as
//! it can be, and the first such fault is told.

use super::builder::{Builder, Limits};
use super::error::{Error, ErrorKind};
use super::tree::{Document, Kind, Scalar, Style};
use crate::source::Span;

/// Most lists and mappings inside each other; Python's reader stops near its limit of 1,000 calls.
const MOST_DEPTH: usize = 1_000;

/// Reads a text, from which a byte-order mark has been taken; the second is the first thing that Python refuses, if there is any.
pub(crate) fn parse_json(text: &str) -> (Document, Option<Error>) {
    let whole = Span::new(0, text.len());
    // No text has more values than bytes, and the bytes are bounded.
    let limits = Limits { depth: MOST_DEPTH, nodes: usize::MAX };
    let mut reader = JsonReader { text, at: 0, builder: Builder::new(whole, limits), open: Vec::new(), fault: None };
    if let Err(error) = reader.read() {
        reader.fault.get_or_insert(error);
    }
    let fault = reader.fault;
    (reader.builder.finish(), fault)
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// A value, or the end of the list that has just begun or goes on after a comma.
    Value,
    /// A key, or the end of the mapping.
    Key,
    /// The colon behind a key.
    Colon,
    /// A comma or the end.
    Comma,
}

struct JsonReader<'t> {
    text: &'t str,
    at: usize,
    builder: Builder,
    /// The closing bracket of each open list and mapping.
    open: Vec<u8>,
    fault: Option<Error>,
}

impl JsonReader<'_> {
    /// Reads to the end of the first value, or as far as it can.
    fn read(&mut self) -> Result<(), Error> {
        let mut next = Next::Value;
        let mut after_comma = false;
        while let Some(byte) = self.next_byte() {
            let start = self.at;
            let in_mapping = self.open.last() == Some(&b'}');
            match byte {
                b'{' | b'[' => {
                    self.expect(next == Next::Value, "a comma or another mark is missing before this");
                    self.at += 1;
                    let (close, kind) = if byte == b'{' {
                        (b'}', Kind::Mapping(Vec::new()))
                    } else {
                        (b']', Kind::Sequence(Vec::new()))
                    };
                    self.builder.open(Span::new(start, self.at), None, kind, true)?;
                    self.open.push(close);
                    next = if byte == b'{' { Next::Key } else { Next::Value };
                    after_comma = false;
                    continue;
                }
                b'}' | b']' => {
                    self.at += 1;
                    let is_closed = self.open.last() == Some(&byte);
                    let is_due =
                        next == Next::Comma || !after_comma && next == if in_mapping { Next::Key } else { Next::Value };
                    self.expect_at(start, is_closed && is_due, "this bracket is not due here");
                    if !is_closed {
                        continue;
                    }
                    self.builder.close(self.at);
                    self.open.pop();
                    next = Next::Comma;
                }
                b',' => {
                    self.expect(next == Next::Comma, "this comma is not due here");
                    self.at += 1;
                    after_comma = true;
                    next = if in_mapping { Next::Key } else { Next::Value };
                    continue;
                }
                b':' => {
                    self.expect(next == Next::Colon, "this colon is not due here");
                    self.at += 1;
                    next = Next::Value;
                    continue;
                }
                b'/' | b'#' => {
                    self.expect(false, "JSON has no comments");
                    self.skip_comment();
                    continue;
                }
                b'"' | b'\'' => {
                    self.expect(byte == b'"', "JSON has no texts in single quotes");
                    self.expect(matches!(next, Next::Value | Next::Key), "a comma or a colon is missing before this");
                    let value = self.quoted(byte);
                    self.add(start, value, Style::Quoted)?;
                }
                _ => {
                    self.expect(next == Next::Value, "this is no text in quotes");
                    let value = self.bare().to_owned();
                    self.expect_at(start, is_bare_value(&value), "this is no value of JSON");
                    self.add(start, value, Style::Plain)?;
                }
            }
            next = if in_mapping && next == Next::Key { Next::Colon } else { Next::Comma };
            after_comma = false;
            if self.open.is_empty() {
                return self.end();
            }
        }
        if self.at == 0 || self.builder.is_empty() {
            // Nothing stands there, so nothing is hidden.
            return Ok(());
        }
        Err(self.error("the text ends before its last bracket is closed"))
    }

    /// Nothing may follow the first value.
    fn end(&mut self) -> Result<(), Error> {
        if self.next_byte().is_some() { Err(self.error("more text follows the end of the value")) } else { Ok(()) }
    }

    fn add(&mut self, start: usize, value: String, style: Style) -> Result<(), Error> {
        self.builder.add(Span::new(start, self.at), None, Kind::Scalar(Scalar { value, style })).map(|_| ())
    }

    /// The next byte that is not white space.
    fn next_byte(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count();
        self.text.as_bytes().get(self.at).copied()
    }

    /// Reads a text in quotes to past its end; without one, to the end of all.
    fn quoted(&mut self, quote: u8) -> String {
        let mut value = String::new();
        let bytes = self.text.as_bytes();
        let start = self.at;
        self.at += 1;
        loop {
            let rest = &self.text[self.at..];
            let stop = rest.bytes().position(|byte| byte == quote || byte == b'\\' || byte < b' ');
            let Some(length) = stop else {
                self.expect_at(start, false, "this text is not closed");
                value.push_str(rest);
                self.at = bytes.len();
                return value;
            };
            value.push_str(&rest[..length]);
            self.at += length;
            match bytes[self.at] {
                b'\\' => value.extend(self.escaped()),
                byte if byte == quote => {
                    self.at += 1;
                    return value;
                }
                byte => {
                    self.expect(false, "a text contains a control character");
                    value.push(char::from(byte));
                    self.at += 1;
                }
            }
        }
    }

    /// Reads an escape. Halves of characters without the other half, which Python takes, become U+FFFD.
    fn escaped(&mut self) -> Option<char> {
        let start = self.at;
        let Some(c) = self.text[self.at + 1..].chars().next() else {
            self.at += 1;
            return None;
        };
        self.at += 1 + c.len_utf8();
        Some(match c {
            '"' | '\\' | '/' => c,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => match self.hex() {
                Some(high @ 0xd800..=0xdbff) => self.second_half(high),
                Some(code) => char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
                None => {
                    self.expect_at(start, false, "four hexadecimal digits belong behind `\\u`");
                    char::REPLACEMENT_CHARACTER
                }
            },
            _ => {
                self.expect_at(start, false, "JSON does not have this escape");
                c
            }
        })
    }

    fn second_half(&mut self, high: u32) -> char {
        let before = self.at;
        if self.text[self.at..].starts_with("\\u") {
            self.at += 2;
            if let Some(low @ 0xdc00..=0xdfff) = self.hex() {
                let code = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                return char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
            }
        }
        self.at = before;
        char::REPLACEMENT_CHARACTER
    }

    fn hex(&mut self) -> Option<u32> {
        let digits =
            self.text.get(self.at..self.at + 4).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }

    /// Reads a word without quotes.
    fn bare(&mut self) -> &str {
        let rest = &self.text[self.at..];
        let is_end = |c: char| matches!(c, ',' | ':' | '{' | '}' | '[' | ']' | '"' | '\'' | '#') || c.is_whitespace();
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let length = rest.find(is_end).unwrap_or(rest.len()).max(first);
        self.at += length;
        &rest[..length]
    }

    fn skip_comment(&mut self) {
        let rest = &self.text[self.at..];
        let length = if rest.starts_with("/*") { rest.find("*/").map(|at| at + 2) } else { rest.find('\n') };
        self.at += length.unwrap_or(rest.len());
    }

    fn expect(&mut self, is_right: bool, otherwise: &str) {
        self.expect_at(self.at, is_right, otherwise);
    }

    /// Notes the first error.
    fn expect_at(&mut self, at: usize, is_right: bool, otherwise: &str) {
        if !is_right && self.fault.is_none() {
            self.fault = Some(self.error_at(at, otherwise));
        }
    }

    fn error(&self, message: &str) -> Error {
        self.error_at(self.at, message)
    }

    fn error_at(&self, at: usize, message: &str) -> Error {
        let at = self.text.floor_char_boundary(at);
        Error::new(ErrorKind::Syntax, Span::new(at, self.text.ceil_char_boundary(at + 1)), message)
    }
}

/// Whether Python's reader takes a word without quotes.
fn is_bare_value(word: &str) -> bool {
    if matches!(word, "true" | "false" | "null" | "NaN" | "Infinity" | "-Infinity") {
        return true;
    }
    let digits = word.strip_prefix('-').unwrap_or(word);
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
    let is_padded = digits.len() > 1 && digits.starts_with('0') && digits.as_bytes()[1].is_ascii_digit();
    is_plain && !is_padded && digits.starts_with(|c: char| c.is_ascii_digit()) && digits.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::parse_json;

    /// The texts under the key `k` of the outermost mapping, and the error.
    fn read(text: &str) -> (Vec<String>, Option<String>) {
        let (document, fault) = parse_json(text);
        let entries =
            document.pairs(document.root()).filter(|entry| entry.key.scalar().is_some_and(|key| key.value == "k"));
        let texts = entries.flat_map(|entry| document.strings(entry.value).map(|(text, _)| text.to_owned())).collect();
        (texts, fault.map(|fault| fault.message))
    }

    #[test]
    fn all_that_python_reads() {
        let deep = format!(r#"{{"x": {}{}, "k": "v"}}"#, "[".repeat(900), "]".repeat(900));
        let many = format!(r#"{{"x": [{}1], "k": "v"}}"#, "1,".repeat(100_000));
        let long = format!(r#"{{"{}": 1, "k": "v"}}"#, "x".repeat(5_000));
        let texts = [
            r#"{"k": "v"}"#,
            " \r\n{\t\"\\u006b\":\"v\"}\n",
            "{\"x\": \"\u{7f}\u{80}\u{85}\u{2028}\u{feff}\", \"k\": \"v\"}",
            r#"{"x": [NaN, -Infinity, 1e5, -0.5E-3, 0, {}, [], null, true], "k": "v"}"#,
            r#"{"x": "\ud800 \ud83d\ude00 \ud800\u0041 \"\\\/\b\f\n\r\t", "k": ["v"]}"#,
            &deep,
            &many,
            &long,
        ];
        for text in texts {
            assert_eq!(read(text), (vec!["v".to_owned()], None), "{text:.60}");
        }
        assert_eq!(read(r#"{"k": "a", "k": "b"}"#), (vec!["a".to_owned(), "b".to_owned()], None));
        assert_eq!(read(""), (Vec::new(), None));
        assert_eq!(read(" \n"), (Vec::new(), None));
    }

    #[test]
    fn what_python_refuses_is_read_and_told() {
        let deep = format!(r#"{{"k": "v", "x": {}{}}}"#, "[".repeat(2_000), "]".repeat(2_000));
        let texts = [
            r#"{"k": "v",}"#,
            "{// x\n\"k\": \"v\"}",
            "{/* \" */\"k\": \"v\"}",
            "# x\n{\"k\": \"v\"}",
            r"{'k': 'v'}",
            r#"{k: "v"}"#,
            r#"{"k": "v"} x: ["#,
            r#"{"k": "v"}{"k": "w"}"#,
            r#"{"k": "v""#,
            r#"{"x": 01, "k": "v"}"#,
            r#"{"x": [1,], "k": "v"}"#,
            r#"{"x": [1,,2], "k": "v"}"#,
            r#"{"x": 1 "k": "v"}"#,
            r#"{"x": True, "k": "v"}"#,
            r#"{"x": "\x", "k": "v"}"#,
            r#"{"x": "\u00", "k": "v"}"#,
            "{\"x\": \"a\nb\", \"k\": \"v\"}",
            "{\"k\": \"v\"}\0",
            "{\"k\": \"v\", \"x\": \"\n",
            r#"{"x": [}], "k": "v"}"#,
            &deep,
        ];
        for text in texts {
            let (texts, fault) = read(text);
            assert_eq!((texts.first().map(String::as_str), fault.is_some()), (Some("v"), true), "{text:.60} {fault:?}");
        }
        for text in ["{", "[", "\"", "\\", "{\"", "{\"\\", "}", ":", ",", "/", "/*", "'", "{\"k\\u", "\u{feff}{}", "é"]
        {
            assert!(read(text).1.is_some(), "{text}");
        }
    }

    #[test]
    fn places_are_those_of_the_text() {
        let text = "{\n \"é\": [\"a\",\n  {\"k\": \"v\"}]}";
        let (document, _) = parse_json(text);
        let list = document.pairs(document.root()).next().map(|entry| entry.value);
        let shown: Vec<&str> =
            list.into_iter().flat_map(|list| document.items(list)).map(|node| node.span.of(text)).collect();
        assert_eq!(shown, ["\"a\"", "{\"k\": \"v\"}"]);
        assert_eq!(document.root().span.of(text), text);
    }
}
