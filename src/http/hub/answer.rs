//! What an answer of the Hub's API says of a model. Its publisher wrote it: whatever is not as it should be is left out.

use crate::lineage::hub::Stated;
use serde::Deserialize;
use serde_json::Value;

/// Most parents of one model, chosen; a merge has seldom more than ten.
const MAX_PARENTS: usize = 20;

/// Most bytes of an owner or a name, as the Hub has it.
const NAME: usize = 96;

/// Whether a text is an id `owner/name` as the Hub gives them.
pub(crate) fn is_id(text: &str) -> bool {
    let fits = |part: &str| {
        (1..=NAME).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
            && !part.starts_with(['-', '.'])
            && !part.ends_with(['-', '.'])
            && !part.contains("--")
            && !part.contains("..")
    };
    text.split_once('/').is_some_and(|(owner, name)| fits(owner) && fits(name))
}

/// Whether a text can be the identifier of a license.
pub(super) fn is_license(text: &str) -> bool {
    (1..=NAME).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.+ ".contains(&byte))
}

/// A model's page as the API gives it; other fields are passed over.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ModelPage {
    id: Option<String>,
    #[serde(default)]
    card_data: Value,
    #[serde(default)]
    tags: Value,
}

/// What an answer states of the model that was asked for; nothing where it is no such answer.
pub(super) fn read(query: &str, body: &[u8]) -> Option<Stated> {
    let page: ModelPage = serde_json::from_slice(body).ok()?;
    let id = page.id.filter(|id| is_id(id))?;
    let mut stated = Stated::default();
    if !id.eq_ignore_ascii_case(query) {
        stated.renamed_to = Some(id);
    }
    let tags = texts(&page.tags);
    let tagged = tags.iter().filter_map(|tag| tag.strip_prefix("base_model:")).map(|id| {
        // `base_model:quantized:owner/name`: the kind comes before the id.
        id.rsplit(':').next().unwrap_or(id)
    });
    for parent in texts(&page.card_data["base_model"]).into_iter().chain(tagged).map(id_in_address) {
        let is_new = !stated.parents.iter().any(|known| known.eq_ignore_ascii_case(parent));
        if is_new && is_id(parent) && !parent.eq_ignore_ascii_case(query) && stated.parents.len() < MAX_PARENTS {
            stated.parents.push(parent.to_owned());
        }
    }
    let declared = ["license", "license_name"].into_iter().flat_map(|key| texts(&page.card_data[key]));
    let tagged = tags.iter().filter_map(|tag| tag.strip_prefix("license:"));
    let mut licenses = declared.chain(tagged).filter(|license| is_license(license) && *license != "other");
    stated.license = licenses.next().map(str::to_owned);
    Some(stated)
}

/// The id in an address of the Hub, which some write in its place.
fn id_in_address(parent: &str) -> &str {
    let parent = parent.trim();
    parent.strip_prefix("https://huggingface.co/").unwrap_or(parent)
}

/// A text, or the texts of a list.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_PARENTS, Value, is_id, read};
    use serde_json::json;

    #[test]
    fn ids() {
        for id in ["meta-llama/Llama-2-7b-hf", "a/b", "01-ai/Yi-1.5_9B", "_x/_y"] {
            assert!(is_id(id), "{id}");
        }
        let long = format!("a/{}", "b".repeat(97));
        for odd in [
            "",
            "gpt2",
            "a/b/c",
            "../b",
            "a/..",
            "a/.b",
            "a/b.",
            "a--b/c",
            "a/b c",
            "a/b?x=1",
            "a/b#c",
            "a/\u{1b}[2J",
            "ä/b",
            "a/%2e",
            &long,
        ] {
            assert!(!is_id(odd), "{odd}");
        }
    }

    #[test]
    fn what_a_page_states() {
        let of = |page: &Value| read("a/b", page.to_string().as_bytes()).unwrap_or_default();
        let tags = ["base_model:finetune:c/d"];
        let stated =
            of(&json!({ "id": "a/b", "cardData": { "base_model": "c/d", "license": "llama2" }, "tags": tags }));
        assert_eq!((stated.renamed_to, stated.license.as_deref()), (None, Some("llama2")));
        assert_eq!(stated.parents, ["c/d"]);
        let parents = json!(["c/d", "../x", 7, "https://huggingface.co/e/f"]);
        let stated =
            of(&json!({ "id": "a/new", "cardData": { "base_model": parents, "license": "other" }, "tags": [] }));
        assert_eq!((stated.renamed_to.as_deref(), stated.license), (Some("a/new"), None));
        assert_eq!(stated.parents, ["c/d", "e/f"]);
        let tags = ["base_model:g/h", "license:gemma", "pytorch"];
        let stated = of(&json!({ "id": "A/B", "tags": tags, "cardData": null }));
        assert_eq!((stated.renamed_to, stated.license.as_deref()), (None, Some("gemma")));
        assert_eq!(stated.parents, ["g/h"]);
    }

    #[test]
    fn what_is_no_page() {
        let deep = "[".repeat(100_000);
        for body in [
            "",
            "[]",
            "{}",
            "null",
            "<html>",
            "{\"id\":7}",
            "{\"id\":\"a/b\",\"id\":\"a/c\"}",
            "{\"id\":\"../x\"}",
            &deep,
        ] {
            assert_eq!(read("a/b", body.as_bytes()), None, "{}", &body[..body.len().min(40)]);
        }
    }

    #[test]
    fn a_page_with_a_thousand_parents_gives_twenty() {
        let parents: Vec<String> = (0..1_000).map(|number| format!("a/m{number}")).collect();
        let page = json!({ "id": "a/b", "cardData": { "base_model": parents } }).to_string();
        assert_eq!(read("a/b", page.as_bytes()).map(|stated| stated.parents.len()), Some(MAX_PARENTS));
    }
}
