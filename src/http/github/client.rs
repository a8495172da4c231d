//! GitHub's API: asks for JSON, bytes and lists, and sends what writes.

use super::endpoint::Endpoint;
use super::types::Access;
use crate::http::address::{Redirects, parse};
use crate::http::client::{Body, Request, token};
use crate::http::error::HttpError;
use crate::http::response::{Response, ResponseClass};
use crate::http::retry::{Accept, Deadline, TRIES};
use ::http::Method;
use ::http::header::HeaderValue;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::time::Duration;

/// Most bytes of an answer in JSON.
const JSON_LIMIT: usize = 32 << 20;

/// Entries of a list that are asked for at once: GitHub's own bound.
pub(super) const PAGE: usize = 100;

const AS_JSON: &str = "application/vnd.github+json";
const AS_BYTES: &str = "application/vnd.github.raw+json";

/// How the token of an app begins, such as that of a workflow.
const APP_TOKEN: &str = "ghs_";

/// The client for one repository, with the time that all its requests may take together.
pub(super) struct Client {
    pub(super) endpoint: Endpoint,
    pub(super) deadline: Deadline,
    /// Whether an app speaks, not a person.
    pub(super) is_app: bool,
    token: Option<HeaderValue>,
}

impl Client {
    /// Checks where GitHub is and the token; sends nothing.
    pub(super) fn new(access: &Access, budget: Duration) -> Result<Self, HttpError> {
        let text = access.token.trim();
        let token = if text.is_empty() { None } else { Some(token(text)?) };
        let endpoint = Endpoint::new(access)?;
        Ok(Self { endpoint, deadline: Deadline::new(budget), is_app: text.starts_with(APP_TOKEN), token })
    }

    /// Asks for JSON at an address.
    pub(super) async fn get<T: DeserializeOwned + Send>(&self, address: &str) -> Result<T, HttpError> {
        self.try_get(address).await?.map_err(|response| refusal(&response))
    }

    /// Asks for JSON at an address; where there is none, the answer that says why.
    pub(super) async fn try_get<T: DeserializeOwned + Send>(
        &self,
        address: &str,
    ) -> Result<Result<T, Response>, HttpError> {
        self.send_for_json(&self.request(Method::GET, address, None)?, TRIES).await
    }

    /// Asks GraphQL for something, where a failure does not matter much.
    pub(super) async fn query(&self, query: &Value, tries: u32) -> Option<Value> {
        let request = self.request(Method::POST, self.endpoint.graphql.as_str(), Some(query)).ok()?;
        self.send_for_json(&request, tries).await.ok()?.ok()
    }

    /// Asks for bytes, which `is_right` must accept.
    pub(super) async fn bytes(
        &self,
        address: &str,
        limit: usize,
        is_right: impl Fn(&[u8]) -> bool + Send + Sync,
    ) -> Result<Vec<u8>, HttpError> {
        let mut request = self.request(Method::GET, address, None)?;
        request.headers[0].1 = AS_BYTES;
        request.limit = limit;
        Ok(self.send_for_success(&request, &mut |response| is_right(&response.body)).await?.body)
    }

    /// Asks for all pages of a list, at most `pages`; also whether there would be more.
    pub(super) async fn list<T: DeserializeOwned + Send>(
        &self,
        address: &str,
        pages: usize,
    ) -> Result<(Vec<T>, bool), HttpError> {
        let mut list = Vec::new();
        let mut next = Some(format!("{address}{}per_page={PAGE}", if address.contains('?') { '&' } else { '?' }));
        for _ in 0..pages {
            let Some(address) = next.take() else { break };
            let mut accept = |response: &Response| {
                let Ok(page) = serde_json::from_slice::<Vec<T>>(&response.body) else { return false };
                list.extend(page);
                next = response.header("link").and_then(|link| self.endpoint.next_page(link));
                true
            };
            self.send_for_success(&self.request(Method::GET, &address, None)?, &mut accept).await?;
        }
        Ok((list, next.is_some()))
    }

    /// Sends a request that may write, once.
    pub(super) async fn write(
        &self,
        method: Method,
        address: &str,
        json: Option<&Value>,
    ) -> Result<Response, HttpError> {
        self.deadline.send(&self.request(method, address, json)?).await
    }

    fn request<'a>(&'a self, method: Method, address: &str, json: Option<&'a Value>) -> Result<Request<'a>, HttpError> {
        Ok(Request {
            method,
            url: parse(address)?,
            headers: vec![("accept", AS_JSON), ("x-github-api-version", "2022-11-28")],
            token: self.token.as_ref(),
            body: json.map(Body::Json),
            redirects: Redirects::SameOrigin,
            limit: JSON_LIMIT,
            is_cut: false,
            server: Some("GitHub"),
        })
    }

    async fn send_for_json<T: DeserializeOwned + Send>(
        &self,
        request: &Request<'_>,
        tries: u32,
    ) -> Result<Result<T, Response>, HttpError> {
        let mut parsed = None;
        let mut accept = |response: &Response| {
            parsed = serde_json::from_slice(&response.body).ok();
            parsed.is_some()
        };
        let response = self.deadline.retry(request, tries, &mut accept).await?;
        Ok(parsed.ok_or(response))
    }

    async fn send_for_success(&self, request: &Request<'_>, accept: Accept<'_>) -> Result<Response, HttpError> {
        let response = self.deadline.retry(request, TRIES, accept).await?;
        if response.class() == ResponseClass::Success { Ok(response) } else { Err(refusal(&response)) }
    }
}

/// Status and message of a response.
pub(super) fn status_and_message(response: &Response) -> String {
    format!("{} {}", response.status, response.message()).trim_end().to_owned()
}

/// The sentence of a response that is no success.
pub(super) fn refusal(response: &Response) -> HttpError {
    let answer = status_and_message(response);
    match response.class() {
        ResponseClass::RateLimited(wait) => HttpError::Unreachable(format!(
            "GitHub's limit of requests is used up; it asks to wait {} seconds ({answer})",
            wait.as_secs()
        )),
        ResponseClass::ServerError(_) => HttpError::Unreachable(format!("GitHub is unwell ({answer})")),
        ResponseClass::Denied if response.status == 401 => {
            HttpError::Forbidden(format!("GitHub does not accept the token ({answer})"))
        }
        ResponseClass::Denied => HttpError::Forbidden(format!("GitHub does not allow it with this token ({answer})")),
        ResponseClass::NotFound => HttpError::Forbidden(format!("GitHub shows no such thing to this token ({answer})")),
        ResponseClass::Redirect => {
            HttpError::Refused(format!("GitHub points to another host, which is not followed ({answer})"))
        }
        ResponseClass::Success | ResponseClass::Refused => {
            HttpError::Refused(format!("GitHub refuses the request ({answer})"))
        }
    }
}
