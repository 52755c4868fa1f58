"""What the README shows works as it is shown."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from mayfly.settings import Settings
from tests.cli.warm_folder import WarmFolder

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON_BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
COMMANDS = re.findall(r"^\$ (mayfly .+)$", README, re.MULTILINE)


def run(arguments: list[str], folder: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(arguments, cwd=folder, capture_output=True, text=True, input=typed)


@pytest.mark.parametrize("block", PYTHON_BLOCKS, ids=lambda block: block.splitlines()[0])
def test_a_python_example_runs(block: str, tmp_path: Path) -> None:
    done = run([sys.executable, "-W", "error", "-c", block], tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert done.stderr == ""


def test_the_commands_run_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one folder and by a shell: one writes what another reads; the chat gets a line to answer.

    The first one starts the warm process, as the text says.
    """
    warm = WarmFolder(tmp_path / "runtime")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(warm.path))
    monkeypatch.setenv("MAYFLY_WARM", "on")
    try:
        _run_commands(tmp_path)
        assert warm.serving()
    finally:
        warm.end()


def _run_commands(tmp_path: Path) -> None:
    mayfly = f'mayfly() {{ {shlex.quote(sys.executable)} -c "from mayfly.cli import main; main()" "$@"; }}'
    for command in COMMANDS:
        done = run(["sh", "-c", f"{mayfly}; {command}"], tmp_path, typed="M8 washer\n")
        assert done.returncode == 0, (command, done.stderr)
        _, _, written = command.partition(" > ")
        assert done.stdout or (tmp_path / written).read_text(), command


def test_every_setting_is_in_the_table() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `(MAYFLY_\w+)`", page, re.MULTILINE))
    assert listed == {f"MAYFLY_{name.upper()}" for name in Settings.model_fields}


def test_it_fits_on_three_screens() -> None:
    assert len(README.splitlines()) <= 3 * 45
    assert "## What it can't do" in README


def test_every_page_of_the_docs_has_its_place_in_the_order() -> None:
    listed = re.findall(r"\]\(([\w-]+\.md)\)", (ROOT / "docs" / "README.md").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(
        path.name for path in (ROOT / "docs").glob("*.md") if path.name != "README.md"
    )


def test_every_file_that_is_named_exists() -> None:
    named = re.findall(r"\]\(([^)#:]+)\)|`((?:notebooks|graphs|docs|backend)/[\w./]+)`", README)
    for link, path in named:
        assert (ROOT / (link or path)).exists() or (link or path) == "backend/temp_models", link or path
