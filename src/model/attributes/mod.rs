//! Files of attributes (`.gitattributes`): which files of the tree Git writes otherwise than they are stored.
//!
//! `working-tree-encoding` and `filter` change the text on checkout and on commit: what lies on a disk, and what the Hub serves,
//! may then be two texts. In doubt a pattern counts as one that fits.

mod line;
pub(crate) mod pattern;

use super::files::{Role, role};
use crate::decode::decode;
use crate::source::{Place, Source};
use crate::tree::{DENIED, Entry, Tree};
use line::{Effect, Kind, Line, Macros, lines, may_rewrite};
use std::collections::BTreeMap;

/// Most lines that are read, chosen, and most steps in which patterns are compared with paths, chosen: a second. Beyond either, each
/// line counts as one that fits every file.
const MOST_LINES: usize = 1_000;
const MOST_STEPS: usize = 1 << 30;

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
    let (sources, unread) = sources(tree);
    // Most files of attributes only send weights to Git LFS.
    let may_rewrite = sources.iter().any(|source| may_rewrite(&source.text));
    Attributes { rewritings: if may_rewrite { rewritings(tree, &sources) } else { Vec::new() }, unread }
}

/// Of some files, those that a tree sends to Git LFS, so that Git has pointers in their place. In doubt, all are.
pub(super) fn sent_to_lfs<'p>(tree: &Tree, mut paths: Vec<&'p str>) -> Vec<&'p str> {
    let sources = if paths.is_empty() { Vec::new() } else { sources(tree).0 };
    let macros = Macros::read(&sources);
    let lines: Vec<Line<'_>> = sources.iter().flat_map(|source| lines(source, &macros)).collect();
    let is_lfs = |line: &&Line<'_>| line.effects.iter().any(|effect| effect.is_lfs);
    let patterns: Vec<_> = lines.iter().filter(is_lfs).map(Line::pattern).collect();
    let mut steps = MOST_STEPS;
    paths.retain(|path| {
        patterns.iter().any(|pattern| {
            steps = steps.saturating_sub(path.len());
            steps == 0 || pattern.may_fit(path)
        })
    });
    paths
}

/// The files of attributes of a tree, and those that cannot be read with the reason.
fn sources(tree: &Tree) -> (Vec<Source>, Vec<(String, String)>) {
    let (mut sources, mut unread): (Vec<Source>, Vec<_>) = (Vec::new(), Vec::new());
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
            Entry::Denied => DENIED.to_owned(),
            Entry::Head { .. } | Entry::Unread { .. } | Entry::ClosedFolder(_) => continue,
        };
        unread.push((path.clone(), why));
    }
    // What is said of a folder wins over what is said of those above it.
    sources.sort_by_key(|source| source.path.matches('/').count());
    (sources, unread)
}

/// What the lines of all files of attributes do to the files that the gate reads.
fn rewritings(tree: &Tree, sources: &[Source]) -> Vec<Rewriting> {
    let macros = Macros::read(sources);
    let lines: Vec<Line<'_>> = sources.iter().flat_map(|source| lines(source, &macros)).collect();
    let is_read = |path: &&String| role(path).is_some_and(|role| role != Role::Attributes);
    let paths: Vec<&str> = tree.files.keys().filter(is_read).map(String::as_str).collect();
    let found = decisive(&lines, &paths, MOST_STEPS).unwrap_or_else(|| every_line(&lines, &paths));
    let rewriting = |((number, kind), (path, count)): ((usize, Kind), (&str, usize))| {
        let line: &Line<'_> = &lines[number];
        let place = line.source.place(line.source.line_span(line.source.line_of(line.at)));
        let attribute =
            line.effects.iter().filter(|effect| effect.kind == kind).find_map(|effect| effect.rewrites.clone());
        Rewriting { place, attribute: attribute.unwrap_or_default(), path: path.to_owned(), count }
    };
    found.into_iter().map(rewriting).collect()
}

/// The lines that change files: by their number and the attribute, the first file that they change, and how many.
type Decisive<'p> = BTreeMap<(usize, Kind), (&'p str, usize)>;

/// For each path and attribute the last line that fits decides. Nothing where that takes more than so many steps.
fn decisive<'p>(lines: &[Line<'_>], paths: &[&'p str], mut steps: usize) -> Option<Decisive<'p>> {
    if lines.len() > MOST_LINES {
        return None;
    }
    let size: usize = paths.iter().map(|path| path.len()).sum();
    // By path and attribute, the line if it changes the file.
    let mut last: BTreeMap<(usize, Kind), Option<usize>> = BTreeMap::new();
    for (number, line) in lines.iter().enumerate() {
        let pattern = line.pattern();
        steps = steps.checked_sub(size)?;
        for (at, path) in paths.iter().enumerate() {
            for Effect { kind, rewrites, .. } in &line.effects {
                if if rewrites.is_some() { pattern.may_fit(path) } else { pattern.surely_fits(path) } {
                    last.insert((at, *kind), rewrites.as_ref().map(|_| number));
                }
            }
        }
    }
    let mut found = Decisive::new();
    for ((at, kind), number) in last {
        if let Some(number) = number {
            found.entry((number, kind)).or_insert((paths[at], 0)).1 += 1;
        }
    }
    Some(found)
}

/// All lines that may change files, each as one that fits every file.
fn every_line<'p>(lines: &[Line<'_>], paths: &[&'p str]) -> Decisive<'p> {
    let Some(first) = paths.first() else { return Decisive::new() };
    let rewriting = |(number, line): (usize, &Line<'_>)| {
        let rewrites = line.effects.iter().filter(|effect| effect.rewrites.is_some());
        rewrites.map(|effect| ((number, effect.kind), (*first, paths.len()))).collect::<Vec<_>>()
    };
    lines.iter().enumerate().flat_map(rewriting).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What attributes do to a tree with these files next to them.
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
    fn patterns_fit_as_git_has_it_and_not_as_its_manual_says() {
        let paths = ["m/LICENSE", "é/LICENSE"];
        for (text, expected) in [
            // `?` is one byte.
            ("??/LICENSE filter=x", &[".gitattributes:1 filter=x é/LICENSE 1"][..]),
            ("é/LICENSE filter=x\n?/LICENSE -filter", &[".gitattributes:1 filter=x é/LICENSE 1"]),
            // Stars stand for folders in more places than between slashes.
            ("***/LICENSE filter=x", &[".gitattributes:1 filter=x m/LICENSE 2"]),
            ("m**/LICENSE filter=x", &[".gitattributes:1 filter=x m/LICENSE 1"]),
            ("m**/*E filter=x", &[".gitattributes:1 filter=x m/LICENSE 1"]),
            // A first `]` belongs to a set.
            ("LICENS[!]] filter=x", &[".gitattributes:1 filter=x m/LICENSE 2"]),
            ("LICENS[^]a] filter=x", &[".gitattributes:1 filter=x m/LICENSE 2"]),
            // In doubt nothing is taken back.
            ("LICENSE filter=x\n/m**/LICENSE -filter", &[".gitattributes:1 filter=x m/LICENSE 2"]),
        ] {
            assert_eq!(rewritten(&[(".gitattributes", text)], &paths), expected, "{text}");
        }
    }

    #[test]
    fn inner_files_win() {
        let both = [(".gitattributes", "LICENSE filter=x"), ("m/.gitattributes", "LICENSE -filter")];
        assert!(rewritten(&both, &["m/LICENSE"]).is_empty());
        assert_eq!(rewritten(&both, &["LICENSE", "m/LICENSE"]), [".gitattributes:1 filter=x LICENSE 1"]);
        // Also where the path of the inner one comes first.
        let first = [(".gitattributes", "LICENSE -filter"), ("+m/.gitattributes", "LICENSE filter=x")];
        assert_eq!(rewritten(&first, &["+m/LICENSE"]), ["+m/.gitattributes:1 filter=x +m/LICENSE 1"]);
        let inner = [("m/.gitattributes", "/LICENSE filter=x")];
        assert_eq!(
            rewritten(&inner, &["LICENSE", "m/LICENSE", "mm/LICENSE"]),
            ["m/.gitattributes:1 filter=x m/LICENSE 1"]
        );
    }

    #[test]
    fn patterns_beyond_the_bounds_count_as_ones_that_fit() {
        let text: String = (0..90).map(|n| format!("/**/*{n}x filter=x\n")).collect::<Vec<_>>().concat();
        let source = Source::new(".gitattributes", text + &format!("/{} filter=x\n", "**/*?a".repeat(600)));
        let macros = Macros::read(std::slice::from_ref(&source));
        let lines: Vec<Line<'_>> = lines(&source, &macros);
        let path = "a/".repeat(60) + "LICENSE";
        let paths = vec![path.as_str(); 100];
        let size = path.len() * paths.len();
        assert_eq!(decisive(&lines[..90], &paths, 90 * size), Some(Decisive::new()));
        assert_eq!(decisive(&lines[..90], &paths, 90 * size - 1), None);
        assert_eq!(every_line(&lines[..90], &paths).len(), 90);
        // The last one is too long to be compared at all.
        assert_eq!(decisive(&lines[90..], &paths, size).map(|found| found.len()), Some(1));
    }

    #[test]
    fn bounded_and_never_silent() {
        let many = "LICENSE filter=x\n".repeat(2_000);
        assert_eq!(rewritten(&[(".gitattributes", &many)], &["LICENSE"]).len(), 2_000);
        let stars = format!("{} filter=x", "**/*a".repeat(5_000));
        assert_eq!(rewritten(&[(".gitattributes", &stars)], &["LICENSE"]).len(), 1);
        let doubling: Vec<String> = (0..30).map(|n| format!("[attr]a{n} a{m} a{m}\n", m = n + 1)).collect();
        let doubling = doubling.concat();
        assert!(rewritten(&[(".gitattributes", &format!("{doubling}* a0 filter=x"))], &["LICENSE"]).len() <= 1);
        let mut tree: Tree = [(".gitattributes", &b"\x01\0\x02\x03"[..])].into_iter().collect();
        assert_eq!(read(&tree).unread.len(), 1);
        tree.files.insert(".gitattributes".to_owned(), Entry::TooLarge { size: 9, limit: 1 });
        assert_eq!(read(&tree).unread.len(), 1);
    }
}
