//! The pull request that `fix` opens on the Hub.

use super::{BAD, GOOD, MODEL, NOTICE, run, run_with, written};
use crate::support::hub_world::{Fault, Hub, LOGIN, READER, World};

tests! {
    the_fix_is_proposed_once,
    an_older_fix_is_named_and_nothing_is_sent,
    a_closed_fix_and_the_ones_of_others_do_not_count,
    a_fix_that_was_opened_in_spite_of_the_answer_is_not_opened_again,
    two_runs_at_once_leave_one_open,
    a_dry_run_writes_nothing,
    nothing_to_fix_opens_nothing,
    a_token_that_only_reads_opens_nothing,
    files_in_git_lfs_are_left_alone,
    a_pull_request_is_for_a_branch,
    a_fix_of_another_branch_is_another_one,
}

const FIX: [&str; 2] = ["fix", "hf://acme/lark"];
const OPEN: &str = "POST /commit/main?create_pr=1";

fn failing() -> Hub {
    Hub::start(&[("README.md", BAD), ("Notice", NOTICE)])
}

fn the_fix_is_proposed_once() {
    let hub = failing();
    let said = run(&hub, &FIX);
    assert_eq!(said.code, 0, "{}{}", said.out, said.error);
    let page = format!("{}/acme/lark/discussions/1\n", hub.fake.address);
    assert!(said.out.contains(&format!("Proposed: {page}")), "{}", said.out);
    assert_eq!(hub.world().files("refs/pr/1")["README.md"], GOOD);
    assert_eq!(hub.world().files("refs/heads/main")["README.md"], BAD);
    assert!(hub.world().talks[0].comments[0].text.contains("incompatible-license"));
    // Another commit that does not touch the files changes nothing.
    hub.world().push("refs/heads/main", &[("NEWS.md", "News.\n")]);
    let said = run(&hub, &FIX);
    assert!(said.code == 0 && said.out.contains(&format!("Already proposed: {page}")), "{}", said.out);
    assert_eq!(written(&hub), [OPEN]);
}

fn an_older_fix_is_named_and_nothing_is_sent() {
    let hub = failing();
    run(&hub, &FIX);
    hub.world().push("refs/heads/main", &[("README.md", &format!("{BAD}More words.\n"))]);
    let said = run(&hub, &FIX);
    assert_eq!(said.code, 2);
    assert!(said.error.contains("/acme/lark/discussions/1 proposes an older fix"), "{}", said.error);
    assert_eq!(written(&hub), [OPEN]);
}

fn a_closed_fix_and_the_ones_of_others_do_not_count() {
    let hub = failing();
    run(&hub, &FIX);
    let description = hub.world().talks[0].comments[0].text.clone();
    hub.world().talks[0].status = "closed";
    hub.world().talk("mallory", "Comply", &description, true);
    assert_eq!(run(&hub, &FIX).code, 0);
    assert_eq!(hub.own(true), [(1, "closed"), (3, "open")]);
}

fn a_fix_that_was_opened_in_spite_of_the_answer_is_not_opened_again() {
    for fault in [Fault::DoneThen500, Fault::DoneThenDrop] {
        let hub = failing();
        hub.world().faults.push(("/commit/", fault, 9));
        let said = run(&hub, &FIX);
        assert!(said.code == 0 && said.out.contains("/discussions/1\n"), "{}{}", said.out, said.error);
        assert_eq!((hub.own(true), written(&hub)), (vec![(1, "open")], vec![OPEN.to_owned()]));
    }
}

fn two_runs_at_once_leave_one_open() {
    // The other run opens the same pull request a moment earlier.
    fn open(world: &mut World) {
        world.talk(LOGIN, "Comply", DESCRIPTION, true);
    }
    let hub = failing();
    run(&hub, &FIX);
    let mark = hub.world().talks[0].comments[0].text.lines().next().unwrap().to_owned();
    assert_eq!(DESCRIPTION, mark, "the mark has changed");
    let hub = failing();
    hub.world().faults.push(("/commit/", Fault::Before(open), 1));
    let said = run(&hub, &FIX);
    assert!(said.code == 0 && said.out.contains("/discussions/1\n"), "{}{}", said.out, said.error);
    assert_eq!(hub.own(true), [(1, "open"), (2, "closed")]);
}

/// The mark of the fix of the failing model.
const DESCRIPTION: &str = "<!-- model-license-gate fix v1 branch=dce662a50c4e6cd8 content=0c7be6dd5efcf8c3 -->";

fn a_dry_run_writes_nothing() {
    let hub = failing();
    for place in ["hf://acme/lark", "hf://acme/lark@refs/heads/main"] {
        let said = run_with(&hub, None, &["fix", place, "--dry-run"], &[]);
        assert_eq!(said.code, 0, "{}", said.error);
        assert!(said.out.contains("-license: mit\n+license: llama2\n"), "{}", said.out);
        assert!(said.error.contains("Nothing was written."), "{}", said.error);
    }
    assert!(written(&hub).is_empty());
}

fn nothing_to_fix_opens_nothing() {
    let hub = Hub::start(&MODEL);
    assert_eq!(run(&hub, &FIX).code, 0);
    assert!(written(&hub).is_empty());
}

fn a_token_that_only_reads_opens_nothing() {
    let hub = failing();
    let said = run_with(&hub, Some(READER), &FIX, &[]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.error.contains("no permission") && said.error.lines().count() == 1, "{}", said.error);
    let said = run_with(&hub, None, &FIX, &[]);
    assert_eq!(said.code, 2);
    assert!(said.error.contains("needs a token: set HF_TOKEN"), "{}", said.error);
    assert!(hub.own(true).is_empty());
}

fn files_in_git_lfs_are_left_alone() {
    let hub = failing();
    hub.world().lfs = vec!["README.md"];
    let said = run(&hub, &FIX);
    assert_eq!(said.code, 2);
    assert!(said.error.contains("`README.md` is kept in Git LFS"), "{}", said.error);
    assert!(written(&hub).is_empty());
}

fn a_pull_request_is_for_a_branch() {
    let hub = failing();
    let hash = hub.world().refs["refs/heads/main"].clone();
    hub.world().refs.insert("v1".to_owned(), hash.clone());
    for place in ["hf://acme/lark@refs/pr/1", &format!("hf://acme/lark@{hash}"), "hf://acme/lark@v1", "hf://acme"] {
        let said = run(&hub, &["fix", place]);
        assert_eq!((said.code, said.error.lines().count()), (2, 1), "{place}: {}", said.error);
    }
    assert_eq!(run(&hub, &["fix", "hf://acme/lark", "--yes"]).code, 2);
    assert!(written(&hub).is_empty());
}

fn a_fix_of_another_branch_is_another_one() {
    let hub = failing();
    hub.world().push("refs/heads/dev", &[("README.md", BAD), ("Notice", NOTICE)]);
    run(&hub, &FIX);
    assert_eq!(run(&hub, &["fix", "hf://acme/lark@dev"]).code, 0);
    assert_eq!(written(&hub), [OPEN, "POST /commit/dev?create_pr=1"]);
}
