//! Beginnings of weights.

use serde_json::Value;

/// A header of GGUF with texts, and with so many words of a tokenizer.
pub(crate) fn gguf(texts: &[(&str, &str)], words: usize) -> Vec<u8> {
    let text = |text: &str| [&(text.len() as u64).to_le_bytes(), text.as_bytes()].concat();
    let count = texts.len() as u64 + u64::from(words > 0);
    let mut bytes = [b"GGUF".as_slice(), &3_u32.to_le_bytes(), &0_u64.to_le_bytes(), &count.to_le_bytes()].concat();
    for (key, value) in texts {
        bytes.extend([text(key), 8_u32.to_le_bytes().to_vec(), text(value)].concat());
    }
    if words > 0 {
        bytes.extend(
            [text("tokenizer.ggml.tokens"), 9_u32.to_le_bytes().to_vec(), 8_u32.to_le_bytes().to_vec()].concat(),
        );
        bytes.extend((words as u64).to_le_bytes());
        for number in 0..words {
            bytes.extend(text(&format!("token{number}")));
        }
    }
    bytes
}

/// A file of safetensors: its header and some zeros.
pub(crate) fn safetensors(header: &Value) -> Vec<u8> {
    let header = header.to_string();
    [&(header.len() as u64).to_le_bytes(), header.as_bytes(), &[0; 64]].concat()
}
