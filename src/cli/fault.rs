//! Bugs of the gate itself: a panic ends the work on one repository, with a sentence, and not the program.

use crate::render::one_line;
use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

thread_local! {
    /// Where the last bug of this thread was, as `src/file.rs:7`.
    static PLACE: Cell<Option<String>> = const { Cell::new(None) };
}

/// Keeps the standard library from telling of panics: who catches one tells.
pub(super) fn keep_quiet() {
    set_hook(Box::new(|info| PLACE.set(info.location().map(|place| format!("{}:{}", place.file(), place.line())))));
}

/// Does some work. The error is a sentence on the bug that ended it; what the work had changed must not be used any more.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|bug| {
        let place = PLACE.take().map(|place| format!(" in {place}")).unwrap_or_default();
        format!("a bug of the gate{place} stopped the check: {}. Please report it", words(&*bug))
    })
}

/// What a panic says, on one line.
fn words(bug: &dyn Any) -> String {
    let text = bug.downcast_ref::<&str>().copied().or_else(|| bug.downcast_ref::<String>().map(String::as_str));
    one_line(text.unwrap_or("it gives no reason")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_fault_is_a_sentence() {
        let failing: fn(&[u8]) -> u8 = |bytes| bytes[7];
        assert_eq!(guarded(|| failing(b"x")).map_err(|bug| bug.contains("the len is 1")), Err(true));
        assert_eq!(guarded(|| 7), Ok(7));
    }
}
