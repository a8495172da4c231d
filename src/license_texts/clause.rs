//! One clause of a license text as a fingerprint; compiled into the build script as well.

/// One clause of an edition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EditionClause {
    /// The text's own name for it.
    pub name: String,
    /// Whether a copy is whole without it.
    pub optional: bool,
    /// How many words it has.
    pub words: u16,
    /// How many letters it has.
    pub letters: u32,
    /// Hash of its letters.
    pub hash: u64,
    /// Hash of the signs among them that say something; 0 where there are none.
    pub signs: u32,
    /// Numbers and letters of its wording that stand where a layout counts clauses, as in "thirty (30) days" and "Section 2(b)": the letters
    /// before each, and its hash.
    pub numbers: Vec<(u16, u32)>,
    /// Sampled rows of five words: their key, and the letters before them.
    pub grams: Vec<(u32, u16)>,
}
