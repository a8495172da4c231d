//! Faults of the gate itself: a panic ends the work on one repository, with a sentence, and not the program.

use crate::render::one_line;
use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

thread_local! {
    /// Where the last fault of this thread was, as `src/file.rs:7`.
    static PLACE: Cell<Option<String>> = const { Cell::new(None) };
}

/// Keeps the standard library from telling of panics: who catches one tells.
pub(super) fn keep_quiet() {
    set_hook(Box::new(|info| PLACE.set(info.location().map(|place| format!("{}:{}", place.file(), place.line())))));
}

/// Does some work. The error is a sentence on the fault that ended it; what the work had changed must not be used any more.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|fault| {
        let place = PLACE.take().map(|place| format!(" in {place}")).unwrap_or_default();
        format!("a fault of the gate{place} ended the work: {}. Please report it", words(&*fault))
    })
}

/// What a panic says, on one line.
fn words(fault: &dyn Any) -> String {
    let text = fault.downcast_ref::<&str>().copied().or_else(|| fault.downcast_ref::<String>().map(String::as_str));
    one_line(text.unwrap_or("it gives no reason")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_fault_is_a_sentence() {
        let failing: fn(&[u8]) -> u8 = |bytes| bytes[7];
        assert_eq!(guarded(|| failing(b"x")).map_err(|fault| fault.contains("the len is 1")), Err(true));
        assert_eq!(guarded(|| 7), Ok(7));
    }
}
