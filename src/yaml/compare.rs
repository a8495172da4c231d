//! Compares two documents, layout and comments apart.

use super::lookup::Entry;
use super::tree::{Document, Kind, Node};

/// Most nodes that are compared; aliases can make many of a few. As many as one document may have.
const MOST_STEPS: usize = 400_000;

/// Most collections inside one another that are compared: twice those of a document, for aliases.
const MOST_DEPTH: usize = 128;

/// Whether two documents are written alike, apart from layout and comments, under all keys of their outermost mappings but
/// those that `is_left_out` names. False where a value is inside itself.
pub(crate) fn equal_except(one: &Document, two: &Document, is_left_out: impl Fn(&str) -> bool) -> bool {
    let (fields, others) = (fields(one, &is_left_out), fields(two, &is_left_out));
    let mut comparison = Comparison { one, two, steps_left: MOST_STEPS };
    fields.len() == others.len()
        && fields.iter().zip(&others).all(|(field, other)| {
            comparison.is_alike(field.key, other.key, MOST_DEPTH)
                && comparison.is_alike(field.value, other.value, MOST_DEPTH)
        })
}

fn fields<'d>(document: &'d Document, is_left_out: &impl Fn(&str) -> bool) -> Vec<Entry<'d>> {
    let is_kept = |entry: &Entry<'d>| document.string(entry.key).is_none_or(|(key, _)| !is_left_out(key));
    document.pairs(document.root()).filter(is_kept).collect()
}

struct Comparison<'d> {
    one: &'d Document,
    two: &'d Document,
    steps_left: usize,
}

impl Comparison<'_> {
    fn is_alike(&mut self, node: &Node, other: &Node, depth_left: usize) -> bool {
        let (one, two) = (self.one, self.two);
        let (node, other) = (one.resolve(node), two.resolve(other));
        let (Some(steps), Some(depth)) = (self.steps_left.checked_sub(1), depth_left.checked_sub(1)) else {
            return false;
        };
        self.steps_left = steps;
        let mut alike = |node, other| self.is_alike(one.written(node), two.written(other), depth);
        node.tag == other.tag
            && match (&node.kind, &other.kind) {
                (Kind::Scalar(scalar), Kind::Scalar(other)) => scalar == other,
                (Kind::Sequence(items), Kind::Sequence(others)) => {
                    items.len() == others.len() && items.iter().zip(others).all(|(item, other)| alike(*item, *other))
                }
                (Kind::Mapping(pairs), Kind::Mapping(others)) => {
                    let mut both = pairs.iter().zip(others);
                    pairs.len() == others.len()
                        && both.all(|(pair, other)| alike(pair.0, other.0) && alike(pair.1, other.1))
                }
                _ => false,
            }
    }
}
