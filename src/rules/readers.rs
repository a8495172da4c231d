//! Values that the Hub's client and the Hub's site read differently.

use super::card_finding::{MAX_PER_KIND, card_finding};
use super::rule::{Rule, Scope};
use crate::model::Model;
use crate::model::card::Card;
use crate::report::{Advice, Basis, Fault, Finding, Fix, Meta, Stake};
use crate::yaml::{Node, js_yaml, pyyaml};

/// The two readers of the Hub differ on a field that matters.
pub(super) const DISAGREE: Rule = Meta {
    id: "readers-disagree",
    label: "front matter",
    brief: "read in two ways",
    is_cause: true,
    stake: Stake::Clarity,
    surest: Basis::Text,
    fault: Fault::Present,
    summary: "The Hub's client and the Hub's site read a license or lineage field differently.",
    why: "One of them shows a value that you did not mean.",
    fix: "Put the value in quotes.",
    cannot_see: "Which version of its reader the site runs today.",
}
.rule(Scope::Card(disagree));

/// Fields in which a difference changes what the gate or a reader concludes.
const FIELDS: [&str; 6] = ["license", "license_name", "license_link", "base_model", "base_model_relation", "tags"];

fn disagree(meta: &'static Meta, model: &Model) -> Vec<Finding> {
    let Some(card) = model.card.as_ref().filter(|card| card.refused.is_none()) else { return Vec::new() };
    let Some(document) = &card.document else { return Vec::new() };
    let mut findings = Vec::new();
    for field in FIELDS {
        let Some(entry) = card.field(field) else { continue };
        let nodes = std::iter::once(entry.value).chain(document.items(entry.value));
        findings.extend(nodes.filter_map(|node| finding(meta, model, card, field, node)).take(MAX_PER_KIND));
    }
    findings
}

fn finding(meta: &'static Meta, model: &Model, card: &Card, field: &str, node: &Node) -> Option<Finding> {
    let (client, site) = (pyyaml::value(node)?, js_yaml::value(node)?);
    if client == site {
        return None;
    }
    let written = node.span.of(&card.source.text);
    let message = format!(
        "In `{field}`, the Hub's client reads `{written}` as {}, and its site as {}.",
        client.describe(),
        site.describe()
    );
    let mut finding = card_finding(meta, model, card.source.place(node.span), &format!("{field} {written}"), message);
    if field == "license" && crate::policy::identify(written).is_empty() {
        finding.advice = Advice::step("Write an identifier from the Hub's list of licenses.");
    } else {
        let quoted = format!("\"{written}\"");
        finding.advice = Advice::step(format!("Put the value in quotes: {quoted}"));
        let is_plain = !written.contains(['"', '\\']) && !written.starts_with('!');
        finding.fix = Fix::replace_value(&finding.place, written, &quoted).filter(|_| is_plain);
    }
    if field == "tags" {
        finding = finding.at_stake(Stake::Reminder);
    }
    Some(finding)
}
