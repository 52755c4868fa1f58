"""Every form in which clients resume says the same as the words in it."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from enum import Enum
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from pydantic import BaseModel

from mayfly.replies.reading import Reply, read_reply


class Choice(Enum):
    APPROVE = "approve"


class Model(BaseModel):
    decision: str


@dataclass
class Data:
    approved: bool


APPROVALS: list[Any] = [
    True,
    "approve",
    "y",
    "lgtm",
    '"approve"',
    "true",
    ["yes"],
    ("yes",),
    {"type": "approve"},
    {"type": "accept"},
    {"type": "accept", "args": None},
    [{"type": "accept", "args": None}],
    [{"type": "approve"}],
    {"decisions": [{"type": "approve"}]},
    {"decisions": [{"type": "approve"}, {"type": "approve"}]},
    '{"decisions": [{"type": "approve"}]}',
    {"approve": True},
    {"approved": True},
    {"approved": "yes"},
    {"approved": 1},
    {"isApproved": True},
    {"user_approved": True},
    {"accepted": True},
    {"confirmed": True},
    {"confirm": "true"},
    {"ok": True, "result": {}},
    {"approved": "1"},
    {"approval": True},
    {"confirmation": "yes"},
    {"approve": {}},
    {"approval_status": "approved"},
    {"review_decision": "approve"},
    {"userFeedback": "looks good"},
    {"final_answer": {"text": "yes"}},
    {"approved": True, "rejected": False},
    {"approved": True, "cancelled": False},
    {"approved": True, "pendingActionId": "x-1"},
    {"action": "approve"},
    {"action": "APPROVED", "reviewer_id": "user-1", "timestamp": 1719},
    {"action": "approve_plan"},
    {"action": "continue"},
    {"decision": "approve", "modified_args": None},
    {"decision": "approved", "comment": "ok"},
    {"decision": True},
    {"decision": {"type": "approve"}},
    {"choice": "approve"},
    {"verdict": "approved", "signed_off_by": "ann"},
    {"status": "approved"},
    {"answer": "yes"},
    {"message": "looks good"},
    {"feedback": "lgtm"},
    {"response": {"text": "go ahead"}},
    {"text": {"text": {"text": "yes please"}}},
    {"resume": "yes"},
    {"command": {"resume": {"decision": "approve"}}},
    {
        "messages": [
            {"role": "assistant", "content": "Shall this be built?"},
            {"role": "user", "content": "yes"},
        ]
    },
    {"role": "user", "content": [{"type": "text", "text": "yes"}]},
    [{"type": "text", "text": "yes please"}],
    [{"type": "text", "text": "yes"}, {"type": "image_url", "image_url": {"url": "data:"}}],
    [{"interruptId": "i-1", "status": "resolved", "payload": {"approved": True}}],
    {"interrupt_id": "i-1", "answers": {"approved": True}},
    HumanMessage("yes"),
    [HumanMessage("yes")],
    [AIMessage("Shall this be built?"), HumanMessage([{"type": "text", "text": "yes"}])],
    HumanMessage("yes").model_dump(),
    Choice.APPROVE,
    Model(decision="approve"),
    Data(approved=True),
    "👍",
]
REJECTIONS: list[Any] = [
    False,
    "no",
    "don't build it",
    {"type": "reject"},
    {"decisions": [{"type": "reject", "message": ""}]},
    {"decisions": [{"type": "reject", "message": "no"}]},
    [{"type": "reject"}],
    {"approve": False},
    {"approved": False},
    {"approved": "no"},
    {"approved": 0},
    {"rejected": True},
    {"reject": {}},
    {"approval_status": "rejected"},
    {"declined": True},
    {"action": "deny"},
    {"decision": "rejected"},
    {"verdict": "not_approved"},
    {"answer": "no"},
    {"content": "no thanks"},
    [{"type": "text", "text": "no"}],
    HumanMessage("nope"),
    {"confirmed": False},
]
EXITS: list[Any] = [
    "cancel",
    "never mind",
    {"type": "ignore"},
    [{"type": "ignore", "args": None}],
    {"cancelled": True},
    {"status": "cancelled"},
    [{"interruptId": "i-1", "status": "cancelled"}],
    {"next_action": "stop", "new_input": ""},
    {"choice": "abort", "reason": ""},
    {"message": "forget it"},
]
SAID: list[tuple[Any, str]] = [
    ("6 mm", "6 mm"),
    (6, "6"),
    (6.5, "6.5"),
    (["6 mm"], "6 mm"),
    ({"type": "respond", "message": "6 mm"}, "6 mm"),
    ({"decisions": [{"type": "respond", "message": "6 mm"}]}, "6 mm"),
    ([{"type": "response", "args": "6 mm"}], "6 mm"),
    ({"message": "6 mm"}, "6 mm"),
    ({"answer": 6}, "6"),
    ({"value": 6, "unit": "mm"}, "6 mm"),
    ({"action": "feedback", "data": "6 mm"}, "6 mm"),
    ({"choice": "6 mm"}, "6 mm"),
    ({"human_feedback": "6 mm"}, "6 mm"),
    ({"response": {"value": {"text": "6 mm"}}}, "6 mm"),
    ({"messages": [{"role": "user", "content": "6 mm"}]}, "6 mm"),
    ({"role": "user", "content": [{"type": "text", "text": "6"}, {"type": "text", "text": "mm"}]}, "6 mm"),
    ({"kind": "question", "question": "How thick?", "request": "a plate", "answer": "6 mm"}, "6 mm"),
    ('{"answer": "6 mm"}', "6 mm"),
    ('"6 mm"', "6 mm"),
    ("[6 mm]", "[6 mm]"),
    ({"user_message": "6 mm"}, "6 mm"),
    ({"humanResponse": {"response_text": "6 mm"}}, "6 mm"),
    ({"type": "human", "content": "6 mm", "id": "1", "additional_kwargs": {}}, "6 mm"),
]
EDITS: list[tuple[Any, dict[str, Any]]] = [
    ({"thickness": 6}, {"thickness": 6}),
    ({"parameters": {"length": 25}}, {"length": 25}),
    ({"parameters": [{"name": "length", "value": 25, "unit": "mm"}]}, {"length": 25}),
    ({"type": "edit", "args": {"action": "review", "args": {"parameters": {"side": 25.0}}}}, {"side": 25.0}),
    (
        {"decisions": [{"type": "edit", "edited_action": {"name": "review", "args": {"length": "25"}}}]},
        {"length": "25"},
    ),
    ({"decision": "approve", "modified_args": {"length": 25}}, {"length": 25}),
    ({"edit": {"length": 25}}, {"length": 25}),
    ({"field": "length", "value": 25}, {"length": 25}),
    (
        [{"key": "length", "value": 1, "unit": "in"}, {"key": "width", "value": 3}],
        {"length": "1 in", "width": 3},
    ),
    ({"length": {"value": 25}}, {"length": "25"}),
    ({"hole_type": "blind"}, {"hole_type": "blind"}),
    ({"x": 0, "y": 1, "n": 4}, {"x": 0, "y": 1, "n": 4}),
    ({"stop": 12}, {"stop": 12}),
    ({"edited_action": {"args": '{"length": 25}'}}, {"length": 25}),
    ({"editedAction": {"args": {"length": {"value": 25, "unit": "mm"}}}}, {"length": "25 mm"}),
    ({"parameters": {"text": "HELLO", "type": 2}}, {"text": "HELLO", "type": 2}),
]
TORN: list[Any] = [
    [True, False],
    {"approve": True, "reject": True},
    [{"type": "approve"}, {"type": "reject"}],
    {"type": "approve", "message": "no"},
    {"decision": "reject", "comment": "looks good"},
    {"approved": True, "cancelled": True},
]


@pytest.mark.parametrize("value", APPROVALS, ids=str)
def test_an_approval_is_one_in_every_form(value: Any) -> None:
    reply = read_reply(value)
    assert (reply.decision, reply.words, dict(reply.fields), reply.torn) == ("approve", "", {}, False)


@pytest.mark.parametrize("value", REJECTIONS, ids=str)
def test_a_rejection_is_one_in_every_form(value: Any) -> None:
    reply = read_reply(value)
    assert (reply.decision, reply.words, dict(reply.fields)) == ("reject", "", {})


@pytest.mark.parametrize("value", EXITS, ids=str)
def test_leaving_is_leaving_in_every_form(value: Any) -> None:
    assert read_reply(value).decision == "cancel"


@pytest.mark.parametrize(("value", "words"), SAID, ids=str)
def test_words_are_found_in_every_wrapping(value: Any, words: str) -> None:
    reply = read_reply(value)
    assert (reply.words, reply.decision, dict(reply.fields)) == (words, None, {})


@pytest.mark.parametrize(("value", "fields"), EDITS, ids=str)
def test_values_of_a_form_keep_their_names(value: Any, fields: dict[str, Any]) -> None:
    assert dict(read_reply(value).fields) == fields


@pytest.mark.parametrize("value", TORN, ids=str)
def test_yes_and_no_at_once_is_no_decision(value: Any) -> None:
    reply = read_reply(value)
    assert reply.torn
    assert reply.decision is None


def test_the_words_of_a_rejection_are_kept() -> None:
    reply = read_reply({"decisions": [{"type": "reject", "message": "make it 30 mm"}]})
    assert (reply.decision, reply.words) == ("reject", "make it 30 mm")


@pytest.mark.parametrize("value", [{"reject": {"reason": "too big"}}, {"rejected": "too big"}])
def test_a_reason_under_the_decision_s_own_key_is_kept(value: Any) -> None:
    reply = read_reply(value)
    assert (reply.decision, reply.note) == ("reject", "too big")


def test_a_condition_under_the_decision_s_own_key_is_kept() -> None:
    reply = read_reply({"approved": "only if it is 8 mm thick"})
    assert (reply.decision, reply.words) == (None, "only if it is 8 mm thick")


@pytest.mark.parametrize(
    "value",
    [
        {"approve": "later"},
        {"approved": "pending"},
        {"accept": "not sure"},
        {"approved": "none"},
        {"approved": []},
        {"approved": {}},
        {"approve": [1]},
        {"build": "nothing"},
        {"approve": "thicker"},
    ],
)
def test_what_stands_under_an_approval_and_is_none_approves_nothing(value: object) -> None:
    assert read_reply(value).decision is None


def test_a_field_that_was_asked_about_is_one_whatever_it_is_called() -> None:
    assert dict(read_reply({"text": "HELLO", "bore_at": 3}, ["text", "bore_at"]).fields) == {
        "text": "HELLO",
        "bore_at": 3,
    }


@pytest.mark.parametrize(
    "value", [None, "", "  ", {}, [], {"decisions": []}, {"answer": None}, {"rejected": False}]
)
def test_nothing_said_is_nothing(value: Any) -> None:
    assert read_reply(value).is_empty


@pytest.mark.parametrize("value", [float("nan"), object(), b"yes", {"answer": {1, 2}}])
def test_what_is_no_answer_at_all_is_listed_as_unread(value: Any) -> None:
    reply = read_reply(value)
    assert reply.unread
    assert reply.decision is None


def test_a_value_without_an_end_is_cut_off() -> None:
    endless: list[Any] = []
    endless.append(endless)
    assert read_reply(endless).unread
    assert read_reply([["yes"]] * 100_000).unread


# Random nestings

WRAPPINGS: list[Any] = [
    lambda v: {"answer": v},
    lambda v: {"message": v},
    lambda v: {"content": v},
    lambda v: {"type": "respond", "message": v},
    lambda v: {"type": "response", "args": v},
    lambda v: {"role": "user", "content": v},
    lambda v: {"resume": v},
    lambda v: {"payload": v, "status": "resolved", "interruptId": "i"},
    lambda v: {"decisions": [v]},
    lambda v: {"data": v, "id": 7, "timestamp": "2026-01-01"},
    lambda v: {"value": v, "metadata": {"note": "internal"}},
    lambda v: [v],
    lambda v: {"messages": [{"role": "assistant", "content": "no"}, {"role": "user", "content": v}]},
    lambda v: json.dumps(v),
    lambda v: {"response": v, "question": "Shall this be built?", "comment": None},
    lambda v: [{"type": "text", "text": v}] if isinstance(v, str) else [v],
]
CORES = {
    "approve": [True, "yes", "approve", "lgtm", {"type": "approve"}, {"approved": True}, "👍"],
    "reject": [False, "no", "reject", {"type": "reject"}, {"approved": False}, "don't"],
    "cancel": ["never mind", {"type": "ignore"}, {"cancelled": True}],
}


@pytest.mark.parametrize("seed", range(300))
def test_no_nesting_turns_an_answer_into_another(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - chooses cases, guards nothing
    decision = rng.choice(list(CORES))
    value: Any = rng.choice(CORES[decision])
    for _ in range(rng.randint(1, 6)):
        value = rng.choice(WRAPPINGS)(value)
    assert read_reply(value).decision == decision, value


LEAVES: list[Any] = [
    *(None, True, False, 0, 1, -3.5, float("inf")),
    *("", "yes", "no", "6 mm", "{", '["', "\ud800", "cancel"),
]
KEYS: list[Any] = [
    *("type", "decision", "approved", "rejected", "args", "content", "value", "unit"),
    *("x", "role", "name", "script", 1, None),
]


def _anything(rng: random.Random, depth: int) -> Any:
    if depth == 0 or rng.random() < 0.3:
        return rng.choice(LEAVES)
    if rng.random() < 0.6:
        return {rng.choice(KEYS): _anything(rng, depth - 1) for _ in range(rng.randint(0, 4))}
    return [_anything(rng, depth - 1) for _ in range(rng.randint(0, 4))]


@pytest.mark.parametrize("seed", range(300))
def test_nothing_that_can_be_sent_makes_reading_fail(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - chooses cases, guards nothing
    value = _anything(rng, 5)
    reply = read_reply(value)
    assert isinstance(reply, Reply)
    if reply.decision == "approve":
        assert not _says_no(value), value


def _says_no(value: Any) -> bool:
    """Whether a plain no stands where only a decision can stand: in a list, or under a decision's key."""
    if isinstance(value, list):
        return any(one is False or _says_no(one) for one in value if not isinstance(one, str))
    return isinstance(value, dict) and (value.get("approved") is False or value.get("decision") is False)
