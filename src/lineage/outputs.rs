//! Models that were trained on outputs of a family: by the data sets that a card names, and by words that name the teacher.

use super::data::OUTPUTS;
use super::own_names::OwnNames;
use super::prefilter::BlockHints;
use super::reader::teachers;
use super::schema::DataSet;
use super::word_sets::{OF_NAME, OF_OUTPUT};
use crate::model::card::Card;
use crate::model::card::body::BlockKind;
use crate::source::Place;
use std::cell::LazyCell;
use std::collections::BTreeSet;

/// Something in a card which says that the model was trained on outputs of a family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TrainedOnOutputs {
    pub(crate) family: &'static str,
    pub(crate) place: Place,
    /// Identifier of the dataset, or the words that name the teacher.
    pub(crate) text: String,
    /// What is known of the dataset; nothing where words name the teacher.
    pub(crate) data_set: Option<&'static DataSet>,
}

/// Reads a card: its `datasets`, tags of datasets, and its text outside of tables and code, where that may name a family.
pub(crate) fn read(card: &Card, hints: &[BlockHints]) -> Vec<TrainedOnOutputs> {
    let mut found = Vec::new();
    let tagged = card.all_texts("tags").filter_map(|(tag, span)| Some((tag.strip_prefix("dataset:")?, span)));
    let goes_by = |set: &DataSet, id: &str| set.ids.iter().any(|known| known.eq_ignore_ascii_case(id));
    for (id, span) in card.all_texts("datasets").chain(tagged) {
        let Some(set) = OUTPUTS.iter().find(|set| goes_by(set, id.trim())) else { continue };
        for &family in set.families {
            let place = card.source.place(span);
            found.push(TrainedOnOutputs { family, place, text: id.to_owned(), data_set: Some(set) });
        }
    }
    let own = LazyCell::new(|| OwnNames::of(card.blocks(), &[]));
    let mut told = BTreeSet::new();
    for (block, hints) in card.blocks().iter().zip(hints) {
        let is_text = !matches!(block.kind, BlockKind::Code | BlockKind::Row | BlockKind::Heading(_));
        let teachers = (is_text && hints.has(OF_NAME) && hints.has(OF_OUTPUT)).then(|| teachers(block, &own));
        for (root, words) in teachers.into_iter().flatten() {
            // One sentence for each family is enough.
            if let Some(family) = root.family().filter(|family| told.insert(*family)) {
                let (place, text) = (card.source.place(block.origin_span(words)), words.of(&block.text).to_owned());
                found.push(TrainedOnOutputs { family, place, text, data_set: None });
            }
        }
    }
    found
}
