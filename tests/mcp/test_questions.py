"""What a request leaves open: asked in a form where the client shows one, said in text where it does not."""

from __future__ import annotations

from typing import Any

import mcp_types as types
import pytest
from mcp import Client
from mcp.server.lowlevel.server import Server

from tests.mcp.conftest import made, person, text_of

OPEN = "plate 80 x 60 with four 5.5 mm corner holes, 8 mm inset"
MODES = pytest.mark.parametrize("mode", ["auto", "legacy"])
Accept = dict[str, Any]


def _accept(**content: Any) -> types.ElicitResult:
    return types.ElicitResult(action="accept", content=content)


@MODES
async def test_a_missing_size_is_asked_for_by_its_name(server: Server[None], mode: Any) -> None:
    seen: list[tuple[str, dict[str, Any]]] = []

    def says(message: str, fields: dict[str, Any]) -> types.ElicitResult:
        seen.append((message, fields))
        return _accept(thickness=12)

    async with Client(server, mode=mode, elicitation_callback=person(says)) as client:
        card = await made(client, OPEN)
    ((message, fields),) = seen
    assert "thickness" in message
    assert fields["thickness"]["type"] == "number"
    assert card["bounding_box_mm"] == [80, 60, 12]
    assert card["holes"][0]["count"] == 4


@MODES
async def test_an_answer_may_be_words_with_a_unit(server: Server[None], mode: Any) -> None:
    def says(_: str, __: dict[str, Any]) -> types.ElicitResult:
        return _accept(words="1.2 cm")

    async with Client(server, mode=mode, elicitation_callback=person(says)) as client:
        assert (await made(client, OPEN))["bounding_box_mm"] == [80, 60, 12]


@MODES
async def test_several_questions_are_asked_one_after_the_other(server: Server[None], mode: Any) -> None:
    asked: list[set[str]] = []

    def says(_: str, fields: dict[str, Any]) -> types.ElicitResult:
        asked.append(set(fields) - {"words"})
        return _accept(inner_diameter=30) if "inner_diameter" in fields else _accept(length=100)

    async with Client(server, mode=mode, elicitation_callback=person(says)) as client:
        card = await made(client, "a tube 40 OD")
    assert card["bounding_box_mm"] == [40, 40, 100]
    assert asked == [{"inner_diameter", "length"}, {"length"}]


@MODES
async def test_an_answer_that_says_nothing_is_asked_for_again(server: Server[None], mode: Any) -> None:
    messages: list[str] = []

    def says(message: str, _: dict[str, Any]) -> types.ElicitResult:
        messages.append(message)
        return _accept() if len(messages) == 1 else _accept(thickness=5)

    async with Client(server, mode=mode, elicitation_callback=person(says)) as client:
        card = await made(client, OPEN)
    assert len(messages) == 2
    assert messages[1].startswith("The answer was empty.")
    assert card["bounding_box_mm"] == [80, 60, 5]


@MODES
@pytest.mark.parametrize("action", ["decline", "cancel"])
async def test_a_person_who_leaves_a_question_gets_no_model(
    server: Server[None], mode: Any, action: Any
) -> None:
    def says(_: str, __: dict[str, Any]) -> types.ElicitResult:
        return types.ElicitResult(action=action)

    async with Client(server, mode=mode, elicitation_callback=person(says)) as client:
        result = await client.call_tool("generate_step_model", {"request": OPEN})
        listed = await client.call_tool("list_temp_models", {})
    assert result.is_error
    assert text_of(result).startswith("build_cancelled: ")
    assert listed.structured_content["total"] == 0


@MODES
async def test_a_change_that_leaves_something_open_is_asked_about_too(
    server: Server[None], mode: Any
) -> None:
    def says(_: str, fields: dict[str, Any]) -> types.ElicitResult:
        return _accept(words="6 mm")

    async with Client(server, mode=mode, elicitation_callback=person(says)) as client:
        await made(client, "plate 80 x 60 x 6 mm")
        result = await client.call_tool("change_step_model", {"request": "add a hole in the centre"})
    assert [hole["diameter_mm"] for hole in result.structured_content["holes"]] == [6], text_of(result)


@MODES
async def test_a_client_without_forms_gets_the_question_as_text(server: Server[None], mode: Any) -> None:
    async with Client(server, mode=mode) as client:
        asked = await client.call_tool("generate_step_model", {"request": OPEN})
        answered = await client.call_tool("generate_step_model", {"request": f"{OPEN}, 12 mm thick"})
    assert asked.is_error
    assert text_of(asked).startswith("needs_clarification: What is the thickness of the plate?")
    assert "the whole request and the person's answer" in text_of(asked)
    assert answered.structured_content["bounding_box_mm"] == [80, 60, 12]


async def test_a_state_that_nobody_sealed_is_refused(server: Server[None]) -> None:
    params = types.CallToolRequestParams(
        name="generate_step_model",
        arguments={"request": OPEN},
        input_responses={"answer": _accept(thickness=12)},
        request_state='{"request": {"asked": "plate 1 x 1 x 1"}}',
    )
    async with Client(server) as client:
        with pytest.raises(Exception, match="requestState"):
            await client.session.send_request(types.CallToolRequest(params=params), types.CallToolResult)
