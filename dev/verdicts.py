#!/usr/bin/env python3
"""Keeps what the gate says of many repositories, and compares two such sets.

  dev/verdicts.py take GATE SET [FOLDER|FILE.jsonl[.gz]]...    asks GATE, writes the answers into the file SET
  dev/verdicts.py compare OLD NEW [--list N]                   lists where they differ; exit 1 if they do

A FOLDER is a repository where a card or a license file stands in it, else each folder in it is one: `check` judges it
(and `audit` does not, so that both ways are held). A FILE is read by `audit`, a repository a line.

Compared are the verdict, each model with its declared license and its descent, and each finding with rule, severity,
place, clause and basis. Wording is not.
"""
import collections
import concurrent.futures
import gzip
import json
import os
import subprocess
import sys

FINDING = ("rule", "severity", "model", "path", "line", "clause", "basis")


def kept(report):
    """The part of a report that is compared. Evidence counts by its number: its words are wording."""
    models = [
        {
            "path": model["path"],
            "declared": model["declared"],
            "lineage": sorted([line["family"], line["derived"], line.get("via", [])] for line in model["lineage"]),
        }
        for model in report["models"]
    ]
    # A field that one of two formats lacks is not compared, so each set keeps what its command says.
    findings = [{key: finding[key] for key in FINDING if key in finding} for finding in report["findings"]]
    findings.sort(key=lambda finding: json.dumps(finding, sort_keys=True))
    return {"verdict": report["verdict"], "models": models, "findings": findings}


def checked(gate, folder):
    """What `check` says of a folder; where it says nothing, its exit code and its complaint."""
    run = subprocess.run([gate, "check", ".", "--format", "json"], cwd=folder, capture_output=True, timeout=300)
    if run.returncode == 2:
        return {"error": run.stderr.decode(errors="replace").strip()}
    return kept(json.loads(run.stdout))


def repositories(folder):
    """The repositories of a folder, by name."""
    names = sorted(os.listdir(folder))
    files = [name for name in names if os.path.isfile(os.path.join(folder, name))]
    if any(name.lower().startswith(("readme", "license", "notice")) for name in files):
        return {os.path.basename(os.path.normpath(folder)): folder}
    return {name: os.path.join(folder, name) for name in names if os.path.isdir(os.path.join(folder, name))}


def take(gate, target, sources):
    gate = os.path.abspath(gate)
    count = 0
    with open(target, "w", encoding="utf8") as out:
        for source in sources:
            label = os.path.basename(os.path.normpath(source))
            if os.path.isdir(source):
                found = repositories(source)
                with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
                    answers = list(pool.map(lambda path: checked(gate, path), found.values()))
                rows = list(zip(found, answers))
            else:
                opened = gzip.open(source) if source.endswith(".gz") else open(source, "rb")
                with opened as text:
                    run = subprocess.run([gate, "audit", "--quiet", "-"], input=text.read(), capture_output=True)
                lines = [json.loads(line) for line in run.stdout.splitlines()]
                rows = [
                    (f"{number} {line.get('id')}", kept(line) if "verdict" in line else line)
                    for number, line in enumerate(lines, 1)
                ]
            for name, answer in rows:
                out.write(json.dumps({"name": f"{label}: {name}", **answer}, ensure_ascii=False) + "\n")
            count += len(rows)
    print(f"{count} answers in {target}")


def read(path):
    with open(path, encoding="utf8") as text:
        return {row["name"]: row for row in map(json.loads, text)}


def parts(row):
    """The single statements of an answer, each as a text."""
    said = collections.Counter()
    said[f"verdict {row.get('verdict', row.get('error'))}"] += 1
    for model in row.get("models", []):
        said[f"model {model['path']} declares {model['declared']}"] += 1
        for family, derived, via in model["lineage"]:
            said[f"model {model['path']}: {family} {derived} via {via}"] += 1
    for finding in row.get("findings", []):
        said["finding " + json.dumps(finding, ensure_ascii=False, sort_keys=True)] += 1
    return said


def compare(old, new, most):
    old, new = read(old), read(new)
    kinds, lines = collections.Counter(), []
    for name in old.keys() | new.keys():
        was, now = parts(old.get(name, {"verdict": "nothing"})), parts(new.get(name, {"verdict": "nothing"}))
        gone, come = was - now, now - was
        if gone or come:
            kinds["repositories"] += 1
            lines.append(name + "".join(f"\n  - {text}" for text in gone) + "".join(f"\n  + {text}" for text in come))
    lines.sort()
    print("\n".join(lines[:most]))
    print(f"{len(old)} and {len(new)} answers, {kinds['repositories']} differ")
    return 1 if lines else 0


def main(arguments):
    if len(arguments) > 3 and arguments[0] == "take":
        return take(arguments[1], arguments[2], arguments[3:])
    if len(arguments) in (3, 5) and arguments[0] == "compare":
        return compare(arguments[1], arguments[2], int(arguments[4]) if arguments[3:4] == ["--list"] else 40)
    sys.exit(__doc__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
