"""What slopes down to nothing: its height is what it slopes from."""

from __future__ import annotations

import pytest

from mayfly.errors import NeedsClarification
from mayfly.planning.rules import RulesPlanner


@pytest.mark.parametrize(
    ("request_", "box"),
    [
        ("wedge 50 mm long, 30 mm wide, going from 6 mm at the thick end down to 0", (50, 30, 6)),
        ("a wedge 50 long, 30 wide, tapering from 12 to nothing", (50, 30, 12)),
        ("ramp 100 long 40 wide sloping from 20 mm at the back down to zero at the front", (100, 40, 20)),
    ],
)
def test_a_slope_down_to_nothing_has_the_height_that_it_begins_with(
    request_: str, box: tuple[float, float, float]
) -> None:
    wanted = RulesPlanner().plan(request_).requirements
    assert wanted.bounding_box_mm == box
    assert wanted.volume_mm3 == pytest.approx(box[0] * box[1] * box[2] / 2)


def test_a_slope_that_ends_above_nothing_is_no_wedge() -> None:
    wanted = RulesPlanner().plan("wedge 50 long, 30 wide, from 6 to 2").requirements
    assert wanted.volume_mm3 == pytest.approx(50 * 30 * (6 + 2) / 2)


def test_a_hole_does_not_slope() -> None:
    with pytest.raises(NeedsClarification):
        RulesPlanner().plan("plate 60x40x5 with a hole from 10 to 0")
