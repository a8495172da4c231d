//! License identifiers: the Hub's list by class, other spellings of them, and SPDX expressions.

use super::types::{Class, SpelledIdentifier};
use crate::reader_text::{as_read, is_plain, lookalike};

/// A declared identifier that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identifier {
    /// The Hub's identifier; where the Hub has none, the lower-cased SPDX one or the usual `license_name`.
    pub(crate) id: String,
    /// Its class in `licenses/identifiers.yml` or in its own file.
    pub(crate) class: &'static str,
    /// What the class is, for messages.
    pub(crate) what: &'static str,
    /// Nothing but notices is asked of what is made from a model under it.
    pub(crate) is_free: bool,
    /// It names no single license.
    pub(crate) names_none: bool,
    /// It was written for the models of one licensor.
    pub(crate) is_licensors: bool,
    /// The spelling that was used.
    pub(crate) spelling: Spelling,
}

impl Identifier {
    fn of(class: &Class, id: &str, spelling: Spelling) -> Self {
        let Class { name, what, is_free, names_none, is_licensors, .. } = *class;
        Self { id: id.to_owned(), class: name, what, is_free, names_none, is_licensors, spelling }
    }
}

/// The spelling of a declared identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// As the Hub has it.
    Hub,
    /// Another spelling, which the Hub refuses.
    Alias,
    /// An SPDX identifier or expression, which the Hub refuses.
    Spdx,
    /// The name of a license that the Hub has no identifier for.
    Name,
}

fn classes() -> &'static [Class] {
    data::VALUE.classes
}

/// What the build made of `licenses/`.
mod data {
    use crate::policy::types::{Class, Identifiers, SpelledIdentifier};
    include!(concat!(env!("OUT_DIR"), "/identifiers.rs"));
}

/// Every identifier with its class.
pub(crate) fn known_identifiers() -> impl Iterator<Item = (&'static str, &'static Class)> {
    classes().iter().flat_map(|class| class.ids.iter().map(move |id| (*id, class)))
}

/// Every identifier, and every name of a license that the Hub has no identifier for, with its class.
pub(crate) fn known_licenses() -> impl Iterator<Item = (&'static str, &'static Class)> {
    classes().iter().flat_map(|class| class.ids.iter().chain(class.names).map(move |id| (*id, class)))
}

/// Whether the Hub accepts a value as it is written.
pub(crate) fn is_hub_identifier(text: &str) -> bool {
    known_identifiers().any(|(id, _)| id == text)
}

/// Whether the name of a license may begin with a word in lower case.
pub(crate) fn may_begin_with(word: &str) -> bool {
    data::VALUE.first_words.binary_search(&word).is_ok()
}

/// The one license of which a text is the name.
pub(crate) fn named(text: &str) -> Option<Identifier> {
    single(text)
}

/// The identifiers that a declared value names: one, several for an SPDX expression, none when it is not known.
///
/// Case does not matter (SPDX writes `MIT`, the Hub `mit`). An expression gives every license in it, because whoever offers
/// a choice offers each of them.
pub(crate) fn identify(text: &str) -> Vec<Identifier> {
    let found = identify_plain(as_read(text).trim());
    let alike = || lookalike(text).map(|plain| identify_plain(plain.trim())).unwrap_or_default();
    let mut found = if found.is_empty() { alike() } else { found };
    if !is_plain(text) {
        // The Hub knows none of the other spellings.
        let by_hub = found.iter_mut().filter(|found| found.spelling == Spelling::Hub);
        by_hub.for_each(|found| found.spelling = Spelling::Alias);
    }
    found
}

fn identify_plain(text: &str) -> Vec<Identifier> {
    single(text).map_or_else(|| expression(text), |found| vec![found])
}

fn single(text: &str) -> Option<Identifier> {
    if let Some(found) = spelled(&text.to_ascii_lowercase()) {
        let spelling = match found {
            SpelledIdentifier { is_name: true, .. } => Spelling::Name,
            SpelledIdentifier { id, .. } if *id == text => Spelling::Hub,
            _ => Spelling::Alias,
        };
        return Some(Identifier::of(&classes()[found.class], found.id, spelling));
    }
    let found = spelled(&spelling_key(text))?;
    Some(Identifier::of(&classes()[found.class], found.id, Spelling::Alias))
}

fn spelled(lower: &str) -> Option<&'static SpelledIdentifier> {
    let spellings = data::VALUE.spellings;
    spellings.binary_search_by(|known| known.spelling.cmp(lower)).ok().map(|found| &spellings[found])
}

/// Lower case, one hyphen between words, without the words "the", "license", "licence", "agreement" and "version".
fn spelling_key(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_' | ',' | '(' | ')' | '"' | '\'' | '/'));
    let telling = words.filter(|word| {
        !matches!(*word, "" | "the" | "license" | "licence" | "agreement" | "version" | "international")
    });
    telling.collect::<Vec<_>>().join("-")
}

/// The licenses of an SPDX expression, in any case and of any spelling; none where one of them is not known.
fn expression(text: &str) -> Vec<Identifier> {
    if text.len() > 512 || !text.is_ascii() {
        return Vec::new();
    }
    let mut found: Vec<Identifier> = Vec::new();
    for part in operands(text) {
        match operand(&part) {
            Some(new) if !found.iter().any(|old| old.id == new.id) => found.push(new),
            Some(_) => {}
            None => return Vec::new(),
        }
    }
    found
}

/// What the operators of an expression join. People also write signs for them.
fn operands(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let is_sign = |c: char| matches!(c, '/' | '|' | '&' | ',' | ';' | '(' | ')');
    for piece in text.split_inclusive(is_sign) {
        for word in piece.trim_end_matches(is_sign).split_whitespace() {
            match parts.last_mut() {
                _ if word.eq_ignore_ascii_case("and") || word.eq_ignore_ascii_case("or") => parts.push(String::new()),
                Some(part) if part.is_empty() => word.clone_into(part),
                Some(part) => part.extend([" ", word]),
                None => {}
            }
        }
        if piece.ends_with(is_sign) {
            parts.push(String::new());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// A license of an expression, whatever exception it has and whether later versions may be taken.
fn operand(part: &str) -> Option<Identifier> {
    let words = part.split(' ').take_while(|word| !word.eq_ignore_ascii_case("with")).collect::<Vec<_>>();
    let lower = words.join(" ").to_ascii_lowercase();
    let name = lower.strip_prefix("licenseref-").unwrap_or(&lower);
    let name = name.strip_prefix("scancode-").unwrap_or(name);
    let stem = name.trim_end_matches("-only").trim_end_matches("-or-later").trim_end_matches('+');
    let known = single(&lower).or_else(|| single(stem));
    known.map(|known| Identifier { spelling: Spelling::Spdx, ..known }).or_else(|| {
        let parsed = spdx::Expression::parse_mode(&words.join(" "), spdx::ParseMode::LAX).ok()?;
        let id = parsed.requirements().find_map(|requirement| requirement.req.license.id())?;
        by_traits(id.name, id.is_copyleft())
    })
}

/// An SPDX license that the Hub has no identifier for, classed by how its identifier begins, else by whether it is copyleft.
fn by_traits(name: &str, is_copyleft: bool) -> Option<Identifier> {
    let lower = name.to_ascii_lowercase();
    let begins = classes().iter().filter(|class| class.spdx_begins.is_some_and(|start| lower.starts_with(start)));
    let longest = begins.max_by_key(|class| class.spdx_begins.map(str::len));
    let class = longest.or_else(|| classes().iter().find(|class| class.spdx_copyleft == Some(is_copyleft)))?;
    Some(Identifier::of(class, &lower, Spelling::Spdx))
}
