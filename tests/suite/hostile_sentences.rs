//! Cards whose sentences, lists and tables name parents without end: reading them takes time that grows with their length alone.

use crate::hostile::{card, verdict};

tests! {
    sentences_that_name_parents_without_end,
}

/// Each would take minutes or longer if the time to read it grew faster than its length; `dev/exhaust.py` measures them.
fn sentences_that_name_parents_without_end() {
    const LINK: &str = "[Llama 2](https://huggingface.co/meta-llama/Llama-2-7b-hf) ";
    let wide = format!("[{}](https://huggingface.co/meta-llama/Llama-2-7b-hf) ", "word ".repeat(40));
    let lead = format!("The following models were merged {}:\n\n", "word ".repeat(10_000));
    for text in [
        // One sentence: words, brackets, names, commas, articles, relations, and a piece without blanks.
        format!("Plover is based on {}Llama 2", "word ".repeat(50_000)),
        format!("Llama 2 {}", "(a ".repeat(30_000)),
        "(based on Llama 2 ".repeat(20_000),
        "Plover sings (Llama 2) ".repeat(10_000),
        "Llama 2, ".repeat(20_000),
        "meta-llama/Llama-2-7b-hf,".repeat(1_900),
        "merge of Llama 2, and ".repeat(1_900),
        format!("based on {}", "the ".repeat(30) + "Llama 2 ").repeat(1_000),
        "quantized, the, from, the, Llama 2 ".repeat(1_900),
        format!("Plover is based on {}Llama 2", ",".repeat(50_000)),
        "merge of ".repeat(20_000) + "Llama 2",
        format!("Plover is based on Llama 2{}", "x".repeat(1_000_000)),
        "Llama-2-".repeat(30_000),
        format!("{}Llama-2", "x-".repeat(50_000)),
        format!("{}{} Llama 2", ".<br>".repeat(50_000), "x".repeat(500_000)),
        format!("{}{}", "word ".repeat(50_000), "based on Llama 2 ".repeat(1_900)),
        // Scripts without blanks.
        format!("Plover{}Llama 2", "\u{57fa}\u{4e8e}".repeat(20_000)),
        format!("Plover{}Llama 2", "\u{7fbd}".repeat(100_000)),
        "\u{57fa}\u{4e8e}Llama 2\u{ff0c}".repeat(10_000),
        // Labels, lists, tables, links, titles.
        "Base model: ".repeat(20_000) + "Llama 2",
        "Base model: Llama 2<br>".repeat(10_000),
        "Base model:\n\n".repeat(20_000) + "Llama 2",
        lead.clone() + &"- Llama 2\n".repeat(1_900),
        lead + &"https://huggingface.co/meta-llama/Llama-2-7b-hf\n\n".repeat(1_900),
        format!("| Model | Base model |\n|---|---|\n{}", "| Plover | Llama 2 |\n".repeat(20_000)),
        format!("| Model | Base model |\n|---|---|\n| Plover | {} |\n", "Llama 2 ".repeat(20_000)),
        LINK.repeat(5_000),
        wide.repeat(300),
        format!("[Llama 2](https://huggingface.co/meta-llama/Llama-2-7b-hf?{}) ", "x".repeat(10_000)).repeat(50),
        format!("# {}Llama 2\n\nIt is based on Llama 2.", "Plover ".repeat(50_000)),
        format!("# {}\n\nIt is based on Llama 2.", "x".repeat(1_000_000)),
        format!("# Plover-{}\n\nIt is based on Llama 2.", "7b-".repeat(50_000)),
        "## Llama 2\n\n".repeat(5_000),
    ] {
        let title = if text.starts_with("# ") { "" } else { "# Plover-7B\n\n" };
        verdict(&card("sentences", format!("---\nlicense: mit\n---\n{title}{text}")));
    }
}
