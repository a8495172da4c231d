//! The short form of the lexicon. The build uses the same file, and stops where it says what is wrong.

#[path = "../../../build/alternation.rs"]
mod build;

pub(super) use build::expand;

#[test]
fn a_line_stands_for_all_its_phrases() {
    let cases: [(&str, &[&str]); 8] = [
        ("built on", &["built on"]),
        ("(built|made) on", &["built on", "made on"]),
        ("based|fine tun* of", &["based", "fine tun* of"]),
        ("off of?", &["off of", "off"]),
        ("(a|the)? base", &["a base", "the base", "base"]),
        ("((fine|instruct) tuned|merged) from", &["fine tuned from", "instruct tuned from", "merged from"]),
        ("  two   blanks ", &["two blanks"]),
        ("基于|以 为", &["基于", "以 为"]),
    ];
    for (say, phrases) in cases {
        assert_eq!(expand(say).unwrap(), phrases, "{say}");
    }
}

#[test]
fn a_line_that_is_written_wrong_is_refused() {
    for (say, why) in [
        ("(built|made on", "a `)` is missing"),
        ("built) on", "a `)` too many"),
        ("built ((on)", "a `)` is missing"),
        ("? built", "`?` without a word"),
        ("a* built", "`a* built` is too short"),
        ("", "`` is too short"),
        ("built|", "`` is too short"),
        ("(built)?", "`` is too short"),
    ] {
        assert_eq!(expand(say).unwrap_err(), why, "{say}");
    }
}
