//! The schemas of the configuration and of the report: they say what the types say, and hold for real outputs.

use crate::harness::{self, Outcome};
use crate::project::{root, text};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

tests! {
    the_schema_of_the_configuration_has_the_keys_of_the_type,
    the_schema_of_the_configuration_takes_what_the_gate_takes,
    the_schema_of_the_report_holds_for_real_reports,
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_model-license-gate");

fn schema(name: &str) -> Value {
    serde_json::from_str(&text(&format!("schemas/{name}.json"))).unwrap()
}

/// The names in backquotes that the gate lists where a configuration has a wrong one, behind some words.
fn listed(configuration: &str, behind: &str) -> BTreeSet<String> {
    let Err(errors) = model_license_gate::Config::parse("c.yml", configuration) else { panic!("{configuration}") };
    let message = &errors[0].message;
    let (_, names) = message.split_once(behind).unwrap_or_else(|| panic!("{message}"));
    names.split('`').skip(1).step_by(2).map(str::to_owned).filter(|name| name != "zzzz").collect()
}

fn names(values: &Value) -> BTreeSet<String> {
    match values {
        Value::Object(fields) => fields.keys().cloned().collect(),
        Value::Array(items) => items.iter().map(|item| item.as_str().unwrap().to_owned()).collect(),
        _ => panic!("{values}"),
    }
}

fn the_schema_of_the_configuration_has_the_keys_of_the_type() {
    let schema = schema("configuration");
    let fields = &schema["properties"];
    assert_eq!(listed("zzzz: 1", "the keys are "), names(fields));
    for list in ["lineage", "exceptions"] {
        let known = names(&fields[list]["items"]["properties"]);
        assert_eq!(listed(&format!("{list}: [{{zzzz: 1}}]"), "the keys are "), known, "{list}");
    }
    for choice in ["notice-scope", "notice-location", "agreement"] {
        assert_eq!(listed(&format!("{choice}: zzzz"), "expected "), names(&fields[choice]["enum"]), "{choice}");
    }
    let severities = names(&schema["$defs"]["severity"]["enum"]);
    assert_eq!(listed("severities: {missing-notice: zzzz}", "expected "), severities);
}

/// What the validator says of instances, one line each that does not fit.
fn misfits(schema: &Value, instances: &[Value]) -> Result<Vec<String>, harness::Skipped> {
    let need = "python with jsonschema";
    let python = harness::python("import jsonschema", need)?;
    let script = "import json, sys, jsonschema\n\
                  schema, instances = json.load(sys.stdin)\n\
                  jsonschema.Draft202012Validator.check_schema(schema)\n\
                  validator = jsonschema.Draft202012Validator(schema)\n\
                  for at, instance in enumerate(instances):\n    \
                      for error in list(validator.iter_errors(instance))[:1]: print(at, error.json_path, error.message[:300])\n";
    let mut program = Command::new(python);
    let mut child = program.args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(json!([schema, instances]).to_string().as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    Ok(String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect())
}

fn the_schema_of_the_configuration_takes_what_the_gate_takes() -> Outcome {
    let page = text("docs/configuration.md");
    let example = page.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    let texts = [
        example,
        "",
        "skip:\nexceptions:\n",
        "strict: true\nseverities: {rights: off, missing-territory-notice: off, unseen-front-matter: info}\n",
        "unheard: of\n",
        "strict: yes\n",
        "severities: {missing-notice: none}\n",
        "skip: a\n",
        "lineage: [{model: a/b}]\n",
        "exceptions: [{rule: missing-notice, model: .}]\n",
        "exceptions: [{rule: missing-notice, model: ., reason: x, expires: June}]\n",
    ];
    // The validator of the schema reads YAML 1.2, in which `yes` is a text.
    let instances: Vec<Value> = texts
        .iter()
        .map(|text| serde_yaml::from_str::<Value>(text).unwrap_or_else(|error| panic!("{text}: {error}")))
        .collect();
    let refused: BTreeSet<usize> = misfits(&schema("configuration"), &instances)?
        .iter()
        .map(|line| line.split(' ').next().unwrap().parse().unwrap())
        .collect();
    for (at, text) in texts.iter().enumerate() {
        let is_taken = model_license_gate::Config::parse("c.yml", text).is_ok();
        assert_eq!(is_taken, !refused.contains(&at), "{text}");
    }
    Ok(())
}

/// The schema with no field allowed that it does not name.
fn strict(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if fields.contains_key("properties") {
                fields.entry("additionalProperties").or_insert(Value::Bool(false));
            }
            fields.values_mut().for_each(strict);
        }
        Value::Array(items) => items.iter_mut().for_each(strict),
        _ => {}
    }
}

fn report(folder: &Path, arguments: &[&str]) -> Value {
    let output =
        Command::new(PROGRAM).args(["check", "--format", "json"]).args(arguments).current_dir(folder).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

fn the_schema_of_the_report_holds_for_real_reports() -> Outcome {
    let folder = harness::folder("schemas");
    let card = "---\nlicense: mit\nbase_model: [meta-llama/Llama-2-7b-hf, acme/strange]\n---\n# Plover\n";
    for (path, text) in [
        ("a/README.md", card),
        ("b/README.md", "---\nlicense: mit\nbase_model: acme/speech-base\n---\n# Dunlin\n"),
        ("skipped/README.md", card),
        ("node_modules/.bin", ""),
        (".model-license-gate.yml", "skip: [skipped]\nlineage: [{model: acme/speech-base, license: cc-by-nc-4.0}]\n"),
    ] {
        fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
        fs::write(folder.join(path), text).unwrap();
    }
    let whole = report(&folder, &["--exclude", "nothing"]);
    fs::write(folder.join("before.json"), whole.to_string()).unwrap();
    let empty = harness::folder("schemas-empty");
    let reports =
        [whole, report(&folder, &["--baseline", "before.json"]), report(&empty, &[]), report(root(), &["examples"])];
    let kinds: BTreeSet<&str> = reports.iter().map(|report| report["verdict"].as_str().unwrap()).collect();
    assert_eq!(kinds, BTreeSet::from(["fail", "pass"]));
    assert!(
        reports[0]["models"][1]["lineage"].to_string().contains("license_source")
            && reports[0]["left_out"][0]["count"] == 1
    );
    let mut schema = schema("report");
    strict(&mut schema);
    assert_eq!(misfits(&schema, &reports)?, [""; 0]);
    // It is not a schema that takes everything.
    let mut broken = reports[0].clone();
    broken["findings"][0]["severity"] = "fatal".into();
    assert_eq!(misfits(&schema, &[broken, json!({})])?.len(), 2);
    Ok(())
}
