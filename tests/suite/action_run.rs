//! The scripts of the action at work: which program they run, with what, and which files they take for the base commit.

use crate::harness::{self, Outcome, needs};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
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
    the_base_of_a_merge_commit_is_written_as_it_was_committed,
    the_base_of_a_merge_group_is_the_commit_of_the_event,
    a_report_of_another_run_needs_no_base,
    no_commit_of_the_author_is_taken_for_the_base,
    without_the_base_the_gate_runs_in_silence,
}

/// A program in place of the gate: shows what it was called with.
const GATE: &str =
    "#!/bin/bash\nprintf 'gate: %s\\n' \"$@\"\necho \"token: ${GITHUB_TOKEN-none}\"\nexit \"${CODE:-0}\"\n";
/// A program in place of curl: writes what the test wants to have been downloaded, or fails.
const CURL: &str = "#!/bin/bash\necho \"curl: $*\"\necho \"curl sees ${GITHUB_TOKEN-}${MLG_TOKEN-}\"\n\
    [ -n \"${BODY-}\" ] || exit 22\nwhile [ \"$1\" != -o ]; do shift; done\nprintf '%s' \"$BODY\" >\"$2\"\n";
/// A program in place of cargo: leaves a gate behind.
const CARGO: &str = "#!/bin/bash\necho \"cargo: $*\"\necho \"cargo in $PWD sees ${GITHUB_TOKEN-}${MLG_TOKEN-}\"\n\
    [ -z \"${BREAKS-}\" ] || exit 101\nmkdir -p target/dist\nprintf '%s' \"$GATE\" >target/dist/model-license-gate\n\
    chmod 755 target/dist/model-license-gate\n";
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
        for name in ["run.sh", "base.sh"] {
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

    /// The exit code and everything that was printed.
    fn run(&self) -> (i32, String) {
        let output = self.command("bash").arg(self.root.join("action/action/run.sh")).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(text).unwrap())
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

    fn git(&self, arguments: &[&str]) -> String {
        let mut command = self.command("git");
        command.envs([("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_CONFIG_GLOBAL", "/dev/null")]);
        for name in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{name}_NAME"), "x").env(format!("GIT_{name}_EMAIL"), "x@example.org");
        }
        let Output { status, stdout, stderr } = command.args(arguments).output().unwrap();
        assert!(status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&stderr));
        String::from_utf8(stdout).unwrap().trim().to_owned()
    }

    fn commit(&self) -> String {
        self.git(&["add", "--all", "."]);
        self.git(&["commit", "--quiet", "--message", "x"]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// The folder that was handed over as the base commit.
    fn base(printed: &str) -> Option<PathBuf> {
        printed.lines().find_map(|line| line.strip_prefix("gate: --base=")).map(PathBuf::from)
    }
}

fn the_cached_program_runs_with_the_inputs_and_the_token() -> Outcome {
    needs("bash")?;
    let runner = Runner::new("cached")
        .with("MLG_PATH", "-models; x")
        .with("MLG_CONFIG", "a b.yml")
        .with("MLG_FAIL_ON", "warning")
        .with("MLG_REPORT", "out.json");
    runner.write(&runner.released(GATE), GATE);
    let (code, printed) = runner.run();
    let arguments = "gate: review\ngate: --fail-on=warning\ngate: --review=comment\ngate: --scope=changed\n\
        gate: --config=a b.yml\ngate: --report=out.json\ngate: --\ngate: -models; x\ntoken: secret\n";
    assert_eq!((code, &*printed), (0, arguments));
    Ok(())
}

fn the_hub_is_asked_only_where_the_input_says_so_and_its_token_goes_to_the_gate_alone() -> Outcome {
    needs("bash")?;
    let shows = "#!/bin/bash\nprintf 'gate: %s\\n' \"$@\"\necho \"gate sees ${HF_TOKEN-}\"\n";
    let curl = format!("{CURL}\necho \"curl sees ${{HF_TOKEN-}}\"\n");
    for (hub, sees) in [("", ""), ("false", ""), ("true", "hf_secret")] {
        let runner = Runner::new("hub").with("MLG_HUB", hub).with("HF_TOKEN", "hf_secret").with("BODY", shows);
        runner.write("bin/curl", &curl);
        runner.released(shows);
        let (code, printed) = runner.run();
        assert_eq!((code, printed.contains("gate: --hub\n")), (0, hub == "true"), "{printed}");
        assert!(printed.contains("curl sees \n") && printed.ends_with(&format!("gate sees {sees}\n")), "{printed}");
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

    for (name, input) in [("MLG_FAIL_ON", "fail-on"), ("MLG_REVIEW", "review"), ("MLG_SCOPE", "scope")] {
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

/// A checkout of the merge commit of a pull request: README.md changed, LICENSE taken away, attributes added.
fn merged(name: &str) -> (Runner, [String; 3]) {
    let runner = Runner::new(name).with("GITHUB_EVENT_NAME", "pull_request");
    runner.write(&runner.released(GATE), GATE);
    runner.git(&["init", "--quiet", "--initial-branch=main", "."]);
    for (path, text) in [("README.md", "old\n"), ("LICENSE", "terms $Id$\n"), ("a \"b\" ü/Notice", "notice\n")] {
        runner.write(&format!("work/{path}"), text);
    }
    runner.write("work/weights/a \n\"b\".safetensors", &"0".repeat(20 << 20));
    let base = runner.commit();
    runner.git(&["checkout", "--quiet", "-b", "change"]);
    runner.write("work/README.md", "new\n");
    runner.write("work/.gitattributes", "LICENSE ident filter=evil working-tree-encoding=UTF-16\na*/* text eol=crlf\n");
    runner.git(&["config", "filter.evil.smudge", "touch evil; cat"]);
    runner.git(&["rm", "--quiet", "--cached", "LICENSE"]);
    std::fs::remove_file(runner.root.join("work/LICENSE")).unwrap();
    runner.git(&["add", "README.md", ".gitattributes"]);
    runner.git(&["commit", "--quiet", "--message", "x"]);
    let head = runner.git(&["rev-parse", "HEAD"]);
    let tree = runner.git(&["rev-parse", "HEAD^{tree}"]);
    let merge = runner.git(&["commit-tree", &tree, "-p", &base, "-p", &head, "-m", "merge"]);
    runner.git(&["update-ref", "HEAD", &merge]);
    (runner, [base, head, merge])
}

fn the_base_of_a_merge_commit_is_written_as_it_was_committed() -> Outcome {
    needs("bash")?;
    needs("git")?;
    let (runner, [_, _, merge]) = merged("base");
    let (code, printed) = runner.with("GITHUB_SHA", &merge).run();
    let base = Runner::base(&printed).unwrap();
    let read = |path: &str| std::fs::read_to_string(base.join(path)).unwrap();
    assert_eq!(code, 0);
    assert_eq!(read("README.md"), "old\n");
    assert_eq!(read("LICENSE"), "terms $Id$\n");
    assert_eq!(read("a \"b\" ü/Notice"), "notice\n");
    // Weights are there by name and size, and take no space.
    let weights = std::fs::metadata(base.join("weights/a \n\"b\".safetensors")).unwrap();
    assert!(weights.len() == 20 << 20 && weights.blocks() < 100);
    assert!(!base.join(".gitattributes").exists() && !base.join("evil").exists());
    Ok(())
}

fn the_base_of_a_merge_group_is_the_commit_of_the_event() -> Outcome {
    needs("bash")?;
    needs("git")?;
    let (runner, [base, _, merge]) = merged("group");
    let runner = runner.with("GITHUB_EVENT_NAME", "merge_group").with("GITHUB_SHA", &merge);
    assert_eq!(Runner::base(&runner.run().1), None);
    let (_, printed) = runner.with("MLG_GROUP_BASE", &base).run();
    assert!(Runner::base(&printed).unwrap().join("LICENSE").is_file());
    Ok(())
}

fn a_report_of_another_run_needs_no_base() -> Outcome {
    needs("bash")?;
    needs("git")?;
    let (runner, [_, _, merge]) = merged("from-report");
    let (_, printed) = runner.with("GITHUB_SHA", &merge).with("MLG_FROM_REPORT", "r.json").run();
    assert!(printed.contains("gate: --from-report=r.json\n") && Runner::base(&printed).is_none(), "{printed}");
    Ok(())
}

fn no_commit_of_the_author_is_taken_for_the_base() -> Outcome {
    needs("bash")?;
    needs("git")?;
    // The author's own merge commit, checked out by its hash: its first parent is theirs.
    let (runner, [_, head, _]) = merged("authors-merge");
    let (code, printed) = runner.with("GITHUB_SHA", &head).run();
    assert_eq!((code, Runner::base(&printed)), (0, None));

    let (runner, [_, _, merge]) = merged("target");
    let runner = runner.with("GITHUB_EVENT_NAME", "pull_request_target").with("GITHUB_SHA", &merge);
    assert_eq!(Runner::base(&runner.run().1), None);
    Ok(())
}

fn without_the_base_the_gate_runs_in_silence() -> Outcome {
    needs("bash")?;
    needs("git")?;
    let (runner, [_, head, _]) = merged("shallow");
    runner.git(&["update-ref", "HEAD", &head]);
    let (code, printed) = runner.with("GITHUB_SHA", &head).run();
    assert!(code == 0 && printed.starts_with("gate: ") && Runner::base(&printed).is_none(), "{printed}");

    let runner = Runner::new("no-git").with("GITHUB_EVENT_NAME", "pull_request").with("GITHUB_SHA", "0");
    runner.write(&runner.released(GATE), GATE);
    // A hostile tree may look like a bare repository.
    runner.write("work/HEAD", "ref: refs/heads/main\n");
    let (code, printed) = runner.run();
    assert!(code == 0 && printed.starts_with("gate: ") && Runner::base(&printed).is_none(), "{printed}");
    Ok(())
}
