"""How many there are of a feature is no size of the part that it belongs to."""

from __future__ import annotations

import pytest

from mayfly.errors import NeedsClarification
from mayfly.planning.rules.planner import RulesPlanner


@pytest.mark.parametrize("features", ["4 holes", "2 slots", "3 cuts", "6 windows"])
@pytest.mark.parametrize("joined", ["with ", ""])
def test_a_count_is_not_taken_for_the_missing_thickness(features: str, joined: str) -> None:
    with pytest.raises(NeedsClarification):
        RulesPlanner().plan(f"a plate 80 x 60 mm {joined}{features}")


def test_a_repeated_hole_is_made_as_often_as_was_said() -> None:
    plan = RulesPlanner().plan(
        "plate 80x60x6 with a 5 mm hole 10 mm from the left edge and 10 mm from the front edge. Repeat it"
        " with a linear pattern, 5 instances in total, 12 mm apart along X"
    )
    (hole,) = plan.requirements.holes or ()
    assert (hole.count, hole.diameter_mm) == (5, 5.0)


@pytest.mark.parametrize("count", ["one", "1 no.", "two"])
def test_a_number_of_parts_is_no_thickness(count: str) -> None:
    with pytest.raises(NeedsClarification) as asked:
        RulesPlanner().plan(
            f"Please provide {count} base plate of 200 mm x 150 mm with 4 holes of 14 mm on 160 x 110 centres"
        )
    assert asked.value.subject is not None
    assert "1 mm" not in str(asked.value)
