#!/usr/bin/env python3
"""Runs `fix` on copies of a folder of model repositories and shows that only the intended lines change.

    dev/fix_folder.py FOLDER [--binary PATH] [--agreement FILE] [--list]

FOLDER holds one folder a repository. Each is copied to a temporary folder, mended there, and compared byte by byte:
  * only README.md and Notice files change, and only Notice and license files are made;
  * of a card, only lines of license and base-model fields and the fences of its front matter change;
  * of a Notice file, lines are only added, and a notice that is not whole is replaced;
  * all other bytes stay, line ends and the end of the file included;
  * what `fix` says is mended is gone in `check`, and no error comes up that was not there;
  * a second run changes nothing.
Prints figures; the exit code is 1 where one of these does not hold. Says SKIPPED where FOLDER is missing.
"""
import argparse, collections, difflib, json, os, re, shutil, subprocess, sys, tempfile

FIELD = re.compile(rb"""^\s*["']?(licen[sc]e|license_name|license_link|base[_-]?model)["']?\s*:""", re.I)
FENCE = re.compile(rb"^(-{2,}|\.{3})\s*$")
NOTICE = re.compile(rb"is licensed under the .* license", re.I)
ITEM = re.compile(rb"^\s*-\s+\S+\s*$")
MENDED = re.compile(r"^  \S.*?: (?:error|warning)\[([a-z-]+)\]: ")


def files(folder):
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            if os.path.islink(path):
                continue
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder).replace(os.sep, "/")] = file.read()
    return found


def lines(data):
    return re.findall(rb"[^\n]*\n|[^\n]+", data)


def kind(line):
    bare = line.removeprefix(b"\xef\xbb\xbf")
    field = FIELD.match(bare)
    if field:
        return field[1].decode().lower()
    return "fence" if FENCE.match(bare) else "item" if ITEM.match(bare) else None


def ending(line):
    return line[len(line.rstrip(b"\r\n")):]


def compare(path, old, new, counts):
    """Faults in the change of one file."""
    faults = []
    is_card = path.lower().endswith("readme.md")
    old, new = lines(old), lines(new)
    # A last line without a line end gets one when a line is added below.
    if old and new and len(new) > len(old) and not ending(old[-1]) and new[len(old) - 1].startswith(old[-1]):
        old[-1] = new[len(old) - 1]
    ends = {ending(line) for line in old if ending(line)} or {b"\n"}
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if not is_card and tag != "insert" and not all(NOTICE.search(line) for line in old[a:b]):
            faults.append(f"{path}: a line is changed or lost: {old[a:b]}")
        for line in (*old[a:b], *new[c:d]):
            if is_card and kind(line) is None:
                faults.append(f"{path}: {line!r}")
        for line in new[c:d]:
            counts[f"line: {kind(line) if is_card else 'notice'}"] += 1
            if ending(line) not in ends | {b""}:
                faults.append(f"{path}: another line end in {line!r}")
        if tag == "delete":
            counts["line: taken away"] += b - a
    if old and new and is_card and ending(old[-1]) != ending(new[-1]):
        faults.append(f"{path}: the end of the file")
    return faults


def check(binary, folder):
    shown = subprocess.run([binary, "check", folder, "--format", "json"], capture_output=True, check=False)
    return json.loads(shown.stdout)["findings"] if shown.returncode != 2 else None


def one(binary, source, agreement, counts):
    faults = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = os.path.join(temporary, "repository")
        # Without permissions: files of a corpus may be write-protected.
        shutil.copytree(source, folder, symlinks=True, copy_function=shutil.copyfile)
        before, old = files(folder), check(binary, folder)
        if old is None:
            counts["not judged"] += 1
            return []
        command = [binary, "fix", folder, "--yes", *(["--agreement", agreement] if agreement else [])]
        shown = subprocess.run(command, capture_output=True, text=True, check=False)
        if shown.returncode == 2:
            return [f"exit code 2: {shown.stderr.strip()}"]
        after, new = files(folder), check(binary, folder)
        changed = {path for path in after if before.get(path) != after[path]}
        counts["repositories changed"] += bool(changed)
        if set(before) - set(after):
            faults.append(f"files are gone: {set(before) - set(after)}")
        for path in sorted(changed):
            name = path.rsplit("/", 1)[-1].lower()
            if path not in before:
                counts["files made"] += 1
                if not name.startswith(("notice", "license")):
                    faults.append(f"{path} is made")
                if name.startswith("license") and after[path] != open(agreement, "rb").read():
                    faults.append(f"{path} is not the text that was given")
            elif name == "readme.md" or name.startswith(("notice", "third")):
                counts["files changed"] += 1
                faults += compare(path, before[path], after[path], counts)
            else:
                faults.append(f"{path} is changed")
        # An identifier that is corrected is a reference to the agreement, which still has to be brought. An exception that had
        # expired is not needed any more.
        gives_way = {"agreement-by-reference", "unused-exception"}
        known = {finding["fingerprint"] for finding in old}
        come = [f for f in new if f["fingerprint"] not in known and f["severity"] != "info"]
        faults += [f"{f['rule']} comes up" for f in come if f["rule"] not in gives_way]
        mended = [found[1] for found in map(MENDED.match, shown.stdout.split("Needs your decision:")[0].splitlines()) if found]
        for rule in mended:
            counts[f"mended: {rule}"] += 1
        was, stays = (collections.Counter(f["rule"] for f in some if f["severity"] != "info") for some in (old, new))
        faults += [f"{rule} stays" for rule, n in collections.Counter(mended).items() if stays[rule] > was[rule] - n]
        for rule, count in stays.items():
            counts[f"left: {rule}"] += count
        subprocess.run(command, capture_output=True, check=False)
        if files(folder) != after:
            faults.append("a second run changes something")
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--binary", default="target/release/model-license-gate")
    parser.add_argument("--agreement", help="a file with the text of an agreement, given to every run")
    parser.add_argument("--list", action="store_true", help="list every fault, not only the first 20")
    options = parser.parse_args()
    if not os.path.isdir(options.folder):
        print(f"SKIPPED: there is no folder {options.folder}")
        return 0
    binary = os.path.abspath(options.binary)
    counts, faults = collections.Counter(), []
    for name in sorted(os.listdir(options.folder)):
        source = os.path.join(options.folder, name)
        if os.path.isdir(source):
            counts["repositories"] += 1
            faults += [f"{name}: {fault}" for fault in one(binary, source, options.agreement, counts)]
    for what in ["repositories", "repositories changed", "files changed", "files made"]:
        print(f"{what}: {counts.pop(what, 0)}")
    for what, count in sorted(counts.items()):
        print(f"  {what}: {count}")
    print(f"faults: {len(faults)}")
    for fault in faults if options.list else faults[:20]:
        print(f"  {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
