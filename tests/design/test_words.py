"""A place is said as an engineer would say it."""

from __future__ import annotations

from typing import Any

import pytest

from mayfly.design.features import Cut
from mayfly.design.places import Grid
from mayfly.design.words import feature_words, place_words


@pytest.mark.parametrize(
    ("grid", "said"),
    [
        ({"columns": 4, "rows": 2, "spacing": [24, 30]}, "in 4 columns and 2 rows, 24 x 30 mm apart"),
        ({"columns": 3, "spacing": [30, 1]}, "in a row, 30 mm apart"),
        ({"columns": 1, "rows": 3, "spacing": [1, 30]}, "in a row, 30 mm apart, at 90°"),
        ({"columns": 3, "spacing": 10, "centre": [0, 5]}, "in a row, 10 mm apart, around (0, 5)"),
        ({"columns": 1, "rows": 1, "spacing": 10}, "in the middle"),
    ],
)
def test_a_grid_of_one_row_is_a_row(grid: dict[str, Any], said: str) -> None:
    assert place_words(Grid.model_validate(grid)) == said


RADIAL: dict[str, Any] = {
    "kind": "cut",
    "base": {
        "kind": "extrusion",
        "profile": {"kind": "circle", "at": [0, 20], "diameter": 5},
        "height": 11,
        "axis": "x",
    },
    "at": [25.5, 0, 0],
    "copies": {"kind": "circular", "count": 6},
}


def test_holes_from_all_round_are_called_so() -> None:
    said = feature_words(Cut.model_validate(RADIAL))
    assert said == "6 radial holes of 5 mm, 20 mm up, to 20 mm from the axis"


@pytest.mark.parametrize(
    "other",
    [
        {"turn": [0, 0, 30]},
        {"at": [25.5, 4, 0]},
        {"copies": {"kind": "circular", "count": 6, "angle": 180}},
        {"copies": {"kind": "circular", "count": 6, "through": [5, 0, 0]}},
    ],
)
def test_cuts_that_do_not_point_to_the_axis_are_no_radial_holes(other: dict[str, Any]) -> None:
    assert "radial" not in feature_words(Cut.model_validate(RADIAL | other))
