//! Texts of agreements: which are taken, where they are put, and what is said of those that are not.

use super::trees::{CARD, TODAY, left, new, offer, sentence, tree, written};
use crate::check::config::Config;
use crate::fix::{LeftReason, Plan, Scope, SuppliedText, plan};
use crate::unit::agreement;

fn mend_with(files: &[(&str, &[u8])], offers: &[SuppliedText]) -> Plan {
    let tree = tree(files);
    let plan = plan(&tree, &Config::default(), TODAY, offers, Scope::Faults);
    written(&tree, &Config::default(), &plan);
    plan
}

#[test]
fn only_a_whole_and_unchanged_text_is_taken() {
    let said =
        |bytes: &[u8]| SuppliedText::read("x", bytes.to_vec()).map(|offer| offer.license).unwrap_err().to_string();
    assert_eq!(said(b""), "it contains no license text that the gate knows");
    assert_eq!(said(b"Not found\n"), "it contains no license text that the gate knows");
    assert_eq!(said(b"MZ\0\0\x90\0\xff"), "it is not UTF-8 text");
    assert_eq!(said(b"<!DOCTYPE html><html><body>Llama 2"), "it is an HTML page, not the plain text of a license");
    let Some(whole) = agreement("llama2-2023-07-18") else { return };
    assert_eq!(SuppliedText::read("x", whole.clone().into_bytes()).unwrap().license, "llama2");
    let cut = &whole[..whole.len() * 2 / 3];
    assert!(said(cut.as_bytes()).starts_with("it is not the whole text of `llama2`: parts of it are missing"));
    let changed = whole.replacen("700 million", "7 million", 1);
    assert_eq!(
        said(changed.as_bytes()),
        "it is not the licensor's text of `llama2`: words of it are changed (clause 2)"
    );
    let more = format!("These are our own terms, which come first and say what we have to say.\n\n{whole}");
    assert_eq!(said(more.as_bytes()), "it contains other text as well as that of `llama2`");
    let page = format!("<html><head><title>License</title></head><body><pre>{whole}</pre></body></html>");
    assert_eq!(said(page.as_bytes()), "it is an HTML page, not the plain text of a license");
}

#[test]
fn only_the_licensors_characters_are_taken() {
    let Some(whole) = agreement("llama2-2023-07-18") else { return };
    let read = |text: &str| SuppliedText::read("x", text.as_bytes().to_vec()).map(|offer| offer.license);
    let lines: Vec<&str> = whole.lines().map(str::trim).collect();
    for layout in [lines.join("\r\n"), lines.join("\n   "), lines.join(" "), format!("\u{feff}\n{whole}\n\n")] {
        assert_eq!(read(&layout), Ok("llama2"));
    }
    for (from, to) in [
        ("Meta", "*Meta*"),
        (", ", " "),
        ("700 million", "700 - million"),
        ("July", "Ju\u{ad}ly"),
        ("a. ", "b. "),
        ("\"", "'"),
    ] {
        assert!(read(&whole.replacen(from, to, 1)).is_err(), "{from} {to}");
    }
}

#[test]
fn a_copy_is_put_beside_the_card_as_it_came() {
    let Some(text) = offer("llama2-2023-07-18") else { return };
    let notice = ("Notice", sentence().as_bytes());
    let plan = mend_with(&[("a/README.md", CARD.as_bytes()), ("a/Notice", notice.1)], std::slice::from_ref(&text));
    assert_eq!(new(&plan, "a/LICENSE.txt"), Some(text.bytes()));
    assert_eq!((plan.edits.len(), left(&plan).len()), (1, 0));
    // A name that is taken, in whatever case, is not written over.
    let own: (&str, &[u8]) = ("License.TXT", b"Our terms.\n");
    let plan = mend_with(&[("README.md", CARD.as_bytes()), notice, own], std::slice::from_ref(&text));
    assert_eq!(new(&plan, "LICENSE-llama2.txt"), Some(text.bytes()));
    // A link that waits for the file is the name.
    let card = CARD.replace("license: llama2\n", "license: llama2\nlicense_link: ./LICENSE-LLAMA2\n");
    let plan = mend_with(&[("README.md", card.as_bytes()), notice], std::slice::from_ref(&text));
    assert_eq!(left(&plan), [""; 0]);
    assert_eq!(new(&plan, "LICENSE-LLAMA2"), Some(text.bytes()));
    let card = CARD.replace("license: llama2\n", "license: llama2\nlicense_link: ../../LICENSE\n");
    let plan = mend_with(&[("README.md", card.as_bytes()), notice], std::slice::from_ref(&text));
    assert_eq!(new(&plan, "LICENSE.txt"), Some(text.bytes()));
}

#[test]
fn an_altered_text_stays_beside_the_whole_one() {
    let Some(text) = offer("llama2-2023-07-18") else { return };
    let altered = String::from_utf8(text.bytes().to_vec()).unwrap().replacen("700 million", "7 million", 1);
    let files =
        [("README.md", CARD.as_bytes()), ("Notice", sentence().as_bytes()), ("LICENSE.txt", altered.as_bytes())];
    let plan = mend_with(&files, std::slice::from_ref(&text));
    assert_eq!(new(&plan, "LICENSE-llama2.txt"), Some(text.bytes()));
    assert_eq!((plan.edits.len(), left(&plan).len()), (1, 0));
}

#[test]
fn the_text_of_another_license_is_not_put_there() {
    let Some(text) = offer("llama3.1") else { return };
    let plan = mend_with(&[("README.md", CARD.as_bytes()), ("Notice", sentence().as_bytes())], &[text]);
    assert_eq!(plan.edits, []);
    assert!(matches!(&plan.left[0].why, LeftReason::NoText(missing) if missing.text == Some("llama2")));
}
