#!/usr/bin/env python3
"""Measures the gate beside other tools on the same files, in one run: python3 dev/bench_peers.py PROGRAM

  1. one model repository (card, LICENSE, Notice): wall and CPU seconds of one call, as multiples of the gate's
  2. five repositories with known faults: which of them each tool tells
  3. a set of license texts: seconds, and how many of them each tool names
  4. cards in bulk, in one process: the front matter alone, and whole cards, one thread of `audit` beside other readers of cards
  5. the same cards with a LICENSE in half of the repositories, beside the tools that read license texts

PROGRAM is built with `--profile dist`. The tools are looked for on the PATH and in the `bin` folders below PEERS, js-yaml in a `node_modules` below PEERS;
one that is not there is SKIPPED. RUNS (5) calls of each tool are made in turn, of the slow ones fewer, as each table says; figures are
medians. CPU seconds count all processes of a call. From the environment: PEERS, RUNS, CARDS (1000, invented by dev/bench_audit.py), WORK (a
folder where the files and what each tool said stay) and MLG_AGREEMENTS, the folder of agreements that `.ci/run` makes: without
llama2-2023-07-18.txt in it, nothing can be measured. Needs Linux.
Other texts are those of /usr/share/common-licenses. docs/benchmarks.md says how to install the tools, and what each does.
"""
import glob
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Callable, NamedTuple

sys.dont_write_bytecode = True
import bench_audit

GATE = "model-license-gate"
NOTICE = "Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc. All Rights Reserved.\n"
# What a tool has to name for a text, by the beginning of its folder's name; the longest beginning that fits counts.
NAMES = {"Apache-2.0": r"apache.?(license)?.{0,12}2", "Artistic": r"artistic", "BSD": r"\bbsd", "CC0": r"\bcc0", "GFDL-1.2": r"gfdl.{0,12}1.2",
         "GFDL": r"gfdl.{0,12}1.3", "GPL-1": r"\bgpl.{0,24}1", "GPL-2": r"\bgpl.{0,24}2", "GPL": r"\bgpl.{0,24}3", "LGPL-2": r"lgpl.{0,24}2\b",
         "LGPL-2.1": r"lgpl.{0,24}2\.1", "LGPL": r"lgpl.{0,24}3", "MPL-1": r"mpl.{0,4}1", "MPL-2": r"mpl.{0,4}2", "llama2": r"llama.?2",
         "llama3": r"llama.?3(?!\.)", "llama3.1": r"llama.?3\.1", "llama3.2": r"llama.?3\.2", "llama3.3": r"llama.?3\.3",
         "llama4": r"llama.?4"}
# Readers of cards, one process for all cards below a folder; each prints the licenses.
MODEL_CARD = """import sys, pathlib; from huggingface_hub import ModelCard
for at in pathlib.Path(sys.argv[1]).rglob("README.md"): print(ModelCard.load(at).data.license)"""
JS_YAML = """const fs = require("fs"), [at, js_yaml] = process.argv.slice(1), yaml = require(js_yaml)
for (const name of fs.readdirSync(at, {recursive: true})) if (name.endsWith("README.md"))
  console.log(yaml.load(/^---\\n([^]*?)\\n---\\n/.exec(fs.readFileSync(`${at}/${name}`, "utf8"))[1]).license)"""
# The library of the program `licensee`, which reads one project a call: all files LICENSE below a folder.
LICENSEE = """Dir.glob(ARGV[0] + "/**/LICENSE") { |at| file = Licensee::ProjectFiles::LicenseFile.new(File.read(at), "LICENSE")
  puts "#{at} #{file.license&.spdx_id} #{file.confidence}" }"""


class Peer(NamedTuple):
    """How to ask for the version, and the commands for a repository, for the texts LICENSE and for the cards README.md below a folder."""
    version: list
    repository: Callable | None = None
    texts: Callable | None = None
    cards: Callable | None = None


def stop(sentence):
    print(f"error: {sentence}", file=sys.stderr)
    sys.exit(2)


def tool(name):
    below = glob.glob(os.path.join(os.environ["PEERS"], "*", "bin")) if os.environ.get("PEERS") else []
    return shutil.which(name, path=os.pathsep.join([*below, os.environ["PATH"]]))


def hub_python():
    """A Python that has huggingface_hub."""
    for path in (*glob.glob(os.path.join(os.environ.get("PEERS", "/nowhere"), "*", "bin", "python")), sys.executable):
        if not subprocess.run([path, "-c", "import huggingface_hub"], capture_output=True).returncode:
            return path
    return None


def js_yaml():
    """The folder of js-yaml."""
    return next(iter(glob.glob(os.path.join(os.path.abspath(os.environ.get("PEERS", "/nowhere")), "*", "node_modules", "js-yaml"))), None)


def licenses(at):
    return sorted(map(str, Path(at).rglob("LICENSE")))


def peers(program):
    """By name; nothing for a tool that is not there."""
    ask, check, reuse, audit, scan, rust = map(tool, ("askalono", "licensecheck", "reuse", "modelaudit", "scancode", "provenant"))
    hub, ruby, node, yaml = hub_python(), tool("licensee") and tool("ruby"), tool("node"), js_yaml()
    load = "import sys; from huggingface_hub import ModelCard; print(ModelCard.load(sys.argv[1]).data)"
    checked = lambda at: [check, "--recursive", "--check", ".*", at]
    scanned = lambda at: [scan, "--license", "--json-pp", "-", at]
    rusted = lambda at: [rust, "scan", "--license", "--json-pp", "-", at]
    return {
        GATE: Peer([program, "--version"], lambda at: [program, "check", at], lambda at: [program, "identify", *licenses(at)],
                   lambda at: [program, "audit", "--quiet", "--jobs", "1", at]),
        "ModelCard.load": hub and Peer([hub, "-c", "import huggingface_hub as h; print('huggingface_hub', h.__version__)"],
                                       lambda at: [hub, "-c", load, f"{at}/README.md"], cards=lambda at: [hub, "-c", MODEL_CARD, at]),
        "js-yaml": node and yaml and Peer([node, "-p", "require(process.argv[1]).version + ', node ' + process.version", f"{yaml}/package.json"],
                                 cards=lambda at: [node, "-e", JS_YAML, at, yaml]),
        "askalono": ask and Peer([ask, "--version"], lambda at: [ask, "id", f"{at}/LICENSE"], lambda at: [ask, "crawl", at]),
        "licensee": ruby and Peer([tool("licensee"), "version"], lambda at: [tool("licensee"), "detect", at],
                                  lambda at: [ruby, "-r", "licensee", "-e", LICENSEE, at]),
        "reuse": reuse and Peer([reuse, "--version"], lambda at: [reuse, "--root", at, "lint"]),
        "licensecheck": check and Peer([check, "--version"], checked, checked),
        "modelaudit": audit and Peer([audit, "--version"], lambda at: [audit, "scan", at]),
        "provenant": rust and Peer([rust, "--version"], rusted, rusted),
        "scancode": scan and Peer([scan, "--version"], scanned, scanned),
    }


def run(command):
    """Wall seconds, CPU seconds, exit code, and what the tool said."""
    quiet = {"PROMPTFOO_DISABLE_TELEMETRY": "1", "NO_ANALYTICS": "1", "HF_HUB_OFFLINE": "1", "NO_COLOR": "1", "COLUMNS": "300"}
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, env={**os.environ, **quiet})
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        return wall, usage.ru_utime + usage.ru_stime, child.returncode, out.read().decode(errors="replace")


def repositories(work, agreement):
    """Five repositories, and what is wrong with each: the notice that is not there, the license that does not fit, or nothing."""
    apache = Path("/usr/share/common-licenses/Apache-2.0")
    other = apache.read_text() if apache.is_file() else "Licensed under the Apache License, Version 2.0.\n"
    cases = {
        "compliant": ("llama2", "meta-llama/Llama-2-7b-hf", agreement, True, set()),
        "without-notice": ("llama2", "meta-llama/Llama-2-7b-hf", agreement, False, {"notice"}),
        "wrong-license": ("apache-2.0", "meta-llama/Llama-2-7b-hf", agreement, True, {"license"}),
        "both": ("apache-2.0", "meta-llama/Llama-2-7b-hf", other, False, {"notice", "license"}),
        "unrelated": ("apache-2.0", "mistralai/Mistral-7B-v0.1", other, False, set()),
    }
    for name, (license_id, base, text, has_notice, _) in cases.items():
        folder = work / "repositories" / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        prose = "An invented model that answers questions on rivers, trained on letters of a ferryman. " * 30
        card = f"---\nlicense: {license_id}\nbase_model: {base}\nlanguage:\n- en\n---\n# River model\n\n{prose}\n"
        if license_id == "llama2" or has_notice:
            card += "\nThe [Acceptable Use Policy](https://www.llama.com/llama2/use-policy/) applies.\n"
        (folder / "README.md").write_text(card)
        (folder / "LICENSE").write_text(text)
        if has_notice:
            (folder / "Notice").write_text(NOTICE)
    return {name: case[-1] for name, case in cases.items()}


def texts(work, agreements):
    """The license texts, each in a folder of its own: askalono reads only files with such a name."""
    folder = work / "texts"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    system = [path for path in sorted(Path("/usr/share/common-licenses").glob("*")) if path.is_file() and not path.is_symlink()]
    for path in (*system, *sorted(agreements.glob("llama[234]*.txt"))):
        if "use-policy" not in path.name:
            name = path.name.removesuffix(".txt")
            (folder / name).mkdir()
            (folder / name / "LICENSE").write_bytes(path.read_bytes())
    return folder


def cards(work, count):
    """The front matter alone, whole cards, and both with a LICENSE in half; the licenses that the cards declare, and how many hold Apache-2.0."""
    declared, apache = Counter(), 0
    for kind in ("front matter", "cards", "with LICENSE"):
        shutil.rmtree(work / kind, ignore_errors=True)
    for name, card, text in bench_audit.repositories(count):
        # ModelCard refuses results that name no data set.
        card = card.replace("\n    metrics:\n", "\n    dataset:\n      type: ferry\n      name: Ferry\n    metrics:\n")
        declared[re.search(r"license: (.*)", card)[1]] += 1
        for kind, content in (("front matter", card[:card.index("\n---\n") + 5]), ("cards", card), ("with LICENSE", card)):
            folder = work / kind / name
            folder.mkdir(parents=True)
            (folder / "README.md").write_text(content)
        if text:
            (folder / "LICENSE").write_text(text)
            apache += "Apache License" in text[:400]
    return declared, apache


def answers(said):
    """What was said on each file LICENSE: by its folder, the rest of the line, or for JSON the expressions of the part on it."""
    if '"files": [' in said:
        for part in said.split('"path": "')[1:]:
            found = re.match(r'(?:[^"]*/)?([^/"]+)/LICENSE"', part)
            if found:
                yield found[1], " ".join(line for line in part.splitlines() if '"detected_license_expression"' in line)
    else:
        for line in re.sub(r"\n(?=License:|Score:)", " ", said).splitlines():
            found = re.search(r"([^/]+)/LICENSE\b(.*)", line)
            if found:
                yield found[1], found[2]


def named(said):
    """The folders of the texts whose license is named."""
    for folder, answer in answers(said):
        plain = re.sub(r"gnu (lesser|library) general public license", "lgpl", answer.lower())
        plain = re.sub(r"gnu general public license", "gpl", re.sub(r"gnu free documentation license", "gfdl", plain))
        plain = re.sub(r"mozilla public license", "mpl", plain)
        wanted = NAMES[max((key for key in NAMES if folder.startswith(key)), key=len, default="Apache-2.0")]
        if re.search(wanted, plain):
            yield folder


def told(said):
    """The faults that words of a tool tell: a notice that is missing, a license that does not fit."""
    said = said.lower()
    faults = set()
    if re.search(r"notice[^\n]{0,80}(missing|not found|lack)|(missing|lacks?)[^\n]{0,40}notice", said):
        faults.add("notice")
    if re.search(r"(does not fit|incompatib|conflict|mismatch|contradict)", said):
        faults.add("license")
    return faults


def measure(commands, work, what, runs, slow):
    """Medians of wall and CPU by tool, in turn; a tool is called at most as often as SLOW says. What each said last is kept in WORK."""
    samples, said = {name: [] for name in commands}, {}
    for number in range(runs):
        for name, command in commands.items():
            for _ in range(0 if number >= slow.get(name, runs) else 10 if name.startswith(GATE) else 1):
                *sample, _, said[name] = run(command)
                samples[name].append(sample)
    for name, words in said.items():
        (work / f"{what}-{name}.txt").write_text(words)
    fewer = "".join(f", of {name} {number}" for name, number in slow.items() if name in samples and number < runs)
    print(f"load {os.getloadavg()[0]:.1f} at the end, {runs} rounds{fewer}")
    return {name: tuple(map(statistics.median, zip(*found))) for name, found in samples.items()}, said


def table(medians, column, extra):
    ours = medians[GATE]
    times = lambda ratio: f"{ratio:.{0 if ratio >= 10 else 1 if ratio >= 2 else 2}f}"
    print(f"| tool | wall, s | × the gate | CPU, s | × the gate | {column} |\n| --- | --- | --- | --- | --- | --- |")
    for name, (wall, cpu) in medians.items():
        print(f"| {name} | {wall:.4f} | {times(wall / ours[0])} | {cpu:.4f} | {times(cpu / ours[1])} | {extra[name]} |", flush=True)


def one_repository(found, work, agreement, runs):
    faults = repositories(work, agreement)
    found = {name: peer.repository for name, peer in found.items() if peer.repository}
    right, lines = {}, []
    for name, command in found.items():
        cells, right[name] = [], 0
        for case, wanted in faults.items():
            _, _, code, said = run(command(str(work / "repositories" / case)))
            (work / f"{case}-{name}.txt").write_text(said)
            got = told(said)
            silent = not wanted and code == 0 and not got
            right[name] += silent or (bool(wanted) and got == wanted)
            cells.append(", ".join(sorted(got)) or f"nothing told, exit {code}")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    at = str(work / "repositories" / "compliant")
    print(f"\nOne repository of {len(os.listdir(at))} files")
    medians, _ = measure({name: command(at) for name, command in found.items()}, work, "repository", runs, {"scancode": 3})
    table(medians, "right verdicts", {name: f"{right[name]} of {len(faults)}" for name in found})
    print(f"\nWhat is told\n| tool | {' | '.join(faults)} |\n| --- |{' --- |' * len(faults)}")
    print("\n".join(lines), flush=True)


def license_texts(found, work, agreements, runs):
    folder = texts(work, agreements)
    files = licenses(folder)
    print(f"\n{len(files)} license texts, {sum(map(os.path.getsize, files))} bytes")
    commands = {name: peer.texts(str(folder)) for name, peer in found.items() if peer.texts}
    medians, said = measure(commands, work, "texts", runs, {"scancode": 1})
    names = {name: set(named(words)) for name, words in said.items()}
    table(medians, "texts named", {name: f"{len(hits)} of {len(files)}, of Meta's {sum(hit.startswith('llama') for hit in hits)} of "
                                         f"{sum('/llama' in path for path in files)}" for name, hits in names.items()})


def bulk(found, work, runs):
    count = int(os.environ.get("CARDS", 1000))
    declared, apache = cards(work, count)
    for kind in ("front matter", "cards"):
        size = sum(path.stat().st_size for path in (work / kind).rglob("README.md"))
        print(f"\n{count} cards in bulk, {kind if kind == 'front matter' else 'whole'}, {size} bytes")
        commands = {name: peer.cards(str(work / kind)) for name, peer in found.items() if peer.cards}
        medians, said = measure(commands, work, kind.replace(" ", "-"), runs, {})
        read = {name: Counter(re.findall(r'(?m)^(?:.*?"declared":\["([^"]*)"\].*|([\w.-]+))$', words)) for name, words in said.items()}
        read = {name: Counter({a or b: number for (a, b), number in counts.items()}) for name, counts in read.items()}
        table(medians, "licenses read", {name: f"{(counts & declared).total()} of {count}" for name, counts in read.items()})
    at = str(work / "with LICENSE")
    print(f"\n{count} repositories in bulk, {len(licenses(at))} with a LICENSE, {apache} of them Apache-2.0")
    commands = {GATE: found[GATE].cards(at), **{name.replace(GATE, f"{GATE} identify"): peer.texts(at) for name, peer in found.items() if peer.texts}}
    medians, said = measure(commands, work, "bulk", runs, {"licensecheck": 1, "provenant": 1, "scancode": 1})
    table(medians, "Apache-2.0 named", {name: "does not say" if name == GATE else
                                        f"{sum(bool(re.search(NAMES['Apache-2.0'], answer.lower())) for _, answer in answers(words))} of {apache}"
                                        for name, words in said.items()})


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    program = os.path.abspath(sys.argv[1])
    if not os.access(program, os.X_OK):
        stop(f"`{program}` is not a program.")
    agreements = Path(os.environ.get("MLG_AGREEMENTS", "/nowhere"))
    if not (agreements / "llama2-2023-07-18.txt").is_file():
        stop("MLG_AGREEMENTS names no folder with llama2-2023-07-18.txt. `.ci/run` makes one in target/agreements.")
    runs = int(os.environ.get("RUNS", 5))
    work = Path(os.environ.get("WORK") or tempfile.mkdtemp(prefix="bench-peers-"))
    work.mkdir(parents=True, exist_ok=True)
    found = peers(program)
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    print(f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, {model[1] if model else 'unknown processor'}; load {os.getloadavg()[0]:.1f} at the start")
    for name in [name for name, peer in found.items() if not peer]:
        print(f"SKIPPED {name}: not on the PATH and not below PEERS")
        del found[name]
    versions = {name: (run(peer.version)[3].strip().splitlines() or ["?"])[0] for name, peer in found.items()}
    print("; ".join(f"{name}: {version}" for name, version in versions.items()), flush=True)
    one_repository(found, work, (agreements / "llama2-2023-07-18.txt").read_text(), runs)
    license_texts(found, work, agreements, runs)
    bulk(found, work, runs)
    print(f"\nWhat each tool said stays in {work}")


main()
