//! Weighs evidence: from facts to yes, no or uncertain.
//!
//! Each piece of evidence has a kind and a strength, measured on some 1,500 real cards whose root is known:
//!
//! - *Decisive* evidence settles the matter: an identifier in `base_model`, an adapter configuration, a recipe, the header of weights,
//!   a Modelfile, the notice in the author's own words. Files that tools write were too few to measure.
//! - *Strong* evidence settles it where nothing strong speaks against it: an explicit phrase or label in the card, a known name, a text of
//!   the agreement.
//! - Two kinds of *medium* evidence together do (name, tag, weight shape, link, declared license). One alone does not, except the declared
//!   license, which is a claim against the author's own interest.
//!
//! Everything else is `uncertain`.

use super::data;
use super::fact::{Fact, Facts};
use super::known::path_to_root;
use super::root::Root;
use crate::report::lineage::{Derived, Evidence, EvidenceKind, Lineage, Strength};
use std::collections::BTreeSet;

/// A family of which descent is to be decided.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FamilyQuery<'f> {
    /// Its key in `lineage/families.yml`.
    pub(crate) family: &'f str,
    /// Evidence against it is reported also where there is none for it.
    pub(crate) even_without_evidence: bool,
}

/// What a fact says of descent from one family.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    For,
    Against,
    Doubt,
}

/// Decides whether a model descends from one family, and lists the evidence, strongest first.
pub(crate) fn weigh(query: FamilyQuery<'_>, all: &Facts, is_published: bool) -> Lineage {
    let family = query.family;
    if !query.even_without_evidence && !all.facts.iter().any(|fact| fact.root.is(family)) {
        return Lineage { family: family.to_owned(), derived: Derived::No, via: Vec::new(), evidence: Vec::new() };
    }
    let facts: Vec<(&Fact, Direction)> = all.facts.iter().map(|fact| (fact, direction(fact, family))).collect();
    let derived = decide(family, &facts, all.has_unknown_parent, is_published);
    let mut evidence: Vec<Evidence> = facts
        .iter()
        .filter(|(_, direction)| *direction != Direction::Doubt || derived == Derived::Uncertain)
        .map(|(fact, direction)| Evidence {
            // Whose sentence it is matters to the weighing only.
            kind: if fact.kind == EvidenceKind::OwnProse { EvidenceKind::Prose } else { fact.kind },
            place: fact.place.clone(),
            text: fact.text.clone(),
            strength: fact.strength,
            // What raises the doubt is what there is for descent.
            speaks_for: *direction == Direction::For || *direction == Direction::Doubt && raises_doubt(fact, family),
        })
        .collect();
    evidence.sort_by(|a, b| {
        (b.strength, b.speaks_for).cmp(&(a.strength, a.speaks_for)).then_with(|| a.place.cmp(&b.place))
    });
    evidence.dedup();
    let best = facts
        .iter()
        .filter(|(fact, direction)| *direction == Direction::For && fact.id.is_some())
        .max_by_key(|(fact, _)| fact.strength);
    let via = best.map(|(fact, _)| path_of(fact)).unwrap_or_default();
    Lineage { family: family.to_owned(), derived, via: if derived == Derived::No { Vec::new() } else { via }, evidence }
}

fn direction(fact: &Fact, family: &str) -> Direction {
    match fact.kind {
        _ if fact.root == Root::Unknown && is_disputed(family) => Direction::Doubt,
        EvidenceKind::Partial | EvidenceKind::FamilyCode => Direction::Doubt,
        EvidenceKind::Architecture | EvidenceKind::OtherShape if fact.root.is(family) => Direction::Against,
        // That a model has the architecture of another family says nothing of its weights.
        EvidenceKind::Architecture
        | EvidenceKind::OtherShape
        | EvidenceKind::WeightsShape
        | EvidenceKind::ResizedShape
            if !fact.root.is(family) =>
        {
            Direction::Doubt
        }
        _ if fact.root.is(family) => Direction::For,
        _ => Direction::Against,
    }
}

/// Identifiers from the model that a fact is about up to its root: what the Hub or a dump states, then what the table has.
fn path_of(fact: &Fact) -> Vec<String> {
    let first = fact.id.iter().cloned();
    match fact.above.split_last() {
        Some((last, between)) => first.chain(between.iter().cloned()).chain(path_to_root(last)).collect(),
        None => fact.id.as_deref().map(path_to_root).unwrap_or_default(),
    }
}

/// Whether models of disputed origin may be of a family.
fn is_disputed(family: &str) -> bool {
    data::family(family).is_some_and(|family| family.disputed)
}

/// Whether a fact leaves open what it says of a family: a part of its weights, its code, a model whose origin is disputed.
fn raises_doubt(fact: &Fact, family: &str) -> bool {
    fact.root == Root::Unknown && is_disputed(family)
        || matches!(fact.kind, EvidenceKind::Partial | EvidenceKind::FamilyCode) && fact.root.is(family)
}

/// How many kinds of evidence of one strength point in one direction; kinds that see the same thing count once.
fn count_kinds(facts: &[(&Fact, Direction)], side: Direction, strength: Strength) -> usize {
    let of = |fact: &Fact| match fact.kind {
        EvidenceKind::Usage | EvidenceKind::ModelName | EvidenceKind::WeightsName => EvidenceKind::ModelName,
        EvidenceKind::UsageKnown => EvidenceKind::KnownModel,
        EvidenceKind::OwnProse => EvidenceKind::Prose,
        EvidenceKind::ResizedShape => EvidenceKind::WeightsShape,
        kind => kind,
    };
    facts
        .iter()
        .filter(|(fact, direction)| *direction == side && fact.strength == strength)
        .map(|(fact, _)| of(fact))
        .collect::<BTreeSet<_>>()
        .len()
}

/// One decisive fact, or a strong one with none against it, or two that count: yes. The measure is the precision of each kind
/// of evidence on 1,474 real cards.
fn decide(family: &str, facts: &[(&Fact, Direction)], has_unknown_parent: bool, is_published: bool) -> Derived {
    let count = |direction, strength| count_kinds(facts, direction, strength);
    let pointing = |side| facts.iter().filter(move |(_, direction)| *direction == side).map(|(fact, _)| *fact);
    let is_notice = |fact: &Fact| fact.kind == EvidenceKind::Notice;
    let is_parent = |fact: &Fact| fact.strength == Strength::Decisive && !is_notice(fact);
    if count(Direction::For, Strength::Decisive) > 0 {
        // A notice beside a parent of another family: the wrong sentence, or a merge that names one member. Where the parent's own
        // notice is there too, and the license is declared or passed on, both are meant.
        let is_backed = pointing(Direction::For)
            .any(|fact| matches!(fact.kind, EvidenceKind::DeclaredLicense | EvidenceKind::Agreement));
        let is_of_parent =
            |notice: &Fact| pointing(Direction::Against).any(|fact| is_parent(fact) && fact.root == notice.root);
        let both = is_backed && pointing(Direction::Against).any(|fact| is_notice(fact) && is_of_parent(fact));
        let is_alone = !pointing(Direction::For).any(is_parent) && pointing(Direction::Against).any(is_parent) && !both;
        return if is_alone { Derived::Uncertain } else { Derived::Yes };
    }
    let declared = pointing(Direction::For).any(|fact| fact.kind == EvidenceKind::DeclaredLicense);
    let own = |side| pointing(side).any(|fact| fact.kind == EvidenceKind::OwnProse);
    if count(Direction::Against, Strength::Decisive) > 0 && !has_unknown_parent {
        // Another parent in the metadata, but the author says that this model is made from this one, and says so of no other, or declares
        // its license: perhaps a merge of two families, perhaps one of them is wrong.
        let says_so = pointing(Direction::For)
            .any(|fact| fact.kind == EvidenceKind::OwnProse && fact.strength == Strength::Strong);
        let is_doubtful = declared && own(Direction::For) || says_so && !own(Direction::Against);
        return if is_doubtful { Derived::Uncertain } else { Derived::No };
    }
    let (strong_for, strong_against) =
        (count(Direction::For, Strength::Strong), count(Direction::Against, Strength::Strong));
    let (medium_for, medium_against) =
        (count(Direction::For, Strength::Medium), count(Direction::Against, Strength::Medium));
    // Models that descend from a family have its architecture too: that they say so takes nothing from stronger words.
    let others = pointing(Direction::Against)
        .filter(|fact| fact.kind != EvidenceKind::Architecture && fact.strength == Strength::Medium)
        .count();
    let doubt = facts.iter().any(|(fact, _)| raises_doubt(fact, family) && fact.kind != EvidenceKind::FamilyCode);
    let only_scratch = pointing(Direction::Against).all(|fact| fact.kind == EvidenceKind::FromScratch);
    let only_resized = pointing(Direction::For).all(|fact| fact.kind == EvidenceKind::ResizedShape);
    // Beside no model, the name of a tool, a link to what it loads and the license of that say nothing.
    let only_named = pointing(Direction::For).all(|fact| {
        matches!(
            fact.kind,
            EvidenceKind::Link
                | EvidenceKind::ModelName
                | EvidenceKind::Usage
                | EvidenceKind::UsageKnown
                | EvidenceKind::LicenseStatement
        )
    });
    let code = facts.iter().any(|(fact, _)| fact.kind == EvidenceKind::FamilyCode && fact.root.is(family));
    match (strong_for, strong_against) {
        (1.., 0) if doubt || (strong_for == 1 && !own(Direction::For) && others > 0 && medium_against > medium_for) => {
            Derived::Uncertain
        }
        (1.., 0) => Derived::Yes,
        (1.., _) if declared || strong_for > strong_against => Derived::Yes,
        // Where the card speaks of several models, sentences about this one decide.
        (1.., _) if own(Direction::For) != own(Direction::Against) => {
            if own(Direction::For) {
                Derived::Yes
            } else {
                Derived::No
            }
        }
        (1.., _) if strong_against > strong_for => Derived::No,
        (1.., _) => Derived::Uncertain,
        // The declared license is a claim against interest: it outweighs a denial in prose, not another parent.
        (0, 1..) if declared && only_scratch => Derived::Yes,
        // Whether weights trained from nothing with a family's own code are bound is an open question.
        (0, 1..) if code && only_scratch => Derived::Uncertain,
        (0, 1..) => Derived::No,
        (0, 0) if doubt => Derived::Uncertain,
        (0, 0) => match medium_for {
            0 => Derived::No,
            // Nothing is against the declared license: that the card speaks of the architecture agrees with it.
            1 if declared && others == 0 => Derived::Yes,
            1 if declared => Derived::Uncertain,
            // A shape with another vocabulary, and nothing beside it: as often a new model.
            1 if medium_against > 0 || !is_published || only_resized => Derived::No,
            1 => Derived::Uncertain,
            _ if !is_published && only_named => Derived::No,
            _ if medium_against >= medium_for => Derived::Uncertain,
            _ => Derived::Yes,
        },
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::{Fact, Facts, FamilyQuery, Root, data, weigh};
    use crate::report::lineage::{Derived, EvidenceKind, Lineage, Strength};
    use crate::source::Place;

    /// Facts as `strength kind family`, with `;` between two; each has an id and a place of its own.
    fn facts(text: &str) -> Facts {
        let fact = |(at, text): (usize, &str)| {
            let words: Vec<&str> = text.split_whitespace().collect();
            let word = |at: usize| serde_json::Value::from(words[at]);
            let strength: Strength = serde_json::from_value(word(0)).unwrap();
            let kind: EvidenceKind = serde_json::from_value(word(1)).unwrap();
            let id = (kind == EvidenceKind::BaseModel).then(|| format!("a/{at}"));
            let root = match words[2] {
                "scratch" => Root::FromScratch,
                "uncertain" => Root::Unknown,
                key => Root::Family(data::family(key).unwrap().family),
            };
            let place = Place::file(format!("{at}"));
            Fact { kind, root, id, above: Vec::new(), strength, place, text: text.to_owned() }
        };
        let facts = text.split(';').enumerate().map(fact).collect();
        Facts { facts, ..Facts::default() }
    }

    fn llama2(facts: &Facts) -> Lineage {
        weigh(FamilyQuery { family: "llama2", even_without_evidence: false }, facts, true)
    }

    #[test]
    fn the_strongest_evidence_decides_and_what_is_even_is_uncertain() {
        use Derived::{No, Uncertain, Yes};
        for (text, derived) in [
            // A decisive fact settles it, a notice only where no other parent is stated, or its license is passed on as well.
            ("decisive base-model llama2", Yes),
            ("decisive base-model llama2; decisive base-model gemma", Yes),
            ("decisive notice llama2", Yes),
            ("decisive notice llama2; strong base-model gemma", Yes),
            ("decisive notice llama2; decisive base-model gemma", Uncertain),
            ("decisive notice llama2; decisive notice gemma", Yes),
            ("decisive notice llama2; decisive base-model llama2; decisive base-model gemma", Yes),
            ("decisive notice llama2; decisive base-model gemma; decisive notice gemma", Uncertain),
            ("decisive notice llama2; decisive base-model gemma; medium declared-license llama2", Uncertain),
            (
                "decisive notice llama2; decisive base-model gemma; decisive notice gemma; medium declared-license llama2",
                Yes,
            ),
            ("decisive notice llama2; decisive base-model gemma; decisive notice gemma; strong agreement llama2", Yes),
            (
                "decisive notice llama2; decisive base-model gemma; decisive notice gemma; strong agreement gemma",
                Uncertain,
            ),
            (
                "decisive notice llama2; decisive base-model gemma; decisive notice mpt; strong agreement llama2",
                Uncertain,
            ),
            // Another parent is stated.
            ("decisive base-model gemma; strong prose llama2", No),
            ("decisive base-model gemma; medium declared-license llama2; strong prose llama2", No),
            ("decisive base-model gemma; strong own-prose llama2", Uncertain),
            ("decisive base-model gemma; medium own-prose llama2", No),
            ("decisive base-model gemma; strong own-prose llama2; strong own-prose gemma", No),
            ("decisive base-model gemma; strong prose llama2", No),
            ("decisive base-model gemma; medium declared-license llama2; strong own-prose llama2", Uncertain),
            // Strong evidence, with weaker evidence against it.
            ("strong prose llama2", Yes),
            ("strong prose llama2; medium tag mpt", Uncertain),
            ("strong prose llama2; medium tag mpt; medium link llama2", Yes),
            ("strong prose llama2; medium tag mpt; medium link mpt; medium link llama2", Uncertain),
            ("strong own-prose llama2; medium tag mpt", Yes),
            ("strong prose llama2; strong label llama2; medium tag mpt", Yes),
            ("strong prose llama2; strong own-prose llama2; medium tag mpt", Yes),
            ("strong prose llama2; medium architecture llama2", Yes),
            ("strong prose llama2; medium architecture mpt", Yes),
            ("strong prose llama2; medium other-shape llama2", Uncertain),
            ("strong prose llama2; medium partial llama2", Uncertain),
            ("strong prose llama2; medium partial mpt", Yes),
            ("strong prose llama2; medium family-code llama2", Yes),
            ("strong prose llama2; decisive base-model uncertain", Uncertain),
            // Strong evidence on both sides.
            ("strong prose llama2; strong prose mpt", Uncertain),
            ("strong prose llama2; strong prose mpt; medium declared-license llama2", Yes),
            ("strong prose llama2; strong prose mpt; medium declared-license mpt", Uncertain),
            ("strong prose llama2; strong label llama2; strong prose mpt", Yes),
            ("strong prose llama2; strong prose mpt; strong label mpt", No),
            ("strong own-prose llama2; strong prose mpt; strong label mpt", Yes),
            ("strong prose llama2; strong own-prose mpt", No),
            ("strong own-prose llama2; strong own-prose mpt", Uncertain),
            // Denials.
            ("strong from-scratch scratch; medium tag llama2", No),
            ("strong from-scratch scratch; medium declared-license llama2", Yes),
            ("strong from-scratch scratch; strong prose mpt; medium declared-license llama2", No),
            ("strong prose mpt; medium declared-license llama2", No),
            ("strong from-scratch scratch; medium family-code llama2", Uncertain),
            ("strong prose mpt; medium family-code llama2", No),
            ("strong from-scratch scratch; medium family-code mpt; medium tag llama2", No),
            // Nothing strong.
            ("medium partial llama2", Uncertain),
            ("medium family-code llama2", No),
            ("medium declared-license llama2", Yes),
            ("medium declared-license llama2; medium architecture llama2", Yes),
            ("medium declared-license llama2; medium tag mpt", Uncertain),
            ("medium tag llama2", Uncertain),
            ("medium tag llama2; medium link mpt", No),
            ("medium tag llama2; medium link llama2", Yes),
            ("medium tag llama2; medium link llama2; medium tag mpt", Yes),
            ("medium tag llama2; medium link llama2; medium tag mpt; medium link mpt", Uncertain),
            ("hint modelfile llama2", No),
            // What sees the same thing counts once.
            ("medium model-name llama2; medium weights-name llama2; medium usage llama2", Uncertain),
            ("medium usage-known llama2; medium known-model llama2", Uncertain),
            ("medium prose llama2; medium own-prose llama2", Uncertain),
            ("medium tag llama2; medium tag llama2", Uncertain),
            // Shapes and doubts.
            ("medium weights-shape llama2; medium tag llama2", Yes),
            ("medium other-shape llama2; medium tag llama2", No),
            ("medium weights-shape mpt; medium tag llama2", Uncertain),
            ("medium other-shape mpt; medium tag llama2", Uncertain),
            ("decisive base-model uncertain; medium tag llama2", Uncertain),
            ("strong prose mpt", No),
        ] {
            assert_eq!(llama2(&facts(text)).derived, derived, "{text}");
        }
    }

    #[test]
    fn an_unknown_parent_and_an_unpublished_model_leave_less_to_be_said() {
        let text = "decisive base-model gemma; strong prose llama2";
        assert_eq!(llama2(&Facts { has_unknown_parent: true, ..facts(text) }).derived, Derived::Yes);
        let asked = FamilyQuery { family: "llama2", even_without_evidence: false };
        assert_eq!(weigh(asked, &facts("medium tag llama2"), false).derived, Derived::No);
        // The origin of such a model is disputed for the Llamas only.
        let disputed = facts("decisive base-model uncertain; medium tag gemma");
        assert_eq!(weigh(FamilyQuery { family: "gemma", ..asked }, &disputed, true).derived, Derived::No);
    }

    #[test]
    fn evidence_is_shown_strongest_first_and_names_the_way() {
        let shown = |lineage: &Lineage| {
            let line = |one: &super::Evidence| {
                format!("{}{} {}", if one.speaks_for { '+' } else { '-' }, one.kind, one.place.path)
            };
            lineage.evidence.iter().map(line).collect::<Vec<_>>().join(", ")
        };
        let all = facts(
            "medium tag llama2; strong own-prose llama2; decisive base-model llama2; decisive base-model mpt; medium partial llama2",
        );
        let lineage = llama2(&all);
        assert_eq!(shown(&lineage), "+base-model 2, -base-model 3, +prose 1, +tag 0");
        assert_eq!(lineage.via, ["a/2"]);
        // The best of two ways; none where the model does not descend.
        assert_eq!(llama2(&facts("strong base-model llama2; decisive base-model llama2")).via, ["a/1"]);
        assert_eq!(llama2(&facts("strong base-model llama2; strong prose mpt; strong label mpt")).via, [""; 0]);
        // A doubt is shown where it makes the verdict uncertain, as what there is for descent.
        let doubt = llama2(&facts(
            "medium partial llama2; medium family-code mpt; medium weights-shape mpt; decisive base-model uncertain",
        ));
        assert_eq!(shown(&doubt), "+base-model 3, +partial 0, -family-code 1, -weights-shape 2");
        // Nothing is said where nothing speaks of the family, unless silence is asked for.
        let other = facts("strong prose mpt");
        assert_eq!(shown(&llama2(&other)), "");
        assert_eq!(
            shown(&weigh(FamilyQuery { family: "llama2", even_without_evidence: true }, &other, true)),
            "-prose 0"
        );
        let mut twice = facts("medium tag llama2; medium tag llama2");
        twice.facts[1] = twice.facts[0].clone();
        assert_eq!(shown(&llama2(&twice)), "+tag 0");
    }
}
