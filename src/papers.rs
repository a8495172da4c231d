//! The papers of a model for one license: copies of the agreement, references to it, and notices, each with its place.

use crate::card::Card;
use crate::lineage::{Claim, Strength};
use crate::model::{Model, TextFile};
use crate::notice::{self, Form};
use crate::policy::{self, Pointer, Policy};
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
    /// The whole card with its ASCII letters in lower case.
    lower: String,
    /// The first address that leads to the agreement of a license.
    links: Vec<(&'static str, Span)>,
    /// What `license` and `license_name` hold: text, place, and the licenses of policies that it names.
    declared: Vec<(String, Span, Vec<String>)>,
}

/// A long field of the front matter.
#[derive(Debug, Clone, PartialEq)]
struct Field {
    key: String,
    value: String,
    span: Span,
    /// The texts in the value.
    found: Vec<Found>,
    lower: String,
}

impl Scan {
    /// Looks through the card of a model.
    pub fn of(model: &Model) -> Self {
        let Some(card) = &model.card else { return Self::default() };
        let mut body = texts::identify(card.body()).licenses;
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
                    let found = texts::identify(&value).licenses;
                    let lower = value.to_ascii_lowercase();
                    fields.push(Field { key, value, span, found, lower });
                }
            }
        }
        let text = card.source.text.as_ref();
        let is_own = |id: &String| policy::all().iter().any(|policy| policy.license == id);
        let declared =
            ["license", "license_name"].iter().flat_map(|key| card.written_licenses(key)).filter_map(|said| {
                let ids: Vec<String> =
                    policy::identify(&said.text).into_iter().map(|id| id.id).filter(is_own).collect();
                (!ids.is_empty()).then(|| (said.text.clone(), said.span, ids))
            });
        let declared = declared.collect();
        Self { body, fields, lower: text.to_ascii_lowercase(), links: links(text, policy::all()), declared }
    }
}

/// What one file holds for one license, found once for all models that it serves.
#[derive(Debug, Clone, Default)]
struct Held {
    agreements: Vec<AgreementText>,
    notice: Option<(Place, Form)>,
    pointer: Option<Reference>,
}

/// What the files that were looked through hold, by path and license.
#[derive(Debug, Default)]
pub struct Files {
    held: BTreeMap<(Arc<str>, &'static str), Rc<Held>>,
    /// Each with its ASCII letters in lower case.
    lower: BTreeMap<Arc<str>, String>,
}

impl Files {
    fn held(&mut self, file: &TextFile, policy: &'static Policy) -> Rc<Held> {
        let key = (Arc::clone(&file.source.path), policy.license);
        let path = Arc::clone(&file.source.path);
        let lower = self.lower.entry(path).or_insert_with(|| file.source.text.to_ascii_lowercase());
        Rc::clone(self.held.entry(key).or_insert_with(|| Rc::new(Held::read(file, lower, policy))))
    }
}

impl Held {
    fn read(file: &TextFile, lower: &str, policy: &'static Policy) -> Self {
        let source = &file.source;
        let (agreements, masks) = agreement_texts(source, &file.identified.licenses, policy);
        let notice = policy.notice.as_ref().filter(|notice| notice::may_be_in(lower, notice));
        let notice = notice.and_then(|notice| notice::find(&source.text, &masks, notice));
        // A file of a line or two that links to the agreement is a pointer (Code Llama's own LICENSE is one).
        let is_short = source.text.len() < 600 && masks.is_empty();
        let link = is_short.then(|| links(&source.text, std::slice::from_ref(policy)).first().map(|(_, span)| *span));
        let link = link.flatten();
        Self {
            agreements,
            notice: notice.map(|found| (source.place(found.span), found.form)),
            pointer: link
                .map(|span| Reference { place: source.place(span), what: format!("a link in `{}`", source.path) }),
        }
    }
}

impl Papers {
    /// Looks through a model.
    pub fn read(model: &Model, scan: &Scan, policy: &'static Policy, files: &mut Files) -> Self {
        let mut papers = Self::default();
        for file in &model.texts {
            papers.file(file, &files.held(file, policy), model.owns(file));
        }
        if let Some(card) = &model.card {
            papers.card(card, scan, policy);
        }
        papers.notices.sort_by_key(|found| (!found.in_notice_file, std::cmp::Reverse(found.form)));
        papers
    }

    fn file(&mut self, file: &TextFile, held: &Held, own: bool) {
        self.agreements.extend(held.agreements.iter().map(|text| AgreementText { own, ..text.clone() }));
        self.references.extend(held.pointer.clone());
        self.use_policy |= file.is_use_policy;
        match &held.notice {
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
        let notice = policy.notice.as_ref().filter(|notice| notice::may_be_in(&scan.lower[start..], notice));
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
        for (text, span, _) in scan.declared.iter().filter(|(_, _, ids)| ids.iter().any(|id| id == policy.license)) {
            let what = format!("the identifier `{text}`");
            self.references.push(Reference { place: card.source.place(*span), what });
        }
        if let Some((_, span)) = scan.links.iter().find(|(license, _)| *license == policy.license) {
            self.references
                .push(Reference { place: card.source.place(*span), what: format!("a link in `{}`", card.source.path) });
        }
        let is_named = |document: &Pointer| document.words.iter().any(|words| scan.lower.contains(words));
        self.use_policy |= policy.use_policy.as_ref().is_some_and(is_named);
    }

    /// Fields of the front matter: the agreement in `extra_gated_prompt`, a notice in any other field.
    fn fields(&mut self, card: &Card, scan: &Scan, policy: &Policy) {
        for Field { key, value, span, found, lower } in &scan.fields {
            let texts: Vec<&Found> = found.iter().filter(|found| is_text_of(found, policy)).collect();
            let first = card.source.line_span(card.source.line_of(span.start));
            self.agreements.extend(texts.iter().map(|found| agreement(card.source.place(first), found)));
            if key.starts_with("extra_gated") {
                continue;
            }
            let masks: Vec<Span> = texts.iter().map(|found| found.span).collect();
            let notice = policy.notice.as_ref().filter(|notice| notice::may_be_in(lower, notice));
            if let Some(found) = notice.and_then(|notice| notice::find(value, &masks, notice)) {
                let place = card.source.place(*span);
                self.notices.push(NoticeAt { place, form: found.form, in_notice_file: false, own: true });
            }
        }
    }

    /// Claims of descent in these papers, which are made against the author's own interest.
    pub fn claims(&self, policy: &Policy) -> Vec<Claim> {
        if policy.anybodys {
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
            claim("notice", Strength::Decisive, &notice.place, text)
        });
        let agreements = self.agreements.iter().map(|agreement| {
            let text = format!("a text of the {}", policy.short);
            claim("agreement", if agreement.own { Strength::Strong } else { Strength::Medium }, &agreement.place, text)
        });
        notices.chain(agreements).collect()
    }
}

/// The texts of the agreement in a file of the model itself, and the spans they cover.
fn agreement_texts(source: &Source, found: &[Found], policy: &Policy) -> (Vec<AgreementText>, Vec<Span>) {
    let texts = found.iter().filter(|found| is_text_of(found, policy)).map(|found| {
        let first = source.line_span(source.line_of(found.span.start));
        (agreement(source.place(first), found), found.span)
    });
    texts.unzip()
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
    document.words.iter().any(|words| notice::position(text, 0, words).is_some())
}

/// Bytes of an address that are held against the policy's.
const ADDRESS: usize = 256;

/// The first address in a text that leads to the agreement of each of some policies. Each address is read once.
fn links(text: &str, policies: &'static [Policy]) -> Vec<(&'static str, Span)> {
    let mut found: Vec<(&'static str, Span)> = Vec::new();
    let mut last: &str = "";
    for at in memchr::memmem::find_iter(text.as_bytes(), b"://") {
        let start = text[..at].rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |edge| edge + 1);
        let start = text.ceil_char_boundary(start);
        let rest = &text[start..];
        let end = |text: &str| {
            text.find(|c: char| c.is_whitespace() || matches!(c, ')' | ']' | '>' | '"' | '\'' | '`'))
                .unwrap_or(text.len())
        };
        // Its beginning decides: a text may be one address without end.
        let head = &rest[..rest.floor_char_boundary(ADDRESS)];
        let head = &head[..end(head)];
        if head == last {
            continue;
        }
        last = head;
        let leads = |policy: &&Policy| !found.iter().any(|(license, _)| *license == policy.license);
        let address = policy::Address::new(head);
        let led: Vec<&Policy> = policies.iter().filter(leads).filter(|policy| policy.has_link(&address)).collect();
        found.extend(led.iter().map(|policy| (policy.license, Span::new(start, start + end(rest)))));
    }
    found
}
