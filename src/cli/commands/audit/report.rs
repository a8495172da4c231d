//! The HTML report on disk: rows are written as they come, so memory does not grow with them.

use crate::audit::counts::Counts;
use crate::audit::page::{Page, Row};
use crate::disk;
use anyhow::{Context, Result};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// A report that is being written.
pub(super) struct HtmlReport {
    page: Page,
    path: PathBuf,
    file: BufWriter<File>,
}

impl HtmlReport {
    pub(super) fn create(path: &Path) -> Result<Self> {
        let mut report =
            Self { page: Page::default(), path: path.to_owned(), file: BufWriter::new(disk::create(path)?) };
        report.write(&Page::start())?;
        Ok(report)
    }

    pub(super) fn add(&mut self, row: &Row) -> Result<()> {
        let text = self.page.row(row);
        self.write(&text)
    }

    pub(super) fn end(mut self, counts: &Counts, today: &str) -> Result<()> {
        self.write(&self.page.end(counts, today))?;
        self.file.flush().with_context(|| self.failed())
    }

    fn write(&mut self, text: &str) -> Result<()> {
        self.file.write_all(text.as_bytes()).with_context(|| self.failed())
    }

    fn failed(&self) -> String {
        format!("cannot write `{}`", self.path.to_string_lossy())
    }
}
