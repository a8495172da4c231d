//! One line to GitHub: sends a request, reads the answer within its bounds of time and size, and asks again where that is safe.

use super::answer::{Answer, Fault, cut};
use super::pace::{self, Nature};
use super::place::Place;
use super::{Access, Trouble};
use http::header::{ACCEPT, CONTENT_TYPE, LOCATION};
use http::{Method, Request};
use http_body_util::BodyExt;
use octocrab::{OctoBody, Octocrab};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Most bytes of an answer in JSON.
const JSON_LIMIT: usize = 32 << 20;

/// Most entries of a list that are asked for at once, which is also GitHub's own bound.
pub(super) const A_PAGE: usize = 100;

/// Most redirects that are followed.
const REDIRECTS: usize = 3;

const AS_JSON: &str = "application/vnd.github+json";
const AS_BYTES: &str = "application/vnd.github.raw+json";

/// A line that many tasks may share.
#[derive(Clone)]
pub(super) struct Line {
    crab: Octocrab,
    pub(super) place: Arc<Place>,
    deadline: Instant,
    budget: Duration,
}

/// Looks at an answer and says whether it is fit.
type Take<'a> = &'a mut (dyn FnMut(&mut Answer) -> bool + Send);

type Boxed<'a> = Pin<Box<dyn Future<Output = Result<(), Fault>> + Send + 'a>>;

fn unfit() -> Fault {
    Fault::lost("GitHub's answer is not what was asked for".to_owned())
}

impl Line {
    /// Makes the client, inside of a runtime. Reads the root certificates; sends nothing.
    pub(super) fn new(access: &Access, budget: Duration) -> Result<Self, Trouble> {
        let place = Place::new(access)?;
        let call = Some(pace::CALL);
        let mut builder = Octocrab::builder()
            .set_connect_timeout(call)
            .set_read_timeout(call)
            .set_write_timeout(call)
            .base_uri(&*place.origin)
            // octocrab sends the token to these two hosts and to no other.
            .and_then(|builder| builder.upload_uri(&*place.graphql))
            .map_err(|error| Trouble::Refused(said(&error)))?;
        if !access.token.is_empty() {
            builder = builder.personal_token(access.token.clone());
        }
        let crab = builder
            .build()
            .map_err(|error| Trouble::Unreachable(format!("the connection cannot be prepared: {}", said(&error))))?;
        Ok(Self { crab, place: Arc::new(place), deadline: Instant::now() + budget, budget })
    }

    /// What is left of the time.
    pub(super) fn left(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// Waits, where that is worth it.
    pub(super) async fn wait(&self, time: Duration) -> bool {
        let fits = pace::fits(time, self.left());
        if fits {
            tokio::time::sleep(time).await;
        }
        fits
    }

    /// Asks for JSON; again where GitHub is unwell or the answer is not what it should be.
    pub(super) async fn get<T: DeserializeOwned + Send>(&self, path: &str) -> Result<T, Fault> {
        let mut parsed = None;
        let mut take = |answer: &mut Answer| {
            parsed = serde_json::from_slice(&answer.body).ok();
            parsed.is_some()
        };
        self.read(path, AS_JSON, JSON_LIMIT, &mut take).await?;
        parsed.ok_or_else(unfit)
    }

    /// Asks for bytes, which `right` must accept.
    pub(super) async fn bytes(
        &self,
        path: &str,
        limit: usize,
        right: impl Fn(&[u8]) -> bool + Send + Sync,
    ) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        let mut take = |answer: &mut Answer| {
            bytes = std::mem::take(&mut answer.body);
            right(&bytes)
        };
        self.read(path, AS_BYTES, limit, &mut take).await?;
        Ok(bytes)
    }

    /// Asks for all pages of a list, at most `pages`; also whether there would be more.
    pub(super) async fn list<T: DeserializeOwned + Send>(
        &self,
        path: &str,
        pages: usize,
    ) -> Result<(Vec<T>, bool), Fault> {
        let mut list = Vec::new();
        let mut next = Some(format!("{path}{}per_page={A_PAGE}", if path.contains('?') { '&' } else { '?' }));
        for _ in 0..pages {
            let Some(path) = next.take() else { break };
            let mut take = |answer: &mut Answer| {
                let Ok(page) = serde_json::from_slice::<Vec<T>>(&answer.body) else { return false };
                list.extend(page);
                next = answer.next_page();
                true
            };
            self.read(&path, AS_JSON, JSON_LIMIT, &mut take).await?;
        }
        Ok((list, next.is_some()))
    }

    /// Reads until `take` accepts an answer. Of one type for all answers, and in a box: it is large and would be built many times.
    fn read<'a>(&'a self, path: &'a str, accept: &'a str, limit: usize, take: Take<'a>) -> Boxed<'a> {
        Box::pin(async move {
            let mut tries = 0;
            loop {
                let (fault, asked) = match self.send(&Method::GET, path, accept, None, limit).await {
                    Err(fault) => (fault, None),
                    Ok(mut answer) => match answer.nature() {
                        Nature::Good if take(&mut answer) => return Ok(()),
                        Nature::Good => (unfit(), None),
                        Nature::Limited(wait) | Nature::Ailing(Some(wait)) => (answer.fault(), Some(wait)),
                        Nature::Ailing(None) => (answer.fault(), None),
                        _ => return Err(answer.fault()),
                    },
                };
                tries += 1;
                if tries == pace::TRIES || !self.wait(asked.unwrap_or_else(|| pace::pause(tries))).await {
                    return Err(fault);
                }
            }
        })
    }

    /// Sends a request that may write, once.
    pub(super) async fn write(&self, method: &Method, path: &str, body: Option<&Value>) -> Result<Answer, Fault> {
        self.send(method, path, AS_JSON, body, JSON_LIMIT).await
    }

    /// Asks GraphQL, once.
    pub(super) async fn graphql(&self, query: &Value) -> Result<Answer, Fault> {
        self.once(&Method::POST, &self.place.graphql, AS_JSON, Some(query), JSON_LIMIT).await
    }

    /// Sends a request once and follows redirects to the same host.
    async fn send(
        &self,
        method: &Method,
        path: &str,
        accept: &str,
        body: Option<&Value>,
        limit: usize,
    ) -> Result<Answer, Fault> {
        let mut path = path.to_owned();
        for _ in 0..REDIRECTS {
            let answer = self.once(method, &format!("{}{path}", self.place.origin), accept, body, limit).await?;
            // A request that writes is only sent on where its method is to be kept.
            let follow =
                matches!(answer.status, 307 | 308) || (*method == Method::GET && matches!(answer.status, 301 | 302));
            let location = answer.headers.get(LOCATION).and_then(|value| value.to_str().ok());
            match location.filter(|_| follow).and_then(|location| self.place.here(location)) {
                Some(there) => path = there,
                None => return Ok(answer),
            }
        }
        Err(Fault::lost("GitHub sends the request from one address to the next".to_owned()))
    }

    async fn once(
        &self,
        method: &Method,
        address: &str,
        accept: &str,
        body: Option<&Value>,
        limit: usize,
    ) -> Result<Answer, Fault> {
        let time = pace::CALL.min(self.left());
        if time.is_zero() {
            return Err(self.late());
        }
        let request = Request::builder().method(method).uri(address).header(ACCEPT, accept);
        let request = request.header("x-github-api-version", "2022-11-28");
        let request = match body {
            Some(body) => request.header(CONTENT_TYPE, "application/json").body(OctoBody::from(body.to_string())),
            None => request.body(OctoBody::empty()),
        };
        let request = request.map_err(|_| Fault::lost("the address cannot be asked for".to_owned()))?;
        // The timeouts of the client count anew with every byte; this one does not.
        match tokio::time::timeout(time, self.exchange(request, limit)).await {
            Ok(answer) => answer,
            Err(_) if self.left().is_zero() => Err(self.late()),
            Err(_) => Err(Fault::lost(format!("GitHub did not answer within {} seconds", time.as_secs()))),
        }
    }

    fn late(&self) -> Fault {
        Fault::lost(format!("the {} seconds meant for GitHub are used up", self.budget.as_secs_f32()))
    }

    async fn exchange(&self, request: Request<OctoBody>, limit: usize) -> Result<Answer, Fault> {
        let lost = |error: octocrab::Error| Fault::lost(format!("GitHub cannot be reached: {}", said(&error)));
        let (head, mut stream) = self.crab.execute(request).await.map_err(lost)?.into_parts();
        let mut body = Vec::new();
        while let Some(frame) = stream.frame().await {
            let Ok(data) = frame.map_err(lost)?.into_data() else { continue };
            if body.len() + data.len() > limit {
                return Err(Fault::lost(format!("GitHub sent more than the {limit} bytes that are read")));
            }
            body.extend_from_slice(&data);
        }
        Ok(Answer { status: head.status.as_u16(), headers: head.headers, body })
    }
}

/// The innermost reason of an error; the outer ones only say that something failed.
fn said(error: &octocrab::Error) -> String {
    let mut inner: &dyn Error = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    cut(&inner.to_string())
}
