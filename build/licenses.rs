//! Makes policies of `licenses/`: each file, completed by the profile that it follows.

use crate::data::{policy, read, required_words};
use crate::license_file::{Duty, LicenseFile, Profile, Profiles, Words};
use crate::schema;
use crate::source_texts::{SourceText, license_files};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What the folder says.
pub(crate) struct Licenses {
    pub(crate) policies: Vec<policy::Policy>,
    pub(crate) identifiers: policy::Identifiers,
    /// Families that a license file names itself.
    pub(crate) families: Vec<schema::Family>,
    pub(crate) permissive: policy::PermissiveLicenses,
}

/// Reads `licenses/`; panics with the file's name where something is missing, unknown or never used.
pub(crate) fn licenses() -> Licenses {
    let folder = Path::new("licenses");
    println!("cargo::rerun-if-changed=licenses");
    let profiles: Profiles = read(&folder.join("profiles.yml"));
    let mut identifiers: policy::Identifiers = read(&folder.join("identifiers.yml"));
    let (mut policies, mut families) = (Vec::new(), Vec::new());
    for path in license_files(folder).unwrap_or_else(|error| panic!("{error}")) {
        let mut file: LicenseFile = read(&path);
        assert!(path.file_stem().is_some_and(|stem| *stem == *file.license), "{}: another `license`", path.display());
        add_identifiers(&mut identifiers, &file);
        file.family = has_family(&file).then(|| family(&file));
        families.extend(file.models.take().map(|models| schema::Family { family: family(&file), ..models }));
        policies.push(policy(file, &profiles));
    }
    let permissive = permissive(folder, &identifiers, &policies);
    identifiers.classes.iter_mut().for_each(|class| class.ids.sort());
    identifiers.spellings = spellings(&mut identifiers.classes);
    identifiers.first_words = first_words(&identifiers.spellings);
    Licenses { policies, identifiers, families, permissive }
}

/// What permissive licenses ask: every identifier that is free stands there once, or has a policy.
fn permissive(
    folder: &Path,
    identifiers: &policy::Identifiers,
    policies: &[policy::Policy],
) -> policy::PermissiveLicenses {
    let permissive: policy::PermissiveLicenses = read(&folder.join("permissive.yml"));
    let stand: Vec<&String> = permissive.permissive.iter().flat_map(|one| &one.licenses).collect();
    let free = identifiers.classes.iter().filter(|class| class.is_free);
    let mut free: Vec<&String> = free.flat_map(|class| class.ids.iter().chain(&class.names)).collect();
    free.retain(|id| !policies.iter().any(|policy| policy.license == **id));
    for id in stand.iter().chain(&free) {
        let times = stand.iter().filter(|other| other == &id).count();
        assert!(
            times == 1 && free.contains(id),
            "licenses/permissive.yml: `{id}` stands there {times} times, or is not free"
        );
    }
    permissive
}

fn family(file: &LicenseFile) -> String {
    file.family.clone().unwrap_or_else(|| file.license.clone())
}

/// Whether it covers a family of models. Without one, it binds only what was made from a model under it.
fn has_family(file: &LicenseFile) -> bool {
    file.family.is_some() || file.models.is_some() || file.covers.is_some()
}

fn covers(file: &LicenseFile) -> String {
    file.covers.clone().unwrap_or_else(|| format!("a model under the {}", file.short))
}

/// Every way to write an identifier; what stands twice is taken for an identifier first, then for a name.
fn spellings(classes: &mut [policy::Class]) -> Vec<policy::SpelledIdentifier> {
    let mut spellings = BTreeMap::new();
    let mut add = |class, id: &String, spelling: &str, is_name| {
        let (spelling, id) = (spelling.to_ascii_lowercase(), id.clone());
        let spelled = policy::SpelledIdentifier { spelling: spelling.clone(), id, class, is_name };
        spellings.entry(spelling).or_insert(spelled);
    };
    for (number, class) in classes.iter_mut().enumerate() {
        class.ids.iter().chain(&std::mem::take(&mut class.retired)).for_each(|id| add(number, id, id, false));
        class.names.iter().for_each(|id| add(number, id, id, true));
    }
    for (number, class) in classes.iter_mut().enumerate() {
        for alias in std::mem::take(&mut class.aliases) {
            alias.of.iter().for_each(|spelling| add(number, &alias.id, spelling, false));
        }
    }
    spellings.into_values().collect()
}

/// The words with which identifiers and their other spellings begin.
fn first_words(spellings: &[policy::SpelledIdentifier]) -> Vec<String> {
    let first_word = |known: &policy::SpelledIdentifier| {
        let name = &known.spelling;
        let is_digit = name.starts_with(|c: char| c.is_ascii_digit());
        let end = name.find(|c: char| !c.is_alphanumeric() || c.is_ascii_digit() != is_digit);
        name[..end.unwrap_or(name.len())].to_lowercase()
    };
    spellings.iter().map(first_word).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Puts a license into its class.
fn add_identifiers(identifiers: &mut policy::Identifiers, file: &LicenseFile) {
    let (license, class) = (&file.license, &file.identifiers.class);
    let class = identifiers.classes.iter_mut().find(|known| known.name == *class);
    let class = class.unwrap_or_else(|| panic!("licenses/{license}.yml: there is no such class"));
    let names = if file.identifiers.hub { &mut class.ids } else { &mut class.names };
    for name in std::iter::once(license).chain(&file.identifiers.declared_as) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    if !file.identifiers.aliases.is_empty() {
        class.aliases.push(policy::Alias { id: license.clone(), of: file.identifiers.aliases.clone() });
    }
}

fn policy(mut file: LicenseFile, profiles: &Profiles) -> policy::Policy {
    let profile = profiles.profiles.iter().find(|profile| profile.profile == file.profile);
    let profile = profile.unwrap_or_else(|| panic!("licenses/{}.yml: there is no such profile", file.license));
    check_facts(&file);
    let blanks = Blanks::new(&file, profile, profiles);
    let declared = stances(&file, profile, profiles, &blanks);
    let obligations = duties(&file, profile, profiles, &blanks);
    let unchecked = unchecked(&mut file, profiles, &blanks);
    blanks.check_all_used(&file);
    let heading = profiles.headings.iter().find(|heading| heading.is_for(&file));
    let heading = heading.unwrap_or_else(|| panic!("licenses/profiles.yml: no heading for `{}`", file.license));
    if let Some(notice) = &mut file.notice {
        notice.required_words = required_words(&notice.sentence);
    }
    let covers = covers(&file);
    let texts = match &file.same_text_as {
        Some(other) => texts(&read(&Path::new("licenses").join(format!("{other}.yml")))),
        None => texts(&file),
    };
    policy::Policy {
        family: has_family(&file).then(|| family(&file)),
        also: file.identifiers.also.into_iter().chain(file.identifiers.declared_as.clone()).collect(),
        declared_as: file.identifiers.declared_as.unwrap_or_else(|| file.license.clone()),
        unknown_text: texts.is_empty(),
        texts: texts.into_iter().collect(),
        no_distribution: file.clauses.get("no-distribution").cloned(),
        no_other_models: file.clauses.get("output-use").cloned(),
        license: file.license,
        name: file.title,
        short: file.short,
        reading: file.reading,
        heading: heading.heading.clone(),
        family_name: covers,
        licensor: file.licensor,
        url: file.url,
        text_url: file.text_url,
        links: file.links,
        always_report: file.always_report,
        severity_cap: file.weight,
        open_to_all: file.open_to_all,
        notice: file.notice,
        display: file.display,
        name_prefix: file.name_prefix,
        name_part: file.name_part,
        change_words: if file.clauses.contains_key("changes") { profiles.change_words.clone() } else { Vec::new() },
        use_policy: file.use_policy,
        restrictions: file.restrictions,
        territory: file.territory,
        declared,
        obligations,
        unchecked,
    }
}

/// The identifiers of its texts.
fn texts(file: &LicenseFile) -> BTreeSet<String> {
    let text = |edition: &SourceText| {
        if edition.text.is_empty() { file.license.clone() } else { edition.text.clone() }
    };
    file.editions.iter().map(text).collect()
}

/// What a license prescribes has a clause, and the clause says what it prescribes.
fn check_facts(file: &LicenseFile) {
    let facts = [
        ("notice", file.notice.is_some()),
        ("display", !file.display.is_empty()),
        ("name-prefix", file.name_prefix.is_some()),
        ("name-part", file.name_part.is_some()),
        ("use-policy", file.use_policy.is_some()),
        ("restrictions", file.restrictions.is_some()),
        ("territory", file.territory.is_some()),
    ];
    for (key, is_there) in facts {
        assert!(
            is_there == file.clauses.contains_key(key),
            "licenses/{}.yml: `{key}` or its clause is missing",
            file.license
        );
    }
}

/// What the license makes of every class: of what its file, its profile and all profiles say, the first.
fn stances(file: &LicenseFile, profile: &Profile, profiles: &Profiles, blanks: &Blanks) -> Vec<policy::Compatibility> {
    let mut spoken: BTreeSet<&str> = BTreeSet::new();
    let mut stances = Vec::new();
    for stance in file.stances.iter().chain(&profile.stances).chain(&profiles.stances) {
        let group = |class| profiles.groups.get(class).map_or(std::slice::from_ref(class), Vec::as_slice);
        let classes = stance.classes.iter().flat_map(group);
        let classes: Vec<String> = classes.filter(|class| spoken.insert(class.as_str())).cloned().collect();
        if !classes.is_empty() {
            stances.push(policy::Compatibility { classes, fit: stance.fit, why: blanks.fill(&stance.why) });
        }
    }
    // Its own identifier first, and what declares nothing last.
    stances.sort_by_key(|stance| match stance.fit {
        policy::Fit::Required => 0,
        policy::Fit::Nothing => 2,
        _ => 1,
    });
    stances
}

/// The duties whose clause the license names.
fn duties(file: &LicenseFile, profile: &Profile, profiles: &Profiles, blanks: &Blanks) -> Vec<policy::Obligation> {
    for id in file.duties.keys().chain(profile.duties.keys()) {
        assert!(
            profiles.duties.iter().any(|duty| duty.duty == *id),
            "licenses/{}.yml: there is no duty `{id}`",
            file.license
        );
    }
    let mut obligations = Vec::new();
    for duty in &profiles.duties {
        let mut duty: Duty = duty.clone();
        let changes = profile.duties.get(&duty.duty).into_iter().chain(file.duties.get(&duty.duty));
        changes.for_each(|change| duty.change(change));
        let Some(clause) = blanks.clause(&duty.clause) else {
            assert!(
                !file.duties.contains_key(&duty.duty),
                "licenses/{}.yml: `{}` has no clause",
                file.license,
                duty.duty
            );
            continue;
        };
        obligations.push(policy::Obligation {
            asks: blanks.fill(&duty.asks),
            rules: duty.rules,
            clause: if duty.document.is_none() { clause } else { String::new() },
            unverified: file.unverified && duty.document.is_none(),
            document: duty.document,
            basis: duty.basis,
            basis_for_copies: duty.basis_for_copies,
            weight_for_derivatives: duty.weight_for_derivatives,
        });
    }
    obligations
}

/// What cannot be seen: the clauses of every license, and those of this one.
fn unchecked(file: &mut LicenseFile, profiles: &Profiles, blanks: &Blanks) -> Vec<policy::Unchecked> {
    let shared = profiles.unchecked.iter().filter_map(|gap| {
        let clause = blanks.clause(&gap.clause)?;
        Some(policy::Unchecked { clause, reason: blanks.fill(&gap.reason) })
    });
    let mut all: Vec<policy::Unchecked> = shared.collect();
    all.append(&mut file.unchecked);
    all
}

/// What fills the place-holders of a license's sentences, and which of it was used.
struct Blanks {
    license: String,
    words: Words,
    used: RefCell<BTreeSet<String>>,
}

impl Blanks {
    fn new(file: &LicenseFile, profile: &Profile, profiles: &Profiles) -> Self {
        let mut words: Words = profiles.words.clone();
        words.extend(profile.words.clone());
        words.extend(file.words.clone());
        let quoted: Vec<String> = file.display.iter().map(|words| format!("\"{words}\"")).collect();
        let name = |pointer: &Option<policy::Pointer>| pointer.as_ref().map(|pointer| pointer.name.clone());
        let facts: BTreeMap<&str, Option<String>> = BTreeMap::from([
            ("short", Some(file.short.clone())),
            ("covers", Some(covers(file))),
            ("display", Some(quoted.join(" or "))),
            ("prefix", file.name_prefix.clone()),
            ("part", file.name_part.clone()),
            ("use-policy", name(&file.use_policy)),
            ("restrictions", name(&file.restrictions)),
        ]);
        words.extend(facts.into_iter().filter_map(|(key, fact)| Some((key.to_owned(), fact?))));
        words.extend(file.clauses.iter().map(|(key, clause)| (format!("clause-{key}"), clause.clone())));
        Self { license: file.license.clone(), words, used: RefCell::default() }
    }

    /// A clause of the license, by what it is about.
    fn clause(&self, key: &str) -> Option<String> {
        let key = format!("clause-{key}");
        self.used.borrow_mut().insert(key.clone());
        self.words.get(&key).cloned()
    }

    /// A sentence with its place-holders filled, also those of what fills them.
    fn fill(&self, sentence: &str) -> String {
        let mut filled = sentence.to_owned();
        for _ in 0..100 {
            let Some((before, rest)) = filled.split_once('{') else { return filled };
            let (name, after) = rest.split_once('}').unwrap_or((rest, ""));
            let words = self.words.get(name);
            let words = words.unwrap_or_else(|| panic!("licenses/{}.yml: nothing fills `{{{name}}}`", self.license));
            self.used.borrow_mut().insert(name.to_owned());
            filled = format!("{before}{words}{after}");
        }
        panic!("licenses/{}.yml: `{sentence}` is never filled", self.license)
    }

    /// Words and clauses of a license that no sentence asks for are a mistake in their names.
    fn check_all_used(&self, file: &LicenseFile) {
        let clauses = file.clauses.keys().map(|key| format!("clause-{key}"));
        for key in file.words.keys().cloned().chain(clauses) {
            assert!(self.used.borrow().contains(&key), "licenses/{}.yml: nothing uses `{key}`", self.license);
        }
    }
}
