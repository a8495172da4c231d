#!/usr/bin/env bash
# Prints the flags that keep the folders of this machine out of a program, so that it says the same wherever it was built:
#   RUSTFLAGS="$(bash dev/release_flags.sh)" cargo build --profile dist
# Arguments are printed behind them. Ends with 1 where a folder has a blank in its name, which RUSTFLAGS cannot hold.
set -euo pipefail
home=${CARGO_HOME:-$HOME/.cargo}
source=$(cd "$(dirname "$0")/.." && pwd)
separator=/
if command -v cygpath >/dev/null; then
  # The compiler of Windows gets its paths in the form of Windows.
  home=$(cygpath --windows "$home")
  source=$(cygpath --windows "$source")
  separator=\\
fi
flags=(
  # The last one that fits counts.
  "--remap-path-prefix=$home=cargo"
  "--remap-path-prefix=$home${separator}registry${separator}src=crates"
  "--remap-path-prefix=$source=."
  "$@"
)
for flag in "${flags[@]}"; do
  case "$flag" in *[[:space:]]*)
    echo "\`$flag\` has a blank: build in a folder without one" >&2
    exit 1
    ;;
  esac
done
echo "${flags[*]}"
