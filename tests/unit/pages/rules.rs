//! The page `docs/rules.md`: every rule under a heading of its name, with an example that a test holds.

use super::licenses::license_anchor;
use crate::explain::words::{exception, looks_at, waiver};
use crate::policy;
use crate::rules::{self, Rule, Scope};
use crate::wording::capitalized;
use std::fmt::Write;

/// A fixture that shows a rule.
#[derive(Debug, Clone)]
pub(crate) struct Example {
    /// Its folder, from the root of the project.
    pub(crate) folder: String,
    /// What the gate says of it, as it is printed.
    pub(crate) shown: String,
}

/// Every rule; `example` gives the fixture that shows a rule.
pub(crate) fn rules_page(example: impl Fn(&str) -> Option<Example>) -> String {
    let mut page = "# The rules\n\nGenerated from the rules, the policies and the test cases: `UPDATE_EXPECT=1 cargo test --lib outputs` \
                    writes this page again. [licenses.md](licenses.md) lists the licenses.\n\n| rule | severity | what it finds |\n\
                    | --- | --- | --- |\n"
        .to_owned();
    for Rule { meta, .. } in &rules::ALL {
        _ = writeln!(page, "| [{id}](#{id}) | {} | {} |", meta.severity().word(), meta.summary, id = meta.name());
    }
    page.push_str(
        "\nYou can change a severity in `.model-license-gate.yml`, for a rule, for a row of the table that `explain severity` prints, or with `strict`: see \
         [configuration.md](configuration.md).\n",
    );
    for rule in &rules::ALL {
        section(&mut page, rule, example(rule.meta.id));
    }
    page
}

fn section(page: &mut String, rule: &Rule, example: Option<Example>) {
    let meta = &rule.meta;
    let former = if meta.name() == meta.id {
        String::new()
    } else {
        format!(
            "<a id=\"{id}\"></a>Formerly `{id}`, its identifier in JSON. A configuration takes both. ",
            id = meta.id
        )
    };
    let severity = capitalized(meta.severity().word());
    _ = write!(page, "\n## {}\n\n{former}**{severity}.** {}\n\n", meta.name(), meta.summary);
    _ = writeln!(page, "- **Looks at:** {}.", looks_at(rule));
    let asked: Vec<String> = policy::all()
        .iter()
        .filter_map(|policy| Some((policy, policy.obligation(meta.id)?)))
        .map(|(policy, duty)| {
            format!(
                "[{license}](licenses.md#{}) {}",
                license_anchor(policy.license),
                duty.document.unwrap_or(duty.clause),
                license = policy.license
            )
        })
        .collect();
    if !asked.is_empty() {
        _ = writeln!(page, "- **Required by:** {}.", asked.join("; "));
    }
    _ = write!(
        page,
        "- **Why it matters:** {}\n- **How to fix it:** {}\n- **What it cannot see:** {}\n",
        meta.why, meta.fix, meta.cannot_see
    );
    if !matches!(rule.scope, Scope::Configuration) {
        _ = write!(page, "- **To waive it for one model,** write into the configuration:\n\n  ```yaml\n");
        for line in exception(meta.name()).lines() {
            _ = writeln!(page, "  {line}");
        }
        page.push_str("  ```\n");
    }
    if rule.is_about_models() {
        _ = writeln!(page, "\n  or into the card, at the line or above it: `{}`", waiver(meta.name()));
    }
    if let Some(Example { folder, shown }) = example {
        _ = write!(page, "\nExample, [`{folder}`](../{folder}):\n\n```text\n{}\n```\n", shown.trim_end());
    }
}
