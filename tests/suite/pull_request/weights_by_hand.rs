//! Small files of weights and pointers to large ones, for attacks.

use sha2::{Digest, Sha256};
use std::fmt::Write;

pub(super) fn pointer(content: &str, size: u64) -> Vec<u8> {
    pointer_text(content.as_bytes(), size)
}

pub(super) fn pointer_of(content: &[u8]) -> Vec<u8> {
    pointer_text(content, content.len() as u64)
}

fn pointer_text(content: &[u8], size: u64) -> Vec<u8> {
    let oid = Sha256::digest(content).iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    });
    format!("version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {size}\n").into_bytes()
}

/// A file of weights that names its parent in its header.
pub(super) fn gguf() -> Vec<u8> {
    let text = |text: &str| [&(text.len() as u64).to_le_bytes(), text.as_bytes()].concat();
    let (key, value) = ("general.base_model.0.repo_url", "https://huggingface.co/meta-llama/Llama-2-7b-hf");
    let counts = [0_u64.to_le_bytes(), 1_u64.to_le_bytes()].concat();
    [b"GGUF".to_vec(), 3_u32.to_le_bytes().to_vec(), counts, text(key), 8_u32.to_le_bytes().to_vec(), text(value)]
        .concat()
}

/// The same in another format.
pub(super) fn safetensors(padding: usize) -> Vec<u8> {
    let header = r#"{"__metadata__":{"base_model":"meta-llama/Llama-2-7b-hf"},"w":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}"#;
    [&(header.len() as u64).to_le_bytes(), header.as_bytes(), &vec![0; padding]].concat()
}
