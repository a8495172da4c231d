//! The readings of one edition, such as its source and what a page shows of it, clause beside clause.
//!
//! A text without numbers counts its clauses by itself. A reading that has one clause less counts all that follow otherwise, and then a name
//! would stand for two clauses: a copy that lacks one of them would be whole in parts of both readings.

use super::EditionClause;
use super::edition::Edition;
use std::collections::BTreeSet;

/// The readings with names that agree: clauses with the same words have the name that the first reading gives them, and so have the clauses
/// that stand in the same place between them.
pub(crate) fn agreed(group: &[&Edition]) -> Vec<Edition> {
    let first = &group[0].clauses;
    group.iter().map(|edition| Edition { clauses: renamed(first, &edition.clauses), ..(*edition).clone() }).collect()
}

fn renamed(first: &[EditionClause], clauses: &[EditionClause]) -> Vec<EditionClause> {
    let taken: BTreeSet<&str> = first.iter().map(|clause| clause.name.as_str()).collect();
    let mut named: Vec<EditionClause> = clauses.to_vec();
    let (mut from, mut at) = (0, 0);
    for (in_first, here) in common(first, clauses).into_iter().chain([(first.len(), clauses.len())]) {
        name_run(&first[from..in_first], &mut named[at..here], &taken);
        if let (Some(same), Some(clause)) = (first.get(in_first), named.get_mut(here)) {
            clause.name.clone_from(&same.name);
        }
        (from, at) = (in_first + 1, here + 1);
    }
    named
}

/// Names clauses that the first reading has in other words, or not at all.
fn name_run(first: &[EditionClause], clauses: &mut [EditionClause], taken: &BTreeSet<&str>) {
    let has = |clauses: &[EditionClause], name: &str| clauses.iter().any(|clause| clause.name == name);
    let free = first.iter().map(|clause| &clause.name).filter(|name| !has(clauses, name));
    let mut free = free.cloned().collect::<Vec<String>>().into_iter();
    for clause in clauses {
        if has(first, &clause.name) {
            continue;
        }
        if let Some(name) = free.next() {
            clause.name = name;
        } else if taken.contains(clause.name.as_str()) {
            clause.name.push_str("/more");
        }
    }
}

/// The places of clauses with the same words in both readings, as many as there are in one order.
fn common(one: &[EditionClause], other: &[EditionClause]) -> Vec<(usize, usize)> {
    let is_same = |a: usize, b: usize| (one[a].hash, one[a].letters) == (other[b].hash, other[b].letters);
    let mut most = vec![vec![0usize; other.len() + 1]; one.len() + 1];
    for a in (0..one.len()).rev() {
        for b in (0..other.len()).rev() {
            most[a][b] = if is_same(a, b) { most[a + 1][b + 1] + 1 } else { most[a + 1][b].max(most[a][b + 1]) };
        }
    }
    let (mut a, mut b, mut pairs) = (0, 0, Vec::new());
    while a < one.len() && b < other.len() {
        if is_same(a, b) {
            pairs.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if most[a + 1][b] >= most[a][b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}
