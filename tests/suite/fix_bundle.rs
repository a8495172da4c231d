//! `fix --bundle`: notices, agreements and use policies of all base models, each verified, and not a byte of anything else. And the texts
//! that `fix` refuses.

use crate::fix::{fix, folder, names};
use crate::harness::{Outcome, Skipped, without_agreement};
use crate::support::agreements;
use std::fs;
use std::path::Path;

tests! {
    everything_that_all_parents_ask_for_is_written_and_nothing_else,
    what_is_missing_is_listed_with_its_address,
    a_text_that_no_model_needs_stops_everything,
    a_dry_run_speaks_of_what_would_be,
    the_use_policy_of_one_license_is_not_that_of_another,
    a_pointer_to_the_use_policy_does_not_stand_for_it_in_a_bundle,
}

/// A merge whose card declares what does not fit.
const MERGE: &str =
    "---\nlicense: mit\nbase_model: [meta-llama/Llama-2-7b-hf, meta-llama/Llama-3.1-8B]\n---\n# Llama-Dunlin-8B\n";

/// The same with one parent.
const SINGLE: &str = "---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Dunlin-7B\n";

/// The path of a text of an agreement, as an argument.
fn text(name: &str) -> Result<String, Skipped> {
    let path = agreements::file(name).ok_or_else(|| without_agreement(name))?;
    Ok(path.to_string_lossy().into_owned())
}

/// Runs `fix --bundle --yes` with texts.
fn bundle(path: &Path, texts: &[&str]) -> (i32, String, String) {
    let texts: Vec<&str> = texts.iter().flat_map(|text| ["--agreement", text]).collect();
    fix(path, &[&["--bundle", "--yes"], &texts[..]].concat())
}

fn everything_that_all_parents_ask_for_is_written_and_nothing_else() -> Outcome {
    let names_of_texts = ["llama2-2023-07-21.txt", "llama3.1.txt", "llama2-use-policy.md", "llama3.1-use-policy.md"];
    let texts =
        [text(names_of_texts[0])?, text(names_of_texts[1])?, text(names_of_texts[2])?, text(names_of_texts[3])?];
    let texts = texts.each_ref().map(String::as_str);
    let mine = "The code is ours.\n";
    let path = folder("bundle-all", &[("README.md", MERGE), ("LICENSE.txt", mine)]);
    let (code, said, errors) = bundle(&path, &texts);
    assert_eq!((code, errors.as_str()), (0, ""), "{said}");
    let written = ["LICENSE-llama2.txt", "LICENSE-llama3.1.txt", "USE_POLICY-llama2.md", "USE_POLICY-llama3.1.md"];
    for (written, text) in written.iter().zip(texts) {
        assert_eq!(fs::read(path.join(written)).unwrap(), fs::read(text).unwrap(), "{written}");
    }
    let mut all = [&written[..], &["LICENSE.txt", "Notice", "README.md"]].concat();
    all.sort_unstable();
    assert_eq!(names(&path), all);
    let notice = fs::read_to_string(path.join("Notice")).unwrap();
    assert_eq!(notice.lines().count(), 2, "{notice}");
    assert!(notice.starts_with("Llama 2 is licensed ") && notice.contains("\nLlama 3.1 is licensed "), "{notice}");
    let read = |name: &str| fs::read_to_string(path.join(name)).unwrap();
    assert_eq!((read("README.md").as_str(), read("LICENSE.txt").as_str()), (MERGE, mine));
    assert!(said.contains("Notices and license texts do not fix "), "{said}");
    // Again, with and without the texts: nothing is left to write.
    let before: Vec<String> = all.iter().map(|name| read(name)).collect();
    for texts in [&[] as &[&str], &texts] {
        let (code, said, _) = bundle(&path, texts);
        assert_eq!(code, 0, "{said}");
        assert!(said.starts_with("No notice or license text that the gate knows is missing.\n"), "{said}");
    }
    assert_eq!(all.iter().map(|name| read(name)).collect::<Vec<_>>(), before);
    Ok(())
}

fn what_is_missing_is_listed_with_its_address() {
    let path = folder("bundle-none", &[("README.md", MERGE), ("adapter_config.json", "{}")]);
    let (code, said, errors) = bundle(&path, &[]);
    assert_eq!((code, errors.as_str()), (1, ""), "{said}");
    assert_eq!(names(&path), ["Notice", "README.md", "adapter_config.json"]);
    assert_eq!(fs::read_to_string(path.join("README.md")).unwrap(), MERGE);
    for address in [
        "https://www.llama.com/llama2/license/",
        "https://www.llama.com/llama3_1/license/",
        "https://www.llama.com/llama2/use-policy/",
        "https://www.llama.com/llama3_1/use-policy/",
    ] {
        assert_eq!(said.matches(address).count(), 1, "{address}: {said}");
    }
    let how = "Pass its text with `--agreement FILE`, or download it with `--download` (text `llama2-use-policy`).";
    assert!(said.contains(how), "{said}");
    // Nothing is promised of a base model that nobody knows.
    let path =
        folder("bundle-unknown", &[("README.md", &SINGLE.replace("meta-llama/Llama-2-7b-hf", "acme/strange-7b"))]);
    let (code, said, _) = bundle(&path, &[]);
    assert_eq!((code, names(&path)), (1, vec!["README.md".to_owned()]), "{said}");
    assert!(said.contains("The gate does not know the base model `acme/strange-7b`"), "{said}");
    // What the configuration waives is not written.
    let waived = "exceptions:\n- {rule: missing-notice, model: ., reason: It comes with the program.}\n";
    let path = folder("bundle-waived", &[("README.md", SINGLE), (".model-license-gate.yml", waived)]);
    bundle(&path, &[]);
    assert_eq!(names(&path), [".model-license-gate.yml", "README.md"]);
    // A model that nothing binds needs nothing.
    let path = folder("bundle-free", &[("README.md", "---\nlicense: mit\n---\n# Dunlin-7B\n")]);
    assert_eq!(bundle(&path, &[]).0, 0);
    assert_eq!(names(&path), ["README.md"]);
}

fn a_text_that_no_model_needs_stops_everything() -> Outcome {
    let (own, other, policy) = (text("llama2-2023-07-21.txt")?, text("llama3.txt")?, text("llama3.1-use-policy.md")?);
    let altered = fs::read_to_string(&own).unwrap().replacen("700 million", "7 million", 1);
    for (case, arguments, why) in [
        ("other", [own.as_str(), &other], "is the text of `llama3`, which no model here needs. Nothing was written"),
        (
            "policy",
            [&own, &policy],
            "is the text of `llama3.1-use-policy`, which no model here needs. Nothing was written",
        ),
        ("altered", [&own, "altered.txt"], "words of it are changed (clause 2). Nothing was written"),
    ] {
        for mode in [&["--yes"] as &[&str], &["--yes", "--bundle"], &["--dry-run"]] {
            let path = folder(&format!("refused-{case}"), &[("README.md", SINGLE), ("altered.txt", &altered)]);
            let texts = arguments.iter().flat_map(|text| ["--agreement", text]);
            let (code, shown, errors) = fix(&path, &mode.iter().copied().chain(texts).collect::<Vec<_>>());
            assert_eq!((code, shown.as_str()), (2, ""), "{case} {mode:?}: {errors}");
            assert!(errors.contains(why), "{case} {mode:?}: {errors}");
            assert_eq!(names(&path), ["README.md", "altered.txt"], "{case} {mode:?}");
            assert_eq!(fs::read_to_string(path.join("README.md")).unwrap(), SINGLE);
        }
    }
    // What is there already is no reason to stop.
    let path = folder("refused-not", &[("README.md", SINGLE)]);
    for _ in 0..2 {
        let (code, _, errors) = fix(&path, &["--yes", "--agreement", &own]);
        assert_eq!((code, errors.as_str()), (0, ""));
    }
    Ok(())
}

fn a_dry_run_speaks_of_what_would_be() {
    let path = folder("would-be", &[("README.md", SINGLE)]);
    let (_, diff, said) = fix(&path, &["--dry-run"]);
    assert!(said.contains("\nThe license that would be declared is the base model's own."), "{said}");
    assert!(diff.contains("\n+license: llama2\n") && !said.contains("is now declared"), "{said}");
    let (code, diff, said) = fix(&path, &["--dry-run", "--bundle"]);
    assert_eq!(code, 1, "the agreement would be missing");
    assert!(diff.contains("\n+++ b/Notice\n") && !diff.contains("README.md"), "{diff}");
    assert!(!said.contains("would be declared"), "{said}");
    assert_eq!(names(&path), ["README.md"]);
    let (_, said, _) = fix(&path, &["--yes"]);
    assert!(said.contains("\nThe license that is now declared is the base model's own."), "{said}");
}

fn the_use_policy_of_one_license_is_not_that_of_another() -> Outcome {
    let (own, other) = (text("llama2-use-policy.md")?, text("llama3.1-use-policy.md")?);
    for (case, policy, is_missing) in [("own", &own, false), ("other", &other, true)] {
        let policy = fs::read_to_string(policy).unwrap();
        let path = folder(&format!("use-policy-{case}"), &[("README.md", SINGLE), ("USE_POLICY.md", &policy)]);
        let (_, said, _) = bundle(&path, &[]);
        assert_eq!(said.contains("missing-use-policy"), is_missing, "{case}: {said}");
    }
    // The name is taken then.
    let other = fs::read_to_string(&other).unwrap();
    let path = folder("use-policy-beside", &[("README.md", SINGLE), ("USE_POLICY.md", &other)]);
    bundle(&path, &[&own]);
    assert_eq!(names(&path), ["Notice", "README.md", "USE_POLICY-llama2.md", "USE_POLICY.md"]);
    Ok(())
}

fn a_pointer_to_the_use_policy_does_not_stand_for_it_in_a_bundle() -> Outcome {
    let own = text("llama2-use-policy.md")?;
    let card = format!("{SINGLE}\nUse is bound by https://www.llama.com/llama2/use-policy/\n");
    let path = folder("use-policy-pointer", &[("README.md", &card)]);
    let (_, said, _) = bundle(&path, &[&own]);
    assert!(said.contains("USE_POLICY.md (new)"), "{said}");
    assert_eq!(fs::read_to_string(path.join("README.md")).unwrap(), card);
    Ok(())
}
