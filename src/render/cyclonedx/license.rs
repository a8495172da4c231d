//! Licenses as `CycloneDX` has them: an identifier of SPDX, a name, or an expression.

use super::parts::{object, text};
use crate::policy;
use serde_json::{Value, json};

/// Who says that something is under a license.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Acknowledgement {
    /// Its author.
    Declared,
    /// The gate, by what it was made from.
    Concluded,
    /// Nobody: its text is there.
    Found,
}

/// Identifiers of SPDX that its list has since the list of `CycloneDX` 1.7 was made, and `NOASSERTION`, which names none. A test
/// compares both lists. Sorted.
const NOT_IN_1_7: [&str; 20] = [
    "BSD-2-Clause-pos-unchanged",
    "BSD-3-Clause-OpenWebUI",
    "BSD-Source-Code-no-disclaimer",
    "BSD-Source-alt-GPL",
    "BSD-ask-to-endorse",
    "Brian-Gladman-3-Clause-no-conversion",
    "Bugroff",
    "CC-BY-NC-3.0-IGO",
    "FDK-MPEG-H",
    "GFDL-1.1-invariants",
    "GFDL-1.1-no-invariants",
    "GFDL-1.2-invariants",
    "GFDL-1.2-no-invariants",
    "GFDL-1.3-invariants",
    "GFDL-1.3-no-invariants",
    "Hippocratic-3.0-core",
    "Informatica",
    "MVT-1.1",
    "NOASSERTION",
    "atc-game",
];

/// A license by a text that names it; `address` is where its terms are, as far as the text's author says.
pub(super) fn license(stated: &str, address: Option<&str>, by: Acknowledgement) -> Value {
    let by = match by {
        Acknowledgement::Declared => json!("declared"),
        Acknowledgement::Concluded => json!("concluded"),
        Acknowledgement::Found => Value::Null,
    };
    if is_expression(stated) {
        return object([("expression", text(stated)), ("acknowledgement", by)]);
    }
    let id = spdx_id(stated);
    let policy = || policy::identify(stated).first().and_then(policy::of_identifier).map(|policy| policy.url);
    let address = address.filter(|address| is_plain_address(address)).or_else(|| policy().filter(|_| id.is_none()));
    let license = match id {
        Some(id) => object([("id", json!(id)), ("url", json!(address)), ("acknowledgement", by)]),
        None => object([("name", text(stated)), ("url", json!(address)), ("acknowledgement", by)]),
    };
    object([("license", license)])
}

/// Licenses of one component. Next to others, an expression becomes a name: 1.7 allows both, and many readers do not.
pub(super) fn licenses(all: &[Value]) -> Value {
    let separate = |license: &Value| match license.get("expression") {
        Some(name) if all.len() > 1 => {
            json!({ "license": object([("name", name.clone()), ("acknowledgement", license["acknowledgement"].clone())]) })
        }
        _ => license.clone(),
    };
    all.iter().map(separate).collect()
}

/// The identifier of SPDX for a license, however it is spelled.
fn spdx_id(stated: &str) -> Option<&'static str> {
    let known = |text: &str| {
        let is_it = |license: &&spdx::License| license.name.eq_ignore_ascii_case(text);
        spdx::identifiers::LICENSES.iter().find(is_it).map(|license| license.name)
    };
    let alias = || policy::named(stated).and_then(|named| known(&named.id));
    known(stated.trim()).or_else(alias).filter(|id| NOT_IN_1_7.binary_search(id).is_err())
}

/// Whether a text is an expression of SPDX with an operator.
fn is_expression(stated: &str) -> bool {
    let is_operator = |word: &str| matches!(word, "AND" | "OR" | "WITH");
    stated.split(' ').any(is_operator) && spdx::Expression::parse_mode(stated, spdx::ParseMode::STRICT).is_ok()
}

/// Whether a text is an address of the web without anything that some readers take for the end of it.
fn is_plain_address(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else { return false };
    let is_host = |host: &str| {
        host.starts_with(|first: char| first.is_ascii_alphanumeric())
            && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
    };
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/?=&#+,;@!".contains(&byte);
    text.len() <= 500
        && rest.split(['/', '?', '#']).next().is_some_and(is_host)
        && rest.bytes().all(is_plain)
        && rest.matches('#').count() <= 1
}
