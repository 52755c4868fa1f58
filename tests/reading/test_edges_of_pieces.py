"""Edges of a piece of a round part: only those at an end of the part are made, any other is asked about."""

from __future__ import annotations

import math

import pytest

from mayfly.errors import NeedsClarification
from mayfly.planning.rules import RulesPlanner

HUB = "flanged hub: Ø80x10 flange, Ø40 hub standing 20 mm above it, Ø16 bore through everything"
SHAFT = "stepped shaft: segment 1: diameter 20, length 30. Segment 2: diameter 32, length 45"


def ring_cut(diameter: float, size: float) -> float:
    """Return what a 45° chamfer takes off a rim on the outside, in mm³ (Pappus)."""
    return math.pi * (diameter - 2 * size / 3) * size**2 / 2


def volume(request_: str) -> float:
    found = RulesPlanner().plan(request_).requirements.volume_mm3
    assert found is not None
    return found


@pytest.mark.parametrize("edge", ["outer top edge of the hub", "rim of the hub", "top edge of the hub"])
def test_the_edge_of_the_piece_at_the_end_is_meant(edge: str) -> None:
    assert volume(HUB) - volume(f"{HUB}, 1 mm chamfer on the {edge}") == pytest.approx(ring_cut(40, 1))


@pytest.mark.parametrize(
    "request_",
    [
        f"{HUB}, 1 mm chamfer on the outer top edge of the flange",
        f"{HUB}, 1 mm chamfer on the bottom edge of the hub",
        f"{SHAFT}. Segment 3: diameter 16, length 25. Break the rim of the free end of segment 2 with a"
        " 1 x 45 degree chamfer.",
        "Extrude a circle of 60 mm by 12 mm. On its top extrude a circle of 32 mm by 25 mm."
        " 1 mm chamfer on the top edge of the boss",
        "plate 80x60x10 with a boss dia 30, 15 high in the centre."
        " 1 mm chamfer on the bottom edge of the boss",
        "rod 20 dia x 100 with 2x45 chamfer on the tips",  # of which a rod has two
    ],
)
def test_an_edge_inside_the_part_is_not_taken_for_one_at_its_end(request_: str) -> None:
    with pytest.raises(NeedsClarification):
        RulesPlanner().plan(request_)


@pytest.mark.parametrize("edge", ["outer top edge", "outer rim", "top edge"])
@pytest.mark.parametrize(
    "part",
    [
        "disc 60 dia 12 thick with a boss dia 30 15 high on top",
        "plate 80x60x10 with a boss dia 30, 15 high in the centre",
    ],
)
def test_the_free_edge_of_a_boss(part: str, edge: str) -> None:
    cut = volume(f"{part}. 1 mm chamfer on the {edge} of the boss")
    assert volume(part) - cut == pytest.approx(ring_cut(30, 1))


PLATE = "plate 80x60x10, 20 mm hole in the centre"


@pytest.mark.parametrize(
    "request_",
    [
        f"{PLATE} with 1x45 chamfer at the top",
        f"{PLATE}, 1 mm chamfer on the top edge of the hole",
        f"{PLATE}, countersunk to Ø22",
    ],
)
def test_a_chamfer_at_the_mouth_of_a_hole_is_a_countersink(request_: str) -> None:
    assert volume(PLATE) - volume(request_) == pytest.approx(math.pi * (10 + 1 / 3))


def test_a_chamfer_with_edges_of_its_own_is_that_of_the_part() -> None:
    with_edges = volume(f"{PLATE} and a 1 mm chamfer on the top edges")
    assert volume(PLATE) - with_edges == pytest.approx(0.5 * 2 * (80 + 60) - 4 / 3, rel=1e-3)


@pytest.mark.parametrize("edges", ["hole edges", "both ends of the hole", "edge of the hole"])
def test_which_end_of_a_hole_is_chamfered_is_asked(edges: str) -> None:
    with pytest.raises(NeedsClarification):
        RulesPlanner().plan(f"{PLATE}, 1 mm chamfer on the {edges}")
