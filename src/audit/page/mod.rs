//! The report of an audit as one page of HTML that needs nothing else: a row for each model, and a script that counts, shows and filters them.
//!
//! Rows are data, written as they come. All text of a repository is hostile: in the data `<`, `>` and `&` are escaped, the script only
//! ever makes it text, and the page forbids every other script, style and address. Its links are made of addresses of our own.

mod row;
mod shared;

use super::counts::Counts;
use crate::explain::RULES_PAGE;
use crate::policy;
use crate::render::inert_json;
use crate::report::{Basis, Conclusion};
use crate::rules;
use crate::wording::{capitalized, counted, counted_as};
use row::{Base, Found, Met, Shown};
pub(crate) use row::{Name, Row, rows};
use serde_json::json;
use shared::Shared;
use std::fmt::Write;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = concat!(
    include_str!("data.js"),
    include_str!("elements.js"),
    include_str!("counts.js"),
    include_str!("details.js"),
    include_str!("table.js"),
    include_str!("download.js"),
    include_str!("page.js"),
);

/// SHA-256 of style and script, as the policy of the page names them; a test holds them against the files.
pub(crate) const HASHES: [&str; 2] =
    ["ayVLVAyXG5gJdB3NTxJnCT4+jRMIsJsgrJdBm7/mUQA=", "XWIqOK/4QhiASvTFStzw8bCWmtlEfZiPdzZBkdaoKVk="];

/// The page, as far as rows share something.
#[derive(Debug, Default)]
pub(crate) struct Page {
    rows: usize,
    texts: Shared,
    kinds: Shared,
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

    /// One row as it is written: a list, whose order `data.js` knows.
    pub(crate) fn row(&mut self, row: &Row) -> String {
        let hub = match &row.hub {
            None => "0".to_owned(),
            Some(id) if *id == row.name => "1".to_owned(),
            Some(id) => plain(id),
        };
        let parts = [
            plain(&row.name),
            self.text(&row.path),
            hub,
            (row.conclusion as u8).to_string(),
            self.texts_of(&row.declared),
            if row.written.is_empty() { "null".to_owned() } else { self.text(&row.written) },
            listed(row.bases.iter().map(|base| self.base(base))),
            self.texts_of(&row.unknown),
            listed(row.findings.iter().map(|found| self.found(found))),
            plain(&row.note),
            self.text(&row.reason),
            listed(row.proof.iter().map(|met| self.met(met))),
        ];
        let before = if self.rows == 0 { "" } else { ",\n" };
        self.rows += 1;
        format!("{before}[{}]", parts.join(","))
    }

    fn base(&mut self, base: &Base) -> String {
        let evidence = listed(base.evidence.iter().map(|proof| self.proof(proof)));
        let license = self.text(&base.license);
        format!("[{license},{},{},{evidence}]", u8::from(base.is_certain), self.texts_of(&base.via))
    }

    fn proof(&mut self, proof: &Shown) -> String {
        let [source, strength, path] = [&*proof.source, &*proof.strength, &*proof.path].map(|text| self.text(text));
        let side = u8::from(proof.speaks_for);
        format!("[{source},{strength},{side},{path},{},{}]", proof.line, plain(&proof.words))
    }

    fn found(&mut self, found: &Found) -> String {
        let kind = self.kinds.place(escape_json(&found.kind.to_string()));
        format!("[{kind},{},{}]", self.text(&found.path), found.line)
    }

    fn met(&mut self, met: &Met) -> String {
        let [kind, license, path] = [&*met.kind, &*met.license, &*met.path].map(|text| self.text(text));
        format!("[{kind},{license},{path},{},{}]", met.line, plain(&met.detail))
    }

    /// A text, or its number among those that rows share.
    fn text(&mut self, text: &str) -> String {
        self.texts.place(plain(text))
    }

    fn texts_of(&mut self, texts: &[String]) -> String {
        listed(texts.iter().map(|text| self.text(text)))
    }

    /// The page after the rows: what they share, facts on licenses, the counts in words, the script.
    pub(crate) fn end(&self, counts: &Counts, today: &str) -> String {
        let mut out = String::from("\n]</script>\n");
        let blocks =
            [("texts", self.texts.list()), ("kinds", self.kinds.list()), ("facts", escape_json(&facts().to_string()))];
        for (id, json) in blocks {
            _ = writeln!(out, "<script type=\"application/json\" id=\"{id}\">{json}</script>");
        }
        let skipped = match counts.skipped {
            0 => String::new(),
            some => format!(" {} could not be checked.", counted_as(some, "repository", "repositories")),
        };
        let stopped = if counts.is_incomplete { " <strong>The audit stopped before its end.</strong>" } else { "" };
        _ = write!(
            out,
            "<header>\n<h1>Model licenses</h1>\n<p class=\"soft\">{} in {}, checked by model-license-gate {} on {}. \
             A tool, not legal advice.{skipped}{stopped}</p>\n</header>\n<main id=\"page\">\n<noscript>{}<p>This page needs its own script for \
             the table.</p></noscript>\n</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
            counted(counts.models, "model"),
            counted_as(counts.repositories(), "repository", "repositories"),
            env!("CARGO_PKG_VERSION"),
            escape_html(today),
            conclusions(counts),
        );
        out
    }
}

/// How many models come to what, for a reader without the script.
fn conclusions(counts: &Counts) -> String {
    let item = |of: Conclusion| format!("<li>{}: {}</li>", of.words(), counts.conclusions[of as usize]);
    format!("<ul>{}</ul>", Conclusion::ALL.map(item).concat())
}

/// What the script shows of licenses and rules, and the words for what rows hold as numbers.
fn facts() -> serde_json::Value {
    let license = |policy: &policy::Policy| {
        let family = policy.family.map(|_| capitalized(policy.family_name));
        (policy.license.to_owned(), json!([family, policy.short, policy.url]))
    };
    let bases = [Basis::Text, Basis::Interpretation, Basis::NeedsHuman];
    json!({
        "conclusions": Conclusion::ALL.map(Conclusion::words),
        "certainties": bases.map(Basis::words),
        "licenses": policy::all().iter().map(license).collect::<serde_json::Map<_, _>>(),
        "rules": RULES_PAGE,
        // What is downloaded has the identifiers that other JSON has.
        "renamed": rules::ALL.iter().map(|rule| rule.meta).filter(|meta| meta.id != meta.name())
            .map(|meta| (meta.name().to_owned(), json!(meta.id))).collect::<serde_json::Map<_, _>>(),
    })
}

fn listed(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}

/// A text in JSON.
fn plain(text: &str) -> String {
    escape_json(&json!(text).to_string())
}

/// JSON that ends no script, opens no comment, and turns no text around in the source.
fn escape_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for letter in json.chars() {
        match letter {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            _ => out.push(letter),
        }
    }
    inert_json(out)
}

fn escape_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
