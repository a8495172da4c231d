//! The time that a run of requests may take, and when one is sent again.

use super::client::{Request, rounded, send};
use super::error::HttpError;
use super::response::{Response, ResponseClass};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Longest time that one request may take, chosen.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// Longest wait that a server may impose, chosen: a run of a workflow is paid by the minute.
const MAX_WAIT: Duration = Duration::from_mins(1);

/// How often one request that only reads is sent in all, chosen.
pub(super) const TRIES: u32 = 3;

/// The time for a run of requests, counted from the first one.
pub(super) struct Deadline {
    budget: Duration,
    end: Mutex<Option<Instant>>,
    /// Whether an answer that asks to wait is an answer like any other: the caller waits.
    leaves_limits: bool,
}

/// Whether a successful answer is what was asked for.
pub(super) type Accept<'a> = &'a mut (dyn FnMut(&Response) -> bool + Send);

/// Boxed, so that the future, which is large, is compiled once and not for each kind of answer.
type ResponseFuture<'a> = Pin<Box<dyn Future<Output = Result<Response, HttpError>> + Send + 'a>>;

impl Deadline {
    pub(super) fn new(budget: Duration) -> Self {
        Self { budget, end: Mutex::default(), leaves_limits: false }
    }

    /// One whose caller waits where a server speaks of its limits.
    pub(super) fn leaving_limits(self) -> Self {
        Self { leaves_limits: true, ..self }
    }

    /// Adds time that was spent on something else.
    pub(super) fn extend(&self, time: Duration) {
        let mut end = self.end.lock().unwrap_or_else(PoisonError::into_inner);
        *end = end.map(|end| end + time);
    }

    fn left(&self) -> Duration {
        let mut end = self.end.lock().unwrap_or_else(PoisonError::into_inner);
        end.get_or_insert_with(|| Instant::now() + self.budget).saturating_duration_since(Instant::now())
    }

    /// Waits if the wait is short enough and leaves time; whether it waited.
    pub(super) async fn wait(&self, time: Duration) -> bool {
        let fits = fits(time, self.left());
        if fits {
            tokio::time::sleep(time).await;
        }
        fits
    }

    /// Sends a request once.
    pub(super) async fn send(&self, request: &Request<'_>) -> Result<Response, HttpError> {
        let left = self.left();
        let outcome = if left.is_zero() { None } else { Some(send(request, REQUEST_TIMEOUT.min(left)).await) };
        outcome.filter(|outcome| outcome.is_ok() || !self.left().is_zero()).unwrap_or_else(|| {
            let (server, seconds) = (request.server(&request.url), rounded(self.budget));
            Err(HttpError::Unreachable(format!("the {seconds} seconds meant for {server} are used up")))
        })
    }

    /// Sends a request that only reads until `accept` takes the answer, or the answer says that asking again is of no use: where the
    /// server is unwell, sends wrong answers or asks to wait, it is sent again, `tries` times in all.
    pub(super) fn retry<'a>(&'a self, request: &'a Request<'a>, tries: u32, accept: Accept<'a>) -> ResponseFuture<'a> {
        Box::pin(async move {
            let mut tried = 1;
            loop {
                let (outcome, asked) = match self.send(request).await {
                    Err(error) => (Err(error), None),
                    Ok(response) => match response.class() {
                        ResponseClass::Success if accept(&response) => return Ok(response),
                        ResponseClass::Success => (Err(unusable(request)), None),
                        ResponseClass::RateLimited(_) if self.leaves_limits => return Ok(response),
                        ResponseClass::RateLimited(wait) => (Ok(response), Some(wait)),
                        ResponseClass::ServerError(wait) => (Ok(response), wait),
                        _ => return Ok(response),
                    },
                };
                if tried == tries || !self.wait(asked.unwrap_or_else(|| backoff(tried))).await {
                    return outcome;
                }
                tried += 1;
            }
        })
    }
}

/// A proxy on the way may answer 200 as well.
fn unusable(request: &Request<'_>) -> HttpError {
    HttpError::Unreachable(format!("{}'s answer is not what was asked for", request.server(&request.url)))
}

/// How long to wait after try number `tried`, where the server does not say.
fn backoff(tried: u32) -> Duration {
    Duration::from_millis(if tried <= 1 { 500 } else { 1500 })
}

/// Whether a wait is short enough to be worth it, with `left` of the whole time.
fn fits(wait: Duration, left: Duration) -> bool {
    wait <= MAX_WAIT && wait < left
}

#[cfg(test)]
mod tests {
    use super::{backoff, fits};
    use std::time::Duration;

    #[test]
    fn no_wait_beyond_a_minute_or_the_time_that_is_left() {
        let seconds = Duration::from_secs;
        assert!(fits(seconds(60), seconds(100)) && !fits(seconds(61), seconds(100)));
        assert!(!fits(seconds(5), seconds(5)) && fits(seconds(4), seconds(5)));
        assert!(backoff(1) < backoff(2));
    }
}
