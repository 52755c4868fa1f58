"""Lengths and angles of the feature language: numbers, and text with units."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from mayfly.design.values import Angle, Coordinate, Length, Pair

_LENGTH: TypeAdapter[float] = TypeAdapter(Length)
_COORDINATE: TypeAdapter[float] = TypeAdapter(Coordinate)
_ANGLE: TypeAdapter[float] = TypeAdapter(Angle)
_PAIR: TypeAdapter[tuple[float, float]] = TypeAdapter(Pair)
_IN_MM = {"mm": 1.0, "cm": 10.0, "in": 25.4, '"': 25.4, "inch": 25.4, "": 1.0}


@given(st.decimals("0.01", "300", places=3), st.sampled_from(sorted(_IN_MM)), st.sampled_from(["", " "]))
def test_a_number_with_its_unit_is_that_many_millimetres(number: Any, unit: str, gap: str) -> None:
    assert math.isclose(_LENGTH.validate_python(f"{number}{gap}{unit}"), float(number) * _IN_MM[unit])


@given(st.integers(0, 20), st.integers(1, 63), st.sampled_from([2, 4, 8, 16, 32, 64]))
def test_a_mixed_fraction_of_inches_is_their_sum(whole: int, above: int, below: int) -> None:
    text = f"{whole} {above}/{below} in" if whole else f"{above}/{below} in"
    inches = whole + Fraction(above, below)
    assert math.isclose(_LENGTH.validate_python(text), float(inches) * 25.4)


@given(st.floats(-9999, 9999))
def test_a_coordinate_keeps_its_sign_as_text_and_as_a_number(at: float) -> None:
    assert _COORDINATE.validate_python(at) == at
    assert math.isclose(_COORDINATE.validate_python(f"{at:.6f} mm"), at, abs_tol=1e-6)


@pytest.mark.parametrize(
    "wrong", ["", "x", "1/0 in", "3 4 in", "5 deg", "1..2", 0, -1, "-3 mm", 1e9, math.inf, math.nan, None, []]
)
def test_what_is_no_size_is_refused(wrong: Any) -> None:
    with pytest.raises(ValidationError):
        _LENGTH.validate_python(wrong)


@given(st.text(max_size=12))
def test_no_text_does_anything_but_be_read_or_refused(text: str) -> None:
    for adapter in (_LENGTH, _COORDINATE, _ANGLE, _PAIR):
        try:
            adapter.validate_python(text)
        except ValidationError:
            continue


def test_one_length_stands_for_both_of_a_pair() -> None:
    assert _PAIR.validate_python("1/2 in") == (12.7, 12.7)
    assert _PAIR.validate_python([1, "2 cm"]) == (1.0, 20.0)


@given(st.integers(-360, 360))
def test_degrees_may_have_their_sign(degrees: int) -> None:
    assert _ANGLE.validate_python(f"{degrees}°") == degrees
