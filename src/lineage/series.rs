//! Licenses of whole series of models, for those that the table of known models does not have.

use super::copies::{is_copy_name, without_format};
use super::data::SERIES;
use super::names::begins_with;
use super::schema::Series;

/// The license that the publisher of a series puts a model under.
pub(crate) fn license_of_series(id: &str) -> Option<&'static str> {
    let (owner, name) = id.split_once('/')?;
    SERIES.series.iter().find(|series| is_of(series, owner, name)).map(|series| series.license)
}

fn is_of(series: &Series, owner: &str, name: &str) -> bool {
    let is_owners = series.owners.iter().any(|known| known.eq_ignore_ascii_case(owner));
    let begins = |words: &[&str]| words.iter().any(|words| begins_with(name, words));
    // A copy under another owner has the name of what was copied: nothing of its own stands before the format.
    (is_owners || is_copy_name(name) && is_plain_release(without_format(name)))
        && begins(series.begins)
        && !begins(series.except)
}

/// Whether a name has only words that releases have: what people add to a name says that the model is another one.
fn is_plain_release(name: &str) -> bool {
    let part = |part: &str| {
        let lower = part.to_lowercase();
        lower.bytes().any(|byte| byte.is_ascii_digit()) || SERIES.release_words.contains(&lower.as_str())
    };
    name.split(['-', '_']).skip(1).all(part)
}

#[cfg(test)]
mod tests {
    use super::{SERIES, is_of, license_of_series};

    #[test]
    fn every_series_has_its_example_and_not_its_near_miss() {
        for series in SERIES.series {
            let is = |id: &str| id.split_once('/').is_some_and(|(owner, name)| is_of(series, owner, name));
            assert!(is(series.yes), "{} is not of its series", series.yes);
            assert!(!is(series.no), "{} is of the series of {}", series.no, series.yes);
            assert_eq!(license_of_series(series.yes), Some(series.license), "an earlier series has {}", series.yes);
        }
    }

    #[test]
    fn copies_are_known_under_any_owner_and_other_models_are_not() {
        for (id, license) in [
            ("acme/Qwen3-8B-GGUF", Some("apache-2.0")),
            ("acme/aya-expanse-8b-AWQ", Some("cc-by-nc-4.0")),
            ("acme/Qwen3-8B-Letters-GGUF", None),
            ("acme/Qwen3-8B", None),
            ("Qwen3-8B", None),
        ] {
            assert_eq!(license_of_series(id), license, "{id}");
        }
    }
}
