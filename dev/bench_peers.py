#!/usr/bin/env python3
"""Measures the gate beside other tools on the same files, in one run: python3 dev/bench_peers.py PROGRAM

  1. one model repository (card, LICENSE, Notice): wall and CPU seconds of one call, as multiples of the gate's
  2. a set of license texts: the same, and how many of them each tool names
  3. five repositories with known faults: which of them each tool tells

PROGRAM is a release build. The tools are looked for on the PATH and in the `bin` folders below PEERS; one that is not there is
SKIPPED. RUNS (5) calls of each tool are made in turn, of ScanCode at most three; figures are medians. CPU seconds count all processes of a call.
From the environment: PEERS, RUNS, WORK (a folder where the files and what each tool said stay) and MLG_AGREEMENTS, the folder
of agreements that `.ci/run` makes: without llama2-2023-07-18.txt in it, nothing can be measured. Needs Linux.
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
from pathlib import Path

NOTICE = "Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc. All Rights Reserved.\n"
# What a tool has to name for a text, by the beginning of its folder's name; the longest beginning that fits counts.
NAMES = {"Apache-2.0": r"apache.?(license)?.{0,12}2", "Artistic": r"artistic", "BSD": r"\bbsd", "CC0": r"\bcc0", "GFDL-1.2": r"gfdl.{0,12}1.2",
         "GFDL": r"gfdl.{0,12}1.3", "GPL-1": r"\bgpl.{0,24}1", "GPL-2": r"\bgpl.{0,24}2", "GPL": r"\bgpl.{0,24}3", "LGPL-2": r"lgpl.{0,24}2\b",
         "LGPL-2.1": r"lgpl.{0,24}2\.1", "LGPL": r"lgpl.{0,24}3", "MPL-1": r"mpl.{0,4}1", "MPL-2": r"mpl.{0,4}2", "llama2": r"llama.?2",
         "llama3": r"llama.?3", "llama4": r"llama.?4"}


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


def peers(program):
    """By name: the command for a repository, that for the folder of texts (or nothing), and how to ask for the version."""
    hub, check = hub_python(), tool("licensecheck")
    ask, reuse, audit, scan = tool("askalono"), tool("reuse"), tool("modelaudit"), tool("scancode")
    load = "import sys; from huggingface_hub import ModelCard; print(ModelCard.load(sys.argv[1]).data)"
    return {
        "model-license-gate": (lambda at: [program, "check", at], lambda at, files: [program, "identify", *files], [program, "--version"]),
        "ModelCard.load": hub and (lambda at: [hub, "-c", load, f"{at}/README.md"], None,
                                   [hub, "-c", "import huggingface_hub as h; print('huggingface_hub', h.__version__)"]),
        "askalono": ask and (lambda at: [ask, "id", f"{at}/LICENSE"], lambda at, files: [ask, "crawl", at], [ask, "--version"]),
        "reuse": reuse and (lambda at: [reuse, "--root", at, "lint"], None, [reuse, "--version"]),
        "licensecheck": check and (lambda at: [check, "--recursive", "--check", ".*", at],
                                   lambda at, files: [check, "--recursive", "--check", ".*", at], [check, "--version"]),
        "modelaudit": audit and (lambda at: [audit, "scan", at], None, [audit, "--version"]),
        "scancode": scan and (lambda at: [scan, "--license", "--json-pp", "-", at],
                              lambda at, files: [scan, "--license", "--json-pp", "-", at], [scan, "--version"]),
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
    folder = work / "texts"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    system = [path for path in sorted(Path("/usr/share/common-licenses").glob("*")) if path.is_file() and not path.is_symlink()]
    for path in (*system, *sorted(agreements.glob("llama[234]*.txt"))):
        if "use-policy" not in path.name:
            # Each in a folder of its own: askalono reads only files with such a name.
            name = path.name.removesuffix(".txt")
            (folder / name).mkdir()
            (folder / name / "LICENSE").write_bytes(path.read_bytes())
    return folder


def named(said, name):
    """Does a line, or for ScanCode the part, on this file name its license?"""
    wanted = NAMES[max((key for key in NAMES if name.startswith(key)), key=len)]
    if said.lstrip().startswith("{") or '"files": [' in said:
        parts = said.split('"path": "')
        lines = [part for part in parts if part.split('"')[0].endswith(f"/{name}/LICENSE")]
        lines = [line for part in lines for line in part.splitlines() if '"detected_license_expression"' in line]
    else:
        joined = re.sub(r"\n(?=License:|Score:)", " ", said)
        lines = [line.split(f"/{name}/LICENSE", 1)[1] for line in joined.splitlines() if f"/{name}/LICENSE" in line]
    plain = (re.sub(r"gnu (lesser|library) general public license", "lgpl", line.lower()) for line in lines)
    plain = (re.sub(r"gnu general public license", "gpl", re.sub(r"gnu free documentation license", "gfdl", line)) for line in plain)
    plain = [re.sub(r"mozilla public license", "mpl", line) for line in plain]
    return any(re.search(wanted, line) for line in plain)


def told(said):
    """The faults that words of a tool tell: a notice that is missing, a license that does not fit."""
    said = said.lower()
    faults = set()
    if re.search(r"notice[^\n]{0,80}(missing|not found|lack)|(missing|lacks?)[^\n]{0,40}notice", said):
        faults.add("notice")
    if re.search(r"(does not fit|incompatib|conflict|mismatch|contradict)", said):
        faults.add("license")
    return faults


def measure(commands, work, what, runs):
    """Medians of wall and CPU by tool, in turn; what each said last is kept in WORK."""
    samples = {name: [] for name in commands}
    for number in range(runs):
        for name, command in commands.items():
            if name == "scancode" and number >= 3:
                continue
            for _ in range(10 if name == "model-license-gate" else 1):
                samples[name].append(run(command))
    for name, found in samples.items():
        (work / f"{what}-{name}.txt").write_text(found[-1][3])
    return {name: tuple(statistics.median(sample[at] for sample in found) for at in (0, 1)) for name, found in samples.items()}


def table(medians, column, extra):
    ours = medians["model-license-gate"]
    print(f"| tool | wall, s | × the gate | CPU, s | × the gate | {column} |\n| --- | --- | --- | --- | --- | --- |")
    for name, (wall, cpu) in medians.items():
        print(f"| {name} | {wall:.4f} | {wall / ours[0]:.0f} | {cpu:.4f} | {cpu / ours[1]:.0f} | {extra[name]} |", flush=True)


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
    faults = repositories(work, (agreements / "llama2-2023-07-18.txt").read_text())
    folder = texts(work, agreements)
    files = sorted(map(str, folder.glob("*/LICENSE")))
    found = peers(program)
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    print(f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, {model[1] if model else 'unknown processor'}; load {os.getloadavg()[0]:.1f} at the start")
    for name in [name for name, calls in found.items() if not calls]:
        print(f"SKIPPED {name}: not on the PATH and not below PEERS")
        del found[name]
    versions = {name: (run(calls[2])[3].strip().splitlines() or ["?"])[0] for name, calls in found.items()}
    print("; ".join(f"{name}: {version}" for name, version in versions.items()), flush=True)

    right, lines = {}, []
    for name, calls in found.items():
        cells, right[name] = [], 0
        for case, wanted in faults.items():
            _, _, code, said = run(calls[0](str(work / "repositories" / case)))
            (work / f"{case}-{name}.txt").write_text(said)
            got = told(said)
            silent = not wanted and code == 0 and not got
            right[name] += silent or (bool(wanted) and got == wanted)
            cells.append(", ".join(sorted(got)) or f"nothing told, exit {code}")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    print(f"\nOne repository of {len(os.listdir(work / 'repositories/compliant'))} files, {runs} runs in turn")
    at = str(work / "repositories" / "compliant")
    table(measure({name: calls[0](at) for name, calls in found.items()}, work, "repository", runs), "right verdicts",
          {name: f"{right[name]} of {len(faults)}" for name in found})
    print(f"\nWhat is told\n| tool | {' | '.join(faults)} |\n| --- |{' --- |' * len(faults)}")
    print("\n".join(lines), flush=True)

    print(f"\n{len(files)} license texts, {sum(os.path.getsize(path) for path in files)} bytes")
    readers = {name: calls[1](str(folder), files) for name, calls in found.items() if calls[1]}
    medians = measure(readers, work, "texts", runs)
    names = {}
    for name in readers:
        said = (work / f"texts-{name}.txt").read_text()
        hits = [path for path in files if named(said, Path(path).parent.name)]
        llama = [path for path in hits if "/llama" in path]
        names[name] = f"{len(hits)} of {len(files)}, of Meta's {len(llama)} of {sum('/llama' in path for path in files)}"
    table(medians, "texts named", names)
    print(f"\nWhat each tool said stays in {work}")


main()
