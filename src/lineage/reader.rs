//! Reads the text of a card: holds the patterns of `lineage/patterns.yml` against its sentences, labels, lists and tables.

use super::clause::{Clause, OWN, Subject, clauses};
use super::data::PATTERNS;
use super::fact::{Root, Statement};
use super::grammar::{Pattern, Says, Scope, tags};
use super::known::squeeze;
use super::named::named_models;
use super::names::{self, NamedModel, family_of_name, hub_id_in_address, is_of_owner, name_in};
use super::own_names::OwnNames;
use super::prefilter::BlockHints;
use super::section::{ParentColumn, Section, with_labels};
use super::tokens::{Token, tokens};
use super::usage;
use super::word_sets::{OF_DENIAL, OF_NAME};
use super::words::{Words, has_any};
use crate::model::card::body::{Block, BlockKind};
use crate::report::EvidenceKind;
use crate::source::Span;
use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Fewest families in a sentence that is about no single one.
const SURVEY: usize = 3;
/// From so many borders of cells on, a row is no label with its value.
const MOST_CELLS_OF_LABEL: usize = 3;

/// What is known of a card before its text is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting<'s> {
    pub(crate) own: &'s OwnNames,
    /// Whether metadata or files show that there is a model.
    pub(crate) is_published: bool,
}

/// Reads the blocks of a card; `hints` says which of them may mention lineage. Linear in their length.
pub(crate) fn read<'s>(blocks: &'s [Block], hints: &[BlockHints], setting: Setting<'s>) -> Vec<Statement> {
    let mut reader = Reader { setting, blocks, offers: OnceCell::new(), statements: Vec::new(), has_text: false };
    let mut section = Section::new(blocks);
    let mut loaded = Vec::new();
    let mut column = ParentColumn::default();
    for (at, (block, hints)) in blocks.iter().zip(hints).enumerate() {
        section.enter(at);
        reader.statements.extend(column.add_block(block, setting.own, setting.is_published));
        if block.kind == BlockKind::Code {
            loaded.extend(usage::loaded_models(block));
            reader.statements.extend(usage::merge_members(block));
            reader.statements.extend(usage::base_of_adapter(block));
        }
        let may_speak = hints.has(OF_NAME | OF_DENIAL);
        if may_speak && (block.kind != BlockKind::Code || reader.is_offered()) {
            reader.read_block(block, *hints, &section);
        }
        reader.has_text |= matches!(block.kind, BlockKind::Paragraph | BlockKind::Item);
    }
    reader.statements.extend(column.finish());
    reader.statements.extend(usage::single_model(loaded));
    // Beside no model, what a text says of descent is about what it tells of, unless it offers one.
    if !reader.statements.is_empty() && !reader.is_offered() {
        let is_of_model = !presents_other(blocks, setting.own);
        reader.statements.retain(|statement| {
            matches!(statement.kind, EvidenceKind::Label | EvidenceKind::ListedModel)
                || statement.is_opening && is_of_model
        });
    }
    reader.statements
}

/// Whether the title of a card names a model, and not a program, a dataset or a text about models.
pub(crate) fn is_name(title: &str) -> bool {
    let words = Words::of(title);
    let all = tokens(&words, &names::mentions(&words, true), &OwnNames::default(), title);
    let not = tags!(Thing | Howto | Compare | Other | Code | Question);
    !all.iter().any(|token| token.is(not))
}

/// Whether a text says somewhere that it offers a model.
pub(crate) fn offers_model(blocks: &[Block], own: &OwnNames) -> bool {
    links_own_page(blocks)
        || blocks
            .iter()
            .filter(|block| !matches!(block.kind, BlockKind::Code | BlockKind::Row))
            .any(|block| says(Says::Offers, block, own))
}

/// Whether the title of a card, or the first words below it, present something else than a model.
pub(crate) fn presents_other(blocks: &[Block], own: &OwnNames) -> bool {
    let is_text = |block: &&Block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item);
    let first = blocks.iter().find(is_text);
    let mut titles = blocks.iter().take_while(|block| !is_text(block));
    let title = titles.find(|block| matches!(block.kind, BlockKind::Heading(_)));
    title.is_some_and(|title| !is_name(&title.text)) || first.is_some_and(|first| says(Says::Presents, first, own))
}

/// Whether a block says something of its own, for which no name is needed.
fn says(what: Says, block: &Block, own: &OwnNames) -> bool {
    let words = Words::of(&block.text);
    let anchors = patterns(what).fold(0, |anchors, pattern| anchors | pattern.anchor);
    has_any(&words, anchors)
        && clauses(&tokens(&words, &[], own, &block.text))
            .iter()
            .any(|clause| admitted(what, clause).any(|pattern| clause.matches(pattern).next().is_some()))
}

fn patterns(says: Says) -> impl Iterator<Item = &'static Pattern> {
    PATTERNS.iter().filter(move |pattern| pattern.says == says)
}

/// The patterns that say something, without those that the words of a clause bar.
fn admitted(says: Says, clause: &Clause) -> impl Iterator<Item = &'static Pattern> {
    patterns(says).filter(|pattern| !clause.has(pattern.not_in))
}

/// Whether a card links to a page of the Hub by the name that is its title.
fn links_own_page(blocks: &[Block]) -> bool {
    let title =
        blocks.iter().find(|block| matches!(block.kind, BlockKind::Heading(_))).map(|title| squeeze(&title.text));
    let mut ids = blocks.iter().flat_map(Block::links).filter_map(|link| hub_id_in_address(&link.url));
    title.is_some_and(|title| ids.any(|id| squeeze(name_in(id)) == title))
}

/// The models whose outputs a block says that this model was trained on, with the bytes of the words that say it.
pub(crate) fn teachers(block: &Block, own: &OwnNames) -> Vec<(Root, Span)> {
    let words = Words::of(&block.text);
    let mut found = Vec::new();
    if !has_any(&words, tags!(Output)) {
        return found;
    }
    let names = named_models(block, &words);
    for clause in clauses(&tokens(&words, &names, own, &block.text)) {
        for [at, start, end] in admitted(Says::Outputs, &clause).flat_map(|pattern| clause.matches(pattern)) {
            let Some(name) = clause.tokens[at].name.map(|name| &names[name]) else { continue };
            found.push((name.root, Span::new(clause.tokens[start].span.start, clause.tokens[end].span.end)));
        }
    }
    found
}

/// Whether a name is a link to the family's own weights.
fn leads_to_weights(name: &NamedModel) -> bool {
    let id = name.id.as_deref().filter(|_| name.linked);
    id.is_some_and(|id| family_of_name(name_in(id)).is_some_and(|key| is_of_owner(key, id)))
}

struct Reader<'s> {
    setting: Setting<'s>,
    blocks: &'s [Block],
    /// Whether the text says that it offers a model, once that was asked.
    offers: OnceCell<bool>,
    statements: Vec<Statement>,
    /// Whether there was a paragraph or an item before.
    has_text: bool,
}

impl Reader<'_> {
    /// Whether there is a model, or the text says that it offers one.
    fn is_offered(&self) -> bool {
        self.setting.is_published || *self.offers.get_or_init(|| offers_model(self.blocks, self.setting.own))
    }

    /// Reads a block; of settings in code, the labels alone.
    fn read_block(&mut self, block: &Block, hints: BlockHints, section: &Section<'_>) {
        let is_code = block.kind == BlockKind::Code;
        let words = Words::of(&block.text);
        let names = if hints.has(OF_NAME) { named_models(block, &words) } else { Vec::new() };
        // A pattern stands around a name or a denial.
        if names.is_empty() && !(hints.has(OF_DENIAL) && has_any(&words, tags!(Scratch))) {
            return;
        }
        let all = with_labels(&tokens(&words, &names, self.setting.own, &block.text), &words);
        let mut found = Vec::new();
        for clause in if is_code { Vec::new() } else { clauses(&all) } {
            self.read_clause(block, &clause, &names, section, &mut found);
        }
        let cells = all.iter().filter(|token| token.is(tags!(Cell))).count();
        if !names.is_empty() && (is_code || cells < MOST_CELLS_OF_LABEL) {
            let lead = if is_code { 0 } else { section.lead_tags(self.setting.own) };
            let mark = |tags| Token { tags, span: Span::new(all[0].span.start, all[0].span.start), name: None };
            let lead = [mark(lead), mark(tags!(Colon))].into_iter().filter(|_| lead != 0);
            let whole = Clause::new(lead.chain(all.iter().copied()).collect(), 0);
            for (place, label) in PATTERNS.iter().enumerate().filter(|(_, pattern)| pattern.scope == Scope::Block) {
                for at in whole.matches(label) {
                    self.add(&mut found, (place, label, Subject::Implied), (block, &whole, &names), at);
                }
            }
        }
        found.sort_by_key(|(rank, _)| *rank);
        found.dedup_by_key(|((name, ..), _)| *name);
        self.statements.extend(found.into_iter().filter_map(|(_, statement)| statement));
    }

    fn read_clause(
        &self,
        block: &Block,
        clause: &Clause,
        names: &[NamedModel],
        section: &Section<'_>,
        found: &mut Vec<(Rank, Option<Statement>)>,
    ) {
        let families: BTreeSet<_> =
            clause.tokens.iter().filter_map(|token| names.get(token.name?)?.root.family()).collect();
        let is_heading = matches!(block.kind, BlockKind::Heading(_));
        let in_row = block.has_several_cells();
        let is_news = section.news > 0 || begins_with_date(&block.text);
        let of_sentences = |one: &Pattern| one.scope == Scope::Sentence && kind_of(one.says).is_some();
        for (place, pattern) in PATTERNS.iter().enumerate().filter(|(_, one)| of_sentences(one)) {
            let barred = clause.tokens.iter().position(|token| token.is(pattern.not_in));
            for [at, start, end] in clause.matches(pattern) {
                let is_link = || match clause.tokens[at].name.map(|name| &names[name]) {
                    Some(name) if pattern.says == Says::Link => leads_to_weights(name),
                    name => name.is_some_and(|name| name.linked),
                };
                if pattern.linked && !is_link() {
                    continue;
                }
                // What a pattern begins with may be the subject itself.
                let verb = if clause.tokens[start].is(OWN) { start + 1 } else { start };
                let mut subject = clause.subject(verb, pattern.not_before);
                // What is said of this model holds whatever the sentence goes on to speak of.
                let is_own_statement = subject == Subject::This && pattern.says == Says::Descends;
                let is_plural = |at: usize| clause.tokens.get(at + 1).is_some_and(|next| next.is(tags!(Plural)));
                let speaks_of_several = !clause.has(OWN) && (is_plural(at) || is_plural(end));
                if barred.is_some_and(|at| at <= end || !is_own_statement)
                    || subject < Subject::We && (speaks_of_several || clause.is_behind(end, pattern.not_behind))
                    || clause.is_behind(end, tags!(Denied))
                {
                    continue;
                }
                // The first words below the title speak of the model, whatever their form.
                let is_first = !self.has_text || !self.setting.own.is_known() && clause.begins_with_name();
                if subject == Subject::Unknown && is_first && !is_heading {
                    subject = Subject::Implied;
                }
                let is_own = match subject {
                    Subject::This => true,
                    Subject::We => !is_news && self.is_offered(),
                    Subject::Implied if is_heading => section.is_title && block.text.trim().contains(' '),
                    Subject::Implied => !is_news && (!self.has_text || self.is_offered()),
                    _ => false,
                };
                if !is_own || families.len() >= SURVEY && subject < Subject::This {
                    subject = subject.min(Subject::Unknown);
                }
                let is_own_needed = pattern.needs_subject || in_row || is_news || section.other > 0;
                let least = if is_own_needed { Subject::This } else { Subject::Unknown };
                if subject >= least {
                    self.add(found, (place, pattern, subject), (block, clause, names), [at, start, end]);
                }
            }
        }
    }

    /// Adds what a pattern says of the name at the first of three places of a clause; all between the two others matched.
    fn add(
        &self,
        found: &mut Vec<(Rank, Option<Statement>)>,
        (place, pattern, subject): (usize, &Pattern, Subject),
        (block, clause, names): (&Block, &Clause, &[NamedModel]),
        at: [usize; 3],
    ) {
        let [at, start, end] = at.map(|at| clause.tokens[at]);
        let name = at.name.map(|name| &names[name]);
        let is_own = subject > Subject::Unknown && !pattern.weak;
        let kind = kind_of(pattern.says).filter(|_| subject > Subject::Unknown || !pattern.weak);
        let statement = kind.map(|kind| Statement {
            kind,
            root: name.map_or(Root::FromScratch, |name| name.root),
            id: name.and_then(|name| name.id.clone()),
            is_own,
            pattern: pattern.id,
            is_opening: !self.has_text && subject != Subject::We && pattern.scope == Scope::Sentence,
            span: block.origin_span(at.span),
            words: block.origin_span(Span::new(start.span.start, end.span.end)),
        });
        found.push(((at.name, pattern.weak, Reverse(subject), place), statement));
    }
}

/// Of what is said of one name that counts which knows its subject best, then the first pattern of the file.
type Rank = (Option<usize>, bool, Reverse<Subject>, usize);

/// The evidence that a pattern gives; nothing where the pattern is not about lineage.
fn kind_of(says: Says) -> Option<EvidenceKind> {
    Some(match says {
        Says::Descends => EvidenceKind::Prose,
        Says::Label => EvidenceKind::Label,
        Says::Link => EvidenceKind::Link,
        Says::Member => EvidenceKind::ListedModel,
        Says::License => EvidenceKind::LicenseStatement,
        Says::Architecture => EvidenceKind::Architecture,
        Says::Code => EvidenceKind::FamilyCode,
        Says::Partial => EvidenceKind::Partial,
        Says::Scratch => EvidenceKind::FromScratch,
        Says::Outputs | Says::Offers | Says::Presents => return None,
    })
}

/// Whether a text begins with a date, as news does.
fn begins_with_date(text: &str) -> bool {
    let digits = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let year = digits.get(..4).filter(|year| year.starts_with("20") && year.bytes().all(|byte| byte.is_ascii_digit()));
    year.is_some() && digits[4..].starts_with(['-', '/', '.', '年'])
}
