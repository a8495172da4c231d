//! Downloads the text at an address.

#[cfg(feature = "github")]
pub(crate) use super::client::get;
use super::error::HttpError;
#[cfg(not(feature = "github"))]
pub(crate) use super::stub::get;
use std::time::Duration;

/// What is at an address, where the server has it. No token is sent. The bounds are those of [`get`].
///
/// # Errors
///
/// In words, where [`get`] fails or the status of the answer is not 200.
pub(crate) fn download(address: &str, limit: usize, time: Duration) -> Result<Vec<u8>, HttpError> {
    let response = get(address, None, limit, time)?;
    if response.status != 200 {
        let what = if response.status == 404 { " (not found)" } else { "" };
        return Err(HttpError::Refused(format!("the answer is {}{what}", response.status)));
    }
    Ok(response.body)
}
