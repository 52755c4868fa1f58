"""The real client for Anthropic's models, against a server of our own on 127.0.0.1."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk

from mayfly.errors import ModelUnavailable, NeedsClarification, PlanningError
from mayfly.generator import CADModelGenerator
from mayfly.planning.chat import ChatPlanner
from mayfly.workflow import build_workflow
from tests.chat.anthropic_stub import Failure, Said, Stub, start
from tests.chat.fake_model import box

langchain_anthropic = pytest.importorskip("langchain_anthropic")

KEY = "sk-ant-0123456789abcdef"
REQUEST = "block 40 x 30 x 20"
CUBE = {"bodies": [{"base": {"kind": "part", "part": "cube", "sizes": {"side": 25}}}]}
RIGHT = {"script": box(40, 30, 20), "requirements": {"solids": 1}}

Designed = Callable[..., CADModelGenerator]
Client = Callable[..., Any]


@pytest.fixture
def messages() -> Iterator[Stub]:
    """A server that speaks Anthropic's messages."""
    running, stop = start()
    yield running
    stop()


@pytest.fixture
def client(messages: Stub) -> Client:
    """Makes real clients of the stub, which do not try again by themselves."""

    def make(**settings: Any) -> Any:
        given = {"base_url": messages.base_url, "api_key": KEY, "max_retries": 0, **settings}
        return langchain_anthropic.ChatAnthropic(model="stub-model", **given)

    return make


def test_a_design_comes_by_a_tool_call_and_is_built(
    messages: Stub, client: Client, designed: Designed
) -> None:
    messages.answers = [Said(tool="make_design", arguments={"design": CUBE})]
    made = designed(client()).generate_model("cube 25")
    assert made["report"]["volume_mm3"] == pytest.approx(15625)
    assert (made["usage"]["input_tokens"], made["usage"]["output_tokens"]) == (1000, 100)
    names = [tool["name"] for tool in messages.requests[0]["tools"]]
    assert names == ["make_design", "write_script", "ask", "look_up"]
    assert "You are the designer" in str(messages.requests[0]["system"])


def test_an_answer_is_streamed_through_the_graph(messages: Stub, client: Client, designed: Designed) -> None:
    messages.answers = [Said(tool="write_script", arguments=RIGHT)]
    graph = build_workflow(generator=designed(client()))
    pieces = [
        "".join(chunk["args"] or "" for chunk in message.tool_call_chunks)
        for message, _ in graph.stream({"request": REQUEST}, stream_mode="messages")
        if isinstance(message, AIMessageChunk)
    ]
    assert len([piece for piece in pieces if piece]) > 3
    assert "Workplane" in "".join(pieces)


def test_a_look_sends_a_picture_and_publishing_ends_it(
    messages: Stub, client: Client, designed: Designed
) -> None:
    messages.answers = [Said(tool="write_script", arguments=RIGHT), Said(tool="publish")]
    made = designed(client(), look="on").generate_model(REQUEST)
    assert made["usage"]["turns"] == 1
    last = messages.requests[-1]["messages"][-1]["content"]
    (picture,) = [part for part in last if part["type"] == "image"]
    assert picture["source"]["media_type"] == "image/png"
    assert "publish" in [tool["name"] for tool in messages.requests[-1]["tools"]]


def test_a_question_comes_through(messages: Stub, client: Client) -> None:
    messages.answers = [Said(tool="ask", arguments={"question": "How high?", "reason": "missing"})]
    with pytest.raises(NeedsClarification, match="How high"):
        ChatPlanner(client()).plan(REQUEST)


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (Said(text="I can't help with that.", stop_reason="refusal"), "refused the request"),
        (Said(text="```python\nimport cadquery", stop_reason="max_tokens"), "cut off"),
        (Said(tool="write_script", arguments=RIGHT, stop_reason="max_tokens"), "cut off"),
        (Failure(401, "authentication_error"), "did not accept the key"),
        (Failure(404, "not_found_error"), "no such model"),
        (Failure(400, "invalid_request_error"), "rejected the request"),
    ],
)
def test_a_lasting_failure_is_one_clear_error(
    messages: Stub, client: Client, answer: Any, complaint: str
) -> None:
    messages.answers = [answer]
    with pytest.raises(PlanningError, match=complaint) as caught:
        ChatPlanner(client()).plan(REQUEST)
    assert not isinstance(caught.value, ModelUnavailable)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (Failure(429, "rate_limit_error", {"retry-after": "7"}), "limits the rate"),
        (Failure(529, "overloaded_error"), "problem of its own"),
        (Failure(500, "api_error"), "problem of its own"),
    ],
)
def test_a_passing_failure_can_be_told_apart(
    messages: Stub, client: Client, answer: Failure, complaint: str
) -> None:
    messages.answers = [answer]
    with pytest.raises(ModelUnavailable, match=complaint) as caught:
        ChatPlanner(client()).plan(REQUEST)
    assert caught.value.to_dict()["retry_after_seconds"] == (7 if answer.headers else None)
