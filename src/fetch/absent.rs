//! Stands in for the client where the program was built without network code.

use super::Answer;
use anyhow::{Result, bail};
use std::time::Duration;

/// Says that this program cannot fetch anything.
///
/// # Errors
///
/// Always.
pub fn get(_: &str, _: Option<&str>, _: usize, _: Duration) -> Result<Answer> {
    bail!("this program was built without the part that speaks over the network")
}
