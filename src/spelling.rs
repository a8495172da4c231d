//! Guesses which known name a misspelled one is meant to be.

/// The known name that is spelled most alike, if one is near: `least` is from 0 (any name) to 1 (the same name).
pub(crate) fn nearest<'n>(text: &str, known: impl Iterator<Item = &'n str>, least: f64) -> Option<&'n str> {
    let scored = known.map(|name| (strsim::jaro_winkler(text, name), name));
    scored.filter(|(score, _)| *score > least).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}

/// Whether a text is a name, perhaps with one slip: a letter too many, too few, another one, or two in each other's place. Case and signs do
/// not count.
pub(crate) fn is_slip_of(text: &str, name: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    // Most texts are too short or too long for it. Letters of other scripts are no slips but disguises.
    text.is_ascii() && text.len().abs_diff(name.len()) <= 3 && strsim::osa_distance(&letters(text), &letters(name)) <= 1
}

/// Least likeness to a name that people type: a guess costs them nothing.
pub(crate) const LOOSE: f64 = 0.8;

/// Least likeness to a value in a repository: a wrong guess would change a license.
pub(crate) const TIGHT: f64 = 0.9;

#[cfg(test)]
mod tests {
    use super::is_slip_of;

    #[test]
    fn one_slip_anywhere_is_a_slip_and_two_are_none() {
        let name = "base_model";
        assert!(is_slip_of("Base-Model", name));
        for at in 0..name.len() {
            let (before, after) = name.split_at(at);
            let rest = &after[1..];
            for slip in [format!("{before}{rest}"), format!("{before}x{rest}"), format!("{before}x{after}")] {
                assert!(is_slip_of(&slip, name), "{slip}");
            }
            if let Some(next) = rest.chars().next() {
                let swapped = format!("{before}{next}{}{}", &after[..1], &rest[1..]);
                assert!(is_slip_of(&swapped, name), "{swapped}");
            }
        }
        for other in ["xxse_model", "xase_modex", "base_modexx", "bas_mode", "ünit", "basé_model"] {
            assert!(!is_slip_of(other, name), "{other}");
        }
    }
}
