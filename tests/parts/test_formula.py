"""The formula language: enough arithmetic for geometry, and no way out of it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayfly.cad.parts import Formula, Template


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("pi / 4 * d**2", math.pi),
        ("-d + 3 * (1 - 0.5)", -0.5),
        ("sqrt(d * 8) if d > 1 else 0", 4),
        ("1 < d <= 2 and not d == 3", True),
        ("d < 1 or d > 5", False),
        ("max(a for a, b in steps) + sum(a * b for a, b in steps) + len(steps)", 3 + 11 + 2),
        ("sum(k for k in range(4))", 6),
        ("cos(radians(60)) + d % 2", 0.5),
    ],
)
def test_arithmetic_comparisons_choices_and_sums(text: str, value: object) -> None:
    values = {"d": 2.0, "steps": ((1.0, 2.0), (3.0, 3.0))}
    assert Formula(text)(values) == pytest.approx(value)


def test_a_formula_knows_which_names_it_needs() -> None:
    assert Formula("pi * r + sum(d * l for d, l in steps)").names == {"r", "steps"}


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "d.__class__",
        "(lambda: 1)()",
        "[d for d in (1, 2)]",
        "open('x')",
        "f'{d}'",
        "d[0]",
        "max(1, key=d)",
        "{1: 2}",
        "b'x'",
    ],
)
def test_nothing_but_arithmetic_exists(text: str) -> None:
    with pytest.raises((SyntaxError, KeyError)):
        Formula(text)({"d": 1.0})


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_it_agrees_with_python(a: float, b: float) -> None:
    assert Formula("a * b - max(a, b) / 3")({"a": a, "b": b}) == a * b - max(a, b) / 3


def test_a_sentence_shows_numbers_as_a_drawing_does() -> None:
    assert Template("{a} x {a + b} mm")({"a": 80.0, "b": 0.12345678}) == "80 x 80.1235 mm"
