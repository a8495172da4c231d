//! The client: one runtime and one connection pool, made at the first call; follows redirects itself.

use super::Answer;
use crate::render::one_line;
use anyhow::{Context, Result, anyhow, bail};
use http::Request;
use http::header::{AUTHORIZATION, HeaderValue, LOCATION};
use http_body_util::BodyExt;
use octocrab::{OctoBody, Octocrab};
use std::error::Error;
use std::pin::Pin;
use std::sync::OnceLock;
use std::time::Duration;
use tokio::runtime::Runtime;
use url::{Host, Url};

/// Most redirects that are followed.
const REDIRECTS: usize = 5;

/// Longest wait for a connection, and for the next byte of an answer.
const SILENCE: Duration = Duration::from_secs(10);

/// Longest address that is asked, in bytes.
const ADDRESS: usize = 2_000;

/// Most characters of the reason that a lower layer gives.
const REASON: usize = 200;

/// Asks for what is at an address, whatever the status of the answer. `bearer` is a token; it goes to the host of `url` and to no
/// other. At most `most_bytes` of a body are read, and everything together takes no longer than `time_limit`.
///
/// The address may begin with `http://` where the caller says so; no redirect leads there from `https://`, or to another host.
///
/// # Errors
///
/// In words, where the address cannot be asked, nobody answers in time, the answer is too large, or the redirects do not end.
pub fn get(url: &str, bearer: Option<&str>, most_bytes: usize, time_limit: Duration) -> Result<Answer> {
    let url = address(url)?;
    let bearer = bearer.map(header).transpose()?;
    let host = url.host_str().unwrap_or_default().to_owned();
    let live = live()?;
    let mut outcome = None;
    let work = async {
        let asked = follow(&live.crab, url, bearer, most_bytes);
        outcome = Some(match tokio::time::timeout(time_limit, asked).await {
            Ok(answer) => answer,
            Err(_) => Err(anyhow!("`{host}` did not answer within {} seconds", time_limit.as_secs_f32())),
        });
    };
    // Of one type for all work: the runtime's loop is large and would be built for each.
    let work: Pin<Box<dyn Future<Output = ()> + '_>> = Box::pin(work);
    live.runtime.block_on(work);
    outcome.unwrap_or_else(|| Err(anyhow!("nothing was asked")))
}

/// What there is only after the first call. It lasts until the program ends, which waits for no name that is still being looked up.
struct Live {
    runtime: Runtime,
    crab: Octocrab,
}

fn live() -> Result<&'static Live> {
    static LIVE: OnceLock<Result<Live, String>> = OnceLock::new();
    let live = LIVE.get_or_init(|| start().map_err(|why| format!("the connection cannot be prepared: {why}")));
    live.as_ref().map_err(|why| anyhow!("{why}"))
}

fn start() -> Result<Live, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let crab = {
        let _inside = runtime.enter();
        let silence = Some(SILENCE);
        let builder = Octocrab::builder().set_connect_timeout(silence).set_read_timeout(silence);
        builder.set_write_timeout(silence).build().map_err(|error| said(&error))?
    };
    Ok(Live { runtime, crab })
}

/// Reads an address that the program itself or its user names.
fn address(text: &str) -> Result<Url> {
    let url = Url::parse(text.trim()).map_err(|_| {
        let shown: String = one_line(text).chars().take(REASON).collect();
        anyhow!("`{shown}` is not an address like `https://host/path`")
    })?;
    if !is_fit(&url) {
        // Not shown: it may hold a password.
        let host = url.host_str().unwrap_or_default();
        bail!("the address at `{host}` cannot be asked: it must begin with `https://` and hold no password");
    }
    Ok(url)
}

/// Whether an address is short, of HTTP, and carries no name or password.
fn is_fit(url: &Url) -> bool {
    let is_web = matches!(url.scheme(), "https" | "http") && url.has_host();
    is_web && url.username().is_empty() && url.password().is_none() && url.as_str().len() <= ADDRESS
}

fn header(bearer: &str) -> Result<HeaderValue> {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", bearer.trim())).ok().filter(|value| {
        // Blanks and letters beyond ASCII are in no token.
        value.as_bytes()["Bearer ".len()..].iter().all(u8::is_ascii_graphic)
    });
    if let Some(value) = &mut value {
        value.set_sensitive(true);
    }
    value.context("the token holds letters that no token has")
}

async fn follow(crab: &Octocrab, mut url: Url, mut bearer: Option<HeaderValue>, most: usize) -> Result<Answer> {
    for _ in 0..=REDIRECTS {
        let (answer, location) = once(crab, &url, bearer.as_ref(), most).await?;
        let Some(location) = location.filter(|_| matches!(answer.status, 301 | 302 | 303 | 307 | 308)) else {
            return Ok(answer);
        };
        let host = url.host_str().unwrap_or_default();
        let there = url.join(&location).ok().filter(|there| is_fit(there) && may_lead(&url, there));
        let there = there.with_context(|| format!("`{host}` sends on to an address that is not followed"))?;
        if there.origin() != url.origin() {
            bearer = None;
        }
        url = there;
    }
    bail!("`{}` sends the request from one address to the next", url.host_str().unwrap_or_default())
}

/// Whether a redirect may be followed: to `https`, or from `http` to the same host, or within this machine.
fn may_lead(from: &Url, to: &Url) -> bool {
    let is_local = |url: &Url| match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    let stays = from.host() == to.host() || is_local(from) && is_local(to);
    to.scheme() == "https" || from.scheme() == "http" && stays
}

/// Asks once; the answer, and where it points to.
async fn once(
    crab: &Octocrab,
    url: &Url,
    bearer: Option<&HeaderValue>,
    most: usize,
) -> Result<(Answer, Option<String>)> {
    let host = url.host_str().unwrap_or_default();
    let lost = |error: octocrab::Error| anyhow!("`{host}` cannot be reached: {}", said(&error));
    let large = || anyhow!("`{host}` sent more than the {most} bytes that are read");
    // What stands behind `#` is not sent.
    let mut request = Request::get(&url[..url::Position::AfterQuery]);
    if let Some(bearer) = bearer {
        request = request.header(AUTHORIZATION, bearer);
    }
    let request = request.body(OctoBody::empty()).map_err(|_| anyhow!("the address at `{host}` cannot be asked"))?;
    let (head, mut stream) = crab.execute(request).await.map_err(lost)?.into_parts();
    let mut answer = Answer { status: head.status.as_u16(), body: Vec::new() };
    let location = head.headers.get(LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned);
    if location.is_some() && head.status.is_redirection() {
        return Ok((answer, location));
    }
    while let Some(frame) = stream.frame().await {
        let Ok(data) = frame.map_err(lost)?.into_data() else { continue };
        if data.len() > most.saturating_sub(answer.body.len()) {
            return Err(large());
        }
        answer.body.extend_from_slice(&data);
    }
    Ok((answer, location))
}

/// The innermost reason of an error; the outer ones only say that something failed.
fn said(error: &octocrab::Error) -> String {
    let mut inner: &dyn Error = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    one_line(&inner.to_string()).chars().take(REASON).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::{address, header, may_lead};
    use url::Url;

    #[test]
    fn addresses_that_are_not_asked() {
        assert!(address("https://huggingface.co/api/models/a/b").is_ok());
        assert!(address(" http://mirror.example:8080 ").is_ok());
        let long = format!("https://a.example/{}", "a".repeat(3_000));
        for odd in
            ["", "a.example/x", "file:///etc/passwd", "ftp://a.example", "https://me:pw@a.example", "https://", &long]
        {
            assert!(address(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn where_a_redirect_may_lead() {
        let may = |from: &str, to: &str| may_lead(&Url::parse(from).unwrap(), &Url::parse(to).unwrap());
        assert!(may("https://a.example", "https://b.example"));
        assert!(may("http://a.example", "https://b.example"));
        assert!(may("http://a.example/x", "http://a.example/y"));
        assert!(may("http://127.0.0.1:80", "http://localhost:81"));
        assert!(!may("https://a.example", "http://a.example"));
        assert!(!may("https://a.example", "http://127.0.0.1"));
        assert!(!may("http://a.example", "http://b.example"));
        assert!(!may("http://a.example", "http://127.0.0.1"));
        assert!(!may("http://127.0.0.1", "http://a.example"));
    }

    #[test]
    fn a_token_is_one_word() {
        assert!(header("hf_abc\n").is_ok());
        for odd in ["a b", "a\r\nx: y", "ü"] {
            assert!(header(odd).is_err(), "{odd}");
        }
    }
}
