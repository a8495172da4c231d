//! The walk from unknown models up to known ones: level by level, each id once, to a bounded height. No I/O of its own.

use crate::lineage::hub::{Hub, Stated};
use std::collections::BTreeSet;

/// Most steps up from a model that was asked for, chosen.
const MAX_HEIGHT: usize = 6;

/// Most models of one walk, chosen, those included that an earlier run had looked up.
const MAX_MODELS: usize = 400;

/// What came of looking one id up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LookUp {
    /// The Hub states this.
    Stated(Stated),
    /// The Hub does not show it: there is none, or the token may not see it.
    Hidden,
    /// It could not be looked up, and why; no reason where it was given before.
    Failed(Option<String>),
    /// It was not looked up, since a bound was reached: which one.
    Beyond(String),
}

/// The outcome of a walk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Walked {
    pub(super) hub: Hub,
    /// Ids that the Hub does not show.
    pub(super) hidden: Vec<String>,
    /// Ids that could not be looked up.
    pub(super) failed: Vec<String>,
    /// The first reason why.
    pub(super) why: Option<String>,
    /// The first id of which the Hub was asked in vain.
    pub(super) broken: Option<String>,
}

/// Looks ids up, and what they were made from, until `knows` knows it.
pub(super) fn walk(ids: &[&str], knows: &dyn Fn(&str) -> bool, look: &mut dyn FnMut(&str) -> LookUp) -> Walked {
    let mut walked = Walked::default();
    let (mut seen, mut count) = (BTreeSet::new(), 0);
    let mut level: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
    for _ in 0..MAX_HEIGHT {
        let mut above = Vec::new();
        for id in level {
            if knows(&id) || !seen.insert(id.to_lowercase()) {
                continue;
            }
            count += 1;
            if count > MAX_MODELS {
                walked.fail(id, format!("at most {MAX_MODELS} models are looked up"));
                continue;
            }
            match look(&id) {
                LookUp::Stated(mut stated) => {
                    let mut id = id;
                    if let Some(now) = stated.renamed_to.take() {
                        let old = Stated { renamed_to: Some(now.clone()), ..Stated::default() };
                        walked.hub.0.insert(id.to_lowercase(), old);
                        // The answer is about the model under its new id.
                        if knows(&now) || !seen.insert(now.to_lowercase()) {
                            continue;
                        }
                        id = now;
                    }
                    above.extend(stated.parents.iter().cloned());
                    walked.hub.0.insert(id.to_lowercase(), stated);
                }
                LookUp::Hidden => walked.hidden.push(id),
                LookUp::Failed(why) => {
                    walked.broken.get_or_insert_with(|| id.clone());
                    walked.fail(id, why);
                }
                LookUp::Beyond(why) => walked.fail(id, why),
            }
        }
        level = above;
    }
    for id in level.into_iter().filter(|id| !knows(id)) {
        if seen.insert(id.to_lowercase()) {
            walked.fail(id, format!("at most {MAX_HEIGHT} steps up are followed"));
        }
    }
    walked
}

impl Walked {
    fn fail(&mut self, id: String, why: impl Into<Option<String>>) {
        self.failed.push(id);
        self.why = self.why.take().or(why.into());
    }
}

#[cfg(test)]
mod tests {
    use super::{LookUp, MAX_HEIGHT, MAX_MODELS, Stated, walk};

    fn stated(parents: &[&str]) -> Stated {
        Stated { parents: parents.iter().map(|parent| (*parent).to_owned()).collect(), ..Stated::default() }
    }

    fn made_from(parents: &[&str]) -> LookUp {
        LookUp::Stated(stated(parents))
    }

    #[test]
    fn each_id_is_looked_up_once_and_known_ones_never() {
        let mut asked = Vec::new();
        let walked = walk(&["a/a", "A/A", "known/z"], &|id| id.starts_with("known/"), &mut |id| {
            asked.push(id.to_owned());
            match id {
                "a/a" => made_from(&["a/b", "known/x", "a/hidden"]),
                "a/b" => made_from(&["a/A", "a/lost"]),
                "a/hidden" => LookUp::Hidden,
                _ => LookUp::Failed(Some("no way".to_owned())),
            }
        });
        assert_eq!(asked, ["a/a", "a/b", "a/hidden", "a/lost"]);
        assert_eq!(walked.hidden, ["a/hidden"]);
        assert_eq!((walked.failed, walked.why.as_deref()), (vec!["a/lost".to_owned()], Some("no way")));
        assert_eq!(walked.hub.0.len(), 2);
    }

    #[test]
    fn what_was_renamed_is_followed_under_its_new_id() {
        let renamed = |id: &str| match id {
            "a/old" => LookUp::Stated(Stated { renamed_to: Some("a/New".to_owned()), ..stated(&["known/x"]) }),
            _ => LookUp::Failed(Some("asked for twice".to_owned())),
        };
        let walked = walk(&["a/old", "a/new"], &|id| id.starts_with("known/"), &mut { renamed });
        assert_eq!(walked.hub.0["a/old"], Stated { renamed_to: Some("a/New".to_owned()), ..Stated::default() });
        assert_eq!(walked.hub.0["a/new"].parents, ["known/x"]);
        assert_eq!(walked.why, None);
        let walked = walk(&["a/old"], &|id| id == "a/New", &mut { renamed });
        assert_eq!(walked.hub.0.len(), 1);
    }

    #[test]
    fn an_endless_chain_and_a_crowd_end() {
        let mut count = 0;
        let walked = walk(&["a/0"], &|_| false, &mut |_| {
            count += 1;
            made_from(&[&format!("a/{count}")])
        });
        assert_eq!((count, walked.failed), (MAX_HEIGHT, vec!["a/6".to_owned()]));
        assert_eq!(walked.why.as_deref(), Some("at most 6 steps up are followed"));
        let mut count = 0;
        walk(&["a/0"], &|_| false, &mut |_| {
            count += 1;
            let parents: Vec<String> = (0..20).map(|number| format!("a/{count}x{number}")).collect();
            made_from(&parents.iter().map(String::as_str).collect::<Vec<_>>())
        });
        assert_eq!(count, MAX_MODELS);
    }
}
