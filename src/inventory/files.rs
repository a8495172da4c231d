//! The files of a model: its weights, and those that go with them.

use super::bound::Bound;
use super::hashes::{Hashes, pointer};
use crate::license_texts::Completeness;
use crate::model::files::{Role, role};
use crate::model::{Model, TextFile};
use crate::report::inventory::{FileFacts, FileRole, Inventory, LicenseText, WeightsFile};
use crate::tree::Tree;
use std::collections::BTreeMap;

/// The card, the configuration, and the texts that serve the model.
pub(super) fn beside_weights(
    model: &Model,
    configuration: &str,
    hashes: &mut Hashes<'_>,
    bound: &mut Bound,
) -> Vec<FileFacts> {
    let card = model.card.as_ref().map(|card| (&*card.source.path, FileRole::Card));
    let plain = card.into_iter().chain([(configuration, FileRole::Configuration)]);
    let plain = plain.map(|(path, role)| (path, role, Vec::new()));
    let texts = bound.take("license texts and notices", &model.texts);
    let texts = texts.into_iter().map(|text| (&*text.source.path, role_of(text), licenses(text)));
    let all = plain.chain(texts).map(|(path, role, licenses)| FileFacts {
        path: path.to_owned(),
        role,
        sha256: hashes.of(path),
        licenses,
    });
    let mut all: Vec<FileFacts> = all.filter(|file| file.sha256.is_some()).collect();
    all.sort_by(|one, other| one.path.cmp(&other.path));
    all
}

const fn role_of(text: &TextFile) -> FileRole {
    match (text.is_notice, text.is_use_policy) {
        (true, _) => FileRole::Notice,
        (_, true) => FileRole::UsePolicy,
        _ => FileRole::License,
    }
}

/// The license texts in a file; a mere mention is none.
fn licenses(text: &TextFile) -> Vec<LicenseText> {
    let found = text.identified.licenses.iter().filter(|found| found.completeness != Completeness::Mention);
    let license = |found: &crate::license_texts::FoundLicense| LicenseText {
        license: found.license,
        // Of an unknown edition, the nearest one would be named here.
        edition: if found.completeness == Completeness::UnknownEdition { "" } else { found.edition },
        completeness: found.completeness.word(),
        line: text.source.line_of(found.span.start),
    };
    found.map(license).collect()
}

/// Gives each file of weights to the model in the nearest folder above it.
pub(super) fn add_weights(all: &mut [Inventory], bounds: &mut [Bound], tree: &Tree, hashes: &mut Hashes<'_>) {
    let at: BTreeMap<String, usize> = all.iter().enumerate().map(|(at, model)| (model.path.clone(), at)).collect();
    for (path, entry) in tree.files.iter().filter(|(path, _)| role(path) == Some(Role::Weights)) {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut folders = crate::model::with_ancestors(folder);
        let owner = folders.find_map(|folder| at.get(if folder.is_empty() { "." } else { folder }));
        let Some((model, bound)) = owner.and_then(|&at| Some((all.get_mut(at)?, bounds.get_mut(at)?))) else {
            continue;
        };
        if !bound.has_room("files of weights", model.weights.len()) {
            continue;
        }
        let size = match pointer(entry) {
            Some(pointer) => pointer.size,
            None => Some(entry.size()).filter(|size| *size > 0),
        };
        model.weights.push(WeightsFile { path: path.clone(), size, sha256: hashes.of(path) });
    }
}
