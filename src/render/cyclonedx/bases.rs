//! What a model was made from: the parents that its files name, the models above them, and the families that text shows.

use super::graph::Graph;
use super::parts::reference;
use crate::policy::{self, Policy};
use crate::report::inventory::Inventory;
use crate::report::{Derived, Evidence, EvidenceKind, Lineage, ModelReport, Reason};

/// Adds all of it to the graph, above the model with a reference.
pub(super) fn add(graph: &mut Graph, model: &str, report: &ModelReport, inventory: &Inventory) {
    let derived = || report.lineage.iter().filter(|lineage| lineage.derived != Derived::No);
    let is_itself = |id: &str| inventory.repository.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(id));
    for parent in inventory.parents.iter().filter(|parent| !is_itself(&parent.named.name)) {
        let of_family = |lineage: &&Lineage| parent.family == Some(&lineage.family);
        let policy = derived().find(of_family).and_then(of_family_license);
        add_line(graph, model, &parent.line, policy);
        graph.base(&of(&parent.named.name), &parent.named.name).is_named(&parent.named.place, &parent.named.name);
    }
    for lineage in derived() {
        let is_parent = |id: &String| inventory.parents.iter().any(|parent| parent.named.name.eq_ignore_ascii_case(id));
        let via = match lineage.via.split_first() {
            Some((first, above)) if is_itself(first) || !is_parent(first) && is_own_name(lineage, first) => above,
            _ => &lineage.via,
        };
        add_lineage(graph, model, lineage, via);
    }
    for parent in &report.permissive_parents {
        let base = of(&parent.id);
        if graph.above(model).into_iter().all(|above| above != base) {
            graph.depends(model, &base);
        }
        let base = graph.base(&base, &parent.id);
        base.is_named(&parent.place, &parent.id);
        base.declares(&parent.license, parent.source.word());
    }
    if let Some(Reason::UnknownBases { ids, .. }) = &report.compliance.reason {
        for id in ids {
            graph.depends(model, &of(id));
            graph.base(&of(id), id);
        }
    }
}

/// Whether the table of known models has the model itself under an identifier: by its own name, so it is not its own ancestor.
fn is_own_name(lineage: &Lineage, id: &str) -> bool {
    let name = id.rsplit('/').next().unwrap_or(id).to_lowercase();
    let is_it =
        |evidence: &Evidence| evidence.kind == EvidenceKind::KnownModel && evidence.text.to_lowercase().contains(&name);
    lineage.evidence.iter().any(is_it)
}

/// The reference of a base model.
fn of(id: &str) -> String {
    reference("base", id)
}

/// The license of the family that a model derives from, where that is what binds it.
fn of_family_license(lineage: &Lineage) -> Option<&'static Policy> {
    policy::of_key(&lineage.family).filter(|_| lineage.license.is_none())
}

/// Adds the models from a parent up to its root, all under the license of their family.
fn add_line(graph: &mut Graph, model: &str, line: &[String], policy: Option<&Policy>) {
    let mut below = model.to_owned();
    for id in line {
        let reference = of(id);
        graph.depends(&below, &reference);
        let base = graph.base(&reference, id);
        if let Some(policy) = policy {
            base.is_under(policy);
        }
        below = reference;
    }
}

/// Adds the models between the model and its origin, or the family where no model of it is named.
fn add_lineage(graph: &mut Graph, model: &str, lineage: &Lineage, via: &[String]) {
    let policy = of_family_license(lineage);
    add_line(graph, model, via, policy);
    let (nearest, name) = match via.first() {
        Some(id) => (of(id), id.as_str()),
        None => (reference("family", &lineage.family), policy.map_or(&*lineage.family, |policy| policy.family_name)),
    };
    graph.depends(model, &nearest);
    let base = graph.base(&nearest, name);
    if let Some(policy) = policy {
        base.is_under(policy);
    }
    if lineage.derived == Derived::Uncertain {
        base.has("lineage", "uncertain");
    }
    for evidence in lineage.evidence.iter().filter(|evidence| evidence.speaks_for) {
        base.is_named(&evidence.place, &evidence.words);
    }
    if let Some(license) = &lineage.license {
        graph.base(&of(&license.of), &license.of).declares(&license.stated, license.source.word());
    }
}
