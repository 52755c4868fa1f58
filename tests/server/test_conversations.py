"""LangGraph Server: the workflow in conversations, over A2A and in streams, and reviewed by its context."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from langgraph_sdk import get_sync_client
from langgraph_sdk.client import SyncLangGraphClient

pytestmark = pytest.mark.timeout(180)

OPEN = "a plate 80 x 60 mm"


@pytest.fixture
def client(server: Any) -> Iterator[SyncLangGraphClient]:
    with get_sync_client(url=server.url) as connected:
        yield connected


def say(server: Any, client: SyncLangGraphClient, text: str, **where: str) -> dict[str, Any]:
    """Send a message over A2A and return the task."""
    assistant = client.assistants.search(graph_id="cad_workflow")[0]["assistant_id"]
    message = {"role": "user", "messageId": "m1", "parts": [{"kind": "text", "text": text}], **where}
    call = {"jsonrpc": "2.0", "id": "1", "method": "message/send", "params": {"message": message}}
    answer = httpx.post(
        f"{server.url}/a2a/{assistant}", json=call, headers={"Accept": "application/json"}, timeout=120
    )
    task: dict[str, Any] = answer.raise_for_status().json()["result"]
    return task


def words(parts: list[dict[str, Any]]) -> str:
    return "\n".join(part.get("text", "") for part in parts)


def test_over_a2a_the_answer_is_a_text(server: Any, client: SyncLangGraphClient) -> None:
    task = say(server, client, "cube 20 mm")
    assert task["status"]["state"] == "completed"
    assert words(task["artifacts"][0]["parts"]).startswith("Made cube-")


def test_over_a2a_a_question_has_its_text_and_its_answer_is_taken(
    server: Any, client: SyncLangGraphClient
) -> None:
    asked = say(server, client, OPEN)
    assert asked["status"]["state"] == "input-required"
    assert "What is the thickness of the plate?" in words(asked["history"][-1]["parts"])
    done = say(server, client, "6 mm thick", contextId=asked["contextId"], taskId=asked["id"])
    assert done["status"]["state"] == "completed"
    assert words(done["artifacts"][0]["parts"]).startswith("Made plate-")


def test_the_streamed_values_carry_the_conversation(client: SyncLangGraphClient) -> None:
    given = {"messages": [{"role": "user", "content": OPEN}]}
    events = client.runs.stream(
        client.threads.create()["thread_id"], "cad_workflow", input=given, stream_mode=["values"]
    )
    values = [event.data for event in events if event.event == "values"]
    messages = [each["messages"] for each in values if each.get("messages")][-1]
    assert [message["type"] for message in messages] == ["human", "ai"]
    assert "thickness" in messages[-1]["content"]


def test_a_run_is_reviewed_by_its_context(client: SyncLangGraphClient) -> None:
    for context in ({"mayfly": {"review": True}}, {"review": True}):
        thread = client.threads.create()["thread_id"]
        client.runs.wait(thread, "cad_workflow", input={"request": "cube 20 mm"}, context=context)
        (shown,) = client.threads.get_state(thread)["interrupts"]
        assert shown["value"]["kind"] == "review"
    thread = client.threads.create()["thread_id"]
    done = client.runs.wait(thread, "cad_workflow", input={"request": "cube 20 mm"}, context={"user": "ann"})
    assert done["status"] == "made"


def test_nothing_of_it_blocks_the_server_s_loop(server: Any) -> None:
    assert "BlockingError" not in server.log.read_text(errors="replace")
