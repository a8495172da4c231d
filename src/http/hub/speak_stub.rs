//! What the gate writes on the Hub, where the program was built without the part that speaks over the network: nothing.

use super::place::ModelPlace;
use super::spoken::{Account, ListKind, NewPull};
use crate::http::error::HttpError;
use crate::http::stub::{HubModel, HubSession};
use crate::review::discussion::{Discussion, DiscussionState};

impl HubSession {
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
