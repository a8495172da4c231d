//! The secret by which a Job knows that the event is from its own webhook.

use crate::cli::console;
use anyhow::{Result, bail};
use sha2::{Digest, Sha256};
use std::hint::black_box;

/// The secret that the webhook must have, as its owner gives it to the Job.
const WANTED: &str = "MODEL_LICENSE_GATE_WEBHOOK_SECRET";

/// The one that it has, as the Hub gives it to the Job.
const GIVEN: &str = "WEBHOOK_SECRET";

/// Refuses an event of a webhook that does not have the secret. Without a secret to compare with, every event is taken: only the Hub can
/// start a Job.
pub(super) fn check() -> Result<()> {
    let Some(wanted) = console::secret(WANTED) else { return Ok(()) };
    if wanted.is_empty() {
        bail!("{WANTED} is empty: give it the secret of the webhook, or remove it");
    }
    if is_same(&console::secret(GIVEN).unwrap_or_default(), &wanted) {
        Ok(())
    } else {
        bail!("the secret of the webhook is wrong: {GIVEN} is not {WANTED}")
    }
}

/// Whether two texts are the same, in a time that does not depend on where they differ.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    let (one, other) = (Sha256::digest(one), Sha256::digest(other));
    one.iter().zip(other.iter()).fold(0, |differs, (one, other)| black_box(differs | (one ^ other))) == 0
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn only_the_whole_secret_is_right() {
        assert!(is_same(b"s3cret", b"s3cret"));
        for wrong in ["", "s3cre", "s3cret ", "S3cret", "s3crett"] {
            assert!(!is_same(wrong.as_bytes(), b"s3cret"), "{wrong}");
        }
    }
}
