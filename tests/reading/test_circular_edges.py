"""Edges that are called circular: all of a round part, and none of a plate's own."""

from __future__ import annotations

import pytest
from cadquery import cqgi

from mayfly.contracts import Plan
from mayfly.errors import NeedsClarification
from mayfly.planning.readings.decide import decide

#: A ring of 80 x 60 x 15 mm with 2 mm fillets: by Pappus, from the corner's area and where its middle is.
OUTER, ALL = 32560.05923745667, 32231.628322977278


def _plan(request: str) -> Plan:
    decision = decide(request)
    assert decision.plan is not None, decision.question
    return decision.plan


@pytest.mark.parametrize(
    ("edges", "volume"),
    [
        ("with all the circular edges filleted by 2 mm", ALL),
        ("fillet every circular edge 2 mm", ALL),
        ("all edges rounded 2 mm", ALL),
        ("2 mm fillets on all four circular edges", ALL),
        ("2 mm fillet on the outer circular edges", OUTER),
    ],
)
def test_circular_edges_of_a_ring_are_its_edges(edges: str, volume: float) -> None:
    plan = _plan(f"ring 80 od 60 id 15 thick, {edges}")
    built = cqgi.parse(plan.script).build(dict(plan.parameters))
    assert built.success, built.exception
    made = built.results[0].shape.val().Volume()
    assert made == pytest.approx(volume, rel=1e-6)


@pytest.mark.parametrize(
    "request_",
    [
        "ring 80 od 60 id 15 thick, 2 mm fillets on both circular edges at the top",
        "plate 100x60x8 with a 20 mm hole in the middle, 1 mm chamfer on the circular edges",
    ],
)
def test_what_circular_edges_leave_open_is_asked_about(request_: str) -> None:
    decision = decide(request_)
    assert decision.plan is None
    assert isinstance(decision.question, NeedsClarification)
