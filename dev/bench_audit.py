#!/usr/bin/env python3
"""Measures `audit` against the figures it aims at: python3 dev/bench_audit.py PROGRAM

  1. JSON Lines, one thread, beside `wc` over the same cards (goal: at most 1.0 times its time)
  2. folders, two threads, beside `xargs -0 cat` over the same files (goal: at most 0.75 times)
  3. two threads beside one, and 2n cards beside n (goal: at least 1.8, at most 2.1)
  4. peak memory at 12,500, 100,000 and 1,000,000 cards (goal: at most 1.25 times)

All figures are ratios, measured in turn in one run, medians of wall time; run it on a quiet machine. Cards are invented by
this script. License texts are those that the system has in /usr/share/common-licenses; without them they are invented too.
PROGRAM is built with `--profile dist`. CARDS (100000), RUNS (5) and WORK (a folder with 3 GB free; default: a temporary one) are taken
from the environment. Needs Linux, and `time` as a program (Debian's package `time`).
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WORDS = """the model is a was trained on of and to for in with we it this that our data set text language large tokens
training performance evaluation results use used using can be not may should tasks such as instruction chat prompt response
weights parameters research released version please see more details number accuracy learning rate batch size epochs
optimizer scheduler context length quality generation answer question user assistant code math reasoning benchmark score
average limitations bias risks intended out-of-scope users developers outputs harmful content safety english japanese german
we also both each other these those from by at or an are has have been which when will than into over between after""".split()
OWNERS = ["acme", "blue-lab", "c4ai", "deep-sea", "example-org", "fine-tuners", "gguf-hub", "helios"]
BASES = ["mistralai/Mistral-7B-v0.1", "Qwen/Qwen2-7B", "google/gemma-2b", "meta-llama/Llama-2-7b-hf",
         "meta-llama/Llama-2-13b-chat-hf", "tiiuae/falcon-7b", "EleutherAI/pythia-1b", "acme/base-model"]
LICENSES = ["apache-2.0", "mit", "llama2", "cc-by-nc-4.0", "other", "openrail", "gemma", "cc-by-sa-4.0"]


def sentence(rng, words):
    text = rng.choices(WORDS, k=words)
    if rng.random() < 0.1:
        text[rng.randrange(words)] = rng.choice(["Llama 2", "Mistral 7B", "GPT-4", "`transformers`", "[the paper](https://example.org/abs/1)"])
    return " ".join(text).capitalize() + "."


def card(rng, number):
    """About 6 kB: front matter of 0.2 to 2 kB, then the parts that cards have."""
    front = [f"license: {rng.choice(LICENSES)}", "language:", "- en", "library_name: transformers", "pipeline_tag: text-generation"]
    if rng.random() < 0.6:
        front.append(f"base_model: {rng.choice(BASES)}")
    front += ["tags:"] + [f"- {rng.choice(WORDS)}-{at}" for at in range(rng.randrange(3, 30))]
    if rng.random() < 0.2:
        front += ["model-index:", f"- name: model-{number}", "  results:"]
        for at in range(rng.randrange(2, 12)):
            front += ["  - task:", "      type: text-generation", "    metrics:", "    - type: acc",
                      f"      value: {rng.random():.4f}", f"      name: accuracy {at}"]
    body = [f"# Model {number}", ""]
    size, wanted = 0, rng.lognormvariate(8.3, 0.6)
    while size < wanted:
        kind = rng.random()
        if kind < 0.55:
            part = " ".join(sentence(rng, rng.randrange(8, 25)) for _ in range(rng.randrange(1, 6)))
        elif kind < 0.7:
            part = "\n".join(f"- **{rng.choice(WORDS)}**: {sentence(rng, 8)}" for _ in range(rng.randrange(2, 8)))
        elif kind < 0.8:
            part = "| task | score |\n| --- | --- |\n" + "\n".join(
                f"| {rng.choice(WORDS)} | {rng.random() * 100:.2f} |" for _ in range(rng.randrange(3, 12)))
        elif kind < 0.9:
            part = "```python\nfrom transformers import AutoModelForCausalLM\nmodel = AutoModelForCausalLM.from_pretrained(\"acme/model\")\n" \
                   + "\n".join(f"print({word!r})" for word in rng.choices(WORDS, k=6)) + "\n```"
        else:
            part = f"## {sentence(rng, 3)[:-1]}"
        body += [part, ""]
        size += len(part) + 2
    return "---\n" + "\n".join(front) + "\n---\n" + "\n".join(body)


def license_texts(rng):
    folder = Path("/usr/share/common-licenses")
    names = ["Apache-2.0", "GPL-3", "BSD", "MPL-2.0", "LGPL-3"]
    texts = [(folder / name).read_text() for name in names if (folder / name).is_file()]
    return texts or [" ".join(sentence(rng, 20) for _ in range(90)) for _ in range(5)]


def repositories(count):
    """`count` of (id, card, LICENSE or nothing): half have a LICENSE, seven of ten of these the Apache License."""
    rng = random.Random(7)
    texts = license_texts(rng)
    for number in range(count):
        text = None
        if rng.random() < 0.5:
            text = texts[0] if rng.random() < 0.7 else rng.choice(texts)
            if rng.random() < 0.1:
                text = f"Copyright {2000 + number % 25} {rng.choice(OWNERS)}\n\n" + text
        yield f"{rng.choice(OWNERS)}-{number % 997}/model-{number}", card(rng, number), text


def make(work, count):
    """The dump as JSON Lines and, for the first CARDS, as folders; returns the paths."""
    lines, folders, files = work / f"{count}.jsonl", work / f"{count}", work / f"{count}.files"
    if files.is_file():
        return lines, folders, files
    with open(lines, "w") as out, open(files, "wb") as names:
        for name, text, license_text in repositories(count):
            record = {"id": name, "card": text}
            if license_text:
                record["files"] = {"LICENSE": license_text}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
            if count <= CARDS:
                folder = folders / name
                folder.mkdir(parents=True)
                for path, content in (("README.md", text), ("LICENSE", license_text)):
                    if content:
                        (folder / path).write_text(content)
                        names.write(bytes(folder / path) + b"\0")
    return lines, folders, files


def peak(command):
    """Peak KiB, as `time` tells it: a small program, since a child's peak counts from that of the process that starts it."""
    shown = subprocess.run(["/usr/bin/time", "-f", "%M", *map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)
    return int(shown.stderr.split()[-1])


def run(command, stdin=None):
    """Wall and CPU seconds; a process in between keeps this one's children apart."""
    starter = ("import json,os,resource,subprocess,sys,time\n"
               "command, stdin = json.loads(sys.argv[1])\n"
               "file = open(stdin, 'rb') if stdin else subprocess.DEVNULL\n"
               "start = time.perf_counter()\n"
               "code = subprocess.run(command, stdin=file, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode\n"
               "wall = time.perf_counter() - start\n"
               "usage = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
               "print(json.dumps([code, wall, usage.ru_utime + usage.ru_stime]))")
    shown = subprocess.run([sys.executable, "-S", "-E", "-c", starter, json.dumps([list(map(str, command)), stdin and str(stdin)])],
                           capture_output=True, text=True, check=True).stdout
    code, wall, cpu = json.loads(shown)
    if code:
        sys.exit(f"{command} ended with {code}")
    return wall, cpu


def in_turn(**commands):
    """Medians of wall and CPU seconds by name, the commands run one after the other, RUNS times."""
    samples = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, (command, stdin) in commands.items():
            samples[name].append(run(command, stdin))
    return {name: [statistics.median(part) for part in zip(*found)] for name, found in samples.items()}


def show(title, ours, base, goal):
    print(f"{title}: {ours[0]:.2f} s beside {base[0]:.2f} s, ratio {ours[0] / base[0]:.2f} (goal {goal}; CPU {ours[1] / base[1]:.2f})", flush=True)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    program = Path(sys.argv[1]).resolve()
    work = Path(os.environ.get("WORK") or tempfile.mkdtemp(prefix="bench-audit-"))
    work.mkdir(parents=True, exist_ok=True)
    lines, folders, files = make(work, CARDS)
    half = make(work, CARDS // 2)[0]
    eighth = make(work, CARDS // 8)[0]
    size = lines.stat().st_size
    print(f"{CARDS} cards, {size / 1e6:.0f} MB of JSON Lines; in {work}", flush=True)
    audit = [program, "audit", "--quiet", "--jobs"]
    cat = ["xargs", "-0", "-a", files, "cat"]
    for command in ([*audit, "2", folders], cat):
        run(command)  # warms the cache
    found = in_turn(wc=(["wc", lines], None), one=([*audit, "1", lines], None), two=([*audit, "2", lines], None),
                    half=([*audit, "1", half], None))
    show("JSON Lines, one thread, beside wc", found["one"], found["wc"], "at most 1.0")
    print(f"one thread: {size / 1e6 / found['one'][0]:.0f} MB/s, {CARDS / found['one'][0]:.0f} cards/s")
    show("one thread beside two", found["one"], found["two"], "at least 1.8")
    show(f"{CARDS} cards beside {CARDS // 2}", found["one"], found["half"], "at most 2.1")
    found = in_turn(cat=(cat, None), two=([*audit, "2", folders], None), one=([*audit, "1", folders], None))
    show("folders, two threads, beside xargs -0 cat", found["two"], found["cat"], "at most 0.75")
    show("folders, one thread, beside xargs -0 cat", found["one"], found["cat"], "none")
    few, many = peak([*audit, "2", eighth]), peak([*audit, "2", lines])
    # A million cards: the file again and again.
    ten = [lines] * (1_000_000 // CARDS)
    most = peak([*audit, "2", *ten])
    print(f"peak memory: {few} KiB for {CARDS // 8} cards, {many} KiB for {CARDS}, {most} KiB for {len(ten) * CARDS}; "
          f"ratio {most / few:.2f} (goal at most 1.25)")


CARDS = int(os.environ.get("CARDS", "100000"))
RUNS = int(os.environ.get("RUNS", "5"))

if __name__ == "__main__":
    main()
