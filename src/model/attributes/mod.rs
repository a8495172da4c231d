//! Files of attributes (`.gitattributes`): which files of the tree Git writes otherwise than they are stored.
//!
//! `working-tree-encoding` and `filter` change the text on checkout and on commit: what lies on a disk, and what the Hub serves,
//! may then be two texts. In doubt a pattern counts as one that fits.

mod line;
mod pattern;

use super::files::{Role, role};
use crate::decode::decode;
use crate::source::{Place, Source};
use crate::tree::{Entry, Tree};
use line::{Effect, Kind, Line, Macros, lines, may_rewrite};
use pattern::Pattern;
use std::collections::BTreeMap;

/// Most lines that are read, and most pairs of a line and a file that are compared, chosen; beyond either, each line counts as one that
/// fits every file.
const MOST_LINES: usize = 1_000;
const MOST_PAIRS: usize = 1_000_000;

/// What the files of attributes do.
#[derive(Debug, Default)]
pub(crate) struct Attributes {
    pub(crate) rewritings: Vec<Rewriting>,
    /// Files of attributes that cannot be read, and why.
    pub(crate) unread: Vec<(String, String)>,
}

/// A line by which Git changes files that the gate reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rewriting {
    /// The line.
    pub(crate) place: Place,
    /// The attribute as it is written, such as `filter=x`.
    pub(crate) attribute: String,
    /// The first file that it changes.
    pub(crate) path: String,
    /// How many files it changes.
    pub(crate) count: usize,
}

/// Reads all files of attributes of a tree.
pub(super) fn read(tree: &Tree) -> Attributes {
    let mut attributes = Attributes::default();
    let mut sources: Vec<Source> = Vec::new();
    for (path, entry) in tree.files.iter().filter(|(path, _)| role(path) == Some(Role::Attributes)) {
        let why = match entry {
            Entry::Read(bytes) => {
                let decoded = decode(bytes);
                if decoded.is_text() {
                    sources.push(Source::new(path.as_str(), decoded.text.as_ref()));
                    continue;
                }
                "its bytes are no text".to_owned()
            }
            Entry::TooLarge { size, limit } => format!("it has {size} bytes, and at most {limit} are read"),
            Entry::Unreadable(why) => why.clone(),
            Entry::Head { .. } | Entry::Unread { .. } => continue,
        };
        attributes.unread.push((path.clone(), why));
    }
    // Most files of attributes only send weights to Git LFS.
    if sources.iter().any(|source| may_rewrite(&source.text)) {
        attributes.rewritings = rewritings(tree, &sources);
    }
    attributes
}

/// What the lines of all files of attributes do to the files that the gate reads.
fn rewritings(tree: &Tree, sources: &[Source]) -> Vec<Rewriting> {
    let macros = Macros::read(sources);
    let lines: Vec<Line<'_>> = sources.iter().flat_map(|source| lines(source, &macros)).collect();
    let is_read = |path: &&String| role(path).is_some_and(|role| role != Role::Attributes);
    let paths: Vec<&String> = tree.files.keys().filter(is_read).collect();
    let mut found: BTreeMap<(usize, Kind), (&str, usize)> = BTreeMap::new();
    if lines.len() > MOST_LINES || lines.len().saturating_mul(paths.len()) > MOST_PAIRS {
        let Some(first) = paths.first() else { return Vec::new() };
        for (number, line) in lines.iter().enumerate() {
            let rewrites = line.effects.iter().filter(|effect| effect.rewrites.is_some());
            found.extend(rewrites.map(|effect| ((number, effect.kind), (first.as_str(), paths.len()))));
        }
    } else {
        let patterns: Vec<Pattern<'_>> = lines.iter().map(Line::pattern).collect();
        for path in paths {
            for (kind, number) in last_rewriting(path, &lines, &patterns) {
                found.entry((number, kind)).or_insert((path, 0)).1 += 1;
            }
        }
    }
    let rewriting = |((number, kind), (path, count)): ((usize, Kind), (&str, usize))| {
        let line: &Line<'_> = &lines[number];
        let place = line.source.place(line.source.line_span(line.source.line_of(line.at)));
        let attribute =
            line.effects.iter().filter(|effect| effect.kind == kind).find_map(|effect| effect.rewrites.clone());
        Rewriting { place, attribute: attribute.unwrap_or_default(), path: path.to_owned(), count }
    };
    found.into_iter().map(rewriting).collect()
}

/// Of each attribute, the line that decides for a path, where it rewrites: the last one that fits. Files of attributes come in the
/// order of their paths, those of inner folders after those of outer ones.
fn last_rewriting(path: &str, lines: &[Line<'_>], patterns: &[Pattern<'_>]) -> impl Iterator<Item = (Kind, usize)> {
    let mut last: BTreeMap<Kind, Option<usize>> = BTreeMap::new();
    for (number, (line, pattern)) in lines.iter().zip(patterns).enumerate() {
        for Effect { kind, rewrites } in &line.effects {
            if if rewrites.is_some() { pattern.may_fit(path) } else { pattern.surely_fits(path) } {
                last.insert(*kind, rewrites.as_ref().map(|_| number));
            }
        }
    }
    last.into_iter().filter_map(|(kind, number)| Some((kind, number?)))
}

#[cfg(test)]
mod tests {
    use super::{Entry, Tree, read};

    /// What attributes do to a tree with these files beside them.
    fn rewritten(attributes: &[(&str, &str)], paths: &[&str]) -> Vec<String> {
        let files = attributes.iter().copied().chain(paths.iter().map(|path| (*path, "")));
        let tree: Tree = files.collect();
        let found = read(&tree).rewritings.into_iter();
        found.map(|found| format!("{} {} {} {}", found.place, found.attribute, found.path, found.count)).collect()
    }

    #[test]
    fn lines_that_rewrite() {
        let paths = ["README.md", "m/README.md", "m/LICENSE", "m/model.gguf", "m/x.py"];
        for (text, expected) in [
            (
                "m/README.md working-tree-encoding=UTF-32\n",
                &[".gitattributes:1 working-tree-encoding=UTF-32 m/README.md 1"][..],
            ),
            (
                "# x\n\n*.md text working-tree-encoding=utf-16",
                &[".gitattributes:3 working-tree-encoding=utf-16 README.md 2"],
            ),
            ("* filter=x", &[".gitattributes:1 filter=x README.md 4"]),
            ("** filter=x", &[".gitattributes:1 filter=x README.md 4"]),
            ("/*.md filter=x", &[".gitattributes:1 filter=x README.md 1"]),
            ("m/** filter=x", &[".gitattributes:1 filter=x m/LICENSE 3"]),
            ("**/README.md filter=x", &[".gitattributes:1 filter=x README.md 2"]),
            ("readme.MD filter=x", &[".gitattributes:1 filter=x README.md 2"]),
            ("RE?DM[E].md filter=x", &[".gitattributes:1 filter=x README.md 2"]),
            ("\\README.md filter=x", &[".gitattributes:1 filter=x README.md 2"]),
            ("\"m/README.md\" filter=x", &[".gitattributes:1 filter=x m/README.md 1"]),
            ("\"m/\\122EADME.md\" filter=x", &[".gitattributes:1 filter=x README.md 4"]),
            ("[attr]a b\n[attr]b filter=x\nm/LICENSE a", &[".gitattributes:3 filter=x m/LICENSE 1"]),
            (
                "LICENSE filter=x working-tree-encoding=y",
                &[".gitattributes:1 working-tree-encoding=y m/LICENSE 1", ".gitattributes:1 filter=x m/LICENSE 1"],
            ),
            // The last line wins, and one that takes back has to fit as it is written.
            ("LICENSE filter=x\nLICENSE filter=lfs", &[]),
            ("LICENSE filter=x\n* -filter", &[]),
            ("LICENSE filter=x\n* !filter", &[]),
            ("LICENSE filter=x\nlicense -filter", &[".gitattributes:1 filter=x m/LICENSE 1"]),
            ("LICENSE filter=x\n[L]ICENSE -filter", &[".gitattributes:1 filter=x m/LICENSE 1"]),
            ("LICENSE -filter\nLICENSE filter=x", &[".gitattributes:2 filter=x m/LICENSE 1"]),
            ("*.gguf filter=lfs diff=lfs merge=lfs -text\n*.md working-tree-encoding=UTF-8", &[]),
            ("*.py filter=x\n*.ipynb filter=nbstripout", &[]),
            ("README.md/ filter=x\nn/* filter=x\n", &[]),
            ("[attr]a filter=x\n* b", &[]),
        ] {
            assert_eq!(rewritten(&[(".gitattributes", text)], &paths), expected, "{text}");
        }
    }

    #[test]
    fn inner_files_win() {
        let both = [(".gitattributes", "LICENSE filter=x"), ("m/.gitattributes", "LICENSE -filter")];
        assert!(rewritten(&both, &["m/LICENSE"]).is_empty());
        assert_eq!(rewritten(&both, &["LICENSE", "m/LICENSE"]), [".gitattributes:1 filter=x LICENSE 1"]);
        let inner = [("m/.gitattributes", "/LICENSE filter=x")];
        assert_eq!(
            rewritten(&inner, &["LICENSE", "m/LICENSE", "mm/LICENSE"]),
            ["m/.gitattributes:1 filter=x m/LICENSE 1"]
        );
    }

    #[test]
    fn bounded_and_never_silent() {
        let many = "LICENSE filter=x\n".repeat(2_000);
        assert_eq!(rewritten(&[(".gitattributes", &many)], &["LICENSE"]).len(), 2_000);
        let stars = format!("{} filter=x", "**/*a".repeat(5_000));
        assert_eq!(rewritten(&[(".gitattributes", &stars)], &["LICENSE"]).len(), 1);
        let doubling: String = (0..30).map(|n| format!("[attr]a{n} a{m} a{m}\n", m = n + 1)).collect();
        assert!(rewritten(&[(".gitattributes", &format!("{doubling}* a0 filter=x"))], &["LICENSE"]).len() <= 1);
        let mut tree: Tree = [(".gitattributes", &b"\x01\0\x02\x03"[..])].into_iter().collect();
        assert_eq!(read(&tree).unread.len(), 1);
        tree.files.insert(".gitattributes".to_owned(), Entry::TooLarge { size: 9, limit: 1 });
        assert_eq!(read(&tree).unread.len(), 1);
    }
}
