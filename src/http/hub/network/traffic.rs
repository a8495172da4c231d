//! What all requests of a run to the Hub share: how many are under way at once, and what the Hub's rate limit leaves.
//!
//! The Hub counts requests to its API and requests for files, each in windows of five minutes. Every answer says what is left and when the
//! window ends (`RateLimit: "api";r=41;t=120`). A run that may wait stops before a window is used up, and goes on in the next one.

use crate::http::error::HttpError;
use crate::http::hub::place::Patience;
use crate::http::response::{Response, ResponseClass};
use crate::http::retry::Deadline;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::Instant;

/// Requests under way at once, and so connections to one host; chosen.
const AT_ONCE: usize = 4;

/// How often one request may be refused for the rate limit, although the run waited as long as the Hub asked; chosen.
pub(super) const MAX_REFUSALS: u32 = 3;

/// Longest wait that the Hub may ask for at once, chosen: its windows have five minutes.
const LONGEST_WAIT: Duration = Duration::from_mins(10);

/// How long to wait where the Hub does not say; chosen, and counted once more for each refusal.
const UNSTATED_WAIT: Duration = Duration::from_secs(5);

/// The Hub counts whole seconds.
const SLACK: Duration = Duration::from_secs(1);

/// What the Hub counts together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bucket {
    /// Requests to the API.
    Api,
    /// Files. The Hub sends most of them on to another address of its own, so that each takes two requests.
    Files,
}

/// The requests of a run.
pub(super) struct Traffic {
    permits: Semaphore,
    /// Where there is none, requests go out as they come, and a refusal is an answer like any other.
    patience: Option<Patience>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    windows: [Window; 2],
    waited: Duration,
    /// When the last wait ends that was told.
    wait_ends: Option<Instant>,
    /// Why nothing is sent any more.
    over: Option<String>,
}

/// What is known of a window of the rate limit.
#[derive(Default)]
struct Window {
    /// Requests that are left until a time, by the last answer.
    left: Option<(u64, Instant)>,
    /// Requests that are under way.
    under_way: u64,
}

/// Leave to send one request.
pub(super) struct Leave<'a> {
    traffic: &'a Traffic,
    bucket: Bucket,
    /// There is one unless the semaphore is closed, which it never is.
    _permit: Option<SemaphorePermit<'a>>,
}

impl Bucket {
    /// Requests that one question takes.
    const fn cost(self) -> u64 {
        match self {
            Self::Api => 1,
            Self::Files => 2,
        }
    }
}

impl Traffic {
    pub(super) fn new(patience: Option<Patience>) -> Self {
        Self { permits: Semaphore::new(AT_ONCE), patience, state: Mutex::default() }
    }

    /// Whether requests wait for the rate limit.
    pub(super) const fn is_patient(&self) -> bool {
        self.patience.is_some()
    }

    /// Why nothing is sent any more; nothing as long as something may be.
    pub(super) fn over(&self) -> Option<String> {
        self.state().over.clone()
    }

    /// Waits until a request may be sent. The time that the rate limit takes does not count for `deadline`.
    ///
    /// # Errors
    ///
    /// Where the run has waited long enough.
    pub(super) async fn leave(&self, bucket: Bucket, deadline: &Deadline) -> Result<Leave<'_>, HttpError> {
        let start = Instant::now();
        while let Some(wait) = self.reserve(bucket)? {
            tokio::time::sleep(wait).await;
        }
        deadline.extend(start.elapsed());
        let permit = self.permits.acquire().await.ok();
        Ok(Leave { traffic: self, bucket, _permit: permit })
    }

    /// Counts a request as under way, or says how long to wait before the next try.
    fn reserve(&self, bucket: Bucket) -> Result<Option<Duration>, HttpError> {
        let mut state = self.state();
        if let Some(why) = &state.over {
            return Err(HttpError::Unreachable(why.clone()));
        }
        let now = Instant::now();
        let window = &mut state.windows[bucket as usize];
        let needed = window.under_way + bucket.cost();
        match (window.left.filter(|(_, end)| *end > now), &self.patience) {
            (Some((left, end)), Some(patience)) if left < needed => {
                state.wait(end - now, now, patience)?;
                Ok(Some(end - now))
            }
            _ => {
                window.under_way = needed;
                Ok(None)
            }
        }
    }

    /// Reads from an answer what the rate limit leaves. Whether the answer is one to go on with: `false` where the request is to be
    /// sent again once [`Self::leave`] allows it. `refusals` counts the refusals of this request.
    pub(super) fn note(&self, bucket: Bucket, response: &Response, refusals: &mut u32) -> bool {
        let now = Instant::now();
        let mut state = self.state();
        let window = &mut state.windows[bucket as usize];
        if let (ResponseClass::RateLimited(wait), true) = (response.class(), self.is_patient()) {
            *refusals += 1;
            let wait = if response.says_when() { wait } else { UNSTATED_WAIT * *refusals };
            window.left = Some((0, now + wait.min(LONGEST_WAIT) + SLACK));
            if *refusals < MAX_REFUSALS {
                return false;
            }
            let why = "the Hub's rate limit does not end, although the run waited as long as the Hub asks";
            state.over.get_or_insert_with(|| why.to_owned());
        } else if let Some((left, seconds)) = response.rate_limit() {
            let end = now + Duration::from_secs(seconds).min(LONGEST_WAIT) + SLACK;
            // Answers of one window may come in another order than the Hub counted.
            let known = window.left.filter(|(_, known)| end <= *known + 2 * SLACK);
            window.left = Some((known.map_or(left, |(known, _)| known.min(left)), end));
        }
        true
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Counts a wait from now on; several at the same time are one.
    fn wait(&mut self, wait: Duration, now: Instant, patience: &Patience) -> Result<(), HttpError> {
        let end = now + wait;
        let more = end.saturating_duration_since(self.wait_ends.map_or(now, |known| known.max(now)));
        if self.waited + more > patience.time {
            let seconds = wait.as_secs();
            let why = format!(
                "the Hub's rate limit is used up for {seconds} more seconds, and the run has waited as long as it may"
            );
            return Err(HttpError::Unreachable(self.over.insert(why).clone()));
        }
        self.waited += more;
        self.wait_ends = self.wait_ends.max(Some(end));
        // Seconds that the Hub rounds are no news.
        if more >= SLACK {
            (patience.tell)(wait);
        }
        Ok(())
    }
}

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        let under_way = &mut self.traffic.state().windows[self.bucket as usize].under_way;
        *under_way = under_way.saturating_sub(self.bucket.cost());
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::{Bucket, Duration, Instant, MAX_REFUSALS, Patience, State, Traffic};
    use crate::http::response::Response;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn patience(seconds: u64) -> (Patience, Arc<AtomicUsize>) {
        let told = Arc::new(AtomicUsize::new(0));
        let heard = Arc::clone(&told);
        let tell = Box::new(move |_| _ = heard.fetch_add(1, Ordering::Relaxed));
        (Patience { time: Duration::from_secs(seconds), tell }, told)
    }

    fn answer(status: u16, limit: &str) -> Response {
        let header = ("ratelimit".parse::<::http::HeaderName>().unwrap(), limit.parse().unwrap());
        Response::new(status, &::http::HeaderMap::from_iter([header]), Vec::new())
    }

    #[test]
    fn waits_at_the_same_time_count_once_and_are_told_once() {
        let (patience, told) = patience(10);
        let (mut state, now) = (State::default(), Instant::now());
        let seconds = Duration::from_secs;
        for wait in [5, 5, 4] {
            assert!(state.wait(seconds(wait), now, &patience).is_ok());
        }
        assert_eq!((state.waited, told.load(Ordering::Relaxed)), (seconds(5), 1));
        let later = now + seconds(100);
        assert!(state.wait(seconds(5), later, &patience).is_ok());
        assert_eq!((state.waited, told.load(Ordering::Relaxed)), (seconds(10), 2));
        assert!(state.over.is_none());
        assert!(state.wait(seconds(1), later + seconds(100), &patience).is_err());
        assert!(state.over.is_some());
    }

    #[test]
    fn requests_under_way_count_against_what_is_left() {
        let traffic = Traffic::new(Some(patience(600).0));
        assert!(traffic.note(Bucket::Files, &answer(200, "\"resolvers\";r=5;t=100"), &mut 0));
        let waits = || traffic.reserve(Bucket::Files).unwrap().is_some();
        assert_eq!([waits(), waits(), waits()], [false, false, true]);
        assert!(traffic.reserve(Bucket::Api).unwrap().is_none(), "the API has its own window");
        // A late answer of the same window does not give back what was counted since; one of the next window does.
        assert!(traffic.note(Bucket::Files, &answer(200, "\"resolvers\";r=50;t=100"), &mut 0));
        assert!(traffic.reserve(Bucket::Files).unwrap().is_some());
        assert!(traffic.note(Bucket::Files, &answer(200, "\"resolvers\";r=50;t=300"), &mut 0));
        assert!(traffic.reserve(Bucket::Files).unwrap().is_none());
        let hasty = Traffic::new(None);
        assert!(hasty.note(Bucket::Api, &answer(200, "\"api\";r=0;t=100"), &mut 0));
        assert!(hasty.reserve(Bucket::Api).unwrap().is_none());
    }

    #[test]
    fn a_refusal_is_waited_for_so_many_times() {
        let (traffic, mut refusals) = (Traffic::new(Some(patience(600).0)), 0);
        for _ in 1..MAX_REFUSALS {
            assert!(!traffic.note(Bucket::Api, &answer(429, "\"api\";r=0;t=7"), &mut refusals));
            assert!(traffic.reserve(Bucket::Api).unwrap().is_some());
            assert!(traffic.over().is_none());
        }
        assert!(traffic.note(Bucket::Api, &answer(429, "\"api\";r=0;t=7"), &mut refusals));
        assert!(traffic.over().is_some());
        assert!(traffic.reserve(Bucket::Api).is_err());
    }
}
