"""What a chat model is told, held against the catalogue and the kernel."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from langchain_core.messages import AIMessage

from mayfly.cad.parts import catalogue
from mayfly.contracts import Plan, Requirements
from mayfly.design.schema import design_schema
from mayfly.errors import NeedsClarification
from mayfly.generator import CADModelGenerator
from mayfly.planning.chat import ChatPlanner, feedback, prompt
from mayfly.planning.chat.examples import Example, examples
from mayfly.planning.chat.look_up import listed, looked_up
from mayfly.planning.chat.tools import ANSWERS, LOOK_UP, name_of
from mayfly.planning.planner import Attempt
from mayfly.planning.rules import RulesPlanner
from tests.chat.fake_model import FakeModel, box, calls

LONGEST_PROMPT_CHARACTERS = 7_700
LONGEST_TOOLS_CHARACTERS = 1_400
"""Together about 2,600 tokens; a longer prompt costs every request and makes no better first answers."""


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.request[:30])
@pytest.mark.parametrize("tools", [True, False], ids=["by tool", "as text"])
def test_every_example_is_right(generator: CADModelGenerator, example: Example, tools: bool) -> None:
    answer: Any = calls(example.tool, **example.arguments)
    if not tools:
        answer = AIMessage(prompt.written(example.tool, example.arguments, tools=False))
    planner = ChatPlanner(FakeModel(answers=[answer], tools=tools))
    if example.tool == "ask":
        with pytest.raises(NeedsClarification) as of_model:
            planner.plan(example.request)
        with pytest.raises(NeedsClarification) as of_rules:
            RulesPlanner().plan(example.request)
        assert of_model.value.reason == of_rules.value.reason == example.arguments["reason"]
        assert of_rules.value.subject.kind == "size"
        return
    plan = planner.plan(example.request)
    assert plan.requirements.bounding_box_mm is not None
    made = generator.build_plan(plan)
    assert made["report"]["lowest_mm"][2] == pytest.approx(0, abs=1e-6)


def test_the_examples_show_each_kind_of_answer() -> None:
    answers = {name_of(tool) for tool in ANSWERS if tool is not LOOK_UP}
    assert {example.tool for example in examples()} == answers


@pytest.mark.parametrize("tools", [True, False])
def test_the_prompt_stays_short(tools: bool) -> None:
    assert len(prompt.system_prompt(tools=tools)) < LONGEST_PROMPT_CHARACTERS
    assert len(json.dumps(ANSWERS)) < LONGEST_TOOLS_CHARACTERS


def test_the_prompt_names_every_part_and_every_kind_of_feature() -> None:
    text = prompt.system_prompt(tools=True)
    named = set(text[text.index("PARTS") :].split("\n")[0].split())
    assert set(catalogue()) <= named
    kinds = {kind for kind in re.findall(r'"const": "([a-z_]+)"', json.dumps(design_schema()))}
    assert len(kinds) > 30
    assert {kind for kind in kinds if not re.search(rf"\b{kind}\b", text)} == set()


def test_every_part_can_be_looked_up_with_every_size() -> None:
    for part in catalogue().values():
        found = looked_up([part.name])
        line = found.splitlines()[0]
        assert line == listed(part)
        sizes = line[line.index("(") : line.index(")")]
        radii = {name.replace("diameter", "radius") for name in part.parameters if "diameter" in name}
        assert all(name in sizes for name in (*part.parameters, *(part.aliases.keys() - radii))), line
        assert all(f"- {name}: " in found for name in part.parameters)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("ring groove", "- z"),
        ("hole", "- fit(clearance|tapped): for the screw to pass"),
        ("body", "- turn"),
        ("catalogue", "stepped_shaft("),
        ("standards", "standards.clearance_hole"),
        ("clearance_hole", "is a table"),
        ("spacr", "near to it: spacer"),
        ("x" * 5000, "not known"),
    ],
)
def test_what_is_looked_up_is_explained_or_what_is_near_to_it_named(name: str, says: str) -> None:
    found = looked_up([name])
    assert says in found
    assert len(found) <= 12_000


def test_a_model_without_tools_is_told_how_to_write_and_one_with_tools_is_not() -> None:
    assert "```json" in prompt.system_prompt(tools=False)
    assert "```json" not in prompt.system_prompt(tools=True)


def test_what_a_script_printed_and_said_is_cut_to_a_bearable_length() -> None:
    error = {"code": "script_error", "message": "m" * 100_000, "output": "o" * 100_000}
    failed = Attempt(plan=Plan(script=box(1, 2, 3)), error=error)
    text = feedback.request_text("x", "", [failed], Plan(script="").requirements)
    assert len(text) < 4_000


def test_a_repair_is_told_ten_kinds_of_holes_with_some_places_and_how_many_more_there_are() -> None:
    holes = [
        {
            "diameter_mm": n / 10,
            "count": 900,
            "axis": "Z",
            "kind": "through",
            "at": [[x, 0.5] for x in range(900)],
        }
        for n in range(1, 1501)
    ]
    mismatches = [{"check": "x" * 900, "expected": 1, "measured": "y" * 9000, "tolerance": None}] * 400
    report = {"solids": 1, "bounding_box_mm": [1.0, 2.0, 3.0], "volume_mm3": 6.0, "holes": holes}
    attempt = Attempt(plan=Plan(script="x = 1"), report=report, error={"mismatches": mismatches})
    told = feedback.request_text("a plate", "", [attempt], Requirements())
    assert told.count("diameter_mm") == 10
    assert '"more_kinds_of_holes": 1490' in told
    assert '"more_places": 880' in told
    assert "and 380 more" in told
    assert len(told) < 15_000
