"""Where the others are that Mayfly is compared with, and how to get them.

Debian's tools are taken from the PATH, Python's from an environment of their own,
which ``make bench`` makes: ``.venv-peers`` (``MAYFLY_BENCH_PEERS`` names another).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from benchmarks.machine import ROOT

ENVIRONMENT = Path(os.environ.get("MAYFLY_BENCH_PEERS", ROOT / ".venv-peers"))
PYTHON = ENVIRONMENT / "bin" / "python"
SCRIPTS = Path(__file__).resolve().parent / "peer_scripts"
ABSENT = "not installed here: "


def python_version(distribution: str) -> str | None:
    """Give the version of a distribution in the peers' environment; None where it is not there."""
    code = "import sys, importlib.metadata as m; print(m.version(sys.argv[1]))"
    return _said([str(PYTHON), "-c", code, distribution])


def tool_version(tool: str, *question: str) -> str | None:
    """Give the version that a tool on the PATH tells of itself; None where there is no such tool."""
    path = shutil.which(tool) or shutil.which(tool, path="/usr/sbin:/sbin")
    said = _said([path, *question]) if path else None
    number = re.search(r"\d+(\.\d+)*", said) if said else None
    return number[0] if number else said


def script(name: str, *arguments: object) -> list[str]:
    """Give the command that runs one of our scripts under the peers' Python."""
    return [str(PYTHON), str(SCRIPTS / name), *map(str, arguments)]


def _said(words: Sequence[str]) -> str | None:
    try:
        done = subprocess.run(words, capture_output=True, text=True)
    except OSError:
        return None
    output = (done.stdout or done.stderr).strip()
    return output if output and not (done.returncode and "Traceback" in output) else None
