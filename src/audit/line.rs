//! Reads one line of JSON Lines, `{"id", "card", "files": {path: text}}`, into the tree of files that it describes.

use crate::budget::{BEYOND, Budget, Exceeded, Meter, TREE};
use crate::model::files::read_limit;
use crate::render::one_line;
use crate::tree::{Entry, ReadLimit, Tree};
use crate::wording::shortened;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// Most bytes of a line, chosen; the longest card that is read has 10 MiB.
pub(crate) const LINE_LIMIT: usize = 64 << 20;

/// Most bytes of an id: the Hub's have at most 96 on each side of the slash.
const ID_LIMIT: usize = 1_000;

/// Most bytes of a path in `files`.
const PATH_LIMIT: usize = 4_096;

/// The path of `card` in the tree.
const CARD: &str = "README.md";

/// One model repository of the stream.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// What it is called, `owner/name` on the Hub.
    pub(crate) id: Option<String>,
    /// Its files.
    pub(crate) tree: Tree,
}

/// Reads one line, without its line end. The error is one sentence that says what is wrong with it.
pub(crate) fn read(line: &[u8]) -> Result<Record, String> {
    let text = std::str::from_utf8(line).map_err(|_| "it is not UTF-8".to_owned())?;
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = reader.deserialize_map(RecordVisitor).and_then(|record| reader.end().map(|()| record));
    read.map_err(|error| error_sentence(&error))
}

/// What kind of file this is instead, by its first bytes, where it is not JSON Lines.
pub(crate) fn other_format(start: &[u8]) -> Option<&'static str> {
    let formats: [(&[u8], &str); 4] = [
        (b"PAR1", "it is Parquet; docs/audit.md says how to stream it as JSON Lines"),
        (b"\x1f\x8b", "it is compressed with gzip: `zcat FILE | model-license-gate audit`"),
        (b"\x28\xb5\x2f\xfd", "it is compressed with Zstandard: `zstdcat FILE | model-license-gate audit`"),
        (b"---\n", "it is a model card, not JSON Lines: `model-license-gate check` checks one"),
    ];
    formats.iter().find(|(mark, _)| start.starts_with(mark)).map(|(_, message)| *message)
}

/// The message of the JSON reader; where in the line it stopped, but not the number of the line, which is always 1.
fn error_sentence(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.rsplit_once(" at line ") {
        Some((what, _)) if error.is_data() => what.to_owned(),
        Some((what, _)) => format!("it is not valid JSON: {what} at column {}", error.column()),
        None => message,
    }
}

/// The object of a line.
struct RecordVisitor;

impl<'de> Visitor<'de> for RecordVisitor {
    type Value = Record;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object with `card` or `files`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
        let mut record = Record::default();
        let (mut id, mut card, mut files) = (false, None, None);
        while let Some(Key(key)) = map.next_key()? {
            let twice = match key.as_ref() {
                "id" => std::mem::replace(&mut id, true),
                "card" => card.is_some(),
                "files" => files.is_some(),
                _ => false,
            };
            if twice {
                return Err(A::Error::custom(format_args!("`{key}` appears twice")));
            }
            match key.as_ref() {
                "id" => record.id = map.next_value()?,
                "card" => card = Some(map.next_value::<Option<String>>()?),
                "files" => files = Some(map.next_value_seed(FilesVisitor(TREE))?),
                _ => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        if record.id.as_ref().is_some_and(|id| id.len() > ID_LIMIT) {
            return Err(A::Error::custom(format_args!("`id` is longer than {ID_LIMIT} bytes")));
        }
        if card.is_none() && files.is_none() {
            return Err(A::Error::custom("it has neither `card` nor `files`"));
        }
        (record.tree.files, record.tree.exceeded) = files.unwrap_or_default();
        if let Some(card) = card.flatten() {
            let card = entry(CARD, Some(card));
            match record.tree.files.get(CARD) {
                Some(other) if *other != card => {
                    return Err(A::Error::custom("`card` and `files` hold two different texts of README.md"));
                }
                _ => _ = record.tree.files.insert(CARD.to_owned(), card),
            }
        }
        Ok(record)
    }
}

/// A key, borrowed from the line where it has no escapes.
#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// The object of `files`, read within a budget; `null` is an empty one.
struct FilesVisitor(Budget);

/// Files, and the bound that kept some of them out, or from being read.
type Files = (BTreeMap<String, Entry>, Option<Exceeded>);

impl<'de> DeserializeSeed<'de> for FilesVisitor {
    type Value = Files;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for FilesVisitor {
    type Value = Files;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object of paths and texts in `files`")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Files::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut files = BTreeMap::new();
        let mut meter = Meter::new(self.0);
        while let Some(Key(key)) = map.next_key()? {
            let path = path(&key).map_err(A::Error::custom)?;
            if !meter.list(&path, 1) {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            // What is not read is not kept either: weights count by their names.
            let entry = if is_read(&path) {
                match entry(&path, map.next_value()?) {
                    Entry::Read(bytes) if !meter.read(&path, bytes.len() as u64) => {
                        Entry::Unreadable(BEYOND.to_owned())
                    }
                    entry => entry,
                }
            } else {
                map.next_value::<IgnoredAny>()?;
                Entry::Unread { size: 0 }
            };
            if let Some(_twice) = files.insert(path, entry) {
                return Err(A::Error::custom(format_args!("`files` names {} twice", quoted(&key))));
            }
        }
        Ok((files, meter.exceeded()))
    }
}

/// Whether the text of a file matters: the gate reads it, or takes its own configuration from it.
fn is_read(path: &str) -> bool {
    read_limit(path).is_some() || crate::tree::CONFIGURATIONS.contains(&path)
}

/// A file with its text, or, without one, a file of which only the name is known.
fn entry(path: &str, text: Option<String>) -> Entry {
    let size = text.as_ref().map_or(0, |text| text.len() as u64);
    let limit = match read_limit(path) {
        Some(ReadLimit::Whole(limit)) => limit,
        // Weights are no text: they are known by name.
        Some(ReadLimit::Head(_)) => return Entry::Unread { size },
        None => crate::tree::CONFIGURATION_LIMIT,
    };
    match text {
        Some(_) if size > limit => Entry::TooLarge { size, limit },
        Some(text) => Entry::Read(text.into_bytes()),
        None => Entry::Unreadable("its text is not in the line".to_owned()),
    }
}

/// A path of `files` as the tree has it: from the root, `/` between the parts, no part that leads elsewhere.
fn path(given: &str) -> Result<String, String> {
    let parts: Vec<&str> = given.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    let wrong = match () {
        () if given.len() > PATH_LIMIT => "is longer than a path can be",
        () if given.starts_with('/') => "does not start at the root of the repository",
        () if parts.contains(&"..") => "leads out of the repository",
        () if parts.is_empty() => "is no path of a file",
        () if given.contains('\0') => "holds a NUL",
        () => return Ok(parts.join("/")),
    };
    Err(format!("{} in `files` {wrong}", quoted(given)))
}

/// A text of the line in a message: short, between back-ticks.
fn quoted(text: &str) -> String {
    format!("`{}`", one_line(&shortened(text, 80)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Bound;

    fn files(line: &str) -> Vec<(String, Entry)> {
        read(line.as_bytes()).map(|record| record.tree.files.into_iter().collect()).unwrap_or_default()
    }

    fn error(line: &[u8]) -> String {
        read(line).err().unwrap_or_default()
    }

    #[test]
    fn a_line_is_a_tree_of_files() {
        let read = |text: &str| Entry::Read(text.as_bytes().to_vec());
        let line = r#"{"likes":3,"id":"a/b","card":"x\ny","files":{"./LICENSE":"mit","w//model.safetensors":null,"code.py":"print()"}}"#;
        assert_eq!(
            files(line),
            [
                ("LICENSE".to_owned(), read("mit")),
                ("README.md".to_owned(), read("x\ny")),
                ("code.py".to_owned(), Entry::Unread { size: 0 }),
                ("w/model.safetensors".to_owned(), Entry::Unread { size: 0 }),
            ]
        );
        assert_eq!(super::read(line.as_bytes()).ok().and_then(|record| record.id).as_deref(), Some("a/b"));
        assert_eq!(files(r#"{"card":null,"files":null,"id":null}"#), []);
        assert_eq!(files(r#"{"card":"x","files":{"README.md":"x"}}"#), [("README.md".to_owned(), read("x"))]);
        let unknown = Entry::Unreadable("its text is not in the line".to_owned());
        assert_eq!(files(r#"{"files":{"LICENSE":null}}"#), [("LICENSE".to_owned(), unknown)]);
    }

    #[test]
    fn a_line_that_is_no_record_says_why() {
        for (line, message) in [
            (r#"{"id":"a"}"#, "it has neither `card` nor `files`"),
            (r#"["card"]"#, "invalid type: sequence, expected an object with `card` or `files`"),
            (r#"{"card":"x""#, "it is not valid JSON: EOF while parsing an object at column 11"),
            (r#"{"card":"x"} {}"#, "it is not valid JSON: trailing characters at column 14"),
            (r#"{"card":7}"#, "invalid type: integer `7`, expected a string"),
            (r#"{"card":"x","card":"y"}"#, "`card` appears twice"),
            (r#"{"files":[]}"#, "invalid type: sequence, expected an object of paths and texts in `files`"),
            (r#"{"files":{"../x":"y"}}"#, "`../x` in `files` leads out of the repository"),
            (
                r#"{"files":{"/etc/LICENSE":"y"}}"#,
                "`/etc/LICENSE` in `files` does not start at the root of the repository",
            ),
            (r#"{"files":{"./":"y"}}"#, "`./` in `files` is no path of a file"),
            (r#"{"files":{"LICENSE":"y","./LICENSE":"y"}}"#, "`files` names `./LICENSE` twice"),
            (r#"{"card":"x","files":{"README.md":"y"}}"#, "`card` and `files` hold two different texts of README.md"),
        ] {
            assert_eq!(error(line.as_bytes()), message, "{line}");
        }
        assert_eq!(error(b"{\"card\":\"\xff\"}"), "it is not UTF-8");
        assert!(error(br#"{"card":"\ud800"}"#).starts_with("it is not valid JSON: "));
    }

    #[test]
    fn what_a_budget_has_no_room_for_is_told() {
        let line = r#"{"LICENSE":"ab","NOTICE":"cd","COPYING":"e","x":"","y":""}"#;
        let budget = Budget { entries: 4, bytes: 3, ..TREE };
        let read = FilesVisitor(budget).deserialize(&mut serde_json::Deserializer::from_str(line));
        let (files, exceeded) = read.unwrap_or_default();
        assert_eq!(files.keys().collect::<Vec<_>>(), ["COPYING", "LICENSE", "NOTICE", "x"]);
        assert_eq!(files["NOTICE"], Entry::Unreadable(BEYOND.to_owned()));
        assert_eq!(exceeded, Some(Exceeded { bound: Bound::Bytes(3), path: "NOTICE".to_owned() }));
    }
}
