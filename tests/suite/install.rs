//! What people install: one version everywhere, packages that hold what they need, completions that complete.

use crate::harness::{self, Outcome, needs};
use crate::project::{root, text};
use serde_yaml::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

tests! {
    every_page_names_the_version_of_the_program,
    only_the_manifest_sets_the_version,
    the_changelog_has_one_heading_a_version_newest_first,
    the_notes_of_a_release_are_those_of_its_version,
    the_package_holds_what_it_is_built_from_and_nothing_else,
    #[cfg(target_os = "linux")] cargo_binstall_finds_the_program_in_the_archive_of_a_release,
    the_release_makes_every_kind_of_package,
    completions_know_every_command_in_every_shell,
    bash_completes_the_options_of_a_command_and_their_values,
    the_hooks_of_pre_commit_judge_the_whole_repository,
    the_page_for_gitlab_shows_the_job_that_writes_and_keeps_the_report,
    every_link_between_the_pages_leads_somewhere,
    the_index_names_every_page,
}

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// All files below a folder, as paths from the root of the project.
fn files(folder: &str) -> Vec<String> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(root().join(folder)).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() { out.extend(files(&path)) } else { out.push(path) }
    }
    out
}

fn is_text(path: &str) -> bool {
    ["md", "yml"].iter().any(|end| Path::new(path).extension().is_some_and(|found| found == *end))
}

fn printed(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_model-license-gate")).args(arguments).output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn every_page_names_the_version_of_the_program() {
    let before =
        ["model-license-gate==", "model-license-gate@v", "gate@COMMIT # v", "/download/v", "rev: v", "license-gate:v"];
    let mut named = 0;
    let pages = files("docs").into_iter().filter(|path| is_text(path));
    for path in pages.chain(["README.md".to_owned(), "action.yml".to_owned(), "pyproject.toml".to_owned()]) {
        let page = text(&path);
        for place in before.iter().flat_map(|mark| page.match_indices(mark).map(|(at, _)| at + mark.len())) {
            let rest = &page[place..];
            let version =
                &rest[..rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(rest.len())];
            assert_eq!(version.trim_end_matches('.'), VERSION, "{path}: {}", &rest[..rest.len().min(20)]);
            named += 1;
        }
    }
    assert!(named >= 10, "{named} places");
}

fn only_the_manifest_sets_the_version() {
    let project = text("pyproject.toml");
    assert!(project.contains("dynamic = [\"version\"]") && !project.lines().any(|line| line.starts_with("version")));
    assert!(text("Cargo.lock").contains(&format!("name = \"model-license-gate\"\nversion = \"{VERSION}\"")));
    assert_eq!(printed(&["--version"]), format!("model-license-gate {VERSION}\n"));
}

fn the_changelog_has_one_heading_a_version_newest_first() {
    let changelog = text("CHANGELOG.md");
    let headings: Vec<&str> = changelog.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let released = headings.strip_prefix(&["Unreleased"]).unwrap_or(&headings);
    let numbers = |version: &str| version.split('.').map(|part| part.parse().unwrap()).collect::<Vec<u32>>();
    let mut newest = numbers(VERSION);
    for (at, heading) in released.iter().enumerate() {
        let (version, date) = heading.strip_suffix(')').and_then(|rest| rest.split_once(" (")).unwrap();
        let is_date = date.len() == 10
            && date.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        assert!(is_date && numbers(version).len() == 3, "`## {heading}` is no `## VERSION (YYYY-MM-DD)`");
        assert!(if at == 0 { numbers(version) <= newest } else { numbers(version) < newest }, "{heading}");
        newest = numbers(version);
    }
    assert!(!headings.is_empty());
}

fn the_notes_of_a_release_are_those_of_its_version() -> Outcome {
    needs("bash")?;
    let work = harness::folder("notes");
    std::fs::create_dir_all(work.join("dev")).unwrap();
    std::fs::copy(root().join("dev/notes.sh"), work.join("dev/notes.sh")).unwrap();
    let changelog =
        "# Changelog\n\n## 0.2.0 (2027-01-31)\n\n- new\n\n## 0.1.0 (2026-12-01)\n\n- old\n\n## 0.0.9\n\n- undated\n";
    std::fs::write(work.join("CHANGELOG.md"), changelog).unwrap();
    let notes = |version: &str| {
        let output = Command::new("bash").arg("dev/notes.sh").arg(version).current_dir(&work).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap().trim().to_owned())
    };
    assert_eq!(notes("0.2.0"), (Some(0), "- new".to_owned()));
    assert_eq!(notes("0.1.0"), (Some(0), "- old".to_owned()));
    for version in ["0.0.9", "0.3.0", "0.2"] {
        assert_eq!(notes(version), (Some(1), String::new()), "{version}");
    }
    Ok(())
}

fn the_package_holds_what_it_is_built_from_and_nothing_else() {
    let mut command = Command::new(env!("CARGO"));
    let output =
        command.args(["package", "--list", "--allow-dirty", "--offline"]).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let list = String::from_utf8(output.stdout).unwrap().replace('\\', "/");
    let held: Vec<&str> = list.lines().collect();
    for path in ["src", "build", "licenses", "lineage", "fingerprints"].iter().flat_map(|folder| files(folder)) {
        assert!(held.contains(&path.as_str()), "the package lacks {path}");
    }
    for path in ["build.rs", "Cargo.lock", "LICENSE", "README.md", "CHANGELOG.md"] {
        assert!(held.contains(&path), "the package lacks {path}");
    }
    let foreign =
        held.iter().find(|path| ["tests/", "docs/", "dev/", ".github/"].iter().any(|part| path.starts_with(part)));
    assert_eq!(foreign, None);
}

#[cfg(target_os = "linux")]
fn cargo_binstall_finds_the_program_in_the_archive_of_a_release() -> Outcome {
    needs("bash")?;
    needs("tar")?;
    let manifest = text("Cargo.toml");
    let value = |key: &str| {
        let all = manifest.split("[package.metadata.binstall]").nth(1).unwrap();
        let line = all.lines().find(|line| line.starts_with(key)).unwrap();
        line.split('"').nth(1).unwrap().to_owned()
    };
    let target = "aarch64-unknown-linux-musl";
    let filled = |template: String| {
        let with = [("repo", env!("CARGO_PKG_REPOSITORY")), ("version", VERSION), ("name", env!("CARGO_PKG_NAME"))];
        let with = with.into_iter().chain([("target", target), ("bin", env!("CARGO_PKG_NAME")), ("binary-ext", "")]);
        with.fold(template, |text, (name, value)| text.replace(&format!("{{ {name} }}"), value))
    };
    let work = harness::folder("archives");
    for folder in ["programs", "pages/man", "pages/completions"] {
        std::fs::create_dir_all(work.join(folder)).unwrap();
    }
    std::fs::write(work.join(format!("programs/model-license-gate-{target}")), "the program").unwrap();
    std::fs::write(work.join("pages/man/model-license-gate.1"), "the page").unwrap();
    let at = |name: &str| work.join(name);
    let mut packing = Command::new("bash");
    packing.arg(root().join("dev/archives.sh")).args([at("programs"), at("pages"), at("out")]);
    assert!(packing.status().unwrap().success());
    let url = filled(value("pkg-url"));
    let (address, name) = url.rsplit_once('/').unwrap();
    assert_eq!(address, format!("{}/releases/download/v{VERSION}", env!("CARGO_PKG_REPOSITORY")));
    let inside = filled(value("bin-dir"));
    let output = Command::new("tar").arg("-xzOf").arg(at("out").join(name)).arg(&inside).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "the program", "{name} {inside}");
    // Windows has archives of another kind, under the name that the script gives them.
    assert!(
        manifest.contains("/{ name }-{ target }.zip\"\npkg-fmt = \"zip\"")
            && text("dev/archives.sh").contains("$name.zip")
    );
    Ok(())
}

fn the_release_makes_every_kind_of_package() {
    let release: Value = serde_yaml::from_str(&text(".github/workflows/release.yml")).unwrap();
    let jobs = &release["jobs"];
    for job in ["build", "image", "parts", "release", "pypi", "crate"] {
        assert!(jobs[job].is_mapping(), "no job {job}");
    }
    // Only what follows the tag goes to a registry.
    for job in ["pypi", "crate"] {
        assert_eq!(jobs[job]["needs"].as_str(), Some("release"));
        assert_eq!(jobs[job]["permissions"]["id-token"].as_str(), Some("write"));
    }
    assert!(!text(".github/workflows/release.yml").contains("secrets."), "a registry is entered without a secret");
}

/// Every command that the help lists.
fn commands() -> Vec<String> {
    let help = printed(&["--help"]);
    let (_, after) = help.split_once("Commands:\n").unwrap();
    after.lines().map_while(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

fn completions_know_every_command_in_every_shell() {
    let commands = commands();
    assert!(commands.len() > 5, "{commands:?}");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = printed(&["completions", shell]);
        for word in commands.iter().map(String::as_str).chain(["fail-on", "time-limit"]) {
            assert!(script.contains(word), "{shell} does not know {word}");
        }
    }
}

fn bash_completes_the_options_of_a_command_and_their_values() -> Outcome {
    needs("bash")?;
    let script = "eval \"$1\"; shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); \
                  name=$(complete -p model-license-gate | sed 's/.*-F \\([^ ]*\\).*/\\1/'); \
                  $name \"$1\" \"${COMP_WORDS[COMP_CWORD]}\" \"${COMP_WORDS[COMP_CWORD - 1]}\"; echo \"${COMPREPLY[*]}\"";
    let all = printed(&["completions", "bash"]);
    let completed = |words: &[&str]| {
        let mut bash = Command::new("bash");
        bash.args(["-c", script, "bash", &all, "model-license-gate"]).args(words);
        String::from_utf8(bash.output().unwrap().stdout).unwrap().trim().to_owned()
    };
    assert_eq!(completed(&["ident"]), "identify");
    assert_eq!(completed(&["check", "--f"]), "--format --fail-on --fail-if-empty --fix");
    assert!(completed(&["check", "--format", "g"]).starts_with("github gitlab"));
    assert_eq!(completed(&["completions", "z"]), "zsh");
    Ok(())
}

fn the_hooks_of_pre_commit_judge_the_whole_repository() {
    let hooks: Value = serde_yaml::from_str(&text(".pre-commit-hooks.yaml")).unwrap();
    let page = text("docs/install.md");
    for hook in hooks.as_sequence().unwrap() {
        assert_eq!(hook["entry"].as_str(), Some("model-license-gate check"));
        assert_eq!((hook["pass_filenames"].as_bool(), hook["always_run"].as_bool()), (Some(false), Some(true)));
        assert!(page.contains(&format!("id: {}", hook["id"].as_str().unwrap())));
    }
}

fn the_page_for_gitlab_shows_the_job_that_writes_and_keeps_the_report() {
    let job = text("docs/gitlab/gitlab-ci.yml");
    assert!(text("docs/gitlab.md").contains(&format!("```yaml\n{job}```\n")));
    let read: Value = serde_yaml::from_str(&job).unwrap();
    let file = read["model-license"]["artifacts"]["reports"]["codequality"].as_str().unwrap();
    assert!(
        job.contains(&format!("--format gitlab --output {file}\n"))
            && job.contains("\n    - model-license-gate check\n")
    );
}

/// What GitHub makes of the headings of a page, to be linked to.
fn anchors(page: &str) -> Vec<String> {
    let headings = page.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let mut seen: Vec<String> = Vec::new();
    let kept = |letter: &char| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_');
    let names =
        headings.map(|heading| heading.to_lowercase().chars().filter(kept).collect::<String>().replace(' ', "-"));
    // What is there already gets a number.
    let numbered = names.map(|name| {
        seen.push(name.clone());
        match seen.iter().filter(|other| **other == name).count() {
            1 => name,
            count => format!("{name}-{}", count - 1),
        }
    });
    numbered.collect()
}

fn every_link_between_the_pages_leads_somewhere() {
    let mut links = 0;
    for page in files("docs")
        .into_iter()
        .filter(|path| is_text(path))
        .chain(["README.md", "SECURITY.md", "ARCHITECTURE.md"].map(str::to_owned))
    {
        let folder: PathBuf = Path::new(&page).parent().unwrap().to_owned();
        // Blocks of code are what files and outputs hold, not links of the page.
        let pieces = text(&page);
        let running: String = pieces.split("```").step_by(2).collect();
        for target in running.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            if path.contains("://") {
                continue;
            }
            let file = if path.is_empty() { root().join(&page) } else { root().join(&folder).join(path) };
            assert!(file.exists(), "{page} leads to {target}");
            let held = anchor.is_empty()
                || anchors(&std::fs::read_to_string(&file).unwrap()).iter().any(|name| name == anchor);
            assert!(held, "{page} leads to {target}, a heading that is not there");
            links += 1;
        }
    }
    assert!(links > 20, "{links} links");
}

fn the_index_names_every_page() {
    let index = text("docs/README.md");
    for page in files("docs").iter().filter_map(|path| path.strip_prefix("docs/")?.strip_suffix(".md")) {
        assert!(
            page == "README" || index.contains(&format!("[{page}.md]({page}.md)")),
            "docs/README.md lacks {page}.md"
        );
    }
}
