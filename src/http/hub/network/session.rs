//! A conversation with the Hub: blocking outside, asynchronous inside.

use super::client::HubClient;
use super::kept::KeptFiles;
use super::memo::Memo;
use super::model::{self, HubModel};
use super::refusal::{is_hidden, refusal};
use super::traffic::Traffic;
use super::tree;
use crate::http::client::block_on;
use crate::http::error::HttpError;
use crate::http::hub::answer;
use crate::http::hub::listing::Listing;
use crate::http::hub::place::{HubAccess, ModelPlace, Patience};
use crate::http::hub::walk::LookUp;
use crate::http::response::{Response, ResponseClass};
use crate::render::one_line;
use crate::tree::{ReadLimit, Tree};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// A conversation with the Hub that gives up after a time.
pub(crate) struct HubSession {
    client: Arc<HubClient>,
    /// What the Hub stated to a run of many conversations.
    memo: Option<Arc<Memo>>,
    kept: Option<KeptFiles>,
}

impl HubSession {
    /// Prepares a conversation; sends nothing. All calls together take no longer than `budget`, counted from the first one.
    ///
    /// # Errors
    ///
    /// Where the address or the token is not what such a thing looks like.
    pub(crate) fn open(access: &HubAccess, budget: Duration) -> Result<Self, HttpError> {
        Ok(Self { client: Arc::new(HubClient::new(access, budget, Traffic::new(None))?), memo: None, kept: None })
    }

    /// The same for a run of many conversations, each with a time of its own. They wait for the Hub's rate limit, which does not count,
    /// and ask once what the Hub states of a model.
    pub(crate) fn open_patient(access: &HubAccess, budget: Duration, patience: Patience) -> Result<Self, HttpError> {
        let client = HubClient::new(access, budget, Traffic::new(Some(patience)))?;
        Ok(Self { client: Arc::new(client), memo: Some(Arc::default()), kept: None })
    }

    /// Another conversation of the run, with a time of its own.
    pub(crate) fn renewed(&self, budget: Duration) -> Self {
        Self { client: Arc::new(self.client.renewed(budget)), memo: self.memo.clone(), kept: None }
    }

    /// Why the run sends nothing more, once it has waited for the rate limit as long as it may.
    pub(crate) fn is_over(&self) -> Option<String> {
        self.client.traffic.over()
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

    /// The ids of the next page of a list: `owner/name`, no more than the Hub puts on a page. None after the last page.
    ///
    /// # Errors
    ///
    /// A sentence where the page cannot be read, or is no such page. The list is then not read further.
    pub(crate) fn next_page(&self, listing: &mut Listing) -> Result<Vec<String>, HttpError> {
        let Some(rest) = listing.next().map(str::to_owned) else { return Ok(Vec::new()) };
        let (page, next) = self.run(async |client| client.page(&rest, listing.owner()).await)?;
        listing.take(page, next).map_err(HttpError::Unreachable)
    }

    pub(super) fn client(&self) -> &HubClient {
        &self.client
    }

    /// What the Hub states of a model: its parents and its license.
    pub(crate) fn stated(&self, id: &str) -> LookUp {
        match &self.memo {
            Some(memo) => memo.find(id, || self.ask_stated(id)),
            None => self.ask_stated(id),
        }
    }

    fn ask_stated(&self, id: &str) -> LookUp {
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
