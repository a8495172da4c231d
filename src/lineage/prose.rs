//! What the text of a card says of descent: phrases, labels, lists of parents, denials.

use super::around::{Around, sentence_end, sentence_start};
use super::facts::Phrases;
use super::named::{Named, hub_id, named};
use super::names::{self, phrases};
use super::words::Words;
use super::{Strength, usage};
use crate::card::body::{Block, BlockKind};
use crate::source::Span;

/// One thing that the card says of a family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    /// What it is: `own-prose` for sentences about this model, `prose` for others, `label`, `listed-model`, `partial`, `license-statement`, `link`,
    /// `usage`, `usage-known`, `architecture`, `from-scratch`.
    pub(crate) kind: &'static str,
    /// The family it speaks of; empty for a denial of any descent.
    pub(crate) family: &'static str,
    /// Identifier of the model that is named.
    pub(crate) id: Option<String>,
    /// How much it weighs.
    pub(crate) strength: Strength,
    /// Bytes of the card.
    pub(crate) span: Span,
}

/// Most named models whose surroundings are read; a card that names more repeats itself.
const MOST_NAMED: usize = 2_000;

/// Reads the blocks of a card. Linear in their length.
pub(crate) fn read(blocks: &[Block]) -> Vec<Statement> {
    let phrases = phrases();
    let mut reader = Reader { around: Around { phrases }, statements: Vec::new(), left: MOST_NAMED };
    let mut section = Section::default();
    let mut usage = Vec::new();
    for block in blocks {
        section.enter(block, phrases);
        match block.kind {
            BlockKind::Code => usage.extend(usage::ids(block)),
            _ if !section.aside => reader.block(block, &section),
            _ => {}
        }
        section.leave(block, phrases);
    }
    reader.statements.extend(usage::statements(usage));
    reader.statements
}

/// Where in the card a block stands.
#[derive(Default)]
struct Section {
    /// Level of the heading that opened a section on other things; 0 outside one.
    level: u8,
    /// The block is in such a section.
    aside: bool,
    /// The block before was a heading or a line that labels what follows.
    labelled: bool,
    /// A list of parents was announced.
    parents: bool,
}

impl Section {
    fn enter(&mut self, block: &Block, phrases: &Phrases) {
        if let BlockKind::Heading(level) = block.kind {
            if self.level == 0 || level <= self.level {
                let words = Words::of(&block.text);
                let other = phrases.other_sections.iter().any(|title| is_whole(&words, title));
                self.level = if other { level } else { 0 };
            }
            self.aside = self.level > 0;
        }
        if !is_item(block) {
            self.parents = false;
        }
    }

    fn leave(&mut self, block: &Block, phrases: &Phrases) {
        if is_item(block) {
            self.labelled = false;
            return;
        }
        let words = Words::of(&block.text);
        self.parents =
            (0..words.len()).any(|at| phrases.list_leads.iter().any(|lead| words.matches(at, lead).is_some()));
        self.labelled = phrases.labels.iter().any(|label| is_whole(&words, label));
    }
}

/// A list item, or a line that is nothing but an address or an identifier.
fn is_item(block: &Block) -> bool {
    block.kind == BlockKind::Item
        || block.kind == BlockKind::Paragraph && !block.text.trim().contains(char::is_whitespace)
}

/// Whether a text is a phrase and nothing else, a number before it apart ("3. Citation").
fn is_whole(words: &Words, phrase: &str) -> bool {
    let from = usize::from(words.word(0).starts_with(|c: char| c.is_ascii_digit()));
    words.matches(from, phrase).is_some_and(|length| from + length == words.len())
}

struct Reader {
    around: Around,
    statements: Vec<Statement>,
    left: usize,
}

impl Reader {
    fn block(&mut self, block: &Block, section: &Section) {
        let words = Words::of(&block.text);
        self.denials(block, &words);
        let all = named(block, &words);
        let labelled = self.labelled_lines(block, section);
        for one in &all {
            if self.left == 0 {
                return;
            }
            self.left -= 1;
            if let Some((kind, strength)) = self.weigh(block, &words, one, &labelled, section) {
                self.say(block, &words, one, kind, strength);
            }
        }
        for link in &block.links {
            let Some(id) = hub_id(&link.url) else { continue };
            let (owner, name) = id.split_once('/').unwrap_or_default();
            let Some(key) = names::family_of_name(name) else { continue };
            let own =
                names::family(key).is_some_and(|family| family.owners.contains(&owner.to_ascii_lowercase().as_str()));
            if own && block.kind != BlockKind::Row {
                let span = block.origin_span(link.span);
                self.statements.push(Statement {
                    kind: "link",
                    family: key,
                    id: Some(id.to_owned()),
                    strength: Strength::Medium,
                    span,
                });
            }
        }
    }

    fn say(&mut self, block: &Block, words: &Words, one: &Named, kind: &'static str, strength: Strength) {
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
        section: &Section,
    ) -> Option<(&'static str, Strength)> {
        let place = words.spans.get(one.start)?.start;
        match self.around.not_weights(words, one.end) {
            Some("license") => return Some(("license-statement", Strength::Medium)),
            Some("architecture") => return Some(("architecture", Strength::Medium)),
            Some(_) => return None,
            None => {}
        }
        if labelled.iter().any(|value| value.start <= place && place < value.end) {
            return Some(("label", Strength::Strong));
        }
        if block.kind == BlockKind::Row || self.around.is_comparison(words, one.start) {
            return None;
        }
        let linked = one.linked
            && (one.start..one.end)
                .any(|at| self.around.phrases.link_texts.iter().any(|text| words.matches(at, text).is_some()));
        let said = [
            self.around.before(words, one.start),
            self.around.after(words, one.end),
            linked.then_some(("prose", Strength::Strong)),
        ];
        if let Some((kind, strength)) = said.into_iter().flatten().max_by_key(|(_, strength)| *strength) {
            let own = kind == "prose" && strength == Strength::Strong && self.around.is_own(words, one.start.max(1));
            return Some((if own { "own-prose" } else { kind }, strength));
        }
        let leads =
            section.parents && is_item(block) && one.id.is_some() && (one.start <= 3 || block.kind != BlockKind::Item);
        leads.then_some(("listed-model", Strength::Strong))
    }

    /// Statements that the model was trained from nothing.
    fn denials(&mut self, block: &Block, words: &Words) {
        if block.kind == BlockKind::Row {
            return;
        }
        for at in 0..words.len() {
            let phrase = self.around.phrases.scratch.words.iter().find_map(|phrase| words.matches(at, phrase));
            let unspaced = !words.word(at).is_ascii()
                && self.around.phrases.scratch.text.iter().any(|text| words.word(at).contains(text));
            let Some(length) = phrase.or(unspaced.then_some(1)) else { continue };
            let (from, to) = (sentence_start(words, at, 40), sentence_end(words, at + length, 20));
            if (from..to).any(|word| self.around.phrases.scratch_breaks.contains(&words.word(word))) {
                continue;
            }
            let (first, last) = (words.spans[at], words.spans[at + length - 1]);
            let span = block.origin_span(Span::new(first.start, last.end));
            self.statements.push(Statement {
                kind: "from-scratch",
                family: "",
                id: None,
                strength: Strength::Strong,
                span,
            });
            return;
        }
    }

    /// Parts of a block that are the value of a label such as "Base model:".
    fn labelled_lines(&self, block: &Block, section: &Section) -> Vec<Span> {
        if section.labelled && block.text.len() < 300 {
            return vec![Span::new(0, block.text.len())];
        }
        if block.kind == BlockKind::Row && block.text.matches('\t').count() > 2 {
            return Vec::new();
        }
        let mut values = Vec::new();
        let mut start = 0;
        for line in block.text.split_inclusive('\n') {
            if let Some(colon) = line.find([':', '：', '\t', '=']).filter(|&at| at < 60) {
                let label = Words::of(&line[..colon]);
                if self.around.phrases.labels.iter().any(|phrase| is_whole(&label, phrase)) {
                    values.push(Span::new(start + colon, start + line.len()));
                }
            }
            start += line.len();
        }
        values
    }
}
