//! `choose`: which licenses a model that is to be built may be declared under. There is no judgement of its own here: a card in memory
//! declares one license after the other, `check` judges it, and the findings say what does not fit and what is asked.

mod answer;
mod base;
mod candidates;
pub(crate) mod json;
mod parents;
mod question;
pub(crate) mod text;
mod trial;

pub(crate) use answer::Answer;
pub(crate) use question::Question;

use crate::lineage::LineageFacts;
use answer::{Parent, Standing, Verdict};
use trial::Trial;

/// Tries every license. `facts` are those of the question's configuration, perhaps with what the Hub says.
pub(crate) fn answer(question: &Question, facts: &LineageFacts, today: &str) -> Answer {
    let parents: Vec<Parent> = question.bases.iter().map(|base| parents::read(base, facts, today)).collect();
    let is_known = parents.iter().all(|parent| !matches!(parent.standing, Standing::Unknown(_)));
    let mut answer = Answer { parents, data_sets: question.data_sets.clone(), choices: Vec::new(), together: None };
    let policies = answer.policies();
    let undeclared = trial::report(question, "", facts, today);
    let trial = Trial { question, facts, today, policies: &policies, undeclared };
    let candidates = candidates::all(&answer.parents, &policies);
    answer.choices = candidates.iter().map(|candidate| trial.choice(candidate)).collect();
    if is_known {
        answer.choices.sort_by_key(|choice| (choice.verdict, !choice.is_own));
        let wanted = candidates::together(&policies).filter(|_| !answer.has_fit());
        answer.together = wanted.map(|candidate| trial.choice(&candidate));
    } else {
        // What fits the known parents may not fit the others.
        answer.choices.retain(|choice| choice.verdict == Verdict::DoesNotFit);
    }
    answer
}
