//! The licenses that the text of a card states, each with what it is of: the model, its code, something else.

use super::gather::own_names;
use super::grammar::{Tags, tags};
use super::license_marks::Sentence;
use super::own_names::OwnNames;
use super::prefilter::BlockHints;
use super::tokens::Token;
use super::word_sets::OF_LICENSE;
use super::words::span_in;
use crate::model::Model;
use crate::model::card::body::{Block, BlockKind};
use crate::policy::{CardLicense, Licensed};
use crate::source::Span;

/// The limit on licenses that are distinguished in one card.
const MOST: usize = 16;
/// Most bytes of a sentence that is read.
const MOST_BYTES: usize = 600;
/// Longest line, in bytes, whose end is the end of a sentence; longer ones are wrapped.
const SHORT_LINE: usize = 60;
/// Most words between a license and what shows that it is stated.
const NEAR: usize = 5;
/// Most tokens of a heading or a cell that is nothing but a word for a license.
const MOST_TOKENS_OF_LABEL: usize = 4;
/// What such a heading has none of.
const NO_LABEL: Tags = tags!(Deny | Name | Stranger);
const COLON: Tags = tags!(Colon | Cell);
const JOIN: Tags = tags!(And | Comma | Sep | Line);

/// Reads the licenses that the text of a model's card states; `hints` says which of its blocks may mention one.
pub(crate) fn card_licenses(model: &Model, hints: &[BlockHints]) -> Vec<CardLicense> {
    let Some(card) = model.card.as_ref().filter(|_| hints.iter().any(|hints| hints.has(OF_LICENSE))) else {
        return Vec::new();
    };
    read(card.blocks(), hints, &OwnNames::of(card.blocks(), &own_names(model)))
}

fn read(blocks: &[Block], hints: &[BlockHints], own: &OwnNames) -> Vec<CardLicense> {
    let mut reader = Reader { own, may_speak: false, section: None, column: None, in_table: false, found: Vec::new() };
    for (block, hints) in blocks.iter().zip(hints) {
        reader.may_speak = hints.has(OF_LICENSE);
        reader.read(block);
        if reader.found.len() >= MOST {
            break;
        }
    }
    reader.found
}

struct Reader<'o> {
    own: &'o OwnNames,
    /// Whether the block may mention a license.
    may_speak: bool,
    /// The level of the heading of a section on the license, and what that is of.
    section: Option<(u8, Licensed)>,
    /// The column of a table that holds licenses.
    column: Option<usize>,
    in_table: bool,
    found: Vec<CardLicense>,
}

impl Reader<'_> {
    fn read(&mut self, block: &Block) {
        let was_in_table = std::mem::replace(&mut self.in_table, block.kind == BlockKind::Row);
        match block.kind {
            BlockKind::Code => {}
            BlockKind::Heading(level) => {
                if self.section.is_none_or(|(open, _)| level <= open) {
                    self.section = self.label(&block.text).map(|of| (level, of));
                }
                if self.section.is_none() || block.text.contains(':') {
                    self.read_text(block);
                }
            }
            BlockKind::Row => self.read_row(block, !was_in_table),
            BlockKind::Paragraph | BlockKind::Item => self.read_text(block),
        }
    }

    /// What the license is of that a text is a heading or a label for; nothing where it is none.
    fn label(&self, text: &str) -> Option<Licensed> {
        let sentence = Some(text).filter(|text| self.may_speak && text.len() <= MOST_BYTES).map(Sentence::of);
        let all = sentence.filter(Sentence::speaks_of_license)?.tokens(self.own);
        let is_label = has(&all, tags!(License)) && !has(&all, NO_LABEL) && all.len() <= MOST_TOKENS_OF_LABEL;
        is_label.then(|| part(&all).unwrap_or(Licensed::Model))
    }

    /// Reads a row: the cell below the heading "License", or the one next to that label.
    fn read_row(&mut self, block: &Block, is_first: bool) {
        let cells: Vec<&str> = block.text.trim_end().split('\t').collect();
        if is_first {
            self.column = cells.iter().position(|cell| self.label(cell).is_some());
            // A table of two columns without a heading of its own begins with a label.
            if self.column == Some(0) && cells.len() == 2 {
                self.column = None;
            }
        }
        let (of, cell) = match (self.column, cells.as_slice()) {
            (Some(column), [first, ..]) if !is_first && column > 0 => (Some(self.of_row(first)), cells.get(column)),
            (None, [label, cell]) => (self.label(label), Some(cell)),
            _ => return,
        };
        if let Some(cell) = cell.filter(|_| of.is_some()) {
            self.add(block, cell, of, true);
        }
    }

    /// What the row of a table is about, by its first cell.
    fn of_row(&self, cell: &str) -> Licensed {
        if self.own.is_cell(cell) {
            return Licensed::Model;
        }
        part(&Sentence::of(cell).tokens(self.own)).unwrap_or(Licensed::Other)
    }

    fn read_text(&mut self, block: &Block) {
        let in_section = self.section.map(|(_, of)| of);
        if in_section.is_none() && !self.may_speak {
            return;
        }
        for sentence in sentences(&block.text) {
            self.add(block, sentence, in_section, false);
        }
    }

    /// Adds what a sentence states; `of` is what it is of where it does not say so, and `is_value` whether it is the value of a label.
    fn add(&mut self, block: &Block, text: &str, of: Option<Licensed>, is_value: bool) {
        let start = span_in(&block.text, text).start;
        let sentence = Some(text).filter(|text| text.len() <= MOST_BYTES).map(Sentence::of);
        let Some(sentence) = sentence.filter(Sentence::names_license) else { return };
        let all = sentence.tokens(self.own);
        for (at, licensed) in stated(&all, of, is_value) {
            let Some((_, id)) = all[at].name.map(|name| &sentence.names[name]) else { continue };
            let is_known = self.found.iter().any(|found| found.id.id == id.id && found.of == licensed);
            if is_known || id.names_none {
                continue;
            }
            let span = Span::new(start + all[at].span.start, start + all[at].span.end);
            let text = span.of(&block.text).to_owned();
            self.found.push(CardLicense { id: id.clone(), of: licensed, text, span: block.origin_span(span) });
        }
    }
}

/// The names of licenses that a sentence states, by their places among its tokens, each with what it is of.
fn stated(all: &[Token], default: Option<Licensed>, is_value: bool) -> Vec<(usize, Licensed)> {
    let names: Vec<usize> = (0..all.len()).filter(|at| all[*at].name.is_some()).collect();
    let Some(&first) = names.first() else { return Vec::new() };
    let before_first = part(&all[..first]);
    // "License: MIT": a label without a word for what it is of.
    let labels_model = has(&all[..first.min(NEAR)], tags!(License)) && has(&all[..first], COLON);
    let default = default.or(labels_model.then_some(Licensed::Model));
    let (mut found, mut from, mut last) = (Vec::new(), 0, None);
    for (nth, &at) in names.iter().enumerate() {
        let next = names.get(nth + 1).copied().unwrap_or(all.len());
        let before = &all[from..at];
        let behind = part_behind(&all[at + 1..next]);
        let of = if before_first.is_none() { behind } else { part(before).or(last) };
        let is_joined = nth > 0 && before.iter().all(|token| token.is(JOIN | tags!(License)));
        let is_shown = is_joined && last.is_some() || is_shown(before, &all[at + 1..next], default.is_some(), is_value);
        if has(&all[..at], tags!(Deny)) {
            break;
        }
        if let Some(of) = of.or(last.filter(|_| is_joined)).or(default).filter(|_| is_shown) {
            found.push((at, of));
            last = Some(of);
        }
        from = at + 1;
    }
    found
}

/// Whether the words next to a name show that it is stated as a license.
fn is_shown(before: &[Token], behind: &[Token], in_section: bool, is_value: bool) -> bool {
    let is_first = in_section && before.iter().filter(|token| token.tags == 0).count() <= 2;
    is_value
        || is_first
        || has(&before[before.len().saturating_sub(NEAR)..], COLON | tags!(License | Licensed))
        || has(&behind[..behind.len().min(2)], tags!(License))
}

/// What some tokens are about: the first noun with those that are joined to it. Of two nouns in a row, or with a genitive between them, the
/// second counts: "model code".
fn part(all: &[Token]) -> Option<Licensed> {
    let mut nouns = all.iter().enumerate().filter_map(|(at, token)| match token {
        _ if token.is(tags!(Kind | Own)) => Some((at, Some(Licensed::Model))),
        _ if token.is(tags!(Code)) => Some((at, Some(Licensed::Code))),
        _ if token.is(tags!(Part)) => Some((at, Some(Licensed::Other))),
        _ if token.is(tags!(Stranger)) => Some((at, None)),
        _ => None,
    });
    let (mut last, mut of) = nouns.next()?;
    for (at, next) in nouns {
        let between = &all[last + 1..at];
        let is_article = |token: &Token| token.tags == 0 || token.is(JOIN | tags!(Art));
        let joins = has(between, JOIN);
        match (of, next) {
            // "Based on Llama 2, this model"
            (None, Some(_)) => of = next,
            _ if between.iter().all(|token| token.is(tags!(Tail))) => of = next.or(of),
            (_, Some(Licensed::Model)) if joins && between.len() <= 3 && between.iter().all(is_article) => of = next,
            (_, Some(_)) if joins && between.len() <= 2 => {}
            _ => break,
        }
        last = at;
    }
    Some(of.unwrap_or(Licensed::Other))
}

/// What a license is of by the words behind it: "MIT (code)", "MIT for the code".
fn part_behind(all: &[Token]) -> Option<Licensed> {
    let lead = all.iter().take(3).position(|token| token.is(tags!(Open | Prep)))?;
    part(&all[lead..])
}

fn has(all: &[Token], tags: Tags) -> bool {
    all.iter().any(|token| token.is(tags))
}

/// The sentences of a text.
fn sentences(text: &str) -> Vec<&str> {
    let (mut all, mut start, mut line) = (Vec::new(), 0, 0);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let is_end = match c {
            '.' => chars.peek().is_none_or(|(_, next)| next.is_whitespace()),
            ';' | '!' | '?' | '。' | '！' | '？' | '；' | '•' => true,
            '\n' => at - line < SHORT_LINE,
            _ => false,
        };
        if c == '\n' {
            line = at + 1;
        }
        if is_end {
            let end = at + c.len_utf8();
            all.push(&text[start..end]);
            start = end;
        }
    }
    all.push(&text[start..]);
    all
}

#[cfg(test)]
mod tests {
    use super::{Licensed, read};
    use crate::lineage::data::LICENSE_EXAMPLES;
    use crate::lineage::own_names::OwnNames;
    use crate::lineage::prefilter::hints;
    use crate::model::card::body;

    #[test]
    fn the_examples_state_what_they_say() {
        for example in LICENSE_EXAMPLES {
            let blocks = body::read(example.say, 0).blocks;
            let hints: Vec<_> = blocks.iter().map(hints).collect();
            let found = read(&blocks, &hints, &OwnNames::default());
            let words = |of| match of {
                Licensed::Model => "model",
                Licensed::Code => "code",
                Licensed::Other => "other",
            };
            let said: Vec<String> = found.iter().map(|one| format!("{} {}", one.id.id, words(one.of))).collect();
            assert_eq!(said, example.states, "{}", example.say);
        }
    }
}
