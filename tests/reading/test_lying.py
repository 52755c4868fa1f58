"""Flat parts described as they stand, corners on one side, and several holes that share a count."""

from __future__ import annotations

import pytest

from mayfly.design import Design
from mayfly.errors import MayflyError
from mayfly.planning.rules import RulesPlanner


def _made(request: str) -> tuple[tuple[float, ...] | None, str]:
    plan = RulesPlanner().plan(request)
    return plan.requirements.bounding_box_mm, Design.read(plan.design).describe()


@pytest.mark.parametrize(
    ("request_", "box", "said"),
    [
        (
            "plate 40 wide, 100 tall, 4 thick, 5 mm hole 12 from the top edge, centred",
            (40, 100, 4),
            "(0, 38)",
        ),
        (
            "plate 40 wide, 100 high, 4 thick, 5 mm hole 12 above the bottom edge, centred",
            (40, 100, 4),
            "(0, -38)",
        ),
        ("a rectangle 40 wide 100 tall 4 thick with a 5 mm hole in the middle", (40, 100, 4), "middle"),
        (
            "sign 200 long 120 high 3 thick, 5 mm hole in each top corner, 10 from the edges",
            (200, 120, 3),
            "(-90, 50) and (90, 50)",
        ),
        (
            "plate 100 wide 60 tall 5 thick, slot 40 x 8 in the middle along the height",
            (100, 60, 5),
            "turn 90",
        ),
        ("board 800 wide 300 deep 18 thick", (800, 300, 18), "800 x 300 x 18"),
        (
            "plate 200 x 120 x 3, a 5 mm hole in the lower left corner, 10 mm from the edges",
            (200, 120, 3),
            "(-90, -50)",
        ),
        (
            "plate 100 x 60 x 5, two 6 mm holes, one 10 from the left edge, the other 15 from the right edge",
            (100, 60, 5),
            "(35, 0)",
        ),
        (
            "disc 150 x 4 with seven 10 mm holes: one in the middle and six evenly on a 90 mm circle",
            (150, 150, 4),
            "circle of 90",
        ),
    ],
)
def test_a_part_is_read_as_it_was_described(request_: str, box: tuple[float, ...], said: str) -> None:
    found, text = _made(request_)
    assert found == pytest.approx(box)
    assert said in text


@pytest.mark.parametrize(
    "request_",
    [
        "plate 100 wide 60 tall 5 thick with a hole 3 mm in the top, 4 deep",  # into its edge, or its face
        "plate 200 x 120 x 3, three 5 mm holes in the left corners, 10 mm from the edges",
        "plate 200 x 120 x 3, two 5 mm holes in opposite corners",
        "disc 150 x 4 with seven 10 mm holes: one in the middle and five on a 90 mm circle",
        "plate 40 wide, 50 wide, 100 tall, 4 thick",
        "plate 100 wide 60 tall 5 thick, all top edges chamfered 1 mm",
        "a plate 60 x 60 x 10 with a square recess 20 across, 4 deep",
    ],
)
def test_what_is_open_or_contradictory_is_asked_about(request_: str) -> None:
    with pytest.raises(MayflyError):
        RulesPlanner().plan(request_)
