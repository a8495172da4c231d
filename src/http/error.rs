//! Why a request came to nothing.

use std::fmt;

/// Why a request came to nothing, in a sentence that a person understands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum HttpError {
    /// The token may not do it (401, 403, 404).
    Forbidden(String),
    /// The Hub shows nothing of the kind to this token.
    Hidden(String),
    /// The server refused what was asked (422 and other 4xx), or it was not sent for what is wrong with it.
    Refused(String),
    /// The answer is larger than what is read of it.
    TooLarge(String),
    /// The server could not be reached or did not answer rightly in time.
    Unreachable(String),
}

impl fmt::Display for HttpError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Forbidden(why)
        | Self::Hidden(why)
        | Self::Refused(why)
        | Self::TooLarge(why)
        | Self::Unreachable(why)) = self;
        out.write_str(why)
    }
}

impl std::error::Error for HttpError {}
