//! The client of the Hub's API: makes addresses, sends requests, and reads what the answers say.
//!
//! The token goes to the Hub's own address alone. Files are behind redirects: small ones within the Hub, large ones at a storage host, which
//! never sees the token.

use super::refusal::refusal;
use super::traffic::{Bucket, Traffic};
use super::wanted::{Part, Wanted};
use crate::http::address::{Redirects, is_web};
use crate::http::client::{Body, Request, token};
use crate::http::error::HttpError;
use crate::http::hub::place::HubAccess;
use crate::http::response::{Response, ResponseClass};
use crate::http::retry::{Accept, Deadline, TRIES};
use crate::render::percent_encoded;
use ::http::Method;
use ::http::header::HeaderValue;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use url::Url;

/// Most bytes of an answer in JSON, chosen: a repository may list ten thousands of files.
const JSON_LIMIT: usize = 8 << 20;

/// How long a connection takes to be ready for the next request, at most; chosen.
const SETTLES: Duration = Duration::from_millis(1);

/// How errors name the server.
const SERVER: &str = "the Hub";

/// The client, with the time that all its requests may take together.
pub(super) struct HubClient {
    endpoint: Url,
    token: Option<HeaderValue>,
    pub(super) deadline: Deadline,
    pub(super) traffic: Arc<Traffic>,
    /// Whether small files are asked for where the Hub keeps them, and not by way of a redirect.
    is_direct: Arc<AtomicBool>,
}

impl HubClient {
    /// Checks the address and the token; sends nothing.
    pub(super) fn new(access: &HubAccess, budget: Duration, traffic: Traffic) -> Result<Self, HttpError> {
        let endpoint = Url::parse(&access.endpoint)
            .ok()
            .filter(|url| is_web(url) && url.query().is_none() && url.fragment().is_none());
        let endpoint = endpoint.ok_or_else(|| {
            HttpError::Refused("the address of the Hub, HF_ENDPOINT, is not like `https://host`".to_owned())
        })?;
        let token = access.token.as_deref().map(token).transpose()?;
        let (deadline, is_direct) = (Deadline::new(budget), Arc::new(AtomicBool::new(true)));
        Ok(Self { endpoint, token, deadline, traffic: Arc::new(traffic), is_direct }.renewed(budget))
    }

    /// The same client with a time of its own.
    pub(super) fn renewed(&self, budget: Duration) -> Self {
        let deadline = Deadline::new(budget);
        let deadline = if self.traffic.is_patient() { deadline.leaving_limits() } else { deadline };
        Self {
            endpoint: self.endpoint.clone(),
            token: self.token.clone(),
            deadline,
            traffic: Arc::clone(&self.traffic),
            is_direct: Arc::clone(&self.is_direct),
        }
    }

    /// Whether requests carry a token.
    pub(super) fn has_token(&self) -> bool {
        self.token.is_some()
    }

    /// The address of something at the Hub; `rest` has no slash in front and is encoded.
    pub(super) fn url(&self, rest: &str) -> Result<Url, HttpError> {
        let text = format!("{}/{rest}", self.endpoint.as_str().trim_end_matches('/'));
        let url = Url::parse(&text).ok().filter(is_web);
        url.ok_or_else(|| HttpError::Refused("an address at the Hub is too long".to_owned()))
    }

    /// Asks for JSON. `about` names, in errors, what is asked about: a model's id, mostly.
    ///
    /// # Errors
    ///
    /// A sentence for each kind of refusal, see [`refusal`].
    pub(super) async fn json<T: DeserializeOwned + Send>(&self, rest: &str, about: &str) -> Result<T, HttpError> {
        self.json_up_to(JSON_LIMIT, rest, about).await
    }

    /// The same of an answer that may have more bytes than others.
    pub(super) async fn json_up_to<T: DeserializeOwned + Send>(
        &self,
        limit: usize,
        rest: &str,
        about: &str,
    ) -> Result<T, HttpError> {
        Ok(self.page_up_to(limit, rest, about).await?.0)
    }

    /// Asks until an answer of the API fits or says that asking again is of no use.
    pub(super) async fn answer(&self, rest: &str, fits: Accept<'_>) -> Result<Response, HttpError> {
        self.answer_up_to(JSON_LIMIT, rest, fits).await
    }

    async fn answer_up_to(&self, limit: usize, rest: &str, fits: Accept<'_>) -> Result<Response, HttpError> {
        let request = Request { limit, ..self.request(Method::GET, self.url(rest)?) };
        self.read(&request, Bucket::Api, fits).await
    }

    /// Asks for JSON, and for the address of the page that follows, where there is one: what [`Self::page`] takes.
    pub(super) async fn page<T: DeserializeOwned + Send>(
        &self,
        rest: &str,
        about: &str,
    ) -> Result<(T, Option<String>), HttpError> {
        self.page_up_to(JSON_LIMIT, rest, about).await
    }

    async fn page_up_to<T: DeserializeOwned + Send>(
        &self,
        limit: usize,
        rest: &str,
        about: &str,
    ) -> Result<(T, Option<String>), HttpError> {
        let mut parsed = None;
        let mut accept = |response: &Response| {
            parsed = serde_json::from_slice(&response.body).ok();
            parsed.is_some()
        };
        let response = self.answer_up_to(limit, rest, &mut accept).await?;
        match parsed {
            Some(parsed) => {
                let next = response.header("link").and_then(|link| self.next_page(link));
                Ok((parsed, next))
            }
            None => Err(refusal(&response, about, self.has_token())),
        }
    }

    /// Asks for a file of a commit.
    ///
    /// # Errors
    ///
    /// A sentence for each kind of refusal, see [`refusal`], and where the bytes are not the right ones.
    pub(super) async fn file(&self, id: &str, commit: &str, wanted: &Wanted) -> Result<Vec<u8>, HttpError> {
        let path = percent_encoded(&wanted.file.path, b"/");
        let resolve = format!("{id}/resolve/{commit}/{path}");
        if wanted.file.sha256.is_none() && self.is_direct.load(Ordering::Relaxed) {
            // Where `resolve` leads for small files.
            let (from, blob) = (percent_encoded(&format!("/{resolve}"), b""), percent_encoded(&wanted.file.blob, b""));
            let direct = format!("api/resolve-cache/models/{id}/{commit}/{path}?{from}=&etag=%22{blob}%22");
            let response = self.part(&direct, wanted).await?;
            match response.class() {
                ResponseClass::Success => return Ok(response.body),
                ResponseClass::RateLimited(_) | ResponseClass::ServerError(_) => {
                    return Err(refusal(&response, id, self.has_token()));
                }
                _ => self.is_direct.store(false, Ordering::Relaxed),
            }
        }
        let mut response = self.part(&resolve, wanted).await?;
        if response.class() == ResponseClass::Denied && response.header("x-error-code").is_none() {
            // The address of the storage host may have expired on the way.
            response = self.part(&resolve, wanted).await?;
        }
        match response.class() {
            ResponseClass::Success => Ok(response.body),
            _ => Err(refusal(&response, id, self.has_token())),
        }
    }

    /// Asks for what is wanted of a file at an address.
    async fn part(&self, rest: &str, wanted: &Wanted) -> Result<Response, HttpError> {
        let mut request = self.request(Method::GET, self.url(rest)?);
        request.redirects = Redirects::Web;
        request.limit = wanted.count();
        let range;
        if let Part::Bytes { start, end } = wanted.part {
            range = format!("bytes={start}-{}", end.saturating_sub(1));
            request.headers.push(("range", &range));
            request.is_cut = true;
        }
        self.read(&request, Bucket::Files, &mut |response| wanted.is_right(response)).await
    }

    /// Sends a request that may write, once.
    pub(super) async fn write(&self, rest: &str, body: Option<Body<'_>>) -> Result<Response, HttpError> {
        let mut request = self.request(Method::POST, self.url(rest)?);
        request.body = body;
        self.deadline.send(&request).await
    }

    /// Sends a request that only reads, when the rate limit allows it and few others are under way; see [`Deadline::retry`].
    async fn read(&self, request: &Request<'_>, bucket: Bucket, accept: Accept<'_>) -> Result<Response, HttpError> {
        let mut refusals = 0;
        loop {
            let leave = self.traffic.leave(bucket, &self.deadline).await?;
            let response = self.deadline.retry(request, TRIES, &mut *accept).await?;
            // The connection goes back to the pool first, so that the next request opens no other one.
            tokio::time::sleep(SETTLES).await;
            drop(leave);
            if self.traffic.note(bucket, &response, &mut refusals) {
                return Ok(response);
            }
        }
    }

    fn request(&self, method: Method, url: Url) -> Request<'_> {
        Request {
            method,
            url,
            headers: Vec::new(),
            token: self.token.as_ref(),
            body: None,
            redirects: Redirects::SameOrigin,
            limit: JSON_LIMIT,
            is_cut: false,
            server: Some(SERVER),
        }
    }

    /// The address of the next page in a `Link` header, from the root of the Hub. The host of the link does not matter: the next request goes
    /// where the last one went.
    fn next_page(&self, link: &str) -> Option<String> {
        let link = self.endpoint.join(crate::http::response::next_link(link)?).ok()?;
        let below = link.path().strip_prefix(self.endpoint.path().trim_end_matches('/'))?.trim_start_matches('/');
        Some(link.query().map_or_else(|| below.to_owned(), |query| format!("{below}?{query}")))
    }
}
