//! Paths up through what the Hub and a dump of cards state.

use crate::lineage::hub::{Hub, Stated};
use crate::lineage::lineage_facts::LineageFacts;
use crate::lineage::lineage_facts::{Ancestry, MOST_ANCESTORS};
use std::sync::Arc;

pub(crate) fn dump(models: &[(&str, &[&str])]) -> Ancestry {
    let mut ancestry = Ancestry::default();
    for (id, parents) in models {
        ancestry.add(id, &parents.iter().map(|parent| (*parent).to_owned()).collect::<Vec<_>>(), None);
    }
    ancestry
}

fn by_dump(models: &[(&str, &[&str])]) -> LineageFacts {
    LineageFacts { ancestry: Some(Arc::new(dump(models))), ..LineageFacts::default() }
}

fn by_hub(rows: &[(&str, Stated)]) -> LineageFacts {
    let rows = rows.iter().map(|(id, stated)| ((*id).to_owned(), stated.clone()));
    LineageFacts { hub: Hub(rows.collect()), ..LineageFacts::default() }
}

fn made_from(parents: &[&str]) -> Stated {
    Stated { parents: parents.iter().map(|parent| (*parent).to_owned()).collect(), ..Stated::default() }
}

/// The paths up from a model, each as one text.
fn paths(facts: &LineageFacts, id: &str) -> Vec<String> {
    facts.paths_up(id).into_iter().map(|path| path.join(" ")).collect()
}

#[test]
fn every_path_ends_at_a_known_model_or_where_nothing_is_stated() {
    let (llama, mistral) = ("meta-llama/Llama-2-7b-hf", "mistralai/Mistral-7B-v0.1");
    let rows: [(&str, &[&str]); 5] = [
        ("a/Quantised", &["A/merged"]),
        ("a/merged", &["a/one", "a/two", "a/lost"]),
        ("a/one", &[llama]),
        ("a/two", &[mistral, "a/one"]),
        (llama, &[mistral]),
    ];
    let expected = [
        "A/QUANTISED a/merged a/lost".to_owned(),
        format!("A/QUANTISED a/merged a/one {llama}"),
        format!("A/QUANTISED a/merged a/two {mistral}"),
    ];
    assert_eq!(paths(&by_dump(&rows), "A/QUANTISED"), expected);
    let hub = by_hub(&rows.map(|(id, parents)| (id, made_from(parents))).map(|(id, row)| match id {
        "a/Quantised" => ("a/quantised", made_from(&["a/merged"])),
        _ => (id, row),
    }));
    assert_eq!(paths(&hub, "A/QUANTISED"), expected);
    assert_eq!(paths(&hub, "a/unheard"), ["a/unheard"]);
}

#[test]
fn circles_and_crowds_end() {
    let circle = by_hub(&[("a/a", made_from(&["a/b", "a/a"])), ("a/b", made_from(&["A/A"]))]);
    assert_eq!(paths(&circle, "a/a"), [""; 0]);
    let names: Vec<String> = (0..2_000).map(|number| format!("a/{number}")).collect();
    let chain: Vec<(&str, Stated)> = names.windows(2).map(|two| (two[0].as_str(), made_from(&[&two[1]]))).collect();
    let found = by_hub(&chain).paths_up("a/0");
    assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [MOST_ANCESTORS + 1]);
    let near = by_hub(&chain[..100]).paths_up("a/0");
    assert_eq!(near.iter().map(Vec::len).collect::<Vec<_>>(), [101]);
}

#[test]
fn a_path_is_described_in_words_and_has_the_license_nearest_to_its_end() {
    let now = Stated { renamed_to: Some("b/b".to_owned()), ..made_from(&["c/c"]) };
    let licensed = |license: &str| Stated { license: Some(license.to_owned()), ..Stated::default() };
    let facts = by_hub(&[("a/a", now), ("b/b", licensed("own")), ("c/c", licensed("other"))]);
    let found = facts.paths_up("a/a");
    let words: Vec<_> = found.iter().map(|path| facts.describe(path, facts.license_on(path))).collect();
    assert_eq!(words, ["a/a is now b/b, b/b has the license own", "a/a is made from c/c, c/c has the license other"]);
    assert_eq!(facts.describe(&found[0], None), "a/a is now b/b");
    let above = [found[0].as_slice(), &["d/d".to_owned()]].concat();
    assert_eq!(facts.license_on(&above), Some(("b/b", "own")));
}

#[test]
fn names_count_where_nothing_above_is_known() {
    let facts = by_dump(&[("a/1", &["b/llama-7b", "a/2", "c/x-llama-2"]), ("a/2", &["d/y-llama-2"])]);
    assert_eq!(paths(&facts, "a/1"), ["a/1 b/llama-7b", "a/1 c/x-llama-2", "a/1 a/2 d/y-llama-2"]);
    // What the table knows is not asked for its parents; a model's own row does not answer for them.
    let known = "CalderaAI/13B-BlueMethod";
    let facts = by_dump(&[("a/tune", &[known]), (known, &["mistralai/Mistral-7B-v0.1"])]);
    assert_eq!(paths(&facts, "a/tune"), [format!("a/tune {known}")]);
    assert_eq!(paths(&facts, known), [format!("{known} mistralai/Mistral-7B-v0.1")]);
}
