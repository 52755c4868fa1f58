"""Runs all benchmarks, each in a process of its own, and writes ``docs/benchmarks.md``.

    python -m benchmarks [--quick] [NAME ...]
    python -m benchmarks cleanup --only registration growth

With names only these are measured again; the others keep their figures, with their
own dates. The same is true of the tables of one benchmark that can be asked for alone.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import PART, Part
from benchmarks.machine import ROOT
from benchmarks.report import PAGE, RESULTS, load, save, write

NAMES = ("cleanup", "build", "cli", "http", "page", "requests", "chat")


def measure(name: str, *, quick: bool, folder: Path, only: list[str] | None = None) -> Part:
    """Run one benchmark, which prints its tables as it ends, and read its figures."""
    print(f"\n== {name}", flush=True)
    file = folder / f"{name}.json"
    words = [sys.executable, "-m", f"benchmarks.{name}", "--json", str(file), *(["--quick"] if quick else [])]
    words += ["--only", *only] if only else []
    subprocess.run(words, cwd=ROOT, check=True)
    return PART.validate_json(file.read_bytes())


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(NAMES)}")
    parser.add_argument("--quick", action="store_true", help="small sizes, to try it out")
    parser.add_argument("--only", nargs="+", metavar="TABLE", help="some tables of the one benchmark named")
    options = parser.parse_args()
    if options.only and (len(options.names) != 1 or options.quick):
        parser.error("--only goes with the name of one benchmark, and not with --quick")
    if unknown := set(options.names) - set(NAMES):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    parts = {part.name: part for part in load()} if RESULTS.exists() else {}
    with tempfile.TemporaryDirectory() as folder:
        for name in options.names or NAMES:
            found = measure(name, quick=options.quick, folder=Path(folder), only=options.only)
            parts[name] = parts[name].with_newer(found) if options.only and name in parts else found
            save([parts[name] for name in NAMES if name in parts])
    write(load())
    print(f"\nwritten: {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
