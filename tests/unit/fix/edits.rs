//! What is written into cards and Notice files, byte by byte, and what is left alone.

use super::trees::{CARD, TODAY, left, mend, new, sentence, tree};
use crate::check::config;
use crate::fix::plan::Refusal;
use crate::fix::{LeftReason, Scope, plan};
use crate::source::{EXCERPT_LIMIT, Source};

const BASE: &str = "base_model: meta-llama/Llama-2-7b-hf";

/// The card after the plan, with a Notice file that is complete already.
fn card(old: &str) -> Option<String> {
    let plan = mend(&[("README.md", old.as_bytes()), ("Notice", sentence().as_bytes())]);
    new(&plan, "README.md").map(|bytes| String::from_utf8(bytes.to_vec()).unwrap())
}

#[test]
fn a_notice_is_added_and_no_byte_is_lost() {
    let s = sentence();
    let cases = [
        ("", format!("{s}\n")),
        ("Mine.", format!("Mine.\n{s}\n")),
        ("Mine.\n", format!("Mine.\n{s}\n")),
        ("Mine.\n\n\n", format!("Mine.\n{s}\n\n\n")),
        ("Mine.\r\n", format!("Mine.\r\n{s}\r\n")),
        ("Mine.\r\nYours.", format!("Mine.\r\nYours.\r\n{s}\r\n")),
        ("Mine.\rYours.", format!("Mine.\rYours.\r{s}\r")),
        ("\u{feff}Mine. ©\n", format!("\u{feff}Mine. ©\n{s}\n")),
    ];
    for (old, wanted) in cases {
        let plan = mend(&[("README.md", CARD.as_bytes()), ("NOTICE.txt", old.as_bytes())]);
        assert_eq!(new(&plan, "NOTICE.txt").map(String::from_utf8_lossy).as_deref(), Some(&*wanted), "{old:?}");
        assert_eq!(plan.edits.len(), 1);
        assert_eq!(left(&plan), ["agreement-by-reference"]);
    }
    let plan = mend(&[("README.md", CARD.as_bytes())]);
    assert_eq!(new(&plan, "Notice"), Some(format!("{s}\n").as_bytes()));
}

#[test]
fn a_notice_that_cannot_be_added_to_is_left_alone_and_named() {
    let utf_16: Vec<u8> = "\u{feff}Mine.\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n";
    let cases: [(&[u8], &str); 3] = [
        (&utf_16, "Save `Notice` as UTF-8 text."),
        (b"Copyright \xa9 Mine.\n", "Save `Notice` as UTF-8 text."),
        (pointer.as_bytes(), "Keep `Notice` as plain text, outside of Git LFS."),
    ];
    for (old, advice) in cases {
        let plan = mend(&[("README.md", CARD.as_bytes()), ("Notice", old)]);
        assert_eq!(plan.edits, []);
        let missing = plan.left.iter().find(|left| left.finding.rule.id == "missing-notice").unwrap();
        assert_eq!(missing.why, LeftReason::NoChange);
        assert!(missing.finding.advice.text().contains(advice), "{}", missing.finding.advice.text());
    }
}

#[test]
fn a_license_is_corrected_in_its_line_alone() {
    let cases = [
        (
            "---\r\nlicense:   mit  # for now\r\nBASE\r\ntags: [a,  b]\r\n---\r\nA\tB  \r\n",
            "license:   llama2  # for now",
        ),
        ("\u{feff}---\n# mine\n\"license\": 'mit'\nBASE\n---\nText", "\"license\": 'llama2'"),
        ("---\nBASE\nlicense: \"MIT License\"\nx: 1e3\n---", "license: \"llama2\""),
        ("---\nlicense: [mit]\nBASE\n---\n", "license: [llama2]"),
        ("---\nlicense:\n  - mit\nBASE\n---\n", "  - llama2"),
        ("---\nlicense: unknown\nBASE\n---\n", "license: llama2"),
        ("---\nBASE\nlicence: license\n---\n", "license: llama2"),
    ];
    for (old, line) in cases {
        let old = old.replace("BASE", BASE);
        let mended = card(&old).unwrap_or_else(|| panic!("{old}"));
        let (old, new): (Vec<&str>, Vec<&str>) = (old.split('\n').collect(), mended.split('\n').collect());
        let changed: Vec<_> = old.iter().zip(&new).filter(|(old, new)| old != new).map(|(_, new)| *new).collect();
        assert_eq!(old.len(), new.len(), "{mended}");
        assert_eq!(changed.iter().map(|line| line.trim_end_matches('\r')).collect::<Vec<_>>(), [line], "{mended}");
    }
}

#[test]
fn a_license_that_stands_beside_the_right_one_is_taken_out() {
    let old = format!("---\n{BASE}\nlicense:\n- llama2\n- apache-2.0\nx: y\n---\n");
    assert_eq!(card(&old).unwrap(), old.replace("- apache-2.0\n", ""));
    let old = format!("---\nlicense: llama2\nlicence: license\n{BASE}\n---\n");
    assert_eq!(card(&old).unwrap(), old.replace("licence: license\n", ""));
}

#[test]
fn a_missing_license_is_declared_below_the_opening_fence() {
    let old = format!("---\r\n{BASE}\r\n---\r\nText\r\n");
    assert_eq!(card(&old).unwrap(), old.replacen("---\r\n", "---\r\nlicense: llama2\r\n", 1));
    let old = "# Letters\n\nA fine-tuned version of Llama 2.\n";
    assert_eq!(card(old).unwrap(), format!("---\nlicense: llama2\n---\n{old}"));
}

#[test]
fn a_fence_is_written_where_the_hub_looks_for_it() {
    let whole = format!("---\nlicense: llama2\n{BASE}\n---\n\n# Letters\n");
    let block = format!("license: llama2\n{BASE}\n");
    for (open, close) in [("----\n", "---\n"), ("---  \n", "---\n"), ("", "---\n"), ("---\n", "...\n"), ("---\n", "")] {
        assert_eq!(card(&format!("{open}{block}{close}\n# Letters\n")), Some(whole.clone()), "{open:?} {close:?}");
    }
}

#[test]
fn name_and_link_are_corrected_with_the_license() {
    let cases = [
        ("license: mit", "license_name: mit-license", "https://opensource.org/license/mit"),
        ("license: other", "license_name: apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0"),
    ];
    for (license, name, link) in cases {
        let old = format!("---\n{license}\n{name}\nlicense_link: {link} # see there\n{BASE}\n---\n");
        let mended = card(&old).unwrap();
        let first = if license.ends_with("other") { license } else { "license: llama2" };
        let url = "https://www.llama.com/llama2/license/";
        assert_eq!(
            mended,
            format!("---\n{first}\nlicense_name: llama2\nlicense_link: {url} # see there\n{BASE}\n---\n")
        );
    }
    // A link that leads to other terms than the name: which are meant is for a person.
    let old = format!("---\nlicense: other\nlicense_name: mit\nlicense_link: TERMS.md\n{BASE}\n---\n");
    assert_eq!(card(&old), None);
}

#[test]
fn a_base_model_is_stated_where_the_adapter_proves_it() {
    let adapter = |id: &str| format!("{{\"base_model_name_or_path\": \"{id}\"}}");
    let stated = |card: &str, id: &str| {
        let adapter = adapter(id);
        let notice = ("Notice", sentence().as_bytes());
        let plan = mend(&[("README.md", card.as_bytes()), ("adapter_config.json", adapter.as_bytes()), notice]);
        new(&plan, "README.md").map(|bytes| String::from_utf8(bytes.to_vec()).unwrap())
    };
    let old = "---\r\nlicense: llama2\r\n---\r\n# Letters\r\n";
    let id = "NousResearch/Llama-2-7b-hf";
    assert_eq!(stated(old, id).unwrap(), old.replacen("---\r\n", &format!("---\r\nbase_model: {id}\r\n"), 1));
    // A path that reads like an identifier, an empty field, a misspelt key that is mended instead, no front matter that is read.
    assert_eq!(stated(old, "models/Llama-2-7b-hf"), None);
    assert_eq!(stated("---\nlicense: llama2\nbase_model:\n---\n", id), None);
    let misspelt = "---\nlicense: llama2\nbase-model: a/b\n---\n";
    assert_eq!(stated(misspelt, id).unwrap(), misspelt.replace("base-model", "base_model"));
    assert_eq!(stated("---\nlicense: [llama2\n---\n", id), None);
    // A model that no policy speaks of is not touched.
    let adapter = adapter("mistralai/Mistral-7B-v0.1");
    let plan = mend(&[("README.md", b"---\nlicense: mit\n---\n"), ("adapter_config.json", adapter.as_bytes())]);
    assert_eq!(plan.edits, []);
}

#[test]
fn a_change_that_would_alter_other_fields_is_not_made() {
    let old = format!("---\nlicense: &same mit\nlibrary_name: *same\n{BASE}\n---\n");
    let plan = mend(&[("README.md", old.as_bytes()), ("Notice", sentence().as_bytes())]);
    assert_eq!(plan.edits, []);
    let why = &plan.left.iter().find(|left| left.finding.rule.id == "incompatible-license").unwrap().why;
    assert_eq!(*why, LeftReason::Refused("README.md".to_owned(), Refusal::OtherFields));
}

#[test]
fn a_line_that_is_too_long_to_be_seen_whole_is_not_cut() {
    let card_with = |comment: usize| format!("---\nlicense: mit # {}\n{BASE}\n---\n", "a".repeat(comment));
    assert_eq!(card(&card_with(3_000)), None);
    let seen_whole = card_with(EXCERPT_LIMIT - 30);
    assert_eq!(card(&seen_whole), Some(seen_whole.replace("mit", "llama2")));
}

#[test]
fn what_a_person_has_to_decide_is_not_touched() {
    for license in ["cc-by-nc-4.0", "apple-amlr", "cc"] {
        assert_eq!(card(&format!("---\nlicense: {license}\n{BASE}\n---\n")), None, "{license}");
    }
    // Under its right key the license would ask for a person: the key waits for that decision.
    let old = format!("---\nlicence: cc-by-nc-4.0\n{BASE}\n---\n");
    let plan = mend(&[("README.md", old.as_bytes()), ("Notice", sentence().as_bytes())]);
    assert_eq!(plan.edits, []);
    let why = |rule: &str| plan.left.iter().find(|left| left.finding.rule.id == rule).map(|left| left.why.clone());
    assert_eq!(why("misspelt-key"), Some(LeftReason::Brings("ambiguous-license")));
    // One that a person need not decide on is mended twice over.
    let old = format!("---\nlicence: mit\n{BASE}\n---\n");
    assert_eq!(card(&old).unwrap(), format!("---\nlicense: llama2\n{BASE}\n---\n"));
}

#[test]
fn what_the_configuration_allows_is_not_touched() {
    let text = "exceptions:\n  - { model: ., rule: missing-notice, reason: it comes with the weights }\n";
    let config = config::parse(&Source::new("c.yml", text)).unwrap();
    let plan = plan(&tree(&[("README.md", CARD.as_bytes())]), &config, TODAY, &[], Scope::Faults);
    assert_eq!(plan.edits, []);
    assert_eq!(left(&plan), ["agreement-by-reference"]);
}

#[test]
fn a_card_in_git_lfs_or_another_encoding_is_left_alone() {
    let adapter: (&str, &[u8]) =
        ("adapter_config.json", b"{\"base_model_name_or_path\": \"meta-llama/Llama-2-7b-hf\"}");
    let notice = ("Notice", sentence().as_bytes());
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n";
    // What a pointer stands for cannot be read, so nothing is proposed for it, and a finding says so.
    let plan = mend(&[("README.md", pointer.as_bytes()), adapter, notice]);
    assert_eq!(plan.edits, []);
    assert!(left(&plan).contains(&"unreadable-file"), "{:?}", left(&plan));
    let plan = mend(&[("README.md", b"# Ma\xeftre\n"), adapter, notice]);
    assert_eq!(plan.edits, []);
    let why = &plan.left.iter().find(|left| left.finding.rule.id == "undeclared-license").unwrap().why;
    assert_eq!(*why, LeftReason::Refused("README.md".to_owned(), Refusal::NotUtf8));
}
