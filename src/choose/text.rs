//! The answer for a person: what to declare first, then what else is allowed, what is not and why, what is required, and the files to add.

use super::answer::{Answer, Bond, Choice, Duty, Paper, Parent, Reason, Standing, Verdict};
use crate::policy::Policy;
use crate::render::{inert_text, one_line};
use crate::wording::listed;
use std::fmt::Write;

/// The whole answer.
pub(crate) fn render(answer: &Answer) -> String {
    let mut page = Page { policies: answer.policies(), text: String::new() };
    page.parents(answer);
    page.declare(answer);
    page.duties(answer);
    for verdict in [Verdict::Fits, Verdict::Unclear, Verdict::DoesNotFit] {
        page.groups(answer, verdict);
    }
    page.unseen();
    inert_text(&page.text).into_owned()
}

struct Page {
    /// The licenses that bind the model.
    policies: Vec<&'static Policy>,
    text: String,
}

impl Page {
    fn heading(&mut self, heading: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        _ = writeln!(self.text, "{heading}:");
    }

    fn item(&mut self, item: &str) {
        _ = writeln!(self.text, "  {item}");
    }

    /// A heading with its items; a single one is on the same line.
    fn section(&mut self, heading: &str, items: &[String]) {
        if let [one] = items {
            self.heading(heading);
            self.text.pop();
            _ = writeln!(self.text, " {one}");
        } else if !items.is_empty() {
            self.heading(heading);
            for item in items {
                self.item(item);
            }
        }
    }

    fn parents(&mut self, answer: &Answer) {
        let mut items: Vec<String> = answer.parents.iter().map(parent).collect();
        if !answer.data_sets.is_empty() {
            let sets = listed(&answer.data_sets.iter().map(String::as_str).collect::<Vec<_>>());
            items.push(format!(
                "Data: {sets}. The gate knows whether they contain outputs of a model, but not their licenses."
            ));
        }
        self.section("Built on", &items);
    }

    fn declare(&mut self, answer: &Answer) {
        let unknown = answer.unknown();
        if !unknown.is_empty() {
            let what = format!("the gate does not know what binds a model built on {}.", one_line(&listed(&unknown)));
            self.section("No answer", &[what]);
        } else if let Some(best) = answer.recommended() {
            let whose =
                if answer.parents.len() > 1 { "a base model's own license" } else { "the base model's own license" };
            self.section(&format!("Declare {whose} ({})", best.basis.words()), &declaration(best));
        } else if !answer.has_fit() {
            self.clash(answer);
        }
    }

    /// Why none of the parents' own licenses is allowed, and what is left.
    fn clash(&mut self, answer: &Answer) {
        let own = answer.choices.iter().filter(|choice| choice.is_own);
        let items: Vec<String> = own.map(|choice| format!("`{}`: {}.", choice.license, self.reasons(choice))).collect();
        self.section("No license is allowed", &items);
        let Some(together) = &answer.together else { return };
        let mut items = declaration(together);
        items.push(
            "Add all agreements and notices. Whether you can meet the licenses together needs your decision."
                .to_owned(),
        );
        items.extend(self.policies.iter().filter_map(|policy| {
            let clause = policy.no_other_models?;
            Some(format!("{} {clause} forbids using {} to improve other models.", policy.short, policy.family_name))
        }));
        self.section("You can only declare all of them (unclear: ask counsel)", &items);
    }

    /// The licenses with one verdict, by the reason for it.
    fn groups(&mut self, answer: &Answer, verdict: Verdict) {
        let best = answer.recommended().map(|best| best.license.as_str());
        // Where none is allowed, what is against the parents' own is above.
        let is_clash = !answer.has_fit() && answer.unknown().is_empty();
        let mut groups: Vec<Vec<&Choice>> = Vec::new();
        for choice in &answer.choices {
            let is_said = best == Some(choice.license.as_str()) || choice.is_own && is_clash;
            if choice.verdict != verdict || is_said {
                continue;
            }
            match groups.iter_mut().find(|group| group[0].reasons == choice.reasons) {
                Some(group) => group.push(choice),
                None => groups.push(vec![choice]),
            }
        }
        // What all reasons share is said once.
        let mut sources = groups.iter().flat_map(|group| &group[0].reasons).map(|reason| self.source(reason));
        let first = sources.next().filter(|_| groups.iter().all(|group| group[0].reasons.len() == 1));
        let shared = first.filter(|first| sources.all(|other| other == *first));
        let items = groups.iter().map(|group| {
            let licenses = group.iter().map(|choice| choice.license.as_str()).collect::<Vec<_>>().join(", ");
            let why = match group[0].reasons.as_slice() {
                [] => format!("nothing that binds the model forbids it ({})", group[0].basis.words()),
                [one] if shared.is_some() => one.why.trim_end_matches('.').to_owned(),
                _ => self.reasons(group[0]),
            };
            format!("{licenses}: {why}.")
        });
        let items: Vec<String> = items.collect();
        let heading = match verdict {
            Verdict::Fits if best.is_some() => "Also allowed",
            Verdict::Fits => "Allowed",
            Verdict::Unclear => "Needs your decision",
            Verdict::DoesNotFit => "Not allowed",
        };
        self.section(&format!("{heading}{}", shared.unwrap_or_default()), &items);
    }

    /// Why a license is allowed, may be or is not: each reason with its clause and how sure it is.
    fn reasons(&self, choice: &Choice) -> String {
        let reason = |reason: &Reason| format!("{}{}", reason.why.trim_end_matches('.'), self.source(reason));
        choice.reasons.iter().map(reason).collect::<Vec<_>>().join("; ")
    }

    /// The clause of a reason, and how sure it is, in brackets after a blank.
    fn source(&self, reason: &Reason) -> String {
        let clause = self.clause(&reason.clause);
        let comma = if clause.is_empty() { "" } else { ", " };
        format!(" ({clause}{comma}{})", reason.basis.words())
    }

    /// A clause, without the license where that is the only one.
    fn clause<'c>(&self, clause: &'c str) -> &'c str {
        match self.policies.as_slice() {
            [one] => clause.strip_prefix(one.short).map_or(clause, str::trim_start),
            _ => clause,
        }
    }

    fn duties(&mut self, answer: &Answer) {
        let fitting = answer.choices.iter().filter(|choice| choice.verdict != Verdict::DoesNotFit);
        let Some(main) = answer.recommended().or(answer.together.as_ref()).or_else(|| fitting.clone().next()) else {
            return;
        };
        if !main.duties.is_empty() {
            self.heading("What it requires, and the files to add");
        }
        for duty in &main.duties {
            self.duty(duty);
        }
        let mut more: Vec<&Duty> = Vec::new();
        for duty in fitting.flat_map(|choice| &choice.duties) {
            let is_new = |other: &&Duty| (other.license, other.asks) != (duty.license, duty.asks);
            if main.duties.iter().all(|other| is_new(&other)) && more.iter().all(is_new) {
                more.push(duty);
            }
        }
        if !more.is_empty() {
            self.heading(&format!("A license other than `{}` also requires", main.license));
            for duty in more {
                self.duty(duty);
            }
        }
    }

    /// What is required, and below it the file to add or the text to write.
    fn duty(&mut self, duty: &Duty) {
        self.item(&format!("{} ({}, {})", duty.asks, self.clause(&duty.clause), duty.basis.words()));
        match (&duty.file, &duty.text) {
            (Some(Paper { path, name: Some(name), url }), _) => {
                let page = url.map(|url| format!(", {url}")).unwrap_or_default();
                self.item(&format!("  File `{path}`: the whole text of the {name}{page}"));
            }
            (Some(file), Some(text)) => self.item(&format!("  File `{}`: {}", file.path, one_line(text))),
            (None, Some(text)) => {
                for line in text.lines() {
                    self.item(&format!("  {}", one_line(line)));
                }
            }
            (Some(_) | None, None) => {}
        }
    }

    /// What the licenses say that no file shows.
    fn unseen(&mut self) {
        let is_only = self.policies.len() == 1;
        let of_policy = |policy: &&'static Policy| {
            let short = if is_only { String::new() } else { format!("{} ", policy.short) };
            policy.unchecked.iter().map(move |gap| format!("{short}{}: {}", gap.clause, gap.reason))
        };
        let items: Vec<String> = self.policies.iter().flat_map(of_policy).collect();
        self.section("Not checked, because files do not show it", &items);
    }
}

/// A base, and what is known of its license.
fn parent(parent: &Parent) -> String {
    let given = one_line(&parent.base.given);
    let bond = |bond: &Bond| {
        let through = match bond.via.as_slice() {
            [_, .., last] => format!(", through {}", one_line(last)),
            _ => String::new(),
        };
        format!("{} (`{}`{through})", bond.policy.short, bond.policy.license)
    };
    match &parent.standing {
        Standing::Bound(bonds) => format!("{given}: {}.", bonds.iter().map(bond).collect::<Vec<_>>().join("; ")),
        Standing::Free(what, license) => {
            format!("{given}: `{license}`, {what}, which requires only its text and its notices.")
        }
        Standing::Unknown(why) => format!("{given}: {}.", one_line(why)),
    }
}

/// The lines that declare a license.
fn declaration(choice: &Choice) -> Vec<String> {
    choice.declaration.lines().map(str::to_owned).collect()
}
