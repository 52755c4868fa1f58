"""LangChain tools, and the toolkit that binds them to a generator and its cleanup service.

What each does is described in ``mayfly.operations``, which knows no LangChain. Each answers with short
text for the model (``show_temp_model`` with a picture) and an artifact of plain data for the program.
What goes wrong comes back as a tool message with ``status="error"``.
Importing this package loads no CAD kernel and starts nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from langchain_core.tools import BaseTool, BaseToolkit

from mayfly.tools.base import MayflyTool
from mayfly.tools.binding import Bound
from mayfly.tools.calls import LastModel
from mayfly.tools.making import GenerateTool
from mayfly.tools.plain import (
    CleanupTool,
    DeleteModelTool,
    DescribePartsTool,
    KeepModelTool,
    ListModelsTool,
    ShowModelTool,
)
from mayfly.tools.questions import Questions

__all__ = [
    "CleanupTool",
    "DeleteModelTool",
    "DescribePartsTool",
    "GenerateTool",
    "KeepModelTool",
    "LastModel",
    "ListModelsTool",
    "MayflyTool",
    "MayflyToolkit",
    "Questions",
    "ShowModelTool",
    "cleanup_tool",
]

_OTHERS: tuple[Callable[..., MayflyTool], ...] = (
    DescribePartsTool,
    ShowModelTool,
    ListModelsTool,
    KeepModelTool,
    DeleteModelTool,
    CleanupTool,
)


class MayflyToolkit(Bound, BaseToolkit):
    """All tools, bound to one generator and one cleanup service.

    ``delete_temp_model`` is the only one that deletes a model before its deadline; let a
    person approve it, as ``mayfly.agent`` does.

    Attributes:
        questions: What happens to a question about a request: "error" for the model to pass on, or
            "interrupt", which stops the run until ``Command(resume=...)`` brings the person's answer.
        updates_state: Store each model that is made in the graph's state, which has the keys of
            ``LastModel``. ``mayfly.middleware.CadMiddleware`` does that for ``create_agent``.

    Example:
        >>> tools = {tool.name: tool for tool in MayflyToolkit().get_tools()}
        >>> list(tools)[:3]
        ['generate_step_model', 'describe_parts', 'show_temp_model']
        >>> tools["generate_step_model"].invoke({"request": "cube 20 mm"})  # doctest: +SKIP
        'Made cube-3f9c2a71.step: cube 20 mm. ...'
    """

    questions: Questions = "error"
    updates_state: bool = False

    def get_tools(self) -> list[BaseTool]:
        """Return one tool of each kind."""
        tools: list[MayflyTool] = [
            GenerateTool(questions=self.questions, updates_state=self.updates_state),
            *(tool() for tool in _OTHERS),
        ]
        for tool in tools:
            self.passed_on(tool)
        return list(tools)


cleanup_tool = CleanupTool()
"""``temp_models_cleanup``, which finds the process's own cleanup service when it is called.

>>> cleanup_tool.invoke({"action": "sweep", "dry_run": True})  # doctest: +SKIP
'Would delete 0 models past their time (0 bytes); kept 0 with time left.'
"""
