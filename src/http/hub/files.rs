//! Fetches files of a commit, some at a time.

use super::client::HubClient;
use super::wanted::Wanted;
use crate::http::error::HttpError;
use std::sync::Arc;
use tokio::task::JoinSet;

/// How many files are fetched at the same time, chosen.
const CONCURRENT_FETCHES: usize = 4;

/// Fetches files of a commit of a model, each with its bytes, in no order.
pub(super) async fn fetch(
    client: &Arc<HubClient>,
    (id, commit): (&str, &str),
    wanted: Vec<Wanted>,
) -> Result<Vec<(Wanted, Vec<u8>)>, HttpError> {
    let mut left = wanted.into_iter();
    let mut tasks = JoinSet::new();
    let mut all = Vec::with_capacity(left.len());
    loop {
        while tasks.len() < CONCURRENT_FETCHES
            && let Some(wanted) = left.next()
        {
            let (client, id, commit) = (Arc::clone(client), id.to_owned(), commit.to_owned());
            tasks.spawn(async move {
                let bytes = client.file(&id, &commit, &wanted).await?;
                Ok::<_, HttpError>((wanted, bytes))
            });
        }
        let Some(fetched) = tasks.join_next().await else { return Ok(all) };
        let fetched = fetched.map_err(|_| HttpError::Unreachable("a file could not be read from the Hub".to_owned()));
        all.push(fetched??);
    }
}
