//! Models that were trained on outputs of a family: by the data sets that a card names, and by words that name the teacher.

use super::data::OUTPUTS;
use super::own_names::OwnNames;
use super::prefilter::BlockHints;
use super::reader::teachers;
use super::schema::DataSet;
use crate::model::card::Card;
use crate::model::card::body::{Block, BlockKind};
use crate::source::Place;

/// Something in a card which says that the model was trained on outputs of a family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TrainedOnOutputs {
    pub(crate) family: &'static str,
    pub(crate) place: Place,
    /// Identifier of the data set, or the words that name the teacher.
    pub(crate) text: String,
    /// What is known of the data set; nothing where words name the teacher.
    pub(crate) data_set: Option<&'static DataSet>,
}

/// Reads a card: its `datasets`, tags of data sets, and its text outside of tables and code, where that may name a family.
pub(crate) fn read(card: &Card, hints: &[BlockHints]) -> Vec<TrainedOnOutputs> {
    let mut found = Vec::new();
    let tagged = card.all_texts("tags").filter_map(|(tag, span)| Some((tag.strip_prefix("dataset:")?, span)));
    for (id, span) in card.all_texts("datasets").chain(tagged) {
        let Some(set) = OUTPUTS.data_sets.iter().find(|set| is_data_set(set, id)) else { continue };
        for &family in set.families {
            let place = card.source.place(span);
            found.push(TrainedOnOutputs { family, place, text: id.to_owned(), data_set: Some(set) });
        }
    }
    let own = OwnNames::of(card.blocks(), &[]);
    for (block, _) in card.blocks().iter().zip(hints).filter(|(_, hints)| hints.names && hints.outputs) {
        if !matches!(block.kind, BlockKind::Code | BlockKind::Row | BlockKind::Heading(_)) {
            add_teachers(block, card, &own, &mut found);
        }
    }
    found
}

/// Whether a data set goes by an identifier.
fn is_data_set(set: &DataSet, id: &str) -> bool {
    set.ids.iter().any(|known| known.eq_ignore_ascii_case(id.trim()))
}

/// Adds the teachers that a block names.
fn add_teachers(block: &Block, card: &Card, own: &OwnNames, found: &mut Vec<TrainedOnOutputs>) {
    for (root, words) in teachers(block, own) {
        // One sentence for each family is enough.
        let Some(family) = root.family() else { continue };
        if found.iter().any(|other| other.data_set.is_none() && other.family == family) {
            continue;
        }
        found.push(TrainedOnOutputs {
            family,
            place: card.source.place(block.origin_span(words)),
            text: words.of(&block.text).to_owned(),
            data_set: None,
        });
    }
}
