//! What `fix` would write, and what it leaves to a person: tree, configuration and texts in, plan out. No I/O, no failure.
//!
//! The plan is made by trying: a change is carried out on the tree in memory and the tree is judged again. A change stays only if its
//! finding is gone and no other fault has come in its place, so that nothing here has to know what a rule or a license asks.

pub mod diff;
mod edit;
mod parent;
mod supplied_text;
pub mod text;
mod trial;

pub use supplied_text::{Refused, SuppliedText};

use crate::check::config::Config;
use crate::report::Report;
use crate::report::{Basis, Finding, Severity};
use crate::tree::{Entry, Tree};
use std::collections::BTreeMap;
use trial::{Bans, Counts, Key, Outcome, Work};

/// What `fix` would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The files to write, by path.
    pub edits: Vec<Edit>,
    /// Errors and warnings that are gone then.
    pub mended: Vec<Mended>,
    /// Base models that are written into cards.
    pub stated: Vec<Stated>,
    /// Errors and warnings that stay.
    pub left: Vec<Left>,
    /// How many findings only inform. They are not mended.
    pub informing: usize,
    /// The report on the tree as it is then.
    pub after: Report,
}

/// A file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Path from the root of the tree.
    pub path: String,
    /// Its bytes now; nothing where it is made.
    pub old: Option<Vec<u8>>,
    /// Its bytes then.
    pub new: Vec<u8>,
}

/// A finding that the plan mends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// As it was found.
    pub finding: Finding,
    /// The file that mends it; nothing where what mends another finding mends it as well.
    pub path: Option<String>,
}

/// A base model that an adapter configuration proves and the card does not name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The card.
    pub card: String,
    /// The identifier of the base model.
    pub id: String,
    /// The adapter configuration.
    pub proof: String,
}

/// A finding that stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The finding.
    pub finding: Finding,
    /// Why.
    pub why: Why,
}

/// Why a finding stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Only a person can decide.
    Person,
    /// No text of this license was given.
    NoText(&'static str),
    /// No change is known that mends it without a decision.
    NoChange,
    /// The file that would change is left alone.
    Refused(String, Refusal),
    /// The change does not make the finding go.
    NoUse,
    /// The change brings a finding of this rule.
    Brings(&'static str),
}

/// Why a file is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is not UTF-8 text.
    NotUtf8,
    /// It is a pointer of Git LFS.
    Pointer,
    /// It was not read: it is too large, a link that leads out, or no plain file.
    Unread,
    /// A file of that name is there already.
    Taken,
    /// Its lines are not those that the change is about.
    Lines,
    /// The change would alter other fields of the front matter.
    OtherFields,
}

impl Refusal {
    /// The reason, as the end of a sentence that begins with the file.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NotUtf8 => "is not UTF-8 text, so it is left alone",
            Self::Pointer => "is a pointer of Git LFS, so it is left alone",
            Self::Unread => "could not be read, so it is left alone",
            Self::Taken => "is there already, and is not written over",
            Self::Lines => "has other lines than the change is about",
            Self::OtherFields => "cannot be changed there without changing other fields as well",
        }
    }
}

/// Plans what mends the models of a tree. `today` is the date as `2027-01-31`.
pub fn plan(tree: &Tree, config: &Config, today: &str, offers: &[SuppliedText]) -> Plan {
    let work = Work { tree, config, today, offers };
    let (before, outcome, bans) = work.best();
    let edits = edits(tree, &outcome.tree);
    let written: BTreeMap<&Key, &str> =
        outcome.steps.iter().flat_map(|step| step.keys.iter().map(|key| (key, step.path.as_str()))).collect();
    let mended = mended(&before, &outcome.report).map(|finding| Mended {
        finding: finding.clone(),
        path: written.get(&Key::of(finding)).map(|path| (*path).to_owned()),
    });
    let mended = mended.collect();
    let stays = outcome.report.findings.iter().filter(|finding| finding.severity > Severity::Info);
    let left = stays.map(|finding| Left { finding: finding.clone(), why: why(finding, &bans, offers) }).collect();
    let Outcome { report: after, stated, .. } = outcome;
    let informing = after.count(Severity::Info);
    Plan { edits, mended, stated, left, informing, after }
}

/// The errors and warnings of a report that are gone in a later one. What has given way to a finding about the same thing is not
/// mended: `missing-agreement` becomes `agreement-by-reference` where an identifier is corrected.
fn mended<'r>(before: &'r Report, after: &'r Report) -> impl Iterator<Item = &'r Finding> {
    let (earlier, mut later) = (Counts::of(before), Counts::of(after));
    let is_new = |finding: &&Finding| finding.severity > Severity::Info && earlier.all(&Key::of(finding)) == 0;
    let new: Vec<&Finding> = after.findings.iter().filter(is_new).collect();
    before.findings.iter().filter(move |finding| {
        finding.severity > Severity::Info
            && !later.take(&Key::of(finding))
            && !new.iter().any(|other| trial::about_one_thing(finding, other))
    })
}

fn why(finding: &Finding, bans: &Bans, offers: &[SuppliedText]) -> Why {
    let wanted = finding.missing_text.as_ref();
    match (bans.get(&Key::of(finding)), wanted) {
        (Some(why), _) => why.clone(),
        (None, Some(wanted)) if offers.iter().all(|supplied_text| supplied_text.license != wanted.license) => {
            Why::NoText(wanted.license)
        }
        _ if finding.basis == Basis::NeedsHuman => Why::Person,
        _ => Why::NoChange,
    }
}

/// The files that differ.
fn edits(before: &Tree, after: &Tree) -> Vec<Edit> {
    let changed = after.files.iter().filter(|(path, entry)| before.files.get(*path) != Some(*entry));
    let edits = changed.filter_map(|(path, entry)| {
        let Entry::Read(new) = entry else { return None };
        let old = match before.files.get(path) {
            Some(Entry::Read(old)) => Some(old.clone()),
            _ => None,
        };
        Some(Edit { path: path.clone(), old, new: new.clone() })
    });
    edits.collect()
}
