//! The message of a finding in two parts, for formats that have a line for the first of them.

use super::visible::one_line;
use crate::report::Finding;

/// The first sentence of the message without its full stop, and the rest. A full stop between back-ticks ends nothing.
pub(crate) fn headline(finding: &Finding) -> (String, String) {
    let message = one_line(&finding.message);
    let mut quoted = false;
    let stop = message.as_bytes().windows(2).position(|pair| {
        quoted ^= pair[0] == b'`';
        pair == b". " && !quoted
    });
    let end = stop.unwrap_or_else(|| message.strip_suffix('.').map_or(message.len(), str::len));
    (message[..end].to_owned(), message[end..].trim_start_matches('.').trim().to_owned())
}
