//! What is wrong with the family trees of a dump of cards.

use crate::lineage::{Ancestry, MOST_ANCESTORS};

/// Cycles and gaps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Faults {
    /// Models that are their own ancestors: each cycle once, from its first model on.
    pub(crate) cycles: Vec<Vec<String>>,
    /// Models that are named as a parent, have no card, and are not known otherwise.
    pub(crate) missing: Vec<String>,
}

impl Ancestry {
    /// The parents of a model that have no card here and are not known otherwise, and whether it is its own ancestor.
    pub(crate) fn faults_of(&self, id: &str) -> (Vec<&str>, bool) {
        let Some(start) = self.find(id) else { return (Vec::new(), false) };
        let parents = &self.models[start].parents;
        let missing = parents.iter().map(|parent| &self.models[*parent as usize]).filter(|parent| parent.is_missing());
        let mut seen = vec![start];
        let mut at = 0;
        while let Some(&model) = seen.get(at).filter(|_| seen.len() < MOST_ANCESTORS) {
            for parent in self.models[model].parents.iter().map(|parent| *parent as usize) {
                if parent == start {
                    return (missing.map(|parent| &*parent.id).collect(), true);
                }
                if !seen.contains(&parent) {
                    seen.push(parent);
                }
            }
            at += 1;
        }
        (missing.map(|parent| &*parent.id).collect(), false)
    }

    /// Goes through all models, in linear time: cycles and missing parents, in the order of the dump.
    pub(crate) fn faults(&self) -> Faults {
        let missing = self.models.iter().filter(|model| model.is_missing()).map(|model| model.id.to_string()).collect();
        let mut cycles = Vec::new();
        // 0: not seen; 1: on the path; 2: done.
        let mut state = vec![0u8; self.models.len()];
        for start in 0..self.models.len() {
            let mut path: Vec<(usize, usize)> = Vec::new();
            if state[start] == 0 {
                state[start] = 1;
                path.push((start, 0));
            }
            while let Some((at, next)) = path.last_mut() {
                let Some(parent) = self.models[*at].parents.get(*next).map(|parent| *parent as usize) else {
                    state[*at] = 2;
                    path.pop();
                    continue;
                };
                *next += 1;
                match state[parent] {
                    0 => {
                        state[parent] = 1;
                        path.push((parent, 0));
                    }
                    1 => {
                        let ring = path.iter().map(|(model, _)| *model).skip_while(|model| *model != parent);
                        cycles.push(ring.map(|model| self.models[model].id.to_string()).collect());
                    }
                    _ => {}
                }
            }
        }
        Faults { cycles, missing }
    }
}

#[cfg(test)]
mod tests {
    use crate::lineage::{Ancestry, dump};

    #[test]
    fn cycles_end_and_are_reported_once() {
        let ancestry = dump(&[("a/1", &["a/2"]), ("a/2", &["a/3"]), ("a/3", &["a/2"]), ("a/4", &["a/4", "a/1"])]);
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        assert_eq!(ancestry.faults().cycles, [ids(&["a/2", "a/3"]), ids(&["a/4"])]);
        assert_eq!(ancestry.faults_of("a/1"), (Vec::new(), false));
        assert_eq!(ancestry.faults_of("a/2"), (Vec::new(), true));
        assert_eq!(ancestry.faults_of("a/4"), (Vec::new(), true));
    }

    #[test]
    fn parents_that_nobody_knows_are_missing() {
        let ancestry = dump(&[("a/1", &["a/gone", "meta-llama/Llama-2-7b-hf"]), ("a/1", &["a/other"])]);
        assert_eq!(ancestry.faults_of("a/1"), (vec!["a/gone"], false));
        assert_eq!(ancestry.faults().missing, ["a/gone", "a/other"]);
        assert_eq!(ancestry.card_count(), 1);
    }

    #[test]
    fn a_chain_of_a_hundred_thousand_is_walked_without_recursion() {
        let mut ancestry = Ancestry::default();
        for number in 0..100_000 {
            ancestry.add(&format!("a/{number}"), &[format!("a/{}", number + 1)], None);
        }
        assert_eq!(ancestry.faults().missing, ["a/100000"]);
    }

    #[test]
    fn ancestors_without_end_are_not_all_looked_at() {
        for (count, is_circle) in [(400, true), (600, false)] {
            let mut ancestry = Ancestry::default();
            for number in 0..count {
                ancestry.add(&format!("a/{number}"), &[format!("a/{}", number + 1)], None);
                ancestry.add(&format!("b/{number}"), &[format!("b/{}", (number + 1) % count)], None);
            }
            assert_eq!(ancestry.faults_of("b/0"), (Vec::new(), is_circle), "{count}");
            assert_eq!(ancestry.faults_of("a/0"), (Vec::new(), false), "{count}");
        }
    }
}
