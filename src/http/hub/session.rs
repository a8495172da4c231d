//! A conversation with the Hub: blocking outside, asynchronous inside.

use super::client::HubClient;
use super::kept::KeptFiles;
use super::model::{self, HubModel};
use super::place::{HubAccess, ModelPlace};
use super::refusal::{is_hidden, refusal};
use super::walk::LookUp;
use super::{answer, tree};
use crate::http::client::block_on;
use crate::http::error::HttpError;
use crate::http::response::{Response, ResponseClass};
use crate::render::one_line;
use crate::tree::{ReadLimit, Tree};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// A conversation with the Hub that gives up after a time.
pub(crate) struct HubSession {
    client: Arc<HubClient>,
    kept: Option<KeptFiles>,
}

impl HubSession {
    /// Prepares a conversation; sends nothing. All calls together take no longer than `budget`, counted from the first one.
    ///
    /// # Errors
    ///
    /// Where the address or the token is not what such a thing looks like.
    pub(crate) fn open(access: &HubAccess, budget: Duration) -> Result<Self, HttpError> {
        Ok(Self { client: Arc::new(HubClient::new(access, budget)?), kept: None })
    }

    /// Keeps whole files in a folder, from one run to the next.
    ///
    /// # Errors
    ///
    /// A sentence where there can be no such folder.
    pub(crate) fn keep_files(&mut self, folder: &Path) -> Result<(), HttpError> {
        let kept = KeptFiles::open(folder).map_err(|why| HttpError::Refused(format!("{why:#}")))?;
        self.kept = Some(kept);
        Ok(())
    }

    /// A model at a revision.
    ///
    /// # Errors
    ///
    /// A sentence where the Hub shows no such model or revision, or has it under another id.
    pub(crate) fn model(&self, place: &ModelPlace) -> Result<HubModel, HttpError> {
        self.run(async |client| model::model(client, place).await)
    }

    /// The files of a model at its commit. `wanted` says how much of a path is read, if anything. Files of `at_hand` that are the same
    /// at the Hub, by the names that Git gives them, are taken from there.
    ///
    /// # Errors
    ///
    /// A sentence where a file that matters cannot be read: a part of a tree is no tree.
    pub(crate) fn tree(
        &self,
        model: &HubModel,
        wanted: &dyn Fn(&str) -> Option<ReadLimit>,
        at_hand: &Tree,
    ) -> Result<Tree, HttpError> {
        self.run(async |client| tree::tree(client, model, wanted, at_hand, self.kept.as_ref()).await)
    }

    pub(super) fn client(&self) -> &HubClient {
        &self.client
    }

    /// What the Hub states of a model: its parents and its license.
    pub(crate) fn stated(&self, id: &str) -> LookUp {
        let failed = |why: &HttpError| LookUp::Failed(Some(one_line(&why.to_string()).into_owned()));
        let mut states = |response: &Response| answer::read(id, &response.body).is_some();
        let rest = format!("api/models/{id}");
        let response = match self.run(async |client| client.answer(&rest, &mut states).await) {
            Ok(response) => response,
            Err(why) => return failed(&why),
        };
        match (response.class(), answer::read(id, &response.body)) {
            (ResponseClass::Success, Some(stated)) => LookUp::Stated(stated),
            _ if is_hidden(&response) => LookUp::Hidden,
            _ => failed(&refusal(&response, id, self.client.has_token())),
        }
    }

    pub(super) fn run<T>(
        &self,
        work: impl AsyncFnOnce(&Arc<HubClient>) -> Result<T, HttpError>,
    ) -> Result<T, HttpError> {
        block_on(work(&self.client))
    }
}
