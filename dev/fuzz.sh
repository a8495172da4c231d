#!/usr/bin/env bash
# Fuzzes everything that reads what strangers wrote: bash dev/fuzz.sh [SECONDS [TARGET...]]
#
# Seeds each target's corpus from the fixtures of the tests, keeps of it what covers most with least, runs the target for so many
# seconds (60), and says what it found. Two run at a time; `JOBS` changes that. Where MLG_AGREEMENTS names a folder, its texts are seeds as well, and stay on this machine.
# Needs a C++ compiler and cargo-fuzz (`cargo install --locked cargo-fuzz`). Everything lies below fuzz/ and target/, unseen by git.
# `cargo fuzz tmin TARGET FILE`, with RUSTC_BOOTSTRAP=1, makes a finding smaller. Each gets a test of its own.
set -euo pipefail
if [ "${1:-60}" -le 0 ] 2>/dev/null || ! [ "${1:-60}" -eq "${1:-60}" ] 2>/dev/null; then
  sed -n '2,8s/^# \{0,1\}//p' "$0"
  exit 2
fi
cd "$(dirname "$0")/.."
seconds=${1:-60}
shift || true
targets=(card license_text gguf report safetensors audit_line front_matter config diff)
[ $# -gt 0 ] && targets=("$@")
# The sanitizers are of the nightly compiler; this makes the stable one take them too.
export RUSTC_BOOTSTRAP=1
built="${CARGO_TARGET_DIR:-$PWD/target}"
export CARGO_TARGET_DIR="$built/fuzz"
cargo fuzz build >/dev/null

# The fixtures, one file for each piece of input, named by what it holds.
CARGO_TARGET_DIR="$built" cargo build --quiet --no-default-features
# Writes the cases of the suites in tests to folders outside of any repository.
cases=$(mktemp -d)
trap 'rm -rf "$cases"' EXIT
WRITE_CASES="$cases" cargo test --quiet --no-default-features --test suite every_case_has_the_verdict >/dev/null
python3 - "$built/debug/model-license-gate" fuzz/corpus "${MLG_AGREEMENTS:-}" "$cases" <<'PYTHON'
import difflib, hashlib, json, pathlib, re, subprocess, sys

gate, corpus, agreements = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]


def seed(target, data):
    folder = corpus / target
    folder.mkdir(parents=True, exist_ok=True)
    data = data if isinstance(data, bytes) else data.encode()
    (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


def text(path):
    return path.read_bytes().decode("utf-8", "replace")


words, before = set(), ""
for repository in sorted(pathlib.Path(sys.argv[4]).iterdir()):
    if not repository.is_dir():
        continue
    files = [path for path in sorted(repository.rglob("*")) if path.is_file()]
    texts = {}
    for path in files:
        name = path.name.lower()
        data = path.read_bytes()
        if name == "readme.md":
            seed("card", data)
            front = re.match(r"---\r?\n(.*?)\n---", text(path), re.S)
            if front:
                seed("front_matter", front[1])
                words.update(re.findall(r"[\w.-]+:|[\w.-]{4,}", front[1]))
        elif name.startswith(".model-license-gate."):
            seed("config", data)
            words.update(re.findall(r"[\w-]{4,}", text(path)))
        elif path.suffix in (".gguf", ".safetensors"):
            seed(path.suffix[1:], data)
        elif path.suffix in (".yml", ".yaml"):
            seed("front_matter", data)
        elif path.suffix == ".json":
            seed("front_matter", data)
        elif "\0" not in text(path):
            seed("license_text", data)
        if path.suffix not in (".gguf", ".safetensors"):
            texts[str(path.relative_to(repository))] = text(path)
    card = texts.pop("README.md", None)
    line = {"id": "owner/" + repository.name, "card": card, "files": texts}
    seed("audit_line", json.dumps({key: value for key, value in line.items() if value}))
    after = card or ""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=3, lineterm="")
    seed("diff", "\n".join(list(lines)[2:]))
    before = after
    seed("report", subprocess.run([gate, "check", "--format", "json", repository], capture_output=True).stdout)
if agreements:
    for path in pathlib.Path(agreements).rglob("*.txt"):
        seed("license_text", path.read_bytes())


# Headers of weights: the keys that the gate looks at, in each version and byte order.
def gguf(version, order, pairs):
    width = 4 if version == 1 else 8
    length = lambda number: number.to_bytes(width, order)
    out = b"GGUF" + version.to_bytes(4, order) + length(0) + length(len(pairs))
    for key, value in pairs:
        out += length(len(key)) + key.encode()
        if isinstance(value, str):
            out += (8).to_bytes(4, order) + length(len(value)) + value.encode()
        elif isinstance(value, int):
            out += (4).to_bytes(4, order) + value.to_bytes(4, order)
        else:
            out += (9).to_bytes(4, order) + (8).to_bytes(4, order) + length(len(value))
            out += b"".join(length(len(item)) + item.encode() for item in value)
    return out


pairs = [
    ("general.architecture", "llama"), ("general.name", "Llama 2 7b Hf"), ("general.license", "llama2"),
    ("general.license.name", "letters"), ("general.license.link", "LICENSE"), ("llama.block_count", 32),
    ("general.base_model.0.name", "Llama 2 7b"), ("general.base_model.0.organization", "Meta Llama"),
    ("general.base_model.0.repo_url", "https://huggingface.co/meta-llama/Llama-2-7b-hf"),
    ("general.source.huggingface.repository", "meta-llama/Llama-2-7b-hf"), ("tokenizer.ggml.tokens", ["a", "b"]),
    ("llama.embedding_length", 4096), ("llama.feed_forward_length", 11008), ("llama.attention.head_count", 32),
]
for version in (1, 2, 3):
    for order in ("little", "big"):
        seed("gguf", gguf(version, order, pairs))
        seed("gguf", gguf(version, order, pairs[:2]))
tensor = {"dtype": "F16", "shape": [32000, 4096], "data_offsets": [0, 262144000]}
for header in (
    {"__metadata__": {"format": "pt", "modelspec.license": "llama2"}, "model.embed_tokens.weight": tensor},
    {"model.layers.0.mlp.down_proj.weight": tensor | {"shape": [4096, 11008]}},
    {"base_model.model.model.layers.31.self_attn.q_proj.lora_A.weight": tensor},
):
    data = json.dumps(header).encode()
    seed("safetensors", len(data).to_bytes(8, "little") + data)

words.update(key for key, _ in pairs)
words.update(re.findall(r"`([\w.-]+)`", pathlib.Path("docs/json.md").read_text()))
words.update(re.findall(r"^\| \[?`([\w-]+)`", pathlib.Path("docs/rules.md").read_text(), re.M))
plain = sorted(word for word in words if re.fullmatch(r"[\w.:-]{2,40}", word, re.A))
(corpus / "words.dict").write_text("".join(f'"{word}"\n' for word in plain))
PYTHON

# One target: its seeds, its time, its count of inputs, and what it found, in a line.
run() {
  local target=$1 seconds=$2 log code=0 seeds kept
  log="$CARGO_TARGET_DIR/$target.log"
  mkdir -p "fuzz/corpus/$target"
  seeds=$(find "fuzz/corpus/$target" -type f | wc -l)
  cargo fuzz cmin "$target" -- -max_len=20000 >"$log" 2>&1
  seeds="$(find "fuzz/corpus/$target" -type f | wc -l) of $seeds seeds"
  cargo fuzz run "$target" -- -max_total_time="$seconds" -dict=fuzz/corpus/words.dict -max_len=20000 -timeout=10 \
    -rss_limit_mb=2048 -print_final_stats=1 >"$log" 2>&1 || code=$?
  kept=$(find "fuzz/corpus/$target" -type f | wc -l)
  printf '%s: %s, %s in %s, %s inputs kept' "$target" "$seeds" "$(sed -n 's/^stat::number_of_executed_units: */inputs /p' "$log")" \
    "$(sed -n 's/^Done [0-9]* runs in \([0-9]*\) second.*/\1 s/p' "$log")" "$kept"
  if [ "$code" = 0 ]; then
    echo ", nothing found"
  else
    printf ', FOUND: %s\n' "$(sed -n -e 's/^Test unit written to //p' -e '/panicked at/{n;p}' -e '/ERROR: /p' "$log" | head -3 | tr '\n' ' ')"
    return 1
  fi
}
export -f run
printf '%s\n' "${targets[@]}" | xargs -P "${JOBS:-2}" -I TARGET bash -c "run TARGET $seconds"
