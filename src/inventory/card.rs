//! What a card says of its model.

use super::bound::Bound;
use super::metrics;
use crate::model::card::Card;
use crate::model::card::body::{Block, BlockKind};
use crate::report::inventory::{About, Named};

/// Fewest characters that are no link in a paragraph that describes a model, chosen: fewer are badges and menus.
const LEAST_DESCRIPTION: usize = 20;

pub(super) fn about(card: &Card, bound: &mut Bound) -> About {
    let text = |key: &str| card.text(key).map(|(text, _)| text.to_owned());
    let mut list = |what, key| bound.take(what, card.texts(key)).into_iter().map(|(text, _)| text.to_owned()).collect();
    let (languages, tags) = (list("languages", "language"), list("tags", "tags"));
    let named = |(name, span): (&str, _)| Named { name: name.to_owned(), place: card.source.place(span) };
    let version = card.field("version").and_then(|entry| entry.value.scalar());
    About {
        version: version.map(|version| version.value.clone()),
        description: card.blocks().iter().find(|block| describes(block)).map(|block| block.text.trim().to_owned()),
        task: text("pipeline_tag"),
        library: text("library_name"),
        relation: text("base_model_relation"),
        license_name: text("license_name"),
        license_link: text("license_link"),
        languages,
        tags,
        datasets: bound.take("datasets", card.texts("datasets")).into_iter().map(named).collect(),
        metrics: bound.take("metrics", card.document.iter().flat_map(metrics::read)),
        ..About::default()
    }
}

fn describes(block: &Block) -> bool {
    let linked: usize = block.links().iter().map(|link| link.span.of(&block.text).chars().count()).sum();
    block.kind == BlockKind::Paragraph && block.text.trim().chars().count() >= linked + LEAST_DESCRIPTION
}
