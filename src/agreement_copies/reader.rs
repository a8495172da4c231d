//! Reads the copies of agreements of one model, license by license, and remembers what files hold that serve several models.

use super::card_texts::CardTexts;
use super::copies::AgreementCopies;
use super::text::in_file;
use crate::license_texts::Completeness;
use crate::model::{Model, TextFile};
use crate::notice;
use crate::policy::{Notice, Policy};
use crate::source::Place;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

/// What the files of a tree hold.
#[derive(Debug, Default)]
pub(crate) struct FileCache {
    /// By path and license.
    read: BTreeMap<(Arc<str>, &'static str), Rc<AgreementCopies>>,
    /// Altered texts of which the findings of a model tell, by place and license.
    told: BTreeSet<(Place, &'static str)>,
}

impl FileCache {
    fn read(&mut self, file: &TextFile, policy: &'static Policy) -> Rc<AgreementCopies> {
        let key = (Arc::clone(&file.source.path), policy.license);
        Rc::clone(self.read.entry(key).or_insert_with(|| Rc::new(in_file(file, policy))))
    }

    /// Notes that the findings of a model tell what is wrong with the texts of an agreement. A text may serve many models, the first of
    /// which is its own where it has one: the others only say that they have no other copy.
    pub(crate) fn tell(&mut self, copies: &mut AgreementCopies, policy: &Policy) {
        for text in &mut copies.agreements {
            text.is_told = !self.told.insert((text.place.clone(), policy.license));
        }
    }
}

/// Reads the copies of one model. Most models have none of most licenses, which [`CopyReader::may_show_descent`] rules out.
#[derive(Debug)]
pub(crate) struct CopyReader<'m> {
    model: &'m Model,
    card: Option<CardTexts<'m>>,
    /// The licenses whose texts the model has, whole or not.
    licenses: Vec<&'static str>,
    files: &'m mut FileCache,
}

impl<'m> CopyReader<'m> {
    /// Prepares the reading of a model. The flags say whether its card mentions licenses, and may hold the text of one.
    pub(crate) fn new(
        model: &'m Model,
        speaks_of_licenses: bool,
        may_hold_license: bool,
        files: &'m mut FileCache,
    ) -> Self {
        let card = model.card.as_ref().map(|card| CardTexts::read(card, speaks_of_licenses, may_hold_license));
        let in_files = model.texts.iter().flat_map(|file| &file.identified.licenses);
        let found = card.iter().flat_map(CardTexts::licenses).chain(in_files);
        let licenses =
            found.filter(|found| found.completeness != Completeness::Mention).map(|found| found.license).collect();
        Self { model, card, licenses, files }
    }

    /// Whether something may be there that shows lineage from the family of a policy: a text of its agreement, or its notice.
    pub(crate) fn may_show_descent(&self, policy: &Policy) -> bool {
        let may_hold_notice = |notice: &Notice| {
            let mut files = self.model.texts.iter().filter(|file| !file.identified.is_alone);
            files.any(|file| notice::may_be_in(file.shown(), &file.words, notice))
                || self.card.as_ref().is_some_and(|card| card.may_hold_notice(notice))
        };
        self.licenses.iter().any(|license| policy.is_text(license))
            || policy.notice.as_ref().is_some_and(may_hold_notice)
    }

    /// Reads what the model has for one license.
    pub(crate) fn read(&mut self, policy: &'static Policy) -> AgreementCopies {
        let mut copies = AgreementCopies::default();
        for file in &self.model.texts {
            copies.add_file(&self.files.read(file, policy), self.model.owns(file));
        }
        if let Some(card) = &self.card {
            card.add_to(&mut copies, policy);
        }
        copies.notices.sort_by_key(|notice| (!notice.in_notice_file, Reverse(notice.form)));
        copies
    }
}
