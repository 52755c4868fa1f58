"""A chat model inside the graph: tokens, questions, review, retries, and where a key must not turn up."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk, HumanMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from mayfly import nodes, workflow
from mayfly.errors import ModelUnavailable
from mayfly.generator import CADModelGenerator
from mayfly.workflow import PROVIDER_TRIES, build_workflow
from tests.chat.fake_model import FakeModel, box, calls, fenced, script
from tests.chat.openai_stub import Failure, Stub, Text, ToolCall

REQUEST = "block 40 x 30 x 20"
RIGHT = box(40, 30, 20)
WRONG = box(40, 30, 25)
OUTPUT_KEYS = {"status", "answer", "model", "cleanup_stats", "sweep"}
THREAD: Any = {"configurable": {"thread_id": "1"}}

Designed = Callable[..., CADModelGenerator]


def ask(question: str, reason: str = "missing") -> Any:
    return calls("ask", question=question, reason=reason)


# Tokens and stages


@pytest.mark.parametrize("by_tool", [True, False])
def test_the_models_tokens_are_streamed_as_they_come(
    stub: Stub, openai: Any, designed: Designed, by_tool: bool
) -> None:
    stub.will(ToolCall("write_script", {"script": RIGHT}) if by_tool else Text(fenced(RIGHT)))
    graph = build_workflow(generator=designed(openai()))
    pieces, nodes_seen = [], set()
    for message, metadata in graph.stream({"request": REQUEST}, stream_mode="messages"):
        if isinstance(message, AIMessageChunk):
            pieces.append(message.text + "".join(c["args"] or "" for c in message.tool_call_chunks))
            nodes_seen.add(metadata["langgraph_node"])
    assert nodes_seen == {"plan"}
    assert len([piece for piece in pieces if piece]) > 3
    expected = json.dumps({"script": RIGHT}) if by_tool else fenced(RIGHT)
    assert "".join(pieces) == expected


async def test_tokens_are_streamed_asynchronously_too(stub: Stub, openai: Any, designed: Designed) -> None:
    stub.will(Text(fenced(RIGHT)))
    graph = build_workflow(generator=designed(openai()))
    pieces = [
        message.text
        async for message, _ in graph.astream({"request": REQUEST}, stream_mode="messages")
        if isinstance(message, AIMessageChunk)
    ]
    assert "".join(pieces) == fenced(RIGHT)


def test_each_attempt_shows_its_stages_and_all_attempts_stay_in_the_state(designed: Designed) -> None:
    graph = build_workflow(
        InMemorySaver(), generator=designed(FakeModel(answers=[script(WRONG), script(WRONG), script(WRONG)]))
    )
    stages = [event["stage"] for event in graph.stream({"request": REQUEST}, THREAD, stream_mode="custom")]
    assert stages == ["planning", *["building", "inspecting"] * 3]
    state = graph.get_state(THREAD).values
    assert state["status"] == "failed"
    assert [attempt["error"]["code"] for attempt in state["attempts"]] == ["requirements_not_met"] * 3
    assert state["attempts"][-1]["plan"]["drafting"]["answers"] == 3
    json.dumps({key: value for key, value in state.items() if key != "messages"})


def test_repairs_happen_in_a_node_of_their_own(designed: Designed) -> None:
    graph = build_workflow(generator=designed(FakeModel(answers=[script(WRONG), script(RIGHT)])))
    order = [name for update in graph.stream({"request": REQUEST}, stream_mode="updates") for name in update]
    assert order == ["plan", "review", "generate", "repair", "review", "generate", "respond"]


# Questions


def test_without_a_checkpointer_a_question_is_the_answer(designed: Designed) -> None:
    answer = build_workflow(generator=designed(FakeModel(answers=[ask("How high?")]))).invoke(
        {"request": REQUEST}
    )
    assert set(answer) == OUTPUT_KEYS
    assert (answer["status"], answer["answer"]) == ("needs_clarification", "How high?")


def test_with_a_checkpointer_a_question_waits_and_its_answer_goes_on_from_there(designed: Designed) -> None:
    model = FakeModel(answers=[ask("How high?"), script(RIGHT)])
    graph = build_workflow(InMemorySaver(), generator=designed(model))
    asked = graph.invoke({"request": "block 40 x 30"}, THREAD)
    assert set(asked) == OUTPUT_KEYS | {"__interrupt__"}
    assert (asked["status"], asked["answer"], asked["model"]) == ("needs_clarification", "How high?", None)
    (interrupt,) = asked["__interrupt__"]
    assert (
        interrupt.value.items()
        >= {
            "kind": "question",
            "question": "How high?",
            "reason": "missing",
            "suggestions": [],
            "request": "block 40 x 30",
        }.items()
    )
    made = graph.invoke(Command(resume="use 20 mm"), THREAD)
    assert set(made) == OUTPUT_KEYS
    assert made["status"] == "made"
    assert len(model.told) == 2
    for part in ("block 40 x 30", "Asked back: How high?", "Answer: use 20 mm"):
        assert part in model.said()


def test_the_rules_planner_is_answered_in_the_same_way(generator: CADModelGenerator) -> None:
    graph = build_workflow(InMemorySaver(), generator=generator)
    asked = graph.invoke({"request": "cylinder 30 mm diameter"}, THREAD)
    assert asked["status"] == "needs_clarification"
    made = graph.invoke(Command(resume="use 40 mm"), THREAD)
    assert made["status"] == "made"
    assert made["model"]["report"]["bounding_box_mm"] == pytest.approx([30, 30, 40])


def test_a_contradiction_can_be_answered_with_the_whole_request(generator: CADModelGenerator) -> None:
    graph = build_workflow(InMemorySaver(), generator=generator)
    asked = graph.invoke({"request": "tube, outside 30, inside 26, wall 3, 100 long"}, THREAD)
    assert asked["__interrupt__"][0].value["reason"] == "conflict"
    made = graph.invoke(Command(resume="tube, outside 30, wall 3, 100 long"), THREAD)
    assert made["status"] == "made"
    assert made["model"]["report"]["volume_mm3"] == pytest.approx(25446.9, rel=1e-4)


@pytest.mark.parametrize(
    "answer", ["a 20 mm high one", {"answer": "20"}, [{"type": "response", "args": "20"}]]
)
def test_an_answer_comes_in_any_wrapping(designed: Designed, answer: Any) -> None:
    model = FakeModel(answers=[ask("How high?"), script(RIGHT)])
    graph = build_workflow(InMemorySaver(), generator=designed(model))
    graph.invoke({"request": "block 40 x 30"}, THREAD)
    assert graph.invoke(Command(resume=answer), THREAD)["status"] == "made"
    assert "Answer: " in model.said() and "20" in model.said().rpartition("Answer: ")[2]


def test_no_answer_leaves_the_question_standing(designed: Designed) -> None:
    model = FakeModel(answers=[ask("How high?")])
    graph = build_workflow(InMemorySaver(), generator=designed(model))
    graph.invoke({"request": REQUEST}, THREAD)
    answer = graph.invoke(Command(resume=""), THREAD)
    assert set(answer) == OUTPUT_KEYS | {"__interrupt__"}
    assert answer["status"] == "needs_clarification"
    assert answer["__interrupt__"][0].value["question"] == "How high?"


def test_a_question_may_follow_a_question_and_a_new_request_leaves_both_behind(designed: Designed) -> None:
    model = FakeModel(answers=[ask("How high?"), ask("Which colour?"), script(RIGHT)])
    graph = build_workflow(InMemorySaver(), generator=designed(model))
    graph.invoke({"request": "something 40 x 30"}, THREAD)
    assert graph.invoke(Command(resume="20"), THREAD)["answer"] == "Which colour?"
    made = graph.invoke({"request": REQUEST}, THREAD)
    assert made["status"] == "made"
    assert "something" not in model.said()


def test_a_contradiction_found_while_repairing_is_asked_as_well(designed: Designed) -> None:
    model = FakeModel(
        answers=[
            script(WRONG),
            script(WRONG, requirements={"bounding_box_mm": [40, 30, 25]}),
            script(RIGHT),
        ]
    )
    graph = build_workflow(InMemorySaver(), generator=designed(model))
    asked = graph.invoke({"request": REQUEST}, THREAD)
    assert asked["__interrupt__"][0].value["reason"] == "conflict"
    assert graph.invoke(Command(resume="20 high"), THREAD)["status"] == "made"


# Review


def test_a_plan_is_shown_before_it_is_built_where_the_run_asks_for_it(designed: Designed) -> None:
    graph = build_workflow(
        InMemorySaver(), generator=designed(FakeModel(answers=[script(RIGHT, title="block")]))
    )
    shown = graph.invoke({"request": REQUEST}, THREAD, context={"review": True})
    value = shown["__interrupt__"][0].value
    assert (value["kind"], value["title"], value["script"]) == ("review", "block", RIGHT)
    assert set(shown) == OUTPUT_KEYS | {"__interrupt__"}
    json.dumps(value)
    made = graph.invoke(Command(resume="approve"), THREAD, context={"review": True})
    assert made["status"] == "made"


@pytest.mark.parametrize(
    "answer", [True, "Yes.", {"type": "accept"}, {"approve": True}, [{"type": "accept"}]]
)
def test_any_yes_approves(designed: Designed, answer: Any) -> None:
    assert _reviewed(designed, answer)["status"] == "made"


@pytest.mark.parametrize("answer", [False, "reject", {"type": "ignore"}, {"approve": False}])
def test_anything_else_than_yes_builds_nothing(designed: Designed, answer: Any) -> None:
    rejected = _reviewed(designed, answer)
    assert rejected["status"] == "failed"
    assert "not approved" in rejected["answer"]
    assert rejected["model"] is None


def test_a_reviewed_script_is_built_as_edited_and_is_nobodys_trusted_script(designed: Designed) -> None:
    made = _reviewed(designed, {"script": box(1, 2, 3)})
    assert made["model"]["report"]["bounding_box_mm"] == pytest.approx([1, 2, 3])
    assert made["model"]["title"] == "model, edited"
    assert "edited in the review" in made["answer"]
    jailed = _reviewed(designed, {"script": "open('/etc/passwd')\n" + RIGHT})
    assert "PermissionError" in jailed["answer"]


def test_a_reviewed_parameter_is_built_as_edited(generator: CADModelGenerator) -> None:
    graph = build_workflow(InMemorySaver(), generator=generator)
    graph.invoke({"request": "plate 80 x 60 x 5"}, THREAD, context={"review": True})
    wrong = graph.invoke(Command(resume={"parameters": {"thicknes": 8}}), THREAD, context={"review": True})
    assert "thickness" in wrong["__interrupt__"][0].value["problem"]
    made = graph.invoke(Command(resume={"parameters": {"thickness": 8}}), THREAD, context={"review": True})
    assert made["model"]["report"]["bounding_box_mm"] == pytest.approx([80, 60, 8])
    assert made["model"]["part"] == "plate"


def test_words_in_a_review_are_planned_and_shown_again(designed: Designed) -> None:
    model = FakeModel(answers=[script(RIGHT), script(box(40, 30, 21), title="higher")])
    graph = build_workflow(InMemorySaver(), generator=designed(model))
    graph.invoke({"request": "a podium"}, THREAD, context={"review": True})
    shown = graph.invoke(Command(resume="1 mm higher"), THREAD, context={"review": True})
    assert shown["__interrupt__"][0].value["title"] == "higher"
    assert "1 mm higher" in model.said()
    assert graph.invoke(Command(resume=True), THREAD, context={"review": True})["status"] == "made"


def test_a_question_about_a_change_leaves_the_plan_under_review(designed: Designed) -> None:
    model = FakeModel(
        answers=[script(RIGHT, title="block"), ask("How much?"), script(box(40, 30, 22), title="new")]
    )
    graph = build_workflow(InMemorySaver(), generator=designed(model))
    graph.invoke({"request": REQUEST}, THREAD, context={"review": True})
    shown = graph.invoke(Command(resume="higher"), THREAD)["__interrupt__"][0].value
    assert (shown["kind"], shown["title"], shown["problem"]) == ("review", "block", "How much?")
    changed = graph.invoke(Command(resume={"message": "2 mm"}), THREAD)["__interrupt__"][0].value
    assert changed["title"] == "new"
    for said in ("higher", "Asked back: How much?", "Answer: 2 mm", RIGHT.strip()):
        assert said in model.said()
    assert graph.invoke(Command(resume="yes"), THREAD)["status"] == "made"


def test_the_words_of_a_rejection_go_to_the_model(designed: Designed) -> None:
    model = FakeModel(answers=[script(RIGHT), script(box(40, 30, 21), title="higher")])
    graph = build_workflow(InMemorySaver(), generator=designed(model))
    graph.invoke({"request": "a podium"}, THREAD, context={"review": True})
    answer = {"decisions": [{"type": "reject", "message": "1 mm higher"}]}
    shown = graph.invoke(Command(resume=answer), THREAD)["__interrupt__"][0].value
    assert shown["title"] == "higher"
    assert "1 mm higher" in model.said()


def test_a_plan_stays_under_review_when_the_model_fails_at_a_change(designed: Designed) -> None:
    model = FakeModel(answers=[script(RIGHT, title="block"), "no", "no", "no"])
    graph = build_workflow(InMemorySaver(), generator=designed(model))
    graph.invoke({"request": REQUEST}, THREAD, context={"review": True})
    shown = graph.invoke(Command(resume="1 mm higher"), THREAD)["__interrupt__"][0].value
    assert shown["title"] == "block"
    assert shown["problem"]
    assert graph.invoke(Command(resume="approve"), THREAD)["status"] == "made"


def test_a_review_is_not_skipped_where_the_context_is_left_out_the_second_time(designed: Designed) -> None:
    model = FakeModel(answers=[ask("How high?"), script(WRONG), script(RIGHT), script(RIGHT)])
    graph = build_workflow(InMemorySaver(), generator=designed(model))
    graph.invoke({"request": REQUEST}, THREAD, context={"review": True})
    for answer in ("20", "lower", "approve"):
        waits = graph.invoke(Command(resume=answer), THREAD)
        if answer != "approve":
            assert waits["status"] == "needs_clarification"
            assert waits["model"] is None
    assert waits["status"] == "made"
    graph.invoke({"request": REQUEST}, THREAD, context={"review": True})
    assert graph.invoke(Command(resume="reject"), THREAD)["status"] == "failed"
    assert graph.invoke({"request": "cube 25", "action": "stats"}, THREAD)["status"] == "stats"


def test_review_without_a_checkpointer_lets_the_plan_pass(generator: CADModelGenerator) -> None:
    answer = build_workflow(generator=generator).invoke({"request": "cube 25"}, context={"review": True})
    assert answer["status"] == "made"


def _reviewed(designed: Designed, answer: Any) -> dict[str, Any]:
    graph = build_workflow(InMemorySaver(), generator=designed(FakeModel(answers=[script(RIGHT)])))
    graph.invoke({"request": REQUEST}, THREAD, context={"review": True})
    result: dict[str, Any] = graph.invoke(Command(resume=answer), THREAD, context={"review": True})
    return result


# Follow-ups


def test_a_follow_up_in_the_thread_changes_the_last_model(designed: Designed) -> None:
    drilled = box(40, 30, 20, "result = result.faces('>Z').workplane().hole(6)")
    model = FakeModel(answers=[script(RIGHT), script(drilled)])
    graph = build_workflow(InMemorySaver(), generator=designed(model))
    graph.invoke({"messages": [HumanMessage(REQUEST)]}, THREAD)
    made = graph.invoke({"messages": [HumanMessage("make a 6 mm hole in it")]}, THREAD)
    assert made["status"] == "made"
    assert [hole["diameter_mm"] for hole in made["model"]["report"]["holes"]] == [6]
    assert RIGHT.strip() in model.said()
    assert "Measured: " in model.said()


# The provider


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for milliseconds between tries."""
    monkeypatch.setattr(
        workflow, "PROVIDER_TRIES", PROVIDER_TRIES._replace(initial_interval=0.01, jitter=False)
    )


@pytest.mark.usefixtures("impatient")
def test_a_passing_failure_of_the_provider_is_tried_again(
    stub: Stub, openai: Any, designed: Designed
) -> None:
    stub.will(Failure(503), Text(fenced(WRONG)), Failure(500), Text(fenced(RIGHT)))
    graph = build_workflow(generator=designed(openai()))
    assert graph.invoke({"request": REQUEST})["status"] == "made"
    assert len(stub.requests) == 4


@pytest.mark.usefixtures("impatient")
def test_a_provider_that_stays_away_is_an_answer_not_a_crash(
    stub: Stub, openai: Any, designed: Designed
) -> None:
    stub.will(*[Failure(429)] * 5)
    answer = build_workflow(generator=designed(openai())).invoke({"request": REQUEST})
    assert answer["status"] == "failed"
    assert "limits the rate" in answer["answer"]
    assert len(stub.requests) == PROVIDER_TRIES.max_attempts


def test_a_lasting_failure_is_not_tried_again(stub: Stub, openai: Any, designed: Designed) -> None:
    stub.will(Failure(401))
    answer = build_workflow(generator=designed(openai())).invoke({"request": REQUEST})
    assert "did not accept the key" in answer["answer"]
    assert len(stub.requests) == 1


def test_only_an_unreachable_provider_is_retried() -> None:
    assert PROVIDER_TRIES.retry_on is ModelUnavailable


def test_a_node_in_a_foreign_graph_without_a_policy_raises_nothing(
    stub: Stub, openai: Any, designed: Designed
) -> None:
    stub.will(Failure(500))
    update = nodes.plan({"request": REQUEST}, generator=designed(openai()))
    assert update["problem"]["code"] == "model_unavailable"


# The setting, and its key


def test_the_named_model_designs_and_its_key_is_nowhere(
    stub: Stub, key: str, service: Any, workshop: Any, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    caplog.set_level("DEBUG", logger="mayfly")
    monkeypatch.setenv("MAYFLY_MODEL", "openai:stub-model")
    monkeypatch.setenv("OPENAI_API_KEY", key)
    monkeypatch.setenv("OPENAI_BASE_URL", stub.base_url)
    environment = 'result = cq.Workplane().box(1, 1, 1)\nprint(open("/proc/self/environ").read())\n'
    stub.will(
        ToolCall("write_script", {"script": WRONG}),
        ToolCall("write_script", {"script": RIGHT}),
        ToolCall("write_script", {"script": "import cadquery as cq\n" + environment}),
    )
    saver = InMemorySaver()
    graph = build_workflow(saver, generator=CADModelGenerator(cleanup_service=service, workshop=workshop))
    events = list(
        graph.stream({"request": REQUEST}, THREAD, stream_mode=["values", "updates", "custom", "messages"])
    )
    answer = graph.invoke({"request": "cube 1"}, THREAD)
    assert stub.keys == [f"Bearer {key}"] * 3
    assert key not in repr(events) + repr(answer) + caplog.text
    for checkpoint in saver.list(THREAD):
        assert key not in repr(checkpoint)
    assert key not in "".join(_environments_of_children())
    for request in stub.requests:
        assert key not in json.dumps(request)


def _environments_of_children() -> list[str]:
    """Read the environment of every process that this one has started, however deep."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = []
    for pid in parents:
        above = pid
        while above in parents and above != os.getpid():
            above = parents[above]
        if above == os.getpid() and pid != os.getpid():
            try:
                found.append(Path(f"/proc/{pid}/environ").read_text(errors="replace"))
            except OSError:
                continue
    assert found, "no child was seen, so nothing was checked"
    return found


def test_a_setting_that_names_no_model_is_an_answer_not_a_crash(
    service: Any, workshop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAYFLY_MODEL", "openai:stub-model")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    generator = CADModelGenerator(cleanup_service=service, workshop=workshop)
    answer = build_workflow(generator=generator).invoke({"request": REQUEST})
    assert answer["status"] == "failed"
    assert "Set OPENAI_API_KEY" in answer["answer"]
    assert build_workflow(generator=generator).invoke({"action": "stats"})["status"] == "stats"
