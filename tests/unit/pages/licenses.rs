//! The page `docs/licenses.md`: what each license asks, grouped by what a publisher must do.

use super::license_file::{LicenseFile, Profiles};
use crate::explain::facts::{self, quoted};
use crate::explain::words::fit;
use crate::policy::{self, Policy};
use std::fmt::Write;

const INTRODUCTION: &str = "# The licenses\n\nGenerated from `licenses/*.yml` and `lineage/families.yml`: `UPDATE_EXPECT=1 cargo test --lib outputs` writes \
    this page again. It says what the gate checks and why. It is not legal advice. \
    [license-matrix.md](license-matrix.md) counts the results for published models and their base models.\n\n";

const SECTIONS: &str = "\nA license binds what is derived from the models that it *applies to*, and what is made from any model under it. Its *duties* are \
    listed with their clauses; [Duties](#duties) says what they require, once for all licenses. A duty is *explicit* in the license, *our reading* \
    of it, or *unclear: ask counsel*. If no text of the licensor was available, a license is *not verified*, and its findings are at most \
    warnings. Its [profile](#profiles) says which licenses you may declare, unless the license says otherwise.\n";

/// Every license under a heading of its identifier, those with like requirements together.
pub(crate) fn licenses_page() -> String {
    let profiles = Profiles::read();
    let mut page = INTRODUCTION.to_owned();
    index(&mut page, &profiles);
    page.push_str(SECTIONS);
    for heading in &profiles.headings {
        _ = write!(page, "\n## {}\n\n{}\n", heading.heading, heading.about);
        for policy in under(&heading.heading) {
            section(&mut page, policy, &LicenseFile::read(policy.license));
        }
        if heading.is_for_permissive() {
            permissive(&mut page);
        }
    }
    profiles.duties(&mut page);
    profiles.stances(&mut page);
    classes(&mut page);
    page
}

/// The licenses under a heading.
fn under(heading: &str) -> impl Iterator<Item = &'static Policy> {
    policy::all().iter().filter(move |policy| policy.heading == heading)
}

/// What a publisher must do, each with the licenses that require it.
fn index(page: &mut String, profiles: &Profiles) {
    page.push_str("| what a publisher must do | licenses |\n| --- | --- |\n");
    for heading in &profiles.headings {
        let links =
            under(&heading.heading).map(|policy| format!("[{}](#{})", policy.license, license_anchor(policy.license)));
        let links: Vec<String> = links.collect();
        _ = writeln!(page, "| [{}](#{}) | {} |", heading.heading, anchor(&heading.heading), links.join(", "));
    }
}

/// What licenses require that have no section of their own, because they do not affect the verdict.
fn permissive(page: &mut String) {
    page.push_str(
        "\n### Permissive licenses\n\n`explain LICENSE` and `check --verbose` show what these licenses require; it does not affect the verdict. \
         The texts were read in November 2026, as the list of SPDX has them.\n\n| license | what it requires |\n| --- | --- |\n",
    );
    for license in policy::all_permissive() {
        let asks = license.asks.iter().map(|duty| format!("{}: {}", duty.clause, duty.asks));
        let asks: Vec<String> = asks.collect();
        let asks = if asks.is_empty() { "nothing".to_owned() } else { asks.join(" ") };
        _ = writeln!(page, "| {} | {asks} |", quoted(license.licenses, ", "));
    }
}

/// The classes of licenses, for which every policy has a stance.
fn classes(page: &mut String) {
    page.push_str(
        "\n## Classes of licenses\n\nA class contains licenses that others treat alike. Each profile says how it treats a class. A license treats its own \
         identifier separately.\n\n| class | what it is | identifiers; names with `license: other` |\n| --- | --- | --- |\n",
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
    let dashed = heading.to_lowercase().replace(' ', "-");
    dashed.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect()
}

/// The part of an address that leads to a license. GitHub numbers headings that differ only in signs.
pub(super) fn license_anchor(license: &str) -> String {
    let anchor_of = anchor(license);
    let profiles = Profiles::read();
    let before = profiles.headings.iter().flat_map(|heading| under(&heading.heading));
    let before = before.take_while(|policy| policy.license != license);
    match before.filter(|policy| anchor(policy.license) == anchor_of).count() {
        0 => anchor_of,
        count => format!("{anchor_of}-{count}"),
    }
}

fn section(page: &mut String, policy: &Policy, file: &LicenseFile) {
    let mark = if file.unverified { ", **not verified**" } else { "" };
    _ = write!(page, "\n### {}\n\n{}{mark}. {}\n\n", policy.license, policy.name, policy.reading);
    file.editions(page);
    for (label, fact) in facts::peculiar(policy) {
        _ = writeln!(page, "- **{label}:** {fact}");
    }
    _ = writeln!(page, "- **Duties:** {}", file.duties_of(policy));
    _ = writeln!(page, "- **Profile:** [{0}](#profile-{0}){1}", file.profile, file.own_stances(policy));
    page.push_str(&file.gaps());
}

/// Whether a license may be declared, and why.
pub(super) fn verdict(stance: &policy::Compatibility, license: &str) -> String {
    let classes =
        stance.classes.iter().map(|class| if *class == "own" { format!("`{license}`") } else { (*class).to_owned() });
    format!("{} {}: {}", classes.collect::<Vec<_>>().join(", "), fit(stance.fit), stance.why)
}
