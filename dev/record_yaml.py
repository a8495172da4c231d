"""Records what PyYAML and js-yaml make of YAML texts, for the tests of src/yaml and src/model/card.

    python3 dev/record_yaml.py cases                  records the texts of tests/recorded/cases.json anew
    python3 dev/record_yaml.py cards CORPUS           writes tests/recorded/dev-cards.tsv (hashes only)
    python3 dev/record_yaml.py fences [N]             writes tests/recorded/fences.json: where the Hub sees front matter
    python3 dev/record_yaml.py mutate CORPUS N FILE   writes cases of N mutated front matters; a test compares them:
                                                      MLG_YAML_CASES=FILE cargo test --lib texts_are_read_as_recorded

Needs PyYAML 6.0.3, and js-yaml 4.3.2 in the folder that JS_YAML names (a node_modules folder).
"""

import datetime
import decimal
import hashlib
import json
import pathlib
import random
import re
import struct
import subprocess
import sys

import yaml

HERE = pathlib.Path(__file__).resolve().parent
RECORDED = HERE.parent / "tests" / "recorded"
FENCE = re.compile(r"^(\s*---(?:\r\n|\r|\n))([\S\s]*?)((?:\r\n|\r|\n)---[ \t]*(\r\n|\n|$))")


def bits(number):
    if number != number:
        return "nan"
    return struct.pack(">d", 0.0 if number == 0 else number).hex()


def key(value):
    if isinstance(value, str):
        return "$" + value if value.startswith("$") else value
    if value is None:
        return "$null"
    if isinstance(value, (bool, int)):
        return f"$number {int(value)}"
    if isinstance(value, float):
        if value in (float("inf"), float("-inf")) or value != value:
            return f"$number {str(value).replace('nan', 'NaN')}"
        return "$number " + (str(int(value)) if value.is_integer() else format(decimal.Decimal(repr(value)), "f"))
    if isinstance(value, (datetime.date, datetime.datetime)):
        return f"$date {value.isoformat()}"
    return f"$bytes {value!r}"


def canonical(value, above=()):
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return {"$int": str(value)}
    if isinstance(value, float):
        return {"$float": bits(value)}
    if isinstance(value, bytes):
        return {"$binary": None}
    if isinstance(value, (datetime.date, datetime.datetime)):
        return {"$date": None}
    if id(value) in above:
        return {"$cycle": None}
    above = (*above, id(value))
    if isinstance(value, set):
        return {"$set": sorted(map(key, value))}
    if isinstance(value, (list, tuple)):
        return [canonical(item, above) for item in value]
    return {key(name): canonical(item, above) for name, item in value.items()}


def text_of(value):
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def python(text):
    """Canonical JSON as text, or None where PyYAML refuses."""
    try:
        return text_of(canonical(yaml.safe_load(text)))
    except Exception:  # every exception is a refusal to its user
        return None


def js(texts):
    """Canonical JSON as text, or None where js-yaml refuses, for each text."""
    run = subprocess.run(
        ["node", str(HERE / "record_yaml.js")],
        input=json.dumps(texts).encode(), stdout=subprocess.PIPE, check=True,
    )
    return json.loads(run.stdout)


def record(texts, out):
    load = lambda text: "refused" if text is None else json.loads(text)
    rows = [
        {"text": text, "python": load(python(text)), "js": load(other)}
        for text, other in zip(texts, js(texts), strict=True)
    ]
    lines = ",\n".join(json.dumps(row, ensure_ascii=True) for row in rows)
    pathlib.Path(out).write_text("[\n" + lines + "\n]\n", encoding="utf-8")
    print(len(rows), "cases")


def cases():
    out = RECORDED / "cases.json"
    record([row["text"] for row in json.loads(out.read_text(encoding="utf-8"))], out)


def fronts(corpus):
    for folder in sorted(pathlib.Path(corpus).iterdir()):
        card = folder / "README.md"
        if card.is_file():
            text = card.read_bytes().decode("utf-8-sig", errors="replace")
            found = FENCE.search(text)
            yield folder.name, found.group(2) if found else None


def cards(corpus):
    rows = list(fronts(corpus))
    blocks = [block for _, block in rows if block is not None]
    others = iter(js(blocks))

    def cell(text):
        return "refused" if text is None else hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def fnv(text):
        if text is None:
            return "refused"
        value = 0xCBF29CE484222325
        for byte in text.encode("utf-8", "surrogatepass"):
            value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
        return f"{value:016x}"

    with (RECORDED / "dev-cards.tsv").open("w", encoding="utf-8") as out:
        out.write("card\tblock\tpython\tjs\n")
        for name, block in rows:
            if block is None:
                out.write(f"{name}\tnone\t-\t-\n")
            else:
                out.write(f"{name}\t{fnv(block)}\t{fnv(python(block))}\t{fnv(next(others))}\n")
    print(len(rows), "cards,", len(blocks), "with front matter")


PARTS = ["---", "---", "---", "---\n", "\n---", "\n---\n", "\n", "\n", "\r", "\r\n", "\r\n---\r\n", " ", "\t", "-", "a: b",
         "\u00a0", "\u200b", "\x1c", "\x85", "é", "..."]


def fences(count):
    """Random texts with the byte offsets of the block and of the whole match, or null."""
    rng = random.Random(7)
    rows = []
    for number in range(count):
        text = "".join(rng.choice(PARTS) for _ in range(rng.randint(1, 9)))
        if number % 3:
            text = "---" + rng.choice(["\n", "\r\n", "\r"]) + text
        found = FENCE.search(text)
        at = lambda index: len(text[:index].encode())
        rows.append([text, found and [at(found.start(2)), at(found.end(2)), at(found.end())]])
    rows = [json.loads(row) for row in dict.fromkeys(map(json.dumps, rows))]
    lines = ",\n".join(json.dumps(row) for row in rows)
    (RECORDED / "fences.json").write_text("[\n" + lines + "\n]\n", encoding="utf-8")
    print(len(rows), "texts,", sum(1 for row in rows if row[1]), "with front matter")


SLIPS = ["\t", ":", ": ", "'", '"', "- ", "#", " #", "[", "]", "{", "}", ",", "?", "? ", "&a ", "*a", "!x ", "|", ">",
         "%", "@", "`", "\n", "\n\n", "  ", "---", "...", "<<: ", "=", "~", "0", "é", "\u00a0", "\u3000", "：", "\r"]


def mutate(text, rng):
    for _ in range(rng.randint(1, 3)):
        at = rng.randint(0, len(text))
        kind = rng.randrange(7)
        if kind == 0:  # an odd token anywhere
            text = text[:at] + rng.choice(SLIPS) + text[at:]
        elif kind == 1:  # a character lost
            text = text[:at] + text[at + 1:]
        elif kind == 2:  # a line indented or dedented
            lines = text.split("\n")
            row = rng.randrange(len(lines))
            lines[row] = lines[row][1:] if rng.random() < 0.4 else rng.choice([" ", "  ", "\t"]) + lines[row]
            text = "\n".join(lines)
        elif kind == 3:  # a blank turned into a tab
            spots = [i for i, c in enumerate(text) if c == " "]
            if spots:
                at = rng.choice(spots)
                text = text[:at] + "\t" + text[at + 1:]
        elif kind == 4:  # a line twice, or a line lost
            lines = text.split("\n")
            row = rng.randrange(len(lines))
            lines[row:row + 1] = [lines[row]] * rng.choice([0, 2])
            text = "\n".join(lines)
        elif kind == 5:  # a token after a colon
            spots = [m.end() for m in re.finditer(r":[ ]", text)]
            if spots:
                at = rng.choice(spots)
                text = text[:at] + rng.choice(SLIPS) + text[at:]
        else:  # a colon or a blank lost
            spots = [i for i, c in enumerate(text) if c in ": -"]
            if spots:
                at = rng.choice(spots)
                text = text[:at] + text[at + 1:]
    return text


def mutations(corpus, count, out):
    rng = random.Random(count)
    blocks = [block for _, block in fronts(corpus) if block and len(block) < 20000]
    record([mutate(rng.choice(blocks), rng) for _ in range(count)], out)


if __name__ == "__main__":
    match sys.argv[1:2]:
        case ["cases"]:
            cases()
        case ["cards"]:
            cards(sys.argv[2])
        case ["fences"]:
            fences(int(sys.argv[2]) if len(sys.argv) > 2 else 400)
        case ["mutate"]:
            mutations(sys.argv[2], int(sys.argv[3]), sys.argv[4])
        case _:
            sys.exit(__doc__)
