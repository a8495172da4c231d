//! Names of copies and variants of other models: the same name with something at its end, or with the owner's name before it.

use super::data::{FAMILIES, SERIES};
use super::names::begins_with;
use super::schema::Series;

/// What parts a name.
const MARKS: [char; 4] = ['-', '_', '.', ' '];

/// Whether a name ends with a file format or a precision, and so is that of a copy of another model.
pub(crate) fn is_copy_name(name: &str) -> bool {
    without_format(name).len() < name.len()
}

/// The name without what names a file format or a precision at its end.
pub(crate) fn without_format(name: &str) -> &str {
    without(name, &[FAMILIES.copies])
}

/// The name of the model that one of this name is a copy or a variant of: the name itself where its end says neither.
pub(crate) fn original(name: &str) -> &str {
    without(name, &[FAMILIES.copies, FAMILIES.variants])
}

/// The ways to part a name into that of an owner and that of a model of theirs, as in `owner_name` and `owner-name`.
pub(crate) fn with_owner(name: &str) -> impl Iterator<Item = (&str, &str)> {
    let marks = name.match_indices(['_', '-']).map(|(at, _)| at);
    marks.map(|at| (&name[..at], name[at..].trim_start_matches(['_', '-']))).filter(|(_, name)| !name.is_empty())
}

fn without<'n>(name: &'n str, lists: &[&[&str]]) -> &'n str {
    let mut rest = name;
    loop {
        let end = rest.trim_end_matches(MARKS);
        match lists.iter().copied().flatten().find_map(|part| without_end(end, part)) {
            Some(shorter) => rest = shorter,
            None => return rest,
        }
    }
}

/// A name that ends with no mark, without an end and the marks before it; `None` where it has another end, or nothing before it.
fn without_end<'n>(name: &'n str, end: &str) -> Option<&'n str> {
    let mut rest = name;
    for part in end.bytes().rev() {
        rest = match part {
            b'#' => without_number(rest)?,
            b' ' => rest.strip_suffix(MARKS)?,
            letter => {
                let last = rest.bytes().next_back().filter(|last| last.eq_ignore_ascii_case(&letter))?;
                rest.strip_suffix(char::from(last))?
            }
        };
    }
    let before = rest.trim_end_matches(MARKS);
    (before.len() < rest.len() && !before.is_empty()).then_some(before)
}

/// A text without the number at its end, which may have points inside.
fn without_number(text: &str) -> Option<&str> {
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = text[before.len()..].trim_start_matches('.');
    text.strip_suffix(number).filter(|_| number.ends_with(|c: char| c.is_ascii_digit()))
}

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
    use super::{SERIES, is_copy_name, is_of, license_of_series, original, with_owner, without_format};

    #[test]
    fn formats_at_the_end_of_a_name_make_a_copy() {
        for (name, stem) in [
            ("Tale-13B-GGUF", "Tale-13B"),
            ("Tale-13B-gptq-4bit-128g", "Tale-13B"),
            ("Tale-13B-GPTQ-4-bit", "Tale-13B"),
            ("Tale-13B-fp16", "Tale-13B"),
            ("Tale-13B.Q4_K", "Tale-13B"),
            ("Tale-13B.Q4_K_M.gguf", "Tale-13B"),
            ("Tale-13B.Q4", "Tale-13B"),
            ("Tale-13B-q4f16_1-MLC", "Tale-13B"),
            ("Tale-13B-4.65bpw-exl2", "Tale-13B"),
            ("Tale-13B-exl2-4.65", "Tale-13B-exl2-4.65"),
            ("Tale-13B-int8 ", "Tale-13B"),
            ("Tale-13B-unsloth-bnb-4bit", "Tale-13B"),
            ("Tale-13B-FP8-dynamic", "Tale-13B"),
            ("Tale-13B-quantized.w8a8", "Tale-13B"),
            ("Tale-13B-i1-GGUF", "Tale-13B"),
            ("Tale-13B-GGUF-smashed", "Tale-13B"),
            ("Tale-13B", "Tale-13B"),
            ("Tale-13B-", "Tale-13B-"),
            ("Tale-2", "Tale-2"),
            ("Tale-v1.5", "Tale-v1.5"),
            ("Talegguf", "Talegguf"),
            (".4-GGUF", ".4"),
            ("1..4-GGUF", "1..4"),
            ("GGUF", "GGUF"),
            ("-GGUF", "-GGUF"),
            ("q4", "q4"),
            ("", ""),
            ("Tälé-4bit", "Tälé"),
            ("Tale-4é", "Tale-4é"),
        ] {
            assert_eq!(without_format(name), stem, "{name}");
            assert_eq!(is_copy_name(name), name != stem, "{name}");
        }
    }

    #[test]
    fn a_variant_has_the_descent_of_its_original_and_is_no_copy() {
        for (name, stem) in [
            ("Tale-13B-hf", "Tale-13B"),
            ("Tale-13B-abliterated-v2", "Tale-13B"),
            ("Tale-13B-uncensored-heretic-GGUF", "Tale-13B"),
            ("Tale-13B-lora", "Tale-13B"),
            ("Tale-13B-chat", "Tale-13B-chat"),
        ] {
            assert_eq!(original(name), stem, "{name}");
        }
        assert!(!is_copy_name("Tale-13B-abliterated") && is_copy_name("Tale-13B-abliterated-GGUF"));
    }

    #[test]
    fn a_name_may_begin_with_its_owner() {
        let all = |name: &'static str| with_owner(name).collect::<Vec<_>>();
        assert_eq!(all("acme_Tale-7B"), [("acme", "Tale-7B"), ("acme_Tale", "7B")]);
        assert_eq!(all("acme_-_Tale"), [("acme", "Tale"), ("acme_", "Tale"), ("acme_-", "Tale")]);
        assert_eq!(all("Tale_"), []);
    }

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
