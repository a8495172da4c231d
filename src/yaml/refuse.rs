//! What one of the Hub's readers refuses although it is YAML.

mod js;
mod python;
mod written;

use super::error::{Error, ErrorKind};
use super::tree::{Document, Kind, Node};
pub use js::js_refuses;
pub use python::python_refuses;

/// The mappings that the merge keys of a mapping name; an error at what is no mapping.
fn check_merge(document: &Document, key: &Node, value: &Node, charge: &mut Charge) -> Result<(), Error> {
    let refuse = |node: &Node| {
        let message = "`<<` takes a mapping or a list of mappings, and this is none";
        Err(Error::refused(node.span, message))
    };
    match &value.kind {
        Kind::Mapping(..) => charge.add(value, key),
        Kind::Sequence(items, _) => items.iter().try_for_each(|&item| {
            let source = document.node(item);
            match source.kind {
                Kind::Mapping(..) => charge.add(source, key),
                _ => refuse(document.written(item)),
            }
        }),
        _ => refuse(value),
    }
}

/// Counts what merge keys add to the whole document, each source with what it merged itself.
struct Charge {
    /// Pairs of each mapping that merges others, those from its sources included, in the order of the text.
    sizes: Vec<(u32, usize)>,
    open: usize,
    total: usize,
    most: usize,
}

impl Charge {
    const fn new(document: &Document) -> Self {
        Self { sizes: Vec::new(), open: 0, total: 0, most: document.budget }
    }

    fn add(&mut self, source: &Node, key: &Node) -> Result<(), Error> {
        let own = match &source.kind {
            Kind::Mapping(pairs, _) => pairs.len(),
            _ => 0,
        };
        let known = self.sizes.binary_search_by_key(&source.id.0, |size| size.0);
        let size = known.map_or(own, |index| self.sizes[index].1) + 1;
        self.open += size;
        self.total += size;
        if self.total > self.most {
            let message = format!("merge keys stand for more than {} pairs", self.most);
            return Err(Error::new(ErrorKind::TooManyAliases, key.span, message));
        }
        Ok(())
    }

    /// Ends a mapping with as many pairs of its own.
    fn end(&mut self, mapping: &Node, own: usize) {
        if self.open > 0 {
            self.sizes.push((mapping.id.0, own + std::mem::take(&mut self.open)));
        }
    }
}
