//! What the code in a card loads and merges: a single model that is loaded is the model itself.

use super::data::weight;
use super::fact::{Statement, Subject};
use super::hub_id::{is_spelled_as_hub_id, name_in};
use super::known::{look_up, root_of_id};
use super::names::{family_of_name, is_of_owner};
use super::root::Root;
use crate::model::card::body::Block;
use crate::report::EvidenceKind;
use crate::source::{Span, lines_with_starts};

/// Most members of a merge that are read from commands.
const MOST_MEMBERS: usize = 16;
/// More bytes than a line with a command has.
const TOO_LONG_FOR_COMMAND: usize = 2_000;

/// A single model that all usage code loads is the model itself: gives the family of its name, and that of the table of known models.
pub(crate) fn single_model(mut ids: Vec<(String, Span)>) -> Vec<Statement> {
    ids.sort();
    ids.dedup_by(|later, first| later.0 == first.0);
    let [(id, span)] = ids.as_slice() else { return Vec::new() };
    let by_name = family_of_name(name_in(id));
    if by_name.is_some_and(|key| is_of_owner(key, id)) {
        return Vec::new(); // A program that loads the base model is not a derivative of it.
    }
    let known = look_up(id).map(|known| known.root);
    let found = [(EvidenceKind::UsageKnown, known), (EvidenceKind::Usage, by_name.map(Root::Family))].into_iter();
    let statement =
        |kind, root| Statement { kind, root, id: Some(id.clone()), subject: Subject::This, pattern: weight(kind).id, is_opening: false, span: *span, words: *span };
    found.filter_map(|(kind, root)| Some(statement(kind, root?))).collect()
}

/// Identifiers that the code of a card loads as a model.
pub(crate) fn loaded_models(block: &Block) -> Vec<(String, Span)> {
    const LOADERS: [&str; 8] =
        ["from_pretrained(", "LLM(", "pipeline(", "model_id", "model_name", "model_path", "model =", "repo_id"];
    let mut found = Vec::new();
    for (start, line) in lines_with_starts(&block.text) {
        // An identifier is quoted and has a slash.
        if memchr::memchr(b'/', line.as_bytes()).is_some()
            && LOADERS.iter().any(|loader| line.contains(loader))
            && !line.contains("okenizer")
            && !line.contains("rocessor")
        {
            for quote in ['"', '\''] {
                let id = line.split(quote).skip(1).step_by(2).find(|text| is_spelled_as_hub_id(text));
                if let Some(id) = id {
                    let at = start + line.find(id).unwrap_or_default();
                    found.push((id.to_owned(), block.origin_span(Span::new(at, at + id.len()))));
                }
            }
        }
    }
    found
}

/// The model onto which code loads an adapter: "`PeftModel.from_pretrained`" beside one base model.
pub(crate) fn base_of_adapter(block: &Block) -> Option<Statement> {
    if !block.text.contains("PeftModel") && !block.text.contains("load_adapter(") {
        return None;
    }
    let mut found = None::<Statement>;
    for (start, line) in lines_with_starts(&block.text) {
        let quoted = || line.split(['"', '\'']).skip(1).step_by(2).find(|text| is_spelled_as_hub_id(text));
        let loads = ["from_pretrained(", "base", "model_name", "model_id"].iter().any(|word| line.contains(word));
        let is_other = ["PeftModel", "PeftConfig", "load_adapter", "okenizer", "rocessor"];
        if let Some(id) =
            Some(line).filter(|_| loads && !is_other.iter().any(|word| line.contains(word))).and_then(|_| quoted())
        {
            let is_sure = |root: &Root| look_up(id).is_some() || root.family().is_some_and(|key| is_of_owner(key, id));
            let root = root_of_id(id).filter(is_sure)?;
            if found.as_ref().is_some_and(|other| other.root != root) {
                return None;
            }
            let at = start + line.find(id).unwrap_or_default();
            found = Some(parent(EvidenceKind::AdapterUsage, root, id, block, at));
        }
    }
    found
}

/// Models that commands in a code block merge.
pub(crate) fn merge_members(block: &Block) -> Vec<Statement> {
    const MERGES: [&str; 4] = ["merge", "slerp", "Merge", "MERGE"];
    let mut found = Vec::new();
    if !MERGES.iter().any(|word| block.text.contains(word)) {
        return found;
    }
    for (start, line) in lines_with_starts(&block.text) {
        let is_merge = line.len() < TOO_LONG_FOR_COMMAND && MERGES.iter().any(|word| line.contains(word));
        for (at, _) in line.match_indices('/').filter(|_| is_merge) {
            if found.len() >= MOST_MEMBERS {
                return found;
            }
            let is_edge =
                |c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\'' | '=' | '(' | ')' | ',' | '`' | ':');
            let from = line[..at].rfind(is_edge).map_or(0, |edge| edge + 1);
            let to = line[at..].find(is_edge).map_or(line.len(), |edge| at + edge);
            let id = line[from..to].split('+').next().unwrap_or_default();
            if let Some(root) = Some(id).filter(|id| is_spelled_as_hub_id(id)).and_then(root_of_id) {
                found.push(parent(EvidenceKind::Recipe, root, id, block, start + from));
            }
        }
    }
    found
}

/// A parent that code names at a byte of its block.
fn parent(kind: EvidenceKind, root: Root, id: &str, block: &Block, at: usize) -> Statement {
    let span = block.origin_span(Span::new(at, at + id.len()));
    Statement { kind, root, id: Some(id.to_owned()), subject: Subject::This, pattern: weight(kind).id, is_opening: false, span, words: span }
}
