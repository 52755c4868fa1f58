"""Has a STEP file that was handed in measured in a child, and checks what comes back."""

from __future__ import annotations

import tempfile
import time
from typing import Any, Final

from mayfly.cad import channel
from mayfly.cad.input_files import check_sizes
from mayfly.cad.protocol import MOST_SURVEYED_FACES, Operation
from mayfly.cad.step_survey import (
    SURVEY_LIMIT_BYTES,
    BadSurvey,
    StepSurvey,
    is_step,
    read_survey,
)
from mayfly.cad.workshop import delivery, failures
from mayfly.cad.workshop.cancel_token import CancelToken
from mayfly.cad.workshop.dispatcher import Dispatcher
from mayfly.errors import BuildError, InvalidGeometry, KernelCrash

_WRONG: Final = {
    "readable": "can't be read as a STEP file",
    "transferable": "holds no shape that can be read",
    "has_faces": "holds no faces, only wires, edges or points",
    "has_solids": "holds no solid, only faces or shells",
    "has_extent": "has no finite extent",
    "closed_shells": "holds a solid whose shell is not closed",
    "brep_check": "holds a solid that the kernel finds faulty (BRepCheck)",
    "positive_volume": "holds a solid whose volume is not positive",
    "few_faces": f"has more than the {MOST_SURVEYED_FACES:,} faces that can be worked with",
}


def survey_step(dispatcher: Dispatcher, name: str, content: bytes, cancel: CancelToken) -> StepSurvey:
    """Measure a STEP file in a child that is ended afterwards; the caller holds a place.

    Args:
        dispatcher: Lends the child.
        name: What the file is called, for messages.
        content: The file.
        cancel: Cancels it from another thread.

    Raises:
        InvalidParameter: It is too large.
        InvalidGeometry: It is no STEP file, or holds nothing that a body can begin as; ``check`` says why.
        BuildError: It could not be measured within the limits.
    """
    check_sizes({name: content})
    if not is_step(content):
        raise InvalidGeometry(f"{name!r} is not a STEP file (ISO 10303-21).", "readable")
    header: dict[str, Any] = {"op": Operation.SURVEY, "size": len(content)}
    header["seconds"] = dispatcher.timeout_seconds
    with (
        tempfile.TemporaryFile() as file,
        dispatcher.child("measure", reusable=False, cancel=cancel) as child,
    ):
        with delivery.storage_errors("The file can't be handed to the workshop"):
            file.write(content)
            file.flush()
        answer = dispatcher.ask(child, header, file.fileno())
        size = answer.get("size")
        if answer.get("ok") is not True or not isinstance(size, int):
            raise _unusable(name, answer, dispatcher.memory_mb)
        if not 0 < size <= SURVEY_LIMIT_BYTES:
            raise InvalidGeometry(f"{name!r} {_WRONG['few_faces']}.", "few_faces")
        deadline = time.monotonic() + dispatcher.timeout_seconds
        try:
            return read_survey(b"".join(child.connection.payload(size, deadline)))
        except (channel.ChannelClosed, channel.ChannelTimeout, BadSurvey):
            raise KernelCrash(f"{name!r} could not be measured: bad answer.") from None


def _unusable(name: str, answer: dict[str, Any], memory_mb: int) -> BuildError:
    """Return why a file can't be used."""
    error = failures.mapping(answer.get("error"))
    if error.get("kind") == "memory":
        return failures.out_of_memory(memory_mb)
    check = error.get("check")
    known = check if isinstance(check, str) and check in _WRONG else "transferable"
    return InvalidGeometry(f"{name!r} {_WRONG[known]}.", known)
