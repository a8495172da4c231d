//! Reads the weights that have to be compared before it is known whether a change loses their lineage. After most changes, none are.

use super::side::Side;
use crate::check::change::{self, ChangeSide, ROUNDS, Wanted, WeightsChange};
use crate::report::Finding;
use crate::tree::{ReadLimit, Tree};
use crate::wording::sentence;
use anyhow::Result;

/// The findings on lineage that the change loses; first the head, then the base commit.
pub(super) fn lost_lineage(sides: [(&Side<'_>, ChangeSide<'_>); 2], notes: &mut Vec<String>) -> Vec<Finding> {
    let [(_, head), (_, base)] = sides;
    compared(sides, notes, |weights| change::lost_lineage(head, base, weights))
}

/// The findings on weights of the head of which the base branch knows a lineage by now, and did not when the branch left it.
pub(super) fn lost_since(sides: [(&Side<'_>, ChangeSide<'_>); 2], notes: &mut Vec<String>) -> Vec<Finding> {
    let [(_, head), _] = sides;
    compared(sides, notes, |weights| change::lost_with_weights(head.report, weights))
}

/// Reads the weights that must be compared, and makes the findings.
fn compared(
    [(head_side, head), (base_side, base)]: [(&Side<'_>, ChangeSide<'_>); 2],
    notes: &mut Vec<String>,
    findings: impl Fn(Option<&WeightsChange<'_>>) -> Vec<Finding>,
) -> Vec<Finding> {
    let (mut head_contents, mut base_contents) = (Tree::default(), Tree::default());
    let mut weights = WeightsChange::of((head, &head_contents), (base, &base_contents));
    for _ in 0..ROUNDS {
        let (of_head, of_base) = weights.as_ref().map(WeightsChange::unread).unwrap_or_default();
        if of_head.is_empty() && of_base.is_empty() {
            break;
        }
        let read =
            add(&mut head_contents, head_side, &of_head).and_then(|()| add(&mut base_contents, base_side, &of_base));
        if let Err(error) = read {
            notes.push(format!("Some weights could not be compared. {}", sentence(&format!("{error:#}"))));
            break;
        }
        weights = WeightsChange::of((head, &head_contents), (base, &base_contents));
    }
    findings(weights.as_ref())
}

/// Reads files of one side, of which the paths count from the root of the repository.
fn add(contents: &mut Tree, side: &Side<'_>, wanted: &Wanted) -> Result<()> {
    if wanted.is_empty() {
        return Ok(());
    }
    let wanted = |path: &str| wanted.get(path).copied().map(ReadLimit::Whole);
    let read = side.read("", &wanted, &Tree::default())?.tree;
    for (path, entry) in read.files {
        contents.files.entry(path).or_insert(entry);
    }
    Ok(())
}
