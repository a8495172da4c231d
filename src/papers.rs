//! The papers of a model for one license: copies of the agreement, references to it, and notices, each with its place.

use crate::card::Card;
use crate::lineage::{Claim, Strength};
use crate::model::{Model, TextFile};
use crate::notice::{self, Form};
use crate::policy::Policy;
use crate::source::{Place, Source, Span};
use crate::texts::{self, Found, Verdict};

/// A text of the agreement, whole or not.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreementText {
    /// Where.
    pub place: Place,
    /// How whole.
    pub verdict: Verdict,
    /// Clauses that are missing.
    pub missing: Vec<&'static str>,
    /// Clauses that are changed.
    pub altered: Vec<&'static str>,
    /// It stands in the model's own folder.
    pub own: bool,
}

/// Something that points at the agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Where.
    pub place: Place,
    /// What points: the identifier, a link, a file.
    pub what: String,
}

/// A notice that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeAt {
    /// Where.
    pub place: Place,
    /// How whole.
    pub form: Form,
    /// It stands in a Notice file.
    pub in_notice_file: bool,
    /// It stands in the model's own folder.
    pub own: bool,
}

/// What a model has of the papers that one license asks for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Papers {
    /// Texts of the agreement.
    pub agreements: Vec<AgreementText>,
    /// References to it.
    pub references: Vec<Reference>,
    /// Notices.
    pub notices: Vec<NoticeAt>,
    /// Notice files that hold something else.
    pub other_notice_files: Vec<String>,
    /// The use policy is there or linked.
    pub use_policy: bool,
}

impl Papers {
    /// Looks through a model.
    pub fn read(model: &Model, policy: &Policy) -> Self {
        let mut papers = Self::default();
        let own: Vec<*const TextFile> = model.own_texts().map(std::ptr::from_ref).collect();
        for file in &model.texts {
            let is_own = own.contains(&std::ptr::from_ref(file.as_ref()));
            papers.file(file, is_own, policy);
        }
        if let Some(card) = &model.card {
            papers.card(card, policy);
        }
        papers.notices.sort_by_key(|found| (!found.in_notice_file, std::cmp::Reverse(found.form)));
        papers
    }

    fn file(&mut self, file: &TextFile, own: bool, policy: &Policy) {
        let masks = self.agreement_texts(&file.source, &file.identified.licenses, 0, own, policy);
        self.use_policy |= file.is_use_policy;
        match notice::find(&file.source.text, &masks, &policy.notice) {
            Some(found) => self.notices.push(NoticeAt {
                place: file.source.place(found.span),
                form: found.form,
                in_notice_file: file.is_notice,
                own,
            }),
            None if file.is_notice => self.other_notice_files.push(file.source.path.to_string()),
            None => {}
        }
        // A file of a line or two that links to the agreement is a pointer (Code Llama's own LICENSE is one).
        if file.source.text.len() < 600 && masks.is_empty() {
            if let Some(span) = link(&file.source.text, policy) {
                self.references.push(Reference {
                    place: file.source.place(span),
                    what: format!("the pointer in {}", file.source.path),
                });
            }
        }
    }

    fn card(&mut self, card: &Card, policy: &Policy) {
        let text = card.source.text.as_ref();
        let found = texts::identify(card.body()).licenses;
        let masks = self.agreement_texts(&card.source, &found, card.body_start, true, policy);
        let body = |span: Span| Span::new(span.start + card.body_start, span.end + card.body_start);
        let masks: Vec<Span> =
            masks.iter().map(|mask| Span::new(mask.start - card.body_start, mask.end - card.body_start)).collect();
        if let Some(found) = notice::find(card.body(), &masks, &policy.notice) {
            self.notices.push(NoticeAt {
                place: card.source.place(body(found.span)),
                form: found.form,
                in_notice_file: false,
                own: true,
            });
        }
        self.metadata(card, policy);
        for declared in card.written_licenses("license").into_iter().chain(card.written_licenses("license_name")) {
            if crate::policy::identify(&declared.text).iter().any(|id| id.id == policy.license) {
                self.references.push(Reference {
                    place: card.source.place(declared.span),
                    what: format!("the identifier `{}`", declared.text),
                });
            }
        }
        if let Some(span) = link(text, policy) {
            self.references
                .push(Reference { place: card.source.place(span), what: "a link to the agreement".to_owned() });
        }
        let lower = text.to_ascii_lowercase();
        self.use_policy |=
            lower.contains("use-policy") || lower.contains("use_policy") || lower.contains("acceptable use policy");
    }

    /// Texts of the front matter: the agreement in `extra_gated_prompt`, a notice in any other field.
    fn metadata(&mut self, card: &Card, policy: &Policy) {
        let Some(document) = &card.document else { return };
        for entry in document.pairs(document.root()) {
            let (Some((key, _)), Some((value, span))) = (document.string(entry.key), document.string(entry.value))
            else {
                continue;
            };
            if value.len() < 60 {
                continue;
            }
            let found = texts::identify(&value).licenses;
            let masks: Vec<Span> =
                found.iter().filter(|found| is_text_of(found, policy)).map(|found| found.span).collect();
            for found in found.iter().filter(|found| is_text_of(found, policy)) {
                self.agreements.push(agreement(card.source.place(span), found, true));
            }
            if key.starts_with("extra_gated") {
                continue;
            }
            if let Some(found) = notice::find(&value, &masks, &policy.notice) {
                let place = card.source.place(span);
                self.notices.push(NoticeAt { place, form: found.form, in_notice_file: false, own: true });
            }
        }
    }

    /// Notes the texts of the agreement in a file; gives the spans they cover.
    fn agreement_texts(
        &mut self,
        source: &Source,
        found: &[Found],
        offset: usize,
        own: bool,
        policy: &Policy,
    ) -> Vec<Span> {
        let mut masks = Vec::new();
        for found in found.iter().filter(|found| is_text_of(found, policy)) {
            let span = Span::new(found.span.start + offset, found.span.end + offset);
            let first = source.line_span(source.line_of(span.start));
            self.agreements.push(agreement(source.place(first), found, own));
            masks.push(span);
        }
        masks
    }

    /// Claims of descent in these papers, which are made against the author's own interest.
    pub fn claims(&self, policy: &Policy) -> Vec<Claim> {
        let claim = |kind, strength, place: &Place, text: String| Claim {
            kind,
            family: policy.family.clone(),
            strength,
            place: place.clone(),
            text,
        };
        let notices = self.notices.iter().filter(|notice| notice.own).map(|notice| {
            let text = format!("the attribution notice of the {}", policy.short);
            claim("notice", Strength::Decisive, &notice.place, text)
        });
        let agreements = self.agreements.iter().map(|agreement| {
            let text = format!("a text of the {}", policy.short);
            claim("agreement", if agreement.own { Strength::Strong } else { Strength::Medium }, &agreement.place, text)
        });
        notices.chain(agreements).collect()
    }
}

fn is_text_of(found: &Found, policy: &Policy) -> bool {
    found.license == policy.license && found.verdict != Verdict::Mention
}

fn agreement(place: Place, found: &Found, own: bool) -> AgreementText {
    AgreementText { place, verdict: found.verdict, missing: found.missing.clone(), altered: found.altered.clone(), own }
}

/// The first address in a text that leads to the agreement.
fn link(text: &str, policy: &Policy) -> Option<Span> {
    memchr::memmem::find_iter(text.as_bytes(), b"://").find_map(|at| {
        let start = text[..at].rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |edge| edge + 1);
        let start = text.ceil_char_boundary(start);
        let rest = &text[start..];
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, ')' | ']' | '>' | '"' | '\'' | '`'))
            .unwrap_or(rest.len());
        policy.links_to(&rest[..end]).then(|| Span::new(start, start + end))
    })
}
