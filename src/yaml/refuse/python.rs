//! What `PyYAML` 6.0.3 `safe_load` refuses.

use super::super::error::Error;
use super::super::resolve::{self, core_tag};
use super::super::tree::{Document, Kind, Node, NodeId};
use super::{Charge, check_merge, written};
use std::collections::BTreeSet;

/// The first thing for which the Hub's Python client refuses a document that [`parse`](super::super::parse) reads.
/// `text` is the text that was parsed.
pub fn python_refuses(document: &Document, text: &str) -> Option<Error> {
    written::not_printable(document, text)
        .or_else(|| written::tab(document, text))
        .or_else(|| written::question_mark(document, text))
        .or_else(|| same_anchor(document))
        .or_else(|| values(document, text))
}

/// Two anchors of one name.
fn same_anchor(document: &Document) -> Option<Error> {
    let mut anchors: Vec<_> = document.anchors.iter().collect();
    anchors.sort_by(|left, right| left.name.cmp(&right.name));
    let again = anchors.windows(2).find(|two| two[0].name == two[1].name)?[1];
    let message = format!("the anchor `{}` is set a second time", again.name);
    Some(Error::refused(again.span, message))
}

/// Values and keys that its constructor rejects.
fn values(document: &Document, text: &str) -> Option<Error> {
    // Keys that are no values: `<<` takes pairs in, and `=` is a text there.
    let mut special: BTreeSet<NodeId> = BTreeSet::new();
    let mut charge = Charge::new(document);
    for node in document.nodes() {
        let error = match &node.kind {
            Kind::Alias(_) => None,
            Kind::Scalar(scalar) => resolve::python(scalar, node.tag.as_deref())
                .err()
                .filter(|_| !special.contains(&node.id))
                .map(|refusal| {
                    let message = format!("PyYAML refuses this value: {}", refusal.0);
                    Error::refused(node.span, message)
                }),
            Kind::Sequence(items, _) => sequence(document, node, items),
            Kind::Mapping(pairs, _) => {
                let result = mapping(document, text, node, &mut special, &mut charge);
                charge.end(node, pairs.len());
                result.err()
            }
        };
        if error.is_some() {
            return error;
        }
    }
    None
}

fn mapping(
    document: &Document,
    text: &str,
    mapping: &Node,
    special: &mut BTreeSet<NodeId>,
    charge: &mut Charge,
) -> Result<(), Error> {
    if let Some(tag) = &mapping.tag
        && !(tag.name == "!" || matches!(core_tag(&tag.name), Some("map" | "set")))
    {
        return Err(Error::refused(tag.span, "PyYAML knows no such tag for a mapping"));
    }
    for entry in document.pairs(mapping) {
        let key = document.resolve(entry.key);
        if document.is_merge(key) {
            special.insert(key.id);
            check_merge(document, entry.key, entry.value, charge)?;
        } else if key.scalar().is_some_and(|scalar| scalar.value == "=") {
            special.insert(key.id);
        } else if matches!(key.kind, Kind::Mapping(..) | Kind::Sequence(..)) {
            return Err(Error::refused(key.span, "a list or a mapping cannot be a key"));
        }
        written::key(entry.key, text)?;
    }
    Ok(())
}

fn sequence(document: &Document, node: &Node, items: &[NodeId]) -> Option<Error> {
    let tag = node.tag.as_ref()?;
    let fits = match core_tag(&tag.name) {
        Some("seq") => true,
        Some("omap" | "pairs") => {
            items.iter().all(|&item| matches!(&document.node(item).kind, Kind::Mapping(pairs, _) if pairs.len() == 1))
        }
        _ => tag.name == "!",
    };
    (!fits).then(|| Error::refused(tag.span, "PyYAML refuses this tag for this list"))
}
