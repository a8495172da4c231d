//! What the Hub states of models that the table does not know: follows it from a parent to models whose family is known.

use std::collections::{BTreeMap, VecDeque};

/// Most identifiers of one path; chosen.
const MOST_STEPS: usize = 8;

/// Most paths up from one model, chosen to bound the work: a merge has many members, and they may be merges themselves.
const MOST_PATHS: usize = 40;

/// What the Hub states of one model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Stated {
    /// The identifier that it has now, where it was renamed.
    pub(crate) renamed_to: Option<String>,
    /// The models that it was made from.
    pub(crate) parents: Vec<String>,
    /// The license that it declares.
    pub(crate) license: Option<String>,
}

/// What the Hub states of models, by identifier in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Hub(pub BTreeMap<String, Stated>);

/// One path from a model up through those that it was made from, as far as it goes.
pub(super) struct Path {
    /// Identifiers, from the model on.
    pub(super) ids: Vec<String>,
    /// Whether the family of the last one is known.
    pub(super) ends_known: bool,
    /// Of a path that leads to no known model: the last identifier that a license is stated of, and the license.
    pub(super) license: Option<(String, String)>,
}

impl Hub {
    pub(super) fn stated(&self, id: &str) -> Option<&Stated> {
        if self.0.is_empty() { None } else { self.0.get(&id.to_lowercase()) }
    }

    /// All paths up from a model, each to an identifier whose family is known (`knows`), or to where nothing more is stated.
    pub(super) fn paths_up(&self, id: &str, knows: impl Fn(&str) -> bool) -> Vec<Path> {
        if self.stated(id).is_none() {
            return Vec::new();
        }
        let mut ends = Vec::new();
        let mut open = VecDeque::from([vec![id.to_owned()]]);
        while let Some(ids) = open.pop_front() {
            let stated = ids.last().and_then(|last| self.stated(last));
            let above = stated.iter().flat_map(|stated| stated.renamed_to.iter().chain(&stated.parents));
            let before = ends.len() + open.len();
            for parent in above.filter(|parent| !ids.iter().any(|id| id.eq_ignore_ascii_case(parent))) {
                if ids.len() == MOST_STEPS || ends.len() + open.len() == MOST_PATHS {
                    break;
                }
                let path = [ids.as_slice(), std::slice::from_ref(parent)].concat();
                if knows(parent) {
                    ends.push(Path { ids: path, ends_known: true, license: None });
                } else {
                    open.push_back(path);
                }
            }
            if ends.len() + open.len() == before {
                let license = ids.iter().rev().find_map(|id| Some((id.clone(), self.stated(id)?.license.clone()?)));
                ends.push(Path { ids, ends_known: false, license });
            }
        }
        ends
    }

    /// A path in words: "a/b is made from c/d, c/d has the license own".
    pub(super) fn describe(&self, path: &Path) -> String {
        let steps = path.ids.windows(2).map(|step| {
            let renamed = self.stated(&step[0]).and_then(|stated| stated.renamed_to.as_ref()) == Some(&step[1]);
            format!("{} {} {}", step[0], if renamed { "is now" } else { "is made from" }, step[1])
        });
        let license = path.license.iter().map(|(id, license)| format!("{id} has the license {license}"));
        steps.chain(license).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::{Hub, Stated};

    fn hub(rows: &[(&str, &[&str])]) -> Hub {
        let stated = |parents: &[&str]| Stated {
            parents: parents.iter().map(|parent| (*parent).to_owned()).collect(),
            ..Stated::default()
        };
        Hub(rows.iter().map(|(id, parents)| ((*id).to_owned(), stated(parents))).collect())
    }

    fn paths(hub: &Hub, id: &str) -> Vec<(String, bool)> {
        let paths = hub.paths_up(id, |id| id.starts_with("known/"));
        paths.into_iter().map(|path| (path.ids.join(" "), path.ends_known)).collect()
    }

    #[test]
    fn every_path_ends_at_a_known_model_or_where_nothing_is_stated() {
        let hub = hub(&[("a/a", &["A/b", "known/x"]), ("a/b", &["a/c"]), ("a/c", &["known/y"])]);
        assert_eq!(paths(&hub, "a/A"), [("a/A known/x".to_owned(), true), ("a/A A/b a/c known/y".to_owned(), true)]);
        assert_eq!(paths(&hub, "a/unheard"), []);
    }

    #[test]
    fn circles_and_crowds_end() {
        let circle = hub(&[("a/a", &["a/b", "a/a"]), ("a/b", &["A/A"])]);
        assert_eq!(paths(&circle, "a/a"), [("a/a a/b".to_owned(), false)]);
        let names: Vec<String> = (0..30).map(|number| format!("a/{number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let crowd: Vec<(&str, &[&str])> = names.iter().map(|name| (*name, names.as_slice())).collect();
        assert_eq!(paths(&hub(&crowd), "a/0").len(), super::MOST_PATHS);
    }

    #[test]
    fn a_path_ends_after_eight_ids_with_the_nearest_license_to_its_end() {
        let mut hub = Hub::default();
        for number in 0..20 {
            let license = (number == 2 || number == 4).then(|| format!("license {number}"));
            let stated = Stated { parents: vec![format!("a/{}", number + 1)], license, ..Stated::default() };
            hub.0.insert(format!("a/{number}"), stated);
        }
        let found = hub.paths_up("a/0", |_| false);
        assert_eq!(found.iter().map(|path| path.ids.len()).collect::<Vec<_>>(), [super::MOST_STEPS]);
        assert_eq!(found[0].license, Some(("a/4".to_owned(), "license 4".to_owned())));
        assert!(
            hub.paths_up("a/0", |id| id == "a/7")[0].ends_known && !hub.paths_up("a/0", |id| id == "a/8")[0].ends_known
        );
    }

    #[test]
    fn a_path_is_described_in_words() {
        let now = Stated { renamed_to: Some("b/b".to_owned()), parents: vec!["c/c".to_owned()], ..Stated::default() };
        let licensed = Stated { license: Some("own".to_owned()), ..Stated::default() };
        let hub = Hub([("a/a".to_owned(), now), ("b/b".to_owned(), licensed)].into());
        let words: Vec<String> = hub.paths_up("a/a", |_| false).iter().map(|path| hub.describe(path)).collect();
        assert_eq!(words, ["a/a is now b/b, b/b has the license own", "a/a is made from c/c"]);
    }
}
