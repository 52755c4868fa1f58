"""The worked example of docs/reading.md comes out as the page says."""

import re
from pathlib import Path

import pytest

from mayfly.planning.readings.decide import decide
from mayfly.planning.readings.reader import MARGIN, readings

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reading.md").read_text(encoding="utf-8")
CLOSE, CLEAR = "disc 3 inch dia 10 thick", "pipe 2 inch OD, 0.065 wall, 10 long"


def test_the_close_call_is_asked_about_at_the_costs_that_the_page_shows() -> None:
    assert f"`{CLOSE}`" in PAGE
    totals = [float(total) for total in re.findall(r"^\| the 10 is in .*\| ([\d.]+) \|$", PAGE, re.MULTILINE)]
    first, second = readings(CLOSE)[:2]
    assert [first.cost, second.cost] == pytest.approx(totals, abs=0.01)
    assert {first.unit, second.unit} == {"in", "mm"}
    decision = decide(CLOSE)
    assert decision.plan is None
    assert str(decision.question) in re.sub(r"\s+", " ", PAGE)


def test_the_clear_call_is_built_in_inches_as_the_page_says() -> None:
    assert f"`{CLEAR}`" in PAGE
    first, second = readings(CLEAR)[:2]
    assert (first.unit, second.unit) == ("in", "mm")
    assert second.cost - first.cost > MARGIN
    assert f"{first.cost:.2f}" in PAGE
    plan = decide(CLEAR).plan
    assert plan is not None
    assert any(str(statement) in re.sub(r"\s+", " ", PAGE) for statement in plan.assumptions)
