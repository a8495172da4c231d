//! Prepares the data that is compiled into the program: licenses, facts on lineage, fingerprints.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a build script reads the data and speaks to cargo on standard output"
)]

#[path = "build/alternation.rs"]
mod alternation;
#[path = "src/lineage/dictionary.rs"]
mod automaton;
#[path = "src/basis.rs"]
#[allow(unreachable_pub, reason = "shared with the library")]
mod basis;
#[path = "build/data.rs"]
mod data;
#[path = "build/dictionary.rs"]
mod dictionary;
#[path = "src/report/evidence_kind.rs"]
mod evidence_kind;
#[path = "build/fingerprints.rs"]
mod fingerprints;
#[path = "src/lineage/grammar.rs"]
mod grammar;
#[path = "build/lexicon.rs"]
mod lexicon;
#[path = "build/license_file.rs"]
mod license_file;
#[path = "build/licenses.rs"]
mod licenses;
#[path = "build/lookalikes.rs"]
mod lookalikes;
#[path = "src/lineage/schema.rs"]
mod schema;
#[path = "src/model/shape.rs"]
mod shape;
#[path = "build/source_texts.rs"]
#[allow(dead_code, reason = "the fingerprints are made from them")]
mod source_texts;
#[path = "build/word_sets.rs"]
mod word_sets;

/// The library's types of embedded data hold constants; here they hold what is read from YAML.
mod embedded {
    pub(crate) type Text = String;
    pub(crate) type List<T> = Vec<T>;
}

mod model {
    pub(crate) use crate::shape::Shape;
}

mod report {
    pub(crate) use crate::evidence_kind::{Derived, EvidenceKind, Strength};
}

fn main() {
    let out = std::env::var_os("OUT_DIR").unwrap_or_default();
    let out = std::path::Path::new(&out);
    let names = data::write(out);
    let lexicon = lexicon::write(out, &names);
    word_sets::write(out, &names, &lexicon);
    lookalikes::write(out);
    fingerprints::write();
}
