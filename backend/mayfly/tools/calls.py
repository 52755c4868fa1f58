"""One call of a tool: its id, its progress, and what was made before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from typing import Annotated, Any, Final

from langchain_core.messages import ToolMessage
from langgraph.prebuilt import ToolRuntime
from pydantic import ValidationError
from typing_extensions import TypedDict  # pydantic wants this one before Python 3.12

from mayfly.generator import Progress
from mayfly.graph_state.progress import stage_writer
from mayfly.graph_state.schemas import unpack_attempt
from mayfly.operations.making import GENERATE
from mayfly.planning.planner import Attempt

LAST_MODEL: Final = "cad_model"
"""Key of an agent's state that holds the last model, as ``generate_model`` returns it."""

LAST_ATTEMPT: Final = "cad_attempt"
"""Key of an agent's state that holds the last model's plan and report, for the next change."""

MAKER: Final = GENERATE.name
"""Name of the tool that makes models."""


def newest(before: Any, after: Any) -> Any:  # noqa: ARG001 - a reducer's arguments
    """Take the newer value (a reducer): several tools of one message may each have made a model."""
    return after


class LastModel(TypedDict, total=False):
    """Part of a graph's state in which the tools note the last model (``MayflyToolkit(updates_state=True)``).

    Attributes:
        cad_model: What ``CADModelGenerator.generate_model`` returned last.
        cad_attempt: Its plan and report, on which the next change is read.
    """

    cad_model: Annotated[dict[str, Any] | None, newest]
    cad_attempt: Annotated[dict[str, Any] | None, newest]


_call_id: ContextVar[str | None] = ContextVar("mayfly_tool_call_id", default=None)


@contextmanager
def call_of(tool_call_id: str | None) -> Iterator[None]:
    """Note the id of the call that a tool answers, for as long as it does."""
    token = _call_id.set(tool_call_id)
    try:
        yield
    finally:
        _call_id.reset(token)


def this_call() -> str | None:
    """Return the id of the call that is being answered; None where the tool was called without one."""
    return _call_id.get()


def progress_of(tool: str, request: str, runtime: ToolRuntime[Any, Any] | None) -> Progress:
    """Return a callable that streams each stage, with what identifies the call.

    An event is ``{"stage", "fraction", "tool", "tool_call_id", "request"}``. It goes to the
    stream modes ``custom`` and, with LangGraph 1.2, ``tools`` (as the ``delta`` of a
    ``tool-output-delta``).

    Args:
        tool: Name of the tool.
        request: What was asked of it, in words.
        runtime: What LangGraph gave the call; None outside of a graph's tool node.
    """
    emit: Callable[[Any], None] | None = getattr(runtime, "emit_output_delta", None)  # new in LangGraph 1.2
    here = copy_context()  # LangGraph finds the call by the context, and stages come from another thread

    def also(event: Any) -> None:
        if emit:
            here.run(emit, event)

    return stage_writer(also=also, tool=tool, tool_call_id=this_call(), request=request)


def last_attempt(runtime: ToolRuntime[Any, Any] | None) -> Attempt | None:
    """Return the last model of the conversation that a call belongs to, for "10 mm thick".

    It is in the state where the graph stores it there (``mayfly.middleware.CadMiddleware``), and in the
    artifacts of ``generate_step_model`` in any graph that has messages. State and messages may come from
    anywhere: what is not an attempt is ignored, and nothing of it is built.
    """
    state = runtime.state if runtime else None
    return _unpacked(_of(state, LAST_ATTEMPT)) or last_attempt_in(_messages(state))


def last_attempt_in(messages: Sequence[Any]) -> Attempt | None:
    """Return the last model of a conversation, as the answers of ``generate_step_model`` hold it."""
    attempts = (_unpacked(artifact.get("attempt")) for artifact in _artifacts(messages))
    return next((attempt for attempt in attempts if attempt), None)


def last_model_in(messages: Sequence[Any]) -> Mapping[str, Any] | None:
    """Return the last model of a conversation, as ``generate_model`` returned it; None if none was made."""
    models = (artifact.get("model") for artifact in _artifacts(messages))
    return next((model for model in models if isinstance(model, Mapping) and "step_path" in model), None)


def last_model_name(runtime: ToolRuntime[Any, Any] | None) -> str | None:
    """Return the file name of the conversation's last model; None where none was made."""
    state = runtime.state if runtime else None
    kept = _of(state, LAST_MODEL)
    found = [kept] if kept else [artifact.get("model") for artifact in _artifacts(_messages(state))]
    names = (model.get("name") for model in found if isinstance(model, Mapping))
    return next((name for name in names if isinstance(name, str)), None)


def _unpacked(packed: Any) -> Attempt | None:
    """Return an attempt from plain data; None if it is not one."""
    try:
        return unpack_attempt(packed) if packed else None
    except (ValidationError, TypeError):
        return None


def _artifacts(messages: Sequence[Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what was made in a conversation, the newest first."""
    for message in reversed(messages):
        if (
            isinstance(message, ToolMessage)
            and message.name == MAKER
            and isinstance(message.artifact, Mapping)
        ):
            yield message.artifact


def _messages(state: Any) -> Sequence[Any]:
    """Return the messages of a state of any kind."""
    messages = state if isinstance(state, list) else _of(state, "messages")
    return messages if isinstance(messages, list | tuple) else ()


def _of(state: Any, key: str) -> Any:
    """Return what a state of any kind holds under a key; None if nothing."""
    return state.get(key) if isinstance(state, Mapping) else getattr(state, key, None)
