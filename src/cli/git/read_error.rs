//! Why the files of a commit cannot be read.

/// Why a commit cannot be read.
#[derive(Debug)]
pub(crate) enum ReadError {
    /// It exceeds what the gate reads: how.
    TooLarge(String),
    /// Git does not do its part: why.
    Git(String),
}
