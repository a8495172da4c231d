//! Gathers what a model's card and files say of its descent.

use super::LineageFacts;
use super::facts::Family;
use super::known;
use super::named::hub_id;
use super::names::{self, family_of_name};
use super::prefilter::BlockHints;
use super::prose;
use super::words::Words;
use crate::model::card::Card;
use crate::model::card::body::BlockKind;
use crate::model::{Model, Parent, ParentKind, Shape};
use crate::report::lineage::{EvidenceKind, Strength};
use crate::source::{Place, Span};

/// One thing that is said of a family. `scratch` and `uncertain` stand for no family and for an open question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fact {
    pub(crate) kind: EvidenceKind,
    pub(crate) family: String,
    pub(crate) id: Option<String>,
    /// The ids above `id` that only the Hub or a dump of cards names, up to one whose family is known.
    pub(crate) above: Vec<String>,
    pub(crate) strength: Strength,
    pub(crate) place: Place,
    pub(crate) text: String,
}

/// Everything that a model says of its descent, and the parents whose family nobody knows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facts {
    pub(crate) facts: Vec<Fact>,
    /// Whether the card or a tool states such a parent.
    pub(crate) unknown_parent: bool,
    pub(crate) unknown: Vec<String>,
}

/// Reads a model.
pub(crate) fn gather(model: &Model, speaking: &[BlockHints], overrides: &LineageFacts) -> Facts {
    let mut gatherer = Gatherer { overrides, is_published: model.is_published(), facts: Facts::default() };
    if model.other_kind.is_some() {
        return gatherer.facts;
    }
    for parent in &model.parents {
        gatherer.parent(parent);
    }
    gatherer.names(model);
    gatherer.weights(model);
    gatherer.header_licenses(model);
    if let Some(card) = &model.card {
        gatherer.metadata(card);
        gatherer.recipes(card);
        gatherer.prose(card, speaking);
    }
    gatherer.facts
}

/// A vocabulary beyond this size has more than the 32,000 pieces of the shapes that are known, and some for a chat.
const RESIZED: u64 = 32_128;

/// Keys of the front matter that name a parent.
const PARENT_KEYS: [&str; 4] = ["base_model", "duplicated_from", "model_link", "base_model_name"];

/// The identifiers that a model's metadata, adapter configuration and recipes name as its parents.
pub fn stated_parents(model: &Model) -> Vec<String> {
    let card = model.card.iter();
    let said = card.flat_map(|card| PARENT_KEYS.iter().flat_map(|key| card.said(key))).map(|(id, _)| id);
    let by_tools =
        model.parents.iter().filter(|parent| matches!(parent.kind, ParentKind::Adapter | ParentKind::Recipe));
    let all = said.chain(by_tools.map(|parent| parent.id.clone()));
    let mut ids: Vec<String> = Vec::new();
    for id in all.filter_map(|id| Some(hub_id(&id).unwrap_or(id.trim())).filter(|id| is_hub_id(id)).map(str::to_owned))
    {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// The parents of a model whose family nobody knows.
pub(crate) fn unknown(model: &Model, overrides: &LineageFacts) -> Vec<String> {
    let mut gatherer = Gatherer { overrides, is_published: model.is_published(), facts: Facts::default() };
    for parent in &model.parents {
        gatherer.parent(parent);
    }
    if let Some(card) = &model.card {
        gatherer.metadata(card);
        gatherer.recipes(card);
    }
    gatherer.facts.unknown
}

pub(super) struct Gatherer<'o> {
    pub(super) overrides: &'o LineageFacts,
    pub(super) is_published: bool,
    pub(super) facts: Facts,
}

impl Gatherer<'_> {
    pub(super) fn add(
        &mut self,
        kind: EvidenceKind,
        family: &str,
        id: Option<&str>,
        strength: Strength,
        place: Place,
        text: &str,
    ) {
        let text = text.chars().take(300).collect();
        let id = id.map(str::to_owned);
        self.facts.facts.push(Fact { kind, family: family.to_owned(), id, above: Vec::new(), strength, place, text });
    }

    /// A parent by identifier: decisive by the table or a root's owner, strong by its name alone.
    pub(super) fn id(&mut self, kind: EvidenceKind, id: &str, best: Strength, place: Place) {
        let name = id.rsplit('/').next().unwrap_or(id);
        let owner = id.split('/').next().unwrap_or_default().to_ascii_lowercase();
        if let Some(family) = self.overrides.family(id) {
            return self.add(kind, family, Some(id), Strength::Decisive.min(best), place, id);
        }
        if let Some(known) = known::look_up(id) {
            let best = if known.by_shape { best.min(Strength::Strong) } else { best };
            return self.add(kind, known.family, Some(id), best, place, id);
        }
        let roots = self.overrides.roots(id);
        if !roots.is_empty() {
            for root in roots {
                let best = if root.by_shape { best.min(Strength::Strong) } else { best };
                self.add(kind, root.family, Some(id), best, place.clone(), id);
                if let Some(fact) = self.facts.facts.last_mut() {
                    fact.above = root.via.into_iter().skip(1).collect();
                }
            }
            return;
        }
        match family_of_name(name) {
            Some(key) if names::family(key).is_some_and(|family| family.owners.contains(&owner.as_str())) => {
                self.add(kind, key, Some(id), best, place, id);
            }
            // What the author or a tool states as the parent, under a name that tells the family; a "llama-7b" may be of either.
            Some(key) if best == Strength::Decisive && !is_bare(&Words::of(name)) => {
                self.add(kind, key, Some(id), best, place, id);
            }
            Some(key) => self.add(kind, key, Some(id), best.min(Strength::Strong), place, id),
            // A configuration names folders of training more often than models: these are nobody's on the Hub.
            None if kind == EvidenceKind::ConfigName => {}
            None => self.beyond(id, best, &place),
        }
    }

    /// A parent that only the Hub may know: its publisher's word on it counts like `base_model` in a card.
    fn beyond(&mut self, id: &str, best: Strength, place: &Place) {
        let ways = self.overrides.hub.ways(id, |id| self.overrides.knows(id));
        if ways.is_empty() || ways.iter().any(|way| !way.known) {
            self.facts.unknown_parent |= best == Strength::Decisive;
            self.facts.unknown.push(id.to_owned());
        }
        for way in ways {
            let first = self.facts.facts.len();
            let license = way.license.as_ref().and_then(|(_, license)| family_of_name(license));
            match (way.ids.last(), license) {
                (Some(last), _) if way.known => self.id(EvidenceKind::Hub, last, best, place.clone()),
                (_, Some(family)) => {
                    self.add(EvidenceKind::Hub, family, Some(id), best.min(Strength::Strong), place.clone(), id)
                }
                _ => {}
            }
            for fact in &mut self.facts.facts[first..] {
                fact.id = Some(id.to_owned());
                fact.above = way.ids[1..].to_vec();
                fact.text = self.overrides.hub.said(&way).chars().take(300).collect();
            }
        }
    }

    fn parent(&mut self, parent: &Parent) {
        let from = self.facts.facts.len();
        match parent.kind {
            ParentKind::Modelfile => self.modelfile(parent),
            ParentKind::Name => self.name_in_header(parent),
            ParentKind::Source => self.source(parent),
            _ => self.tool(parent),
        }
        if let Some(said) = &parent.said {
            for fact in &mut self.facts.facts[from..] {
                fact.text = said.chars().take(300).collect();
            }
        }
    }

    /// A parent that a tool wrote down, which may be a path on somebody's disk.
    pub(super) fn tool(&mut self, parent: &Parent) {
        let (kind, best) = match parent.kind {
            ParentKind::Header | ParentKind::Source | ParentKind::Name | ParentKind::Modelfile => {
                (EvidenceKind::WeightsHeader, Strength::Decisive)
            }
            ParentKind::HeaderName => (EvidenceKind::WeightsHeader, Strength::Strong),
            ParentKind::Adapter => (EvidenceKind::AdapterConfig, Strength::Decisive),
            ParentKind::Recipe => (EvidenceKind::Recipe, Strength::Decisive),
            ParentKind::Config => (EvidenceKind::ConfigName, Strength::Strong),
            ParentKind::Shape(shape, vocabulary) => return self.shape(shape, vocabulary, parent),
        };
        let place = parent.place.clone();
        if is_hub_id(&parent.id) {
            return self.id(kind, &parent.id, best, place);
        }
        if let Some(id) = cached_id(&parent.id).or_else(|| hub_id(&parent.id).map(str::to_owned)) {
            return self.id(kind, &id, best, place);
        }
        let parts: Vec<&str> =
            parent.id.rsplit(['/', '\\']).filter(|part| !part.is_empty() && !part.starts_with('.')).take(8).collect();
        let Some(last) = parts.first() else { return };
        let words = Words::of(last);
        let families = names::families().iter();
        let bare: Vec<_> = families.filter(|family| names_bare(family, &words)).map(|family| family.family).collect();
        if !bare.is_empty() {
            for family in bare {
                self.add(EvidenceKind::LocalPath, family, None, Strength::Medium, place.clone(), &parent.id);
            }
            return;
        }
        let strength = if parent.kind == ParentKind::Config { Strength::Medium } else { Strength::Strong };
        let family = |part: &str| family_of_name(part).or_else(|| known::by_name(part).map(|known| known.family));
        if let Some(family) = family(last) {
            self.add(kind, family, None, strength, place, &parent.id);
        } else if let Some(family) = parts.iter().skip(1).find_map(|part| family_of_name(part)) {
            // A checkpoint in the folder of a training run that the base model gave its name.
            self.add(kind, family, None, Strength::Medium, place, &parent.id);
        }
    }

    fn shape(&mut self, shape: Shape, vocabulary: Option<u64>, parent: &Parent) {
        for family in names::families().iter().filter(|family| !family.shapes.is_empty()) {
            let sizes = |other: &Shape| (other.hidden, other.intermediate, other.heads);
            let ruled_out = vocabulary.is_some_and(|size| family.other_vocabularies.contains(&size));
            if family.shapes.contains(&shape) && !ruled_out {
                // Models of this shape with a vocabulary of their own are as often new.
                let is_own = vocabulary.is_some_and(|size| size > RESIZED);
                self.add(
                    if is_own { EvidenceKind::ResizedShape } else { EvidenceKind::WeightsShape },
                    family.family,
                    None,
                    Strength::Medium,
                    parent.place.clone(),
                    &parent.id,
                );
            } else if ruled_out || !family.shapes.iter().any(|other| sizes(other) == sizes(&shape)) {
                self.add(
                    EvidenceKind::OtherShape,
                    family.family,
                    None,
                    Strength::Medium,
                    parent.place.clone(),
                    &parent.id,
                );
            }
        }
    }

    /// The model's own names. A folder counts as a name of the model only beside its own words.
    fn names(&mut self, model: &Model) {
        let mut names: Vec<(String, Place)> = model.name.clone().into_iter().collect();
        names.extend(model.card.as_ref().map(index_names).unwrap_or_default());
        names.extend(model.folder_name.clone().map(|name| (name, model.place())));
        for (name, place) in names {
            if let Some(family) = self.overrides.family(&name) {
                self.add(EvidenceKind::KnownModel, family, None, Strength::Decisive, place.clone(), &name);
            }
            if let Some(known) = known::by_name(name.rsplit('/').next().unwrap_or(&name)) {
                let strength = if known.by_shape { Strength::Medium } else { Strength::Strong };
                self.add(EvidenceKind::KnownModel, known.family, Some(known.id), strength, place.clone(), &name);
            }
            if let Some(family) = family_of_name(&name) {
                self.add(EvidenceKind::ModelName, family, None, Strength::Medium, place, &name);
            }
        }
    }

    /// Names of weight files, which converters make of the model's name.
    fn weights(&mut self, model: &Model) {
        for path in &model.weights {
            let file = path.rsplit('/').next().unwrap_or(path);
            let name = file.rsplit_once('.').map_or(file, |(name, _)| name);
            let family = known::by_name(name).map(|known| known.family).or_else(|| family_of_name(name));
            if let Some(family) = family {
                self.add(EvidenceKind::WeightsName, family, None, Strength::Medium, Place::file(path.as_str()), file);
            }
        }
    }

    /// `base_model`, its tags, other tags, the declared license.
    fn metadata(&mut self, card: &Card) {
        for key in PARENT_KEYS {
            for (id, span) in card.said(key) {
                let (id, best) = match hub_id(&id) {
                    Some(linked) => (linked.to_owned(), Strength::Strong),
                    None => (id, Strength::Decisive),
                };
                self.id(EvidenceKind::BaseModel, id.trim(), best, card.source.place(span));
            }
        }
        for (tag, span) in card.said("tags") {
            if let Some(id) = tag.strip_prefix("base_model:") {
                let id = ["adapter:", "finetune:", "merge:", "quantized:"]
                    .iter()
                    .find_map(|kind| id.strip_prefix(kind))
                    .unwrap_or(id);
                self.id(EvidenceKind::BaseModel, id, Strength::Decisive, card.source.place(span));
            } else if let Some(family) =
                family_of_name(&tag).filter(|_| !tag.contains(':') && Words::of(&tag).len() <= 4)
            {
                self.add(EvidenceKind::Tag, family, None, Strength::Medium, card.source.place(span), &tag);
            }
        }
        for key in ["license", "license_name"] {
            for (declared, span) in card.said(key) {
                if let Some(family) = names::of_license(&declared).or_else(|| family_of_name(&declared)) {
                    self.add(
                        EvidenceKind::DeclaredLicense,
                        family,
                        None,
                        Strength::Medium,
                        card.source.place(span),
                        &declared,
                    );
                }
            }
        }
    }

    /// Recipes of mergekit and axolotl that the card shows.
    fn recipes(&mut self, card: &Card) {
        for block in card.blocks.iter().filter(|block| block.kind == BlockKind::Code) {
            let is_yaml = matches!(block.language.split([' ', ',']).next(), Some("yaml" | "yml" | ""));
            if is_yaml
                && ["base_model", "merge_method", "models:", "slices:"].iter().any(|key| block.text.contains(key))
            {
                let start = block.origin(0);
                let end = block.origin(block.text.len().saturating_sub(1)) + 1;
                for parent in crate::model::recipe_in(&card.source, Span::new(start, end)) {
                    self.parent(&parent);
                }
            }
        }
    }

    fn prose(&mut self, card: &Card, speaking: &[BlockHints]) {
        for statement in prose::read(&card.blocks, speaking, self.is_published) {
            let place = card.source.place(statement.span);
            let text = said(
                card.source.line_span(card.source.line_of(statement.span.start)),
                statement.span,
                &card.source.text,
            );
            let mut family = statement.family;
            if statement.kind == EvidenceKind::FromScratch {
                family = "scratch";
            }
            let id = statement.id.as_deref();
            let overridden = id.and_then(|id| self.overrides.family(id)).map(str::to_owned);
            self.add(statement.kind, overridden.as_deref().unwrap_or(family), id, statement.strength, place, text);
        }
    }
}

/// The line that says something, or, of a long one, what stands from shortly before it on.
fn said(line: Span, span: Span, text: &str) -> &str {
    let start = if span.start > line.start + 200 { text.floor_char_boundary(span.start - 100) } else { line.start };
    let end = text.floor_char_boundary(line.end.min(start + 1_200));
    text.get(start..end).unwrap_or_default().trim()
}

/// Names of the model in `model-index`.
fn index_names(card: &Card) -> Vec<(String, Place)> {
    let (Some(document), Some(index)) = (&card.document, card.field("model-index")) else {
        return Vec::new();
    };
    let names =
        document.items(index.value).take(4).filter_map(|item| document.string(document.get(item, "name")?.value));
    names.map(|(name, span)| (name, card.source.place(span))).collect()
}

/// Whether a text is an identifier of the Hub and not a path.
pub(super) fn is_hub_id(text: &str) -> bool {
    text.matches('/').count() == 1 && !text.starts_with(['.', '/', '~']) && !text.ends_with('/') && !text.contains('\\')
}

/// Whether a name is one that the weights of several families go by, such as `llama-7b-hf`.
pub(crate) fn is_bare(words: &Words) -> bool {
    names::families().iter().any(|family| names_bare(family, words))
}

fn names_bare(family: &Family, words: &Words) -> bool {
    family.bare.iter().any(|name| words.matches(0, name).is_some())
}

/// The identifier in a path of the Hub's cache: `models--owner--name`.
fn cached_id(path: &str) -> Option<String> {
    let part = path.split(['/', '\\']).find_map(|part| part.strip_prefix("models--"))?;
    let (owner, name) = part.split_once("--")?;
    Some(format!("{owner}/{name}"))
}

/// Ids from a model up to its root, by the table; ends at a cycle or after eight steps.
pub(crate) fn chain(id: &str) -> Vec<String> {
    let mut chain = vec![id.to_owned()];
    while let Some(parent) = chain.last().and_then(|id| known::look_up(id)).and_then(|known| known.parent) {
        if chain.len() >= 8 || chain.iter().any(|seen| seen.eq_ignore_ascii_case(parent)) {
            break;
        }
        chain.push(parent.to_owned());
    }
    chain
}
