"""The agent: tools called, limits held, approval asked for, nothing left unsaid."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.language_models import FakeMessagesListChatModel
from langchain_core.messages import AIMessage, ToolMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from mayfly.agent import MAX_TOOL_CALLS, build_agent
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.contracts import StoredModel
from mayfly.errors import PlanningError
from mayfly.generator import CADModelGenerator
from mayfly.offline_model import OfflineChatModel
from mayfly.tools import CleanupTool, MayflyToolkit
from mayfly.workflow import build_workflow
from tests.chat import openai_stub

THREAD: Any = {"configurable": {"thread_id": "1"}}


class ScriptedModel(FakeMessagesListChatModel):
    """Says what it is given, whatever it is asked; it takes tools, which LangChain's own does not."""

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        return self


def user(text: str) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": text}]}


@pytest.fixture
def agent(generator: CADModelGenerator) -> Any:
    return build_agent(OfflineChatModel(), InMemorySaver(), generator=generator)


def test_a_turn_of_two_steps_makes_a_model_and_counts_it(
    agent: Any, service: TempModelsCleanupService
) -> None:
    messages = agent.invoke(user("make a 40 mm cube, then tell me the stats"), THREAD)["messages"]
    tools = [message.name for message in messages if isinstance(message, ToolMessage)]
    assert tools == ["generate_step_model", "temp_models_cleanup"]
    (made,) = service.list_models()
    assert made.name in messages[-1].text
    assert "64,000 mm³" in messages[-1].text
    assert "1 model in temporary storage" in messages[-1].text


async def test_it_works_asynchronously(agent: Any, service: TempModelsCleanupService) -> None:
    await agent.ainvoke(user("make a 20 mm cube"), THREAD)
    assert len(service.list_models()) == 1


def test_a_question_goes_to_the_person_and_the_answer_makes_the_model(
    agent: Any, service: TempModelsCleanupService
) -> None:
    asked = agent.invoke(user("a plate 80 x 60 mm"), THREAD)["messages"][-1]
    assert asked.text.count("?") == 1
    assert service.list_models() == []
    agent.invoke(user("6 mm thick"), THREAD)
    assert len(service.list_models()) == 1


@pytest.mark.parametrize(("decision", "there"), [("approve", False), ("reject", True)])
def test_deleting_waits_for_a_person(agent: Any, stored: StoredModel, decision: str, there: bool) -> None:
    waiting = agent.invoke(user(f"delete {stored.name}"), THREAD)
    (request,) = waiting["__interrupt__"][0].value["action_requests"]
    assert (request["name"], request["args"]) == ("delete_temp_model", {"name": stored.name})
    assert stored.path.exists()
    resumed = agent.invoke(Command(resume={"decisions": [{"type": decision}]}), THREAD)
    assert stored.path.exists() == there
    assert ("Not done" in resumed["messages"][-1].text) == there


@pytest.mark.parametrize(
    "words", ["sweep the expired files", "keep stored.step for 10 minutes", "list the models"]
)
def test_nothing_else_waits(agent: Any, stored: StoredModel, words: str) -> None:
    assert "__interrupt__" not in agent.invoke(user(words), THREAD)


def test_tool_calls_are_limited_and_the_run_still_ends_with_an_answer(
    agent: Any, service: TempModelsCleanupService
) -> None:
    messages = agent.invoke(user(", then ".join(["show the stats"] * (MAX_TOOL_CALLS + 2))), THREAD)[
        "messages"
    ]
    tools = [message for message in messages if isinstance(message, ToolMessage)]
    assert sum(message.status == "success" for message in tools) == MAX_TOOL_CALLS
    assert isinstance(messages[-1], AIMessage)


def test_a_model_that_never_stops_is_stopped(generator: CADModelGenerator) -> None:
    call = {"name": "list_temp_models", "args": {}, "id": "1"}
    endless = ScriptedModel(responses=[AIMessage("", tool_calls=[call])])
    messages = build_agent(endless, generator=generator).invoke(user("go"))["messages"]
    assert len(messages) < 60
    assert not messages[-1].tool_calls


def test_a_run_that_is_stopped_names_what_was_made(
    generator: CADModelGenerator, service: TempModelsCleanupService
) -> None:
    make = {"name": "generate_step_model", "args": {"request": "a 10 mm cube"}, "id": "1"}
    look = {"name": "list_temp_models", "args": {}, "id": "2"}
    turns = [AIMessage("", tool_calls=[make])] + [AIMessage("", tool_calls=[look]) for _ in range(20)]
    agent = build_agent(ScriptedModel(responses=list(turns)), generator=generator)
    last = agent.invoke(user("go"))["messages"][-1]
    (model,) = service.list_models()
    assert model.name in last.text
    assert "stopped" in last.text


def test_wrong_arguments_and_tools_that_don_t_exist_come_back_to_the_model(
    generator: CADModelGenerator,
) -> None:
    scripted = ScriptedModel(
        responses=[
            AIMessage("", tool_calls=[{"name": "keep_temp_model", "args": {"model": "x"}, "id": "1"}]),
            AIMessage("", tool_calls=[{"name": "rm", "args": {}, "id": "2"}]),
            AIMessage("I can't."),
        ]
    )
    messages = build_agent(scripted, generator=generator).invoke(user("go"))["messages"]
    errors = [message for message in messages if isinstance(message, ToolMessage)]
    assert [message.status for message in errors] == ["error", "error"]
    assert errors[0].text.startswith("invalid_input: ")
    assert messages[-1].text == "I can't."


def test_the_cleanup_tool_serves_an_agent_of_somebody_else_s(
    service: TempModelsCleanupService, stored: StoredModel
) -> None:
    call = {"name": "temp_models_cleanup", "args": {"action": "stats"}, "id": "1"}
    scripted = ScriptedModel(responses=[AIMessage("", tool_calls=[call]), AIMessage("One.")])
    messages = create_agent(scripted, [CleanupTool(service=service)]).invoke(user("how many?"))["messages"]
    answers = [message for message in messages if isinstance(message, ToolMessage)]
    assert answers[0].artifact["cleanup_stats"]["tracked_files"] == 1


def test_a_model_named_in_the_environment_talks_over_the_real_client(
    generator: CADModelGenerator, stored: StoredModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub, stop = openai_stub.start()
    monkeypatch.setenv("MAYFLY_MODEL", "openai:stub-model")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    monkeypatch.setenv("OPENAI_BASE_URL", stub.base_url)
    stub.will(openai_stub.ToolCall("list_temp_models", {"limit": 5}), openai_stub.Text("There is one."))
    try:
        messages = build_agent(generator=generator).invoke(user("which models are there?"))["messages"]
    finally:
        stop()
    assert messages[-1].text == "There is one."
    first, second = stub.requests
    assert {tool["function"]["name"] for tool in first["tools"]} == {
        tool.name for tool in MayflyToolkit().get_tools()
    }
    assert first["messages"][0]["role"] == "system"
    assert stored.name in second["messages"][-1]["content"]
    assert str(stored.path) not in str(second), "the artifact is for the program, not for the provider"


def test_a_model_that_can_t_be_made_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(PlanningError, match="no key for openai:stub-model"):
        build_agent("openai:stub-model")


def test_without_a_checkpointer_nobody_can_approve_so_nothing_is_deleted(
    generator: CADModelGenerator, stored: StoredModel
) -> None:
    waiting = build_agent(generator=generator).invoke(user(f"delete {stored.name}"))
    assert waiting["__interrupt__"]
    assert stored.path.exists()


class _Runs(BaseCallbackHandler):
    """Notes the name and tags of every run."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, list[str]]] = []

    def on_chain_start(
        self, *args: Any, name: str = "", tags: list[str] | None = None, **kwargs: Any
    ) -> None:
        self.seen.append((name, tags or []))


@pytest.mark.parametrize(
    ("build", "graph_input", "names"),
    [
        (build_workflow, {"action": "stats"}, {"cad_workflow", "plan", "cleanup", "respond"}),
        (build_agent, user("show the stats"), {"cad_agent", "model", "tools"}),
    ],
)
def test_traces_name_the_nodes_and_carry_the_tag(
    build: Callable[..., Any], graph_input: dict[str, Any], names: set[str], generator: CADModelGenerator
) -> None:
    runs = _Runs()
    build(generator=generator).invoke(graph_input, {"callbacks": [runs]})
    assert names <= {name for name, _ in runs.seen}
    assert all("mayfly" in tags for name, tags in runs.seen if name in names)


def test_tracing_is_off_unless_the_environment_turns_it_on() -> None:
    check = (
        "import mayfly.agent, mayfly.workflow\n"
        "from langsmith.utils import tracing_is_enabled\n"
        "print(bool(tracing_is_enabled()))"
    )
    assert _python(check).stdout == "False\n"
    assert _python(check, LANGSMITH_TRACING="true").stdout == "True\n"


def test_without_langchain_the_error_names_what_to_install() -> None:
    done = _python(
        "import sys; sys.modules['langchain'] = None\nfrom mayfly.agent import build_agent\nbuild_agent()"
    )
    assert done.returncode == 1
    assert "the agent needs LangChain: pip install 'langchain>=" in done.stderr


def test_the_tools_work_without_langchain() -> None:
    check = (
        "import sys; sys.modules['langchain'] = None\n"
        "from mayfly import cleanup_tool\n"
        "print(cleanup_tool.invoke({'action': 'stats'}))"
    )
    assert "0 models" in _python(check).stdout


def _python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    traced = {name for name in os.environ if name.startswith(("LANGSMITH_", "LANGCHAIN_"))}
    inherited = {name: value for name, value in os.environ.items() if name not in traced}
    return subprocess.run(
        [sys.executable, "-c", code], env={**inherited, **environment}, capture_output=True, text=True
    )
