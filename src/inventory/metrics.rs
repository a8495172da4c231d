//! The results of evaluations in the `model-index` of a card.

use crate::report::inventory::Metric;
use crate::yaml::{Document, Node};

/// Most models, results and metrics of one card that are looked at, chosen: aliases can repeat each any number of times.
const MOST: [usize; 3] = [10, 1_000, 2_000];

/// `model-index` is a list of models, each with `results`, each with `metrics` and the `dataset` that they were measured on.
pub(super) fn read(document: &Document) -> impl Iterator<Item = Metric> {
    let [most_models, most_results, most_metrics] = MOST;
    let models = items(document, document.root(), "model-index").take(most_models);
    let results = models.flat_map(|model| items(document, model, "results")).take(most_results);
    let metrics = results.flat_map(|result| items(document, result, "metrics").map(move |metric| (result, metric)));
    metrics.take(most_metrics).filter_map(|(result, metric)| {
        let (kind, value) = (text(document, metric, "type")?, text(document, metric, "value")?);
        let dataset = document.get(result, "dataset").and_then(|entry| text(document, entry.value, "name"));
        Some(Metric { kind, value, dataset })
    })
}

fn items<'d>(document: &'d Document, node: &'d Node, key: &str) -> impl Iterator<Item = &'d Node> + use<'d> {
    let entry = document.get(node, key).into_iter();
    entry.flat_map(|entry| document.items(entry.value))
}

fn text(document: &Document, node: &Node, key: &str) -> Option<String> {
    document.get(node, key)?.value.scalar().map(|scalar| scalar.value.clone())
}
