"""The catalogue as a whole: one file a part, for people and CQ-editor too, described without the kernel."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mayfly.cad import parts
from mayfly.cad.parts import Part, catalogue, get_part
from mayfly.cad.parts._page import page
from mayfly.errors import UnknownPart

ROOT = Path(__file__).parents[2]
FOLDER = Path(parts.__file__).parent

PART = '''"""Peg: a peg.

Names: peg
Sizes: diameter x height
Box: diameter, diameter, height
"""

import cadquery as cq

diameter = 5.0  # mm, 0.01 to 100: across
height = 5.0  # mm, 0.01 to 100: along Z

show_object(cq.Workplane().circle(diameter / 2).extrude(height))
'''


def test_there_are_more_than_seventy_parts_and_each_file_is_one() -> None:
    assert len(catalogue()) > 70
    assert set(catalogue()) == {path.stem for path in FOLDER.glob("[a-z]*.py")}


def test_no_two_parts_answer_to_the_same_words() -> None:
    owners: dict[str, set[str]] = {}
    for part in catalogue().values():
        for name in (*part.names, part.name.replace("_", " ")):
            owners.setdefault(name.replace("-", " "), set()).add(part.name)
    assert not {name: found for name, found in owners.items() if len(found) > 1}


def test_reading_the_catalogue_does_not_load_the_kernel() -> None:
    check = (
        "import sys; from mayfly.cad.parts import catalogue\n"
        "[part.plan() for part in catalogue().values()]\n"
        "assert not {'cadquery', 'OCP'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", list(catalogue()))
def test_a_part_describes_and_bounds_every_parameter(name: str) -> None:
    part = get_part(name)
    assert part.parameters
    for parameter in part.parameters.values():
        assert parameter.description
        assert parameter.choices or (parameter.low is not None and parameter.high is not None)
    for node in ast.parse(part.source).body:  # what CQGI takes for a parameter is described as one
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            plain = isinstance(node.value, ast.Constant)
            known = node.targets[0].id in part.parameters
            assert known or not plain or node.targets[0].id in {"bottom", "done"}, ast.unparse(node)


def test_the_files_run_as_they_are(measure: Callable[..., list[dict[str, Any]]]) -> None:
    answers = measure([{"script": part.source} for part in catalogue().values()])
    assert {
        name for name, answer in zip(catalogue(), answers, strict=True) if not answer.get("valid")
    } == set()


def test_a_part_is_found_by_its_name_and_by_any_of_its_words() -> None:
    assert get_part("l_bracket") is get_part("L-Bracket") is get_part("angle bracket")


def test_an_unknown_part_comes_back_with_near_ones() -> None:
    with pytest.raises(UnknownPart, match="Did you mean washer"):
        get_part("wahser")
    with pytest.raises(UnknownPart, match=r"There are .*box.*tube"):
        get_part("qqqqqqq")


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        (PART.replace("Names: peg\n", ""), "Names"),
        (PART.replace("Box: diameter", "Box: diametre"), "diametre"),
        (PART.replace("Sizes: diameter", "Sizes: dia"), "dia"),
        (PART.replace("# mm, 0.01 to 100: across", "# how wide"), "does not describe a parameter"),
        (PART.replace("= 5.0  # mm, 0.01 to 100: across", "= 500.0  # mm, 0.01 to 100: across"), "range"),
        (
            PART.replace("= 5.0  # mm, 0.01 to 100: across", "= (\n    5.0  # mm, 0.01 to 100: across\n)"),
            "one line",
        ),
        (PART.replace("Box:", "Bolts: 3\nBox:"), "Bolts"),
        (PART.replace("Names: peg", "Names: peg\nHole: somewhere"), "not a hole"),
        (PART.replace("Names: peg", "Names: peg\nRule: height >: too low"), "invalid syntax"),
    ],
)
def test_a_badly_written_part_is_named_with_its_fault(broken: str, complaint: str) -> None:
    assert Part.read("peg", PART).title == "Peg"
    with pytest.raises(ValueError, match=f"part peg: .*{complaint}"):
        Part.read("peg", broken)


def test_the_page_of_documentation_is_up_to_date() -> None:
    written = (ROOT / "docs" / "parts.md").read_text(encoding="utf-8")
    assert written == page(list(catalogue().values())), "run: python -m mayfly.cad.parts > docs/parts.md"
