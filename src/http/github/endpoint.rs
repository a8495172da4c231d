//! Where GitHub is: checks the addresses and names that come from outside, and makes the addresses that are asked.

use super::types::{Access, is_repository};
use crate::http::address::is_web;
use crate::http::error::HttpError;
use crate::http::response::next_link;
use crate::render::percent_encoded;
use url::Url;

/// GitHub's addresses, checked.
#[derive(Debug)]
pub(super) struct Endpoint {
    /// The address of the REST API, without the path of a request.
    api: Url,
    /// The address of GraphQL, with its path.
    pub(super) graphql: Url,
    /// `owner/name`.
    pub(super) repository: String,
}

impl Endpoint {
    /// Checks the addresses of an access; nothing is sent.
    pub(super) fn new(access: &Access) -> Result<Self, HttpError> {
        let (api, graphql) = (base(&access.api, "API")?, base(&access.graphql, "GraphQL API")?);
        if !is_repository(&access.repository) {
            return Err(HttpError::Refused("the repository is not named like `owner/name`".to_owned()));
        }
        Ok(Self { api, graphql, repository: access.repository.clone() })
    }

    /// The address of something in the repository; `rest` has no slash in front.
    pub(super) fn repository_url(&self, rest: &str) -> String {
        self.url(&format!("repos/{}/{rest}", self.repository))
    }

    /// The address of something at GitHub.
    pub(super) fn url(&self, rest: &str) -> String {
        format!("{}/{rest}", self.api.as_str().trim_end_matches('/'))
    }

    /// The address of the next page, from a `Link` header. The host of the link does not matter: the next request goes where the last
    /// one went.
    pub(super) fn next_page(&self, link: &str) -> Option<String> {
        let link = self.api.join(next_link(link)?).ok()?;
        let mut next = self.api.clone();
        next.set_path(link.path());
        next.set_query(link.query());
        Some(next.into())
    }
}

fn base(text: &str, what: &str) -> Result<Url, HttpError> {
    let url = Url::parse(text.trim()).ok().filter(|url| is_web(url) && url.query().is_none());
    url.ok_or_else(|| HttpError::Refused(format!("the address of GitHub's {what} is not like `https://host/path`")))
}

/// Whether a text is a full commit hash.
pub(super) fn is_hash(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Refuses the name of a commit that is not its full hash.
pub(super) fn full_hash(commit: &str) -> Result<(), HttpError> {
    if is_hash(commit) {
        return Ok(());
    }
    Err(HttpError::Refused("the commit is not named by its full hash".to_owned()))
}

/// A name as one part of an address, whatever is in it.
pub(super) fn escaped(name: &str) -> String {
    percent_encoded(name, b"")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::{Access, Endpoint, escaped};

    fn endpoint(api: &str, graphql: &str, repository: &str) -> Option<Endpoint> {
        let (api, graphql, repository) = (api.to_owned(), graphql.to_owned(), repository.to_owned());
        Endpoint::new(&Access { api, graphql, token: String::new(), repository }).ok()
    }

    #[test]
    fn addresses_of_both_kinds() {
        let public = endpoint("https://api.github.com", "https://api.github.com/graphql", "a/b").unwrap();
        assert_eq!(public.repository_url("pulls/7"), "https://api.github.com/repos/a/b/pulls/7");
        let own = endpoint("https://Git.example:443/api/v3/", "https://git.example/api/graphql", "a/b.c").unwrap();
        assert_eq!(own.repository_url("pulls/7"), "https://git.example/api/v3/repos/a/b.c/pulls/7");
        assert_eq!(own.url("user"), "https://git.example/api/v3/user");
        assert_eq!(own.graphql.as_str(), "https://git.example/api/graphql");
    }

    #[test]
    fn nonsense_is_refused() {
        for api in ["", "api.github.com", "ftp://a.example", "https://me:secret@a.example", "https://a.example/?q=1"] {
            assert!(endpoint(api, "https://a.example", "a/b").is_none(), "{api}");
        }
        for repository in ["", "a", "a/", "../b", "a/b/c", "a/b?c", "a/b c"] {
            assert!(endpoint("https://a.example", "https://a.example", repository).is_none(), "{repository}");
        }
    }

    #[test]
    fn a_name_stays_one_part() {
        assert_eq!(escaped("me:fix/a?b#c%d&e"), "me%3Afix%2Fa%3Fb%23c%25d%26e");
        assert_eq!(escaped("v1.0-x_y~日"), "v1.0-x_y~%E6%97%A5");
    }

    #[test]
    fn the_next_page_among_others_is_asked_for_at_the_same_host() {
        let own = endpoint("https://git.example/api/v3", "https://git.example/api/graphql", "a/b").unwrap();
        let next = |link: &str| own.next_page(link);
        let link =
            "<https://a.example/repositories/1/x?page=1>; rel=\"prev\", <https://a.example/x?page=3>; rel=\"next\"";
        assert_eq!(next(link).as_deref(), Some("https://git.example/x?page=3"));
        for odd in ["<//evil.example/y>", "<https://a.example//evil.example/y>", "<https://me:pw@a.example/y>"] {
            let address = next(&format!("{odd}; rel=next")).unwrap();
            assert!(address.starts_with("https://git.example/"), "{address}");
        }
        assert_eq!(next("<https://a.example/x?page=1>; rel=\"last\""), None);
        assert_eq!(next("nonsense; rel=\"next\""), None);
    }
}
