//! What `fix` would write, and what it leaves to a person: tree, configuration and texts in, plan out. No I/O, no failure.

pub mod diff;
mod edit;
mod finding_key;
mod parent;
mod plan;
mod planner;
mod supplied_text;
pub mod text;
mod trial;

pub use plan::{Edit, FixedFinding, Left, Plan, Refusal, Stated, Why};
pub use planner::plan;
pub use supplied_text::{Refused, SuppliedText};
