//! The scripts of the action at work: which program they run, with what, and what can read the tokens meanwhile.

use crate::harness::{self, Outcome, needs};
#[cfg(feature = "github")]
use crate::support::fake::{Fake, Reply};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

tests! {
    the_cached_program_runs_with_the_inputs_and_the_token,
    the_hub_is_asked_only_where_the_input_says_so_and_its_token_goes_to_the_gate_alone,
    the_exit_code_is_that_of_the_gate,
    a_program_is_downloaded_once_and_without_the_token,
    a_cached_program_that_was_changed_is_replaced,
    a_download_with_another_sum_is_never_run,
    a_folder_that_cannot_be_written_to_is_no_cache,
    without_a_release_or_a_download_the_source_is_built_where_it_lies,
    what_cannot_be_had_ends_with_2,
    an_installed_program_is_taken_if_asked_for,
    no_other_program_can_read_a_token,
    #[cfg(feature = "github")] the_gate_itself_takes_the_token_from_the_pipe,
}

/// A program in place of the gate: shows what it was called with.
const GATE: &str = "#!/bin/bash\nprintf 'gate: %s\\n' \"$@\"\nread -r token\nread -r hub_token\n\
    echo \"token: ${token:-none}, of the hub: ${hub_token:-none}\"\nexit \"${CODE:-0}\"\n";
/// A program in place of curl: writes what the test wants to have been downloaded, or fails.
const CURL: &str = "#!/bin/bash\necho \"curl: $*\"\necho \"curl sees ${GITHUB_TOKEN-}${MLG_TOKEN-}\"\n\
    [ -n \"${BODY-}\" ] || exit 22\nwhile [ \"$1\" != -o ]; do shift; done\nprintf '%s' \"$BODY\" >\"$2\"\n";
/// A program in place of cargo: leaves a gate behind.
const CARGO: &str = "#!/bin/bash\necho \"cargo: $*\"\necho \"cargo in $PWD sees ${GITHUB_TOKEN-}${MLG_TOKEN-}\"\n\
    [ -z \"${BREAKS-}\" ] || exit 101\nmkdir -p target/dist\nprintf '%s' \"$GATE\" >target/dist/model-license-gate\n\
    chmod 755 target/dist/model-license-gate\n";
/// The name of the program of a release.
const PLACE: &str = "v9.9.9/model-license-gate-x86_64-unknown-linux-musl";

/// A runner with nothing in its cache, a workspace and a copy of the action.
struct Runner {
    root: PathBuf,
    variables: Vec<(&'static str, String)>,
}

impl Runner {
    fn new(name: &str) -> Self {
        let root = harness::folder(&format!("action/{name}"));
        for folder in ["bin", "action/action", "cache", "temp", "work"] {
            std::fs::create_dir_all(root.join(folder)).unwrap();
        }
        for name in ["program.sh", "run.sh"] {
            let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("action").join(name);
            std::fs::copy(from, root.join("action/action").join(name)).unwrap();
        }
        let runner = Self { root, variables: vec![("GATE", GATE.to_owned())] };
        runner.write("action/action/checksums.txt", "# none\n");
        runner.write("bin/curl", CURL);
        runner.write("bin/cargo", CARGO);
        runner
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// As if a release had been made of a program.
    fn released(&self, program: &str) -> String {
        let sum = Sha256::digest(program).iter().fold(String::new(), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        });
        self.write("action/action/checksums.txt", &format!("# one\n{sum}  {PLACE}\n"));
        format!("cache/model-license-gate/{sum}/{}", PLACE.split_once('/').unwrap().1)
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.variables.push((name, value.to_owned()));
        self
    }

    /// The exit code and everything that was printed, of both steps.
    fn run(&self) -> (i32, String) {
        let outputs = self.root.join("outputs");
        std::fs::write(&outputs, "").unwrap();
        let mut first = self.command("bash");
        first.arg(self.root.join("action/action/program.sh")).env_remove("MLG_TOKEN").env("GITHUB_OUTPUT", &outputs);
        let (code, printed) = ended(&mut first);
        let outputs = std::fs::read_to_string(outputs).unwrap();
        let Some(program) = outputs.strip_prefix("program=").filter(|_| code == 0) else { return (code, printed) };
        let mut second = self.command("bash");
        second.arg(self.root.join("action/action/run.sh")).env("MLG_PROGRAM", program.trim_end());
        let (code, more) = ended(&mut second);
        (code, printed + &more)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.root.join("work"))
            .env_clear()
            .env("PATH", format!("{}:/usr/bin:/bin", self.root.join("bin").display()))
            .env("GITHUB_ACTION_PATH", self.root.join("action"))
            .env("GITHUB_WORKSPACE", self.root.join("work"))
            .env("RUNNER_TEMP", self.root.join("temp"))
            .env("RUNNER_TOOL_CACHE", self.root.join("cache"))
            .env("MLG_TOKEN", "secret")
            .envs([("RUNNER_OS", "Linux"), ("RUNNER_ARCH", "X64")])
            .envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }
}

fn ended(command: &mut Command) -> (i32, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code().unwrap(), String::from_utf8([stdout, stderr].concat()).unwrap())
}

fn the_cached_program_runs_with_the_inputs_and_the_token() -> Outcome {
    needs("bash")?;
    let runner = Runner::new("cached")
        .with("MLG_PATH", "-models; x\n\n  models/b c \r\n")
        .with("MLG_FAIL_IF_EMPTY", "true")
        .with("MLG_PULL_REQUEST", "7")
        .with("MLG_CONFIG", "a b.yml")
        .with("MLG_FAIL_ON", "warning")
        .with("MLG_REPORT", "out.json");
    runner.write(&runner.released(GATE), GATE);
    let (code, printed) = runner.run();
    let arguments = "gate: review\ngate: --fail-on=warning\ngate: --review=comment\ngate: --scope=changed\n\
        gate: --tokens-from-stdin\ngate: --config=a b.yml\ngate: --report=out.json\ngate: --pr=7\ngate: --fail-if-empty\ngate: --\ngate: -models; x\ngate: models/b c\ntoken: secret, of the hub: none\n";
    assert_eq!((code, &*printed), (0, arguments));
    Ok(())
}

fn the_hub_is_asked_only_where_the_input_says_so_and_its_token_goes_to_the_gate_alone() -> Outcome {
    needs("bash")?;
    for (hub, sees) in [("", "none"), ("false", "none"), ("true", "hf_secret")] {
        let runner = Runner::new("hub").with("MLG_HUB", hub).with("HF_TOKEN", "hf_secret").with("BODY", GATE);
        runner.released(GATE);
        let (code, printed) = runner.run();
        assert_eq!((code, printed.contains("gate: --hub\n")), (0, hub == "true"), "{printed}");
        assert!(printed.ends_with(&format!("token: secret, of the hub: {sees}\n")), "{printed}");
    }
    let posted = Runner::new("hub-posted").with("MLG_HUB", "true").with("MLG_FROM_REPORT", "report.json");
    posted.write(&posted.released(GATE), GATE);
    assert!(!posted.run().1.contains("--hub"));
    let (code, printed) = {
        let runner = Runner::new("hub-odd").with("MLG_HUB", "yes\n::set-env name=x::y");
        runner.write(&runner.released(GATE), GATE);
        runner.run()
    };
    assert!(code == 2 && printed.contains("must be true or false") && !printed.contains("set-env"), "{printed}");
    Ok(())
}

fn the_exit_code_is_that_of_the_gate() -> Outcome {
    needs("bash")?;
    for code in ["0", "1", "2"] {
        let runner = Runner::new(&format!("code-{code}")).with("CODE", code);
        runner.write(&runner.released(GATE), GATE);
        assert_eq!(runner.run().0.to_string(), code);
    }
    Ok(())
}

fn a_program_is_downloaded_once_and_without_the_token() -> Outcome {
    needs("bash")?;
    let runner = Runner::new("fresh").with("BODY", GATE);
    let cached = runner.released(GATE);
    let (code, printed) = runner.run();
    assert_eq!(code, 0, "{printed}");
    assert!(printed.contains("curl: --proto =https --tlsv1.2 -fsSL --retry 3 "), "{printed}");
    assert!(
        printed.contains(&format!("/releases/download/{PLACE}\n")) && printed.contains("curl sees \n"),
        "{printed}"
    );
    assert!(runner.root.join(cached).is_file());
    assert!(!runner.run().1.contains("curl"));
    Ok(())
}

fn a_cached_program_that_was_changed_is_replaced() -> Outcome {
    needs("bash")?;
    let runner = Runner::new("changed").with("BODY", GATE);
    let cached = runner.released(GATE);
    runner.write(&cached, "#!/bin/bash\necho tampered\n");
    let (code, printed) = runner.run();
    assert!(code == 0 && printed.contains("gate: review") && !printed.contains("tampered\n"), "{printed}");
    Ok(())
}

fn a_download_with_another_sum_is_never_run() -> Outcome {
    needs("bash")?;
    let runner = Runner::new("forged").with("BODY", "#!/bin/bash\necho forged\n");
    runner.released(GATE);
    let (code, printed) = runner.run();
    assert_eq!(code, 2, "{printed}");
    assert!(printed.contains("::error") && !printed.contains("forged\n") && !printed.contains("cargo:"), "{printed}");
    Ok(())
}

fn a_folder_that_cannot_be_written_to_is_no_cache() -> Outcome {
    needs("bash")?;
    let runner = Runner::new("no-cache").with("BODY", GATE);
    runner.released(GATE);
    std::fs::remove_dir(runner.root.join("cache")).unwrap();
    runner.write("cache", "a file");
    let (code, printed) = runner.run();
    assert!(code == 0 && printed.contains("gate: review"), "{printed}");
    Ok(())
}

fn without_a_release_or_a_download_the_source_is_built_where_it_lies() -> Outcome {
    needs("bash")?;
    let unreleased = Runner::new("unreleased");
    let other = Runner::new("other-system").with("RUNNER_OS", "Plan9");
    other.released(GATE);
    let offline = Runner::new("offline");
    offline.released(GATE);
    let wanted = Runner::new("wanted").with("MLG_VERSION", "build");
    wanted.released(GATE);
    let reasons = ["belongs to no release", "belongs to no release", "could not be downloaded", "workflow asks for it"];
    for (runner, reason) in [unreleased, other, offline, wanted].into_iter().zip(reasons) {
        let (code, printed) = runner.run();
        assert!(code == 0 && printed.contains("gate: review"), "{printed}");
        assert!(
            printed.lines().any(|line| line.starts_with("Building from source") && line.contains(reason)),
            "{printed}"
        );
        // Not in the workspace, whose .cargo/config.toml may name programs to run, and without the token.
        assert!(printed.contains("/action sees \n") && printed.contains("--locked"), "{printed}");
    }
    Ok(())
}

fn what_cannot_be_had_ends_with_2() -> Outcome {
    needs("bash")?;
    let runner = Runner::new("broken-build").with("BREAKS", "1");
    let (code, printed) = runner.run();
    assert!(
        code == 2 && printed.contains("::error title=Model license gate::The program could not be built"),
        "{printed}"
    );

    let runner = Runner::new("not-installed").with("MLG_VERSION", "installed");
    let (code, printed) = runner.run();
    assert!(code == 2 && printed.contains("::error"), "{printed}");

    let runner = Runner::new("odd-version").with("MLG_VERSION", "x\n::set-env name=x::y");
    let (code, printed) = runner.run();
    assert!(code == 2 && !printed.contains("set-env"), "{printed}");

    let words = [
        ("MLG_FAIL_ON", "fail-on"),
        ("MLG_REVIEW", "review"),
        ("MLG_SCOPE", "scope"),
        ("MLG_FAIL_IF_EMPTY", "fail-if-empty"),
        ("MLG_PULL_REQUEST", "pull-request"),
    ];
    for (name, input) in words {
        let runner = Runner::new(&format!("odd-{input}")).with(name, "x\n::set-env name=x::y");
        let (code, printed) = runner.run();
        let said = format!("::error title=Model license gate::The input \"{input}\" must be ");
        assert!(code == 2 && printed.starts_with(&said) && !printed.contains("set-env"), "{printed}");
    }

    if !["/usr/bin/cargo", "/bin/cargo"].iter().any(|path| Path::new(path).exists()) {
        let runner = Runner::new("no-rust");
        std::fs::remove_file(runner.root.join("bin/cargo")).unwrap();
        let (code, printed) = runner.run();
        assert!(code == 2 && printed.contains("Rust is not installed"), "{printed}");
    }
    Ok(())
}

fn an_installed_program_is_taken_if_asked_for() -> Outcome {
    needs("bash")?;
    let runner = Runner::new("installed").with("MLG_VERSION", "installed");
    runner.write("bin/model-license-gate", GATE);
    let (code, printed) = runner.run();
    assert!(code == 0 && printed.starts_with("gate: review"), "{printed}");
    Ok(())
}

/// What a program sees of the tokens: in its own environment, and in those of the processes above it.
const SPY: &str = "for process in $$ $PPID $(cut -d' ' -f4 /proc/$PPID/stat); do\n\
    if grep -aq 'secre[t]' /proc/$process/environ; then echo \"$0 sees a token\"; fi\ndone\n";

fn no_other_program_can_read_a_token() -> Outcome {
    needs("bash")?;
    if !Path::new("/proc/self/environ").exists() {
        return Err(harness::Skipped("/proc".to_owned()));
    }
    let spying = |script: &str| script.replacen("#!/bin/bash\n", &format!("#!/bin/bash\n{SPY}"), 1);
    // Of the gate, what it sees when it has read its input.
    let gate = GATE.replace("exit \"${CODE:-0}\"\n", SPY);
    let runner = Runner::new("spies").with("BODY", "").with("GATE", &gate).with("HF_TOKEN", "hf_secret");
    let runner = runner.with("GITHUB_TOKEN", "ghs_secret").with("MLG_HUB", "true");
    runner.released(GATE);
    runner.write("bin/curl", &spying(CURL));
    runner.write("bin/cargo", &spying(CARGO));
    let (code, printed) = runner.run();
    assert!(code == 0 && printed.contains("curl: ") && printed.contains("cargo: "), "{printed}");
    assert!(printed.contains("token: secret, of the hub: hf_secret") && !printed.contains("sees a token"), "{printed}");
    Ok(())
}

/// The gate, with a `git` on the `PATH` that looks for the token.
#[cfg(feature = "github")]
fn the_gate_itself_takes_the_token_from_the_pipe() -> Outcome {
    needs("bash")?;
    let runner = Runner::new("pipe").with("MLG_VERSION", "installed").with("GITHUB_EVENT_NAME", "pull_request");
    let fake = Fake::start(|_| Reply::text(404, "{}"));
    let runner = runner
        .with("GITHUB_REPOSITORY", "acme/tiny")
        .with("GITHUB_SHA", &"a".repeat(40))
        .with("GITHUB_API_URL", &fake.address);
    let git = runner.root.join("git-saw");
    runner.write("bin/git", &format!("#!/bin/bash\n{{ {SPY}echo \"$*\"; }} >>'{}' 2>&1\n", git.display()));
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_model-license-gate"), runner.root.join("bin/model-license-gate"))
        .unwrap();
    std::fs::create_dir(runner.root.join("work/.git")).unwrap();
    runner.write("work/.git/HEAD", &"a".repeat(40));
    let (_, printed) = runner.run();
    let saw = std::fs::read_to_string(git).unwrap();
    assert!(saw.contains("cat-file") && !saw.contains("secret") && !saw.contains("sees a token"), "{saw}");
    let sent: Vec<String> = fake.requests().into_iter().map(|request| request.headers).collect();
    assert!(!sent.is_empty() && sent.iter().all(|headers| headers.contains("secret")), "{printed}");
    Ok(())
}
