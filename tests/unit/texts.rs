//! The real texts, where a folder with them is named: none of them is in this repository.
//!
//! `MLG_AGREEMENTS` is the folder from which `dev/fingerprint.rs` reads Meta's agreements, under the
//! names in `licenses/*.yml`. Where a text is not there, its tests say that they are skipped.

use super::source_texts::{SourceText, Sources};
use super::support::agreements;
use crate::decode::{Encoding, decode};
use crate::dev::identify_by_search;
use crate::lineage::{may_hold_license, prefilter};
use crate::report::Judgement;
use crate::{Completeness, Config, FoundLicense, Tree, check, identify, tree};
use std::path::Path;

const LLAMA_2: [&str; 3] = ["llama2-2023-07-18.txt", "llama2-2023-07-21.txt", "llama2-web.txt"];

fn text(name: &str) -> Option<String> {
    let Some(bytes) = agreements::file(name).map(|path| std::fs::read(path).unwrap()) else {
        super::skip_agreements();
        return None;
    };
    Some(decode(&bytes).text.into_owned())
}

/// What a text holds, mentions left out.
fn held(text: &str) -> Vec<FoundLicense> {
    let mut found = identify(text).licenses;
    found.retain(|found| found.completeness != Completeness::Mention);
    found
}

#[test]
fn each_edition_of_llama_2_is_complete() {
    for (name, edition) in LLAMA_2.iter().zip(["2023-07-18", "2023-07-21", "web"]) {
        let Some(text) = text(name) else { continue };
        let [found] = &held(&text)[..] else { panic!("{name}") };
        assert_eq!((found.license, found.edition), ("llama2", edition));
        assert_eq!((found.completeness, &found.missing, &found.altered), (Completeness::Complete, &vec![], &vec![]));
        assert!(!identify(&text).other_text);
    }
    let Some(copy) = text("llama2-2023-07-21-models.txt") else { return };
    assert_eq!(held(&copy)[0].edition, "2023-07-21");
}

/// The license texts that have fingerprints.
pub(crate) fn sources() -> Sources {
    Sources::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn in_the_body_of_a_card_no_agreement_is_passed_over() {
    for SourceText { file, key, .. } in sources().texts {
        let Some(name) = file.or_else(|| Some(format!("{}.txt", key?))) else { continue };
        if let Some(text) = text(&name) {
            assert!(may_hold_license(&[prefilter(&text)]), "{name}");
        }
    }
}

/// A text that is known as a whole is not searched; a search would find the same.
#[test]
fn a_text_that_is_known_as_a_whole_is_what_a_search_finds() {
    let mut count = 0;
    for SourceText { file, key, .. } in sources().texts {
        let Some(name) = file.or_else(|| Some(format!("{}.txt", key?))) else { continue };
        let Some(text) = text(&name) else { continue };
        let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for layout in [format!("\r\n {text}\n"), one_line, text] {
            let (known, searched) = (identify(&layout), identify_by_search(&layout));
            count += usize::from(known.is_alone);
            assert_eq!(known.licenses, searched.licenses, "{name}");
            assert_eq!((known.other_text, known.capped), (searched.other_text, searched.capped), "{name}");
            assert!(!identify(&format!("{layout} x")).is_alone, "{name}");
        }
    }
    assert!(count > 0 || std::env::var_os("MLG_AGREEMENTS").is_none(), "no text is known as a whole");
}

#[test]
fn later_generations_are_themselves() {
    for generation in ["3", "3.1", "3.2", "3.3", "4"] {
        let Some(text) = text(&format!("llama{generation}.txt")) else { continue };
        let found = held(&text);
        assert_eq!(found[0].license, format!("llama{generation}"));
        assert!(found.iter().all(|found| found.completeness == Completeness::Complete), "{found:?}");
        assert!(found.iter().all(|found| found.license != "llama2"));
    }
}

#[test]
fn use_policies_are_texts_of_their_own() {
    for generation in ["2", "3", "3.1", "3.2", "3.3", "4"] {
        let Some(text) = text(&format!("llama{generation}-use-policy.md")) else { continue };
        let [found] = &held(&text)[..] else { panic!("{generation}") };
        assert_eq!(found.license, format!("llama{generation}-use-policy"));
        assert_eq!(found.completeness, Completeness::Complete);
    }
}

#[test]
fn a_pointer_is_no_copy() {
    let Some(text) = text("codellama-pointer.txt") else { return };
    let [found] = &identify(&text).licenses[..] else { panic!("{text}") };
    assert_eq!((found.license, found.edition, found.completeness), ("llama2", "pointer", Completeness::Mention));
}

#[test]
fn the_span_holds_the_whole_agreement() {
    for name in LLAMA_2 {
        let Some(text) = text(name) else { continue };
        let card = format!("# Card\n\nSome words about a model that was made of it.\n\n{text}\n\nMore words.");
        let [found] = &held(&card)[..] else { panic!("{name}") };
        assert_eq!(found.completeness, Completeness::Complete);
        let words = |text: &str| text.split_whitespace().count();
        assert!(words(found.span.of(&card)).abs_diff(words(&text)) <= 1);
    }
}

#[test]
fn an_altered_text_that_serves_many_models_is_told_once() {
    let Some(text) = text("llama2-2023-07-18.txt") else { return };
    let text = text.replace("700 million", "7 million");
    let card = "---\nlicense: llama2\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# M\n";
    let files = (0..5).flat_map(|number| {
        [(format!("m{number}/README.md"), card), (format!("LICENSE-{number}.txt"), text.as_str())]
            .map(|(path, text)| (path, tree::Entry::Read(text.as_bytes().to_vec())))
    });
    let report = check(&Tree { files: files.collect(), ..Tree::default() }, &Config::default(), "2027-01-01");
    let of = |model: &str| {
        let told = report.findings.iter().filter(|finding| finding.rule.id == "altered-agreement");
        told.filter(|finding| finding.model == model).count()
    };
    assert_eq!((0..5).map(|number| of(&format!("m{number}"))).collect::<Vec<_>>(), [5, 1, 1, 1, 1]);
    assert!(report.models.iter().all(|model| model.judged["altered-agreement"] == Judgement::Error));
}

#[test]
fn the_prompt_of_a_card_is_complete() {
    let Some(text) = text("llama2-2023-07-21.txt") else { return };
    let (_, body) = text.split_once("2023\n").unwrap();
    let body = body.replace("and \nDocumentation", "and \ndocumentation").replace(". \n\n", ".  ");
    let prompt = format!("### LLAMA 2 COMMUNITY LICENSE AGREEMENT\n\n{body}\n### Llama 2 Acceptable Use Policy");
    let found = &held(&prompt)[0];
    assert_eq!((found.license, found.edition, found.completeness), ("llama2", "card", Completeness::Complete));
    let folded = prompt.split_whitespace().collect::<Vec<_>>().join("\n  ");
    let card = format!("---\nlicense: llama2\nextra_gated_prompt: >-\n  {folded}\n---\n# Card\n");
    assert_eq!(held(&card)[0].completeness, Completeness::Complete);
    let dated = text.replace("July 18, 2023", "July 18, 2024");
    assert_eq!(held(&dated)[0].altered, ["title"]);
}

#[test]
fn a_changed_number_or_a_missing_section_shows() {
    for name in LLAMA_2 {
        let Some(text) = text(name) else { continue };
        let found = &held(&text.replace("700 million", "7 million"))[0];
        assert_eq!((found.completeness, &found.altered), (Completeness::Altered, &vec!["2"]));
        let cut = text.find("\n6. ").unwrap()..text.find("\n7. ").unwrap();
        let mut without = text.clone();
        without.replace_range(cut, "");
        let found = &held(&without)[0];
        assert_eq!((found.completeness, &found.missing), (Completeness::Partial, &vec!["6"]));
        let renamed = text.replace("Llama", "Quokka").replace("LLAMA", "QUOKKA");
        let identified = identify(&renamed);
        assert!(identified.other_text && identified.licenses.iter().all(|f| f.license != "llama2"));
    }
}

#[test]
fn encodings_change_nothing() {
    for name in LLAMA_2 {
        let Some(text) = text(name) else { continue };
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let decoded = decode(&utf16);
        assert_eq!(decoded.encoding, Encoding::Utf16);
        assert_eq!(held(&decoded.text)[0].completeness, Completeness::Complete);
        let cp1252: Vec<u8> = text
            .chars()
            .map(|c| match c {
                '“' => 0x93,
                '”' => 0x94,
                '’' => 0x92,
                c => u8::try_from(c).unwrap(),
            })
            .collect();
        assert_eq!(held(&decode(&cp1252).text)[0].completeness, Completeness::Complete);
    }
}
