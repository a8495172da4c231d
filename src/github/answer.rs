//! An answer of GitHub, read whole: what it means, in which sentence it is told, and where its next page is.

use super::Trouble;
use super::pace::{self, Limits, Nature};
use super::place::next_page;
use crate::render::one_line;
use http::HeaderMap;
use http::header::LINK;
use serde_json::Value;

/// Most characters of a message that is handed on.
const MESSAGE: usize = 200;

/// An answer, read whole.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

/// Why there is no good answer, with the status where there was one.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub(super) status: Option<u16>,
    pub(super) trouble: Trouble,
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        fault.trouble
    }
}

impl Fault {
    pub(super) fn lost(why: String) -> Self {
        Self { status: None, trouble: Trouble::Unreachable(why) }
    }
}

impl Answer {
    #[expect(clippy::disallowed_methods, reason = "GitHub says by the clock when its limit ends")]
    pub(super) fn nature(&self) -> Nature {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_secs();
        pace::nature(self.status, Limits::of(&self.headers), &self.message(), now)
    }

    /// The path of the next page. The host of the link does not matter: the next request goes where the last one went.
    pub(super) fn next_page(&self) -> Option<String> {
        let link = self.headers.get(LINK)?.to_str().ok()?;
        next_page(link)?.parse::<http::Uri>().ok()?.path_and_query().map(ToString::to_string)
    }

    /// GitHub's message, on one line and cut.
    pub(super) fn message(&self) -> String {
        if (200..300).contains(&self.status) {
            return String::new();
        }
        let Ok(answer) = serde_json::from_slice::<Value>(&self.body) else { return String::new() };
        let mut message = answer["message"].as_str().unwrap_or_default().to_owned();
        for error in answer["errors"].as_array().into_iter().flatten().take(2) {
            if let Some(more) = error.as_str().or_else(|| error["message"].as_str()) {
                message.push_str(if message.is_empty() { "" } else { ": " });
                message.push_str(more);
            }
        }
        cut(&message)
    }

    /// Status and message.
    pub(super) fn numbered(&self) -> String {
        format!("{} {}", self.status, self.message()).trim_end().to_owned()
    }

    /// The sentence of an answer that is not good.
    pub(super) fn fault(&self) -> Fault {
        let (status, numbered) = (self.status, self.numbered());
        let trouble = match self.nature() {
            Nature::Limited(wait) => Trouble::Unreachable(format!(
                "GitHub's limit of requests is used up; it asks to wait {} seconds ({numbered})",
                wait.as_secs()
            )),
            Nature::Ailing(_) => Trouble::Unreachable(format!("GitHub is unwell ({numbered})")),
            Nature::Denied if status == 401 => {
                Trouble::Forbidden(format!("GitHub does not accept the token ({numbered})"))
            }
            Nature::Denied => Trouble::Forbidden(format!("GitHub does not allow it with this token ({numbered})")),
            Nature::Absent => Trouble::Forbidden(format!("GitHub shows no such thing to this token ({numbered})")),
            Nature::Moved => {
                Trouble::Refused(format!("GitHub points to another host, which is not followed ({numbered})"))
            }
            Nature::Good | Nature::Refused => Trouble::Refused(format!("GitHub refuses the request ({numbered})")),
        };
        Fault { status: Some(status), trouble }
    }
}

/// A foreign text on one line, cut.
pub(super) fn cut(text: &str) -> String {
    one_line(text).chars().take(MESSAGE).collect()
}
