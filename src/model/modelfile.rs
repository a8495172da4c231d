//! Modelfiles of Ollama: what a model is made from, and the license text it carries.

use super::clue::{Clue, ClueKind};
use super::fields::ToolFile;
use super::text_file::TextFile;
use super::unread::Unread;
use crate::decode::decode;
use crate::source::{Source, Span};

/// Most lines `FROM`, and most lines `LICENSE`, that are read; a model with a projector has two `FROM`.
const MOST_LINES: usize = 16;

/// Reads the models that a Modelfile starts from, by identifier or path.
pub(super) fn read(source: &Source, file: &mut ToolFile) {
    let mut bases = bases(&source.text);
    file.clues.extend(bases.by_ref().take(MOST_LINES).map(|span| Clue {
        kind: ClueKind::Modelfile,
        id: span.of(&source.text).to_owned(),
        quote: None,
        place: source.place(span),
    }));
    if let Some(next) = bases.next() {
        let why = format!("it has more than {MOST_LINES} lines `FROM`");
        file.unread.push(Unread::part(source.place(next), why));
    }
}

/// The license texts of a Modelfile; nothing where it has none.
pub(super) fn license(path: &str, bytes: &[u8]) -> Option<TextFile> {
    let decoded = decode(bytes);
    let text = decoded.text.as_ref();
    bases(text).next()?;
    let spans: Vec<Span> = instructions(text)
        .filter(|(name, _)| name.eq_ignore_ascii_case("license"))
        .map(|(_, value)| value)
        .take(MOST_LINES)
        .collect();
    (!spans.is_empty()).then(|| TextFile::part(Source::new(path, text), decoded.encoding, &spans))
}

/// Values of `FROM` that can be one.
fn bases(text: &str) -> impl Iterator<Item = Span> {
    let from = instructions(text).filter(|(name, _)| name.eq_ignore_ascii_case("from"));
    from.map(|(_, value)| value).filter(|value| {
        let value = value.of(text);
        !value.is_empty() && value.len() <= 500 && !value.contains(char::is_whitespace)
    })
}

/// Instructions with their values, without the quotes around them. A value in quotes may have several lines.
fn instructions(text: &str) -> impl Iterator<Item = (&str, Span)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let end = memchr::memchr2(b'\n', b'\r', &text.as_bytes()[at..]).map_or(text.len(), |length| at + length);
            let line = &text[at..end];
            let start = at + (line.len() - line.trim_start().len());
            let name = line.trim_start().split(char::is_whitespace).next().unwrap_or_default();
            at = end + 1;
            if name.is_empty() || name.starts_with('#') {
                continue;
            }
            let rest = &text[start + name.len()..end];
            let value = start + name.len() + (rest.len() - rest.trim_start().len());
            let quote = ["\"\"\"", "\""].into_iter().find(|quote| text[value..end].starts_with(quote));
            let Some(quote) = quote else {
                return Some((name, Span::new(value, value + text[value..end].trim_end().len())));
            };
            let inner = value + quote.len();
            let length = memchr::memmem::find(&text.as_bytes()[inner..], quote.as_bytes());
            let close = length.map_or(text.len(), |length| inner + length);
            at = close + quote.len();
            return Some((name, Span::new(inner, close)));
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::{bases, instructions};

    fn read(text: &str) -> Vec<(&str, &str)> {
        instructions(text).map(|(name, span)| (name, span.of(text))).collect()
    }

    #[test]
    fn instructions_with_values_of_all_kinds() {
        let text = "# FROM a\r\n\n  from  llama2:13b  \nSYSTEM \"\"\"You are\nFROM b\n\"\"\"\nPARAMETER stop \"x\"\nLICENSE \"one\ntwo\"\n";
        let expected = [
            ("from", "llama2:13b"),
            ("SYSTEM", "You are\nFROM b\n"),
            ("PARAMETER", "stop \"x\""),
            ("LICENSE", "one\ntwo"),
        ];
        assert_eq!(read(text), expected);
        assert_eq!(bases(text).count(), 1);
    }

    #[test]
    fn what_is_not_closed_or_empty() {
        assert_eq!(read("LICENSE \"\"\"text\nFROM x"), [("LICENSE", "text\nFROM x")]);
        assert_eq!(read("FROM"), [("FROM", "")]);
        assert_eq!(read("\"\"\"\n\"\n"), [("\"\"\"", ""), ("\"", "")]);
        assert!(read("").is_empty() && read("\n#\n\u{3000}").is_empty());
        assert_eq!(bases("From there you can go on\nFROM\n").count(), 0);
    }
}
