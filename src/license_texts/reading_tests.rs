//! Texts that are read in two ways, such as their source and what a page shows of it.

use super::prepare::prepare;
use super::recognise::recognise;
use super::table::Table;
use super::tests::edition::Edition;
use super::tests::pack::pack;
use super::tests::plan;
use super::*;

/// An agreement whose clauses have no numbers. The second one is a note that a page does not show.
const CLAUSES: [&str; 6] = [
    "Meadow Charter of the Wombat Burrow Society, in the wording that the members took home from the autumn fair.",
    "This note explains to printers how the ribbons are to be folded and who pays for torn corners of the sheet.",
    "Visitors may dig, nap and hum in every burrow that shows a green lantern between the first bell and moonrise.",
    "Whoever borrows a lantern brings it back polished, with a new wick and a short poem on the weather of the day.",
    "The society gives no promise that a burrow stays dry, warm or free of beetles when the creek is high in spring.",
    "Quarrels are settled by the oldest wombat present, who may nod, yawn or leave without giving any reason for it.",
];

fn table() -> &'static Table {
    let edition = |clauses: &[&str]| Edition {
        license: "wombat".into(),
        title: "Meadow Charter".into(),
        clauses: prepare(&clauses.join("\n\n"), &plan()),
        ..Edition::default()
    };
    let shown = [&CLAUSES[..1], &CLAUSES[2..]].concat();
    Table::leak(pack(&[edition(&CLAUSES), edition(&shown)]))
}

#[test]
fn a_clause_that_is_missing_is_missed_in_every_reading() {
    let table = table();
    for dropped in 0..CLAUSES.len() {
        let copy: Vec<&str> = (0..CLAUSES.len()).filter(|at| *at != dropped).map(|at| CLAUSES[at]).collect();
        let found = recognise(table, &copy.join("\n\n")).licenses.remove(0);
        let is_whole = found.completeness == Completeness::Complete;
        assert_eq!(is_whole, dropped == 1, "without clause {dropped}: {found:?}");
    }
}

#[test]
fn either_reading_is_whole() {
    let table = table();
    let shown = [&CLAUSES[..1], &CLAUSES[2..]].concat();
    for clauses in [&CLAUSES[..], &shown] {
        let found = recognise(table, &clauses.join("\n\n")).licenses.remove(0);
        assert_eq!(found.completeness, Completeness::Complete);
    }
}
