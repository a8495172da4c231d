//! License, notice and use policy files: what each holds.

use super::files::{is_notice, is_use_policy};
use crate::decode::{Encoding, decode};
use crate::find_ignoring_case::{WordCache, has_word};
use crate::license_texts::{Container, Identified, identify};
use crate::source::{Source, Span};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A file that may hold the text of a license or a notice.
#[derive(Debug, Clone)]
pub(crate) struct TextFile {
    pub(crate) source: Source,
    /// What a page shows of it, where that is not all.
    shown: Option<Box<str>>,
    /// How its bytes were read.
    pub(crate) encoding: Encoding,
    /// The licenses in it; none is looked for in a mere use policy.
    pub(crate) identified: Identified,
    /// It has the name of a Notice file.
    pub(crate) is_notice: bool,
    /// It has the name of a use policy.
    pub(crate) is_use_policy: bool,
    /// Which words of notices it has, as far as it was searched.
    pub(crate) words: WordCache,
}

/// Most bytes of texts that are remembered; chosen.
const MOST_REMEMBERED: usize = 1 << 20;

/// Most texts of one length in bytes that are remembered; chosen.
const MOST_ALIKE: usize = 8;

/// Texts that were read before, for a stream of models of which most carry one of a few agreements. A text is known again by all of
/// its bytes and its path: no hash can be forged.
#[derive(Debug, Default)]
pub(crate) struct TextCache {
    by_length: BTreeMap<usize, Vec<Rc<TextFile>>>,
    bytes: usize,
}

impl TextCache {
    /// The text of a file, read now or remembered.
    pub(crate) fn read(&mut self, path: &str, bytes: &[u8]) -> Rc<TextFile> {
        let alike = self.by_length.entry(bytes.len()).or_default();
        let is_it = |text: &&Rc<TextFile>| *text.source.path == *path && text.source.text.as_bytes() == bytes;
        if let Some(known) = alike.iter().find(is_it) {
            return Rc::clone(known);
        }
        let text = Rc::new(TextFile::read(path, bytes));
        // In other encodings the text has other bytes than the file.
        if text.encoding == Encoding::Utf8 && alike.len() < MOST_ALIKE && bytes.len() < MOST_REMEMBERED {
            alike.push(Rc::clone(&text));
            self.bytes += bytes.len();
            if self.bytes > MOST_REMEMBERED {
                *self = Self::default();
            }
        }
        text
    }
}

impl TextFile {
    /// Reads a file.
    pub(crate) fn read(path: &str, bytes: &[u8]) -> Self {
        let decoded = decode(bytes);
        let is_use_policy = is_use_policy(path);
        // A policy is known by its name. Only where it speaks of an agreement may the license be in the same file.
        let is_read = !is_use_policy || has_word(&decoded.text, "agreement");
        let shown = Container::of(path).shown(&decoded.text);
        let identified = if is_read { identify(&shown) } else { Identified::default() };
        let encoding = decoded.encoding;
        Self {
            shown: matches!(shown, Cow::Owned(_)).then(|| shown.as_ref().into()),
            source: Source::new(path, decoded.text.as_ref()),
            encoding,
            identified,
            is_notice: is_notice(path),
            is_use_policy,
            words: WordCache::default(),
        }
    }

    /// What a reader sees of it; its places are those of the source.
    pub(crate) fn shown(&self) -> &str {
        self.shown.as_deref().unwrap_or(&self.source.text)
    }

    /// Reads the parts of a file that hold license texts; the text around them is the tool's.
    pub(super) fn part(source: Source, encoding: Encoding, spans: &[Span]) -> Self {
        let mut identified = Identified::default();
        for span in spans {
            let found = identify(span.of(&source.text));
            identified.capped |= found.capped;
            identified.other_text |= found.other_text;
            identified.licenses.extend(found.licenses.into_iter().map(|mut license| {
                license.span = Span::new(license.span.start + span.start, license.span.end + span.start);
                license
            }));
        }
        Self {
            source,
            shown: None,
            encoding,
            identified,
            is_notice: false,
            is_use_policy: false,
            words: WordCache::default(),
        }
    }
}
