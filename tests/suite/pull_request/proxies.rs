//! Proxies that the environment names.

use super::workflow::{UNFIT, World};
use crate::harness::{self, Outcome, needs};
use crate::support::proxy::{Proxy, Rule};
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::time::Duration;

tests! {
    github_is_asked_through_the_proxy,
    the_proxy_gets_the_password_in_its_address,
    some_servers_are_asked_straight,
    a_proxy_that_refuses_is_told_once_and_changes_no_verdict,
    a_proxy_that_refuses_where_nothing_is_checked_out,
    the_server_is_spoken_to_in_tls_through_the_tunnel,
}

fn github_is_asked_through_the_proxy() {
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY"] {
        let (world, proxy) = (World::new(&format!("proxy-{name}"), &[UNFIT]), Proxy::start(Rule::Open));
        let outcome = world.on("pull_request").under(name, &format!("http://{}", proxy.address)).run();
        outcome.says_unfit(2);
        assert_eq!(outcome.written(), ["POST pulls/7/reviews", "POST issues/7/comments"], "{}", outcome.log);
        let server = world.server();
        assert!(
            !proxy.log().is_empty() && proxy.log().iter().all(|line| *line == format!("CONNECT {server} HTTP/1.1"))
        );
    }
}

fn the_proxy_gets_the_password_in_its_address() {
    let (world, proxy) = (World::new("proxy-password", &[UNFIT]), Proxy::start(Rule::Password));
    world.merge();
    let merge = world.state().merge;
    let run = |address: String| world.on("pull_request").of(&merge).under("HTTP_PROXY", &address).run();
    let outcome = run(format!("http://me:wrong-secret@{}", proxy.address));
    outcome.says_unfit(2);
    assert!(outcome.written().is_empty());
    let why = format!("the proxy `http://{}`", proxy.address);
    assert!(outcome.log.contains(&why), "{}", outcome.log);
    assert!(!format!("{}{}{}", outcome.log, outcome.summary, outcome.errors).contains("wrong-secret"));
    assert_eq!(run(format!("http://me:pw@{}", proxy.address)).written().len(), 2);
}

fn some_servers_are_asked_straight() {
    let (world, proxy) = (World::new("no-proxy", &[UNFIT]), Proxy::start(Rule::Closed));
    let run = world.on("pull_request").under("HTTP_PROXY", &format!("http://{}", proxy.address));
    assert_eq!(run.under("no_proxy", "example.com, 127.0.0.0/8").run().written().len(), 2);
    assert!(proxy.log().is_empty());
}

fn a_proxy_that_refuses_is_told_once_and_changes_no_verdict() {
    let (world, proxy) = (World::new("proxy-closed", &[UNFIT]), Proxy::start(Rule::Closed));
    let closed = format!("http://{}", proxy.address);
    for address in [closed.as_str(), "http://127.0.0.1:1", "socks5://127.0.0.1:1"] {
        world.merge();
        let merge = world.state().merge;
        let outcome = world.on("pull_request").of(&merge).under("HTTP_PROXY", address).run();
        outcome.says_unfit(2);
        assert!(outcome.requests.is_empty());
        let why = format!("the proxy `{address}`, which the environment names, lets no connection through");
        let told = outcome.log.matches(&why).count();
        assert_eq!(told, 1, "{}", outcome.log);
    }
}

fn a_proxy_that_refuses_where_nothing_is_checked_out() {
    let (world, proxy) = (World::new("proxy-target", &[UNFIT]), Proxy::start(Rule::Closed));
    let outcome = world.on("pull_request_target").under("HTTP_PROXY", &format!("http://{}", proxy.address)).run();
    assert_eq!(outcome.code, 2);
    assert!(outcome.outputs.is_empty() && outcome.errors.contains("lets no connection through"), "{}", outcome.errors);
}

/// The settings of a certificate for `localhost`.
const CERTIFICATE: &str = "[req]\ndistinguished_name=name\nx509_extensions=more\nprompt=no\n[name]\nCN=localhost\n\
    [more]\nsubjectAltName=DNS:localhost\nbasicConstraints=critical,CA:FALSE\n";

/// What a Hub says of a model, as a whole answer.
const ANSWER: &str = "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n\
    {\"id\":\"acme/strange-7b\",\"cardData\":{\"base_model\":\"meta-llama/Llama-2-7b-hf\"}}";

fn the_server_is_spoken_to_in_tls_through_the_tunnel() -> Outcome {
    needs("openssl")?;
    let folder = harness::folder("pull-request/tls");
    fs::create_dir_all(folder.join("api/models/acme")).unwrap();
    fs::create_dir_all(folder.join("model")).unwrap();
    fs::write(folder.join("certificate.cnf"), CERTIFICATE).unwrap();
    fs::write(folder.join("api/models/acme/strange-7b"), ANSWER).unwrap();
    fs::write(folder.join("model/README.md"), "---\nlicense: mit\nbase_model: acme/strange-7b\n---\n# Letters\n")
        .unwrap();
    let openssl = |arguments: &str| {
        let mut command = Command::new("openssl");
        command.args(arguments.split(' ')).current_dir(&folder);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let made =
        openssl("req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out root.pem -days 2 -config certificate.cnf");
    assert!({ made }.status().unwrap().success());
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut server = openssl(&format!("s_server -accept 127.0.0.1:{port} -cert root.pem -key key.pem -HTTP -quiet"))
        .spawn()
        .unwrap();
    let is_up = (0..200).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        TcpStream::connect(("127.0.0.1", port)).is_ok()
    });
    let proxy = Proxy::start(Rule::Password);
    let output = Command::new(env!("CARGO_BIN_EXE_model-license-gate"))
        .args(["check", "--hub", "--format", "json", "model"])
        .current_dir(&folder)
        .envs([("no_proxy", ""), ("NO_PROXY", "")])
        .env("HTTPS_PROXY", format!("http://me:pw@{}", proxy.address))
        .env("HF_ENDPOINT", format!("https://localhost:{port}"))
        .env("SSL_CERT_FILE", folder.join("root.pem"))
        .env("XDG_CACHE_HOME", folder.join("cache"))
        .output();
    _ = server.kill();
    _ = server.wait();
    let printed = String::from_utf8(output.unwrap().stdout).unwrap();
    assert!(is_up && printed.contains("\"family\": \"llama2\""), "{printed}");
    assert_eq!(proxy.log(), [format!("CONNECT localhost:{port} HTTP/1.1")]);
    Ok(())
}
