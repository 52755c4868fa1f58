"""A deep agent finds its models as files: STEP file and picture under the address that the tool names."""

from __future__ import annotations

import base64
from typing import Any

import pytest

pytest.importorskip("deepagents")

from deepagents import create_deep_agent
from deepagents.backends import CompositeBackend, StateBackend
from langchain_core.messages import ToolMessage

from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.deepagents import ModelsBackend
from mayfly.generator import CADModelGenerator
from mayfly.tools import MayflyToolkit
from tests.agent.scripted_model import calls, scripted

MAKE = ("generate_step_model", {"request": "cube 20 mm"})


@pytest.fixture
def backend(generator: CADModelGenerator) -> ModelsBackend:
    return ModelsBackend(generator)


@pytest.fixture
def name(generator: CADModelGenerator) -> str:
    made: str = generator.generate_model("cube 20 mm")["name"]
    return made


def deep_agent(generator: CADModelGenerator, *answers: Any) -> Any:
    backend = CompositeBackend(default=StateBackend(), routes={"/temp_models/": ModelsBackend(generator)})
    return create_deep_agent(
        scripted(*answers), tools=MayflyToolkit(generator=generator).get_tools(), backend=backend
    )


def answers(state: dict[str, Any]) -> list[ToolMessage]:
    return [message for message in state["messages"] if isinstance(message, ToolMessage)]


def test_a_deep_agent_lists_reads_and_sees_what_it_made(generator: CADModelGenerator, name: str) -> None:
    step, picture = f"/temp_models/{name}", f"/temp_models/{name.removesuffix('.step')}.png"
    agent = deep_agent(
        generator,
        calls(("ls", {"path": "/temp_models/"})),
        calls(("read_file", {"file_path": step, "limit": 5}), ("read_file", {"file_path": picture})),
        calls(("grep", {"pattern": "CLOSED_SHELL", "path": "/temp_models/", "output_mode": "content"})),
        "there it is",
    )
    listed, read, seen, found = answers(agent.invoke({"messages": [("user", "what is there?")]}))
    assert step in listed.text
    assert picture in listed.text
    assert "ISO-10303-21" in read.text
    (block,) = [block for block in seen.content_blocks if block["type"] == "image"]
    assert base64.b64decode(block["base64"]) == generator.picture(name)
    assert step in found.text


def test_the_address_that_the_tool_names_is_the_file_s_path(generator: CADModelGenerator) -> None:
    agent = deep_agent(generator, calls(MAKE), "made")
    (made,) = answers(agent.invoke({"messages": [("user", "a cube")]}))
    routes = CompositeBackend(default=StateBackend(), routes={"/temp_models/": ModelsBackend(generator)})
    (file,) = routes.download_files([made.artifact["model"]["model_url"]])
    assert (
        file.content == generator.cleanup_service.get_model(made.artifact["model"]["name"]).path.read_bytes()
    )


async def test_a_subagent_s_model_is_found_by_its_parent(generator: CADModelGenerator) -> None:
    backend = CompositeBackend(default=StateBackend(), routes={"/temp_models/": ModelsBackend(generator)})
    worker = {
        "name": "drafter",
        "description": "makes STEP files",
        "system_prompt": "Make it.",
        "model": scripted(calls(MAKE), "made"),
        "tools": MayflyToolkit(generator=generator).get_tools(),
    }
    task = calls(("task", {"description": "cube 20 mm", "subagent_type": "drafter"}))
    boss = scripted(task, calls(("glob", {"pattern": "*.step", "path": "/temp_models/"})), "done")
    agent = create_deep_agent(boss, subagents=[worker], backend=backend)
    state = await agent.ainvoke({"messages": [("user", "a cube")]})
    (model,) = generator.cleanup_service.list_models()
    assert model.name in answers(state)[-1].text


def test_lines_are_read_in_windows(backend: ModelsBackend, name: str, generator: CADModelGenerator) -> None:
    whole = generator.cleanup_service.get_model(name).path.read_text(encoding="utf-8")
    first = backend.read(f"/{name}", 0, 10)
    rest = backend.read(f"/{name}", 10, 10_000)
    assert first.file_data and rest.file_data
    assert first.file_data["content"] + rest.file_data["content"] == whole
    assert (first.start_line, first.end_line, first.next_offset) == (1, 10, 10)
    assert (rest.end_line, rest.next_offset) == (first.total_lines, None)
    assert backend.read(f"/{name}", 10**6).error
    assert backend.read(f"/{name}", 0, 0).no_lines_requested


def test_nothing_can_be_changed(backend: ModelsBackend, name: str, generator: CADModelGenerator) -> None:
    before = generator.cleanup_service.get_model(name).path.read_bytes()
    assert backend.write(f"/{name}", "x").error
    assert backend.edit(f"/{name}", "ISO", "OSI").error
    assert backend.upload_files([(f"/{name}", b"x")])[0].error == "permission_denied"
    with pytest.raises(NotImplementedError):
        backend.delete(f"/{name}")
    assert generator.cleanup_service.get_model(name).path.read_bytes() == before


@pytest.mark.parametrize(
    "path", ["/missing.step", "/missing.png", "/../x.step", "/etc/passwd", "/x/y.png", "/"]
)
def test_what_is_not_there_is_an_error_for_the_model(backend: ModelsBackend, name: str, path: str) -> None:
    assert backend.read(path).error
    (file,) = backend.download_files([path])
    assert (file.content, bool(file.error)) == (None, True)


def test_an_expired_model_is_gone_from_the_folder(
    backend: ModelsBackend, name: str, service: TempModelsCleanupService
) -> None:
    assert [entry["path"] for entry in backend.glob("*.step").matches or ()] == [f"/{name}"]
    service.delete(name)
    assert backend.ls("/").entries == []
    assert (backend.grep("ISO").matches, backend.glob("*").matches) == ([], [])
    assert backend.read(f"/{name}").error


def test_a_search_is_bounded(backend: ModelsBackend, name: str) -> None:
    few = backend.grep("CARTESIAN_POINT", max_count=3)
    assert (len(few.matches or ()), few.truncated) == (3, True)
    assert backend.grep("ISO-10303-21", glob="*.png").matches == []
