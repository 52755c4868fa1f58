"""A design goes into the graph, and through its state and checkpoints."""

from __future__ import annotations

import json
from typing import Any

import pytest
from langchain_core.messages import HumanMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from mayfly.design import Design
from mayfly.errors import BuildError
from mayfly.generator import CADModelGenerator
from mayfly.graph_state.schemas import pack_attempt, unpack_attempt
from mayfly.nodes import generate
from mayfly.planning.memory import MOST_EARLIER
from mayfly.planning.rules.planner import plan_message
from mayfly.workflow import build_workflow
from tests.generator.test_designs import DATA, bored, without_planner
from tests.workflow.talk import REVIEW, THREAD


@pytest.fixture
def unplanned(generator: CADModelGenerator) -> CADModelGenerator:
    """A generator whose planner must not be asked."""
    return without_planner(generator)


def test_a_design_is_made_without_a_planner_and_travels_through_the_thread(
    unplanned: CADModelGenerator,
) -> None:
    graph = build_workflow(InMemorySaver(), generator=unplanned)
    answer = graph.invoke({"design": DATA}, THREAD)
    assert answer["status"] == "made"
    assert answer["model"]["report"]["bounding_box_mm"] == pytest.approx([40, 30, 12.7])
    state = graph.get_state(THREAD).values
    assert state["design"] is None
    assert state["previous"]["plan"]["design"] == answer["model"]["design"]
    assert json.loads(json.dumps(state["previous"])) == state["previous"]


async def test_it_is_made_awaited(unplanned: CADModelGenerator) -> None:
    answer = await build_workflow(generator=unplanned).ainvoke({"design": DATA})
    assert answer["model"]["design"]["title"] == "mounting block"


def test_what_does_not_fit_is_the_answer(unplanned: CADModelGenerator) -> None:
    answer = build_workflow(generator=unplanned).invoke({"design": {"bodies": []}})
    assert answer["status"] == "failed"
    assert answer["answer"].startswith("bodies: ")
    assert answer["model"] is None


@pytest.mark.parametrize("other", [{"request": "cube 20 mm"}, {"action": "stats"}, {"action": "undo"}])
def test_a_design_and_something_else_are_not_both_taken(
    unplanned: CADModelGenerator, other: dict[str, Any]
) -> None:
    answer = build_workflow(generator=unplanned).invoke({"design": DATA, **other})
    assert answer["status"] == "failed"
    assert "not both" in answer["answer"]


def test_a_new_request_follows_a_design(generator: CADModelGenerator) -> None:
    graph = build_workflow(InMemorySaver(), generator=generator)
    graph.invoke({"design": {"bodies": []}}, THREAD)
    answer = graph.invoke({"request": "cube 20 mm"}, THREAD)
    assert answer["status"] == "made"
    assert answer["model"]["design"]["bodies"][0]["base"]["part"] == "cube"


def test_a_failed_build_of_a_design_asks_no_planner(
    unplanned: CADModelGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(plan: Any, **_: Any) -> dict[str, Any]:
        raise BuildError("it was not built")

    monkeypatch.setattr(unplanned, "build_plan", fails)
    answer = build_workflow(generator=unplanned).invoke({"design": DATA})
    assert (answer["status"], answer["answer"]) == ("failed", "it was not built")


def test_a_design_is_shown_for_review_and_an_edit_edits_it(unplanned: CADModelGenerator) -> None:
    graph = build_workflow(InMemorySaver(), generator=unplanned)
    shown = graph.invoke({"design": DATA}, THREAD, context=REVIEW)
    assert shown["status"] == "needs_clarification"
    made = graph.invoke(Command(resume={"height": 20}), THREAD, context=REVIEW)
    assert made["model"]["report"]["bounding_box_mm"] == pytest.approx([40, 30, 20])
    assert made["model"]["design"]["bodies"][0]["base"]["height"] == 20
    (change,) = made["model"]["changes"]
    assert (change["path"], change["before"], change["after"]) == ("bodies[0].base.height", 12.7, 20)


def test_edits_change_the_threads_last_design_and_undo_goes_back_step_by_step(
    unplanned: CADModelGenerator,
) -> None:
    graph = build_workflow(InMemorySaver(), generator=unplanned)
    first = graph.invoke({"design": DATA}, THREAD)["model"]
    assert first["changes"] == []
    second = graph.invoke({"edits": [{"kind": "change", "path": "height", "factor": 2}]}, THREAD)["model"]
    third = graph.invoke({"edits": [{"kind": "remove_feature", "of": "hole"}]}, THREAD)["model"]
    (height,) = second["changes"]
    assert (height["path"], height["before"], height["after"]) == ("bodies[0].base.height", 12.7, 25.4)
    assert "The height of the body changed from 12.7 mm to 25.4 mm." in second["text"].splitlines()
    assert [change["kind"] for change in third["changes"]] == ["removed"]
    for model in (second, first):
        back = graph.invoke({"action": "undo"}, THREAD)
        assert back["model"]["design"] == model["design"]
        assert back["model"]["report"]["volume_mm3"] == model["report"]["volume_mm3"]
        assert back["model"]["changes"]
    nothing = graph.invoke({"action": "undo"}, THREAD)
    assert (nothing["status"], nothing["model"]) == ("failed", None)
    assert "nothing to undo" in nothing["answer"]
    assert graph.invoke({"edits": [{"kind": "scale", "factor": 2}]}, THREAD)["status"] == "made"
    state = graph.get_state(THREAD).values
    assert (state["edits"], state["action"]) == (None, None)
    assert json.loads(json.dumps(state["previous"])) == state["previous"]


def test_edits_come_with_their_design_or_need_one_in_the_thread(unplanned: CADModelGenerator) -> None:
    graph = build_workflow(InMemorySaver(), generator=unplanned)
    alone = graph.invoke({"edits": [{"kind": "scale", "factor": 2}]}, THREAD)
    assert (alone["status"], "no design to edit" in alone["answer"]) == ("failed", True)
    edits = [{"kind": "set", "path": "hole.diameter", "value": "5 mm"}]
    made = graph.invoke({"design": DATA, "edits": edits}, THREAD)["model"]
    assert [change["path"] for change in made["changes"]] == ["bodies[0].features[0].diameter"]
    wrong = graph.invoke({"edits": [{"kind": "set", "path": "hole.diameter", "value": 500}]}, THREAD)
    assert wrong["answer"].startswith("bodies[0].features[0].hole.at.corners.inset: ")
    back = graph.invoke({"action": "undo"}, THREAD)["model"]
    assert back["design"] == Design.read(DATA).to_dict(), "what was handed in, before its own edits"


def test_the_memory_of_a_thread_is_bounded(unplanned: CADModelGenerator) -> None:
    graph = build_workflow(InMemorySaver(), generator=unplanned)
    graph.invoke({"design": DATA}, THREAD)
    packed = graph.get_state(THREAD).values["previous"]
    design = packed["plan"]["design"]
    packed["plan"]["earlier"] = [design] * MOST_EARLIER
    graph.update_state(THREAD, {"previous": packed})
    graph.invoke({"edits": [{"kind": "set", "path": "height", "value": 20}]}, THREAD)
    assert len(graph.get_state(THREAD).values["previous"]["plan"]["earlier"]) == MOST_EARLIER


def test_an_edit_under_review_that_does_not_fit_is_shown_again(
    unplanned: CADModelGenerator,
) -> None:
    graph = build_workflow(InMemorySaver(), generator=unplanned)
    graph.invoke({"design": DATA}, THREAD, context=REVIEW)
    again = graph.invoke(Command(resume={"length": 15}), THREAD, context=REVIEW)
    assert "bodies[0].features[0].hole.at" in json.dumps(again["__interrupt__"][0].value)
    sizes = Command(resume={"length": 60, "corner_hole_diameter": 5})
    made = graph.invoke(sizes, THREAD, context=REVIEW)["model"]
    assert made["report"]["bounding_box_mm"] == pytest.approx([60, 30, 12.7])
    assert len(made["changes"]) == 2


def test_the_generating_node_alone_builds_a_design(unplanned: CADModelGenerator) -> None:
    update = generate({"design": DATA}, generator=unplanned)
    assert update["model"]["design"]["title"] == "mounting block"
    assert generate({"design": {"bodies": []}}, generator=unplanned)["problem"]["code"] == "invalid_design"


def test_a_checkpoint_without_a_design_is_still_read() -> None:
    packed = pack_attempt(plan_message("cube 20 mm"))
    assert unpack_attempt(packed).plan.design == packed["plan"]["design"]
    del packed["plan"]["design"]
    assert unpack_attempt(packed).plan.design is None


def test_words_change_a_design_that_came_in_and_undo_goes_back(generator: CADModelGenerator) -> None:
    graph = build_workflow(InMemorySaver(), generator=generator)
    first = graph.invoke({"design": DATA}, THREAD)["model"]
    for words, path in (
        ("make it 10 mm thick", "bodies[0].base.height"),
        ("holes 5 mm", "bodies[0].features[0].diameter"),
        ("add a 6 mm hole in the middle", "bodies[0].features[1]"),
    ):
        model = graph.invoke({"request": words}, THREAD)["model"]
        assert [change["path"] for change in model["changes"]] == [path]
        assert model["changes"][0]["sentence"] in model["text"].splitlines()
    assert model["report"]["bounding_box_mm"] == pytest.approx([40, 30, 10])
    graph.invoke({"request": "undo"}, THREAD)
    graph.invoke({"action": "undo"}, THREAD)
    back = graph.invoke({"messages": [HumanMessage("undo that")]}, THREAD)
    assert back["model"]["design"] == first["design"]
    assert graph.invoke({"request": "undo"}, THREAD)["status"] == "needs_clarification"


def test_a_run_begins_with_a_model_that_is_kept(unplanned: CADModelGenerator) -> None:
    kept = unplanned.make_design(DATA)
    graph = build_workflow(InMemorySaver(), generator=unplanned)
    answer = graph.invoke({"design": bored(kept["name"])}, THREAD)
    assert answer["status"] == "made", answer
    assert sum(hole["count"] for hole in answer["model"]["report"]["holes"]) == 5
    assert "ISO-10303-21" not in json.dumps(graph.get_state(THREAD).values["previous"])
    gone = graph.invoke({"design": bored("block.step")}, THREAD)
    assert gone["status"] == "failed"
    assert "is not there" in gone["answer"]
