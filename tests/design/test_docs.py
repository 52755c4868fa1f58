"""The examples of docs/design.md compile, and measure what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mayfly.design import Design, compile_design
from tests.design.conftest import Measure

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "design.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)


def test_the_examples_build_what_was_worked_out(measure: Measure) -> None:
    plans = [compile_design(Design.read(text)) for text in EXAMPLES]
    assert len(plans) >= 5
    # what shows several bodies is measured by the workshop only
    single = [plan for plan in plans if plan.script.count("show_object(") == 1]
    for plan, found in zip(single, measure([plan.script for plan in single]), strict=True):
        assert plan.requirements.volume_mm3 == pytest.approx(found["volume_mm3"], rel=1e-6)
        assert plan.requirements.bounding_box_mm == pytest.approx(found["bounding_box_mm"], abs=1e-4)


def test_the_python_example_prints_the_volume_of_an_inch_cubed(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(code, {})  # noqa: S102 - the page's own
    assert float(capsys.readouterr().out) == pytest.approx(25.4**3)
