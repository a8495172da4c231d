#!/usr/bin/env python3
"""Inserts characters into the front matter of cards that fail, and lists what then passes.

  dev/insertions.py PROGRAM [--pairs N] [--list]    exit 1 if a card passes whose parent a person still sees

Each of the characters below goes before each byte of the front matter of each card, one at a time; `--pairs N` adds N insertions of
two characters at random places, always the same ones. PROGRAM judges all of them (`audit`). Of those that pass, the ones in which a
person no longer sees the parent count as "changed meaning" (`--list` shows them): commented out, under another key, another value.
"""
import collections
import json
import random
import re
import subprocess
import sys
import unicodedata

CHARACTERS = "\0\a\t \n\r\"'#:-[{&*!%@\x7f\x85\xa0\u200b\u2028\ufeff"
PARENT = "meta-llama/Llama-2-7b-hf"
BODY = "# Ravine\n\nA model.\n"
INLINE = f"---\nlicense: mit\nbase_model: {PARENT}\n---\n"
CARDS = {
    "inline": INLINE,
    "other order": f"---\nbase_model: {PARENT}\nlicense: mit\n---\n",
    "list": f"---\nlicense: mit\nbase_model:\n- {PARENT}\ntags:\n- letters\n---\n",
    "indented list": f"---\nlanguage:\n  - en\nbase_model:\n  - {PARENT}\nlicense: mit\n---\n",
    "quoted": f'---\nlicense: "mit"\nbase_model: "{PARENT}"\nlibrary_name: \'peft\'\n---\n',
    "quoted key": f"---\nlicense: mit\n'base_model': '{PARENT}'\n---\n",
    "brackets": f"---\nlicense: mit\nbase_model: [{PARENT}]\ntags: [a, b]\n---\n",
    "empty field before": f"---\nlicense: mit\ntags:\nbase_model: {PARENT}\nlanguage: en\n---\n",
    "CRLF": INLINE.replace("\n", "\r\n"),
    "only the parent": f"---\nbase_model: {PARENT}\n---\n",
}
# What no reader of the page sees; the line ends of YAML 1.1 that HTML shows as nothing are read in both ways below.
UNSEEN = {code: None for code in range(0x3100) if unicodedata.category(chr(code)) in ("Cc", "Cf")} | {0xFEFF: None}
for kept in "\t\n\r\x85":
    del UNSEEN[ord(kept)]
BLANKS = {ord(c): " " for c in "\t\xa0"}


def is_seen(card):
    """Whether a person reads the parent as the value of `base_model`: the key, its `:` and the identifier, with nothing but
    punctuation between them, and no `#` that makes a comment of them."""
    text = card.translate(UNSEEN).translate(BLANKS).replace("\r\n", "\n").replace("\r", "\n")
    readings = [re.sub("[\x85\u2028\u2029]", end, text) for end in ("\n", "")]
    parent = r"(?<![\w./-])" + re.escape(PARENT) + r"(?![\w/-]|\.\w)"
    for reading in readings:
        lines = [re.sub(r"(?:^|(?<= ))#.*", "", line) for line in reading.split("\n")]
        if re.search(r"(?<![\w.])base_model[^\w\n:]*\n?[ ]*:(?:[^\w:]|:(?! ))*?" + parent, "\n".join(lines)):
            return True
    return False


def insertions(pairs):
    """Each card with one character more, then some with two."""
    for name, front in CARDS.items():
        for at in range(len(front) + 1):
            for c in CHARACTERS:
                yield name, [(at, c)], front[:at] + c + front[at:] + BODY
    chance = random.Random(12)
    for _ in range(pairs):
        name, front = chance.choice(list(CARDS.items()))
        one, two = sorted(chance.randrange(len(front) + 1) for _ in range(2))
        c, d = chance.choice(CHARACTERS), chance.choice(CHARACTERS)
        yield name, [(one, c), (two, d)], front[:one] + c + front[one:two] + d + front[two:] + BODY


def verdicts(program, cards):
    lines = "".join(json.dumps({"id": str(number), "card": card}) + "\n" for number, card in enumerate(cards))
    run = subprocess.run([program, "audit", "--quiet", "-"], input=lines.encode(), capture_output=True)
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    if len(answers) != len(cards):
        sys.exit(f"{len(answers)} answers to {len(cards)} cards: {run.stderr.decode(errors='replace')[:500]}")
    return answers


def main(arguments):
    if not arguments or arguments[0].startswith("-"):
        sys.exit(__doc__)
    pairs = int(arguments[arguments.index("--pairs") + 1]) if "--pairs" in arguments else 0
    answers = verdicts(arguments[0], [front + BODY for front in CARDS.values()])
    for name, answer in zip(CARDS, answers):
        if answer.get("verdict") != "fail":
            sys.exit(f"the card `{name}` does not fail: {answer.get('verdict')}")
    made = list(insertions(pairs))
    answers = verdicts(arguments[0], [card for _, _, card in made])
    count, ways = collections.Counter(), []
    for (name, inserted, card), answer in zip(made, answers):
        count[f"{len(inserted)} inserted"] += 1
        kind = answer.get("verdict", "no verdict")
        if kind == "pass" or kind == "no verdict":
            seen = is_seen(card)
            kind = "PASS, STILL SEEN" if seen else "pass, changed meaning"
            if seen or "--list" in arguments:
                rules = [finding["rule"] for finding in answer.get("findings", [])]
                where = ", ".join(f"U+{ord(c):04X} at {at}" for at, c in inserted)
                ways.append((kind, f"{name}: {where}: {card.removesuffix(BODY)!r} {rules}"))
        count[kind] += 1
    for kind, way in sorted(ways):
        print(f"{kind}: {way}")
    print(", ".join(f"{number} {kind}" for kind, number in sorted(count.items())))
    return 1 if count["PASS, STILL SEEN"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
