//! What the Hub states of models that the table does not know: follows it from a parent to models whose family is known.

use super::evidence::{Fact, chain};
use std::collections::{BTreeMap, VecDeque};

/// Most ids of one way up.
const DEPTH: usize = 8;

/// Most ways up from one model: a merge has many members, and they may be merges themselves.
const WAYS: usize = 40;

/// What the Hub states of one model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stated {
    /// The identifier that it has now, where it was renamed.
    pub now: Option<String>,
    /// The models that it was made from.
    pub parents: Vec<String>,
    /// The license that it declares.
    pub license: Option<String>,
}

/// What the Hub states of models, by identifier in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hub(pub BTreeMap<String, Stated>);

/// One way up from a model, as far as it goes.
pub(super) struct Path {
    /// The ids, the first being where it begins.
    pub(super) ids: Vec<String>,
    /// Whether the family of the last id is known.
    pub(super) known: bool,
    /// Of a way that leads to no known model: the last id that a license is stated of, and the license.
    pub(super) license: Option<(String, String)>,
}

impl Hub {
    fn of(&self, id: &str) -> Option<&Stated> {
        if self.0.is_empty() { None } else { self.0.get(&id.to_lowercase()) }
    }

    /// All ways up from a model, each to an id that `knows` the family of, or to where nothing more is stated.
    pub(super) fn ways(&self, id: &str, knows: impl Fn(&str) -> bool) -> Vec<Path> {
        if self.of(id).is_none() {
            return Vec::new();
        }
        let mut ends = Vec::new();
        let mut open = VecDeque::from([vec![id.to_owned()]]);
        while let Some(ids) = open.pop_front() {
            let stated = ids.last().and_then(|last| self.of(last));
            let above = stated.iter().flat_map(|stated| stated.now.iter().chain(&stated.parents));
            let before = ends.len() + open.len();
            for parent in above.filter(|parent| !ids.iter().any(|id| id.eq_ignore_ascii_case(parent))) {
                if ids.len() == DEPTH || ends.len() + open.len() == WAYS {
                    break;
                }
                let way = [ids.as_slice(), std::slice::from_ref(parent)].concat();
                if knows(parent) {
                    ends.push(Path { ids: way, known: true, license: None });
                } else {
                    open.push_back(way);
                }
            }
            if ends.len() + open.len() == before {
                let license = ids.iter().rev().find_map(|id| Some((id.clone(), self.of(id)?.license.clone()?)));
                ends.push(Path { ids, known: false, license });
            }
        }
        ends
    }

    /// What is said on a way, in words.
    pub(super) fn said(&self, way: &Path) -> String {
        let steps = way.ids.windows(2).map(|step| {
            let renamed = self.of(&step[0]).and_then(|stated| stated.now.as_ref()) == Some(&step[1]);
            format!("{} {} {}", step[0], if renamed { "is now" } else { "is made from" }, step[1])
        });
        let license = way.license.iter().map(|(id, license)| format!("{id} has the license {license}"));
        steps.chain(license).collect::<Vec<_>>().join(", ")
    }
}

/// Ids from the model that a fact is about up to its root: what the Hub states, then what the table has.
pub(super) fn via(fact: &Fact) -> Vec<String> {
    let first = fact.id.iter().cloned();
    match fact.above.split_last() {
        Some((last, between)) => first.chain(between.iter().cloned()).chain(chain(last)).collect(),
        None => fact.id.as_deref().map(chain).unwrap_or_default(),
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

    fn ways(hub: &Hub, id: &str) -> Vec<(String, bool)> {
        let ways = hub.ways(id, |id| id.starts_with("known/"));
        ways.into_iter().map(|way| (way.ids.join(" "), way.known)).collect()
    }

    #[test]
    fn every_way_ends_at_a_known_model_or_where_nothing_is_stated() {
        let hub = hub(&[("a/a", &["A/b", "known/x"]), ("a/b", &["a/c"]), ("a/c", &["known/y"])]);
        assert_eq!(ways(&hub, "a/A"), [("a/A known/x".to_owned(), true), ("a/A A/b a/c known/y".to_owned(), true)]);
        assert_eq!(ways(&hub, "a/unheard"), []);
    }

    #[test]
    fn circles_and_crowds_end() {
        let circle = hub(&[("a/a", &["a/b", "a/a"]), ("a/b", &["A/A"])]);
        assert_eq!(ways(&circle, "a/a"), [("a/a a/b".to_owned(), false)]);
        let names: Vec<String> = (0..30).map(|number| format!("a/{number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let crowd: Vec<(&str, &[&str])> = names.iter().map(|name| (*name, names.as_slice())).collect();
        assert_eq!(ways(&hub(&crowd), "a/0").len(), super::WAYS);
    }

    #[test]
    fn a_way_ends_after_eight_ids_with_the_nearest_license_to_its_end() {
        let mut hub = Hub::default();
        for number in 0..20 {
            let license = (number == 2 || number == 4).then(|| format!("license {number}"));
            let stated = Stated { parents: vec![format!("a/{}", number + 1)], license, ..Stated::default() };
            hub.0.insert(format!("a/{number}"), stated);
        }
        let found = hub.ways("a/0", |_| false);
        assert_eq!(found.iter().map(|way| way.ids.len()).collect::<Vec<_>>(), [super::DEPTH]);
        assert_eq!(found[0].license, Some(("a/4".to_owned(), "license 4".to_owned())));
        assert!(hub.ways("a/0", |id| id == "a/7")[0].known && !hub.ways("a/0", |id| id == "a/8")[0].known);
    }

    #[test]
    fn a_way_is_told_in_words() {
        let now = Stated { now: Some("b/b".to_owned()), parents: vec!["c/c".to_owned()], ..Stated::default() };
        let licensed = Stated { license: Some("own".to_owned()), ..Stated::default() };
        let hub = Hub([("a/a".to_owned(), now), ("b/b".to_owned(), licensed)].into());
        let told: Vec<String> = hub.ways("a/a", |_| false).iter().map(|way| hub.said(way)).collect();
        assert_eq!(told, ["a/a is now b/b, b/b has the license own", "a/a is made from c/c"]);
    }
}
