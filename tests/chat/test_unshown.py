"""A chat model's script that does not say which object is its model: it is told, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from mayfly.errors import ScriptError
from mayfly.generator import CADModelGenerator
from mayfly.workflow import build_workflow
from tests.chat.fake_model import FakeModel, script

RAIL_REQUEST = "a coat rail with three pegs"
RAIL = """import cadquery as cq

rail = cq.Workplane().box(120, 30, 12)
for x in (-45, 0, 45):
    peg = cq.Workplane().center(x, 0).circle(5).extrude(30)
    rail = rail.union(peg)
"""
DOOR_REQUEST = "a cupboard door with a round handle"
DOOR = """import cadquery as cq

door = cq.Assembly(name="door")
panel = cq.Workplane().rect(400, 200).extrude(18)
handle = cq.Workplane().circle(8).extrude(60)
door.add(panel, name="panel")
door.add(handle, name="handle", loc=cq.Location((150, 0, 18)))
door.save("door.step")
"""
NOT_SAVED = DOOR.replace('door.save("door.step")\n', "")
NOT_JOINED = RAIL.replace("rail = rail.union(peg)", "pass")

Designed = Callable[..., CADModelGenerator]


@pytest.mark.parametrize(
    ("request_", "unshown", "names", "end", "box"),
    [
        (RAIL_REQUEST, RAIL, ["`rail` (line 6)"], "show_object(rail)", [120, 30, 36]),
        (DOOR_REQUEST, DOOR, ["`door` (line 3)"], "show_object(door)", [400, 200, 78]),
        (DOOR_REQUEST, NOT_SAVED, ["`door`"], "result = door", [400, 200, 78]),
        (RAIL_REQUEST, NOT_JOINED, ["`rail`", "`peg`"], "result = rail", [120, 30, 12]),
    ],
    ids=["loop", "saved", "assembly", "two bodies"],
)
def test_a_model_that_showed_nothing_is_told_the_candidates_and_answers_again(
    designed: Designed, request_: str, unshown: str, names: list[str], end: str, box: list[float]
) -> None:
    wanted = {"solids": 2 if "handle" in unshown else 1}
    answers = [script(each, requirements=wanted) for each in (unshown, f"{unshown}{end}\n")]
    model = FakeModel(answers=answers)
    made = designed(model).generate_model(request_)
    assert made["report"]["bounding_box_mm"] == pytest.approx(box)
    assert len(model.told) == 2
    assert "the script does not say which object is its model" in model.said()
    assert all(name in model.said() for name in names)
    assert "End it with show_object(" in model.said()


def test_a_model_that_never_shows_anything_ends_after_three_answers_with_no_file(designed: Designed) -> None:
    model = FakeModel(answers=[script(RAIL), script(DOOR), script(RAIL), script(RAIL)])
    generator = designed(model)
    with pytest.raises(ScriptError, match="does not say which object is its model"):
        generator.generate_model(RAIL_REQUEST)
    assert len(model.told) == 3
    assert not list(generator.temp_dir.rglob("*.step"))


def test_the_same_script_of_a_person_is_decided_by_what_it_did(designed: Designed) -> None:
    answers = [script(each, requirements={"solids": 2}) for each in (DOOR, f"{DOOR}show_object(door)\n")]
    model = FakeModel(answers=answers)
    generator = designed(model)
    made = generator.run_script(DOOR)
    assert "`door`, which the script saves (line 8), was taken" in made["report"]["notes"][0]
    generator.generate_model(DOOR_REQUEST)
    assert len(model.told) == 2  # the person's living model is no answer to what must be said


def test_the_graph_tells_the_model_as_well(designed: Designed) -> None:
    model = FakeModel(answers=[script(RAIL), script(f"{RAIL}show_object(rail)\n")])
    made = build_workflow(generator=designed(model)).invoke({"request": RAIL_REQUEST})
    assert made["status"] == "made"
    assert "does not say which object is its model" in model.said()


def test_a_script_that_a_person_edits_in_the_review_is_the_persons(designed: Designed) -> None:
    graph = build_workflow(InMemorySaver(), generator=designed(FakeModel(answers=[script(RAIL)])))
    thread = {"configurable": {"thread_id": "1"}}
    graph.invoke({"request": RAIL_REQUEST}, thread, context={"review": True})  # type: ignore[arg-type]
    edited = Command(resume={"script": RAIL.replace("circle(5)", "circle(6)")})  # type: ignore[var-annotated]
    made = graph.invoke(edited, thread, context={"review": True})  # type: ignore[arg-type]
    assert "`rail`, assigned last (line 6), was taken" in made["model"]["report"]["notes"][0]
