//! What the library of `CycloneDX` says of documents, and what it should say.

use super::documents::{list, subject};
use crate::harness::{self, Skipped};
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Stdio};

/// Reads documents with the library; of each, what is wrong, and its components as it has them.
const READER: &str = r#"
import json, sys
from cyclonedx.model.bom import Bom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

def license(of):
    name = getattr(of, "id", None) or getattr(of, "name", None) or of.value
    return [name, of.acknowledgement and of.acknowledgement.value]

def component(of):
    places = of.evidence.occurrences if of.evidence else []
    return {
        "ref": of.bom_ref.value, "type": of.type.value, "name": of.name, "purl": of.purl and of.purl.to_string(),
        "licenses": sorted(map(license, of.licenses), key=str),
        "hashes": sorted(hash.content for hash in of.hashes),
        "references": sorted([str(one.url), [hash.content for hash in one.hashes]] for one in of.external_references),
        "ancestors": sorted(one.name for one in (of.pedigree.ancestors if of.pedigree else [])),
        "places": sorted([place.location, place.line or 0] for place in places),
        "properties": sorted([one.name, one.value] for one in of.properties),
    }

validator = JsonStrictValidator(SchemaVersion.V1_7)
answers = []
for document in json.load(sys.stdin):
    errors = validator.validate_str(json.dumps(document), all_errors=True) or []
    errors = [f"{error.data.json_path}: {error.data.message[:200]}" for error in errors]
    read = []
    if not errors:
        bom = Bom.from_json(document)
        bom.validate()
        all = ([bom.metadata.component] if bom.metadata.component else []) + list(bom.components)
        all += [part for one in all for part in one.components]
        read = sorted(map(component, all), key=lambda one: one["ref"])
    answers.append([errors, read])
json.dump(answers, sys.stdout)
"#;

pub(super) fn read_by_library(documents: &[Value]) -> Result<Vec<(Vec<String>, Value)>, Skipped> {
    let line = "import jsonschema, rfc3987_syntax; from cyclonedx.schema import SchemaVersion; SchemaVersion.V1_7";
    let python = harness::python(line, "python with cyclonedx-python-lib[json-validation], 11.6 or later")?;
    let mut program = Command::new(python);
    let mut child = program.args(["-c", READER]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(json!(documents).to_string().as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    Ok(serde_json::from_slice(&output.stdout).unwrap())
}

/// The components of a document as the library should have them.
pub(super) fn expected(document: &Value) -> Value {
    let top: Vec<&Value> =
        [subject(document)].into_iter().filter(|one| one.is_object()).chain(list(&document["components"])).collect();
    let all = top.iter().copied().chain(top.iter().flat_map(|one| list(&one["components"])));
    let sorted = |mut values: Vec<Value>| {
        values.sort_by_key(ToString::to_string);
        json!(values)
    };
    let hashes = |of: &Value| list(&of["hashes"]).iter().map(|hash| hash["content"].clone()).collect::<Vec<_>>();
    let license = |of: &Value| {
        let inner = if of["license"].is_object() { &of["license"] } else { of };
        let name = ["id", "name", "expression"].iter().map(|key| &inner[key]).find(|name| name.is_string()).unwrap();
        json!([name, inner["acknowledgement"]])
    };
    let mut found: Vec<Value> = all
        .map(|of| {
            let each = |key: &str, value: &dyn Fn(&Value) -> Value| sorted(list(&of[key]).iter().map(value).collect());
            let places = list(&of["evidence"]["occurrences"]).iter();
            let places = places.map(|place| json!([place["location"], place["line"].as_u64().unwrap_or(0)]));
            json!({
                "ref": of["bom-ref"], "type": of["type"], "name": of["name"], "purl": of["purl"],
                "licenses": each("licenses", &license),
                "hashes": sorted(hashes(of)),
                "references": each("externalReferences", &|one| json!([one["url"], hashes(one)])),
                "ancestors": sorted(list(&of["pedigree"]["ancestors"]).iter().map(|one| one["name"].clone()).collect()),
                "places": sorted(places.collect()),
                "properties": each("properties", &|one| json!([one["name"], one["value"]])),
            })
        })
        .collect();
    found.sort_by_key(|one| one["ref"].as_str().unwrap().to_owned());
    json!(found)
}

/// The same lists in one order: Rust and Python sort texts of JSON differently.
pub(super) fn in_one_order(mut value: Value) -> Value {
    for component in value.as_array_mut().unwrap() {
        for list in component.as_object_mut().unwrap().values_mut().filter_map(Value::as_array_mut) {
            list.sort_by_key(ToString::to_string);
        }
    }
    value
}
