"""Builds and measures designs with CadQuery, many in one process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

Measure = Callable[[Sequence[str]], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def measure() -> Measure:
    """Build and measure many scripts with one import of CadQuery."""

    def run(scripts: Sequence[str]) -> list[dict[str, Any]]:
        done = subprocess.run(
            [sys.executable, str(Path(__file__).parent.with_name("planning") / "build_plans.py")],
            input=json.dumps(list(scripts)),
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run
