//! Where a line of descent begins.

use super::data::family;

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
