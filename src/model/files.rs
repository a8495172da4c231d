//! Which files of a tree matter, by their names.

use super::{gguf, safetensors};
use crate::tree::ReadLimit;

/// What a file is to the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// `README.md`: the model card.
    Card,
    /// `adapter_config.json` of PEFT.
    Adapter,
    /// `config.json` of a model.
    Config,
    /// A recipe of mergekit or axolotl.
    Recipe,
    /// `Modelfile` of Ollama.
    Modelfile,
    /// A file that may hold the text of a license, a notice or a use policy.
    License,
    /// Weights: some have a header that is read, the others are known by name and size only.
    Weights,
}

/// Most bytes that are read of a card: real ones have up to 0.8 MB.
pub(crate) const CARD_LIMIT: u64 = 10 << 20;
/// Most bytes that are read of a license file.
pub(crate) const LICENSE_LIMIT: u64 = 16 << 20;
/// Most bytes that are read of a configuration, a recipe or a Modelfile.
pub(crate) const SMALL_LIMIT: u64 = 1 << 20;

/// What a file is, by its path; `None` for files that do not matter.
pub(crate) fn role(path: &str) -> Option<Role> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let lower = name.to_ascii_lowercase();
    let (stem, extension) = lower.rsplit_once('.').unwrap_or((&lower, ""));
    match lower.as_str() {
        "readme.md" => return Some(Role::Card),
        "adapter_config.json" => return Some(Role::Adapter),
        "config.json" => return Some(Role::Config),
        "modelfile" => return Some(Role::Modelfile),
        _ => {}
    }
    match extension {
        "modelfile" => Some(Role::Modelfile),
        "yml" | "yaml" => is_recipe(folder, stem).then_some(Role::Recipe),
        "safetensors" | "gguf" | "ggml" | "pth" | "ckpt" | "onnx" | "mlmodel" | "mlpackage" | "tflite" | "exl2" => {
            Some(Role::Weights)
        }
        "bin" | "pt" | "h5" | "msgpack" | "npz" => is_weights(stem).then_some(Role::Weights),
        "" | "txt" | "md" | "rst" | "html" | "htm" | "rtf" | "license" | "licence" => {
            is_license(folder, &lower).then_some(Role::License)
        }
        _ if lower.starts_with("modelfile.") => is_text_extension(extension).then_some(Role::Modelfile),
        _ => {
            // `LICENSE-2.0` and `LICENSE.llama2` have no extension that means anything.
            (lower.starts_with("license") || lower.starts_with("licence") || lower.starts_with("notice"))
                .then(|| is_text_extension(extension))
                .filter(|&text| text)
                .map(|_| Role::License)
        }
    }
}

/// How much of a file is read; `None` for files that are not read.
pub(crate) fn read_limit(path: &str) -> Option<ReadLimit> {
    match role(path)? {
        Role::Card => Some(ReadLimit::Whole(CARD_LIMIT)),
        Role::License => Some(ReadLimit::Whole(LICENSE_LIMIT)),
        Role::Adapter | Role::Config | Role::Recipe | Role::Modelfile => Some(ReadLimit::Whole(SMALL_LIMIT)),
        Role::Weights => match path.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
            "gguf" => Some(ReadLimit::Head(gguf::bytes_needed)),
            "safetensors" => Some(ReadLimit::Head(safetensors::bytes_needed)),
            _ => None,
        },
    }
}

/// Names of Notice files (policy 1.5): `notice`, `notices`, `third-party-notices`, with `.txt`, `.md`, `.rst` or no extension.
pub(crate) fn is_notice(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let stem = [".txt", ".md", ".rst"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    let squeezed: String = stem.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).collect();
    matches!(stem, "notice" | "notices") || squeezed.starts_with("thirdpartynotice")
}

/// Whether a file is the use policy that goes with a license.
pub(crate) fn is_use_policy(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    name.contains("use_policy") || name.contains("use-policy") || name.contains("acceptable_use")
}

/// Whether a YAML file has a name that recipes of merging or training go by.
fn is_recipe(folder: &str, stem: &str) -> bool {
    let words = ["merge", "axolotl", "lora", "finetune", "fine-tune", "train"];
    !folder.starts_with(".github") && (stem == "config" || words.iter().any(|word| stem.contains(word)))
}

/// Whether a file in a format that others use too has a name that weights go by.
fn is_weights(stem: &str) -> bool {
    let starts = [
        "pytorch_model",
        "adapter_model",
        "consolidated",
        "model",
        "tf_model",
        "flax_model",
        "mp_rank",
        "weights",
        "non_lora",
        "mm_projector",
        "ggml",
    ];
    starts.iter().any(|start| stem.starts_with(start))
}

/// Whether a file has a name, or lies in a folder, that license texts go by.
fn is_license(folder: &str, name: &str) -> bool {
    let words = [
        "license",
        "licence",
        "copying",
        "notice",
        "agreement",
        "terms",
        "eula",
        "legal",
        "use_policy",
        "use-policy",
        "acceptable_use",
        "copyright",
    ];
    let folder = folder.rsplit('/').next().unwrap_or(folder).to_ascii_lowercase();
    words.iter().any(|word| name.contains(word))
        || matches!(folder.as_str(), "license" | "licenses" | "licences" | "legal")
}

/// Extensions that code, pictures and archives do not have.
fn is_text_extension(extension: &str) -> bool {
    const OTHER: [&str; 26] = [
        "py", "rs", "js", "ts", "tsx", "jsx", "go", "c", "h", "cc", "cpp", "hpp", "java", "kt", "sh", "json", "png",
        "jpg", "svg", "pdf", "zip", "gz", "yml", "yaml", "toml", "css",
    ];
    !OTHER.contains(&extension)
}
