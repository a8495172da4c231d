"""Chooses the inputs of a fuzz target that are kept in the project: dev/fuzz_keep.py TARGET_PROGRAM CANDIDATES FOLDER

Takes what covers most with least, up to 30 files and 18 kB, from CANDIDATES, and puts it in place of all that is in FOLDER, apart from files
with a name of their own (`finding-...`), which stay. `dev/fuzz.sh keep` runs this.
"""
import hashlib, pathlib, re, subprocess, sys, tempfile

MOST_FILES, MOST_BYTES = 30, 18_000

if len(sys.argv) != 4:
    sys.exit(__doc__)
program, candidates, folder = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])

with tempfile.TemporaryDirectory() as work:
    control, chosen = pathlib.Path(work) / "control", pathlib.Path(work) / "chosen"
    chosen.mkdir()
    merge = [program, "-set_cover_merge=1", f"-merge_control_file={control}", "-max_len=20000", chosen, candidates]
    subprocess.run(merge, check=True, capture_output=True)
    lines = control.read_text().splitlines()

# The control file: how many files, how many of them are in the first folder, their paths, and for each (`FT NUMBER`) what it covers.
paths = [pathlib.Path(line) for line in lines[2 : 2 + int(lines[0])]]
covers = {}
for line in lines:
    if found := re.match(r"FT (\d+) (.*)", line):
        covers[paths[int(found[1])]] = set(found[2].split())
texts = {path: path.read_bytes() for path in covers}
kept, covered = [], set()
for path in covers:
    if path.name.startswith("finding-"):
        kept.append(path)
        covered |= covers[path]
left = MOST_BYTES - sum(len(texts[path]) for path in kept)
while len(kept) < MOST_FILES:
    fitting = [path for path in covers if len(texts[path]) <= left and covers[path] - covered]
    if not fitting:
        break
    best = max(fitting, key=lambda path: (len(covers[path] - covered) / (len(texts[path]) + 100), path.name))
    kept.append(best)
    covered |= covers[best]
    left -= len(texts[best])

for old in folder.iterdir():
    if not old.name.startswith("finding-"):
        old.unlink()
for path in kept:
    if not path.name.startswith("finding-"):
        (folder / hashlib.sha1(texts[path]).hexdigest()[:12]).write_bytes(texts[path])
of_all = len(covered) / max(1, len(set().union(*covers.values())))
print(f"{folder.name}: {len(kept)} of {len(covers)} inputs, {MOST_BYTES - left} bytes, {of_all:.0%} of what all cover")
