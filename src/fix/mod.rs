//! What `fix` would write, and what it leaves to a person: tree, configuration and texts in, plan out. No I/O, no failure.

pub(crate) mod diff;
mod edit;
mod finding_key;
mod mark;
mod parent;
pub(crate) mod plan;
mod planner;
mod scope;
mod supplied_text;
pub(crate) mod text;
mod trial;

pub(crate) use mark::FixMark;
pub(crate) use plan::{Edit, LeftReason, Plan};
#[cfg(test)]
pub(crate) use planner::plan;
pub(crate) use planner::plan_with;
pub(crate) use scope::Scope;
pub(crate) use supplied_text::{SuppliedText, unneeded};
