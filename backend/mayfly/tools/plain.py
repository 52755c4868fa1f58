"""The tools that do what their operation does and nothing else."""

from __future__ import annotations

from typing import Any, ClassVar

from langchain_core.tools.base import ArgsSchema

from mayfly.operations.definition import Operation
from mayfly.operations.making import DESCRIBE_PARTS
from mayfly.operations.showing import SHOW
from mayfly.operations.storage import CLEAN_UP, DELETE, KEEP, LIST
from mayfly.tools.base import MayflyTool


class DescribePartsTool(MayflyTool):
    """The catalogue of parts."""

    operation: ClassVar[Operation[Any]] = DESCRIBE_PARTS
    name: str = DESCRIBE_PARTS.name
    description: str = DESCRIBE_PARTS.description
    args_schema: ArgsSchema | None = DESCRIBE_PARTS.arguments


class ShowModelTool(MayflyTool):
    """Shows a picture of a model."""

    operation: ClassVar[Operation[Any]] = SHOW
    name: str = SHOW.name
    description: str = SHOW.description
    args_schema: ArgsSchema | None = SHOW.arguments


class CleanupTool(MayflyTool):
    """Statistics of the temporary models, and a sweep of what is past its deadline."""

    operation: ClassVar[Operation[Any]] = CLEAN_UP
    name: str = CLEAN_UP.name
    description: str = CLEAN_UP.description
    args_schema: ArgsSchema | None = CLEAN_UP.arguments


class ListModelsTool(MayflyTool):
    """Lists the models in temporary storage."""

    operation: ClassVar[Operation[Any]] = LIST
    name: str = LIST.name
    description: str = LIST.description
    args_schema: ArgsSchema | None = LIST.arguments


class KeepModelTool(MayflyTool):
    """Extends the life of one model."""

    operation: ClassVar[Operation[Any]] = KEEP
    name: str = KEEP.name
    description: str = KEEP.description
    args_schema: ArgsSchema | None = KEEP.arguments


class DeleteModelTool(MayflyTool):
    """Deletes one model before its deadline."""

    operation: ClassVar[Operation[Any]] = DELETE
    name: str = DELETE.name
    description: str = DELETE.description
    args_schema: ArgsSchema | None = DELETE.arguments
