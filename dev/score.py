#!/usr/bin/env python3
"""Scores the gate on a folder of labelled cards: derived yes or no, and precision and recall of every rule.

    dev/score.py FOLDER [--binary PATH] [--list] [--others]

FOLDER holds one folder a card and index.tsv with the columns n, derived, violations and advisories.
Labels of the corpus and the rules that answer them:
    notice-missing            missing-notice (error)
    notice-in-readme-only     misplaced-notice
    agreement-copy-missing    missing-agreement or agreement-by-reference
    incompatible-licence:ID   incompatible-license, or ambiguous-license for cc-by-nc-*
    licence-missing           undeclared-license
    other-without-name/-link  unnamed-license, unlinked-license
    needs-review              uncertain-lineage (with the advisory accept-yes, derived yes is right too)
The labels are about Llama 2: findings under the licenses of other families are left out, and listed with --others.
"""
import argparse, collections, csv, json, os, re, subprocess, sys

RULES = {
    "notice-missing": "missing-notice",
    "notice-in-readme-only": "misplaced-notice",
    "agreement-copy-missing": "agreement",
    "licence-missing": "undeclared-license",
    "other-without-name": "unnamed-license",
    "other-without-link": "unlinked-license",
    "needs-review": "uncertain-lineage",
}
SCORED = sorted(set(RULES.values()) | {"incompatible-license", "ambiguous-license"})


def wanted(row):
    rules = set()
    for label in filter(None, row["violations"].split(";")):
        if label.startswith("incompatible-licence:"):
            rules.add("ambiguous-license" if ":cc-by-nc" in label else "incompatible-license")
        elif label != "pass":
            rules.add(RULES[label])
    return rules


def about(report, other):
    """Findings above info that are about the license of another family than Llama 2, or the ones that are not."""
    families = lambda f: re.match(r"(.+?) (License|Terms|OpenRAIL|RAIL|Open RAIL)", f["clause"])
    is_other = lambda f: bool(families(f)) and not f["clause"].startswith("Llama 2 ")
    return [f for f in report["findings"] if f["severity"] != "info" and is_other(f) == other]


def given(findings):
    rules = {f["rule"] for f in findings}
    if rules & {"missing-agreement", "agreement-by-reference"}:
        rules.add("agreement")
    return rules


def derived(report):
    answers = {line["derived"] for model in report["models"] for line in model["lineage"] if line["family"] == "llama2"}
    return next((answer for answer in ("yes", "uncertain") if answer in answers), "no")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--binary", default="target/release/model-license-gate")
    parser.add_argument("--list", action="store_true", help="list every card that is judged otherwise than labelled")
    parser.add_argument("--others", action="store_true", help="list what is found under the licenses of other families")
    options = parser.parse_args()
    counts = collections.defaultdict(collections.Counter)
    right = total = noisy = 0
    misses = []
    with open(os.path.join(options.folder, "index.tsv"), encoding="utf-8") as index:
        rows = list(csv.DictReader(index, delimiter="\t"))
    for row in rows:
        folder = os.path.join(options.folder, row["n"])
        run = subprocess.run([options.binary, "check", folder, "--format", "json"], capture_output=True)
        if run.returncode not in (0, 1):
            sys.exit(f"{row['n']}: exit {run.returncode}: {run.stderr.decode()}")
        report = json.loads(run.stdout)
        label, answer = row["derived"].removeprefix("derived:"), derived(report)
        want, got = wanted(row), given(about(report, False))
        if options.others:
            lines = [line for model in report["models"] for line in model["lineage"] if line["family"] != "llama2" and line["derived"] != "no"]
            if lines:
                print(row["n"], "; ".join(f"{line['family']}: {line['derived']}" for line in lines))
            for f in about(report, True):
                print(f"    {f['severity']} {f['rule']}: {f['message']}")
        if label == "uncertain" and "accept-yes" in row["advisories"] and answer == "yes":
            continue
        if label != "uncertain":
            total += 1
            right += label == answer
        if label != answer:
            misses.append(f"{row['n']} derived {label}, judged {answer}")
        if row["violations"] == "pass" and about(report, False):
            noisy += 1
            misses.append(f"{row['n']} pass, but {sorted(got)}")
        for rule in SCORED:
            counts[rule][(rule in want, rule in got)] += 1
            if (rule in want) != (rule in got):
                misses.append(f"{row['n']} {'missed' if rule in want else 'extra '} {rule}")
    print(f"derived yes/no right: {right} of {total} ({right / total:.1%}); pass cards with a warning or an error: {noisy}")
    print(f"{'rule':<24}{'labelled':>9}{'precision':>11}{'recall':>9}")
    for rule in SCORED:
        hit, miss, extra = counts[rule][(True, True)], counts[rule][(True, False)], counts[rule][(False, True)]
        precision = hit / (hit + extra) if hit + extra else 1.0
        recall = hit / (hit + miss) if hit + miss else 1.0
        print(f"{rule:<24}{hit + miss:>9}{precision:>11.1%}{recall:>9.1%}")
    if options.list:
        print("\n".join(misses))


main()
