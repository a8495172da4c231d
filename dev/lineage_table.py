#!/usr/bin/env python3
"""Builds lineage/known.tsv from a table of facts on model ids.

    dev/lineage_table.py FACTS.tsv > lineage/known.tsv

FACTS.tsv has the columns model_id, root_family, parent, relation, source_note. The result is sorted by id:
    owner/name <tab> family <tab> parent (owner/name, or empty) <tab> ~ where only the shape of the weights says so
Copies in another file format are left out: the gate finds them under the name without the format. Parents of a row are added.
"""
import csv, os, re, sys

FAMILY = {
    "codellama": "llama2", "solar(mistral)": "solar",
    "llama2(partial)": "uncertain", "qwen(causallm)": "qwen", "scratch:llama-arch": "scratch", "scratch:stablelm_epoch": "stablelm",
    "scratch:phi-msft": "phi", "scratch:gpt_neox": "gpt-neox", "scratch:qwen(distill)": "qwen", "scratch:RefinedWeb": "falcon",
    "scratch:gpt_bigcode": "starcoder", "scratch:nomic_bert": "bert",
}


def family(root):
    return FAMILY.get(root) or root.removeprefix("scratch:")


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    rows, parents = {}, {}
    for row in csv.DictReader(open(sys.argv[1], encoding="utf-8"), delimiter="\t"):
        model, root, note = row["model_id"].strip(), family(row["root_family"]), row["source_note"] or ""
        if model.count("/") != 1:
            continue
        # The first member of a merge stands for it.
        parent = next(iter(re.findall(r"(?<!\S)[\w.-]+/[\w.-]+(?!\S)", row["parent"] or "")), "")
        weak = "~" if "root by shape" in note and "card text silent" in note else ""
        if parent and row["relation"] not in ("merge", "derived-embeddings"):
            parents.setdefault(parent, (root, "", weak))
        if row["relation"] != "quantized":
            rows[model] = (root, parent, weak)
    for line in open(os.path.join(os.path.dirname(__file__), "../lineage/added.tsv"), encoding="utf-8"):
        if not line.startswith("#"):
            model, root, parent = line.rstrip("\n").split("\t")
            rows[model] = (root, parent, "")
    # What a model was made from has its family, where the table says nothing of it.
    known = {model.lower() for model in rows}
    rows.update({parent: facts for parent, facts in parents.items() if parent.lower() not in known})
    for model, (root, parent, weak) in sorted(rows.items()):
        print(model, root, parent, weak, sep="\t")


main()
