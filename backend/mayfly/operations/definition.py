"""Operation: one thing that agents can do, and what a call of it is given and answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel

from mayfly.async_twins import Step, Steps
from mayfly.cad.workshop import LOCAL, CancelToken, Client
from mayfly.contracts import Plan
from mayfly.generator import CADModelGenerator, Progress
from mayfly.operations.arguments import ToolInput
from mayfly.planning.planner import Attempt
from mayfly.stores.store import Store

Arguments = TypeVar("Arguments", bound=ToolInput)


class Workplace(Protocol):
    """The generator and the cleanup service that operations work on, looked up when they are needed."""

    def bound_generator(self) -> CADModelGenerator:
        """Return the generator to work on."""
        ...

    def bound_service(self) -> Store:
        """Return the cleanup service to work on."""
        ...


def _nothing() -> None:
    """Return that nothing was made before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of an operation.

    Attributes:
        workplace: The generator and the service that it works on.
        last_attempt: Returns plan and report of the conversation's last model; None where none was made.
        last_name: Returns the file name of that model.
        on_progress: Called with each stage of a build.
        cancel: Cancels it from another thread.
        client: Whose call it is; the workshop's places are shared fairly between clients.
        local: The caller works on this machine, so paths are of use to it.
    """

    workplace: Workplace
    last_attempt: Callable[[], Attempt | None] = _nothing
    last_name: Callable[[], str | None] = _nothing
    on_progress: Progress | None = None
    cancel: CancelToken | None = None
    client: Client = LOCAL
    local: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that an operation hands over.

    Attributes:
        name: Its name.
        media_type: What it is ("model/step").
        content: Its bytes.
        model: The file name of the model that it belongs to.
    """

    name: str
    media_type: str
    content: bytes
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an operation answers.

    Attributes:
        text: The essentials, for a chat model or a person.
        data: Plain data for the program that called it, complete.
        result: The same as a value with a schema (``Operation.output``).
        picture: A PNG to look at.
        file: A file that was asked for.
        plan: What was built, where a model was made.
    """

    text: str
    data: Mapping[str, Any]
    result: BaseModel
    picture: bytes | None = None
    file: File | None = None
    plan: Plan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Generic[Arguments]):
    """One thing that agents can do.

    Attributes:
        name: Its name as a tool.
        title: Its name for people.
        description: When to use it and what comes back, for a chat model.
        arguments: What it takes.
        output: What it answers, as a value.
        run: Does it, in steps, so that it can be called and awaited.
        reads_only: It changes nothing.
        destroys: It may delete something that is still wanted.
        builds: It works in the workshop, so it may take seconds, has stages and can be cancelled.
    """

    name: str
    title: str
    description: str
    arguments: type[Arguments]
    output: type[BaseModel]
    run: Callable[[Call, Arguments], Steps[Answer]] = field(repr=False)
    reads_only: bool = False
    destroys: bool = False
    builds: bool = False


def in_one_step(work: Callable[[Call, Arguments], Answer]) -> Callable[[Call, Arguments], Steps[Answer]]:
    """Return the function in steps that does something short all at once."""

    def run(call: Call, arguments: Arguments) -> Steps[Answer]:
        return (yield from Step(partial(work, call, arguments)))

    return run
