//! A block of a card as tokens: names of models, phrases of the lexicon, marks, and words that say nothing.

use super::copies::is_copy_name;
use super::grammar::{Lexicon, Tag, Tags, is_unspaced, tags};
use super::named::is_edge;
use super::names::NamedModel;
use super::own_names::OwnNames;
use super::words::{Words, is_size, phrase_at, phrase_in_text};
use crate::source::Span;

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it means; empty for a word that says nothing.
    pub(crate) tags: Tags,
    /// Its bytes in the text of the block.
    pub(crate) span: Span,
    /// The place among the names of the block, where it is one.
    pub(crate) name: Option<usize>,
}

impl Token {
    pub(crate) const fn is(&self, tags: Tags) -> bool {
        self.tags & tags != 0
    }

    const fn of(tags: Tags, span: Span) -> Self {
        Self { tags, span, name: None }
    }
}

/// Tags of phrases that count only as a whole line.
const WHOLE: Tags = tags!(Label | HeadOther | HeadNews | TitleGeneric);

/// Characters of a script without blanks that count as one word of a gap.
const CHARS_OF_WORD: usize = 4;

/// Longest line, in bytes, whose end may be the end of a sentence without a mark; longer ones are wrapped. Chosen.
const SHORT_LINE: usize = 60;

/// Splits a block. `names` are in order and do not overlap.
pub(crate) fn tokens(words: &Words, names: &[NamedModel], own: &OwnNames, text: &str) -> Vec<Token> {
    let mut lexer = Lexer { words, own, text, tokens: Vec::with_capacity(words.len() + 8) };
    let mut names = names.iter().enumerate().peekable();
    let (mut at, mut end) = (0, 0);
    while at < words.len() {
        let span = words.spans[at];
        if span.start < end {
            at += 1;
            continue;
        }
        lexer.marks(end, span.start, at);
        // A name without words of its own stands behind the text of its link.
        while let Some((index, name)) =
            names.next_if(|(_, name)| name.start < at || name.start == name.end && name.start == at)
        {
            lexer.link(index, name);
        }
        let phrase = || phrase_at(words, at, !WHOLE);
        let name = names.next_if(|(_, name)| name.start == at && name.start < name.end);
        let end_of_name = name.map_or(at, |(_, name)| name.end);
        // This model's own name, though it may hold that of a family.
        let called = own.name_at(words, at).map(|(length, tag)| (lexer.after_sizes(at + length), tag));
        let next = if let Some((end, tag)) = called.filter(|(end, _)| *end >= end_of_name) {
            lexer.push(tag.bit(), at, end)
        } else if let Some((index, name)) = name {
            lexer.name(index, name)
        } else if words.word(at).starts_with(is_unspaced) {
            end = lexer.unspaced(span);
            at += 1;
            continue;
        } else if let Some((length, tags)) = phrase() {
            lexer.push(tags, at, at + length)
        } else {
            let may_be_stranger = own.is_known() && words.lexicon == Lexicon::Lineage;
            match may_be_stranger.then(|| lexer.stranger(span)).flatten() {
                Some(piece) => {
                    let to = words.spans.partition_point(|word| word.start < piece.end);
                    let to = names.peek().map_or(to, |(_, name)| to.min(name.start));
                    lexer.push(tags!(Stranger), at, to.max(at + 1))
                }
                None => lexer.push(0, at, at + 1),
            }
        };
        end = words.spans[next - 1].end;
        at = next;
    }
    for (index, name) in names {
        lexer.link(index, name);
    }
    lexer.marks(end, text.len(), words.len());
    lexer.tokens
}

struct Lexer<'w> {
    words: &'w Words,
    own: &'w OwnNames,
    text: &'w str,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    /// Adds the words `from..to` as one token; returns `to`.
    fn push(&mut self, tags: Tags, from: usize, to: usize) -> usize {
        if let Some(span) = self.words.span(from, to) {
            self.tokens.push(Token::of(tags, span));
        }
        to
    }

    /// Adds a name that only the address of a link has.
    fn link(&mut self, index: usize, name: &NamedModel) {
        if let Some(&span) =
            name.end.checked_sub(1).and_then(|last| self.words.spans.get(last)).filter(|_| name.start == name.end)
        {
            self.tokens.push(Token { tags: tags!(Name), span, name: Some(index) });
        }
    }

    /// Adds a name with the words after it that belong to it: sizes, "chat", "model".
    fn name(&mut self, index: usize, name: &NamedModel) -> usize {
        let (mut end, mut tags) = (name.end, tags!(Name));
        while end < self.words.len() && self.words.between(end - 1, end).bytes().all(|b| b" -_/".contains(&b)) {
            match phrase_at(self.words, end, !WHOLE) {
                Some((length, found)) if found & tags!(Tail) != 0 && found & tags!(Plural) == 0 => {
                    tags |= found & tags!(Kind);
                    end += length;
                }
                None if is_size(self.words.word(end)) => end += 1,
                _ => break,
            }
        }
        // `llama2.rs` is a program, `llama2.gguf` is weights.
        let is_program = end < self.words.len()
            && self.words.between(end - 1, end) == "."
            && self.words.word(end).starts_with(|c: char| c.is_alphabetic())
            && self.words.span(name.start, end + 1).is_some_and(|span| !is_copy_name(span.of(self.text)));
        if is_program {
            return self.push(tags!(Thing), name.start, end + 1);
        }
        if let Some(span) = self.words.span(name.start, end) {
            let piece = piece_around(self.text, Span::new(span.start, span.start));
            let is_word = |at: &usize| !is_size(self.words.word(*at)) && phrase_at(self.words, *at, !WHOLE).is_none();
            let is_longer = name.id.is_some() || piece.end > span.end || (name.start..end).filter(is_word).count() > 1;
            if is_longer && !self.own.is_known() && self.is_start() {
                tags |= tags!(Longer);
            }
            self.tokens.push(Token { tags, span, name: Some(index) });
        }
        end
    }

    /// The piece around a word, where it looks like the name of a model.
    fn stranger(&self, word: Span) -> Option<Span> {
        let piece = piece_around(self.text, word);
        let name = piece.of(self.text);
        is_model_name(name).then_some(piece)
    }

    /// Whether a sentence begins here.
    fn is_start(&self) -> bool {
        self.tokens.last().is_none_or(|token| token.is(tags!(Break | Line | Cell)))
    }

    /// The word after the sizes that follow a name: "Plover-7B".
    fn after_sizes(&self, mut end: usize) -> usize {
        while end < self.words.len() && is_size(self.words.word(end)) && self.words.between(end - 1, end).len() <= 1 {
            end += 1;
        }
        end
    }

    /// Adds a run of a script without blanks, phrase by phrase; returns the byte after it.
    fn unspaced(&mut self, run: Span) -> usize {
        let (mut at, mut plain) = (run.start, run.start);
        while at < run.end {
            let rest = &self.words.lower[at..];
            if let Some((length, tags)) = phrase_in_text(rest, self.words.lexicon, !WHOLE) {
                self.plain(plain, at);
                self.tokens.push(Token::of(tags, Span::new(at, at + length)));
                at += length;
                plain = at;
            } else {
                at += rest.chars().next().map_or(1, char::len_utf8);
            }
        }
        self.plain(plain, run.end);
        at.max(run.end)
    }

    /// Adds characters that are no phrase.
    fn plain(&mut self, from: usize, to: usize) {
        let Some(text) = self.text.get(from..to) else { return };
        let count = text.chars().count().div_ceil(CHARS_OF_WORD);
        self.tokens.extend((0..count).map(|_| Token::of(0, Span::new(from, to))));
    }

    /// Adds the marks between two words; `after` is the second of them.
    fn marks(&mut self, from: usize, to: usize, after: usize) {
        let Some(gap) = self.text.get(from..to).filter(|gap| *gap != " ") else { return };
        let mut chars = gap.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, c)| *c);
            let is_last = next.is_none_or(char::is_whitespace);
            let tag = match c {
                '.' if is_last && !gap[..at].ends_with('.') && !self.is_abbreviation(after) => Tag::Break,
                '?' | '？' => {
                    self.tokens.push(Token::of(tags!(Question), Span::new(from + at, from + at + 1)));
                    Tag::Break
                }
                ';' | '!' | '。' | '！' | '।' | '•' => Tag::Break,
                '\n' if gap[at + 1..].trim_start_matches([' ', '>']).starts_with(['\n', '-', '*']) => Tag::Break,
                '\n' if self.is_line_end(from + at, to) => Tag::Line,
                '：' | '=' => Tag::Colon,
                ':' if is_last || gap.len() == 1 => Tag::Colon,
                ',' | '、' => Tag::Comma,
                '，' => Tag::Line,
                '(' | '（' | '[' => Tag::Open,
                ')' | '）' | ']' => Tag::Close,
                '\t' => Tag::Cell,
                '/' | '+' | '&' | '|' | '×' | '→' | '–' | '—' => Tag::Sep,
                _ => continue,
            };
            self.tokens.push(Token::of(tag.bit(), Span::new(from + at, from + at + c.len_utf8())));
        }
    }

    /// Whether the word before a full stop is short for another one: "e.g.", "vs.".
    fn is_abbreviation(&self, after: usize) -> bool {
        let word = after.checked_sub(1).map_or("", |before| self.words.spans[before].of(self.text));
        let is_word = matches!(word, "b" | "me" | "us" | "it" | "is" | "so" | "up");
        word.len() <= 2 && after < self.words.len() && word.bytes().all(|byte| byte.is_ascii_lowercase()) && !is_word
    }

    /// Whether the line that ends at a byte is one of its own, and not wrapped.
    fn is_line_end(&self, at: usize, next: usize) -> bool {
        let start = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let rest = &self.text[next..self.text.floor_char_boundary(next + PIECE_BYTES)];
        let piece = rest.split(char::is_whitespace).next().unwrap_or_default();
        let goes_on = rest.starts_with(char::is_lowercase) && !piece.contains('/');
        let expects_more = self.tokens.last().is_some_and(|token| token.is(EXPECTS_MORE));
        at - start < SHORT_LINE && !goes_on && !expects_more
    }
}

/// Tags after which a sentence goes on in the next line.
const EXPECTS_MORE: Tags = tags!(Derive | From | Prep | Art | And | Comma | Is | As | Use | Which);

/// Bytes around a word in which the piece that holds it is looked for; longer ones are no names.
const PIECE_BYTES: usize = 64;

/// The piece between blanks and brackets that holds a word.
fn piece_around(text: &str, word: Span) -> Span {
    let low = text.floor_char_boundary(word.start.saturating_sub(PIECE_BYTES));
    let high = text.ceil_char_boundary((word.end + PIECE_BYTES).min(text.len()));
    let start = text[low..word.start].rfind(is_edge).map_or(low, |edge| text.ceil_char_boundary(low + edge + 1));
    let end = text[word.end..high].find(is_edge).map_or(high, |edge| word.end + edge);
    let is_mark = ['.', ':', '*', '_', '-', '!', '?'];
    Span::new(start, start + text[start..end].trim_end_matches(is_mark).len())
}

/// Whether a piece looks like the name of one model: letters, a digit, a hyphen or a capital.
fn is_model_name(piece: &str) -> bool {
    let has = |test: fn(&u8) -> bool| piece.as_bytes().iter().any(test);
    piece.len() >= 4
        && piece.starts_with(|c: char| c.is_ascii_alphabetic())
        && has(u8::is_ascii_digit)
        && (has(|byte| *byte == b'-') || has(u8::is_ascii_uppercase))
        && !piece.contains("//")
}
