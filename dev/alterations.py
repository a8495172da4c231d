#!/usr/bin/env python3
"""Alters agreements in many forms and counts which the gate still calls complete: none may be where a reader sees other words.

    dev/alterations.py PROGRAM AGREEMENTS [--list N]

PROGRAM is a built `model-license-gate`, AGREEMENTS a folder with the texts of agreements (`*.txt`, `*.md`, and those in `other`), as
`MLG_AGREEMENTS` names it. Each text that PROGRAM calls complete is altered by a negation, a number and a sentence in every form of
markup, escape or symbol below, at three places, as a plain text, as Markdown and as a page of HTML. Of the plain text, every number in a
clause is changed as well, every sentence is left out, and a sentence is put in after every sentence. PROGRAM is asked by `identify` for
all of them, and by `check` for Llama 2 in a small repository. Prints a line a container and the forms that passed; ends with 1 where a
reader sees an alteration that was called complete. Forms that a page does not show are counted apart. About ten minutes.
"""
import argparse, html, json, os, re, subprocess, sys, tempfile

PAYLOADS = {"word": "not", "number": "7", "sentence": "This does not apply to Example Org."}
CONTAINERS = ("txt", "md", "html")
PAGES = ("md", "html")


def letters(first, text, offset=0):
    """The letters of a text from a block of Unicode that begins with `a`."""
    return "".join(chr(first + ord(c.lower()) - 97 + offset) if c.isascii() and c.isalpha() else c for c in text)


def spelled(pattern, text):
    return "".join(pattern % ord(c) for c in text)


# Forms that add words: name, what is put in for `p`, and the containers that do not show it.
ADDED = [
    ("bare", lambda p: p, ()),
    ("in brackets", lambda p: f"[{p}]", ()),
    ("in parentheses", lambda p: f"({p})", ()),
    ("in braces", lambda p: f"{{{p}}}", ()),
    ("in quotes", lambda p: f'"{p}"', ()),
    ("bold", lambda p: f"**{p}**", ()),
    ("code", lambda p: f"`{p}`", ()),
    ("struck in Markdown", lambda p: f"~~{p}~~", ()),
    ("tag with words", lambda p: f"<{p}>", ("html", "md")),
    ("bold in HTML", lambda p: f"<b>{p}</b>", ()),
    ("deleted in HTML", lambda p: f"<del>{p}</del>", ()),
    ("superscript", lambda p: f"<sup>{p}</sup>", ()),
    ("attribute without a value", lambda p: f"<i {p}>", PAGES),
    ("title of a tag", lambda p: f'<b title="{p}">', PAGES),
    ("class", lambda p: f'<span class="{p}">', PAGES),
    ("data attribute", lambda p: f"<br data-x='{p}'/>", PAGES),
    ("comment", lambda p: f"<!-- {p} -->", PAGES),
    ("comment with a >", lambda p: f"<!-- > {p} -->", PAGES),
    ("style", lambda p: f"<style>{p}</style>", ("html",)),
    ("script", lambda p: f"<script>{p}</script>", ("html",)),
    ("title element", lambda p: f"<title>{p}</title>", ("html",)),
    ("hidden element", lambda p: f"<span hidden>{p}</span>", ("html",)),
    ("element without display", lambda p: f'<span style="display: none">{p}</span>', ("html",)),
    ("processing instruction", lambda p: f"<?{p}?>", PAGES),
    ("declaration", lambda p: f"<!{p}>", PAGES),
    ("CDATA", lambda p: f"<![CDATA[{p}]]>", PAGES),
    ("escaped tag", lambda p: f"&lt;b&gt;{p}&lt;/b&gt;", ()),
    ("escaped attribute", lambda p: f"&lt;b title=&quot;{p}&quot;&gt;", ()),
    ("decimal entities", lambda p: spelled("&#%d;", p), ()),
    ("hexadecimal entities", lambda p: spelled("&#x%x;", p), ()),
    ("entities twice", lambda p: spelled("&amp;#%d;", p), ()),
    ("entity of a name", lambda p: f"&{re.sub('[^a-z]', '', p.lower()) or 'num7'};", ()),
    ("target of a link", lambda p: f"[](http://x.example/{p.replace(' ', '/')})", PAGES[:1]),
    ("target of a link with text", lambda p: f"[x.example](http://x.example/{p.replace(' ', '-')})", ()),
    ("title of a link", lambda p: f'[](http://x.example/ "{p}")', PAGES[:1]),
    ("anchor", lambda p: f"{{#{p.replace(' ', '-')}}}", ()),
    ("alternative text", lambda p: f"![{p}](x.png)", ()),
    ("reStructuredText link", lambda p: f"`{p} <http://x.example>`_", ()),
    ("wiki link", lambda p: f"[http://x.example {p}]", ()),
    ("definition of a link", lambda p: f'\n\n[x]: http://x.example "{p}"\n\n', PAGES[:1]),
    ("info string", lambda p: f"\n```{p}\n```\n", ()),
    ("backslash", lambda p: f"\\{p}", ()),
    ("escapes of JSON", lambda p: spelled("\\u%04x", p), ()),
    ("LaTeX command", lambda p: f"\\emph{{{p}}}", ()),
    ("percent signs", lambda p: spelled("%%%02X", p), ()),
    ("quoted-printable", lambda p: spelled("=%02X", p), ()),
    ("zero-width joiners", lambda p: "\u200d".join(p), ()),
    ("soft hyphens", lambda p: "\u00ad".join(p), ()),
    ("blanks between", lambda p: " ".join(p), ()),
    ("from right to left", lambda p: f"\u202e{p[::-1]}\u202c", ()),
    ("mathematical letters", lambda p: letters(0x1D44E, p), ()),
    ("wide letters", lambda p: "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in p), ()),
    ("letters in circles", lambda p: letters(0x24D0, p), ()),
    ("Cyrillic o", lambda p: p.replace("o", "\u043e"), ()),
    ("colour of a terminal", lambda p: f"\x1b[1m{p}\x1b[0m", ()),
    ("NULs between", lambda p: p if len(p) < 2 else p[0] + "\x01" + p[1:], ()),
    ("replacement character", lambda p: f"\ufffd{p}", ()),
    ("on lines of its own", lambda p: f"\n\n{p}\n\n", ()),
    ("quoted line", lambda p: f"\n> {p}\n", ()),
    ("commented line", lambda p: f"\n// {p}\n", ()),
    ("table", lambda p: f"\n| {p} |\n", ()),
]

# Signs that are put between two words.
SIGNS = "¬ ≠ ✗ ✘ ≤ ± × ÷ ½ ² ₂ ⁻ ‰ ° € $ £ % + = < > ^ ~ ! 🚫 ❌ ⃠ ∅ ∄ → ② ٧ Ⅶ \U000E006E \u202e".split(" ")

# Forms that change what a text says and none of its letters: a pattern, and what comes in its place.
CHANGED = [
    ("struck word in Markdown", r"\bnot\b", "~~not~~"),
    ("struck word with one sign", r"\bnot\b", "~not~"),
    ("struck word in HTML", r"\bnot\b", "<s>not</s>"),
    ("deleted word in HTML", r"\bnot\b", "<del>not</del>"),
    ("struck word by attribute", r"\bnot\b", "<strike class='x'>not</strike>"),
    ("strokes through a word", r"\bnot\b", "n\u0336o\u0336t\u0336"),
    ("word in a tag", r"\bnot\b", "<not>"),
    ("letter before a word by an escape", r"\bor\b", r"\\nor"),
    ("letter before a word by an escape of a form feed", r"\bor\b", r"\\for"),
    ("number with a stop", r"\b([1-9])(\d{2,3})\b", r"\1.\2"),
    ("number with a comma", r"\b([1-9])(\d{2,3})\b", r"\1,\2"),
    ("number in two", r"\b([1-9])(\d{2,3})\b", r"\1 \2"),
    ("number with a minus", r"\b([1-9]\d{2,3})\b", "\u2212\\1"),
    ("fraction", r"\b([1-9])(\d{2,3})\b", r"\1/\2"),
    ("power", r"\b([1-9])(\d{2,3})\b", "\\1<sup>\\2</sup>"),
    ("spelled digit", r"\b(\d)(\d{2,3})\b", lambda m: f"&#{ord(m[1])};{m[2]}"),
    ("digits of another script", r"\b(\d{3,4})\b", lambda m: "".join(chr(0x0660 + int(d)) for d in m[1])),
    ("a digit more", r"\b(\d{3})\b", "\\g<1>\u2070"),
]


def placed(text, insertion, share):
    """The text with an insertion between two words of a line of prose."""
    spots = [m.start() + 1 for m in re.finditer(r"[a-z]{2,} [a-z]{2,}", text)]
    spots = [m.end() for m in re.finditer(r"[a-z]{2,} (?=[a-z]{2,} )", text)] or spots
    at = spots[int(len(spots) * share)]
    return text[:at] + insertion + " " + text[at:]


def contained(text, container, escape):
    """The text as a file of a kind; what is put in a page is put in after the text was escaped."""
    if container != "html":
        return text
    return f"<!DOCTYPE html>\n<html><body><pre>\n{html.escape(text, quote=False) if escape else text}\n</pre></body></html>\n"


def alterations(text):
    """Name, container, whether the container shows it, and the altered text."""
    for container in CONTAINERS:
        base = html.escape(text, quote=False) if container == "html" else text
        for share in (0.15, 0.5, 0.85):
            for name, form, unshown in ADDED:
                for kind, payload in PAYLOADS.items():
                    # `<7>` is no tag, and stays in sight.
                    shown = container not in unshown or (name == "tag with words" and kind == "number")
                    if kind == "number" and name in ("on lines of its own", "info string"):
                        continue  # the number of a page
                    altered = placed(base, form(payload), share)
                    yield f"{name}, {kind}", container, shown, contained(altered, container, False)
            for sign in SIGNS:
                yield f"sign U+{ord(sign):04X}", container, True, contained(placed(base, sign, share), container, False)
        for name, pattern, by in CHANGED:
            # The year of a copyright line is none of the license.
            found = [m for m in re.finditer(pattern, base) if "opyright" not in base[: m.end()].rsplit("\n", 1)[-1]]
            if found:
                match = found[len(found) // 2]
                changed = by(match) if callable(by) else match.expand(by)
                altered = base[: match.start()] + changed + base[match.end() :]
                yield name, container, True, contained(altered, container, False)


NUMBER_WORDS = """one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty ninety hundred
    thousand million billion""".split()
NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*(?!\w)|(?<=\d\()[a-h](?=\))|\b(?:" + "|".join(NUMBER_WORDS) + r")\b", re.IGNORECASE)
# What counts a clause, such as `1.`, `(2)`, `**3\\. Term**` and `e. 1)`, or a page, is none of its words.
COUNT = re.compile(r"[^\w\n]*(?:\w{1,5}[.)\]]+[ \t]*)?[^\w\n]*")
AFTER_COUNT = re.compile(r"[^\w\n]*[.)\]\uff0e]|\s+[A-Z]|[^\w\n]*$", re.MULTILINE)
SENTENCE_END = re.compile(r"[.;:]\s+(?=\S)|\n\s*\n")


def contents(text):
    """Name and text of every change of a number, missing sentence and added sentence."""
    for found in NUMBER.finditer(text):
        number, line = found[0], text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.end())
        if number[0].isdigit():
            if COUNT.fullmatch(text, line, found.start()) and AFTER_COUNT.match(text, found.end()):
                continue
            if re.search("copyright|©", text[line:end], re.IGNORECASE):
                continue
            other = number[:-1] + str((int(number[-1]) + 3) % 10)
        elif number.lower() in NUMBER_WORDS:
            other = NUMBER_WORDS[(NUMBER_WORDS.index(number.lower()) + 1) % len(NUMBER_WORDS)]
        else:
            other = chr(ord(number) + 1)
        place = " ".join(text[max(0, found.start() - 30) : found.end() + 10].split())
        yield f"number `{number}` changed in `{place}`", text[: found.start()] + other + text[found.end() :]
    ends = sorted({0, len(text), *(found.end() for found in SENTENCE_END.finditer(text))})
    for start, end in zip(ends, ends[1:]):
        if len(re.findall("[A-Za-z]{2,}", text[start:end])) > 2 and "opyright" not in text[start:end]:
            yield f"left out: {text[start:end][:60]!r}", text[:start] + text[end:]
        if 0 < start:
            yield f"put in before {text[start:end][:60]!r}", text[:start] + PAYLOADS["sentence"] + " " + text[start:]


def write(folder, files):
    for name, content in files:
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
            file.write(content)


def identified(program, folder, names):
    """The licenses that each file holds whole, with their editions: what makes another known edition of a text is no alteration."""
    whole = {}
    for at in range(0, len(names), 1500):
        command = [program, "identify", "--format", "json", *names[at : at + 1500]]
        out = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
        for line in out.splitlines():
            answer = json.loads(line)
            whole[answer["file"]] = {(found["license"], found["edition"]) for found in answer["licenses"] if found["verdict"] == "complete"}
            if answer["other_text"] and answer["file"].startswith("base."):
                whole[answer["file"]] = set()  # the alterations could stand outside of the license
    return whole


CARD = """---
license: llama2
base_model: meta-llama/Llama-2-7b-hf
---
# Ravine

Built on Llama 2. https://ai.meta.com/llama/use-policy
"""


def passes(program, folder, container, text):
    """Whether `check` has nothing against the agreement of a model of Llama 2."""
    for name in os.listdir(folder):
        os.unlink(os.path.join(folder, name))
    write(folder, (("README.md", CARD), (f"LICENSE.{container}", text)))
    out = subprocess.run([program, "check", "--format", "json", folder], capture_output=True, text=True).stdout
    return not any("agreement" in finding["rule"] for finding in json.loads(out)["findings"])


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("program")
    parser.add_argument("agreements")
    parser.add_argument("--list", type=int, default=40, help="how many passed alterations are printed")
    arguments = parser.parse_args()
    program, root = os.path.abspath(arguments.program), arguments.agreements
    files = [os.path.join(folder, name) for folder in (root, os.path.join(root, "other")) if os.path.isdir(folder)
             for name in sorted(os.listdir(folder)) if name.endswith((".txt", ".md")) and name != "README.md"]
    counts = {(container, shown): [0, 0] for container in CONTAINERS for shown in (True, False)}
    passed, texts, checked = [], 0, [0, 0]
    with tempfile.TemporaryDirectory() as folder:
        repository = os.path.join(folder, "repository")
        os.mkdir(repository)
        for path in files:
            with open(path, encoding="utf-8", newline="") as file:
                text = file.read().replace("\r\n", "\n")
            bases = {f"base.{container}": contained(text, container, True) for container in CONTAINERS}
            write(folder, bases.items())
            whole = identified(program, folder, list(bases))
            known = {container for container in CONTAINERS if whole[f"base.{container}"]}
            texts += bool(known)
            altered = [*alterations(text), *((name, "txt", True, changed) for name, changed in contents(text))]
            cases = {f"{number}.{case[1]}": case for number, case in enumerate(altered) if case[1] in known}
            write(folder, ((name, case[3]) for name, case in cases.items()))
            whole |= identified(program, folder, list(cases))
            for file, (name, container, shown, altered) in cases.items():
                count = counts[container, shown]
                count[0] += 1
                # A text may hold two licenses: none may be lost.
                if whole[file] >= whole[f"base.{container}"]:
                    count[1] += 1
                    if shown:
                        passed.append((os.path.basename(path), container, name))
            if os.path.basename(path) == "llama2-2023-07-18.txt":
                seen = set()
                for name, container, shown, altered in cases.values():
                    if shown and (name, container) not in seen:
                        seen.add((name, container))
                        checked[0] += 1
                        if passes(program, repository, container, altered):
                            checked[1] += 1
                            passed.append((os.path.basename(path), container, f"{name} (check)"))
    forms = len(ADDED) + len(SIGNS) + len(CHANGED)
    print(f"{texts} texts, {forms} forms")
    for (container, shown), (count, complete) in counts.items():
        print(f"{container:5} {'shown' if shown else 'not shown':10} {count:7} altered, {complete} called complete")
    print(f"check       {checked[0]:7} altered, {checked[1]} passed")
    for line in passed[: arguments.list]:
        print("  PASSED", *line)
    return 1 if passed or not texts else 0


sys.exit(main())
