//! The header of a GGUF file: keys and values before the tensors, read with bounds from the bytes at hand.
//!
//! Format: the magic `GGUF`, a version (32 bits), counts of tensors and of keys (64 bits), then key, type and value in turn.
//! No number of the file is believed before that many bytes are seen to be there, and nothing is allocated by one.

use super::clue::{Clue, ClueKind};
use super::header::{Header, HeaderLicense, Sizes, quoted};
use crate::source::Place;
use crate::tree::HEAD_LIMIT;
use std::collections::{BTreeMap, BTreeSet};

/// Bytes that hold all keys of a header without the lists of its tokenizer, which come last.
const FIRST_READ: u64 = 64 << 10;
/// Most bytes of a value that are read; names, licenses and addresses are shorter.
const MOST_VALUE_BYTES: usize = 1_000;
/// Most base models that are read; a merge of many has a dozen.
const MOST_PARENTS: usize = 64;
/// Most arrays inside each other: none was seen, the format allows them.
const MOST_DEPTH: usize = 8;
/// Fewest bytes that a key takes: its length, its type, and one byte for a value.
const FEWEST_KEY_BYTES: u64 = 13;

/// The license: identifier, name and link.
const LICENSE: [&str; 3] = ["general.license", "general.license.name", HeaderLicense::LINK];
/// What the file was converted from; the misspelled one is as the first writers had it.
const SOURCES: [&str; 4] = [
    "general.source.url",
    "general.source.repo_url",
    "general.source.huggingface.repository",
    "general.source.hugginface.repository",
];
/// Other keys of which the value counts.
const OTHERS: [&str; 10] = [
    "general.architecture",
    "general.name",
    "general.basename",
    "general.finetune",
    "llama.embedding_length",
    "llama.block_count",
    "llama.feed_forward_length",
    "llama.attention.head_count",
    "llama.vocab_size",
    TOKENS,
];
/// A list as long as the vocabulary.
const TOKENS: &str = "tokenizer.ggml.tokens";

/// How many bytes of a file are needed, given those available: the function of [`crate::tree::ReadLimit::Head`].
pub(super) fn bytes_needed(bytes: &[u8]) -> u64 {
    if bytes.is_empty() {
        return FIRST_READ;
    }
    let mut reader = HeaderReader::new(bytes, u64::MAX);
    if matches!(reader.for_each_key(&mut |_, _| {}), Err(Stop::Cut)) { HEAD_LIMIT } else { 0 }
}

/// Whether bytes end among the words of a tokenizer: only such lists are so long, and keys with names and licenses come before them.
pub(super) fn is_cut_in_vocabulary(bytes: &[u8]) -> bool {
    let mut reader = HeaderReader::new(bytes, u64::MAX);
    matches!(reader.for_each_key(&mut |_, _| {}), Err(Stop::Cut)) && reader.key.starts_with("tokenizer.")
}

/// Reads a header from the first bytes of a file of `size` bytes. Missing bytes after them are no error.
pub(super) fn read(path: &str, bytes: &[u8], size: u64) -> Header {
    let mut found: BTreeMap<&str, Value<'_>> = BTreeMap::new();
    let mut twice = None;
    let mut reader = HeaderReader::new(bytes, size);
    let end = reader.for_each_key(&mut |key, value| {
        if is_read(key) {
            if found.contains_key(key) {
                twice = Some(format!("it has the key `{key}` twice"));
            } else {
                found.insert(key, value);
            }
        }
    });
    let broken = match end {
        Err(Stop::Broken(why)) => Some(why),
        // Only the lists of a tokenizer are that long.
        Err(Stop::Cut) if bytes.len() as u64 >= HEAD_LIMIT && !reader.key.starts_with("tokenizer.") => {
            Some(format!("its keys go on behind the first {} KiB, which are read", HEAD_LIMIT >> 10))
        }
        Ok(()) | Err(Stop::Cut) => twice,
    };
    let mut header = Values(found).header(path);
    header.broken = broken;
    header
}

/// The values that were found, by key.
struct Values<'b>(BTreeMap<&'b str, Value<'b>>);

impl Values<'_> {
    /// A text that is not empty, without blanks around it.
    fn text(&self, key: &str) -> Option<String> {
        let Some(Value::Text(bytes)) = self.0.get(key) else { return None };
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MOST_VALUE_BYTES)]).trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    fn number(&self, key: &str) -> Option<u64> {
        if let Some(Value::Number(number)) = self.0.get(key) { Some(*number) } else { None }
    }

    /// What the values say, where they say anything of lineage, license or shape.
    fn header(&self, path: &str) -> Header {
        let clue = |kind, id: String, quote| Clue { kind, id, quote: Some(quote), place: Place::file(path) };
        let of_field = |kind, key: &str, id: String| {
            let quote = quoted(key, &id);
            clue(kind, id, quote)
        };
        let mut header = Header::default();
        let numbers: BTreeSet<usize> =
            self.0.keys().filter_map(|key| base_model(key)).map(|(number, _)| number).collect();
        for number in numbers {
            let key = |field: &str| format!("general.base_model.{number}.{field}");
            let address = ["repo_url", "url"].iter().find_map(|field| Some((key(field), self.text(&key(field))?)));
            if let Some((key, address)) = address.filter(|(_, address)| leads_to_hub(address)) {
                header.clues.push(of_field(ClueKind::Header, &key, address));
                continue;
            }
            let Some(name) = self.text(&key("name")) else { continue };
            if name.matches('/').count() == 1 {
                header.clues.push(of_field(ClueKind::Header, &key("name"), name));
                continue;
            }
            // Writers make titles of identifiers: `Meta Llama`, `Llama 2 7b Hf`.
            let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join("-");
            let quote = quoted(&key("name"), &name);
            header.clues.push(match self.text(&key("organization")) {
                Some(owner) => {
                    let quote = format!("{}, {quote}", quoted(&key("organization"), &owner));
                    clue(ClueKind::HeaderName, format!("{}/{}", joined(&owner), joined(&name)), quote)
                }
                None => clue(ClueKind::HeaderName, joined(&name), quote),
            });
        }
        for key in SOURCES {
            let source = self.text(key).filter(|text| key.ends_with("repository") || leads_to_hub(text));
            header.clues.extend(source.map(|id| of_field(ClueKind::Source, key, id)));
        }
        header.clues.extend(self.name().map(|(key, name)| of_field(ClueKind::Name, key, name)));
        header.license = LICENSE.iter().filter_map(|&key| Some((key, self.text(key)?))).collect();
        // Other architectures have sizes of their own, by which no family is known.
        if self.text("general.architecture").as_deref() == Some("llama") {
            header.sizes = Sizes {
                hidden: self.number("llama.embedding_length"),
                layers: self.number("llama.block_count"),
                intermediate: self.number("llama.feed_forward_length"),
                heads: self.number("llama.attention.head_count"),
                vocabulary: self.number(TOKENS).or_else(|| self.number("llama.vocab_size")),
            };
        }
        header
    }

    /// The model's own name. Early converters wrote `LLaMA v2` for every model with a context of 4096.
    fn name(&self) -> Option<(&'static str, String)> {
        let name = self.text("general.name").map(|name| ("general.name", name));
        let base = || {
            let base = self.text("general.basename")?;
            let tune = self.text("general.finetune").map(|tune| format!("-{tune}")).unwrap_or_default();
            Some(("general.basename", base + &tune))
        };
        let is_own = |name: &str| !["llama v2", "llama"].iter().any(|guess| name.eq_ignore_ascii_case(guess));
        name.or_else(base).filter(|(_, name)| is_own(name))
    }
}

/// Whether the value of a key is read.
fn is_read(key: &str) -> bool {
    LICENSE.contains(&key) || SOURCES.contains(&key) || OTHERS.contains(&key) || base_model(key).is_some()
}

/// Number and field of a key such as `general.base_model.0.name`.
fn base_model(key: &str) -> Option<(usize, &str)> {
    let (number, field) = key.strip_prefix("general.base_model.")?.split_once('.')?;
    let number: usize = number.parse().ok().filter(|number| *number < MOST_PARENTS)?;
    matches!(field, "name" | "organization" | "version" | "repo_url" | "url").then_some((number, field))
}

fn leads_to_hub(text: &str) -> bool {
    ["huggingface.co/", "hf.co/"].iter().any(|host| text.contains(host))
}

/// Why the reading ends before the last key.
#[derive(Debug)]
enum Stop {
    /// The available bytes end here; the file goes on.
    Cut,
    /// The file is not as the format has it.
    Broken(String),
}

/// A value that may count.
#[derive(Debug, Clone, Copy)]
enum Value<'b> {
    Text(&'b [u8]),
    /// A number that is not negative, or the length of an array.
    Number(u64),
    Other,
}

struct HeaderReader<'b> {
    bytes: &'b [u8],
    at: usize,
    /// Bytes of the whole file.
    size: u64,
    is_big: bool,
    /// Lengths have 32 bits, as in version 1.
    is_narrow: bool,
    /// The key that was read last.
    key: &'b str,
}

impl<'b> HeaderReader<'b> {
    const fn new(bytes: &'b [u8], size: u64) -> Self {
        Self { bytes, at: 0, size, is_big: false, is_narrow: false, key: "" }
    }

    /// Calls `visit` with all keys and their values, in order. Keys that are not UTF-8 are skipped.
    fn for_each_key(&mut self, visit: &mut dyn FnMut(&'b str, Value<'b>)) -> Result<(), Stop> {
        if self.take(4)? != b"GGUF" {
            return Err(Stop::Broken("it does not begin as a GGUF file does".to_owned()));
        }
        let version = self.number(4)?;
        let swapped = u64::from(u32::try_from(version).unwrap_or_default().swap_bytes());
        self.is_big = version > 0xffff;
        let version = if self.is_big { swapped } else { version };
        self.is_narrow = version == 1;
        if !(1..=3).contains(&version) {
            return Err(Stop::Broken(format!("it has version {version} of the format, which the gate does not know")));
        }
        self.length()?;
        let count = self.length()?;
        if count > self.left() / FEWEST_KEY_BYTES {
            return Err(Stop::Broken(format!("it announces {count} keys, for which the file is too short")));
        }
        for _ in 0..count {
            let length = self.length()?;
            let key = std::str::from_utf8(self.take(length)?);
            self.key = key.unwrap_or_default();
            let kind = self.number(4)?;
            let array = if kind == ARRAY { Some((self.number(4)?, self.length()?)) } else { None };
            let value = match array {
                // Given before its items, which may lie after the bytes at hand.
                Some((_, count)) => Value::Number(count),
                None => self.value(kind)?,
            };
            if let Ok(key) = key {
                visit(key, value);
            }
            if let Some((kind, count)) = array {
                self.skip_items(kind, count, MOST_DEPTH)?;
            }
        }
        Ok(())
    }

    fn value(&mut self, kind: u64) -> Result<Value<'b>, Stop> {
        if kind == TEXT {
            let length = self.length()?;
            return self.take(length).map(Value::Text);
        }
        let Some(width) = width(kind) else {
            return Err(Stop::Broken(format!("it has a value of type {kind}, which the format does not have")));
        };
        let number = self.number(width)?;
        // Fractions and truth values count nothing, nor do signed numbers below zero.
        Ok(match kind {
            0 | 2 | 4 | 10 => Value::Number(number),
            1 | 3 | 5 | 11 if number >> (8 * width - 1) == 0 => Value::Number(number),
            _ => Value::Other,
        })
    }

    /// Skips the items of an array.
    fn skip_items(&mut self, kind: u64, count: u64, depth: usize) -> Result<(), Stop> {
        if let Some(width) = width(kind) {
            return self.take(count.saturating_mul(width)).map(|_| ());
        }
        for _ in 0..count {
            if kind != ARRAY {
                self.value(kind)?;
            } else if depth == 0 {
                return Err(Stop::Broken(format!("it has arrays in arrays, deeper than {MOST_DEPTH}")));
            } else {
                let (kind, count) = (self.number(4)?, self.length()?);
                self.skip_items(kind, count, depth - 1)?;
            }
        }
        Ok(())
    }

    /// A length or a count.
    fn length(&mut self) -> Result<u64, Stop> {
        self.number(if self.is_narrow { 4 } else { 8 })
    }

    /// A number of at most eight bytes.
    fn number(&mut self, width: u64) -> Result<u64, Stop> {
        let is_big = self.is_big;
        let bytes = self.take(width)?;
        let add = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
        Ok(if is_big { bytes.iter().fold(0, add) } else { bytes.iter().rev().fold(0, add) })
    }

    /// The next `count` bytes.
    fn take(&mut self, count: u64) -> Result<&'b [u8], Stop> {
        if count > self.left() {
            return Err(self.too_long(count));
        }
        let end = usize::try_from(count).ok().and_then(|count| self.at.checked_add(count));
        let taken = end.and_then(|end| self.bytes.get(self.at..end)).ok_or(Stop::Cut)?;
        self.at += taken.len();
        Ok(taken)
    }

    const fn left(&self) -> u64 {
        self.size.saturating_sub(self.at as u64)
    }

    fn too_long(&self, count: u64) -> Stop {
        Stop::Broken(format!("it ends at byte {}, and {count} more bytes are due at byte {}", self.size, self.at))
    }
}

/// The type of a text.
const TEXT: u64 = 8;
/// The type of an array.
const ARRAY: u64 = 9;

/// Bytes of a value of one of the types that have a fixed width.
const fn width(kind: u64) -> Option<u64> {
    match kind {
        0 | 1 | 7 => Some(1),
        2 | 3 => Some(2),
        4..=6 => Some(4),
        10..=12 => Some(8),
        _ => None,
    }
}
