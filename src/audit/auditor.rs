//! Judges one repository of a stream: its configuration, its name, the check.

use super::line::Record;
use crate::check::check_with;
use crate::check::config::{self, Config};
use crate::lineage::{Ancestry, LineageFacts};
use crate::model::TextCache;
use crate::render::one_line;
use crate::report::Report;
use crate::source::Source;
use crate::tree::{CONFIGURATION_LIMIT, DENIED, Entry, Tree, configuration_name};
use std::sync::Arc;

/// What all repositories of a stream share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AuditOptions<'t> {
    /// The configuration that takes the place of those of the repositories.
    pub(crate) config: Option<&'t Config>,
    /// What a dump says of the parents of models.
    pub(crate) ancestry: Option<&'t Arc<Ancestry>>,
    /// The date as `2027-01-31`, against which exceptions expire.
    pub(crate) today: &'t str,
}

impl<'t> AuditOptions<'t> {
    /// What is wrong with the family tree of a repository: parents that are missing, and whether it is its own ancestor.
    pub(crate) fn faults_of(&self, id: Option<&str>) -> (Vec<&'t str>, bool) {
        self.ancestry.zip(id).map(|(ancestry, id)| ancestry.faults_of(id)).unwrap_or_default()
    }
}

/// Checks repositories one after the other, and remembers the license texts that it has seen.
#[derive(Debug)]
pub(crate) struct Auditor<'t> {
    options: AuditOptions<'t>,
    texts: TextCache,
}

impl<'t> Auditor<'t> {
    /// One that has checked nothing yet.
    pub(crate) fn new(options: AuditOptions<'t>) -> Self {
        Self { options, texts: TextCache::default() }
    }

    /// Checks a line. The error is one sentence, for a configuration that cannot be used.
    pub(crate) fn judge_record(&mut self, mut record: Record) -> Result<Report, String> {
        let mut config = match self.options.config {
            Some(given) => given.clone(),
            None => match configuration(&record.tree)? {
                Some(source) => config::parse(&source).map_err(|errors| joined(&errors))?,
                None => Config::default(),
            },
        };
        record.tree.files.retain(|path, _| !config.skips(path));
        if config.repository.is_none() {
            config.repository = record.id.filter(|id| is_repository_name(id));
        }
        Ok(self.judge_tree(&record.tree, &config))
    }

    /// Checks a tree under its configuration.
    pub(crate) fn judge_tree(&mut self, tree: &Tree, config: &Config) -> Report {
        self.judge_with(tree, config, config.lineage_facts())
    }

    /// Checks a tree under its configuration, with facts on the models that it names.
    pub(crate) fn judge_with(&mut self, tree: &Tree, config: &Config, facts: LineageFacts) -> Report {
        let facts = LineageFacts { ancestry: self.options.ancestry.cloned(), ..facts };
        check_with(tree, config, &facts, self.options.today, &mut self.texts)
    }
}

/// Whether an id has the form that the Hub gives names of repositories.
fn is_repository_name(id: &str) -> bool {
    id.split_once('/').is_some_and(|(owner, name)| !owner.is_empty() && !name.is_empty() && !name.contains('/'))
}

/// The configuration in the files of a line.
fn configuration(tree: &Tree) -> Result<Option<Source>, String> {
    let name = configuration_name(|name| tree.files.contains_key(name))
        .map_err(|[one, other]| format!("there are two configurations, `{one}` and `{other}`"))?;
    let Some((name, entry)) = name.and_then(|name| Some((name, tree.files.get(name)?))) else { return Ok(None) };
    match entry {
        Entry::Read(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Some(Source::new(name, text))),
            Err(_) => Err(format!("the configuration `{name}` is not UTF-8 text")),
        },
        Entry::TooLarge { size, .. } => Err(format!(
            "the configuration `{name}` has {size} bytes, more than the {CONFIGURATION_LIMIT} that are read"
        )),
        Entry::Unreadable(why) => Err(format!("the configuration `{name}` cannot be read: {why}")),
        Entry::Denied => Err(format!("the configuration `{name}` cannot be read: {DENIED}")),
        Entry::Unread { .. } | Entry::Head { .. } | Entry::ClosedFolder(_) => Ok(None),
    }
}

/// The mistakes of a configuration in one sentence each.
fn joined(errors: &[config::ConfigError]) -> String {
    let sentences: Vec<String> = errors.iter().map(ToString::to_string).collect();
    one_line(&sentences.join("; ")).into_owned()
}
