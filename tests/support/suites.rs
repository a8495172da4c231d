//! Suites of cases in Markdown: a `##` heading is a case, a fenced block is a file of it (its info string is the path), prose says why.
//!
//! Files that stand before the first case are in every case that has no file of that path. Words that may follow a path:
//!
//! - `crlf`, `latin-1`, `utf-16`: how the file is encoded, where it is not UTF-8 with `\n`
//! - `escaped`: `\x20` and `\u{200b}` in the block stand for characters that nobody sees
//! - `unreadable`: the file cannot be read, and the block says why
//! - `absent`: the case is without this file of the suite
//!
//! Blocks named `expect`, `terminal` and `plan` hold what is expected. `UPDATE_EXPECT=1` writes them anew.

use super::agreements;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// What the tests do that write expectations anew.
pub(crate) const UPDATE: &str = "UPDATE_EXPECT=1 cargo test";

/// One file of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum File {
    Bytes(Vec<u8>),
    /// Why it cannot be read.
    Unreadable(String),
}

pub(crate) type Files = BTreeMap<String, File>;

/// A block that holds what is expected.
#[derive(Debug, Clone)]
pub(crate) struct Expected {
    /// The first word of its info string.
    pub(crate) kind: String,
    /// What follows it.
    pub(crate) arguments: String,
    pub(crate) text: String,
    /// The lines of the suite from the opening fence to the closing one.
    lines: Range<usize>,
}

#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// The suite, such as `rules/missing-notice`.
    pub(crate) suite: String,
    pub(crate) heading: String,
    pub(crate) files: Files,
    pub(crate) expected: Vec<Expected>,
}

impl Case {
    pub(crate) fn name(&self) -> String {
        format!("{}: {}", self.suite, self.heading)
    }

    /// The name with nothing in it that a file system could refuse.
    pub(crate) fn slug(&self) -> String {
        let kept =
            |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '+') { c.to_ascii_lowercase() } else { '-' };
        let name: String = self.name().chars().map(kept).collect();
        name.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
    }

    /// Whether the case is a pull request, with files below `base/` and `head/`.
    pub(crate) fn is_change(&self) -> bool {
        self.files.keys().any(|path| path.starts_with("head/"))
    }

    /// The files below a folder, with their paths from there.
    pub(crate) fn below(&self, folder: &str) -> Files {
        let inside = |(path, file): (&String, &File)| Some((path.strip_prefix(folder)?.to_owned(), file.clone()));
        self.files.iter().filter_map(inside).collect()
    }

    pub(crate) fn block(&self, kind: &str) -> Option<&Expected> {
        self.expected.iter().find(|block| block.kind == kind)
    }

    /// The files with the texts of agreements in their places; the name of a text that is not at hand.
    pub(crate) fn with_agreements(&self) -> Result<Self, String> {
        let mut case = self.clone();
        for file in case.files.values_mut() {
            let File::Bytes(bytes) = file else { continue };
            let Ok(text) = std::str::from_utf8(bytes) else { continue };
            if let Some(whole) = agreements::expand(text)? {
                *bytes = whole.into_bytes();
            }
        }
        Ok(case)
    }
}

impl Expected {
    /// Compares what is shown with what the block expects.
    pub(crate) fn compare(&self, shown: &str) -> Result<(), Difference> {
        if self.text == shown {
            return Ok(());
        }
        let block = fenced(format!("{} {}", self.kind, self.arguments).trim(), shown);
        Err(Difference { text: difference(&self.text, shown), lines: self.lines.clone(), block })
    }
}

/// That a block does not say what is shown.
pub(crate) struct Difference {
    /// The lines that differ.
    pub(crate) text: String,
    lines: Range<usize>,
    block: String,
}

/// The names of all suites below `tests`, such as `rules/missing-notice`; those of `review` are run by another test.
pub(crate) fn all() -> Vec<String> {
    let mut names = Vec::new();
    for (folder, prefix) in [("", ""), ("rules", "rules/"), ("licenses", "licenses/")] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            names.extend(
                name.strip_suffix(".md").filter(|stem| *stem != "review").map(|stem| format!("{prefix}{stem}")),
            );
        }
    }
    names.sort();
    names
}

/// All cases of all suites but pull requests: repositories, with placeholders for agreements as they are.
pub(crate) fn repositories() -> Vec<Case> {
    let cases = all().into_iter().flat_map(|suite| read(&suite));
    cases.filter(|case| !case.is_change()).collect()
}

/// The cases of one suite.
pub(crate) fn read(suite: &str) -> Vec<Case> {
    let text = std::fs::read_to_string(path(suite)).unwrap_or_else(|_| panic!("tests/{suite}.md: no such page"));
    let text = text.replace("\r\n", "\n");
    parse(suite, &text).unwrap_or_else(|why| panic!("tests/{suite}.md:{why}"))
}

/// Writes blocks of a suite anew.
pub(crate) fn update(suite: &str, mut differences: Vec<Difference>) {
    let text = std::fs::read_to_string(path(suite)).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    differences.sort_by_key(|found| found.lines.start);
    for found in differences.iter().rev() {
        lines.splice(found.lines.clone(), found.block.lines());
    }
    std::fs::write(path(suite), lines.join("\n") + "\n").unwrap();
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn path(suite: &str) -> PathBuf {
    root().join(format!("{suite}.md"))
}

/// A block whose fence is longer than any row of back-ticks in it.
fn fenced(info: &str, text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(3.max(longest + 1));
    format!("{fence}{info}\n{text}{fence}\n")
}

fn parse(suite: &str, text: &str) -> Result<Vec<Case>, String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut shared = Files::new();
    let mut cases: Vec<Case> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        at += 1;
        if let Some(heading) = line.strip_prefix("## ") {
            if cases.iter().any(|case| case.heading == heading) {
                return Err(format!("{at}: another case has this heading"));
            }
            let (suite, heading, files) = (suite.to_owned(), heading.to_owned(), shared.clone());
            cases.push(Case { suite, heading, files, expected: Vec::new() });
        }
        let info = line.trim_start_matches('`');
        let fence = &line[..line.len() - info.len()];
        if fence.len() < 3 {
            continue;
        }
        let start = at - 1;
        let length = lines[at..].iter().position(|line| *line == fence).ok_or(format!("{at}: the block has no end"))?;
        let text: String = lines[at..at + length].iter().fold(String::new(), |text, line| text + line + "\n");
        at += length + 1;
        let (name, arguments) = info.split_once(' ').unwrap_or((info, ""));
        match (name, cases.last_mut()) {
            ("", _) => return Err(format!("{}: the block does not say which file it is", start + 1)),
            ("expect" | "terminal" | "plan", Some(case)) => {
                let (kind, arguments) = (name.to_owned(), arguments.to_owned());
                case.expected.push(Expected { kind, arguments, text, lines: start..at });
            }
            (_, case) => {
                let files = case.map_or(&mut shared, |case| &mut case.files);
                match file(&text, arguments).map_err(|why| format!("{}: {why}", start + 1))? {
                    Some(file) => _ = files.insert(name.to_owned(), file),
                    None => _ = files.remove(name),
                }
            }
        }
    }
    Ok(cases)
}

/// The file that a block stands for; nothing for one that the case is without.
fn file(text: &str, words: &str) -> Result<Option<File>, String> {
    let mut text = text.to_owned();
    let mut bytes = None;
    for word in words.split_whitespace() {
        match word {
            "absent" => return Ok(None),
            "unreadable" => return Ok(Some(File::Unreadable(text.trim_end().to_owned()))),
            "crlf" => text = text.replace('\n', "\r\n"),
            "escaped" => text = unescaped(&text).ok_or("what does the escape mean?")?,
            "latin-1" => {
                let encoded: Result<Vec<u8>, _> = text.chars().map(|c| u8::try_from(u32::from(c))).collect();
                bytes = Some(encoded.map_err(|_| "Latin-1 lacks a character")?);
            }
            "utf-16" => {
                bytes = Some("\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect());
            }
            _ => return Err(format!("what does `{word}` mean?")),
        }
    }
    Ok(Some(File::Bytes(bytes.unwrap_or_else(|| text.into_bytes()))))
}

/// `\x20` and `\u{200b}` as the characters that they stand for.
fn unescaped(text: &str) -> Option<String> {
    let mut parts = text.split('\\');
    let mut out = parts.next()?.to_owned();
    for part in parts {
        let (digits, rest) = match part.strip_prefix("u{") {
            Some(part) => part.split_once('}')?,
            None => part.strip_prefix('x')?.split_at_checked(2)?,
        };
        out.push(char::from_u32(u32::from_str_radix(digits, 16).ok()?)?);
        out.push_str(rest);
    }
    Some(out)
}

/// The lines that differ, with the equal ones at both ends left out.
pub(crate) fn difference(wanted: &str, shown: &str) -> String {
    let wanted: Vec<&str> = wanted.lines().collect();
    let shown: Vec<&str> = shown.lines().collect();
    let start = wanted.iter().zip(&shown).take_while(|(a, b)| a == b).count();
    let (wanted, shown) = (&wanted[start..], &shown[start..]);
    let end = wanted.iter().rev().zip(shown.iter().rev()).take_while(|(a, b)| a == b).count();
    let mut out = String::new();
    for (sign, lines) in [('-', &wanted[..wanted.len() - end]), ('+', &shown[..shown.len() - end])] {
        for line in lines {
            _ = writeln!(out, "  {sign} {line}");
        }
    }
    out
}
