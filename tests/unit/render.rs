//! The formats, on reports made by hand: what a person sees, what a program reads, and that no text breaks them.

use crate::render::TextOptions;
use crate::render::{annotated, json, text};
use crate::report::lineage::{Derived, Evidence, Lineage, Strength};
use crate::report::{Advice, Basis, EvidenceKind, Finding, Fix, Related, Severity};
use crate::report::{Base, Compliance, Conclusion, Judgement, ModelReport, Proof, ProofKind, Reason, Report};
use crate::source::{Place, Source, Span};
use std::collections::BTreeMap;

const CARD: &str =
    "---\nlicense: mit\nbase_model: 会社/ラマ-2-7b # 親\ntags: [a]\n---\nA\nB\nC\n# Tuned\nMade from Llama 2.\n";

fn at(source: &Source, words: &str) -> Place {
    let start = source.text.find(words).unwrap();
    source.place(Span::new(start, start + words.len()))
}

fn finding(place: Place) -> Finding {
    Finding {
        rule: &crate::rules::find("missing-notice").unwrap().meta,
        severity: Severity::Error,
        model: "m".to_owned(),
        place,
        message: "The notice is not there.".into(),
        advice: Advice::default(),
        change: None,
        license: None,
        clause: "Some License 1.b".to_owned(),
        basis: Basis::Text,
        fix: None,
        also: Vec::new(),
        missing_text: None,
        related: Vec::new(),
        subject: String::new(),
        nth: 1,
    }
}

fn model(path: &str, derived: Derived) -> ModelReport {
    let lineage =
        Lineage { family: "llama2".to_owned(), derived, via: Vec::new(), evidence: Vec::new(), license: None };
    ModelReport {
        path: path.to_owned(),
        card: Some(format!("{path}/README.md")),
        name: None,
        declared: vec!["mit".to_owned()],
        lineage: vec![lineage],
        compliance: Compliance::default(),
        permissive_parents: Vec::new(),
        judged: BTreeMap::from([("missing-notice", Judgement::Ok)]),
    }
}

fn report(findings: Vec<Finding>) -> Report {
    Report { models: vec![model("m", Derived::Yes)], findings, ..Report::default() }
}

fn shown(finding: Finding) -> String {
    let shown = annotated::render(&report(vec![finding]), false);
    shown.trim_end().to_owned()
}

#[test]
fn places_of_one_file_stand_together_and_japanese_is_aligned() {
    let card = Source::new("m/README.md", CARD);
    let other = Source::new("m/adapter_config.json", "{\n  \"base\": \"x\"\n}\n");
    let mut finding = finding(at(&card, "mit"));
    let related = |place, label: &str| Related { place, label: label.to_owned() };
    finding.related = vec![
        related(at(&card, "ラマ-2-7b"), "the base model"),
        related(at(&card, "Made from Llama 2"), "says so in words"),
        related(at(&other, "\"x\""), "the adapter's base"),
        related(Place::file("LICENSE"), "serves this model too"),
    ];
    finding.advice.steps = vec!["write the notice:\n\n    Two lines,\n    to copy.".to_owned()];
    assert_eq!(
        shown(finding),
        r#"error[missing-notice]: The notice is not there
  --> m/README.md:2:10
   |
 2 | license: mit
   |          ^^^
 3 | base_model: 会社/ラマ-2-7b # 親
   |                  --------- the base model
...
10 | Made from Llama 2.
   | ----------------- says so in words
   |
  ::: m/adapter_config.json:2:11
   |
 2 |   "base": "x"
   |           --- the adapter's base
   |
   = note: LICENSE: serves this model too
   = note: Some License 1.b (explicit)
   = help: write the notice:

               Two lines,
               to copy."#
    );
}

#[test]
fn a_fix_is_shown_as_the_lines_to_write() {
    let card = Source::new("m/README.md", CARD);
    let fix = |path: &str, line, end_line, replacement: &str| {
        Some(Fix { path: path.to_owned(), line, end_line, replacement: replacement.to_owned() })
    };
    let mut changed = finding(at(&card, "license: mit"));
    changed.advice.steps = vec!["declare the license".to_owned()];
    changed.fix = fix("m/README.md", 2, 2, "license: other");
    assert!(
        shown(changed.clone()).ends_with("help: declare the license\n  |\n2 - license: mit\n2 + license: other\n  |")
    );
    changed.fix = fix("m/README.md", 2, 2, "license: other\nlicense_name: x");
    assert!(
        shown(changed.clone()).ends_with(
            "help: declare the license\n  |\n2 - license: mit\n2 + license: other\n3 + license_name: x\n  |"
        )
    );
    changed.fix = fix("m/README.md", 2, 1, "base: a\nname: b");
    assert!(shown(changed.clone()).ends_with("2 + base: a\n3 + name: b\n  |"));
    changed.fix = fix("m/README.md", 3, 2, "base: a\nname: b");
    assert!(shown(changed.clone()).ends_with("3 + base: a\n4 + name: b\n  |"));
    changed.fix = fix("m/README.md", 7, 7, "more");
    assert!(
        shown(changed).ends_with("declare the license\n --> m/README.md:7 in place of this line\n  |\n7 + more\n  |")
    );
    let mut absent = finding(Place::file("m/Notice"));
    absent.fix = fix("m/Notice", 1, 0, "One line of a notice.");
    assert_eq!(
        shown(absent),
        "error[missing-notice]: The notice is not there\n--> m/Notice\n \
         = note: Some License 1.b (explicit)\nhelp: this fixes it\n  |\n\
         1 + One line of a notice.\n  |"
    );
}

#[test]
fn the_end_says_what_passed_and_how_much_was_found() {
    let mut report = report(Vec::new());
    report.models[0].compliance = Compliance {
        without_findings: Conclusion::Complies,
        bases: vec![Base { name: "Llama 2".to_owned(), is_certain: true }],
        proof: vec![Proof {
            license: "llama2",
            kind: ProofKind::Agreement,
            place: Place::file("m/LICENSE"),
            detail: "2023-07-18".to_owned(),
        }],
        reason: None,
    };
    report.models.push(model("n", Derived::No));
    report.models.push(model("o", Derived::No));
    report.unchecked.push("Who uses the model was not checked.".to_owned().into());
    assert_eq!(
        text::render(&report, &TextOptions::default()),
        "m   OK   complies   derived from Llama 2\n  agreement ✓ m/LICENSE (2023-07-18)\n\
         n, o   nothing to comply with\n  The files do not name a base model. If there is one, add `base_model: owner/name` to the card.\n\
         Details:  model-license-gate check --verbose · explain llama2\nNot checked: Who uses the model was not checked.\n\
         pass (complies): 0 errors, 0 warnings, 0 notes in 3 models (complies: 1, nothing to comply with: 2)\n"
    );
    report.models = (0..30).map(|number| model(&number.to_string(), Derived::No)).collect();
    let shown = text::render(&report, &TextOptions::default());
    assert!(shown.starts_with("0, 1, 2 and 27 more   nothing to comply with\n"), "{shown}");
    report.models[0].compliance.reason =
        Some(Reason::UnknownBases { ids: vec!["a/b".to_owned()], may_ask_hub: true, is_no_id: false });
    report.models[0].compliance.without_findings = Conclusion::BaseUnknown;
    let shown = text::render(&report, &TextOptions::default());
    assert!(
        shown.starts_with(
            "0   base unknown\n  The gate does not know what `a/b` requires. To ask the Hugging Face Hub, pass `--hub`"
        ),
        "{shown}"
    );
    assert!(text::render(&Report::default(), &TextOptions::default()).starts_with("No model found"));
}

#[test]
fn hostile_text_stays_text() {
    let words = "\u{1b}[2J\u{202e}\u{9b}x\r::error::pwned\n::error::pwned ##[add-mask]";
    let card = Source::new("m/\u{1b}[31m\n::error::README.md", words);
    let mut finding = finding(card.place(Span::new(0, words.len())));
    finding.message = words.into();
    finding.advice.steps = vec![words.to_owned()];
    finding.clause = words.to_owned();
    finding.related = vec![Related { place: card.place(Span::new(1, 4)), label: words.to_owned() }];
    let mut report = report(vec![finding]);
    report.unchecked.push(words.to_owned().into());
    report.models[0].path = words.to_owned();
    let shown = text::render(&report, &TextOptions::default());
    for line in shown.lines() {
        assert!(!line.trim_start().starts_with("::e") && !line.contains("##["), "{line:?}");
    }
    assert!(!shown.contains(['\u{1b}', '\u{202e}', '\u{9b}', '\r']), "{shown:?}");
    let json = json::render(&report);
    assert!(!json.contains(['\u{1b}', '\u{202e}', '\u{9b}', '\r']) && !json.contains("##["));
    let read: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(read["findings"][0]["message"], words);
}

#[test]
fn no_place_breaks_the_text() {
    let atoms = [
        "a",
        " ",
        "\t",
        "\n",
        "\r\n",
        "\r",
        "日",
        "e\u{301}",
        "\u{200d}",
        "👩‍👩‍👧",
        "\u{1b}",
        "\0",
        "\u{202e}",
        "\u{feff}",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "\n\n\n",
    ];
    let mut state: u64 = 1;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for _ in 0..3_000 {
        let length = [3, 30, 300][random(3)];
        let body: String = (0..length).map(|_| atoms[random(atoms.len())]).collect();
        let source = Source::new("m/README.md", body.as_str());
        let mut place = || {
            let start = random(body.len() + 1);
            let most = [2, 20, 3_000][random(3)];
            let length = random(most);
            source.place(Span::new(start, start + length))
        };
        let mut finding = finding(place());
        finding.related = (0..4).map(|_| Related { place: place(), label: "x".to_owned() }).collect();
        let line = random(40);
        let end_line = (line + random(5)).saturating_sub(1);
        let path = "m/README.md".to_owned();
        finding.fix = Some(Fix { path, line, end_line, replacement: body.clone() });
        let shown = annotated::render(&report(vec![finding]), random(2) == 0);
        assert!(shown.contains("The notice is not there"));
    }
}

#[test]
fn a_program_reads_every_field() {
    let card = Source::new("m/README.md", CARD);
    let mut finding = finding(at(&card, "mit"));
    finding.related = vec![Related { place: Place::file("m/Notice"), label: "not there".to_owned() }];
    let mut report = report(vec![finding]);
    report.models[0].lineage[0].via = vec!["会社/ラマ-2-7b".to_owned()];
    report.models[0].lineage[0].evidence = vec![Evidence {
        kind: EvidenceKind::BaseModel,
        place: at(&card, "ラマ-2-7b"),
        text: "ラ".repeat(400),
        pattern: "prose",
        words: "Llama 2".to_owned(),
        strength: Strength::Decisive,
        speaks_for: true,
    }];
    let read: serde_json::Value = serde_json::from_str(&json::render(&report)).unwrap();
    let evidence = &read["models"][0]["lineage"][0]["evidence"][0];
    assert_eq!(evidence["text"].as_str().unwrap().chars().count(), 303);
    assert_eq!((&evidence["pattern"], &evidence["words"]), (&"prose".into(), &"Llama 2".into()));
    assert_eq!(evidence["strength"], "decisive");
    assert_eq!(evidence["line"], 3);
    let found = &read["findings"][0];
    assert_eq!(found["severity"], "error");
    assert_eq!(found["basis"], "text");
    assert_eq!((&found["line"], &found["end_column"]), (&2.into(), &13.into()));
    assert!(found["fix"].is_null() && found["related"][0]["line"].is_null());
    assert_eq!(found["fingerprint"].as_str().unwrap().len(), 16);
    assert_eq!(read["models"][0]["judged"]["missing-notice"], "ok");
    assert_eq!(read["verdict"], "fail");
    assert_eq!(read["summary"]["models"], 1);
    for field in fields(&read) {
        let documented = include_str!("../../docs/json.md");
        assert!(documented.contains(&field), "docs/json.md does not tell of `{field}`");
    }
}

/// The names of all fields, but for those of `judged`, which are rules.
fn fields(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::Array(items) => items.iter().flat_map(fields).collect(),
        serde_json::Value::Object(entries) => {
            let below = entries.iter().filter(|(name, _)| *name != "judged").flat_map(|(_, value)| fields(value));
            below.chain(entries.keys().cloned()).collect()
        }
        _ => Vec::new(),
    }
}

/// The lines of the text of `check` at 120 columns, of a repository with a model for each license.
fn lines_of<'a>(licenses: impl Iterator<Item = &'a str>) -> usize {
    let card = |license| format!("---\nlicense: {license}\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Small\n");
    let files = licenses.enumerate().map(|(at, license)| (format!("m{at}/README.md"), card(license)));
    let tree: crate::tree::Tree = files.collect();
    let report = crate::check::check(&tree, &crate::Config::default(), "2026-01-01");
    text::render(&report, &TextOptions { width: 120, ..TextOptions::default() }).lines().count()
}

#[test]
fn many_models_stay_readable() {
    let five = lines_of(["mit", "apache-2.0", "cc-by-4.0", "bsd-3-clause", "gpl-3.0"].into_iter());
    assert!((30..=45).contains(&five), "{five} lines for five models with four findings each");
    let equal = lines_of(std::iter::repeat_n("mit", 136));
    assert!((8..=40).contains(&equal), "{equal} lines for 136 equal merges");
}

#[test]
fn the_text_shows_earlier_findings_apart() {
    let mut report = super::outputs::hostile_report(1);
    report.findings.clear();
    report.earlier.truncate(1);
    report.earlier[0].message = crate::report::Message::from("The notice is missing.").and("More.");
    report.earlier[0].place.path = "README.md".into();
    let shown = text::render(&report, &TextOptions::default());
    let wanted = "7 more models unchanged and not shown\n\nFindings from before this change, which do not fail it:\n  \
                  error[missing-notice] README.md:1 The notice is missing\nNot checked: ";
    assert!(shown.contains(wanted), "{shown}");
    assert!(
        shown.ends_with("\npass (does not comply, as before this change): 0 errors, 0 warnings, 0 notes in 1 model\n")
    );
}
