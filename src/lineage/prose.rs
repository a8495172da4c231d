//! What the text of a card says of descent: phrases, labels, lists of parents, denials.

use super::clause;
use super::columns::ParentColumn;
use super::context::{Context, Reading, descent_after, is_this};
use super::data::PHRASES;
use super::fact::Statement;
use super::filter::Filter;
use super::hub_id::{hub_id_in_address, name_in};
use super::labels;
use super::model_offering::ModelOffering;
use super::named::{NamedModel, named_models};
use super::names::{self, family_of_name, is_of_owner};
use super::not_weights::{NotWeights, not_weights};
use super::other_model::is_about_other_model;
use super::prefilter::BlockHints;
use super::root::Root;
use super::section::Section;
use super::sentence::{WORDS_OF_SENTENCE, sentence, sentence_before, sentence_end, sentence_start};
use super::title::Title;
use super::usage;
use super::words::Words;
use crate::model::card::body::{Block, BlockKind};
use crate::report::lineage::{EvidenceKind, Strength};
use crate::source::Span;

/// First words of denials, which are looked for at every word.
static DENIALS: Filter = Filter::first_words(PHRASES.from_scratch.words);

/// Most named models whose surroundings are read; a card that names more repeats itself.
const MOST_NAMED: usize = 2_000;

/// More bytes than a block has that is nothing but the value of a label.
const TOO_LONG_FOR_VALUE: usize = 300;

// Words of a sentence that are read; chosen by hand on the labelled cards, as those of `clause`.
/// On each side of a name, for the names of other families.
const WORDS_OF_SURVEY: usize = 30;
/// Before a denial, for words that make it one of something else.
const WORDS_BEFORE_DENIAL: usize = 40;
/// Between "code" and the name of a family, and between such a name and "code".
const WORDS_FROM_CODE: usize = 4;
const WORDS_TO_CODE: usize = 2;

/// Most names of one sentence that are compared.
const MOST_IN_SENTENCE: usize = 60;

/// Words of an item of a list before the name of a parent.
const WORDS_BEFORE_LISTED: usize = 3;

/// Reads the blocks of a card; `hints` says which of them may speak of descent. Linear in their length. `is_published` says whether
/// metadata or files show that there is a model.
pub(crate) fn read(blocks: &[Block], hints: &[BlockHints], is_published: bool) -> Vec<Statement> {
    let mut reader = ProseReader {
        context: Context { title: Title::of(blocks) },
        statements: Vec::new(),
        names_left: MOST_NAMED,
        model_offering: ModelOffering::new(blocks, is_published),
    };
    let mut section = Section::new(blocks);
    let mut usage = Vec::new();
    let mut parent_column = ParentColumn::default();
    for (at, (block, hints)) in blocks.iter().zip(hints).enumerate() {
        // Most blocks say nothing of descent, and are not taken apart.
        let words = match block.kind {
            BlockKind::Code => Words::default(),
            BlockKind::Heading(_) => Words::of(&block.text),
            _ if hints.names || hints.denies => Words::of(&block.text),
            _ => Words::default(),
        };
        section.enter(at, &words);
        if section.other_level == 0 || block.kind != BlockKind::Row {
            reader.statements.extend(parent_column.add_block(block, &reader.context.title));
        }
        match block.kind {
            BlockKind::Code => {
                usage.extend(usage::loaded_models(block));
                reader.statements.extend(usage::merge_members(block));
                reader.statements.extend(usage::base_of_adapter(block));
            }
            _ if section.other_level == 0 => reader.read_block(block, *hints, &words, &section),
            _ => {}
        }
    }
    reader.statements.extend(parent_column.finish());
    reader.statements.extend(usage::single_model(usage));
    reader.statements
}

/// Whether a sentence names models of three families or more, and so speaks of no single one.
fn is_survey(words: &Words, all: &[NamedModel], index: usize) -> bool {
    let one = &all[index];
    let (from, to) = (sentence_start(words, one.start, WORDS_OF_SURVEY), sentence_end(words, one.end, WORDS_OF_SURVEY));
    let back = all[..index].iter().rev().take_while(|other| other.start >= from);
    let ahead = all[index + 1..].iter().take_while(|other| other.end <= to);
    let others = back.chain(ahead).take(MOST_IN_SENTENCE).filter(|other| other.root != one.root);
    let mut others: Vec<&str> = others.filter_map(|other| other.root.family()).collect();
    others.sort_unstable();
    others.dedup();
    others.len() >= 2
}

/// Whether the sentence of a link speaks of an architecture or of a tokenizer.
fn is_link_to_a_part(words: &Words, link: Span) -> bool {
    let at = words.spans.partition_point(|word| word.start < link.start);
    sentence(words, at, at).any(|at| ["architectur", "tokeni"].iter().any(|start| words.word(at).starts_with(start)))
}

/// Whether the cell of a name says "this" before it: the other cells of a row are about other models.
fn points_at_this_model(block: &Block, words: &Words, one: &NamedModel) -> bool {
    let place = words.spans.get(one.start).map_or(0, |span| span.start);
    let cell = block.text[..place].rfind('\t').unwrap_or_default();
    (0..one.start).rev().take_while(|&at| words.spans[at].start >= cell).any(|at| is_this(words.word(at)))
}

struct ProseReader<'b> {
    context: Context,
    statements: Vec<Statement>,
    /// How many more named models are read; see [`MOST_NAMED`].
    names_left: usize,
    model_offering: ModelOffering<'b>,
}

impl ProseReader<'_> {
    fn read_block(&mut self, block: &Block, hints: BlockHints, words: &Words, section: &Section<'_>) {
        if hints.denies {
            self.read_denial(block, words);
        }
        if !hints.names {
            return;
        }
        let all = named_models(block, words);
        // Most blocks name no model.
        let label_values = if all.is_empty() { Vec::new() } else { Self::label_values(block, section) };
        for (index, one) in all.iter().enumerate() {
            if self.names_left == 0 {
                return;
            }
            self.names_left -= 1;
            let reading = self.read_name(block, words, one, &label_values, section);
            if let Some(reading) = reading.filter(|(kind, _)| !kind.is_prose() || !is_survey(words, &all, index)) {
                self.add(block, words, one, reading);
            }
        }
        for link in block.links() {
            let Some(id) = hub_id_in_address(&link.url) else { continue };
            let Some(key) = family_of_name(name_in(id)).filter(|key| is_of_owner(key, id)) else { continue };
            if block.kind != BlockKind::Row && !is_link_to_a_part(words, link.span) {
                let span = block.origin_span(link.span);
                self.statements.push(Statement {
                    kind: EvidenceKind::Link,
                    root: Root::Family(key),
                    id: Some(id.to_owned()),
                    strength: Strength::Medium,
                    span,
                });
            }
        }
    }

    /// Adds a statement on a named model.
    fn add(&mut self, block: &Block, words: &Words, one: &NamedModel, (kind, strength): Reading) {
        let Some(span) = words.span(one.start, one.end).map(|span| block.origin_span(span)) else { return };
        self.statements.push(Statement { kind, root: one.root, id: one.id.clone(), strength, span });
    }

    /// What the words around a named model say of descent from it.
    fn read_name(
        &self,
        block: &Block,
        words: &Words,
        one: &NamedModel,
        label_values: &[Span],
        section: &Section<'_>,
    ) -> Option<Reading> {
        let place = words.spans.get(one.start)?.start;
        let value = label_values.iter().find(|value| value.start <= place && place < value.end);
        let limit = value.map_or(usize::MAX, |value| value.end);
        let compares = clause::is_comparison(words, one.start, None);
        match not_weights(words, one.start, one.end, limit) {
            Some(NotWeights::License) => {
                let denied = clause::is_denied(words, one.start);
                let elsewhere = clause::asks_to_accept_license(words, one.start)
                    && !self.context.is_about_this_model(words, one.start);
                return (!compares && !denied && !elsewhere)
                    .then_some((EvidenceKind::LicenseStatement, Strength::Medium));
            }
            Some(NotWeights::Architecture) if clause::extends_tokenizer(words, one.start) => {
                return Some((EvidenceKind::Prose, Strength::Strong));
            }
            Some(NotWeights::Architecture) => return Some((EvidenceKind::Architecture, Strength::Medium)),
            Some(NotWeights::Other) => return None,
            None if let Some(value) = value => {
                let counts = !compares && self.model_offering.may_be_label(block, value.start);
                return counts.then_some((EvidenceKind::Label, Strength::Strong));
            }
            // Large tables name many models: most names are done with here.
            None if block.has_several_cells() && !points_at_this_model(block, words, one) => return None,
            None => {}
        }
        let linked = one.linked
            && !compares
            && (one.start..one.end).any(|at| words.match_any_at(at, PHRASES.link_texts).is_some());
        let readings = [
            self.context.descent_before(words, one.start, one.end),
            descent_after(words, one.end).filter(|&(_, strength)| {
                let of_a_thing =
                    strength == Strength::Medium && clause::subject_without_weights(words, one.start).is_some();
                !compares && !of_a_thing && !clause::is_denied(words, one.start)
            }),
            linked.then_some((EvidenceKind::Prose, Strength::Strong)),
        ];
        let general = !matches!(block.kind, BlockKind::Heading(_))
            && clause::is_about_many_models(words, one.start, one.end)
            && !self.context.is_about_this_model(words, one.start);
        if general {
            return None;
        }
        if let Some((kind, strength)) = readings.into_iter().flatten().max_by_key(|(_, strength)| *strength) {
            if kind == EvidenceKind::Prose && self.is_about_something_else(block, words, one) {
                return None;
            }
            if kind.is_prose() && !self.model_offering.may_be_meant(block, words, one, &self.context) {
                return None;
            }
            if kind == EvidenceKind::Prose && strength == Strength::Strong {
                let news = section.news_level > 0 || section.is_item && clause::begins_with_date(words);
                let from = sentence_before(words, one.start).start;
                let elsewhere = clause::is_about_other_version(words, one.start)
                    || news && !self.context.title.is_in_words(words, from, one.start);
                let is_own = self.context.is_about_this_model(words, one.start.max(1));
                if block.has_several_cells() && !is_own {
                    return None;
                }
                return Some(match is_own {
                    _ if elsewhere => (EvidenceKind::Prose, Strength::Medium),
                    true => (EvidenceKind::OwnProse, strength),
                    false => (EvidenceKind::Prose, strength),
                });
            }
            return (!block.has_several_cells()).then_some((kind, strength));
        }
        if block.kind == BlockKind::Row {
            return None;
        }
        let listed = || {
            section.is_item
                && (one.start <= WORDS_BEFORE_LISTED || block.kind != BlockKind::Item)
                && section.is_in_list_of_parents()
        };
        let leads =
            one.id.is_some() && !compares && (listed() || clause::sentence_has(words, one.start, &clause::MERGES));
        leads.then_some((EvidenceKind::ListedModel, Strength::Strong))
    }

    /// Whether the sentence of a name is not about the making of this model, but about an experiment, a report or another model.
    fn is_about_something_else(&self, block: &Block, words: &Words, one: &NamedModel) -> bool {
        clause::is_about_experiment(words, one.start)
            || clause::sentence_has(words, one.start, &clause::REPORTS)
                && !self.context.is_about_this_model(words, one.start.max(1))
            || words.spans.get(one.end - 1).is_some_and(|span| clause::compares_models(&words.lower, span.end))
            || is_about_other_model(block, words, one, &self.context)
    }

    /// Adds the first statement of a block that the model was trained from nothing.
    fn read_denial(&mut self, block: &Block, words: &Words) {
        if block.has_several_cells() {
            return;
        }
        for at in 0..words.len() {
            let word = words.word(at);
            let may_begin = DENIALS.may_begin(word);
            if !may_begin && word.is_ascii() {
                continue;
            }
            let phrase = words.match_sorted_at(at, PHRASES.from_scratch.words).filter(|_| may_begin);
            let unspaced = !word.is_ascii() && PHRASES.from_scratch.text.iter().any(|text| word.contains(text));
            let Some(length) = phrase.or(unspaced.then_some(1)) else { continue };
            let (from, to) =
                (sentence_start(words, at, WORDS_BEFORE_DENIAL), sentence_end(words, at + length, WORDS_OF_SENTENCE));
            if (from..to).any(|word| PHRASES.from_scratch_breaks.contains(&words.word(word))) {
                continue;
            }
            let Some(span) = words.span(at, at + length).map(|span| block.origin_span(span)) else { return };
            self.statements.push(Statement {
                kind: EvidenceKind::FromScratch,
                root: Root::FromScratch,
                id: None,
                strength: Strength::Strong,
                span,
            });
            self.read_family_code(block, words, from, to);
            return;
        }
    }

    /// Adds the families whose code the sentence of a denial names: "trained from scratch with the code of …".
    fn read_family_code(&mut self, block: &Block, words: &Words, from: usize, to: usize) {
        for mention in names::mentions(words, false).into_iter().filter(|named| named.start >= from && named.end <= to)
        {
            let before = mention.start.saturating_sub(WORDS_FROM_CODE).max(from)..mention.start;
            let after = mention.end..to.min(mention.end + WORDS_TO_CODE);
            if before.chain(after).any(|at| PHRASES.code.contains(&words.word(at))) {
                self.add(block, words, &mention.into(), (EvidenceKind::FamilyCode, Strength::Medium));
            }
        }
    }

    /// Parts of a block that are the value of a label such as "Base model:".
    fn label_values(block: &Block, section: &Section<'_>) -> Vec<Span> {
        let is_value = block.text.len() < TOO_LONG_FOR_VALUE && block.kind != BlockKind::Row && section.is_labelled();
        if is_value { vec![Span::new(0, block.text.len())] } else { labels::label_values(block) }
    }
}
