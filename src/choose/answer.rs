//! What a model may be declared under, as data: for the terminal and for programs alike.

use super::base::Base;
use crate::policy::Policy;
use crate::report::Basis;

/// The answer to one question.
#[derive(Debug)]
pub(crate) struct Answer {
    /// What is known of each base, in the order in which they were given.
    pub(crate) parents: Vec<Parent>,
    /// The datasets that were given.
    pub(crate) data_sets: Vec<String>,
    /// Every license that was tried: first what is recommended, then by how well it fits. Where nobody knows what binds a parent, only
    /// those that are not allowed.
    pub(crate) choices: Vec<Choice>,
    /// Under several licenses of which none fits the others: all of them together.
    pub(crate) together: Option<Choice>,
}

/// One base, and what binds a model that is built on it.
#[derive(Debug)]
pub(crate) struct Parent {
    pub(crate) base: Base,
    pub(crate) standing: Standing,
}

/// What is known of the license of a base.
#[derive(Debug)]
pub(crate) enum Standing {
    /// Licenses with duties, each with the models that it comes through.
    Bound(Vec<Bond>),
    /// A license that asks for nothing but notices.
    Free(&'static str, String),
    /// Nobody here knows: why, in a sentence.
    Unknown(String),
}

/// A license that binds what is built on a base.
#[derive(Debug)]
pub(crate) struct Bond {
    pub(crate) policy: &'static Policy,
    /// From the base to the model that is under the license.
    pub(crate) via: Vec<String>,
}

/// A license that the model could be declared under.
#[derive(Debug)]
pub(crate) struct Choice {
    /// Its identifier, or the name next to `license: other`.
    pub(crate) license: String,
    /// The lines of the front matter.
    pub(crate) declaration: String,
    /// Whether it is the license of a parent.
    pub(crate) is_own: bool,
    pub(crate) verdict: Verdict,
    /// How sure the verdict is.
    pub(crate) basis: Basis,
    /// Why it is not allowed, or may not be; the condition under which it is.
    pub(crate) reasons: Vec<Reason>,
    /// What is asked of a model that declares it.
    pub(crate) duties: Vec<Duty>,
}

/// Whether a license fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Verdict {
    Fits,
    /// It needs a decision.
    Unclear,
    DoesNotFit,
}

/// What one license of a parent says of a declared license.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub(crate) struct Reason {
    /// The license that says so; nothing where no license of a parent does.
    pub(crate) license: Option<&'static str>,
    pub(crate) clause: String,
    pub(crate) basis: Basis,
    pub(crate) why: &'static str,
}

/// Something that a license asks.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Duty {
    /// The license that asks it.
    pub(crate) license: &'static str,
    /// The rule that checks it.
    pub(crate) rule: &'static str,
    pub(crate) clause: String,
    pub(crate) basis: Basis,
    pub(crate) asks: &'static str,
    /// A text to write, word for word.
    pub(crate) text: Option<String>,
    pub(crate) file: Option<Paper>,
}

/// A file to add.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Paper {
    pub(crate) path: String,
    /// What belongs in it; nothing where that is the text of the duty.
    pub(crate) name: Option<&'static str>,
    /// The licensor's page on it.
    pub(crate) url: Option<&'static str>,
}

impl Answer {
    /// Whether a license fits, and everything is known that speaks against it.
    pub(crate) fn has_fit(&self) -> bool {
        self.choices.iter().any(|choice| choice.verdict == Verdict::Fits)
    }

    /// The bases of which nobody knows what binds a model that is built on them, as they were given.
    pub(crate) fn unknown(&self) -> Vec<&str> {
        let is_unknown = |parent: &&Parent| matches!(parent.standing, Standing::Unknown(_));
        self.parents.iter().filter(is_unknown).map(|parent| parent.base.given.as_str()).collect()
    }

    /// What is recommended: a parent's own license.
    pub(crate) fn recommended(&self) -> Option<&Choice> {
        self.choices.first().filter(|choice| choice.verdict == Verdict::Fits && choice.is_own)
    }

    /// The licenses that bind the model, each once.
    pub(crate) fn policies(&self) -> Vec<&'static Policy> {
        let mut policies: Vec<&'static Policy> = Vec::new();
        for parent in &self.parents {
            let Standing::Bound(bonds) = &parent.standing else { continue };
            for bond in bonds {
                if policies.iter().all(|other| other.license != bond.policy.license) {
                    policies.push(bond.policy);
                }
            }
        }
        policies
    }
}
