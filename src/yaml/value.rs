//! The types that readers of YAML give to a scalar.

/// What a reader makes of a scalar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Value<'s> {
    /// Nothing, `~` or `null`.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// Another number, infinity or not a number.
    Float(f64),
    /// A date or a time, as written.
    Date(&'s str),
    /// A text.
    String(&'s str),
}

impl Value<'_> {
    /// In words, for messages, such as `the number 2`.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Null => "nothing".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Int(number) => format!("the number {number}"),
            Self::Float(number) => format!("the number {number}"),
            Self::Date(text) => format!("the date {text}"),
            Self::String(text) => format!("the text `{text}`"),
        }
    }
}

/// Whether plain text is `2024-01-02`, or such a date with a time; either reader takes it for a date then.
pub(super) fn is_date(text: &str) -> bool {
    let (date, time) = match text.find(['T', 't', ' ', '\t']) {
        Some(end) => (&text[..end], Some(text[end + 1..].trim_start_matches([' ', '\t']))),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let mut number = |lengths: std::ops::RangeInclusive<usize>| {
        parts.next().is_some_and(|part| lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    // Without a time, month and day have two digits.
    let least = if time.is_none() { 2 } else { 1 };
    let is_day = number(4..=4) && number(least..=2) && number(least..=2) && parts.next().is_none();
    let is_time = |time: &str| {
        let is_sign = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | '+' | '-' | 'Z' | ' ' | '\t');
        time.starts_with(|c: char| c.is_ascii_digit()) && time.matches(':').count() >= 2 && time.chars().all(is_sign)
    };
    is_day && time.is_none_or(is_time)
}
