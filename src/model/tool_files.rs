//! What files of text that tools write say of a model's parents: adapter configurations, recipes, `config.json`, Modelfiles.

use super::clue::{Clue, ClueKind};
use super::files::Role;
use super::header::Sizes;
use super::modelfile;
use crate::decode::decode;
use crate::source::{Source, Span};
use crate::yaml::{self, Document, Node};

/// What a file says; nothing where it cannot be read. JSON is read as the YAML that it also is, for its places.
pub(super) fn read(path: &str, role: Role, bytes: &[u8]) -> Vec<Clue> {
    if role == Role::Modelfile {
        return modelfile::clues(path, bytes);
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
        Role::Adapter => field(&document, &source, root, "base_model_name_or_path", ClueKind::Adapter),
        Role::Config => config(&document, &source),
        _ => recipe(&document, &source),
    }
}

/// What a recipe in a text says; the text may be a code block of a card.
pub(crate) fn recipe_in(source: &Source, block: Span) -> Vec<Clue> {
    match yaml::parse(&source.text, block) {
        Ok(document) => recipe(&document, source),
        Err(_) => Vec::new(),
    }
}

/// A clue for each text under a key of a mapping.
fn field(document: &Document, source: &Source, mapping: &Node, key: &str, kind: ClueKind) -> Vec<Clue> {
    let Some(entry) = document.get(mapping, key) else { return Vec::new() };
    let texts = document.strings(entry.value);
    texts.map(|(id, span)| Clue { kind, id: id.to_owned(), quote: None, place: source.place(span) }).collect()
}

/// mergekit: `models[].model`, `slices[].sources[].model`, `experts[].source_model`, `base_model`; axolotl: `base_model`.
fn recipe(document: &Document, source: &Source) -> Vec<Clue> {
    let root = document.root();
    let is_recipe = ["merge_method", "models", "slices", "experts", "base_model", "base_model_config"];
    if !is_recipe.iter().any(|key| document.get(root, key).is_some()) {
        return Vec::new();
    }
    let mut found = field(document, source, root, "base_model", ClueKind::Recipe);
    let mut members: Vec<&Node> = Vec::new();
    for key in ["models", "experts"] {
        members.extend(document.get(root, key).into_iter().flat_map(|entry| document.items(entry.value)));
    }
    for slice in document.get(root, "slices").into_iter().flat_map(|entry| document.items(entry.value)) {
        members.extend(document.get(slice, "sources").into_iter().flat_map(|entry| document.items(entry.value)));
    }
    for member in members {
        for key in ["model", "source_model"] {
            found.extend(field(document, source, member, key, ClueKind::Recipe));
        }
    }
    for clue in &mut found {
        // mergekit writes `model+lora` for a model with an adapter on top.
        clue.id = clue.id.split('+').next().unwrap_or_default().trim().to_owned();
    }
    found
}

/// `config.json`: where training started, and the shape of the weights.
fn config(document: &Document, source: &Source) -> Vec<Clue> {
    let root = document.root();
    let mut found = field(document, source, root, "_name_or_path", ClueKind::Config);
    let number = |key: &str| {
        let entry = document.get(root, key)?;
        entry.value.scalar()?.value.parse::<u64>().ok()
    };
    let sizes = Sizes {
        hidden: number("hidden_size"),
        layers: number("num_hidden_layers"),
        intermediate: number("intermediate_size"),
        heads: number("num_attention_heads"),
        vocabulary: number("vocab_size"),
    };
    if let (Some(shape), Some(entry)) = (sizes.shape(), document.get(root, "hidden_size")) {
        let place = source.place(Span::new(entry.key.span.start, entry.value.span.end));
        let kind = ClueKind::Shape(shape, sizes.vocabulary);
        found.push(Clue { kind, id: shape.to_string(), quote: None, place });
    }
    found
}
