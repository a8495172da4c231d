#!/usr/bin/env bash
# Fuzzes everything that reads what strangers wrote:
#
#   bash dev/fuzz.sh [SECONDS [TARGET...]]   each target so many seconds (60)
#   bash dev/fuzz.sh ci                      the kept inputs and what is changed in them, at most two minutes in all
#   bash dev/fuzz.sh keep [TARGET...]        chooses the inputs that are kept anew
#
# The first starts from fuzz/seeds and from the cases of the tests, of which it takes what covers most with least; fuzz/corpus holds what it
# finds on the way. Where MLG_AGREEMENTS names a folder, its texts are seeds as well, and stay on this machine. Two targets run at a time;
# `JOBS` changes that. An input that takes more than 5 s or 512 MiB is a finding, as a crash is. The last line of each says what was found.
# `SANITIZER=address` also looks into unsafe code of dependencies, at a third of the speed.
# `cargo fuzz tmin TARGET FILE`, with RUSTC_BOOTSTRAP=1, makes a finding smaller: put that into fuzz/seeds/TARGET, and give it a test of its own.
# Needs a C++ compiler and cargo-fuzz (`cargo install --locked cargo-fuzz`). Apart from fuzz/seeds, all of it is unseen by git.
set -euo pipefail
mode=${1:-60}
case "$mode" in
ci | keep) ;;
*[!0-9]* | 0 | '')
  sed -n '2,13s/^# \{0,1\}//p' "$0"
  exit 2
  ;;
esac
cd "$(dirname "$0")/.."
shift || true
targets=(tree card descent license_text patterns gguf report safetensors audit_line front_matter config diff)
[ $# -gt 0 ] && targets=("$@")
# The sanitizers are of the nightly compiler; this makes the stable one take them too.
export RUSTC_BOOTSTRAP=1
built="${CARGO_TARGET_DIR:-$PWD/target}"
export CARGO_TARGET_DIR="$built/fuzz"
only=()
[ $# -eq 1 ] && only=("$1")
cargo fuzz build --sanitizer "${SANITIZER:-none}" "${only[@]+"${only[@]}"}" >/dev/null

# The program of a target.
program() { ls "$CARGO_TARGET_DIR"/*/release/"$1"; }

# The cases of the tests, one file for each piece of input, below the folder $1.
seeds() {
  local cases
  cases=$(mktemp -d)
  CARGO_TARGET_DIR="$built" cargo build --quiet --no-default-features
  # Writes the cases of the suites in tests to folders outside of any repository.
  WRITE_CASES="$cases" CARGO_TARGET_DIR="$built" cargo test --quiet --no-default-features --test suite every_case_has_the_verdict >/dev/null
  python3 dev/fuzz_seeds.py "$built/debug/model-license-gate" "$cases" "$1"
  rm -rf "$cases"
}

# One target: its seeds, its time, its count of inputs, and what it found, in a line.
run() {
  local target=$1 seconds=$2 kept="fuzz/seeds/$1" found="fuzz/artifacts/$1" program log code=0 seeds corpus
  program=$(program "$target")
  log="$CARGO_TARGET_DIR/$target.log"
  corpus=$(mktemp -d)
  mkdir -p "$found"
  local options=(-max_total_time="$seconds" -dict=fuzz/seeds/words.dict -max_len=20000 -timeout=5 -rss_limit_mb=512
    -malloc_limit_mb=256 -print_final_stats=1 -artifact_prefix="$found/")
  if [ "$mode" = ci ]; then
    # The same inputs are tried on every machine, and what is found on the way is of no use to the next run.
    local runs=100000
    case "$target" in tree | card | descent) runs=3000 ;; patterns) runs=1000 ;; esac
    options+=(-seed=1 -runs="$runs")
  else
    mkdir -p "fuzz/corpus/$target"
    "$program" -merge=1 -max_len=20000 "$corpus" "$kept" "fuzz/corpus/$target" >"$log" 2>&1
    rm -rf "fuzz/corpus/$target"
    cp -r "$corpus" "fuzz/corpus/$target"
    rm -rf "$corpus"
    corpus="fuzz/corpus/$target"
  fi
  seeds=$(find "$kept" "$corpus" -type f | wc -l)
  # Less freed memory in quarantine, so that what is measured is what is used.
  ASAN_OPTIONS=quarantine_size_mb=16 "$program" "$corpus" "$kept" "${options[@]}" >"$log" 2>&1 || code=$?
  local line
  printf -v line '%s: %d seeds, %s in %s, %s' "$target" "$seeds" "$(sed -n 's/^stat::number_of_executed_units: */inputs /p' "$log")" \
    "$(sed -n 's/^Done [0-9]* runs in \([0-9]*\) second.*/\1 s/p' "$log")" \
    "$(sed -n 's/^stat::peak_rss_mb: */peak of MiB /p' "$log")"
  [ "$mode" != ci ] || rm -rf "$corpus"
  if [ "$code" = 0 ]; then
    echo "$line, nothing found"
  else
    printf '%s, FOUND: %s\n' "$line" "$(sed -n -e 's/^.*Test unit written to //p' -e '/^Base64: /p' -e '/panicked at/{p;n;p}' -e '/ERROR: /p' "$log" | tr '\n' ' ')"
    return 1
  fi
}

case "$mode" in
keep)
  corpus=$(mktemp -d)
  MLG_AGREEMENTS='' seeds "$corpus"
  cp "$corpus/words.dict" fuzz/seeds
  for target in "${targets[@]}"; do
    mkdir -p "fuzz/seeds/$target"
    # Findings that were kept stay among the candidates.
    cp "fuzz/seeds/$target"/* "$corpus/$target" 2>/dev/null || true
    python3 dev/fuzz_keep.py "$(program "$target")" "$corpus/$target" "fuzz/seeds/$target"
  done
  rm -rf "$corpus"
  exit
  ;;
ci) seconds=$((${JOBS:-2} * 120 / ${#targets[@]})) ;;
*)
  seconds=$mode
  seeds fuzz/corpus
  ;;
esac
export mode
export -f run program
printf '%s\n' "${targets[@]}" | xargs -P "${JOBS:-2}" -I TARGET bash -euo pipefail -c "run TARGET $seconds"
