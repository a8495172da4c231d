//! Models on the Hub as inputs of an audit: listed, read in place, judged, and remembered where a run may have to go on later.

use super::journal::{Journal, Judged, Settings};
use crate::audit::auditor::{AuditOptions, Auditor};
use crate::audit::counts::Counts;
use crate::audit::page::{self, Name};
use crate::audit::verdict;
use crate::cli::arguments::{AuditArguments, HubArguments};
use crate::cli::commands::hub::{self, HubContact, READING_TIME};
use crate::cli::commands::in_place;
use crate::cli::console;
use crate::http::HttpError;
use crate::http::hub::{HubPlace, HubSession, Listing, ModelPlace, Patience};
use anyhow::{Result, anyhow, bail};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Models in a row that cannot be read because the Hub does not answer, after which it is not asked any more; chosen.
const MAX_FAILURES: usize = 5;

/// The Hub of an audit.
pub(super) struct Hub {
    contact: HubContact,
    config: Option<PathBuf>,
    pub(super) journal: Option<Journal>,
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

impl Hub {
    /// Prepares the conversation where some of the paths are on the Hub; sends nothing.
    pub(super) fn open(arguments: &AuditArguments) -> Result<Option<Self>> {
        let (mut listed, mut unlisted, mut is_alone) = (0, 0, true);
        for path in &arguments.paths {
            match hub::place(path).transpose()? {
                Some(HubPlace::Model(_)) => listed += 1,
                Some(HubPlace::Owner(_)) => unlisted += 1,
                None => is_alone = false,
            }
        }
        if listed + unlisted == 0 {
            if arguments.resume.is_some() {
                bail!("`--resume` is for models on the Hub: none of the inputs is there");
            }
            return Ok(None);
        }
        let is_quiet = arguments.quiet;
        let tell = move |time| {
            if !is_quiet {
                console::note_wait(time);
            }
        };
        let patience = Patience { time: Duration::from_mins(arguments.max_wait), tell: Box::new(tell) };
        let contact = HubContact::patient(READING_TIME, patience)?;
        let journal = match &arguments.resume {
            Some(path) => {
                let settings = Settings::new(contact.endpoint(), arguments.config.as_deref(), &arguments.lineage_from)?;
                Some(Journal::open(path, &settings)?)
            }
            None => None,
        };
        Ok(Some(Self {
            contact,
            config: arguments.config.clone(),
            journal,
            failures: AtomicUsize::new(0),
            listed: AtomicUsize::new(listed),
            unlisted: AtomicUsize::new(unlisted + usize::from(!is_alone)),
            stopped: OnceLock::new(),
        }))
    }

    /// How many models the inputs have, once that is known.
    pub(super) fn model_count(&self) -> Option<u64> {
        let is_known = self.unlisted.load(Ordering::Relaxed) == 0;
        is_known.then(|| self.listed.load(Ordering::Relaxed) as u64)
    }

    /// Why the Hub is not asked any more, as a sentence that says what to do; nothing as long as it is asked.
    pub(super) fn stopped(&self) -> Option<String> {
        let why = self.stopped.get()?;
        let next = if self.journal.is_some() {
            "Run the same command again to go on from here"
        } else {
            "With `--resume FILE`, a run can go on where an earlier one stopped"
        };
        Some(format!("the audit stopped: {why}. {next}."))
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.get().is_some()
    }

    /// The next page of a list.
    fn page(&self, listing: &mut Listing) -> Result<Vec<String>> {
        let contact = self.contact.renewed();
        let ids = contact.session().map_err(|why| anyhow!("{why}"))?.next_page(listing)?;
        self.failures.store(0, Ordering::Relaxed);
        self.listed.fetch_add(ids.len(), Ordering::Relaxed);
        if listing.is_read() {
            self.unlisted.fetch_sub(1, Ordering::Relaxed);
        }
        Ok(ids)
    }

    /// Reads a model and checks it.
    pub(super) fn judge(
        &self,
        place: &ModelPlace,
        auditor: &mut Auditor<'_>,
        options: AuditOptions<'_>,
    ) -> Result<Judged> {
        let contact = self.contact.renewed();
        let folder = in_place::read(place, "", self.config.as_deref(), &[], &contact)?;
        let look_ups = HubArguments { hub: true, hub_cache: None };
        let (facts, _) = hub::facts_in_place(&folder.config, &[&folder.tree], &look_ups, &contact)?;
        self.failures.store(0, Ordering::Relaxed);
        let report = auditor.judge_with(&folder.tree, &folder.config, facts);
        let as_hub_writes = folder.config.repository.as_deref().filter(|id| id.eq_ignore_ascii_case(&place.id));
        let id = as_hub_writes.unwrap_or(&place.id);
        let faults = options.faults_of(Some(id));
        let mut counts = Counts { left_out: folder.left_out.iter().map(|left| left.count).sum(), ..Counts::default() };
        counts.add(&report);
        Ok(Judged {
            place: place.written(),
            verdict: verdict::line_at(Some(id), place.revision.as_deref(), &report, &faults),
            counts,
            rows: page::rows(Name { shown: id, published: Some(id) }, &report, &faults),
        })
    }

    /// Takes note of a failure. The sentence for the user; nothing once the audit stops, which has a sentence of its own.
    pub(super) fn failed(&self, what: &str, error: &anyhow::Error) -> Option<String> {
        let over = self.contact.session().ok().and_then(HubSession::is_over);
        if let Some(why) = over {
            self.stopped.get_or_init(|| why);
        } else if matches!(error.downcast_ref(), Some(HttpError::Unreachable(_))) {
            let count = self.failures.fetch_add(1, Ordering::Relaxed) + 1;
            if count >= MAX_FAILURES {
                self.stopped.get_or_init(|| format!("{count} models in a row could not be read ({error:#})"));
            }
        } else {
            self.failures.store(0, Ordering::Relaxed);
        }
        (!self.is_stopped()).then(|| format!("{what}: {error:#}"))
    }
}

impl Models {
    pub(super) fn at(place: HubPlace) -> Self {
        match place {
            HubPlace::Model(place) => Self { listing: None, next: vec![place].into_iter(), found: true },
            HubPlace::Owner(owner) => {
                Self { listing: Some(Listing::of(&owner)), next: Vec::new().into_iter(), found: false }
            }
        }
    }

    /// The next model, or why there is none. Nothing after the last one, and once the audit stops.
    pub(super) fn next(&mut self, hub: &Hub) -> Option<Result<ModelPlace, String>> {
        loop {
            if hub.is_stopped() {
                return None;
            }
            if let Some(place) = self.next.next() {
                return Some(Ok(place));
            }
            let listing = self.listing.as_mut()?;
            let owner = listing.owner().to_owned();
            if listing.is_read() {
                self.listing = None;
                let why = || format!("the Hub shows no models of `{owner}`: is the name right?");
                return (!self.found).then(|| Err(why()));
            }
            match hub.page(listing) {
                Ok(ids) => {
                    self.found |= !ids.is_empty();
                    let places = ids.into_iter().map(|id| ModelPlace { id, revision: None });
                    self.next = places.collect::<Vec<_>>().into_iter();
                }
                Err(error) => {
                    self.listing = None;
                    return hub.failed(&format!("the models of `{owner}` cannot be listed"), &error).map(Err);
                }
            }
        }
    }
}
