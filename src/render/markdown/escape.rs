//! Makes text of a repository stay text in Markdown as GitHub reads it: nothing links, mentions, embeds or breaks out.

use crate::policy;
use crate::render::visible::{inert_text, one_line, visible};
use crate::wording::shortened;
use std::fmt::Write;

/// Put where GitHub would see a mention, a reference or an address: it looks for them after reading the Markdown, so that a
/// backslash before them does not help.
const BREAK: char = '\u{200b}';

/// Most characters of a code span; like the other bounds here, chosen.
const MAX_CODE: usize = 200;

/// Most characters of a message or of a line of help that are read.
const MAX_PROSE: usize = 2_000;

/// Most characters of one fenced block.
const MAX_FENCED: usize = 4_000;

/// Running text that stays text, on one line, cut after 600 characters; also right in a cell of a table.
pub(crate) fn plain(text: &str) -> String {
    let line = one_line(text);
    let line = line.trim_start();
    let mut out = String::with_capacity(line.len() + line.len() / 8);
    // Digits, a sign and a blank at the start would open a list.
    let number = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut before = ' ';
    for (at, letter) in line.char_indices() {
        let next = line[at + letter.len_utf8()..].chars().next();
        let joins = next.is_some_and(char::is_alphanumeric);
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // A backslash before these is not enough in tables, in formulas and for simple readers of Markdown.
            '\\' | '`' | '|' | '$' => _ = write!(out, "&#{};", u32::from(letter)),
            '*' | '[' | ']' | '~' => out.extend(['\\', letter]),
            '_' if !before.is_alphanumeric() || !joins => out.push_str("\\_"),
            '+' | '-' | '=' if at == 0 => out.extend(['\\', letter]),
            '.' | ')' if at > 0 && at == number => out.extend(['\\', letter]),
            '#' => {
                out.push_str("\\#");
                out.extend(joins.then_some(BREAK));
            }
            '@' => out.extend(['@', BREAK]),
            // Addresses, and short names of emoji.
            ':' if next.is_some_and(|next| !next.is_whitespace()) => out.extend([':', BREAK]),
            '.' if joins && ends_with(line, at, "www") => out.extend([BREAK, '.']),
            '-' if joins && ends_with(line, at, "GH") => out.extend(['-', BREAK]),
            _ => out.push(letter),
        }
        before = letter;
    }
    out
}

/// Whether `line` up to the byte `at` ends with a word, in small or large letters.
fn ends_with(line: &str, at: usize, word: &str) -> bool {
    at.checked_sub(word.len()).and_then(|from| line.get(from..at)).is_some_and(|end| end.eq_ignore_ascii_case(word))
}

/// A code span on one line, cut after 200 characters; also right in a cell of a table.
pub(crate) fn code(text: &str) -> String {
    let line = one_line(&shortened(text, MAX_CODE)).into_owned();
    if line.contains('|') || line.contains("##[") || line.contains("##vso[") {
        return code_element(&line);
    }
    let fence = "`".repeat(longest_run(&line) + 1);
    let blank = if line.starts_with('`') || line.ends_with('`') || line.starts_with(' ') && line.ends_with(' ') {
        " "
    } else {
        ""
    };
    let line = if line.is_empty() { " " } else { &line };
    format!("{fence}{blank}{line}{blank}{fence}")
}

/// A code span as HTML: no text between back-ticks holds a `|` both inside and outside of a table.
fn code_element(line: &str) -> String {
    let mut out = "<code>".to_owned();
    for letter in line.chars() {
        if letter.is_ascii_punctuation() {
            _ = write!(out, "&#{};", u32::from(letter));
            out.extend((letter == '@').then_some(BREAK));
        } else {
            out.push(letter);
        }
    }
    out.push_str("</code>");
    out
}

/// A fenced block with a line end after it, cut after 4,000 characters. `lang` is a word of our own.
pub(crate) fn fenced(text: &str, lang: &str) -> String {
    let text = shortened(text, MAX_FENCED).replace('\r', "");
    let text = visible(&text);
    let text = inert_text(&text);
    let fence = fence(&text);
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    format!("{fence}{lang}\n{text}{end}{fence}\n")
}

/// Text of our own with pieces of a repository between back-ticks, on one line: such pieces become code spans, the rest stays
/// text, but for the addresses of agreements. Whatever the pieces hold, back-ticks too, no part gets out of the two.
pub(crate) fn prose(text: &str) -> String {
    let text = shortened(text, MAX_PROSE);
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = &*text;
    while let Some((before, inside, after)) = first_span(rest) {
        push_linked(before, &mut out);
        out.push_str(&code(inside));
        rest = after;
    }
    push_linked(rest, &mut out);
    out
}

/// The text before the first piece between back-ticks, the piece, and the text after it. A back-tick between two letters, or
/// next to another one, is part of a piece.
fn first_span(text: &str) -> Option<(&str, &str, &str)> {
    let bytes = text.as_bytes();
    let is_free =
        |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric() && *byte != b'`');
    let mut ticks = memchr::memchr_iter(b'`', bytes);
    let open = ticks.find(|&at| is_free(at.checked_sub(1).and_then(|before| bytes.get(before))))?;
    let close = ticks.find(|&at| at > open + 1 && is_free(bytes.get(at + 1)))?;
    Some((&text[..open], &text[open + 1..close], &text[close + 1..]))
}

/// Text without back-ticks of our own; the addresses of agreements stay links.
fn push_linked(text: &str, out: &mut String) {
    let found = policy::all().iter().find_map(|policy| {
        let (before, after) = text.split_once(policy.url)?;
        let ends = after.is_empty() || after.starts_with([' ', ',']) || after == ".";
        (ends && (before.is_empty() || before.ends_with(' '))).then_some((before, policy.url, after))
    });
    match found {
        Some((before, url, after)) => {
            push_linked(before, out);
            out.push_str(url);
            push_linked(after, out);
        }
        None => push_plain(text, out),
    }
}

/// Plain text with the blanks at its start, which part it from what is written before it.
fn push_plain(text: &str, out: &mut String) {
    if !out.is_empty() && text.starts_with([' ', '\n', '\t']) {
        out.push(' ');
    }
    out.push_str(&plain(text));
}

/// A fence that no line of a text ends: longer than any run of back-ticks in it.
pub(crate) fn fence(text: &str) -> String {
    "`".repeat((longest_run(text) + 1).max(3))
}

/// The most back-ticks in a row.
fn longest_run(text: &str) -> usize {
    text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_text_stays_text() {
        assert_eq!(plain("a *b* _c_ d_e [f](g) ~h~"), "a \\*b\\* \\_c\\_ d_e \\[f\\](g) \\~h\\~");
        assert_eq!(plain("<img> &amp; `x` a|b \\ $1$"), "&lt;img&gt; &amp;amp; &#96;x&#96; a&#124;b &#92; &#36;1&#36;");
        assert_eq!(plain("@x, o/r#1, GH-1"), "@\u{200b}x, o/r\\#\u{200b}1, GH-\u{200b}1");
        assert_eq!(plain("https://a.b WWW.c.d :+1:"), "https:\u{200b}//a.b WWW\u{200b}.c.d :\u{200b}+1:");
        assert_eq!(plain("  - a"), "\\- a");
        assert_eq!(plain("12. a"), "12\\. a");
        assert_eq!(plain("# a\n\n> b\u{202e}"), "\\# a &gt; b&#92;u{202e}");
        assert_eq!(plain("日本。@人"), "日本。@\u{200b}人");
    }

    #[test]
    fn code_spans_hold_everything() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a``b"), "```a``b```");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(code(""), "` `");
        assert_eq!(code("a\nb\u{7}"), "`a b\\u{7}`");
        assert_eq!(code("a|@b"), "<code>a&#124;&#64;\u{200b}b</code>");
        assert_eq!(code("##[x]"), "<code>&#35;&#35;&#91;x&#93;</code>");
        assert_eq!(code(&"x".repeat(300)).len(), 205);
    }

    #[test]
    fn fences_hold_everything() {
        assert_eq!(fenced("a\r\n```\nb\u{1b}", "text"), "````text\na\n```\nb\\u{1b}\n````\n");
        assert_eq!(fenced("::x", ""), "```\n: :x\n```\n");
    }

    #[test]
    fn our_own_back_ticks_stay_code_spans() {
        assert_eq!(prose("`mit` is not allowed (`a_b`)."), "`mit` is not allowed (`a_b`).");
        assert_eq!(prose("no `end @x"), "no &#96;end @\u{200b}x");
        let url = policy::all()[0].url;
        assert_eq!(prose(&format!("It is at {url}")), format!("It is at {url}"));
        assert_ne!(prose(&format!("It is at {url}@x")), format!("It is at {url}@x"));
    }

    #[test]
    fn back_ticks_in_a_value_let_nothing_out() {
        assert_eq!(prose("`x`y` does `z`"), "``x`y`` does `z`");
        assert_eq!(prose("`x` @me ![a](b) `y` does"), "`x` @\u{200b}me !\\[a\\](b) `y` does");
        assert_eq!(prose("`` @me `` does"), "`` ` @me ` `` does");
        assert_eq!(prose("`\n@me` does `a`"), "`@me` does `a`");
    }
}
