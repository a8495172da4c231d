//! Reads the weights that have to be compared before it is known whether a change loses their lineage. After most changes, none are.

use super::side::Side;
use crate::check::change::{self, ChangeSide, ROUNDS, Wanted, WeightsChange};
use crate::report::Finding;
use crate::tree::{ReadLimit, Tree};
use crate::wording::sentence;
use anyhow::Result;

/// The findings on lineage that the change loses; first the head, then the base commit. `folder` is the judged one.
pub(super) fn lost_lineage(
    sides: [(&Side<'_>, ChangeSide<'_>); 2],
    folder: &str,
    notes: &mut Vec<String>,
) -> Vec<Finding> {
    let [(_, head), (_, base)] = sides;
    compared(sides, folder, notes, |weights| change::lost_lineage(head, base, weights))
}

/// The findings on weights of the head of which the base branch knows a lineage by now, and did not when the branch left it.
pub(super) fn lost_since(
    sides: [(&Side<'_>, ChangeSide<'_>); 2],
    folder: &str,
    notes: &mut Vec<String>,
) -> Vec<Finding> {
    let [(_, head), _] = sides;
    compared(sides, folder, notes, |weights| change::lost_with_weights(head.report, weights))
}

/// Reads the weights that have to be compared, and makes the findings.
fn compared(
    [(head_side, head), (base_side, base)]: [(&Side<'_>, ChangeSide<'_>); 2],
    folder: &str,
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
        let read = add(&mut head_contents, head_side, folder, of_head)
            .and_then(|()| add(&mut base_contents, base_side, folder, of_base));
        if let Err(error) = read {
            notes.push(format!("Weights could not be read to be compared. {}", sentence(&format!("{error:#}"))));
            break;
        }
        weights = WeightsChange::of((head, &head_contents), (base, &base_contents));
    }
    findings(weights.as_ref())
}

/// Reads files of one side, of which the paths count from the root of the repository.
fn add(contents: &mut Tree, side: &Side<'_>, folder: &str, wanted: Wanted) -> Result<()> {
    if wanted.is_empty() {
        return Ok(());
    }
    let from_folder = |path: String| match path.strip_prefix(folder) {
        Some(rest) => rest.trim_start_matches('/').to_owned(),
        None => path,
    };
    let wanted: Wanted = wanted.into_iter().map(|(path, limit)| (from_folder(path), limit)).collect();
    let read = side
        .read(folder, &|path| wanted.get(path).copied().map(ReadLimit::Whole), &Tree::default())?
        .tree
        .under(folder);
    for (path, entry) in read.files {
        contents.files.entry(path).or_insert(entry);
    }
    Ok(())
}
