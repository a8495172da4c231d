#!/usr/bin/env bash
# Builds the wheel, installs it into a clean environment, tries it, and measures it: bash dev/wheel.sh
#   1. at most 4,000,000 bytes
#   2. pip and uv install it without the network; version and exit codes are right
#   3. from start to verdict it takes less than `python -c "import huggingface_hub"` in the same run, in turn, medians of RUNS runs
# Needs python3 with pip. Everything lies below target/wheel.
set -euo pipefail
if [ $# -gt 0 ]; then
  sed -n '2,6s/^# \{0,1\}//p' "$0"
  exit 2
fi
cd "$(dirname "$0")/.."
work="$PWD/target/wheel"
mkdir -p "$work"
# A Python environment of a name with these packages.
environment() {
  local folder=$work/$1
  shift
  if [ ! -d "$folder" ]; then
    python3 -m venv "$folder"
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
  fi
}
environment tools maturin==1.16.0 uv==0.13.9
environment hub huggingface_hub

rm -rf "$work/dist" "$work/clean"
"$work/tools/bin/maturin" build --quiet --locked --out "$work/dist"
wheel=$(echo "$work"/dist/*.whl)
size=$(wc -c <"$wheel")
echo "$(basename "$wheel"): $size bytes"
test "$size" -le 4000000

python3 -m venv "$work/clean"
"$work/clean/bin/python" -m pip install --quiet --disable-pip-version-check --no-index "$wheel"
gate=$work/clean/bin/model-license-gate
test "$("$gate" --version)" = "model-license-gate $(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -1)"
code=0
"$gate" check examples/karakuri-v0.1 >/dev/null || code=$?
test "$code" = 1
"$gate" check tests/accuracy/from-scratch >/dev/null
code=0
"$gate" check no-such-folder 2>/dev/null || code=$?
test "$code" = 2
echo "pip: version and exit codes are right"

export UV_CACHE_DIR="$work/cache"
uvx=("$work/tools/bin/uv" tool run --quiet --offline --no-index --find-links "$work/dist" model-license-gate)
code=0
"${uvx[@]}" check examples/karakuri-v0.1 >/dev/null || code=$?
test "$code" = 1
echo "uv: the exit code is right"

RUNS="${RUNS:-40}" python3 - "$gate" "$work/hub/bin/python" "${uvx[@]}" <<'PYTHON'
import os, statistics, subprocess, sys, time

gate, python, *uvx = sys.argv[1:]
example = ["check", "examples/karakuri-v0.1"]
commands = {
    "the program of the wheel, a check": [gate, *example],
    "the same through uv, installed before": [*uvx, *example],
    "python -c 'import huggingface_hub'": [python, "-c", "import huggingface_hub"],
}
taken = {name: [] for name in commands}
for _ in range(int(os.environ["RUNS"])):
    for name, command in commands.items():
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        taken[name].append(time.perf_counter() - start)
medians = {name: statistics.median(times) for name, times in taken.items()}
ours, _, theirs = medians.values()
for name, median in medians.items():
    print(f"{name}: {median * 1e3:.1f} ms, {median / theirs:.2f} of the import")
sys.exit(ours >= theirs)
PYTHON
