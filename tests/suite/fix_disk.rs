//! What `fix` leaves on the disk: owners, modes, other names of a file, and nothing of a run that was killed.

use crate::fix::{CARD, fix, folder, names};
use crate::harness::{Outcome, Skipped};
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const PROGRAM: &str = env!("CARGO_BIN_EXE_model-license-gate");

tests! {
    owner_and_mode_stay,
    a_file_whose_owner_cannot_be_kept_is_not_written,
    a_file_with_other_names_is_not_split,
    a_folder_of_that_name_stops_the_dry_run_too,
    what_a_killed_run_left_is_removed_and_nothing_else,
    a_run_that_is_killed_leaves_whole_files,
}

/// A number that no user of a test machine has.
const STRANGER: u32 = 61_234;

fn unfit() -> String {
    CARD.replace("license: llama2", "license: mit")
}

/// Whether files can be given to others here.
fn needs_root(at: &Path) -> Outcome {
    let file = at.join("README.md");
    chown(&file, Some(STRANGER), Some(STRANGER)).map_err(|_| Skipped("a user who may give files away".to_owned()))
}

fn owner_and_mode_stay() -> Outcome {
    let path = folder("disk/owner", &[("README.md", &unfit())]);
    needs_root(&path)?;
    fs::set_permissions(path.join("README.md"), fs::Permissions::from_mode(0o2640)).unwrap();
    assert_eq!(fix(&path, &["--yes"]).0, 0);
    let found = fs::metadata(path.join("README.md")).unwrap();
    assert_eq!((found.uid(), found.gid(), found.mode() & 0o7777), (STRANGER, STRANGER, 0o2640));
    assert_ne!(fs::read_to_string(path.join("README.md")).unwrap(), unfit());
    Ok(())
}

fn a_file_whose_owner_cannot_be_kept_is_not_written() -> Outcome {
    let path = folder("disk/stranger", &[("README.md", &unfit())]);
    needs_root(&path)?;
    // Somebody else may write to the folder, and so replace the file.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o777)).unwrap();
    fs::set_permissions(path.join("README.md"), fs::Permissions::from_mode(0o666)).unwrap();
    let program = std::env::temp_dir().join(format!("gate-{}", std::process::id()));
    fs::copy(PROGRAM, &program).unwrap();
    let mut command = Command::new(&program);
    let output = command.args(["fix", "--yes"]).current_dir(&path).uid(STRANGER + 1).gid(STRANGER + 1).output();
    fs::remove_file(&program).unwrap();
    // Where the folders above are closed, the other user does not get here at all.
    let Ok(output) = output else { return Err(Skipped("a folder that others can enter".to_owned())) };
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{errors}");
    assert!(errors.contains("it belongs to another user, and the system does not let you keep it so"), "{errors}");
    assert!(errors.contains("; nothing was written"), "{errors}");
    assert_eq!((names(&path).len(), fs::read_to_string(path.join("README.md")).unwrap()), (1, unfit()));
    Ok(())
}

fn a_file_with_other_names_is_not_split() {
    let path = folder("disk/names", &[("README.md", &unfit()), ("other", "")]);
    fs::remove_file(path.join("other")).unwrap();
    fs::hard_link(path.join("README.md"), path.join("other")).unwrap();
    let (code, _, errors) = fix(&path, &["--yes"]);
    assert_eq!(code, 2);
    assert!(errors.contains("README.md`: it has other names (hard links) that would keep the old text"), "{errors}");
    assert!(errors.contains("; nothing was written"), "{errors}");
    assert_eq!(fs::metadata(path.join("README.md")).unwrap().nlink(), 2);
    assert_eq!((names(&path).len(), fs::read_to_string(path.join("other")).unwrap()), (2, unfit()));
}

fn a_folder_of_that_name_stops_the_dry_run_too() {
    let path = folder("disk/folder", &[("README.md", CARD), ("Notice/text", "")]);
    for arguments in [&["--dry-run"][..], &["--yes"]] {
        let (code, _, errors) = fix(&path, arguments);
        assert_eq!(code, 2, "{errors}");
        assert!(errors.contains("cannot write `Notice`: it is not a plain file"), "{errors}");
    }
}

fn what_a_killed_run_left_is_removed_and_nothing_else() {
    let left = [".model-license-gate.7.0.new", "sub/.model-license-gate.4000000000.12.new"];
    let others = ["model-license-gate.7.0.new", ".model-license-gate.7.new", ".model-license-gate.a.0.new"];
    let alive = ".model-license-gate.8.0.new";
    let mut files = vec![("README.md", CARD), (alive, "")];
    files.extend(left.iter().chain(&others).map(|name| (*name, "")));
    let path = folder("disk/left", &files);
    symlink("README.md", path.join(".model-license-gate.9.0.new")).unwrap();
    fs::create_dir(path.join(".model-license-gate.10.0.new")).unwrap();
    // As a run does that still lives.
    let held = fs::File::open(path.join(alive)).unwrap();
    held.lock().unwrap();
    assert_eq!(fix(&path, &["--dry-run"]).0, 0);
    assert!(left.iter().all(|name| path.join(name).exists()));
    let (code, _, said) = fix(&path, &["--yes"]);
    assert_eq!(code, 0, "{said}");
    assert!(left.iter().all(|name| !path.join(name).exists() && said.contains(name)), "{said}");
    for name in [alive, ".model-license-gate.9.0.new", ".model-license-gate.10.0.new"].iter().chain(&others) {
        assert!(path.join(name).symlink_metadata().is_ok() && !said.contains(&format!("`{name}`")), "{name}: {said}");
    }
    drop(held);
    fix(&path, &["--yes"]);
    assert!(!path.join(alive).exists());
}

fn a_run_that_is_killed_leaves_whole_files() {
    let models: Vec<(String, String)> = (0..60).map(|number| (format!("{number}/README.md"), unfit())).collect();
    let models: Vec<(&str, &str)> = models.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let whole = folder("disk/whole", &models);
    assert_eq!(fix(&whole, &["--yes"]).0, 0);
    let wanted = fs::read(whole.join("0/README.md")).unwrap();
    let mut cut_short = 0;
    for wait in [1, 2, 4, 6, 8, 10, 12, 15, 20, 30, 40, 60, 90, 140] {
        let path = folder("disk/killed", &models);
        let mut command = Command::new(PROGRAM);
        command.args(["fix", "--yes"]).current_dir(&path).stdout(Stdio::null()).stderr(Stdio::null());
        let mut run = command.spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        run.kill().unwrap();
        run.wait().unwrap();
        for (card, text) in &models {
            let found = fs::read(path.join(card)).unwrap();
            assert!(found == wanted || found == text.as_bytes(), "{card}");
        }
        cut_short += usize::from((0..60).any(|number| names(&path.join(number.to_string())).len() != 2));
        let (code, _, errors) = fix(&path, &["--yes"]);
        assert_eq!(code, 0, "{errors}");
        for number in 0..60 {
            let at = path.join(number.to_string());
            assert_eq!(names(&at), ["Notice", "README.md"]);
            assert_eq!(fs::read(at.join("README.md")).unwrap(), wanted);
        }
        fs::remove_dir_all(path).unwrap();
    }
    assert!(cut_short > 0, "no run was killed before its end");
}
