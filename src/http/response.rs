//! A response, read whole, and what it means for the next step.

use crate::render::one_line;
use serde_json::Value;
use std::time::Duration;

/// Most characters of a server's message that are shown, chosen.
const MAX_MESSAGE: usize = 200;

/// What stands in the place of a token that a server repeats.
#[cfg(feature = "github")]
const HIDDEN: &str = "***";

/// How long to wait where a server speaks of its limits and does not say how long, as GitHub's documentation has it, in seconds.
const DEFAULT_WAIT: u64 = 60;

/// A response, read whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Response {
    /// Its status, such as 200 or 404; of a redirect only where it was not followed.
    pub(crate) status: u16,
    /// Names in lower case and values, as far as they are ASCII.
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// What the status of a response means for the next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ResponseClass {
    /// It was done.
    Success,
    /// The thing is at another address.
    Redirect,
    /// Refused before any work was done, with the time after which to ask again.
    RateLimited(Duration),
    /// The server is unwell. Whether the work was done is unknown. With the time after which to ask again, where it says one.
    ServerError(Option<Duration>),
    /// The token may not do it.
    Denied,
    /// It is not there, or the token may not know of it.
    NotFound,
    /// The server does not accept what was asked.
    Refused,
}

impl Response {
    #[cfg(feature = "github")]
    pub(super) fn new(status: u16, headers: &::http::HeaderMap, body: Vec<u8>) -> Self {
        let headers =
            headers.iter().filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())));
        Self { status, headers: headers.collect(), body }
    }

    /// The same without a token that the server repeats, in its headers or in words on what is wrong: they get into reports, logs and
    /// comments. The contents of files stay as they are.
    #[cfg(feature = "github")]
    pub(super) fn without(mut self, token: &str) -> Self {
        for (_, value) in self.headers.iter_mut().filter(|(_, value)| value.contains(token)) {
            *value = value.replace(token, HIDDEN);
        }
        let is_success = (200..300).contains(&self.status);
        if !is_success && memchr::memmem::find(&self.body, token.as_bytes()).is_some() {
            self.body = String::from_utf8_lossy(&self.body).replace(token, HIDDEN).into_bytes();
        }
        self
    }

    /// The first header of a name, given in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    #[expect(clippy::disallowed_methods, reason = "a server says by the clock when its limit ends")]
    pub(super) fn class(&self) -> ResponseClass {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_secs();
        self.class_at(now)
    }

    /// What the response means, at a time in seconds since 1970.
    fn class_at(&self, now: u64) -> ResponseClass {
        let number = |name| self.header(name)?.trim().parse::<u64>().ok();
        let retry_after = number("retry-after");
        let is_used_up = number("x-ratelimit-remaining") == Some(0);
        let until_reset = || Some(number("x-ratelimit-reset")?.saturating_sub(now).saturating_add(1));
        let wait = || {
            retry_after
                .or_else(|| self.rate_limit().and_then(|(left, seconds)| (left == 0).then_some(seconds)))
                .or_else(|| until_reset().filter(|_| is_used_up))
                .unwrap_or(DEFAULT_WAIT)
        };
        match self.status {
            200..=299 => ResponseClass::Success,
            300..=399 => ResponseClass::Redirect,
            429 => ResponseClass::RateLimited(Duration::from_secs(wait())),
            403 if is_used_up || retry_after.is_some() || mentions_rate_limit(&self.message()) => {
                ResponseClass::RateLimited(Duration::from_secs(wait()))
            }
            401 | 403 => ResponseClass::Denied,
            404 | 410 => ResponseClass::NotFound,
            400..=499 => ResponseClass::Refused,
            _ => ResponseClass::ServerError(retry_after.map(Duration::from_secs)),
        }
    }

    /// Requests that are left, and seconds until more are allowed, by the `RateLimit` header that the Hub sends: `"api";r=0;t=41`.
    pub(super) fn rate_limit(&self) -> Option<(u64, u64)> {
        let fields = || self.header("ratelimit").unwrap_or_default().split(';').map(str::trim);
        let number = |key: &str| fields().find_map(|field| field.strip_prefix(key)?.strip_prefix('=')?.parse().ok());
        Some((number("r")?, number("t")?))
    }

    /// Whether a response that asks to wait says how long.
    #[cfg(feature = "github")]
    pub(super) fn says_when(&self) -> bool {
        self.header("retry-after").is_some() || self.rate_limit().is_some()
    }

    /// What a response that is no success says of the reason, on one line and cut.
    pub(super) fn message(&self) -> String {
        if (200..300).contains(&self.status) {
            return String::new();
        }
        let Ok(body) = serde_json::from_slice::<Value>(&self.body) else {
            return one_short_line(self.header("x-error-message").unwrap_or_default());
        };
        let errors = body["errors"].as_array().into_iter().flatten().take(2);
        let reasons = errors.filter_map(|error| error.as_str().or_else(|| error["message"].as_str()));
        // The Hub says `error`.
        let message = body["message"].as_str().or_else(|| body["error"].as_str());
        let parts = message.filter(|message| !message.is_empty()).into_iter().chain(reasons);
        one_short_line(&parts.collect::<Vec<_>>().join(": "))
    }
}

fn mentions_rate_limit(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    message.contains("rate limit") || message.contains("abuse detection")
}

/// A server's text on one line, cut.
pub(super) fn one_short_line(text: &str) -> String {
    one_line(text).chars().take(MAX_MESSAGE).collect()
}

/// The address of the next page in a `Link` header.
pub(super) fn next_link(link: &str) -> Option<&str> {
    link.split(',').find_map(|entry| {
        let (address, rest) = entry.trim().strip_prefix('<')?.split_once('>')?;
        let next = rest.split(';').any(|part| matches!(part.trim(), "rel=\"next\"" | "rel=next"));
        next.then_some(address)
    })
}

#[cfg(test)]
mod tests {
    use super::{Response, ResponseClass};
    use std::time::Duration;

    fn class(status: u16, headers: &[(&str, &str)], message: &str, now: u64) -> ResponseClass {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let body = serde_json::json!({ "message": message }).to_string().into_bytes();
        Response { status, headers, body }.class_at(now)
    }

    const USED_UP: [(&str, &str); 2] = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1000")];

    #[test]
    fn a_refusal_is_a_limit_only_where_it_says_so() {
        let seconds = |number| ResponseClass::RateLimited(Duration::from_secs(number));
        assert_eq!(class(403, &[], "Resource not accessible by integration", 0), ResponseClass::Denied);
        assert_eq!(class(403, &[], "You have exceeded a secondary rate limit", 0), seconds(60));
        assert_eq!(class(403, &[("retry-after", "7")], "", 0), seconds(7));
        assert_eq!(class(403, &USED_UP, "", 990), seconds(11));
        assert_eq!(class(429, &USED_UP, "", 2_000), seconds(1));
        assert_eq!(class(401, &USED_UP, "", 0), ResponseClass::Denied);
    }

    #[test]
    fn other_statuses() {
        assert_eq!(class(204, &[], "", 0), ResponseClass::Success);
        assert_eq!(class(307, &[], "", 0), ResponseClass::Redirect);
        assert_eq!(class(410, &[], "", 0), ResponseClass::NotFound);
        assert_eq!(class(422, &[], "", 0), ResponseClass::Refused);
        assert_eq!(class(502, &[], "", 0), ResponseClass::ServerError(None));
        let wait = Some(Duration::from_secs(2));
        assert_eq!(class(503, &[("retry-after", "2")], "", 0), ResponseClass::ServerError(wait));
    }

    #[test]
    fn numbers_that_overflow_do_no_harm() {
        let odd = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "18446744073709551614")];
        assert!(matches!(class(403, &odd, "", 0), ResponseClass::RateLimited(_)));
    }
}
