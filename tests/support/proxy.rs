//! A small proxy on loopback: opens tunnels (`CONNECT`), where it is asked with the right name and password.

use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What the proxy says to everybody.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// It connects.
    Open,
    /// It connects those that say `me:pw`.
    Password,
    /// It forbids.
    Closed,
}

/// `me:pw` as `Proxy-Authorization` has it.
const PASSWORD: &str = "Basic bWU6cHc=";

/// The running proxy; its threads end with the process.
pub(crate) struct Proxy {
    pub(crate) address: String,
    log: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    pub(crate) fn start(rule: Rule) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let log = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&log);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let log = Arc::clone(&shared);
                std::thread::spawn(move || serve(stream, rule, &log));
            }
        });
        Self { address, log }
    }

    /// The first lines of what it was asked.
    pub(crate) fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }
}

fn serve(mut client: TcpStream, rule: Rule, log: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(client.try_clone().unwrap());
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        match reader.read_line(&mut line) {
            Ok(1..) if !line.trim_end().is_empty() => lines.push(line.trim_end().to_owned()),
            _ => break,
        }
    }
    let Some(first) = lines.first().cloned() else { return };
    log.lock().unwrap().push(first.clone());
    let says = |what: &str| lines.iter().any(|line| line.split_once(": ").is_some_and(|(_, value)| value == what));
    let status = match rule {
        Rule::Closed => "403 Forbidden",
        Rule::Password if !says(PASSWORD) => "407 Proxy Authentication Required",
        _ => "200 Connected",
    };
    let server = first.strip_prefix("CONNECT ").and_then(|rest| rest.split(' ').next());
    let server = server.filter(|_| status.starts_with('2')).and_then(|server| TcpStream::connect(server).ok());
    let status = if server.is_none() && status.starts_with('2') { "502 Bad Gateway" } else { status };
    if write!(client, "HTTP/1.1 {status}\r\n\r\n").is_err() {
        return;
    }
    let Some(mut server) = server else { return };
    let (mut back, mut there) = (server.try_clone().unwrap(), client.try_clone().unwrap());
    std::thread::spawn(move || {
        _ = std::io::copy(&mut back, &mut there);
        _ = there.shutdown(Shutdown::Both);
    });
    _ = std::io::copy(&mut reader, &mut server);
    _ = server.shutdown(Shutdown::Write);
}
