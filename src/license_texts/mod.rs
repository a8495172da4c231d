//! Recognises the texts of licenses and agreements, by fingerprints that hold none of their words.
//!
//! A text is a list of clauses, each known by a hash of its letters. A copy is complete where every
//! clause of one agreement is in it, exactly and in order, with nothing between; no similarity,
//! however close, is enough. Parts of changed clauses are found by rows of five words.

#[cfg(test)]
mod alteration_tests;
mod built_in;
mod chain;
pub(crate) mod clause;
mod completeness;
mod container;
mod counts;
#[cfg(test)]
mod edition_tests;
mod escape;
mod exact;
mod hash;
mod hidden;
mod html;
mod identified;
mod layout;
mod letters;
mod markup;
mod mention;
mod outside;
pub(crate) mod prepare;
#[cfg(test)]
mod reading_tests;
mod recognise;
mod rtf;
mod rule_lines;
mod search;
mod signs;
mod stamp;
mod table;
#[cfg(test)]
mod tests;
mod word;
mod words;

use built_in::BUILT_IN;
pub(crate) use container::Container;
pub use exact::{alone_hash, exact_hash, exact_length};
pub(crate) use exact::{exact, has_exact};
pub use identified::{Completeness, FoundLicense, Identified};

/// Recognises the licenses in a plain text, in time linear in its length.
pub fn identify(text: &str) -> Identified {
    identify_in(Container::Plain, text)
}

/// Recognises the licenses in what a reader sees of a text.
pub(crate) fn identify_in(container: Container, text: &str) -> Identified {
    let shown = container.shown(text);
    exact::alone(&shown).unwrap_or_else(|| recognise::recognise(&BUILT_IN, &shown))
}

/// The same as [`identify`], by a search of all texts even where the text is known as a whole.
pub fn identify_by_search(text: &str) -> Identified {
    recognise::recognise(&BUILT_IN, text)
}

/// What a reader sees of a text in Markdown.
pub fn shown_markdown(text: &str) -> std::borrow::Cow<'_, str> {
    Container::Markdown.shown(text)
}

/// The license that a text holds word for word, next to conditions of its own.
pub(crate) fn extended(license: &str) -> Option<&'static str> {
    let extends = |text: &&table::Text| text.license == license && !text.extends.is_empty();
    known().iter().find(extends).map(|text| text.extends)
}

/// Every text that is built in.
pub(crate) fn known() -> &'static [table::Text] {
    BUILT_IN.texts
}
