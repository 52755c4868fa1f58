"""What every tool shares: where it finds the generator, and how errors reach the model."""

from __future__ import annotations

import functools
import logging
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any, Literal, ParamSpec, Self

from langchain_core.tools import BaseTool, ToolException
from langgraph.errors import GraphBubbleUp
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from mayfly.app import get_generator
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import MayflyError
from mayfly.generator import CADModelGenerator
from mayfly.settings import Settings

log = logging.getLogger(__name__)

P = ParamSpec("P")
Answer = tuple[str, dict[str, Any]]
"""Short text for the model, and plain data for the program that called the tool."""


class ToolInput(BaseModel):
    """Arguments of a tool; a name that it doesn't know is an error, not ignored."""

    model_config = ConfigDict(extra="forbid")


def explain_invalid_input(error: ValidationError) -> str:
    """Say which arguments are wrong and why, without the links and types of pydantic's own text."""
    rows = [
        f"{'.'.join(str(step) for step in problem['loc'])}: {problem['msg']}".removeprefix(": ")
        for problem in error.errors()
    ]
    return "invalid_input: " + "; ".join(rows)


class Bound(BaseModel):
    """What tools and toolkit work on.

    Attributes:
        generator: The generator to work on, and its cleanup service.
        service: The cleanup service to work on; models are made into its directory.
            With neither, the process's own (``mayfly.app``), looked up when a tool is
            called: making a tool starts nothing.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    generator: CADModelGenerator | None = Field(default=None, exclude=True, repr=False)
    service: TempModelsCleanupService | None = Field(default=None, exclude=True, repr=False)

    @model_validator(mode="after")
    def _one_directory(self) -> Self:
        """Refuse a generator beside another service: made in one place, swept in another."""
        if self.generator and self.service not in (None, self.generator.cleanup_service):
            raise ValueError("the generator brings a cleanup service of its own; give one of the two")
        return self

    def bound_generator(self) -> CADModelGenerator:
        """Give the generator to work on; made on first use if none was given."""
        if self.generator is None and self.service is None:
            return get_generator()
        if self.generator is None:
            self.generator = CADModelGenerator(cleanup_service=self.service)
        return self.generator

    def bound_service(self) -> TempModelsCleanupService:
        """Give the cleanup service to work on."""
        return self.service or self.bound_generator().cleanup_service


class MayflyTool(Bound, BaseTool):
    """Base of the tools: short text for the model, plain data for the program, no exceptions."""

    response_format: Literal["content", "content_and_artifact"] = "content_and_artifact"
    handle_tool_error: bool | str | Callable[[ToolException], str] | None = True
    handle_validation_error: bool | str | Callable[..., str] | None = explain_invalid_input


def answers_errors(run: Callable[P, Answer]) -> Callable[P, Answer]:
    """Turn what goes wrong in a tool into a message for the model, in this one place.

    The text begins with a stable code (``MayflyError.code``, ``storage_error``,
    ``misconfigured`` or ``internal_error``), so that programs can tell errors apart.
    A defect of ours is logged and named as such: the model can't mend it, but it can
    say so, where an exception would end the whole run. Tracebacks are logged at level
    debug only, because the texts of exceptions may hold paths and requests.
    """

    @functools.wraps(run)
    def answering(*args: P.args, **kwargs: P.kwargs) -> Answer:
        try:
            return run(*args, **kwargs)
        except GraphBubbleUp:  # LangGraph's own, such as an interrupt of a planner that asks in between
            raise
        except MayflyError as error:
            raise ToolException(_mendable(error)) from error
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

    return answering


def _mendable(error: MayflyError) -> str:
    """Say an error and what would work instead."""
    text = f"{error.code}: {error}"
    suggestions = error.to_dict().get("suggestions")
    return f"{text}\nThis would work: {'; '.join(suggestions)}." if suggestions else text


def _variables(error: ValidationError) -> str:
    """Name the environment variables that make no sense, without their values."""
    rows: list[Mapping[str, Any]] = list(error.errors(include_input=False))
    return "; ".join(f"MAYFLY_{'_'.join(str(s) for s in row['loc']).upper()}: {row['msg']}" for row in rows)
