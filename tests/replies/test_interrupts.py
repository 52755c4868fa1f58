"""What a run asks is typed: frozen models, a published schema, and LangChain's form beside our own."""

from __future__ import annotations

import inspect
import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from langchain.agents.middleware.human_in_the_loop import HITLRequest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import interrupt
from pydantic import TypeAdapter, ValidationError

from mayfly.cad.script_header import header_of
from mayfly.contracts import Plan
from mayfly.errors import NeedsClarification
from mayfly.generator import CADModelGenerator
from mayfly.interrupts import Question, Review, interrupt_schema, parameters_of, question_of, review_of
from mayfly.planning.rules import RulesPlanner
from mayfly.workflow import build_workflow

PUBLISHED = Path(__file__).resolve().parents[2] / "docs" / "interrupts.schema.json"
DRILLED = "plate 80 x 60 x 6 mm with four 5 mm holes in the corners, 8 mm inset"
THREAD: Any = {"configurable": {"thread_id": "1"}}


def _question(request: str) -> Question:
    with pytest.raises(NeedsClarification) as raised:
        RulesPlanner().plan(request)
    return question_of(raised.value.to_dict(), request)


def _review(request: str = DRILLED) -> Review:
    return review_of(RulesPlanner().plan(request))


def test_the_published_schema_is_the_models_own() -> None:
    text = json.dumps(interrupt_schema(), indent=2, sort_keys=True) + "\n"
    if os.environ.get("MAYFLY_WRITE_DOCS") == "1":
        PUBLISHED.write_text(text, encoding="utf-8")
    assert PUBLISHED.read_text(encoding="utf-8") == text, "run this test with MAYFLY_WRITE_DOCS=1"


@pytest.mark.parametrize(
    ("request_", "options", "fields"),
    [
        ("Tube OD 20, ID 16, wall thickness 3, length 50", [], []),
        ("block 40 x 20 x 10, round the vertical edges with R12", [], []),
        ("shaft Ø30 x 100 with a keyway", [], []),
        ("plate 100x60x8, 10 mm thick", ["10 mm", "8"], []),
        (
            "cylinder 40 height 60",
            ["diameter 40 mm and height 60 mm", "diameter 60 mm and height 40 mm"],
            [],
        ),
        ("plate 100x60x8 with 4 holes of 6 mm", ["corners", "a row", "a bolt circle"], []),
        ("tube OD 40", [], ["inner diameter", "length"]),
        ("plate 100x60x8 with a blind hole of 6 mm", [], ["depth"]),
    ],
)
def test_a_question_offers_what_would_answer_it_and_no_piece_of_its_sentence(
    request_: str, options: list[str], fields: list[str]
) -> None:
    asked = _question(request_)
    assert [one.value for one in asked.options] == options
    assert [one.label for one in asked.fields] == fields


@pytest.mark.parametrize("again", [None, "Nothing was said."])
def test_what_is_asked_is_valid_by_the_published_schema(again: str | None) -> None:
    schema = Draft202012Validator(json.loads(PUBLISHED.read_text(encoding="utf-8")))
    plan = RulesPlanner().plan(DRILLED)
    for value in (
        review_of(plan, again),
        _question("a plate 80 x 60 mm"),
        _question("plate 100x60x8, 10 mm thick"),
    ):
        schema.validate(value.to_json())
        json.dumps(value.to_json(), allow_nan=False)


def test_what_is_asked_can_t_be_changed() -> None:
    with pytest.raises(ValidationError):
        _review().title = "another"  # type: ignore[misc]


@pytest.mark.parametrize("value", [_review, lambda: _question("a plate 80 x 60 mm")])
def test_langchain_s_form_is_in_it(value: Any) -> None:
    asked = value().to_json()
    request = TypeAdapter(HITLRequest).validate_python(
        {"action_requests": asked["action_requests"], "review_configs": asked["review_configs"]}
    )
    (action,) = request["action_requests"]
    (config,) = request["review_configs"]
    assert config["action_name"] == action["name"]
    assert action["description"]


def test_a_review_shows_every_parameter_with_value_unit_and_range() -> None:
    shown = {one.name: one for one in _review().parameters}
    assert list(shown) == ["length", "width", "thickness", "corner_hole_diameter", "corner_hole_inset"]
    length = shown["length"]
    assert (length.value, length.unit, length.minimum, length.maximum) == (80.0, "mm", 0.01, 10000.0)
    assert shown["corner_hole_diameter"].description == "diameter of the holes"


def test_the_form_of_a_review_holds_the_values_that_it_edits() -> None:
    review = _review()
    args = review.action_requests[0].args
    schema = review.review_configs[0].args_schema["properties"]
    assert args.keys() == schema.keys()
    assert {name: args[name] for name in ("length", "width", "thickness")} == {
        "length": 80.0,
        "width": 60.0,
        "thickness": 6.0,
    }
    assert (schema["length"]["minimum"], schema["length"]["type"]) == (0.01, "number")


def test_parameters_that_are_called_like_a_decision_get_a_place_of_their_own() -> None:
    plan = Plan(script="type = 3\ntext = 'A'\nshow_object(type)\n")
    args = review_of(plan).action_requests[0].args
    assert args["parameters"] == {"type": 3, "text": "A"}


@pytest.mark.parametrize(
    ("request_", "fields", "options"),
    [
        ("a plate 80 x 60 mm", ["thickness"], []),
        ("plate 8 mm thick", ["length", "width"], []),
        ("plate 100x60x8, 10 mm thick", [], ["10 mm", "8"]),
        ("plate 80 x 60 x 6 mm with 4 holes of 5 mm", [], ["corners", "a row", "a bolt circle"]),
    ],
)
def test_a_question_names_its_sizes_and_its_answers(
    request_: str, fields: list[str], options: list[str]
) -> None:
    question = _question(request_)
    assert [one.name for one in question.fields] == fields
    assert [one.value for one in question.options] == options


def test_each_offered_answer_of_a_contradiction_settles_it(generator: CADModelGenerator) -> None:
    from langgraph.types import Command

    for option, height in (("10 mm", 10), ("8", 8)):
        graph = build_workflow(InMemorySaver(), generator=generator)
        asked = graph.invoke({"request": "plate 100x60x8, 10 mm thick"}, THREAD)
        assert {"value": option, "label": option} in asked["__interrupt__"][0].value["options"]
        made = graph.invoke(Command(resume={"option": option}), THREAD)
        assert made["model"]["report"]["bounding_box_mm"] == pytest.approx([100, 60, height])


@pytest.mark.skipif(
    "response_schema" not in inspect.signature(interrupt).parameters, reason="this LangGraph has no schemas"
)
def test_langgraph_is_told_the_schema_of_an_answer(generator: CADModelGenerator) -> None:
    graph = build_workflow(InMemorySaver(), generator=generator)
    (asked,) = graph.invoke({"request": "a plate 80 x 60 mm"}, THREAD)["__interrupt__"]
    assert asked.response_schema == asked.value["response_schema"]
    Draft202012Validator(asked.response_schema).validate({"thickness": 6})


SCRIPT = """
import cadquery as cq
length = 80.0  # mm, 1 to 200: along X
width: float = 60  # the width
count = -3
name = "part"
open_top = True
size = (30, 40.5)
holes = [5, 6]  # mm: diameters
angle = 1e3  # degrees: of the tip
length = 90.0
other = length * 2
text = f"{length}"
    inner = 4
nested = ((1, 2), (3, 4))
"""


def test_a_header_is_read_from_lines_without_running_anything() -> None:
    found = {line.name: line for line in header_of(SCRIPT)}
    assert {name: line.value for name, line in found.items()} == {
        "length": 80.0,
        "width": 60,
        "count": -3,
        "name": "part",
        "open_top": True,
        "size": (30, 40.5),
        "holes": [5, 6],
        "angle": 1000.0,
    }
    length = found["length"]
    assert (length.unit, length.minimum, length.maximum, length.description) == ("mm", 1, 200, "along X")
    assert (found["angle"].unit, found["width"].description) == ("°", "the width")


@pytest.mark.parametrize(
    "line",
    [
        "a = " + "1" * 480 + "x",
        "a = (" + "1 " * 140 + "x",
        "a = [" + "1," * 149,
        "a = (" + "9" * 290 + ")",
        "a = " + "(" * 400,
        "x" * 499,
    ],
)
def test_a_hostile_line_is_passed_over_at_once(line: str) -> None:
    assert len(header_of("\n".join([line] * 5000))) <= 1


def test_an_override_is_shown_as_the_value() -> None:
    plan = Plan(script="side = 20.0  # mm: of the cube\n", parameters={"side": 25.0})
    (side,) = parameters_of(plan)
    assert (side.value, side.unit) == (25.0, "mm")
