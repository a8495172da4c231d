//! What an answer of the Hub that is no success means, in a sentence for the user.

use crate::http::error::HttpError;
use crate::http::response::{Response, ResponseClass};

const WRONG_TOKEN: &str = "the Hub does not accept the token: it is wrong, expired or revoked";

/// Whether a response says that the token is none: then it says nothing of the model. Of a model that it does not show, the Hub says
/// "Invalid username or password".
fn is_about_token(response: &Response) -> bool {
    response.status == 401 && response.message().contains("Invalid credentials")
}

/// Whether a response says that the Hub does not show the model. What comes without any word may be of a proxy on the way.
pub(super) fn is_hidden(response: &Response) -> bool {
    let is_wordless = response.status == 403 && response.message().is_empty();
    match response.class() {
        ResponseClass::NotFound => true,
        ResponseClass::Denied => !is_wordless && !is_about_token(response),
        // 451: withheld for reasons of law.
        _ => response.status == 451,
    }
}

/// The sentence of a response that is no success; `about` is the id of the model that was asked about.
pub(super) fn refusal(response: &Response, about: &str, has_token: bool) -> HttpError {
    let message = response.message();
    let code = response.header("x-error-code").unwrap_or_default();
    if message.contains("Access to this resource is disabled") {
        return HttpError::Forbidden(format!("the Hub has disabled `{about}`"));
    }
    if is_about_token(response) {
        return HttpError::Forbidden(WRONG_TOKEN.to_owned());
    }
    match (code, response.class()) {
        ("GatedRepo", _) => HttpError::Forbidden(if has_token {
            format!("`{about}` is gated, and the account of this token has no access: ask for it on the model's page")
        } else {
            format!(
                "`{about}` is gated: ask for access on the model's page, and set HF_TOKEN to a token of your account"
            )
        }),
        ("RevisionNotFound", _) => HttpError::Refused(format!("`{about}` has no such revision")),
        ("EntryNotFound", _) => HttpError::Refused(format!("a file of `{about}` is not there any more")),
        (_, ResponseClass::RateLimited(wait)) => {
            let when = match wait.as_secs() {
                seconds @ ..=86_400 => format!("in {seconds} seconds"),
                _ => "later".to_owned(),
            };
            HttpError::Unreachable(format!("the Hub's rate limit is used up: try again {when}"))
        }
        (_, ResponseClass::ServerError(_)) => {
            HttpError::Unreachable(format!("the Hub cannot answer now ({})", response.status))
        }
        (_, ResponseClass::Redirect) => {
            HttpError::Refused("the Hub redirects to another host, which the gate does not follow".to_owned())
        }
        ("RepoNotFound", _) | (_, ResponseClass::NotFound) => hidden(about, has_token),
        // For a model that it does not show, the Hub asks those without a token for one.
        (_, ResponseClass::Denied) if response.status == 401 && !has_token => hidden(about, has_token),
        (_, ResponseClass::Denied) if response.status == 401 => HttpError::Forbidden(WRONG_TOKEN.to_owned()),
        (_, ResponseClass::Denied) if message.is_empty() => HttpError::Unreachable(format!(
            "the Hub, or a host on the way, refuses `{about}` without a reason ({})",
            response.status
        )),
        (_, ResponseClass::Denied) => {
            HttpError::Forbidden(format!("this token has no permission for `{about}` ({message})"))
        }
        (_, ResponseClass::Success | ResponseClass::Refused) => {
            HttpError::Refused(format!("the Hub refuses the request ({} {message})", response.status))
        }
    }
}

fn hidden(about: &str, has_token: bool) -> HttpError {
    HttpError::Hidden(if has_token {
        format!("the Hub shows no model `{about}` to this token: it is misspelled, deleted, or private to others")
    } else {
        format!("the Hub shows no model `{about}`: it is misspelled, deleted or private. HF_TOKEN opens private models")
    })
}
