#!/usr/bin/env bash
# Validates the SARIF of every case of the suites in tests against the official schema: bash dev/sarif.sh
# Needs npm and python3 with pip. The schema comes from a package that ships it, pinned by its version and hash.
set -euo pipefail
cd "$(dirname "$0")/.."
work="$PWD/target/sarif"
mkdir -p "$work/out"
package=@microsoft/jest-sarif@1.0.0-beta.0
hash=748e2c3d1a842e7bb258416685c7ea3a0da40005b72267b2052c2856d48ad102
(cd "$work" && npm pack --silent "$package" >/dev/null && mv microsoft-jest-sarif-*.tgz package.tgz)
echo "$hash  $work/package.tgz" | sha256sum --check --quiet
tar -xzOf "$work/package.tgz" package/lib/schemas/sarif-2.1.0-rtm.5.json >"$work/schema.json"
python3 -c 'import jsonschema' 2>/dev/null ||
  python3 -m pip install --quiet --disable-pip-version-check --target "$work/python" jsonschema==4.26.0
cargo build --quiet --locked --no-default-features
# Writes the cases to folders outside of any repository.
cases=$(mktemp -d)
trap 'rm -rf "$cases"' EXIT
WRITE_CASES="$cases" cargo test --quiet --locked --no-default-features --test suite every_case_has_the_verdict >/dev/null
gate="$PWD/target/debug/model-license-gate"
for folder in "$cases"/*/; do
  name=$(basename "$folder")
  # Exit code 1 is a finding; with 2 there is no report.
  (cd "$folder" && "$gate" check --format sarif) >"$work/out/$name.sarif" 2>/dev/null ||
    [ $? -eq 1 ] || rm "$work/out/$name.sarif"
done
PYTHONPATH="$work/python" python3 - "$work" <<'PYTHON'
import json, pathlib, sys
from jsonschema import validators

work = pathlib.Path(sys.argv[1])
schema = json.loads((work / "schema.json").read_text())
validator = validators.validator_for(schema)(schema)
wrong = results = 0
files = sorted((work / "out").glob("*.sarif"))
for file in files:
    log = json.loads(file.read_text())
    results += len(log["runs"][0]["results"])
    for error in validator.iter_errors(log):
        wrong += 1
        print(f"{file.stem}: {error.json_path}: {error.message[:200]}")
print(f"{len(files)} files, {results} results, {wrong} errors")
sys.exit(1 if wrong or not results else 0)
PYTHON
