//! Reads the YAML in which nearly all metadata is written, many times as fast as the parser does: keys, lists by dashes, and values of one
//! line, each plain or in quotes without escapes. Whatever has anything else is left to the parser, which gives the same tree.

use super::builder::{Builder, Limits, MOST_BYTES};
use super::tree::{Document, Kind, Scalar, Style};
use crate::source::Span;

/// Most bytes of a line: no key of YAML is longer than 1,024.
const MOST_LINE: usize = 1_000;

/// A list or a mapping that is still open.
struct Level {
    /// The column of its dashes or keys.
    column: usize,
    is_list: bool,
}

/// Reads line after line.
struct Reader<'t> {
    text: &'t str,
    builder: Builder,
    open: Vec<Level>,
    /// Whether a value must come next: after a dash, after a key, at the beginning.
    waits: bool,
    /// Whether the line before ended with a value without quotes, which may go on.
    may_go_on: bool,
}

/// The document in the part `block` of a text, where it has nothing that only the parser reads.
pub(super) fn read(text: &str, block: Span) -> Option<Document> {
    let source = block.of(text).as_bytes();
    if source.len() > MOST_BYTES {
        return None;
    }
    // A fold without an early end, which the compiler makes wide.
    if !source.iter().fold(true, |plain, byte| plain & is_plain(*byte)) {
        return None;
    }
    let mut reader = Reader {
        text,
        builder: Builder::new(block, Limits::YAML),
        open: Vec::with_capacity(16),
        waits: true,
        may_go_on: false,
    };
    let mut start = 0;
    // Between `\r` and `\n` is a line without anything.
    for end in memchr::memchr2_iter(b'\n', b'\r', source).chain([source.len()]) {
        reader.line(Span::new(block.start + start, block.start + end))?;
        start = end + 1;
    }
    reader.end()
}

impl Reader<'_> {
    fn line(&mut self, line: Span) -> Option<()> {
        let written = line.of(self.text).trim_ascii_end();
        let blanks = blanks(written);
        let rest = &written[blanks..];
        // Between the two bytes of one line end is no line.
        let between = self.text.as_bytes().get(line.start.wrapping_sub(1)..=line.end);
        if between == Some(&b"\r\n"[..]) {
            return Some(());
        }
        let may_go_on = std::mem::take(&mut self.may_go_on);
        if may_go_on && !self.waits && self.open.last().is_some_and(|top| blanks > top.column) && goes_on(rest) {
            self.may_go_on = true;
            return self.builder.go_on(rest, line.start + written.len());
        }
        if rest.is_empty() || rest.starts_with('#') {
            return Some(());
        }
        if written.len() > MOST_LINE {
            return None;
        }
        self.entry(line.start, written, blanks)
    }

    /// Reads a line from a column on: any number of dashes, then a key, a value, or both.
    fn entry(&mut self, start: usize, line: &str, mut column: usize) -> Option<()> {
        let mut is_item = false;
        while line[column..].starts_with("- ") {
            self.enter(start, line, column, true)?;
            self.waits = true;
            column += 1;
            column += blanks(&line[column..]);
            is_item = true;
        }
        let rest = &line[column..];
        if rest == "-" {
            self.enter(start, line, column, true)?;
            self.waits = true;
            return Some(());
        }
        let Some(length) = key_length(rest.as_bytes()) else {
            return if is_item { self.value(start + column, rest) } else { None };
        };
        self.enter(start, line, column, false)?;
        self.add(start + column, &rest[..length], 0)?;
        self.waits = true;
        let value = length + 1 + blanks(&rest[length + 1..]);
        if value == rest.len() { Some(()) } else { self.value(start + column + value, &rest[value..]) }
    }

    /// Goes to the list or mapping with a column: one that is open, or one that begins there as the value that must come next.
    fn enter(&mut self, start: usize, line: &str, column: usize, is_list: bool) -> Option<()> {
        if self.waits {
            let is_inside =
                |above: &Level| column > above.column || column == above.column && is_list && !above.is_list;
            if !self.open.last().is_none_or(is_inside) {
                return None;
            }
            // A list in the column of its key begins with its first value.
            let is_flush = self.open.last().is_some_and(|above| column == above.column);
            let first = start + column + usize::from(is_flush) * (1 + blanks(&line[column + 1..]));
            if is_flush && first == start + line.len() {
                return None;
            }
            let kind = if is_list { Kind::Sequence(Vec::new()) } else { Kind::Mapping(Vec::new()) };
            self.builder.open(Span::new(first, first), None, kind, false).ok()?;
            self.open.push(Level { column, is_list });
            self.waits = false;
            return Some(());
        }
        // A list may stand in the column of the key that it belongs to.
        while self.open.pop_if(|top| top.column > column || top.column == column && top.is_list && !is_list).is_some() {
            self.builder.close(0);
        }
        self.open.last().filter(|top| top.column == column && top.is_list == is_list).map(|_| ())
    }

    /// Adds the value at the end of a line.
    fn value(&mut self, at: usize, written: &str) -> Option<()> {
        match written.as_bytes() {
            [quote @ (b'\'' | b'"'), inner @ .., end] if quote == end => {
                let is_plain = !inner.iter().any(|byte| byte == quote || *byte == b'\\' && *quote == b'"');
                is_plain.then(|| self.add(at, written, 1))?
            }
            [b'[', .., b']'] | b"{}" => self.brackets(at, written),
            bytes => {
                self.may_go_on = true;
                is_plain_value(bytes).then(|| self.add(at, written, 0))?
            }
        }
    }

    /// Adds a list in brackets on one line, or an empty mapping.
    fn brackets(&mut self, at: usize, written: &str) -> Option<()> {
        let kind = if written == "{}" { Kind::Mapping(Vec::new()) } else { Kind::Sequence(Vec::new()) };
        let end = at + written.len();
        self.builder.open(Span::new(at, end), None, kind, true).ok()?;
        let inner = &written[1..written.len() - 1];
        let mut start = at + 1;
        for part in inner.split(',').filter(|_| !inner.trim_ascii().is_empty()) {
            let item = part.trim_ascii();
            let is_plain = item.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" _-./".contains(&byte));
            if !is_plain || !is_plain_value(item.as_bytes()) {
                return None;
            }
            self.add(start + blanks(part), item, 0)?;
            start += part.len() + 1;
        }
        self.builder.close(end);
        self.waits = false;
        Some(())
    }

    /// Adds a scalar, without so many quotes on each side.
    fn add(&mut self, at: usize, written: &str, quotes: usize) -> Option<()> {
        let style = if quotes > 0 { Style::Quoted } else { Style::Plain };
        let value = written[quotes..written.len() - quotes].to_owned();
        let span = Span::new(at, at + written.len());
        self.builder.add(span, None, Kind::Scalar(Scalar { value, style })).ok()?;
        self.waits = false;
        Some(())
    }

    fn end(mut self) -> Option<Document> {
        for _ in &self.open {
            self.builder.close(0);
        }
        (!self.waits).then(|| self.builder.finish())
    }
}

/// Whether a byte means the same to all readers of YAML: printable ASCII, and the parts of characters that are no line endings, controls or
/// marks of the byte order in any of them.
const fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n' | b'\r' | 0x80..=0xbf | 0xc3..=0xe1 | 0xe3..=0xee | 0xf0..)
}

fn blanks(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b' ').count()
}

/// The length of the key that a text begins with, up to the `:` that a blank or nothing follows.
fn key_length(text: &[u8]) -> Option<usize> {
    let is_part =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/' | b'(' | b')' | b' ');
    let length = text.iter().position(|byte| !is_part(byte))?;
    let is_key = text[length] == b':'
        && matches!(text.get(length + 1), None | Some(b' '))
        && length > 0
        && (text[0].is_ascii_alphanumeric() || text[0] == b'_')
        && text[length - 1] != b' ';
    is_key.then_some(length)
}

/// Whether a text is a value without quotes, in which nothing has a meaning of its own.
fn is_plain_value(text: &[u8]) -> bool {
    let begins = match text {
        [b'-', next, ..] => next.is_ascii_alphanumeric() || *next == b'.',
        [first, ..] => {
            first.is_ascii_alphanumeric() || matches!(first, b'_' | b'.' | b'/' | b'(' | b'<' | b'+' | b'$' | 0x80..)
        }
        [] => false,
    };
    begins && has_no_marks(text)
}

/// Whether a line goes on with the value of the line before.
fn goes_on(line: &str) -> bool {
    !line.is_empty() && !line.starts_with(['#', '-', '?', ':', '%']) && has_no_marks(line.as_bytes())
}

/// Whether neither a key nor a comment is in a text.
fn has_no_marks(text: &[u8]) -> bool {
    !text.ends_with(b":") && !text.windows(2).any(|two| matches!(two, b": " | b" #"))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::super::parse::parse_slowly;
    use super::read;
    use crate::source::Span;
    use arbtest::arbitrary::Unstructured;
    use arbtest::arbtest;

    /// Pieces of YAML that mean something to some readers.
    const PIECES: &[&str] = &[
        "a",
        "b_c",
        "model-index",
        "- ",
        "-",
        "- ",
        "  ",
        "  ",
        " ",
        ": ",
        ":",
        ": ",
        "\n",
        "\n",
        "\n- ",
        "\n  ",
        "\n  - ",
        "\n    ",
        "0.5",
        "-1",
        "x y",
        "'",
        "\"",
        "'q'",
        "\"q\"",
        "#",
        " # c",
        "\\",
        "[]",
        "{}",
        "[a]",
        "{a: b}",
        "|",
        ">",
        "&a ",
        "*a",
        "!t ",
        "? ",
        "---\n",
        "...",
        "%",
        "@",
        "`",
        ",",
        "é",
        "\u{85}",
        "\u{2028}",
        "日本",
        "\u{feff}",
        "\t",
        "\r",
        "~",
        "null",
        "<<",
        "=",
        "(en)",
        "a/b",
        "https://x.org/",
        "key: value",
        "- item",
        "k:\n",
        "- k: v\n  l: w\n",
        "k:\n- v\n",
        "k:\n  l: v\n",
        "...\n",
        ".",
        "$",
        "+",
        "<",
    ];

    /// Lines as people write them.
    const LINES: &[&str] = &[
        "k: v",
        "l: 'v'",
        "k:",
        "- v",
        "- k: v",
        "-",
        "- - v",
        "- k:",
        "",
        "# c",
        "m: \"v\"",
        "n: []",
        "v w",
        "(x)",
        "- [a, b c ]",
        "o: {}",
    ];

    /// How much of YAML is read here, and that the parser reads it alike.
    #[test]
    fn the_parser_reads_the_same() {
        let mut alike = 0;
        for seed in 1..=10_000u64 {
            let mut property = |bytes: &mut Unstructured<'_>| {
                let mut text = String::new();
                for _ in 0..bytes.int_in_range(1..=7)? {
                    // Mostly lines that are well formed, some with anything in them.
                    text.push_str(&"  ".repeat(bytes.int_in_range(0..=3)?));
                    text.push_str(bytes.choose(LINES)?);
                    while bytes.ratio(1, 5)? {
                        text.push_str(bytes.choose(PIECES)?);
                    }
                    text.push_str(bytes.choose(&["\n", "\n", "\r\n", "\r"])?);
                }
                let text = format!("#{text}\n{text}");
                let block = Span::new(text.len() / 2 + 1, text.len());
                if let Some(document) = read(&text, block) {
                    assert_eq!(parse_slowly(&text, block).as_ref(), Ok(&document), "{:?}", block.of(&text));
                    alike += 1;
                }
                Ok(())
            };
            arbtest(&mut property).seed(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) << 32 | 256).run();
        }
        assert!(alike > 500, "only {alike} texts were read");
    }

    #[test]
    fn front_matter_as_people_write_it_is_read() {
        for text in [
            "license: mit\nbase_model: acme/plover\n",
            "license: mit\nlanguage:\n- en\n- 'no'\ntags:\n  - \"a b\"\n  -   c\n\n# more\nmodel-index:\n- name: Plover\n  results:\n  - task:\n      \
             type: x\n    metrics:\n    - type: acc (mean)\n      value: -0.5\n  -\n    task: y\nurl: https://a.org/b:c#d\n",
            "- a\n- b: c\n  d: e\n- - f\n  - g",
            "a: b\n  c, d\r\n   (e)\nf:\r\n- g\r\n  'h'\r\n",
            "a: é\nb: []\nc: [ en, 0.5 , a-b ]\nd: {}\n",
            "license: apache-2.0\r\n\r\ntags:\r\n- dino \r\n- vision\r\n",
        ] {
            let block = Span::new(0, text.len());
            assert_eq!(parse_slowly(text, block).unwrap(), read(text, block).unwrap(), "{text}");
        }
    }
}
