//! Tests of what a reader sees in a text.

use super::{as_read, is_ignorable, is_plain, lookalike, looks_like, runs};
use unicode_security::confusable_detection::skeleton;

#[test]
fn what_unicode_calls_ignorable_is_ignorable() {
    for c in '\0'..=char::MAX {
        let by_unicode = skeleton(c.encode_utf8(&mut [0; 4])).next().is_none();
        let more = c.is_control() || matches!(c, '\u{fff9}'..='\u{fffb}');
        assert!(is_ignorable(c) == by_unicode || more, "{:x}", u32::from(c));
        assert!(!is_ignorable(c) || !c.is_whitespace(), "{:x}", u32::from(c));
        assert_eq!(is_plain(c.encode_utf8(&mut [0; 4])), c.is_ascii() && c != '\0' && !is_ignorable(c), "{c:?}");
    }
}

#[test]
fn the_list_of_unicode_says_what_a_character_looks_like() {
    for c in '\0'..=char::MAX {
        let looks: String = skeleton(c.encode_utf8(&mut [0; 4])).collect();
        let letter = match looks.as_bytes() {
            b"rn" => Some('m'),
            [letter] => Some(char::from(*letter)).filter(char::is_ascii_graphic),
            _ => None,
        };
        assert_eq!(looks_like(c), letter.or(Some(c).filter(char::is_ascii_graphic)), "{c:?}");
    }
}

#[test]
fn a_text_reads_without_what_is_not_shown_and_in_plain_letters() {
    for (text, read) in [
        ("", ""),
        ("Tale 2", "Tale 2"),
        ("Ta\u{200b}le\u{ad} \u{feff}2", "Tale 2"),
        ("Ta\u{7f}\u{1}le\t2", "Tale\t2"),
        ("\u{ad}", ""),
        ("Ｔａｌｅ ２！", "Tale 2！"),
        ("𝐓𝐚𝐥𝐞 𝟐, Ⓣale, 🅃🅰🅛e", "Tale 2, Tale, TALe"),
        ("ﬁne-tuned Ⅱ ſ ℓ", "fine-tuned II s l"),
        ("Tᴀʟᴇ ᴀʙᴢ", "TALE ABZ"),
        // A letter of another script in a Latin word is a disguise, also beside scripts without blanks.
        ("T\u{430}le T\u{3b1}le \u{422}ale", "Tale Tale Tale"),
        ("T\u{430}leをもとに 新T\u{430}le", "Taleをもとに 新Tale"),
        ("Ta\u{4cf}e TA\u{4c0}E \u{406}nk \u{399}lex M\u{399}x", "Tale TAlE Ink llex MIx"),
        ("T\u{430}\u{200b}le", "Tale"),
        // Words of other scripts stay, as do those of which only a part looks Latin.
        ("Модель сор Tale", "Модель сор Tale"),
        ("cтрана Taleом GPTшка", "cтрана Taleом GPTшка"),
        ("ασο παρα, sıfırdan eğitildi, été naïve Łódź", "ασο παρα, sıfırdan eğitildi, été naïve Łódź"),
        ("模型を™…½ 3.5µm ٣", "模型を™…½ 3.5µm ٣"),
        ("T\u{332}\u{336}a\u{200b}\u{336}le\u{20d2} e\u{301}te\u{301}", "Tale e\u{301}te\u{301}"),
        ("Tale² 7¹B, Tale 2¹, 10⁻³ ³", "Tale2 7B, Tale 2, 10⁻ "),
        ("👩\u{200d}🚀 a", "👩🚀 a"),
    ] {
        assert_eq!(as_read(text), read, "{text}");
    }
}

#[test]
fn every_part_has_its_place() {
    let text = "a Ｔ\u{ad}\u{430}le ｂ";
    let told: Vec<_> = runs(text).iter().map(|run| (run.text.to_string(), run.at, run.bytes)).collect();
    let expected = [("a ", 0, 2), ("T", 2, 3), ("a", 7, 2), ("le ", 9, 3), ("b", 12, 3)];
    assert_eq!(told, expected.map(|(text, at, bytes)| (text.to_owned(), at, bytes)));
}

#[test]
fn a_name_is_taken_for_what_it_looks_like() {
    for (text, alike) in [
        ("tale/Tale-2", None),
        ("Ｔale-2", None),
        ("\u{422}\u{430}\u{3bf}", Some("Tao")),
        ("tale\u{ff0f}Tale\u{2010}2\u{2024}5", Some("tale/Tale-2.5")),
        ("Ta\u{301}le", Some("Tale")),
        ("\u{406}\u{43f}", None),
        ("\u{406}\u{3bf}", Some("lo")),
        ("模型-2", None),
        ("модель", None),
    ] {
        assert_eq!(lookalike(text).as_deref(), alike, "{text}");
    }
}
