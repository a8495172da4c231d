//! Stands in for the connection where the program was built without the feature `github`: it says so, and sends nothing.

use super::{Access, Done, Fork, Pull, Trouble};
use crate::review::plan::Plan;
use crate::review::{ChangedFile, Said};
use crate::tree::{ReadLimit, Tree};
use std::time::Duration;

/// No connection: there is no value of it.
pub enum Session {}

impl Session {
    /// Says that this program cannot speak with GitHub.
    pub fn open(_: &Access, _: Duration) -> Result<Self, Trouble> {
        Err(Trouble::Unreachable("This program was built without the part that speaks with GitHub.".to_owned()))
    }

    /// Never called.
    pub fn pull(&self, _: u64) -> Result<Pull, Trouble> {
        match *self {}
    }

    /// Never called.
    pub fn pulls_of(&self, _: &str, _: Option<&str>) -> Result<Vec<Pull>, Trouble> {
        match *self {}
    }

    /// Never called.
    pub fn parents(&self, _: &str) -> Result<Vec<String>, Trouble> {
        match *self {}
    }

    /// Never called.
    pub fn fork(&self, _: &str, _: &str) -> Result<Fork, Trouble> {
        match *self {}
    }

    /// Never called.
    pub fn tree(&self, _: &str, _: &str, _: &dyn Fn(&str) -> Option<ReadLimit>, _: &Tree) -> Result<Tree, Trouble> {
        match *self {}
    }

    /// Never called.
    pub fn diff(&self, _: u64) -> Result<Vec<ChangedFile>, Trouble> {
        match *self {}
    }

    /// Never called.
    pub fn said(&self, _: u64) -> Result<Said, Trouble> {
        match *self {}
    }

    /// Never called.
    pub fn carry_out(&self, _: u64, _: &str, _: &Plan) -> Done {
        match *self {}
    }
}
