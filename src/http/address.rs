//! Which addresses are asked, and where a redirect may lead.

use super::error::HttpError;
use crate::render::one_line;
use url::{Host, Url};

/// Longest address that is asked, in bytes; chosen.
const MAX_ADDRESS: usize = 2_000;

/// Most characters of a text that is no address, in an error.
const MAX_SHOWN: usize = 200;

/// Which redirects are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Redirects {
    /// Those to the same scheme, host and port. Another one is an answer like any other.
    SameOrigin,
    /// Those to `https`, or from `http` to the same host, or within this machine. Another one is an error.
    Web,
}

impl Redirects {
    /// The address that the `location` header of an answer of `from` leads to, where it may be followed.
    pub(super) fn target(self, from: &Url, location: &str) -> Option<Url> {
        let to = from.join(location).ok().filter(is_web)?;
        let may_follow = match self {
            Self::SameOrigin => to.origin() == from.origin(),
            Self::Web => {
                let stays = from.host() == to.host() || is_local(from) && is_local(&to);
                to.scheme() == "https" || from.scheme() == "http" && stays
            }
        };
        may_follow.then_some(to)
    }
}

/// Reads an address that the program itself or its user names.
pub(super) fn parse(text: &str) -> Result<Url, HttpError> {
    let url = Url::parse(text.trim()).map_err(|_| {
        let shown: String = one_line(text).chars().take(MAX_SHOWN).collect();
        HttpError::Refused(format!("`{shown}` is not an address like `https://host/path`"))
    })?;
    if !is_web(&url) {
        // Not shown: it may hold a password.
        let host = url.host_str().unwrap_or_default();
        return Err(HttpError::Refused(format!(
            "the address at `{host}` cannot be asked: it must begin with `https://` and hold no password"
        )));
    }
    Ok(url)
}

/// Whether an address is short, of HTTP, and carries no name or password.
pub(super) fn is_web(url: &Url) -> bool {
    let has_scheme = matches!(url.scheme(), "https" | "http") && url.has_host();
    has_scheme && url.username().is_empty() && url.password().is_none() && url.as_str().len() <= MAX_ADDRESS
}

fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::{Redirects, parse};

    #[test]
    fn addresses_that_are_not_asked() {
        assert!(parse("https://huggingface.co/api/models/a/b").is_ok());
        assert!(parse(" http://mirror.example:8080 ").is_ok());
        let long = format!("https://a.example/{}", "a".repeat(3_000));
        for odd in
            ["", "a.example/x", "file:///etc/passwd", "ftp://a.example", "https://me:pw@a.example", "https://", &long]
        {
            assert!(parse(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn where_a_redirect_on_the_web_may_lead() {
        let may = |from: &str, to: &str| Redirects::Web.target(&parse(from).unwrap(), to).is_some();
        assert!(may("https://a.example", "https://b.example"));
        assert!(may("http://a.example", "https://b.example"));
        assert!(may("http://a.example/x", "http://a.example/y"));
        assert!(may("http://a.example/x", "y"));
        assert!(may("http://127.0.0.1:80", "http://localhost:81"));
        assert!(!may("https://a.example", "http://a.example"));
        assert!(!may("https://a.example", "http://127.0.0.1"));
        assert!(!may("https://a.example", "https://me:pw@a.example"));
        assert!(!may("http://a.example", "http://b.example"));
        assert!(!may("http://a.example", "http://127.0.0.1"));
        assert!(!may("http://127.0.0.1", "http://a.example"));
    }

    #[test]
    fn where_a_redirect_to_the_same_origin_may_lead() {
        let from = parse("https://git.example/api/v3/x").unwrap();
        let to = |location: &str| Redirects::SameOrigin.target(&from, location).map(String::from);
        assert_eq!(to("https://Git.example:443/x?y=1").as_deref(), Some("https://git.example/x?y=1"));
        assert_eq!(to("/x").as_deref(), Some("https://git.example/x"));
        for elsewhere in
            ["http://git.example/x", "https://other.example/x", "https://git.example:444/x", "//other.example/x"]
        {
            assert_eq!(to(elsewhere), None, "{elsewhere}");
        }
        assert_eq!(to("https://me@git.example/x"), None);
    }
}
