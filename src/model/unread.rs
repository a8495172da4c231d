//! What of a file could not be read.

use crate::decode::{Decoded, Encoding};
use crate::source::Place;
use crate::tree::DENIED;

/// A file, or a part of one, that the gate could not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unread {
    /// The file, and where in it the reading ends.
    pub(crate) place: Place,
    /// Why, as the end of a sentence: "it is a link that leads nowhere".
    pub(crate) why: String,
    pub(crate) kind: UnreadKind,
}

/// How much of the file is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnreadKind {
    /// There is no text: a link that leads nowhere, a file that is too large.
    Absent,
    /// The system denies access to it.
    Denied,
    /// A folder that cannot be looked into.
    Folder,
    /// A pointer of Git LFS is in its place.
    Pointer,
    /// Its bytes are no text in an encoding that the gate knows, or in one that hardly a program reads.
    Encoding,
    /// A part: the rest counts.
    Part,
}

impl Unread {
    /// A file that is not there as a text.
    pub(super) fn absent(path: &str, why: impl Into<String>) -> Self {
        Self { place: Place::file(path), why: why.into(), kind: UnreadKind::Absent }
    }

    pub(super) fn denied(path: &str) -> Self {
        Self { place: Place::file(path), why: DENIED.to_owned(), kind: UnreadKind::Denied }
    }

    /// A folder, and what lies in it.
    pub(super) fn folder(path: &str, why: &str) -> Self {
        Self { place: Place::file(path), why: why.to_owned(), kind: UnreadKind::Folder }
    }

    pub(super) fn pointer(path: &str) -> Self {
        let why = "it is a pointer of Git LFS, its text is not here".to_owned();
        Self { place: Place::file(path), why, kind: UnreadKind::Pointer }
    }

    /// A part of a file.
    pub(super) const fn part(place: Place, why: String) -> Self {
        Self { place, why, kind: UnreadKind::Part }
    }

    /// What is wrong with the encoding of a file other than the card.
    pub(super) fn encoding(path: &str, decoded: &Decoded<'_>) -> Option<Self> {
        let why = if !decoded.is_text() {
            "most of its bytes are no text in UTF-8 or another encoding that the gate knows"
        } else if decoded.encoding == Encoding::Utf32 {
            "it is in UTF-32, which hardly a program reads"
        } else {
            return None;
        };
        Some(Self { place: Place::file(path), why: why.to_owned(), kind: UnreadKind::Encoding })
    }
}
