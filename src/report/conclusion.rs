//! What a verdict means in words: what complies is distinct from what has nothing to comply with.

use super::severity::Severity;
use crate::source::Place;
use serde::{Deserialize, Serialize};

/// What a check concludes of a model, or of a repository; the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Conclusion {
    /// It lacks what a license asks: there are errors.
    DoesNotComply,
    /// It needs a decision: there are warnings and no error.
    MayNotComply,
    /// Nothing here shows which license binds it.
    BaseUnknown,
    /// It has what the licenses that bind it ask, as far as files show.
    Complies,
    /// No license with duties binds it.
    NothingToComplyWith,
    /// The repository shows no model.
    NoModelFound,
}

impl Conclusion {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [
        Self::DoesNotComply,
        Self::MayNotComply,
        Self::BaseUnknown,
        Self::Complies,
        Self::NothingToComplyWith,
        Self::NoModelFound,
    ];

    /// The words of all outputs.
    pub const fn words(self) -> &'static str {
        match self {
            Self::DoesNotComply => "does not comply",
            Self::MayNotComply => "may not comply",
            Self::BaseUnknown => "base unknown",
            Self::Complies => "complies",
            Self::NothingToComplyWith => "nothing to comply with",
            Self::NoModelFound => "no model found",
        }
    }

    /// What findings of such severities come to; `None` where none is more than an info.
    pub(crate) fn of_severities(severities: impl IntoIterator<Item = Severity>) -> Option<Self> {
        match severities.into_iter().max() {
            Some(Severity::Error) => Some(Self::DoesNotComply),
            Some(Severity::Warning) => Some(Self::MayNotComply),
            Some(Severity::Info) | None => None,
        }
    }

    /// The conclusion with these words.
    pub fn of_words(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.words() == words)
    }
}

/// What binds a model, and what of it is met; findings apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compliance {
    /// What it comes to where nothing worse is found: never [`Conclusion::DoesNotComply`] or [`Conclusion::MayNotComply`].
    pub without_findings: Conclusion,
    /// What it derives from, or may derive from.
    pub bases: Vec<Base>,
    /// What is there of what the licenses ask, each with its place.
    pub proof: Vec<Proof>,
    /// Why no license is known to bind it; `None` where one does.
    pub reason: Option<Reason>,
}

/// Something that a model derives from, or may derive from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// The family as people write it, or the id of a model.
    pub name: String,
    /// Whether the evidence settles it.
    pub is_certain: bool,
}

/// Something that a license asks, or that shows which license binds a model, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The license, by its identifier.
    pub license: &'static str,
    /// What it is.
    pub kind: ProofKind,
    /// Where it is.
    pub place: Place,
    /// The words or the edition that are there; may be empty.
    pub detail: String,
}

/// What a piece of proof is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProofKind {
    /// What shows from which base the model derives.
    Base,
    /// The declared license.
    License,
    /// A complete copy of the agreement.
    Agreement,
    /// The attribution notice.
    Notice,
}

impl ProofKind {
    /// The word of all outputs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::License => "license",
            Self::Agreement => "agreement",
            Self::Notice => "notice",
        }
    }
}

/// Why no license is known to bind a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It derives from models of this license's licensor, who publishes it.
    OwnModel(&'static str),
    /// Something says that it was trained from scratch.
    FromScratch(Place),
    /// Its base models, by their ids, are under licenses that ask for notices at most.
    FreeBases(Vec<String>),
    /// It names no base model.
    NoBase,
    /// Nothing here shows what these base models are under.
    UnknownBases {
        /// Their ids.
        ids: Vec<String>,
        /// Whether the Hub may know more: it was not asked, and one of them is an id of the Hub.
        may_ask_hub: bool,
        /// Whether none of them is an id of the Hub.
        is_no_id: bool,
    },
    /// Whether it derives from a licensed model is not settled.
    Unsettled,
}

impl Reason {
    /// It as one sentence.
    pub fn sentence(&self) -> String {
        let list = |ids: &[String]| ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
        match self {
            Self::OwnModel(license) => format!("Exempt: the licensor publishes it. {license} binds others."),
            Self::FromScratch(place) => match place.range {
                Some(range) => format!("It was trained from scratch ({}:{}).", place.path, range.line),
                None => format!("It was trained from scratch ({}).", place.path),
            },
            Self::FreeBases(ids) => format!("The license of {} requires at most that you keep its notices.", list(ids)),
            Self::NoBase => {
                "The files do not name a base model. If there is one, add `base_model: owner/name` to the card."
                    .to_owned()
            }
            Self::UnknownBases { ids, may_ask_hub, is_no_id } => {
                let next = match (may_ask_hub, is_no_id) {
                    (true, _) => " To ask the Hugging Face Hub, pass `--hub`, or in the Action `hub: true`.",
                    (_, true) => " Write the id of the model on the Hub: `base_model: owner/name`.",
                    _ => "",
                };
                format!("The gate does not know what {} requires.{next}", list(ids))
            }
            Self::Unsettled => "The evidence does not settle whether it derives from a licensed model.".to_owned(),
        }
    }
}

impl Default for Compliance {
    fn default() -> Self {
        Self {
            without_findings: Conclusion::NothingToComplyWith,
            bases: Vec::new(),
            proof: Vec::new(),
            reason: Some(Reason::NoBase),
        }
    }
}
