//! A small Hub on loopback.

use super::fake::{Fake, Reply};
use serde_json::{Value, json};

/// The page of a model, as the Hub's API gives it.
pub(crate) fn page(id: &str, card: &Value) -> Reply {
    Reply::json(200, &json!({ "_id": "1", "id": id, "modelId": id, "cardData": card, "tags": ["transformers"] }))
}

/// What the Hub answers where nobody may see a model.
pub(crate) fn absent() -> Reply {
    Reply::json(401, &json!({ "error": "Invalid username or password." }))
}

/// A Hub that knows models and what they were made from.
pub(crate) fn hub(models: &'static [(&'static str, &'static [&'static str])]) -> Fake {
    Fake::start(move |request| {
        let asked = request.line.strip_prefix("GET /api/models/").unwrap_or_default();
        match models.iter().find(|(id, _)| *id == asked) {
            Some((id, parents)) => page(id, &json!({ "base_model": parents })),
            None => absent(),
        }
    })
}

/// The ids that were asked for, in order.
pub(crate) fn requests(fake: &Fake) -> Vec<String> {
    fake.log().iter().map(|line| line.trim_start_matches("GET /api/models/").to_owned()).collect()
}
