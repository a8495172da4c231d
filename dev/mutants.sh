#!/usr/bin/env bash
# Measures what the tests hold fast: bash dev/mutants.sh K/N [FILE...]
#
# Changes the code in one place at a time and runs the tests; a change that no test notices is a survivor. Takes every Nth change
# from the Kth on (`0/12` takes half an hour on two quiet cores), in the files or, without any, in the rules, the lineage,
# the notices and the front matter. First the tests run that take seconds, and on what survives those that take longer.
# The survivors are printed and lie in target/mutants/survivors.txt, their diffs in target/mutants/wide/mutants.out/diff/.
# Needs cargo-mutants (`cargo install --locked cargo-mutants`), and MLG_AGREEMENTS, without which many cases are skipped.
# Links with mold where there is one. Works on a copy; the tree at hand stays as it is.
set -euo pipefail
if ! [[ ${1:-} =~ ^[0-9]+/[0-9]+$ ]]; then
  sed -n '2,9s/^# \{0,1\}//p' "$0"
  exit 2
fi
cd "$(dirname "$0")/.."
shard=$1
shift
files=("$@")
[ $# -gt 0 ] || files=('src/rules/**' 'src/lineage/**' src/notice.rs src/model/card/front_matter.rs src/model/card/unseen.rs)
[ -n "${MLG_AGREEMENTS:-}" ] || echo "MLG_AGREEMENTS names no folder: the score will be too low" >&2
out=$PWD/target/mutants
rm -rf "$out/fast" "$out/wide"
mkdir -p "$out"

export CARGO_TARGET_DIR="$out/build" CARGO_INCREMENTAL=1 CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_TEST_DEBUG=0
if command -v mold >/dev/null; then
  export RUSTFLAGS="-Clink-arg=-fuse-ld=mold"
fi
# What takes longest, and seldom notices what the other tests do not. The README is that of a repository of Git, and the copy is none.
slow=(--skip unit::fix --skip unit::review --skip unit::imports --skip unit::properties --skip hostile --skip readme)

# Runs the tests on the changes that the options choose: run FOLDER OPTIONS... -- -- OPTIONS OF THE TESTS...
run() {
  local folder=$1 chosen=()
  shift
  for file in "${files[@]}"; do
    chosen+=(-f "$file")
  done
  # Exit codes 2 and 3 say that there are survivors, or tests that took too long.
  nice cargo mutants --output "$out/$folder" --no-default-features --jobs 1 --build-timeout 300 --no-times \
    --cargo-arg=--locked --cargo-arg=--lib --cargo-arg=--test=suite "${chosen[@]}" "$@" || {
    local code=$?
    [ $code -eq 2 ] || [ $code -eq 3 ]
  }
}

run fast --timeout 120 --sharding round-robin --shard "$shard" -- -- "${slow[@]}"
missed=$out/fast/mutants.out/missed.txt
again=()
while IFS= read -r name; do
  again+=(-F "^$name\$")
done < <(sed 's/[][(){}.*+?^$|\\]/\\&/g' "$missed")
cp "$missed" "$out/survivors.txt"
if [ ${#again[@]} -gt 0 ]; then
  run wide --timeout 900 --baseline skip "${again[@]}" -- -- --skip hostile_texts_are --skip readme
  # Fields of structs are tried again as well, whatever is asked for: only what had survived counts.
  grep -Fxf "$missed" "$out/wide/mutants.out/missed.txt" >"$out/survivors.txt" || true
fi

# Lines of files.
count() { cat "$@" | wc -l; }
all=$(count "$out"/fast/mutants.out/{caught,timeout,missed}.txt)
left=$(count "$out/survivors.txt")
cat "$out/survivors.txt"
echo "$((all - left)) of $all changes were noticed; $(count "$out/fast/mutants.out/unviable.txt") more do not compile"
