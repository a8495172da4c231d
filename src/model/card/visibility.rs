//! Which text of a card a reader sees: not what stands in comments, in scripts, or in elements that a style or an attribute hides.

use super::html::{attributes, name_of};
use std::collections::BTreeMap;

/// Elements whose content is not shown. What `script` and others hold that is not HTML, the tokenizer knows.
const UNSEEN: [&str; 9] = ["audio", "canvas", "datalist", "iframe", "noscript", "script", "style", "template", "video"];

/// Elements that end with their tag.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements within a line of text; their end tag does not end a block around them.
const INLINE: [&str; 38] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "nobr", "output", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "svg", "time", "tt", "u", "var", "picture",
];

/// Elements that end where another of the kind begins: those that begin, those that end, and those beyond which none ends.
const IMPLIED_ENDS: [(&[&str], &[&str], &[&str]); 5] = [
    (&["li"], &["li"], &["ul", "ol", "menu"]),
    (&["dt", "dd"], &["dt", "dd"], &["dl"]),
    (&["td", "th"], &["td", "th"], &["table"]),
    (&["tr"], &["tr", "td", "th"], &["table"]),
    (&["tbody", "thead", "tfoot"], &["tbody", "thead", "tfoot", "tr", "td", "th"], &["table"]),
];

/// Most open elements; browsers keep some 500. Chosen.
const MOST_OPEN: usize = 256;

/// What hides an element's text. An element inside may undo some of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each hides on its own, and is undone on its own")]
struct Look {
    /// Not shown at all, with all that is inside.
    gone: bool,
    /// By `visibility`.
    invisible: bool,
    /// By `font-size`.
    tiny: bool,
    /// By `color`.
    colorless: bool,
}

impl Look {
    fn hides(self) -> bool {
        self != Self::default()
    }

    /// How the content of a tag looks inside an element.
    fn inside(mut self, name: &str, tag: &str) -> Self {
        let (mut hidden, mut opened, mut style) = (false, name != "dialog", None);
        for (attribute, value) in attributes(tag) {
            match attribute.to_ascii_lowercase().as_str() {
                "hidden" => hidden = true,
                "open" => opened = true,
                // Of two attributes with one name, the first counts.
                "style" => style = style.or(Some(value)),
                _ => {}
            }
        }
        let hidden = style.and_then(|style| self.styled(style)).unwrap_or(hidden);
        self.gone |= hidden || !opened || UNSEEN.contains(&name);
        self
    }

    /// Takes in a style; gives what it says of `display`. Of a property that appears several times, the last value counts.
    fn styled(&mut self, style: &str) -> Option<bool> {
        let style = without_comments(style).to_ascii_lowercase();
        // Whether a value is important, and the value.
        let mut properties: BTreeMap<&str, (bool, &str)> = BTreeMap::new();
        for (property, value) in style.split(';').filter_map(|declaration| declaration.split_once(':')) {
            let (property, value) = (property.trim(), value.trim());
            let bare = value.trim_end_matches("important").trim_end_matches(['!', ' ']);
            let is_important = bare.len() < value.len();
            // A value that nobody knows is passed over.
            let is_known = property != "display" || DISPLAYS.iter().any(|start| bare.starts_with(start));
            if is_known && properties.get(property).is_none_or(|(important, _)| !important || is_important) {
                properties.insert(property, (is_important, bare));
            }
        }
        let (mut undisplayed, mut is_flat, mut is_cut) = (None, false, false);
        for (property, (_, value)) in properties {
            match property {
                "display" => undisplayed = Some(value == "none"),
                "visibility" => self.invisible = matches!(value, "hidden" | "collapse"),
                "content-visibility" => self.gone |= value == "hidden",
                "font-size" => self.tiny = is_zero(value),
                "opacity" => self.gone |= is_zero(value),
                "left" | "right" | "top" | "bottom" | "text-indent" | "margin-left" | "margin-top" => {
                    self.gone |= number(value).is_some_and(|distance| distance <= FAR_OUTSIDE);
                }
                "width" | "height" | "max-width" | "max-height" => is_flat |= is_zero(value),
                "overflow" => is_cut = value == "hidden",
                "transform" => self.gone |= value.contains("scale(0)"),
                "clip" | "clip-path" => {
                    self.gone |= ["rect(0", "inset(50%", "inset(100%"].iter().any(|cut| value.contains(cut));
                }
                "color" => self.colorless = value == "transparent",
                _ => {}
            }
        }
        self.gone |= is_flat && is_cut;
        undisplayed
    }
}

/// How the values of `display` begin.
const DISPLAYS: [&str; 13] = [
    "none",
    "block",
    "inline",
    "flex",
    "grid",
    "table",
    "contents",
    "list-item",
    "flow",
    "ruby",
    "initial",
    "revert",
    "unset",
];

/// Pixels, or other units, by which what is moved left or up is on no screen; chosen.
const FAR_OUTSIDE: f32 = -500.0;

/// A style without its comments.
fn without_comments(style: &str) -> String {
    let mut parts = style.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once("*/").map_or("", |(_, rest)| rest))
}

/// The number in a value, in whatever unit.
fn number(value: &str) -> Option<f32> {
    value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%').parse().ok()
}

/// Whether a value is zero in whatever unit, or less.
fn is_zero(value: &str) -> bool {
    number(value).is_some_and(|number| number <= 0.0)
}

/// An open element.
#[derive(Debug)]
struct Element {
    name: Box<str>,
    look: Look,
}

/// The open elements of a card.
#[derive(Debug, Default)]
pub(super) struct Visibility {
    open: Vec<Element>,
}

impl Visibility {
    /// Whether text is hidden where the card has been read to.
    pub(super) fn hides(&self) -> bool {
        self.open.last().is_some_and(|element| element.look.hides())
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Ends all elements beyond a number, as the end of what is around them does.
    pub(super) fn end_beyond(&mut self, depth: usize) {
        self.open.truncate(depth);
    }

    /// Begins a block of Markdown, which ends a paragraph of HTML.
    pub(super) fn begin_block(&mut self) {
        self.end_implied(&["p"], &[]);
    }

    /// Takes in a tag.
    pub(super) fn tag(&mut self, tag: &str) {
        let name = name_of(tag).to_ascii_lowercase();
        if tag.starts_with('/') {
            self.end(&name);
            return;
        }
        if !INLINE.contains(&name.as_str()) {
            self.begin_block();
        }
        if let Some((_, ends, beyond)) = IMPLIED_ENDS.iter().find(|(begins, ..)| begins.contains(&name.as_str())) {
            self.end_implied(ends, beyond);
        }
        if !VOID.contains(&name.as_str()) && self.open.len() < MOST_OPEN {
            let look = self.open.last().map_or(Look::default(), |around| around.look).inside(&name, tag);
            self.open.push(Element { name: name.into(), look });
        }
    }

    /// Ends an element and all that is open in it. The end of an inline element does not reach beyond a block.
    fn end(&mut self, name: &str) {
        let is_inline = INLINE.contains(&name);
        for (at, element) in self.open.iter().enumerate().rev() {
            if *element.name == *name {
                self.open.truncate(at);
                return;
            }
            if is_inline && !INLINE.contains(&&*element.name) {
                return;
            }
        }
    }

    /// Ends the innermost of some elements, if none of others is around it.
    fn end_implied(&mut self, ends: &[&str], beyond: &[&str]) {
        let mut inner = self.open.iter().rposition(|element| beyond.contains(&&*element.name)).map_or(0, |at| at + 1);
        if let Some(at) = self.open[inner..].iter().position(|element| ends.contains(&&*element.name)) {
            inner += at;
            self.open.truncate(inner);
        }
    }
}
