use model_license_gate::source::Span;
use model_license_gate::yaml::*;
use std::time::Instant;
fn main() {
    let n = 100_000;
    let mut laugh = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for i in 1..30 {
        laugh += &format!("a{i}: &a{i} [{}]\n", vec![format!("*a{}", i - 1); 9].join(","));
    }
    let mut merge = String::from("a0: &a0 {x: 1, y: 2}\n");
    for i in 1..60 {
        merge += &format!(
            "a{i}: &a{i}\n  <<: [{}]\n  k{i}: 1\n",
            vec![format!("*a{}", i - 1); 9].join(",")
        );
    }
    let list =
        format!("a: &a [{}]\nb: [{}]\n", vec!["x"; 10_000].join(","), vec!["*a"; 10_000].join(","));
    let keys: String = (0..90_000).map(|i| format!("k{i}: 1\n")).collect();
    let aliaskeys = format!("x: &a {}\ny:\n{}", "k".repeat(500_000), "  ? *a\n".repeat(70_000));
    let listkeys =
        format!("x: &a [{}]\ny:\n{}", vec!["x"; 50_000].join(","), "  ? *a\n".repeat(70_000));
    let mergemany = format!(
        "x: &a {{{}}}\ny:\n{}",
        (0..10_000).map(|i| format!("k{i}: 1")).collect::<Vec<_>>().join(", "),
        "- <<: *a\n".repeat(50_000)
    );
    let cases = [
        ("[ x100k", "[".repeat(n)),
        ("nested []", "[".repeat(n) + &"]".repeat(n)),
        ("{a: ", "{a: ".repeat(n)),
        ("- - ", "- ".repeat(n)),
        ("? ? ", "? ".repeat(n)),
        ("levels", (0..700).map(|i| " ".repeat(i) + "a:\n").collect()),
        ("laugh", laugh),
        ("merge", merge),
        ("aliases", list),
        ("keys", keys),
        ("- 1", "- 1\n".repeat(250_000)),
        ("a: [1,1,...", format!("[{}]", "1,".repeat(300_000))),
        ("comments", "# x\n".repeat(250_000)),
        ("anchors", (0..70_000).map(|i| format!("- &a{i} x\n")).collect()),
        ("anchors2", "- &a x\n".repeat(100_000)),
        ("aliaskeys", aliaskeys),
        ("listkeys", listkeys),
        ("mergemany", mergemany),
        ("quote", format!("\"{}", "x".repeat(1_000_000))),
        ("plainkey", "x".repeat(1_000_000)),
        ("plainkeys", "x x\n x ".repeat(150_000)),
        ("flowkeys", format!("[{}]", "a b ".repeat(200_000))),
        ("flow2", format!("{{{}}}", "a\n ".repeat(300_000))),
        ("many flow", "[a]\n".repeat(200_000)),
        ("nested60", ("[".repeat(60) + &"]".repeat(60) + ",").repeat(3000)),
        ("q60", format!("[{}]", "\"a\" ".repeat(200_000))),
        ("seqflow", format!("[{}]", "[a],".repeat(150_000))),
        ("flowtabs", format!("[\n{}]", "\t\"a\",\n".repeat(130_000))),
        ("eqs", "=: 1\n".repeat(130_000)),
        ("merges", "<<: {}\n".repeat(130_000)),
        ("tabs", "\t".repeat(1_000_000)),
        ("tabs2", "a: b\n".to_owned() + &"\t\n".repeat(400_000)),
        ("tags", "- !!str x\n".repeat(90_000)),
        ("tagdir", "%TAG !a! b\n".repeat(80_000)),
        ("spaces", " ".repeat(1_000_000) + ":"),
        ("spaces:", " :".repeat(400_000)),
        ("\\n:", "? \n:\n".repeat(150_000)),
        ("'", "'".repeat(1_000_000)),
        ("|", "- |\n".repeat(200_000)),
        ("ints", "- 1".to_owned() + &"1".repeat(900_000)),
        ("hexs", "- 0x1".to_owned() + &"1".repeat(900_000)),
        ("60s", "- 1".to_owned() + &":1".repeat(450_000)),
        ("cyc", "&a {b: *a, <<: *a, c: {<<: *a}}".to_owned()),
        ("cycs", "&a [*a, *a, *a, *a]".to_owned()),
        (
            "chain",
            "a0: &a0 [x]\n".to_owned()
                + &(1..20_000).map(|i| format!("a{i}: &a{i} [*a{}]\n", i - 1)).collect::<String>(),
        ),
        ("one line keys", "a".to_owned() + &": a".repeat(300_000)),
        ("? in flow", format!("[{}]", "? a, ".repeat(150_000))),
        ("multi docs", "---\n".repeat(200_000)),
        ("crs", "\r".repeat(1_000_000)),
        ("empties", "-\n".repeat(380_000)),
        ("nuls", "a: b\n".repeat(100) + "\0"),
        ("dedents", "? \n".repeat(300_000)),
        ("long explicit", "? ".to_owned() + &"k".repeat(1_000_000)),
    ];
    for (name, text) in &cases {
        if text.len() > 1 << 20 {
            println!("{name} too long {}", text.len());
        }
        let t = Instant::now();
        let d = parse(text, Span::new(0, text.len()), &Limits::default());
        let a = t.elapsed();
        let t = Instant::now();
        let mut out = match &d {
            Ok(d) => format!("ok {} nodes", d.nodes().len()),
            Err(e) => format!("{:?} {} {:?}", e.kind, e.message, e.span),
        };
        let mut b = t.elapsed();
        let mut c = b;
        let mut e = b;
        let mut g = b;
        let mut dup = b;
        if let Ok(d) = &d {
            let t = Instant::now();
            let r = python_refuses(d, text).map(|e| e.message);
            b = t.elapsed();
            out += &format!(" py {r:?}").chars().take(60).collect::<String>();
            let t = Instant::now();
            let r = js_refuses(d, text).map(|e| e.message);
            c = t.elapsed();
            out += &format!(" js {r:?}").chars().take(60).collect::<String>();
            let t = Instant::now();
            let r = canonical(d, Reader::Python).map(|_| ()).map_err(|e| e.message);
            e = t.elapsed();
            out += &format!(" {r:?}").chars().take(60).collect::<String>();
            let t = Instant::now();
            let r = canonical(d, Reader::Js).map(|_| ()).map_err(|e| e.message);
            g = t.elapsed();
            out += &format!(" {r:?}").chars().take(60).collect::<String>();
            let t = Instant::now();
            for n in d.nodes().iter().take(100) {
                let _ = d.duplicates(n);
                let _ = d.get(n, "license");
                let _ = d.strings(n).len();
            }
            dup = t.elapsed();
        }
        let slow = [a, b, c, e, g, dup].iter().any(|t| t.as_millis() > 100);
        println!(
            "{} {name:14} parse {a:>9.1?} py {b:>8.1?} js {c:>8.1?} cpy {e:>8.1?} cjs {g:>8.1?} dup {dup:>8.1?} {out}",
            if slow { "!!" } else { "  " }
        );
    }
}
