//! Headers of weights: what all those of one model say together.

use super::shape::Shape;
use super::{Model, Parent, ParentKind, files, gguf, safetensors};
use crate::source::Place;
use std::collections::BTreeMap;

/// What the header of one file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// Parents and names.
    pub(super) parents: Vec<Parent>,
    /// The license that it names: key and value.
    pub(super) license: Vec<(&'static str, String)>,
    /// What it says of the shape.
    pub(super) sizes: Sizes,
    /// Why it cannot be read on; what stands before counts.
    pub(super) broken: Option<String>,
}

/// Sizes of the weights, as far as one file tells them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sizes {
    pub(super) hidden: Option<u64>,
    pub(super) layers: Option<u64>,
    pub(super) intermediate: Option<u64>,
    pub(super) heads: Option<u64>,
    pub(super) vocabulary: Option<u64>,
}

/// The license that the header of a weights file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderLicense {
    /// The file.
    pub place: Place,
    /// Keys with their values, such as `general.license` and `llama2`; the identifier first, then name and link.
    pub fields: Vec<(&'static str, String)>,
}

impl HeaderLicense {
    /// The key whose value is an address.
    pub const LINK: &'static str = "general.license.link";
}

impl Sizes {
    /// What two shards of one model say together.
    fn with(self, other: Self) -> Self {
        Self {
            hidden: self.hidden.or(other.hidden),
            layers: self.layers.max(other.layers),
            intermediate: self.intermediate.or(other.intermediate),
            heads: self.heads.or(other.heads),
            vocabulary: self.vocabulary.or(other.vocabulary),
        }
    }

    /// The shape, if all of it is told.
    fn shape(self) -> Option<Shape> {
        Some(Shape { hidden: self.hidden?, layers: self.layers?, intermediate: self.intermediate?, heads: self.heads? })
    }
}

/// A header's words as evidence shows them.
pub(super) fn said(key: &str, value: &str) -> String {
    format!("`{key}` = {value}")
}

/// Adds what the headers of a model's weights say: path, first bytes, and size of each file. Quantisations of one model have
/// the same header, which counts once.
pub(super) fn add(model: &mut Model, heads: &[(&str, &[u8], u64)]) {
    let mut shards: BTreeMap<(&str, usize), (&str, usize, Sizes)> = BTreeMap::new();
    for &(path, bytes, size) in heads {
        // A pointer of Git LFS stands for weights that are elsewhere; an empty file is a place kept for them.
        if size == 0 || files::is_lfs_pointer(bytes) {
            continue;
        }
        let is_gguf = path.to_ascii_lowercase().ends_with(".gguf");
        let header = if is_gguf { gguf::read(path, bytes, size) } else { safetensors::read(path, bytes, size) };
        for parent in header.parents {
            add_parent(model, parent);
        }
        if !header.license.is_empty() && model.header_licenses.iter().all(|other| other.fields != header.license) {
            model.header_licenses.push(HeaderLicense { place: Place::file(path), fields: header.license });
        }
        if let Some(why) = header.broken {
            model.broken_headers.push((path.to_owned(), why));
        }
        match shard(path) {
            Some(key) => {
                let (_, count, sizes) = shards.entry(key).or_insert((path, 0, Sizes::default()));
                *count += 1;
                *sizes = sizes.with(header.sizes);
            }
            None => add_shape(model, path, header.sizes),
        }
    }
    for ((_, total), (path, count, sizes)) in shards {
        // Without all of its shards, a model has fewer layers than it seems.
        if count == total {
            add_shape(model, path, sizes);
        }
    }
}

fn add_shape(model: &mut Model, path: &str, sizes: Sizes) {
    let Some(shape) = sizes.shape() else { return };
    let kind = ParentKind::Shape(shape, sizes.vocabulary);
    let id = shape.to_string();
    // `config.json` says the same with a line.
    if model.parents.iter().all(|parent| parent.kind != kind) {
        let said = format!("header: {id}");
        model.parents.push(Parent { kind, id, said: Some(said), place: Place::file(path) });
    }
}

fn add_parent(model: &mut Model, parent: Parent) {
    let is_new = |other: &Parent| other.kind != parent.kind || other.id != parent.id || other.said != parent.said;
    if model.parents.iter().all(is_new) {
        model.parents.push(parent);
    }
}

/// The name before `-00001-of-00003`, and how many shards there are.
fn shard(path: &str) -> Option<(&str, usize)> {
    let (stem, _) = path.rsplit_once('.')?;
    let (before, total) = stem.rsplit_once("-of-")?;
    let (name, number) = before.rsplit_once('-')?;
    let is_number = |text: &str| text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(number) && is_number(total)).then(|| Some((name, total.parse().ok()?)))?
}

#[cfg(test)]
mod tests {
    use super::shard;

    #[test]
    fn shards_by_their_names() {
        assert_eq!(shard("a/model-00001-of-00003.safetensors"), Some(("a/model", 3)));
        assert_eq!(shard("x-of-y-00002-of-00002.gguf"), Some(("x-of-y", 2)));
        for path in ["model.safetensors", "model-1-of-3.safetensors", "-of-.gguf", "a-0000é-of-00001.gguf"] {
            assert_eq!(shard(path), None, "{path}");
        }
    }
}
