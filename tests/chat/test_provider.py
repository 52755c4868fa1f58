"""The real OpenAI client against a provider of our own: every way in which it can go wrong."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from langchain_openai import ChatOpenAI

from mayfly.errors import ModelUnavailable, NeedsClarification, PlanningError
from mayfly.planning.chat import ChatPlanner, prompt
from mayfly.planning.chat.client import Limits
from mayfly.planning.chat.errors import redacted
from tests.chat.fake_model import FakeModel, box, fenced
from tests.chat.openai_stub import (
    CutConnection,
    Endless,
    Failure,
    Malformed,
    Refusal,
    Slow,
    Stub,
    Text,
    ToolCall,
)

REQUEST = "block 40 x 30 x 20"
RIGHT = box(40, 30, 20)
BY_TOOL = ToolCall("write_script", {"script": RIGHT, "title": "block", "requirements": {"solids": 1}})

OpenAI = Callable[..., ChatOpenAI]


def test_an_answer_by_tool_call_is_streamed_and_put_together(stub: Stub, openai: OpenAI, key: str) -> None:
    stub.will(BY_TOOL)
    plan = ChatPlanner(openai(stream_usage=True)).plan(REQUEST)
    assert (plan.script, plan.title, plan.requirements.solids) == (RIGHT, "block", 1)
    assert plan.drafting is not None
    assert (plan.drafting.input_tokens, plan.drafting.output_tokens) == (1000, 100)
    (request,) = stub.requests
    assert request["stream"] is True
    assert [tool["function"]["name"] for tool in request["tools"]] == [
        "make_design",
        "write_script",
        "ask",
        "look_up",
    ]
    assert stub.keys == [f"Bearer {key}"]


def test_an_answer_in_text_is_taken_where_tools_were_offered(stub: Stub, openai: OpenAI) -> None:
    stub.will(Text(fenced(RIGHT)))
    assert ChatPlanner(openai()).plan(REQUEST).script == RIGHT


def test_a_client_that_does_not_stream_works_as_well(stub: Stub, openai: OpenAI) -> None:
    stub.will(BY_TOOL)
    assert ChatPlanner(openai(disable_streaming=True)).plan(REQUEST).script == RIGHT
    assert not stub.requests[0].get("stream")


def test_a_model_that_has_no_tools_after_all_is_asked_for_text(stub: Stub, openai: OpenAI) -> None:
    stub.will(Failure(400, "stub-model does not support tools"), Text(fenced(RIGHT)), Text(fenced(RIGHT)))
    planner = ChatPlanner(openai())
    assert planner.plan(REQUEST).script == RIGHT
    assert "tools" in stub.requests[0]
    assert "tools" not in stub.requests[1]
    assert "```json" in stub.requests[1]["messages"][0]["content"]
    planner.plan(REQUEST)
    assert "tools" not in stub.requests[2]


def test_tools_are_offered_again_where_it_was_not_the_tools(stub: Stub, openai: OpenAI) -> None:
    stub.will(
        Failure(400, "too long: 4000 tokens of messages, 800 of functions"), Failure(400, "too long"), BY_TOOL
    )
    planner = ChatPlanner(openai())
    with pytest.raises(PlanningError, match="too long"):
        planner.plan(REQUEST)
    assert planner.plan(REQUEST).script == RIGHT


def test_a_tool_call_that_broke_off_is_not_completed_by_guessing(stub: Stub, openai: OpenAI) -> None:
    whole = '{"script": "import cadquery as cq\\nresult = cq.Workplane().box(1, 1, 1)\\nshow_object(result)'
    stub.will(ToolCall("write_script", whole), BY_TOOL)
    assert ChatPlanner(openai()).plan(REQUEST).script == RIGHT
    assert "not valid JSON" in stub.requests[1]["messages"][-1]["content"]


@pytest.mark.parametrize(
    ("failure", "complaint"),
    [
        (Failure(401, "Incorrect API key provided"), "did not accept the key"),
        (Failure(403, "no access to this model"), "not allowed to use this model"),
        (Failure(404, "The model `stub-model` does not exist"), "knows no such model"),
        (
            Failure(400, "maximum context length exceeded", code="context_length_exceeded"),
            "rejected the request|context",
        ),
        (Failure(429, "You exceeded your current quota", code="insufficient_quota"), "quota is used up"),
        (Malformed(), "no chat model's answer"),
        (Malformed('{"colour": "red"}'), "no chat model's answer|no answer"),
        (Text(fenced(RIGHT), finish_reason="length"), "cut off"),
        (ToolCall("write_script", '{"script": "impo', finish_reason="length"), "cut off"),
        (Text("I", finish_reason="content_filter"), "refused"),
        (Endless(), "went on for more than"),
        (Slow(), "in the time it had"),
    ],
)
def test_a_lasting_failure_is_one_clear_error(
    stub: Stub, openai: OpenAI, failure: Any, complaint: str
) -> None:
    stub.will(failure)
    limits = Limits(characters=20_000, seconds=1 if isinstance(failure, Slow) else 60)
    with pytest.raises(PlanningError, match=complaint) as caught:
        ChatPlanner(openai(), limits=limits).plan(REQUEST)
    assert not isinstance(caught.value, ModelUnavailable)
    assert len(stub.requests) == 1


@pytest.mark.parametrize(
    ("failure", "complaint"),
    [
        (Failure(429, "slow down", headers={"Retry-After": "7"}), "limits the rate"),
        (Failure(500), "problem of its own"),
        (Failure(503, "overloaded"), "problem of its own"),
        (Failure(529, "overloaded"), "problem of its own"),
        (CutConnection(fenced(RIGHT), after_pieces=0), "no connection|broke off"),
        (CutConnection(fenced(RIGHT), after_pieces=3), "no connection|broke off"),
    ],
)
def test_a_passing_failure_can_be_told_apart(
    stub: Stub, openai: OpenAI, failure: Any, complaint: str
) -> None:
    stub.will(failure)
    with pytest.raises(ModelUnavailable, match=complaint) as caught:
        ChatPlanner(openai()).plan(REQUEST)
    expected = 7 if isinstance(failure, Failure) and failure.headers else None
    assert caught.value.to_dict()["retry_after_seconds"] == expected


def test_the_clients_own_timeout_is_a_passing_failure(stub: Stub, openai: OpenAI) -> None:
    stub.will(Slow())
    with pytest.raises(ModelUnavailable, match="did not answer in time"):
        ChatPlanner(openai(timeout=0.2)).plan(REQUEST)


def test_nobody_listening_is_a_passing_failure(openai: OpenAI) -> None:
    with pytest.raises(ModelUnavailable, match="no connection"):
        ChatPlanner(openai(base_url="http://127.0.0.1:9/v1")).plan(REQUEST)


def test_a_refusal_is_heard_although_streams_leave_it_out(stub: Stub, openai: OpenAI) -> None:
    stub.will(Refusal("I do not design that."), Refusal("I do not design that."))
    with pytest.raises(PlanningError, match="refused the request: I do not design that"):
        ChatPlanner(openai()).plan(REQUEST)


def test_a_question_comes_through(stub: Stub, openai: OpenAI) -> None:
    stub.will(ToolCall("ask", {"question": "How high?", "reason": "missing"}))
    with pytest.raises(NeedsClarification, match="How high"):
        ChatPlanner(openai()).plan(REQUEST)


def test_a_key_is_in_no_error_and_no_log(
    stub: Stub, openai: OpenAI, key: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="mayfly")
    for status in (400, 401, 403, 404, 429, 500):
        stub.will(Failure(status, f"the key {key} is not good"))
        with pytest.raises(PlanningError) as caught:
            ChatPlanner(openai()).plan(REQUEST)
        assert key not in str(caught.value)
        assert caught.value.__cause__ is None and caught.value.__suppress_context__
    mayflys = [record for record in caplog.records if record.name.startswith("mayfly")]
    assert not any(key in record.getMessage() for record in mayflys)


def test_secrets_are_known_by_name_and_by_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEBULA_API_KEY", "aurora-borealis")
    assert redacted("aurora-borealis was refused") == "[secret] was refused"
    assert redacted("sent Bearer abc.def-ghi; got sk-proj-abcdef123") == "sent Bearer [secret] got [secret]"
    assert redacted("the model needs a token limit") == "the model needs a token limit"


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("openai:stub-model", "There is no key for openai:stub-model. Set OPENAI_API_KEY"),
        ("nosuch:model", "knows no provider 'nosuch'"),
        ("mistralai:large", "pip install langchain-mistralai"),
        ("gpt", "does not name a chat model"),
        (":", "does not name a chat model"),
        ("openai:", "does not name a chat model"),
    ],
)
def test_a_model_that_cannot_be_made_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, name: str, complaint: str
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(PlanningError, match=complaint):
        ChatPlanner(name)


def test_without_langchain_the_extra_is_named() -> None:
    check = (
        "import sys; sys.modules['langchain.chat_models'] = None\n"
        "from mayfly.planning.chat import ChatPlanner\n"
        "assert 'langchain' not in sys.modules and 'openai' not in sys.modules\n"
        "try:\n    ChatPlanner('openai:x')\n"
        "except Exception as error:\n    print(type(error).__name__, error)\n"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("PlanningError")
    assert "pip install 'langchain>=" in done.stdout


def test_a_named_model_is_made_from_the_environment(
    stub: Stub, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", key)
    monkeypatch.setenv("OPENAI_BASE_URL", stub.base_url)
    stub.will(BY_TOOL)
    planner = ChatPlanner("openai:stub-model", limits=Limits(seconds=33))
    assert planner.name == "openai:stub-model"
    assert planner.plan(REQUEST).script == RIGHT
    assert stub.requests[0]["model"] == "stub-model"
    assert stub.keys == [f"Bearer {key}"]


def test_a_client_that_misses_its_key_only_when_asked_says_so() -> None:
    unset = TypeError(
        "Could not resolve authentication method. Expected either api_key or auth_token to be set."
    )
    with pytest.raises(PlanningError, match="there is no key"):
        ChatPlanner(FakeModel(answers=[unset])).plan(REQUEST)


def test_our_own_mistakes_are_not_blamed_on_the_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**kwargs: Any) -> str:
        raise TypeError("a bug")

    monkeypatch.setattr(prompt, "system_prompt", broken)
    with pytest.raises(TypeError, match="a bug"):
        ChatPlanner(FakeModel(answers=[fenced(RIGHT)])).plan(REQUEST)


def test_a_picture_of_the_draft_goes_to_the_provider_and_publish_is_offered(
    stub: Stub, openai: OpenAI, designed: Any
) -> None:
    stub.will(
        ToolCall("write_script", {"script": RIGHT, "requirements": {"solids": 1}}), ToolCall("publish", {})
    )
    made = designed(openai(), look="on").generate_model(REQUEST)
    assert made["usage"]["turns"] == 1
    last = stub.requests[-1]
    (picture,) = [part for part in last["messages"][-1]["content"] if part["type"] == "image_url"]
    assert picture["image_url"]["url"].startswith("data:image/png;base64,")
    assert "publish" in [tool["function"]["name"] for tool in last["tools"]]
