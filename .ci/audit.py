"""Look every pinned version up in an advisory database, and say so if it could not be looked up.

``python .ci/audit.py PIP_AUDIT [options of pip-audit]``. pip-audit alone answers "No known
vulnerabilities found" for what the database does not know, and an index that is a mirror
often has no advisories at all. Exit code 0: all were looked up, nothing is known; 1: something
is known; 2: not all could be looked up.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

LOCKS = sorted((Path(__file__).resolve().parent.parent / "requirements").glob("*.txt"))
FOUND, NOT_KNOWN = 1, 2
_SHOWN = 10


def main(program: str, *options: str) -> int:
    """Audit all files of ``requirements/``; return the exit code."""
    files = [part for lock in LOCKS for part in ("-r", str(lock))]
    command = [program, "--format", "json", "--progress-spinner", "off", "--disable-pip", "--require-hashes"]
    done = subprocess.run([*command, *files, *options], capture_output=True, text=True, check=False)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        lines = done.stderr.strip().splitlines() or ["no answer"]
        print(f"The advisory database could not be asked: {lines[-1][:500]}", file=sys.stderr)
        return NOT_KNOWN
    known = [package for package in packages if package.get("vulns")]
    for package in known:
        for found in package["vulns"]:
            fixed = ", ".join(found.get("fix_versions", [])) or "no version yet"
            print(f"{package['name']} {package['version']}: {found['id']}, fixed in {fixed}")
    left_out = [package["name"] for package in packages if "skip_reason" in package]
    if left_out or not packages:
        some = ", ".join(left_out[:_SHOWN]) + (" …" if len(left_out) > _SHOWN else "")
        print(
            f"{len(left_out)} of {len(packages)} packages could not be looked up: {some}\n"
            "The advisory database does not know them or can't be reached. Ask another one "
            '(make audit AUDIT="-s osv"), from where it can be reached.',
            file=sys.stderr,
        )
        return FOUND if known else NOT_KNOWN
    print(f"{len(packages)} packages were looked up; {len(known)} of them with a known vulnerability.")
    return FOUND if known else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
