//! Writes to the Hub, each thing once: where it is not known whether something was done, the Hub is asked before it is sent again.

use super::client::HubClient;
use super::refusal::refusal;
use crate::http::client::Body;
use crate::http::error::HttpError;
use crate::http::response::ResponseClass;
use std::time::Duration;

/// How often something is sent of which it is not known whether it was done, chosen.
const MAX_DOUBTS: u32 = 2;

/// How often the Hub may ask to wait, chosen.
const MAX_WAITS: u32 = 2;

/// The wait before the Hub is asked whether something was done, chosen: what was just written may take a moment until it can be read.
const BEFORE_LOOK: Duration = Duration::from_secs(1);

/// Something to write.
pub(super) struct Write<'a> {
    /// Its path in the API.
    pub(super) rest: &'a str,
    /// What is sent; some requests have no body.
    pub(super) body: Option<Body<'a>>,
    /// The model that errors name.
    pub(super) id: &'a str,
}

/// Sends until the Hub has carried it out or it is clear that it will not. `read` takes from a successful answer what was made, `look` asks
/// the Hub for it; both give nothing where it is not there.
///
/// # Errors
///
/// A sentence where the Hub refuses, or where it stays unknown whether it was done.
pub(super) async fn write<T>(
    client: &HubClient,
    write: &Write<'_>,
    read: impl Fn(&[u8]) -> Option<T>,
    look: impl AsyncFn() -> Result<Option<T>, HttpError>,
) -> Result<T, HttpError> {
    let (mut waits, mut doubts) = (0, 0);
    loop {
        let answer = client.write(write.rest, write.body).await;
        let (why, asked) = match answer {
            Err(error) => (error, None),
            Ok(response) => {
                let why = || refusal(&response, write.id, client.has_token());
                match response.class() {
                    ResponseClass::Success => match read(&response.body) {
                        Some(made) => return Ok(made),
                        None => (HttpError::Unreachable("the Hub's answer is not what was asked for".to_owned()), None),
                    },
                    ResponseClass::RateLimited(time) => {
                        waits += 1;
                        if waits > MAX_WAITS || !client.deadline.wait(time).await {
                            return Err(why());
                        }
                        continue;
                    }
                    ResponseClass::ServerError(asked) => (why(), asked),
                    _ => return Err(why()),
                }
            }
        };
        doubts += 1;
        if !client.deadline.wait(asked.unwrap_or(BEFORE_LOOK)).await {
            return Err(why);
        }
        match look().await {
            Ok(Some(made)) => return Ok(made),
            Ok(None) if doubts < MAX_DOUBTS => {}
            Ok(None) | Err(_) => return Err(why),
        }
    }
}

/// Whether two texts are the same as far as the Hub keeps them: it may cut the ends and change line ends.
pub(super) fn is_same(stored: &str, written: &str) -> bool {
    let lines = |text: &str| text.trim().replace("\r\n", "\n");
    lines(stored) == lines(written)
}
