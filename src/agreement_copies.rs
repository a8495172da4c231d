//! The papers of a model for one license: copies of the agreement, references to it, and notices, each with its place.

use crate::find_ignoring_case::{WordCache, position};
use crate::lineage::{BlockHints, may_hold_license};
use crate::model::card::Card;
use crate::model::{Model, TextFile};
use crate::notice::{self, Form};
use crate::policy::{self, Pointer, Policy};
use crate::report::EvidenceKind;
use crate::report::lineage::{Claim, Strength};
use crate::source::{Place, Source, Span};
use crate::texts::{self, Found, Verdict};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

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
pub struct AgreementCopies {
    /// Texts of the agreement.
    pub agreements: Vec<AgreementText>,
    /// References to it.
    pub references: Vec<Reference>,
    /// Notices.
    pub notices: Vec<NoticeAt>,
    /// Notice files that hold something else.
    pub other_notice_files: Vec<String>,
    /// A file with a use policy is there.
    pub use_policy: bool,
    /// Spans of the card that hold texts of the agreement: its words are not the author's.
    pub masks: Vec<Span>,
}

/// The license texts in a card, found once for all policies.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scan {
    /// Those in the text below the front matter; spans are bytes of the card.
    body: Vec<Found>,
    /// Long fields of the front matter.
    fields: Vec<Field>,
    /// Which words of notices the body has.
    words: WordCache,
    /// The body speaks of a license at all.
    is_legal: bool,
}

/// A long field of the front matter.
#[derive(Debug, Clone, PartialEq)]
struct Field {
    key: String,
    value: String,
    span: Span,
    /// The license texts in the value.
    texts: Vec<Found>,
    /// Which words of notices the value has.
    words: WordCache,
}

impl Scan {
    /// Whether the card of a model may hold a notice, in its body or in a field.
    fn may_hold(&self, model: &Model, notice: &policy::Notice) -> bool {
        model.card.as_ref().is_some_and(|card| self.may_be_in_body(card, notice))
            || self.fields.iter().any(|field| notice::may_be_in(&field.value, &field.words, notice))
    }

    fn may_be_in_body(&self, card: &Card, notice: &policy::Notice) -> bool {
        self.is_legal && notice::may_be_in(card.body(), &self.words, notice)
    }

    /// Looks through the card of a model, whose blocks may speak of so much.
    pub fn of(model: &Model, speaking: &[BlockHints]) -> Self {
        let Some(card) = &model.card else { return Self::default() };
        let may_hold = may_hold_license(speaking);
        let mut body = if may_hold { texts::identify(card.body()).licenses } else { Vec::new() };
        for found in &mut body {
            found.span = Span::new(found.span.start + card.body_start, found.span.end + card.body_start);
        }
        let mut fields = Vec::new();
        if let Some(document) = &card.document {
            for entry in document.pairs(document.root()) {
                let (Some((key, _)), Some((value, span))) = (document.string(entry.key), document.string(entry.value))
                else {
                    continue;
                };
                // The shortest notice is longer than this.
                if value.len() >= 60 {
                    let texts = texts::identify(&value).licenses;
                    fields.push(Field { key, value, span, texts, words: WordCache::default() });
                }
            }
        }
        Self { body, fields, words: WordCache::default(), is_legal: speaking.iter().any(|speaks| speaks.legal > 0) }
    }
}

/// What one file holds for one license, found once for all models that it serves.
#[derive(Debug, Clone, Default)]
struct FileContents {
    agreements: Vec<AgreementText>,
    notice: Option<(Place, Form)>,
    pointer: Option<Reference>,
}

/// What the files that were looked through hold, by path and license.
#[derive(Debug, Default)]
pub struct Files(BTreeMap<(Arc<str>, &'static str), Rc<FileContents>>);

impl Files {
    fn contents(&mut self, file: &TextFile, policy: &'static Policy) -> Rc<FileContents> {
        let key = (Arc::clone(&file.source.path), policy.license);
        Rc::clone(self.0.entry(key).or_insert_with(|| Rc::new(FileContents::read(file, policy))))
    }
}

impl FileContents {
    fn read(file: &TextFile, policy: &Policy) -> Self {
        let source = &file.source;
        let (agreements, masks) = agreement_texts(source, &file.identified.licenses, policy);
        let notice = policy.notice.as_ref().filter(|notice| notice::may_be_in(&source.text, &file.words, notice));
        let notice = notice.and_then(|notice| notice::find(&source.text, &masks, notice));
        // A file of a line or two that links to the agreement is a pointer (Code Llama's own LICENSE is one).
        let link = if source.text.len() < 600 && masks.is_empty() { link(&source.text, policy) } else { None };
        Self {
            agreements,
            notice: notice.map(|found| (source.place(found.span), found.form)),
            pointer: link
                .map(|span| Reference { place: source.place(span), what: format!("a link in `{}`", source.path) }),
        }
    }
}

/// The licenses whose texts a model has, whole or not: with the words of its texts, what tells which papers are worth reading.
#[derive(Debug, Default)]
pub struct CopyIndex(Vec<&'static str>);

impl CopyIndex {
    /// Looks through a model.
    pub fn of(model: &Model, scan: &Scan) -> Self {
        let in_fields = scan.fields.iter().flat_map(|field| &field.texts);
        let in_files = model.texts.iter().flat_map(|file| &file.identified.licenses);
        let found = scan.body.iter().chain(in_fields).chain(in_files);
        Self(found.filter(|found| found.verdict != Verdict::Mention).map(|found| found.license).collect())
    }

    /// Whether papers of a policy may be there that show descent: a text of its agreement, or its notice.
    pub fn may_show(&self, model: &Model, scan: &Scan, policy: &Policy) -> bool {
        let may_be_in = |notice| {
            let mut files = model.texts.iter();
            files.any(|file| notice::may_be_in(&file.source.text, &file.words, notice)) || scan.may_hold(model, notice)
        };
        self.0.iter().any(|license| policy.is_text(license)) || policy.notice.as_ref().is_some_and(may_be_in)
    }
}

impl AgreementCopies {
    /// Looks through a model.
    pub fn read(model: &Model, scan: &Scan, policy: &'static Policy, files: &mut Files) -> Self {
        let mut papers = Self::default();
        for file in &model.texts {
            papers.file(file, &files.contents(file, policy), model.owns(file));
        }
        if let Some(card) = &model.card {
            papers.card(card, scan, policy);
        }
        papers.notices.sort_by_key(|found| (!found.in_notice_file, std::cmp::Reverse(found.form)));
        papers
    }

    fn file(&mut self, file: &TextFile, contents: &FileContents, own: bool) {
        self.agreements.extend(contents.agreements.iter().map(|text| AgreementText { own, ..text.clone() }));
        self.references.extend(contents.pointer.clone());
        self.use_policy |= file.is_use_policy;
        match &contents.notice {
            Some((place, form)) => {
                self.notices.push(NoticeAt { place: place.clone(), form: *form, in_notice_file: file.is_notice, own });
            }
            None if file.is_notice => self.other_notice_files.push(file.source.path.to_string()),
            None => {}
        }
    }

    fn card(&mut self, card: &Card, scan: &Scan, policy: &Policy) {
        let (agreements, masks) = agreement_texts(&card.source, &scan.body, policy);
        self.agreements.extend(agreements);
        let start = card.body_start;
        self.masks = masks;
        let masks: Vec<Span> = self.masks.iter().map(|mask| Span::new(mask.start - start, mask.end - start)).collect();
        let notice = policy.notice.as_ref().filter(|notice| scan.may_be_in_body(card, notice));
        if let Some(found) = notice.and_then(|notice| notice::find(card.body(), &masks, notice)) {
            let span = Span::new(found.span.start + start, found.span.end + start);
            self.notices.push(NoticeAt {
                place: card.source.place(span),
                form: found.form,
                in_notice_file: false,
                own: true,
            });
        }
        self.fields(card, scan, policy);
        for declared in ["license", "license_name"].iter().flat_map(|key| card.written_licenses(key)) {
            if crate::policy::identify(&declared.text).iter().any(|id| id.id == policy.license) {
                let what = format!("the identifier `{}`", declared.text);
                self.references.push(Reference { place: card.source.place(declared.span), what });
            }
        }
        let text = card.source.text.as_ref();
        if let Some(span) = link(text, policy) {
            self.references
                .push(Reference { place: card.source.place(span), what: format!("a link in `{}`", card.source.path) });
        }
    }

    /// Fields of the front matter: the agreement in `extra_gated_prompt`, a notice in any other field.
    fn fields(&mut self, card: &Card, scan: &Scan, policy: &Policy) {
        for Field { key, value, span, texts: found, words } in &scan.fields {
            let texts: Vec<&Found> = found.iter().filter(|found| is_text_of(found, policy)).collect();
            let first = card.source.line_span(card.source.line_of(span.start));
            self.agreements.extend(texts.iter().map(|found| agreement(card.source.place(first), found)));
            if key.starts_with("extra_gated") {
                continue;
            }
            let masks = masks(found, policy);
            let notice = policy.notice.as_ref().filter(|notice| notice::may_be_in(value, words, notice));
            if let Some(found) = notice.and_then(|notice| notice::find(value, &masks, notice)) {
                let place = card.source.place(*span);
                self.notices.push(NoticeAt { place, form: found.form, in_notice_file: false, own: true });
            }
        }
    }

    /// Claims of descent in these papers, which are made against the author's own interest.
    pub fn claims(&self, policy: &Policy) -> Vec<Claim> {
        if policy.open_to_all {
            return Vec::new();
        }
        let claim = |kind, strength, place: &Place, text: String| Claim {
            kind,
            family: policy.family.to_owned(),
            strength,
            place: place.clone(),
            text,
        };
        let notices = self.notices.iter().filter(|notice| notice.own).map(|notice| {
            let text = format!("the attribution notice of the {}", policy.short);
            claim(EvidenceKind::Notice, Strength::Decisive, &notice.place, text)
        });
        let agreements = self.agreements.iter().map(|agreement| {
            let text = format!("a text of the {}", policy.short);
            claim(
                EvidenceKind::Agreement,
                if agreement.own { Strength::Strong } else { Strength::Medium },
                &agreement.place,
                text,
            )
        });
        notices.chain(agreements).collect()
    }
}

/// The texts of the agreement in a file of the model itself, and the spans in which no author's own words stand.
fn agreement_texts(source: &Source, found: &[Found], policy: &Policy) -> (Vec<AgreementText>, Vec<Span>) {
    let texts = found.iter().filter(|found| is_text_of(found, policy)).map(|found| {
        let first = source.line_span(source.line_of(found.span.start));
        agreement(source.place(first), found)
    });
    (texts.collect(), masks(found, policy))
}

/// The spans of the agreement's texts, and of other licenses that are there from end to end.
fn masks(found: &[Found], policy: &Policy) -> Vec<Span> {
    let is_whole = |found: &Found| matches!(found.verdict, Verdict::Complete | Verdict::Altered);
    found.iter().filter(|found| is_text_of(found, policy) || is_whole(found)).map(|found| found.span).collect()
}

fn is_text_of(found: &Found, policy: &Policy) -> bool {
    policy.is_text(found.license) && found.verdict != Verdict::Mention
}

fn agreement(place: Place, found: &Found) -> AgreementText {
    let (missing, altered) = (found.missing.clone(), found.altered.clone());
    AgreementText { place, verdict: found.verdict, missing, altered, own: true }
}

/// Whether a text names a document, in whatever case.
pub fn names(text: &str, document: &Pointer) -> bool {
    document.words.iter().any(|words| position(text, 0, words).is_some())
}

/// Bytes of an address that are held against the policy's.
const ADDRESS: usize = 256;

/// The first address in a text that leads to the agreement.
fn link(text: &str, policy: &Policy) -> Option<Span> {
    memchr::memmem::find_iter(text.as_bytes(), b"://").find_map(|at| {
        let start = text[..at].rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |edge| edge + 1);
        let start = text.ceil_char_boundary(start);
        let rest = &text[start..];
        let end = |text: &str| {
            text.find(|c: char| c.is_whitespace() || matches!(c, ')' | ']' | '>' | '"' | '\'' | '`'))
                .unwrap_or(text.len())
        };
        // Its beginning decides: a text may be one address without end.
        let head = &rest[..rest.floor_char_boundary(ADDRESS)];
        policy.links_to(&head[..end(head)]).then(|| Span::new(start, start + end(rest)))
    })
}
