//! What one text holds for one license: texts of the agreement, a notice in the author's own words, an address.

use super::copies::{AgreementCopies, AgreementText, NoticeCopy, Reference};
use crate::find_ignoring_case::WordCache;
use crate::license_texts::{Completeness, FoundLicense, exact};
use crate::model::TextFile;
use crate::model::card::Card;
use crate::notice::{self, NoticeMatch};
use crate::policy::Policy;
use crate::source::{Place, Source, Span};
use std::borrow::Cow;

/// Most bytes of a file that only refers to the agreement, by a link (Code Llama's own LICENSE is one); chosen.
const MOST_REFERENCE_BYTES: usize = 600;

/// Bytes of an address that are compared with the policy's.
const MOST_ADDRESS_BYTES: usize = 256;

/// What a license, notice or use policy file holds.
pub(super) fn in_file(file: &TextFile, policy: &Policy) -> AgreementCopies {
    let source = &file.source;
    let found = &file.identified.licenses;
    // A licensor's own text has room for nothing else.
    let found = if file.identified.is_alone {
        Cow::Borrowed(found.as_slice())
    } else {
        outside_notice(found, file.shown(), &file.words, policy)
    };
    let masks = masks(&found, policy);
    let notice =
        if file.identified.is_alone { None } else { notice_outside(&masks, file.shown(), &file.words, policy) };
    let may_refer = source.text.len() < MOST_REFERENCE_BYTES && masks.is_empty();
    AgreementCopies {
        agreements: agreement_texts(&found, policy, |text| first_line(source, text.span.start)).collect(),
        references: may_refer.then(|| reference_by_link(source, policy)).flatten().into_iter().collect(),
        other_notice_files: (file.is_notice && notice.is_none()).then(|| source.path.to_string()).into_iter().collect(),
        notices: notice
            .map(|NoticeMatch { span, form }| {
                let place = source.place(span);
                NoticeCopy { place, form, in_notice_file: file.is_notice, own: true }
            })
            .into_iter()
            .collect(),
        use_policy: file.is_use_policy && !is_other_use_policy(file, policy),
        body_masks: Vec::new(),
    }
}

/// Whether a file is the use policy that goes with another license, character by character.
fn is_other_use_policy(file: &TextFile, policy: &Policy) -> bool {
    let own = policy.use_policy.as_ref().and_then(|document| document.text);
    own.is_some_and(|own| exact(&file.source.text).is_some_and(|text| text != own))
}

/// The texts of the agreement among the licenses that were found in a text; `place` says where each begins.
pub(super) fn agreement_texts(
    found: &[FoundLicense],
    policy: &Policy,
    place: impl Fn(&FoundLicense) -> Place,
) -> impl Iterator<Item = AgreementText> {
    found.iter().filter(|found| is_text_of(found, policy)).map(move |found| AgreementText {
        place: place(found),
        completeness: found.completeness,
        edition: found.edition,
        missing: found.missing.clone(),
        altered: found.altered.clone(),
        own: true,
        is_told: false,
    })
}

/// The line that holds the byte at which a text begins.
pub(super) fn first_line(source: &Source, start: usize) -> Place {
    source.place(source.line_span(source.line_of(start)))
}

/// The spans that are not the author's own words: the agreement's texts, and other licenses that are there from end to end.
pub(super) fn masks(found: &[FoundLicense], policy: &Policy) -> Vec<Span> {
    let is_whole = |found: &FoundLicense| !matches!(found.completeness, Completeness::Partial | Completeness::Mention);
    found.iter().filter(|found| is_text_of(found, policy) || is_whole(found)).map(|found| found.span).collect()
}

/// The license texts of a text but for those that are a part of the notice, which may repeat words of the agreement.
pub(super) fn outside_notice<'f>(
    found: &'f [FoundLicense],
    text: &str,
    words: &WordCache,
    policy: &Policy,
) -> Cow<'f, [FoundLicense]> {
    if !found.iter().any(|found| is_text_of(found, policy)) {
        return Cow::Borrowed(found);
    }
    let Some(notice) = notice_outside(&[], text, words, policy) else { return Cow::Borrowed(found) };
    let is_in_notice = |found: &FoundLicense| {
        is_text_of(found, policy) && notice.span.start <= found.span.start && found.span.end <= notice.span.end
    };
    Cow::Owned(found.iter().filter(|found| !is_in_notice(found)).cloned().collect())
}

/// The notice of a license in a text, outside of the masked spans.
pub(super) fn notice_outside(masks: &[Span], text: &str, words: &WordCache, policy: &Policy) -> Option<NoticeMatch> {
    let notice = policy.notice.as_ref().filter(|notice| notice::may_be_in(text, words, notice))?;
    notice::find(text, masks, notice)
}

/// The first address in a text that leads to the agreement.
fn reference_by_link(source: &Source, policy: &Policy) -> Option<Reference> {
    let span = link(&source.text, policy)?;
    Some(Reference { place: source.place(span), what: format!("a link in `{}`", source.path) })
}

/// The first address that leads to the agreement in what readers see of a card: `told`, as far as it has addresses.
pub(super) fn reference_in_card(card: &Card, told: &[(&str, Span)], policy: &Policy) -> Option<Reference> {
    let source = &card.source;
    let span = told.iter().find_map(|&(text, span)| {
        let found = link(text, policy)?;
        // A value may be written in other bytes, the address in it is most often not.
        let is_as_written = text.len() == span.end - span.start;
        let found = if is_as_written { Some(found) } else { link(span.of(&source.text), policy) };
        Some(found.map_or(span, |found| Span::new(span.start + found.start, span.start + found.end)))
    });
    Some(Reference { place: source.place(span?), what: format!("a link in `{}`", source.path) })
}

fn is_text_of(found: &FoundLicense, policy: &Policy) -> bool {
    policy.is_text(found.license) && found.completeness != Completeness::Mention
}

fn link(text: &str, policy: &Policy) -> Option<Span> {
    // A search for one byte costs nothing to set up, and most texts are a word or two.
    let addresses = memchr::memchr_iter(b':', text.as_bytes()).filter(|&at| text.as_bytes()[at..].starts_with(b"://"));
    { addresses }.find_map(|at| {
        let start = text[..at].rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |edge| edge + 1);
        let start = text.ceil_char_boundary(start);
        let rest = &text[start..];
        let end = |text: &str| {
            text.find(|c: char| c.is_whitespace() || matches!(c, ')' | ']' | '>' | '"' | '\'' | '`'))
                .unwrap_or(text.len())
        };
        // Its beginning decides: a text may be one address without end.
        let head = &rest[..rest.floor_char_boundary(MOST_ADDRESS_BYTES)];
        policy.links_to(&head[..end(head)]).then(|| Span::new(start, start + end(rest)))
    })
}
