//! What stands between our source and what people install: images by digest, signatures, owners, and checks that cannot be left out.

use crate::harness::{self, Outcome, needs};
use crate::project::{root, text, yaml};
use serde_yaml::Value;
use std::path::Path;
use std::process::Command;

tests! {
    images_are_pinned_by_digest,
    a_bot_looks_after_everything_that_is_pinned,
    the_release_signs_every_file_and_the_image,
    released_programs_name_no_folder_of_their_machine,
    advisories_that_were_not_checked_fail_the_workflow,
    what_people_install_has_owners_and_is_watched,
    pages_that_name_the_action_by_tag_say_where_its_hash_is,
}

fn images_are_pinned_by_digest() {
    let file = text("Dockerfile");
    let images: Vec<&str> = file.lines().filter_map(|line| line.strip_prefix("FROM ")?.split(' ').next()).collect();
    assert!(!images.is_empty());
    for image in images.into_iter().filter(|image| *image != "scratch") {
        let digest = image.split_once("@sha256:").map_or("", |(_, digest)| digest);
        assert!(digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()), "{image}");
    }
    // The compiler of the image is that of the workflows.
    let toolchain = yaml(".github/workflows/release.yml")["jobs"]["build"]["env"]["RUSTUP_TOOLCHAIN"].clone();
    assert!(file.contains(&format!("FROM rust:{}-slim", toolchain.as_str().unwrap())), "{file}");
}

fn a_bot_looks_after_everything_that_is_pinned() {
    let bot = yaml(".github/dependabot.yml");
    let mut watched: Vec<(String, String)> = Vec::new();
    for update in bot["updates"].as_sequence().unwrap() {
        let system = update["package-ecosystem"].as_str().unwrap();
        assert!(update["cooldown"]["default-days"].as_u64().is_some_and(|days| days >= 7), "{system}");
        let folders = update["directories"].as_sequence().into_iter().flatten().chain([&update["directory"]]);
        watched.extend(folders.filter_map(Value::as_str).map(|folder| (system.to_owned(), folder.to_owned())));
    }
    for (system, folder, file) in [
        ("cargo", "/", "Cargo.lock"),
        ("cargo", "/fuzz", "fuzz/Cargo.lock"),
        ("github-actions", "/", ".github/workflows/ci.yml"),
        ("github-actions", "/docs/workflows", "docs/workflows/pull-request.yml"),
        ("docker", "/", "Dockerfile"),
    ] {
        assert!(root().join(file).exists());
        assert!(watched.contains(&(system.to_owned(), folder.to_owned())), "{file}: {watched:?}");
    }
}

fn the_release_signs_every_file_and_the_image() {
    let release = yaml(".github/workflows/release.yml");
    let steps = release["jobs"]["release"]["steps"].as_sequence().unwrap();
    let place = |wanted: &dyn Fn(&Value) -> bool| steps.iter().position(wanted);
    let with = |step: &Value, action: &str| step["uses"].as_str().is_some_and(|uses| uses.starts_with(action));
    let image = "${{ steps.image.outputs.digest }}";
    let signed = [
        place(&|step| {
            let files = step["with"]["subject-path"].as_str().unwrap_or_default();
            with(step, "actions/attest-build-provenance@")
                && ["out/*", "archives/*", "wheels/*"].iter().all(|all| files.lines().any(|line| line == *all))
        }),
        place(&|step| with(step, "actions/attest@") && step["with"]["subject-path"].as_str() == Some("out/*")),
        place(&|step| {
            with(step, "actions/attest-build-provenance@") && step["with"]["subject-digest"].as_str() == Some(image)
        }),
        place(&|step| with(step, "actions/attest@") && step["with"]["subject-digest"].as_str() == Some(image)),
    ];
    for step in steps.iter().filter(|step| with(step, "actions/attest@")) {
        assert_eq!(step["with"]["sbom-path"].as_str(), Some("archives/model-license-gate.cdx.json"));
    }
    // Nothing is published that is not signed, and the image gets its name by the digest that was.
    let script = |step: &Value| step["run"].as_str().unwrap_or_default().to_owned();
    let published = place(&|step| script(step).contains("gh release edit")).unwrap();
    assert!(signed.iter().all(|at| at.is_some_and(|at| at < published)), "{signed:?}");
    assert!(script(&steps[published]).contains("--tag \"$IMAGE:latest\" \"$IMAGE@$DIGEST\""));
}

fn released_programs_name_no_folder_of_their_machine() -> Outcome {
    let build = text(".github/workflows/release.yml");
    let flags = build.find("RUSTFLAGS=$(bash dev/release_flags.sh").unwrap();
    let program = build.find("cargo build --profile dist").unwrap();
    let looked = build.find("if grep --text --quiet 'registry.src' out/*; then exit 1; fi").unwrap();
    assert!(flags < program && program < looked);
    assert!(text("Dockerfile").contains("--remap-path-prefix=$CARGO_HOME/registry/src="));
    needs("bash")?;
    // What the compiler makes of the flags: a message that names its own place.
    let folder = harness::folder("flags");
    let home = folder.join("cargo");
    let source = home.join("registry/src/index/thing-1.0.0/lib.rs");
    std::fs::create_dir_all(source.parent().unwrap()).unwrap();
    std::fs::write(&source, "fn main() { print!(\"{}\", file!()); }").unwrap();
    let flags = |home: &Path| {
        let mut command = Command::new("bash");
        command.arg(root().join("dev/release_flags.sh")).args(["-C", "opt-level=0"]).env("CARGO_HOME", home);
        command.output().unwrap()
    };
    let printed = String::from_utf8(flags(&home).stdout).unwrap();
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let program = folder.join("program.exe");
    let mut compile = Command::new(compiler);
    let compiled = compile.args(printed.split_whitespace()).arg(&source).arg("-o").arg(&program).output().unwrap();
    assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
    let shown = String::from_utf8(Command::new(program).output().unwrap().stdout).unwrap();
    assert_eq!(shown.replace('\\', "/"), "crates/index/thing-1.0.0/lib.rs");
    assert_eq!(flags(&folder.join("a blank")).status.code(), Some(1));
    Ok(())
}

/// The end of `.ci/run`, after some things were left out.
fn end_of_checks(left_out: &str, in_workflow: bool) -> (Option<i32>, String) {
    let script = text(".ci/run");
    let (_, end) = script.split_once("\nstep \"done\"\n").unwrap();
    let mut command = Command::new("bash");
    command.arg("-c").arg(format!("set -euo pipefail\nskipped=() unchecked=()\n{left_out}\n{end}"));
    command.env_remove("GITHUB_ACTIONS");
    if in_workflow {
        command.env("GITHUB_ACTIONS", "true");
    }
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

fn advisories_that_were_not_checked_fail_the_workflow() -> Outcome {
    needs("bash")?;
    let advisories = "unchecked+=('known holes')";
    let (code, said) = end_of_checks(advisories, true);
    assert!(code == Some(1) && !said.contains("have passed"), "{said}");
    let (code, said) = end_of_checks(advisories, false);
    assert!(code == Some(0) && said.contains("! NOT CHECKED !") && said.contains("\n!! known holes\n"), "{said}");
    assert!(said.ends_with("skipped: 1\n"), "{said}");
    // What is only of use somewhere else may be left out in both.
    let (code, said) = end_of_checks("skipped+=('a linter')", true);
    assert!(code == Some(0) && said.contains("SKIPPED a linter\n") && !said.contains("NOT CHECKED"), "{said}");
    assert_eq!(end_of_checks("", true), (Some(0), "all checks that ran have passed; skipped: 0\n".to_owned()));
    let script = text(".ci/run");
    let what = "two installs that fail, and a database that is not there";
    assert_eq!(script.matches("unchecked+=(").count(), 3, "{what}");
    Ok(())
}

fn what_people_install_has_owners_and_is_watched() {
    let owners = text(".github/CODEOWNERS");
    let owned: Vec<&str> = owners.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(owned[0].starts_with("* ") && owned.iter().all(|line| line.contains(" @")), "{owners}");
    for path in ["/.github/", "/action/", "/action.yml", "/Dockerfile", "/Cargo.lock", "/deny.toml"] {
        assert!(owned.iter().any(|line| line.split(' ').next() == Some(path)), "nobody owns {path}");
        assert!(root().join(&path[1..]).exists(), "{path} is not there");
    }
    let watched = yaml(".github/workflows/codeql.yml");
    let languages = watched["jobs"]["analyze"]["strategy"]["matrix"]["language"].as_sequence().unwrap();
    assert!(["rust", "actions"].iter().all(|name| languages.iter().any(|language| language.as_str() == Some(name))));
    assert!(text(".github/workflows/scorecard.yml").contains("publish_results: true"));
}

fn pages_that_name_the_action_by_tag_say_where_its_hash_is() {
    let tag = concat!("model-license-gate/model-license-gate@v", env!("CARGO_PKG_VERSION"));
    let mut named = 0;
    let workflows = std::fs::read_dir(root().join("docs/workflows")).unwrap();
    let workflows = workflows.map(|entry| format!("docs/workflows/{}", entry.unwrap().file_name().to_str().unwrap()));
    for path in workflows.chain(["README.md", "docs/action.md", "docs/hub.md"].map(str::to_owned)) {
        for line in text(&path).lines().filter(|line| line.contains(tag)) {
            assert!(line.ends_with(" # or the hash that its release page shows"), "{path}: {line}");
            named += 1;
        }
    }
    assert!(named >= 7, "{named} places");
    // The page does.
    assert!(text(".github/workflows/release.yml").contains("\"$(git rev-parse HEAD)\" \"$tag\""));
}
