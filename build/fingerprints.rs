//! Packs `fingerprints/` into Rust source: tables that are linked in, with nothing to do at start.

use std::fmt::{Debug, Write as _};
use std::path::{Path, PathBuf};
use std::{env, fs};

// The same code reads and packs the invented agreements of the tests.
#[path = "../src/license_texts/clause.rs"]
#[allow(unreachable_pub, reason = "shared with the library")]
mod clause;
#[allow(dead_code, reason = "a command for developers writes the files")]
mod edition;
#[path = "../src/license_texts/hash.rs"]
#[allow(dead_code, reason = "only the hash of a word is needed here")]
mod hash;
mod pack;
mod readings;

use clause::EditionClause;

/// Writes `fingerprints.rs` to the output directory.
pub(crate) fn write() {
    println!("cargo:rerun-if-changed=build/fingerprints.rs");
    println!("cargo:rerun-if-changed=build/pack.rs");
    println!("cargo:rerun-if-changed=build/readings.rs");
    println!("cargo:rerun-if-changed=build/edition.rs");
    println!("cargo:rerun-if-changed=src/license_texts/clause.rs");
    println!("cargo:rerun-if-changed=src/license_texts/hash.rs");
    println!("cargo:rerun-if-changed=fingerprints");
    let mut files = Vec::new();
    gather(Path::new("fingerprints"), &mut files);
    files.sort();
    let editions: Vec<edition::Edition> = files
        .iter()
        .map(|path| {
            let file = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            edition::Edition::read(&file).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        })
        .collect();
    let mut source = source(&pack::pack(&editions));
    let exact = editions.iter().flat_map(|edition| edition.exact.iter().map(|hash| (hash, &edition.license)));
    let exact: Vec<String> = exact.map(|(hash, license)| format!("({:?}, {license:?})", bytes(hash))).collect();
    let _ = writeln!(source, "pub(super) static EXACT: &[([u8; 32], &str)] = &[{}];", exact.join(", "));
    let alone = editions.iter().flat_map(|edition| edition.alone.iter().map(move |hash| (hash, edition)));
    let mut alone: Vec<(u32, String)> = alone
        .map(|(hash, edition)| {
            let (hash, count) = hash.split_once('+').unwrap_or_else(|| panic!("`{hash}` has no length"));
            let count = count.parse().unwrap_or_else(|error| panic!("`{count}`: {error}"));
            let (license, edition) = (&edition.license, &edition.edition);
            (count, format!("Alone{{bytes:{count},hash:{:?},license:{license:?},edition:{edition:?}}}", bytes(hash)))
        })
        .collect();
    alone.sort();
    let alone: Vec<String> = alone.into_iter().map(|(_, alone)| alone).collect();
    let _ = writeln!(source, "pub(super) static ALONE: &[Alone] = &[{}];", alone.join(",\n"));
    let target = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    fs::write(target.join("fingerprints.rs"), source).unwrap_or_else(|error| panic!("fingerprints.rs: {error}"));
}

/// The bytes of a hash that is written in hexadecimal.
fn bytes(hash: &str) -> Vec<u8> {
    let digits = |at: usize| hash.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
    (0..hash.len()).step_by(2).map(|at| digits(at).unwrap_or_else(|| panic!("`{hash}` is no hash"))).collect()
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        if path.is_dir() {
            gather(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "txt") {
            files.push(path);
        }
    }
}

fn source(packed: &pack::Packed) -> String {
    let mut out = String::new();
    let grams =
        packed.grams.iter().map(|(key, clause, offset)| format!("Gram{{key:{key},clause:{clause},offset:{offset}}}"));
    array(&mut out, "GRAMS", "Gram", grams);
    // Places of 16 bits; the build stops before one of them is too large.
    let most = [packed.grams.len(), packed.clauses.len()].into_iter().max().unwrap_or_default();
    assert!(most < usize::from(u16::MAX), "{most} rows or clauses do not fit into 16 bits");
    array(&mut out, "BUCKETS", "u16", packed.buckets.iter().map(ToString::to_string));
    let clauses = packed.clauses.iter().map(|(hash, letters, signs, words, grams, uses)| {
        format!("Clause{{hash:{hash},letters:{letters},signs:{signs},words:{words},grams:{grams},uses:{uses}}}")
    });
    array(&mut out, "CLAUSES", "Clause", clauses);
    let number =
        |(clause, offset, value): &(u16, u16, u32)| format!("Number{{clause:{clause},offset:{offset},value:{value}}}");
    array(&mut out, "NUMBERS", "Number", packed.numbers.iter().map(number));
    let uses = packed.uses.iter().map(|(text, slot)| format!("Use{{text:{text},slot:{slot}}}"));
    array(&mut out, "USES", "Use", uses);
    let (mut slots, mut wordings, mut names) = (Vec::new(), Vec::new(), String::new());
    let texts: Vec<String> =
        packed.texts.iter().map(|item| text(item, &mut slots, &mut wordings, &mut names)).collect();
    array(&mut out, "TEXTS", "Text", texts.into_iter());
    array(&mut out, "SLOTS", "Slot", slots.into_iter());
    array(&mut out, "WORDINGS", "u16", wordings.iter().map(ToString::to_string));
    let _ = writeln!(out, "static NAMES: &str = {names:?};");
    out.push_str(
        "/// The fingerprints that are built in.\npub(super) static BUILT_IN: Table = Table { \
         grams: &GRAMS, buckets: &BUCKETS, clauses: &CLAUSES, numbers: &NUMBERS, uses: &USES, texts: &TEXTS, \
         slots: &SLOTS, wordings: &WORDINGS, names: NAMES };\n",
    );
    out
}

fn text(text: &pack::PackedText, slots: &mut Vec<String>, wordings: &mut Vec<u16>, all_names: &mut String) -> String {
    let first = slots.len();
    for slot in &text.slots {
        // Most texts have the same names: a name is kept once, even inside of another one.
        let start = all_names.find(&slot.name).unwrap_or_else(|| {
            all_names.push_str(&slot.name);
            all_names.len() - slot.name.len()
        });
        // The compiler refuses numbers that do not fit.
        slots.push(format!(
            "Slot{{name:({start},{}),required:{},words:{},wordings:({},{})}}",
            slot.name.len(),
            slot.required,
            slot.words,
            wordings.len(),
            slot.wordings.len(),
        ));
        wordings.extend(&slot.wordings);
    }
    let names = |names: &[Vec<u64>]| names.iter().map(|name| format!("&{}", list(name))).collect::<Vec<_>>().join(",");
    let required = text.slots.iter().filter(|slot| slot.required);
    format!(
        "Text{{license:{:?},names:&[{}],mentions:&[{}],edition:{:?},extends:{:?},rebuilt:{},stamp:&[{}],slots:({first},{}),words:{}}}",
        text.license,
        names(&text.names),
        names(&text.mentions),
        text.edition,
        text.extends,
        text.rebuilt,
        names(&text.stamp),
        slots.len(),
        required.map(|slot| u32::from(slot.words)).sum::<u32>(),
    )
}

fn list(items: &[impl Debug]) -> String {
    format!("{items:?}")
}

fn array(out: &mut String, name: &str, kind: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.collect();
    let _ = writeln!(out, "static {name}: [{kind}; {}] = [", items.len());
    for item in items {
        let _ = writeln!(out, "{item},");
    }
    out.push_str("];\n");
}
