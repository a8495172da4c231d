//! What `fix` would write, and what it leaves to a person: tree, configuration and texts in, plan out. No I/O, no failure.

pub(crate) mod diff;
mod edit;
mod finding_key;
mod parent;
pub(crate) mod plan;
mod planner;
mod supplied_text;
pub(crate) mod text;
mod trial;

pub(crate) use plan::{Edit, LeftReason, Plan};
pub(crate) use planner::plan;
pub(crate) use supplied_text::{SuppliedText, unneeded};
pub(crate) use trial::Scope;
