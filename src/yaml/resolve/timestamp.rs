//! Dates and times as YAML writes them.

use super::{Refusal, Value};

/// Whether a text is `2024-01-02`, or a date with a time. A date alone takes two digits for month and day, unless
/// `loose`, as `PyYAML` does where a tag says that it is a date.
pub(super) fn is_timestamp(text: &str, loose: bool) -> bool {
    parts(text).is_some_and(|parts| parts.hour.is_some() || loose || text.len() == 10)
}

/// The date, refused where there is no such day or time: Python stops there.
pub(super) fn checked(text: &str) -> Result<Value<'_>, Refusal> {
    let possible = parts(text).is_some_and(|parts| {
        let leap = parts.year % 4 == 0 && (parts.year % 100 != 0 || parts.year % 400 == 0);
        let days = match parts.month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u32::from(leap),
            _ => 0,
        };
        parts.year > 0
            && (1..=days).contains(&parts.day)
            && parts.hour.is_none_or(|hour| hour < 24)
            && parts.minute < 60
            && parts.second < 60
            && parts.zone_minutes < 24 * 60
    });
    if possible { Ok(Value::Date(text)) } else { Err(Refusal::new("there is no such date")) }
}

#[derive(Default)]
struct Parts {
    year: u32,
    month: u32,
    day: u32,
    hour: Option<u32>,
    minute: u32,
    second: u32,
    zone_minutes: u32,
}

/// `YYYY-M-D`, then perhaps `T` or blanks, `H:MM:SS`, a fraction and a zone.
fn parts(text: &str) -> Option<Parts> {
    let rest = &mut &*text;
    let mut parts = Parts { year: digits(rest, 4, 4)?, ..Parts::default() };
    parts.month = take(rest, "-").and_then(|()| digits(rest, 1, 2))?;
    parts.day = take(rest, "-").and_then(|()| digits(rest, 1, 2))?;
    if rest.is_empty() {
        return Some(parts);
    }
    let before = rest.len();
    *rest = rest.strip_prefix(['t', 'T']).unwrap_or_else(|| rest.trim_start_matches([' ', '\t']));
    if rest.len() == before {
        return None;
    }
    parts.hour = Some(digits(rest, 1, 2)?);
    parts.minute = take(rest, ":").and_then(|()| digits(rest, 2, 2))?;
    parts.second = take(rest, ":").and_then(|()| digits(rest, 2, 2))?;
    if take(rest, ".").is_some() {
        *rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    if rest.is_empty() {
        return Some(parts);
    }
    *rest = rest.trim_start_matches([' ', '\t']);
    if *rest == "Z" {
        return Some(parts);
    }
    *rest = rest.strip_prefix(['-', '+'])?;
    parts.zone_minutes = 60 * digits(rest, 1, 2)?;
    if take(rest, ":").is_some() {
        parts.zone_minutes += digits(rest, 2, 2)?;
    }
    rest.is_empty().then_some(parts)
}

fn take(rest: &mut &str, part: &str) -> Option<()> {
    *rest = rest.strip_prefix(part)?;
    Some(())
}

/// As many decimal digits as there are, from `least` to `most` of them.
fn digits(rest: &mut &str, least: usize, most: usize) -> Option<u32> {
    let length = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    if length < least {
        return None;
    }
    let (number, after) = rest.split_at(length);
    *rest = after;
    number.parse().ok()
}
