"""What the agent's tests share: the toolkit on a directory of the test's own."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.messages import ToolMessage
from langchain_core.tools import BaseTool

from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.contracts import StoredModel
from mayfly.generator import CADModelGenerator
from mayfly.tools import MayflyToolkit


class Toolbox:
    """The tools by name, called as an agent calls them."""

    def __init__(self, tools: list[BaseTool]) -> None:
        self.tools = {tool.name: tool for tool in tools}

    def call(self, tool: str, **args: Any) -> ToolMessage:
        message = self.tools[tool].invoke({"type": "tool_call", "id": "call-1", "name": tool, "args": args})
        assert isinstance(message, ToolMessage)
        return message

    async def acall(self, tool: str, **args: Any) -> ToolMessage:
        call = {"type": "tool_call", "id": "call-1", "name": tool, "args": args}
        message = await self.tools[tool].ainvoke(call)
        assert isinstance(message, ToolMessage)
        return message


@pytest.fixture
def toolbox(generator: CADModelGenerator) -> Toolbox:
    return Toolbox(MayflyToolkit(generator=generator).get_tools())


@pytest.fixture
def stored(service: TempModelsCleanupService) -> StoredModel:
    """A tracked model that no CAD kernel had to make."""
    path = service.temp_dir / "stored.step"
    path.write_text("ISO-10303-21;", encoding="ascii")
    return service.register_file(path)
