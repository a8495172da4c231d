//! The model card: its front matter, metadata that the Hub does not see, and its text.

mod block;
pub(crate) mod body;
pub(crate) mod front_matter;
mod html;
mod nesting;
mod shown_line;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod unseen;
mod visibility;
mod written;

use super::keys::KEYS;
use crate::source::{Source, Span};
use crate::spelling::is_slip_of;
use crate::yaml::{self, Document, Entry, Error, Kind, Level, ScalarBelow, Value, pyyaml};
use body::{Block, Body};
use front_matter::Fence;
use shown_line::is_shown_as_written;
use unseen::{Unseen, UnseenReason};
pub(crate) use written::{BASE_MODEL, MOST_BYTES, PARENT_KEYS};
use written::{WrittenField, written_fields};

/// A model card. Reading one never fails: errors are fields next to what could be read.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    /// The text, without a byte-order mark.
    pub(crate) source: Source,
    /// The front matter that the Hub sees.
    pub(crate) fence: Option<Fence>,
    /// Metadata that it does not see.
    pub(crate) unseen: Vec<Unseen>,
    /// That metadata as trees, where the Hub sees no front matter: they are still the author's words.
    pub(crate) unseen_documents: Vec<Document>,
    /// The front matter as a tree; `None` where there is none or it cannot be read.
    pub(crate) document: Option<Document>,
    /// Why the Hub's client reads no metadata although there is a front matter.
    pub(crate) refused: Option<Error>,
    /// Fields that decide in lines of either that no reader of YAML takes for these fields.
    written: Vec<WrittenField>,
    /// The text below the front matter, as far as it is shown.
    body: Body,
    /// Where that text starts.
    pub(crate) body_start: usize,
    /// That text as far as it is shown, where not all of it is.
    shown_body: Option<String>,
}

/// A license identifier that the card declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Declared {
    /// The value as the Hub's client reads it; a value that is not text is given as it is written.
    pub(crate) text: String,
    pub(crate) span: Span,
    /// Whether the client reads it as a text; `no`, `2.0` and dates are not.
    pub(crate) is_text: bool,
}

/// A text in a field that names parents.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ParentText<'c> {
    pub(crate) text: &'c str,
    pub(crate) span: Span,
    /// Whether it is the value or an item of it, as the Hub reads it. Otherwise only what looks like a parent in it is one.
    pub(crate) is_plain: bool,
}

impl Card {
    /// Reads a card.
    pub(crate) fn read(source: Source) -> Self {
        let text = &source.text;
        let fence = front_matter::find(text);
        let unseen = unseen::unseen(text, fence.as_ref());
        let body_start = fence.map_or(0, |fence| fence.body_start);
        let markdown = text.get(body_start..).unwrap_or_default();
        let body = body::read(markdown, body_start);
        let shown_body = body.shown(markdown, body_start);
        let (document, refused) = match fence.map(|fence| yaml::parse(text, fence.block)) {
            None => (None, None),
            Some(Ok(document)) => {
                let refused = yaml::pyyaml_refusal(&document, text).or_else(|| not_a_mapping(&document));
                (Some(document), refused)
            }
            Some(Err(error)) => (None, Some(error)),
        };
        let unseen_documents = if fence.is_some() {
            Vec::new()
        } else {
            unseen.iter().filter_map(|found| yaml::parse(text, found.block).ok()).collect()
        };
        let readable = document.as_ref().filter(|_| refused.is_none());
        let mut written = fence.map_or_else(Vec::new, |fence| written_in(text, fence.block, readable));
        for found in unseen.iter().filter(|found| fence.is_none_or(|fence| fence.block != found.block)) {
            let document = unseen_documents.iter().find(|document| document.block == found.block);
            let block = Span::new(found.block.start, found.block.end.max(end_of_lines(text, found)));
            written.extend(written_in(text, block, document));
        }
        Self { source, fence, unseen, unseen_documents, document, refused, written, body, body_start, shown_body }
    }

    /// A field of the front matter that has a value.
    pub(crate) fn field(&self, key: &str) -> Option<Entry<'_>> {
        let document = self.document.as_ref()?;
        document.get(document.root(), key).filter(|entry| pyyaml::value(entry.value) != Some(Value::Null))
    }

    /// The texts of a field that holds one text or a list of them.
    pub(crate) fn texts(&self, key: &str) -> impl Iterator<Item = (&str, Span)> {
        let field = self.document.as_ref().zip(self.field(key)).into_iter();
        field.flat_map(|(document, entry)| document.strings(entry.value))
    }

    /// The texts of a field in the front matter, or, without one, in the metadata that the Hub does not see; then those in lines
    /// that only a person reads.
    pub(crate) fn all_texts(&self, key: &str) -> impl Iterator<Item = (&str, Span)> {
        let unseen = self
            .unseen_documents
            .iter()
            .filter_map(|document| Some(document.strings(document.get(document.root(), key)?.value)));
        self.texts(key).chain(unseen.flatten()).chain(self.written_texts(key))
    }

    /// The texts of a field in lines that no reader of YAML takes for it.
    pub(crate) fn written_texts(&self, key: &str) -> impl Iterator<Item = (&str, Span)> {
        self.written.iter().filter(move |field| field.key == key).map(|field| (field.text.as_str(), field.span))
    }

    /// The fields that name parents, with their key and what is in their value.
    pub(crate) fn parent_entries(&self) -> impl Iterator<Item = (&'static str, Entry<'_>, Vec<ScalarBelow<'_>>)> {
        let documents = self.document.iter().chain(&self.unseen_documents);
        documents.flat_map(|document| {
            let entries = PARENT_KEYS.into_iter().filter_map(|key| Some((key, document.get(document.root(), key)?)));
            // A slip in the key hides no parent.
            let slips = document.pairs(document.root()).filter_map(|entry| {
                let (key, _) = document.string(entry.key)?;
                (!PARENT_KEYS.contains(&key) && is_slip_of(key, BASE_MODEL)).then_some((BASE_MODEL, entry))
            });
            entries.chain(slips).map(|(key, entry)| (key, entry, document.scalars_below(entry.value)))
        })
    }

    /// The texts in fields that name parents.
    pub(crate) fn parents(&self) -> impl Iterator<Item = ParentText<'_>> {
        let read = self.parent_entries().flat_map(|(_, _, scalars)| scalars).filter_map(|found| match found.value {
            Value::String(text) if !found.is_binary => {
                Some(ParentText { text, span: found.span, is_plain: found.level != Level::Deeper })
            }
            _ => None,
        });
        let written = self.written.iter().filter(|field| PARENT_KEYS.contains(&field.key));
        let written = written.map(|field| ParentText { text: &field.text, span: field.span, is_plain: false });
        read.chain(written)
    }

    /// Whether its metadata are those of a model or of what else the Hub publishes, or does not show which. A key counts without a
    /// value, and however it is spelled.
    pub(crate) fn is_published(&self) -> bool {
        let known = || KEYS.of_models.iter().chain(KEYS.of_others);
        let has_known =
            |is_same: fn(&str, &str) -> bool| self.keys().any(|(key, _)| known().any(|known| is_same(known, key)));
        self.refused.is_some()
            || !self.unseen.is_empty()
            || !self.written.is_empty()
            // Most are spelled as they should be.
            || has_known(|known, key| known == key)
            || has_known(|known, key| letters(known).eq(letters(key)))
    }

    /// The first text of a field.
    pub(crate) fn text(&self, key: &str) -> Option<(&str, Span)> {
        self.texts(key).next()
    }

    /// The values of `license`, each item of a list apart; nothing where the Hub's client reads no metadata.
    pub(crate) fn declared(&self) -> Vec<Declared> {
        if self.refused.is_some() { Vec::new() } else { self.written_licenses("license") }
    }

    /// The values under a key for licenses, whether the Hub can read the card or not.
    pub(crate) fn written_licenses(&self, key: &str) -> Vec<Declared> {
        let (Some(document), Some(entry)) = (&self.document, self.field(key)) else {
            return Vec::new();
        };
        let list = document.items(entry.value);
        let nodes: Vec<_> = if list.len() > 0 { list.collect() } else { vec![entry.value] };
        nodes
            .into_iter()
            .filter_map(|node| match document.string(node) {
                Some((text, span)) => Some(Declared { text: text.to_owned(), span, is_text: true }),
                None => {
                    let text = node.span.of(&self.source.text).trim().to_owned();
                    (!text.is_empty() && text != "~" && text != "null" && text != "[]").then_some(Declared {
                        text,
                        span: node.span,
                        is_text: false,
                    })
                }
            })
            .collect()
    }

    /// The keys of the front matter itself, in order.
    pub(crate) fn keys(&self) -> impl Iterator<Item = (&str, Span)> {
        self.document
            .iter()
            .flat_map(|document| document.pairs(document.root()).filter_map(|entry| document.string(entry.key)))
    }

    /// The blocks of the text below the front matter, as far as it is shown.
    pub(crate) fn blocks(&self) -> &[Block] {
        &self.body.blocks
    }

    /// Where something begins that hides text for some programs and not for others: a comment that no `-->` ends in its block.
    pub(crate) fn disputed(&self) -> Option<usize> {
        self.body.disputed
    }

    /// All that a reader sees of the card, with the spans that it is in: values of the front matter, the text below it, and where links
    /// lead. A front matter that cannot be read counts as it is written.
    pub(crate) fn told_texts(&self) -> impl Iterator<Item = (&str, Span)> {
        let document = self.document.iter();
        let values = document
            .flat_map(|document| document.pairs(document.root()).flat_map(|entry| document.strings(entry.value)));
        let unread = self.fence.filter(|_| self.document.is_none()).map(|fence| fence.block);
        let unread = unread.map(|block| (block.of(&self.source.text), block));
        let body = (self.shown_body(), Span::new(self.body_start, self.source.text.len()));
        let links = self
            .blocks()
            .iter()
            .flat_map(|block| block.links().iter().map(|link| (link.url.as_str(), block.origin_span(link.span))));
        values.chain(unread).chain([body]).chain(links)
    }

    /// The text below the front matter as a reader sees it: blanks replace comments, what styles and attributes hide, for tags and
    /// for titles of links. All bytes have their places of [`Card::body`], and lines stay lines.
    pub(crate) fn shown_body(&self) -> &str {
        self.shown_body.as_deref().unwrap_or_else(|| self.body())
    }

    /// The text below the front matter as it is written.
    pub(crate) fn body(&self) -> &str {
        self.source.text.get(self.body_start..).unwrap_or_default()
    }
}

/// Where metadata that nothing closes may end at the latest: at an empty line.
fn end_of_lines(text: &str, found: &Unseen) -> usize {
    let rest = text.get(found.block.end..).filter(|_| found.why == UnseenReason::NoCloser).unwrap_or_default();
    let ends = ["\n\n", "\r\n\r\n"].iter().filter_map(|end| rest.find(end));
    found.block.end + ends.min().unwrap_or(rest.len())
}

/// The fields that decide in the lines of a block, but those that its tree holds as texts. Of a block that can be read, what lies
/// deeper counts only where it names a parent.
fn written_in(text: &str, block: Span, document: Option<&Document>) -> Vec<WrittenField> {
    let Some(document) = document else { return written_fields(text, block, &|_, _| false) };
    let entry = |key| document.get(document.root(), key);
    let is_text = |key: &str, found: &ScalarBelow<'_>| match found.value {
        Value::String(text) => is_shown_as_written(text) && (key != "tags" || found.level != Level::Deeper),
        _ => false,
    };
    let parents_and_tags = PARENT_KEYS.into_iter().chain(["tags"]);
    let read: Vec<Span> = parents_and_tags
        .filter_map(|key| Some((key, entry(key)?)))
        .filter(|(key, entry)| document.scalars_below(entry.value).iter().all(|found| is_text(key, found)))
        .map(|(_, entry)| Span::new(entry.key.span.start, entry.written.span.end))
        .collect();
    let is_read = |key: &'static str, at: usize| {
        let is_on_top = || at == block.start || text[..at].ends_with(['\n', '\r']);
        read.iter().any(|span| (span.start..span.end.max(span.start + 1)).contains(&at))
            || !PARENT_KEYS.contains(&key)
                && (!is_on_top()
                    || entry(key).is_some_and(|entry| (entry.key.span.start..entry.key.span.end).contains(&at)))
    };
    written_fields(text, block, &is_read)
}

/// The Hub's client takes front matter only where it is a mapping.
fn not_a_mapping(document: &Document) -> Option<Error> {
    let root = document.root();
    (!document.empty && !matches!(root.kind, Kind::Mapping(_))).then(|| Error {
        span: root.span,
        kind: yaml::ErrorKind::Refused,
        message: "this is not a list of `key: value` lines (a blank belongs behind the `:`)".to_owned(),
    })
}

/// The letters and digits of a key, in lower case.
fn letters(key: &str) -> impl Iterator<Item = u8> + '_ {
    key.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase())
}
