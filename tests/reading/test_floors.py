"""A depth may be told by what is left below."""

from __future__ import annotations

import pytest

from mayfly.planning.readings.decide import decide


@pytest.mark.parametrize(
    ("request_", "depth"),
    [
        ("plate 100 x 60 x 20 with a 10 mm hole down to 5 mm from the bottom", 15),
        ("plate 100 x 60 x 20 with a 10 mm hole stopping 5 mm short of the bottom", 15),
        ("cylinder 40 dia 60 long with a 20 mm bore to within 5 mm of the bottom", 55),
        ("block 100 x 60 x 40 with a pocket 80 x 40 leaving a floor of 5 mm", 35),
        ("block 100 x 60 x 40 with a pocket 80 x 40 leaving 5 mm at the bottom", 35),
        ("block 4 x 3 x 2 inch with a 1/2 hole to within 1/4 of the bottom", 44.45),
    ],
)
def test_what_is_left_below_tells_the_depth(request_: str, depth: float) -> None:
    plan = decide(request_).plan
    assert plan is not None and plan.design is not None
    (feature,) = plan.design["bodies"][0]["features"]
    assert feature["face"] == "top"
    assert feature["depth"] == pytest.approx(depth)


@pytest.mark.parametrize(
    "request_",
    [
        "cylinder 40 dia 60 long with a 20 mm bore leaving a 70 mm floor",
        "block 100 x 60 x 40 with a 10 mm hole in the front to within 5 mm of the bottom",
    ],
)
def test_what_can_not_be_left_is_asked_about(request_: str) -> None:
    assert decide(request_).plan is None
