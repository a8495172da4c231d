//! Parents that files written by tools name: adapter configurations, recipes, `config.json`, and headers of weights.

use super::files::Role;
use super::modelfile;
use super::shape::Shape;
use crate::decode::decode;
use crate::source::{Place, Source, Span};
use crate::yaml::{self, Document, Node};

/// Where a parent is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParentKind {
    /// `base_model_name_or_path` of an adapter.
    Adapter,
    /// A member of a merge, or the base model of a training recipe.
    Recipe,
    /// `_name_or_path` of `config.json`: the folder or model that training started from.
    Config,
    /// A base model in the header of weights.
    Header,
    /// A base model in the header of weights, by its name.
    HeaderName,
    /// What the header of weights says that they were converted from.
    Source,
    /// The model's own name in the header of its weights.
    Name,
    /// `FROM` of a Modelfile.
    Modelfile,
    /// The shape of the weights.
    Shape(Shape, Option<u64>),
}

/// A parent that a file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parent {
    /// By which kind of file.
    pub kind: ParentKind,
    /// An identifier of the Hub, or a path on somebody's disk.
    pub id: String,
    /// The words that say it, where the place cannot show them or `id` is made of them.
    pub said: Option<String>,
    /// Where.
    pub place: Place,
}

/// The parents that a file names; none where it cannot be read. JSON is read as the YAML that it also is, for its places.
pub(super) fn read(path: &str, role: Role, bytes: &[u8]) -> Vec<Parent> {
    if role == Role::Modelfile {
        return modelfile::parents(path, bytes);
    }
    if !matches!(role, Role::Adapter | Role::Config | Role::Recipe) {
        return Vec::new();
    }
    let source = Source::new(path, decode(bytes).text.as_ref());
    let whole = Span::new(0, source.text.len());
    let Ok(document) = yaml::parse(&source.text, whole) else {
        return Vec::new();
    };
    let root = document.root();
    match role {
        Role::Adapter => field(&document, &source, root, "base_model_name_or_path", ParentKind::Adapter),
        Role::Config => config(&document, &source),
        _ => recipe(&document, &source),
    }
}

/// The parents of a recipe in a text, which may be a code block of a card.
pub(crate) fn recipe_in(source: &Source, block: Span) -> Vec<Parent> {
    match yaml::parse(&source.text, block) {
        Ok(document) => recipe(&document, source),
        Err(_) => Vec::new(),
    }
}

fn field(document: &Document, source: &Source, mapping: &Node, key: &str, kind: ParentKind) -> Vec<Parent> {
    let Some(entry) = document.get(mapping, key) else { return Vec::new() };
    let texts = document.strings(entry.value).into_iter();
    texts.map(|(id, span)| Parent { kind, id, said: None, place: source.place(span) }).collect()
}

/// mergekit: `models[].model`, `slices[].sources[].model`, `experts[].source_model`, `base_model`; axolotl: `base_model`.
fn recipe(document: &Document, source: &Source) -> Vec<Parent> {
    let root = document.root();
    let is_recipe = ["merge_method", "models", "slices", "experts", "base_model", "base_model_config"];
    if !is_recipe.iter().any(|key| document.get(root, key).is_some()) {
        return Vec::new();
    }
    let mut found = field(document, source, root, "base_model", ParentKind::Recipe);
    let mut members: Vec<&Node> = Vec::new();
    for key in ["models", "experts"] {
        members.extend(document.get(root, key).into_iter().flat_map(|entry| document.items(entry.value)));
    }
    for slice in document.get(root, "slices").into_iter().flat_map(|entry| document.items(entry.value)) {
        members.extend(document.get(slice, "sources").into_iter().flat_map(|entry| document.items(entry.value)));
    }
    for member in members {
        for key in ["model", "source_model"] {
            found.extend(field(document, source, member, key, ParentKind::Recipe));
        }
    }
    for parent in &mut found {
        // mergekit writes `model+lora` for a model with an adapter on top.
        parent.id = parent.id.split('+').next().unwrap_or_default().trim().to_owned();
    }
    found
}

fn config(document: &Document, source: &Source) -> Vec<Parent> {
    let root = document.root();
    let mut found = field(document, source, root, "_name_or_path", ParentKind::Config);
    let number = |key: &str| {
        let entry = document.get(root, key)?;
        entry.value.scalar()?.value.parse::<u64>().ok()
    };
    let shape = (|| {
        Some(Shape {
            hidden: number("hidden_size")?,
            layers: number("num_hidden_layers")?,
            intermediate: number("intermediate_size")?,
            heads: number("num_attention_heads")?,
        })
    })();
    if let (Some(shape), Some(entry)) = (shape, document.get(root, "hidden_size")) {
        let place = source.place(Span::new(entry.key.span.start, entry.value.span.end));
        let kind = ParentKind::Shape(shape, number("vocab_size"));
        found.push(Parent { kind, id: shape.to_string(), said: None, place });
    }
    found
}
