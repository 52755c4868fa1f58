"""The graphs in langgraph-supervisor, langgraph-swarm, deepagents and RemoteGraph: `make test-peers`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, TypedDict

import pytest

pytest.importorskip("langgraph_supervisor", reason="make test-peers has it")

from deepagents import create_deep_agent
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.pregel.remote import RemoteGraph
from langgraph.types import Command
from langgraph_sdk import get_client, get_sync_client
from langgraph_supervisor import create_supervisor
from langgraph_swarm import create_handoff_tool, create_swarm

from mayfly.agent import build_agent
from mayfly.generator import CADModelGenerator
from mayfly.nodes import mapped
from mayfly.workflow import build_workflow
from tests.server.conftest import ROOT, start_server

pytestmark = [
    pytest.mark.timeout(180),
    # of the peers' own making
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::langgraph.warnings.LangGraphDeprecationWarning"),
]

THREAD: Any = {"configurable": {"thread_id": "1"}}
OPEN = "a plate 80 x 60 mm"


class Boss(GenericFakeChatModel):
    """A chat model that says what it was given to say."""

    def bind_tools(self, tools: Any, **options: Any) -> Any:
        return self


def boss(*said: AIMessage | str) -> Boss:
    return Boss(messages=iter([AIMessage(each) if isinstance(each, str) else each for each in said]))


def call(name: str, **arguments: Any) -> AIMessage:
    return AIMessage("", tool_calls=[{"name": name, "args": arguments, "id": "1"}])


def texts(messages: Sequence[BaseMessage]) -> str:
    return "\n".join(message.text for message in messages)


@pytest.fixture(params=["cad_workflow", "cad_agent"])
def worker(request: pytest.FixtureRequest, generator: CADModelGenerator) -> Any:
    build = build_workflow if request.param == "cad_workflow" else build_agent
    return build(generator=generator)


@pytest.mark.parametrize("mode", ["full_history", "last_message"])
def test_a_supervisor_s_worker_answers(generator: CADModelGenerator, mode: Any) -> None:
    team = create_supervisor(
        [build_workflow(generator=generator)],
        model=boss(call("transfer_to_cad_workflow"), "All done."),
        output_mode=mode,
    ).compile()
    messages = team.invoke({"messages": [("user", "cube 20 mm")]})["messages"]
    assert "Made cube-" in texts(messages)
    assert messages[-1].text == "All done."
    assert generator.get_cleanup_stats()["total_files"] == 1


async def test_it_does_so_awaited_and_under_a_name_of_one_s_own(generator: CADModelGenerator) -> None:
    team = create_supervisor(
        [build_workflow(generator=generator, name="drawing_office")],
        model=boss(call("transfer_to_drawing_office"), "All done."),
    ).compile()
    messages = (await team.ainvoke({"messages": [("user", "cube 20 mm")]}))["messages"]
    assert "Made cube-" in texts(messages)


def test_a_worker_s_question_interrupts_the_supervisor(generator: CADModelGenerator) -> None:
    team = create_supervisor(
        [build_workflow(generator=generator)], model=boss(call("transfer_to_cad_workflow"), "All done.")
    ).compile(checkpointer=InMemorySaver())
    asked = team.invoke({"messages": [("user", OPEN)]}, THREAD)
    assert "thickness" in asked["__interrupt__"][0].value["question"]
    done = team.invoke(Command(resume="6 mm thick"), THREAD)["messages"]
    assert "Made plate-" in texts(done)


def test_the_workflow_works_in_a_swarm(generator: CADModelGenerator) -> None:
    from langchain.agents import create_agent

    hand_over = create_handoff_tool(agent_name="cad_workflow")
    clerk = create_agent(boss(call(hand_over.name)), [hand_over], name="clerk")
    swarm = create_swarm([clerk, build_workflow(generator=generator)], default_active_agent="clerk")
    app = swarm.compile(checkpointer=InMemorySaver())
    first = app.invoke({"messages": [("user", "cube 20 mm")]}, THREAD)
    assert first["messages"][-1].text.startswith("Made cube-")
    second = app.invoke({"messages": [("user", "cylinder 20 mm diameter, 30 mm long")]}, THREAD)
    assert second["active_agent"] == "cad_workflow"
    assert second["messages"][-1].text.startswith("Made cylinder-")


def test_a_deep_agent_s_compiled_subagent_answers(worker: Any, generator: CADModelGenerator) -> None:
    task = call("task", description="cube 20 mm", subagent_type="cad")
    subagent: Any = {"name": "cad", "description": "makes STEP files", "runnable": worker}
    agent = create_deep_agent(model=boss(task, "All done."), subagents=[subagent])
    messages = agent.invoke({"messages": [("user", "cube 20 mm")]})["messages"]
    assert "Made cube-" in texts(messages)
    assert messages[-1].text == "All done."
    assert generator.get_cleanup_stats()["total_files"] == 1


def test_its_question_interrupts_the_deep_agent(generator: CADModelGenerator) -> None:
    task = call("task", description=OPEN, subagent_type="cad")
    subagent: Any = {"name": "cad", "description": "", "runnable": build_workflow(generator=generator)}
    agent: Any = create_deep_agent(
        model=boss(task, "All done."), subagents=[subagent], checkpointer=InMemorySaver()
    )
    asked = agent.invoke({"messages": [("user", "a plate")]}, THREAD)
    assert "thickness" in asked["__interrupt__"][0].value["question"]
    assert "Made plate-" in texts(agent.invoke(Command(resume="6 mm thick"), THREAD)["messages"])


def test_the_page_s_example_is_wired(generator: CADModelGenerator) -> None:
    page = (ROOT / "docs" / "graphs.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```py\n(from deepagents.*?)```", page, re.DOTALL)
    wired: dict[str, Any] = {"model": boss("Nothing to do.")}
    exec(example, wired)  # noqa: S102 - our own page
    answer = wired["team"].invoke({"messages": [("user", "hello")]})
    assert answer["messages"][-1].text == "Nothing to do."
    assert "task" in wired["agent"].nodes["tools"].bound.tools_by_name


# --- a server of the project, used as a graph -----------------------------------------------


class Order(TypedDict, total=False):
    wish: str
    drawing: dict[str, Any]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = start_server(tmp_path_factory.mktemp("server"))
    yield server.url
    server.stop()


@pytest.fixture
def remote(url: str) -> Iterator[RemoteGraph]:
    with get_sync_client(url=url) as client:
        yield RemoteGraph("cad_workflow", sync_client=client)


def test_a_remote_graph_answers_as_a_node(remote: RemoteGraph) -> None:
    graph = StateGraph(MessagesState)
    graph.add_node("cad", remote)
    graph.add_edge(START, "cad")
    messages = graph.compile().invoke({"messages": [("user", "cube 20 mm")]})["messages"]
    assert [message.type for message in messages] == ["human", "ai"]
    assert messages[-1].text.startswith("Made cube-")


async def test_a_remote_graph_is_mapped(url: str) -> None:
    async with get_client(url=url) as client:
        remote = RemoteGraph("cad_workflow", client=client)
        graph = StateGraph(Order)
        draw = mapped(remote, reads={"request": "wish"}, writes={"model": "drawing"})
        graph.add_node("draw", draw, timeout=60)
        graph.add_edge(START, "draw")
        answer = await graph.compile().ainvoke({"wish": "cube 20 mm"})
    assert answer["drawing"]["part"] == "cube"


def test_a_remote_graph_is_a_supervisor_s_worker(remote: RemoteGraph) -> None:
    model = boss(call("transfer_to_cad_workflow"), "All done.")
    team = create_supervisor([remote], model=model).compile()  # type: ignore[list-item]
    messages = team.invoke({"messages": [("user", "cube 20 mm")]})["messages"]
    assert "Made cube-" in texts([message for message in messages if isinstance(message, BaseMessage)])
