"""Pictures of models for chat models that can see: what the tool answers, and what goes over the wire."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langchain_openai import ChatOpenAI

from mayfly.agent import build_agent
from mayfly.contracts import StoredModel
from mayfly.generator import CADModelGenerator
from mayfly.middleware import CadMiddleware, PictureMiddleware
from mayfly.middleware.pictures_sent import form_for, sent
from mayfly.offline_model import OfflineChatModel
from mayfly.tools import MayflyToolkit
from tests.agent.scripted_model import calls, scripted
from tests.chat import openai_stub

PNG = b"\x89PNG\r\n\x1a\n"
MAKE = ("generate_step_model", {"request": "plate 80 x 60 x 6 mm with a 10 mm hole"})


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[openai_stub.Stub]:
    stub, stop = openai_stub.start()
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    monkeypatch.setenv("OPENAI_BASE_URL", stub.base_url)
    yield stub
    stop()


def picture_in(message: ToolMessage) -> bytes:
    (block,) = [block for block in message.content_blocks if block["type"] == "image"]
    assert block["mime_type"] == "image/png"
    return base64.b64decode(block["base64"], validate=True)


def test_the_tool_answers_with_words_and_a_standard_image_block(
    toolbox: Any, generator: CADModelGenerator
) -> None:
    name = toolbox.call(*MAKE[:1], **MAKE[1]).artifact["model"]["name"]
    message = toolbox.call("show_temp_model", name=name)
    assert [block["type"] for block in message.content] == ["text", "image"]
    assert picture_in(message) == generator.picture(name)
    assert message.artifact["picture"]["size_bytes"] == len(generator.picture(name))
    assert f'"{name}"' in message.text


def test_views_and_a_section_are_shown_on_demand(toolbox: Any, generator: CADModelGenerator) -> None:
    name = toolbox.call(*MAKE[:1], **MAKE[1]).artifact["model"]["name"]
    shown = [
        picture_in(toolbox.call("show_temp_model", name=name, **asked))
        for asked in ({"views": ["top"]}, {"section": "x"}, {"views": ["iso"], "section": "y=10"})
    ]
    assert shown == [
        generator.picture(name, views=["top"]),
        generator.picture(name, section="x"),
        generator.picture(name, views=["iso"], section="y=10"),
    ]
    assert len(set(shown)) == 3


async def test_it_shows_asynchronously(toolbox: Any) -> None:
    name = (await toolbox.acall(*MAKE[:1], **MAKE[1])).artifact["model"]["name"]
    assert picture_in(await toolbox.acall("show_temp_model", name=name)).startswith(PNG)


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"name": "missing.step"}, "model_not_found"),
        ({}, "model_not_found"),
        ({"name": "../x.step"}, "invalid_model_name"),
        ({"name": "stored.step", "section": "w"}, "invalid_parameter"),
        ({"name": "stored.step", "views": ["inside"]}, "invalid_input"),
    ],
)
def test_what_can_t_be_shown_is_an_error(
    toolbox: Any, stored: StoredModel, args: dict[str, Any], code: str
) -> None:
    message = toolbox.call("show_temp_model", **args)
    assert (message.status, message.content.split(":")[0]) == ("error", code)


@pytest.mark.parametrize("middleware", [False, True])
def test_without_a_name_the_conversation_s_last_model_is_shown(
    generator: CADModelGenerator, middleware: bool
) -> None:
    toolkit = MayflyToolkit(generator=generator)
    brought: dict[str, Any] = {"tools": toolkit.get_tools()}
    if middleware:
        brought = {"middleware": [CadMiddleware(toolkit)]}
    agent = create_agent(scripted(calls(MAKE), calls(("show_temp_model", {})), "looks right"), **brought)
    messages = agent.invoke({"messages": [("user", "a plate")]})["messages"]
    made, shown = (message for message in messages if isinstance(message, ToolMessage))
    assert picture_in(shown) == generator.picture(made.artifact["model"]["name"])


def test_a_multimodal_model_gets_the_picture_byte_for_byte(
    stub: openai_stub.Stub, generator: CADModelGenerator
) -> None:
    stub.will(
        openai_stub.ToolCall(*MAKE),
        openai_stub.ToolCall("show_temp_model", {"name": None, "views": None, "section": None}),
        openai_stub.Text("It is right."),
    )
    agent = build_agent(ChatOpenAI(model="stub-model"), generator=generator)
    messages = agent.invoke({"messages": [("user", "a plate")]})["messages"]
    sent_to = stub.requests[2]["messages"]
    assert [message["role"] for message in sent_to[-3:]] == ["assistant", "tool", "user"]
    # OpenAI's Chat Completions API takes pictures from the user alone
    assert isinstance(sent_to[-2]["content"], str)
    (image,) = [part for part in sent_to[-1]["content"] if part["type"] == "image_url"]
    head, _, coded = image["image_url"]["url"].partition(",")
    assert head == "data:image/png;base64"
    (model,) = generator.cleanup_service.list_models()
    assert base64.b64decode(coded, validate=True) == generator.picture(model.name)
    assert picture_in(messages[-2]) == generator.picture(model.name), "the conversation keeps it as it was"
    assert not any(isinstance(message, HumanMessage) for message in messages[1:])


def test_the_responses_api_takes_the_picture_within_the_tool_s_answer(
    stub: openai_stub.Stub, toolbox: Any
) -> None:
    name = toolbox.call(*MAKE[:1], **MAKE[1]).artifact["model"]["name"]
    shown = toolbox.call("show_temp_model", name=name)
    model = ChatOpenAI(model="gpt-4.1", use_responses_api=True)
    assert form_for(model) == "tool"
    asked = AIMessage("", tool_calls=[{"name": "show_temp_model", "args": {}, "id": "call-1"}])
    answer = model._get_request_payload([HumanMessage("a plate"), asked, shown])["input"][-1]
    assert answer["type"] == "function_call_output"
    (image,) = [part for part in answer["output"] if part["type"] == "input_image"]
    coded = image["image_url"].removeprefix("data:image/png;base64,")
    assert base64.b64decode(coded, validate=True) == picture_in(shown)


def test_the_form_is_chosen_by_what_the_model_takes(stub: openai_stub.Stub) -> None:
    assert form_for(ChatOpenAI(model="gpt-4.1")) == "user"
    assert form_for(ChatOpenAI(model="gpt-4.1", use_responses_api=True)) == "tool"
    assert form_for(ChatOpenAI(model="gpt-3.5-turbo")) == "none"
    assert form_for(scripted("x")) == "user"
    assert form_for(OfflineChatModel()) == "none"


def block(data: str) -> dict[str, Any]:
    return {"type": "image", "base64": data, "mime_type": "image/png"}


def shown(number: int) -> ToolMessage:
    content = [{"type": "text", "text": f"view {number}"}, block(f"AAA{number}")]
    return ToolMessage(content, tool_call_id=str(number), name="show_temp_model")


TWO_SHOWN = [
    HumanMessage("look"),
    calls(("show_temp_model", {}), ("show_temp_model", {})),
    shown(1),
    shown(2),
]


def test_all_calls_are_answered_before_the_pictures_follow() -> None:
    changed = sent([*TWO_SHOWN, AIMessage("I see")], "user")
    assert [message.type for message in changed] == ["human", "ai", "tool", "tool", "human", "ai"]
    pictures = [part for part in changed[4].content if isinstance(part, dict) and part["type"] == "image"]
    assert pictures == [block("AAA1"), block("AAA2")]
    assert all(isinstance(message.content, str) for message in changed[2:4])
    assert isinstance(TWO_SHOWN[2].content, list), "the conversation itself is left as it is"


def test_a_model_that_sees_nothing_is_told_so() -> None:
    changed = sent(TWO_SHOWN, "none")
    assert [message.type for message in changed] == ["human", "ai", "tool", "tool"]
    assert "reads text only" in changed[-1].text
    assert "AAA" not in str(changed)


def test_a_form_may_be_fixed(generator: CADModelGenerator) -> None:
    model = scripted(calls(MAKE), calls(("show_temp_model", {})), "looks right")
    middleware = [CadMiddleware(MayflyToolkit(generator=generator)), PictureMiddleware("tool")]
    create_agent(model, middleware=middleware).invoke({"messages": [("user", "a plate")]})
    assert picture_in(model.seen[2][-1]).startswith(PNG)  # type: ignore[arg-type]
