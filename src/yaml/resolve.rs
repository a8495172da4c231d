//! What a scalar becomes for the Hub's Python client and for its site.

mod js;
mod number;
mod python;
mod timestamp;

pub use js::js;
pub use python::python;
use std::borrow::Cow;

/// What a reader makes of a scalar.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'s> {
    /// Nothing, `~` or `null`.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number: its decimal digits with `-` before them where it is negative. Beyond 128 bits a number that is
    /// not written in decimal digits is left as it is written.
    Int(String),
    /// Another number, infinity or not a number.
    Float(f64),
    /// A date or a time, as written.
    Date(&'s str),
    /// A text.
    String(&'s str),
    /// Bytes, as `!!binary` writes them.
    Binary(&'s str),
}

impl Value<'_> {
    /// A text that is the same for values that are one key in Python: `1`, `1.0` and `true` are.
    pub fn key(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => format!("number {}", u8::from(*value)),
            Self::Int(digits) => format!("number {digits}"),
            Self::Float(value) => format!("number {value}"),
            Self::Date(text) => format!("date {text}"),
            Self::String(text) => format!("text {text}"),
            Self::Binary(text) => format!("bytes {text}"),
        }
    }

    /// What a person calls it, such as `the number 2`.
    pub fn what(&self) -> String {
        match self {
            Self::Null => "nothing".to_owned(),
            Self::Bool(true) => "true".to_owned(),
            Self::Bool(false) => "false".to_owned(),
            Self::Int(digits) => format!("the number {digits}"),
            Self::Float(value) => format!("the number {value}"),
            Self::Date(text) => format!("the date {text}"),
            Self::String(text) => format!("the text `{text}`"),
            Self::Binary(_) => "bytes".to_owned(),
        }
    }
}

/// Why a reader refuses a scalar, as a part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub Cow<'static, str>);

impl Refusal {
    const fn new(message: &'static str) -> Self {
        Self(Cow::Borrowed(message))
    }
}

/// The name behind `!!`, such as `str`.
pub(super) fn core_tag(name: &str) -> Option<&str> {
    name.strip_prefix("tag:yaml.org,2002:")
}
