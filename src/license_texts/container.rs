//! What a reader sees of a text, by the kind of file that it stands in.

use super::hidden::{Hidden, Unseen};
use super::html::Page;
use super::rtf;
use crate::source::Span;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use std::borrow::Cow;

/// The kind of file that a text stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    /// Every byte is shown: markup is text.
    Plain,
    /// Shown as a page: targets of links, comments and attributes are not seen.
    Markdown,
    /// Shown as a page.
    Html,
    /// Shown as a page: destinations, hidden text and control words are not seen.
    Rtf,
}

impl Container {
    /// The kind of a file, by its path.
    pub(crate) fn of(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
        match extension.as_str() {
            "md" | "markdown" | "mdx" => Self::Markdown,
            "html" | "htm" | "xhtml" => Self::Html,
            "rtf" => Self::Rtf,
            _ => Self::Plain,
        }
    }

    /// The text as it is shown. What no reader sees is blanked, so that every place stays.
    pub(crate) fn shown(self, text: &str) -> Cow<'_, str> {
        let mut hidden = match self {
            Self::Plain => Vec::new(),
            Self::Markdown => hidden_in_markdown(text),
            Self::Html => Page::read(text),
            Self::Rtf => rtf::hidden(text),
        };
        hidden.retain(|(span, _)| span.start < span.end);
        if hidden.is_empty() {
            return Cow::Borrowed(text);
        }
        hidden.sort_unstable_by_key(|(span, _)| *span);
        let mut shown = String::with_capacity(text.len());
        for (span, unseen) in hidden {
            let start = span.start.max(shown.len());
            if span.end <= start {
                continue;
            }
            shown.push_str(&text[shown.len()..start]);
            let is_marked = unseen == Unseen::Mostly;
            shown.push_str(if is_marked { "^" } else { " " });
            let blank = |byte| if byte == b'\n' { '\n' } else { ' ' };
            shown.extend(text.as_bytes()[start + 1..span.end].iter().copied().map(blank));
        }
        shown.push_str(&text[shown.len()..]);
        Cow::Owned(shown)
    }
}

/// What is not seen of Markdown: the targets and titles of links, their definitions, and what HTML hides.
fn hidden_in_markdown(text: &str) -> Vec<Hidden> {
    let is_plain = memchr::memchr3(b'<', b']', b'&', text.as_bytes()).is_none();
    if is_plain {
        return Vec::new();
    }
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let parser = Parser::new_ext(text, options);
    let definitions = parser.reference_definitions().iter().map(|(_, definition)| definition.span.clone());
    let mut hidden: Vec<Hidden> = definitions.map(|span| (Span::new(span.start, span.end), Unseen::Always)).collect();
    let mut page = Page::new(Unseen::Mostly);
    // The links that are open: where the last thing in each ends.
    let mut links: Vec<usize> = Vec::new();
    for (event, range) in parser.into_offset_iter() {
        let (end, is_start) = (range.end, matches!(event, Event::Start(_)));
        match event {
            Event::Start(Tag::Link { link_type, .. }) => {
                let is_address = matches!(link_type, LinkType::Autolink | LinkType::Email);
                links.push(if is_address { range.end } else { range.start + 1 });
            }
            Event::Start(Tag::Image { .. }) => {
                // Its description is seen where the image is not.
                hidden.push((Span::new(range.start, range.end), Unseen::Mostly));
                links.push(range.end);
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                let end = links.pop().unwrap_or(range.end);
                hidden.push((Span::new(end, range.end), Unseen::Always));
            }
            // A comment in a block of HTML goes on over all of its lines.
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => page.add(text, Span::new(range.start, range.end)),
            _ => {}
        }
        if let Some(inner) = links.last_mut().filter(|_| !is_start) {
            *inner = end.max(*inner);
        }
    }
    hidden.extend(page.finish(text.len()));
    hidden
}
