#!/usr/bin/env bash
# Makes the man pages and the completions that go into the archives of a release: bash dev/pages.sh OUT
set -euo pipefail
if [ $# -ne 1 ]; then
  sed -n '2s/^# //p' "$0"
  exit 2
fi
mkdir -p "$1/completions"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
cargo run --quiet --locked --no-default-features --example man -- "$out/man"
# Named as each shell looks for them.
while read -r shell file; do
  cargo run --quiet --locked --no-default-features -- completions "$shell" >"$out/completions/$file"
done <<'FILES'
bash model-license-gate.bash
elvish model-license-gate.elv
fish model-license-gate.fish
powershell _model-license-gate.ps1
zsh _model-license-gate
FILES
