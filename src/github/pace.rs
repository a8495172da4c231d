//! What an answer of GitHub means for the next step: ask again, wait, or give up. Pure functions; the clock is handed in.

use http::HeaderMap;
use std::time::Duration;

/// Longest time that one call may take, its redirects not counted.
pub(super) const CALL: Duration = Duration::from_secs(10);

/// Least time between two requests that write, as GitHub asks.
pub(super) const BETWEEN_WRITES: Duration = Duration::from_secs(1);

/// Longest wait that GitHub may impose; a run of a workflow is paid by the minute.
const PATIENCE: Duration = Duration::from_mins(1);

/// How often one request is sent in all.
pub(super) const TRIES: u32 = 3;

/// What an answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// It was done.
    Good,
    /// The thing is at another address.
    Moved,
    /// Refused before any work was done, with the time after which to ask again.
    Limited(Duration),
    /// GitHub is unwell. Whether the work was done is unknown.
    Ailing(Option<Duration>),
    /// The token may not do it.
    Denied,
    /// It is not there, or the token may not know of it.
    Absent,
    /// GitHub does not accept what was asked.
    Refused,
}

/// The numbers in the headers of an answer that speak of limits, in seconds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Limits {
    /// How long to wait.
    pub(super) retry_after: Option<u64>,
    /// How many requests are left.
    pub(super) remaining: Option<u64>,
    /// When there are new ones, since 1970.
    pub(super) reset: Option<u64>,
}

impl Limits {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse().ok();
        Self {
            retry_after: number("retry-after"),
            remaining: number("x-ratelimit-remaining"),
            reset: number("x-ratelimit-reset"),
        }
    }

    /// How long GitHub asks to wait; a minute where it does not say, as its documentation has it.
    fn wait(self, now: u64) -> Duration {
        let until_reset =
            self.reset.filter(|_| self.remaining == Some(0)).map(|reset| reset.saturating_sub(now).saturating_add(1));
        Duration::from_secs(self.retry_after.or(until_reset).unwrap_or(PATIENCE.as_secs()))
    }
}

/// What an answer means. `message` is GitHub's own, `now` is in seconds since 1970.
pub(super) fn nature(status: u16, limits: Limits, message: &str, now: u64) -> Nature {
    match status {
        200..=299 => Nature::Good,
        300..=399 => Nature::Moved,
        429 => Nature::Limited(limits.wait(now)),
        403 if limits.remaining == Some(0) || limits.retry_after.is_some() || speaks_of_limit(message) => {
            Nature::Limited(limits.wait(now))
        }
        401 | 403 => Nature::Denied,
        404 | 410 => Nature::Absent,
        400..=499 => Nature::Refused,
        _ => Nature::Ailing(limits.retry_after.map(Duration::from_secs)),
    }
}

fn speaks_of_limit(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    message.contains("rate limit") || message.contains("abuse detection")
}

/// How long to wait before try number `tries + 1`, where GitHub does not say.
pub(super) fn pause(tries: u32) -> Duration {
    Duration::from_millis(if tries <= 1 { 500 } else { 1500 })
}

/// Whether a wait is short enough to be worth it, with `left` of the whole time.
pub(super) fn fits(wait: Duration, left: Duration) -> bool {
    wait <= PATIENCE && wait < left
}

#[cfg(test)]
mod tests {
    use super::{Limits, Nature, fits, nature, pause};
    use std::time::Duration;

    const NONE: Limits = Limits { retry_after: None, remaining: None, reset: None };

    #[test]
    fn a_refusal_is_a_limit_only_where_it_says_so() {
        let seconds = |number| Nature::Limited(Duration::from_secs(number));
        assert_eq!(nature(403, NONE, "Resource not accessible by integration", 0), Nature::Denied);
        assert_eq!(nature(403, NONE, "You have exceeded a secondary rate limit", 0), seconds(60));
        assert_eq!(nature(403, Limits { retry_after: Some(7), ..NONE }, "", 0), seconds(7));
        let used_up = Limits { remaining: Some(0), reset: Some(1_000), ..NONE };
        assert_eq!(nature(403, used_up, "", 990), seconds(11));
        assert_eq!(nature(429, used_up, "", 2_000), seconds(1));
        assert_eq!(nature(401, used_up, "", 0), Nature::Denied);
    }

    #[test]
    fn other_statuses() {
        assert_eq!(nature(204, NONE, "", 0), Nature::Good);
        assert_eq!(nature(307, NONE, "", 0), Nature::Moved);
        assert_eq!(nature(410, NONE, "", 0), Nature::Absent);
        assert_eq!(nature(422, NONE, "", 0), Nature::Refused);
        assert_eq!(nature(502, NONE, "", 0), Nature::Ailing(None));
        assert_eq!(
            nature(503, Limits { retry_after: Some(2), ..NONE }, "", 0),
            Nature::Ailing(Some(Duration::from_secs(2)))
        );
    }

    #[test]
    fn no_wait_beyond_a_minute_or_the_time_that_is_left() {
        let seconds = Duration::from_secs;
        assert!(fits(seconds(60), seconds(100)) && !fits(seconds(61), seconds(100)));
        assert!(!fits(seconds(5), seconds(5)) && fits(seconds(4), seconds(5)));
        assert!(pause(1) < pause(2));
    }

    #[test]
    fn numbers_that_overflow_do_no_harm() {
        let odd = Limits { remaining: Some(0), reset: Some(u64::MAX - 1), ..NONE };
        assert!(matches!(nature(403, odd, "", 0), Nature::Limited(_)));
    }
}
