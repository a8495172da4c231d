//! The findings of a model as lines: a sign, what each is about, where, what is wrong, by which clause and how sure.

use super::color::painted;
use super::text_options::TextOptions;
use super::visible::one_line;
use super::wrap::{self, Indent, columns};
use crate::policy;
use crate::report::{Fault, Finding, Severity};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The widest cell that the others are aligned with, chosen.
const WIDEST: usize = 40;

/// The cells of a line: what it is about, the place, what is wrong, the clause, how sure, the rule.
type Row = [String; 6];

/// The findings of the model at a path. Where whole paths leave too little room, `…` is that path. What `said` holds is above, and is not
/// said again; where there is little room for lines, only the texts to copy are below them.
pub(super) fn findings(
    findings: &[&Finding],
    model: &str,
    options: &TextOptions<'_>,
    is_short: bool,
    said: &mut BTreeSet<String>,
) -> String {
    let whole: Vec<Row> = findings.iter().map(|finding| row(finding)).collect();
    let mut short = whole.clone();
    for row in &mut short {
        row[1] = below(&row[1], model);
    }
    let fitting = |rows: &[Row]| {
        let widths = widest(rows);
        rows.iter().filter(|row| 6 + widths[0] + columns(&aligned(row, widths)) <= options.width).count()
    };
    let rows = if fitting(&short) > fitting(&whole) { short } else { whole };
    let widths = widest(&rows);
    let below = Indent { first: 6 + widths[0], rest: 6 + widths[0] };
    let mut out = String::new();
    for (finding, row) in findings.iter().zip(&rows) {
        line(finding, row, widths, options, &mut out);
        let reason = reason(finding).filter(|reason| !is_short && said.insert((*reason).to_owned()));
        if let Some(reason) = reason {
            wrap::write(&mut out, &one_line(reason), below, options.width);
        }
        let text = finding.advice.verbatim.as_ref().filter(|_| finding.severity > Severity::Info);
        for line in text.filter(|text| said.insert((*text).clone())).iter().flat_map(|text| text.lines()) {
            // A text to copy is never broken.
            _ = writeln!(out, "{:2$}{}", "", painted(&one_line(line), "36", options.color), below.first);
        }
    }
    out
}

fn row(finding: &Finding) -> Row {
    let place = finding.target().to_string();
    let duty = finding.license.and_then(policy::of_license).and_then(|policy| policy.obligation(finding.rule.id));
    let clause = match duty {
        Some(duty) if duty.document.is_none() => format!("§{}", duty.clause),
        _ => finding.clause.clone(),
    };
    let cells = [finding.rule.label, &place, &finding.brief(), &clause, finding.basis.words(), finding.rule.name()];
    cells.map(|cell| one_line(cell).into_owned())
}

/// How wide each cell but the last is.
fn widest(rows: &[Row]) -> [usize; 5] {
    std::array::from_fn(|at| rows.iter().map(|row| columns(&row[at])).max().unwrap_or_default().min(WIDEST))
}

/// A place in the folder of a model, with `…` for the path of that folder; other places stay whole.
pub(super) fn below(place: &str, model: &str) -> String {
    let rest = place.strip_prefix(model).filter(|rest| rest.starts_with('/'));
    rest.map_or_else(|| place.to_owned(), |rest| format!("…{rest}"))
}

/// All cells but the first, below those of other rows.
fn aligned([_, place, brief, clause, basis, rule]: &Row, widths: [usize; 5]) -> String {
    let gap = if widths[3] > 0 { "  " } else { "" };
    let by = format!("{}{gap}{}  {rule}", padded(clause, widths[3]), padded(basis, widths[4]));
    format!("{}  {}  {by}", padded(place, widths[1]), padded(brief, widths[2]))
}

/// A line, or two where the clause, the certainty and the rule find no room on the first.
fn line(finding: &Finding, row: &Row, widths: [usize; 5], options: &TextOptions<'_>, out: &mut String) {
    let (sign, code) = match finding.severity {
        Severity::Error => ("✗", "1;31"),
        Severity::Warning => ("!", "1;33"),
        Severity::Info => ("i", "1;34"),
    };
    let [label, place, brief, clause, basis, rule] = row;
    let linked = match options.rules_page {
        Some(page) => format!("\x1b]8;;{page}#{}\x1b\\{label}\x1b]8;;\x1b\\", finding.rule.name()),
        None => label.clone(),
    };
    _ = write!(out, "  {} {}  ", painted(sign, code, options.color), padded(&linked, widths[0]));
    let aligned = aligned(row, widths);
    let indent = 6 + widths[0];
    if indent + columns(&aligned) <= options.width {
        _ = writeln!(out, "{aligned}");
        return;
    }
    let by = if clause.is_empty() { format!("{basis} · {rule}") } else { format!("{clause} · {basis} · {rule}") };
    let (place, brief) = (padded(place, widths[1]), brief.as_str());
    let short = format!("{place}  {brief}");
    let rest = Indent { first: indent, rest: indent };
    if indent + columns(&short) <= options.width {
        _ = writeln!(out, "{short}");
        wrap::write(out, &by, rest, options.width);
    } else {
        _ = writeln!(out, "{}", place.trim_end());
        wrap::write(out, &format!("{brief} · {by}"), rest, options.width);
    }
}

/// Why it is so, where the line does not say it: why a license is not allowed, or what is wrong in a sentence.
fn reason(finding: &Finding) -> Option<&str> {
    let message = &finding.message;
    match finding.rule.fault {
        _ if finding.severity == Severity::Info => None,
        Fault::Absent => None,
        Fault::Declared if finding.change.is_some() => message.details.first().map(String::as_str),
        Fault::Declared | Fault::Present | Fault::Uncertain => Some(&message.headline),
    }
}

/// A text with blanks up to a width.
fn padded(text: &str, width: usize) -> String {
    format!("{text}{:1$}", "", width.saturating_sub(columns(text)))
}
