//! The commands: each reads what it needs, asks the library, and writes the answer.

pub(crate) mod check;
pub(crate) mod explain;
pub(crate) mod identify;
pub(crate) mod rules;
