//! Trees of files as texts that a fuzzer can change piece by piece, and a person can read.
//!
//! A line `-- PATH -- WORDS` begins a file; what follows, up to the next such line, is its content. `\n` in a path is a line end.
//! Words say how the file is stored:
//!
//! - `utf-16le`, `utf-16be`, `utf-32le`, `utf-32be`: the content, which is UTF-8, in another encoding; `bom` puts a mark in front
//! - `crlf`: with other line ends
//! - `unreadable`: as a link to nowhere
//! - `size=N`: bytes of the whole file, where that is more than its content
//! - `text*N`, `files*N`, `deep*N`: the content so many times, the file in so many folders, or below so many

use crate::model::files::read_limit;
use crate::tree::{Entry, ReadLimit, Tree, is_plain};

/// Most bytes and files of a tree that is unpacked, and most folders above a file: more than the gate judges.
const MOST_BYTES: usize = 1 << 20;
const MOST_FILES: usize = 1_000;
const MOST_DEPTH: usize = 200;

/// How a file is stored.
#[derive(Debug, Default)]
struct Storing<'w> {
    encoding: Option<&'w str>,
    mark: bool,
    crlf: bool,
    unreadable: bool,
    size: Option<u64>,
    texts: usize,
    files: usize,
    depth: usize,
}

/// The tree that a text stands for. Of two files of one path the first stays; what is too much is left out.
pub(super) fn unpack(packed: &[u8]) -> Tree {
    let mut tree = Tree::default();
    let mut left = MOST_BYTES;
    for (path, words, content) in sections(packed) {
        let storing = storing(&words);
        let content = stored(content, &storing, left);
        for number in 0..storing.files {
            let below = if storing.files > 1 { format!("{number}/{path}") } else { path.clone() };
            let path = format!("{}{below}", "a/".repeat(storing.depth));
            let cost = path.len() + content.len();
            if !is_plain(&path) || cost > left || tree.files.len() >= MOST_FILES {
                continue;
            }
            left -= cost;
            let entry = entry(&path, content.clone(), &storing);
            tree.files.entry(path).or_insert(entry);
        }
    }
    tree
}

/// Path, words and content of each file.
fn sections(packed: &[u8]) -> Vec<(String, String, &[u8])> {
    let mut sections: Vec<(String, String, &[u8])> = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for line in packed.split_inclusive(|byte| *byte == b'\n') {
        let next = at + line.len();
        if let Some((path, words)) = marker(line) {
            if let Some((_, _, content)) = sections.last_mut() {
                *content = &packed[start..at];
            }
            sections.push((path, words, b""));
            start = next;
        }
        at = next;
    }
    if let Some((_, _, content)) = sections.last_mut() {
        *content = &packed[start..];
    }
    sections
}

fn marker(line: &[u8]) -> Option<(String, String)> {
    let line = String::from_utf8_lossy(line.strip_prefix(b"-- ")?);
    let (path, words) = line.trim_end_matches(['\r', '\n']).rsplit_once(" --")?;
    Some((path.replace("\\n", "\n"), words.to_owned()))
}

fn storing(words: &str) -> Storing<'_> {
    let mut storing = Storing { texts: 1, files: 1, ..Storing::default() };
    let times = |number: &str, most: usize| number.parse::<usize>().unwrap_or(1).clamp(1, most);
    for word in words.split_ascii_whitespace() {
        match word.split_once(['*', '=']).unwrap_or((word, "")) {
            ("utf-16le" | "utf-16be" | "utf-32le" | "utf-32be", _) => storing.encoding = Some(word),
            ("bom", _) => storing.mark = true,
            ("crlf", _) => storing.crlf = true,
            ("unreadable", _) => storing.unreadable = true,
            ("size", number) => storing.size = number.parse().ok(),
            ("text", number) => storing.texts = times(number, MOST_BYTES),
            ("files", number) => storing.files = times(number, MOST_FILES),
            ("deep", number) => storing.depth = times(number, MOST_DEPTH),
            _ => {}
        }
    }
    storing
}

/// The bytes of a file.
fn stored(content: &[u8], storing: &Storing<'_>, most: usize) -> Vec<u8> {
    let content = content.repeat(storing.texts.min(most / content.len().max(1)).max(1));
    if storing.encoding.is_none() && !storing.mark && !storing.crlf {
        return content;
    }
    let mut text = String::from_utf8_lossy(&content).into_owned();
    if storing.crlf {
        text = text.replace('\n', "\r\n");
    }
    if storing.mark {
        text.insert(0, '\u{feff}');
    }
    let wide = |to_bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to_bytes).collect();
    let wider = |to_bytes: fn(u32) -> [u8; 4]| text.chars().map(u32::from).flat_map(to_bytes).collect();
    match storing.encoding {
        Some("utf-16le") => wide(u16::to_le_bytes),
        Some("utf-16be") => wide(u16::to_be_bytes),
        Some("utf-32le") => wider(u32::to_le_bytes),
        Some("utf-32be") => wider(u32::to_be_bytes),
        _ => text.into_bytes(),
    }
}

/// The file as it is read from a folder.
fn entry(path: &str, content: Vec<u8>, storing: &Storing<'_>) -> Entry {
    let size = storing.size.unwrap_or(content.len() as u64).max(content.len() as u64);
    let is_configuration = crate::tree::CONFIGURATIONS.contains(&path);
    match read_limit(path) {
        None if is_configuration => Entry::Read(content),
        None => Entry::Unread { size },
        Some(ReadLimit::Head(_)) => Entry::Head { bytes: content, size },
        Some(ReadLimit::Whole(_)) if storing.unreadable => {
            Entry::Unreadable("it is a link to a file that is not there".to_owned())
        }
        Some(ReadLimit::Whole(limit)) if size > limit => Entry::TooLarge { size, limit },
        Some(ReadLimit::Whole(_)) => Entry::Read(content),
    }
}
