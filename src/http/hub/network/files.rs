//! Fetches files of a commit, some at a time.

use super::client::HubClient;
use super::wanted::Wanted;
use crate::http::error::HttpError;
use crate::http::side_by_side::side_by_side;
use std::sync::Arc;

/// How many files are fetched at the same time, chosen.
const CONCURRENT_FETCHES: usize = 4;

/// Fetches files of a commit of a model, each with its bytes, in no order.
pub(super) async fn fetch(
    client: &Arc<HubClient>,
    (id, commit): (&str, &str),
    wanted: Vec<Wanted>,
) -> Result<Vec<(Wanted, Vec<u8>)>, HttpError> {
    let fetch = |wanted: Wanted| {
        let (client, id, commit) = (Arc::clone(client), id.to_owned(), commit.to_owned());
        async move {
            let bytes = client.file(&id, &commit, &wanted).await?;
            Ok((wanted, bytes))
        }
    };
    side_by_side(CONCURRENT_FETCHES, wanted.into_iter().map(fetch)).await
}
