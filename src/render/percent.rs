//! Percent-encoding, for addresses in reports and for those that are asked.

use std::fmt::Write;

/// A text as a part of an address: every byte but ASCII letters, digits and `-._~`, which RFC 3986 calls unreserved, and but those of
/// `also_plain` becomes `%XX`.
pub(crate) fn percent_encoded(text: &str, also_plain: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || also_plain.contains(&byte) {
            out.push(char::from(byte));
        } else {
            _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
