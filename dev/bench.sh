#!/usr/bin/env bash
# Measures the program against the figures it promises; run it on a quiet machine: bash dev/bench.sh
#   1. one check of a small repository against an empty Rust program, in turn, wall time (promise: at most 1.6)
#   2. the instructions of that check, and of the example's four findings (promise: at most 1.5 million)
#   3. growth with models, with front matter and with LICENSE (promise: linear, so every ratio stays near 1)
# Needs Linux on x86-64, python3, and valgrind for the second figure. MLG_AGREEMENTS, as `.ci/run` sets it, names
# the folder from whose llama2-2023-07-18.txt the LICENSE of the small repository is taken; without it, it is invented.
set -euo pipefail
if [ $# -gt 0 ]; then
  sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//p}' "$0"
  exit 2
fi
cd "$(dirname "$0")/.."
target=x86_64-unknown-linux-gnu
out="$PWD/target/bench"
mkdir -p "$out/work"
RUSTFLAGS="$(bash dev/release_flags.sh -C target-feature=+crt-static -C relocation-model=static)" CARGO_TARGET_DIR="$out" \
  cargo build --quiet --locked --profile dist --target "$target"
program="$out/$target/dist/model-license-gate"
echo 'fn main() {}' >"$out/work/empty.rs"
rustc -C opt-level=3 -C panic=abort -C strip=symbols -o "$out/empty" "$out/work/empty.rs"
echo "program: $(wc -c <"$program") bytes, static; empty program: dynamic"

RUNS="${RUNS:-400}" exec python3 - "$program" "$out/empty" "$out/work" <<'PYTHON'
import os, random, re, shutil, statistics, subprocess, sys, time

program, empty, work = sys.argv[1:]
runs = int(os.environ["RUNS"])
random.seed(1)
WORDS = ["".join(random.choices("ka lo mi ten sur ve ri do pal ne".split(), k=1 + number % 4)) for number in range(2000)]


def prose(size):
    text = []
    while size > 0:
        line = " ".join(random.choices(WORDS, k=12)) + "."
        text.append(line)
        size -= len(line) + 1
    return "\n".join(text) + "\n"


def fresh(name):
    path = os.path.join(work, name)
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    return path


def write(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)


def card(front=1000, body=5000):
    lines = ["license: llama2", "base_model: meta-llama/Llama-2-7b-hf", "language:", "- en", "tags:"]
    size = sum(map(len, lines))
    while size < front:
        lines.append(f"- tag-{size}")
        size += len(lines[-1]) + 1
    return "---\n" + "\n".join(lines) + "\n---\n# Model\n" + prose(body)


def agreement(size):
    given = os.path.join(os.environ.get("MLG_AGREEMENTS", ""), "llama2-2023-07-18.txt")
    if os.path.isfile(given):
        with open(given, encoding="utf-8") as file:
            return file.read()
    return prose(size)


# A process of its own starts the programs: a child's peak memory counts from that of the process that starts it.
STARTER = subprocess.Popen([sys.executable, "-S", "-E", "-c", """
import os, sys, time
null = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)]
for line in sys.stdin:
    command = line.rstrip().split("\\t")
    start = time.perf_counter()
    child = os.posix_spawn(command[0], command, {"PATH": "/usr/bin"}, file_actions=null)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    print(os.waitstatus_to_exitcode(status), wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, flush=True)
"""], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def run(*command):
    """Wall seconds, CPU seconds and peak KiB of one run."""
    print(*command, sep="\t", file=STARTER.stdin, flush=True)
    code, wall, cpu, memory = STARTER.stdout.readline().split()
    if code not in ("0", "1"):
        sys.exit(f"{command} ended with {code}")
    return float(wall), float(cpu), int(memory)


small = fresh("small")
write(small, "README.md", card())
write(small, "LICENSE", agreement(11000))
write(small, "Notice", "A notice.\n")
write(small, "config.json", '{"model_type": "llama", "hidden_size": 4096}\n')

ours, base = [], []
for _ in range(runs):
    base.append(run(empty))
    ours.append(run(program, "check", small))
wall = [statistics.median(sample[0] for sample in samples) for samples in (ours, base)]
print(f"one check: {wall[0] * 1e3:.2f} ms, empty program {wall[1] * 1e3:.2f} ms, "
      f"ratio {wall[0] / wall[1]:.2f} ({runs} runs in turn, medians)")
start = statistics.median(sample[1] for sample in ours)
print(f"peak memory below counts from {max(sample[2] for sample in base)} KiB, what the process that starts the program has")

if shutil.which("valgrind"):
    example = [program, "check", "examples/karakuri-v0.1"]
    for name, command in (("one check", [program, "check", small]), ("the example", example),
                          ("the example as JSON", [*example, "--format", "json"]),
                          ("--version", [program, "--version"]), ("empty program", [empty])):
        shown = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command],
                               capture_output=True, text=True, env={"PATH": os.environ["PATH"]}).stderr
        count = int(re.search(r"Collected : (\d+)", shown)[1])
        print(f"instructions, {name}: {count / 1e6:.3f} million")
else:
    print("instructions: valgrind is not installed")


def growth(title, sizes, make):
    """What each unit costs beyond a small check, and what memory grows by from one size to the next."""
    first = before = None
    for size in sizes:
        path = make(size)
        samples = [run(program, "check", path) for _ in range(7)]
        cpu = min(sample[1] for sample in samples)
        memory = min(sample[2] for sample in samples)
        each = (cpu - start) / size
        first = first or each
        grown = f", {(memory - before[1]) * 1024 / (size - before[0]):.1f} bytes for each one more" if before else ""
        print(f"{size} {title}: {cpu * 1e3:.1f} ms CPU, {each / first:.2f} of the first for each one; "
              f"{memory} KiB{grown}")
        before = (size, memory)
        shutil.rmtree(path)


def models(count):
    path = fresh("models")
    text = card(body=1000)
    for number in range(count):
        folder = os.path.join(path, f"model-{number}")
        os.mkdir(folder)
        write(folder, "README.md", text)
    return path


def front(size):
    path = fresh("front")
    write(path, "README.md", card(front=size))
    return path


def license(size):
    path = fresh("license")
    write(path, "README.md", card())
    write(path, "LICENSE", prose(size))
    return path


growth("models", (1000, 2000, 5000, 10000), models)
growth("bytes of front matter", (64 << 10, 256 << 10, 512 << 10, 1000 << 10), front)
growth("bytes of LICENSE", ((1 << 20) - 200, (2 << 20) - 200, (5 << 20) - 200, (10 << 20) - 200), license)
PYTHON
