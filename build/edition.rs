//! One edition of a text, as its fingerprint file has it: `dev/fingerprint.rs` writes it, the build script reads it.

use super::EditionClause;
use std::fmt::Write as _;

/// One edition of a text, as its fingerprint file has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Edition {
    /// Identifier: the Hub's where it has one, else SPDX's in lower case, else `ScanCode`'s.
    pub(crate) license: String,
    /// What people call the text.
    pub(crate) title: String,
    /// Which edition this is, mostly a date.
    pub(crate) edition: String,
    /// Names of the licensed thing; a copy without any of them is another agreement.
    pub(crate) names: Vec<String>,
    /// Names that count as a mention of the text where it is not there itself.
    pub(crate) mentions: Vec<String>,
    /// The license whose words it has, next to conditions of its own.
    pub(crate) extends: String,
    /// Whether its words were put together from other copies than the licensor's own, so that his own may differ in places.
    pub(crate) rebuilt: bool,
    /// How an edition says which it is: words of the title, words right before the date or version, and the date or version.
    pub(crate) stamp: Vec<String>,
    /// Where the text was read.
    pub(crate) source: String,
    /// Hashes of the whole text with a blank for each run of white space, in hexadecimal: as the licensor has it, and with plain quotation marks.
    pub(crate) exact: Vec<String>,
    /// Those of the hashes whose texts are read as this edition and nothing else, each with `+` and the bytes that were hashed.
    pub(crate) alone: Vec<String>,
    /// Its clauses, in order.
    pub(crate) clauses: Vec<EditionClause>,
}

impl Edition {
    /// The fingerprint file of this edition.
    pub(crate) fn write(&self) -> String {
        let mut file = String::new();
        let [names, mentions, exact, alone, stamp] =
            [&self.names, &self.mentions, &self.exact, &self.alone, &self.stamp].map(|list| list.join("; "));
        let rebuilt = if self.rebuilt { "yes".to_owned() } else { String::new() };
        for (key, value) in [
            ("license", &self.license),
            ("title", &self.title),
            ("edition", &self.edition),
            ("names", &names),
            ("mentions", &mentions),
            ("extends", &self.extends),
            ("rebuilt", &rebuilt),
            ("stamp", &stamp),
            ("source", &self.source),
            ("exact", &exact),
            ("alone", &alone),
        ] {
            if !value.is_empty() {
                let _ = writeln!(file, "{key}: {value}");
            }
        }
        for clause in &self.clauses {
            let sign = if clause.optional { '?' } else { '=' };
            let EditionClause { name, words, letters, hash, signs, .. } = clause;
            let signs = if *signs == 0 { String::new() } else { format!("+{signs:08x}") };
            let _ = writeln!(file, "{sign} {words} {letters} {hash:016x}{signs} {name}");
            if !clause.numbers.is_empty() {
                file.push('#');
                for (offset, value) in &clause.numbers {
                    let _ = write!(file, " {value:08x}+{offset}");
                }
                file.push('\n');
            }
            for line in clause.grams.chunks(8) {
                for (key, offset) in line {
                    let _ = write!(file, " {key:08x}+{offset}");
                }
                file.push('\n');
            }
        }
        file
    }

    /// Reads a fingerprint file; the error names the line.
    pub(crate) fn read(file: &str) -> Result<Self, String> {
        let mut edition = Self::default();
        for (number, line) in file.lines().enumerate() {
            edition.line(line).ok_or_else(|| format!("line {}: {line}", number + 1))?;
        }
        Ok(edition)
    }

    fn line(&mut self, line: &str) -> Option<()> {
        let entry = |entry: &str| {
            let (key, offset) = entry.split_once('+')?;
            Some((u32::from_str_radix(key, 16).ok()?, offset.parse().ok()?))
        };
        if let Some(numbers) = line.strip_prefix("# ") {
            let numbers: Option<Vec<(u32, u16)>> = numbers.split(' ').map(entry).collect();
            self.clauses.last_mut()?.numbers = numbers?.into_iter().map(|(value, offset)| (offset, value)).collect();
            return Some(());
        }
        if let Some(grams) = line.strip_prefix(' ') {
            let grams: Option<Vec<(u32, u16)>> = grams.split(' ').map(entry).collect();
            self.clauses.last_mut()?.grams.extend(grams?);
            return Some(());
        }
        if line.starts_with(['=', '?']) {
            let mut fields = line.splitn(5, ' ');
            let optional = fields.next()? == "?";
            let (words, letters) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
            let (hash, signs) = fields.next().map(|field| field.split_once('+').unwrap_or((field, "0")))?;
            self.clauses.push(EditionClause {
                optional,
                words,
                letters,
                hash: u64::from_str_radix(hash, 16).ok()?,
                signs: u32::from_str_radix(signs, 16).ok()?,
                name: fields.next()?.to_owned(),
                numbers: Vec::new(),
                grams: Vec::new(),
            });
            return Some(());
        }
        let (key, value) = line.split_once(": ")?;
        let value = value.to_owned();
        match key {
            "license" => self.license = value,
            "title" => self.title = value,
            "edition" => self.edition = value,
            "names" => self.names = value.split("; ").map(str::to_owned).collect(),
            "mentions" => self.mentions = value.split("; ").map(str::to_owned).collect(),
            "extends" => self.extends = value,
            "rebuilt" => self.rebuilt = value == "yes",
            "stamp" => self.stamp = value.split("; ").map(str::to_owned).collect(),
            "source" => self.source = value,
            "exact" => self.exact = value.split("; ").map(str::to_owned).collect(),
            "alone" => self.alone = value.split("; ").map(str::to_owned).collect(),
            _ => return None,
        }
        Some(())
    }
}
