"""What every tool shares: how it is shown and called, and how errors reach the model."""

from __future__ import annotations

import functools
import logging
import sqlite3
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal, ParamSpec, cast

from langchain_core.tools import BaseTool, ToolException
from langchain_core.tools.base import ArgsSchema
from langgraph.errors import GraphBubbleUp
from langgraph.prebuilt import ToolRuntime
from langgraph.types import Command
from pydantic import ValidationError

from mayfly.async_twins import awaited, has_twin
from mayfly.errors import MayflyError
from mayfly.settings import Settings
from mayfly.tools.arguments import ToolInput, explain_invalid_input
from mayfly.tools.binding import Bound
from mayfly.tools.calls import call_of

log = logging.getLogger(__name__)

P = ParamSpec("P")
Content = str | list[str | dict[str, Any]]
Answer = tuple[Content | Command[Any], dict[str, Any]]
"""Short text for the model, or text and pictures, and plain data for the program that called the tool.

A ``Command`` in the text's place holds the whole message, and what it changes in the graph's state.
"""

NO_RUNTIME: ToolRuntime[Any, Any] = cast("ToolRuntime[Any, Any]", None)
"""Default of the runtime outside of a graph; LangGraph allows no ``None`` in the argument's annotation."""


class MayflyTool(Bound, BaseTool):
    """Base of the tools: short text for the model, plain data for the program, no exceptions.

    A tool's own ``_run`` returns an ``Answer``; what goes wrong in it becomes a message for the model. One
    in steps (``mayfly.async_twins``) is awaited by its twin, any other one runs in a thread.
    """

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

    def run(self, tool_input: str | dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Run the tool, and let it know which call it answers."""
        with call_of(kwargs.get("tool_call_id")):
            return super().run(tool_input, *args, **kwargs)

    async def arun(self, tool_input: str | dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Run the tool asynchronously, and let it know which call it answers."""
        with call_of(kwargs.get("tool_call_id")):
            return await super().arun(tool_input, *args, **kwargs)


def answers_errors(run: Callable[P, Answer]) -> Callable[P, Answer]:
    """Return the tool's function with errors turned into messages for the model.

    The text begins with a stable code (``MayflyError.code``, ``storage_error``,
    ``misconfigured`` or ``internal_error``), so that programs can distinguish errors.
    A defect of ours is logged and named as such: the model can't fix it, but can report
    it, where an exception would end the whole run. Tracebacks are logged at level
    debug only, because the texts of exceptions may hold paths and requests.
    """

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
    except MayflyError as error:
        raise ToolException(_correctable(error)) from error
    except (OSError, sqlite3.Error) as error:
        log.warning("a tool could not use the storage: %s", type(error).__name__)
        log.debug("where it happened", exc_info=True)
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise ToolException(f"storage_error: {reason}. Trying again later may help.") from error
    except Exception as error:
        if isinstance(error, ValidationError) and error.title == Settings.__name__:
            raise ToolException(f"misconfigured: {_variables(error)}") from error
        kind = type(error).__name__
        log.error("a tool failed: %s (traceback at level debug)", kind)
        log.debug("where it happened", exc_info=True)
        raise ToolException(f"internal_error: {kind}. It was logged; trying again won't help.") from error


def _correctable(error: MayflyError) -> str:
    """Return an error in words, with what would work instead."""
    text = f"{error.code}: {error}"
    suggestions = error.to_dict().get("suggestions")
    return f"{text}\nThis would work: {'; '.join(suggestions)}." if suggestions else text


def _variables(error: ValidationError) -> str:
    """Return the environment variables that make no sense, without their values."""
    rows: list[Mapping[str, Any]] = list(error.errors(include_input=False))
    return "; ".join(f"MAYFLY_{'_'.join(str(s) for s in row['loc']).upper()}: {row['msg']}" for row in rows)
