//! What a model declares as its license: the `license` field, and for `other` what name, link and license files say.

use crate::license_texts::Completeness;
use crate::model::card::{Card, Declared};
use crate::model::linked;
use crate::model::{HeaderLicense, Model, TextFile};
use crate::policy::{self, CardLicense, Identifier, Licensed};
use crate::source::{Place, Span};

/// Where a declared license was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// `license`.
    License,
    /// `license_name`.
    Name,
    /// `license_link`.
    Link,
    /// The text of a license file.
    File,
    /// `license` in lines that the Hub does not read.
    Unread,
    /// The text of the card.
    Text,
    /// A key in the header of weights.
    Header(&'static str),
}

/// One declared license.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    /// The value as written, or the name of the file.
    pub(crate) text: String,
    /// The value, or the first line of the file.
    pub(crate) place: Place,
    /// Bytes of the card, for items of the front matter.
    pub(crate) span: Option<Span>,
    /// What it names; nothing where it is not known.
    pub(crate) ids: Vec<Identifier>,
    pub(crate) field: Field,
}

/// Everything that a model declares.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Declaration {
    /// The items of `license` that are texts.
    pub(crate) items: Vec<Item>,
    /// What a person reads as `license` where the Hub reads none.
    pub(crate) unread: Vec<Item>,
    /// Values of `license` that are no texts, such as `no` or `2.0`.
    pub(crate) not_texts: Vec<Item>,
    /// What `license_name`, `license_link` and license files say, in this order.
    pub(crate) license_fields: Vec<Item>,
    /// What the text of the card states, each with what it is of.
    pub(crate) in_text: Vec<(Item, Licensed)>,
    /// What headers of weights say.
    pub(crate) headers: Vec<Item>,
    /// `license_name` is set.
    pub(crate) has_name: bool,
    /// `license_link` is set.
    pub(crate) has_link: bool,
}

impl Field {
    /// The name of the field in the card or the header.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Name => "license_name",
            Self::Link => "license_link",
            Self::License | Self::Unread | Self::File | Self::Text => "license",
            Self::Header(key) => key,
        }
    }
}

impl Declaration {
    /// Reads what a model declares; `in_text` is what the text of its card states.
    pub(crate) fn read(model: &Model, in_text: Vec<CardLicense>) -> Self {
        let mut declaration = Self::default();
        if let Some(card) = &model.card {
            for declared in card.declared() {
                let item = item(card, &declared, Field::License);
                if declared.is_text { declaration.items.push(item) } else { declaration.not_texts.push(item) }
            }
            if card.refused.is_some() || card.fence.is_none() {
                declaration.unread = unread_items(card);
            }
            declaration.in_text = in_text.into_iter().map(|stated| text_item(card, stated)).collect();
            if card.refused.is_none() {
                declaration.read_license_fields(card, model);
            }
        }
        declaration.headers = model.header_licenses.iter().flat_map(header_items).collect();
        for file in model.own_texts() {
            declaration.license_fields.extend(file_item(file));
        }
        declaration
    }

    fn read_license_fields(&mut self, card: &Card, model: &Model) {
        for name in card.written_licenses("license_name") {
            self.has_name = true;
            self.license_fields.push(item(card, &name, Field::Name));
        }
        for link in card.written_licenses("license_link") {
            self.has_link = true;
            let mut found = item(card, &link, Field::Link);
            let file = linked::file_of(&link.text).map(|name| model.file(&name));
            let linked = model.texts.iter().find(|text| Some(text.source.path.as_ref()) == file.as_deref());
            found.ids = match linked.and_then(|text| file_item(text)) {
                Some(file) => file.ids,
                None => of_url(&link.text),
            };
            self.license_fields.push(found);
        }
    }

    /// Whether `license` is `other` and nothing else.
    pub(crate) fn is_other(&self) -> bool {
        !self.items.is_empty() && self.items.iter().all(Item::is_other)
    }

    /// The license that `other` means: the first of name, link and license file that names a known license.
    pub(crate) fn resolved(&self) -> Option<&Item> {
        self.license_fields.iter().find(|item| item.ids.iter().any(|id| id.id != "other"))
    }
}

impl Item {
    /// Whether it names one of the licenses that another one names.
    pub(crate) fn shares_license(&self, other: &Self) -> bool {
        self.ids.iter().any(|id| other.ids.iter().any(|known| known.id == id.id))
    }

    /// Whether it names one of the licenses that another one names, or the same less closely: `gpl` and `gpl-3.0`, `openrail` and
    /// `creativeml-openrail-m`.
    pub(crate) fn is_alike(&self, other: &Self) -> bool {
        let is_of =
            |a: &Identifier, b: &Identifier| a.id.starts_with(&b.id) || a.class == b.class && a.id.contains(&b.id);
        let is_alike = |a: &Identifier, b: &Identifier| is_of(a, b) || is_of(b, a);
        self.ids.iter().any(|id| other.ids.iter().any(|known| is_alike(id, known)))
    }

    /// The value as written, between back-ticks, with the identifier that it means.
    pub(crate) fn quoted(&self) -> String {
        match self.ids.as_slice() {
            [one] if one.id != self.text => format!("`{}` ({})", self.text, one.id),
            _ => format!("`{}`", self.text),
        }
    }

    /// Whether it is the identifier `other`.
    pub(crate) fn is_other(&self) -> bool {
        self.ids.iter().any(|id| id.class == "other")
    }
}

fn item(card: &Card, declared: &Declared, field: Field) -> Item {
    Item {
        text: declared.text.clone(),
        place: card.source.place(declared.span),
        span: Some(declared.span),
        ids: policy::identify(&declared.text),
        field,
    }
}

/// A license that the text of the card states.
fn text_item(card: &Card, stated: CardLicense) -> (Item, Licensed) {
    let CardLicense { id, of, text, span } = stated;
    (Item { text, place: card.source.place(span), span: Some(span), ids: vec![id], field: Field::Text }, of)
}

/// The known licenses that a person reads in a card from which the Hub reads none.
fn unread_items(card: &Card) -> Vec<Item> {
    let texts = card.all_texts("license").flat_map(|(text, span)| text.split(',').map(move |part| (part.trim(), span)));
    let items =
        texts.map(|(part, span)| item(card, &Declared { text: part.to_owned(), span, is_text: true }, Field::Unread));
    items.filter(|item| !item.ids.is_empty()).collect()
}

/// The licenses whose whole text a file holds.
fn file_item(file: &TextFile) -> Option<Item> {
    let whole = file.identified.licenses.iter().filter(|found| found.completeness == Completeness::Complete);
    let ids: Vec<Identifier> = whole.flat_map(|found| policy::identify(found.license)).collect();
    if file.is_notice || file.is_use_policy || ids.is_empty() {
        return None;
    }
    let place = file.source.place(file.source.line_span(1));
    Some(Item { text: file.source.path.to_string(), place, span: None, ids, field: Field::File })
}

/// The licenses that a header of weights names: those of its list, and for `other` or none what name or link say.
fn header_items(license: &HeaderLicense) -> Vec<Item> {
    let item = |key, text: &str, ids| Item {
        text: text.to_owned(),
        place: license.place.clone(),
        span: None,
        ids,
        field: Field::Header(key),
    };
    let mut found = Vec::new();
    for (key, value) in &license.fields {
        if *key == HeaderLicense::LINK {
            found.push(item(*key, value, of_url(value)));
            continue;
        }
        // Writers join several with commas, which some spellings of one license have as well.
        let whole = policy::identify(value);
        if whole.len() == 1 {
            found.push(item(*key, value, whole));
        } else {
            found.extend(value.split(',').map(|part| item(*key, part.trim(), policy::identify(part))));
        }
    }
    found.retain(|item| !item.ids.is_empty() && !item.is_other());
    // Name and link only say what `other` is.
    let first = found.first().map(|item| item.field);
    found.retain(|item| Some(item.field) == first);
    found
}

/// The license that a well-known address is about.
fn of_url(url: &str) -> Vec<Identifier> {
    let lower = url.to_ascii_lowercase();
    let Some((_, rest)) = lower.split_once("://") else { return Vec::new() };
    let (host, path) = rest.trim_end_matches('/').split_once('/').unwrap_or((rest, ""));
    let parts: Vec<&str> = path.split('/').collect();
    let last = parts.last().copied().unwrap_or_default();
    let last = [".html", ".txt", ".en", ".php"].iter().fold(last, |name, end| name.trim_end_matches(end));
    match host.trim_start_matches("www.") {
        "creativecommons.org" => match parts.as_slice() {
            ["licenses", kind, version, ..] => policy::identify(&format!("cc-{kind}-{version}")),
            ["publicdomain", "zero", ..] => policy::identify("cc0-1.0"),
            _ => Vec::new(),
        },
        "apache.org" => policy::identify(&format!("apache-{}", last.trim_start_matches("license-"))),
        "opensource.org" | "choosealicense.com" | "spdx.org" | "gnu.org" | "mozilla.org" => policy::identify(last),
        _ => Vec::new(),
    }
}
