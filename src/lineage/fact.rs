//! Evidence on the descent of one model, before it is weighed.

use super::data::{family, weight};
use super::schema::Limit;
use crate::report::{EvidenceKind, Strength};
use crate::source::{Place, Span};

/// Most characters of the line that is shown as evidence.
pub(crate) const MOST_CHARS: usize = 300;
/// Most characters of the words that matched.
pub(crate) const MOST_CHARS_OF_WORDS: usize = 200;

/// One piece of evidence for a family, at a place of the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fact {
    pub(crate) kind: EvidenceKind,
    pub(crate) root: Root,
    /// Identifier of the model that is named.
    pub(crate) id: Option<String>,
    /// The identifiers above `id` that only the Hub or a dump of cards names, up to one whose family is known.
    pub(crate) above: Vec<String>,
    pub(crate) strength: Strength,
    /// Whether it is about this model, as metadata and files always are, and not about who knows whom.
    pub(crate) is_own: bool,
    pub(crate) place: Place,
    /// The quoted line, at most 300 characters.
    pub(crate) text: String,
    /// The pattern or the row of the weights that made it, by its id.
    pub(crate) pattern: &'static str,
    /// The words that matched, at most 200 characters.
    pub(crate) words: String,
}

impl Fact {
    /// A fact that names no model, made by the row of its kind, and worth what that says.
    pub(crate) fn new(kind: EvidenceKind, root: Root, place: Place, text: &str) -> Self {
        Self {
            kind,
            root,
            id: None,
            above: Vec::new(),
            strength: weight(kind).strength,
            is_own: true,
            place,
            text: shortened(text, MOST_CHARS),
            pattern: weight(kind).id,
            words: shortened(text, MOST_CHARS_OF_WORDS),
        }
    }

    /// Makes it one that names a model, of a strength of its own.
    pub(crate) fn of_model(&mut self, id: &str, strength: Strength) {
        (self.id, self.strength) = (Some(id.to_owned()), strength);
    }

    /// Takes from its strength what a limit takes.
    pub(crate) fn limit(&mut self, limit: Limit) {
        self.strength = limit.of(self.strength);
    }
}

/// The first characters of a text.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// All evidence on the lineage of one model, and the parents whose family is unknown.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facts {
    pub(crate) facts: Vec<Fact>,
    pub(crate) unknown_parents: Vec<UnknownParent>,
    /// The models that the card or a tool states as parents.
    pub(crate) stated_parents: Vec<StatedParent>,
}

/// A model that the card or a tool states as a parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StatedParent {
    pub(crate) id: String,
    /// Where it is named.
    pub(crate) place: Place,
    pub(crate) kind: EvidenceKind,
}

/// A parent whose family neither the table nor the configuration nor its name shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnknownParent {
    pub(crate) id: String,
    /// Where it is named.
    pub(crate) place: Place,
    /// Whether the author or a tool states it as the parent.
    pub(crate) is_stated: bool,
}

/// One piece of evidence in the text of a card, at bytes of the card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    pub(crate) kind: EvidenceKind,
    pub(crate) root: Root,
    /// Identifier of the model that is named.
    pub(crate) id: Option<String>,
    /// Whether its sentence is about this model.
    pub(crate) is_own: bool,
    /// The pattern that found it.
    pub(crate) pattern: &'static str,
    /// Whether it is in the first words below the title.
    pub(crate) is_opening: bool,
    /// The name.
    pub(crate) span: Span,
    /// The words that it matched.
    pub(crate) words: Span,
}

impl Statement {
    /// One on this model that no pattern found.
    pub(crate) fn new(kind: EvidenceKind, root: Root, id: Option<&str>, span: Span) -> Self {
        let (id, pattern) = (id.map(str::to_owned), weight(kind).id);
        Self { kind, root, id, is_own: true, pattern, is_opening: false, span, words: span }
    }
}

/// What a model is derived from in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Root {
    /// A family, by its key in `lineage/families.yml`; the table of known models has some more, of which no policy speaks.
    Family(&'static str),
    /// No other model: it was trained from nothing.
    FromScratch,
    /// A model whose origin is disputed.
    Unknown,
}

impl Root {
    /// The root that a word in the family column of `lineage/known.tsv` means.
    pub(crate) fn of_word(word: &'static str) -> Self {
        match word {
            "scratch" => Self::FromScratch,
            "uncertain" => Self::Unknown,
            family => Self::Family(family),
        }
    }

    /// The root that a word of a configuration means: the key of a family, or `scratch` for a model that is derived from no other.
    pub(crate) fn of_configuration(word: &str) -> Option<Self> {
        if word == "scratch" { Some(Self::FromScratch) } else { family(word).map(|family| Self::Family(family.family)) }
    }

    pub(crate) const fn family(self) -> Option<&'static str> {
        if let Self::Family(key) = self { Some(key) } else { None }
    }

    /// Whether it is the family of a key.
    pub(crate) fn is(self, key: &str) -> bool {
        self.family() == Some(key)
    }
}
