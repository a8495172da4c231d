//! A small GitHub on loopback: answers as a test scripts it and keeps a log.

use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

pub(crate) const TOKEN: &str = "ghs_secret0123456789";

/// A request as it came in.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// Method, path and query: `GET /repos/o/r/pulls/7`.
    pub(crate) line: String,
    /// How many requests of the same line came before.
    pub(crate) before: usize,
    /// The headers as they came.
    pub(crate) headers: String,
    /// The body, `null` where there is none.
    pub(crate) body: Value,
    /// The body as it came.
    pub(crate) text: String,
    at: Instant,
}

/// What the fake does.
pub(crate) enum Reply {
    /// Answers with a status, header lines and a body.
    Answer(u16, Vec<String>, Vec<u8>),
    /// Closes the connection.
    Reset,
    /// Says nothing.
    Hang,
    /// Sends one byte now and then.
    Drip,
}

impl Reply {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::Answer(status, Vec::new(), body.to_string().into_bytes())
    }

    pub(crate) fn text(status: u16, body: &str) -> Self {
        Self::Answer(status, Vec::new(), body.as_bytes().to_vec())
    }

    pub(crate) fn with(self, header: &str) -> Self {
        match self {
            Self::Answer(status, mut headers, body) => {
                headers.push(header.to_owned());
                Self::Answer(status, headers, body)
            }
            other => other,
        }
    }
}

/// The running fake; its threads end with the process.
pub(crate) struct Fake {
    pub(crate) address: String,
    log: Arc<Mutex<Vec<Request>>>,
}

impl Fake {
    pub(crate) fn start(script: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let log = Arc::new(Mutex::new(Vec::new()));
        let (script, shared) = (Arc::new(script), Arc::clone(&log));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (script, log) = (Arc::clone(&script), Arc::clone(&shared));
                std::thread::spawn(move || serve(stream, &log, &*script));
            }
        });
        Self { address, log }
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.log.lock().unwrap().clone()
    }

    /// The lines of all requests.
    pub(crate) fn log(&self) -> Vec<String> {
        self.requests().into_iter().map(|request| request.line).collect()
    }

    /// The requests that are no `GET` and do not ask who one is.
    pub(crate) fn writes(&self) -> Vec<Request> {
        let is_write = |request: &Request| {
            !request.line.starts_with("GET ")
                && !request.body["query"].as_str().is_some_and(|query| query.contains("viewer"))
        };
        self.requests().into_iter().filter(is_write).collect()
    }

    pub(crate) fn written(&self) -> Vec<String> {
        self.writes().into_iter().map(|request| request.line).collect()
    }

    /// The least time between two requests that write.
    pub(crate) fn least_gap(&self) -> Option<Duration> {
        let times: Vec<Instant> = self.writes().iter().map(|request| request.at).collect();
        times.windows(2).map(|pair| pair[1] - pair[0]).min()
    }
}

fn serve(mut stream: TcpStream, log: &Mutex<Vec<Request>>, script: &dyn Fn(&Request) -> Reply) {
    let Some(mut request) = read(&stream) else { return };
    {
        let mut log = log.lock().unwrap();
        request.before = log.iter().filter(|earlier| earlier.line == request.line).count();
        log.push(request.clone());
    }
    match script(&request) {
        Reply::Reset => {}
        Reply::Hang => std::thread::sleep(Duration::from_secs(30)),
        Reply::Drip => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            while stream.write_all(b" ").is_ok() {
                std::thread::sleep(Duration::from_millis(50));
            }
        }
        Reply::Answer(status, headers, body) => {
            let mut head = vec![format!("HTTP/1.1 {status} X"), "Connection: close".to_owned()];
            if status != 204 {
                head.push(format!("Content-Length: {}", body.len()));
            }
            head.extend(headers);
            let _ = stream.write_all(format!("{}\r\n\r\n", head.join("\r\n")).as_bytes());
            let _ = stream.write_all(&body);
        }
    }
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
    let (mut headers, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        headers.push_str(&line);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let line = first.rsplit_once(" HTTP/")?.0.to_owned();
    let text = String::from_utf8_lossy(&body).into_owned();
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    Some(Request { line, before: 0, headers, body, text, at: Instant::now() })
}
