"""The graph, as its callers use it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langgraph.checkpoint.memory import InMemorySaver

from mayfly.contracts import HoleRequirement, Plan, Requirements
from mayfly.generator import MAX_REPAIRS, CADModelGenerator
from mayfly.planning.planner import Attempt
from mayfly.workflow import build_workflow

PLATE = "80 x 40 x 5 mm plate with four 6 mm corner holes, 10 mm inset"
OUTPUT_KEYS = {"status", "answer", "model", "cleanup_stats", "sweep"}
CUBE = """import cadquery as cq

side = {side}
show_object(cq.Workplane().box(side, side, side))
"""


def cube(side: float, asked: float) -> Plan:
    """A plan whose script makes one size while another is asked for."""
    return Plan(
        script=CUBE.format(side=side),
        requirements=Requirements(solids=1, bounding_box_mm=(asked, asked, asked)),
        title="cube",
    )


class Scripted:
    """A planner that gives prepared plans, and keeps what it was told."""

    def __init__(self, *plans: Plan) -> None:
        self.plans = list(plans)
        self.told: list[Sequence[Attempt]] = []
        self.previous: list[Attempt | None] = []

    def plan(self, request: str, *, previous: Attempt | None = None) -> Plan:
        self.previous.append(previous)
        return self.plans.pop(0)

    def repair(self, request: str, attempts: Sequence[Attempt]) -> Plan | None:
        self.told.append(attempts)
        return self.plans.pop(0) if self.plans else None


def steps(generator: CADModelGenerator) -> list[str]:
    """Every ``.step`` file in the directory, hidden folders included."""
    return sorted(path.name for path in generator.temp_dir.rglob("*.step"))


def test_a_request_becomes_a_tracked_step_file(generator: CADModelGenerator) -> None:
    answer = build_workflow(generator=generator).invoke({"request": PLATE})
    assert set(answer) == OUTPUT_KEYS
    assert answer["status"] == "made"
    model = answer["model"]
    assert Path(model["step_path"]).read_bytes().startswith(b"ISO-10303-21;")
    assert model["model_url"] == f"/temp_models/{Path(model['step_path']).name}"
    assert model["report"]["bounding_box_mm"] == pytest.approx([80, 40, 5], abs=1e-6)
    (hole,) = model["report"]["holes"]
    assert (hole["diameter_mm"], hole["count"], hole["kind"]) == (6.0, 4, "through")
    assert "show_object" in model["script"]
    assert model["expires_at"] in json.dumps(answer)
    assert generator.get_cleanup_stats()["tracked_files"] == 1
    assert answer["cleanup_stats"] is None
    assert answer["sweep"] is None


def test_a_conversation_is_answered_with_a_message(generator: CADModelGenerator) -> None:
    graph = build_workflow(InMemorySaver(), generator=generator)
    thread = {"configurable": {"thread_id": "1"}}
    answer = graph.invoke({"messages": [HumanMessage("cube 25")]}, thread)
    assert answer["status"] == "made"
    last = graph.get_state(thread).values["messages"][-1]
    assert isinstance(last, AIMessage)
    assert last.text == answer["answer"]


async def test_the_graph_works_asynchronously(generator: CADModelGenerator) -> None:
    graph = build_workflow(generator=generator)
    stages = []
    async for event in graph.astream({"request": "cube 25"}, stream_mode="custom"):
        stages.append(event["stage"])
    assert stages == ["planning", "building", "inspecting", "published"]


def test_progress_is_streamed_in_order(generator: CADModelGenerator) -> None:
    graph = build_workflow(generator=generator)
    stages = [event["stage"] for event in graph.stream({"request": "cube 20"}, stream_mode="custom")]
    assert stages == ["planning", "building", "inspecting", "published"]


@pytest.mark.parametrize("asked", [{"action": "stats"}, {"request": "how many models are stored?"}])
def test_stats_are_given_by_action_and_in_words(generator: CADModelGenerator, asked: dict[str, Any]) -> None:
    answer = build_workflow(generator=generator).invoke(asked)
    assert answer["status"] == "stats"
    assert answer["cleanup_stats"] == generator.get_cleanup_stats()
    assert answer["model"] is None
    assert "0 models" in answer["answer"]


@pytest.mark.parametrize("asked", [{"action": "sweep"}, {"request": "clean up the expired files"}])
def test_a_sweep_removes_what_is_past_its_time(generator: CADModelGenerator, asked: dict[str, Any]) -> None:
    graph = build_workflow(generator=generator)
    kept = graph.invoke({"request": "cube 25"})["model"]["name"]
    answer = graph.invoke(asked)
    assert answer["status"] == "swept"
    assert answer["sweep"]["removed"] == []
    assert answer["sweep"]["kept"] == 1
    assert steps(generator) == [kept]


def test_a_dry_run_removes_nothing_even_of_what_is_due(generator: CADModelGenerator) -> None:
    generator.cleanup_service.stop_cleanup_service()
    path = generator.temp_dir / "brief.step"
    path.write_text("ISO-10303-21;")
    generator.cleanup_service.register_file(path, ttl_minutes=1e-3)
    graph = build_workflow(generator=generator)
    while not (answer := graph.invoke({"action": "sweep", "dry_run": True}))["sweep"]["removed"]:
        assert path.exists()
    assert answer["sweep"]["removed"] == ["brief.step"]
    assert path.exists()
    assert graph.invoke({"action": "sweep"})["sweep"]["removed"] == ["brief.step"]
    assert not path.exists()


def test_the_list_names_every_model(generator: CADModelGenerator) -> None:
    graph = build_workflow(generator=generator)
    name = graph.invoke({"request": "cube 25"})["model"]["name"]
    answer = graph.invoke({"action": "list"})
    assert answer["status"] == "listed"
    assert name in answer["answer"]


def test_help_is_given_in_words(generator: CADModelGenerator) -> None:
    answer = build_workflow(generator=generator).invoke({"request": "what can you make?"})
    assert answer["status"] == "help"
    assert "plate" in answer["answer"]


@pytest.mark.parametrize(
    "request_", ["", "a dragon with wings", "plate 200 x 100 with 4 M6 holes in the corners"]
)
def test_what_is_not_understood_comes_back_as_a_question(generator: CADModelGenerator, request_: str) -> None:
    answer = build_workflow(generator=generator).invoke({"request": request_})
    assert answer["status"] == "needs_clarification"
    assert answer["answer"]
    assert answer["model"] is None
    assert steps(generator) == []


def test_a_wrong_model_is_repaired_with_what_was_measured(service: Any, workshop: Any) -> None:
    planner = Scripted(cube(20, asked=25), cube(25, asked=25))
    generator = CADModelGenerator(cleanup_service=service, workshop=workshop, planner=planner)
    answer = build_workflow(generator=generator).invoke({"request": "anything", "action": "make"})
    assert answer["status"] == "made"
    (attempts,) = planner.told
    assert attempts[-1].error is not None
    assert attempts[-1].error["code"] == "requirements_not_met"
    assert attempts[-1].report is not None
    assert attempts[-1].report["bounding_box_mm"] == pytest.approx([20, 20, 20], abs=1e-6)
    assert len(steps(generator)) == 1


def test_repairs_end_and_leave_no_file(service: Any, workshop: Any) -> None:
    planner = Scripted(*(cube(side, asked=25) for side in range(1, 10)))
    generator = CADModelGenerator(cleanup_service=service, workshop=workshop, planner=planner)
    answer = build_workflow(generator=generator).invoke({"request": "anything", "action": "make"})
    assert answer["status"] == "failed"
    assert "expected" in answer["answer"]
    assert len(planner.told) == MAX_REPAIRS
    assert steps(generator) == []
    assert generator.get_cleanup_stats()["total_files"] == 0


def test_a_missing_hole_is_a_failure_not_a_model(service: Any, workshop: Any) -> None:
    plan = Plan(
        script=CUBE.format(side=20),
        requirements=Requirements(holes=(HoleRequirement(diameter_mm=5, count=2),)),
    )
    generator = CADModelGenerator(cleanup_service=service, workshop=workshop, planner=Scripted(plan))
    answer = build_workflow(generator=generator).invoke({"request": "anything", "action": "make"})
    assert answer["status"] == "failed"
    assert "holes" in answer["answer"]


def test_the_state_is_plain_data_and_the_next_run_starts_clean(generator: CADModelGenerator) -> None:
    graph = build_workflow(InMemorySaver(), generator=generator)
    thread = {"configurable": {"thread_id": "1"}}
    graph.invoke({"action": "stats"}, thread)
    json.dumps(graph.get_state(thread).values)
    made = graph.invoke({"request": "cube 25"}, thread)
    assert made["status"] == "made"
    assert made["cleanup_stats"] is None
    json.dumps(graph.get_state(thread).values)
    assert graph.invoke({"action": "stats"}, thread)["model"] is None


def test_a_follow_up_sees_what_was_made_before(service: Any, workshop: Any) -> None:
    planner = Scripted(cube(20, asked=20), cube(25, asked=25))
    generator = CADModelGenerator(cleanup_service=service, workshop=workshop, planner=planner)
    graph = build_workflow(InMemorySaver(), generator=generator)
    thread = {"configurable": {"thread_id": "1"}}
    graph.invoke({"request": "a cube", "action": "make"}, thread)
    graph.invoke({"request": "the same, but larger", "action": "make"}, thread)
    first, second = planner.previous
    assert first is None
    assert second is not None
    assert second.plan == cube(20, asked=20)


def test_no_checkpointer_is_compiled_in() -> None:
    from graphs.cad_workflow import graph

    assert graph.checkpointer is None


def test_the_input_form_is_narrower_than_the_state() -> None:
    graph = build_workflow()
    assert set(graph.get_input_jsonschema()["properties"]) == {
        "request",
        "messages",
        "design",
        "edits",
        "action",
        "dry_run",
    }
    assert set(graph.get_output_jsonschema()["properties"]) == {*OUTPUT_KEYS, "messages"}
