//! Takes back what two runs at once have posted twice.

use super::existing::ExistingComments;
use super::marker::State;
use super::options::ReviewOptions;
use super::own::{OwnComments, Replies};
use super::plan::{MAX_REMARKS, Plan};

/// What to delete once something was posted, from what the pull request carries then: of the gate's own comments that say the same, all
/// but the oldest. Those with an answer stay. Whichever run looks last sees all of them, so one is left.
pub(crate) fn twins(existing: &ExistingComments, options: &ReviewOptions) -> Plan {
    let own = OwnComments::of(existing, options);
    let by_finding = own.by_finding();
    let doubles = by_finding.values().flat_map(|remarks| remarks.iter().skip(1));
    let doubles = doubles.filter(|own| own.state == State::Open && own.replies == Replies::None);
    let mut plan = Plan { deletions: doubles.map(|own| own.remark.id).collect(), ..Plan::default() };
    plan.deletions.truncate(MAX_REMARKS);
    plan.duplicates = own.duplicates;
    plan.duplicates.truncate(MAX_REMARKS);
    plan
}
