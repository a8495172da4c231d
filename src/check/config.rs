//! The gate's configuration: choices that the policies leave open, facts on lineage, and exceptions with their reasons.

use super::base_waivers::WaiversInForce;
use super::skip::SkipPattern;
use crate::lineage::{self, LineageFacts, Root};
use crate::policy::{self, Settings};
use crate::report::Severity;
use crate::report::stake::row;
use crate::rules;
use crate::source::{Place, Source, Span};
use crate::spelling::{LOOSE, TIGHT, nearest};
use crate::tree::join;
use crate::yaml;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;

/// Most patterns of paths to skip, chosen: each is compared with every path.
const MAX_PATTERNS: usize = 256;

/// Most bytes of these patterns together, chosen.
const MAX_PATTERN_BYTES: usize = 16 << 10;

/// After this many mistakes, a number that was chosen, no more are looked for.
const MAX_ERRORS: usize = 20;

/// A configuration that was read and checked.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// What is chosen where the policies leave a choice.
    pub(crate) settings: Settings,
    /// Severities by rule; `None` turns a rule off.
    pub(crate) severities: BTreeMap<String, Option<Severity>>,
    /// Facts on models: identifier or name in lower case to family.
    pub(crate) families: BTreeMap<String, Root>,
    /// Facts on models: identifier or name in lower case to license.
    pub(crate) licenses: BTreeMap<String, String>,
    pub(crate) exceptions: Vec<Exception>,
    /// `owner/name` under which the repository is published.
    pub(crate) repository: Option<String>,
    /// Which waivers of cards count.
    pub(crate) waivers: WaiversInForce,
    skip: Vec<SkipPattern>,
    /// The folder that its paths count from, from the root of the repository.
    base: String,
}

/// A finding that is waived for one model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exception {
    pub(crate) rule: String,
    /// Folder of the model, `.` for the root.
    pub(crate) model: String,
    pub(crate) reason: String,
    /// Last day on which it holds, as `2027-01-31`.
    pub(crate) expires: Option<String>,
    /// Its entry in the configuration.
    pub(crate) place: Place,
}

/// What is wrong with a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The value that is wrong.
    pub place: Place,
    /// One plain sentence.
    pub message: String,
}

/// `path:line:column: message`.
impl fmt::Display for ConfigError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.place)?;
        if let Some(range) = self.place.range {
            write!(out, ":{}", range.column)?;
        }
        write!(out, ": {}", self.message)
    }
}

impl Config {
    /// Reads a configuration in YAML; `path` is its path in the repository. The errors are all its mistakes, each with its
    /// place.
    pub fn parse(path: &str, text: &str) -> Result<Self, Vec<ConfigError>> {
        parse(&Source::new(path, text))
    }

    /// The same configuration, whose models were counted from `folder` so far, counted from the root of the repository.
    #[must_use]
    pub(crate) fn under(mut self, folder: &str) -> Self {
        for exception in &mut self.exceptions {
            exception.model = match exception.model.as_str() {
                "." if folder.is_empty() => ".".to_owned(),
                "." => folder.to_owned(),
                model => join(folder, model),
            };
        }
        self.base = join(folder, &self.base);
        self
    }

    /// What the configuration states on lineage. What others state is for the caller to add.
    pub(crate) fn lineage_facts(&self) -> LineageFacts {
        LineageFacts { families: self.families.clone(), licenses: self.licenses.clone(), ..LineageFacts::default() }
    }

    /// Whether the files under a path, counted from the root of the repository, are left out.
    pub(crate) fn leaves_out(&self, path: &str) -> bool {
        if self.base.is_empty() {
            return self.skips(path);
        }
        path.strip_prefix(&*self.base).and_then(|rest| rest.strip_prefix('/')).is_some_and(|path| self.skips(path))
    }

    /// Whether the files under a path, counted from the folder of the configuration, are left out.
    pub fn skips(&self, path: &str) -> bool {
        self.skip.iter().any(|pattern| pattern.is_match(path))
    }

    /// The patterns of paths that are left out, in a form to compare.
    pub(crate) fn skip_patterns(&self) -> impl Iterator<Item = &str> {
        self.skip.iter().map(SkipPattern::as_str)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
struct ConfigYaml {
    strict: bool,
    notice_scope: NoticeScope,
    notice_location: NoticeLocation,
    agreement: Agreement,
    severities: BTreeMap<String, SeverityYaml>,
    skip: Vec<String>,
    repository: Option<String>,
    lineage: Vec<LineageYaml>,
    exceptions: Vec<ExceptionYaml>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum NoticeScope {
    #[default]
    All,
    Copies,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum NoticeLocation {
    #[default]
    File,
    Anywhere,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Agreement {
    #[default]
    Text,
    Link,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum SeverityYaml {
    Off,
    Info,
    Warning,
    Error,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct LineageYaml {
    model: String,
    family: Option<String>,
    license: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct ExceptionYaml {
    rule: String,
    model: String,
    reason: String,
    expires: Option<String>,
}

/// Reads a configuration. The bounds of a card hold for it too. Unknown keys, rules and families are errors with their place.
pub(crate) fn parse(source: &Source) -> Result<Config, Vec<ConfigError>> {
    let whole = Span::new(0, source.text.len());
    let checker = Checker { source };
    let document = yaml::parse(&source.text, whole).map_err(|error| vec![checker.error(error.span, error.message)])?;
    if document.empty {
        return Ok(Config::default());
    }
    let written: ConfigYaml = yaml::from_document(&document)
        .map_err(|misfit| vec![checker.error(misfit.span.unwrap_or(whole), misfit.to_string())])?;
    checker.check(written)
}

struct Checker<'s> {
    source: &'s Source,
}

impl Checker<'_> {
    fn error(&self, span: Span, message: impl Into<String>) -> ConfigError {
        ConfigError { place: self.source.place(span), message: message.into() }
    }

    /// Where a value is; the first place of its text, which is exact enough for a short file.
    fn place_of(&self, text: &str, from: usize) -> Span {
        let rest = self.source.text.as_bytes().get(from..).unwrap_or_default();
        let at = memchr::memmem::find(rest, text.as_bytes()).map_or(0, |at| from + at);
        Span::new(at, at + text.len())
    }

    fn check(&self, written: ConfigYaml) -> Result<Config, Vec<ConfigError>> {
        let mut errors = Vec::new();
        let mut config = Config {
            settings: Settings {
                strict: written.strict,
                notice_for_copies_only: written.notice_scope == NoticeScope::Copies,
                notice_anywhere: written.notice_location == NoticeLocation::Anywhere,
                agreement_link_suffices: written.agreement == Agreement::Link,
                use_policy_in_file: false,
            },
            repository: written.repository,
            ..Config::default()
        };
        let mut of_rows: Vec<(String, Option<Severity>)> = Vec::new();
        for (rule, severity) in written.severities {
            if errors.len() >= MAX_ERRORS {
                break;
            }
            let row = row(&rule);
            let known = rules::find(&rule).map(|rule| rule.meta.id.to_owned());
            if row.is_none() {
                errors.extend(self.unknown_rule(&rule, 0));
            }
            if known.as_ref().is_some_and(|id| config.severities.contains_key(id)) {
                let message = format!("the rule `{rule}` is there twice, by two names");
                errors.push(self.error(self.place_of(&rule, 0), message));
            }
            let severity = match severity {
                SeverityYaml::Off => None,
                SeverityYaml::Info => Some(Severity::Info),
                SeverityYaml::Warning => Some(Severity::Warning),
                SeverityYaml::Error => Some(Severity::Error),
            };
            let Some(row) = row else {
                _ = config.severities.insert(known.unwrap_or(rule), severity);
                continue;
            };
            for rule in rules::ALL.iter().filter(|rule| rule.meta.stake == row.stake) {
                of_rows.push((rule.meta.id.to_owned(), severity));
            }
        }
        // What a rule says for itself takes precedence over its row.
        for (rule, severity) in of_rows {
            _ = config.severities.entry(rule).or_insert(severity);
        }
        let size: usize = written.skip.iter().map(String::len).sum();
        if written.skip.len() > MAX_PATTERNS || size > MAX_PATTERN_BYTES {
            let message =
                format!("`skip` has more than {MAX_PATTERNS} patterns, or more than {MAX_PATTERN_BYTES} bytes");
            return Err(vec![self.error(self.place_of("skip", 0), message)]);
        }
        for pattern in &written.skip {
            match SkipPattern::new(pattern) {
                Some(pattern) => config.skip.push(pattern),
                None if errors.len() >= MAX_ERRORS => break,
                None => errors.push(self.too_complex(pattern)),
            }
        }
        for fact in written.lineage {
            if errors.len() >= MAX_ERRORS {
                break;
            }
            let model = fact.model.to_lowercase();
            match fact.family.as_deref().map(|family| (family, Root::of_configuration(family))) {
                Some((_, Some(root))) => _ = config.families.insert(model.clone(), root),
                Some((family, None)) => errors.push(self.unknown_family(family)),
                None if fact.license.is_none() => errors.push(self.nothing_stated(&fact.model)),
                None => {}
            }
            match fact.license {
                Some(license) if policy::identify(&license).is_empty() && misspells_license(&license) => {
                    errors.push(self.unknown_license(&license));
                }
                Some(license) => _ = config.licenses.insert(model, license),
                None => {}
            }
        }
        let mut from = self.source.text.find("exceptions:").unwrap_or_default();
        for exception in written.exceptions {
            if errors.len() >= MAX_ERRORS {
                break;
            }
            let span = self.place_of(&exception.rule, from);
            from = span.end;
            errors.extend(self.unknown_rule(&exception.rule, span.start));
            if exception.reason.trim().is_empty() {
                errors.push(self.error(span, format!("the exception from `{}` gives no reason", exception.rule)));
            }
            if let Some(date) = exception.expires.as_ref().filter(|date| !is_date(date)) {
                let message = format!("`{date}` is not a date such as 2027-01-31");
                errors.push(self.error(self.place_of(date, span.start), message));
            }
            config.exceptions.push(Exception {
                rule: rules::find(&exception.rule).map_or(exception.rule, |rule| rule.meta.id.to_owned()),
                model: folder(&exception.model),
                reason: exception.reason,
                expires: exception.expires,
                place: self.source.place(span),
            });
        }
        if errors.is_empty() { Ok(config) } else { Err(errors) }
    }

    fn unknown_rule(&self, rule: &str, from: usize) -> Option<ConfigError> {
        if rules::find(rule).is_some() {
            return None;
        }
        let names: Vec<&str> = rules::ALL.iter().map(|known| known.meta.name()).collect();
        let hint = hint_if_unknown(rule, &names)?;
        Some(self.error(self.place_of(rule, from), format!("there is no rule `{rule}`{hint}")))
    }

    fn too_complex(&self, pattern: &str) -> ConfigError {
        let message = "the pattern is too complex; replace it with several that have fewer `*` and `?`";
        self.error(self.place_of(pattern, 0), message.to_owned())
    }

    fn nothing_stated(&self, model: &str) -> ConfigError {
        let message = format!("the entry for `{model}` states neither its `family` nor its `license`");
        self.error(self.place_of(model, 0), message)
    }

    fn unknown_license(&self, license: &str) -> ConfigError {
        let known: Vec<&str> = policy::known_identifiers().map(|(id, _)| id).collect();
        let hint = hint_if_unknown(license, &known).unwrap_or_default();
        self.error(self.place_of(license, 0), format!("there is no license `{license}`{hint}"))
    }

    fn unknown_family(&self, family: &str) -> ConfigError {
        let hint = hint_if_unknown(family, &lineage::families().collect::<Vec<_>>()).unwrap_or_default();
        let message =
            format!("there is no family `{family}`{hint} Write `scratch` for a model that derives from no other.");
        self.error(self.place_of(family, 0), message)
    }
}

/// What to add to the message on a name that is not known: the known one that was likely meant.
fn hint_if_unknown(name: &str, known: &[&str]) -> Option<String> {
    let hint = || nearest(name, known.iter().copied(), LOOSE).map(|near| format!("; did you mean `{near}`?"));
    (!known.contains(&name)).then(|| hint().unwrap_or_default())
}

/// Whether a name is no license, and near to that of one. Others may be licenses that nobody here knows.
fn misspells_license(license: &str) -> bool {
    nearest(license, policy::known_identifiers().map(|(id, _)| id), TIGHT).is_some()
}

/// The folder of a model as reports write it.
fn folder(text: &str) -> String {
    let folder = text.trim_start_matches("./").trim_end_matches('/');
    if folder.is_empty() { ".".to_owned() } else { folder.to_owned() }
}

/// Whether a text is a date such as `2027-01-31`; dates in this form are ordered as texts.
pub(super) fn is_date(text: &str) -> bool {
    let form = |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    if text.len() != 10 || !text.bytes().enumerate().all(form) {
        return false;
    }
    let last = match &text[5..7] {
        "02" => "29",
        "04" | "06" | "09" | "11" => "30",
        _ => "31",
    };
    ("01"..="12").contains(&&text[5..7]) && ("01"..=last).contains(&&text[8..])
}
