//! Which proxy leads to a server, by the environment: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in capitals or not.
#![expect(clippy::disallowed_methods, reason = "this is a part of the edge that the fence leads to")]

use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use std::env;
use url::Url;

type Uri = ::http::Uri;

/// The proxies that the environment names.
pub(super) struct Proxies {
    all: Matcher,
    /// Servers that are asked straight at one port only.
    at_ports: Vec<(u16, Matcher)>,
}

impl Proxies {
    /// Those of the environment.
    ///
    /// # Errors
    ///
    /// A clause where a variable holds no address.
    pub(super) fn from_environment() -> Result<Self, String> {
        // A web server sets both, and then HTTP_PROXY is a header that anybody may send.
        let is_in_web_server = env::var_os("REQUEST_METHOD").is_some();
        Self::read(|name| {
            let value = env::var_os(name).or_else(|| env::var_os(name.to_lowercase()))?;
            (!is_in_web_server).then(|| value.to_string_lossy().into_owned())
        })
    }

    fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let no = variable("NO_PROXY").unwrap_or_default();
        let entries = no.split([',', ' ']).map(str::trim).filter(|entry| !entry.is_empty());
        let (mut names, mut at_ports) = (Vec::new(), Vec::new());
        for entry in entries {
            match with_port(entry) {
                _ if entry == "*" => return Ok(Self { all: Matcher::builder().build(), at_ports }),
                Some((host, port)) => at_ports.push((port, straight(host))),
                None => names.push(name_of(entry)),
            }
        }
        let address = |name: &str| match variable(name).map(|value| value.trim().to_owned()) {
            Some(value) if !value.is_empty() && !is_address(&value) => {
                Err(format!("{name} is not the address of a proxy: write `{name}=http://HOST:PORT`"))
            }
            value => Ok(value.unwrap_or_default()),
        };
        let all = Matcher::builder()
            .all(address("ALL_PROXY")?)
            .http(address("HTTP_PROXY")?)
            .https(address("HTTPS_PROXY")?)
            .no(names.join(","))
            .build();
        Ok(Self { all, at_ports })
    }

    /// The proxy that leads to a server; nothing where it is asked straight.
    pub(super) fn to(&self, server: &Uri) -> Option<Intercept> {
        let default = if server.scheme_str() == Some("http") { 80 } else { 443 };
        let port = server.port_u16().unwrap_or(default);
        let is_straight = |(at, others): &(u16, Matcher)| *at == port && others.intercept(server).is_none();
        self.all.intercept(server).filter(|_| !self.at_ports.iter().any(is_straight))
    }
}

/// Leads everywhere through a proxy but to one host.
fn straight(host: &str) -> Matcher {
    Matcher::builder().all("http://proxy").no(name_of(host)).build()
}

/// `*.example` means what `.example` means.
fn name_of(entry: &str) -> &str {
    entry.strip_prefix('*').filter(|rest| rest.starts_with('.')).unwrap_or(entry)
}

/// The host and the port of `host:port`; nothing for a name, and for an address of IPv6 without a port.
fn with_port(entry: &str) -> Option<(&str, u16)> {
    let (host, port) = entry.rsplit_once(':')?;
    let inside = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let host = inside.or_else(|| Some(host).filter(|host| !host.contains(':')))?;
    Some((host, port.parse().ok()?))
}

/// Whether a value is the address of a proxy, which may lack `http://`. Of which scheme it is, is seen when it is used.
fn is_address(value: &str) -> bool {
    let whole = if value.contains("://") { value.to_owned() } else { format!("http://{value}") };
    let is_server = Url::parse(&whole).is_ok_and(|url| url.has_host());
    let is_taken = Matcher::builder().all(value).build().intercept(&Uri::from_static("http://server")).is_some();
    is_server && is_taken
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::{Proxies, Uri};

    fn read(variables: &[(&str, &str)]) -> Result<Proxies, String> {
        Proxies::read(|name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn servers_that_are_asked_straight() {
        for (no, straight, others) in [
            ("*", "https://hub.example http://127.0.0.1:8080 http://[::1]:80", ""),
            ("hub.example:8443", "https://hub.example:8443 https://a.hub.example:8443", "https://hub.example"),
            ("hub.example:443", "https://hub.example", "http://hub.example https://hub.example:8443"),
            (".hub.example", "https://a.hub.example https://hub.example:8443", "https://myhub.example"),
            ("*.hub.example", "https://a.hub.example", "https://hub.example.org"),
            ("a.example 127.0.0.1:8080", "http://a.example http://127.0.0.1:8080", "http://127.0.0.1:8081"),
            ("[::1]:80, ::2", "http://[::1] http://[::2]:8080", "http://[::1]:81"),
            ("10.0.0.0/8", "http://10.1.2.3:80", "http://11.1.2.3"),
        ] {
            let proxies = read(&[("ALL_PROXY", "http://proxy.example:3128"), ("NO_PROXY", no)]).unwrap();
            let is_straight = |server: &str| proxies.to(&server.parse::<Uri>().unwrap()).is_none();
            assert!(straight.split(' ').all(is_straight), "{no}");
            assert!(!others.split(' ').filter(|server| !server.is_empty()).any(is_straight), "{no}");
        }
    }

    #[test]
    fn what_is_no_address_of_a_proxy_is_told_without_its_password() {
        for value in ["http://[bad", "http://me:secret@", "http://me:secret@host:99999", "://", "ftp://host", "a b"] {
            let why = read(&[("HTTPS_PROXY", value)]).err().unwrap();
            assert!(why.starts_with("HTTPS_PROXY is not the address of a proxy") && !why.contains("secret"), "{why}");
            assert!(read(&[("HTTPS_PROXY", value), ("NO_PROXY", "*")]).is_ok());
        }
        for value in
            ["", " ", "proxy.example:3128", "http://me:pw@[::1]:3128/", "https://proxy.example", "socks5://host:1"]
        {
            assert!(read(&[("HTTP_PROXY", value)]).is_ok(), "{value}");
        }
    }
}
