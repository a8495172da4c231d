//! What a sentence is about: its tokens without what stands in brackets, and its subject.

use super::grammar::{Element, Pattern, Scope, Tags, tags};
use super::tokens::Token;

/// What a sentence is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    /// Another model, a tool, a dataset, a part of a model: what it says is not about this model.
    Other,
    /// Nothing shows what.
    Unknown,
    /// Nothing is named: "Fine-tuned from …".
    Implied,
    /// The authors: "We fine-tuned …".
    We,
    /// This model, by its name or a word for it.
    This,
}

/// Tokens of a sentence without the parts in brackets, or of one pair of brackets.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clause {
    pub(crate) tokens: Vec<Token>,
    /// The tags of all of them.
    tags: Tags,
    /// The place of the noun with which it begins: "a model", "a fine-tuned model".
    model: Option<usize>,
    /// Of brackets: how many of the tokens are before them.
    lead: usize,
}

const NOUNS: Tags = tags!(Part | Arch | Code | Thing | Other | Plural | Stranger | Name | License);
pub(crate) const OWN: Tags = tags!(This | We | Own | Longer);
/// Words after which a noun is no subject.
const GOVERNS: Tags = tags!(Prep | Use | From | As);
/// Words with which a sentence without a subject begins.
const RELATIONS: Tags = tags!(Derive | Tune | Copy | Merge | After | Train);
const BORDERS: Tags = tags!(Break | Cell | Line);

/// Most words before the first verb of a sentence without a subject, such as "recently" in "Recently fine-tuned from".
const MOST_WORDS: usize = 1;

/// Most words of a name that nothing shows to be one.
const MOST_WORDS_OF_NAME: usize = 4;

/// Most tokens before a verb among which its subject is looked for, and most that an element of a pattern passes over. Chosen.
const MOST_TOKENS: usize = 48;

/// Most tokens between a word such as "not" and what it is about.
const NEAR: usize = 8;

/// Tokens behind a relation in which it is looked for what makes it one of something else.
const BEHIND: usize = 4;

/// Splits the tokens of a block into clauses; a clause of brackets has the tokens before them as its lead.
pub(crate) fn clauses(tokens: &[Token]) -> Vec<Clause> {
    let mut all = Vec::new();
    for sentence in tokens.split(|token| token.is(BORDERS)) {
        let mut main = Vec::new();
        // The tokens of a pair of brackets that is open, and how many of them stand before it.
        let mut inner: Option<(Vec<Token>, usize)> = None;
        for token in sentence {
            match inner.take() {
                Some((tokens, lead)) if token.is(tags!(Close)) => all.push(Clause::new(tokens, lead)),
                Some((mut tokens, lead)) => {
                    tokens.push(*token);
                    inner = Some((tokens, lead));
                }
                None if token.is(tags!(Open)) => {
                    let before = &main[main.len().saturating_sub(MOST_TOKENS)..];
                    inner = Some(([before, &[*token]].concat(), before.len() + 1));
                }
                None => main.push(*token),
            }
        }
        all.extend(inner.map(|(tokens, lead)| Clause::new(tokens, lead)));
        all.push(Clause::new(main, 0));
    }
    all
}

impl Clause {
    /// One whose first `lead` tokens are before it.
    pub(crate) fn new(tokens: Vec<Token>, lead: usize) -> Self {
        let tags = tokens.iter().fold(0, |tags, token| tags | token.tags);
        Self { tags, model: noun_of_a_model(&tokens), tokens, lead }
    }

    /// Where a pattern is found: the place of its name, and where what it matches begins and ends.
    pub(crate) fn matches<'c>(&'c self, pattern: &'c Pattern) -> impl Iterator<Item = [usize; 3]> + 'c {
        let own = if self.admits(pattern) { self.lead..self.tokens.len() } else { 0..0 };
        let is_anchor = |token: &Token| token.is(pattern.anchor) && (pattern.name_is == 0 || token.is(pattern.name_is));
        own.filter(move |at| is_anchor(&self.tokens[*at]))
            .filter_map(|at| find(pattern, &self.tokens, at).map(|(start, end)| [at, start, end]))
    }

    /// Whether it has a token with one of the tags.
    pub(crate) fn has(&self, tags: Tags) -> bool {
        self.tags & tags != 0
    }

    /// Whether one of the few tokens behind a match has one of the tags.
    pub(crate) fn is_behind(&self, end: usize, tags: Tags) -> bool {
        let behind = self.tokens[end + 1..].iter().take(BEHIND);
        behind.take_while(|token| !token.is(BORDERS | tags!(Comma | And))).any(|token| token.is(tags))
    }

    /// Whether it has what a pattern asks for, and nothing that it excludes.
    fn admits(&self, pattern: &Pattern) -> bool {
        let may_ask = pattern.scope == Scope::Block;
        // Each element that must be there has one of its tags.
        let is_there = |element: &Element| !matches!(element, Element::One(wanted) if !self.has(*wanted));
        (pattern.with == 0 || self.has(pattern.with))
            && (may_ask || !self.has(tags!(Question)))
            && self.has(pattern.anchor)
            && pattern.before.iter().chain(pattern.after).all(is_there)
    }

    /// What the clause is about, by the words before the place `from`; `Other` too where one of `not` is about what follows it.
    pub(crate) fn subject(&self, from: usize, not: Tags) -> Subject {
        let (mut words, mut nouns, mut is_own) = (0, false, false);
        let (mut is_plural, mut is_relative, mut is_joined, mut is_apart) = (false, false, false, false);
        for at in (from.saturating_sub(MOST_TOKENS)..from).rev() {
            let token = &self.tokens[at];
            let is_first = at <= self.lead.min(from) || at <= 1;
            if token.is(not) && (is_first || !is_apart && from - at <= NEAR) {
                return Subject::Other;
            }
            if token.is(OWN) {
                if token.is(tags!(We)) {
                    return Subject::We;
                }
                // "the tokenizer of this model"
                if !self.is_governed(at) {
                    let is_of_models = is_plural && !self.tokens[at + 1].is(tags!(Plural));
                    return if is_of_models { Subject::Other } else { Subject::This };
                }
                is_own = true;
            } else if token.is(tags!(Colon)) {
                words = 0;
            } else if token.is(tags!(Stranger))
                && at.checked_sub(1).is_some_and(|before| self.tokens[before].is(tags!(Introduce)))
            {
                return Subject::We;
            } else if token.is(NOUNS) {
                let is_subject = is_relative || at + 1 == from || !self.is_governed(at);
                if token.is(tags!(Plural)) {
                    is_plural |= is_subject;
                } else if is_subject && !is_joined && self.model.is_none_or(|model| model >= at) {
                    return Subject::Other;
                }
                nouns = true;
            } else if token.tags == 0 {
                words += 1;
            }
            is_apart |= token.is(tags!(And | Comma));
            is_relative = token.is(tags!(Which)) || is_relative && token.is(tags!(Comma));
            is_joined = token.is(tags!(And)) || is_joined && token.is(tags!(Comma));
        }
        match () {
            () if is_plural => Subject::Other,
            () if is_own => Subject::This,
            () if self.tokens.first().is_some_and(|first| first.is(tags!(Order))) => Subject::Other,
            () if self.tokens.first().is_some_and(|first| first.is(RELATIONS)) => Subject::Implied,
            () if nouns || words > MOST_WORDS => Subject::Unknown,
            () => Subject::Implied,
        }
    }

    /// Whether it begins with a few words that may be a name, and a verb: "Plover Red 2 is".
    pub(crate) fn begins_with_name(&self) -> bool {
        let is_word = |token: &&Token| token.tags & !(tags!(Kind | Tail)) == 0;
        let words = self.tokens.iter().take(MOST_WORDS_OF_NAME + 1).take_while(is_word).count();
        (1..=MOST_WORDS_OF_NAME).contains(&words) && self.tokens.get(words).is_some_and(|verb| verb.is(tags!(Is)))
    }

    /// Whether a noun follows a preposition or a verb; articles and an adjective may be between.
    fn is_governed(&self, noun: usize) -> bool {
        for (at, step) in (0..noun).rev().zip(0..) {
            let token = &self.tokens[at];
            if token.is(GOVERNS) {
                // "Half of the data": what the sentence begins with is about the noun.
                return at > 1 || self.tokens[noun].is(OWN);
            }
            if step > 2 || token.tags != 0 && !token.is(tags!(Art | Tail) | NOUNS | OWN) {
                return false;
            }
        }
        false
    }
}

/// The place of the noun, in a sentence that begins with "a model" or "a fine-tuned model".
fn noun_of_a_model(tokens: &[Token]) -> Option<usize> {
    tokens.first().filter(|first| first.is(tags!(Art)))?;
    let noun = tokens.iter().position(|token| token.is(NOUNS | GOVERNS | tags!(Is | Kind)))?;
    tokens[noun].is(tags!(Kind)).then_some(noun)
}

/// Where a pattern begins and ends around the token at `at`; nothing where it does not match.
fn find(pattern: &Pattern, tokens: &[Token], at: usize) -> Option<(usize, usize)> {
    if tokens.get(at + 1).is_some_and(|next| next.is(pattern.not_after)) {
        return None;
    }
    let before = distance(pattern.before, &|steps| at.checked_sub(steps), tokens)?;
    let after = distance(pattern.after, &|steps| Some(at + steps).filter(|at| *at < tokens.len()), tokens)?;
    Some((at - before, at + after))
}

/// How many tokens the elements take, one after another, at least; `place` is that of the token so many steps away. The places that
/// can be reached are bits of a number, so that the work is bounded however many ways there are.
fn distance(elements: &[Element], place: &dyn Fn(usize) -> Option<usize>, tokens: &[Token]) -> Option<usize> {
    let mut reached = 1;
    for element in elements {
        reached = through(*element, reached, place, tokens);
    }
    (0..MOST_TOKENS).find(|steps| reached >> steps & 1 != 0)
}

/// Where one can be behind an element, of where one can be before it. Articles and the like may be anywhere.
fn through(element: Element, from: u64, place: &dyn Fn(usize) -> Option<usize>, tokens: &[Token]) -> u64 {
    let (most, not) = if let Element::Gap(most, not) = element { (most, not) } else { (0, 0) };
    let mut to = 0;
    // How many words may still be passed over; nothing where one cannot be here.
    let mut left = None;
    for steps in 0..MOST_TOKENS {
        left = if from >> steps & 1 != 0 { Some(most) } else { left };
        let Some(words) = left else { continue };
        let next = place(steps + 1);
        to |= match (element, next.map(|at| &tokens[at])) {
            (Element::Start | Element::End, next) if next.is_some_and(|next| !next.is(BORDERS)) => 0,
            (Element::One(tags), Some(next)) if next.is(tags) => 2 << steps,
            (Element::Maybe(tags), Some(next)) if next.is(tags) => 3 << steps,
            (Element::One(_), _) => 0,
            _ => 1 << steps,
        };
        left = next.and_then(|at| match &tokens[at] {
            next if next.is(not) || next.is(tags!(Name)) && !joins(tokens, at) => None,
            next if next.is(FREE) => Some(words),
            _ => words.checked_sub(1),
        });
    }
    to
}

/// What counts as no word of a gap.
const FREE: Tags = tags!(Art | Name | And | Comma | Sep | Open);

/// Whether a name is one of several: "Llama 2 and", ", Llama 2".
fn joins(tokens: &[Token], at: usize) -> bool {
    let joint = tags!(And | Comma | Sep | Merge);
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    before.is_some_and(|token| token.is(joint)) || tokens.get(at + 1).is_some_and(|token| token.is(joint))
}
