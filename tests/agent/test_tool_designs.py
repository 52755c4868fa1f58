"""A chat model hands a whole design to the tool, in one call."""

from __future__ import annotations

import json
from typing import Any

import pytest
from langchain_core.utils.function_calling import convert_to_openai_tool

from mayfly.design import Design
from mayfly.graph_state.schemas import unpack_attempt
from mayfly.tools import GenerateTool
from tests.design.test_strict_form import flat
from tests.generator.test_designs import DATA

SCHEMA = convert_to_openai_tool(GenerateTool(), strict=True)["function"]["parameters"]
SPOT = {"kind": "points", "points": [[0, -20]]}
TWELVE = {
    "bodies": [
        {
            "base": {"kind": "part", "part": "plate", "sizes": {"length": 160, "width": 80, "thickness": 12}},
            "features": [
                {"kind": "hole", "thread": "M6", "at": {"kind": "corners", "inset": 8}},
                *(
                    {"kind": "hole", "diameter": 3 + k / 2, "at": {**SPOT, "points": [[12 * k - 54, 20]]}}
                    for k in range(10)
                ),
                {"kind": "slot", "length": 60, "width": 8, "depth": 5, "at": SPOT},
            ],
        }
    ]
}


def _written(data: dict[str, Any]) -> dict[str, Any]:
    """Return a design as a model writes it that is held to the tool's schema."""
    return flat(Design.read(data).to_dict(), SCHEMA["properties"]["design"]["anyOf"][0])


def test_a_design_written_in_strict_mode_is_made(toolbox: Any) -> None:
    every = {"request": None, "part": None, "parameters": None, "design": _written(DATA)}
    message = toolbox.call("generate_step_model", **every)
    assert message.status == "success", message.content
    assert message.artifact["model"]["design"] == Design.read(DATA).to_dict()
    plan = unpack_attempt(message.artifact["attempt"]).plan
    assert plan.design == message.artifact["model"]["design"]


def test_a_part_of_twelve_features_is_made_in_one_call(toolbox: Any) -> None:
    message = toolbox.call("generate_step_model", design=_written(TWELVE))
    assert message.status == "success", message.content
    holes = message.artifact["model"]["report"]["holes"]
    assert sum(hole["count"] for hole in holes if hole["kind"] == "through") == 14


@pytest.mark.parametrize("form", [dict, json.dumps, Design.read], ids=["plain data", "JSON text", "Design"])
async def test_programs_hand_it_in_as_they_have_it(toolbox: Any, form: Any) -> None:
    message = await toolbox.acall("generate_step_model", design=form(DATA))
    assert message.status == "success", message.content


@pytest.mark.parametrize("design", ["{", '{"bodies": []}', {"bodies": []}, [1], "bodies", 7])
def test_what_is_no_design_is_the_models_to_correct(toolbox: Any, design: Any) -> None:
    message = toolbox.call("generate_step_model", design=design)
    assert message.status == "error"
    assert message.content.startswith("invalid_design: ")


def test_what_does_not_fit_is_named_by_its_path(toolbox: Any) -> None:
    hole = {"kind": "hole", "diameter": 5, "at": {"kind": "corners", "inset": 1}}
    wrong = {"bodies": [{**DATA["bodies"][0], "features": [hole]}]}
    message = toolbox.call("generate_step_model", design=_written(wrong))
    assert "bodies[0].features[0].hole.at.corners.inset" in message.content


def test_a_design_and_words_are_not_both_taken(toolbox: Any) -> None:
    message = toolbox.call("generate_step_model", request="cube 20 mm", design=DATA)
    assert (message.status, "give one of" in message.content) == ("error", True)


def test_the_tool_as_a_model_is_shown_it_costs_under_three_thousand_tokens() -> None:
    """Four characters of compact JSON are about one token."""
    shown = convert_to_openai_tool(GenerateTool(), strict=True)
    assert len(json.dumps(shown, separators=(",", ":"))) / 4 < 3000
