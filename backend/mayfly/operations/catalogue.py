"""All operations, in the order in which agents are shown them."""

from __future__ import annotations

from typing import Any, Final

from mayfly.operations.changing import CHANGE, RUN_SCRIPT
from mayfly.operations.definition import Operation
from mayfly.operations.files import GET_FILE
from mayfly.operations.making import DESCRIBE_PARTS, GENERATE
from mayfly.operations.measuring import MEASURE
from mayfly.operations.showing import SHOW
from mayfly.operations.storage import CLEAN_UP, DELETE, KEEP, LIST

OPERATIONS: Final[tuple[Operation[Any], ...]] = (
    GENERATE,
    CHANGE,
    RUN_SCRIPT,
    DESCRIBE_PARTS,
    SHOW,
    MEASURE,
    GET_FILE,
    LIST,
    KEEP,
    DELETE,
    CLEAN_UP,
)
