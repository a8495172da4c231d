//! Texts beside which no model is published: READMEs of tools, of papers, of models that are elsewhere. What they say of other
//! models is no evidence of descent, unless they speak of a model that they offer.

use super::context::Context;
use super::data::PHRASES;
use super::named::NamedModel;
use super::sentence::{PhraseList, ends_sentence, sentence_before};
use super::words::Words;
use crate::model::card::body::{Block, BlockKind};
use std::cell::OnceCell;

static OFFERS: PhraseList = PhraseList::new(PHRASES.offers);
static USES: PhraseList = PhraseList::new(PHRASES.uses);

/// Most words before a name in a sentence that begins a text and says what it is about: "4-bit GPTQ weights of".
const WORDS_OF_OPENING: usize = 10;

/// Words between "is a" and "model" in a sentence that says of something that it is one.
const WORDS_TO_MODEL: usize = 12;

/// Bytes of a label before its value.
const LABEL_BYTES: usize = 60;

/// A text, and whether a model is published beside it or offered by it.
pub(crate) struct ModelOffering<'b> {
    blocks: &'b [Block],
    is_published: bool,
    /// Whether the text offers a model; empty until it is asked.
    offers: OnceCell<bool>,
}

impl<'b> ModelOffering<'b> {
    pub(crate) fn new(blocks: &'b [Block], is_published: bool) -> Self {
        Self { blocks, is_published, offers: OnceCell::new() }
    }

    /// Whether the words around a name may speak of a model that this text goes with.
    pub(crate) fn may_be_meant(&self, block: &Block, words: &Words, one: &NamedModel, context: &Context) -> bool {
        if self.is_published {
            return true;
        }
        let from = sentence_before(words, one.start).start;
        let is_heading = matches!(block.kind, BlockKind::Heading(_));
        let named =
            !is_heading && (context.title.begins_in_words(words, from, one.start) || is_about_this(words, from));
        let first = from == 0
            && one.start <= WORDS_OF_OPENING
            && !is_heading
            && self.is_first(block)
            && !begins_with_action(words);
        if !is_heading && says_is_a_model(words, from, one.start) {
            return true;
        }
        if (named || first) && !USES.begins_in(words, from..one.start) {
            return true;
        }
        (named || first || context.is_about_this_model(words, one.start.max(1))) && self.offers_model()
    }

    /// Whether the label of a parent may be that of a model: "Base model", where the one of a tool is "LLM".
    pub(crate) fn may_be_label(&self, block: &Block, value: usize) -> bool {
        let before = block.text.get(..value).unwrap_or_default();
        let line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
        let label = line[line.floor_char_boundary(line.len().saturating_sub(LABEL_BYTES))..].to_lowercase();
        self.is_published || PHRASES.parent_labels.iter().any(|word| label.contains(word)) || self.offers_model()
    }

    /// Whether a block is the first of the text, headings and rows apart.
    fn is_first(&self, block: &Block) -> bool {
        let is_text = |block: &&Block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item);
        self.blocks.iter().find(is_text).is_some_and(|first| std::ptr::eq(first, block))
    }

    /// Whether the text says somewhere that it offers a model.
    fn offers_model(&self) -> bool {
        *self.offers.get_or_init(|| {
            self.blocks.iter().filter(|block| block.kind != BlockKind::Code).any(|block| {
                let words = Words::of(&block.text);
                OFFERS.begins_in(&words, 0..words.len())
            })
        })
    }
}

/// Whether a sentence speaks of the model of the text: "It is", "This model was", "The model builds".
fn is_about_this(words: &Words, from: usize) -> bool {
    match words.word(from) {
        "it" => from > 0,
        "this" | "the" => matches!(words.word(from + 1), "model" | "checkpoint" | "adapter" | "is"),
        _ => false,
    }
}

/// Whether a sentence says of something that it is a model: "Letters is a 7B safeguard model", "is a fine-tune". What follows
/// "that" or "by" is what a tool runs.
fn says_is_a_model(words: &Words, from: usize, start: usize) -> bool {
    let is = |at: &usize| words.word(*at) == "is" && matches!(words.word(at + 1), "a" | "an" | "our" | "the");
    let Some(is) = (from..start).rev().find(is) else { return false };
    let noun = (is + 2..is + 2 + WORDS_TO_MODEL)
        .take_while(|&at| at < words.len() && !ends_sentence(words.between(at - 1, at)));
    for at in noun {
        match words.word(at) {
            "model" | "llm" if PHRASES.tools.contains(&words.word(at + 1)) => return false,
            "model" | "llm" | "checkpoint" | "adapter" | "merge" | "tune" | "finetune" | "version" => return true,
            "that" | "which" | "by" | "with" | "using" | "from" | "on" | "for" | "to" | "of" | "and" | "in" => {
                return false;
            }
            _ => {}
        }
    }
    false
}

/// Whether a text begins with what is done: "Fine-tuning …", "Chat with …".
fn begins_with_action(words: &Words) -> bool {
    let word = words.word(0);
    let is_tuned = word == "fine" && words.word(1) == "tuned";
    word.ends_with("ing")
        || !is_tuned && matches!(word, "fine" | "finetune" | "chat" | "run" | "deploy" | "serve" | "train" | "how")
}
