#!/usr/bin/env bash
# Packs what a release offers for download: bash dev/archives.sh PROGRAMS PAGES OUT
#   PROGRAMS  folder with the programs, named model-license-gate-TARGET, on Windows with .exe
#   PAGES     folder that dev/pages.sh made: man/ and completions/
#   OUT       folder that takes one archive for each program. `cargo binstall` knows their names from Cargo.toml.
# The same input gives the same bytes, whoever packs it and when. Needs GNU tar and zip.
set -euo pipefail
if [ $# -ne 3 ]; then
  sed -n '2,6s/^# \{0,1\}//p' "$0"
  exit 2
fi
source=$(cd "$(dirname "$0")/.." && pwd)
programs=$(cd "$1" && pwd)
pages=$(cd "$2" && pwd)
mkdir -p "$3"
out=$(cd "$3" && pwd)
export TZ=UTC LC_ALL=C
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for program in "$programs"/model-license-gate-*; do
  name=$(basename "$program" .exe)
  suffix=''
  if [ "$program" != "${program%.exe}" ]; then suffix=.exe; fi
  folder=$work/$name
  mkdir "$folder"
  install -m 755 "$program" "$folder/model-license-gate$suffix"
  install -m 644 "$source/README.md" "$source/CHANGELOG.md" "$source/LICENSE" "$folder"
  cp -R "$pages/completions" "$folder"
  # Windows has no pages of the manual.
  if [ -z "$suffix" ]; then cp -R "$pages/man" "$folder"; fi
  chmod -R u=rwX,go=rX "$folder"
  find "$folder" -exec touch --date=@"${SOURCE_DATE_EPOCH:-0}" {} +
  if [ -n "$suffix" ]; then
    # An archive that is there would be added to.
    rm -f "$out/$name.zip"
    (cd "$work" && find "$name" -type f | sort | zip --quiet -X "$out/$name.zip" -@)
  else
    tar --directory "$work" --sort=name --owner=0 --group=0 --numeric-owner --create "$name" | gzip --no-name --best >"$out/$name.tar.gz"
  fi
done
