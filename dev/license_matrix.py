#!/usr/bin/env python3
"""Counts what the gate says of the license of a child over that of its parent, by class.

    dev/license_matrix.py GATE MODELS.tsv [--list CLASS/CLASS]

MODELS.tsv has the columns model_id, license, license_name, base_model. For every pair of child and parent whose licenses are both stated,
`audit` judges a card with the child's license, under a configuration that states the parent's alone. Rows are parents, columns children;
a cell is conflict/warning/told/silent: told are parents of whose license the gate says that it does not know what it asks. `--list` prints
the pairs of one cell with what is said of each.
"""
import collections
import csv
import json
import os
import re
import subprocess
import sys
import tempfile

import yaml

HERE = os.path.join(os.path.dirname(__file__), "..", "licenses")


def classes():
    """The class of each identifier."""
    found = {}
    for entry in yaml.safe_load(open(os.path.join(HERE, "identifiers.yml"), encoding="utf-8"))["classes"]:
        aliases = [name for alias in entry.get("aliases", []) for name in alias["of"]]
        found.update({name: entry["name"] for name in entry["ids"] + entry.get("names", []) + aliases})
    for name in os.listdir(HERE):
        entry = yaml.safe_load(open(os.path.join(HERE, name), encoding="utf-8"))
        if "identifiers" in entry:
            names = [entry["license"]] + entry["identifiers"].get("aliases", []) + entry["identifiers"].get("also", [])
            found.update({name: entry["identifiers"]["class"] for name in names})
    return found


def stated(row):
    """The license that a row states; none where the words name none."""
    name = row["license_name"] if row["license"] == "other" and row["license_name"] else row["license"]
    name = re.sub("-(license|licence|license-agreement)$", "", name.strip().lower().replace(" ", "-"))
    return "" if name in ("none", "<nil>", "null", "n/a", "license", "{license_name}", "unspecified") else name


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    gate, path = sys.argv[1:3]
    wanted = sys.argv[4] if len(sys.argv) > 4 else None
    rows = list(csv.DictReader(open(path, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE))
    licenses = {row["model_id"].lower(): stated(row) for row in rows}
    class_of = classes()
    pairs = []
    for row in rows:
        for parent in filter(None, map(str.strip, row["base_model"].split(","))):
            if stated(row) and licenses.get(parent.lower()):
                pairs.append((row["model_id"], stated(row), parent, licenses[parent.lower()]))
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as lines:
        for number, (_, child, _, parent) in enumerate(pairs):
            known = class_of.get(child) is not None
            license = f"license: {child}" if known else f"license: other\nlicense_name: {json.dumps(child)}"
            card = f"---\n{license}\nbase_model: pair/parent-{number}\n---\n# Child\n"
            config = f"lineage:\n  - model: pair/parent-{number}\n    license: {json.dumps(parent)}\n"
            lines.write(json.dumps({"id": f"child/{number}", "card": card, "files": {".model-license-gate.yml": config}}) + "\n")
        lines.flush()
        answers = subprocess.run([gate, "audit", "--quiet", "--keep-going", lines.name], capture_output=True, text=True).stdout
    cells = collections.defaultdict(lambda: [0, 0, 0, 0])
    for line in map(json.loads, answers.splitlines()):
        child, license, parent, above = pairs[int(line["id"].split("/")[1])]
        cell = (class_of.get(above, "not known"), class_of.get(license, "not known"))
        found = [one for one in line.get("findings", []) if one["rule"] in ("incompatible-license", "ambiguous-license", "forbidden-derivative", "undeclared-license", "unread-parent-license")]
        worst = max([{"error": 3, "warning": 2}.get(one["severity"], 1) for one in found], default=0)
        cells[cell][3 - worst] += 1
        if wanted == "/".join(cell):
            print(f"{child} ({license}) over {parent} ({above}): {'; '.join(one['message'] for one in found) or 'fine'}")
    if wanted:
        return
    parents, children = (sorted({cell[at] for cell in cells}) for at in (0, 1))
    print("| parent, child |", " | ".join(children), "|")
    print("| --- |" + " --- |" * len(children))
    for parent in parents:
        print(f"| {parent} |", " | ".join("/".join(map(str, cells[parent, child])) if (parent, child) in cells else "" for child in children), "|")
    print(f"{len(pairs)} pairs; a cell is conflict/warning/told/silent")


if __name__ == "__main__":
    main()
