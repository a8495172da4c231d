//! What a model has of the texts that one license asks for: copies of the agreement, references to it, and notices.

mod card_texts;
mod copies;
mod reader;
mod text;

pub(crate) use copies::{AgreementCopies, AgreementText};
pub(crate) use reader::{CopyReader, FileCache};
