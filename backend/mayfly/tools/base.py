"""What every tool shares: how it is shown and called, and how answers and errors reach the model."""

from __future__ import annotations

import base64
import functools
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, ClassVar, Literal, ParamSpec, cast

from langchain_core.tools import BaseTool, ToolException
from langchain_core.tools.base import ArgsSchema
from langgraph.errors import GraphBubbleUp
from langgraph.prebuilt import ToolRuntime
from langgraph.types import Command

from mayfly.async_twins import Steps, awaited, blocking, has_twin
from mayfly.generator import Progress
from mayfly.operations.arguments import ToolInput, explain_invalid_input
from mayfly.operations.definition import Answer as Answered
from mayfly.operations.definition import Call, Operation
from mayfly.operations.errors import error_text
from mayfly.tools.binding import Bound
from mayfly.tools.calls import call_of, last_attempt, last_model_name

P = ParamSpec("P")
Content = str | list[str | dict[str, Any]]
Answer = tuple[Content | Command[Any], dict[str, Any]]
"""Short text for the model, or text and pictures, and plain data for the program that called the tool.

A ``Command`` in the text's place holds the whole message, and what it changes in the graph's state.
"""

NO_RUNTIME: ToolRuntime[Any, Any] = cast("ToolRuntime[Any, Any]", None)
"""Default of the runtime outside of a graph; LangGraph allows no ``None`` in the argument's annotation."""


def answers_errors(run: Callable[P, Answer]) -> Callable[P, Answer]:
    """Return the tool's function with errors turned into messages for the model (``operations.errors``)."""

    @functools.wraps(run)
    def answering(*args: P.args, **kwargs: P.kwargs) -> Answer:
        with _answered_errors():
            return run(*args, **kwargs)

    return answering


def answers_errors_awaited(
    run: Callable[P, Coroutine[Any, Any, Answer]],
) -> Callable[P, Coroutine[Any, Any, Answer]]:
    """Do as ``answers_errors`` does, for the asynchronous side of a tool."""

    @functools.wraps(run)
    async def answering(*args: P.args, **kwargs: P.kwargs) -> Answer:
        with _answered_errors():
            return await run(*args, **kwargs)

    return answering


@contextmanager
def _answered_errors() -> Iterator[None]:
    """Turn errors into ``ToolException``, which LangChain answers with."""
    try:
        yield
    except (GraphBubbleUp, ToolException):  # an interrupt of LangGraph's, or an answer already
        raise
    except Exception as error:
        raise ToolException(error_text(error)) from error


class MayflyTool(Bound, BaseTool):
    """Base of the tools: an operation that answers with text and plain data, and raises no exceptions.

    What goes wrong in ``_run`` becomes a message for the model. It is in steps (``mayfly.async_twins``), so
    it is called and awaited alike.
    """

    operation: ClassVar[Operation[Any]]
    response_format: Literal["content", "content_and_artifact"] = "content_and_artifact"
    handle_tool_error: bool | str | Callable[[ToolException], str] | None = True
    handle_validation_error: bool | str | Callable[..., str] | None = explain_invalid_input

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Answer errors of the tool's ``_run``, and give it an asynchronous side where it is in steps."""
        super().__init_subclass__(**kwargs)
        run = cls.__dict__.get("_run")
        if run is None:
            return
        cls._run = answers_errors(run)  # type: ignore[method-assign]
        if has_twin(run):
            cls._arun = answers_errors_awaited(awaited(run))  # type: ignore[method-assign]

    @property
    def func(self) -> Callable[..., Any]:
        """The function that does the work; LangGraph looks at its signature for what to give it."""
        return self._run

    @property
    def tool_call_schema(self) -> ArgsSchema:
        """The arguments that a chat model is shown.

        Our own schemas as they are: LangChain copies the fields into a new model, which loses
        ``additionalProperties`` and with it strict mode.
        """
        schema = self.args_schema
        if isinstance(schema, type) and issubclass(schema, ToolInput):
            return schema
        return super().tool_call_schema

    @blocking
    def _operate(self, runtime: ToolRuntime[Any, Any] = NO_RUNTIME, **arguments: Any) -> Steps[Answer]:
        """Do what the operation does."""
        operation = self.operation
        given = operation.arguments(**arguments)
        answered = yield from operation.run(self.call_within(runtime), given)
        return _content(answered), dict(answered.data)

    _run = answers_errors(_operate)
    _arun = answers_errors_awaited(awaited(_operate))

    def call_within(self, runtime: ToolRuntime[Any, Any] | None, on_progress: Progress | None = None) -> Call:
        """Return the call of the operation, with what LangGraph knows of the conversation.

        Args:
            runtime: What LangGraph gave the call; None outside of a graph's tool node.
            on_progress: Called with each stage of a build.
        """
        return Call(
            workplace=self,
            last_attempt=partial(last_attempt, runtime),
            last_name=partial(last_model_name, runtime),
            on_progress=on_progress,
        )

    def run(self, tool_input: str | dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Run the tool, and let it know which call it answers."""
        with call_of(kwargs.get("tool_call_id")):
            return super().run(tool_input, *args, **kwargs)

    async def arun(self, tool_input: str | dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Run the tool asynchronously, and let it know which call it answers."""
        with call_of(kwargs.get("tool_call_id")):
            return await super().arun(tool_input, *args, **kwargs)


def _content(answered: Answered) -> Content:
    """Return what the model reads: text, or text and a picture."""
    if answered.picture is None:
        return answered.text
    coded = base64.b64encode(answered.picture).decode("ascii")
    image = {"type": "image", "base64": coded, "mime_type": "image/png"}
    return [{"type": "text", "text": answered.text}, image]
