"""Of several holes, what is said goes to the one that is spoken of: "the smaller hole", "the latter"."""

from __future__ import annotations

from typing import Any

import pytest

from mayfly.errors import NeedsClarification
from mayfly.planning.rules import RulesPlanner

Point = tuple[float, float]
#: A hole: its diameter, its place, its depth (None: through), and its counterbore's diameter and depth.
Hole = tuple[float, Point, float | None, tuple[float, float] | None]

PLATE = "plate 100 x 60 x 20 with "
TWO = PLATE + "a 6 mm hole at (-20, 0) and an 8 mm hole at (20, 0). "
THREE = PLATE + "a 5 mm hole at (-30, 0), a 7 mm hole at (0, 0) and a 9 mm hole at (30, 0). "
FIRST_MIDDLE = PLATE + "a 20 mm hole in the middle and four 6 mm holes in the corners, 10 mm from the edges. "
LAST_MIDDLE = PLATE + "four 6 mm holes in the corners, 10 mm from the edges, and a 20 mm hole in the middle. "
#: The corners of 100 x 60, 10 mm from the edges.
CORNERS: tuple[Point, ...] = (
    (-50 + 10, -30 + 10),
    (-50 + 10, 30 - 10),
    (50 - 10, -30 + 10),
    (50 - 10, 30 - 10),
)


def hole(
    diameter: float, *places: Point, depth: float | None = None, mouth: tuple[float, float] | None = None
) -> list[Hole]:
    return [(diameter, place, depth, mouth) for place in places]


def features(request: str) -> list[dict[str, Any]]:
    design = RulesPlanner().plan(request).design
    assert design is not None
    found: list[dict[str, Any]] = design["bodies"][0]["features"]
    return found


def holes(request: str) -> list[Hole]:
    """Return all holes one by one; the wide mouth of a counterbored hole is told with its hole."""
    return [
        (each.diameter_mm, place, each.depth_mm if each.kind == "blind" else None, each.counterbore_mm)
        for each in RulesPlanner().plan(request).requirements.holes or ()
        if each.kind != "counterbore"
        for place in each.at or ()
    ]


LEFT, RIGHT, BORE = hole(6, (-20, 0)), hole(8, (20, 0)), hole(20, (0, 0))


@pytest.mark.parametrize(
    ("said", "left", "right"),
    [
        # by its size
        ("The smaller hole is 5 mm deep.", hole(6, (-20, 0), depth=5), RIGHT),
        ("The larger hole is 12 mm deep.", LEFT, hole(8, (20, 0), depth=12)),
        ("The 6 mm hole is 8 deep.", hole(6, (-20, 0), depth=8), RIGHT),
        ("The 8 mm hole is 15 mm deep, the 6 mm hole goes through.", LEFT, hole(8, (20, 0), depth=15)),
        # by the order of speech
        ("The first hole is 7 mm deep.", hole(6, (-20, 0), depth=7), RIGHT),
        ("The second hole is 7 mm deep.", LEFT, hole(8, (20, 0), depth=7)),
        ("The former is 12 mm deep.", hole(6, (-20, 0), depth=12), RIGHT),
        ("The latter is 12 mm deep.", LEFT, hole(8, (20, 0), depth=12)),
        (
            "The former is 5 mm deep and the latter is 12 mm deep.",
            hole(6, (-20, 0), depth=5),
            hole(8, (20, 0), depth=12),
        ),
        # by its side
        ("The left hole is 9 mm deep.", hole(6, (-20, 0), depth=9), RIGHT),
        ("The right hole is 9 mm deep.", LEFT, hole(8, (20, 0), depth=9)),
        # a counterbore, which the hole named last would get otherwise
        (
            "The smaller hole has a counterbore of 11 mm diameter and 3 mm depth.",
            hole(6, (-20, 0), mouth=(11, 3)),
            RIGHT,
        ),
        ("The first hole is counterbored 10 x 4.", hole(6, (-20, 0), mouth=(10, 4)), RIGHT),
        ("The 6 mm hole is counterbored 11 x 3.", hole(6, (-20, 0), mouth=(11, 3)), RIGHT),
        ("The former is counterbored 12 x 5.", hole(6, (-20, 0), mouth=(12, 5)), RIGHT),
        (
            "The left hole is counterbored 10 x 4, the right one is 12 deep.",
            hole(6, (-20, 0), mouth=(10, 4)),
            hole(8, (20, 0), depth=12),
        ),
        (
            "The bigger hole gets a counterbore of 14 mm diameter and 4 mm depth.",
            LEFT,
            hole(8, (20, 0), mouth=(14, 4)),
        ),
    ],
)
def test_what_is_said_of_one_of_two_holds_for_that_one(
    said: str, left: list[Hole], right: list[Hole]
) -> None:
    assert sorted(holes(TWO + said)) == left + right


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (
            PLATE
            + "two holes. The first hole is 6 mm in diameter and lies at (-25, 5), the second hole is 9 mm"
            " in diameter and lies at (25, -5).",
            hole(6, (-25, 5)) + hole(9, (25, -5)),
        ),
        (
            PLATE + "two holes: the first is 6 mm at (-20, 0) and the second is 8 mm at (20, 0).",
            hole(6, (-20, 0)) + hole(8, (20, 0)),
        ),
        (
            PLATE
            + "two 7 mm holes. The first hole is 20 mm from the left edge and 15 mm from the front edge, the"
            " second hole is 25 mm from the right edge and 10 mm from the front edge.",
            hole(7, (-50 + 20, -30 + 15), (50 - 25, -30 + 10)),
        ),
        (
            PLATE
            + "three holes of 5 mm. The first hole is at (-30, 0), the second hole is at (0, 10) and the"
            " third hole is at (30, 0).",
            hole(5, (-30, 0), (0, 10), (30, 0)),
        ),
        (
            PLATE
            + "a 4 mm hole and a 10 mm hole. The 4 mm hole is 5 mm from the right edge and 12 mm from the"
            " front edge. The 10 mm hole is in the middle.",
            hole(4, (50 - 5, -30 + 12)) + hole(10, (0, 0)),
        ),
        (
            PLATE + "a 10 mm hole in the middle and a 4 mm hole. The 4 mm hole is 5 mm from the right edge.",
            hole(4, (50 - 5, 0)) + hole(10, (0, 0)),
        ),
        (
            PLATE + "a 12 mm hole and a 5 mm hole. The larger hole is at (-15, 0) and the smaller hole is at"
            " (30, 10).",
            hole(5, (30, 10)) + hole(12, (-15, 0)),
        ),
    ],
)
def test_each_hole_is_where_it_was_said_to_be(request_: str, expected: list[Hole]) -> None:
    assert sorted(holes(request_)) == expected


@pytest.mark.parametrize(
    ("said", "depths"),
    [
        ("The second hole is 6 mm deep.", (None, 6, None)),
        ("The third hole is 6 mm deep.", (None, None, 6)),
        ("The largest hole is 6 mm deep and the smallest hole is 4 mm deep.", (4, None, 6)),
    ],
)
def test_one_of_three_holes_is_found(said: str, depths: tuple[float | None, ...]) -> None:
    small, middle, large = depths
    assert sorted(holes(THREE + said)) == [
        *hole(5, (-30, 0), depth=small),
        *hole(7, (0, 0), depth=middle),
        *hole(9, (30, 0), depth=large),
    ]


@pytest.mark.parametrize(
    ("request_", "corners", "middle"),
    [
        (FIRST_MIDDLE + "The four holes are 5 mm deep.", hole(6, *CORNERS, depth=5), BORE),
        (FIRST_MIDDLE + "The 6 mm holes are 5 mm deep.", hole(6, *CORNERS, depth=5), BORE),
        (LAST_MIDDLE + "The four holes are counterbored 11 x 4.", hole(6, *CORNERS, mouth=(11, 4)), BORE),
        (
            PLATE + "a 20 mm hole in the middle and 6 mm corner holes, 10 from the edges. The corner holes"
            " are 5 deep.",
            hole(6, *CORNERS, depth=5),
            BORE,
        ),
        (LAST_MIDDLE + "The central hole is 8 mm deep.", hole(6, *CORNERS), hole(20, (0, 0), depth=8)),
    ],
)
def test_holes_in_the_corners_are_told_from_the_one_in_the_middle(
    request_: str, corners: list[Hole], middle: list[Hole]
) -> None:
    assert sorted(holes(request_)) == corners + middle


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (
            "Bar 200 x 40 x 10 with 4 holes of 8 mm in a row, 30 mm apart. The first hole is 40 mm from the"
            " left end.",
            hole(8, *((-100 + 40 + 30 * i, 0) for i in range(4))),
        ),
        (
            "Flat bar 240 x 30 x 8 with five 6 mm holes in a row along the centreline, spaced 25 mm; first"
            " hole 40 mm from the left end.",
            hole(6, *((-120 + 40 + 25 * i, 0) for i in range(5))),
        ),
    ],
)
def test_the_first_hole_of_a_row_places_the_row(request_: str, expected: list[Hole]) -> None:
    assert sorted(holes(request_)) == expected


@pytest.mark.parametrize(
    ("request_", "circle"),
    [
        (
            "Disc Ø100, 10 mm thick, with six 7 mm holes on a 70 mm bolt circle, first hole at 45°.",
            (6, 70, 45),
        ),
        ("Disc Ø80 x 8 with four 6 mm holes on a 60 mm bolt circle. The first hole is at 30°.", (4, 60, 30)),
    ],
)
def test_the_first_hole_of_a_circle_turns_the_circle(request_: str, circle: tuple[int, float, float]) -> None:
    (feature,) = features(request_)
    at = feature["at"]
    assert (at["kind"], at["count"], at["diameter"], at["first_angle"]) == ("circle", *circle)


@pytest.mark.parametrize(
    "request_",
    [
        # where is the one that is not spoken of
        PLATE + "three 5 mm holes, the first at (-30, 0), the second at (0, 10).",
        PLATE + "three 6 mm holes. The first hole is at (-30, 0), the second hole is at (10, 0).",
        PLATE + "two 7 mm holes. The first hole is at (-30, 10).",
        PLATE + "two holes. The first is 6 mm and the second is 8 mm.",
        # which one is meant
        TWO + "The other hole is 5 mm deep.",
        TWO + "The third hole is 5 mm deep.",
        PLATE + "a 6 mm hole at (-20, 0) and another 6 mm hole at (20, 0). The smaller hole is 5 mm deep.",
        PLATE + "a 6 mm hole at (-20, 0) and a 6 mm hole at (20, 0). The 6 mm hole is 5 mm deep.",
        # the one that is meant cannot be so
        TWO + "The larger hole is 12 mm deep. The larger hole is 5 mm deep.",
        TWO + "The smaller hole is 25 mm deep.",
        TWO + "The smaller hole is counterbored 5 mm in diameter and 4 mm deep.",
    ],
)
def test_what_could_be_said_of_another_hole_is_asked_about(request_: str) -> None:
    with pytest.raises(NeedsClarification):
        RulesPlanner().plan(request_)
