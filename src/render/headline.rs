//! The message of a finding in two parts, for formats that have a line for the first of them.

use super::visible::one_line;
use crate::report::Finding;

/// The first sentence of the message without its full stop, and the rest.
pub(crate) fn headline(finding: &Finding) -> (String, String) {
    let headline = one_line(&finding.message.headline).trim_end_matches('.').to_owned();
    (headline, one_line(&finding.message.details.join(" ")).into_owned())
}
