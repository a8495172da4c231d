//! Fills a type of Rust from a tree: no text is parsed a second time, and every error has its place.

use super::js_yaml;
use super::plain_words::{choice, no_such_key, plain, written};
use super::tree::{Document, Kind, Node, Style};
use super::value::Value;
use crate::source::Span;
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, Expected, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use std::cell::Cell;
use std::fmt;

/// Most steps, chosen: one for each value and each of its bytes. Aliases can unfold a short text without end.
const MOST_STEPS: usize = 4 << 20;

/// Why a tree is not a value of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Misfit {
    /// The innermost value of another type.
    pub(crate) span: Option<Span>,
    /// Where it is among keys and lists, such as `exceptions[0].rule`; empty for the whole document.
    path: String,
    /// One plain sentence without a full stop.
    message: String,
}

/// The document as a value of a type. Scalars are those of YAML 1.2; a text may be without quotes, whatever it looks like. Where
/// nothing is written, a list or a mapping is empty. Tags are not looked at.
pub(crate) fn from_document<T: DeserializeOwned>(document: &Document) -> Result<T, Misfit> {
    let left = Cell::new(MOST_STEPS);
    T::deserialize(Place { document, node: document.root(), left: &left })
}

/// A node that is to become a value.
#[derive(Clone, Copy)]
struct Place<'d> {
    document: &'d Document,
    /// Never an alias.
    node: &'d Node,
    /// Steps that are left.
    left: &'d Cell<usize>,
}

impl<'d> Place<'d> {
    fn take_steps(self) -> Result<(), Misfit> {
        let steps = 1 + self.node.scalar().map_or(0, |scalar| scalar.value.len());
        let left = self.left.get().checked_sub(steps);
        self.left.set(left.ok_or_else(|| Misfit::custom("aliases unfold to more than is read"))?);
        Ok(())
    }

    /// The type of a scalar without quotes, or else its text.
    fn value(self) -> Option<Value<'d>> {
        js_yaml::value(self.node).or_else(|| Some(Value::String(&self.node.scalar()?.value)))
    }

    /// Whether nothing is where a value could be.
    fn is_unwritten(self) -> bool {
        self.node.scalar().is_some_and(|scalar| scalar.value.is_empty() && scalar.style == Style::Plain)
    }

    fn list<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let items: Vec<&Node> = self.document.items(self.node).collect();
        visitor.visit_seq(Items { place: self, items: items.into_iter().enumerate() })
    }

    fn mapping<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if let Some(twice) = self.document.duplicates(self.node).first() {
            let key = self.document.resolve(twice.again.key).scalar().map_or("", |scalar| scalar.value.as_str());
            return Err(Misfit::custom(format!("the key `{key}` appears twice")).at(twice.again.key));
        }
        let pairs: Vec<_> = self.document.pairs(self.node).map(|entry| (entry.key, entry.value)).collect();
        visitor.visit_map(Pairs { place: self, pairs: pairs.into_iter(), value: None })
    }

    fn misfit(self, visitor: &impl Visitor<'d>) -> Misfit {
        let found = match (&self.node.kind, self.value()) {
            (Kind::Sequence(_), _) => Unexpected::Seq,
            (Kind::Mapping(_), _) => Unexpected::Map,
            (_, Some(Value::Bool(value))) => Unexpected::Bool(value),
            (_, Some(Value::Float(number))) => Unexpected::Float(number),
            (_, Some(Value::String(text) | Value::Date(text))) => Unexpected::Str(text),
            (_, Some(Value::Int(number))) => match i64::try_from(number) {
                Ok(number) => Unexpected::Signed(number),
                Err(_) => Unexpected::Other("a large number"),
            },
            (_, Some(Value::Null) | None) => Unexpected::Unit,
        };
        Misfit::invalid_type(found, visitor)
    }
}

impl<'d> Deserializer<'d> for Place<'d> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.take_steps()?;
        match (&self.node.kind, self.value()) {
            (Kind::Sequence(_), _) => self.list(visitor),
            (Kind::Mapping(_), _) => self.mapping(visitor),
            (_, Some(Value::Bool(value))) => visitor.visit_bool(value),
            (_, Some(Value::Int(number))) => match i64::try_from(number) {
                Ok(number) => visitor.visit_i64(number),
                Err(_) => visitor.visit_i128(number),
            },
            (_, Some(Value::Float(number))) => visitor.visit_f64(number),
            (_, Some(Value::String(text) | Value::Date(text))) => visitor.visit_borrowed_str(text),
            (_, Some(Value::Null) | None) => visitor.visit_unit(),
        }
        .map_err(|error| error.at(self.node))
    }

    fn deserialize_str<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.take_steps()?;
        match self.node.scalar() {
            Some(scalar) => visitor.visit_borrowed_str(&scalar.value),
            None => Err(self.misfit(&visitor)),
        }
        .map_err(|error| error.at(self.node))
    }

    fn deserialize_string<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if matches!(self.value(), Some(Value::Null)) { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.take_steps()?;
        match self.node.kind {
            Kind::Sequence(_) => self.list(visitor),
            _ if self.is_unwritten() => self.list(visitor),
            _ => Err(self.misfit(&visitor)),
        }
        .map_err(|error| error.at(self.node))
    }

    fn deserialize_map<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.take_steps()?;
        match self.node.kind {
            Kind::Mapping(_) => self.mapping(visitor),
            _ if self.is_unwritten() => self.mapping(visitor),
            _ => Err(self.misfit(&visitor)),
        }
        .map_err(|error| error.at(self.node))
    }

    fn deserialize_struct<V: Visitor<'d>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_map(visitor)
    }

    /// A variant is the text that names it.
    fn deserialize_enum<V: Visitor<'d>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.take_steps()?;
        match self.node.scalar() {
            Some(scalar) => visitor.visit_enum(StrDeserializer::new(&scalar.value)),
            None => Err(self.misfit(&visitor)),
        }
        .map_err(|error| error.at(self.node))
    }

    forward_to_deserialize_any! {
        <V: Visitor<'d>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct newtype_struct tuple tuple_struct
        ignored_any
    }
}

/// The items of a list, with their numbers.
struct Items<'d> {
    place: Place<'d>,
    items: std::iter::Enumerate<std::vec::IntoIter<&'d Node>>,
}

impl<'d> SeqAccess<'d> for Items<'d> {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'d>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        let Some((number, node)) = self.items.next() else { return Ok(None) };
        seed.deserialize(Place { node, ..self.place }).map(Some).map_err(|error| error.below(&format!("[{number}]")))
    }
}

/// The pairs of a mapping. Between key and value, `value` holds both nodes.
struct Pairs<'d> {
    place: Place<'d>,
    pairs: std::vec::IntoIter<(&'d Node, &'d Node)>,
    value: Option<(&'d Node, &'d Node)>,
}

impl<'d> MapAccess<'d> for Pairs<'d> {
    type Error = Misfit;

    fn next_key_seed<T: DeserializeSeed<'d>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        let Some((written, value)) = self.pairs.next() else { return Ok(None) };
        let key = self.place.document.resolve(written);
        self.value = Some((key, value));
        seed.deserialize(Place { node: key, ..self.place }).map(Some).map_err(|error| error.at(written))
    }

    fn next_value_seed<T: DeserializeSeed<'d>>(&mut self, seed: T) -> Result<T::Value, Misfit> {
        let Some((key, node)) = self.value.take() else { return Err(Misfit::custom("a value has no key")) };
        let key = key.scalar().map_or("", |scalar| scalar.value.as_str());
        seed.deserialize(Place { node, ..self.place }).map_err(|error| error.below(key))
    }
}

impl Misfit {
    /// The same, at a node unless a place inside of it is known.
    fn at(mut self, node: &Node) -> Self {
        self.span = self.span.or(Some(node.span));
        self
    }

    /// The same, inside an entry of a mapping or of a list.
    fn below(mut self, entry: &str) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{entry}{dot}{}", self.path);
        self
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(out, "{}: ", self.path)?;
        }
        out.write_str(&self.message)
    }
}

impl std::error::Error for Misfit {}

impl serde::de::Error for Misfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { span: None, path: String::new(), message: message.to_string() }
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format!("expected {}, found {}", plain(&expected.to_string()), written(found)))
    }

    fn unknown_variant(variant: &str, known: &'static [&'static str]) -> Self {
        Self::custom(format!("expected {}, found `{variant}`", choice(known)))
    }

    fn unknown_field(field: &str, known: &'static [&'static str]) -> Self {
        Self::custom(no_such_key(field, known))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::custom(format!("the key `{field}` is missing"))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops where it finds something wrong")]
mod tests {
    use super::from_document;
    use crate::source::Span;
    use crate::yaml::parse;
    use serde::Deserialize;
    use std::collections::BTreeMap;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
    struct Shape {
        flag: bool,
        choice: Choice,
        choices: BTreeMap<String, Choice>,
        texts: Vec<String>,
        text: Option<String>,
        parts: Vec<Part>,
    }

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Choice {
        #[default]
        Off,
        UpTo,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Part {
        name: String,
        number: Option<u8>,
    }

    fn read(text: &str) -> Result<Shape, String> {
        let document = parse(text, Span::new(0, text.len())).unwrap();
        from_document(&document).map_err(|misfit| {
            format!("{} | {misfit}", misfit.span.map_or("nowhere", |span| span.of(text)).lines().next().unwrap_or(""))
        })
    }

    #[test]
    fn another_reader_takes_the_same_from_the_same_text() {
        for text in [
            "flag: true\nchoice: up-to\n",
            "flag: TRUE\nchoice: 'off'\nchoices: {a: off, 'b': \"up-to\", 7: off}\n",
            "flag: yes\n",
            "flag: 'true'\n",
            "choice: on\n",
            "choice: [off]\n",
            "choice:\n",
            "choices:\ntexts:\nparts:\ntext:\n",
            "choices: null\n",
            "texts: ~\n",
            "text: null\n",
            "text: 'null'\n",
            "text: ''\n",
            "text: 2027-01-31\n",
            "texts: [1, 1e3, null, true, 2027-01-31, x, '', |-\n  ]\n",
            "texts:\n- 1\n- 0x1f\n- >-\n  a\n  b\n- ~\n-\n",
            "texts: x\n",
            "texts: {a: b}\n",
            "texts: [[a]]\n",
            "texts: [{a: b}]\n",
            "text: [a]\n",
            "text: {a: b}\n",
            "parts:\n- name: a\n  number: 255\n- {name: b, number: 0x1f}\n- {name: c, number: }\n",
            "parts: [{name: a, number: 256}]\n",
            "parts: [{name: a, number: -1}]\n",
            "parts: [{name: a, number: '1'}]\n",
            "parts: [{number: 1}]\n",
            "parts: [{name: a, other: 1}]\n",
            "parts: [a]\n",
            "parts: [[a, 1]]\n",
            "parts: {name: a}\n",
            "[a]\n",
            "text\n",
            "? [a]\n: b\n",
            "1: a\n",
            "other: 1\n",
            "text: &a x\ntexts: [*a, *a]\nparts: [&p {name: *a}, *p]\n",
            "texts: &l [a, b]\nparts: []\nchoices: {}\n",
            "<<: {text: a}\n",
            "text: !!str 1\n",
            "{}\n",
        ] {
            let Ok(document) = parse(text, Span::new(0, text.len())) else { continue };
            let ours: Result<Shape, _> = from_document(&document);
            let theirs: Result<Shape, _> = serde_yaml::from_str(text);
            match (ours, theirs) {
                (Ok(ours), Ok(theirs)) => assert_eq!(ours, theirs, "{text}"),
                (Err(_), Err(_)) => {}
                (ours, theirs) => panic!("{text}: {ours:?}\n{theirs:?}"),
            }
        }
    }

    #[test]
    fn errors_say_where() {
        for (text, wanted) in [
            ("flag: yes", "yes | flag: expected `true` or `false`, found `yes`"),
            ("parts:\n- name: a\n- nmae: b", "nmae | parts[1]: there is no key `nmae`; did you mean `name`?"),
            ("parts:\n- number: 2", "number: 2 | parts[0]: the key `name` is missing"),
            ("parts: [{name: [a]}]", "[a] | parts[0].name: expected a text, found a list"),
            ("choices: {a: on}", "on | choices.a: expected `off` or `up-to`, found `on`"),
            ("choices: {a: off, a: off}", "a | choices: the key `a` appears twice"),
            ("text: a\ntext: b", "text | the key `text` appears twice"),
            ("[]", "[] | expected keys with values, found a list"),
        ] {
            assert_eq!(read(text).unwrap_err(), wanted);
        }
    }

    #[test]
    fn aliases_unfold_within_bounds() {
        let long = format!("texts: [&a {}{}]", "x".repeat(100_000), ", *a".repeat(100_000));
        assert!(read(&long).unwrap_err().ends_with("aliases unfold to more than is read"));
        for endless in ["parts: &a [*a]", "texts: &a [*a]", "text: &a [*a]", "&a {choices: *a}", "&a {parts: [*a]}"] {
            read(endless).unwrap_err();
        }
    }
}
