//! The scores of labelled cards: those of the example, a label that is wrong, and folders that cannot be scored.

use crate::harness::{self, Outcome, Skipped, python};
use crate::project::root;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

tests! {
    the_example_scores_as_its_page_shows,
    what_is_judged_otherwise_than_labelled_is_listed,
    an_index_that_cannot_be_scored_is_told_in_sentences,
    all_faults_of_an_index_are_told_at_once,
    lines_score_a_family_at_a_time,
    lines_score_bodies_alone,
    lines_without_a_family_score_alarms,
    lines_that_cannot_be_scored_are_told,
}

/// Exit code, standard output and standard error of `dev/score.py` on a folder.
fn score(folder: &Path) -> Result<(i32, String, String), Skipped> {
    score_with(folder, &[])
}

/// The same with options, on a folder or a file.
fn score_with(labels: &Path, options: &[&str]) -> Result<(i32, String, String), Skipped> {
    let python = python("import sys; sys.exit(sys.version_info < (3, 10))", "Python 3.10")?;
    let mut command = Command::new(python);
    command.arg(root().join("dev/score.py")).arg(labels).args(options);
    command.args(["--binary", env!("CARGO_BIN_EXE_model-license-gate")]);
    let output = command.env("PYTHONIOENCODING", "utf-8").output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
    Ok((output.status.code().unwrap(), text(output.stdout), text(output.stderr)))
}

/// A folder of its own with a card that descends, and this index.
fn labelled(name: &str, index: &[u8]) -> PathBuf {
    let folder = harness::folder(&format!("accuracy/{name}"));
    fs::create_dir_all(folder.join("a")).unwrap();
    fs::write(folder.join("a/README.md"), "---\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Otter\n").unwrap();
    fs::write(folder.join("index.tsv"), index).unwrap();
    folder
}

/// Scores a file of `tests/accuracy` and asks for these lines; each is compared with its runs of spaces as one.
fn assert_lines(file: &str, options: &[&str], wanted: &[&str]) -> Result<String, Skipped> {
    let (code, out, err) = score_with(&root().join("tests/accuracy").join(file), options)?;
    assert_eq!((code, err.as_str()), (0, ""));
    let told: Vec<String> = out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for line in wanted {
        assert!(told.iter().any(|told| told == line), "{line}\nis missing in\n{out}");
    }
    Ok(out)
}

fn the_example_scores_as_its_page_shows() -> Outcome {
    let (code, out, err) = score(&root().join("tests/accuracy"))?;
    assert_eq!((code, err.as_str()), (0, ""));
    let wanted = fs::read_to_string(root().join("tests/accuracy.out")).unwrap().replace("\r\n", "\n");
    assert_eq!(out, wanted, "`tests/accuracy.out` is what dev/score.py prints on `tests/accuracy`");
    let page = fs::read_to_string(root().join("docs/accuracy.md")).unwrap().replace("\r\n", "\n");
    assert!(page.contains(&wanted), "docs/accuracy.md shows another output than `tests/accuracy.out`");
    Ok(())
}

fn what_is_judged_otherwise_than_labelled_is_listed() -> Outcome {
    let index = b"n\tderived\tviolations\na\tno\tlicence-missing;duplicate-key\n";
    let (code, out, err) = score(&labelled("misses", index))?;
    assert_eq!((code, err.as_str()), (0, ""));
    for line in [
        "descent, yes or no: 0/1 = 0.0% (0.0% to 79.3%)\n",
        "duplicate-key         none                                0/1 = 0.0% (0.0% to 79.3%)\n",
        "undeclared-license    1/1 = 100.0% (20.7% to 100.0%)      1/1 = 100.0% (20.7% to 100.0%)\n",
        "judged otherwise than labelled: 4\n",
        "  a: descent is labelled no, judged yes\n",
        "  a: agreement is reported, not labelled\n",
        "  a: duplicate-key is labelled, not reported\n",
        "  a: missing-notice is reported, not labelled\n",
    ] {
        assert!(out.contains(line), "{line}is missing in\n{out}");
    }
    Ok(())
}

fn an_index_that_cannot_be_scored_is_told_in_sentences() -> Outcome {
    let cases: [(&str, &[u8], &str); 7] = [
        ("no-column", b"n\tviolations\na\tpass\n", "has no column `derived`."),
        (
            "few-columns",
            b"n\tderived\tviolations\na\tyes\n",
            "index.tsv:2: the line has 2 columns, the first line has 3.",
        ),
        (
            "no-folder",
            b"n\tderived\tviolations\nb\tyes\tpass\n",
            "index.tsv:2: there is no folder `b` beside index.tsv.",
        ),
        ("outside", b"n\tderived\tviolations\n../a\tyes\tpass\n", "`../a` is not the name of a folder"),
        (
            "no-label",
            b"n\tderived\tviolations\na\tyes\tnotise\n",
            "index.tsv:2: `notise` is neither a label nor a rule.",
        ),
        ("no-answer", b"n\tderived\tviolations\na\tmaybe\tpass\n", "index.tsv:2: `maybe` is no answer on descent."),
        ("not-text", b"n\tderived\tviolations\n\xff\tyes\tpass\n", "cannot be read as text in UTF-8"),
    ];
    for (name, index, wanted) in cases {
        let (code, out, err) = score(&labelled(name, index))?;
        assert_eq!((code, out.as_str()), (2, ""), "{name}: {err}");
        assert!(err.contains(wanted) && !err.contains("Traceback"), "{name}: {err}");
    }
    let (code, _, err) = score(&root().join("tests/rules"))?;
    assert!(code == 2 && err.contains("index.tsv` is not there."), "{err}");
    Ok(())
}

fn all_faults_of_an_index_are_told_at_once() -> Outcome {
    let index = b"n\tderived\tviolations\na\tyes\t\na\tyes\tpass;licence-missing\n";
    let (code, _, err) = score(&labelled("faults", index))?;
    assert_eq!((code, err.lines().count()), (2, 3), "{err}");
    assert!(err.contains("index.tsv:2: `violations` is empty.") && err.contains("index.tsv:3: `a` stands on line 2"));
    assert!(err.contains("index.tsv:3: `pass` stands beside other labels."), "{err}");
    Ok(())
}

fn lines_score_a_family_at_a_time() -> Outcome {
    let wanted = [
        "6 records, as they are. Each share is given with its 95 % interval (Wilson).",
        "llama2 2/2 = 100.0% (34.2% to 100.0%) 0 0 0/4 = 0.0% (0.0% to 49.0%) 0 1",
        "gemma 1/1 = 100.0% (20.7% to 100.0%) 0 0 1/5 = 20.0% (3.6% to 62.4%) 0 0",
        "acme/teal: labelled other:mistral, judged yes on llama2, which it declares",
        "acme/snipe: labelled none, judged yes on gemma",
    ];
    let out = assert_lines("descent.jsonl", &["--list"], &wanted)?;
    assert!(out.contains("line 3: google/gemma-2b"), "the evidence is listed:\n{out}");
    Ok(())
}

fn lines_score_bodies_alone() -> Outcome {
    let wanted = [
        "6 records, front matter cut. Each share is given with its 95 % interval (Wilson).",
        "llama2 1/2 = 50.0% (9.5% to 90.5%) 0 1 0/4 = 0.0% (0.0% to 49.0%) 0 0",
        "acme/plover: labelled llama2, judged no",
    ];
    assert_lines("descent.jsonl", &["--bodies", "--list"], &wanted)?;
    Ok(())
}

fn lines_without_a_family_score_alarms() -> Outcome {
    let wanted = [
        "all 2/4 = 50.0% (15.0% to 85.0%)",
        "tool near miss 1/2 = 50.0% (9.5% to 90.5%)",
        "warn by words alone 1/4 = 25.0% (4.6% to 69.9%)",
        "left out: descends or may 1/1 = 100.0% (20.7% to 100.0%)",
        "3: tool near miss fail, judged yes on llama2",
    ];
    assert_lines("alarms.jsonl", &["--list"], &wanted)?;
    let wanted = [
        "3 records, a neutral front matter before it. Each share is given with its 95 % interval (Wilson).",
        "all 1/3 = 33.3% (6.1% to 79.2%)",
        "5: model fail by words alone, judged yes on llama2",
    ];
    assert_lines("alarms.jsonl", &["--stress", "--list"], &wanted)?;
    let left_out = harness::folder("accuracy/left-out").join("ids.txt");
    fs::write(&left_out, "3\n5\n").unwrap();
    assert_lines("alarms.jsonl", &["--leave-out", left_out.to_str().unwrap()], &["all 0/2 = 0.0% (0.0% to 65.8%)"])?;
    Ok(())
}

fn lines_that_cannot_be_scored_are_told() -> Outcome {
    let cases = [
        ("empty", "", "holds no record to score."),
        ("no-json", "{\n", "cards.jsonl:1: this is no JSON object"),
        ("no-card", "{\"truth\":\"llama2\",\"files\":{\"LICENSE\":\"\"}}\n", "cards.jsonl:1: this is no JSON object"),
        (
            "mixed",
            "{\"truth\":\"none\",\"card\":\"\"}\n{\"kind\":\"tool\",\"card\":\"\"}\n",
            "cards.jsonl:2: the first line has another kind of label.",
        ),
        (
            "outside",
            "{\"truth\":\"none\",\"files\":{\"README.md\":\"\",\"../x\":\"\"}}\n",
            "the records could not be judged: ",
        ),
    ];
    for (name, text, wanted) in cases {
        let file = harness::folder(&format!("accuracy/lines-{name}")).join("cards.jsonl");
        fs::write(&file, text).unwrap();
        let (code, out, err) = score_with(&file, &[])?;
        assert_eq!((code, out.as_str()), (2, ""), "{name}: {err}");
        assert!(err.contains(wanted) && !err.contains("Traceback"), "{name}: {err}");
    }
    Ok(())
}
