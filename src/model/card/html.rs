//! Splits the HTML in a card into text, tags and what nobody sees, as the HTML standard does: a comment ends at `-->` and not at the first
//! `>`, and a `>` in quotes ends no tag. HTML comes in pieces, between which the state is kept.

use std::borrow::Cow;

/// A piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'h> {
    /// Text between tags.
    Text(&'h str),
    /// A tag without `<` and `>`.
    Tag(Cow<'h, str>),
    /// A comment, a part of a tag that goes on in the next piece of HTML, or the content of an element that holds no HTML.
    Unseen(&'h str),
}

/// Elements whose content is no HTML, and ends only at their own end tag.
const RAW: [&str; 9] = ["iframe", "noembed", "noframes", "plaintext", "script", "style", "textarea", "title", "xmp"];

/// What the next byte belongs to.
#[derive(Debug, Default)]
enum State {
    #[default]
    Text,
    /// After `<!--`.
    Comment,
    /// After `<!`, `<?`, or `</` before anything but a letter: all up to the next `>`.
    Declaration,
    /// The content of one of [`RAW`].
    Raw(&'static str),
    /// A tag that began in an earlier piece of HTML: what was read of it, and how far that is in its quotes.
    Tag(String, Quotes),
}

/// Reads HTML piece by piece.
#[derive(Debug, Default)]
pub(super) struct Tokenizer {
    state: State,
}

impl Tokenizer {
    /// Whether a comment is open, or the content of an element that holds no HTML.
    pub(super) fn hides(&self) -> bool {
        !matches!(self.state, State::Text | State::Raw("textarea" | "xmp" | "plaintext"))
    }

    /// Ends a tag or a declaration at the end of its block of Markdown. Tells whether something was open that must end there; programs
    /// disagree on what belongs to it after that.
    pub(super) fn end_block(&mut self) -> bool {
        match self.state {
            State::Text | State::Raw(_) => false,
            State::Comment => true,
            State::Declaration | State::Tag(..) => {
                self.state = State::Text;
                true
            }
        }
    }

    /// The first piece of some HTML and its length in bytes; nothing at its end.
    pub(super) fn next<'h>(&mut self, html: &'h str) -> Option<(usize, Piece<'h>)> {
        if html.is_empty() {
            return None;
        }
        match &mut self.state {
            State::Text => {}
            State::Comment => return Some(self.until(html, &["-->", "--!>"])),
            State::Declaration => return Some(self.until(html, &[">"])),
            State::Raw(name) => {
                let end = end_tag(html, name);
                let shows = !self.hides();
                if end.is_some() {
                    self.state = State::Text;
                }
                let content = &html[..end.unwrap_or(html.len())];
                return Some((content.len(), if shows { Piece::Text(content) } else { Piece::Unseen(content) }));
            }
            State::Tag(begun, quotes) => {
                let end = quotes.tag_end(html);
                begun.push_str(&html[..end.unwrap_or(html.len())]);
                let Some(end) = end else { return Some((html.len(), Piece::Unseen(html))) };
                let tag = std::mem::take(begun);
                self.go_on_after(&tag);
                return Some((end + 1, Piece::Tag(tag.into())));
            }
        }
        let open = memchr::memchr_iter(b'<', html.as_bytes()).find(|&open| begins_markup(&html[open..]));
        match open {
            None => Some((html.len(), Piece::Text(html))),
            Some(open) if open > 0 => Some((open, Piece::Text(&html[..open]))),
            Some(_) => Some(self.markup(html)),
        }
    }

    /// The markup at the start of some HTML.
    fn markup<'h>(&mut self, html: &'h str) -> (usize, Piece<'h>) {
        if let Some(comment) = html.strip_prefix("<!--") {
            // The shortest comments are `<!-->` and `<!--->`.
            if let Some(length) = [">", "->"].iter().find(|end| comment.starts_with(**end)).map(|end| 4 + end.len()) {
                return (length, Piece::Unseen(&html[..length]));
            }
            self.state = State::Comment;
            return (4, Piece::Unseen(&html[..4]));
        }
        if !html[1..].trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic()) {
            self.state = State::Declaration;
            return (1, Piece::Unseen(&html[..1]));
        }
        let mut quotes = Quotes::default();
        let Some(end) = quotes.tag_end(&html[1..]) else {
            self.state = State::Tag(html[1..].to_owned(), quotes);
            return (html.len(), Piece::Unseen(html));
        };
        let tag = &html[1..=end];
        self.go_on_after(tag);
        (end + 2, Piece::Tag(tag.into()))
    }

    fn go_on_after(&mut self, tag: &str) {
        let raw = RAW.into_iter().find(|name| name.eq_ignore_ascii_case(name_of(tag)) && !tag.starts_with('/'));
        self.state = raw.map_or(State::Text, State::Raw);
    }

    /// What is hidden, up to and with the first of some ends.
    fn until<'h>(&mut self, html: &'h str, ends: &[&str]) -> (usize, Piece<'h>) {
        let end =
            ends.iter().filter_map(|end| Some(memchr::memmem::find(html.as_bytes(), end.as_bytes())? + end.len()));
        let length = end.min().inspect(|_| self.state = State::Text).unwrap_or(html.len());
        (length, Piece::Unseen(&html[..length]))
    }
}

/// Whether a `<` begins markup: a letter, `!`, `?` or `/` follows.
fn begins_markup(html: &str) -> bool {
    html.as_bytes().get(1).is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'!' | b'?' | b'/'))
}

/// Where the end tag of an element begins.
fn end_tag(html: &str, name: &str) -> Option<usize> {
    memchr::memmem::find_iter(html.as_bytes(), "</").find(|at| {
        let rest = &html.as_bytes()[at + 2..];
        rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
            && rest.get(name.len()).is_none_or(|after| !after.is_ascii_alphanumeric() && *after != b'-')
    })
}

/// How far a tag is in the quotes around its values.
#[derive(Debug, Default)]
struct Quotes {
    open: Option<u8>,
    /// The last byte that is not a blank: a quote opens after `=` only.
    before: u8,
}

impl Quotes {
    /// Where a tag ends whose next part this is: at the first `>` that is not in a quoted value.
    fn tag_end(&mut self, part: &str) -> Option<usize> {
        for (at, &byte) in part.as_bytes().iter().enumerate() {
            match self.open {
                Some(open) if byte == open => self.open = None,
                None if matches!(byte, b'"' | b'\'') && self.before == b'=' => self.open = Some(byte),
                None if byte == b'>' => return Some(at),
                _ => {}
            }
            if !byte.is_ascii_whitespace() {
                self.before = byte;
            }
        }
        None
    }
}

/// The name of a tag.
pub(super) fn name_of(tag: &str) -> &str {
    let tag = tag.trim_start_matches('/');
    tag.split(|c: char| c.is_ascii_whitespace() || c == '/').next().unwrap_or_default()
}

/// The attributes of a tag with their values; one without a value has an empty one.
pub(super) fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let tag = tag.trim_start_matches('/');
    let mut rest = tag.get(name_of(tag).len()..).unwrap_or_default();
    std::iter::from_fn(move || {
        let is_between = |c: char| c.is_ascii_whitespace() || c == '/';
        rest = rest.trim_start_matches(is_between);
        // An attribute may begin with `=`.
        let first = rest.chars().next()?.len_utf8();
        let end = rest[first..].find(|c| is_between(c) || c == '=').map_or(rest.len(), |end| first + end);
        let name = &rest[..end];
        rest = rest[end..].trim_start();
        let Some(value) = rest.strip_prefix('=') else { return Some((name, "")) };
        let value = value.trim_start();
        let (value, left) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        rest = left;
        Some((name, value))
    })
}

/// The value of an attribute of a tag.
pub(super) fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    attributes(tag).find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::{Piece, Tokenizer, attributes};

    /// The pieces of HTML that comes line by line: text as it is, `[tag]`, `-` for what is hidden.
    fn pieces(html: &str) -> String {
        let (mut tokenizer, mut told) = (Tokenizer::default(), String::new());
        for line in html.split_inclusive('\n') {
            let mut at = 0;
            while let Some((length, piece)) = tokenizer.next(&line[at..]) {
                match piece {
                    Piece::Text(text) => told.push_str(text),
                    Piece::Tag(tag) => told.extend(["[", &*tag, "]"]),
                    Piece::Unseen(_) => told.push('-'),
                }
                assert!(length > 0, "{html}");
                at += length;
            }
        }
        told
    }

    #[test]
    fn html_is_split_as_the_standard_splits_it() {
        for (html, expected) in [
            ("", ""),
            ("a <b>c</b> d", "a [b]c[/b] d"),
            ("a < b > c <", "a < b > c <"),
            ("a<!-- > b -->c", "a--c"),
            ("a<!-- b --!>c", "a--c"),
            ("a<!-->b<!--->c-->", "a-b-c-->"),
            ("a<!--\nb > c\n\n-- >\n-->d", "a------d"),
            ("a<!DOCTYPE b>c<?d >e?>f</ g>h", "a--c--e?>f--h"),
            ("a<![CDATA[ b > c ]]>d", "a-- c ]]>d"),
            ("<img alt=\"a > b\" x='>'>c", "[img alt=\"a > b\" x='>']c"),
            ("<p a\"b>c", "[p a\"b]c"),
            ("<p\nhidden\n>a", "--[p\nhidden\n]a"),
            ("<script>a<b></b>\n</scripts>c</SCRIPT >d", "[script]--[/SCRIPT ]d"),
            ("<textarea>a<b>c</textarea>d", "[textarea]a<b>c[/textarea]d"),
            ("<style>a", "[style]-"),
            ("a<!-- b", "a--"),
        ] {
            assert_eq!(pieces(html), expected, "{html}");
        }
    }

    #[test]
    fn attributes_have_their_values() {
        for (tag, expected) in [
            ("p", &[][..]),
            ("p hidden", &[("hidden", "")]),
            ("p a=b c='d e' f=\"g'\" h", &[("a", "b"), ("c", "d e"), ("f", "g'"), ("h", "")]),
            ("p a = b/ c", &[("a", "b/"), ("c", "")]),
            ("p data-href=x href = 'y'", &[("data-href", "x"), ("href", "y")]),
            ("p/hidden/", &[("hidden", "")]),
            ("p =a b='c", &[("=a", ""), ("b", "c")]),
            ("p a=", &[("a", "")]),
            ("/p", &[]),
        ] {
            assert_eq!(attributes(tag).collect::<Vec<_>>(), expected, "{tag}");
        }
    }
}
