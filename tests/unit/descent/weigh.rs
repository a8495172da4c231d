//! How evidence is weighed: each step of the order, and what combinations of evidence come to.

use super::{Facts, FamilyQuery, Pieces, weigh};
use crate::lineage::data::{self, WEIGHTS};
use crate::lineage::fact::Root;
use crate::lineage::fact::{Fact, UnknownParent};
use crate::report::lineage::{Derived, EvidenceKind, Lineage};
use crate::source::Place;

/// Facts as `strength kind family`, with `;` between two; each has an id and a place of its own. Without a strength it is that of
/// the weights; `own` before it says that the subject is this model.
fn facts(text: &str) -> Facts {
    let fact = |(at, text): (usize, &str)| {
        let own = text.trim().strip_prefix("own ");
        let words: Vec<&str> = own.unwrap_or(text).split_whitespace().collect();
        let [stated @ .., kind, family] = words.as_slice() else { panic!("{text}") };
        let kind: EvidenceKind = serde_json::from_value((*kind).into()).unwrap();
        let strength = stated.first().map(|word| serde_json::from_value((*word).into()).unwrap());
        let root = match *family {
            "scratch" => Root::FromScratch,
            "uncertain" => Root::Unknown,
            key => Root::Family(data::family(key).unwrap().family),
        };
        let place = Place::file(format!("{at}"));
        let mut fact = Fact::new(kind, root, place, text);
        fact.strength = strength.unwrap_or(fact.strength);
        fact.id = (kind == EvidenceKind::BaseModel).then(|| format!("a/{at}"));
        let may_be_of_another = matches!(kind, EvidenceKind::Prose | EvidenceKind::LicenseStatement);
        fact.is_own = own.is_some() || !may_be_of_another;
        fact
    };
    let facts = text.split(';').enumerate().map(fact).collect();
    Facts { facts, ..Facts::default() }
}

/// So many parents that are stated and that nobody knows.
fn unknown(count: usize) -> Vec<UnknownParent> {
    let parent = |at: usize| UnknownParent { id: format!("b/{at}"), place: Place::file("x"), is_stated: true };
    (0..count).map(parent).collect()
}

fn llama2(facts: &Facts) -> Lineage {
    weigh(FamilyQuery { family: "llama2", even_without_evidence: false }, facts, true)
}

#[test]
fn every_step_decides_its_examples_and_no_near_miss() {
    for step in WEIGHTS.order {
        for (example, is_it) in step.yes.iter().map(|text| (text, true)).chain(step.no.iter().map(|text| (text, false)))
        {
            let (pieces, flag) = match example.rsplit_once("; ") {
                Some((pieces, flag)) if !flag.contains(' ') => (pieces, flag),
                _ => (*example, ""),
            };
            let unknown_parents = unknown(usize::from(flag == "unknown-parent"));
            let all = Facts { unknown_parents, ..facts(pieces) };
            let pieces = Pieces::new("llama2", &all, flag != "unpublished");
            let decides = pieces.step().map_or("", |step| step.id);
            assert_eq!(decides == step.id, is_it, "{}: {example}: decided by {decides}", step.id);
        }
    }
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
        ("decisive notice llama2; decisive base-model gemma; decisive notice gemma; strong agreement gemma", Uncertain),
        ("decisive notice llama2; decisive base-model gemma; decisive notice mpt; strong agreement llama2", Uncertain),
        // Another parent is stated.
        ("decisive base-model gemma; strong prose llama2", No),
        ("decisive base-model gemma; medium declared-license llama2; strong prose llama2", No),
        ("decisive base-model gemma; own strong prose llama2", Uncertain),
        ("decisive base-model gemma; own medium prose llama2", No),
        ("decisive base-model gemma; own strong prose llama2; own strong prose gemma", No),
        ("decisive base-model gemma; strong prose llama2", No),
        ("decisive base-model gemma; medium declared-license llama2; own strong prose llama2", Uncertain),
        // The notice of another family weighs no more than words of the card.
        ("decisive notice gemma; own strong prose llama2", Yes),
        ("decisive notice gemma; strong prose llama2", Uncertain),
        ("decisive notice gemma; strong prose llama2; own strong prose gemma", No),
        ("decisive notice gemma; medium tag llama2; medium link llama2", No),
        // Strong evidence, with weaker evidence against it.
        ("strong prose llama2", Yes),
        ("strong prose llama2; medium tag mpt", Uncertain),
        ("strong prose llama2; medium tag mpt; medium link llama2", Yes),
        ("strong prose llama2; medium tag mpt; medium link mpt; medium link llama2", Uncertain),
        ("own strong prose llama2; medium tag mpt", Yes),
        ("strong prose llama2; strong label llama2; medium tag mpt", Yes),
        ("strong prose llama2; own strong prose llama2; medium tag mpt", Yes),
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
        ("own strong prose llama2; strong prose mpt; strong label mpt", Yes),
        ("strong prose llama2; own strong prose mpt", No),
        ("own strong prose llama2; own strong prose mpt", Uncertain),
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
        ("medium tag llama2", No),
        ("medium link llama2", Uncertain),
        ("medium tag llama2; medium link mpt", No),
        ("medium tag llama2; medium link llama2", Yes),
        ("medium tag llama2; medium link llama2; medium tag mpt", Yes),
        ("medium tag llama2; medium link llama2; medium tag mpt; medium link mpt", Uncertain),
        ("hint modelfile llama2", No),
        // What sees the same thing counts once.
        ("medium model-name llama2; medium weights-name llama2; medium usage llama2", Uncertain),
        ("medium usage-known llama2; medium known-model llama2", Uncertain),
        ("medium prose llama2; own medium prose llama2", Uncertain),
        ("medium link llama2; medium link llama2", Uncertain),
        // Shapes and doubts.
        ("medium weights-shape llama2; medium tag llama2", Yes),
        ("medium other-shape llama2; medium tag llama2", No),
        ("medium weights-shape mpt; medium link llama2", Uncertain),
        ("medium other-shape mpt; medium link llama2", Uncertain),
        ("decisive base-model uncertain; medium tag llama2", Uncertain),
        ("strong prose mpt", No),
    ] {
        assert_eq!(llama2(&facts(text)).derived, derived, "{text}");
    }
}

#[test]
fn an_unknown_parent_and_an_unpublished_model_leave_less_to_be_said() {
    let text = "decisive base-model gemma; strong prose llama2";
    assert_eq!(llama2(&Facts { unknown_parents: unknown(1), ..facts(text) }).derived, Derived::Yes);
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
        "medium tag llama2; own strong prose llama2; decisive base-model llama2; decisive base-model mpt; medium partial llama2",
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
    assert_eq!(shown(&weigh(FamilyQuery { family: "llama2", even_without_evidence: true }, &other, true)), "-prose 0");
    let mut twice = facts("medium tag llama2; medium tag llama2");
    twice.facts[1] = twice.facts[0].clone();
    assert_eq!(shown(&llama2(&twice)), "+tag 0");
}
