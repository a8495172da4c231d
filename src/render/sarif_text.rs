//! Plain text as SARIF keeps it: SARIF 2.1.0 gives meaning to `[text](target)` (section 3.11.6) and to `{0}` (section 3.11.5).

use std::borrow::Cow;

/// A text whose words may be those of a repository, so that no reader of SARIF takes a part of it for a link or a placeholder.
///
/// In a link, backslashes are before both brackets, as SARIF has it, and before the parenthesis, for readers that look for `](` and
/// know no backslash. Texts without either are as they were.
pub(super) fn literal(text: &str) -> Cow<'_, str> {
    if !text.contains("](") {
        return without_placeholders(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut backslashes = 0;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if matches!(letter, '[' | ']') {
            // Each backslash before the bracket stands for itself, too.
            out.extend(std::iter::repeat_n('\\', backslashes + 1));
        }
        backslashes = if letter == '\\' { backslashes + 1 } else { 0 };
        out.push(letter);
        if letter == ']' && letters.peek() == Some(&'(') {
            out.push('\\');
        }
    }
    Cow::Owned(without_placeholders(&out).into_owned())
}

/// Doubles all braces where one begins what looks like `{0}`, which is an argument of the message.
fn without_placeholders(text: &str) -> Cow<'_, str> {
    if !text.as_bytes().windows(2).any(|two| two[0] == b'{' && two[1].is_ascii_digit()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('{', "{{").replace('}', "}}"))
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn no_reader_finds_a_link_or_a_placeholder() {
        for (text, wanted) in [
            ("plain [text] in {braces}", "plain [text] in {braces}"),
            ("[x](https://e.test)", r"\[x\]\(https://e.test)"),
            ("![x](1) [y]", r"!\[x\]\(1) \[y\]"),
            (r"\[x\](1)", r"\\\[x\\\]\(1)"),
            ("[a[b](c)](d)", r"\[a\[b\]\(c)\]\(d)"),
            ("日](é", r"日\]\(é"),
            ("{0} and {1", "{{0}} and {{1"),
            ("{{0}}", "{{{{0}}}}"),
            ("[{0}](1)", r"\[{{0}}\]\(1)"),
        ] {
            assert_eq!(literal(text), wanted, "{text}");
        }
    }
}
