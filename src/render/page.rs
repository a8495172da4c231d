//! Our own texts for a terminal: long lines are broken, titles are bold.

use super::color::painted;
use super::wrap::{self, Indent, columns};

/// A text whose first line is a title, as is each line that starts at the margin and ends with a colon. What continues a line is below its
/// last column.
pub(crate) fn page(text: &str, width: usize, color: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.lines().enumerate() {
        let words = line.trim_start_matches(' ');
        let first = line.len() - words.len();
        let is_title = number == 0 || first == 0 && words.ends_with(':');
        let words = if is_title && !words.is_empty() { painted(words, "1", color) } else { words.to_owned() };
        let column = line.rfind("  ").map_or(first, |at| columns(&line[..at + 2]));
        let rest = if column <= width / 2 { column } else { first + 2 };
        wrap::write(&mut out, &words, Indent { first, rest }, width);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn lines_are_broken_below_their_last_column_and_titles_are_bold() {
        let text = "name (error)\n\nTable:\n  a  one two three four five six seven eight nine ten\n";
        assert_eq!(page(text, usize::MAX, false), text);
        let shown = "\x1b[1mname (error)\x1b[0m\n\n\x1b[1mTable:\x1b[0m\n  a  one two three four five six seven\n     eight nine ten\n";
        assert_eq!(page(text, 40, true), shown);
    }
}
