#!/usr/bin/env python3
"""Scores the gate on your own labelled cards: descent, and precision and recall of every rule.

    python3 dev/score.py FOLDER [--binary PATH] [--others]

FOLDER holds one folder a model, with its card and whatever lies beside it, and `index.tsv`: columns parted by tabs, the first
line names them, one line a model. tests/accuracy is an example. Columns (others are ignored):

    n           the name of the model's folder
    derived     yes, no or uncertain: do the weights descend from Llama 2? (`derived:yes` is read too)
    violations  what should be reported, parted by `;`, or `pass` where nothing should
    advisories  may be left out. One is read: `accept-yes`, on an uncertain model for which yes is right too

Labels for `violations`, and the rule that answers each. Any other rule of `model-license-gate rules` is a label as well:

    notice-missing               missing-notice
    notice-in-readme-only        misplaced-notice
    agreement-copy-missing       missing-agreement or agreement-by-reference, counted as `agreement`
    incompatible-licence:ID      incompatible-license, or ambiguous-license for an ID that begins with cc-by-nc
    licence-missing              undeclared-license
    other-without-name           unnamed-license
    other-without-link           unlinked-license
    needs-review                 uncertain-lineage

Labels are about Llama 2: what is found under the licenses of other families is left out (--others lists it).
Precision: of the models that the rule reported, the share that is labelled so. Recall: of the models labelled so, the share that the
rule reported. Beside each stands the 95 % interval after Wilson. Findings of severity info are not counted.
Every model that is judged otherwise than labelled is listed. Exit code 0, or 2 where the folder cannot be scored.
"""
import argparse
import collections
import csv
import json
import math
import os
import re
import shutil
import subprocess
import sys

LABELS = {
    "notice-missing": "missing-notice",
    "notice-in-readme-only": "misplaced-notice",
    "agreement-copy-missing": "agreement",
    "licence-missing": "undeclared-license",
    "other-without-name": "unnamed-license",
    "other-without-link": "unlinked-license",
    "needs-review": "uncertain-lineage",
}
MERGED = {"missing-agreement": "agreement", "agreement-by-reference": "agreement"}
ALWAYS = {*LABELS.values(), "incompatible-license", "ambiguous-license"}
ANSWERS = ("yes", "no", "uncertain")


def stop(*sentences):
    print(*(f"error: {sentence}" for sentence in sentences), sep="\n", file=sys.stderr)
    sys.exit(2)


def rule_of(label, rules):
    """The rule that answers a label, or nothing where there is none."""
    kind, _, license_id = label.partition(":")
    if kind == "incompatible-licence" and license_id:
        return "ambiguous-license" if license_id.startswith("cc-by-nc") else "incompatible-license"
    return LABELS.get(label) or (MERGED.get(label, label) if label in rules else None)


def read_index(folder, rules):
    """The labelled models as (n, derived, rules wanted, is yes right too); stops with every fault of the index."""
    path = os.path.join(folder, "index.tsv")
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except FileNotFoundError:
        stop(f"`{path}` is not there. It names the models and their labels: see --help.")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        stop(f"`{path}` cannot be read as text in UTF-8: {error}")
    head = lines[0] if lines else []
    lacking = [name for name in ("n", "derived", "violations") if name not in head]
    if lacking:
        stop(f"`{path}` has no column {' and no column '.join(f'`{name}`' for name in lacking)}. Its first line must name the columns.")
    models, faults, seen = [], [], {}
    for number, cells in enumerate(lines[1:], 2):
        if not any(cells):
            continue
        fault = lambda sentence: faults.append(f"{path}:{number}: {sentence}")
        if len(cells) != len(head):
            fault(f"the line has {len(cells)} columns, the first line has {len(head)}.")
            continue
        row = dict(zip(head, cells))
        name, derived = row["n"], row["derived"].strip().removeprefix("derived:")
        labels = [label.strip() for label in row["violations"].split(";") if label.strip()]
        if name in seen:
            fault(f"`{name}` stands on line {seen[name]} already.")
        seen.setdefault(name, number)
        if not name or name in (".", "..") or re.search(r"[/\\]", name):
            fault(f"`{name}` is not the name of a folder beside index.tsv.")
        elif not os.path.isdir(os.path.join(folder, name)):
            fault(f"there is no folder `{name}` beside index.tsv.")
        if derived not in ANSWERS:
            fault(f"`{derived}` is no answer on descent. Write yes, no or uncertain.")
        if not labels:
            fault("`violations` is empty. Write `pass` where nothing should be reported.")
        if "pass" in labels and len(labels) > 1:
            fault("`pass` stands beside other labels.")
        wanted = set()
        for label in labels:
            if label != "pass":
                wanted.add(rule_of(label, rules))
                if rule_of(label, rules) is None:
                    fault(f"`{label}` is neither a label nor a rule. --help lists the labels.")
        advisories = (row.get("advisories") or "").split(";")
        models.append((name, derived, wanted, derived == "uncertain" and "accept-yes" in advisories))
    if not models and not faults:
        faults.append(f"`{path}` names no model.")
    if faults:
        stop(*faults)
    return models


def run(binary, *arguments):
    try:
        return subprocess.run([binary, *arguments], capture_output=True)
    except OSError as error:
        stop(f"`{binary}` cannot be run: {error.strerror}. Name the program with --binary.")


def rules_of(binary):
    listed = run(binary, "rules").stdout.decode().split("\nLicenses:")[0]
    return set(re.findall(r"^  ([a-z0-9-]+) ", listed, re.MULTILINE)) or stop(f"`{binary}` lists no rules; is it the gate?")


def judge(binary, folder):
    done = run(binary, "check", folder, "--format", "json")
    if done.returncode not in (0, 1):
        stop(f"`{folder}` could not be judged: {done.stderr.decode(errors='replace').strip()}")
    return json.loads(done.stdout)


def about(report, other):
    """Findings above info that are about the license of another family than Llama 2, or the ones that are not."""
    families = lambda f: re.match(r"(.+?) (License|Terms|OpenRAIL|RAIL|Open RAIL)", f["clause"])
    is_other = lambda f: bool(families(f)) and not f["clause"].startswith("Llama 2 ")
    return [f for f in report["findings"] if f["severity"] != "info" and is_other(f) == other]


def descent(report):
    answers = {line["derived"] for model in report["models"] for line in model["lineage"] if line["family"] == "llama2"}
    return next((answer for answer in ("yes", "uncertain") if answer in answers), "no")


def wilson(hits, total):
    """The 95 % interval of a share, as two shares."""
    z = 1.959964
    middle = hits / total + z * z / (2 * total)
    spread = z * math.sqrt(hits / total * (1 - hits / total) / total + z * z / (4 * total * total))
    return max(0, (middle - spread) / (1 + z * z / total)), min(1, (middle + spread) / (1 + z * z / total))


def share(hits, total):
    if not total:
        return "none"
    low, high = wilson(hits, total)
    return f"{hits}/{total} = {hits / total:.1%} ({low:.1%} to {high:.1%})"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                     usage="score.py FOLDER [--binary PATH] [--others]")
    parser.add_argument("folder", metavar="FOLDER")
    parser.add_argument("--binary", help="the program (default: target/release of this checkout, else that on the PATH)")
    parser.add_argument("--others", action="store_true", help="list what is found under the licenses of other families")
    options = parser.parse_args()
    built = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../target/release/model-license-gate")
    found = built if os.path.isfile(built) else shutil.which("model-license-gate")
    binary = options.binary or found or stop("the program is not built and not on the PATH. Name it with --binary.")
    rules = rules_of(binary)
    models = read_index(options.folder, rules)

    scored = ALWAYS.union(*(wanted for _, _, wanted, _ in models))
    hits, labelled, given, unlabelled = (collections.Counter() for _ in range(4))
    right, sure, passing, noisy, left_out, misses = collections.Counter(), collections.Counter(), 0, 0, 0, []
    for name, label, wanted, accepts_yes in models:
        report = judge(binary, os.path.join(options.folder, name))
        found, answer = about(report, False), descent(report)
        got = {MERGED.get(f["rule"], f["rule"]) for f in found}
        for f in about(report, True) if options.others else []:
            print(f"{name} {f['severity']} {f['rule']}: {f['message']}")
        if accepts_yes and answer == "yes":
            left_out += 1
            continue
        if label != "uncertain":
            sure[label] += 1
            right[label] += label == answer
        if label != answer:
            misses.append(f"{name}: descent is labelled {label}, judged {answer}")
        if not wanted:
            passing += 1
            noisy += bool(got)
        for rule in sorted(scored | got):
            if rule in wanted and rule not in got:
                misses.append(f"{name}: {rule} is labelled, not reported")
            if rule in got and rule not in wanted and (rule in scored or not wanted):
                misses.append(f"{name}: {rule} is reported, not labelled")
        hits.update(wanted & got)
        labelled.update(wanted)
        given.update(got)
        unlabelled.update(got - scored)

    print(f"{len(models)} models. Each share is given with its 95 % interval (Wilson).")
    print(f"descent, yes or no: {share(right.total(), sure.total())}")
    for label in ("yes", "no"):
        print(f"  labelled {label}: {share(right[label], sure[label])}")
    print(f"labelled pass, yet an error or a warning: {share(noisy, passing)}")
    if left_out:
        print(f"left out: {left_out} labelled uncertain with accept-yes and judged yes, whose other labels do not apply then")
    print(f"\n{'rule':<22}{'precision':<36}recall")
    for rule in sorted(scored):
        print(f"{rule:<22}{share(hits[rule], given[rule]):<36}{share(hits[rule], labelled[rule])}")
    if unlabelled:
        print("reported and not scored, since no model is labelled with it:",
              ", ".join(f"{rule} ({count})" for rule, count in sorted(unlabelled.items())))
    print(f"\njudged otherwise than labelled: {len(misses) or 'none'}")
    for miss in misses:
        print(f"  {miss}")


main()
