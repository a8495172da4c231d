//! Runs tests as `cargo test` does, and counts at the end what was skipped and why.

use libtest_mimic::{Arguments, Completion, Trial};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::sync::{Mutex, PoisonError};

/// What a test needs and does not find here, such as `node`.
pub(crate) struct Skipped(pub(crate) String);

pub(crate) type Outcome = Result<(), Skipped>;

/// How often each need was not met.
static SKIPS: Mutex<BTreeMap<String, usize>> = Mutex::new(BTreeMap::new());

/// What a test function gives back: nothing, or that it was skipped.
pub(crate) trait Done {
    fn done(self) -> Outcome;
}

impl Done for () {
    fn done(self) -> Outcome {
        Ok(())
    }
}

impl Done for Outcome {
    fn done(self) -> Outcome {
        self
    }
}

/// The tests of a module, by the names of their functions.
macro_rules! tests {
    ($($(#[$attribute:meta])* $name:ident),* $(,)?) => {
        pub(crate) fn tests() -> Vec<libtest_mimic::Trial> {
            [$($(#[$attribute])* $crate::harness::trial(concat!(module_path!(), "::", stringify!($name)), $name)),*].into()
        }
    };
}

/// An empty folder for one test, in no repository; it is gone after the run.
pub(crate) fn folder(name: &str) -> PathBuf {
    let path = work().join(name);
    _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn work() -> PathBuf {
    std::env::temp_dir().join(format!("model-license-gate-{}", std::process::id()))
}

/// Skips a test where a program that it starts is not there.
pub(crate) fn needs(program: &str) -> Outcome {
    // OpenSSL has its own way.
    let asks = if program == "openssl" { "version" } else { "--version" };
    let runs = Command::new(program).arg(asks).output().is_ok_and(|output| output.status.success());
    if runs { Ok(()) } else { Err(Skipped(program.to_owned())) }
}

/// The Python that `MLG_PYTHON` names, or `python3`, where it can run this line.
pub(crate) fn python(line: &str, need: &str) -> Result<PathBuf, Skipped> {
    let python = std::env::var_os("MLG_PYTHON").map_or_else(|| PathBuf::from("python3"), PathBuf::from);
    let runs = Command::new(&python).args(["-c", line]).output().is_ok_and(|output| output.status.success());
    if runs { Ok(python) } else { Err(Skipped(format!("{need} (MLG_PYTHON)"))) }
}

/// What is said where the text of an agreement is not at hand.
pub(crate) fn without_agreement(name: &str) -> Skipped {
    match std::env::var_os("MLG_AGREEMENTS") {
        None => Skipped("texts of agreements (MLG_AGREEMENTS)".to_owned()),
        Some(_) => Skipped(format!("`{name}.txt` in the folder of MLG_AGREEMENTS")),
    }
}

/// One test; it fails by a panic.
pub(crate) fn trial<D: Done>(name: &str, test: impl FnOnce() -> D + Send + 'static) -> Trial {
    let name = name.strip_prefix("suite::").unwrap_or(name);
    Trial::ignorable_test(name, move || {
        let Err(Skipped(need)) = test().done() else { return Ok(Completion::Completed) };
        let reason = format!("needs {need}");
        *SKIPS.lock().unwrap_or_else(PoisonError::into_inner).entry(need).or_default() += 1;
        Ok(Completion::ignored_with(reason))
    })
}

/// Runs the tests that the arguments ask for, and then `afterwards`.
pub(crate) fn run(tests: Vec<Trial>, afterwards: fn()) -> ExitCode {
    let conclusion = libtest_mimic::run(&Arguments::from_args(), tests);
    afterwards();
    _ = std::fs::remove_dir_all(work());
    let skips = SKIPS.lock().unwrap_or_else(PoisonError::into_inner);
    let count: usize = skips.values().sum();
    if count > 0 {
        let needs =
            skips.iter().map(|(need, count)| format!("{count} need{} {need}", if *count == 1 { "s" } else { "" }));
        let tests = if count == 1 { "test" } else { "tests" };
        println!("{count} {tests} skipped: {}", needs.collect::<Vec<_>>().join(", "));
    }
    conclusion.exit_code()
}
