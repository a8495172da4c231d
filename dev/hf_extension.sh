#!/usr/bin/env bash
# Makes the repository of the `hf` extension: bash dev/hf_extension.sh PROGRAMS OUT
#   PROGRAMS  folder with the programs of a release, named model-license-gate-TARGET
#   OUT       folder that takes hf-model-license-gate/ and the same as hf-model-license-gate.tar.gz
# `hf extensions install` fetches one file of that repository, hf-model-license-gate. So this file is a script that fetches the program
# for the system from the release, once, and runs it only if it has the SHA-256 that is written here. Needs GNU tar.
set -euo pipefail
if [ $# -ne 2 ]; then
  sed -n '2,6s/^# \{0,1\}//p' "$0"
  exit 2
fi
source=$(cd "$(dirname "$0")/.." && pwd)
programs=$(cd "$1" && pwd)
version=$(sed -n '/^\[package\]/,/^\[/s/^version = "\(.*\)"$/\1/p' "$source/Cargo.toml")
folder=$2/hf-model-license-gate
mkdir -p "$folder"

choice() { # SYSTEM TARGET
  local line
  line=$(sha256sum <"$programs/model-license-gate-$2")
  printf '  %s) target=%s sum=%s ;;\n' "$1" "$2" "${line%% *}"
}
choices=$(
  set -e
  choice Linux-x86_64 x86_64-unknown-linux-musl
  choice 'Linux-aarch64 | Linux-arm64' aarch64-unknown-linux-musl
  choice Darwin-x86_64 x86_64-apple-darwin
  choice Darwin-arm64 aarch64-apple-darwin
)

{
  cat <<LAUNCHER
#!/bin/sh
# Runs model-license-gate $version. The first run fetches it from its release; dev/hf_extension.sh of its repository made this file.
set -eu
release=https://github.com/model-license-gate/model-license-gate/releases/download/v$version
LAUNCHER
  cat <<'LAUNCHER'

fail() {
  echo "hf model-license-gate: $1" >&2
  exit 2
}

case "$(uname -s)-$(uname -m)" in
LAUNCHER
  printf '%s\n' "$choices"
  cat <<'LAUNCHER'
  *) fail 'There is no program for this system. Try: pip install model-license-gate' ;;
esac
cache=${XDG_CACHE_HOME:-$HOME/.cache}/model-license-gate/$sum
program=$cache/model-license-gate
if [ ! -x "$program" ]; then
  mkdir -p "$cache"
  fresh=$(mktemp "$cache/fresh.XXXXXX")
  trap 'rm -f "$fresh"' EXIT
  curl --proto =https --tlsv1.2 -fsSL --retry 3 --connect-timeout 20 --max-time 300 -o "$fresh" "$release/model-license-gate-$target" ||
    fail 'The program of the release could not be downloaded.'
  if command -v sha256sum >/dev/null; then found=$(sha256sum <"$fresh"); else found=$(shasum -a 256 <"$fresh"); fi
  [ "${found%% *}" = "$sum" ] || fail 'The downloaded program does not have the SHA-256 of its release. It was not run.'
  chmod 755 "$fresh"
  mv -f "$fresh" "$program"
  trap - EXIT
fi
exec "$program" "$@"
LAUNCHER
} >"$folder/hf-model-license-gate"
chmod 755 "$folder/hf-model-license-gate"

cat >"$folder/manifest.json" <<'MANIFEST'
{ "description": "Check a model against the licenses of its base models" }
MANIFEST
cat >"$folder/README.md" <<'PAGE'
# hf-model-license-gate

[model-license-gate](https://github.com/model-license-gate/model-license-gate) as a command of `hf`, on Linux and macOS:

```sh
hf extensions install model-license-gate/hf-model-license-gate
hf model-license-gate check path/to/model
```

The first run downloads the program from its release and checks its SHA-256. Its release makes all files of this repository.
PAGE
install -m 644 "$source/LICENSE" "$folder"
tar --directory "$2" --sort=name --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --mtime="@${SOURCE_DATE_EPOCH:-0}" \
  --create hf-model-license-gate | gzip --no-name --best >"$2/hf-model-license-gate.tar.gz"
