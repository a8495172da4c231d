//! Carries changes of whole lines out on the files of a tree, in memory; all other bytes stay.

use super::plan::Refusal;
use crate::decode::{Encoding, decode};
use crate::model::card::Card;
use crate::model::files::{Role, role};
use crate::report::Fix;
use crate::source::Source;
use crate::tree::{Entry, Tree};
use crate::yaml;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// A change of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// Lines of one file, numbered as the file is before the change.
    Lines(Vec<Fix>),
    /// A file that is made.
    File { path: String, bytes: Vec<u8> },
}

impl Change {
    /// Path of the file from the root of the tree.
    pub(super) fn path(&self) -> &str {
        match self {
            Self::Lines(fixes) => fixes.first().map_or("", |fix| &fix.path),
            Self::File { path, .. } => path,
        }
    }

    /// Changes the tree, or leaves it as it was.
    pub(super) fn carry_out(&self, tree: &mut Tree) -> Result<(), Refusal> {
        let new = match self {
            Self::File { path, bytes } if is_free(tree, path) => bytes.clone(),
            Self::File { .. } => return Err(Refusal::Exists),
            Self::Lines(fixes) => change_lines(tree, self.path(), fixes)?,
        };
        tree.files.insert(self.path().to_owned(), Entry::Read(new));
        Ok(())
    }
}

/// Whether no file has the name, in upper or lower case.
fn is_free(tree: &Tree, path: &str) -> bool {
    !tree.files.contains_key(path) && !tree.files.keys().any(|other| other.eq_ignore_ascii_case(path))
}

fn change_lines(tree: &Tree, path: &str, fixes: &[Fix]) -> Result<Vec<u8>, Refusal> {
    let old = match tree.files.get(path) {
        Some(Entry::Read(bytes)) => bytes.as_slice(),
        Some(_) => return Err(Refusal::NotRead),
        None if is_free(tree, path) => &[],
        None => return Err(Refusal::Exists),
    };
    let decoded = decode(old);
    if !matches!(decoded.encoding, Encoding::Utf8 | Encoding::Utf8Bom) {
        return Err(Refusal::NotUtf8);
    }
    if decoded.text.starts_with("version https://git-lfs") {
        return Err(Refusal::Pointer);
    }
    let before = Source::new(path, decoded.text.as_ref());
    let (text, changed) = splice(&before, fixes).ok_or(Refusal::Lines)?;
    if matches!(role(path), Some(Role::Card | Role::OtherCard)) && !other_fields_stay(before, &text, fixes, &changed) {
        return Err(Refusal::OtherFields);
    }
    let mark = &old[..old.len() - decoded.text.len()];
    Ok([mark, text.as_bytes()].concat())
}

/// The text with the lines changed, and the lines of it that are new. Line endings are those of the lines that are replaced, else of
/// their neighbors. Nothing where the changes do not match the text or conflict.
fn splice(before: &Source, fixes: &[Fix]) -> Option<(String, BTreeSet<usize>)> {
    let mut fixes: Vec<&Fix> = fixes.iter().collect();
    fixes.sort_by_key(|fix| Reverse(fix.line));
    if fixes.windows(2).any(|two| two[1].end_line >= two[0].line || two[1].line == two[0].line) {
        return None;
    }
    let mut text = before.text.to_string();
    let mut changed = BTreeSet::new();
    for fix in fixes {
        let (new, count) = splice_one(&Source::new("", text.as_str()), fix)?;
        let taken = fix.end_line + 1 - fix.line;
        changed = changed.into_iter().map(|line: usize| line + count - taken).collect();
        changed.extend(fix.line..fix.line + count);
        text = new;
    }
    Some((text, changed))
}

fn splice_one(source: &Source, fix: &Fix) -> Option<(String, usize)> {
    let text = source.text.as_ref();
    let count = source.line_count();
    // After the last line end there is an empty line that is none.
    let last = if text.is_empty() || text.ends_with(['\n', '\r']) { count - 1 } else { count };
    if fix.line == 0 || fix.line > last + 1 || fix.end_line > last || fix.end_line + 1 < fix.line {
        return None;
    }
    let start_of = |line: usize| if line > last { text.len() } else { source.line_span(line).start };
    let end_of_line = |line: usize| -> &str {
        if (1..=last).contains(&line) { &text[source.line_span(line).end..start_of(line + 1)] } else { "" }
    };
    let neighbours = [fix.end_line, fix.line, fix.line - 1, 1].map(end_of_line);
    let usual = neighbours.into_iter().find(|end| !end.is_empty()).unwrap_or("\n");
    let new: Vec<&str> = if fix.replacement.is_empty() { Vec::new() } else { fix.replacement.split('\n').collect() };
    let mut out = text[..start_of(fix.line)].to_owned();
    if fix.line == last + 1 && last > 0 && end_of_line(last).is_empty() {
        out.push_str(usual);
    }
    for (at, line) in new.iter().enumerate() {
        out.push_str(line);
        let is_last = at + 1 == new.len();
        let replaced = if is_last { fix.end_line } else { (fix.line + at).min(fix.end_line) };
        let is_inserted = fix.end_line < fix.line;
        match end_of_line(replaced) {
            // The last line of a file that ends without a line end.
            "" if is_last && !is_inserted => {}
            "" => out.push_str(usual),
            _ if is_inserted => out.push_str(usual),
            end => out.push_str(end),
        }
    }
    out.push_str(&text[start_of(fix.end_line + 1)..]);
    (out != text).then_some((out, new.len()))
}

/// Whether the front matter of a card says the same as before in every field that is not on a changed line.
fn other_fields_stay(before: Source, after: &str, fixes: &[Fix], changed: &BTreeSet<usize>) -> bool {
    let old_lines: BTreeSet<usize> = fixes.iter().flat_map(|fix| fix.line..=fix.end_line).collect();
    let path = before.path.clone();
    let (before, after) = (Card::read(before), Card::read(Source::new(path, after)));
    match (&before.document, &after.document) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(old), Some(new)) => {
            let touched: BTreeSet<&str> =
                keys_on(&before, &old_lines).chain(keys_on(&after, changed)).map(|(key, _)| key).collect();
            yaml::equal_except(old, new, |key| touched.contains(key))
        }
    }
}

/// The keys whose lines, from the key to the end of the value, are among those given.
fn keys_on<'c>(card: &'c Card, lines: &'c BTreeSet<usize>) -> impl Iterator<Item = (&'c str, usize)> + 'c {
    let document = card.document.as_ref();
    let pairs = document.into_iter().flat_map(|document| {
        document.pairs(document.root()).filter_map(|entry| Some((document.string(entry.key)?, entry.written.span)))
    });
    pairs.filter_map(|((key, place), value)| {
        let first = card.source.line_of(place.start);
        let last = card.source.line_of(value.end.saturating_sub(1)).max(first);
        lines.range(first..=last).next().map(|_| (key, first))
    })
}
