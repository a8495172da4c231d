#!/usr/bin/env python3
"""Builds lineage/known.tsv from tables of facts on models.

    dev/lineage_table.py MODELS.tsv FACTS.tsv > lineage/known.tsv

MODELS.tsv has the columns model_id, license, license_name, base_model, relation; FACTS.tsv model_id, root_family, parent, relation,
declared_license, source_note. What lineage/added.tsv says of a model goes before both. The result is sorted by id:

    owner/name <tab> family <tab> parent <tab> license <tab> mark

`~` marks models whose family only the shape of the weights says, `@` those whose name means them under their owner only ("acme/results").

The family is that of the first ancestor of which one is known: by the tables, by its name (lineage/families.yml), by a license that only
models of one family are under (licenses/*.yml). `scratch` descends from no other model, `uncertain` is disputed, empty is not known.
Copies whose names say that they are copies are left out: the gate finds them under the name of the original. Parents of a row are added.
"""
import csv, glob, os, re, sys
import yaml

HERE = os.path.join(os.path.dirname(__file__), "..")
# What the tables call a family, where it is not its key or `scratch:` and an architecture that has the name of its family.
FAMILY = {
    "codellama": "llama2", "solar(mistral)": "solar", "llama2(partial)": "uncertain", "qwen(causallm)": "uncertain",
    "scratch:llama-arch": "scratch", "scratch:stablelm_epoch": "stablelm", "scratch:phi-msft": "phi", "scratch:gpt_neox": "gpt-neox",
    "scratch:qwen(distill)": "qwen", "scratch:RefinedWeb": "falcon", "scratch:gpt_bigcode": "starcoder", "scratch:nomic_bert": "bert",
}
LICENSE = {
    "none": "", "unknown": "", "<nil>": "", "？": "", "apache 2.0": "apache-2.0", "llama 2 community license": "llama2",
    "llama 3 community license": "llama3", "llama 3.1 community license": "llama3.1", "llama 3.2 community license": "llama3.2",
    "gemma terms of use": "gemma", "tongyi qianwen license": "tongyi-qianwen", "llama2|other": "llama2",
    "gemma-terms-of-use": "gemma", "google-gemma-terms-of-use": "gemma", "tongyi-qianwen-license-agreement": "tongyi-qianwen",
    "deepseek-license": "deepseek",
}
WORD = re.compile(r"[a-z]+|[0-9]+(?:\.[0-9]+)*")


def load(path):
    with open(os.path.join(HERE, path), encoding="utf-8") as file:
        return yaml.safe_load(file)


DATA = load("lineage/families.yml")
LICENSES = [file for file in map(load, sorted(glob.glob(os.path.join(HERE, "licenses/*.yml")))) if "license" in file]
FAMILIES = {family["family"]: family for family in DATA["families"]}
FAMILIES.update({file.get("family", file["license"]): file["models"] for file in LICENSES if "models" in file})
OF_LICENSE = {file["license"]: file.get("family", file["license"]) for file in LICENSES}
# A name that several texts go by names no family.
SHARED = {file["identifiers"].get("declared-as") for file in LICENSES}
OF_LICENSE = {license: key for license, key in OF_LICENSE.items() if key in FAMILIES and license not in SHARED}
OF_LICENSE.update({name: key for key, family in FAMILIES.items() for name in family.get("licenses", [])})
# Models of any family are under these.
for license in ("bigscience-openrail-m", "openrail++", "cc-by-nc-4.0", "agpl-3.0"):
    OF_LICENSE.pop(license, None)


def names():
    """All names by their first word: words, how they count, family."""
    found = {}
    for key, family in FAMILIES.items():
        for kind in ("names", "in-ids", "at-start", "whole", "with-size", "except"):
            for name in family.get(kind, []):
                found.setdefault(name.split(" ")[0], []).append((name.split(" "), kind, key))
    return found


NAMES = names()


def letters(name):
    return re.sub(r"[^a-z0-9]", "", name.lower())


# Names of whole families, of several words or of one.
BARE_NAMES = {letters(" ".join([word] + parts[1:])) for word, all in NAMES.items() for parts, kind, _ in all if kind == "names"}


def family_of_name(name):
    """The family that a name names, as `src/lineage/names.rs` reads it."""
    spans = list(WORD.finditer(name.lower()))
    words = [span.group() for span in spans]
    is_joined = lambda at: 0 < at < len(words) and spans[at - 1].end() == spans[at].start()
    is_size = lambda at: is_joined(at) and words[at] in ("b", "bv") and words[at - 1][0].isdigit()
    has_size = any(map(is_size, range(len(words))))
    found, barred = set(), 0
    for at, word in enumerate(words):
        best = (at, "")
        for parts, kind, key in NAMES.get(word, []):
            end = at + len(parts)
            if words[at:end] != parts:
                continue
            if kind == "except":
                barred = max(barred, end)
            counts = {"at-start": at == 0, "whole": at == 0 and end == len(words), "with-size": has_size, "except": False}
            if counts.get(kind, True) and not is_size(end) and end > best[0]:
                best = (end, key)
        if best[1] and best[0] > barred:
            barred = best[0]
            found.add(best[1])
    return found.pop() if len(found) == 1 else ""


def without_format(name):
    """A name without the formats at its end, as `src/lineage/copies.rs` reads it."""
    ends = "|".join(re.sub("#", r"[0-9]+(?:\\.[0-9]+)*", end).replace(" ", "[-_. ]") for end in DATA["copies"])
    return re.sub(rf"(?:[-_. ]+(?:{ends}))+[-_. ]*$", "", name, flags=re.I)


def license_of(row):
    name = (row["license_name"] if row["license"] == "other" and row["license_name"] else row["license"]).strip()
    name = LICENSE.get(name.lower(), name.lower())
    return name if re.fullmatch(r"[a-z0-9+.-]*", name) else ""


def main():
    if len(sys.argv) != 3 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    models, facts = (list(csv.DictReader(open(path, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE)) for path in sys.argv[1:])
    # id in lower case: [id, family, parent, license, mark]
    rows = {}
    copies, merges, well_known = set(), set(), set()
    for row in models:
        # The first member of a merge stands for it.
        parent = row["base_model"].split(",")[0].strip()
        rows[row["model_id"].lower()] = [row["model_id"], "", parent if parent.count("/") == 1 else "", license_of(row), ""]
        if row["relation"] == "quantized":
            copies.add(row["model_id"].lower())
    for row in facts:
        model, root, note = row["model_id"].strip(), row["root_family"], row["source_note"] or ""
        if model.count("/") != 1:
            continue
        parents = re.findall(r"(?<!\S)[\w.-]+/[\w.-]+(?!\S)", row["parent"] or "")
        known = rows.setdefault(model.lower(), [model, "", "", "", ""])
        well_known.add(model.lower())
        known[2] = (parents + [known[2]])[0]
        family = FAMILY.get(root) or root.removeprefix("scratch:")
        # A parent without an owner, such as "Qwen 7b", may be of a narrower family of the line.
        known[1] = narrowed(family, family_of_name(row["parent"] or "") if not parents else "")
        known[3] = known[3] or license_of({"license": row["declared_license"] or "", "license_name": ""})
        known[4] = "~" if "root by shape" in note and "card text silent" in note else ""
        if row["relation"] == "quantized":
            copies.add(model.lower())
        if row["relation"] in ("merge", "derived-embeddings"):
            merges.add(model.lower())
    added = set()
    for line in open(os.path.join(HERE, "lineage/added.tsv"), encoding="utf-8"):
        if not line.startswith("#"):
            model, root, parent, license = line.rstrip("\n").split("\t")
            old = rows.get(model.lower(), [model, "", "", "", ""])
            rows[model.lower()] = [model, root or old[1], parent, license or old[3], ""]
            added.add(model.lower())
            copies.discard(model.lower())
    # What a model was made from has its family, where nothing else is known of it.
    for key in [key for key in rows if key not in merges and rows[key][2]]:
        above = rows.setdefault(rows[key][2].lower(), [rows[key][2], "", "", "", rows[key][4]])
        if not any(above[1:3]) and key not in added:
            above[1] = rows[key][1]
    answers = {key: family_of(key, rows, added) for key in rows}
    plain = {(model.split("/")[1].lower(), answers[key]) for key, (model, _, _, _, _) in rows.items()}
    for key, (model, _, parent, license, mark) in sorted(rows.items()):
        name, family = model.split("/")[1], answers[key]
        short = without_format(name)
        is_found_as_copy = short != name and ((short.lower(), family) in plain or family == family_of_name(name))
        if (key in added or not is_found_as_copy and not (short != name and key in copies)) and (family or license or parent):
            # "someone/deepseek" is called like the whole family.
            is_bare = letters(name) in BARE_NAMES and key not in well_known | added
            has_name = family_of_name(name) and not is_bare
            is_distinctive = key in well_known | added or has_name or re.search(r"[0-9][bm](?![a-z])", name.lower())
            print(model, family, parent, license, mark if is_distinctive or not family else "@", sep="\t")


def narrowed(family, other):
    """The narrower of two families of one line."""
    general, narrow = FAMILIES.get(family, {}), FAMILIES.get(other, {})
    is_narrower = general.get("general") and narrow.get("line") == general["line"] and not narrow.get("general")
    return other if is_narrower else family


def family_of(key, rows, added, steps=8):
    """The family of a row, by what is known of it and of its ancestors."""
    model, family, parent, license, _ = rows.get(key) or [key, "", "", "", ""]
    if family and (key in added or not FAMILIES.get(family, {}).get("general")):
        return family
    above = family_of(parent.lower(), rows, added, steps - 1) if parent and steps else ""
    named, licensed = family_of_name(model.split("/")[-1]), OF_LICENSE.get(license, "")
    family = above or family or named or licensed
    for other in (above, named, licensed):
        family = narrowed(family, other)
    return family


if __name__ == "__main__":
    main()
