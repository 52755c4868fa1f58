"""LangChain tools, and the toolkit that binds them to a generator and its cleanup service.

Each answers with short text for the model and an artifact of plain data for the
program. What goes wrong comes back as a tool message with ``status="error"``.
Importing this package loads no CAD kernel and starts nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from langchain_core.tools import BaseTool, BaseToolkit

from mayfly.tools.base import Bound, MayflyTool
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

_TOOLS: tuple[Callable[..., MayflyTool], ...] = (
    GenerateTool,
    DescribePartsTool,
    ListModelsTool,
    KeepModelTool,
    DeleteModelTool,
    CleanupTool,
)


class MayflyToolkit(Bound, BaseToolkit):
    """All tools, bound to one generator and one cleanup service.

    Example:
        >>> [tool.name for tool in MayflyToolkit().get_tools()][0]
        'generate_step_model'
    """

    def get_tools(self) -> list[BaseTool]:
        """Give one tool of each kind."""
        return [tool(service=self.service, generator=self.generator) for tool in _TOOLS]


cleanup_tool = CleanupTool()
"""``temp_models_cleanup``, bound to the process's own cleanup service when it is called."""
