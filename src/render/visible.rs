//! Makes text of a repository harmless for a terminal and for the log of a workflow.

use crate::wording::shortened;
use std::borrow::Cow;
use std::fmt::Write;

/// The text with every control, direction and invisible character written out as `\u{1b}`; line endings and tabs stay.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    escaped(text, |letter| !matches!(letter, '\n' | '\t') && is_invisible(letter))
}

/// The text on one line: line endings and tabs become blanks, the rest as [`visible`] has it. Cut after 600 characters.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    const MOST: usize = 600;
    let text = if text.len() > MOST { shortened(text, MOST) } else { Cow::Borrowed(text) };
    if !is_plain(&text) && text.contains(is_invisible) {
        let words: Vec<&str> = text.split(['\r', '\n', '\t']).filter(|part| !part.is_empty()).collect();
        return Cow::Owned(visible(&words.join(" ")).into_owned());
    }
    text
}

/// JSON in which characters that drive a terminal or a workflow are escaped. JSON has them only inside strings.
pub(crate) fn inert_json(json: String) -> String {
    let mut start = 0;
    let mut ends = memchr::memchr_iter(b'\n', json.as_bytes()).chain([json.len()]);
    let is_odd = ends.any(|end| {
        let line = &json[start..end];
        start = end + 1;
        !is_plain(line) && line.contains(is_invisible)
    });
    let json = if is_odd {
        let mut out = String::with_capacity(json.len());
        for letter in json.chars() {
            if letter != '\n' && is_invisible(letter) {
                let mut units = [0; 2];
                for unit in letter.encode_utf16(&mut units) {
                    _ = write!(out, "\\u{unit:04x}");
                }
            } else {
                out.push(letter);
            }
        }
        out
    } else {
        json
    };
    if json.contains("##") {
        return json.replace("##[", "#\\u0023[").replace("##vso[", "#\\u0023vso[");
    }
    json
}

/// Finished text in which no line is a command of a GitHub or Azure workflow: `::error`, `##[error]`.
pub(crate) fn inert_text(text: &str) -> Cow<'_, str> {
    let holds =
        |sign: u8| memchr::memchr_iter(sign, text.as_bytes()).any(|at| text.as_bytes().get(at + 1) == Some(&sign));
    let hashes = holds(b'#');
    if !hashes && !holds(b':') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        let (blanks, rest) = line.split_at(indent);
        out.push_str(blanks);
        // `::: path` opens a second file in the manner of rustc and names no command.
        let rest = match rest.strip_prefix("::") {
            Some(command) if !rest.starts_with("::: ") => {
                out.push_str(": :");
                command
            }
            _ => rest,
        };
        if hashes {
            out.push_str(&rest.replace("##[", "# #[").replace("##vso[", "# #vso["));
        } else {
            out.push_str(rest);
        }
    }
    Cow::Owned(out)
}

fn escaped(text: &str, bad: impl Fn(char) -> bool + Copy) -> Cow<'_, str> {
    if is_plain(text) || !text.contains(bad) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        if bad(letter) {
            out.extend(letter.escape_unicode());
        } else {
            out.push(letter);
        }
    }
    Cow::Owned(out)
}

/// Whether a text is of ASCII without control characters, as most are.
pub(super) fn is_plain(text: &str) -> bool {
    // Many bytes at once, which is quicker than to stop at the first.
    text.bytes().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~'))
}

/// Characters that move the cursor, turn the direction of the text or cannot be seen at all.
const fn is_invisible(letter: char) -> bool {
    // Most letters are plain: these two ranges first.
    if matches!(letter, ' '..='~' | '\u{3000}'..='\u{d7ff}') {
        return false;
    }
    matches!(letter,
        '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'
        | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_cannot_drive_the_terminal() {
        assert_eq!(visible("a\u{1b}[31mb\u{202e}c"), "a\\u{1b}[31mb\\u{202e}c");
        assert_eq!(visible("日本語\n\tab"), "日本語\n\tab");
        assert_eq!(one_line("a\r\n  b\tc\u{7}"), "a   b c\\u{7}");
    }

    #[test]
    fn a_card_cannot_command_a_workflow() {
        assert_eq!(inert_text("  ::error::x\n"), "  : :error::x\n");
        assert_eq!(inert_text(" ::: a.md:1\n"), " ::: a.md:1\n");
        assert_eq!(inert_text("12 | ##[group]x ::y"), "12 | # #[group]x ::y");
        let json = inert_json("{\n\"a\": \"##[group]\u{9b}\u{e0041}\"\n}".to_owned());
        assert_eq!(json, "{\n\"a\": \"#\\u0023[group]\\u009b\\udb40\\udc41\"\n}");
        let read: serde_json::Value = serde_json::from_str(&json).unwrap_or_default();
        assert_eq!(read["a"], "##[group]\u{9b}\u{e0041}");
    }
}
