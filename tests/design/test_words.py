"""A place is said as an engineer would say it."""

from __future__ import annotations

from typing import Any

import pytest

from mayfly.design.places import Grid
from mayfly.design.words import place_words


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
