//! The report of an audit as one page of HTML that needs nothing else: a row for each repository, counts, a table to search.
//!
//! Rows are data, written as they come; a script of our own shows them. All text of a repository is hostile: in the data `<`, `>`
//! and `&` are escaped, the script only ever makes it text, and the page forbids every other script, style and address.

use super::counts::{Counts, row};
use super::verdict::possible_families;
use crate::report::{Derived, Finding, Report};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fmt::Write;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// SHA-256 of style and script, as the policy of the page names them; a test holds them against the files.
pub(crate) const HASHES: [&str; 2] =
    ["6dEXppTXG2v0HeQOiZ5co48g39M1pmeg1lApiEm/rPY=", "3w5kYrro7acHGHQ9sL5YPz423FBeOh+5T0lo3Cou5cU="];

/// Most kinds of findings that are written once for all rows, and most bytes of them, both chosen; further ones
/// are in each row.
const MAX_KINDS: usize = 20_000;
const MAX_KIND_BYTES: usize = 16 << 20;

/// How many licenses the page names, chosen.
const MAX_LICENSES: usize = 12;

/// Most bytes of one text of a finding, chosen.
const MAX_TEXT: usize = 2_000;

/// One row, made apart from the page so that threads can make them.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Name, verdict, declared licenses, families.
    start: Vec<Value>,
    /// The kind of each finding in JSON, its file and its line.
    findings: Vec<(String, String, usize)>,
    note: String,
}

impl Row {
    /// The row of a repository, under `name`. What is wrong with its family tree becomes a note.
    pub(crate) fn new(name: &str, report: &Report, (missing, cycle): &(Vec<&str>, bool)) -> Self {
        let mut declared: Vec<&str> =
            report.models.iter().flat_map(|model| &model.declared).map(|text| cut(text)).collect();
        declared.sort_unstable();
        declared.dedup();
        let lineage = report.models.iter().flat_map(|model| possible_families(&model.lineage));
        let families: Vec<Value> = lineage
            .map(|lineage| json!([lineage.family, u8::from(lineage.derived == Derived::Yes), lineage.via]))
            .collect();
        let mut note = String::new();
        if !missing.is_empty() {
            note = format!("Not in the dump: {}", missing.join(", "));
        }
        if *cycle {
            note.push_str(if note.is_empty() { "" } else { ". " });
            note.push_str("Its parents lead back to itself.");
        }
        Self {
            start: vec![json!(name), json!(report.verdict() as usize), json!(declared), Value::Array(families)],
            findings: report.findings.iter().map(finding).collect(),
            note,
        }
    }
}

fn finding(finding: &Finding) -> (String, String, usize) {
    // The script knows severities by their order.
    let severity = finding.severity as u8;
    let kind = json!([
        finding.rule.id,
        severity,
        cut(&finding.clause),
        cut(&finding.message.to_string()),
        cut(&finding.advice.text())
    ]);
    (escape_json(&kind.to_string()), finding.place.path.to_string(), finding.place.line().unwrap_or(0))
}

/// The page, as far as rows share something.
#[derive(Debug, Default)]
pub(crate) struct Page {
    rows: usize,
    kind_numbers: HashMap<String, usize>,
    kinds: Vec<String>,
    bytes: usize,
}

impl Page {
    /// The page up to the rows.
    pub(crate) fn start() -> String {
        let [style, script] = HASHES;
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{style}'; \
             script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n<title>Model licenses</title>\n\
             <style>{STYLE}</style>\n</head>\n<body>\n<script type=\"application/json\" id=\"rows\">[\n"
        )
    }

    /// One row as it is written.
    pub(crate) fn row(&mut self, row: Row) -> String {
        let mut out = String::from(if self.rows == 0 { "[" } else { ",\n[" });
        self.rows += 1;
        for value in &row.start {
            out.push_str(&escape_json(&value.to_string()));
            out.push(',');
        }
        out.push('[');
        for (at, (kind, path, line)) in row.findings.into_iter().enumerate() {
            out.push_str(if at == 0 { "[" } else { ",[" });
            match self.kind_number(&kind) {
                Some(number) => _ = write!(out, "{number}"),
                None => out.push_str(&kind),
            }
            _ = write!(out, ",{},{line}]", escape_json(&json!(path).to_string()));
        }
        _ = write!(out, "],{}]", escape_json(&json!(row.note).to_string()));
        out
    }

    fn kind_number(&mut self, kind: &str) -> Option<usize> {
        if let Some(number) = self.kind_numbers.get(kind) {
            return Some(*number);
        }
        if self.kinds.len() >= MAX_KINDS || self.bytes + kind.len() > MAX_KIND_BYTES {
            return None;
        }
        self.bytes += kind.len();
        self.kinds.push(kind.to_owned());
        self.kind_numbers.insert(kind.to_owned(), self.kinds.len() - 1);
        Some(self.kinds.len() - 1)
    }

    /// The page after the rows: the kinds of findings, the counts, the script.
    pub(crate) fn end(&self, counts: &Counts, today: &str) -> String {
        let mut out = format!(
            "\n]</script>\n<script type=\"application/json\" id=\"kinds\">[{}]</script>\n",
            self.kinds.join(",\n")
        );
        let [pass, warn, fail] = counts.verdicts;
        let all = counts.repositories();
        out.push_str("<header>\n<h1>Model licenses</h1>\n");
        _ = writeln!(
            out,
            "<p class=\"soft\">{all} repositories with {} models, judged by model-license-gate {} on {}. \
             A tool, not legal advice.{}</p>\n</header>\n<main>",
            counts.models,
            env!("CARGO_PKG_VERSION"),
            escape_html(today),
            if counts.skipped > 0 { format!(" {} more could not be judged.", counts.skipped) } else { String::new() }
        );
        write_shares(&mut out, &[("fail", fail), ("warn", warn), ("pass", pass)], all);
        out.push_str("<div class=\"panels\">\n");
        let families = counts.families.iter().map(|(family, numbers)| row(family, numbers));
        write_panel(&mut out, "Families", &["Family", "Descend", "May descend"], families);
        let rules = counts.rules.iter().map(|(rule, numbers)| row(rule, numbers));
        write_panel(&mut out, "Findings", &["Rule", "Errors", "Warnings", "Infos"], rules);
        let licenses = counts.top_licenses().into_iter().take(MAX_LICENSES).map(|(name, count)| row(name, &[count]));
        write_panel(&mut out, "Declared licenses", &["License", "Models"], licenses);
        _ = write!(
            out,
            "</div>\n<section id=\"table\" aria-labelledby=\"models\">\n<h2 id=\"models\">Repositories</h2>\n\
             <noscript><p>The table needs the script of this page.</p></noscript>\n</section>\n</main>\n\
             <script>{SCRIPT}</script>\n</body>\n</html>\n"
        );
        out
    }
}

/// The share of each verdict, as a bar and in words.
#[expect(clippy::cast_precision_loss, reason = "a share in per cent")]
fn write_shares(out: &mut String, shares: &[(&str, usize)], all: usize) {
    let percent = |count: usize| if all == 0 { 0.0 } else { 100.0 * count as f64 / all as f64 };
    out.push_str("<svg class=\"bar\" aria-hidden=\"true\">");
    let mut from = 0.0;
    for (word, count) in shares {
        _ = write!(out, "<rect class=\"{word}\" x=\"{from:.3}%\" width=\"{:.3}%\" height=\"100%\"/>", percent(*count));
        from += percent(*count);
    }
    out.push_str("</svg>\n<ul class=\"share\">\n");
    for (word, count) in shares {
        _ = writeln!(out, "<li><b class=\"{word}\">{count}</b> {word} ({:.1} %)</li>", percent(*count));
    }
    out.push_str("</ul>\n");
}

/// A table of names and numbers; nothing where there are no rows.
fn write_panel(out: &mut String, title: &str, heads: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return;
    }
    _ = write!(out, "<section class=\"panel\">\n<h2>{title}</h2>\n<table>\n<thead><tr>");
    let class = |at: usize| if at == 0 { "" } else { " class=\"number\"" };
    for (at, head) in heads.iter().enumerate() {
        _ = write!(out, "<th scope=\"col\"{}>{head}</th>", class(at));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            _ = write!(out, "<td{}>{}</td>", class(at), escape_html(cell));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</section>\n");
}

/// JSON that ends no script and opens no comment.
fn escape_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for letter in json.chars() {
        match letter {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            _ => out.push(letter),
        }
    }
    out
}

fn escape_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(MAX_TEXT)]
}
