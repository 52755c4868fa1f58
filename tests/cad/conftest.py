"""What the tests of the building half share."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mayfly.cad.workshop import BuildJob, Workshop
from mayfly.contracts import BuildReport
from mayfly.errors import ScriptError

Build = Callable[..., BuildReport]
BACKEND = Path(__file__).resolve().parents[2] / "backend"


def in_interpreter(program: str) -> str:
    """Run a program in an interpreter of its own and give what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(BACKEND)!r})\n{program}"],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout.strip()


def product_names(path: Path) -> set[str]:
    """Give the names of the products in a STEP file."""
    return set(re.findall(r"PRODUCT\('([^']*)'", path.read_text()))


def refusal(build: Build, script: str, **job: object) -> str:
    """Build a script whose model is not clear, and give what it is told."""
    with pytest.raises(ScriptError) as caught:
        build(script, **job)
    assert caught.value.error_type in {"ModelUnclear", "NothingShown"}
    return caught.value.message


@pytest.fixture(scope="session")
def jail() -> Iterator[Workshop]:
    """A workshop with tight limits, for scripts that mean harm."""
    with Workshop(size=1, build_timeout_seconds=2, build_memory_mb=768) as workshop:
        yield workshop


@pytest.fixture(scope="module")
def small_jail() -> Iterator[Workshop]:
    """A workshop with little memory, and all the time that it takes to fill it or the disk."""
    with Workshop(size=1, build_memory_mb=768) as workshop:
        yield workshop


@pytest.fixture
def build(workshop: Workshop, tmp_path: Path) -> Build:
    """Build a script to ``model.step`` in the test's folder."""

    def run(script: str, name: str = "model.step", **job: object) -> BuildReport:
        return workshop.build(BuildJob(script=script, **job), tmp_path / name)  # type: ignore[arg-type]

    return run
