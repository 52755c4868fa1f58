"""What is said besides a size has to agree with it, and what is said of a place moves the model."""

from __future__ import annotations

import math

import pytest

from mayfly.errors import NeedsClarification
from mayfly.planning.rules import RulesPlanner


@pytest.mark.parametrize(
    "request_",
    [
        # half of 60 is 30, and that a width of 40 is twice 20 says nothing of the length
        "A box with a length of 60 mm, a width of 40 mm and a height of 20 mm, which is half the length.",
        "A box with a width of 25 mm, a length of 60 mm, which is twice the width, and a height of 10 mm.",
        "A cylinder 90 mm high with a diameter of 40 mm, which is a third of its height.",
        "A frame 200 x 150 outside, opening 160 x 110, so that the border is 30 mm all round, 12 thick.",
        "A capsule of radius 10, straight part 30 long (60 mm overall).",
        "plug, big dia 40, small dia 45, length 60",
        "A gusset 80 x 60.",
        # a comparison may hold a shape that was not described
        "draw a circle of 8 mm and extrude it by 30 mm to resemble a bolt with a hole.",
        "draw a square of 80 mm and extrude it by 30 mm to resemble a table with four legs.",
        "draw a square of 80 mm and extrude it by 30 mm so that it looks like a box with an open top.",
        "plate 60 x 40 x 5 shaped like a star",
        "block 60 x 40 x 5 looking like a staircase",
        "plate 90 x 60 x 8, boss 20 dia 10 high and a hole. The hole diameter is 4 mm smaller than the boss.",
        "Plate 120x80x20 with a 5 mm hole at each corner of a 60x40 pocket 10 deep.",
        "plate 100 x 60 x 20, a 6 mm hole at (-20, 0), an 8 mm hole at (20, 0). The 7 mm hole is 5 mm deep.",
    ],
)
def test_what_does_not_agree_is_asked_about(request_: str) -> None:
    with pytest.raises(NeedsClarification):
        RulesPlanner().plan(request_)


@pytest.mark.parametrize(
    ("request_", "box", "volume"),
    [
        (
            "A box with a length of 60 mm, a width of 40 mm and a height of 30 mm, which is half the length.",
            (60, 40, 30),
            60 * 40 * 30,
        ),
        (
            "A capsule of radius 10, straight part 30 long (50 mm overall).",
            (20, 20, 50),
            math.pi * 100 * 30 + 4 / 3 * math.pi * 1000,
        ),
    ],
)
def test_what_agrees_is_built(request_: str, box: tuple[float, float, float], volume: float) -> None:
    requirements = RulesPlanner().plan(request_).requirements
    assert sorted(requirements.bounding_box_mm or ()) == sorted(map(float, box))
    assert requirements.volume_mm3 == pytest.approx(volume, rel=1e-6)


@pytest.mark.parametrize(
    ("request_", "at"),
    [
        # a body stands on z = 0 with its middle over the origin: it is moved by what differs from that
        ("A sphere of radius 10 centred at (0, 0, 25).", (0, 0, 15)),
        ("A sphere of radius 10 whose centre lies at (5, -5, 25).", (5, -5, 15)),
        ("A box 10 x 20 x 30 centred at (0, 0, 25).", (0, 0, 10)),
        ("A cylinder 20 dia 30 high whose axis is at (10, 10).", (10, 10, 0)),
        ("A block 60 x 40 x 20. The middle of the block lies at the origin.", (0, 0, -10)),
        ("A cylinder 30 mm in diameter and 50 mm high. Finally move the whole model 15 mm up.", (0, 0, 15)),
        ("A plate 60 x 40 x 5. Move the whole part down by 5 mm.", (0, 0, -5)),
    ],
)
def test_a_body_alone_stands_where_it_is_said_to(request_: str, at: tuple[float, float, float]) -> None:
    design = RulesPlanner().plan(request_).design
    assert design is not None
    assert design["bodies"][0]["at"] == list(map(float, at))


def test_a_body_that_is_said_to_be_at_the_origin_stands_there_anyway() -> None:
    design = RulesPlanner().plan("A cube of 30 mm centred at the origin.").design
    assert design is not None
    assert "at" not in design["bodies"][0]
