//! Sends requests side by side, some at a time.

use super::error::HttpError;
use tokio::task::JoinSet;

/// What comes of some work, of which at most `most` is under way at once, in no order. The first error ends all.
pub(super) async fn side_by_side<T: Send + 'static>(
    most: usize,
    mut left: impl Iterator<Item: Future<Output = Result<T, HttpError>> + Send + 'static>,
) -> Result<Vec<T>, HttpError> {
    let mut tasks = JoinSet::new();
    let mut all = Vec::new();
    loop {
        while tasks.len() < most
            && let Some(work) = left.next()
        {
            tasks.spawn(work);
        }
        let Some(done) = tasks.join_next().await else { return Ok(all) };
        let done = done.map_err(|_| HttpError::Unreachable("a file could not be read".to_owned()));
        all.push(done??);
    }
}
