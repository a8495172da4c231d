//! What files of text that tools write say of a model's parents: adapter configurations, recipes, `config.json`, Modelfiles.

use super::clue::{Clue, ClueKind};
use super::fields::ToolFile;
use super::files::Role;
use super::header::Sizes;
use super::keys::KEYS;
use super::unread::Unread;
use super::{modelfile, recipe};
use crate::decode::decode;
use crate::reader_text::plainest;
use crate::source::{Source, Span};
use crate::yaml::{Document, Error, ErrorKind, Kind, Node, parse_documents, parse_json};

/// Most parts of a configuration that are searched for names of models.
const MOST_PARTS: usize = 64;

/// Reads a file that is not a card or weights. Of a license file, its encoding alone is looked at here.
pub(super) fn read(path: &str, role: Role, bytes: &[u8]) -> ToolFile {
    let mut file = ToolFile::default();
    if matches!(role, Role::Card | Role::OtherCard | Role::Weights) {
        return file;
    }
    let decoded = decode(bytes);
    file.unread.extend(Unread::encoding(path, &decoded));
    if role == Role::License {
        return file;
    }
    let source = Source::new(path, decoded.text.as_ref());
    match role {
        Role::Modelfile => modelfile::read(&source, &mut file),
        Role::Recipe => {
            let whole = Span::new(0, source.text.len());
            let (documents, error) = parse_documents(&source.text, whole);
            for document in &documents {
                recipe::read(document, &source, &mut file);
            }
            // What programs make YAML from, such as templates, is no recipe, unless only our bounds keep us from reading it.
            if let Some(error) = error
                && (error.kind != ErrorKind::Syntax || recipe::is_recipe(path, &source.text))
            {
                recipe::read_lines(&source, whole, &mut file);
                file.unread.push(fault(&source, "YAML", &error));
            }
        }
        _ => {
            let (document, error) = parse_json(&source.text);
            if role == Role::Adapter {
                adapter(&document, &source, &mut file);
            } else {
                config(&document, &source, &mut file);
            }
            file.unread.extend(error.map(|error| fault(&source, "JSON as Python reads it", &error)));
        }
    }
    file
}

fn fault(source: &Source, format: &str, error: &Error) -> Unread {
    let why = format!("it is not {format}: {}", error.message);
    Unread::part(source.place(error.span), why)
}

/// `adapter_config.json`: the base model, also under a key that only a person takes for the one that PEFT reads.
fn adapter(document: &Document, source: &Source, file: &mut ToolFile) {
    const KEY: &str = "base_model_name_or_path";
    let root = document.root();
    if !matches!(root.kind, Kind::Mapping(_)) && !document.empty {
        file.unread.push(Unread::part(source.place(root.span), format!("it is not an object with a `{KEY}`")));
    }
    for pair in document.pairs(root) {
        let Some(key) = document.resolve(pair.key).scalar().map(|scalar| plainest(&scalar.value)) else { continue };
        let letters = key.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase());
        if letters.eq(KEY.chars().filter(|c| *c != '_')) {
            file.add_value(document, source, (pair.value, KEY), ClueKind::Adapter);
        }
    }
}

/// `config.json`: where training started, and the shape of the weights.
fn config(document: &Document, source: &Source, file: &mut ToolFile) {
    let root = document.root();
    add_parts(document, source, root, file);
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
        file.clues.push(Clue { kind, id: shape.to_string(), quote: None, place });
    }
}

/// Adds the models that a configuration names, for the whole and for its parts: `text_config`, a list of experts, at any depth. Parts for
/// images and sound are models of their own next to the language model.
fn add_parts(document: &Document, source: &Source, root: &Node, file: &mut ToolFile) {
    let mut waiting = vec![root];
    for _ in 0..MOST_PARTS {
        let Some(part) = waiting.pop() else { break };
        for key in KEYS.config_parents {
            file.add_field(document, source, (part, key), ClueKind::Config);
        }
        let is_text = |key: &Node| {
            document.string(key).is_none_or(|(key, _)| !KEYS.other_parts.iter().any(|word| key.contains(word)))
        };
        let parts = document.pairs(part).filter(|pair| is_text(pair.key)).map(|pair| pair.value);
        let parts = document.items(part).chain(parts).filter(|part| part.scalar().is_none());
        waiting.extend(parts.take(MOST_PARTS));
    }
}

#[cfg(test)]
mod tests {
    use super::{Role, read};

    #[test]
    fn a_configuration_names_models_in_parts_and_in_lists_of_parts() {
        let read = |text: &str| {
            let file = read("config.json", Role::Config, text.as_bytes());
            file.clues.into_iter().map(|clue| clue.id).collect::<Vec<_>>()
        };
        for (text, ids) in [
            (r#"{"_name_or_path": "a/b"}"#, &["a/b"][..]),
            (r#"{"text_config": {"_name_or_path": "a/b"}}"#, &["a/b"]),
            (r#"{"experts": [{"_name_or_path": "a/b"}, "x", [{"_name_or_path": "c/d"}]]}"#, &["c/d", "a/b"]),
            (r#"{"vision_config": [{"_name_or_path": "a/b"}], "list": ["a/b"]}"#, &[]),
        ] {
            assert_eq!(read(text), ids, "{text}");
        }
    }

    #[test]
    fn an_adapter_names_its_base_model_under_any_key_that_reads_alike() {
        let read = |text: &str| {
            let file = read("adapter_config.json", Role::Adapter, text.as_bytes());
            (file.clues.into_iter().map(|clue| clue.id).collect::<Vec<_>>(), file.unread.len())
        };
        for key in [
            "base_model_name_or_path",
            "BASE_MODEL_NAME_OR_PATH",
            "baseModelNameOrPath",
            " base-model-name-or\u{200b}_path",
        ] {
            assert_eq!(read(&format!("{{\"{key}\": \"a/b\"}}")), (vec!["a/b".to_owned()], 0), "{key}");
        }
        for text in ["{\"base_model_class\": \"a/b\"}", "{}"] {
            assert_eq!(read(text), (Vec::new(), 0), "{text}");
        }
        for text in ["[{\"base_model_name_or_path\": \"a/b\"}]", "\"a/b\"", "7"] {
            assert_eq!(read(text), (Vec::new(), 1), "{text}");
        }
    }
}
