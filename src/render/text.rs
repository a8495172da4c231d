//! The report for a person: a block for each model, a line or two for each finding. Models with the same findings share a block.

use super::block::below;
use super::color::painted;
use super::counts::counts;
use super::headline::headline;
use super::text_options::TextOptions;
use super::visible::{inert_text, one_line};
use super::wrap::{self, Indent, columns};
use crate::report::{
    Conclusion, Derived, Evidence, Finding, MissingText, ModelReport, PermissiveParent, Proof, ProofKind, Reason,
    Report, Severity, Verdict, left_out_sentence,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Most models named in the heading of a block that they share.
const MOST_NAMES: usize = 3;

/// Most pieces of evidence shown for a model; the JSON has them all.
const MOST_EVIDENCE: usize = 2;

/// Most blocks in which each finding has two lines; with more, it has one.
const MOST_LONG_BLOCKS: usize = 2;

/// Of a conclusion that the change did not bring about.
const AS_BEFORE: &str = ", as before this change";

/// The whole report.
pub fn render(report: &Report, options: &TextOptions<'_>) -> String {
    let mut page = Page { out: String::new(), said: BTreeSet::new(), options };
    let blocks = blocks(report);
    let is_short = blocks.iter().filter(|block| !block.findings.is_empty()).count() > MOST_LONG_BLOCKS;
    for block in &blocks {
        page.block(block, is_short);
    }
    page.earlier(report);
    page.closing(report, &blocks);
    inert_text(&page.out).into_owned()
}

/// Models with the same findings.
struct Block<'r> {
    models: Vec<&'r ModelReport>,
    conclusion: Conclusion,
    findings: Vec<&'r Finding>,
}

/// The models with what was found in them, those alike together, the worst first.
fn blocks(report: &Report) -> Vec<Block<'_>> {
    let mut by_model: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &report.findings {
        by_model.entry(&finding.model).or_default().push(finding);
    }
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (model, conclusion) in report.models.iter().zip(report.conclusions()) {
        let findings = by_model.remove(model.path.as_str()).unwrap_or_default();
        let at = *places.entry(likeness(model, conclusion, &findings)).or_insert(blocks.len());
        match blocks.get_mut(at) {
            Some(block) => block.models.push(model),
            None => blocks.push(Block { models: vec![model], conclusion, findings }),
        }
    }
    let others: Vec<&Finding> = by_model.into_values().flatten().collect();
    if !others.is_empty() || blocks.is_empty() && report.untouched == 0 {
        let found = Conclusion::of_severities(others.iter().map(|finding| finding.severity));
        let conclusion = found.unwrap_or(Conclusion::NoModelFound);
        blocks.push(Block { models: Vec::new(), conclusion, findings: others });
    }
    blocks.sort_by_key(|block| block.conclusion);
    blocks
}

/// What is said of a model apart from its own paths.
fn likeness(model: &ModelReport, conclusion: Conclusion, findings: &[&Finding]) -> String {
    let mut key = format!("{conclusion:?}\0{:?}\0{:?}", model.compliance.bases, model.compliance.reason);
    for finding in findings {
        let message = finding.message.headline.replace(model.path.as_str(), "");
        _ = write!(key, "\0{} {:?} {} {message}", finding.rule.id, finding.severity, finding.clause);
    }
    key
}

struct Page<'a> {
    out: String,
    /// What was said of a model, and is not said again.
    said: BTreeSet<String>,
    options: &'a TextOptions<'a>,
}

impl Page<'_> {
    fn block(&mut self, block: &Block<'_>, is_short: bool) {
        if !self.out.is_empty() && !block.findings.is_empty() {
            self.out.push('\n');
        }
        self.heading(block);
        let Some(model) = block.models.first() else {
            self.findings(block, ".", is_short);
            return;
        };
        self.evidence(model, block);
        if block.findings.iter().all(|finding| finding.severity == Severity::Info) {
            self.standing(model, block.conclusion);
        }
        self.findings(block, &model.path, is_short);
    }

    fn findings(&mut self, block: &Block<'_>, model: &str, is_short: bool) {
        let lines = super::block::findings(&block.findings, model, self.options, is_short, &mut self.said);
        self.out.push_str(&lines);
    }

    fn heading(&mut self, block: &Block<'_>) {
        let names: Vec<_> =
            block.models.iter().take(MOST_NAMES).map(|model| one_line(self.options.name_of(&model.path))).collect();
        let more = block.models.len() - names.len();
        let mut names = if names.is_empty() { "No model found".to_owned() } else { names.join(", ") };
        if more > 0 {
            _ = write!(names, " and {more} more");
        }
        let mut line = painted(&names, "1", self.options.color);
        if let Some(model) = block.models.first() {
            let code = code(block.conclusion);
            let is_new = block.findings.iter().any(|finding| finding.severity > Severity::Info);
            let words = match block.conclusion {
                Conclusion::DoesNotComply | Conclusion::MayNotComply if !is_new => {
                    [block.conclusion.words(), AS_BEFORE].concat()
                }
                conclusion => [sign(conclusion), conclusion.words()].concat(),
            };
            _ = write!(line, "   {}", painted(&words, code, self.options.color));
            let of = |is_certain: bool| {
                let bases = model.compliance.bases.iter().filter(move |base| base.is_certain == is_certain);
                bases.map(|base| one_line(&base.name).into_owned()).collect::<Vec<_>>().join(", ")
            };
            for (words, bases) in [("derived from", of(true)), ("possibly derived from", of(false))] {
                if !bases.is_empty() {
                    _ = write!(line, "   {words} {bases}");
                }
            }
        } else if block.findings.is_empty() {
            let named: Vec<_> = self.options.targets.iter().map(|target| one_line(&target.name)).collect();
            let place = if named.is_empty() { "this folder".to_owned() } else { named.join(", ") };
            _ = write!(
                line,
                ": {place} has no model card, adapter, merge recipe or weights file. Check the path, or add a `README.md`."
            );
        }
        self.wrapped(&line, Indent { first: 0, rest: 2 });
    }

    /// What shows the lineage, once for all findings.
    fn evidence(&mut self, model: &ModelReport, block: &Block<'_>) {
        let is_shown = block.conclusion != Conclusion::Complies;
        let derived = model.lineage.iter().filter(|lineage| lineage.derived != Derived::No && is_shown);
        let evidence = derived.flat_map(|lineage| &lineage.evidence).filter(|evidence| evidence.speaks_for);
        let mut places = BTreeSet::new();
        let shown = evidence.filter(|evidence| places.insert(evidence.place.to_string())).take(MOST_EVIDENCE);
        let shown: Vec<&Evidence> = shown.collect();
        let line = |place: fn(&str, &str) -> String| {
            let words =
                shown.iter().map(|evidence| evidence_words(evidence, &place(&evidence.place.to_string(), &model.path)));
            format!("because  {}", words.collect::<Vec<_>>().join(" · "))
        };
        let whole = line(|place, _| place.to_owned());
        let text = if columns(&whole) + 2 > self.options.width { line(below) } else { whole };
        if !shown.is_empty() {
            self.wrapped(&text, Indent { first: 2, rest: 11 });
        }
    }

    /// The proof of what complies, or why there is nothing to comply with.
    fn standing(&mut self, model: &ModelReport, conclusion: Conclusion) {
        if let Some(Reason::FreeBases(ids)) = &model.compliance.reason {
            let parents = model.permissive_parents.iter().filter(|parent| ids.contains(&parent.id));
            let parents: Vec<String> = parents.take(MOST_EVIDENCE).map(permissive_words).collect();
            if !parents.is_empty() {
                self.wrapped(&format!("because  {}", parents.join(" · ")), Indent { first: 2, rest: 11 });
            }
        }
        if let Some(reason) = model.compliance.reason.as_ref() {
            self.wrapped(&one_line(&reason.sentence()), Indent { first: 2, rest: 2 });
        }
        if conclusion == Conclusion::Complies {
            let proof: Vec<String> = model.compliance.proof.iter().map(proof_words).collect();
            self.wrapped(&proof.join(" · "), Indent { first: 2, rest: 2 });
        }
    }

    /// What was there before, a line each.
    fn earlier(&mut self, report: &Report) {
        if report.untouched > 0 {
            let models = crate::wording::counted(report.untouched, "more model");
            _ = writeln!(self.out, "{models} unchanged and not shown");
        }
        if report.earlier.is_empty() {
            return;
        }
        self.out.push_str("\nFindings from before this change, which do not fail it:\n");
        for finding in &report.earlier {
            let (title, _) = headline(finding);
            let line = format!("{}[{}] {} {title}", finding.severity.word(), finding.rule.name(), finding.place);
            self.wrapped(&one_line(&line), Indent { first: 2, rest: 4 });
        }
    }

    /// The commands that go on from here, what was not checked, and the verdict.
    fn closing(&mut self, report: &Report, blocks: &[Block<'_>]) {
        if !blocks.is_empty() && !report.findings.is_empty() {
            self.out.push('\n');
        }
        if let Some(option) = fix_option(report) {
            for (at, command) in self.options.fix_commands(option).into_iter().enumerate() {
                let (title, first) = if at == 0 { ("Fix:      ", 0) } else { ("", 10) };
                self.wrapped(&format!("{title}{command}"), Indent { first, rest: 10 });
            }
        }
        let found = report.findings.first().map(|finding| finding.license.unwrap_or(finding.rule.name()));
        let proven = || report.models.iter().find_map(|model| Some(model.compliance.proof.first()?.license));
        if let Some(topic) = found.or_else(proven) {
            let more = if self.options.is_verbose {
                String::new()
            } else {
                format!("check --verbose{} · ", self.options.named())
            };
            let details = format!("Details:  model-license-gate {more}explain {topic}");
            self.wrapped(&details, Indent { first: 0, rest: 10 });
        }
        if !self.options.is_verbose {
            self.unchecked(report);
        }
        if let Some(sentence) = left_out_sentence(&report.left_out) {
            self.wrapped(&format!("Left out: {}", one_line(&sentence)), Indent { first: 0, rest: 2 });
        }
        let verdict = report.verdict();
        let code = match verdict {
            Verdict::Pass => "1;32",
            Verdict::Warn => "1;33",
            Verdict::Fail => "1;31",
        };
        let is_old = verdict == Verdict::Pass && report.conclusion() <= Conclusion::MayNotComply;
        let words = [report.conclusion().words(), if is_old { AS_BEFORE } else { "" }].concat();
        let verdict = painted(verdict.word(), code, self.options.color);
        let line = format!("{verdict} ({words}): {}{}", counts(report), conclusions(report));
        self.wrapped(&line, Indent { first: 0, rest: 2 });
    }

    /// What files do not show, by its clauses; what could not be read, in full.
    fn unchecked(&mut self, report: &Report) {
        let mut clauses: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for one in &report.unchecked {
            match one.clause {
                Some((license, clause)) => clauses.entry(license).or_default().push(clause),
                None => {
                    self.wrapped(&format!("Not checked: {}", one_line(&one.sentence)), Indent { first: 0, rest: 2 });
                }
            }
        }
        if !clauses.is_empty() {
            let all: Vec<String> =
                clauses.iter().map(|(license, clauses)| format!("{license} {}", clauses.join(", "))).collect();
            let line = format!("Not checked: {} (not visible in files)", one_line(&all.join("; ")));
            self.wrapped(&line, Indent { first: 0, rest: 2 });
        }
    }

    fn wrapped(&mut self, text: &str, indent: Indent) {
        wrap::write(&mut self.out, text, indent, self.options.width);
    }
}

/// The word that a reader looks for before the conclusion.
const fn sign(conclusion: Conclusion) -> &'static str {
    match conclusion {
        Conclusion::DoesNotComply => "FAIL   ",
        Conclusion::MayNotComply => "WARN   ",
        Conclusion::Complies => "OK   ",
        Conclusion::BaseUnknown | Conclusion::NothingToComplyWith | Conclusion::NoModelFound => "",
    }
}

/// The color of a conclusion.
const fn code(conclusion: Conclusion) -> &'static str {
    match conclusion {
        Conclusion::DoesNotComply => "1;31",
        Conclusion::MayNotComply => "1;33",
        Conclusion::BaseUnknown => "1;36",
        Conclusion::Complies | Conclusion::NothingToComplyWith => "1;32",
        Conclusion::NoModelFound => "1",
    }
}

fn evidence_words(evidence: &Evidence, place: &str) -> String {
    let words = if evidence.words.is_empty() { evidence.kind.words() } else { &evidence.words };
    format!("{} “{}”", one_line(place), one_line(words))
}

fn permissive_words(parent: &PermissiveParent) -> String {
    let place = parent.place.to_string();
    let (id, license) = (one_line(&parent.id), one_line(&parent.license));
    format!("{} “{id}”, under {license} ({})", one_line(&place), parent.source.words())
}

fn proof_words(proof: &Proof) -> String {
    let place = proof.place.to_string();
    let place = one_line(&place);
    match (proof.kind, proof.detail.as_str()) {
        (ProofKind::Base, detail) => format!("base ✓ {place} “{}”", one_line(detail)),
        (kind, "") => format!("{} ✓ {place}", kind.word()),
        (kind, detail) => format!("{} ✓ {place} ({})", kind.word(), one_line(detail)),
    }
}

/// The option of `fix` that writes most of what it can; `None` where it can write nothing.
fn fix_option(report: &Report) -> Option<&'static str> {
    let open = || report.findings.iter().filter(|finding| finding.severity > Severity::Info);
    let wants_text =
        |finding: &Finding| finding.missing_text.as_ref().is_some_and(|missing: &MissingText| missing.text.is_some());
    let wants_text = open().any(wants_text);
    (wants_text || open().any(|finding| finding.fix.is_some())).then_some(if wants_text { " --download" } else { "" })
}

/// How many models come to each conclusion, where there are several.
fn conclusions(report: &Report) -> String {
    let conclusions = report.conclusions();
    if conclusions.len() < 2 {
        return String::new();
    }
    let count = |of: Conclusion| conclusions.iter().filter(|one| **one == of).count();
    let each = Conclusion::ALL.into_iter().map(|of| (count(of), of.words())).filter(|(count, _)| *count > 0);
    let each: Vec<String> = each.map(|(count, words)| format!("{words}: {count}")).collect();
    format!(" ({})", each.join(", "))
}
