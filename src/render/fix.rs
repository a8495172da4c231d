//! A fix as the lines to take away and the lines to write, whole, so that they can be copied.

use super::excerpt::replaced_lines;
use super::visible::{one_line, visible};
use crate::report::{Finding, Fix};
use std::borrow::Cow;
use std::fmt::Write;

/// The help of a finding and its fix below it; starts with a line end.
pub(super) fn render(finding: &Finding, fix: &Fix, color: bool) -> String {
    let help = match visible(&finding.advice.text()) {
        Cow::Borrowed("") => "this mends it".to_owned(),
        help => help.replace('\n', "\n      "),
    };
    let paint = |text: String, code: &str| {
        if color { format!("\x1b[{code}m{text}\x1b[0m") } else { text }
    };
    let mut out = format!("\n{}: {help}\n", paint("help".to_owned(), "1;36"));
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
        _ = writeln!(out, "{}", paint(format!("{number:width$} - {}", visible(line)), "31"));
    }
    for (number, line) in (first..).zip(new) {
        _ = writeln!(out, "{}", paint(format!("{number:width$} + {}", visible(line)), "32"));
    }
    out.push_str(bar.trim_end());
    out
}
