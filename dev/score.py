#!/usr/bin/env python3
"""Scores the gate on your own labelled cards: descent, and precision and recall of every rule.

    python3 dev/score.py FOLDER [--binary PATH] [--others]
    python3 dev/score.py FILE.jsonl[.gz] [--binary PATH] [--bodies] [--stress] [--list] [--leave-out FILE]

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
rule reported. Beside each stands the 95 % interval after Wilson. Findings of severity info do not count. What differs is listed.

FILE holds one JSON object a line: `card` (the text of README.md) or `files` (path to text), an `id` for the list, and a label:

    truth       the family that the weights descend from, `none`, or `other:NAME`. Found, missed and false answers are counted a family
    kind        a repository of this kind (model, tool, dataset ...) that descends from nothing: an alarm, which is a warning or an error
                beside descent from a family, is false. `near` is 1 where it talks much of a family. Left out is what descends or may:
                the kinds `descends` and `other-family-model`, and `judged` with `true` or `debatable`. Without any label, alarms count

The gate does not learn the `id`, so it cannot look the model up by it. Exit code 0, or 2 where the labels cannot be scored.
"""
import argparse
import collections
import csv
import gzip
import json
import math
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

LABELS = {"notice-missing": "missing-notice", "notice-in-readme-only": "misplaced-notice", "agreement-copy-missing": "agreement",
          "licence-missing": "undeclared-license", "other-without-name": "unnamed-license", "other-without-link": "unlinked-license",
          "needs-review": "uncertain-lineage"}
MERGED = {"missing-agreement": "agreement", "agreement-by-reference": "agreement"}
ALWAYS = {*LABELS.values(), "incompatible-license", "ambiguous-license"}
# What a record with the label `other:NAME` may be judged to descend from: NAME itself, and families of its license.
ALSO = {"deepseek": ["deepseek-license"], "gpt_bigcode": ["starcoder"], "qwen": ["qwen-license", "qwen-research", "tongyi-qianwen"],
        "stability": ["stability-nc"], "stablelm_epoch": ["stability-nc", "stability-community"]}
FRONT_MATTER = re.compile(r"\A\ufeff?\s*---[ \t]*\r?\n.*?^---[ \t]*\r?(\n|\Z)", re.DOTALL | re.MULTILINE)
NEUTRAL = "---\nlicense: apache-2.0\npipeline_tag: text-generation\nlibrary_name: transformers\n---\n"
# Kinds of evidence that are words of the card; a hint of another kind does not count beside them.
WORDS = {"prose", "label", "listed-model", "link", "model-name", "usage", "license-statement"}


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
        if derived not in ("yes", "no", "uncertain"):
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


def run(binary, *arguments, text=b""):
    try:
        return subprocess.run([binary, *arguments], input=text, capture_output=True)
    except OSError as error:
        stop(f"`{binary}` cannot be run: {error.strerror}. Name the program with --binary.")


def rules_of(binary):
    listed = run(binary, "rules").stdout.decode().split("\nLicenses:")[0]
    return set(re.findall(r"^  ([a-z0-9-]+) ", listed, re.MULTILINE)) or stop(f"`{binary}` lists no rules; is it the gate?")


def judge(binary, folder):
    done = run(binary, "check", folder, "--stand-alone", "--format", "json")
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


def read_records(path, options):
    """The records as (id, label, files), with the front matter as the options ask; stops with every fault."""
    try:
        left_out = pathlib.Path(options.leave_out).read_text("utf-8").split() if options.leave_out else []
        lines = (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8").readlines()
    except (OSError, EOFError, UnicodeDecodeError) as error:
        stop(f"what is to be scored cannot be read as text in UTF-8: {error}")
    records, faults = [], []
    for number, line in enumerate(lines, 1):
        try:
            record = json.loads(line)
            files, labels = dict(record.get("files", {})), {"truth", "kind"} & record.keys()
            whole = record["card"] if "card" in record else files["README.md"]
            body = FRONT_MATTER.sub("", whole)
            if records and labels != {"truth", "kind"} & records[0][1].keys():
                faults.append(f"{path}:{number}: the first line has another kind of label.")
        except (ValueError, AttributeError, TypeError, KeyError):
            faults.append(f"{path}:{number}: this is no JSON object with `card`, or `files` with a README.md.")
            continue
        card, name = body if options.bodies else whole, str(record.get("id", number))
        if name not in left_out and (card == body or not options.stress):
            records.append((name, record, {**files, "README.md": NEUTRAL * options.stress + card}))
    return records if records and not faults else stop(*faults or [f"`{path}` holds no record to score."])


def audited(binary, records):
    """What is judged of each record as (verdict, answer a family, the same in words). The gate knows its number only."""
    lines = (json.dumps({"id": str(number), "files": files}) for number, (_, _, files) in enumerate(records))
    done = run(binary, "audit", "--quiet", text="\n".join(lines).encode())
    if done.returncode:
        stop(f"the records could not be judged: {done.stderr.decode(errors='replace').strip()}")
    for verdict in map(json.loads, done.stdout.splitlines()):
        found = [(line["derived"], line["family"]) for model in verdict["models"] for line in model["lineage"]]
        got = {family: answer for answer, family in sorted(found) if answer != "no"}
        yield verdict["verdict"], got, ", ".join(f"{answer} on {family}" for family, answer in got.items())


def evidence(binary, files, families):
    """What speaks for or against these families, strongest first. `audit` has refused paths that lead out of the folder."""
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            file = pathlib.Path(folder, "model", path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes((text or "").encode())
        models = judge(binary, os.path.join(folder, "model"))["models"]
    return [piece for model in models for line in model["lineage"] if line["family"] in families for piece in line["evidence"]]


def score_families(records, judged, pieces):
    """Prints found, missed and false answers a family; returns what is wrong as (id, files, families, sentence)."""
    rows, wrong = collections.defaultdict(collections.Counter), []
    for (name, record, files), (_, got, _) in zip(records, judged):
        truth, stem = record["truth"], record["truth"].rpartition(":")[2]
        right = {stem, *ALSO.get(stem, [])}
        if truth != "none" and stem == truth:
            answer = max((got[family] for family in right & got.keys()), default="no")
            rows[truth].update(["all", answer])
            if answer != "yes":
                wrong.append((name, files, right, f"labelled {truth}, judged {answer}"))
        for family in got.keys() - right:
            declared = any(piece["kind"] == "declared-license" for piece in pieces(files, [family]))
            rows[family]["declared" if declared else f"false {got[family]}"] += 1
            wrong.append((name, files, [family], f"labelled {truth}, judged {got[family]} on {family}{', which it declares' * declared}"))
    head = "{:<22}{:<38}{:<11}{:<8}{:<36}{:<17}{}"
    print(head.format("family", "found", "uncertain", "missed", "false yes, of all others", "false uncertain", "declared"))
    for family, row in sorted(rows.items(), key=lambda item: (-item[1]["all"], item[0])):
        false = share(row["false yes"], len(records) - row["all"])
        print(head.format(family, share(row["yes"], row["all"]), row["uncertain"], row["no"], false, row["false uncertain"], row["declared"]))
    return wrong


def score_alarms(records, judged, pieces):
    """Prints alarms a kind of record, and those that rest on words alone; returns what is wrong as above."""
    rows, wrong = collections.defaultdict(collections.Counter), []
    for (name, record, files), (verdict, got, said) in zip(records, judged):
        kind, near = record.get("kind", ""), " near miss" * (str(record.get("near")) == "1")
        alarm = bool(got) and verdict != "pass"
        if kind in ("descends", "other-family-model") or record.get("judged") in ("true", "debatable"):
            rows["left out: descends or may"].update(["all", alarm])
            continue
        words = alarm and all(piece["kind"] in WORDS for piece in pieces(files, got) if piece["speaks_for"] and piece["strength"] != "hint")
        for row in {"all", "all" + near, kind + near or "all"}:
            rows[row].update(["all", alarm])
        for level in ("fail", "warn"):
            rows[f"{level} by words alone"].update(["all", words and verdict == level])
        rows["no alarm, yet not pass"].update(["all", not alarm and verdict != "pass"])
        if words or alarm and kind:
            wrong.append((name, files, got, f"{kind}{near} {verdict}{' by words alone' * words}, judged {said}"))
    for name, row in sorted(rows.items()):
        print(f"{name:<32}{share(row[True], row['all'])}")
    return wrong


def score_lines(binary, options):
    records = read_records(options.labels, options)
    judged, pieces = list(audited(binary, records)), lambda files, families: evidence(binary, files, families)
    how = ["front matter cut"] * options.bodies + ["a neutral front matter before it"] * options.stress
    print(f"{len(records)} records, {' and '.join(how) or 'as they are'}. Each share is given with its 95 % interval (Wilson).")
    wrong = (score_families if "truth" in records[0][1] else score_alarms)(records, judged, pieces)
    for name, files, families, sentence in wrong if options.list else []:
        print(f"{name}: {sentence}")
        for piece in pieces(files, families)[:4]:
            told = f"{piece.get('pattern') or piece['kind']} ({piece['strength']}), line {piece['line']}"
            print(f"    {'' if piece['speaks_for'] else 'against: '}{told}: {' '.join((piece.get('words') or piece['text']).split())}")


def score_folder(binary, options):
    folder, models = options.labels, read_index(options.labels, rules_of(binary))
    scored = ALWAYS.union(*(wanted for _, _, wanted, _ in models))
    hits, labelled, given, unlabelled = (collections.Counter() for _ in range(4))
    right, sure, passing, noisy, left_out, misses = collections.Counter(), collections.Counter(), 0, 0, 0, []
    for name, label, wanted, accepts_yes in models:
        report = judge(binary, os.path.join(folder, name))
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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", metavar="FOLDER|FILE")
    parser.add_argument("--binary", help="the program (default: target/release of this checkout, else that on the PATH)")
    parser.add_argument("--others", action="store_true", help="FOLDER: list what is found under the licenses of other families")
    parser.add_argument("--bodies", action="store_true", help="FILE: cut the front matter of the cards")
    parser.add_argument("--stress", action="store_true", help="FILE: take cards without front matter alone, with a neutral one put before")
    parser.add_argument("--list", action="store_true", help="FILE: list what is wrong, with the evidence")
    parser.add_argument("--leave-out", metavar="FILE", help="FILE: ids that do not count, one a line")
    options = parser.parse_args()
    built = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../target/release/model-license-gate")
    binary = options.binary or (built if os.path.isfile(built) else shutil.which("model-license-gate")) or stop(
        "the program is not built and not on the PATH. Name it with --binary.")
    (score_lines if os.path.isfile(options.labels) else score_folder)(binary, options)


main()
