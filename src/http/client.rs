//! The one client of the program: sends a request, follows redirects as the request wishes, reads the answer within a bound of bytes.
//!
//! One runtime and one pool of connections serve GitHub, the Hub and downloads. They are made at the first request and last until the
//! program ends, which waits for no name that is still being looked up.

use super::address::{self, Redirects};
use super::error::HttpError;
use super::response::{Response, one_short_line};
use super::way::{Connector, innermost};
use ::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, LOCATION, USER_AGENT};
use ::http::{HeaderMap, Method};
use http_body_util::BodyExt;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use octocrab::{AuthState, OctoBody, Octocrab, OctocrabBuilder};
use serde_json::Value;
use std::pin::Pin;
use std::sync::OnceLock;
use std::time::Duration;
use tokio::runtime::Runtime;
use url::{Position, Url};

/// Most redirects that are followed, chosen.
const MAX_REDIRECTS: usize = 5;

/// Longest wait for a connection, and for the next byte of an answer; chosen.
const IDLE_TIMEOUT: Duration = Duration::from_secs(10);

/// Bytes that are read of an answer that is no success, whatever the bound of the request: it says in a few words what is wrong.
const ERROR_BODY_LIMIT: usize = 64 << 10;

/// Fewest letters of a token that is looked for in what a server says; none of the servers has shorter ones.
const LEAST_TOKEN: usize = 8;

pub(super) struct Request<'a> {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: Vec<(&'static str, &'a str)>,
    /// The header of [`token`]; it goes to the origin of `url` and is dropped for good at the first redirect to another one.
    pub(super) token: Option<&'a HeaderValue>,
    pub(super) body: Option<Body<'a>>,
    pub(super) redirects: Redirects,
    /// Most bytes of the answer that is wanted.
    pub(super) limit: usize,
    /// Whether a longer answer is cut there: a server need not heed a range. Otherwise it is an error.
    pub(super) is_cut: bool,
    /// How errors name the server, where its host would say less.
    pub(super) server: Option<&'static str>,
}

/// What a request sends.
#[derive(Debug, Clone, Copy)]
pub(super) enum Body<'a> {
    Json(&'a Value),
    /// A JSON value on each line.
    JsonLines(&'a str),
}

impl Request<'_> {
    /// The name of the server of an address, for errors.
    pub(super) fn server(&self, url: &Url) -> String {
        self.server.map_or_else(|| format!("`{}`", url.host_str().unwrap_or_default()), str::to_owned)
    }

    /// Whether a text repeats the token.
    fn repeats_token(&self, text: &str) -> bool {
        self.token.and_then(word).is_some_and(|token| text.contains(token))
    }

    /// Where an answer sends on to. A request that writes is only sent on where its method is to be kept.
    fn location<'h>(&self, status: u16, headers: &'h HeaderMap) -> Option<&'h str> {
        let sends_on = matches!(status, 307 | 308) || self.method == Method::GET && matches!(status, 301..=303);
        headers.get(LOCATION).filter(|_| sends_on)?.to_str().ok()
    }
}

/// The header of a token.
pub(super) fn token(text: &str) -> Result<HeaderValue, HttpError> {
    let text = text.trim();
    // Blanks and letters beyond ASCII are in no token.
    let is_word = text.bytes().all(|byte| byte.is_ascii_graphic());
    let value = HeaderValue::from_str(&format!("Bearer {text}")).ok().filter(|_| is_word);
    let mut value = value.ok_or_else(|| HttpError::Refused("the token holds letters that no token has".to_owned()))?;
    value.set_sensitive(true);
    Ok(value)
}

/// The token in its header, if it is long enough to be one.
fn word(header: &HeaderValue) -> Option<&str> {
    header.to_str().ok()?.strip_prefix("Bearer ").filter(|token| token.len() >= LEAST_TOKEN)
}

/// Waits for some work with requests.
pub(super) fn block_on<T>(work: impl Future<Output = Result<T, HttpError>>) -> Result<T, HttpError> {
    let transport = transport()?;
    let mut outcome = Err(HttpError::Unreachable("nothing was asked".to_owned()));
    // Of one type for all work: the runtime's loop is large and would be built for each.
    let work: Pin<Box<dyn Future<Output = ()> + '_>> = Box::pin(async { outcome = work.await });
    transport.runtime.block_on(work);
    outcome
}

/// Asks for what is at an address, whatever the status of the answer. `bearer` is a token; it goes to the host of `address` and to no
/// other. At most `limit` bytes of a body are read, and everything together takes no longer than `time`. Blocks.
///
/// The address may begin with `http://` where the caller says so; no redirect leads there from `https://`, or to another host.
///
/// # Errors
///
/// In words, where the address cannot be asked, nobody answers in time, the answer is too large, or the redirects do not end.
pub(crate) fn get(address: &str, bearer: Option<&str>, limit: usize, time: Duration) -> Result<Response, HttpError> {
    let url = address::parse(address)?;
    let token = bearer.map(token).transpose()?;
    let token = token.as_ref();
    let (method, redirects) = (Method::GET, Redirects::Web);
    let request =
        Request { method, url, headers: Vec::new(), token, body: None, redirects, limit, is_cut: false, server: None };
    block_on(send(&request, time))
}

/// Sends a request and reads all of the answer, its redirects included, within a time.
pub(super) async fn send(request: &Request<'_>, time: Duration) -> Result<Response, HttpError> {
    // The timeouts of the connection count anew with every byte; this one does not.
    let outcome = tokio::time::timeout(time, follow_redirects(request)).await;
    outcome.unwrap_or_else(|_| {
        let (server, seconds) = (request.server(&request.url), rounded(time));
        Err(HttpError::Unreachable(format!("{server} did not answer within {seconds} seconds")))
    })
}

async fn follow_redirects(request: &Request<'_>) -> Result<Response, HttpError> {
    let (mut url, mut token) = (request.url.clone(), request.token);
    for _ in 0..=MAX_REDIRECTS {
        match exchange(request, &url, token).await? {
            Hop::Answer(response) => return Ok(response),
            Hop::To(there) => {
                token = token.filter(|_| there.origin() == url.origin());
                url = there;
            }
        }
    }
    let server = request.server(&url);
    Err(HttpError::Unreachable(format!("{server} sends the request from one address to the next")))
}

/// The outcome of one exchange.
enum Hop {
    Answer(Response),
    /// A redirect that is followed.
    To(Url),
}

async fn exchange(request: &Request<'_>, url: &Url, token: Option<&HeaderValue>) -> Result<Hop, HttpError> {
    let server = request.server(url);
    let lost =
        |error: octocrab::Error| HttpError::Unreachable(format!("{server} cannot be reached: {}", root_cause(&error)));
    let (head, mut body) = transport()?.crab.execute(encode(request, url, token)?).await.map_err(lost)?.into_parts();
    if let Some(location) = request.location(head.status.as_u16(), &head.headers) {
        match request.redirects.target(url, location) {
            Some(_) if request.repeats_token(location) => {
                return Err(HttpError::Refused(format!("{server} sends on to an address with the token in it")));
            }
            Some(there) => return Ok(Hop::To(there)),
            None if request.redirects == Redirects::SameOrigin => {}
            None => {
                return Err(HttpError::Refused(format!("{server} sends on to an address that is not followed")));
            }
        }
    }
    let limit = if head.status.is_success() { request.limit } else { request.limit.max(ERROR_BODY_LIMIT) };
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(lost)?.into_data() else { continue };
        let room = limit.saturating_sub(bytes.len());
        if data.len() > room && request.is_cut && head.status == 200 {
            // The rest is not read: the connection ends here.
            bytes.extend_from_slice(&data[..room]);
            break;
        }
        if data.len() > room {
            return Err(HttpError::TooLarge(format!("{server} sent more than the {limit} bytes that are read")));
        }
        bytes.extend_from_slice(&data);
    }
    let response = Response::new(head.status.as_u16(), &head.headers, bytes);
    Ok(Hop::Answer(match request.token.and_then(word) {
        Some(token) => response.without(token),
        None => response,
    }))
}

/// The request to one address.
fn encode(
    request: &Request<'_>,
    url: &Url,
    token: Option<&HeaderValue>,
) -> Result<::http::Request<OctoBody>, HttpError> {
    // The fragment, after `#`, is not sent.
    let mut message = ::http::Request::builder().method(&request.method).uri(&url[..Position::AfterQuery]);
    // GitHub answers nobody without a name.
    message = message.header(USER_AGENT, concat!("model-license-gate/", env!("CARGO_PKG_VERSION")));
    for (name, value) in &request.headers {
        message = message.header(*name, *value);
    }
    if let Some(token) = token {
        message = message.header(AUTHORIZATION, token);
    }
    let message = match request.body {
        Some(Body::Json(json)) => {
            message.header(CONTENT_TYPE, "application/json").body(OctoBody::from(json.to_string()))
        }
        Some(Body::JsonLines(lines)) => {
            message.header(CONTENT_TYPE, "application/x-ndjson").body(OctoBody::from(lines.to_owned()))
        }
        None => message.body(OctoBody::empty()),
    };
    message.map_err(|_| HttpError::Refused(format!("the address at {} cannot be asked", request.server(url))))
}

/// What is made at the first request.
struct Transport {
    runtime: Runtime,
    crab: Octocrab,
}

fn transport() -> Result<&'static Transport, HttpError> {
    static TRANSPORT: OnceLock<Result<Transport, String>> = OnceLock::new();
    let transport = TRANSPORT.get_or_init(start);
    transport.as_ref().map_err(|why| HttpError::Unreachable(format!("the connection cannot be prepared: {why}")))
}

fn start() -> Result<Transport, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let connector = Connector::new()?;
    let crab = {
        let _inside = runtime.enter();
        let silence = Some(IDLE_TIMEOUT);
        let timeouts = Octocrab::builder().set_connect_timeout(silence).set_read_timeout(silence);
        let connector = timeouts.set_write_timeout(silence).set_connect_timeout_service(connector);
        let client = Client::builder(TokioExecutor::new()).build::<_, OctoBody>(connector);
        // No token: octocrab would choose where it goes.
        let Ok(crab) = OctocrabBuilder::new_empty().with_service(client).with_auth(AuthState::None).build();
        crab
    };
    Ok(Transport { runtime, crab })
}

/// Seconds, with a tenth where they are few.
pub(super) fn rounded(time: Duration) -> f32 {
    (time.as_secs_f32() * 10.0).round() / 10.0
}

/// The innermost reason of an error, in one line.
fn root_cause(error: &octocrab::Error) -> String {
    one_short_line(&innermost(error))
}

#[cfg(test)]
mod tests {
    use super::token;

    #[test]
    fn a_token_is_one_word() {
        assert!(token("hf_abc\n").is_ok());
        for odd in ["a b", "a\r\nx: y", "ü"] {
            assert!(token(odd).is_err(), "{odd}");
        }
    }
}
