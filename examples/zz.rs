use model_license_gate::source::Span;
use model_license_gate::yaml::*;
fn main() {
    for text in ["a: >-\r\n  b\r\n  c\r\nd: 1", "a: |\n \tb\n  c\n\n# x\nd: 1", "a: |2+ # c\n    b\n\n\n", ": x", "? : x", "a:\n  b: 1\n  c:\n  - 1\n  - \n\nd: [1, {a: b}]  \ne: &x !!str y\nf: *x\n", "a: b\n  c # d\n", "- - a\n  - b\n-\n", "? a\n: b", "[a: b, : c]", "|\n a", "- ! x\n- !a x\n- !<tag:yaml.org,2002:str> x\n"] {
        println!("{text:?}");
        match parse(text, Span::new(0, text.len()), &Limits::default()) {
            Ok(d) => for n in d.nodes() { println!("   {:?} {:?} {:?} {:?}", n.span.of(text), (n.span.start, n.span.end), n.kind, n.tag.as_ref().map(|t| (&t.name, t.span.of(text)))); },
            Err(e) => println!("  {e:?}"),
        }
    }
}
