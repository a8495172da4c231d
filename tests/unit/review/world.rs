//! A pull request in memory: files before and after, what was said on it, and what a plan does to that.

use crate::check::check;
use crate::check::config::Config;
use crate::report::Finding;
use crate::report::Report;
use crate::review::plan;
use crate::review::plan::{Event, NewRemark, Plan, Side, Summary};
use crate::review::{ChangedFile, ExistingComments, ExistingReview, Mode, Post, Remark, ReviewOptions, Status};
use crate::tree::{Entry, Tree};
use crate::unit::support::unified::patch;
use std::fmt::Write;

pub(crate) const LOGIN: &str = "github-actions[bot]";
/// The notice of Llama 2, as the line of a file.
pub(crate) const NOTICE: &str = "Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc. All Rights Reserved.\n";
const TODAY: &str = "2025-01-01";

pub(crate) fn wishes() -> ReviewOptions {
    ReviewOptions {
        mode: Mode::Comment,
        folder: String::new(),
        rules_page: "https://example.org/rules.md".to_owned(),
        files: None,
        suggest: true,
    }
}

pub(crate) fn tree(files: &[(&str, &str)]) -> Tree {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), Entry::Read(text.as_bytes().to_vec())));
    Tree { files: files.collect(), ..Tree::default() }
}

/// The report on the files after a change; what the files before had already stands apart.
pub(crate) fn report(before: &Tree, after: &Tree) -> Report {
    let known: Vec<String> =
        check(before, &Config::default(), TODAY).findings.iter().map(Finding::fingerprint).collect();
    let mut report = check(after, &Config::default(), TODAY);
    let (earlier, new) =
        std::mem::take(&mut report.findings).into_iter().partition(|finding| known.contains(&finding.fingerprint()));
    report.findings = new;
    report.earlier = earlier;
    report
}

fn text(entry: &Entry) -> Option<String> {
    let Entry::Read(bytes) = entry else { return None };
    Some(String::from_utf8_lossy(bytes).into_owned())
}

/// The files as GitHub lists them.
pub(crate) fn diff(before: &Tree, after: &Tree) -> Vec<ChangedFile> {
    let paths: std::collections::BTreeSet<&String> = before.files.keys().chain(after.files.keys()).collect();
    let changed = paths.into_iter().filter_map(|path| {
        let (old, new) = (before.files.get(path), after.files.get(path));
        let status = match (old, new) {
            (None, _) => Status::Added,
            (_, None) => Status::Removed,
            (Some(old), Some(new)) if old == new => return None,
            _ => Status::Changed,
        };
        let side = |entry: Option<&Entry>| entry.map_or(Some(String::new()), text);
        let patch = side(old).zip(side(new)).map(|(old, new)| patch(&old, &new));
        Some(ChangedFile { path: path.clone(), status, patch })
    });
    changed.collect()
}

/// One pull request over several runs of the gate.
pub(crate) struct World {
    pub(crate) before: Tree,
    pub(crate) after: Tree,
    pub(crate) said: ExistingComments,
    pub(crate) wishes: ReviewOptions,
    next: u64,
}

impl World {
    pub(crate) fn new(before: Tree, after: Tree) -> Self {
        let said = ExistingComments { login: LOGIN.to_owned(), ..ExistingComments::default() };
        Self { before, after, said, wishes: wishes(), next: 100 }
    }

    pub(crate) fn report(&self) -> Report {
        report(&self.before, &self.after)
    }

    /// Runs the gate and carries out its plan. A second run right after it has nothing to write.
    pub(crate) fn run(&mut self) -> Plan {
        let (report, diff) = (self.report(), diff(&self.before, &self.after));
        self.run_on(&report, Some(&diff))
    }

    pub(crate) fn run_on(&mut self, report: &Report, diff: Option<&[ChangedFile]>) -> Plan {
        let made = plan(report, diff, &self.said, &self.wishes);
        if let Some(diff) = diff {
            hold_the_rules(&made, diff);
        }
        self.carry_out(&made);
        let again = plan(report, diff, &self.said, &self.wishes);
        assert_eq!(again.request_count(), 0, "a second run writes:\n{}", show(&again));
        made
    }

    fn id(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    pub(crate) fn remark(&mut self, author: Option<&str>, body: &str, in_reply_to: Option<u64>) -> u64 {
        let id = self.id();
        self.said.remarks.push(Remark {
            id,
            node_id: format!("node {id}"),
            author: author.map(str::to_owned),
            is_bot: author.is_some_and(|author| author.ends_with("[bot]")),
            body: body.to_owned(),
            in_reply_to,
        });
        id
    }

    pub(crate) fn post(&mut self, author: Option<&str>, body: &str) -> u64 {
        let id = self.id();
        self.said.posts.push(Post { id, author: author.map(str::to_owned), body: body.to_owned() });
        id
    }

    fn carry_out(&mut self, plan: &Plan) {
        if let Some(review) = &plan.review {
            let (id, requests_changes) = (self.id(), review.event == Event::RequestChanges);
            self.said.reviews.push(ExistingReview {
                id,
                author: Some(LOGIN.to_owned()),
                body: review.body.clone(),
                requests_changes,
            });
            for new in &review.remarks {
                self.remark(Some(LOGIN), &new.body, None);
            }
        }
        for new in &plan.file_remarks {
            self.remark(Some(LOGIN), &new.body, None);
        }
        match &plan.summary {
            Some(Summary::Post(body)) => _ = self.post(Some(LOGIN), body),
            Some(Summary::Edit(id, body)) => {
                self.said.posts.iter_mut().find(|post| post.id == *id).unwrap().body = body.clone();
            }
            None => {}
        }
        for (id, body) in &plan.edits {
            // GitHub may give other line ends back.
            let body = body.replace('\n', "\r\n");
            self.said.remarks.iter_mut().find(|remark| remark.id == *id).unwrap().body = body;
        }
        self.said.remarks.retain(|remark| !plan.deletions.contains(&remark.id));
        self.said.posts.retain(|post| !plan.duplicates.contains(&post.id));
        for (id, _) in &plan.dismissals {
            self.said.reviews.iter_mut().find(|review| review.id == *id).unwrap().requests_changes = false;
        }
    }
}

/// What holds of every plan: anchors stand inside of hunks, bodies are not too long, `start_line` is before `line`.
fn hold_the_rules(plan: &Plan, diff: &[ChangedFile]) {
    for new in plan.review.iter().flat_map(|review| &review.remarks) {
        let file = diff.iter().find(|file| file.path == new.path).unwrap();
        let hunks = crate::review::diff::hunks(file.patch.as_ref().unwrap());
        let (first, last) = (new.start_line.unwrap_or(new.line), new.line);
        assert!(new.start_line.is_none_or(|start| start < last));
        let holds = hunks.iter().any(|hunk| {
            let side = if new.side == Side::Left { &hunk.left } else { &hunk.right };
            (first..=last).all(|number| side.get(number).is_some())
        });
        assert!(holds, "{}:{first}-{last} is in no hunk", new.path);
    }
    for body in bodies(plan) {
        assert!(body.chars().count() < 60_000, "{} characters", body.chars().count());
        assert!(body.starts_with("<!-- model-license-gate v1 folder="));
    }
    for file in &plan.file_remarks {
        assert!(diff.iter().any(|changed| changed.path == file.path));
    }
}

/// All texts that a plan writes.
pub(crate) fn bodies(plan: &Plan) -> Vec<&str> {
    let review = plan.review.iter().flat_map(|review| {
        let own = (!review.body.is_empty()).then_some(review.body.as_str());
        own.into_iter().chain(review.remarks.iter().map(|remark| remark.body.as_str()))
    });
    let files = plan.file_remarks.iter().map(|remark| remark.body.as_str());
    let edits = plan.edits.iter().map(|(_, body)| body.as_str());
    let summary = plan.summary.iter().map(|summary| match summary {
        Summary::Post(body) | Summary::Edit(_, body) => body.as_str(),
    });
    review.chain(files).chain(edits).chain(summary).collect()
}

/// The remarks that a plan adds at lines.
pub(crate) fn at_lines(plan: &Plan) -> Vec<&NewRemark> {
    plan.review.iter().flat_map(|review| &review.remarks).collect()
}

/// The lines that the button of a remark writes; `None` where it has no button.
pub(crate) fn suggested(body: &str) -> Option<Vec<String>> {
    let mut lines = body.lines();
    while let Some(line) = lines.next() {
        let word = line.trim_start_matches('`');
        let fence = &line[..line.len() - word.len()];
        if fence.len() < 3 {
            continue;
        }
        let inside = lines.by_ref().take_while(|line| *line != fence).map(str::to_owned).collect();
        if word == "suggestion" {
            return Some(inside);
        }
    }
    None
}

/// The files once the button of a remark was pressed.
pub(crate) fn press(tree: &Tree, remark: &NewRemark) -> Tree {
    let mut tree = tree.clone();
    let old = text(&tree.files[&remark.path]).unwrap();
    let mut lines: Vec<String> = old.split('\n').map(str::to_owned).collect();
    let first = remark.start_line.unwrap_or(remark.line);
    lines.splice(first - 1..remark.line, suggested(&remark.body).unwrap());
    tree.files.insert(remark.path.clone(), Entry::Read(lines.join("\n").into_bytes()));
    tree
}

/// A plan as text.
pub(crate) fn show(plan: &Plan) -> String {
    let mut out = String::new();
    let mut part = |head: String, body: &str| _ = writeln!(out, "{}", format!("== {head}\n{body}").trim_end());
    if let Some(review) = &plan.review {
        part(format!("review {:?}", review.event), &review.body);
        for new in &review.remarks {
            let lines = new.start_line.map_or_else(|| new.line.to_string(), |start| format!("{start}-{}", new.line));
            part(format!("remark at {}:{lines} {:?}", new.path, new.side), &new.body);
        }
    }
    for new in &plan.file_remarks {
        part(format!("remark at {}", new.path), &new.body);
    }
    match &plan.summary {
        Some(Summary::Post(body)) => part("summary".to_owned(), body),
        Some(Summary::Edit(id, body)) => part(format!("summary {id} becomes"), body),
        None => {}
    }
    plan.edits.iter().for_each(|(id, body)| part(format!("remark {id} becomes"), body));
    plan.deletions.iter().for_each(|id| part(format!("delete remark {id}"), ""));
    plan.to_minimize.iter().for_each(|id| part(format!("fold {id}"), ""));
    plan.dismissals.iter().for_each(|(id, why)| part(format!("dismiss review {id}"), why));
    plan.duplicates.iter().for_each(|id| part(format!("delete post {id}"), ""));
    if out.is_empty() { "nothing\n".to_owned() } else { out }
}
