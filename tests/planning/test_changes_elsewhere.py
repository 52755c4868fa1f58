"""Changes that say where and not what: a repeat at another place, one of several, a number alone.

Each conversation has to end in the model of the one request beside it, which no follow-up is read for.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from mayfly.contracts import Plan
from mayfly.errors import NeedsClarification
from mayfly.planning.planner import Attempt
from mayfly.planning.readings.geometry import alike
from mayfly.planning.rules import RulesPlanner

DIALOGUES = [
    json.loads(line)
    for line in (Path(__file__).parent / "changes_elsewhere.jsonl").read_text(encoding="utf-8").splitlines()
]
PLATE = "plate 100 x 60 x 10"
MIDDLE = f"{PLATE} with a 12 mm hole in the middle"
ROW = "plate 160 x 60 x 10, three 10 mm holes in a row 40 apart"
BOSS = "block 60 x 40 x 20 with a round boss in the middle, 16 mm dia and 12 high"
SHAFT = "shaft 20 dia 100 long"

ASKED = (
    f"{PLATE} | both sides",
    f"{PLATE} | add another one 20 mm to the right",
    f"{MIDDLE} | same on the other side",
    f"{MIDDLE} | add another one 70 mm to the right",
    f"{MIDDLE} | another one 20 mm to the right | another one 42 mm to the left",
    "block 60 x 40 x 20 | hole 8 mm, 10 deep, 15 mm from the left edge | same on the other side",
    f"{SHAFT} | turn one end down to 25 over 25",
    f"{SHAFT} | turn one end down to 15 over 60 | same at the other end",
    f"{SHAFT} | turn one end down to 15 over 25 | make the last step 30 long",
    f"{ROW} | move the middle hole 10 mm to the back | make it 12",
    f"{PLATE} | make it 50",
    f"{MIDDLE} and a 6 mm hole at (30, 0) | make the hole 8",
)


def _said(messages: Sequence[str]) -> Plan:
    plan: Plan | None = None
    for message in messages:
        plan = RulesPlanner().plan(message, previous=Attempt(plan=plan) if plan is not None else None)
    assert plan is not None
    return plan


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=[" | ".join(one["said"]) for one in DIALOGUES])
def test_a_conversation_ends_in_the_model_of_one_request(dialogue: dict[str, Any]) -> None:
    assert alike(_said(dialogue["said"]), _said([dialogue["makes"]]))


@pytest.mark.parametrize("talk", ASKED)
def test_what_may_be_meant_in_two_ways_or_does_not_fit_is_asked_about(talk: str) -> None:
    *before, last = talk.split(" | ")
    plan = _said(before)
    with pytest.raises(NeedsClarification):
        RulesPlanner().plan(last, previous=Attempt(plan=plan))


def test_what_is_so_already_changes_nothing() -> None:
    before = _said([BOSS])
    after = RulesPlanner().plan("on top", previous=Attempt(plan=before))
    assert after.script == before.script
    assert any("so already" in str(note) for note in after.assumptions)
