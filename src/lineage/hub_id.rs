//! Identifiers of the Hub, `owner/name`: in addresses, in paths, by themselves.

use crate::model::KEYS;

/// The last part of an identifier; of a bare name, all of it.
pub(crate) fn name_in(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

/// Whether an identifier may be one of the Hub, and is not rather a path on somebody's disk.
pub(crate) fn may_be_on_hub(id: &str) -> bool {
    let begins = |folder: &&str| id.split('/').next().is_some_and(|owner| owner.eq_ignore_ascii_case(folder));
    is_spelled_as_hub_id(id) && !KEYS.folders.iter().any(begins)
}

/// Whether a text says by itself which model of the Hub it means: an identifier, an address or a path of the Hub's cache.
pub(crate) fn is_on_hub(text: &str) -> bool {
    is_spelled_as_hub_id(text) || hub_id_in_address(text).is_some() || hub_id_in_cache_path(text).is_some()
}

/// Whether a text has the letters that the Hub allows in an identifier, and no others.
pub(crate) fn is_spelled_as_hub_id(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    };
    let parts = text.split_once('/').filter(|_| text.len() < 120);
    parts.is_some_and(|(owner, name)| is_part(owner) && is_part(name) && !owner.starts_with('.'))
}

/// Whether the Hub takes a text for an identifier: `owner/name`, or a bare name as its oldest models and datasets have.
pub(crate) fn is_hub_id(text: &str) -> bool {
    let is_part = |part: &str| {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        !part.is_empty() && part.bytes().all(is_letter) && !part.starts_with(['-', '.']) && !part.ends_with(['-', '.'])
    };
    text.len() <= 200 && text.split('/').count() <= 2 && text.split('/').all(is_part)
}

/// The identifier in an address on the Hub; datasets, spaces and pages of publications have none.
pub(crate) fn hub_id_in_address(address: &str) -> Option<&str> {
    memchr::memchr(b'/', address.as_bytes())?;
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let rest = rest.strip_prefix("huggingface.co/").or_else(|| rest.strip_prefix("hf.co/"))?;
    let rest = rest.strip_prefix("api/models/").unwrap_or(rest);
    let mut parts = rest.splitn(3, '/');
    let (owner, name) = (parts.next()?, parts.next()?);
    let name_end = name.find(['?', '#', ')']).unwrap_or(name.len());
    (!KEYS.hub_pages.contains(&owner) && !owner.is_empty() && name_end > 0).then(|| &rest[..owner.len() + 1 + name_end])
}

/// The identifier in a path of the Hub's cache: `models--owner--name`.
pub(crate) fn hub_id_in_cache_path(path: &str) -> Option<String> {
    let part = path.split(['/', '\\']).find_map(|part| part.strip_prefix("models--"))?;
    let (owner, name) = part.split_once("--")?;
    Some(format!("{owner}/{name}"))
}

#[cfg(test)]
mod tests {
    use super::hub_id_in_address;

    #[test]
    fn addresses_of_models_on_the_hub_hold_their_identifier() {
        for (url, id) in [
            ("https://huggingface.co/a/b", Some("a/b")),
            ("http://www.huggingface.co/a/b/tree/main", Some("a/b")),
            ("hf.co/a/b?x=1", Some("a/b")),
            ("huggingface.co/a/b#usage", Some("a/b")),
            ("https://huggingface.co/a/b)", Some("a/b")),
            ("https://huggingface.co/api/models/a/b", Some("a/b")),
            ("https://huggingface.co/a", None),
            ("https://huggingface.co/a/", None),
            ("https://huggingface.co/a/?x", None),
            ("https://huggingface.co//b", None),
            ("https://huggingface.co/datasets/a/b", None),
            ("https://huggingface.co/spaces/a/b", None),
            ("https://example.org/a/b", None),
            ("https://example.org/huggingface.co/a/b", None),
            ("a/b", None),
            ("", None),
        ] {
            assert_eq!(hub_id_in_address(url), id, "{url}");
        }
    }
}
