//! Writes the headers of weights files, right ones and wrong ones, for tests.

/// A GGUF file in the making: version, byte order, keys with their values.
pub(crate) struct Gguf {
    version: u32,
    is_big: bool,
    count: u64,
    body: Vec<u8>,
}

/// A value of a GGUF key.
#[derive(Clone, Copy)]
pub(crate) enum Value<'v> {
    Text(&'v str),
    Number(u32),
    Texts(usize),
    Raw(u32, &'v [u8]),
}

impl Gguf {
    pub(crate) fn new() -> Self {
        Self::of(3, false)
    }

    pub(crate) fn of(version: u32, is_big: bool) -> Self {
        Self { version, is_big, count: 0, body: Vec::new() }
    }

    /// The keys of a model in the shape of Llama 2 7B, with a vocabulary as large as its own.
    pub(crate) fn llama_7b() -> Self {
        Self::new()
            .with("general.architecture", Value::Text("llama"))
            .with("llama.embedding_length", Value::Number(4_096))
            .with("llama.block_count", Value::Number(32))
            .with("llama.feed_forward_length", Value::Number(11_008))
            .with("llama.attention.head_count", Value::Number(32))
    }

    pub(crate) fn text(self, key: &str, value: &str) -> Self {
        self.with(key, Value::Text(value))
    }

    pub(crate) fn with(mut self, key: &str, value: Value<'_>) -> Self {
        self.count += 1;
        self.put_text(key);
        match value {
            Value::Text(text) => {
                self.put_u32(8);
                self.put_text(text);
            }
            Value::Number(number) => {
                self.put_u32(4);
                self.put_u32(number);
            }
            Value::Texts(count) => {
                self.put_u32(9);
                self.put_u32(8);
                self.put_u64(count as u64);
                for number in 0..count {
                    self.put_text(&format!("<{number:05}>"));
                }
            }
            Value::Raw(kind, bytes) => {
                self.put_u32(kind);
                self.body.extend(bytes);
            }
        }
        self
    }

    /// The file, up to where tensors would follow.
    pub(crate) fn bytes(self) -> Vec<u8> {
        let count = self.count;
        self.announcing(count)
    }

    /// The file with another number of keys in its header.
    pub(crate) fn announcing(self, count: u64) -> Vec<u8> {
        let mut head = Self { body: Vec::new(), ..self };
        head.put_u32(head.version);
        head.put_u64(0);
        head.put_u64(count);
        [b"GGUF".as_slice(), &head.body, &self.body].concat()
    }

    fn put_u32(&mut self, number: u32) {
        self.body.extend(if self.is_big { number.to_be_bytes() } else { number.to_le_bytes() });
    }

    fn put_u64(&mut self, number: u64) {
        if self.version == 1 {
            return self.put_u32(u32::try_from(number).unwrap_or(u32::MAX));
        }
        self.body.extend(if self.is_big { number.to_be_bytes() } else { number.to_le_bytes() });
    }

    fn put_text(&mut self, text: &str) {
        self.put_u64(text.len() as u64);
        self.body.extend(text.as_bytes());
    }
}

/// A safetensors file with this JSON as its header.
pub(crate) fn safetensors(json: &str) -> Vec<u8> {
    announced(json.len() as u64, json)
}

/// A safetensors file that announces another length of its header.
pub(crate) fn announced(length: u64, json: &str) -> Vec<u8> {
    [&length.to_le_bytes(), json.as_bytes()].concat()
}

/// The tensors of some layers of a model in the shape of Llama 2 7B.
pub(crate) fn tensors_7b(layers: std::ops::Range<usize>) -> String {
    let mut out = Vec::new();
    let mut add = |name: &str, rows: usize, columns: usize| {
        out.push(format!(r#""{name}":{{"dtype":"F16","shape":[{rows},{columns}],"data_offsets":[0,0]}}"#));
    };
    if layers.start == 0 {
        add("model.embed_tokens.weight", 32_000, 4_096);
    }
    for layer in layers {
        add(&format!("model.layers.{layer}.mlp.gate_proj.weight"), 11_008, 4_096);
        add(&format!("model.layers.{layer}.self_attn.q_proj.weight"), 4_096, 4_096);
        add(&format!("model.layers.{layer}.input_layernorm.weight"), 4_096, 1);
    }
    out.join(",")
}
