//! Reads the lexicon and the patterns: sorts phrases, compiles patterns to elements.

use crate::alternation::expand;
use crate::automaton::{Dictionary, Name};
use crate::data::{read, save, sorted};
use crate::dictionary;
use crate::grammar::{Element, Pattern, Phrase, Says, Scope, Tag, Tags, is_unspaced};
use crate::schema::LicenseExample;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// One line of a lexicon. One without an example is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    tag: Tag,
    say: String,
    #[serde(default)]
    yes: Examples,
    #[serde(default)]
    no: Examples,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Examples {
    One(String),
    Several(Vec<String>),
}

impl Default for Examples {
    fn default() -> Self {
        Self::Several(Vec::new())
    }
}

impl Examples {
    fn list(self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one],
            Self::Several(several) => several,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct PatternFile {
    /// Sets of tags by name.
    sets: BTreeMap<String, Vec<Tag>>,
    patterns: Vec<PatternEntry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct PatternEntry {
    id: String,
    says: Says,
    #[serde(default)]
    scope: Option<Scope>,
    #[serde(default)]
    weak: bool,
    #[serde(default)]
    needs_subject: bool,
    #[serde(default)]
    linked: bool,
    #[serde(default)]
    name_is: String,
    r#match: String,
    #[serde(default)]
    not_before: String,
    #[serde(default)]
    not_after: String,
    #[serde(default)]
    not_in: String,
    #[serde(default)]
    not_behind: String,
    #[serde(default)]
    with: String,
    about: String,
    yes: Examples,
    no: Examples,
}

/// `lineage/license-words.yml`, which says what each list is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LicenseWords {
    words: BTreeMap<Tag, Vec<String>>,
    law: Vec<String>,
    examples: Vec<LicenseExample>,
}

/// The phrases of all lists, and what the words of a text are looked up in.
pub(crate) struct Lexicon {
    pub(crate) phrases: Vec<Phrase>,
    /// Beginnings of words of which every license has several.
    pub(crate) law: Vec<String>,
    pub(crate) dictionary: Dictionary,
}

/// Writes all as constants, the phrases together with the names of families.
pub(crate) fn write(out: &Path, names: &[(String, Name)]) -> Lexicon {
    let mut found: BTreeMap<String, (Tags, Tags)> = BTreeMap::new();
    for path in sorted("lineage/lexicon") {
        for entry in read::<Vec<Entry>>(&path) {
            let place = format!("{}: `{}`", path.display(), entry.say);
            assert!(!(entry.yes.list().is_empty() && entry.no.list().is_empty()), "{place} has no example");
            for phrase in expand(&entry.say).unwrap_or_else(|why| panic!("{place}: {why}")) {
                found.entry(phrase).or_default().0 |= entry.tag.bit();
            }
        }
    }
    let LicenseWords { words, law, examples } = read(Path::new("lineage/license-words.yml"));
    for (means, phrase) in words.into_iter().flat_map(|(means, list)| list.into_iter().map(move |one| (means, one))) {
        found.entry(phrase).or_default().1 |= means.bit();
    }
    for stem in &law {
        found.entry(stem.clone()).or_default();
    }
    save(&examples, "LICENSE_EXAMPLES: &[LicenseExample]", out, "license-examples.rs");
    let phrase = |(words, (tags, license)): (String, _)| Phrase { words, tags, license };
    let (texts, phrases): (Vec<Phrase>, Vec<Phrase>) =
        found.into_iter().map(phrase).partition(|phrase| phrase.words.starts_with(is_unspaced));
    let dictionary = dictionary::make(&phrases, names);
    save(&dictionary, "DICTIONARY: Dictionary", out, "dictionary.rs");
    save(&phrases, "PHRASES: &[Phrase]", out, "phrases.rs");
    save(&texts, "TEXTS: &[Phrase]", out, "texts.rs");

    let path = Path::new("lineage/patterns.yml");
    let file: PatternFile = read(path);
    let patterns: Vec<Pattern> = file.patterns.into_iter().map(|entry| compile(entry, &file.sets)).collect();
    save(&patterns, "PATTERNS: &[Pattern]", out, "patterns.rs");
    Lexicon { phrases, law, dictionary }
}

fn compile(entry: PatternEntry, sets: &BTreeMap<String, Vec<Tag>>) -> Pattern {
    let id = &entry.id;
    let tags = |text: &str| tags(text, sets, id);
    let words: Vec<&str> = entry.r#match.split(' ').filter(|word| !word.is_empty()).collect();
    let anchor = match entry.says {
        Says::Scratch => "SCRATCH",
        Says::Offers => "KIND",
        Says::Presents => "THING",
        _ => "NAME",
    };
    let name = words.iter().position(|word| *word == anchor).unwrap_or_else(|| panic!("{id}: no {anchor}"));
    let element = |word: &&str| match *word {
        "^" => Element::Start,
        "$" => Element::End,
        _ if let Some(gap) = word.strip_prefix("gap(").and_then(|gap| gap.strip_suffix(')')) => {
            let (most, not) = gap.split_once(',').unwrap_or((gap, "STOP"));
            let most = most.parse().unwrap_or_else(|error| panic!("{id}: `{word}`: {error}"));
            Element::Gap(most, tags(not.trim_start_matches('!')))
        }
        _ if let Some(word) = word.strip_suffix('?') => Element::Maybe(tags(word)),
        word => Element::One(tags(word)),
    };
    let (yes, no) = (entry.yes.list(), entry.no.list());
    assert!(!yes.is_empty() && !no.is_empty(), "pattern {id} needs examples");
    Pattern {
        says: entry.says,
        scope: entry.scope.unwrap_or(Scope::Sentence),
        weak: entry.weak,
        needs_subject: entry.needs_subject,
        linked: entry.linked,
        anchor: tags(anchor),
        name_is: tags(&entry.name_is),
        before: words[..name].iter().rev().map(element).collect(),
        after: words[name + 1..].iter().map(element).collect(),
        not_before: tags(&entry.not_before),
        not_after: tags(&entry.not_after),
        not_behind: tags(&entry.not_behind),
        not_in: tags(&entry.not_in),
        with: tags(&entry.with),
        about: entry.about,
        written: entry.r#match.clone(),
        yes,
        no,
        id: entry.id,
    }
}

/// The set that `A|B` or the name of a set stands for.
fn tags(text: &str, sets: &BTreeMap<String, Vec<Tag>>, id: &str) -> Tags {
    let of = |word: &str| match sets.get(word) {
        Some(set) => set.iter().fold(0, |all, tag| all | tag.bit()),
        None => serde_yaml::from_str::<Tag>(word).unwrap_or_else(|_| panic!("pattern {id}: no tag `{word}`")).bit(),
    };
    text.split('|').filter(|word| !word.is_empty()).fold(0, |all, word| all | of(word))
}
