#!/usr/bin/env bash
# Prints what CHANGELOG.md says of a version, for its release page: bash dev/notes.sh VERSION
# Ends with 1 where the changelog has no heading `## VERSION (YYYY-MM-DD)`, so that no release goes out without one.
set -euo pipefail
if [ $# -ne 1 ]; then
  sed -n '2,3s/^# \{0,1\}//p' "$0"
  exit 2
fi
cd "$(dirname "$0")/.."
notes=$(awk -v version="$1" '/^## / { on = $2 == version && $3 ~ /^\([0-9]+-[0-9][0-9]-[0-9][0-9]\)$/; next } on' CHANGELOG.md)
if [ -z "$notes" ]; then
  echo "CHANGELOG.md has no heading \`## $1 (YYYY-MM-DD)\` with something under it" >&2
  exit 1
fi
printf '%s\n' "$notes"
