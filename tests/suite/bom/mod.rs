//! `check --format cyclonedx`: what the bill of materials says, and that `CycloneDX`'s own library takes it for valid and reads the same.

mod documents;
mod library;

use crate::harness::Outcome;
use crate::project::{root, text};
use crate::support::agreements;
use documents::{
    MERGE, NOTICE, OID, all_of_spdx, compliant, component, described, document, example, expression, hostile, list,
    nameless, pointer, printed, several, sha256, subject, tree,
};
use library::{expected, in_one_order, read_by_library};
use serde_json::{Value, json};
use std::fs;

tests! {
    the_example_is_one_model_with_its_family,
    a_merge_has_all_its_parents_with_their_licenses,
    an_adapter_depends_on_its_base_model,
    a_known_model_is_no_ancestor_of_itself,
    weights_and_texts_have_their_hashes,
    a_copy_of_an_agreement_is_evidence,
    what_the_files_say_is_there_and_the_rest_is_unknown,
    a_hostile_card_stays_text,
    without_a_model_there_is_a_document,
    several_models_are_components,
    one_content_gives_one_document,
    every_document_is_valid_and_is_read_back,
    the_page_shows_what_is_printed,
}

/// The licenses of a component, each as `declared MIT`.
fn licenses(component: &Value) -> Vec<String> {
    let word = |license: &Value| {
        let (inner, by) = if license["expression"].is_string() {
            (&license["expression"], &license["acknowledgement"])
        } else {
            let license = &license["license"];
            (if license["id"].is_string() { &license["id"] } else { &license["name"] }, &license["acknowledgement"])
        };
        format!("{} {}", by.as_str().unwrap_or("found"), inner.as_str().unwrap())
    };
    list(&component["licenses"]).iter().map(word).collect()
}

/// The values of our property with a name.
fn properties<'v>(of: &'v Value, name: &str) -> Vec<&'v str> {
    let full = format!("model-license-gate:{name}");
    let of = list(&of["properties"]).iter().filter(|property| property["name"] == *full);
    of.map(|property| property["value"].as_str().unwrap()).collect()
}

fn on<'d>(document: &'d Value, reference: &str) -> Vec<&'d str> {
    let found = list(&document["dependencies"]).iter().find(|dependency| dependency["ref"] == reference);
    list(&found.unwrap()["dependsOn"]).iter().map(|on| on.as_str().unwrap()).collect()
}

fn the_example_is_one_model_with_its_family() {
    let document = example();
    assert_eq!((&document["bomFormat"], &document["specVersion"]), (&json!("CycloneDX"), &json!("1.7")));
    let model = subject(&document);
    assert_eq!(model["type"], "machine-learning-model");
    assert_eq!(licenses(model), ["declared CC-BY-SA-4.0", "concluded llama2"]);
    assert_eq!(properties(model, "conclusion"), ["does not comply"]);
    assert_eq!(properties(&document["metadata"], "verdict"), ["fail"]);
    let findings = properties(model, "finding");
    assert!(findings.iter().any(|finding| finding.starts_with("error incompatible-license README.md:3: ")));
    let family = component(&document, "family:llama2");
    assert_eq!((&family["name"], licenses(family)), (&json!("Llama 2"), vec!["concluded llama2".to_owned()]));
    let occurrence = json!({ "location": "README.md", "line": 16, "additionalContext": "builds upon Llama 2" });
    assert!(list(&family["evidence"]["occurrences"]).contains(&occurrence), "{family:#}");
    assert_eq!(model["pedigree"]["ancestors"][0]["name"], "Llama 2");
    assert!(on(&document, "model:.").contains(&"family:llama2"));
}

fn a_merge_has_all_its_parents_with_their_licenses() {
    let document = document("merge", &[("README.md", MERGE)]);
    let model = subject(&document);
    assert_eq!(licenses(model), ["declared Apache-2.0", "concluded gemma", "concluded llama2"]);
    let of = |name: &str| licenses(component(&document, &format!("base:{name}")));
    assert_eq!(of("meta-llama/llama-2-7b-hf"), ["concluded llama2"]);
    assert_eq!(of("google/gemma-2b"), ["concluded gemma"]);
    assert_eq!(of("mistralai/mistral-7b-v0.1"), ["declared Apache-2.0"]);
    assert_eq!(of("acme/strange"), [""; 0]);
    assert_eq!(properties(component(&document, "base:acme/strange"), "unknown"), ["model license"]);
    assert_eq!(on(&document, "model:.").len(), 4);
    assert_eq!(list(&model["pedigree"]["ancestors"]).len(), 4);
    let llama = component(&document, "base:meta-llama/llama-2-7b-hf");
    assert_eq!(llama["purl"], "pkg:huggingface/meta-llama/Llama-2-7b-hf");
    assert_eq!((&llama["group"], &llama["name"]), (&json!("meta-llama"), &json!("Llama-2-7b-hf")));
}

fn an_adapter_depends_on_its_base_model() {
    let adapter = "{\n\"base_model_name_or_path\": \"meta-llama/Llama-2-7b-chat-hf\"}";
    let card = "---\nlicense: other\nlicense_name: acme-terms\nlicense_link: https://acme.example/terms\nlibrary_name: peft\n---\n# Knot\n";
    let document = document("adapter", &[("README.md", card), ("adapter_config.json", adapter)]);
    let model = subject(&document);
    assert_eq!(licenses(model), ["declared acme-terms", "concluded llama2"]);
    assert_eq!(model["licenses"][0]["license"]["url"], "https://acme.example/terms");
    assert_eq!(on(&document, "model:."), ["base:meta-llama/llama-2-7b-chat-hf", "library:peft"]);
    let base = component(&document, "base:meta-llama/llama-2-7b-chat-hf");
    let place = &base["evidence"]["occurrences"][0];
    assert_eq!((&place["location"], &place["line"]), (&json!("adapter_config.json"), &json!(2)));
}

fn a_known_model_is_no_ancestor_of_itself() {
    let named = |configuration: &str| {
        let card = "---\nlicense: llama2\nbase_model: lmsys/vicuna-13b-v1.5\n---\n# vicuna-13b-v1.5\n";
        let of = document("own-name", &[("README.md", card), (".model-license-gate.yml", configuration)]);
        list(&subject(&of)["pedigree"]["ancestors"]).iter().map(|one| one["name"].clone()).collect::<Vec<_>>()
    };
    // Who names it as a parent has another one of that name.
    assert!(named("").contains(&json!("vicuna-13b-v1.5")));
    assert!(!named("repository: lmsys/vicuna-13b-v1.5\n").contains(&json!("vicuna-13b-v1.5")));
    let alone = document("own-name", &[("README.md", "---\nlicense: llama2\n---\n# vicuna-13b-v1.5\n")]);
    let ancestors = list(&subject(&alone)["pedigree"]["ancestors"]);
    assert!(!ancestors.is_empty() && ancestors.iter().all(|one| one["name"] != "vicuna-13b-v1.5"), "{ancestors:?}");
}

fn weights_and_texts_have_their_hashes() {
    let (pointer, mit) = (pointer(), fs::read_to_string(root().join("LICENSE")).unwrap());
    let card = "---\nlicense: mit\n---\n# Knot\n";
    let files = [("README.md", card), ("LICENSE", &mit), ("model.safetensors", &pointer)];
    let one = document("weights", &files);
    let hash = |content: &str| json!([{ "alg": "SHA-256", "content": content }]);
    assert_eq!(subject(&one)["hashes"], hash(OID));
    let file = &subject(&one)["components"][0];
    assert_eq!((&file["name"], &file["hashes"]), (&json!("model.safetensors"), &hash(OID)));
    assert_eq!(properties(file, "bytes"), ["12345"]);
    let references = list(&subject(&one)["externalReferences"]);
    let of = |kind: &str| references.iter().find(|reference| reference["type"] == kind).unwrap();
    assert_eq!((&of("license")["hashes"], &of("license")["comment"]), (&hash(&sha256(&mit)), &json!("mit, complete")));
    assert_eq!(of("model-card")["hashes"], hash(&sha256(card)));
    assert_eq!(subject(&one)["evidence"]["licenses"], json!([{ "license": { "id": "MIT" } }]));
    assert!(!properties(subject(&one), "unknown").contains(&"model hash value"));
    // Of two files, neither hash is that of the model.
    let two = document("shards", &[("README.md", card), ("a.safetensors", &pointer), ("b.safetensors", &pointer)]);
    assert!(subject(&two)["hashes"].is_null() && list(&subject(&two)["components"]).len() == 2);
}

fn a_copy_of_an_agreement_is_evidence() -> Outcome {
    let document = compliant()?;
    let model = subject(&document);
    assert_eq!(properties(model, "conclusion"), ["complies"]);
    assert_eq!(licenses(model), ["declared llama2", "concluded llama2"]);
    let references = list(&model["externalReferences"]);
    let of = |url: &str| references.iter().find(|reference| reference["url"] == url).unwrap();
    let text = fs::read_to_string(agreements::path("llama2-2023-07-18").unwrap()).unwrap();
    assert_eq!(of("LICENSE.txt")["comment"], "llama2 (2023-07-18), complete");
    assert_eq!(of("LICENSE.txt")["hashes"][0]["content"], *sha256(&text));
    assert_eq!(
        (&of("Notice")["comment"], &of("Notice")["hashes"][0]["content"]),
        (&json!("notice"), &json!(sha256(NOTICE)))
    );
    assert_eq!(model["evidence"]["licenses"][0]["license"]["name"], "llama2");
    Ok(())
}

fn what_the_files_say_is_there_and_the_rest_is_unknown() {
    let described = described();
    let model = subject(&described);
    let parameters = json!({
        "task": "image-text-to-text", "architectureFamily": "llama", "modelArchitecture": "LlamaForCausalLM",
        "datasets": [{ "ref": "dataset:acme/letters" }],
        "inputs": [{ "format": "image" }, { "format": "text" }], "outputs": [{ "format": "text" }],
    });
    assert_eq!(model["modelCard"]["modelParameters"], parameters);
    let metric = json!([{ "type": "accuracy", "value": "0.50", "slice": "Letters" }]);
    assert_eq!(model["modelCard"]["quantitativeAnalysis"]["performanceMetrics"], metric);
    assert_eq!(
        (&model["name"], &model["version"], &model["publisher"]),
        (&json!("knot"), &json!("1.20"), &json!("acme"))
    );
    assert_eq!(model["purl"], "pkg:huggingface/acme/knot");
    assert_eq!(model["description"], "Knot reads the letters of waders and answers them.");
    assert_eq!(licenses(model), ["declared MIT", "declared apache-2.0 OR mit", "declared Apache-2.0 OR MIT"]);
    assert!(list(&model["licenses"]).iter().all(|license| license["license"].is_object()), "{model:#}");
    let alone = expression();
    assert_eq!(subject(&alone)["licenses"][0]["expression"], "Apache-2.0 OR MIT");
    assert_eq!((&model["tags"], properties(model, "language")), (&json!(["wader"]), vec!["en", "ja"]));
    assert_eq!(component(&described, "dataset:acme/letters")["type"], "data");
    assert_eq!(component(&described, "library:transformers@4.36.0")["version"], "4.36.0");
    let unknown = ["model timestamp", "model hash value", "model hash algorithm", "model openness"];
    assert_eq!(properties(model, "unknown"), unknown);
    let of_all = properties(&described["metadata"], "unknown");
    assert!(of_all.contains(&"SBOM author") && !of_all.contains(&"dataset name"), "{of_all:?}");
    // A card that says nothing has no value for any of it.
    let bare = document("bare", &[("README.md", "---\nlicense: mit\n---\n# Knot\n")]);
    assert_eq!(properties(subject(&bare), "unknown").len(), 12);
    assert!(subject(&bare)["modelCard"].is_null() && subject(&bare)["purl"].is_null());
}

/// All strings of a document, keys apart.
fn strings<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| strings(field, found)),
        _ => {}
    }
}

fn a_hostile_card_stays_text() {
    let document = hostile();
    let text = document.to_string();
    assert!(text.len() < 400_000, "{} bytes", text.len());
    // What has no room is counted.
    let model = component(&document, "model:a%20b%23%3F%25/%1B%5B31m");
    assert_eq!(properties(model, "left-out"), ["1800 tags"]);
    // Read back, no string has a character that drives a terminal.
    let mut found = Vec::new();
    strings(&document, &mut found);
    assert!(found.len() > 100);
    for text in found {
        assert!(!text.contains(|c: char| c.is_control() || c == '\u{202e}') && text.chars().count() < 700, "{text:?}");
    }
}

fn without_a_model_there_is_a_document() {
    for (name, files) in [("empty", &[][..]), ("code", &[("README.md", "# Letters\n\nA program.\n")])] {
        let document = document(name, files);
        assert!(document["metadata"]["component"].is_null() && list(&document["components"]).is_empty(), "{name}");
        assert_eq!(properties(&document["metadata"], "conclusion"), ["no model found"]);
    }
    let nameless = nameless();
    assert_eq!(subject(&nameless)["name"], "unnamed model");
    assert!(properties(subject(&nameless), "unknown").contains(&"model name"));
}

fn several_models_are_components() {
    let document = several();
    assert!(document["metadata"]["component"].is_null());
    for reference in ["model:a", "model:b%20c"] {
        assert_eq!(component(&document, reference)["type"], "machine-learning-model");
        assert_eq!(on(&document, reference).len(), 4);
    }
    // What both were made from is there once, with the places of both.
    let base = component(&document, "base:google/gemma-2b");
    let places: Vec<_> = list(&base["evidence"]["occurrences"]).iter().map(|place| &place["location"]).collect();
    assert!(places.contains(&&json!("a/README.md")) && places.contains(&&json!("b c/README.md")));
    assert_eq!(list(&document["components"]).len(), 6);
    // What passes belongs to it, however quiet the program is to be.
    let passing = tree("quiet", &[("README.md", "---\nlicense: mit\n---\n# Knot\n")]);
    assert_eq!(printed(&passing, &["--quiet"]), printed(&passing, &[]));
}

fn one_content_gives_one_document() {
    let folder = tree("again", &[("README.md", MERGE)]);
    let first = printed(&folder, &[]);
    assert_eq!(first, printed(&folder, &[]));
    fs::write(folder.join("README.md"), MERGE.replace("Plover", "Plovers")).unwrap();
    let serial = |text: &str| serde_json::from_str::<Value>(text).unwrap()["serialNumber"].as_str().unwrap().to_owned();
    assert_ne!(serial(&first), serial(&printed(&folder, &[])));
}

fn every_document_is_valid_and_is_read_back() -> Outcome {
    let merge = document("merge", &[("README.md", MERGE)]);
    let empty = document("empty", &[]);
    let mut documents =
        vec![example(), merge, described(), hostile(), nameless(), several(), empty, all_of_spdx(), expression()];
    documents.extend(compliant().ok());
    // What the schema refuses is seen.
    let mut broken = documents[0].clone();
    broken["metadata"]["component"]["licenses"][0]["license"]["id"] = json!("NOASSERTION");
    documents.push(broken);
    let mut answers = read_by_library(&documents)?;
    assert!(answers.pop().is_some_and(|(errors, _)| errors.len() == 1));
    for (document, (errors, read)) in documents.iter().zip(answers) {
        assert_eq!(errors, [""; 0]);
        assert_eq!(in_one_order(read), in_one_order(expected(document)));
    }
    Ok(())
}

/// Whether a value has all that another one has: its fields, and each of its items somewhere.
fn has(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            part.iter().all(|(key, part)| whole.get(key).is_some_and(|whole| has(whole, part)))
        }
        (Value::Array(whole), Value::Array(part)) => part.iter().all(|part| whole.iter().any(|whole| has(whole, part))),
        _ => whole == part,
    }
}

fn the_page_shows_what_is_printed() {
    let page = text("docs/bom.md");
    let (_, rest) = page.split_once("```json\n").unwrap();
    let shown: Value = serde_json::from_str(rest.split("```").next().unwrap()).unwrap();
    let example = example();
    assert!(has(&example, &shown) && !has(&shown, &example));
    // Every element that is listed as unknown is in the table.
    let bare = document("bare", &[("README.md", "---\nlicense: mit\n---\n# Knot\n")]);
    let unknown = properties(&bare["metadata"], "unknown").into_iter().chain(properties(subject(&bare), "unknown"));
    let missing: Vec<&str> = unknown.filter(|element| !page.contains(&format!("| {element} |"))).collect();
    assert_eq!(missing, [""; 0]);
}
