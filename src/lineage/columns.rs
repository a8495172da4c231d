//! Tables with a column for the base model or its license: what they say in the row of this model, or when all rows name one family.

use super::fact::Statement;
use super::grammar::Tag;
use super::known::{root_of_id, root_of_name};
use super::lexicon::is_whole;
use super::own_names::OwnNames;
use super::root::Root;
use super::words::Words;
use crate::model::card::body::{Block, BlockKind};
use crate::report::EvidenceKind;
use crate::source::Span;

/// Most rows of a table about one family of models; longer ones are leaderboards.
const MOST_ROWS: usize = 24;
/// Most columns of which the heading is read.
const MOST_COLUMNS: usize = 12;
/// More bytes than any name of a model has.
const TOO_LONG_FOR_NAME: usize = 120;

/// Reads the rows of one table after another.
#[derive(Default)]
pub(crate) struct ParentColumn {
    in_table: bool,
    /// The column for the base model, or for the license.
    column: Option<(usize, EvidenceKind)>,
    /// What each row says, and whether it is that of this model.
    rows: Vec<(Option<Statement>, bool)>,
    /// Whether rows of other models count where all say the same.
    may_share: bool,
}

impl ParentColumn {
    /// Takes the next block; where a table ended before it, returns what that table says. Without a published model, only the row of this one
    /// counts.
    pub(crate) fn add_block(&mut self, block: &Block, own: &OwnNames, is_published: bool) -> Option<Statement> {
        if block.kind != BlockKind::Row {
            return std::mem::take(self).finish();
        }
        let mut cells = block.text.split('\t');
        if !self.in_table {
            self.in_table = true;
            self.column = cells.take(MOST_COLUMNS).enumerate().find_map(|(at, cell)| Some((at, kind_of_column(cell)?)));
            self.may_share = is_published && self.column.is_some_and(|(_, kind)| kind == EvidenceKind::Label);
        } else if let Some((column, kind)) = self.column
            && let Some(cell) = cells.nth(column)
        {
            let found = root(cell.trim()).map(|root| statement(kind, block, cell, root));
            self.rows.push((found, block.text.split('\t').any(|cell| own.is_cell(cell))));
        }
        None
    }

    /// What the last table says.
    pub(crate) fn finish(self) -> Option<Statement> {
        let own = agreed(self.rows.iter().filter(|(_, is_own)| *is_own));
        let may_share = self.may_share && self.rows.len() <= MOST_ROWS;
        own.or_else(|| agreed(self.rows.iter()).filter(|_| may_share))
    }
}

/// What the first of some rows says, where all of them name one root.
fn agreed<'r>(mut rows: impl Iterator<Item = &'r (Option<Statement>, bool)>) -> Option<Statement> {
    let first = rows.next()?.0.as_ref()?;
    rows.all(|(row, _)| row.as_ref().is_some_and(|row| row.root == first.root)).then(|| first.clone())
}

/// What a column with a heading says of a row.
fn kind_of_column(heading: &str) -> Option<EvidenceKind> {
    let words = Words::of(heading);
    let is = |tag: Tag| is_whole(&words, 0, words.len(), tag.bit());
    if is(Tag::Label) {
        return Some(EvidenceKind::Label);
    }
    is(Tag::License).then_some(EvidenceKind::LicenseStatement)
}

/// The root of the model that a cell of the column names.
fn root(cell: &str) -> Option<Root> {
    if cell.len() > TOO_LONG_FOR_NAME { None } else { root_of_id(cell).or_else(|| root_of_name(cell)) }
}

fn statement(kind: EvidenceKind, block: &Block, cell: &str, root: Root) -> Statement {
    let start = block.text.find(cell).unwrap_or_default();
    let span = block.origin_span(Span::new(start, start + cell.len()));
    Statement::new(kind, root, None, span)
}
