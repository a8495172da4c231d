//! Tables with a column for the base model: what it says in the row of this model, or when all of its rows name one family.

use super::known;
use super::named::family_of_id;
use super::names::{self, PHRASES};
use super::prose::Statement;
use super::section::is_label;
use super::title::Title;
use super::words::Words;
use crate::model::card::body::{Block, BlockKind};
use crate::report::lineage::{EvidenceKind, Strength};
use crate::source::Span;

/// Most rows of a table that speaks of one family of models; longer ones are leaderboards.
const MOST_ROWS: usize = 24;

/// Reads the rows of one table after another.
#[derive(Default)]
pub(crate) struct Columns {
    in_table: bool,
    /// The column for the base model.
    column: Option<usize>,
    rows: usize,
    /// What the first row says, as long as all rows say the same.
    said: Option<Statement>,
    /// What the row of this model says.
    own: Option<Statement>,
}

impl Columns {
    /// Takes a block; gives what the table says that ends before it.
    pub(crate) fn take(&mut self, block: &Block, title: &Title) -> Option<Statement> {
        if block.kind != BlockKind::Row {
            return std::mem::take(self).end();
        }
        let mut cells = block.text.split('\t');
        if !self.in_table {
            self.in_table = true;
            self.column = cells.take(12).position(|cell| is_label(&Words::of(cell), &PHRASES));
        } else if let Some(cell) = self.column.and_then(|column| cells.nth(column)) {
            self.rows += 1;
            let family = family(cell.trim());
            if let Some(family) = family.filter(|_| block.text.split('\t').any(|cell| title.is_cell(cell))) {
                self.own = Some(statement(block, cell, family));
            }
            let same = self.said.as_ref().map(|said| Some(said.family) == family);
            self.said = match (same, family) {
                (None, Some(family)) if self.rows == 1 => Some(statement(block, cell, family)),
                (Some(true), _) => self.said.take(),
                _ => None,
            };
        }
        None
    }

    /// What the last table says.
    pub(crate) fn end(self) -> Option<Statement> {
        self.own.or(self.said.filter(|_| self.rows <= MOST_ROWS))
    }
}

fn family(cell: &str) -> Option<&'static str> {
    if cell.len() > 120 {
        return None;
    }
    family_of_id(cell)
        .or_else(|| known::by_name(cell).map(|known| known.family))
        .or_else(|| names::family_of_name(cell))
}

fn statement(block: &Block, cell: &str, family: &'static str) -> Statement {
    let start = block.text.find(cell).unwrap_or_default();
    let span = block.origin_span(Span::new(start, start + cell.len()));
    Statement { kind: EvidenceKind::Label, family, id: None, strength: Strength::Strong, span }
}
