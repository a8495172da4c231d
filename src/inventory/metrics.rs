//! The results of evaluations in the `model-index` of a card.

use crate::report::inventory::Metric;
use crate::yaml::{Document, Node};

/// Most results of one card, and most items of each list on the way to them; chosen.
const MOST: usize = 100;

/// `model-index` is a list of models, each with `results`, each with `metrics` and the `dataset` that they were measured on.
pub(super) fn read(document: &Document) -> Vec<Metric> {
    let models = items(document, document.root(), "model-index");
    let results = models.flat_map(|model| items(document, model, "results"));
    let metrics = results.flat_map(|result| {
        let dataset = document.get(result, "dataset").and_then(|entry| text(document, entry.value, "name"));
        items(document, result, "metrics").filter_map(move |metric| {
            let (kind, value) = (text(document, metric, "type")?, text(document, metric, "value")?);
            Some(Metric { kind, value, dataset: dataset.clone() })
        })
    });
    metrics.take(MOST).collect()
}

fn items<'d>(document: &'d Document, node: &'d Node, key: &str) -> impl Iterator<Item = &'d Node> {
    let entry = document.get(node, key).into_iter();
    entry.flat_map(|entry| document.items(entry.value).take(MOST))
}

fn text(document: &Document, node: &Node, key: &str) -> Option<String> {
    document.get(node, key)?.value.scalar().map(|scalar| scalar.value.clone())
}
