"""The notebooks run from top to bottom, and are committed as they look after a run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
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


@pytest.mark.timeout(300)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_without_an_error(path: Path, tmp_path: Path) -> None:
    models = tmp_path / "temp_models"
    surroundings = {
        **os.environ,
        "MAYFLY_TEMP_DIR": str(models),
        "MAYFLY_JANITOR": "off",
        "IPYTHONDIR": str(tmp_path / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbmake", "-q", "-p", "no:cacheprovider", str(path)],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
    strangers = [path.name for path in models.glob("*") if path.suffix != ".step" and path.name[0] != "."]
    assert not strangers, "a notebook leaves models behind, and nothing else"


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
