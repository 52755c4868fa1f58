"""Nothing of a script's names, places, colours, layers and materials gets lost on the way to its file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mayfly.cad.workshop import BuildJob, Workshop
from tests.cad.tree_cases import PLAIN, STATED

ROOT = Path(__file__).resolve().parents[2]
CASES = {**PLAIN, **STATED}

READER = """
import contextlib, io, json, pathlib, sys, warnings
import cadquery as cq
from tests.cad.step_tree import read_trees
from tests.cad.tree_cases import PLAIN, STATED

warnings.simplefilter("ignore")
folder = pathlib.Path(sys.argv[1])
for number, (name, case) in enumerate({**PLAIN, **STATED}.items()):
    trees = {"published": read_trees(str(folder / f"{number}.step"))}
    if case.plain is not None:
        shown = []
        scope = {"cq": cq, "show_object": lambda obj, *_, **__: shown.append(obj)}
        exec(case.script, scope)
        exec(case.plain, scope)
        whole = scope.get("whole") or shown[0]
        with contextlib.redirect_stdout(io.StringIO()):
            whole.export(str(folder / "plain.step"))
        trees["plain"] = read_trees(str(folder / "plain.step"))
    print(json.dumps([name, trees]))
"""

Trees = dict[str, dict[str, list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def trees(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Trees:
    """The trees of all cases: of the published file, and of plain CadQuery's where there is one."""
    folder = tmp_path_factory.mktemp("trees")
    for number, case in enumerate(CASES.values()):
        workshop.build(BuildJob(script=case.script, name="job"), folder / f"{number}.step")
    done = subprocess.run(
        [sys.executable, "-c", READER, str(folder)],
        env={"PYTHONPATH": f"{ROOT / 'backend'}:{ROOT}", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
        timeout=240,
    )
    return dict(map(json.loads, done.stdout.splitlines()))


@pytest.mark.parametrize("name", PLAIN)
def test_a_file_says_all_that_plain_cadquerys_says(trees: Trees, name: str) -> None:
    (published,), (plain,) = trees[name]["published"], trees[name]["plain"]
    assert differences(published, plain) == []


def differences(found: Any, plain: Any, at: str = "model") -> list[str]:
    """Compare two trees. What has no name is numbered by the kernel, and may have one in ours."""
    if isinstance(plain, dict) and isinstance(found, dict):
        return [
            each
            for key, value in plain.items()
            if not (key in ("name", "called") and _is_numbered(value))
            for each in differences(found[key], value, f"{at}.{key}")
        ]
    if isinstance(plain, list) and isinstance(found, list) and len(plain) == len(found):
        rows = enumerate(zip(found, plain, strict=True))
        return [each for number, (a, b) in rows for each in differences(a, b, f"{at}[{number}]")]
    same = found == pytest.approx(plain, abs=1e-6) if isinstance(plain, float) else found == plain
    return [] if same else [f"{at}: {found!r} and not {plain!r}"]


def _is_numbered(name: Any) -> bool:
    return isinstance(name, str) and (name.isdigit() or name.startswith("Open CASCADE STEP translator"))


@pytest.mark.parametrize("name", STATED)
def test_a_file_says_what_the_script_says(trees: Trees, name: str) -> None:
    (published,) = trees[name]["published"]
    assert_holds(published, STATED[name].tree)


def assert_holds(found: Any, expected: Any) -> None:
    """Compare what is expected, key by key; numbers to three places."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            assert_holds(found[key], value)
    elif isinstance(expected, list) and expected and not isinstance(expected[0], float | int):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            assert_holds(one, other)
    elif isinstance(expected, list | float | int):
        assert found == pytest.approx(expected, abs=3e-3)
    else:
        assert found == expected
