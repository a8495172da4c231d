//! The model card of a component: its task, its architecture, its datasets and its results.

use super::graph::Graph;
use super::parts::{named, object, occurrence, optional, owner_and_name, reference, text};
use crate::report::inventory::{About, Metric, Named};
use serde_json::{Value, json};

/// The model card. The datasets and the libraries that it names join the graph, below the model with a reference.
pub(super) fn model_card(graph: &mut Graph, model: &str, about: &About) -> Value {
    let datasets: Vec<Value> = about
        .datasets
        .iter()
        .map(|dataset| {
            let reference = reference("dataset", &dataset.name);
            graph.other(&reference, || data(&reference, dataset));
            graph.depends(model, &reference);
            json!({ "ref": reference })
        })
        .collect();
    add_libraries(graph, model, about);
    let (inputs, outputs) = about.task.as_deref().and_then(formats).unzip();
    let list = |formats: Option<Vec<&str>>| -> Value {
        formats.into_iter().flatten().map(|format| json!({ "format": format })).collect()
    };
    let metrics: Vec<Value> = about.metrics.iter().map(metric).collect();
    object([
        (
            "modelParameters",
            object([
                ("task", optional(about.task.as_ref())),
                ("architectureFamily", optional(about.family.as_ref())),
                ("modelArchitecture", optional(about.architecture.as_ref())),
                ("datasets", datasets.into()),
                ("inputs", list(inputs)),
                ("outputs", list(outputs)),
            ]),
        ),
        ("quantitativeAnalysis", object([("performanceMetrics", metrics.into())])),
    ])
}

/// What a task takes and gives, where its name says so: `image-text-to-text`.
fn formats(task: &str) -> Option<(Vec<&str>, Vec<&str>)> {
    if task == "text-generation" {
        return Some((vec!["text"], vec!["text"]));
    }
    let (inputs, outputs) = task.split_once("-to-")?;
    Some((parts(inputs)?, parts(outputs)?))
}

/// The formats in one side of the name of a task.
fn parts(side: &str) -> Option<Vec<&str>> {
    let is_format = |part: &str| matches!(part, "text" | "image" | "video" | "audio" | "speech" | "3d");
    side.split('-').map(|part| is_format(part).then_some(part)).collect()
}

fn data(reference: &str, dataset: &Named) -> Value {
    let on_hub = owner_and_name(&dataset.name).map(|_| format!("https://huggingface.co/datasets/{}", dataset.name));
    let content = object([
        ("type", json!("dataset")),
        ("name", text(&dataset.name)),
        ("contents", object([("url", json!(on_hub))])),
    ]);
    object([
        ("type", json!("data")),
        ("bom-ref", json!(reference)),
        ("name", named(&dataset.name)),
        ("data", json!([content])),
        ("evidence", object([("occurrences", json!([occurrence(&dataset.place, "named as a dataset")]))])),
    ])
}

/// The library that the card names, and the one that wrote `config.json`.
fn add_libraries(graph: &mut Graph, model: &str, about: &About) {
    const WRITER: &str = "transformers";
    let writer = about.transformers.as_ref().map(|version| (WRITER, Some(version)));
    let named = about.library.as_deref().map(|name| (name, None));
    let named = named.filter(|(name, _)| !name.trim().is_empty() && (writer.is_none() || *name != WRITER));
    for (name, version) in named.into_iter().chain(writer) {
        let key = version.map_or_else(|| name.to_owned(), |version| format!("{name}@{version}"));
        let reference = reference("library", &key);
        graph.other(&reference, || {
            object([
                ("type", json!("library")),
                ("bom-ref", json!(reference)),
                ("name", text(name)),
                ("version", optional(version)),
            ])
        });
        graph.depends(model, &reference);
    }
}

fn metric(metric: &Metric) -> Value {
    object([("type", text(&metric.kind)), ("value", text(&metric.value)), ("slice", optional(metric.dataset.as_ref()))])
}
