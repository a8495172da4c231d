//! Declared licenses: every identifier of the Hub is judged as recorded, and other spellings find theirs.

use crate::policy::identifiers::Spelling;
use crate::policy::{self, Fit, Identifier};
use std::collections::BTreeSet;

/// Identifier and fit, by `tests/data/llama2-verdicts.tsv`.
fn recorded() -> Vec<(&'static str, &'static str)> {
    let lines = include_str!("../data/llama2-verdicts.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).collect()
}

fn fit(of: &Identifier) -> Option<&'static str> {
    let stance = policy::all().iter().find(|policy| policy.license == "llama2")?.compatibility(of)?;
    Some(match stance.fit {
        Fit::Required => "required",
        Fit::Alongside => "alongside",
        Fit::Ambiguous => "ambiguous",
        Fit::Broadens => "broadens",
        Fit::Conflicts => "conflicts",
        Fit::Nothing => "nothing",
    })
}

/// What a declared value names, in one text.
fn named(value: &str) -> String {
    policy::identify(value).into_iter().map(|found| found.id).collect::<Vec<_>>().join(" + ")
}

#[test]
fn every_identifier_of_the_hub_is_judged_as_recorded() {
    let recorded = recorded();
    assert_eq!(recorded.len(), 83);
    for &(id, expected) in &recorded {
        let found = policy::identify(id);
        assert_eq!(found.len(), 1, "{id}");
        assert_eq!((found[0].id.as_str(), found[0].spelling), (id, Spelling::Hub));
        assert_eq!(fit(&found[0]), Some(expected), "{id}");
    }
    let known: BTreeSet<&str> = policy::known_identifiers().map(|(id, _)| id).collect();
    assert_eq!(known, recorded.iter().map(|(id, _)| *id).collect());
}

#[test]
fn every_class_has_one_stance_in_every_policy() {
    for policy in policy::all() {
        for (id, class) in policy::known_identifiers() {
            let stances = policy.declared.iter().filter(|stance| stance.classes.contains(&class.name)).count();
            assert_eq!(stances, 1, "{id} ({}) under {}", class.name, policy.license);
        }
    }
}

#[test]
fn every_policy_is_declared_by_a_name_that_is_known() {
    for policy in policy::all() {
        let [found] = &policy::identify(policy.license)[..] else { panic!("{}: no class has it", policy.license) };
        let is_required = policy.compatibility(found).is_some_and(|stance| stance.fit == Fit::Required)
            // Where nothing may be passed on, its own name is of no use either.
            || policy.no_distribution.is_some();
        assert!(found.id == policy.license && is_required, "{}", policy.license);
        let is_judged = |stance: &policy::Compatibility| stance.classes.contains(&"own");
        assert_eq!(policy.declared.iter().filter(|stance| is_judged(stance)).count(), 1, "{}", policy.license);
    }
}

#[test]
fn every_alias_is_in_the_form_that_is_looked_up() {
    for (_, class) in policy::known_identifiers() {
        for alias in class.aliases {
            assert!(class.ids.contains(&alias.id) || class.names.contains(&alias.id), "{}: {}", class.name, alias.id);
            for spelling in alias.of {
                assert_eq!(named(spelling), alias.id, "{spelling}");
            }
        }
    }
}

#[test]
fn other_spellings_find_their_identifier() {
    for (written, expected) in [
        ("MIT", "mit"),
        ("MIT License", "mit"),
        ("the MIT license", "mit"),
        ("Apache-2.0", "apache-2.0"),
        ("apache 2.0", "apache-2.0"),
        ("Apache License, Version 2.0", "apache-2.0"),
        ("Apache2", "apache-2.0"),
        ("cc-by-nc-sa", "cc-by-nc-sa-4.0"),
        ("CC BY-SA 4.0", "cc-by-sa-4.0"),
        ("CC-BY-SA-4.0", "cc-by-sa-4.0"),
        ("cc_by_nc_4.0", "cc-by-nc-4.0"),
        ("CC0", "cc0-1.0"),
        ("Llama 2", "llama2"),
        ("llama-2", "llama2"),
        ("LLaMA2", "llama2"),
        ("LLAMA 2 Community License", "llama2"),
        ("LLAMA 2 COMMUNITY LICENSE AGREEMENT", "llama2"),
        ("llama-2-community-license", "llama2"),
        ("llama2-license", "llama2"),
        ("Meta Llama 2 Community License", "llama2"),
        ("LicenseRef-scancode-llama-2-license-2023", "llama2"),
        ("Llama 3.1 Community License", "llama3.1"),
        ("GPLv3", "gpl-3.0"),
        ("GPL-3.0-or-later", "gpl-3.0"),
        ("AGPL-3.0-only", "agpl-3.0"),
        ("tii-falcon-llm", "tii-falcon-llm"),
        ("open-mdw", "openmdw-1.0"),
        ("MIT OR Apache-2.0", "mit + apache-2.0"),
        ("Apache-2.0 AND CC-BY-SA-4.0", "apache-2.0 + cc-by-sa-4.0"),
        ("mit or apache-2.0", "mit + apache-2.0"),
        ("(mit AND llama2)", "mit + llama2"),
        ("mit/apache-2.0", "mit + apache-2.0"),
        ("MIT License | Apache 2.0", "mit + apache-2.0"),
        ("apache-2.0 with llvm-exception", "apache-2.0"),
        ("LicenseRef-llama3.1 OR gpl-2.0-or-later", "llama3.1 + gpl-2.0"),
        ("LicenseRef-scancode-gemma OR mit", "gemma + mit"),
        ("(MIT)", "mit"),
        ("0BSD", "0bsd"),
        ("CC-BY-NC-SA-3.0-IGO", "cc-by-nc-sa-3.0-igo"),
    ] {
        assert_eq!(named(written), expected, "{written}");
    }
    for (written, expected) in
        [("tii-falcon-llm", "conflicts"), ("0BSD", "broadens"), ("CC-BY-NC-SA-3.0-IGO", "ambiguous")]
    {
        let found = policy::identify(written);
        assert_eq!(found.first().and_then(fit), Some(expected), "{written}");
    }
}

#[test]
fn what_names_no_license_names_none() {
    for written in [
        "",
        " ",
        "license",
        "proprietary",
        "my-own-terms",
        "llama",
        "no",
        "2.0",
        "MIT OR my-terms",
        "and",
        "mit/x/y",
        "LicenseRef-mine",
        "非商用",
    ] {
        assert_eq!(named(written), "", "{written}");
    }
}

#[test]
fn every_use_policy_that_names_its_text_names_one_that_is_known_character_by_character() {
    let named: Vec<&str> = policy::all().iter().filter_map(|policy| policy.use_policy.as_ref()?.text).collect();
    assert!(named.len() > 5, "{named:?}");
    for text in named {
        assert!(crate::license_texts::has_exact(text), "{text}");
        assert!(policy::of_text(text).is_none(), "{text} is an agreement");
    }
}
