//! Reads the models of a plan, one after the other: each is its card, and what the files beside, below and above it say.

use super::card::Card;
use super::card::body::BlockKind;
use super::files::{self, Role, card_bytes};
use super::heading::name_in_heading;
use super::keys::KEYS;
use super::linked;
use super::plan::{Plan, PlannedModel};
use super::served::with_ancestors;
use super::unread::Unread;
use super::{Clue, ClueKind, Model, TextCache, TextFile, gguf, modelfile, tool_files, weights};
use crate::decode::{Encoding, decode};
use crate::source::{Place, Source};
use crate::tree::{Entry, LeftHeader, ReadLimit, Tree, is_lfs_pointer};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Most files with weights that are named.
const MOST_WEIGHTS: usize = 8;

impl Plan<'_> {
    /// The models, each read when it is asked for. Texts that serve several of them are read once, and kept as long as a model
    /// to come may be served by them.
    pub(crate) fn models(&self, cache: &mut TextCache) -> impl Iterator<Item = Model> {
        let mut texts: BTreeMap<&str, Vec<Rc<TextFile>>> = BTreeMap::new();
        self.models.iter().filter(|(folder, _)| self.is_judged(folder)).map(move |(&folder, planned)| {
            texts.retain(|served, _| !is_past(folder, served));
            let mut model = read_model(self, folder, planned);
            for folder in with_ancestors(folder) {
                let Some((&folder, paths)) = self.texts.get_key_value(folder) else { continue };
                let left = self.most_texts - model.texts.len();
                let read = || paths.iter().filter_map(|path| text_file(self.tree, path, cache)).collect();
                model.texts.extend(texts.entry(folder).or_insert_with(read).iter().take(left).cloned());
            }
            model
        })
    }
}

/// Reads the model of a folder, but for the texts that serve it.
fn read_model(plan: &Plan<'_>, folder: &str, planned: &PlannedModel<'_>) -> Model {
    let tree = plan.tree;
    let mut model = empty_model(tree, folder);
    model.is_in_program = plan.is_program;
    model.shows_weights = planned.shows_weights;
    let is_own = |(_, card): &(&&str, &&str)| **card == folder;
    model.linked = plan.linked.iter().filter(is_own).map(|(path, _)| (*path).to_owned()).collect();
    model.second_cards = planned.second_cards.iter().map(ToString::to_string).collect();
    if let Some(bytes) = planned.card.and_then(|path| card_bytes(tree, path)) {
        read_card(&mut model, planned.card.unwrap_or_default(), bytes);
    }
    for folder in planned.below.iter().chain([&folder]) {
        add_files(&mut model, plan, folder);
    }
    for path in &planned.odd_texts {
        tree.files.get(*path).into_iter().for_each(|entry| add_file(&mut model, path, Role::License, entry));
    }
    for path in &planned.closed {
        tree.files.get(*path).into_iter().for_each(|entry| add_file(&mut model, path, Role::Card, entry));
    }
    model.name = model.card.as_ref().and_then(own_name);
    model.dead_link = dead_link(tree, &model);
    if let Some((_, name)) = plan.repository.filter(|_| model.is_top).and_then(|repository| repository.split_once('/'))
    {
        model.folder_name = Some(name.to_owned());
    }
    if model.is_published() {
        for folder in &planned.with_recipes {
            add_files(&mut model, plan, folder);
        }
    }
    model.other_kind = other_kind(tree, &model);
    if model.other_kind.is_some() {
        // Applications show adapters that they do not hold.
        model.clues.clear();
    }
    model
}

/// Whether a file next to an adapter's configuration may hold weights, whatever its name.
fn is_beside_weights(tree: &Tree, clue: &Clue) -> bool {
    let folder = clue.place.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let files = tree.files.range(start.clone()..).map(|(path, _)| path.as_str());
    let mut files = files.take_while(|path| path.starts_with(&start));
    files.any(|path| !path[start.len()..].contains('/') && files::may_hold_weights(path))
}

/// Whether neither a folder, nor one that comes after it in the order of bytes, is or lies in `other`.
fn is_past(folder: &str, other: &str) -> bool {
    let rest = folder.strip_prefix(other).map(str::as_bytes);
    match rest {
        // In the order of bytes, `a-b` comes between `a` and `a/b`.
        Some(rest) => !other.is_empty() && rest.first().is_some_and(|&byte| byte > b'/'),
        None => folder > other,
    }
}

/// The text that a license file, or a Modelfile, holds.
fn text_file(tree: &Tree, path: &str, cache: &mut TextCache) -> Option<Rc<TextFile>> {
    let Some(Entry::Read(bytes)) = tree.files.get(path) else { return None };
    match files::role(path) {
        Some(Role::Modelfile) => modelfile::license(path, bytes).map(Rc::new),
        _ => Some(cache.read(path, bytes)),
    }
}

/// The model of a folder, before its files are read.
fn empty_model(tree: &Tree, folder: &str) -> Model {
    let is_top = folder == tree.folder;
    Model {
        folder: folder.to_owned(),
        is_top,
        // The name of the checked folder on a disk says nothing.
        folder_name: folder.rsplit('/').next().filter(|_| !is_top).map(str::to_owned),
        card_is_utf8: true,
        ..Model::default()
    }
}

/// Reads the card.
fn read_card(model: &mut Model, path: &str, bytes: &[u8]) {
    let decoded = decode(bytes);
    model.card_is_utf8 = matches!(decoded.encoding, Encoding::Utf8 | Encoding::Utf8Bom);
    model.unread.extend(Unread::encoding(path, &decoded));
    model.card = Some(Card::read(Source::new(path, decoded.text.as_ref())));
}

/// Adds what the files of one folder say.
fn add_files(model: &mut Model, plan: &Plan<'_>, folder: &str) {
    let tree = plan.tree;
    let (mut heads, mut left_out) = (Vec::new(), Vec::new());
    for &(path, role) in plan.files.get(folder).into_iter().flatten() {
        match tree.files.get(path) {
            Some(entry @ (Entry::Unread { .. } | Entry::Head { .. })) if role == Role::Weights => {
                match entry {
                    Entry::Head { bytes, size } => {
                        heads.push((path, bytes.as_slice(), *size));
                        if gguf::is_cut_in_vocabulary(bytes) {
                            model.cut_in_vocabulary.push(path.to_owned());
                        } else if tree.headers_left.contains_key(path) {
                            model.headers_left.push(path.to_owned());
                        }
                    }
                    Entry::Unread { size: 1.. } if tree.headers_left.contains_key(path) => {
                        match tree.headers_left[path] {
                            LeftHeader::More => model.headers_left.push(path.to_owned()),
                            LeftHeader::Same => model.shards_left += 1,
                        }
                    }
                    Entry::Unread { size: 1.. } if has_header(path) && !plan.reads_all_headers => left_out.push(path),
                    _ => {}
                }
                if model.weights.len() < MOST_WEIGHTS {
                    model.weights.push(path.to_owned());
                }
            }
            Some(entry) => add_file(model, path, role, entry),
            None => {}
        }
    }
    model.unread_headers.extend(weights::without_header(left_out, &heads).into_iter().map(str::to_owned));
    // After the other files, which say the same with a line.
    let weights = weights::read(&heads);
    for clue in weights.clues {
        if model.clues.iter().all(|known| !clue.repeats(known)) {
            model.clues.push(clue);
        }
    }
    for license in weights.licenses {
        if model.header_licenses.iter().all(|known| known.fields != license.fields) {
            model.header_licenses.push(license);
        }
    }
    model.broken_headers.extend(weights.broken);
}

/// Adds what a file other than weights says.
fn add_file(model: &mut Model, path: &str, role: Role, entry: &Entry) {
    model.shows_weights |= role == Role::Adapter;
    match entry {
        Entry::Read(bytes) if is_lfs_pointer(bytes) => model.unread.push(Unread::pointer(path)),
        Entry::Read(bytes) => {
            let file = tool_files::read(path, role, bytes);
            model.clues.extend(file.clues);
            model.unread.extend(file.unread);
        }
        Entry::TooLarge { size, limit } => {
            let why = format!("it has {size} bytes, and at most {limit} are read");
            model.unread.push(Unread::absent(path, why));
        }
        Entry::Unreadable(why) => model.unread.push(Unread::absent(path, why.as_str())),
        Entry::Denied => model.unread.push(Unread::denied(path)),
        Entry::ClosedFolder(why) => model.unread.push(Unread::folder(path, why)),
        Entry::Unread { .. } | Entry::Head { .. } => {}
    }
}

/// Whether weights have a header that is read.
fn has_header(path: &str) -> bool {
    matches!(files::read_limit(path), Some(ReadLimit::Head(_)))
}

/// `license_link`, where it names a file that is neither next to the card nor at the top of the tree.
fn dead_link(tree: &Tree, model: &Model) -> Option<(String, Place)> {
    let card = model.card.as_ref()?;
    let (link, span) = card.text("license_link")?;
    let name = linked::file_of(link)?;
    let is_there = |folder: &String| linked::resolved(folder, &name).is_some_and(|path| tree.files.contains_key(&path));
    let is_there = [&model.folder, &tree.folder].into_iter().any(is_there);
    (!is_there).then(|| (name, card.source.place(span)))
}

/// The key by which the card is that of a dataset or of an application, where nothing next to it belongs to a model but
/// configurations of adapters that are not there.
fn other_kind(tree: &Tree, model: &Model) -> Option<&'static str> {
    let is_shown = |clue: &Clue| clue.kind == ClueKind::Adapter && !is_beside_weights(tree, clue);
    let card = model.card.as_ref().filter(|_| model.weights.is_empty() && model.clues.iter().all(is_shown))?;
    let has = |key: &&str| card.field(key).is_some();
    // Metadata that the Hub does not see are the author's words as well.
    let is_of_model = |key: &&str| has(key) || card.all_texts(key).next().is_some();
    let names_base = || card.all_texts("tags").any(|(tag, _)| tag.starts_with("base_model:"));
    KEYS.of_others.iter().copied().find(has).filter(|_| !KEYS.only_of_models.iter().any(is_of_model) && !names_base())
}

/// The name a card gives its model: `model_name`, or its first heading.
fn own_name(card: &Card) -> Option<(String, Place)> {
    if let Some((name, span)) = card.text("model_name") {
        return Some((name.to_owned(), card.source.place(span)));
    }
    let heading = card.blocks().iter().find(|block| matches!(block.kind, BlockKind::Heading(1 | 2)))?;
    let text = heading.text.trim();
    let lower = text.to_lowercase();
    if text.len() > 120 || KEYS.generic_headings.contains(&lower.as_str()) {
        return None;
    }
    let name = name_in_heading(text).trim().to_owned();
    let at = heading.origin(heading.text.len() - heading.text.trim_start().len());
    Some((name, card.source.place(card.source.line_span(card.source.line_of(at)))))
}

#[cfg(test)]
mod tests {
    use super::is_past;

    #[test]
    fn a_folder_is_past_once_no_other_in_it_can_come() {
        for (folder, other) in [("a", ""), ("a", "a"), ("a-b", "a"), ("a/b", "a"), ("a", "b"), ("a", "a/b")] {
            assert!(!is_past(folder, other), "{folder} {other}");
        }
        for (folder, other) in [("a0", "a"), ("ab", "a"), ("b", "a"), ("b", "a/b"), ("a/c", "a/b")] {
            assert!(is_past(folder, other), "{folder} {other}");
        }
    }
}
