"""Purposes and tales around what is wanted: they change no shape, and nothing else is lost."""

from __future__ import annotations

import pytest

from mayfly.errors import MayflyError
from mayfly.planning.rules import RulesPlanner

PLATE = "a plate 100 x 60 x 5 mm with a 10 mm hole in the centre"


def _volume(request: str) -> float | None:
    try:
        return RulesPlanner().plan(request).requirements.volume_mm3
    except MayflyError:
        return None


@pytest.mark.parametrize(
    "request_",
    [
        f"To hang a picture frame on a brick wall I need {PLATE}.",
        f"To feed an 8 mm hose through a cabinet wall we need {PLATE}.",
        f"In order to hold my tube upright I'd like {PLATE}.",
        f"The door of our garden shed rattles, so I want {PLATE}.",
        f"I'm rebuilding the vice on my workbench and lost one piece of hardware: {PLATE}.",
        f"I'm building a birdhouse and need {PLATE}.",
        f"Our kitchen table wobbles. Please make {PLATE}.",
        f"What I'm after is {PLATE}.",
        f"The thing that goes under its leg is {PLATE}.",
        f"The buffer stop is {PLATE}.",
        f"{PLATE}, which takes the tube of the leg.",
        f"{PLATE}. It is what clamps the seat of my rowing machine to its rail.",
        f"{PLATE} that holds the shelf of our garden bench",
    ],
)
def test_why_a_part_is_wanted_changes_nothing(request_: str) -> None:
    assert _volume(request_) == _volume(PLATE) is not None


@pytest.mark.parametrize(
    "request_",
    [
        f"{PLATE}. It has a boss.",
        f"{PLATE}. I want the corners rounded.",
        f"{PLATE}. I need four holes in the corners.",
        f"{PLATE}, which tapers to a point",
        f"{PLATE}, which has a slot",
        f"{PLATE} that carries a flange",
        f"{PLATE}. My plate is hollow.",
        f"{PLATE} so that it has a shoulder",
        f"{PLATE}. It holds a pin 20 mm long.",
        f"{PLATE}, so that it is open below",
        f"{PLATE}, which is bent",
        "To this plate 100 x 60 x 5 I want a hole added.",
        "A plate 100 x 60 x 5 and I want it with a hole.",
        "Hollow box: block 60 x 40 x 20, wall thickness open",
    ],
)
def test_what_is_said_of_the_shape_is_never_passed_over_as_a_purpose(request_: str) -> None:
    """Each of these says more than the plate: it is made differently, or asked about."""
    plain = {_volume(PLATE), _volume("plate 100 x 60 x 5"), _volume("block 60 x 40 x 20")}
    assert _volume(request_) not in plain - {None}


def test_the_answer_names_a_purpose_with_a_number() -> None:
    notes = [str(one) for one in RulesPlanner().plan(f"To feed an 8 mm hose I need {PLATE}").assumptions]
    assert any("8 mm hose" in note for note in notes)
