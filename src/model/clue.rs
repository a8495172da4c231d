//! What files written by tools say of the models that a model was made from.

use super::shape::Shape;
use crate::source::Place;

/// The kind of file, and of field, that names a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClueKind {
    /// `base_model_name_or_path` of an adapter.
    Adapter,
    /// A member of a merge, or the base model of a training recipe.
    Recipe,
    /// `_name_or_path` of `config.json`: the folder or model that training started from.
    Config,
    /// A base model in the header of weights, by identifier or address.
    Header,
    /// A base model in the header of weights, by its name.
    HeaderName,
    /// What the header of weights says that they were converted from.
    Source,
    /// The model's own name in the header of its weights.
    Name,
    /// `FROM` of a Modelfile.
    Modelfile,
    /// The shape of the weights, and the size of the vocabulary where it is given.
    Shape(Shape, Option<u64>),
}

/// What one field of a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clue {
    /// Which field of which file.
    pub(crate) kind: ClueKind,
    /// An identifier of the Hub, a path on somebody's disk, a name, or a shape in words.
    pub(crate) id: String,
    /// The words of the field, where the place cannot show them or `id` is made of them.
    pub(crate) quote: Option<String>,
    /// The file, and the field in it where the file is a text.
    pub(crate) place: Place,
}

impl Clue {
    /// Whether another clue says the same; a shape is the same wherever it is read.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        let is_shape = matches!(self.kind, ClueKind::Shape(..));
        self.kind == other.kind && (is_shape || self.id == other.id && self.quote == other.quote)
    }
}
