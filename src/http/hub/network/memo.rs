//! What the Hub stated to a run, so that it is asked once about each model.

use crate::http::hub::walk::LookUp;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Most models that are remembered at a time, chosen: some hundred bytes each.
const MAX_MODELS: usize = 5_000;

/// How long a failure counts, chosen: the Hub may answer later.
const FAILURE_LASTS: Duration = Duration::from_mins(1);

/// What came of look-ups, by model, and when.
#[derive(Default)]
pub(super) struct Memo(Mutex<HashMap<String, (LookUp, Instant)>>);

impl Memo {
    /// What is known of a model, or what `ask` says of it. Threads that want to know something new wait for each other.
    pub(super) fn find(&self, id: &str, ask: impl FnOnce() -> LookUp) -> LookUp {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let id = id.to_lowercase();
        match known.get(&id) {
            Some((LookUp::Failed(_), since)) if since.elapsed() > FAILURE_LASTS => {}
            Some((look_up, _)) => return look_up.clone(),
            None => {}
        }
        let look_up = ask();
        if known.len() == MAX_MODELS {
            known.clear();
        }
        known.insert(id, (look_up.clone(), Instant::now()));
        look_up
    }
}

#[cfg(test)]
mod tests {
    use super::{LookUp, MAX_MODELS, Memo};

    #[test]
    fn each_model_is_asked_for_once_as_long_as_there_is_room() {
        let (memo, mut asked) = (Memo::default(), 0);
        let mut find = |id: &str| {
            memo.find(id, || {
                asked += 1;
                LookUp::Hidden
            });
            asked
        };
        assert_eq!((find("a/b"), find("A/B"), find("a/c")), (1, 1, 2));
        for number in 0..MAX_MODELS {
            find(&format!("a/{number}"));
        }
        assert_eq!(find("a/b"), MAX_MODELS + 3);
        assert!(memo.0.lock().is_ok_and(|known| known.len() <= MAX_MODELS));
    }
}
