//! The page `docs/licenses.md`: what each license asks, clause by clause.

use crate::explain::facts::{self, quoted};
use crate::explain::words::{fit, rests_on};
use crate::policy::{self, Policy};
use std::fmt::Write;

/// Every license under a heading of its identifier.
pub(crate) fn licenses_page() -> String {
    let mut page = "# The licenses\n\nMade from `licenses/*.yml` and `lineage/families.yml`: `UPDATE_EXPECT=1 cargo test --lib outputs` writes this \
                    page anew. It says what the gate checks and what each check rests on. It is not legal advice.\n\n\
                    A duty rests on the license's words, on an interpretation of them, or on a doubt that a person has to settle. Where no \
                    text of the licensor was at hand it is marked *not verified*, and then a finding warns at most. What a rule looks at stands in \
                    [rules.md](rules.md).\n\n| license | name | applies to what was made from |\n| --- | --- | --- |\n"
        .to_owned();
    for policy in policy::all() {
        let (license, link) = (policy.license, anchor(policy.license));
        _ = writeln!(page, "| [{license}](#{link}) | {} | {} |", policy.name, policy.family_name);
    }
    classes(&mut page);
    for policy in policy::all() {
        section(&mut page, policy);
    }
    page
}

/// The classes of licenses, which every policy judges.
fn classes(page: &mut String) {
    page.push_str(
        "\n## Classes of licenses\n\nLicenses that stand alike to any other are one class. Each license below says what it makes of a \
         class; of its own identifier it speaks apart.\n\n| class | what it is | identifiers; names beside `license: other` |\n| --- | --- | --- |\n",
    );
    let mut last = "";
    for (_, class) in policy::known_identifiers() {
        if class.name != last {
            last = class.name;
            let names = if class.names.is_empty() { String::new() } else { format!("; {}", quoted(class.names, ", ")) };
            _ = writeln!(page, "| {} | {} | {}{names} |", class.name, class.what, quoted(class.ids, ", "));
        }
    }
}

/// The part of an address that leads to a heading.
pub(super) fn anchor(heading: &str) -> String {
    heading.to_lowercase().chars().filter(|c| c.is_alphanumeric() || *c == '-').collect()
}

fn section(page: &mut String, policy: &Policy) {
    _ = write!(page, "\n## {}\n\n**{}**\n\n", policy.license, policy.name);
    for (label, fact) in facts::of(policy) {
        _ = writeln!(page, "- **{label}:** {fact}");
    }
    page.push_str("\n| clause | what it asks | rests on | rules |\n| --- | --- | --- | --- |\n");
    for duty in policy.obligations {
        let rules: Vec<String> = duty.rules.iter().map(|rule| format!("[{rule}](rules.md#{rule})")).collect();
        _ = writeln!(
            page,
            "| {} | {} | {} | {} |",
            duty.document.unwrap_or(duty.clause),
            duty.asks,
            rests_on(duty),
            rules.join(", ")
        );
    }
    page.push_str("\n| [class](#classes-of-licenses) of the declared license | fits? | why |\n| --- | --- | --- |\n");
    for stance in policy.declared {
        let classes = stance.classes.iter().map(|class| match *class {
            "own" => format!("`{}`", policy.license),
            class => class.to_owned(),
        });
        let classes: Vec<String> = classes.collect();
        _ = writeln!(page, "| {} | {} | {} |", classes.join(", "), fit(stance.fit), stance.why);
    }
    page.push_str("\nWhat the gate cannot see:\n\n");
    for gap in policy.unchecked {
        _ = writeln!(page, "- {}: {}", gap.clause, gap.reason);
    }
}
