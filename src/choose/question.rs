//! What to build on what, and a repository for it: one card in memory.

use super::base::{Base, Stated};
use crate::check::config::Config;
use crate::tree::Tree;

/// The card of the repository.
const CARD: &str = "README.md";

/// The name of the model that the card is about: one for the user to replace.
const MODEL: &str = "YOUR-MODEL";

/// The file with terms of one's own.
const TERMS: &str = "TERMS.md";

/// A model to build.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) bases: Vec<Base>,
    /// Datasets of the Hub that will train it.
    pub(crate) data_sets: Vec<String>,
}

/// The lines by which terms of one's own are declared.
pub(super) fn own_terms() -> String {
    format!("license: other\nlicense_name: terms-of-our-own\nlicense_link: {TERMS}")
}

impl Question {
    /// Reads what the user names. The error is a sentence without its full stop.
    pub(crate) fn read(bases: &[String], data_sets: &[String]) -> Result<Self, String> {
        let is_id =
            |set: &&String| !set.is_empty() && set.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./".contains(&b));
        if let Some(set) = data_sets.iter().find(|set| !is_id(set)) {
            return Err(format!("`{set}` is not a dataset `owner/name` on the Hub"));
        }
        let mut read: Vec<Base> = Vec::new();
        for (nth, given) in bases.iter().enumerate() {
            let base = Base::read(given.trim(), nth)?;
            if read.iter().all(|other| !other.is_same(&base)) {
                read.push(base);
            }
        }
        Ok(Self { bases: read, data_sets: data_sets.to_vec() })
    }

    /// The same question about one base, without datasets.
    pub(super) fn about(base: &Base) -> Self {
        Self { bases: vec![base.clone()], data_sets: Vec::new() }
    }

    /// The configuration that states what the user says of bases without naming them.
    pub(crate) fn config(&self) -> Config {
        let mut config = Config::default();
        for base in &self.bases {
            match &base.stated {
                Some(Stated::Root(root)) => _ = config.families.insert(base.id.clone(), *root),
                Some(Stated::License(license)) => _ = config.licenses.insert(base.id.clone(), license.clone()),
                None => {}
            }
        }
        config
    }

    /// The repository with the model, of which the card declares nothing.
    pub(crate) fn tree(&self) -> Tree {
        self.declaring("")
    }

    /// The repository with the model, of which the card has these lines on its license.
    pub(super) fn declaring(&self, lines: &str) -> Tree {
        let bases = list("base_model", self.bases.iter().map(|base| base.id.as_str()));
        let data_sets = list("datasets", self.data_sets.iter().map(String::as_str));
        let card = format!("---\n{lines}\n{bases}{data_sets}---\n# {MODEL}\n");
        let terms = lines.contains(TERMS).then(|| (TERMS, "The terms of this model.\n".to_owned()));
        [(CARD, card)].into_iter().chain(terms).collect()
    }
}

/// A list of identifiers under a key of the front matter; nothing where there are none.
fn list<'i>(key: &str, ids: impl Iterator<Item = &'i str>) -> String {
    let items: Vec<String> = ids.map(|id| format!("- \"{id}\"\n")).collect();
    if items.is_empty() { String::new() } else { format!("{key}:\n{}", items.concat()) }
}
