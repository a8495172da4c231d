//! Tables with a column for the base model: what it says in the row of this model, or when all of its rows name one family.

use super::data::weight;
use super::fact::{Statement, Subject};
use super::known::{root_of_id, root_of_name};
use super::grammar::Tag;
use super::lexicon::is_whole;
use super::root::Root;
use super::own_names::OwnNames;
use super::words::Words;
use crate::model::card::body::{Block, BlockKind};
use crate::report::EvidenceKind;
use crate::source::Span;

/// Most rows of a table that speaks of one family of models; longer ones are leaderboards.
const MOST_ROWS: usize = 24;
/// Most columns of which the heading is read.
const MOST_COLUMNS: usize = 12;
/// More bytes than any name of a model has.
const TOO_LONG_FOR_NAME: usize = 120;

/// Reads the rows of one table after another.
#[derive(Default)]
pub(crate) struct ParentColumn {
    in_table: bool,
    /// The column for the base model.
    column: Option<usize>,
    rows: usize,
    /// What the first row says, as long as all rows say the same.
    shared: Option<Statement>,
    /// What the row of this model says.
    own: Option<Statement>,
}

impl ParentColumn {
    /// Takes the next block; where a table ended before it, returns what that table says.
    pub(crate) fn add_block(&mut self, block: &Block, own: &OwnNames) -> Option<Statement> {
        if block.kind != BlockKind::Row {
            return std::mem::take(self).finish();
        }
        let mut cells = block.text.split('\t');
        if !self.in_table {
            self.in_table = true;
            self.column = cells.take(MOST_COLUMNS).position(|cell| is_label(cell));
        } else if let Some(cell) = self.column.and_then(|column| cells.nth(column)) {
            self.rows += 1;
            let root = root(cell.trim());
            if let Some(root) = root.filter(|_| block.text.split('\t').any(|cell| own.is_cell(cell))) {
                self.own = Some(statement(block, cell, root));
            }
            let same = self.shared.as_ref().map(|shared| Some(shared.root) == root);
            self.shared = match (same, root) {
                (None, Some(root)) if self.rows == 1 => Some(statement(block, cell, root)),
                (Some(true), _) => self.shared.take(),
                _ => None,
            };
        }
        None
    }

    /// What the last table says.
    pub(crate) fn finish(self) -> Option<Statement> {
        self.own.or(self.shared.filter(|_| self.rows <= MOST_ROWS))
    }
}

/// The root of the model that a cell of the column names.
fn root(cell: &str) -> Option<Root> {
    if cell.len() > TOO_LONG_FOR_NAME { None } else { root_of_id(cell).or_else(|| root_of_name(cell)) }
}

fn statement(block: &Block, cell: &str, root: Root) -> Statement {
    let start = block.text.find(cell).unwrap_or_default();
    let span = block.origin_span(Span::new(start, start + cell.len()));
    let kind = EvidenceKind::Label;
    Statement { kind, root, id: None, subject: Subject::This, pattern: weight(kind).id, is_opening: false, span, words: span }
}

/// Whether a cell is a label of the parent and nothing else.
fn is_label(cell: &str) -> bool {
    let words = Words::of(cell);
    is_whole(&words, 0, words.len(), Tag::Label.bit())
}
