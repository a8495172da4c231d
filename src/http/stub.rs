//! Takes the place of all network code where the program was built without the feature `github`: it says so, and sends nothing.

use super::error::HttpError;
use super::github::types::{Access, Comparison, PlanOutcome, Pull};
use super::response::Response;
use crate::review::plan::Plan;
use crate::review::{ChangedFile, ExistingComments};
use crate::tree::{ReadLimit, Tree};
use std::time::Duration;

/// Says that this program cannot ask anything.
///
/// # Errors
///
/// Always.
pub(crate) fn get(_: &str, _: Option<&str>, _: usize, _: Duration) -> Result<Response, HttpError> {
    Err(HttpError::Unreachable("this program was built without the part that speaks over the network".to_owned()))
}

/// No connection: there is no value of it, so that none of its methods can be called but `open`.
pub(crate) enum Session {}

impl Session {
    /// Says that this program cannot speak with GitHub.
    pub(crate) fn open(_: &Access, _: Duration) -> Result<Self, HttpError> {
        Err(HttpError::Unreachable("This program was built without the part that speaks with GitHub.".to_owned()))
    }

    pub(crate) fn pull(&self, _: u64) -> Result<Pull, HttpError> {
        match *self {}
    }

    pub(crate) fn pulls_of(&self, _: &str, _: Option<&str>) -> Result<Vec<Pull>, HttpError> {
        match *self {}
    }

    pub(crate) fn parents(&self, _: &str) -> Result<Vec<String>, HttpError> {
        match *self {}
    }

    pub(crate) fn compare(&self, _: &str, _: &str) -> Result<Comparison, HttpError> {
        match *self {}
    }

    pub(crate) fn tree(
        &self,
        _: &str,
        _: &str,
        _: &dyn Fn(&str) -> Option<ReadLimit>,
        _: &Tree,
    ) -> Result<Tree, HttpError> {
        match *self {}
    }

    pub(crate) fn diff(&self, _: u64) -> Result<Vec<ChangedFile>, HttpError> {
        match *self {}
    }

    pub(crate) fn existing_comments(&self, _: u64) -> Result<ExistingComments, HttpError> {
        match *self {}
    }

    pub(crate) fn carry_out(&self, _: u64, _: &str, _: &Plan) -> PlanOutcome {
        match *self {}
    }
}
