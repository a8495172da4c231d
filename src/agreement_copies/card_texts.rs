//! The license texts in a card, found once for all policies.

use super::copies::{AgreementCopies, Reference};
use super::text::{agreement_texts, first_line, masks, notice_outside, outside_notice, reference_in_card};
use crate::find_ignoring_case::WordCache;
use crate::license_texts::{self, Container, FoundLicense};
use crate::model::card::Card;
use crate::notice;
use crate::policy::{self, Notice, Policy};
use crate::source::Span;
use std::cell::OnceCell;

/// Bytes of a field of the front matter from which it may hold a notice or more: the shortest notice is longer.
const FEWEST_FIELD_BYTES: usize = 60;

/// A card with the license texts in it.
#[derive(Debug)]
pub(super) struct CardTexts<'m> {
    card: &'m Card,
    /// The texts below the front matter, in bytes of the body.
    body: Vec<FoundLicense>,
    /// Which words of notices the body has.
    words: WordCache,
    /// Whether the body mentions a license at all.
    speaks_of_licenses: bool,
    fields: Vec<Field<'m>>,
    /// What the card tells its readers that has an address in it, once that was asked.
    addresses: OnceCell<Vec<(&'m str, Span)>>,
}

/// A long field of the front matter.
#[derive(Debug)]
struct Field<'m> {
    key: &'m str,
    value: &'m str,
    span: Span,
    /// The license texts in the value.
    texts: Vec<FoundLicense>,
    /// Which words of notices the value has.
    words: WordCache,
}

impl<'m> CardTexts<'m> {
    /// Recognizes the license texts in a card; in its body only where that may hold any.
    pub(super) fn read(card: &'m Card, speaks_of_licenses: bool, may_hold_license: bool) -> Self {
        let body = if may_hold_license {
            license_texts::identify_in(Container::Markdown, card.shown_body()).licenses
        } else {
            Vec::new()
        };
        let mut fields = Vec::new();
        if let Some(document) = &card.document {
            for entry in document.pairs(document.root()) {
                if let (Some((key, _)), Some((value, span))) =
                    (document.string(entry.key), document.string(entry.value))
                    && value.len() >= FEWEST_FIELD_BYTES
                {
                    let texts = license_texts::identify(value).licenses;
                    fields.push(Field { key, value, span, texts, words: WordCache::default() });
                }
            }
        }
        let addresses = OnceCell::new();
        Self { card, body, words: WordCache::default(), speaks_of_licenses, fields, addresses }
    }

    /// All license texts in body and fields.
    pub(super) fn licenses(&self) -> impl Iterator<Item = &FoundLicense> {
        self.body.iter().chain(self.fields.iter().flat_map(|field| &field.texts))
    }

    /// Whether body or fields may hold a notice.
    pub(super) fn may_hold_notice(&self, notice: &Notice) -> bool {
        self.speaks_of_licenses && notice::may_be_in(self.card.shown_body(), &self.words, notice)
            || self.fields.iter().any(|field| notice::may_be_in(field.value, &field.words, notice))
    }

    /// Adds what the card has for one license.
    pub(super) fn add_to(&self, copies: &mut AgreementCopies, policy: &Policy) {
        let source = &self.card.source;
        let offset = self.card.body_start;
        let body = outside_notice(&self.body, self.card.shown_body(), &self.words, policy);
        copies.agreements.extend(agreement_texts(&body, policy, |text| first_line(source, offset + text.span.start)));
        copies.body_masks = masks(&body, policy);
        let notice = self
            .speaks_of_licenses
            .then(|| notice_outside(&copies.body_masks, self.card.shown_body(), &self.words, policy));
        if let Some(found) = notice.flatten() {
            let span = Span::new(found.span.start + offset, found.span.end + offset);
            copies.add_card_notice(source.place(span), found.form);
        }
        self.add_fields(copies, policy);
        for declared in ["license", "license_name"].iter().flat_map(|key| self.card.written_licenses(key)) {
            if policy::identify(&declared.text).iter().any(|id| policy.is_named_by(id)) {
                let what = format!("the identifier `{}`", declared.text);
                copies.references.push(Reference { place: source.place(declared.span), what });
            }
        }
        copies.references.extend(reference_in_card(
            self.card,
            self.addresses.get_or_init(|| with_addresses(self.card)),
            policy,
        ));
    }

    /// Fields of the front matter: the agreement in any, such as `extra_gated_prompt`; a notice in any that does not ask users to
    /// accept the agreement.
    fn add_fields(&self, copies: &mut AgreementCopies, policy: &Policy) {
        let source = &self.card.source;
        for Field { key, value, span, texts, words } in &self.fields {
            // The value has other bytes than the card: the place of all that is found in it is where it begins.
            copies.agreements.extend(agreement_texts(texts, policy, |_| first_line(source, span.start)));
            if key.starts_with("extra_gated") {
                continue;
            }
            if let Some(found) = notice_outside(&masks(texts, policy), value, words, policy) {
                copies.add_card_notice(source.place(*span), found.form);
            }
        }
    }
}

/// What a card tells its readers that has an address in it.
fn with_addresses(card: &Card) -> Vec<(&str, Span)> {
    card.told_texts().filter(|(text, _)| memchr::memmem::find(text.as_bytes(), b"://").is_some()).collect()
}
