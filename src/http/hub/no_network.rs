//! Takes the place of `network` where the program was built without the part that speaks over the network: there is no value of a
//! conversation, so that none of its methods can be called but `open`, which says so.

use super::listing::Listing;
use super::place::{HubAccess, ModelPlace, Patience};
use super::spoken::{Account, ListKind, NewPull};
use super::walk::LookUp;
use crate::http::error::HttpError;
use crate::review::discussion::{Discussion, DiscussionState};
use crate::tree::{ReadLimit, Tree};
use std::path::Path;
use std::time::Duration;

/// A model on the Hub, of which there is none here.
#[derive(Debug)]
pub(crate) struct HubModel {
    pub(crate) id: String,
    pub(crate) commit: String,
}

/// No conversation with the Hub.
pub(crate) enum HubSession {}

impl HubSession {
    /// Says that this program cannot ask anything.
    pub(crate) fn open(_: &HubAccess, _: Duration) -> Result<Self, HttpError> {
        Err(HttpError::Unreachable("this program was built without the part that speaks over the network".to_owned()))
    }

    pub(crate) fn open_patient(access: &HubAccess, budget: Duration, _: Patience) -> Result<Self, HttpError> {
        Self::open(access, budget)
    }

    pub(crate) fn renewed(&self, _: Duration) -> Self {
        match *self {}
    }

    pub(crate) fn is_over(&self) -> Option<String> {
        match *self {}
    }

    pub(crate) fn next_page(&self, _: &mut Listing) -> Result<Vec<String>, HttpError> {
        match *self {}
    }

    pub(crate) fn keep_files(&mut self, _: &Path) -> Result<(), HttpError> {
        match *self {}
    }

    pub(crate) fn model(&self, _: &ModelPlace) -> Result<HubModel, HttpError> {
        match *self {}
    }

    pub(crate) fn tree(
        &self,
        _: &HubModel,
        _: &dyn Fn(&str) -> Option<ReadLimit>,
        _: &Tree,
    ) -> Result<Tree, HttpError> {
        match *self {}
    }

    pub(crate) fn stated(&self, _: &str) -> LookUp {
        match *self {}
    }

    pub(crate) fn has_token(&self) -> bool {
        match *self {}
    }

    pub(crate) fn account(&self) -> Result<Account, HttpError> {
        match *self {}
    }

    pub(crate) fn discussion(&self, _: &str, _: u64) -> Result<Discussion, HttpError> {
        match *self {}
    }

    pub(crate) fn head(&self, _: &ModelPlace) -> Result<String, HttpError> {
        match *self {}
    }

    pub(crate) fn is_private(&self, _: &str) -> Result<bool, HttpError> {
        match *self {}
    }

    pub(crate) fn has_branch(&self, _: &str, _: &str) -> Result<bool, HttpError> {
        match *self {}
    }

    pub(crate) fn merge_base(&self, _: &str, _: &str, _: &str) -> Result<Option<String>, HttpError> {
        match *self {}
    }

    pub(crate) fn own(
        &self,
        _: &str,
        _: ListKind,
        _: &str,
        _: &dyn Fn(&Discussion) -> bool,
    ) -> Result<Vec<Discussion>, HttpError> {
        match *self {}
    }

    pub(crate) fn comment(&self, _: &str, _: u64, _: &str, _: &str) -> Result<(), HttpError> {
        match *self {}
    }

    pub(crate) fn edit(&self, _: &str, _: u64, _: &str, _: &str) -> Result<(), HttpError> {
        match *self {}
    }

    pub(crate) fn hide(&self, _: &str, _: u64, _: &str) -> Result<(), HttpError> {
        match *self {}
    }

    pub(crate) fn set_state(&self, _: &str, _: u64, _: DiscussionState) -> Result<(), HttpError> {
        match *self {}
    }

    pub(crate) fn open_discussion(&self, _: &str, _: &str, _: &str, _: &str) -> Result<u64, HttpError> {
        match *self {}
    }

    pub(crate) fn open_pull(&self, _: &str, _: &str, _: &NewPull<'_>) -> Result<u64, HttpError> {
        match *self {}
    }

    pub(crate) fn page_of(&self, _: &str, _: &str) -> Result<String, HttpError> {
        match *self {}
    }
}

impl HubModel {
    #[expect(clippy::unused_self, reason = "there is no model here, and so none of its files")]
    pub(crate) const fn keeps_in_lfs(&self, _: &str) -> bool {
        false
    }
}
