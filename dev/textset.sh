#!/usr/bin/env bash
# Scores the recognition of license texts on a set that textset.py builds.
#
#   dev/textset.sh TEXTSET.py SEED [OUT]
#
# TEXTSET.py downloads pinned packages, makes some 4,000 labelled files from the texts in them, and
# scores the answers; none of these texts enters this repository. Prints the time taken as well.
set -euo pipefail
if [ $# -lt 2 ]; then
  sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//p;}' "$0"
  exit 2
fi
script=$1
seed=$2
out=${3:-$(mktemp -d)/set-$seed}
root=$(cd "$(dirname "$0")/.." && pwd)
cargo build --quiet --profile dist --example fingerprint --manifest-path "$root/Cargo.toml"
tool=${CARGO_TARGET_DIR:-$root/target}/dist/examples/fingerprint
[ -f "$out/manifest.json" ] || python3 "$script" build "$out" --seed "$seed" --cache "${TEXTSET_CACHE:-$HOME/.cache/textset}"
cd "$out"
find . -mindepth 2 -type f | sed 's|^\./||' | sort > files.txt
time -p "$tool" identify @files.txt > results.jsonl
python3 "$script" score manifest.json results.jsonl --list "${LIST:-40}" || true
