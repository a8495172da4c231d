//! Models on the Hub as inputs of an audit: listed, read in place, judged, and remembered where a run may have to go on later.

use super::journal::{Journal, Judged};
use super::pool::{Manner, Outcome};
use crate::audit::auditor::{AuditOptions, Auditor};
use crate::audit::counts::Counts;
use crate::audit::page::{self, Name};
use crate::audit::verdict::{self, Label};
use crate::cli::arguments::{AuditArguments, HubArguments};
use crate::cli::commands::hub::{self, HubContact, READING_TIME};
use crate::cli::commands::in_place;
use crate::cli::console;
use crate::http::HttpError;
use crate::http::hub::{HubPlace, HubSession, Listing, ModelPlace, Patience};
use anyhow::{Result, anyhow};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Models in a row that cannot be read because the Hub does not answer, after which it is not asked any more; chosen.
const MAX_FAILURES: usize = 5;

/// The Hub of an audit.
pub(super) struct Hub {
    session: HubSession,
    contact: HubContact,
    config: Option<PathBuf>,
    journal: Option<Journal>,
    /// Models in a row for which the Hub did not answer.
    failures: AtomicUsize,
    /// Models that were listed so far, and inputs whose models are not all listed.
    listed: AtomicUsize,
    unlisted: AtomicUsize,
    /// Why the Hub is not asked any more.
    stopped: OnceLock<String>,
}

/// The models of one place.
pub(super) struct Models {
    listing: Option<Listing>,
    next: std::vec::IntoIter<ModelPlace>,
    found: bool,
}
