"""LangGraph Server: runs, streams, threads, interrupts, MCP, and the HTTP routes beside the graphs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import HumanMessage
from langgraph.pregel.remote import RemoteGraph
from langgraph_sdk import get_sync_client
from langgraph_sdk.client import SyncLangGraphClient

from mayfly.cleanup.service import TempModelsCleanupService

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def client(server: Any) -> Iterator[SyncLangGraphClient]:
    with get_sync_client(url=server.url) as connected:
        yield connected


def stats(server: Any) -> dict[str, Any]:
    status, body = server.get("/cleanup/stats")
    assert status == 200
    counted: dict[str, Any] = json.loads(body)["cleanup_stats"]
    return counted


def ask(client: SyncLangGraphClient, thread: str | None, text: str) -> Any:
    return client.runs.wait(thread, "cad_agent", input={"messages": [{"role": "user", "content": text}]})


def test_both_graphs_are_served_with_their_descriptions_and_schemas(client: SyncLangGraphClient) -> None:
    assistants = {assistant["graph_id"]: assistant for assistant in client.assistants.search()}
    assert set(assistants) == {"cad_workflow", "cad_agent"}
    schemas = client.assistants.get_schemas(assistants["cad_workflow"]["assistant_id"])
    assert set(schemas["input_schema"]["properties"]) == {
        "request",
        "messages",
        "design",
        "edits",
        "action",
        "dry_run",
    }


def test_graphs_tools_and_routes_share_one_service(server: Any, client: SyncLangGraphClient) -> None:
    before = stats(server)["tracked_files"]
    made = client.runs.wait(None, "cad_workflow", input={"request": "cube 20 mm"})
    assert made["status"] == "made"
    assert Path(made["model"]["step_path"]).parent == server.models
    said = ask(client, None, "how many models are there?")["messages"][-1]["content"]
    counted = stats(server)
    assert counted["tracked_files"] == before + 1
    assert counted["service_running"] is True
    assert said.startswith(f"{counted['total_files']} model")


def test_a_run_streams_its_stages(client: SyncLangGraphClient) -> None:
    events = client.runs.stream(
        None, "cad_workflow", input={"request": "cylinder Ø20 x 30"}, stream_mode=["custom", "values"]
    )
    stages = [event.data["stage"] for event in events if event.event == "custom"]
    assert stages == ["planning", "building", "inspecting", "published"]


def test_the_agent_streams_the_stages_of_its_tool(client: SyncLangGraphClient) -> None:
    events = client.runs.stream(
        None,
        "cad_agent",
        input={"messages": [{"role": "user", "content": "make a 30 mm cube, then tell me the stats"}]},
        stream_mode=["custom"],
    )
    assert [event.data["stage"] for event in events if event.event == "custom"][-1] == "published"


def test_a_question_is_a_value_and_its_answer_goes_into_the_same_thread(client: SyncLangGraphClient) -> None:
    thread = client.threads.create()["thread_id"]
    asked = ask(client, thread, "a plate 80 x 60 mm")["messages"][-1]["content"]
    assert "?" in asked
    answered = ask(client, thread, "6 mm thick")["messages"]
    assert "Measured: 80 × 60 × 6 mm" in answered[-1]["content"]


def test_a_question_of_the_workflow_interrupts_its_thread_and_the_answer_resumes_it(
    client: SyncLangGraphClient,
) -> None:
    thread = client.threads.create()["thread_id"]
    client.runs.wait(thread, "cad_workflow", input={"request": "a plate 80 x 60 mm"})
    (question,) = client.threads.get_state(thread)["interrupts"]
    assert question["value"]["reason"] == "missing"
    resumed = client.runs.wait(thread, "cad_workflow", command={"resume": "6 mm thick"})
    assert resumed["model"]["report"]["bounding_box_mm"] == pytest.approx([80, 60, 6])


def test_a_person_answers_over_the_server_in_the_forms_of_its_clients(client: SyncLangGraphClient) -> None:
    thread = client.threads.create()["thread_id"]
    review = {"context": {"review": True}}
    client.runs.wait(thread, "cad_workflow", input={"request": "a plate 80 x 60 mm"}, **review)
    for resume in ("", {"decisions": [{"type": "respond", "message": "6 mm"}]}, [True, False], "8 mm thick"):
        client.runs.wait(thread, "cad_workflow", command={"resume": resume}, **review)
        (asked,) = client.threads.get_state(thread)["interrupts"]
    assert asked["value"]["title"] == "plate 80 x 60 x 8 mm"
    approval = {"resume": {"decisions": [{"type": "approve"}]}}
    made = client.runs.wait(thread, "cad_workflow", command=approval, **review)
    assert made["model"]["report"]["bounding_box_mm"] == pytest.approx([80, 60, 8])


def test_what_can_t_be_made_is_a_value_and_not_a_failed_run(client: SyncLangGraphClient) -> None:
    refused = client.runs.wait(None, "cad_workflow", input={"request": "a dragon with wings"})
    assert refused["status"] == "needs_clarification"
    assert "dragon" in refused["answer"]


def test_deleting_waits_for_approval_and_goes_on_after_it(server: Any, client: SyncLangGraphClient) -> None:
    with TempModelsCleanupService(server.models, janitor=False) as service:
        (server.models / "precious.step").touch()
        service.register_file(server.models / "precious.step")
    thread = client.threads.create()["thread_id"]
    ask(client, thread, "delete precious.step")
    waiting = client.threads.get_state(thread)["interrupts"]
    assert waiting[0]["value"]["action_requests"][0]["args"] == {"name": "precious.step"}
    assert (server.models / "precious.step").exists()
    resumed = client.runs.wait(thread, "cad_agent", command={"resume": {"decisions": [{"type": "approve"}]}})
    assert resumed["messages"][-1]["content"] == 'Deleted "precious.step".'
    assert not (server.models / "precious.step").exists()


def test_a_remote_graph_is_used_like_a_local_one(client: SyncLangGraphClient) -> None:
    graph = RemoteGraph("cad_workflow", sync_client=client)
    assert graph.invoke({"action": "stats"})["status"] == "stats"
    agent = RemoteGraph("cad_agent", sync_client=client)
    answer = agent.invoke({"messages": [HumanMessage("what can you do?").model_dump()]})
    assert answer["messages"][-1]["content"]


def test_mcp_shows_the_graphs_as_tools_and_calls_them(server: Any) -> None:
    tools = {tool["name"]: tool for tool in mcp(server, "tools/list", {})["tools"]}
    assert set(tools) == {"cad_workflow", "cad_agent"}
    assert "STEP" in tools["cad_workflow"]["description"]
    called = mcp(server, "tools/call", {"name": "cad_workflow", "arguments": {"action": "stats"}})
    assert not called.get("isError")
    assert "cleanup_interval_minutes" in called["content"][0]["text"]


def mcp(server: Any, method: str, params: dict[str, Any]) -> dict[str, Any]:
    status, body = server.post(
        "/mcp",
        {"jsonrpc": "2.0", "id": 1, "method": method, "params": params},
        Accept="application/json, text/event-stream",
    )
    assert status == 200
    result: dict[str, Any] = json.loads(body)["result"]
    return result


def test_runs_go_on_beside_each_other(client: SyncLangGraphClient) -> None:
    runs = []
    for side in (11, 12, 13):
        thread = client.threads.create()["thread_id"]
        request = {"request": f"cube {side} mm"}
        runs.append((thread, client.runs.create(thread, "cad_workflow", input=request)["run_id"]))
    made = [client.runs.join(thread, run) for thread, run in runs]
    volumes = [model["model"]["report"]["volume_mm3"] for model in made]
    assert volumes == pytest.approx([11**3, 12**3, 13**3])


def test_the_server_calls_nobody_outside(server: Any) -> None:
    assert stats(server)["service_running"] is True
    assert server.outbound.read_text() == ""


def test_no_request_and_no_path_is_in_the_log(server: Any, client: SyncLangGraphClient) -> None:
    client.runs.wait(None, "cad_workflow", input={"request": "cube 77.125 mm"})
    log = server.log.read_text(errors="replace")
    assert "77.125" not in log
    assert str(server.models) not in log
