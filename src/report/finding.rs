//! A finding: what is wrong, where, by which clause, with which certainty, and what fixes it.

use super::advice::Advice;
use super::fix::{Fix, MissingText};
use super::message::Message;
use super::rule::{Fault, Meta};
use super::severity::Severity;
use super::stake::Stake;
use crate::basis::Basis;
use crate::source::Place;
use std::cmp::Reverse;

/// A second place that explains a finding, such as the evidence of lineage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where to look.
    pub place: Place,
    /// What it shows, for a reader who sees only this line.
    pub label: String,
}

/// What is there, and what belongs in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What is there.
    pub from: String,
    /// What belongs there.
    pub to: String,
}

/// One thing that a rule found in one model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static Meta,
    /// Its severity under the policy and the configuration, not only that of the rule.
    pub severity: Severity,
    /// Folder of the model, `.` for the root of the tree.
    pub model: String,
    /// Where to look first.
    pub place: Place,
    /// What is wrong.
    pub message: Message,
    /// What is wrong in a few words, where the finding has its own: what is there and what belongs there.
    pub change: Option<Change>,
    /// What to do.
    pub advice: Advice,
    /// The license whose clause it is about, by its identifier: nothing where it is about the card or the configuration alone.
    pub license: Option<&'static str>,
    /// The clause or specification, such as `Llama 2 Community License 1.b.i`.
    pub clause: String,
    /// Whether the clause says it in so many words.
    pub basis: Basis,
    /// A change that fixes it, where one exists that needs no decision.
    pub fix: Option<Fix>,
    /// What has to change together with the fix, in other lines, so that the files do not contradict each other.
    pub also: Vec<Fix>,
    /// The license text that fixes it, where it is about one that is not there.
    pub missing_text: Option<MissingText>,
    /// Other places that explain it, such as the evidence of lineage.
    pub related: Vec<Related>,
    /// What the finding is about, apart from its place: by it, findings of one rule about one model differ.
    pub subject: String,
    /// Its number, from 1, among the findings of one rule about one subject in one model.
    pub nth: u32,
}

impl Finding {
    /// A finding of a rule, with the rule's severity and nothing else that could be left out: the caller adds what it knows.
    pub(crate) fn new(
        rule: &'static Meta,
        model: &str,
        place: Place,
        subject: &str,
        message: impl Into<Message>,
    ) -> Self {
        Self {
            rule,
            severity: rule.severity(),
            model: model.to_owned(),
            place,
            message: message.into(),
            change: None,
            advice: Advice::default(),
            license: None,
            clause: String::new(),
            basis: Basis::Text,
            fix: None,
            also: Vec::new(),
            missing_text: None,
            related: Vec::new(),
            subject: subject.to_owned(),
            nth: 1,
        }
    }

    /// The same finding with what to do about it: a step, or more.
    pub(crate) fn advise(self, advice: impl Into<Advice>) -> Self {
        Self { advice: advice.into(), ..self }
    }

    /// The same finding with the clause or specification that it rests on.
    pub(crate) fn with_clause(self, clause: &str) -> Self {
        Self { clause: clause.to_owned(), ..self }
    }

    /// The same finding where something else is at stake than its rule says.
    pub(crate) fn at_stake(self, stake: Stake) -> Self {
        Self { severity: stake.severity(self.rule.surest.max(self.basis)), ..self }
    }

    /// What comes first among findings: the root of others, then the severest.
    pub(crate) fn rank(&self) -> Reverse<(bool, Severity)> {
        Reverse((self.rule.is_cause && self.severity > Severity::Info, self.severity))
    }

    /// What is wrong in a few words.
    pub(crate) fn brief(&self) -> String {
        match &self.change {
            Some(Change { from, to }) => format!("{from} → {to}"),
            None => self.rule.brief.to_owned(),
        }
    }

    /// The file that is missing or wrong, and the line where there is one.
    pub(crate) fn target(&self) -> Place {
        let missing = self.missing_text.as_ref().map(|text| &text.path);
        let path = missing.or(self.fix.as_ref().map(|fix| &fix.path)).filter(|_| self.rule.fault == Fault::Absent);
        path.map_or_else(|| self.place.clone(), |path| Place::file(path.as_str()))
    }

    /// Takes the weight off a finding that the configuration allows, and says why.
    pub(crate) fn only_inform(&mut self, why: &str) {
        self.severity = Severity::Info;
        self.message.details.push(why.to_owned());
    }

    /// Sixteen hexadecimal digits that stay the same when lines move and when better evidence is found elsewhere: FNV-1a over
    /// rule, model and subject, and the number where it is not the first. The place only shows where to look first.
    pub fn fingerprint(&self) -> String {
        let nth = self.nth.to_string();
        let parts = [self.rule.id, &self.model, &self.subject, &nth];
        hash(if self.nth > 1 { &parts } else { &parts[..3] })
    }
}

/// Sixteen hexadecimal digits that name some texts: FNV-1a, each text ended by a zero byte.
pub(crate) fn hash(parts: &[&str]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}
