//! What `explain lineage` says of each pattern and of each row of the weights, from the data.

use crate::lineage::{PATTERNS, WEIGHTS};
use crate::report::{Derived, Strength};

/// What is said of one pattern or row.
pub(crate) struct PatternFacts {
    pub(crate) id: &'static str,
    /// The heading that it belongs under.
    pub(crate) group: &'static str,
    /// What it is worth, in a word or two.
    pub(crate) worth: String,
    pub(crate) says: String,
    /// The pattern itself, where it is one of `lineage/patterns.yml`.
    pub(crate) written: &'static str,
    /// Whose sentence it must be; empty where that does not matter.
    pub(crate) subject: &'static str,
    /// When it does not count.
    pub(crate) unless: Vec<String>,
    /// Examples that are it.
    pub(crate) yes: &'static [&'static str],
    /// Near misses.
    pub(crate) no: &'static [&'static str],
}

/// All patterns and rows: kinds of evidence from the strongest, what takes something from them, and how they combine.
pub(crate) fn patterns() -> impl Iterator<Item = PatternFacts> {
    const STRENGTHS: [Strength; 4] = [Strength::Decisive, Strength::Strong, Strength::Medium, Strength::Hint];
    let kinds =
        STRENGTHS.into_iter().flat_map(|strength| WEIGHTS.kinds.iter().filter(move |row| row.strength == strength));
    let kinds = kinds.map(|row| PatternFacts {
        id: row.id,
        group: "Kinds of evidence, and what each is worth",
        worth: row.strength.word().to_owned(),
        says: row.says.to_owned(),
        written: "",
        subject: "",
        unless: [
            row.weak.then(|| "it is the only evidence, or all other evidence has this limit too".to_owned()),
            row.needs_model.then(|| "no model is published next to it".to_owned()),
            row.counts_as.map(|kind| format!("there is a `{kind}` as well: both count once")),
        ]
        .into_iter()
        .flatten()
        .collect(),
        yes: row.yes,
        no: row.no,
    });
    let limits = WEIGHTS.limits.iter().map(|row| PatternFacts {
        id: row.id,
        group: "What weakens a piece of evidence",
        worth: format!("at most {}", row.strength.word()),
        says: row.says.to_owned(),
        written: "",
        subject: "",
        unless: Vec::new(),
        yes: row.yes,
        no: row.no,
    });
    let steps = WEIGHTS.order.iter().map(|step| PatternFacts {
        id: step.id,
        group: "How pieces combine: the first step that applies decides",
        worth: match step.then {
            Derived::Yes => "yes",
            Derived::No => "no",
            Derived::Uncertain => "uncertain",
        }
        .to_owned(),
        says: step.says.to_owned(),
        written: "",
        subject: "",
        unless: step.unless.iter().map(|condition| condition.replace('-', " ")).collect(),
        yes: step.yes,
        no: step.no,
    });
    let patterns = PATTERNS.iter().map(|pattern| PatternFacts {
        id: pattern.id,
        group: "Patterns of lineage/patterns.yml: what the words around a name say",
        worth: format!("{}{}", if pattern.weak { "weak " } else { "" }, in_words(pattern.says)),
        says: sentence(pattern.about),
        written: pattern.written,
        subject: if pattern.needs_subject { "this model, by its name or a word for it" } else { "" },
        unless: Vec::new(),
        yes: pattern.yes,
        no: pattern.no,
    });
    kinds.chain(limits).chain(patterns).chain(steps)
}

/// A text with a capital at its start and a point at its end.
fn sentence(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| format!("{}{}.", first.to_uppercase(), rest.as_str())).unwrap_or_default()
}

/// The name of a variant in small letters, with blanks.
fn in_words(variant: impl std::fmt::Debug) -> String {
    let mut words = String::new();
    for c in format!("{variant:?}").chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}
