#!/usr/bin/env bash
# Shows how many bytes one check reads of weights of 70 GB: bash dev/heads.sh [PROGRAM]
# The files are sparse: one GGUF with a long vocabulary, one safetensors, and one whose header is longer than what is read.
# Needs Linux, python3 and strace.
set -euo pipefail
cd "$(dirname "$0")/.."
program="${1:-target/release/model-license-gate}"
folder="$PWD/target/heads"
rm -rf "$folder"
mkdir -p "$folder"
python3 - "$folder" <<'PYTHON'
import json, os, struct, sys

folder = sys.argv[1]


def text(value):
    return struct.pack("<Q", len(value)) + value.encode()


def key(name, kind, value):
    return text(name) + struct.pack("<I", kind) + value


def sparse(name, head):
    with open(os.path.join(folder, name), "wb") as file:
        file.write(head)
        file.truncate(70 << 30)


keys = [
    key("general.architecture", 8, text("llama")),
    key("general.base_model.0.repo_url", 8, text("https://huggingface.co/meta-llama/Llama-2-70b-hf")),
    key("llama.embedding_length", 4, struct.pack("<I", 8192)),
    key("tokenizer.ggml.tokens", 9, struct.pack("<IQ", 8, 200_000) + b"".join(text(f"{n:06}") for n in range(200_000))),
]
sparse("large.gguf", b"GGUF" + struct.pack("<IQQ", 3, 0, len(keys)) + b"".join(keys))
table = lambda rows, columns: {"dtype": "F16", "shape": [rows, columns], "data_offsets": [0, 0]}
tensors = {"model.embed_tokens.weight": table(32_000, 8192)}
for layer in range(80):
    tensors[f"model.layers.{layer}.mlp.gate_proj.weight"] = table(28_672, 8192)
    tensors[f"model.layers.{layer}.self_attn.q_proj.weight"] = table(8192, 8192)
header = json.dumps(tensors).encode()
sparse("model.safetensors", struct.pack("<Q", len(header)) + header)
sparse("long.safetensors", struct.pack("<Q", 90_000_000) + b"{" + b" " * 1000)
PYTHON
status=0
strace -f -y -e trace=read,pread64 -o "$folder/trace" "$program" check "$folder" >"$folder/report" || status=$?
tail -1 "$folder/report"
echo "exit code $status"
for file in large.gguf model.safetensors long.safetensors; do
  grep -F "/$file>" "$folder/trace" | awk -v file="$file" '{ sum += $NF } END { print file ": " sum + 0 " bytes read in " NR " calls" }'
done
