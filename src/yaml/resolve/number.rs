//! Numbers as the two readers write and understand them.

use super::{Refusal, Value};

const NO_INT: Refusal = Refusal::new("the value is no whole number");
const NO_FLOAT: Refusal = Refusal::new("the value is no number");

/// Python converts no more decimal digits than these.
const PYTHON_DIGITS: usize = 4300;

/// Whether all of `text` is made of the bytes that `is` allows, and there is one at least.
fn all(text: &str, is: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(is)
}

const fn digit_or_low_line(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b'_'
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['-', '+']).unwrap_or(text)
}

/// `[0-9][0-9_]*`.
fn is_digits(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit()) && text.bytes().all(digit_or_low_line)
}

/// `(?::[0-5]?[0-9])+` with what stands before it: the parts of a number in base 60.
fn is_sixties(text: &str) -> bool {
    text.split_once(':').is_some_and(|(first, rest)| {
        is_digits(first)
            && rest.split(':').all(|part| match part.as_bytes() {
                [one] => one.is_ascii_digit(),
                [ten, one] => (b'0'..=b'5').contains(ten) && one.is_ascii_digit(),
                _ => false,
            })
    })
}

/// Whether plain text is a whole number to `PyYAML`.
pub(super) fn looks_python_int(text: &str) -> bool {
    let text = unsigned(text);
    if let Some(rest) = text.strip_prefix('0') {
        return rest.is_empty()
            || all(rest, |byte| matches!(byte, b'0'..=b'7' | b'_'))
            || rest.strip_prefix('b').is_some_and(|bits| all(bits, |byte| matches!(byte, b'0' | b'1' | b'_')))
            || rest
                .strip_prefix('x')
                .is_some_and(|digits| all(digits, |byte| byte.is_ascii_hexdigit() || byte == b'_'));
    }
    is_digits(text) || is_sixties(text)
}

/// Whether plain text is a number with a fraction to `PyYAML`: `1e3` is none, `1.0e+3` is.
pub(super) fn looks_python_float(text: &str) -> bool {
    let bare = unsigned(text);
    if matches!(bare, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let Some((whole, fraction)) = bare.split_once('.') else { return false };
    if is_sixties(whole) {
        return fraction.bytes().all(digit_or_low_line);
    }
    let (fraction, exponent) = match fraction.split_once(['e', 'E']) {
        Some((fraction, exponent)) => (fraction, Some(exponent)),
        None => (fraction, None),
    };
    let exponent_fits = exponent.is_none_or(|exponent| {
        exponent.strip_prefix(['-', '+']).is_some_and(|digits| all(digits, |byte| byte.is_ascii_digit()))
    });
    // A fraction without a whole part takes no sign.
    let fits = if whole.is_empty() {
        bare.len() == text.len() && is_digits(fraction)
    } else {
        is_digits(whole) && fraction.bytes().all(digit_or_low_line)
    };
    fits && exponent_fits
}

/// A whole number as Python converts it.
pub(super) fn python_int(text: &str) -> Result<Value<'_>, Refusal> {
    let bare: String = text.chars().filter(|&c| c != '_').collect();
    let digits = unsigned(&bare).trim();
    let minus = bare.starts_with('-');
    let number = if digits.is_empty() {
        None
    } else if let Some(bits) = digits.strip_prefix("0b") {
        radix(bits, 2)
    } else if let Some(hex) = digits.strip_prefix("0x") {
        radix(hex, 16)
    } else if digits != "0" && digits.starts_with('0') {
        radix(digits.strip_prefix("0o").unwrap_or(digits), 8)
    } else if digits.contains(':') {
        digits
            .split(':')
            .try_fold(0_i128, |sum, part| sum.checked_mul(60)?.checked_add(part.parse().ok()?))
            .map(|sum| sum.to_string())
    } else if digits.len() > PYTHON_DIGITS {
        return Err(Refusal::new("the number has more than 4300 digits"));
    } else {
        decimal(digits)
    };
    number.map(|digits| Value::Int(signed(minus, digits))).ok_or(NO_INT)
}

/// A number with a fraction as Python converts it.
pub(super) fn python_float(text: &str) -> Result<Value<'_>, Refusal> {
    let bare: String = text.chars().filter(|&c| c != '_').collect::<String>().to_lowercase();
    let digits = unsigned(&bare).trim();
    let number = match digits {
        ".inf" => Some(f64::INFINITY),
        ".nan" => Some(f64::NAN),
        _ if digits.contains(':') => {
            let parts: Option<Vec<f64>> = digits.split(':').map(|part| part.parse().ok()).collect();
            parts.map(|parts| {
                // From the last part, in Python's order, so that both round alike.
                let (mut base, mut sum) = (1.0, 0.0);
                for part in parts.iter().rev() {
                    sum += part * base;
                    base *= 60.0;
                }
                sum
            })
        }
        _ => digits.parse().ok(),
    };
    let sign = if bare.starts_with('-') { -1.0 } else { 1.0 };
    number.map(|number: f64| Value::Float(sign * number)).ok_or(NO_FLOAT)
}

/// A whole number to `js-yaml`: no `_`, no leading zero for octal, but `0o`.
pub(super) fn js_int(text: &str) -> Option<Value<'_>> {
    let bare = unsigned(text);
    let minus = text.starts_with('-');
    let digits = match bare.get(..2) {
        Some("0b") => radix(all(&bare[2..], |byte| matches!(byte, b'0' | b'1')).then_some(&bare[2..])?, 2)?,
        Some("0x") => radix(all(&bare[2..], |byte| byte.is_ascii_hexdigit()).then_some(&bare[2..])?, 16)?,
        Some("0o") => radix(all(&bare[2..], |byte| matches!(byte, b'0'..=b'7')).then_some(&bare[2..])?, 8)?,
        _ => decimal(bare).filter(|digits| digits.parse().is_ok_and(f64::is_finite))?,
    };
    Some(Value::Int(signed(minus, digits)))
}

/// A number to `js-yaml`: `1e3` is one.
pub(super) fn js_float(text: &str) -> Option<Value<'_>> {
    let bare = unsigned(text);
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    match bare {
        ".inf" | ".Inf" | ".INF" => return Some(Value::Float(sign * f64::INFINITY)),
        ".nan" | ".NaN" | ".NAN" => {
            return (bare.len() == text.len()).then_some(Value::Float(f64::NAN));
        }
        _ => {}
    }
    let (mantissa, exponent) = match bare.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(unsigned(exponent))),
        None => (bare, None),
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fits = if whole.is_empty() { bare.len() == text.len() && !fraction.is_empty() } else { digits(whole) };
    let exponent_fits = exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent));
    if !(fits && digits(fraction) && exponent_fits) {
        return None;
    }
    let number: f64 = bare.parse().ok()?;
    number.is_finite().then_some(Value::Float(sign * number))
}

/// Decimal digits without leading zeros.
fn decimal(digits: &str) -> Option<String> {
    if !all(digits, |byte| byte.is_ascii_digit()) {
        return None;
    }
    let short = digits.trim_start_matches('0');
    Some(if short.is_empty() { "0" } else { short }.to_owned())
}

/// Digits of another base in decimal; those beyond 128 bits as they are.
fn radix(digits: &str, base: u32) -> Option<String> {
    if !all(digits, |byte| char::from(byte).is_digit(base)) {
        return None;
    }
    Some(u128::from_str_radix(digits, base).map_or_else(|_| digits.to_owned(), |number| number.to_string()))
}

fn signed(minus: bool, digits: String) -> String {
    if minus && digits != "0" { format!("-{digits}") } else { digits }
}
