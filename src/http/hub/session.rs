//! A conversation with the Hub: blocking outside, asynchronous inside.

use super::client::{HubAccess, HubClient};
use super::model::{self, HubModel};
use super::place::ModelPlace;
use super::traffic::{Patience, Traffic};
use super::tree;
use crate::http::client::block_on;
use crate::http::error::HttpError;
use crate::tree::{ReadLimit, Tree};
use std::sync::Arc;
use std::time::Duration;

/// A conversation with the Hub that gives up after a time.
pub(crate) struct HubSession {
    client: Arc<HubClient>,
}

impl HubSession {
    /// Prepares a conversation; sends nothing. All calls together take no longer than `budget`, counted from the first one.
    ///
    /// # Errors
    ///
    /// Where the address or the token is not what such a thing looks like.
    pub(crate) fn open(access: &HubAccess, budget: Duration) -> Result<Self, HttpError> {
        Ok(Self { client: Arc::new(HubClient::new(access, budget, Traffic::new(None))?) })
    }

    /// The same for a run of many conversations, each with a time of its own: they wait for the Hub's rate limit, and no wait counts.
    pub(crate) fn open_patient(access: &HubAccess, budget: Duration, patience: Patience) -> Result<Self, HttpError> {
        Ok(Self { client: Arc::new(HubClient::new(access, budget, Traffic::new(Some(patience)))?) })
    }

    /// Another conversation of the run, with a time of its own.
    pub(crate) fn renewed(&self, budget: Duration) -> Self {
        Self { client: Arc::new(self.client.renewed(budget)) }
    }

    /// Why the run sends nothing more, once it has waited for the rate limit as long as it may.
    pub(crate) fn is_over(&self) -> Option<String> {
        self.client.traffic.over()
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
        self.run(async |client| tree::tree(client, model, wanted, at_hand).await)
    }

    pub(super) fn run<T>(&self, work: impl AsyncFnOnce(&Arc<HubClient>) -> Result<T, HttpError>) -> Result<T, HttpError> {
        block_on(work(&self.client))
    }
}
