//! The engine on invented agreements, which go through the same code as the real ones.

use super::clause::EditionClause;
use super::prepare::{Density, Plan, prepare};
use super::table::Table;
use super::*;
use crate::decode::decode;
use crate::policy;
use edition::Edition;
use pack::pack;

#[path = "../../build/edition.rs"]
pub(super) mod edition;
#[path = "../../build/pack.rs"]
pub(super) mod pack;
#[path = "../../build/readings.rs"]
mod readings;

/// An agreement about a bird, long enough for each clause to be sampled.
pub(super) const AGREEMENT: &str = "\
QUOKKA 2 PARK VISITOR COMPACT
Quokka 2 gates open on: May 4, 2031

\"Compact\" means the promises that a guest of the park gives and gets when the gates stand open.

\"Keeper\" or \"we\" means the Rottnest Meadow Trust, or whoever feeds the animals in its stead (on
weekends, say, when the trust is at sea).

1. Paths and Meadows.

      a. Right of Way. Guests may walk, hop, sit and picnic on every mown path of the non-
fenced meadow, as long as the keeper has not roped it off with a yellow ribbon.

      b. Feeding and Photographs.

            i. A guest who hands out any leaf, nut or other snack shall first show the same snack
to the keeper of the day.
            ii. Pictures with fewer than 700 quokkas in them need no stamp from the keeper.

2. Weather. The keeper's forecast is given \"as heard\" and nobody is to blame for hail, drizzle,
fog or a sudden glut of sunshine; umbrellas are lent out at the guest's own peril.

3. Leaving. This Compact ends at dusk, or thirty (30) minutes after a notice under Rule 4(b)(2) of the
house, for every guest of Hut 7. Clauses 1 and 2 outlive it until the next high tide, when
every ribbon is taken down and counted by two sober witnesses.
";

pub(super) fn table() -> &'static Table {
    let edition = |license: &str, name: &str, edition: &str, text: &str| Edition {
        license: license.into(),
        title: "Compact".into(),
        edition: edition.into(),
        names: vec![name.into()],
        mentions: vec![name.into()],
        source: String::new(),
        extends: String::new(),
        rebuilt: false,
        stamp: [name, "gates open on", "may 4 2031"].map(str::to_owned).to_vec(),
        exact: Vec::new(),
        alone: Vec::new(),
        clauses: prepare(text, &plan()),
    };
    let second = AGREEMENT.replace("two sober witnesses", "two witnesses");
    let kin = AGREEMENT
        .replace("Quokka 2", "Quokka 3")
        .replace("QUOKKA 2", "QUOKKA 3")
        .replace("yellow ribbon", "long green rope")
        .replace("sudden glut", "great plenty");
    let rebuilt = rebuilt();
    let editions = [
        edition("quokka2", "quokka 2", "first", AGREEMENT),
        edition("quokka2", "quokka 2", "second", &second),
        edition("quokka3", "quokka 3", "only", &kin),
        Edition { rebuilt: true, stamp: Vec::new(), ..edition("numbat", "numbat", "rebuilt", &rebuilt) },
    ];
    let read: Vec<Edition> =
        editions.iter().map(|edition| Edition::read(&edition.write()).unwrap_or_default()).collect();
    assert_eq!(read, editions, "a fingerprint file keeps everything");
    Table::leak(pack(&read))
}

/// The compact of another park, of which nobody has the keeper's own copy.
fn rebuilt() -> String {
    let text = AGREEMENT.replace("Quokka 2", "Numbat").replace("QUOKKA 2", "NUMBAT").replace("quokkas", "numbats");
    text.replace("yellow ribbon", "red chain").replace("snack", "termite").replace("umbrellas", "parasols")
}

pub(super) fn plan() -> Plan<'static> {
    Plan { density: Density::CLOSE, optional_from: None, optional_until: None, from: None, until: None }
}

fn read(text: &str) -> Identified {
    recognise::recognise(table(), text)
}

/// The one thing recognised in a text.
fn only(text: &str) -> FoundLicense {
    let mut identified = read(text);
    assert_eq!(identified.licenses.len(), 1, "{:?}\n{text}", identified.licenses);
    identified.licenses.remove(0)
}

#[test]
fn clauses_have_the_names_the_text_gives_them() {
    let names: Vec<String> = prepare(AGREEMENT, &plan()).into_iter().map(|part| part.name).collect();
    assert_eq!(names, ["title", "Compact", "Keeper", "1.a", "1.b.i", "1.b.ii", "2", "3"]);
}

#[test]
fn a_copy_is_complete_in_either_edition() {
    let found = only(AGREEMENT);
    assert_eq!((found.license, found.edition), ("quokka2", "first"));
    assert_eq!(found.completeness, Completeness::Complete);
    assert!(found.coverage > 0.999);
    assert!(!read(AGREEMENT).other_text);
    let found = only(&AGREEMENT.replace("sober ", ""));
    assert_eq!((found.edition, found.completeness), ("second", Completeness::Complete));
}

#[test]
fn kin_are_told_apart() {
    let kin = AGREEMENT.replace("uokka 2", "uokka 3").replace("UOKKA 2", "UOKKA 3");
    let kin = kin.replace("yellow ribbon", "long green rope").replace("sudden glut", "great plenty");
    assert_eq!(only(&kin).license, "quokka3");
    let both = format!("{kin}\n{AGREEMENT}");
    let licenses: Vec<_> = read(&both).licenses.iter().map(|f| (f.license, f.completeness)).collect();
    assert_eq!(licenses, [("quokka3", Completeness::Complete), ("quokka2", Completeness::Complete)]);
}

#[test]
fn every_change_of_a_word_shows() {
    let words: Vec<&str> = AGREEMENT.split(' ').filter(|word| !word.is_empty()).collect();
    for at in 1..words.len() - 1 {
        for change in [&[][..], &["not", words[at]][..], &["some"][..]] {
            let changed = [&words[..at], change, &words[at + 1..]].concat().join(" ");
            // Counts of clauses are layout, and the second edition is another true copy.
            if words[at] == "sober" || words[at].trim().trim_end_matches('.').len() < 3 {
                continue;
            }
            let licenses = read(&changed).licenses;
            let complete = licenses.iter().any(|found| found.completeness == Completeness::Complete);
            assert!(!complete, "{at} {:?} -> {change:?}", words[at]);
        }
    }
}

#[test]
fn what_is_changed_missing_or_put_in_is_named() {
    let found = only(&AGREEMENT.replace("700", "7"));
    assert_eq!((found.completeness, found.altered), (Completeness::Altered, vec!["1.b.ii"]));
    let weather = AGREEMENT.find("2. Weather").unwrap_or_default();
    let leaving = AGREEMENT.find("3. Leaving").unwrap_or_default();
    let without = format!("{}{}", &AGREEMENT[..weather], &AGREEMENT[leaving..]);
    let found = only(&without);
    assert_eq!((found.completeness, found.missing), (Completeness::Partial, vec!["2"]));
    let more = format!("{}No hats.\n\n{}", &AGREEMENT[..leaving], &AGREEMENT[leaving..]);
    let found = only(&more);
    assert_eq!((found.completeness, found.altered), (Completeness::Altered, vec!["2"]));
    let half = only(&AGREEMENT[..weather]);
    assert_eq!((half.completeness, half.missing), (Completeness::Partial, vec!["2", "3"]));
    assert!(half.coverage > 0.5 && half.coverage < 0.8);
}

#[test]
fn a_renamed_copy_is_another_agreement() {
    let renamed = AGREEMENT.replace("Quokka", "Wombat").replace("QUOKKA", "WOMBAT");
    let identified = read(&renamed);
    assert!(identified.licenses.is_empty());
    assert!(identified.other_text);
}

#[test]
fn an_edition_that_nobody_knows_is_not_called_altered() {
    let of_2033 = |text: &str| text.replace("May 4, 2031", "June 5, 2033");
    let rewritten = AGREEMENT
        .replace("as long as the keeper has not roped it off", "unless a sign of the keeper says otherwise")
        .replace("hail, drizzle,\nfog or a sudden glut of sunshine", "whatever falls from the sky or shines in it")
        .replace("need no stamp from the keeper", "may be shown to everybody at home");
    assert_eq!(only(&of_2033(&rewritten)).completeness, Completeness::UnknownEdition);
    // With the date of a known edition, and without any, it is that edition with other words.
    assert_eq!(only(&rewritten).completeness, Completeness::Altered);
    assert_eq!(only(&rewritten.replace("gates open on: May 4, 2031", "")).completeness, Completeness::Altered);
    // A known edition with another date stays one, and so does one of which clauses are changed or left out.
    let weather = AGREEMENT.find("2. Weather").unwrap_or_default();
    let without =
        AGREEMENT[..weather].replace("Pictures with fewer than 700 quokkas in them need no stamp from the keeper.", "");
    for (text, completeness) in [
        (AGREEMENT, Completeness::Altered),
        (&AGREEMENT.replace("700", "7"), Completeness::Altered),
        (
            &AGREEMENT.replace("two sober", "This does not apply to guests of the trust. Two sober"),
            Completeness::Altered,
        ),
        (&without, Completeness::Partial),
        (&AGREEMENT[..weather], Completeness::Partial),
    ] {
        assert_eq!(only(&of_2033(text)).completeness, completeness, "{text}");
    }
}

#[test]
fn a_rebuilt_edition_is_known_in_part() {
    let text = rebuilt();
    let found = only(&text.replace("red chain", "blue chain"));
    assert_eq!((found.edition, found.completeness), ("rebuilt", Completeness::UnknownEdition));
    assert_eq!(only(&text).completeness, Completeness::Complete);
    let without = &text[..text.find("3. Leaving").unwrap_or_default()];
    assert_eq!(only(without).completeness, Completeness::Partial);
}

#[test]
fn text_around_a_copy_is_reported_and_its_span_is_exact() {
    let text = format!("House rules: shoes off, phones off, voices low.\n\n{AGREEMENT}\nSigned by all.");
    let identified = read(&text);
    assert!(identified.other_text);
    let [found] = identified.licenses.as_slice() else { panic!("{identified:?}") };
    assert_eq!(found.completeness, Completeness::Complete);
    let copy = found.span.of(&text);
    assert!(copy.starts_with("QUOKKA 2") && copy.ends_with("sober witnesses"), "{copy}");
    let copyright = format!("Copyright (c) 2031 Someone or other, all of them\n\n{AGREEMENT}");
    assert!(!read(&copyright).other_text);
}

#[test]
fn layout_changes_nothing() {
    let flat = AGREEMENT.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines = |prefix: &str| [prefix, &AGREEMENT.replace('\n', &format!("\n{prefix}"))].concat();
    let escaped = flat.replace('"', "\\\"");
    let html = flat.replace('"', "&ldquo;").replace('\'', "&#8217;");
    let double = html.replace('&', "&amp;");
    let numbered = AGREEMENT.lines().zip(1..).map(|(line, n)| format!("{n:>4} {line}"));
    let numbered = numbered.collect::<Vec<_>>().join("\n");
    let curly = flat.replace('"', "”").replace('\'', "’");
    let mojibake: String = curly.bytes().map(crate::decode::windows_1252_character).collect();
    let wide: String = flat
        .chars()
        .map(|c| if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c) } else { c })
        .collect();
    for (name, text) in [
        ("one line", flat.clone()),
        ("upper case", flat.to_uppercase()),
        ("comment", lines("// ")),
        ("quote", lines("> > ")),
        ("line numbers", numbered),
        ("JSON", format!("{{\"text\": \"{}\"}}", escaped.replace(". ", ".\\n"))),
        ("YAML", format!("text: \"{}\"", escaped.replace(" the ", " the\\\n  \\ "))),
        ("HTML", format!("<div class=\"x\"><p>{html}</p><br/></div>")),
        ("emphasis", flat.replace("keeper", "<b>kee</b>per")),
        ("escaped HTML", format!("&lt;p&gt;{double}&lt;/p&gt;")),
        ("Markdown", flat.replace("the keeper", "[the keeper](#the-keeper)")),
        ("soft hyphens", flat.replace("keeper", "kee\u{ad}per\u{200b}")),
        ("hyphens of a PDF", flat.replace("keeper", "kee-\nper")),
        ("pages", AGREEMENT.replacen("\n\n1.", "\n\nPage 1 of 2\n\n1.", 1)),
        ("pages with the title", AGREEMENT.replacen(" rope", "\n\n1\n\nQUOKKA 2 PARK VISITOR\n\nrope", 1)),
        ("mojibake", mojibake),
        ("full width", wide),
        ("RTF", format!("{{\\rtf1\\ansi{{\\fonttbl\\f0 Arial;}}\\f0 {}\\par}}", flat.replace('\'', "\\'92"))),
        ("counts dropped", flat.replace("a. Right", "Right").replace(" 2. ", " ").replace("(on", "on")),
    ] {
        let found = only(&text);
        assert_eq!(found.completeness, Completeness::Complete, "{name}: {found:?}\n{text}");
    }
}

#[test]
fn a_name_near_a_word_for_license_is_a_mention() {
    let found = only("The toy stands under the Quokka 2 license of its maker.");
    assert_eq!((found.license, found.completeness, found.edition), ("quokka2", Completeness::Mention, ""));
    for text in ["", "Quokka 2 is a toy.", "the license of Quokka 2.1", "license: mit"] {
        assert!(read(text).licenses.is_empty(), "{text}");
    }
}

#[test]
fn many_copies_are_all_found() {
    let many = AGREEMENT.repeat(200);
    let identified = read(&many);
    assert_eq!(identified.licenses.len(), 200);
    assert!(identified.licenses.iter().all(|found| found.completeness == Completeness::Complete));
    assert!(!identified.capped && !identified.other_text);
}

#[test]
fn nothing_makes_it_panic() {
    let pieces = [
        "<",
        "<a",
        "<a b=",
        "</",
        "<!--",
        "<![CDATA[",
        "&",
        "&#",
        "&#x",
        "&amp;",
        ";",
        "\\",
        "\\u00",
        "\\'",
        "{\\rtf1",
        "{\\*",
        "](",
        "\0",
        "â",
        "€",
        "Ã",
        "\u{fffd}",
        "Ａ",
        "İ",
        "\r",
        "\u{c}",
        "quokka",
        " 2",
        "license",
        "é",
        "日本",
    ];
    let mut text = String::new();
    let mut seed = 7usize;
    for _ in 0..3_000 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text.push_str(pieces[(seed >> 33) % pieces.len()]);
        if (seed >> 60) == 0 {
            read(&text);
            text.clear();
        }
    }
    for piece in pieces {
        read(piece);
        read(&piece.repeat(1_000));
    }
}

#[test]
fn what_is_built_in_is_whole() {
    let editions = known().iter().filter(|text| text.license == "llama2" && text.words > 0).collect::<Vec<_>>();
    let llama = editions[0];
    let names: Vec<&str> = BUILT_IN.slots_of(llama).iter().map(|slot| BUILT_IN.name_of(slot)).collect();
    assert!(names.contains(&"1.b.iii") && names.contains(&"7"), "{names:?}");
    assert_eq!(
        editions.iter().map(|text| text.edition).collect::<Vec<_>>(),
        ["2023-07-18", "2023-07-21", "card", "web"]
    );
    assert!(known().len() > 90);
}

/// The text of a real agreement, where the folder that `MLG_AGREEMENTS` names has it; see `tests/unit/texts.rs`.
#[expect(clippy::disallowed_methods, reason = "the texts are not in this repository")]
pub(super) fn real_text(name: &str) -> Option<String> {
    let folder = std::path::PathBuf::from(std::env::var_os("MLG_AGREEMENTS")?);
    let bytes =
        [folder.join(name), folder.join("other").join(name)].iter().find_map(|path| std::fs::read(path).ok())?;
    Some(decode(&bytes).text.into_owned())
}

#[test]
fn the_agreement_of_every_policy_is_recognised_as_complete() {
    let sources = crate::unit::texts::sources();
    for policy in policy::all() {
        for entry in sources.texts.iter().filter(|entry| policy.is_text(&entry.text)) {
            let name = entry.file.clone().or_else(|| entry.key.as_ref().map(|key| format!("{key}.txt")));
            // The pointer of Code Llama is made of its mentions alone.
            let Some((name, text)) = name.and_then(|name| Some((name.clone(), real_text(&name)?))) else { continue };
            let found = identify(&text).licenses;
            let is_whole =
                |found: &FoundLicense| found.license == entry.text && found.completeness == Completeness::Complete;
            assert!(found.iter().any(is_whole), "{name}: {found:?}");
            // No other policy takes it for its own.
            for other in policy::all().iter().filter(|other| other.texts != policy.texts) {
                assert!(
                    !found
                        .iter()
                        .any(|found| found.completeness != Completeness::Mention && other.is_text(found.license)),
                    "{name} under {}",
                    other.license
                );
            }
        }
    }
}

#[test]
fn every_policy_names_texts_that_have_fingerprints() {
    for policy in policy::all() {
        let known: Vec<&str> =
            known().iter().map(|text| text.license).filter(|license| policy.is_text(license)).collect();
        assert_eq!(known.is_empty(), policy.unknown_text, "{}: {known:?}", policy.license);
        for text in policy.texts {
            assert!(known.contains(text), "{}: no fingerprints of `{text}`", policy.license);
        }
    }
}
