//! Recipes of mergekit and axolotl: the models that a merge or a training starts from.

use super::clue::{Clue, ClueKind};
use super::fields::{ToolFile, values};
use super::unread::Unread;
use crate::source::{Source, Span, lines_with_starts};
use crate::yaml::{Document, Kind, Node, parse_documents};

/// Keys of which a recipe has at least one.
const MARKS: [&str; 8] =
    ["merge_method", "models", "slices", "modules", "experts", "base_model", "base_model_config", PEFT_KEY];

/// The key of PEFT, whose configuration a card may show.
const PEFT_KEY: &str = "base_model_name_or_path";

/// Words of recipes that hardly another file has.
const WORDS: [&str; 4] = ["merge_method", "base_model", "source_model", "slices:"];

/// Keys with a model that are looked for where a text is no YAML.
const MODEL_KEYS: [&str; 3] = ["base_model", "model", "source_model"];

/// Most models that are read line by line.
const MOST_LINES: usize = 1_000;

/// What a recipe in a text says; the text may be a code block of a card.
pub(crate) fn recipe_in(source: &Source, block: Span) -> Vec<Clue> {
    let (documents, error) = parse_documents(&source.text, block);
    let mut file = ToolFile::default();
    for document in &documents {
        read(document, source, &mut file);
    }
    if error.is_some() && speaks_of_a_recipe(block.of(&source.text)) {
        read_lines(source, block, &mut file);
    }
    file.clues
}

/// mergekit: `models[].model`, `slices[].sources[].model`, `experts[].source_model`, the same in each of `modules`, `base_model`;
/// axolotl: `base_model`.
pub(super) fn read(document: &Document, source: &Source, file: &mut ToolFile) {
    let root = document.root();
    if !MARKS.iter().any(|key| document.get(root, key).is_some()) {
        return;
    }
    for key in ["base_model", PEFT_KEY] {
        file.add_field(document, source, (root, key), ClueKind::Recipe);
    }
    // Configurations of other programs list names under `models` as well.
    let is_merge = document.get(root, "merge_method").is_some();
    let modules = values(document, root, "modules").into_iter().flat_map(|modules| document.pairs(modules));
    for part in std::iter::once(root).chain(modules.map(|module| module.value)) {
        add_members(document, source, (part, is_merge), file);
    }
}

/// Adds the members of a merge, or of one module of it.
fn add_members(document: &Document, source: &Source, (part, is_merge): (&Node, bool), file: &mut ToolFile) {
    for key in ["models", "slices", "experts"].into_iter().filter(|_| is_merge) {
        for value in values(document, part, key).into_iter().filter(|value| matches!(value.kind, Kind::Mapping(_))) {
            let why = format!("what its `{key}` holds is not a list of models");
            file.unread.push(Unread::part(source.place(value.span), why));
        }
    }
    let listed = |mapping, key| values(document, mapping, key).into_iter().flat_map(|list| document.items(list));
    let slices = listed(part, "slices").flat_map(|slice| listed(slice, "sources"));
    let members = ["models", "experts"].into_iter().flat_map(|key| listed(part, key)).chain(slices);
    for member in members {
        let keys = ["model", "source_model"];
        let is_named =
            matches!(member.kind, Kind::Mapping(_)) && keys.iter().any(|key| !values(document, member, key).is_empty());
        if is_named {
            for key in keys {
                file.add_field(document, source, (member, key), ClueKind::Recipe);
            }
        } else if is_merge {
            file.add_value(document, source, (member, "models"), ClueKind::Recipe);
        }
    }
}

/// Whether a file of YAML is a recipe, by its name or its words.
pub(super) fn is_recipe(path: &str, text: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    ["mergekit", "axolotl"].iter().any(|tool| name.contains(tool)) || speaks_of_a_recipe(text)
}

fn speaks_of_a_recipe(text: &str) -> bool {
    WORDS.iter().any(|word| text.contains(word))
}

/// Reads the lines of a text that is not YAML: of `base_model: owner/name` or `- model: owner/name`, what is not known yet.
pub(super) fn read_lines(source: &Source, block: Span, file: &mut ToolFile) {
    for (at, line) in lines_with_starts(block.of(&source.text)) {
        let bare = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '{' | '"' | '\'' | '?'));
        let Some(key) = MODEL_KEYS.iter().find(|key| bare.starts_with(**key)) else { continue };
        let value = bare[key.len()..].trim_start_matches(['"', '\'', ' ', '\t']).strip_prefix(':').unwrap_or_default();
        let value = value.split(" #").next().unwrap_or_default();
        let id = value.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '}'));
        if !id.is_empty() && file.clues.iter().all(|known| known.id != id) && file.clues.len() < MOST_LINES {
            let place = source.place(source.line_span(source.line_of(block.start + at)));
            file.clues.push(Clue { kind: ClueKind::Recipe, id: id.to_owned(), quote: None, place });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_recipe, recipe_in};
    use crate::source::{Source, Span};

    fn read(text: &str) -> Vec<String> {
        let source = Source::new("mergekit.yml", text);
        recipe_in(&source, Span::new(0, text.len())).into_iter().map(|clue| clue.id).collect()
    }

    #[test]
    fn members_of_merges() {
        for (text, ids) in [
            ("base_model: a/b\n", &["a/b"][..]),
            ("{\"peft_type\": \"LORA\", \"base_model_name_or_path\": \"a/b\"}\n", &["a/b"]),
            ("merge_method: x\nmodels:\n- model: a/b\n- model: c/d+e/f\n", &["a/b", "c/d", "e/f"]),
            ("merge_method: x\nmodels:\n- model:\n    model:\n      path: a/b\n", &["a/b"]),
            ("merge_method: x\nmodels: [a/b, {path: c/d}]\n", &["a/b", "c/d"]),
            ("slices:\n- sources:\n  - model: a/b\n    layer_range: [0, 1]\n", &["a/b"]),
            ("merge_method: x\nmodules:\n  text:\n    slices:\n    - sources:\n      - model: a/b\n", &["a/b"]),
            ("experts:\n- source_model: a/b\n  positive_prompts: [x]\n", &["a/b"]),
            ("x: 1\n---\nbase_model: a/b\n---\nmerge_method: x\nmodels:\n- model: c/d\n", &["a/b", "c/d"]),
            ("models: [gpt, {name: x}]\n", &[]),
            ("base_model: !x a/b\nx: !y [1]\n", &["a/b"]),
            // Faulty YAML: before the fault it counts as YAML, and all of it line by line.
            ("models:\n- model: a/b\nx: [\nbase_model: c/d # e\n", &["a/b", "c/d"]),
            ("merge_method: x\n\tmodels:\n\t- \"model\": 'a/b',\n", &["a/b"]),
        ] {
            assert_eq!(read(text), ids, "{text}");
        }
    }

    #[test]
    fn recipes_by_name_and_words() {
        assert!(is_recipe("a/mergekit_config.yml", "") && is_recipe("config.yml", "merge_method: x"));
        assert!(!is_recipe("merge/config.yml", "{{ template }}"));
    }
}
