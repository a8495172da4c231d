//! The first pass over a dump: which models each model was made from.

use super::source::{Batch, Source};
use crate::audit::line::{self, LINE_LIMIT};
use crate::audit::parents::origin;
use crate::cli::fault::guarded;
use crate::disk;
use crate::lineage::Ancestry;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;

/// Reads the family trees of some dumps. Lines that cannot be read are skipped: the second pass reports them.
pub(super) fn read(paths: &[PathBuf]) -> Result<Ancestry> {
    let mut ancestry = Ancestry::default();
    for path in paths {
        if path.as_os_str() == "-" {
            bail!("`--lineage-from` needs a file: standard input can be read only once");
        }
        if disk::is_folder(path) {
            bail!("`--lineage-from` needs a file of JSON Lines; `{}` is a folder", path.to_string_lossy());
        }
        let before = ancestry.card_count();
        let mut source = Source::new(std::slice::from_ref(path), None);
        while let Some(batch) = source.next().context("reading the family trees")? {
            let Batch::Lines { bytes, .. } = batch else { continue };
            for line in bytes.split(|byte| *byte == b'\n').filter(|line| line.len() <= LINE_LIMIT) {
                let Ok(mut record) = line::read(line.trim_ascii()) else { continue };
                if let Some(id) = record.id.take() {
                    // What cannot be read is told in the second pass.
                    let (parents, license) = guarded(|| origin(record)).unwrap_or_default();
                    ancestry.add(&id, &parents, license.as_deref());
                }
            }
        }
        if ancestry.card_count() == before {
            bail!("`{}` has no line with an `id`, so it shows no lineage", path.to_string_lossy());
        }
    }
    Ok(ancestry)
}
