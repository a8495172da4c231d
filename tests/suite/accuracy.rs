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
}

/// Exit code, standard output and standard error of `dev/score.py`.
fn score(folder: &Path) -> Result<(i32, String, String), Skipped> {
    let python = python("import sys; sys.exit(sys.version_info < (3, 10))", "Python 3.10")?;
    let mut command = Command::new(python);
    command.arg(root().join("dev/score.py")).arg(folder).args(["--binary", env!("CARGO_BIN_EXE_model-license-gate")]);
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
