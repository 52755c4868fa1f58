"""LangChain tools, and the toolkit that binds them to a generator and its cleanup service.

Each answers with short text for the model and an artifact of plain data for the
program. What goes wrong comes back as a tool message with ``status="error"``.
Importing this package loads neither CadQuery nor the generator, and starts nothing.
"""

from __future__ import annotations

from typing import Any

from langchain_core.tools import BaseTool, BaseToolkit
from pydantic import Field

from mayfly.tools.base import MayflyTool
from mayfly.tools.making import DescribePartsTool, GenerateTool
from mayfly.tools.storage import CleanupTool, DeleteModelTool, KeepModelTool, ListModelsTool

__all__ = [
    "CleanupTool",
    "DeleteModelTool",
    "DescribePartsTool",
    "GenerateTool",
    "KeepModelTool",
    "ListModelsTool",
    "MayflyTool",
    "MayflyToolkit",
    "cleanup_tool",
]

_TOOLS: tuple[type[MayflyTool], ...] = (
    GenerateTool,
    DescribePartsTool,
    ListModelsTool,
    KeepModelTool,
    DeleteModelTool,
    CleanupTool,
)


class MayflyToolkit(BaseToolkit):
    """All tools, bound to one generator and one cleanup service.

    Attributes:
        service: The cleanup service; the generator's if not given.
        generator: The generator; the process's own if not given.

    Example:
        >>> [tool.name for tool in MayflyToolkit().get_tools()][0]
        'generate_step_model'
    """

    service: Any = Field(default=None, exclude=True, repr=False)
    generator: Any = Field(default=None, exclude=True, repr=False)

    def get_tools(self) -> list[BaseTool]:
        """Give one tool of each kind."""
        return [tool(service=self.service, generator=self.generator) for tool in _TOOLS]


cleanup_tool = CleanupTool()
"""``temp_models_cleanup``, bound to the process's own cleanup service when it is called."""
