//! How Git is started: for reading, and with all off by which a repository could start something else.

use crate::cli::console;
use std::path::Path;
use std::process::{Command, Stdio};

/// Whose settings Git obeys, next to those of the repository.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Settings {
    /// Nobody's: what is read is the same on every machine.
    None,
    /// The user's: how files are written to the disk depends on them.
    Users,
}

/// Variables without which no program runs.
const OF_THE_SYSTEM: [&str; 4] = ["SystemRoot", "TMPDIR", "TEMP", "TMP"];

/// Variables by which Git finds the settings of the machine and of the user.
const OF_THE_USER: [&str; 8] = [
    "HOME",
    "XDG_CONFIG_HOME",
    "USERPROFILE",
    "HOMEDRIVE",
    "HOMEPATH",
    "ProgramData",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
];

/// What wins over each setting of a repository by which a command that only reads would start a program, open a connection or wait for
/// a file. Filters have names of their own, see `worktree`.
const OVERRIDES: [&str; 9] = [
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "core.sshCommand=false",
    "core.askPass=false",
    "credential.helper=",
    "gpg.program=false",
    "protocol.allow=never",
    "safe.bareRepository=explicit",
];

/// Git for one command that reads. Of the environment it sees what it needs to run, and so no token of this program.
///
/// `repository` is the folder around the files: no program is searched for there, whatever the `PATH` says.
pub(super) fn git(repository: &Path, settings: Settings) -> Command {
    #[expect(clippy::disallowed_methods, reason = "this is the edge that the fence leads to")]
    let mut command = Command::new("git");
    command.env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.envs(console::variables(&OF_THE_SYSTEM));
    command.env("PATH", console::search_path(repository).unwrap_or_default());
    match settings {
        Settings::None => _ = command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null"),
        Settings::Users => _ = command.envs(console::variables(&OF_THE_USER)),
    }
    command.envs([
        ("LC_ALL", "C"),
        ("GIT_ALLOW_PROTOCOL", "none"),
        ("GIT_LFS_SKIP_SMUDGE", "1"),
        ("GIT_NO_LAZY_FETCH", "1"),
        ("GIT_NO_REPLACE_OBJECTS", "1"),
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_TERMINAL_PROMPT", "0"),
    ]);
    command.args(["--no-pager", "--literal-pathspecs"]);
    for setting in OVERRIDES {
        command.args(["-c", setting]);
    }
    command
}

/// What Git said on standard error, in one line.
pub(super) fn complaint(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    text.lines().next().unwrap_or("git failed").trim_start_matches("fatal: ").to_owned()
}
