#!/usr/bin/env python3
"""Checks the folder of a model, then uploads it to the Hub: python push_to_hub.py FOLDER OWNER/NAME"""

import json
import subprocess
import sys


def check_before_push(folder, program="model-license-gate"):
    """Returns the JSON report of the folder. Raises RuntimeError if it has an error or no model, or if it cannot be checked."""
    # All that is uploaded is checked, whatever Git ignores, and by nothing but what is uploaded.
    command = [program, "check", str(folder), "--stand-alone", "--no-ignore", "--fail-if-empty", "--format", "json"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{folder} cannot be checked: {done.stderr.strip()}")
    report = json.loads(done.stdout)
    if done.returncode == 1:
        errors = [f"{one['path']}: {one['message']} ({one['clause']})" for one in report["findings"] if one["severity"] == "error"]
        raise RuntimeError("\n".join([f"{folder} is not uploaded: {report['conclusion']}", *errors]))
    return report


if __name__ == "__main__":
    from huggingface_hub import upload_folder

    check_before_push(sys.argv[1])
    print(upload_folder(folder_path=sys.argv[1], repo_id=sys.argv[2]))
