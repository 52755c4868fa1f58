"""The examples of docs/design.md compile, and measure what they say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from mayfly.design import Design, compile_design
from mayfly.design.edits import Edit
from tests.design.conftest import Measure

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "design.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)

CODE = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_the_examples_build_what_was_worked_out(measure: Measure) -> None:
    plans = [compile_design(Design.read(text)) for text in EXAMPLES]
    assert len(plans) >= 5
    # what shows several bodies is measured by the workshop only
    single = [plan for plan in plans if plan.script.count("show_object(") == 1]
    for plan, found in zip(single, measure([plan.script for plan in single]), strict=True):
        assert plan.requirements.volume_mm3 == pytest.approx(found["volume_mm3"], rel=1e-6)
        assert plan.requirements.bounding_box_mm == pytest.approx(found["bounding_box_mm"], abs=1e-4)


def test_the_python_example_prints_the_volume_of_an_inch_cubed(capsys: pytest.CaptureFixture[str]) -> None:
    exec(CODE[0], {})  # noqa: S102 - the page's own
    assert float(capsys.readouterr().out) == pytest.approx(25.4**3)


def test_the_example_of_edits_prints_what_changed_and_the_design(capsys: pytest.CaptureFixture[str]) -> None:
    exec(CODE[1], {})  # noqa: S102 - the page's own
    assert capsys.readouterr().out.splitlines() == [
        "The thickness of the cover changed from 8 mm to 10 mm.",
        "The diameter of the holes changed from 6 mm to 5 mm.",
        "Removed: fillet of 5 mm, on the vertical edges.",
        "Added: bore of 20 mm, through, in the middle.",
        "Plate 100 x 60 x 10 mm.",
        "- 4 holes of 5 mm, through, in the corners, 10 mm from the edges.",
        "- Bore of 20 mm, through, in the middle.",
    ]


def test_the_page_names_every_kind_of_edit() -> None:
    edits = get_args(get_args(Edit)[0])
    kinds = {kind for edit in edits for kind in get_args(edit.model_fields["kind"].annotation)}
    assert all(f"`{kind}`" in PAGE for kind in kinds), kinds
