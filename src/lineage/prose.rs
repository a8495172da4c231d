//! What the text of a card says of descent: phrases, labels, lists of parents, denials.

use super::Strength;
use super::facts::Phrases;
use super::named::{Named, hub_id, named};
use super::names::{self, phrases};
use super::words::Words;
use crate::card::body::{Block, BlockKind};
use crate::source::Span;

/// One thing that the card says of a family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    /// What it is: `prose`, `label`, `listed-model`, `license-statement`, `link`, `usage`, `architecture`, `from-scratch`.
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
    let Some(phrases) = phrases() else { return Vec::new() };
    let mut reader = Reader { phrases, statements: Vec::new(), left: MOST_NAMED };
    let mut section = Section::default();
    let mut usage = Vec::new();
    for block in blocks {
        section.enter(block, phrases);
        match block.kind {
            BlockKind::Code => usage.extend(usage_ids(block)),
            _ if !section.aside => reader.block(block, &section),
            _ => {}
        }
        section.leave(block, phrases);
    }
    reader.usage(usage);
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
    fn enter(&mut self, block: &Block, phrases: &Phrases<&'static str>) {
        if let BlockKind::Heading(level) = block.kind {
            if self.level == 0 || level <= self.level {
                let words = Words::of(&block.text);
                let other = phrases.other_sections.iter().any(|title| is_whole(&words, title));
                self.level = if other { level } else { 0 };
            }
            self.aside = self.level > 0;
        }
        if block.kind != BlockKind::Item {
            self.parents = false;
        }
    }

    fn leave(&mut self, block: &Block, phrases: &Phrases<&'static str>) {
        if block.kind == BlockKind::Item {
            self.labelled = false;
            return;
        }
        let words = Words::of(&block.text);
        self.parents = (0..words.len()).any(|at| phrases.list_leads.contains(&words.word(at)));
        self.labelled = phrases.labels.iter().any(|label| is_whole(&words, label));
    }
}

/// Whether a text is a phrase and nothing else, a number before it apart ("3. Citation").
fn is_whole(words: &Words, phrase: &str) -> bool {
    let from = usize::from(words.word(0).starts_with(|c: char| c.is_ascii_digit()));
    words.matches(from, phrase).is_some_and(|length| from + length == words.len())
}

struct Reader {
    phrases: &'static Phrases<&'static str>,
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
            let own = names::family(key).is_some_and(|family| family.owners.contains(&owner.to_ascii_lowercase().as_str()));
            if own && block.kind != BlockKind::Row {
                let span = block.origin_span(link.span);
                self.statements.push(Statement { kind: "link", family: key, id: Some(id.to_owned()), strength: Strength::Medium, span });
            }
        }
    }

    fn say(&mut self, block: &Block, words: &Words, one: &Named, kind: &'static str, strength: Strength) {
        let (Some(first), Some(last)) = (words.spans.get(one.start), words.spans.get(one.end - 1)) else { return };
        let span = block.origin_span(Span::new(first.start, last.end));
        self.statements.push(Statement { kind, family: one.family, id: one.id.clone(), strength, span });
    }

    /// What the words around a named model say of it.
    fn weigh(&self, block: &Block, words: &Words, one: &Named, labelled: &[Span], section: &Section) -> Option<(&'static str, Strength)> {
        let place = words.spans.get(one.start)?.start;
        match self.not_weights(words, one.end) {
            Some("license") => return Some(("license-statement", Strength::Medium)),
            Some("architecture") => return Some(("architecture", Strength::Medium)),
            Some(_) => return None,
            None => {}
        }
        if labelled.iter().any(|value| value.start <= place && place < value.end) {
            return Some(("label", Strength::Strong));
        }
        if block.kind == BlockKind::Row || self.is_comparison(words, one.start) {
            return None;
        }
        if let Some(found) = self.before(words, one.start).max(self.after(words, one.end)) {
            return Some(("prose", found));
        }
        let leads = section.parents && block.kind == BlockKind::Item && one.start <= 3 && one.id.is_some();
        leads.then_some(("listed-model", Strength::Medium))
    }

    /// The word behind a name that shows that something else than the weights is meant, in one of three kinds.
    fn not_weights(&self, words: &Words, end: usize) -> Option<&'static str> {
        for at in end..(end + 4).min(words.len()) {
            if at > end && ends_sentence(words.between(at - 1, at)) || at == end && ends_sentence(words.between(at - 1, at)) {
                return None;
            }
            let word = words.word(at);
            let hit = self.phrases.not_weights.iter().find(|not| {
                if word.is_ascii() { **not == word } else { !not.is_ascii() && word.starts_with(**not) || word.contains(&format!("の{not}")) || word.contains(&format!("的{not}")) }
            });
            if let Some(hit) = hit {
                return Some(kind_of(hit));
            }
            if !is_tail(word) {
                return None;
            }
        }
        None
    }

    /// A comparison stands before the name in its sentence.
    fn is_comparison(&self, words: &Words, start: usize) -> bool {
        let from = sentence_start(words, start, 14);
        (from..start).any(|at| self.phrases.comparisons.iter().any(|word| same(words.word(at), word)))
    }

    /// A phrase of descent before the name, with at most six words between.
    fn before(&self, words: &Words, start: usize) -> Option<Strength> {
        let from = sentence_start(words, start, 14);
        let mut found = None;
        for end in (from..=start).rev().take(7) {
            if end < start && (self.breaks(words.word(end)) || self.is_thing(words.word(end))) {
                break;
            }
            let side = &self.phrases.before;
            if side.strong.iter().any(|phrase| words.ends_with(end, phrase).is_some_and(|at| at >= from)) {
                return Some(Strength::Strong);
            }
            if start - end <= 3 && side.medium.iter().any(|phrase| words.ends_with(end, phrase).is_some_and(|at| at >= from)) {
                found = Some(Strength::Medium);
            }
        }
        self.text_before(words, start).then_some(Strength::Strong).or(found)
    }

    /// A phrase of a language without blanks before the name, in the same clause.
    fn text_before(&self, words: &Words, start: usize) -> bool {
        let Some(place) = words.spans.get(start).map(|span| span.start) else { return false };
        let from = words.lower.floor_char_boundary(place.saturating_sub(90));
        let clause = words.lower[from..place].rsplit(['。', '，', ',', '；', '\n', '：', '！']).next().unwrap_or_default();
        let hit = self.phrases.before.strong_text.iter().filter_map(|phrase| clause.rfind(phrase)).max();
        hit.is_some_and(|at| !self.phrases.not_weights.iter().any(|not| !not.is_ascii() && clause[at..].contains(not)))
    }

    /// A phrase of descent behind the name, with at most three words between.
    fn after(&self, words: &Words, end: usize) -> Option<Strength> {
        let side = &self.phrases.after;
        for at in end..(end + 5).min(words.len()) {
            let gap = words.between(at - 1, at);
            if ends_sentence(gap) || gap.contains([',', ';', '|']) {
                break;
            }
            if side.strong.iter().any(|phrase| words.matches(at, phrase).is_some()) {
                return Some(Strength::Strong);
            }
            let word = words.word(at);
            if word.is_ascii() && (self.breaks(word) || self.is_thing(word)) {
                break;
            }
        }
        self.text_after(words, end).then_some(Strength::Strong)
    }

    /// A phrase of a language without blanks behind the name, before anything that is not the weights.
    fn text_after(&self, words: &Words, end: usize) -> bool {
        let Some(place) = words.spans.get(end - 1).map(|span| span.end) else { return false };
        let to = words.lower.floor_char_boundary(place + 60);
        let clause = words.lower[place..to].split(['。', '，', '、', '；', '\n', '！']).next().unwrap_or_default();
        let first = |list: &[&'static str]| list.iter().filter(|text| !text.is_ascii()).filter_map(|text| clause.find(text)).min();
        match (first(&self.phrases.after.strong_text), first(&self.phrases.not_weights)) {
            (Some(hit), Some(not)) => hit < not,
            (hit, None) => hit.is_some(),
            (None, _) => false,
        }
    }

    fn breaks(&self, word: &str) -> bool {
        self.phrases.breaks.contains(&word)
    }

    fn is_thing(&self, word: &str) -> bool {
        self.phrases.not_weights.contains(&word)
    }

    /// Statements that the model was trained from nothing.
    fn denials(&mut self, block: &Block, words: &Words) {
        if block.kind == BlockKind::Row {
            return;
        }
        for at in 0..words.len() {
            let phrase = self.phrases.scratch.words.iter().find_map(|phrase| words.matches(at, phrase));
            let unspaced = !words.word(at).is_ascii() && self.phrases.scratch.text.iter().any(|text| words.word(at).contains(text));
            let Some(length) = phrase.or(unspaced.then_some(1)) else { continue };
            let (from, to) = (sentence_start(words, at, 40), sentence_end(words, at + length, 20));
            if (from..to).any(|word| self.phrases.scratch_breaks.contains(&words.word(word))) {
                continue;
            }
            let (first, last) = (words.spans[at], words.spans[at + length - 1]);
            let span = block.origin_span(Span::new(first.start, last.end));
            self.statements.push(Statement { kind: "from-scratch", family: "", id: None, strength: Strength::Strong, span });
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
                if self.phrases.labels.iter().any(|phrase| is_whole(&label, phrase)) {
                    values.push(Span::new(start + colon, start + line.len()));
                }
            }
            start += line.len();
        }
        values
    }

    /// A single model that all usage code loads is the model itself.
    fn usage(&mut self, mut ids: Vec<(String, Span)>) {
        ids.dedup_by(|later, first| later.0 == first.0);
        let [(id, span)] = ids.as_slice() else { return };
        let Some((owner, name)) = id.split_once('/') else { return };
        let by_name = names::family_of_name(name);
        let own = by_name.and_then(names::family).is_some_and(|family| family.owners.contains(&owner.to_ascii_lowercase().as_str()));
        if own {
            return; // A program that loads the base model is not a derivative of it.
        }
        let known = super::known::look_up(id).map(|known| known.family);
        for (kind, family) in [("usage-known", known), ("usage", by_name)] {
            if let Some(family) = family {
                self.statements.push(Statement { kind, family, id: Some(id.clone()), strength: Strength::Medium, span: *span });
            }
        }
    }
}

/// Identifiers that the code of a card loads as a model.
fn usage_ids(block: &Block) -> Vec<(String, Span)> {
    const LOADERS: [&str; 8] = ["from_pretrained(", "LLM(", "pipeline(", "model_id", "model_name", "model_path", "model =", "repo_id"];
    let mut found = Vec::new();
    let mut start = 0;
    for line in block.text.split_inclusive('\n') {
        if LOADERS.iter().any(|loader| line.contains(loader)) && !line.contains("okenizer") && !line.contains("rocessor") {
            for quote in ['"', '\''] {
                let id = line.split(quote).skip(1).step_by(2).find(|text| is_id(text));
                if let Some(id) = id {
                    let at = start + (id.as_ptr() as usize - line.as_ptr() as usize);
                    found.push((id.to_owned(), block.origin_span(Span::new(at, at + id.len()))));
                }
            }
        }
        start += line.len();
    }
    found
}

/// Whether a text has the form `owner/name`.
fn is_id(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    text.len() < 120 && text.split_once('/').is_some_and(|(owner, name)| part(owner) && part(name) && !owner.starts_with('.'))
}

/// Words that belong to the name of a model: sizes, formats, "model", "chat".
fn is_tail(word: &str) -> bool {
    const TAIL: [&str; 22] =
        ["b", "m", "hf", "chat", "model", "models", "base", "instruct", "series", "family", "s", "python", "pretrained", "large", "language", "llm", "fp", "bf", "ai", "transformer", "original", "k"];
    TAIL.contains(&word) || word.starts_with(|c: char| c.is_ascii_digit())
}

fn kind_of(word: &str) -> &'static str {
    match word {
        "license" | "licence" | "licensed" | "community" => "license",
        _ if word.starts_with("archi") || word.starts_with("arqui") || word.starts_with("struct") => "architecture",
        "arch" | "tokenizer" | "tokenizers" | "アーキテクチャ" | "架构" | "架構" | "结构" | "結構" | "아키텍처" | "구조" => "architecture",
        _ => "other",
    }
}

fn same(word: &str, wanted: &str) -> bool {
    if wanted.is_ascii() { word == wanted } else { word.contains(wanted) }
}

/// A full stop, a question mark or a semicolon that ends what was said.
fn ends_sentence(gap: &str) -> bool {
    gap.contains(['。', '！', '？', ';', '!', '?']) || gap.contains(". ") || gap.contains(".\n") || gap.contains("\n- ") || gap.contains("\n* ")
}

/// Index of the first word of the sentence that holds a word, at most `most` words back.
fn sentence_start(words: &Words, at: usize, most: usize) -> usize {
    let floor = at.saturating_sub(most);
    (floor + 1..=at).rev().find(|&word| word < words.len() && ends_sentence(words.between(word - 1, word))).unwrap_or(floor)
}

/// Index past the last word of the sentence, at most `most` words on.
fn sentence_end(words: &Words, at: usize, most: usize) -> usize {
    let ceiling = (at + most).min(words.len());
    (at.max(1)..ceiling).find(|&word| ends_sentence(words.between(word - 1, word))).unwrap_or(ceiling)
}
