//! What a workflow may ask for: folders, a pull request by its number, a configuration from elsewhere, at least one model.

use super::hub::Files;
use super::workflow::{BEFORE, EXCEPTION, UNFIT, World};
use std::fs;

tests! {
    several_folders,
    a_folder_of_several_that_only_the_disk_has,
    no_model,
    a_pull_request_by_its_number,
    a_configuration_that_is_nowhere,
    a_configuration_that_the_pull_request_adds,
    a_configuration_of_another_repository,
    the_text_of_the_comment,
}

fn several_folders() {
    let unfit = ["models/a", "models/b", "models/c/d", "other"].map(|folder| format!("{folder}/README.md"));
    let world = World::new("several", &unfit.each_ref().map(|path| (path.as_str(), UNFIT.1)));
    for event in ["pull_request", "pull_request_target"] {
        let outcome = world.on(event).with(&["--review", "off", "models/a", "models/c/d"]).run();
        let told = ["models/a", "models/c/d"].map(|folder| {
            ["incompatible-license", "missing-notice"].map(|rule| format!("error {folder}/README.md:2 {rule}"))
        });
        let told = told.concat();
        outcome.says("fail", &told.iter().map(String::as_str).collect::<Vec<_>>());
    }
    // Two gates on different folders do not touch each other's comments.
    world.on("pull_request").with(&["models/a", "models/b"]).run();
    let posts = world.state().posts.len();
    world.on("pull_request").with(&["models/a", "models/c"]).run();
    assert_eq!((posts, world.state().posts.len()), (1, 2));
}

fn a_folder_of_several_that_only_the_disk_has() {
    let world = World::new("several-made", &[("models/a/README.md", UNFIT.1)]);
    let outcome = world.on("push").prepared(|work| fs::create_dir(work.join("out")).unwrap());
    let outcome = outcome.with(&["models", "out"]).run();
    assert_eq!(outcome.code, 2);
    assert!(outcome.errors.contains("the commit has no folder `out`"), "{}", outcome.errors);
}

fn no_model() {
    let world = World::new("empty", &[("src/train.py", "print(1)\n")]);
    let run = |arguments: &[&str]| world.on("pull_request").with(arguments).run();
    assert_eq!(run(&["src"]).code, 0);
    let outcome = run(&["--fail-if-empty", "src"]);
    assert_eq!((outcome.code, outcome.outputs()["verdict"]), (1, "pass"));
    assert!(outcome.log.contains("::error title=Model license gate::no model was found"), "{}", outcome.log);
    assert!(outcome.summary.contains("no model was found"), "{}", outcome.summary);
    assert_eq!(run(&["--fail-if-empty"]).code, 0, "a model that is as it was is one");
}

fn a_pull_request_by_its_number() {
    for event in ["workflow_dispatch", "issue_comment"] {
        let world = World::new(&format!("number-{event}"), &[UNFIT]);
        let base = world.state().base;
        let outcome = world.on(event).of(&base).with(&["--pr", "7"]).run();
        outcome.says_unfit(2);
        assert_eq!(outcome.written()[0], "POST pulls/7/reviews");
    }
}

fn a_configuration_that_is_nowhere() {
    let world = World::new("no-config", &[]);
    world.move_base(&[("gate/license.yml", "agreement: link\n")]);
    world.change(|state| (state.fork, state.head) = (state.base.clone(), state.base.clone()));
    world.push(&[UNFIT]);
    for event in ["pull_request", "pull_request_target", "push"] {
        let run = |name: &str| world.on(event).with(&["--review", "off", "--config", name]).run();
        let outcome = run("gate/licence.yml");
        assert_eq!(outcome.code, 2, "{event}: {}", outcome.log);
        let why = "there is no configuration `gate/licence.yml` in the commit. Did you mean `gate/license.yml`?";
        assert!(outcome.errors.contains(why), "{event}: {}", outcome.errors);
        let branch = run("acme/policies/gate.yml@main");
        assert!(branch.code == 2 && branch.errors.contains("OWNER/REPO/PATH@COMMIT"), "{}", branch.errors);
        assert_eq!(run("gate/license.yml").code, 1);
    }
}

fn a_configuration_that_the_pull_request_adds() {
    let world = World::new("new-config", &[UNFIT, ("gate.yml", EXCEPTION.1)]);
    let outcome = world.on("pull_request").with(&["--review", "off", "--config", "gate.yml"]).run();
    assert_eq!(outcome.code, 1, "it counts from the merge on: {}", outcome.errors);
    assert!(outcome.annotations().iter().any(|line| line.ends_with(" missing-notice")), "{}", outcome.log);
}

fn a_configuration_of_another_repository() {
    let world = World::new("pinned-config", &[UNFIT]);
    let file = ("gate/models.yml".to_owned(), ("100644", EXCEPTION.1.as_bytes().to_vec()));
    let commit = world.change(|state| state.commit(Files::from([file]), &[]));
    for event in ["pull_request", "pull_request_target"] {
        let run = |place: &str| world.on(event).with(&["--review", "off", "--config", place]).run();
        let outcome = run(&format!("acme/policies/gate/models.yml@{commit}"));
        outcome.says("fail", &["error README.md:2 incompatible-license"]);
        for place in [format!("acme/policies/none.yml@{commit}"), format!("acme/secret/gate/models.yml@{commit}")] {
            let outcome = run(&place);
            assert_eq!(outcome.code, 2, "{}", outcome.log);
            assert!(outcome.errors.contains(&format!("cannot read the configuration `{place}`")), "{}", outcome.errors);
        }
    }
}

fn the_text_of_the_comment() {
    let world = World::new("comment", &[UNFIT]);
    let text = |world: &World| {
        let outcome = world.on("pull_request").with(&["--review", "off"]).run();
        fs::read_to_string(outcome.outputs()["comment"]).unwrap()
    };
    let unfit = text(&world);
    assert!(unfit.starts_with("## Model licenses: ") && !unfit.contains("<!--"), "{unfit}");
    assert!(unfit.contains("incompatible-license") && unfit.contains("missing-notice"), "{unfit}");
    world.push(&[BEFORE[0]]);
    assert!(text(&world).starts_with("## Model licenses: nothing to fix\n"), "{}", text(&world));
}
