//! Where GitHub is: checks the addresses and names that come from outside, and makes the addresses that are asked.

use super::{Access, Trouble};
use http::Uri;
use std::fmt::Write;

/// GitHub's addresses, checked.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Scheme, host and port of the REST API, without a slash at the end.
    pub(super) origin: String,
    /// Path of the REST API, empty or such as `/api/v3`.
    root: String,
    /// The whole address of GraphQL.
    pub(super) graphql: String,
    /// `owner/name`.
    pub(super) repository: String,
}

impl Place {
    /// Checks the addresses of an access; nothing is sent.
    pub(super) fn new(access: &Access) -> Result<Self, Trouble> {
        let (origin, root) = address(&access.api, "API")?;
        let (graphql_origin, graphql) = address(&access.graphql, "GraphQL API")?;
        if !is_repository(&access.repository) {
            return Err(Trouble::Refused("the repository is not named like `owner/name`".to_owned()));
        }
        let graphql = format!("{graphql_origin}{graphql}");
        Ok(Self { origin, root, graphql, repository: access.repository.clone() })
    }

    /// The path of something in the repository; `rest` has no slash in front.
    pub(super) fn of_repository(&self, rest: &str) -> String {
        format!("{}/repos/{}/{rest}", self.root, self.repository)
    }

    /// The path of something outside of repositories.
    pub(super) fn path(&self, rest: &str) -> String {
        format!("{}/{rest}", self.root)
    }

    /// The path and query behind `location` where it leads to the same scheme, host and port.
    pub(super) fn here(&self, location: &str) -> Option<String> {
        let uri: Uri = location.parse().ok()?;
        let here = match (uri.scheme_str(), uri.authority()) {
            (Some(scheme), Some(authority)) => origin(scheme, authority.as_str()) == self.origin,
            // Two slashes begin the name of a host.
            (None, None) => location.starts_with('/') && !location.starts_with("//"),
            _ => false,
        };
        here.then(|| uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string))
    }
}

/// Origin and path of an address.
fn address(text: &str, what: &str) -> Result<(String, String), Trouble> {
    let wrong = || Trouble::Refused(format!("the address of GitHub's {what} is not like `https://host/path`"));
    let uri: Uri = text.trim().parse().map_err(|_| wrong())?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else { return Err(wrong()) };
    if !matches!(scheme, "https" | "http") || authority.as_str().contains('@') || uri.query().is_some() {
        return Err(wrong());
    }
    Ok((origin(scheme, authority.as_str()), uri.path().trim_end_matches('/').to_owned()))
}

/// Scheme and authority in one spelling.
fn origin(scheme: &str, authority: &str) -> String {
    let authority = authority.to_ascii_lowercase();
    let usual = if scheme == "https" { ":443" } else { ":80" };
    format!("{scheme}://{}", authority.strip_suffix(usual).unwrap_or(&authority))
}

fn is_repository(name: &str) -> bool {
    let plain = |part: &str| {
        !matches!(part, "" | "." | "..")
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    name.split_once('/').is_some_and(|(owner, name)| plain(owner) && plain(name))
}

/// Whether a text is a full commit hash.
pub(super) fn is_hash(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A name as one part of an address, whatever stands in it.
pub(super) fn escaped(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The address of the next page in a `Link` header.
pub(super) fn next_page(link: &str) -> Option<&str> {
    link.split(',').find_map(|entry| {
        let (address, rest) = entry.trim().strip_prefix('<')?.split_once('>')?;
        let next = rest.split(';').any(|part| matches!(part.trim(), "rel=\"next\"" | "rel=next"));
        next.then_some(address)
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::{Place, escaped, next_page};
    use crate::github::Access;

    fn place(api: &str, graphql: &str, repository: &str) -> Option<Place> {
        let (api, graphql, repository) = (api.to_owned(), graphql.to_owned(), repository.to_owned());
        Place::new(&Access { api, graphql, token: String::new(), repository }).ok()
    }

    #[test]
    fn addresses_of_both_kinds() {
        let public = place("https://api.github.com", "https://api.github.com/graphql", "a/b").unwrap();
        assert_eq!(public.of_repository("pulls/7"), "/repos/a/b/pulls/7");
        let own = place("https://Git.example/api/v3/", "https://git.example/api/graphql", "a/b.c").unwrap();
        assert_eq!(own.of_repository("pulls/7"), "/api/v3/repos/a/b.c/pulls/7");
        assert_eq!(own.graphql, "https://git.example/api/graphql");
        assert_eq!(own.here("https://git.example:443/x?y=1").as_deref(), Some("/x?y=1"));
        assert_eq!(own.here("/x").as_deref(), Some("/x"));
        for elsewhere in ["http://git.example/x", "https://other.example/x", "//other.example/x", "x", ""] {
            assert_eq!(own.here(elsewhere), None, "{elsewhere}");
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for api in ["", "api.github.com", "ftp://a.example", "https://me:secret@a.example", "https://a.example/?q=1"] {
            assert!(place(api, "https://a.example", "a/b").is_none(), "{api}");
        }
        for repository in ["", "a", "a/", "../b", "a/b/c", "a/b?c", "a/b c"] {
            assert!(place("https://a.example", "https://a.example", repository).is_none(), "{repository}");
        }
    }

    #[test]
    fn a_name_stays_one_part() {
        assert_eq!(escaped("me:fix/a?b#c%d&e"), "me%3Afix%2Fa%3Fb%23c%25d%26e");
        assert_eq!(escaped("v1.0-x_y~日"), "v1.0-x_y~%E6%97%A5");
    }

    #[test]
    fn the_next_page_among_others() {
        let link =
            "<https://a.example/repositories/1/x?page=1>; rel=\"prev\", <https://a.example/x?page=3>; rel=\"next\"";
        assert_eq!(next_page(link), Some("https://a.example/x?page=3"));
        assert_eq!(next_page("<https://a.example/x?page=1>; rel=\"last\""), None);
        assert_eq!(next_page("nonsense; rel=\"next\""), None);
    }
}
