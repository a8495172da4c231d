//! The descent of a model as a Mermaid graph, with the step where the license of the base model is not met marked.

use crate::policy::{self, Policy};
use crate::report::{Derived, Finding, Lineage, ModelReport, Severity};
use std::fmt::Write;

/// Most models between the family and this one that are drawn; like the other bounds here, chosen so that a graph stays readable.
const MAX_BETWEEN: usize = 8;

/// Most families that are drawn.
const MAX_FAMILIES: usize = 4;

/// Most characters of one line of a node.
const MAX_LABEL: usize = 60;

/// A fenced graph from the families that the model derives from down to the model, each with its license. `findings` are those
/// of this model. Nothing where the model is not known to derive from a family.
pub(crate) fn lineage(model: &ModelReport, findings: &[&Finding]) -> Option<String> {
    let known = |lineage: &&Lineage| match lineage.derived {
        Derived::Yes => true,
        Derived::Uncertain => !lineage.via.is_empty(),
        Derived::No => false,
    };
    let drawn: Vec<&Lineage> = model.lineage.iter().filter(known).take(MAX_FAMILIES).collect();
    if drawn.is_empty() {
        return None;
    }
    let mut graph = Graph::default();
    for lineage in &drawn {
        let policy = policy::of_key(&lineage.family);
        graph.family(lineage, policy, unmet_duties(policy, findings).as_deref());
    }
    let name = model.name.as_deref().filter(|name| !name.trim().is_empty()).unwrap_or(&model.path);
    let declared = match model.declared.as_slice() {
        [] => "no license declared".to_owned(),
        several => format!("declares {}", several.iter().take(4).cloned().collect::<Vec<_>>().join(", ")),
    };
    let mut out = "```mermaid\ngraph TD\n".to_owned();
    _ = writeln!(out, "  model[\"{}<br/>{}\"]", label(name), label(&declared));
    out.push_str(&graph.lines);
    if !graph.marked_edges.is_empty() {
        out.push_str("  style model stroke:#cf222e,stroke-width:3px\n");
        for edge in &graph.marked_edges {
            _ = writeln!(out, "  linkStyle {edge} stroke:#cf222e,stroke-width:3px");
        }
    }
    out.push_str("```\n");
    Some(out)
}

/// What the license of one family misses, in words: the rules of its duties that found errors.
fn unmet_duties(policy: Option<&Policy>, findings: &[&Finding]) -> Option<String> {
    let license = policy?.license;
    let mut names: Vec<&str> = Vec::new();
    for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
        if finding.license == Some(license) && !names.contains(&finding.rule.name()) {
            names.push(finding.rule.name());
        }
    }
    (!names.is_empty()).then(|| names.join(", ").replace('-', " "))
}

/// Lines of a graph as it grows.
#[derive(Default)]
struct Graph {
    lines: String,
    nodes: usize,
    edges: usize,
    /// Numbers of the edges that are marked.
    marked_edges: Vec<usize>,
}

impl Graph {
    /// A family and the models between it and this one, which is the node `model`.
    fn family(&mut self, lineage: &Lineage, policy: Option<&Policy>, unmet: Option<&str>) {
        let (name, license) =
            policy.map_or((lineage.family.as_str(), "license not read"), |policy| (policy.family_name, policy.short));
        let arrow = if lineage.derived == Derived::Yes { "-->" } else { "-.->" };
        let mut last = self.node(name, license);
        let farthest = lineage.via.len().min(MAX_BETWEEN);
        if let Some(more) = lineage.via.len().checked_sub(MAX_BETWEEN + 1) {
            let node = self.node(&format!("{} more models", more + 1), "licenses not read");
            last = self.edge(&last, arrow, node);
        }
        for id in lineage.via[..farthest].iter().rev() {
            let node = self.node(
                id,
                policy.filter(|policy| is_licensor(policy, id)).map_or("license not read", |policy| policy.short),
            );
            last = self.edge(&last, arrow, node);
        }
        let arrow = match unmet {
            Some(words) if lineage.derived == Derived::Yes => {
                self.marked_edges.push(self.edges);
                format!("-->|\"{}\"|", label(words))
            }
            _ if lineage.derived == Derived::Yes => arrow.to_owned(),
            _ => "-.->|\"uncertain\"|".to_owned(),
        };
        self.edge(&last, &arrow, "model".to_owned());
    }

    /// A node of two lines; its name in the graph.
    fn node(&mut self, first: &str, second: &str) -> String {
        let node = format!("base{}", self.nodes);
        self.nodes += 1;
        _ = writeln!(self.lines, "  {node}[\"{}<br/>{}\"]", label(first), label(second));
        node
    }

    /// An edge; gives the node that it leads to.
    fn edge(&mut self, from: &str, arrow: &str, to: String) -> String {
        _ = writeln!(self.lines, "  {from} {arrow} {to}");
        self.edges += 1;
        to
    }
}

/// Whether the licensor itself published a model.
fn is_licensor(policy: &Policy, id: &str) -> bool {
    let owner = id.split('/').next().unwrap_or_default();
    policy.licensor.iter().any(|licensor| licensor.eq_ignore_ascii_case(owner))
}

/// Text for a quoted label: letters, digits and a few harmless signs as they are, everything else as an entity of Mermaid.
fn label(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, letter) in text.chars().enumerate() {
        if at == MAX_LABEL {
            out.push_str("...");
            break;
        }
        // A sign at the start, or a point after digits there, would make a list of the label.
        let harmless = letter.is_alphanumeric()
            || at > 0 && matches!(letter, ' ' | '/' | ',' | '_')
            || matches!(letter, '.' | '-') && out.contains(char::is_alphabetic);
        if harmless {
            out.push(letter);
        } else {
            _ = write!(out, "#{};", u32::from(letter));
        }
    }
    if out.is_empty() { "unnamed".to_owned() } else { out }
}
