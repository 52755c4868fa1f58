"""The notebooks run from top to bottom, and are committed as they look after a run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
BYTES_AT_MOST = 300_000


def _read(path: Path) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def _code(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Path, subprocess.Popen[str]]]:
    """All notebooks at the same time, on the same directory of models: they mostly wait."""
    folder = tmp_path_factory.mktemp("notebooks")
    surroundings = {
        **os.environ,
        "MAYFLY_TEMP_DIR": str(folder / "temp_models"),
        "MAYFLY_JANITOR": "off",
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
    }
    started = {
        path: subprocess.Popen(
            [sys.executable, "-m", "pytest", "--nbmake", "-q", "-p", "no:cacheprovider", str(path)],
            cwd=ROOT,
            env=surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for path in NOTEBOOKS
    }
    yield started
    for run in started.values():
        if run.poll() is None:
            run.kill()
            run.communicate()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_without_an_error(path: Path, runs: dict[Path, subprocess.Popen[str]]) -> None:
    output, _ = runs[path].communicate()
    assert runs[path].returncode == 0, output
    assert "1 passed" in output


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_as_it_looks_after_one_run(path: Path) -> None:
    cells = _code(_read(path))
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert not [output for output in outputs if output["output_type"] == "error"]
    assert not [output for output in outputs if output.get("name") == "stderr"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_shows_nothing_of_the_machine_it_ran_on(path: Path) -> None:
    notebook = _read(path)
    outputs = json.dumps([cell["outputs"] for cell in _code(notebook)])
    assert not re.findall(r"[\"\s'(=](/(?!temp_models/)[\w.-]+/[\w./-]*)", outputs)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert path.stat().st_size < BYTES_AT_MOST


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_loads_nothing_from_the_network_to_be_looked_at(path: Path) -> None:
    for cell in _code(_read(path)):
        for output in cell["outputs"]:
            data = output.get("data", {})
            assert not set(data) & {"application/javascript", "application/vnd.jupyter.widget-view+json"}
            assert not re.findall(r"(?:src|href)=\"(?!data:)[^\"]*\"", "".join(data.get("text/html", "")))
