//! Copies of one agreement, references to it and notices, each with its place, and the claims of descent that they make.

use crate::license_texts::Completeness;
use crate::notice::Form;
use crate::policy::Policy;
use crate::report::lineage::{Claim, EvidenceKind};
use crate::source::{Place, Span};

/// A text of the agreement, whole or not.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AgreementText {
    /// Its first line.
    pub(crate) place: Place,
    pub(crate) completeness: Completeness,
    /// Which edition it is, mostly a date; may be empty.
    pub(crate) edition: &'static str,
    /// Clauses, by the names of the fingerprint.
    pub(crate) missing: Vec<&'static str>,
    pub(crate) altered: Vec<&'static str>,
    /// It is in the model's own folder.
    pub(crate) own: bool,
    /// The findings of another model tell what is wrong with it.
    pub(crate) is_told: bool,
}

/// Most texts of an agreement that are evidence of lineage, chosen: they all say the same.
const MOST_CLAIMS: usize = 8;

/// A reference to the agreement in place of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    /// Of the identifier or the address.
    pub(crate) place: Place,
    /// Description for messages: the identifier, a link in a file.
    pub(crate) what: String,
}

/// An attribution notice in the author's own words, not where the agreement quotes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoticeCopy {
    /// Of the whole sentence.
    pub(crate) place: Place,
    pub(crate) form: Form,
    /// It is in a Notice file.
    pub(crate) in_notice_file: bool,
    /// It is in the model's own folder.
    pub(crate) own: bool,
}

/// What a model, or one file, has of the texts that one license asks for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct AgreementCopies {
    /// Texts of the agreement.
    pub(crate) agreements: Vec<AgreementText>,
    /// References to it.
    pub(crate) references: Vec<Reference>,
    /// Notices; of a model the best first: in a Notice file, word for word.
    pub(crate) notices: Vec<NoticeCopy>,
    /// Notice files that hold something else.
    pub(crate) other_notice_files: Vec<String>,
    /// A file with a use policy is there.
    pub(crate) use_policy: bool,
    /// Where the body of the card holds texts of the agreement, in bytes of the body: these words are not the author's.
    pub(crate) body_masks: Vec<Span>,
}

impl AgreementCopies {
    /// Whether a whole and unchanged copy of the agreement is there.
    pub(crate) fn has_complete(&self) -> bool {
        self.agreements.iter().any(|text| text.completeness == Completeness::Complete)
    }

    /// Claims of lineage in these texts, which are made against the author's own interest.
    pub(crate) fn claims(&self, policy: &Policy) -> Vec<Claim> {
        let Some(family) = policy.family.filter(|_| !policy.open_to_all) else { return Vec::new() };
        let claim = |kind, elsewhere, place: &Place, what: &str| Claim {
            kind,
            family,
            elsewhere,
            place: place.clone(),
            text: format!("{what} of the {}", policy.short),
        };
        let notices = self
            .notices
            .iter()
            .filter(|notice| notice.own)
            .map(|notice| claim(EvidenceKind::Notice, false, &notice.place, "the attribution notice"));
        let agreements = { self.agreements.iter().take(MOST_CLAIMS) }
            .map(|text| claim(EvidenceKind::Agreement, !text.own, &text.place, "a text"));
        notices.chain(agreements).collect()
    }

    /// Adds what one file has; `own` says whether the file is in the model's own folder.
    pub(super) fn add_file(&mut self, file: &Self, own: bool) {
        self.agreements.extend(file.agreements.iter().map(|text| AgreementText { own, ..text.clone() }));
        self.references.extend_from_slice(&file.references);
        self.notices.extend(file.notices.iter().map(|notice| NoticeCopy { own, ..notice.clone() }));
        self.other_notice_files.extend_from_slice(&file.other_notice_files);
        self.use_policy |= file.use_policy;
    }

    /// Adds a notice in the card.
    pub(super) fn add_card_notice(&mut self, place: Place, form: Form) {
        self.notices.push(NoticeCopy { place, form, in_notice_file: false, own: true });
    }
}
