"""Makes the seeds of the fuzz targets from the cases of the tests: dev/fuzz_seeds.py PROGRAM CASES CORPUS

Reads the folders in CASES (`WRITE_CASES=CASES cargo test --test suite every_case_has_the_verdict` writes them), and writes one file for
each piece of input to CORPUS/TARGET, named by what it holds, and words that mean something to CORPUS/words.dict. Where MLG_AGREEMENTS names a
folder, its texts are seeds as well: keep those on your machine. `dev/fuzz.sh` runs this.
"""
import difflib, hashlib, json, os, pathlib, re, subprocess, sys

if len(sys.argv) != 4:
    sys.exit(__doc__)
gate, cases, corpus = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
agreements = os.environ.get("MLG_AGREEMENTS")


def seed(target, data):
    folder = corpus / target
    folder.mkdir(parents=True, exist_ok=True)
    data = data if isinstance(data, bytes) else data.encode()
    (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


def text(path):
    return path.read_bytes().decode("utf-8", "replace")


def pack(files):
    """A tree as `fuzz/inside/packed.rs` reads it."""
    return b"".join(b"-- %s --%s\n%s" % (path.encode(), words.encode(), data) for path, words, data in files)


words, before, named = set(), "", set()
for repository in sorted(cases.iterdir()):
    if not repository.is_dir():
        continue
    files = [path for path in sorted(repository.rglob("*")) if path.is_file()]
    texts, packed = {}, []
    for path in files:
        named.add(str(path.relative_to(repository)))
        packed.append((str(path.relative_to(repository)), "", path.read_bytes()))
        name = path.name.lower()
        data = path.read_bytes()
        if name == "readme.md":
            seed("card", data)
            seed("descent", re.sub(r"\A---\r?\n.*?\n---", "", text(path), flags=re.S))
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
    if len(packed) < 20:
        seed("tree", pack(packed))
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

# Trees as an attacker would write them, beside models that fail (`fuzz/inside/whole.rs`).
CARD = b"---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Plover\n"
OTHER = b"---\nlicense: apache-2.0\nbase_model: mistralai/Mistral-7B-v0.1\n---\n# Wren\n\nTrained from scratch.\n"
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 12345\n"
hostile = [
    [(".gitattributes", "", b"one/README.md working-tree-encoding=UTF-32\n* filter=x\n[attr]a filter=y\n*.md a\n"), ("one/.gitattributes", "", b"README.md -filter\n")],
    [("one/README.MD", "", OTHER), ("one/readme.md", " crlf", OTHER), ("one/README.md ", "", OTHER), ("one/README.txt", "", OTHER)],
    [("one/config.json", "", b'{"model_type": "mistral", "_name_or_path": "mistralai/Mistral-7B-v0.1"}'), ("two/config.json", "", b'{"a": [[[[[[1]]]]], "a": "\x7f"}')],
    [("three/mergekit_config.yml", "", b"models:\n  - model: mistralai/Mistral-7B-v0.1\nmerge_method: slerp\n---\nbase_model: a/b\n")],
    [("one/model.gguf", " size=4000000000", gguf(3, "little", pairs)), ("two/model.safetensors", "", POINTER), ("two/pytorch_model.bin", " size=9", b"")],
    [(f"a/{name}/README.md", f" {name} bom", CARD) for name in ("utf-16le", "utf-16be", "utf-32le", "utf-32be")],
    [("m/README.md", " files*40", CARD), ("LICENSE.txt", " files*40", b"Permission is ours.\n"), ("NOTICE", " text*1000", b"Notice.\n")],
    [("README.md", " deep*130", CARD), ("LICENSE", " deep*60 files*9", b"Ours.\n"), ("README.md", " text*500", b"a\n\n")],
    [("one/LICENSE", "", b"<style>\n" + CARD), ("one/NOTICE.md", "", b"<!-- hidden > -->\n\xe2\x80\x8b"), ("m\\nn/README.md", "", CARD), ("m\xff/README.md", "", CARD)],
    [("one/Modelfile", "", b"FROM mistral\nLICENSE \"\"\"\nours\n\"\"\"\n"), ("README.md", " unreadable", b""), ("LICENSES/MIT.txt", "", b"MIT")],
    [(".model-license-gate.yml", "", b"skip: ['**/one', three]\nlineage:\n  - {model: Plover, family: mistral}\n"), ("README.md", "", CARD)],
]
for files in hostile:
    seed("tree", pack(files))
    named.update(path for path, _, _ in files)

# Patterns and paths.
for patterns, paths in (
    (["third_party", "./third_party/", "**/fixtures/*", "a/**/b", "a/**", "?.md", "**"], ["third_party/a", "fixtures/a", "a/b/fixtures/c/d", "a/x/y/b", "é.md"]),
    (["*.md", "/m/README.md", "m/**", "**/README.md", "m**/x", "a***/b", "RE[A-Z]DME.m[!x]", "\\README.md", "[]a]", "x/"], ["README.md", "m/README.md", "m/a/x", "ab"]),
    (["*a" * 200 + "b", "**/" * 300 + "b", "?" * 500, "**/*?a" * 100, "[" * 300, "*" * 300], ["a" * 900, "a/" * 400, "é" * 90]),
):
    seed("patterns", "\n".join(patterns) + "\n\n" + "\n".join(paths) + "\n")

words.update(key for key, _ in pairs)
words.update("files*50 text*1000 deep*130 size=4000000000 utf-16le utf-32be bom crlf unreadable filter=x working-tree-encoding=UTF-16".split())
words.update(re.findall(r"`([\w.-]+)`", pathlib.Path("docs/json.md").read_text()))
words.update(re.findall(r"^\| \[?`([\w-]+)`", pathlib.Path("docs/rules.md").read_text(), re.M))
plain = sorted(word for word in words if re.fullmatch(r"[\w.:*=-]{2,40}", word, re.A))
paths = sorted(path for path in named if re.fullmatch(r"[\w./ -]{2,40}", path, re.A))
lines = plain + [f"\\x0a-- {path} --\\x0a" for path in paths] + [f"-- {folder}/" for folder in ("one", "two", "three")]
(corpus / "words.dict").write_text("".join(f'"{line}"\n' for line in lines))
