//! The way to a server: straight, or through the proxy that the environment names (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`).
//!
//! A proxy is asked for a tunnel, whatever the address begins with. Through it the gate speaks TLS with the server itself, so a proxy
//! sees the name of the server and no token.

use super::proxies::Proxies;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::Intercept;
use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use tower_service::Service;

type Uri = ::http::Uri;
type Failure = Box<dyn Error + Send + Sync>;
type Stream = MaybeHttpsStream<<HttpConnector as Service<Uri>>::Response>;
type Connecting = Pin<Box<dyn Future<Output = Result<Stream, Failure>> + Send>>;

/// Connects to servers of both kinds, `http://` and `https://`, as the environment says. The root certificates are read for the first
/// server that needs them.
#[derive(Clone)]
pub(super) struct Connector {
    way: Way,
    encrypted: Arc<OnceLock<Result<HttpsConnector<Way>, String>>>,
}

impl Connector {
    /// The way that the environment names.
    ///
    /// # Errors
    ///
    /// A clause where it names a proxy by what is no address.
    pub(super) fn new() -> Result<Self, String> {
        let mut direct = HttpConnector::new();
        direct.enforce_http(false);
        let proxies = Arc::new(Proxies::from_environment()?);
        Ok(Self { way: Way { proxies, direct }, encrypted: Arc::default() })
    }

    fn encrypted(&self) -> Result<HttpsConnector<Way>, String> {
        let read = || {
            let builder = HttpsConnectorBuilder::new().with_native_roots().map_err(|error| error.to_string())?;
            Ok(builder.https_only().enable_http1().wrap_connector(self.way.clone()))
        };
        self.encrypted.get_or_init(read).clone()
    }
}

impl Service<Uri> for Connector {
    type Response = MaybeHttpsStream<Stream>;
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<MaybeHttpsStream<Stream>, Failure>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        self.way.poll_ready(context)
    }

    fn call(&mut self, server: Uri) -> Self::Future {
        if server.scheme_str() == Some("http") {
            let connecting = self.way.call(server);
            return Box::pin(async move { Ok(MaybeHttpsStream::Http(connecting.await?)) });
        }
        match self.encrypted() {
            Ok(mut encrypted) => encrypted.call(server),
            Err(why) => Box::pin(std::future::ready(Err(why.into()))),
        }
    }
}

/// Opens the connection that the gate then encrypts, or not.
#[derive(Clone)]
pub(super) struct Way {
    proxies: Arc<Proxies>,
    direct: HttpConnector,
}

impl Service<Uri> for Way {
    type Response = Stream;
    type Error = Failure;
    type Future = Connecting;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        self.direct.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, server: Uri) -> Connecting {
        if let Some(proxy) = self.proxies.to(&server) {
            return through(&proxy, self.direct.clone(), server);
        }
        let connecting = self.direct.call(server);
        Box::pin(async move { Ok(MaybeHttpsStream::Http(connecting.await?)) })
    }
}

/// Connects to a server through a proxy.
fn through(proxy: &Intercept, direct: HttpConnector, server: Uri) -> Connecting {
    let address = proxy.uri().clone();
    let auth = proxy.basic_auth().cloned();
    Box::pin(async move {
        let refused = |why: String| -> Failure { ProxyError { proxy: shown(&address), why }.into() };
        let server = with_port(server)?;
        match address.scheme_str() {
            Some("http") => {
                let tunnel = Tunnel::new(address.clone(), direct);
                let mut tunnel = if let Some(auth) = auth { tunnel.with_auth(auth) } else { tunnel };
                let stream = tunnel.call(server).await.map_err(|error| refused(innermost(&error)))?;
                Ok(MaybeHttpsStream::Http(stream))
            }
            Some("https") => {
                // Reads the root certificates again: such proxies are few.
                let encrypted = HttpsConnectorBuilder::new().with_native_roots()?.https_only().enable_http1();
                let tunnel = Tunnel::new(address.clone(), encrypted.wrap_connector(direct));
                let mut tunnel = if let Some(auth) = auth { tunnel.with_auth(auth) } else { tunnel };
                tunnel.call(server).await.map_err(|error| refused(innermost(&error)))
            }
            _ => Err(refused("its address must begin with `http://` or `https://`".to_owned())),
        }
    })
}

/// The address with the port of its scheme: a tunnel leads to a port.
fn with_port(server: Uri) -> Result<Uri, ::http::Error> {
    let is_plain = server.scheme_str() == Some("http");
    match server.host() {
        Some(host) if server.port().is_none() && is_plain => {
            let host = format!("{host}:80");
            Uri::builder().scheme("http").authority(host).path_and_query("/").build()
        }
        _ => Ok(server),
    }
}

/// The address of a proxy without the name and the password in it.
fn shown(proxy: &Uri) -> String {
    let port = proxy.port().map_or_else(String::new, |port| format!(":{port}"));
    format!("{}://{}{port}", proxy.scheme_str().unwrap_or_default(), proxy.host().unwrap_or_default())
}

/// The innermost reason of an error; the outer ones only say that something failed.
pub(super) fn innermost(error: &dyn Error) -> String {
    let mut inner = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    inner.to_string()
}

/// Why a proxy does not lead to a server.
#[derive(Debug)]
struct ProxyError {
    proxy: String,
    why: String,
}

impl fmt::Display for ProxyError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "the proxy `{}`, which the environment names, lets no connection through ({})",
            self.proxy, self.why
        )
    }
}

impl Error for ProxyError {}

#[cfg(test)]
mod tests {
    use super::{Uri, shown, with_port};

    #[test]
    fn a_tunnel_leads_to_a_port() {
        let of = |address: &'static str| with_port(Uri::from_static(address)).map(|uri| uri.port_u16()).ok();
        assert_eq!(of("http://git.example/api"), Some(Some(80)));
        assert_eq!(of("http://git.example:8080/api"), Some(Some(8080)));
        assert_eq!(of("https://git.example/api"), Some(None), "the tunnel's own default is that of TLS");
    }

    #[test]
    fn no_password_is_shown() {
        assert_eq!(shown(&Uri::from_static("http://me:pw@proxy.example:3128")), "http://proxy.example:3128");
    }
}
