//! Pull requests as most are: nothing is to be said of them. Add a row, and nothing else.

use super::attack_table::{LLAMA, NOTICE, OTHER};
use super::attacks::{Attack, attack};
use super::weights_by_hand::pointer;

/// A repository with a model of Llama 2 that complies, and one of another family.
fn ordinary(name: &str) -> Attack {
    attack(&format!("ordinary-{name}"))
        .base("ravine/README.md", LLAMA)
        .base("ravine/Notice", NOTICE)
        .base("ravine/config.json", "{\"_name_or_path\": \"meta-llama/Llama-2-7b-hf\"}")
        .base("ravine/model.safetensors", pointer("ravine", 13_000_000_000))
        .base("ravine/tokenizer.model", pointer("tokenizer", 500_000))
        .base("ravine/training_args.bin", [7; 4_000])
        .base("plover/README.md", OTHER)
        .base("plover/model.safetensors", pointer("plover", 14_000_000_000))
        .base("train.py", "print(1)\n")
        .base(
            ".gitattributes",
            "*.safetensors filter=lfs diff=lfs merge=lfs -text\n*.gguf filter=lfs diff=lfs merge=lfs -text\n",
        )
}

pub(super) fn all() -> Vec<Attack> {
    let heron = |name: &str| ordinary(name).file("heron/README.md", OTHER);
    let from_scratch = "---\nlicense: mit\n---\n# Heron\n\nThis model was trained from scratch on letters.\n";
    vec![
        ordinary("card").file("ravine/README.md", format!("{LLAMA}\nIt writes letters.\n")),
        ordinary("other-card").file("plover/README.md", format!("{OTHER}\nIt writes letters.\n")),
        heron("new-model")
            .file("heron/config.json", "{\"model_type\": \"mistral\", \"x\": NaN}")
            .file("heron/model-00001-of-00002.safetensors", pointer("1", 9_000_000_000))
            .file("heron/model-00002-of-00002.safetensors", pointer("2", 9_000_000_000))
            .file("heron/tokenizer.model", pointer("tokenizer", 500_000))
            .file("heron/training_args.bin", [7; 4_000])
            .file("heron/tokenizer.json", pointer("tokenizer as JSON", 17_000_000)),
        heron("new-model-in-git").file("heron/adapter_model.bin", [3; 9_000]).file("heron/weights.bin", [4; 70_000]),
        ordinary("from-scratch").file("heron/README.md", from_scratch).file("heron/model.onnx", [3; 9_000]),
        (0..80).fold(heron("many-quantisations"), |heron, number| {
            heron.file(&format!("heron/q{number}.gguf"), pointer(&number.to_string(), 4_000_000_000 + number))
        }),
        ordinary("weights-and-card")
            .file("plover/model.safetensors", pointer("plover, second edition", 14_000_000_000))
            .file("plover/README.md", format!("{OTHER}\nSecond edition.\n")),
        ordinary("weights-of-llama").file("ravine/model.safetensors", pointer("ravine, second edition", 13_000_000_000)),
        ordinary("renamed")
            .without("ravine/README.md").without("ravine/Notice").without("ravine/config.json").without("ravine/model.safetensors")
            .file("gorge/README.md", LLAMA).file("gorge/Notice", NOTICE).file("gorge/model.safetensors", pointer("ravine", 13_000_000_000)),
        ordinary("deleted")
            .without("ravine/README.md").without("ravine/Notice").without("ravine/config.json").without("ravine/model.safetensors")
            .without("ravine/tokenizer.model").without("ravine/training_args.bin"),
        ordinary("code").file("train.py", "print(2)\n").file("Dockerfile", "FROM scratch\n").file("Makefile", "all:\n\ttrue\n").file("data/letters.bin2", [5; 600]),
        ordinary("linked-card").link("docs/README.md", "../README.md").file("docs/index.md", "# Docs\n"),
        ordinary("linked-license").link("heron/LICENSE", "../plover/README.md").file("heron/README.md", OTHER),
        ordinary("attributes").file(".gitattributes", "*.safetensors filter=lfs diff=lfs merge=lfs -text\n*.md text eol=lf\n*.bin filter=lfs diff=lfs merge=lfs -text\n"),
        ordinary("stricter").base(".model-license-gate.yml", "agreement: link\nseverities: { missing-notice: warning }\n")
            .file(".model-license-gate.yml", "agreement: link\nstrict: true\n"),
        ordinary("old-fault").base("plover/adapter_config.json", "{\"a\": ,}").file("plover/README.md", format!("{OTHER}\nSecond edition.\n")),
        ordinary("submodule-like").file(".gitmodules", "[submodule \"x\"]\n\tpath = x\n\turl = https://example.com/x\n"),
    ]
}
