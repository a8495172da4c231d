//! Asks Git whether files can be brought back: the only module that starts another program.

use std::path::Path;
use std::process::Command;

/// What Git knows of the files that are to be changed, and of those around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Committed {
    /// All files that Git keeps there are as they were committed, and those that are to be changed are among them.
    Yes,
    /// These are not: paths as Git names them.
    No(Vec<String>),
    /// Git does not say: why.
    Unknown(String),
}

/// Looks at the files that Git keeps below a folder of a repository, and at those that are to be changed; all paths are counted from
/// its root.
///
/// Programs that the repository's configuration names as monitors or hooks are not started.
pub(super) fn committed(repository: &Path, folder: &str, changed: &[&str]) -> Committed {
    let status = [
        "status",
        "--porcelain=v1",
        "-z",
        "--untracked-files=no",
        "--no-renames",
        "--ignore-submodules=all",
        "--",
        if folder.is_empty() { "." } else { folder },
    ];
    let status = match git(repository, &status) {
        Ok(status) => status,
        Err(why) => return Committed::Unknown(why),
    };
    // Each line is two letters of status, a blank and a path.
    let mut unsaved: Vec<String> = status.split('\0').filter_map(|line| line.get(3..)).map(str::to_owned).collect();
    if !changed.is_empty() {
        let listed = git(repository, &[&["ls-files", "-z", "--"], changed].concat());
        let known = match &listed {
            Ok(listed) => listed,
            Err(why) => return Committed::Unknown(why.clone()),
        };
        unsaved.extend(
            changed.iter().filter(|path| known.split('\0').all(|known| known != **path)).map(|path| (*path).to_owned()),
        );
    }
    if unsaved.is_empty() { Committed::Yes } else { Committed::No(unsaved) }
}

/// What a command of Git prints, or the first line of its complaint.
fn git(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    #[expect(clippy::disallowed_methods, reason = "this is the edge that the fence leads to")]
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["--no-optional-locks", "--literal-pathspecs"]);
    command.args([
        "-c",
        "core.fsmonitor=false",
        "-c",
        "core.hooksPath=/dev/null",
        "-c",
        "safe.bareRepository=explicit",
    ]);
    let output =
        command.args(arguments).output().map_err(|error| format!("the program `git` does not run ({error})"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(complaint.lines().next().unwrap_or("git failed").trim_start_matches("fatal: ").to_owned())
}
