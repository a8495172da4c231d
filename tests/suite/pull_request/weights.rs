//! Weights keep the lineage that they had at the base commit, in each way that the two sides of a change are read.

use super::hub::Files;
use super::workflow::World;
use sha2::{Digest, Sha256};
use std::fmt::Write;

tests! {
    a_folder_is_renamed,
    the_weights_stay_where_they_are,
    the_weights_go_elsewhere,
    the_pointer_is_written_in_another_way,
    weights_in_git_and_their_pointer_are_the_same,
    ordinary_changes,
    a_part_that_models_of_several_families_share,
    the_configuration_of_the_base_commit,
    pointers_are_fetched_only_where_lineage_may_be_lost,
    weights_that_cannot_be_compared_fail,
    links_and_other_extensions,
    below_a_folder,
    what_the_base_branch_has_learnt_since,
}

/// How the two sides are read: both from folders, the base over the API, both over the API.
const WAYS: [(&str, bool); 3] = [("pull_request", true), ("pull_request", false), ("pull_request_target", false)];

const GORGE: &str = "error gorge/README.md:- lost-lineage";
const RAVINE: &str = "error ravine/README.md:- lost-lineage";

/// Files of a commit.
#[derive(Clone, Default)]
pub(super) struct Commit(Files);

impl Commit {
    pub(super) fn with(mut self, path: &str, text: impl AsRef<str>) -> Self {
        self.0.insert(path.to_owned(), ("100644", text.as_ref().as_bytes().to_vec()));
        self
    }

    fn without(mut self, path: &str) -> Self {
        self.0.remove(path);
        self
    }

    /// The same files in another folder.
    pub(super) fn moved(&self, from: &str, to: &str) -> Self {
        let path = |path: &String| path.strip_prefix(from).map_or_else(|| path.clone(), |rest| format!("{to}{rest}"));
        Self(self.0.iter().map(|(old, file)| (path(old), file.clone())).collect())
    }

    pub(super) fn and(mut self, other: &Self) -> Self {
        self.0.extend(other.0.clone());
        self
    }
}

fn sha256(content: &str) -> String {
    Sha256::digest(content).iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// The pointer of weights; the real ones have more bytes than the text that makes their hash.
fn pointer(content: &str) -> String {
    format!("version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 13476835328\n", sha256(content))
}

fn card(name: &str, metadata: &str) -> String {
    format!("---\n{metadata}---\n# {name}\n\nA model for tests.\n")
}

fn mit(name: &str) -> String {
    card(name, "license: mit\n")
}

fn mistral(name: &str) -> String {
    card(name, "license: apache-2.0\nbase_model: mistralai/Mistral-7B-v0.1\n")
}

/// A model of Llama 2 without its weights.
fn ravine_card() -> Commit {
    Commit::default()
        .with("ravine/README.md", card("Ravine", "license: llama2\nbase_model: meta-llama/Llama-2-7b-hf\n"))
}

/// A model of Llama 2.
pub(super) fn ravine() -> Commit {
    ravine_card().with("ravine/pytorch_model.bin", pointer("ravine"))
}

/// A model of another family.
fn plover() -> Commit {
    Commit::default()
        .with("plover/README.md", mistral("Plover"))
        .with("plover/model.safetensors", pointer("plover"))
        .with("plover/pytorch_model.bin", pointer("plover, too"))
}

/// A change from one commit to another.
fn world(name: &str, base: &Commit, head: &Commit) -> World {
    let world = World::new(name, &[]);
    world.change(|state| {
        state.base = state.commit(base.0.clone(), &[]);
        state.fork.clone_from(&state.base);
        state.head = state.commit(head.0.clone(), &[&state.base.clone()]);
    });
    world
}

/// Checks what is said of lost lineage, in every way that the sides are read.
pub(super) fn expect(name: &str, base: &Commit, head: &Commit, expected: &[&str]) {
    let world = world(&format!("weights-{name}"), base, head);
    for (event, beside_base) in WAYS {
        let run = world.on(event).with(&["--review", "off"]);
        let outcome = if beside_base { run.beside_base().run() } else { run.run() };
        let told: Vec<String> =
            outcome.annotations().into_iter().filter(|line| line.ends_with(" lost-lineage")).collect();
        assert_eq!(told, expected, "{name} on {event}, a folder beside it: {beside_base}\n{}", outcome.log);
        assert_eq!(outcome.errors, "", "{name} on {event}");
        let fails = expected.iter().any(|line| line.starts_with("error"));
        assert!(outcome.code == 1 || !fails, "{name} on {event}");
    }
}

fn a_folder_is_renamed() {
    let renamed = ravine().moved("ravine/", "gorge/");
    expect("renamed-no-parent", &ravine(), &renamed.clone().with("gorge/README.md", mit("Gorge")), &[GORGE]);
    expect("renamed-other-parent", &ravine(), &renamed.clone().with("gorge/README.md", mistral("Gorge")), &[GORGE]);
    expect("renamed-with-its-card", &ravine(), &renamed, &[]);
    let shard = |folder: &str, number: u8, content: &str| {
        Commit::default().with(&format!("{folder}/model-0000{number}-of-00003.safetensors"), pointer(content))
    };
    let shards = |folder: &str, contents: [&str; 3]| {
        (1..).zip(contents).fold(Commit::default(), |all, (number, content)| all.and(&shard(folder, number, content)))
    };
    let base = ravine_card().and(&shards("ravine", ["1", "2", "3"]));
    let kept = shards("gorge", ["x", "2", "z"]).with("gorge/README.md", mistral("Gorge"));
    expect("one-shard-of-three", &base, &kept, &[GORGE]);
    let none = shards("gorge", ["x", "y", "z"]).with("gorge/README.md", mistral("Gorge"));
    expect("no-shard-of-three", &base, &none, &[]);
}

fn the_weights_stay_where_they_are() {
    expect("other-parent", &ravine(), &ravine().with("ravine/README.md", mistral("Ravine")), &[RAVINE]);
    let denial = "---\nlicense: mit\n---\n# Ravine\n\nThis model was trained from scratch.\n";
    expect("denial", &ravine(), &ravine().with("ravine/README.md", denial), &[RAVINE]);
    let doubt = "---\nlicense: other\n---\n# Ravine\n\nA model in the manner of Llama 2.\n";
    expect("doubt", &ravine(), &ravine().with("ravine/README.md", doubt), &[RAVINE]);
    let no_card = ravine().without("ravine/README.md");
    expect("no-card", &ravine(), &no_card, &["error ravine/pytorch_model.bin:- lost-lineage"]);
    let adapter = |parent: &str| {
        Commit::default()
            .with("ravine/README.md", mit("Ravine"))
            .with("ravine/adapter_config.json", format!("{{\"base_model_name_or_path\": \"{parent}\"}}"))
            .with("ravine/adapter_model.safetensors", pointer("adapter"))
    };
    let base = adapter("meta-llama/Llama-2-7b-hf");
    expect("adapter-other-parent", &base, &adapter("mistralai/Mistral-7B-v0.1"), &[RAVINE]);
    expect("adapter-alone", &base, &base.clone().without("ravine/adapter_config.json"), &[RAVINE]);
    let other = ravine().with("ravine/README.md", mistral("Ravine")).with("ravine/pytorch_model.bin", pointer("new"));
    expect("other-parent-other-weights", &ravine(), &other, &[]);
}

fn the_weights_go_elsewhere() {
    let two = ravine().and(&plover());
    let in_other = plover().with("plover/pytorch_model.bin", pointer("ravine"));
    expect("to-another-model", &two, &in_other, &["error plover/README.md:- lost-lineage"]);
    let copy = ravine().with("gorge/README.md", mit("Gorge")).with("gorge/weights.pt", pointer("ravine"));
    expect("a-copy", &ravine(), &copy, &[GORGE]);
    let space = Commit::default()
        .with("README.md", "---\nsdk: gradio\napp_file: app.py\n---\n# Show\n")
        .with("files/pytorch_model.bin", pointer("ravine"));
    expect("below-another-kind-of-card", &ravine(), &space, &["error README.md:- lost-lineage"]);
}

fn the_pointer_is_written_in_another_way() {
    let plain = pointer("ravine");
    let others = [
        plain.replace("oid ", &format!("ext-0-note sha256:{}\noid ", "0".repeat(64))),
        plain.replace('\n', "\r\n"),
        format!("{plain}\nnote: nothing\n"),
    ];
    for (number, other) in others.iter().enumerate() {
        let head = Commit::default()
            .with("gorge/README.md", mit("Gorge"))
            .with("gorge/pytorch_model.bin", other)
            .with("gorge/model.safetensors", other);
        expect(&format!("pointer-{number}"), &ravine(), &head, &[GORGE]);
    }
}

fn weights_in_git_and_their_pointer_are_the_same() {
    let content = "weights of Ravine\n".repeat(100);
    let its_pointer = pointer(&content).replace("13476835328", &content.len().to_string());
    let base = |text: &str| ravine_card().with("ravine/model.pth", text);
    let head = |text: &str| Commit::default().with("gorge/README.md", mit("Gorge")).with("gorge/weights.pt", text);
    expect("in-git", &base(&content), &head(&content), &[GORGE]);
    expect("to-a-pointer", &base(&content), &head(&its_pointer), &[GORGE]);
    expect("from-a-pointer", &base(&its_pointer), &head(&content), &[GORGE]);
    // More than is read of weights in Git; these would be the same for all that can be seen.
    let content = "x".repeat((16 << 20) + 1);
    let its_pointer = pointer(&content).replace("13476835328", &content.len().to_string());
    expect("too-large", &base(&its_pointer), &head(&content), &[GORGE]);
    expect("of-another-size", &base(&pointer(&content)), &head(&content), &[]);
    let content = "weights of Ravine\n".repeat(100);
    expect("in-git-others", &base(&content), &head(&content.replace("Ravine", "Gorge.")), &[]);
}

fn ordinary_changes() {
    let two = ravine().and(&plover());
    expect("nothing", &two, &two, &[]);
    expect("a-card", &two, &two.clone().with("plover/README.md", mistral("Plover, second edition")), &[]);
    expect("a-new-model", &ravine(), &two, &[]);
    expect("a-model-goes", &two, &plover(), &[]);
    expect("new-weights", &two, &two.clone().with("plover/pytorch_model.bin", pointer("plover, second edition")), &[]);
    let empty = |commit: &Commit, folder: &str| commit.clone().with(&format!("{folder}/model.onnx"), "");
    expect("empty", &empty(&ravine(), "ravine"), &empty(&empty(&two, "ravine"), "plover"), &[]);
}

fn a_part_that_models_of_several_families_share() {
    let encoder = |commit: Commit, folder: &str| commit.with(&format!("{folder}/mm_projector.bin"), pointer("encoder"));
    let both = encoder(encoder(ravine().and(&plover()), "ravine"), "plover");
    let heron = both.clone().with("heron/README.md", mistral("Heron")).with("heron/model.gguf", pointer("heron"));
    expect("shared", &both, &encoder(heron, "heron"), &[]);
    // Nothing is shared any more: what Llama 2 stood for has gone to another folder.
    let gone = both.moved("ravine/", "gorge/").with("gorge/README.md", mistral("Gorge"));
    expect("shared-and-gone", &both, &gone, &[GORGE]);
}

fn the_configuration_of_the_base_commit() {
    const NAME: &str = ".model-license-gate.yml";
    let stated = |commit: Commit| commit.with(NAME, "lineage:\n- { model: ravine, family: llama2 }\n");
    let base = stated(ravine().with("ravine/README.md", mit("Ravine")));
    let head = stated(ravine().moved("ravine/", "gorge/").with("gorge/README.md", mit("Gorge")));
    expect("stated-of-the-old-name", &base, &head, &[GORGE]);
    let scratch = |commit: Commit| commit.with(NAME, "lineage:\n- { model: gorge, family: scratch }\n");
    expect("stated-of-the-new-name", &scratch(ravine()), &scratch(head.clone()), &[GORGE]);
    let excepted = |commit: Commit| {
        commit.with(NAME, "exceptions:\n- { rule: lost-lineage, model: gorge, reason: it was wrong }\n")
    };
    expect("excepted", &excepted(ravine()), &excepted(head), &[]);
}

fn pointers_are_fetched_only_where_lineage_may_be_lost() {
    let many = |commit: Commit| {
        (0..300)
            .fold(commit, |all, number| all.with(&format!("plover/model-{number}.bin"), pointer(&number.to_string())))
    };
    let base = many(ravine().and(&plover()));
    let edited = base.clone().with("plover/README.md", mistral("Plover, second edition"));
    let outcome = world("weights-unfetched", &base, &edited).on("pull_request_target").with(&["--review", "off"]).run();
    let fetched =
        |outcome: &super::outcome::Outcome| outcome.read().iter().filter(|line| line.starts_with("git/blobs/")).count();
    assert_eq!(fetched(&outcome), 3, "three cards: {:?}", outcome.read());
    let added = edited.with("plover/model-300.bin", pointer("more"));
    let outcome = world("weights-fetched", &base, &added).on("pull_request_target").with(&["--review", "off"]).run();
    assert_eq!(fetched(&outcome), 5, "and two pointers: {:?}", outcome.read());
}

fn weights_that_cannot_be_compared_fail() {
    let many = (0..1_100)
        .fold(ravine(), |all, number| all.with(&format!("gorge/model-{number}.bin"), pointer(&number.to_string())));
    let head = many.with("gorge/README.md", mistral("Gorge"));
    let outcome = world("weights-many", &ravine(), &head).on("pull_request_target").with(&["--review", "off"]).run();
    assert_eq!(outcome.annotations(), [GORGE], "{}", outcome.errors);
    assert!(outcome.log.contains("could not read 100 files of weights to compare them"), "{}", outcome.log);
}

fn links_and_other_extensions() {
    let base = ravine().and(&plover());
    let mut head = base.clone().with("gorge/README.md", mit("Gorge"));
    let link = ("120000", b"../ravine/pytorch_model.bin".to_vec());
    head.0.insert("gorge/model.safetensors".to_owned(), link.clone());
    let over_api = |name: &str, base: &Commit, head: &Commit| {
        world(name, base, head).on("pull_request_target").with(&["--review", "off"]).run().annotations()
    };
    // Over the API, links are not followed.
    assert_eq!(over_api("weights-link", &base, &head), [GORGE]);
    let mut linked = base.clone();
    linked.0.insert("plover/model-2.safetensors".to_owned(), link);
    let edited = linked.clone().with("plover/README.md", mistral("Plover, second edition"));
    assert_eq!(over_api("weights-old-link", &linked, &edited), [""; 0]);
    // Under another extension, Git's name tells.
    let renamed = plover().with("plover/weights.dat", pointer("ravine"));
    assert_eq!(over_api("weights-extension", &base, &renamed), ["error plover/README.md:- lost-lineage"]);
}

fn below_a_folder() {
    let base = ravine().moved("ravine/", "models/ravine/");
    let head = base.moved("models/ravine/", "models/gorge/").with("models/gorge/README.md", mit("Gorge"));
    let world = world("weights-folder", &base, &head);
    for (event, beside_base) in WAYS {
        let run = world.on(event).with(&["--review", "off", "models"]);
        let outcome = if beside_base { run.beside_base().run() } else { run.run() };
        assert_eq!(outcome.annotations(), ["error models/gorge/README.md:- lost-lineage"], "{}", outcome.errors);
    }
}

fn what_the_base_branch_has_learnt_since() {
    let unknown = ravine().with("ravine/README.md", mit("Ravine"));
    let learnt = |name: &str, head: &Commit| {
        let world = world(name, &unknown, head);
        world.change(|state| state.base = state.commit(ravine().0, &[&state.base.clone()]));
        world.on("pull_request_target").with(&["--review", "off"]).run().annotations()
    };
    let renamed = ravine().moved("ravine/", "gorge/").with("gorge/README.md", mit("Gorge"));
    assert_eq!(learnt("weights-learnt-since", &renamed), [GORGE]);
    // What the branch leaves as it was is as the base branch has it, once it is merged.
    assert_eq!(learnt("weights-learnt-elsewhere", &unknown.clone().with("train.py", "1")), [""; 0]);
    assert_eq!(
        learnt("weights-learnt-beside", &unknown.clone().with("ravine/README.md", mit("Ravine, a model"))),
        [""; 0]
    );
}
