//! The program on a pull request, from the event to what stands on GitHub then, against a fake on loopback that remembers.

mod attack_table;
mod attacks;
mod bounds;
mod checkouts;
mod commit;
mod events;
mod git;
mod handed_over;
mod hub;
mod inputs;
mod life;
mod ordinary;
mod outcome;
mod proxies;
mod quiet;
mod repository;
mod twins;
mod unfetched;
mod weights;
mod weights_by_hand;
mod workflow;

use libtest_mimic::Trial;

pub(crate) fn tests() -> Vec<Trial> {
    let subjects = [
        attacks::tests(),
        bounds::tests(),
        checkouts::tests(),
        commit::tests(),
        events::tests(),
        handed_over::tests(),
        inputs::tests(),
        life::tests(),
        proxies::tests(),
        quiet::tests(),
        twins::tests(),
        unfetched::tests(),
        weights::tests(),
    ];
    subjects.into_iter().flatten().collect()
}
