//! A fix as the lines to take away and the lines to write, uncut, so that they can be copied.

use super::color::painted;
use super::excerpt::replaced_lines;
use super::visible::{one_line, visible};
use crate::report::{Finding, Fix};
use std::borrow::Cow;
use std::fmt::Write;

/// The help of a finding and its fix below it; starts with a line end.
pub(super) fn render(finding: &Finding, fix: &Fix, color: bool) -> String {
    let help = match visible(&finding.advice.text()) {
        Cow::Borrowed("") => "this fixes it".to_owned(),
        help => help.replace('\n', "\n      "),
    };
    let mut out = format!("\n{}: {help}\n", painted("help", "1;36", color));
    let old = replaced_lines(finding, fix);
    let new: Vec<&str> = fix.replacement.lines().collect();
    let first = fix.line.max(1);
    let last = (first + new.len().max(1) - 1).max(fix.end_line);
    let width = last.to_string().len();
    let unseen = old.is_none();
    if unseen || *fix.path != *finding.place.path {
        _ = write!(out, "{:width$}--> {}:{first}", "", one_line(&fix.path));
        if unseen && fix.end_line == first {
            _ = write!(out, " in place of this line");
        } else if unseen {
            _ = write!(out, " in place of the lines to {}", fix.end_line);
        }
        out.push('\n');
    }
    let bar = format!("{:width$} |\n", "");
    out.push_str(&bar);
    for (number, line) in (first..).zip(old.unwrap_or_default()) {
        _ = writeln!(out, "{}", painted(&format!("{number:width$} - {}", visible(line)), "31", color));
    }
    for (number, line) in (first..).zip(new) {
        _ = writeln!(out, "{}", painted(&format!("{number:width$} + {}", visible(line)), "32", color));
    }
    out.push_str(bar.trim_end());
    out
}
