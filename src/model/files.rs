//! Which files of a tree matter, by their names.

use super::keys::KEYS;
use super::{gguf, safetensors};
use crate::tree::{Entry, ReadLimit, Tree, is_lfs_pointer};
use std::borrow::Cow;

/// The name of the card, as the Hub reads it.
pub(crate) const CARD_NAME: &str = "README.md";

/// What a file is to the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// `README.md`, or a name that reads like it: the model card.
    Card,
    /// A card of another name, such as `MODEL_CARD.md`: it counts where it has metadata, or where there is no other.
    OtherCard,
    /// `adapter_config.json` of PEFT.
    Adapter,
    /// `config.json` of a model, or what a tool writes next to it on how it quantized the weights.
    Config,
    /// A recipe of mergekit or axolotl.
    Recipe,
    /// `Modelfile` of Ollama.
    Modelfile,
    /// A file that may hold the text of a license, a notice or a use policy.
    License,
    /// `.gitattributes`, by which Git may change files.
    Attributes,
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
    let lower = as_read(name).to_ascii_lowercase();
    let (stem, extension) = lower.rsplit_once('.').unwrap_or((&lower, ""));
    match lower.as_str() {
        "readme.md" => return Some(Role::Card),
        "adapter_config.json" => return Some(Role::Adapter),
        "config.json" | "model_index.json" | "quantize_config.json" | "quant_config.json" => return Some(Role::Config),
        "modelfile" => return Some(Role::Modelfile),
        ".gitattributes" => return Some(Role::Attributes),
        other if KEYS.other_cards.contains(&other) => return Some(Role::OtherCard),
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

/// Whether a file may hold weights, by its extension alone: those of weights, and of archives.
pub(crate) fn may_hold_weights(path: &str) -> bool {
    const FORMATS: [&str; 16] = [
        "bin", "pt", "pkl", "pickle", "h5", "hdf5", "keras", "msgpack", "npz", "npy", "zip", "tar", "gz", "xz", "zst",
        "7z",
    ];
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    role(path) == Some(Role::Weights) || FORMATS.contains(&extension.as_str())
}

/// How much of a file is read; `None` for files that are not read.
pub(crate) fn read_limit(path: &str) -> Option<ReadLimit> {
    match role(path)? {
        Role::Card | Role::OtherCard => Some(ReadLimit::Whole(CARD_LIMIT)),
        Role::License => Some(ReadLimit::Whole(LICENSE_LIMIT)),
        Role::Adapter | Role::Config | Role::Recipe | Role::Modelfile | Role::Attributes => {
            Some(ReadLimit::Whole(SMALL_LIMIT))
        }
        Role::Weights => match path.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
            "gguf" => Some(ReadLimit::Head(gguf::bytes_needed)),
            "safetensors" => Some(ReadLimit::Head(safetensors::bytes_needed)),
            _ => None,
        },
    }
}

/// The bytes of a card, where they are there and no pointer.
pub(super) fn card_bytes<'t>(tree: &'t Tree, path: &str) -> Option<&'t [u8]> {
    match tree.files.get(path) {
        Some(Entry::Read(bytes)) if !is_lfs_pointer(bytes) => Some(bytes),
        _ => None,
    }
}

/// Names of Notice files (policy 1.5): `notice`, `notices`, `third-party-notices`, with `.txt`, `.md`, `.rst` or no extension.
///
/// A file among the documentation is not the file that goes with the model.
pub(crate) fn is_notice(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    if folder.rsplit('/').take(2).any(is_documentation) {
        return false;
    }
    let name = name.to_ascii_lowercase();
    let stem = [".txt", ".md", ".rst"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    let squeezed: String = stem.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).collect();
    matches!(stem, "notice" | "notices") || squeezed.starts_with("thirdpartynotice")
}

/// Whether a folder of this name holds the documentation of the one above it.
pub(super) fn is_documentation(folder: &str) -> bool {
    folder.eq_ignore_ascii_case("docs") || folder.eq_ignore_ascii_case("doc")
}

/// Whether a file is the use policy that goes with a license.
pub(crate) fn is_use_policy(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    name.contains("use_policy") || name.contains("use-policy") || name.contains("acceptable_use")
}

/// A name as a person reads it: without invisible characters and blanks around it, and in letters of ordinary width.
fn as_read(name: &str) -> Cow<'_, str> {
    if name.is_ascii() {
        return Cow::Borrowed(name.trim());
    }
    let is_invisible = |c: &char| {
        c.is_control()
            || matches!(
                u32::from(*c),
                0xad | 0x34f | 0x61c | 0x115f | 0x1160 | 0x17b4 | 0x17b5 | 0x180b..=0x180f | 0x200b..=0x200f
                    | 0x202a..=0x202e | 0x2060..=0x206f | 0x3164 | 0xfe00..=0xfe0f | 0xfeff | 0xffa0 | 0xe0000..=0xe0fff
            )
    };
    let narrow = |c: char| match u32::from(c) {
        code @ 0xff01..=0xff5e => char::from_u32(code - 0xfee0).unwrap_or(c),
        _ => c,
    };
    let read: String = name.chars().filter(|c| !is_invisible(c)).map(narrow).collect();
    Cow::Owned(read.trim().to_owned())
}

/// Whether a YAML file has a name that recipes of merging or training go by.
fn is_recipe(folder: &str, stem: &str) -> bool {
    let words = ["merge", "axolotl", "lora", "finetune", "fine-tune", "train"];
    let is_workflow = folder.split('/').next() == Some(".github");
    !is_workflow && (stem == "config" || words.iter().any(|word| stem.contains(word)))
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
        "attribution",
        "credits",
    ];
    let folder = folder.rsplit('/').next().unwrap_or(folder).to_ascii_lowercase();
    words.iter().any(|word| name.contains(word))
        || matches!(folder.as_str(), "license" | "licenses" | "licences" | "legal")
}

/// Extensions that code, pictures and archives do not have.
fn is_text_extension(extension: &str) -> bool {
    const OTHER: [&str; 34] = [
        "py", "rs", "js", "ts", "tsx", "jsx", "go", "c", "h", "cc", "cpp", "hpp", "java", "kt", "sh", "json", "png",
        "jpg", "svg", "pdf", "zip", "gz", "yml", "yaml", "toml", "css", "doc", "docx", "odt", "gif", "webp", "jpeg",
        "ico", "xlsx",
    ];
    !OTHER.contains(&extension)
}

#[cfg(test)]
mod tests {
    use super::{Role, role};

    #[test]
    fn names_are_taken_as_a_person_reads_them() {
        for path in
            ["README.md", "a/readme.MD", "README\u{200b}.md", "\u{feff}README.md", "README.md ", "ＲＥＡＤＭＥ.md"]
        {
            assert_eq!(role(path), Some(Role::Card), "{path}");
        }
        assert_eq!(role("LICEN\u{ad}SE"), Some(Role::License));
        assert_eq!(role("README.txt"), None);
    }

    #[test]
    fn workflows_alone_are_no_recipes() {
        assert_eq!(role(".github/workflows/train.yml"), None);
        for path in [".githubx/mergekit.yml", "m/.github/mergekit.yml", ".github-x/mergekit.yml"] {
            assert_eq!(role(path), Some(Role::Recipe), "{path}");
        }
    }
}
