//! A finding: what is wrong, where, by which clause, with which certainty, and what mends it.

pub use crate::basis::Basis;
use crate::source::Place;
use serde::{Deserialize, Serialize};

/// How much a finding weighs. `Info` never fails a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// A person should look.
    Warning,
    /// Breaks what the license asks.
    Error,
}

impl Severity {
    /// The word that outputs use.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A change of whole lines that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// The file to change or to create.
    pub path: String,
    /// First line to replace, from 1.
    pub line: usize,
    /// Last line to replace; `line - 1` inserts before `line`, and creates a file that is not there.
    pub end_line: usize,
    /// The new lines, without the last line end; empty where lines are only taken away.
    pub replacement: String,
}

/// A whole license text that mends a finding. The gate holds no license text: whoever mends it brings the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The license, as its policy names it.
    pub license: &'static str,
    /// The file that it belongs in, which is not there yet.
    pub path: String,
}

/// A second place that explains a finding, such as the evidence of descent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What it shows.
    pub label: String,
}

/// One thing that a rule found in one model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule, such as `missing-notice`.
    pub rule: &'static str,
    /// How much it weighs here.
    pub severity: Severity,
    /// Folder of the model, `.` for the root of the tree.
    pub model: String,
    /// Where to look first.
    pub place: Place,
    /// What is wrong: one or two plain sentences.
    pub message: String,
    /// What to do: the exact text, file or line.
    pub help: String,
    /// The clause or specification, such as `Llama 2 Community License 1.b.i`.
    pub clause: String,
    /// What it rests on.
    pub basis: Basis,
    /// A change that mends it, where one exists that needs no decision.
    pub fix: Option<Fix>,
    /// What has to change together with the fix, in other lines, so that the files do not contradict each other.
    pub also: Vec<Fix>,
    /// The license text that mends it, where it is about one that is not there.
    pub wanted: Option<Wanted>,
    /// Secondary places.
    pub related: Vec<Related>,
    /// What the finding is about, apart from where it stands: it tells findings of one rule about one model apart.
    pub subject: String,
}

impl Finding {
    /// Takes the weight off a finding that the configuration allows, and says why.
    pub fn only_inform(&mut self, why: &str) {
        self.severity = Severity::Info;
        self.message.push(' ');
        self.message.push_str(why);
    }

    /// Sixteen hexadecimal digits that stay the same when lines move and when better evidence is found elsewhere (FNV-1a over
    /// rule, model and subject; the place only shows where to look first).
    pub fn fingerprint(&self) -> String {
        hash(&[self.rule, &self.model, &self.subject])
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
