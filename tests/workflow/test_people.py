"""A person answers the workflow in any form: asked again in doubt, and never taken for the opposite."""

from __future__ import annotations

import json
import operator
from typing import Annotated, Any

import pytest
from langchain_core.messages import HumanMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, Send
from typing_extensions import TypedDict

from mayfly.generator import CADModelGenerator
from mayfly.nodes import mapped
from mayfly.workflow import build_workflow

THREAD: Any = {"configurable": {"thread_id": "1"}}
REVIEW: Any = {"review": True}
OPEN = "a plate 80 x 60 mm"


class Talk:
    """One thread of the workflow, and what it said last."""

    def __init__(self, generator: CADModelGenerator, request: str, *, review: bool = False) -> None:
        self.graph = build_workflow(InMemorySaver(), generator=generator)
        self.context = REVIEW if review else None
        self.last: dict[str, Any] = self.graph.invoke({"request": request}, THREAD, context=self.context)

    def says(self, *answers: Any) -> Talk:
        for answer in answers:
            self.last = self.graph.invoke(Command(resume=answer), THREAD, context=self.context)
        return self

    def types(self, *messages: str) -> Talk:
        """Answer by a new run instead of a resumption, as a chat page does."""
        for message in messages:
            self.last = self.graph.invoke({"request": message}, THREAD, context=self.context)
        return self

    @property
    def asked(self) -> dict[str, Any]:
        (interrupt,) = self.last["__interrupt__"]
        return dict(interrupt.value)

    @property
    def box(self) -> list[float]:
        assert self.last["status"] == "made", self.last["answer"]
        return [float(side) for side in self.last["model"]["report"]["bounding_box_mm"]]


# A question


@pytest.mark.parametrize(
    "answer",
    [
        {"message": "6 mm"},
        {"type": "respond", "message": "6 mm"},
        {"decisions": [{"type": "respond", "message": "6 mm"}]},
        {
            "decisions": [
                {"type": "edit", "edited_action": {"name": "x", "args": {"thickness": "6", "answer": ""}}}
            ]
        },
        [{"type": "response", "args": "6 mm"}],
        {"thickness": 6},
        {"thickness_mm": "6"},
        {"answers": {"q1": ["6 mm"]}},
        {"role": "user", "content": [{"type": "text", "text": "6 mm"}]},
        [{"interruptId": "i", "status": "resolved", "payload": {"value": 6, "unit": "mm"}}],
        6,
    ],
    ids=str,
)
def test_a_question_is_answered_in_any_form(generator: CADModelGenerator, answer: Any) -> None:
    assert Talk(generator, OPEN).says(answer).box == pytest.approx([80, 60, 6])


@pytest.mark.parametrize(
    "answer", ["", [], "yes", True, False, "no", [True, False], {"decision": "approve"}], ids=str
)
def test_what_answers_nothing_is_asked_again_with_the_reason(
    generator: CADModelGenerator, answer: Any
) -> None:
    talk = Talk(generator, OPEN)
    first = talk.last["__interrupt__"][0]
    talk.says(answer)
    second = talk.last["__interrupt__"][0]
    assert second.value["question"] == first.value["question"]
    assert "problem" in second.value
    assert "problem" not in first.value
    assert second.id != first.id
    assert talk.says("6 mm").box == pytest.approx([80, 60, 6])


@pytest.mark.parametrize(
    "answer",
    ["never mind", "cancel", {"type": "ignore"}, {"cancelled": True}, {"decisions": [{"type": "reject"}]}],
)
def test_a_question_can_be_left(generator: CADModelGenerator, answer: Any) -> None:
    talk = Talk(generator, OPEN).says(answer)
    assert "__interrupt__" not in talk.last
    assert (talk.last["status"], talk.last["model"]) == ("failed", None)
    assert talk.graph.get_state(THREAD).next == ()
    assert "Which part" in talk.types("6 mm").last["answer"]  # nothing stands open that it could answer


def test_a_question_can_be_left_by_a_new_message(generator: CADModelGenerator) -> None:
    talk = Talk(generator, OPEN).types("never mind")
    assert talk.last["status"] == "failed"
    assert talk.types("cube 20 mm").box == pytest.approx([20, 20, 20])


@pytest.mark.parametrize(("reason", "made"), [("6 mm", True), ("not needed any more", False)])
def test_the_reason_that_a_form_asks_for_may_be_the_answer(
    generator: CADModelGenerator, reason: str, made: bool
) -> None:
    talk = Talk(generator, OPEN).says({"decisions": [{"type": "reject", "message": reason}]})
    assert (talk.last["status"] == "made") == made
    assert "__interrupt__" not in talk.last


def test_several_sizes_are_answered_by_name_or_in_order(generator: CADModelGenerator) -> None:
    for answer in ([80, 60], {"length": 80, "width": 60}, "80, 60", {"answers": ["80 mm", "60 mm"]}):
        talk = Talk(generator, "plate 8 mm thick")
        assert [field["name"] for field in talk.asked["fields"]] == ["length", "width"]
        assert talk.says(answer).box == pytest.approx([80, 60, 8])


def test_an_answer_that_says_more_than_was_asked_is_used_whole(generator: CADModelGenerator) -> None:
    talk = Talk(generator, "a plate 80 x 60 mm with 4 holes").says("6 mm thick")
    assert talk.asked["question"] == "What is the diameter of the holes?"
    holes = talk.says("holes of 5 mm, 8 mm from the edges").last["model"]["report"]["holes"]
    assert [(hole["diameter_mm"], hole["count"]) for hole in holes] == [(5.0, 4)]
    assert sorted(map(tuple, holes[0]["at"]))[0] == pytest.approx((-32, -22))


def test_a_question_in_a_conversation_is_answered_by_a_message_in_any_form(
    generator: CADModelGenerator,
) -> None:
    graph = build_workflow(InMemorySaver(), generator=generator)
    graph.invoke({"messages": [HumanMessage(OPEN)]}, THREAD)
    graph.invoke(Command(resume={"messages": [{"role": "user", "content": "6 mm"}]}), THREAD)
    messages = graph.get_state(THREAD).values["messages"]
    assert [message.type for message in messages] == ["human", "ai", "human", "ai"]
    assert messages[2].text == "6 mm"


# A review


@pytest.mark.parametrize(
    "answer",
    [
        True,
        "y",
        "yes, build it",
        "lgtm 👍",
        {"type": "approve"},
        {"decisions": [{"type": "approve"}]},
        [{"type": "accept", "args": None}],
        {"approved": True},
        {"action": "approve", "reviewer_id": "user-1"},
        {"approved": True, "comment": "looks fine, Bob"},
        '{"decision": "approve"}',
        HumanMessage("go ahead"),
        {"type": "edit", "args": {"action": "build_model", "args": {"side": "20.0"}}},
    ],
    ids=str,
)
def test_an_approval_in_any_form_builds_what_was_shown(generator: CADModelGenerator, answer: Any) -> None:
    talk = Talk(generator, "cube 20 mm", review=True).says(answer)
    assert talk.box == pytest.approx([20, 20, 20])
    assert talk.last["model"]["title"] == "cube 20 mm"


@pytest.mark.parametrize(
    "answer",
    [
        "no",
        "don't build it",
        False,
        {"approved": False},
        {"decisions": [{"type": "reject", "message": "too big"}]},
        {"rejected": True},
        "never mind",
    ],
    ids=str,
)
def test_a_rejection_in_any_form_builds_nothing(generator: CADModelGenerator, answer: Any) -> None:
    talk = Talk(generator, "cube 20 mm", review=True).says(answer)
    assert talk.last["status"] == "failed"
    assert "not approved" in talk.last["answer"]
    assert "__interrupt__" not in talk.last
    assert generator.get_cleanup_stats()["total_files"] == 0


def test_the_reason_of_a_rejection_is_in_the_answer(generator: CADModelGenerator) -> None:
    answer = {"decisions": [{"type": "reject", "message": "too big"}]}
    assert '"too big"' in Talk(generator, "cube 20 mm", review=True).says(answer).last["answer"]


@pytest.mark.parametrize(
    "answer",
    [
        "",
        [True, False],
        "hmm",
        "2 mm thicker",
        {"foo": {"bar": 1}},
        {"parameters": {"sid": 25}},
        {"parameters": {"side": -3}},
        {"parameters": {"side": "wide"}},
        {"script": "side ="},
        {"approved": True, "comment": "but rounder"},
        {"approved": True, "colour": "red"},
        {"approved": False, "parameters": {"side": 30}},
        "approve with rounder edges",
    ],
    ids=str,
)
def test_what_can_t_be_read_in_a_review_is_shown_again_with_the_reason(
    generator: CADModelGenerator, answer: Any
) -> None:
    talk = Talk(generator, "cube 20 mm", review=True).says(answer)
    assert talk.asked["title"] == "cube 20 mm"
    assert talk.asked["problem"]
    assert talk.asked["problem"] in talk.asked["action_requests"][0]["description"]
    assert talk.says("yes").box == pytest.approx([20, 20, 20])


@pytest.mark.parametrize(
    ("request_", "words", "title"),
    [
        ("plate 80 x 60 x 6 mm", "8 mm thick", "plate 80 x 60 x 8 mm"),
        ("plate 80 x 60 x 6 mm", {"type": "response", "args": "8 mm thick"}, "plate 80 x 60 x 8 mm"),
        ("plate 80 x 60 x 6 mm", "yes, but 8 mm thick", "plate 80 x 60 x 8 mm"),
        ("plate 80 x 60 x 6 mm", {"approved": True, "message": "but 8 mm thick"}, "plate 80 x 60 x 8 mm"),
        ("cube 20 mm", "make it 30 mm", "cube 30 mm"),
        ("cube 20 mm", "30 mm side", "cube 30 mm"),
        ("cube 20 mm", "30 mm instead of 20 mm", "cube 30 mm"),
        ("cube 20 mm", {"decisions": [{"type": "reject", "message": "make it 30 mm"}]}, "cube 30 mm"),
        ("cube 20 mm", {"decisions": [{"type": "respond", "message": "make it 30 mm"}]}, "cube 30 mm"),
        (
            "cube 20 mm",
            {"edited_action": {"args": {"changes": "make it 30 mm", "side": "20.0"}}},
            "cube 30 mm",
        ),
        ("cube 20 mm", {"parameters": {"length": 25}}, "cube 25 mm"),
        ("cube 20 mm", "cylinder diameter 20 mm, 30 mm long", "cylinder 20 x 30 mm"),
    ],
    ids=str,
)
def test_words_change_a_plan_under_review_as_they_change_a_model(
    generator: CADModelGenerator, request_: str, words: Any, title: str
) -> None:
    talk = Talk(generator, request_, review=True).says(words)
    assert talk.asked["title"] == title
    assert "problem" not in talk.asked
    assert generator.get_cleanup_stats()["total_files"] == 0


def test_changes_follow_each_other_and_then_the_model_is_followed_up(generator: CADModelGenerator) -> None:
    talk = Talk(generator, "plate 80 x 60 x 6 mm", review=True).says("8 mm thick", "make the length 100")
    assert talk.asked["title"] == "plate 100 x 60 x 8 mm"
    talk.says("with a 5 mm hole in the centre", "approve")
    assert talk.box == pytest.approx([100, 60, 8])
    assert [hole["diameter_mm"] for hole in talk.last["model"]["report"]["holes"]] == [5]
    assert talk.types("10 mm thick").says("yes").box == pytest.approx([100, 60, 10])


def test_a_change_that_was_asked_back_is_settled_by_the_next_answer(generator: CADModelGenerator) -> None:
    talk = Talk(generator, "cube 20 mm", review=True).says("2 mm thicker")
    assert "new size" in talk.asked["problem"]
    assert talk.says("22 mm").asked["title"] == "cube 22 mm"


@pytest.mark.parametrize(
    "answer",
    [
        {"parameters": {"thickness": 8}},
        {"parameters": [{"name": "thickness", "value": 8, "unit": "mm"}]},
        {"thickness": "8 mm"},
        {"type": "edit", "args": {"action": "build_model", "args": {"parameters": {"thickness": 8.0}}}},
        {
            "decisions": [
                {"type": "edit", "edited_action": {"name": "build_model", "args": {"thickness": "8"}}}
            ]
        },
        {"decision": "approve", "modified_args": {"Thickness": 8}},
    ],
    ids=str,
)
def test_an_edited_parameter_is_built_in_any_form(generator: CADModelGenerator, answer: Any) -> None:
    talk = Talk(generator, "plate 80 x 60 x 6 mm", review=True).says(answer)
    assert talk.box == pytest.approx([80, 60, 8])


def test_a_form_that_sends_everything_back_edits_only_what_differs(generator: CADModelGenerator) -> None:
    talk = Talk(generator, "plate 80 x 60 x 6 mm", review=True)
    args = {key: str(value) for key, value in talk.asked["action_requests"][0]["args"].items()}
    edited = {"type": "edit", "edited_action": {"name": "build_model", "args": {**args, "width": "1 in"}}}
    assert talk.says({"decisions": [edited]}).box == pytest.approx([80, 25.4, 6])
    assert talk.last["model"]["parameters"] == {"width": 25.4}


def test_a_plan_under_review_is_answered_by_a_new_message_too(generator: CADModelGenerator) -> None:
    talk = Talk(generator, "cube 20 mm", review=True).types("make it 30 mm")
    assert talk.asked["title"] == "cube 30 mm"
    assert talk.types("hmm").asked["problem"]
    assert talk.types("how many models are stored?").last["status"] == "stats"
    assert talk.types("yes please").box == pytest.approx([30, 30, 30])


def test_a_whole_request_leaves_the_review_behind(generator: CADModelGenerator) -> None:
    talk = Talk(generator, "cube 20 mm", review=True).types("plate 80 x 60 x 6 mm")
    assert talk.asked["title"] == "plate 80 x 60 x 6 mm"
    assert talk.types("no").last["status"] == "failed"
    assert "Which part" in talk.types("8 mm thick").last["answer"]


# Inside other graphs


class Many(TypedDict, total=False):
    wishes: list[str]
    wish: str
    drawings: Annotated[list[Any], operator.add]


def test_a_parent_waits_until_the_answer_can_be_read(generator: CADModelGenerator) -> None:
    draw = mapped(
        build_workflow(generator=generator), reads={"request": "wish"}, writes={"model": "drawings"}
    )
    graph = StateGraph(Many)
    graph.add_node("draw", lambda state: {"drawings": [draw(state).get("drawings")]})
    graph.add_edge(START, "draw")
    graph.add_edge("draw", END)
    parent = graph.compile(checkpointer=InMemorySaver())
    parent.invoke({"wish": OPEN}, THREAD)
    for unreadable in ("", [True, False], "yes"):
        waits = parent.invoke(Command(resume=unreadable), THREAD)
        assert waits["__interrupt__"][0].value["problem"]
        assert not waits.get("drawings")
    made = parent.invoke(Command(resume={"message": "6 mm"}), THREAD)
    assert [drawing["title"] for drawing in made["drawings"]] == ["plate 80 x 60 x 6 mm"]


def test_several_questions_at_once_are_answered_by_id_each_in_its_form(generator: CADModelGenerator) -> None:
    draw = mapped(
        build_workflow(generator=generator), reads={"request": "wish"}, writes={"model": "drawings"}
    )
    graph = StateGraph(Many)
    graph.add_node("draw", lambda state: {"drawings": [draw(state).get("drawings")]})
    graph.add_conditional_edges(
        START, lambda state: [Send("draw", {"wish": wish}) for wish in state["wishes"]], ["draw"]
    )
    graph.add_edge("draw", END)
    parent = graph.compile(checkpointer=InMemorySaver())
    asked = parent.invoke({"wishes": [OPEN, "a cylinder 30 mm long"]}, THREAD)["__interrupt__"]
    forms = {"plate": {"decisions": [{"type": "respond", "message": "6 mm"}]}, "cylinder": {"diameter": 12}}
    resume = {one.id: forms[one.value["request"].split()[1]] for one in asked}
    made = parent.invoke(Command(resume=resume), THREAD)
    assert [drawing["title"] for drawing in made["drawings"]] == [
        "plate 80 x 60 x 6 mm",
        "cylinder 12 x 30 mm",
    ]


def test_the_state_stays_plain_data_while_a_person_is_asked(generator: CADModelGenerator) -> None:
    talk = Talk(generator, "cube 20 mm", review=True).says("2 mm thicker", "22 mm")
    json.dumps(talk.graph.get_state(THREAD).values)
    json.dumps(talk.asked)
