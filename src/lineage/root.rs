//! Where a line of descent begins.

use super::data::family;

/// What a model descends from in the end.
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
    /// What a word of `lineage/known.tsv` stands for.
    pub(crate) fn of_word(word: &'static str) -> Self {
        match word {
            "scratch" => Self::FromScratch,
            "uncertain" => Self::Unknown,
            family => Self::Family(family),
        }
    }

    /// What a word of a configuration stands for: the key of a family, or `scratch` for a model that descends from no other.
    pub(crate) fn of_configuration(word: &str) -> Option<Self> {
        if word == "scratch" { Some(Self::FromScratch) } else { family(word).map(|family| Self::Family(family.family)) }
    }

    /// The key of the family, if it is one.
    pub(crate) const fn family(self) -> Option<&'static str> {
        if let Self::Family(key) = self { Some(key) } else { None }
    }

    /// Whether it is the family of a key.
    pub(crate) fn is(self, key: &str) -> bool {
        self.family() == Some(key)
    }
}
