//! License texts that the user supplies: each has to be an edition that is known, but for white space, before anything is written.

use crate::decode::{Encoding, decode};
use crate::license_texts::{Completeness, FoundLicense, exact, has_exact, identify};
use crate::policy;
use crate::report::{Derived, Report};
use std::fmt;

/// A whole license text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SuppliedText {
    /// Where it comes from, as the user named it.
    pub(crate) from: String,
    /// The license whose text it is, character by character but for white space.
    pub(crate) license: &'static str,
    bytes: Vec<u8>,
}

/// The first text that belongs to no license of any model in a report.
pub(crate) fn unneeded<'s>(report: &Report, supplied: &'s [SuppliedText]) -> Option<&'s SuppliedText> {
    let lineages = || report.models.iter().flat_map(|model| &model.lineage);
    let mut policies = lineages()
        .filter(|lineage| lineage.derived != Derived::No)
        .filter_map(|lineage| policy::of_key(&lineage.family))
        .collect::<Vec<_>>();
    policies.dedup_by_key(|policy| policy.license);
    supplied
        .iter()
        .find(|text| policies.iter().all(|policy| !policy.texts_that_go_along().any(|own| own == text.license)))
}

/// Why a text is not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Rejection {
    /// It is not UTF-8 text.
    NotText,
    /// It is a page of HTML.
    Page,
    /// It holds no license text that the gate knows.
    Unknown,
    /// It only points at a license, or names one.
    Mention(&'static str),
    /// It lacks clauses of a license.
    Partial(&'static str, Vec<&'static str>),
    /// It has other words than a license.
    Altered(&'static str, Vec<&'static str>),
    /// It holds a whole license and other text.
    More(&'static str),
    /// It holds several licenses.
    Several(Vec<&'static str>),
    /// It has the words of a license, and other signs among them than any edition that is known.
    Signs(&'static str),
    /// It has the words of a license of which no edition is known character by character.
    NoExactEdition(&'static str),
}

impl SuppliedText {
    /// Most bytes of a text that are read: real agreements have up to 60 kB.
    pub(crate) const LIMIT: u64 = 1 << 20;

    /// Takes the bytes of a file if they are one whole license text, and nothing else.
    pub(crate) fn read(from: &str, bytes: Vec<u8>) -> Result<Self, Rejection> {
        let decoded = decode(&bytes);
        if !matches!(decoded.encoding, Encoding::Utf8 | Encoding::Utf8Bom) {
            return Err(Rejection::NotText);
        }
        if is_page(&decoded.text) {
            return Err(Rejection::Page);
        }
        if let Some(text) = exact(&decoded.text) {
            let license = policy::of_text(text).map_or(text, |policy| policy.license);
            return Ok(Self { from: from.to_owned(), license, bytes });
        }
        Err(reason(&decoded.text))
    }

    /// The text as it was supplied.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Why a text is not the licensor's.
fn reason(text: &str) -> Rejection {
    let found = identify(text);
    let texts: Vec<&FoundLicense> =
        found.licenses.iter().filter(|found| found.completeness != Completeness::Mention).collect();
    let Some(main) = main_license(&texts) else {
        return found.licenses.first().map_or(Rejection::Unknown, |mention| Rejection::Mention(mention.license));
    };
    if let Some(broken) = texts.iter().find(|text| text.completeness != Completeness::Complete) {
        return match broken.completeness {
            Completeness::Partial => Rejection::Partial(broken.license, broken.missing.clone()),
            _ => Rejection::Altered(broken.license, broken.altered.clone()),
        };
    }
    // A use policy that the licensor appends goes with the agreement.
    let goes_along = |text: &&FoundLicense| text.license == main.license || is_part(text.license, main.license);
    if !texts.iter().all(goes_along) {
        return Rejection::Several(texts.iter().map(|text| text.license).collect());
    }
    if found.other_text {
        return Rejection::More(main.license);
    }
    if has_exact(main.license) { Rejection::Signs(main.license) } else { Rejection::NoExactEdition(main.license) }
}

/// The license that a file is about: the one of a policy, else the first.
fn main_license<'f>(texts: &[&'f FoundLicense]) -> Option<&'f FoundLicense> {
    let is_policy = |text: &&&FoundLicense| policy::of_text(text.license).is_some();
    texts.iter().find(is_policy).or(texts.first()).copied()
}

/// Whether a text is a part of a license by its name, as `llama3-use-policy` is of `llama3`.
fn is_part(text: &str, license: &str) -> bool {
    text.strip_prefix(license).is_some_and(|rest| rest.starts_with('-'))
}

/// Whether a text is a page for browsers.
fn is_page(text: &str) -> bool {
    let start = text.trim_start();
    let start = start[..start.floor_char_boundary(1_000)].to_ascii_lowercase();
    start.starts_with("<!doctype") || start.contains("<html") || start.contains("<head") || start.contains("<body")
}

impl fmt::Display for Rejection {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clauses = |names: &[&str]| match names {
            [] => String::new(),
            [one] => format!(" (clause {one})"),
            several => format!(" (clauses {})", several.join(", ")),
        };
        match self {
            Self::NotText => write!(out, "it is not UTF-8 text"),
            Self::Page => write!(out, "it is an HTML page, not the plain text of a license"),
            Self::Unknown => write!(out, "it contains no license text that the gate knows"),
            Self::Mention(license) => write!(out, "it only names `{license}` and does not contain its text"),
            Self::Partial(license, missing) => {
                write!(out, "it is not the whole text of `{license}`: parts of it are missing{}", clauses(missing))
            }
            Self::Altered(license, altered) => {
                write!(out, "it is not the licensor's text of `{license}`: words of it are changed{}", clauses(altered))
            }
            Self::More(license) => write!(out, "it contains other text as well as that of `{license}`"),
            Self::Signs(license) => write!(
                out,
                "it has all words of `{license}`, but other characters differ from every edition that the gate knows: only white space may"
            ),
            Self::NoExactEdition(license) => write!(
                out,
                "the gate knows the words of `{license}`, but no edition of it character by character: copy the licensor's file yourself"
            ),
            Self::Several(licenses) => {
                write!(out, "it contains the texts of several licenses: {}", licenses.join(", "))
            }
        }
    }
}
