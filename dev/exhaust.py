#!/usr/bin/env python3
"""Tries to exhaust the gate: python3 dev/exhaust.py PROGRAM [NAME...]

Makes repositories that are large, deep or many, and runs `check` (text and JSON) and `audit` (the folder, and the same as one line of
JSON, where it fits) on each. Prints a line a run: exit code, wall time, CPU time, peak memory as the system accounts for it, bytes of
output. `OVER` marks a run beyond the figures that are wanted, `DIED` one that was ended by a signal; either makes the exit code 1.
NAME picks repositories whose name contains it; `--list` names them all.

PROGRAM is a release build. From the environment: WORK (a folder with 6 GB free; default: a temporary one), TIMEOUT (seconds of a run,
default 120), MLG_AGREEMENTS (a folder with `llama2-2023-07-18.txt`; without it the agreements are invented, and are none).
Needs Unix. Run it on a quiet machine.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

CARD = "---\nlicense: llama2\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# Small Model\n\nA fine-tuned version of Llama 2.\n"
LINE_LIMIT = 64 << 20
TIMEOUT = float(os.environ.get("TIMEOUT", "120"))


def agreement():
    path = Path(os.environ.get("MLG_AGREEMENTS", ""), "llama2-2023-07-18.txt")
    if path.is_file():
        return path.read_text()
    return "LLAMA 2 COMMUNITY LICENSE AGREEMENT\n\n" + "You will not use the materials for anything but this.\n" * 100


def cards_and_texts(cards, texts):
    short = agreement()[:3000]
    yield from ((f"m{n}/README.md", CARD) for n in range(cards))
    yield from ((f"LICENSE-{n}.txt", f"{short}\nChange number {n}.\n") for n in range(texts))


def chain(depth):
    text = agreement()
    folder = ""
    for _ in range(depth):
        folder += "d/"
        yield folder + "README.md", CARD
        yield folder + "LICENSE", text.replace("Meta", "Neta", 1)


def configured(patterns, files):
    yield ".model-license-gate.yml", "skip:\n" + "".join(f"  - '{pattern}'\n" for pattern in patterns)
    yield "README.md", "---\nlicense: mit\n---\n# A\n"
    yield from ((f"{'a' * 200}{n}", "") for n in range(files))


def sentence(text):
    yield "README.md", f"---\nlicense: mit\n---\n# Plover-7B\n\n{text}\n"


def recipes(count):
    yield "README.md", CARD
    for n in range(count):
        yield f"merge{n}.yml", "merge_method: linear\nmodels:\n" + "".join(f"  - model: a{n}/b{k}\n" for k in range(200))


# Name: files, most seconds and most MB that are wanted; 0 where none are.
CASES = {
    "450 cards, 450 texts": (lambda: cards_and_texts(450, 450), 3, 250),
    "1000 cards, 1000 texts": (lambda: cards_and_texts(1000, 1000), 0, 0),
    "one pattern, 1500 **/": (lambda: configured(["**/" * 1500 + "b"], 1), 0.5, 60),
    "one pattern, 4000 **/a": (lambda: configured(["**/a" * 4000], 1), 0.5, 60),
    "256 patterns, 1000 files": (lambda: configured([f"{'**a' * 20}b{n}" for n in range(200)], 1000), 3, 60),
    "six cards of 10 MB": (lambda: ((f"m{n}/README.md", CARD + "a\n\n" * 3_400_000) for n in range(6)), 0, 1200),
    "chain of 100": (lambda: chain(100), 3, 300),
    "chain of 600": (lambda: chain(600), 3, 300),
    "chain of 1900": (lambda: chain(1900), 0, 0),
    "60 licenses of 16 MB": (lambda: ((f"LICENSE-{n}.txt", "word " * 3_300_000) for n in range(60)), 0, 0),
    "200000 files": (lambda: ((f"data/{n}.csv", "") for n in range(200_000)), 0, 0),
    "100000 models": (lambda: ((f"m{n}/README.md", CARD) for n in range(100_000)), 0, 0),
    "9000 models": (lambda: ((f"m{n}/README.md", CARD) for n in range(9_000)), 0, 0),
    "5000 recipes": (lambda: recipes(5_000), 0, 0),
    "20000 licenses": (lambda: cards_and_texts(1, 20_000), 0, 0),
    "sentence of 1 MB": (lambda: sentence("Plover is based on " + "word " * 200_000 + "Llama 2"), 1, 250),
    "sentence of 1900 parents": (lambda: sentence("merge of Llama 2, and " * 1_900), 1, 100),
    "sentence of 50000 merged parents": (lambda: sentence("merge of Llama 2, and " * 50_000), 1, 250),
    "50000 relations after a long lead": (
        lambda: sentence("a " + "word " * 50_000 + "based on Llama 2 and " * 50_000), 1, 250),
    "sentence of 100000 parents": (lambda: sentence("Llama 2, " * 100_000), 1, 250),
    "100000 brackets": (lambda: sentence("Llama 2 " + "(a " * 100_000), 1, 250),
    "100000 ideographs": (lambda: sentence("基于" * 50_000 + "Llama 2"), 1, 250),
    "20000 labels": (lambda: sentence("Base model: Llama 2<br>" * 20_000), 1, 250),
    "20000 links": (lambda: sentence("[Llama 2](https://huggingface.co/meta-llama/Llama-2-7b-hf) " * 20_000), 1, 250),
    "table of 100000 parents": (lambda: sentence("| Model | Base |\n|-|-|\n" + "| Plover | Llama 2 |\n" * 100_000), 2, 500),
    "10000 exceptions": (
        lambda: [("README.md", CARD), (".model-license-gate.yml", "exceptions:\n" + "".join(
            f"  - {{rule: \"missing\\x2dnotice\", model: 'm{n}', reason: r}}\n" for n in range(10_000)))], 0, 0),
}


def measure(command, stdin):
    """Runs a command: exit code, seconds, seconds of CPU, MB, bytes of output."""
    started = time.monotonic()
    with open(os.devnull if stdin is None else stdin, "rb") as source:
        process = subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        timer = threading.Timer(TIMEOUT, process.kill)
        timer.start()
        drain = threading.Thread(target=process.stderr.read)
        drain.start()
        size = 0
        while chunk := process.stdout.read(1 << 20):
            size += len(chunk)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        timer.cancel()
        drain.join()
    # Kilobytes, but bytes on macOS.
    peak = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return process.returncode, time.monotonic() - started, usage.ru_utime + usage.ru_stime, peak, size


def write(root, line, files):
    """Writes the files below a folder, and as one line of JSON; deep paths folder by folder, since one name would be too long."""
    at, here = root, []
    with open(line, "w") as out:
        out.write('{"id": "a/b", "files": {')
        for number, (path, text) in enumerate(files):
            *folders, name = path.split("/")
            if folders != here:
                at = at.joinpath(*folders[len(here):]) if folders[:len(here)] == here else root.joinpath(*folders)
                os.makedirs(at, exist_ok=True)
                here = folders
            (at / name).write_text(text)
            out.write((", " if number else "") + f"{json.dumps(path)}: {json.dumps(text)}")
        out.write("}}\n")


def make(root, line, files):
    """Writes in a process of its own: a child begins with the memory of its parent, which the system counts as its own."""
    remove(root)
    root.mkdir(parents=True)
    process = os.fork()
    if process == 0:
        write(root, line, files())
        os._exit(0)
    if os.waitpid(process, 0)[1]:
        sys.exit(f"cannot make {root}")


def remove(folder):
    # `shutil.rmtree` calls itself for each folder, and these lie too deep.
    subprocess.run(["rm", "-rf", folder], check=True)


def main():
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        print(__doc__ if "--list" not in sys.argv else "\n".join(CASES))
        return 0 if len(sys.argv) > 1 else 2
    program, *names = sys.argv[1:]
    work = Path(os.environ.get("WORK") or tempfile.mkdtemp(prefix="exhaust-"))
    failed = False
    print(f"{'repository':26} {'run':12} {'exit':>4} {'wall s':>7} {'CPU s':>7} {'MB':>6} {'output kB':>9}")
    for name, (files, seconds, most) in CASES.items():
        if names and not any(part in name for part in names):
            continue
        root = work / "repository"
        line = work / "line.jsonl"
        make(root, line, files)
        runs = {
            "check": ([program, "check", str(root)], None),
            "check json": ([program, "check", "--format", "json", str(root)], None),
            "audit": ([program, "audit", "--quiet", "--jobs", "1", str(root)], None),
        }
        if line.stat().st_size < LINE_LIMIT:
            runs["audit line"] = ([program, "audit", "--quiet", "--jobs", "1"], str(line))
        for run, (command, stdin) in runs.items():
            code, wall, cpu, peak, size = measure(command, stdin)
            over = seconds and cpu > seconds or most and peak > most
            mark = "DIED" if code < 0 or code > 2 else "OVER" if over else ""
            failed |= bool(mark)
            print(f"{name:26} {run:12} {code:4} {wall:7.2f} {cpu:7.2f} {peak:6.0f} {size / 1000:9.0f} {mark}", flush=True)
    remove(work / "repository")
    return int(failed)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(main())
