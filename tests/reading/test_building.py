"""What is read of one part with features is built as it was said; a changed word changes or stops it."""

import pytest

from mayfly.contracts import Plan
from mayfly.planning.readings.decide import decide


def plan_of(text: str) -> Plan:
    plan = decide(text).plan
    assert plan is not None, f"nothing was built of {text!r}: {decide(text).question}"
    return plan


Holes = tuple[tuple[float, int], ...]
Facts = tuple[float, tuple[float, float, float], Holes]


def facts(text: str) -> Facts:
    wanted = plan_of(text).requirements
    assert wanted.volume_mm3 is not None
    assert wanted.bounding_box_mm is not None
    holes = tuple(sorted((hole.diameter_mm, hole.count) for hole in wanted.holes or ()))
    x, y, z = wanted.bounding_box_mm
    return round(wanted.volume_mm3, 1), (x, y, z), holes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PL 150x75x12, 4x Ø9 THRU ON 125x50 CTRS", (131946.4, (150.0, 75.0, 12.0), ((9.0, 4),))),
        ("2 inch square plate 1/4 inch thick", (16387.1, (50.8, 50.8, 6.35), ())),
        ("plate 100x60x8 with a 20 mm square cutout in the middle", (44800.0, (100.0, 60.0, 8.0), ())),
        (
            "base 80x80x10 with a 30 mm diameter boss 20 mm tall in the middle and a 12 mm hole through it",
            (74744.2, (80.0, 80.0, 30.0), ((12.0, 1),)),
        ),
        (
            "plate 100x60x10 with three 6 mm holes along the left edge, 8 mm from the edge, 20 mm apart",
            (59151.8, (100.0, 60.0, 10.0), ((6.0, 3),)),
        ),
        (
            "shaft 25 x 150 with M10 tapped holes 20 deep in both ends",
            (71361.3, (25.0, 25.0, 150.0), ((8.5, 1),)),
        ),
        ("washer M8 DIN 125", (233.0, (16.0, 16.0, 1.6), ((8.4, 1),))),
    ],
)
def test_a_request_is_built_as_it_was_said(text: str, expected: Facts) -> None:
    volume, box, holes = facts(text)
    assert volume == pytest.approx(expected[0], abs=0.2)
    assert box == pytest.approx(expected[1])
    assert holes == expected[2]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("plate 100x60x8", "plate 60x100x8"),
        ("plate 4 x 2 x 0.25 in", "plate 4 x 2 x 0.25 mm"),
        ("disc Ø60 x 10, bore 16", "disc Ø60 x 16, bore 10"),
        ("block 60x40x20, fillet all edges 2 mm", "block 60x40x20, fillet the top edges 2 mm"),
        ("plate 80x60x5 with a 10 mm hole", "plate 80x60x5 without a 10 mm hole"),
        ("plate 80x60x5 with a 10 mm hole", "plate 80x60x5 with a tapered 10 mm hole"),
    ],
)
def test_a_changed_word_changes_the_model_or_stops_it(text: str, other: str) -> None:
    plan = decide(other).plan
    assert plan is None or facts(other) != facts(text)


@pytest.mark.parametrize(
    "text",
    [
        "disc 3 inch dia 10 thick",
        "plate 200 x 100 with 4 M6 holes in the corners, 10 mm inset",
        "plate 80 x 80 x 10, fillet all edges with radius 6",
        "Bar 100x40x10 with three holes of 8 mm drilled through it.",
        "washer M8 DIN 9999",
    ],
)
def test_what_is_open_is_asked_and_not_built(text: str) -> None:
    assert decide(text).plan is None
