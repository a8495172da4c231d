//! What the code in a card loads and merges: a single model that is loaded is the model itself. `lineage/usage.yml` has the words.

use super::data::USAGE;
use super::fact::{Root, Statement};
use super::known::{look_up, root_of_id};
use super::names::{family_of_name, is_of_owner, is_spelled_as_hub_id, name_in};
use super::words::span_in;
use crate::model::card::body::Block;
use crate::report::EvidenceKind;
use crate::source::Span;

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
    found.filter_map(|(kind, root)| Some(Statement::new(kind, root?, Some(id), *span))).collect()
}

/// Whether a block of code holds settings or text, by its language.
pub(crate) fn is_text(block: &Block) -> bool {
    USAGE.texts.contains(&language(block))
}

/// Whether a block of code may show a recipe.
pub(crate) fn may_be_recipe(block: &Block) -> bool {
    USAGE.recipe_languages.contains(&language(block)) && has(&block.text, USAGE.recipe_keys)
}

fn language(block: &Block) -> &str {
    block.language().split([' ', ',']).next().unwrap_or_default()
}

/// Identifiers that the code of a card loads as a model.
pub(crate) fn loaded_models(block: &Block) -> Vec<(String, Span)> {
    quoted_ids(block, USAGE.loaders, USAGE.not_models).map(|(id, span)| (id.to_owned(), span)).collect()
}

/// The model onto which code loads an adapter: "`PeftModel.from_pretrained`" next to one base model.
pub(crate) fn base_of_adapter(block: &Block) -> Option<Statement> {
    let is_sure = |root: Root, id: &str| look_up(id).is_some() || root.family().is_some_and(|key| is_of_owner(key, id));
    let mut found = None::<Statement>;
    for (id, span) in quoted_ids(block, USAGE.bases, USAGE.not_bases).filter(|_| has(&block.text, USAGE.adapters)) {
        let root = root_of_id(id).filter(|root| is_sure(*root, id))?;
        if found.as_ref().is_some_and(|other| other.root != root) {
            return None;
        }
        found = Some(Statement::new(EvidenceKind::AdapterUsage, root, Some(id), span));
    }
    found
}

/// Models that commands in a code block merge.
pub(crate) fn merge_members(block: &Block) -> Vec<Statement> {
    let is_edge = |c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\'' | '=' | '(' | ')' | ',' | '`' | ':');
    let mut found = Vec::new();
    let lines = block.text.lines().filter(|line| line.len() < TOO_LONG_FOR_COMMAND && has(line, USAGE.merges));
    for word in lines.flat_map(|line| line.split(is_edge)) {
        let id = word.split('+').next().unwrap_or_default();
        if let Some(root) = Some(id).filter(|id| is_spelled_as_hub_id(id)).and_then(root_of_id) {
            let span = block.origin_span(span_in(&block.text, id));
            found.push(Statement::new(EvidenceKind::Recipe, root, Some(id), span));
        }
    }
    found.truncate(MOST_MEMBERS);
    found
}

fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// The first quoted identifier of each line that has one of some words, and none of others.
fn quoted_ids<'b>(block: &'b Block, words: &[&str], not: &[&str]) -> impl Iterator<Item = (&'b str, Span)> {
    block.text.lines().filter_map(move |line| {
        // An identifier has a slash.
        memchr::memchr(b'/', line.as_bytes()).filter(|_| has(line, words) && !has(line, not))?;
        let id = line.split(['"', '\'']).skip(1).step_by(2).find(|text| is_spelled_as_hub_id(text))?;
        Some((id, block.origin_span(span_in(&block.text, id))))
    })
}
