//! What weights and Modelfiles beside the card say of descent and license, through a whole check.

use super::weights::{Gguf, Value, safetensors, tensors_7b};
use crate::check::check;
use crate::check::config::Config;
use crate::report::Report;
use crate::report::Severity;
use crate::report::lineage::{Derived, Evidence, Strength};
use crate::tree::{Entry, HEAD_LIMIT, Tree};

const URL: &str = "https://huggingface.co/meta-llama/Llama-2-7b-hf";

/// Judges files. Weights are given as their beginning, as the disk reads them.
fn judge(files: &[(&str, Vec<u8>)]) -> Report {
    let entry = |path: &str, bytes: &[u8]| {
        if path.ends_with("gguf") || path.ends_with("safetensors") {
            let head = usize::try_from(HEAD_LIMIT).unwrap().min(bytes.len());
            Entry::Head { bytes: bytes[..head].to_vec(), size: bytes.len() as u64 }
        } else if path.ends_with("bin") {
            Entry::Unread { size: 9 }
        } else {
            Entry::Read(bytes.to_vec())
        }
    };
    let files = files.iter().map(|(path, bytes)| ((*path).to_owned(), entry(path, bytes)));
    check(&Tree { files: files.collect(), ..Tree::default() }, &Config::default(), "2025-01-01")
}

fn llama2(report: &Report) -> (Derived, &[Evidence]) {
    let lineage = report.models[0].lineage.iter().find(|lineage| lineage.family == "llama2").unwrap();
    (lineage.derived, &lineage.evidence)
}

/// Kind and words of all evidence for descent.
fn evidence(report: &Report) -> Vec<(String, Strength, &str)> {
    let found = llama2(report).1.iter().filter(|evidence| evidence.speaks_for);
    found.map(|evidence| (evidence.kind.to_string(), evidence.strength, evidence.text.as_str())).collect()
}

fn rules(report: &Report) -> Vec<&str> {
    report.findings.iter().map(|finding| finding.rule.id).collect()
}

fn said(report: &Report, rule: &str) -> Vec<String> {
    let found = report.findings.iter().filter(|finding| finding.rule.id == rule);
    found.map(|finding| format!("{}: {} {}", finding.place.path, finding.message, finding.advice.text())).collect()
}

fn card(license: &str) -> (&'static str, Vec<u8>) {
    ("README.md", format!("---\nlicense: {license}\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Small\n").into_bytes())
}

#[test]
fn a_base_model_in_a_gguf_header_decides_without_a_card() {
    for (version, is_big) in [(1, false), (2, false), (3, false), (2, true), (3, true)] {
        let file = Gguf::of(version, is_big)
            .text("general.architecture", "llama")
            .with("general.base_model.count", Value::Number(1))
            .text("general.base_model.0.name", "Some Name")
            .text("general.base_model.0.repo_url", URL)
            .bytes();
        let report = judge(&[("small.gguf", file)]);
        let expected = format!("`general.base_model.0.repo_url` = {URL}");
        assert_eq!(
            evidence(&report),
            [("weights-header".to_owned(), Strength::Decisive, expected.as_str())],
            "{version} {is_big}"
        );
        let (derived, evidence) = llama2(&report);
        assert_eq!((derived, &*evidence[0].place.path, evidence[0].place.range), (Derived::Yes, "small.gguf", None));
        assert!(rules(&report).contains(&"missing-notice") && !rules(&report).contains(&"unreadable-header"));
        assert_eq!(report.models[0].lineage[0].via, ["meta-llama/Llama-2-7b-hf"]);
    }
}

#[test]
fn names_of_a_base_model_count_as_names() {
    let named = |owner: Option<&str>, name: &str| {
        let file = Gguf::new().text("general.base_model.0.name", name);
        let file = owner.into_iter().fold(file, |file, owner| file.text("general.base_model.0.organization", owner));
        judge(&[("small.gguf", file.bytes())])
    };
    let report = named(Some("Meta Llama"), "Llama 2 7b Hf");
    let words = "`general.base_model.0.organization` = Meta Llama, `general.base_model.0.name` = Llama 2 7b Hf";
    assert_eq!(
        (llama2(&report).0, evidence(&report)),
        (Derived::Yes, vec![("weights-header".to_owned(), Strength::Strong, words)])
    );
    assert_eq!(llama2(&named(None, "Llama 2 7b Chat")).0, Derived::Yes);
    assert_eq!(llama2(&named(None, "Llama 7b")).0, Derived::Uncertain, "Llama 1 goes by this name too");
    assert_eq!(llama2(&named(Some("Mistralai"), "Mistral 7B v0.1")).0, Derived::No);
    assert_eq!(llama2(&named(None, "meta-llama/Llama-2-7b")).0, Derived::Yes);
    assert_eq!(llama2(&named(Some("Acme"), "Own 7b")).0, Derived::No);
}

#[test]
fn a_source_counts_where_it_is_known_and_no_guess_of_old_converters_does() {
    let file = |key: &str, value: &str| judge(&[("small.gguf", Gguf::new().text(key, value).bytes())]);
    assert_eq!(
        llama2(&file("general.source.huggingface.repository", "karakuri-ai/karakuri-lm-70b-v0.1")).0,
        Derived::Yes
    );
    assert_eq!(llama2(&file("general.source.url", "https://huggingface.co/codellama/CodeLlama-7b-hf")).0, Derived::Yes);
    assert_eq!(llama2(&file("general.source.url", "https://example.org/llama-2-7b")).0, Derived::No);
    assert_eq!(llama2(&file("general.name", "LLaMA v2")).0, Derived::No);
    assert_eq!(llama2(&file("general.name", "llama-2-7b-chat")).0, Derived::Uncertain);
    assert_eq!(llama2(&file("general.basename", "Llama-2")).0, Derived::Uncertain);
}

#[test]
fn shapes_in_headers_weigh_as_those_of_config_json() {
    let config = r#"{"hidden_size": 4096, "num_hidden_layers": 32, "intermediate_size": 11008, "num_attention_heads": 32, "vocab_size": 32000}"#;
    let gguf = || Gguf::llama_7b().with("tokenizer.ggml.tokens", Value::Texts(32_000)).bytes();
    let tensors = || safetensors(&format!("{{{}}}", tensors_7b(0..32)));
    for (path, bytes) in [("small.gguf", gguf()), ("model.safetensors", tensors())] {
        let report = judge(&[(path, bytes.clone())]);
        let words = "header: hidden size 4096, 32 layers, intermediate size 11008";
        assert_eq!(evidence(&report), [("weights-shape".to_owned(), Strength::Medium, words)]);
        assert_eq!(llama2(&report).0, Derived::Uncertain);
        let both = judge(&[("config.json", config.into()), (path, bytes)]);
        assert_eq!((llama2(&both).0, llama2(&both).1.len()), (Derived::Uncertain, 1), "both say the same");
        assert_eq!(llama2(&both).1[0].place.line(), Some(1));
    }
    let named = judge(&[("llama-2-7b.Q4_0.gguf", gguf())]);
    assert_eq!(llama2(&named).0, Derived::Yes, "name and shape");
    let other = Gguf::llama_7b().with("tokenizer.ggml.tokens", Value::Texts(102_400)).bytes();
    assert!(other.len() as u64 > HEAD_LIMIT, "the length of a list is known before its end");
    assert_eq!(evidence(&judge(&[("small.gguf", other)])), []);
}

#[test]
fn shards_tell_a_shape_together_or_not_at_all() {
    let shard = |layers| safetensors(&format!("{{{}}}", tensors_7b(layers)));
    let first = ("model-00001-of-00002.safetensors", shard(0..20));
    let second = ("model-00002-of-00002.safetensors", shard(20..32));
    assert_eq!(evidence(&judge(&[first.clone(), second.clone()])).len(), 1);
    assert_eq!(evidence(&judge(&[first])), []);
    assert_eq!(evidence(&judge(&[second])), []);
}

#[test]
fn tensors_of_other_kinds_tell_no_shape() {
    let tensor =
        |name: &str, shape: &str| format!(r#""{name}":{{"dtype":"I32","shape":{shape},"data_offsets":[0,0]}}"#);
    let lora = tensor("base_model.model.model.layers.31.self_attn.q_proj.lora_A.weight", "[8,4096]");
    let packed = [
        tensor("model.layers.31.mlp.gate_proj.weight", "[22544384,1]"),
        tensor("model.layers.31.self_attn.q_proj.weight", "[8388608,1]"),
        tensor("model.embed_tokens.weight", "[32000,4096]"),
    ];
    let vision = tensor("vision_tower.vision_model.encoder.layers.23.self_attn.q_proj.weight", "[1024,1024]");
    for tensors in [lora, packed.join(","), vision] {
        let report = judge(&[("model.safetensors", safetensors(&format!("{{{tensors}}}")))]);
        assert_eq!((llama2(&report).1.len(), rules(&report).len()), (0, 0), "{tensors}");
    }
}

#[test]
fn metadata_of_safetensors_names_parent_and_license() {
    let json = r#"{"__metadata__":{"format":"pt","base_model":"meta-llama/Llama-2-7b-hf","modelspec.license":"mit"}}"#;
    let report = judge(&[card("llama2"), ("adapter.safetensors", safetensors(json))]);
    assert!(evidence(&report).contains(&(
        "weights-header".to_owned(),
        Strength::Decisive,
        "`base_model` = meta-llama/Llama-2-7b-hf"
    )));
    let told = said(&report, "contradictory-license");
    assert_eq!(told.len(), 1);
    assert!(
        told[0].contains("`license` says `llama2`, but `modelspec.license` in `adapter.safetensors` says `mit`."),
        "{told:?}"
    );
}

#[test]
fn the_license_of_the_header_against_the_card() {
    let told = |declared: &str, fields: &[(&str, &str)]| {
        let file = fields.iter().fold(Gguf::new(), |file, (key, value)| file.text(key, value)).bytes();
        let report = judge(&[card(declared), ("a.gguf", file.clone()), ("b.gguf", file)]);
        said(&report, "contradictory-license")
    };
    for fields in [
        &[("general.license", "llama2")][..],
        &[("general.license", "Llama-2")],
        &[("general.license", "LLAMA 2 Community License")],
        &[("general.license", "other"), ("general.license.name", "llama2")],
        &[("general.license", "other"), ("general.license.name", "Our Own")],
        &[("general.license", "something of ours")],
        &[("general.license", "llama2"), ("general.license.link", "https://www.apache.org/licenses/LICENSE-2.0")],
        &[("general.license", "")],
        &[],
    ] {
        assert_eq!(told("llama2", fields), [""; 0], "{fields:?}");
    }
    let one = told("llama2", &[("general.license", "apache-2.0")]);
    assert_eq!(one.len(), 1, "one for two files that say the same: {one:?}");
    assert!(
        one[0].starts_with("a.gguf: `license` says `llama2`, but `general.license` in `a.gguf` says `apache-2.0`.")
    );
    assert!(one[0].contains("The card is right."), "{one:?}");
    assert_eq!(told("llama2", &[("general.license", "llama2, mit, cc-by-4.0")]).len(), 2, "each of a list");
    let other = [("general.license", "other"), ("general.license.link", "https://www.apache.org/licenses/LICENSE-2.0")];
    assert_eq!(told("llama2", &other).len(), 1);
    let card = told("mit", &[("general.license", "llama2")]);
    assert!(card[0].starts_with("README.md: ") && card[0].contains("Correct the card"), "{card:?}");
    assert!(told("mit", &[("general.license", "apache-2.0")])[0].contains("Make both say the same"));
    assert_eq!(told("MIT", &[("general.license", "mit")]), [""; 0], "a spelling is no contradiction");
}

#[test]
fn the_license_of_a_header_is_a_claim_of_descent() {
    let file = Gguf::new().text("general.license", "llama2").bytes();
    let report = judge(&[("small.gguf", file)]);
    assert_eq!(evidence(&report), [("declared-license".to_owned(), Strength::Medium, "`general.license` = llama2")]);
    assert_eq!(llama2(&report).0, Derived::Yes);
}

#[test]
fn a_modelfile_beside_a_published_model_decides() {
    let weights = || ("weights.bin", Vec::new());
    let from =
        |id: &str| judge(&[weights(), ("Modelfile", format!("# ours\nFROM {id}\nTEMPLATE \"\"\"x\"\"\"\n").into())]);
    for id in [
        "llama2",
        "llama2:13b",
        "codellama:7b-instruct",
        "library/llama2:latest",
        "registry.ollama.ai/library/llama2",
        "hf.co/TheBloke/Llama-2-7B-Chat-GGUF:Q4_K_M",
        "huggingface.co/NousResearch/Nous-Hermes-Llama2-13b",
        "someone/llama2-tuned:7b",
    ] {
        let report = from(id);
        assert_eq!((llama2(&report).0, evidence(&report)[0].0.clone()), (Derived::Yes, "modelfile".to_owned()), "{id}");
        assert_eq!(llama2(&report).1[0].place.line(), Some(2));
    }
    for id in
        ["mistral", "llama3:8b", "tinyllama", "hf.co/mistralai/Mistral-7B-v0.1", "./weights.bin", "own", "llama 2"]
    {
        assert_eq!(llama2(&from(id)).0, Derived::No, "{id}");
    }
    assert_eq!(evidence(&from("./llama-2-7b.Q4_0.gguf"))[0].0, "weights-name");
}

#[test]
fn a_modelfile_of_an_application_is_no_model() {
    let modelfile = || b"FROM llama2:13b\nSYSTEM You are Mario.\n".to_vec();
    let readme = ("README.md", b"# Mario\n\nAn assistant to run with Ollama.\n".to_vec());
    let report = judge(&[readme, ("Modelfile", modelfile())]);
    assert_eq!((llama2(&report).0, report.findings.len()), (Derived::No, 0));
    assert!(judge(&[("app/Modelfile", modelfile()), ("app/main.py", Vec::new())]).models.is_empty());
    let below = judge(&[card("llama2"), ("ollama/Mario.modelfile", modelfile())]);
    assert!(evidence(&below).iter().any(|(kind, ..)| *kind == "modelfile"));
    assert_eq!(below.models.len(), 1);
}

#[test]
fn the_license_of_a_modelfile_is_a_text_of_the_model() {
    let link = b"FROM ./small.gguf\nLICENSE \"\"\"\nhttps://www.llama.com/llama2/license/\n\"\"\"\n".to_vec();
    let file = Gguf::new().text("general.base_model.0.repo_url", URL).bytes();
    let report = judge(&[("small.gguf", file), ("Modelfile", link)]);
    assert!(rules(&report).contains(&"agreement-by-reference"), "{:?}", rules(&report));
    let told = said(&report, "agreement-by-reference");
    assert!(told[0].contains("a link in `Modelfile`"), "{told:?}");
}

#[test]
fn pointers_of_git_lfs_are_known_by_name() {
    let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 3825807040\n".to_vec();
    let report = judge(&[card("llama2"), ("llama-2-7b.gguf", pointer.clone()), ("model.safetensors", pointer.clone())]);
    assert!(!rules(&report).contains(&"unreadable-header"));
    assert!(evidence(&report).contains(&("weights-name".to_owned(), Strength::Medium, "llama-2-7b.gguf")));
    for (path, severity) in [("LICENSE.txt", Severity::Warning), ("adapter_config.json", Severity::Error)] {
        let report = judge(&[card("llama2"), (path, pointer.clone())]);
        let found = report.findings.iter().find(|finding| finding.rule.id == "unreadable-file").unwrap();
        assert!(found.message.headline.contains("its text is not here") && found.severity == severity, "{found:?}");
    }
    let report = judge(&[("README.md", pointer.clone())]);
    assert_eq!(rules(&report), ["unreadable-file"]);
    let report = judge(&[card("llama2"), ("Notice", pointer)]);
    assert!(!rules(&report).contains(&"unreadable-file"), "`missing-notice` says it");
}
