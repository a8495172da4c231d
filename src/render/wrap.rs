//! Lines broken at blanks, by the columns that a terminal gives each character.

use super::visible::is_plain;
use std::fmt::Write;
use unicode_width::UnicodeWidthChar;

/// Columns before the first line, and before the others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Indent {
    pub(super) first: usize,
    pub(super) rest: usize,
}

/// The narrowest output that lines are broken for.
const NARROWEST: usize = 40;

/// Writes a text in lines of a width; a word that is wider stays whole. Sequences that color or link have no width.
pub(super) fn write(out: &mut String, text: &str, indent: Indent, width: usize) {
    let width = width.max(NARROWEST);
    _ = write!(out, "{:1$}", "", indent.first);
    let (mut column, mut blanks) = (indent.first, 0);
    let mut is_first = true;
    for word in text.split(' ') {
        if word.is_empty() {
            blanks += 1;
            continue;
        }
        let columns = columns(word);
        if !is_first && column + 1 + blanks + columns > width {
            _ = write!(out, "\n{:1$}", "", indent.rest);
            column = indent.rest;
        } else if !is_first {
            _ = write!(out, "{:1$}", "", 1 + blanks);
            column += 1 + blanks;
        }
        out.push_str(word);
        column += columns;
        (is_first, blanks) = (false, 0);
    }
    out.push('\n');
}

/// The columns of a word.
pub(super) fn columns(word: &str) -> usize {
    if is_plain(word) {
        return word.len();
    }
    let mut count = 0;
    let mut letters = word.chars();
    while let Some(c) = letters.next() {
        if c != '\x1b' {
            count += c.width().unwrap_or_default();
            continue;
        }
        // A color ends with a letter, a link with a backslash.
        let end = if letters.next() == Some(']') { |c: char| c == '\\' } else { |c: char| c.is_ascii_alphabetic() };
        _ = letters.by_ref().find(|c| end(*c));
    }
    count
}

#[cfg(test)]
mod tests {
    use super::{Indent, write};

    fn wrapped(text: &str, width: usize) -> String {
        let mut out = String::new();
        write(&mut out, text, Indent { first: 0, rest: 2 }, width);
        out
    }

    #[test]
    fn lines_are_broken_at_blanks_by_their_columns() {
        let word = "abcdefghi";
        let text = [word; 5].join(" ");
        assert_eq!(wrapped(&text, 49), format!("{text}\n"));
        assert_eq!(wrapped(&text, 48), format!("{word} {word} {word} {word}\n  {word}\n"));
        let wide = "日本語で";
        let text = [wide; 5].join(" ");
        assert_eq!(wrapped(&text, 44), format!("{text}\n"));
        assert_eq!(wrapped(&text, 43), format!("{wide} {wide} {wide} {wide}\n  {wide}\n"));
    }

    #[test]
    fn colors_and_links_have_no_width() {
        let word = "\x1b]8;;https://example.org/a-long-address\x1b\\\x1b[1mabcdefghi\x1b[0m\x1b]8;;\x1b\\";
        let text = [word; 4].join(" ");
        assert_eq!(wrapped(&text, 40), format!("{text}\n"));
    }
}
