//! Labels of a card and their values: "Base model: Llama 2 7B".

use super::clause::{Match, Subject, all_tags, find, may_match};
use super::data::PATTERNS;
use super::grammar::{Pattern, Scope, Tag};
use super::lexicon::is_whole;
use super::tokens::Token;
use super::words::{Words, begins_with_digit};
use crate::source::Span;

/// Most tokens of a label.
const MOST_TOKENS_OF_LABEL: usize = 8;

/// What the patterns of labels find in the tokens of a block.
pub(crate) fn labels_in(all: &[Token]) -> Vec<Match> {
    let mut matches = Vec::new();
    let tags = all_tags(all);
    let may_be_here = |one: &Pattern| one.scope == Scope::Block && may_match(one, tags);
    for (place, pattern) in PATTERNS.iter().enumerate().filter(|(_, one)| may_be_here(one)) {
        for (at, token) in all.iter().enumerate().filter(|(_, token)| token.name.is_some()) {
            if let Some((start, end)) = find(pattern, all, at) {
                let first = all[start..at].iter().find(|token| token.span.end > 0);
                let start = first.map_or(token.span.start, |first| first.span.start);
                let (subject, words) = (Subject::Implied, Span::new(start, all[end].span.end));
                matches.push(Match { pattern, place, subject, name: token.name, span: token.span, words });
            }
        }
    }
    matches
}

/// Makes one token of each label: of what begins a line, a cell or an insertion and ends at a colon, a cell or the end of the line.
pub(crate) fn with_labels(tokens: &[Token], words: &Words) -> Vec<Token> {
    let starts = Tag::Break.bit() | Tag::Cell.bit() | Tag::Line.bit() | Tag::Comma.bit() | Tag::Open.bit();
    let ends = Tag::Colon.bit() | Tag::Cell.bit() | Tag::Line.bit() | Tag::Break.bit() | Tag::Sep.bit();
    let mut all = Vec::with_capacity(tokens.len() + 2);
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let is_start = at == 0 || tokens[at - 1].is(starts);
        let end = (at + 1..tokens.len().min(at + MOST_TOKENS_OF_LABEL)).find(|end| tokens[*end].is(ends));
        if let Some(end) = end.filter(|_| is_start) {
            let word = |byte: usize| words.spans.partition_point(|word| word.start < byte);
            let (from, to) = (word(token.span.start), word(tokens[end].span.start));
            let from = from + usize::from(begins_with_digit(words.word(from)));
            if from < to && is_whole(words, from, to, Tag::Label.bit()) {
                let span = Span::new(token.span.start, tokens[end - 1].span.end);
                all.push(Token { tags: Tag::Label.bit(), span, name: None });
                at = end;
                continue;
            }
        }
        all.push(*token);
        at += 1;
    }
    all
}
