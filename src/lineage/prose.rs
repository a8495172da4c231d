//! What the text of a card says of descent: phrases, labels, lists of parents, denials.

use super::clause::{self, sentence_end, sentence_start};
use super::columns::Columns;
use super::context::{Around, Said};
use super::filter::Filter;
use super::model_offering::Offer;
use super::named::{Named, hub_id, named};
use super::names::{self, PHRASES};
use super::other_model::is_of_another;
use super::prefilter::BlockHints;
use super::section::{Section, is_label};
use super::title::Title;
use super::usage;
use super::words::Words;
use crate::model::card::body::{Block, BlockKind};
use crate::report::lineage::{EvidenceKind, Strength};
use crate::source::Span;

/// One thing that the card says of a family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    /// What it is: `own-prose` for sentences about this model, `prose` for others, `label`, `listed-model`, `partial`, `license-statement`, `link`,
    /// `usage`, `usage-known`, `architecture`, `from-scratch`.
    pub(crate) kind: EvidenceKind,
    /// The family it speaks of; empty for a denial of any descent.
    pub(crate) family: &'static str,
    /// Identifier of the model that is named.
    pub(crate) id: Option<String>,
    /// How much it weighs.
    pub(crate) strength: Strength,
    /// Bytes of the card.
    pub(crate) span: Span,
}

/// First words of denials, which are looked for at every word.
static DENIALS: Filter = Filter::first_words(PHRASES.scratch.words);

/// Most named models whose surroundings are read; a card that names more repeats itself.
const MOST_NAMED: usize = 2_000;

/// Most labels that are read in one block.
const MOST_LABELS: usize = 32;

/// Reads the blocks of a card, of which some may speak of descent. Linear in their length. `is_published` says whether
/// more than the text shows that there is a model.
pub(crate) fn read(blocks: &[Block], speaking: &[BlockHints], is_published: bool) -> Vec<Statement> {
    let mut reader = Reader {
        context: Around { phrases: &PHRASES, title: Title::of(blocks) },
        statements: Vec::new(),
        left: MOST_NAMED,
        model_offering: Offer::new(blocks, is_published),
    };
    let mut section = Section::new(blocks);
    let mut usage = Vec::new();
    let mut columns = Columns::default();
    for (at, (block, speaks)) in blocks.iter().zip(speaking).enumerate() {
        // Most blocks have nothing to say, and are not taken apart.
        let words = match block.kind {
            BlockKind::Code => Words::default(),
            BlockKind::Heading(_) => Words::of(&block.text),
            _ if speaks.names || speaks.denies => Words::of(&block.text),
            _ => Words::default(),
        };
        section.enter(at, &words);
        if section.level == 0 || block.kind != BlockKind::Row {
            reader.statements.extend(columns.take(block, &reader.context.title));
        }
        match block.kind {
            BlockKind::Code => {
                usage.extend(usage::ids(block));
                reader.statements.extend(usage::merged(block));
                reader.statements.extend(usage::adapted(block));
            }
            _ if section.level == 0 => reader.block(block, *speaks, &words, &section),
            _ => {}
        }
    }
    reader.statements.extend(columns.end());
    reader.statements.extend(usage::statements(usage));
    reader.statements
}

/// Whether a sentence names models of three families or more, and so speaks of no single one.
fn is_survey(words: &Words, all: &[Named], index: usize) -> bool {
    let one = &all[index];
    let (from, to) = (sentence_start(words, one.start, 30), sentence_end(words, one.end, 30));
    let back = all[..index].iter().rev().take_while(|other| other.start >= from);
    let ahead = all[index + 1..].iter().take_while(|other| other.end <= to);
    let mut others: Vec<&str> = back.chain(ahead).take(60).map(|other| other.family).collect();
    others.retain(|family| *family != one.family && !matches!(*family, "scratch" | "uncertain"));
    others.sort_unstable();
    others.dedup();
    others.len() >= 2
}

/// Whether the sentence of a link speaks of an architecture or of a tokenizer.
fn of_a_part(words: &Words, link: Span) -> bool {
    let at = words.spans.partition_point(|word| word.start < link.start);
    let (from, to) = (sentence_start(words, at, 20), sentence_end(words, at, 20));
    (from..to).any(|at| ["architectur", "tokeni"].iter().any(|start| words.word(at).starts_with(start)))
}

/// The marks that may end or follow a label, with their places.
fn marks(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let length = |(at, byte): (usize, &u8)| match byte {
        b':' | b'\t' | b'=' | b'.' | b';' | b'|' | b',' | b'(' => Some((at, 1)),
        0xe2 | 0xef if line[at..].starts_with(['：', '–', '—']) => Some((at, 3)),
        _ => None,
    };
    line.as_bytes().iter().enumerate().filter_map(length).map(|(at, length)| (at, &line[at..at + length]))
}

struct Reader<'b> {
    context: Around,
    statements: Vec<Statement>,
    left: usize,
    model_offering: Offer<'b>,
}

impl Reader<'_> {
    fn block(&mut self, block: &Block, speaks: BlockHints, words: &Words, section: &Section<'_>) {
        if speaks.denies {
            self.denials(block, words);
        }
        if !speaks.names {
            return;
        }
        let all = named(block, words);
        // Most blocks name nothing that a label could stand before.
        let labelled = if all.is_empty() { Vec::new() } else { self.labelled_lines(block, section) };
        for (index, one) in all.iter().enumerate() {
            if self.left == 0 {
                return;
            }
            self.left -= 1;
            let said = self.weigh(block, words, one, &labelled, section);
            if let Some((kind, strength)) = said.filter(|(kind, _)| !kind.is_prose() || !is_survey(words, &all, index))
            {
                self.say(block, words, one, kind, strength);
            }
        }
        for link in &block.links {
            let Some(id) = hub_id(&link.url) else { continue };
            let (owner, name) = id.split_once('/').unwrap_or_default();
            let Some(key) = names::family_of_name(name) else { continue };
            let own =
                names::family(key).is_some_and(|family| family.owners.contains(&owner.to_ascii_lowercase().as_str()));
            if own && block.kind != BlockKind::Row && !of_a_part(words, link.span) {
                let span = block.origin_span(link.span);
                self.statements.push(Statement {
                    kind: EvidenceKind::Link,
                    family: key,
                    id: Some(id.to_owned()),
                    strength: Strength::Medium,
                    span,
                });
            }
        }
    }

    fn say(&mut self, block: &Block, words: &Words, one: &Named, kind: EvidenceKind, strength: Strength) {
        let (Some(first), Some(last)) = (words.spans.get(one.start), words.spans.get(one.end - 1)) else {
            return;
        };
        let span = block.origin_span(Span::new(first.start, last.end));
        self.statements.push(Statement { kind, family: one.family, id: one.id.clone(), strength, span });
    }

    /// What the words around a named model say of it.
    fn weigh(
        &self,
        block: &Block,
        words: &Words,
        one: &Named,
        labelled: &[Span],
        section: &Section<'_>,
    ) -> Option<Said> {
        let place = words.spans.get(one.start)?.start;
        let phrases = self.context.phrases;
        let value = labelled.iter().find(|value| value.start <= place && place < value.end);
        let limit = value.map_or(usize::MAX, |value| value.end);
        let compares = clause::is_comparison(words, one.start, None, phrases);
        match self.context.not_weights(words, one.start, one.end, limit) {
            Some("license") => {
                let denied = clause::is_denied(words, one.start, phrases);
                let elsewhere = clause::is_acceptance(words, one.start) && !self.context.is_own(words, one.start);
                return (!compares && !denied && !elsewhere)
                    .then_some((EvidenceKind::LicenseStatement, Strength::Medium));
            }
            Some("architecture") if clause::is_extended(words, one.start, phrases) => {
                return Some((EvidenceKind::Prose, Strength::Strong));
            }
            Some("architecture") => return Some((EvidenceKind::Architecture, Strength::Medium)),
            Some(_) => return None,
            None if let Some(value) = value => {
                let counts = !compares && self.model_offering.may_be_label(block, value.start);
                return counts.then_some((EvidenceKind::Label, Strength::Strong));
            }
            None if block.kind == BlockKind::Row => return None,
            None => {}
        }
        let linked =
            one.linked && !compares && (one.start..one.end).any(|at| words.find(at, phrases.link_texts).is_some());
        let said = [
            self.context.before(words, one.start, one.end),
            self.context.after(words, one.end).filter(|&(_, strength)| {
                let of_a_thing = strength == Strength::Medium && clause::subject(words, one.start, phrases).is_some();
                !compares && !of_a_thing && !clause::is_denied(words, one.start, phrases)
            }),
            linked.then_some((EvidenceKind::Prose, Strength::Strong)),
        ];
        let general = !matches!(block.kind, BlockKind::Heading(_))
            && clause::is_general(words, one.start, one.end, phrases)
            && !self.context.is_own(words, one.start);
        if general {
            return None;
        }
        if let Some((kind, strength)) = said.into_iter().flatten().max_by_key(|(_, strength)| *strength) {
            if kind == EvidenceKind::Prose && self.is_beside(block, words, one) {
                return None;
            }
            if kind.is_prose() && !self.model_offering.may_be_meant(block, words, one, &self.context) {
                return None;
            }
            if kind == EvidenceKind::Prose && strength == Strength::Strong {
                let news = section.news_level > 0 || section.is_item && clause::begins_with_date(words);
                let elsewhere = clause::is_other_version(words, one.start)
                    || news && !self.context.title.is_named(words, sentence_start(words, one.start, 20), one.start);
                return Some(match self.context.is_own(words, one.start.max(1)) {
                    _ if elsewhere => (EvidenceKind::Prose, Strength::Medium),
                    true => (EvidenceKind::OwnProse, strength),
                    false => (EvidenceKind::Prose, strength),
                });
            }
            return Some((kind, strength));
        }
        let listed = || section.is_item && (one.start <= 3 || block.kind != BlockKind::Item) && section.parents();
        let leads = one.id.is_some() && !compares && (listed() || clause::has_any(words, one.start, &clause::MERGES));
        leads.then_some((EvidenceKind::ListedModel, Strength::Strong))
    }

    /// Whether what stands around a name is not said of the making of this model.
    fn is_beside(&self, block: &Block, words: &Words, one: &Named) -> bool {
        clause::is_experiment(words, one.start)
            || clause::has_any(words, one.start, &clause::REPORTS) && !self.context.is_own(words, one.start.max(1))
            || words
                .spans
                .get(one.end - 1)
                .is_some_and(|span| clause::compares_models(&words.lower, span.end, self.context.phrases))
            || is_of_another(block, words, one, &self.context)
    }

    /// Statements that the model was trained from nothing.
    fn denials(&mut self, block: &Block, words: &Words) {
        if block.kind == BlockKind::Row {
            return;
        }
        for at in 0..words.len() {
            let word = words.word(at);
            let may_begin = DENIALS.may_begin(word);
            if !may_begin && word.is_ascii() {
                continue;
            }
            let phrase = words.find_sorted(at, self.context.phrases.scratch.words).filter(|_| may_begin);
            let unspaced =
                !word.is_ascii() && self.context.phrases.scratch.text.iter().any(|text| words.word(at).contains(text));
            let Some(length) = phrase.or(unspaced.then_some(1)) else { continue };
            let (from, to) = (sentence_start(words, at, 40), sentence_end(words, at + length, 20));
            if (from..to).any(|word| self.context.phrases.scratch_breaks.contains(&words.word(word))) {
                continue;
            }
            let (first, last) = (words.spans[at], words.spans[at + length - 1]);
            let span = block.origin_span(Span::new(first.start, last.end));
            self.statements.push(Statement {
                kind: EvidenceKind::FromScratch,
                family: "",
                id: None,
                strength: Strength::Strong,
                span,
            });
            self.family_code(block, words, from, to);
            return;
        }
    }

    /// A family whose code the sentence of a denial names: "trained from scratch with the code of …".
    fn family_code(&mut self, block: &Block, words: &Words, from: usize, to: usize) {
        for mention in names::mentions(words, false).into_iter().filter(|named| named.start >= from && named.end <= to)
        {
            let near =
                (mention.start.saturating_sub(4).max(from)..mention.start).chain(mention.end..to.min(mention.end + 2));
            if near.into_iter().any(|at| self.context.phrases.code.contains(&words.word(at))) {
                let one =
                    Named { family: mention.family, id: None, linked: false, start: mention.start, end: mention.end };
                self.say(block, words, &one, EvidenceKind::FamilyCode, Strength::Medium);
            }
        }
    }

    /// Parts of a block that are the value of a label such as "Base model:".
    fn labelled_lines(&self, block: &Block, section: &Section<'_>) -> Vec<Span> {
        if block.text.len() < 300 && block.kind != BlockKind::Row && section.labelled() {
            return vec![Span::new(0, block.text.len())];
        }
        if block.kind == BlockKind::Row && block.text.matches('\t').count() > 2 {
            return Vec::new();
        }
        let mut values = Vec::new();
        let mut start = 0;
        for line in block.text.split_inclusive('\n') {
            if memchr::memchr3(b':', b'\t', b'=', line.as_bytes()).is_none() && !line.contains('：') {
                start += line.len();
                continue;
            }
            let mut from = 0;
            for (at, mark) in marks(line) {
                let is_mark = matches!(mark, ":" | "：" | "\t" | "=") && at - from < 60 && values.len() < MOST_LABELS;
                if is_mark && is_label(&Words::of(&line[from..at]), self.context.phrases) {
                    let value = &line[at..line.floor_char_boundary(at + 400)];
                    // Behind `llm = Llama(` stand the arguments of a call.
                    let end = if mark == "=" { value.find(['(', ',', ';']) } else { value.find(". ") };
                    let end = end.unwrap_or(value.len());
                    values.push(Span::new(start + at, start + at + end));
                }
                // The points of `v1.5` and the colon of an address end nothing.
                if line[at + mark.len()..].starts_with([' ', '\t', '\n']) || !mark.is_ascii() {
                    from = at + mark.len();
                }
            }
            start += line.len();
        }
        values
    }
}
