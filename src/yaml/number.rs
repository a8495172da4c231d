//! Numbers without quotes. The two readers write them differently: `1_000`, `1:30` and `017` are whole numbers to `PyYAML`
//! alone, `1e3` and `0o17` are numbers to `js-yaml` alone.

use super::value::Value;

/// The number that `PyYAML` reads, by the expressions of its `resolver.py`.
pub(super) fn pyyaml_number(text: &str) -> Option<Value<'static>> {
    let (sign, digits) = signed(text);
    if let Some(special) = not_finite(text) {
        return Some(special);
    }
    if let Some((_, fraction)) = digits.split_once('.') {
        // An exponent needs a sign.
        let exponent = fraction.split_once(['e', 'E']).map(|(_, exponent)| exponent);
        let fits = exponent.is_none_or(|exponent| exponent.starts_with(['-', '+']));
        return if fits { float(text, &digits.replace('_', "")) } else { None };
    }
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let digits = digits.replace('_', "");
    let number = if let Some(bits) = digits.strip_prefix("0b") {
        radix(bits, 2)
    } else if let Some(hex) = digits.strip_prefix("0x") {
        radix(hex, 16)
    } else if digits.len() > 1 && digits.starts_with('0') {
        radix(&digits, 8)
    } else {
        let mut parts = digits.split(':');
        let first = radix(parts.next()?, 10)?;
        // `1:30` is written in base 60.
        parts.try_fold(first, |sum, part| {
            let part = radix(part, 10).filter(|_| part.len() <= 2).filter(|part| *part < 60)?;
            sum.checked_mul(60)?.checked_add(part)
        })
    };
    number.map(|number| Value::Int(sign * number))
}

/// The number that `js-yaml` 4 reads.
pub(super) fn js_yaml_number(text: &str) -> Option<Value<'static>> {
    let (sign, digits) = signed(text);
    let number = match digits.get(..2) {
        Some("0b") => radix(&digits[2..], 2),
        Some("0o") => radix(&digits[2..], 8),
        Some("0x") => radix(&digits[2..], 16),
        _ => radix(digits, 10),
    };
    number.map(|number| Value::Int(sign * number)).or_else(|| not_finite(text)).or_else(|| float(text, digits))
}

/// The sign of a number, 1 or -1, and what follows it.
fn signed(text: &str) -> (i128, &str) {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    (sign, text.strip_prefix(['-', '+']).unwrap_or(text))
}

/// Digits of a base; `None` where there is none, or more than 128 bits have room for.
fn radix(digits: &str, base: u32) -> Option<i128> {
    let is_number = digits.starts_with(|c: char| c.is_digit(base));
    i128::from_str_radix(digits, base).ok().filter(|_| is_number)
}

fn not_finite(text: &str) -> Option<Value<'static>> {
    match text {
        ".nan" | ".NaN" | ".NAN" => Some(Value::Float(f64::NAN)),
        "-.inf" | "-.Inf" | "-.INF" => Some(Value::Float(f64::NEG_INFINITY)),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Some(Value::Float(f64::INFINITY)),
        _ => None,
    }
}

/// A number with a fraction or an exponent, from its digits without a sign. A fraction without a whole part takes no sign.
fn float(text: &str, digits: &str) -> Option<Value<'static>> {
    let is_signed = text.starts_with(['-', '+']);
    let is_number =
        digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'-' | b'+'))
            && digits.starts_with(|c: char| c.is_ascii_digit() || c == '.' && !is_signed);
    let number: f64 = digits.parse().ok().filter(|_| is_number)?;
    Some(Value::Float(if text.starts_with('-') { -number } else { number }))
}
