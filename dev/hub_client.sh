#!/usr/bin/env bash
# Installs the Hub's Python client below target/ unless it is there, and prints the folder of its `hf` and `python`.
set -euo pipefail
version=2.4.0
folder=$(cd "$(dirname "$0")/.." && pwd)/target/tools/huggingface_hub-$version
if [ ! -x "$folder/bin/hf" ]; then
  python3 -m venv --clear "$folder" >&2
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --timeout 10 --retries 1 --only-binary :all: \
    "huggingface_hub==$version" >&2
fi
printf '%s\n' "$folder/bin"
