//! Which file of `src` imports which: there is no circle, and ARCHITECTURE.md draws the floors.
//!
//! `mod.rs` counts as a file of its own: where its children use what stands in it, and it uses them, that is a circle.
//! `UPDATE_EXPECT=1 cargo test --lib imports` draws the floors anew.

use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Most floors of top-level modules, `main` counted.
const FLOORS: usize = 10;

/// What stands around the floors in ARCHITECTURE.md.
const MARKS: [&str; 2] = ["<!-- floors -->\n```text\n", "```\n<!-- /floors -->\n"];

/// A module as its path below `src`, such as `["review", "plan"]`; `main.rs` is `["main"]`, `lib.rs` is empty.
type Module = Vec<String>;

/// The modules that each module names.
type Imports = BTreeMap<Module, BTreeSet<Module>>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn imports() -> Imports {
    let src = root().join("src");
    let mut sources = BTreeMap::new();
    // Files of tests may import from any floor.
    for path in super::tidy::files(&src, "rs").into_iter().filter(|path| !path.ends_with("tests.rs")) {
        let inner = path.strip_prefix(&src).unwrap().with_extension("");
        let mut module: Module = inner.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        module.pop_if(|last| last == "mod");
        sources.insert(module, path);
    }
    sources.insert(Module::new(), sources[&["lib".to_owned()][..]].clone());
    sources.remove(&["lib".to_owned()][..]);
    let modules: BTreeSet<Module> = sources.keys().cloned().collect();
    let named = |(module, path): (&Module, &PathBuf)| {
        let text = bare(&std::fs::read_to_string(path).unwrap());
        let mut named: BTreeSet<Module> =
            paths(&text).iter().filter_map(|path| resolve(path, module, &modules)).collect();
        named.remove(module);
        named.remove(&Module::new());
        (module.clone(), named)
    };
    sources.iter().filter(|(module, _)| !module.is_empty()).map(named).collect()
}

/// A source without comments, texts and what only tests have.
fn bare(text: &str) -> String {
    let quiet = r##"(?s)//[^\n]*|/\*.*?\*/|r#".*?"#|"(?:\\.|[^"\\])*"|'(?:\\[^']*|[^'\\])'"##;
    let text = Regex::new(quiet).unwrap().replace_all(text, "");
    let mut parts = text.split("#[cfg(test)]");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let mut depth = 0;
        let end = part.char_indices().find(|(_, c)| {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            depth == 0 && matches!(c, ';' | '}')
        });
        out.push_str(end.map_or("", |(at, _)| &part[at + 1..]));
    }
    out
}

/// All paths of a source: those of `use`, with braces taken apart, and those in the code.
fn paths(text: &str) -> Vec<String> {
    let mut paths = Vec::new();
    let uses = Regex::new(r"(?-u:\b)use[ \n]+([^;]+);").unwrap();
    for found in uses.captures_iter(text) {
        expand("", &found[1].split_whitespace().collect::<Vec<_>>().join(" "), &mut paths);
    }
    let code = uses.replace_all(text, "");
    let inline = Regex::new(r"(?-u:\b)[a-z_][a-z0-9_]*(?:::[A-Za-z_][A-Za-z0-9_]*)+").unwrap();
    paths.extend(inline.find_iter(&code).map(|found| found.as_str().to_owned()));
    paths
}

/// `a::{b, c::d}` as `a::b` and `a::c::d`.
fn expand(before: &str, tree: &str, paths: &mut Vec<String>) {
    let tree = tree.trim();
    let Some((head, rest)) = tree.split_once('{') else {
        return paths.push(format!("{before}{}", tree.split(" as ").next().unwrap_or(tree)));
    };
    let mut depth = 0;
    let inside = rest.strip_suffix('}').unwrap();
    let parts = inside.split(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0
    });
    for part in parts.filter(|part| !part.trim().is_empty()) {
        expand(&format!("{before}{head}"), part, paths);
    }
}

/// The module that a path in another module leads to, as far as it names modules.
fn resolve(path: &str, module: &Module, modules: &BTreeSet<Module>) -> Option<Module> {
    let mut parts = path.split("::").map(str::trim).peekable();
    // What `main.rs` declares stands beside it.
    let home = if module[0] == "main" { Module::new() } else { module.clone() };
    let mut at = home.clone();
    match *parts.peek()? {
        "crate" | "model_license_gate" => at.clear(),
        "self" | "super" => {}
        child => {
            let below: Module = home.iter().cloned().chain([child.to_owned()]).collect();
            modules.contains(&below).then_some(())?;
        }
    }
    parts.next_if(|part| matches!(*part, "crate" | "model_license_gate" | "self"));
    while parts.next_if_eq(&"super").is_some() {
        at.pop();
    }
    for part in parts {
        at.push(part.to_owned());
        if !modules.contains(&at) {
            at.pop();
            break;
        }
    }
    Some(at)
}

/// Everything that can be reached from a node.
fn reached<'i, N: Ord>(from: &N, edges: &'i BTreeMap<N, BTreeSet<N>>) -> BTreeSet<&'i N> {
    let mut reached = BTreeSet::new();
    let mut left: Vec<&N> = edges.get(from).into_iter().flatten().collect();
    while let Some(node) = left.pop() {
        if reached.insert(node) {
            left.extend(edges.get(node).into_iter().flatten());
        }
    }
    reached
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let imports = imports();
    let reach: BTreeMap<&Module, BTreeSet<&Module>> =
        imports.keys().map(|module| (module, reached(module, &imports))).collect();
    let circle = |module: &Module| -> Vec<String> {
        let back = reach[module].iter().filter(|other| reach.get(*other).is_some_and(|back| back.contains(module)));
        back.map(|other| other.join("/")).collect()
    };
    let circles: BTreeSet<Vec<String>> = imports.keys().map(circle).filter(|circle| circle.len() > 1).collect();
    let shown: Vec<String> = circles.iter().map(|circle| circle.join(", ")).collect();
    assert!(circles.is_empty(), "these files import each other:\n{}", shown.join("\n"));
}

#[test]
fn the_floors_are_those_of_the_architecture() {
    let mut tops: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (module, named) in imports() {
        let others = named.into_iter().map(|other| other[0].clone()).filter(|other| *other != module[0]);
        tops.entry(module[0].clone()).or_default().extend(others);
    }
    assert!(tops["check"].contains("rules"), "the sources are read");
    // Takes away the modules that import nothing that is left: one floor at a time.
    let mut floors = Vec::new();
    while !tops.is_empty() {
        let is_free = |named: &BTreeSet<String>| !named.iter().any(|name| tops.contains_key(name));
        let floor: Vec<String> =
            tops.iter().filter(|(_, named)| is_free(named)).map(|(name, _)| name.clone()).collect();
        assert!(!floor.is_empty(), "these modules import each other: {:?}", tops.keys());
        tops.retain(|name, _| !floor.contains(name));
        floors.push(floor.join(" · "));
    }
    assert!(floors.len() <= FLOORS, "{} floors", floors.len());
    let drawn: Vec<String> =
        floors.iter().enumerate().rev().map(|(at, floor)| format!("{:>2} {floor}\n", at + 1)).collect();
    let drawn = drawn.concat();
    let page = root().join("ARCHITECTURE.md");
    let text = std::fs::read_to_string(&page).unwrap().replace("\r\n", "\n");
    let (before, rest) = text.split_once(MARKS[0]).unwrap();
    let (old, after) = rest.split_once(MARKS[1]).unwrap();
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|value| !value.is_empty()) {
        std::fs::write(page, [before, MARKS[0], &drawn, MARKS[1], after].concat()).unwrap();
    } else {
        assert_eq!(old, drawn, "run UPDATE_EXPECT=1 cargo test --lib imports");
    }
}
