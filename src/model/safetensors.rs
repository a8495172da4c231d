//! The header of a safetensors file: metadata, and names and shapes of tensors, read from the bytes at hand.
//!
//! Format: the length of the header (64 bits, little endian), then the header as JSON: `__metadata__` with texts, and tensors by
//! their names. The JSON is read as a stream, so that all before a cut or a fault counts.

use super::clue::{Clue, ClueKind};
use super::header::{Header, Sizes, quoted};
use crate::source::Place;
use crate::tree::HEAD_LIMIT;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, de::Error};
use std::fmt::{self, Formatter};

/// Bytes before the JSON, which hold its length.
const LENGTH_BYTES: usize = 8;
/// Bytes that are read first: as many as a pointer of Git LFS has at most.
const FIRST_READ: u64 = 1_024;
/// The longest header that the format's own library reads, in bytes.
const MOST_HEADER_BYTES: u64 = 100_000_000;
/// Most bytes of a value that are read; names, licenses and addresses are shorter.
const MOST_VALUE_BYTES: usize = 1_000;
/// Width of an attention head in all models whose shape shows a family; the header does not say how many heads there are.
const HEAD_WIDTH: u64 = 128;
/// More layers than any model has.
const MOST_LAYERS: u64 = 10_000;

/// Metadata that trainers write of the model they start from.
const PARENTS: [&str; 3] = ["base_model", "base_model_name_or_path", "ss_sd_model_name"];
/// Metadata with the license.
const LICENSE: [&str; 2] = ["modelspec.license", "license"];
/// Metadata with the model's own name.
const NAME: &str = "modelspec.title";

/// How many bytes of a file are needed, given those available: the function of [`crate::tree::ReadLimit::Head`].
pub(super) fn bytes_needed(bytes: &[u8]) -> u64 {
    let length = bytes.first_chunk::<LENGTH_BYTES>().map(|length| u64::from_le_bytes(*length));
    match length {
        None => FIRST_READ,
        // What is no header is not read on.
        Some(length) if length > MOST_HEADER_BYTES => 0,
        Some(length) => length + LENGTH_BYTES as u64,
    }
}

/// Reads a header from the first bytes of a file of `size` bytes. Missing bytes after them are no error.
pub(super) fn read(path: &str, bytes: &[u8], size: u64) -> Header {
    let mut contents = Contents::default();
    let broken = scan(bytes, size, &mut contents).err();
    let mut header = Header { broken, ..Header::default() };
    let clue = |kind, key: &str, id: &str| {
        let quote = Some(quoted(key, id));
        Clue { kind, id: id.to_owned(), quote, place: Place::file(path) }
    };
    for (key, value) in &contents.metadata {
        if PARENTS.contains(key) {
            header.clues.push(clue(ClueKind::Header, key, value));
        } else if *key == NAME {
            header.clues.push(clue(ClueKind::Name, key, value));
        } else {
            header.license.push((key, value.clone()));
        }
    }
    header.sizes = contents.sizes();
    header
}

/// Goes through the JSON; says why it is broken.
fn scan(bytes: &[u8], size: u64, contents: &mut Contents) -> Result<(), String> {
    let Some((length, json)) = bytes.split_first_chunk::<LENGTH_BYTES>() else {
        return Err("it ends before the length of its header".to_owned());
    };
    let length = u64::from_le_bytes(*length);
    let left = size.saturating_sub(LENGTH_BYTES as u64);
    if length > left.min(MOST_HEADER_BYTES) {
        return Err(format!("it announces a header of {length} bytes, and the file has {size}"));
    }
    let whole = usize::try_from(length).ok().and_then(|length| json.get(..length));
    if !json.starts_with(b"{") {
        return Err("its header is not JSON".to_owned());
    }
    let mut json = serde_json::Deserializer::from_slice(whole.unwrap_or(json));
    let read =
        HeaderSeed(contents).deserialize(&mut json).and_then(|()| if whole.is_some() { json.end() } else { Ok(()) });
    match read {
        Err(error) if error.is_eof() && whole.is_none() => {
            contents.is_cut = true;
            // The format's own library writes them first.
            if contents.has_metadata || (bytes.len() as u64) < HEAD_LIMIT {
                Ok(())
            } else {
                Err(format!("its metadata is not within the first {} KiB, the part that is read", HEAD_LIMIT >> 10))
            }
        }
        Err(error) => Err(format!("its header is not as the format has it: {error}")),
        Ok(()) => Ok(()),
    }
}

/// What the header holds that counts, as far as it was read.
#[derive(Default)]
struct Contents {
    metadata: Vec<(&'static str, String)>,
    /// Rows and columns of the tables that show sizes.
    embedding: Option<(u64, u64)>,
    gate: Option<(u64, u64)>,
    query: Option<(u64, u64)>,
    layers: u64,
    has_metadata: bool,
    is_cut: bool,
}

impl Contents {
    /// Adds a value; the error is a key that appears twice.
    fn add_metadata(&mut self, key: &'static str, value: &str) -> Result<(), &'static str> {
        let value = value[..value.floor_char_boundary(MOST_VALUE_BYTES)].trim();
        if self.metadata.iter().any(|(known, _)| *known == key) {
            return Err(key);
        }
        if !value.is_empty() {
            self.metadata.push((key, value.to_owned()));
        }
        Ok(())
    }

    /// Takes the sizes from the shape of a tensor.
    fn add_tensor(&mut self, name: &str, shape: &[u64]) {
        let name = name.strip_prefix("language_model.").unwrap_or(name);
        let Some(name) = name.strip_prefix("model.") else { return };
        let table = if let [rows, columns] = *shape { Some((rows, columns)) } else { None };
        if name == "embed_tokens.weight" {
            self.embedding = table;
        }
        let Some((number, part)) = name.strip_prefix("layers.").and_then(|rest| rest.split_once('.')) else { return };
        let Some(number) = number.parse::<u64>().ok().filter(|number| *number < MOST_LAYERS) else { return };
        self.layers = self.layers.max(number + 1);
        match part {
            "mlp.gate_proj.weight" => self.gate = table,
            "self_attn.q_proj.weight" => self.query = table,
            _ => {}
        }
    }

    /// Sizes of whole tables; those of packed, quantized ones fit nothing and are left out.
    fn sizes(&self) -> Sizes {
        let tables = [self.embedding, self.gate, self.query].into_iter().flatten();
        let hidden = tables.map(|(_, columns)| columns).find(|columns| *columns >= HEAD_WIDTH);
        let rows = |table: Option<(u64, u64)>| table.filter(|(_, columns)| Some(*columns) == hidden);
        if self.is_cut {
            return Sizes::default();
        }
        Sizes {
            hidden,
            layers: Some(self.layers).filter(|layers| *layers > 0),
            intermediate: rows(self.gate).map(|(rows, _)| rows),
            heads: rows(self.query).map(|(rows, _)| rows / HEAD_WIDTH),
            vocabulary: rows(self.embedding).map(|(rows, _)| rows),
        }
    }
}

#[derive(Deserialize)]
struct Tensor {
    #[serde(default)]
    shape: Vec<u64>,
}

/// The header as a whole.
struct HeaderSeed<'s>(&'s mut Contents);

impl<'de> DeserializeSeed<'de> for HeaderSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for HeaderSeed<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("tensors by their names")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            if name == "__metadata__" {
                map.next_value_seed(MetadataSeed(&mut *self.0))?;
                self.0.has_metadata = true;
            } else {
                let tensor: Tensor = map.next_value()?;
                self.0.add_tensor(&name, &tensor.shape);
            }
        }
        Ok(())
    }
}

/// The value of `__metadata__`.
struct MetadataSeed<'s>(&'s mut Contents);

impl<'de> DeserializeSeed<'de> for MetadataSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for MetadataSeed<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("texts by their names")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let Some(key) = PARENTS.into_iter().chain(LICENSE).chain([NAME]).find(|known| *known == key) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value: String = map.next_value()?;
            let twice = |key| A::Error::custom(format!("`{key}` appears twice"));
            self.0.add_metadata(key, &value).map_err(twice)?;
        }
        Ok(())
    }
}
