//! The recipes of docs/publishing.md with the Hub's own client, against a small Hub on loopback: nothing is uploaded that fails the gate.

use crate::harness::{self, Outcome, Skipped, needs};
use crate::project::{root, text, yaml};
use crate::support::fake::{Fake, Reply};
use crate::support::models::{Models, files};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

tests! {
    the_recipe_uploads_only_what_passes,
    #[cfg(feature = "github")] the_recipe_says_of_a_folder_what_is_said_of_its_model_on_the_hub,
    the_workflow_uploads_only_what_passes_and_needs_no_secret,
    the_workflows_check_before_they_publish,
    the_hub_client_installs_and_runs_the_extension,
    the_extension_runs_no_program_of_another_sum,
    the_extension_needs_every_program_of_a_release,
    the_page_shows_the_commands_of_the_recipes,
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_model-license-gate");
const PASSES: &str = "---\nlicense: mit\n---\n# Bird-1B\n\nTrained from scratch.\n";
const FAILS: &str = "---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Bird-7B\n";
const COMMIT: &str = "POST /api/models/acme/bird/commit/main";

/// The folder of the client's `hf` and `python`, which are installed below `target` unless they are there.
fn client() -> Result<&'static Path, Skipped> {
    static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();
    let install = || {
        let output = Command::new("bash").arg(root().join("dev/hub_client.sh")).output().ok()?;
        output.status.success().then(|| PathBuf::from(String::from_utf8(output.stdout).unwrap().trim_end()))
    };
    FOLDER.get_or_init(install).as_deref().ok_or_else(|| Skipped("huggingface_hub (dev/hub_client.sh)".to_owned()))
}

/// A Hub that takes every upload, and gives a token to a workflow that it trusts.
fn hub() -> Fake {
    Fake::start(|request| match request.line.split('?').next().unwrap() {
        "GET /id-token" => Reply::json(200, &json!({ "value": "proof" })),
        "POST /oauth/token" if request.body["subject_token"] == "proof" && request.body["resource"] == "acme/bird" => {
            Reply::json(200, &json!({ "access_token": "hf_jwt_short", "token_type": "bearer", "expires_in": 3600 }))
        }
        "POST /api/repos/create" => {
            Reply::json(200, &json!({ "url": "https://huggingface.co/acme/bird", "id": "acme/bird" }))
        }
        "POST /api/validate-yaml" => Reply::json(200, &json!({ "errors": [], "warnings": [] })),
        "POST /api/models/acme/bird/preupload/main" => {
            let files = request.body["files"].as_array().into_iter().flatten();
            let plain = |file: &Value| json!({ "path": file["path"], "uploadMode": "regular", "shouldIgnore": false });
            Reply::json(200, &json!({ "files": files.map(plain).collect::<Vec<_>>() }))
        }
        COMMIT => Reply::json(
            200,
            &json!({ "success": true, "commitOid": "0".repeat(40), "commitUrl": "https://huggingface.co/acme/bird/commit/0" }),
        ),
        _ => Reply::json(404, &json!({ "error": "Not Found" })),
    })
}

/// An empty folder of a test, with a model in `model` and the gate in `bin`.
fn work(name: &str, card: &str) -> PathBuf {
    let work = harness::folder(name);
    for folder in ["bin", "home", "model"] {
        fs::create_dir(work.join(folder)).unwrap();
    }
    symlink(PROGRAM, work.join("bin/model-license-gate")).unwrap();
    fs::write(work.join("model/README.md"), card).unwrap();
    work
}

/// A command in that folder that sees nothing of this machine's settings. Programs of `bin` are found first.
fn command(program: &str, work: &Path, client: &Path) -> Command {
    let mut command = Command::new(program);
    let path = format!("{}:{}:/usr/local/bin:/usr/bin:/bin", work.join("bin").display(), client.display());
    command.current_dir(work).env_clear().env("PATH", path).env("HOME", work.join("home"));
    command.envs([("HF_HUB_DISABLE_UPDATE_CHECK", "1"), ("HF_HUB_DISABLE_TELEMETRY", "1")]);
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&*output.stdout, &*output.stderr].concat()).into_owned()
}

fn the_recipe_uploads_only_what_passes() -> Outcome {
    let client = client()?;
    let hub = hub();
    let work = work("push-recipe", FAILS);
    let push = |folder: &str| {
        let mut command = command("python", &work, client);
        command.env("HF_ENDPOINT", &hub.address).env("HF_TOKEN", "hf_of_a_person");
        command.arg(root().join("examples/push_to_hub.py")).args([folder, "acme/bird"]).output().unwrap()
    };
    let failed = push("model");
    assert_eq!(failed.status.code(), Some(1));
    for part in ["model is not uploaded: does not comply\n", "README.md: ", "Llama 2 Community License 1.b.iii"] {
        assert!(said(&failed).contains(part), "no {part:?} in {}", said(&failed));
    }
    // What Git ignores is uploaded all the same.
    fs::write(work.join("model/README.md"), PASSES).unwrap();
    fs::create_dir_all(work.join("model/last")).unwrap();
    fs::write(work.join("model/last/README.md"), FAILS).unwrap();
    fs::write(work.join("model/.gitignore"), "last/\n").unwrap();
    assert!(said(&push("model")).contains("is not uploaded: does not comply"));
    fs::remove_dir_all(work.join("model/last")).unwrap();
    assert!(said(&push("home")).contains("home is not uploaded: no model found"));
    assert!(said(&push("nowhere")).contains("nowhere cannot be checked: "));
    assert_eq!(hub.log(), Vec::<String>::new(), "the Hub was asked before the gate had passed");
    let passed = push("model");
    assert!(passed.status.success() && hub.log().contains(&COMMIT.to_owned()), "{}{:?}", said(&passed), hub.log());
    Ok(())
}

#[cfg(feature = "github")]
fn the_recipe_says_of_a_folder_what_is_said_of_its_model_on_the_hub() {
    let page = text("docs/publishing.md");
    let recipe = page.lines().find_map(|line| line.strip_suffix(" && hf upload OWNER/NAME model .")).unwrap();
    for (card, code) in [(PASSES, 0), (FAILS, 1)] {
        let hub = Models::start([("acme/bird", files(&[("README.md", card)]))]);
        let work = work("recipe-on-hub", card);
        let run = |line: &str| {
            let mut command = command("sh", &work, Path::new("/nowhere"));
            command.args(["-c", line]).env("HF_ENDPOINT", &hub.hub.address).output().unwrap()
        };
        let (folder, on_hub) = (run(recipe), run("model-license-gate check hf://acme/bird"));
        assert_eq!((folder.status.code(), on_hub.status.code()), (Some(code), Some(code)), "{}", said(&on_hub));
        let rest = |output: &Output| said(output).lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
        let named = |line: String| line.replace("hf://acme/bird", "model");
        assert_eq!(rest(&folder), rest(&on_hub).into_iter().map(named).collect::<Vec<_>>());
    }
}

/// The shells of a workflow's steps, with their variables; those that only install something are left out.
fn steps(path: &str) -> Vec<(String, Vec<(String, String)>)> {
    let workflow = yaml(path);
    let job = workflow["jobs"].as_mapping().unwrap().values().next().unwrap();
    let shell = |step: &serde_yaml::Value| {
        let run = step["run"].as_str().filter(|run| !run.contains("pipx install"))?;
        let variables = step["env"].as_mapping().into_iter().flatten();
        let text = |value: &serde_yaml::Value| value.as_str().unwrap().to_owned();
        Some((run.to_owned(), variables.map(|(name, value)| (text(name), text(value))).collect()))
    };
    job["steps"].as_sequence().unwrap().iter().filter_map(shell).collect()
}

fn the_workflow_uploads_only_what_passes_and_needs_no_secret() -> Outcome {
    let client = client()?;
    let steps = steps("docs/workflows/hub-upload.yml");
    assert_eq!(steps.len(), 2);
    for (card, passes) in [(FAILS, false), (PASSES, true)] {
        let hub = hub();
        let work = work("hub-upload", card);
        let run = |(script, variables): &(String, Vec<(String, String)>)| {
            let mut command = command("bash", &work, client);
            command.envs(variables.iter().map(|(name, value)| (name, value.replace("OWNER/NAME", "acme/bird"))));
            command.env("GITHUB_ACTIONS", "true").env("HF_ENDPOINT", &hub.address);
            command.env("ACTIONS_ID_TOKEN_REQUEST_URL", format!("{}/id-token?of=job", hub.address));
            command.env("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "of the runner").args(["-e", "-c", script]).output().unwrap()
        };
        // A job ends at the first step that fails.
        let outputs: Vec<Output> = steps.iter().map(run).take_while(|output| output.status.success()).collect();
        assert_eq!(outputs.len(), if passes { 2 } else { 0 }, "{:?}", outputs.iter().map(said).collect::<Vec<_>>());
        let commits: Vec<_> = hub.requests().into_iter().filter(|request| request.line == COMMIT).collect();
        assert_eq!(commits.len(), usize::from(passes), "{:?}", hub.log());
        assert!(passes || hub.log().is_empty(), "{:?}", hub.log());
        assert!(
            commits.iter().all(|commit| commit.headers.to_lowercase().contains("authorization: bearer hf_jwt_short"))
        );
    }
    Ok(())
}

fn the_workflows_check_before_they_publish() {
    for (path, gate, publishes) in [
        ("docs/workflows/hub-upload.yml", "model-license-gate check model ", "hf upload "),
        ("docs/workflows/hub-sync.yml", "uses: model-license-gate/model-license-gate@", "uses: huggingface/hub-sync@"),
    ] {
        let workflow = text(path);
        let place = |words: &str| workflow.find(words).unwrap_or_else(|| panic!("{path} lacks {words}"));
        assert!(place(gate) < place(publishes), "{path}");
        assert!(
            !workflow.contains("continue-on-error") && !workflow.contains("always()"),
            "{path} goes on after a failure"
        );
        assert!(!workflow.contains("secrets.") && workflow.contains("id-token: write"), "{path} needs a secret");
    }
}

/// The files of the extension's repository, made from a release whose programs are all the one under test.
fn extension(work: &Path) -> Outcome {
    if !cfg!(target_os = "linux") {
        return Err(Skipped("GNU tar, on Linux".to_owned()));
    }
    ["bash", "tar", "sha256sum"].into_iter().try_for_each(needs)?;
    fs::create_dir(work.join("programs")).unwrap();
    for system in ["unknown-linux-musl", "apple-darwin"] {
        for processor in ["x86_64", "aarch64"] {
            symlink(PROGRAM, work.join(format!("programs/model-license-gate-{processor}-{system}"))).unwrap();
        }
    }
    let output = assemble(work);
    assert!(output.status.success(), "{}", said(&output));
    // In place of the release: whatever is asked for is the file `served`.
    let curl = "#!/bin/sh\necho \"$*\" >>\"$HOME/asked\"\nwhile [ \"$1\" != -o ]; do shift; done\ncp \"$HOME/served\" \"$2\"\n";
    fs::write(work.join("bin/curl"), curl).unwrap();
    fs::set_permissions(work.join("bin/curl"), fs::Permissions::from_mode(0o755)).unwrap();
    Ok(())
}

fn assemble(work: &Path) -> Output {
    let script = root().join("dev/hf_extension.sh");
    Command::new("bash").arg(script).args(["programs", "out"]).current_dir(work).output().unwrap()
}

/// Runs `hf` as it is, but takes what it asks GitHub for from a folder.
const OFFLINE_HF: &str = "
import pathlib, sys
import httpx2
from huggingface_hub import set_client_factory
from huggingface_hub.cli.hf import main

def answer(request):
    url = str(request.url)
    if '/info/refs' in url:
        return httpx2.Response(200, text='0' * 40 + ' HEAD\\0')
    if not url.startswith('https://raw.githubusercontent.com/'):
        return httpx2.Response(200)
    file = pathlib.Path('out/hf-model-license-gate', url.rpartition('/HEAD/')[2])
    return httpx2.Response(200, content=file.read_bytes()) if file.is_file() else httpx2.Response(404)

set_client_factory(lambda: httpx2.Client(transport=httpx2.MockTransport(answer)))
sys.argv[0] = 'hf'
main()
";

fn the_hub_client_installs_and_runs_the_extension() -> Outcome {
    let client = client()?;
    let work = work("hf-extension", FAILS);
    extension(&work)?;
    fs::copy(PROGRAM, work.join("home/served")).unwrap();
    let mut install = command("python", &work, client);
    install.args(["-c", OFFLINE_HF, "extensions", "install", "model-license-gate/hf-model-license-gate"]);
    let output = install.output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let run = |arguments: &[&str]| command("hf", &work, client).args(arguments).output().unwrap();
    assert!(said(&run(&["--help"])).contains("licenses of its base models"), "the help of hf lacks the description");
    let failed = run(&["model-license-gate", "check", "model", "--stand-alone"]);
    assert!(failed.status.code() == Some(1) && said(&failed).contains("Llama 2"), "{}", said(&failed));
    let on_hub = Models::start([("acme/bird", files(&[("README.md", FAILS)]))]);
    let mut in_place = command("hf", &work, client);
    in_place.args(["model-license-gate", "check", "hf://acme/bird"]).env("HF_ENDPOINT", &on_hub.hub.address);
    let in_place = in_place.output().unwrap();
    let code = if cfg!(feature = "github") { 1 } else { 2 };
    assert!(
        in_place.status.code() == Some(code) && (code == 2 || said(&in_place).starts_with("hf://acme/bird")),
        "{}",
        said(&in_place)
    );
    let version = run(&["model-license-gate", "--version"]);
    assert_eq!(version.stdout, concat!("model-license-gate ", env!("CARGO_PKG_VERSION"), "\n").as_bytes());
    // The program is fetched once, from the release of this version.
    let asked = fs::read_to_string(work.join("home/asked")).unwrap();
    let release = concat!("/releases/download/v", env!("CARGO_PKG_VERSION"), "/model-license-gate-");
    assert!(asked.lines().count() == 1 && asked.contains(release), "{asked}");
    Ok(())
}

/// The files of the folders of a folder, each with the name of its folder.
fn kept_in(cache: &Path) -> Vec<(String, String)> {
    let names = |folder: &Path| -> Vec<String> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    let folders = names(cache).into_iter();
    folders.flat_map(|folder| names(&cache.join(&folder)).into_iter().map(move |name| (folder.clone(), name))).collect()
}

fn the_extension_runs_no_program_of_another_sum() -> Outcome {
    let work = work("hf-extension-sum", PASSES);
    extension(&work)?;
    let launch = || {
        let launcher = work.join("out/hf-model-license-gate/hf-model-license-gate");
        command(launcher.to_str().unwrap(), &work, Path::new("/nowhere")).arg("--version").output().unwrap()
    };
    fs::write(work.join("home/served"), "#!/bin/sh\necho owned\n").unwrap();
    for (before, reason) in [("#!/bin/sh\necho owned\n", "does not have the SHA-256"), ("", "could not be downloaded")]
    {
        if before.is_empty() {
            fs::remove_file(work.join("home/served")).unwrap();
        }
        let output = launch();
        assert!(output.status.code() == Some(2) && said(&output).contains(reason), "{}", said(&output));
        assert!(!said(&output).contains("owned"));
    }
    // Nothing of a failed download is left, and the right program runs.
    fs::copy(PROGRAM, work.join("home/served")).unwrap();
    assert!(launch().status.success());
    let kept = kept_in(&work.join("home/.cache/model-license-gate"));
    let [(sum, name)] = &kept[..] else { panic!("{kept:?}") };
    let launcher = fs::read_to_string(work.join("out/hf-model-license-gate/hf-model-license-gate")).unwrap();
    assert!(
        name == "model-license-gate" && sum.len() == 64 && launcher.contains(&format!(" sum={sum} ;;")),
        "{kept:?}"
    );
    Ok(())
}

fn the_extension_needs_every_program_of_a_release() -> Outcome {
    let work = work("hf-extension-missing", PASSES);
    extension(&work)?;
    fs::remove_file(work.join("programs/model-license-gate-aarch64-apple-darwin")).unwrap();
    fs::remove_dir_all(work.join("out")).unwrap();
    assert!(!assemble(&work).status.success());
    assert!(!work.join("out/hf-model-license-gate.tar.gz").exists());
    assert!(text(".github/workflows/release.yml").contains("bash dev/hf_extension.sh out "), "no release makes it");
    Ok(())
}

fn the_page_shows_the_commands_of_the_recipes() {
    let page = text("docs/publishing.md");
    let check = &steps("docs/workflows/hub-upload.yml")[0].0;
    assert!(page.contains(&format!("{check} && hf upload OWNER/NAME model .")), "docs/publishing.md checks otherwise");
    assert!(text("examples/push_to_hub.py").lines().count() <= 30);
    for path in ["examples/push_to_hub.py", "examples/space", "workflows/hub-sync.yml", "workflows/hub-upload.yml"] {
        assert!(page.contains(path), "docs/publishing.md does not name {path}");
    }
}
