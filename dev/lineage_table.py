#!/usr/bin/env python3
"""Builds lineage/known.tsv from a table of facts on model ids.

    dev/lineage_table.py FACTS.tsv > lineage/known.tsv

FACTS.tsv has the columns model_id, root_family, parent, relation, source_note. The result is sorted by id:
    owner/name <tab> family <tab> parent (owner/name, or empty) <tab> ~ where only the shape of the weights says so
Copies in another file format are left out: the gate finds them under the name without the format.
"""
import csv, re, sys

FAMILY = {
    "codellama": "llama2", "llama3.1": "llama3", "llama3.2": "llama3", "llama3.3": "llama3", "solar(mistral)": "solar",
    "llama2(partial)": "uncertain", "qwen(causallm)": "qwen", "scratch:llama-arch": "scratch", "scratch:stablelm_epoch": "stablelm",
    "scratch:phi-msft": "phi", "scratch:gpt_neox": "gpt-neox", "scratch:qwen(distill)": "qwen", "scratch:RefinedWeb": "falcon",
    "scratch:gpt_bigcode": "starcoder", "scratch:nomic_bert": "bert",
}


def family(root):
    return FAMILY.get(root) or root.removeprefix("scratch:")


def main():
    rows = {}
    for row in csv.DictReader(open(sys.argv[1], encoding="utf-8"), delimiter="\t"):
        model = row["model_id"].strip()
        if model.count("/") != 1 or (row["relation"] or "") == "quantized":
            continue
        parent = (row["parent"] or "").strip()
        parent = next(iter(re.findall(r"(?<!\S)[\w.-]+/[\w.-]+(?!\S)", parent)), "")  # the first member of a merge
        note = row["source_note"] or ""
        weak = "~" if "root by shape" in note and "card text silent" in note else ""
        rows[model] = (family(row["root_family"]), parent, weak)
    for model, (root, parent, weak) in sorted(rows.items()):
        print(model, root, parent, weak, sep="\t")


main()
