"""Designs on the command line: from a file, from standard input, and out of words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mayfly.design import Design
from tests.cli.test_cli import Run, mayfly
from tests.generator.test_designs import DATA, bored

WORDS = "80 x 60 x 6 mm plate with four 5 mm corner holes, 8 mm inset"


def piped(text: str, *arguments: str) -> Run:
    """Run ``mayfly`` with a text on its standard input."""
    call = [sys.executable, "-c", "from mayfly.cli import main; main()", *arguments]
    return subprocess.run(call, input=text, capture_output=True, text=True, env=dict(os.environ))


def test_a_design_in_a_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "block.json"
    path.write_text(json.dumps(DATA))
    done = mayfly("make", "--design", str(path), "--json")
    assert done.returncode == 0, done.stderr
    card = json.loads(done.stdout)
    assert card["report"]["bounding_box_mm"] == pytest.approx([40, 30, 12.7])
    assert card["design"] == Design.read(DATA).to_dict()


def test_sizes_are_set_and_features_left_out(tmp_path: Path) -> None:
    path = tmp_path / "block.json"
    path.write_text(json.dumps(DATA))
    changed = ("--set", "height=20", "--set", "length=2 in", "--remove", "hole")
    card = json.loads(mayfly("make", "--design", str(path), *changed, "--json").stdout)
    assert card["report"]["bounding_box_mm"] == pytest.approx([50.8, 30, 20])
    assert len(card["changes"]) == 3
    shown = mayfly("make", "--design", str(path), "--set", "hole.diameter=5").stdout
    assert "The diameter of the holes changed from 6 mm to 5 mm." in shown.splitlines()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--set", "hole.width=5"), "hole.width: bodies[0].features[0] has no 'width'"),
        (("--set", "height"), "PATH=VALUE"),
        (("--remove", "lid"), "nothing of this name"),
    ],
)
def test_an_edit_that_can_not_be_made_is_the_callers_to_change(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    path = tmp_path / "block.json"
    path.write_text(json.dumps(DATA))
    done = mayfly("make", "--design", str(path), *arguments)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.split())


def test_words_are_not_edited_by_paths() -> None:
    done = mayfly("make", "cube 20 mm", "--set", "side=10")
    assert (done.returncode, "--design" in done.stderr) == (2, True)


def test_words_become_a_design_that_can_be_piped_back() -> None:
    printed = mayfly("design", WORDS)
    assert printed.returncode == 0, printed.stderr
    assert Design.read(printed.stdout).bodies[0].features[0].kind == "hole"
    done = piped(printed.stdout, "make", "--design", "-", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["report"]["bounding_box_mm"] == pytest.approx([80, 60, 6])
    assert json.loads(mayfly("list", "--json").stdout)["models"][0]["name"].startswith("plate-")


def test_words_that_leave_something_open_are_a_question() -> None:
    done = mayfly("design", "a plate 80 x 60 mm")
    assert (done.returncode, done.stdout) == (2, "")
    assert "thickness" in done.stderr
    error = json.loads(mayfly("design", "a plate 80 x 60 mm", "--json").stdout)["error"]
    assert error["code"] == "needs_clarification"


def test_a_plan_without_a_design_is_a_failure_that_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from typer.testing import CliRunner

    from mayfly.cli import app
    from mayfly.contracts import Plan

    class Undescribed:
        """A planner whose plan is a script and nothing else, as a chat model's may be."""

        def plan(self, request: str, *, previous: Any = None) -> Plan:
            return Plan(script="show_object(1)")

    monkeypatch.setenv("MAYFLY_WARM", "off")
    monkeypatch.setattr("mayfly.generator.model_generator.default_planner", lambda settings: Undescribed())
    done = CliRunner().invoke(app, ["design", "anything", "--json"])
    assert done.exit_code == 1
    assert "no design yet" in json.loads(done.stdout)["error"]["message"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"bodies": []}', "bodies: "),
        ("{", "JSON"),
        (
            '{"bodies": [{"base": {"kind": "part", "part": "cube", "sizes": {"side": 9}}, "features":'
            ' [{"kind": "hole", "diameter": 8, "depth": 20}]}]}',
            "bodies[0].features[0].hole.depth: ",
        ),
    ],
)
def test_what_is_wrong_with_a_design_is_the_callers_to_change(text: str, said: str) -> None:
    done = piped(text, "make", "--design", "-")
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize("arguments", [("make",), ("make", "cube 20 mm", "--design", "x.json")])
def test_make_takes_words_or_a_design(arguments: tuple[str, ...]) -> None:
    done = mayfly(*arguments)
    assert done.returncode == 2
    assert "--design" in done.stderr


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = mayfly("make", "--design", str(tmp_path / "missing.json"))
    assert done.returncode == 2
    assert "missing.json" in done.stderr


def test_a_design_begins_with_a_step_file_beside_it_or_one_that_is_named(tmp_path: Path) -> None:
    block = tmp_path / "block.json"
    block.write_text(json.dumps(DATA))
    step = tmp_path / "parts" / "block.step"
    step.parent.mkdir()
    assert mayfly("make", "--design", str(block), "-o", str(step)).returncode == 0
    design = tmp_path / "bored.json"
    design.write_text(json.dumps(bored("block.step")))
    missing = mayfly("make", "--design", str(design))
    assert missing.returncode != 0
    assert "bodies[0].base.file" in missing.stderr
    named = mayfly("make", "--design", str(design), "--with", str(step), "--json")
    beside = design.rename(step.with_name("bored.json"))
    found = mayfly("make", "--design", str(beside), "--json")
    for done in (named, found):
        assert done.returncode == 0, done.stderr
        assert sum(hole["count"] for hole in json.loads(done.stdout)["report"]["holes"]) == 5
