"""Builds and measures designs with CadQuery, many in one process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import pytest

Survey = Callable[[Sequence[str], Path], list[dict[str, Any]]]


class Measure(Protocol):
    """Builds scripts and returns what is measured on each."""

    def __call__(self, scripts: Sequence[str], folder: Path | None = None) -> list[dict[str, Any]]:
        """Build them in a folder, in which they find their files."""


def _run(program: Path, scripts: Sequence[str], *arguments: str, folder: Path | None) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, str(program), *arguments],
        input=json.dumps(list(scripts)),
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="session")
def measure() -> Measure:
    """Build and measure many scripts with one import of CadQuery."""
    program = Path(__file__).parent.with_name("planning") / "build_plans.py"

    def run(scripts: Sequence[str], folder: Path | None = None) -> list[dict[str, Any]]:
        return _run(program, scripts, folder=folder)

    return run


@pytest.fixture(scope="session")
def survey() -> Survey:
    """Build many scripts, leave their STEP files in a folder, and survey each of them."""
    program = Path(__file__).with_name("survey_scripts.py")
    return lambda scripts, folder: _run(program, scripts, str(folder), folder=folder)
