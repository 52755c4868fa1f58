"""What the workshop, its zygote and their children agree on: operations, names of files, limits of messages.

Standard library only; both sides import it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

SCRIPT_FILE: Final = "script.py"
"""What a script's code is called in tracebacks."""
MODEL_FILE: Final = "model.step"
"""The STEP file that a script's child leaves in its folder."""
REWRITTEN_FILE: Final = "rewritten.step"
"""The same model written in another way, where it was asked for."""
TRACE_FILE: Final = "trace.txt"
"""Where in the script a child was when it crashed or was asked; behind that, its last attempt."""

OUTPUT_LIMIT_CHARACTERS: Final = 16 * 1024
"""What is kept of a script's output."""
MESSAGE_LIMIT_CHARACTERS: Final = 2000
"""What is kept of an error's text."""
MOST_SURVEYED_FACES: Final = 3000
"""Faces of a STEP file that is handed in: each feature is held against all of them."""
MOST_LISTED: Final = 5000
"""Faces, and edges, of a model that are listed where somebody asks about them."""
CONTROL_MESSAGE_LIMIT_BYTES: Final = 64 * 1024
"""Longest message between the pool and its zygote."""


class Operation(StrEnum):
    """What a child can be asked to do, as "op" in the header of a message."""

    READ = "read"
    """Read a script without running it."""
    BUILD = "build"
    """Read a script, run it and write its STEP file; it is answered twice."""
    DRAFT = "draft"
    """Read a script, run it and send a mesh of what it shows; it is answered twice."""
    MEASURE = "measure"
    """Measure a STEP file, and write the one to publish if it is a script's."""
    OVERLAPS = "overlaps"
    """Find solids of a STEP file that overlap; it is answered piece by piece."""
    SURVEY = "survey"
    """Measure a STEP file that was handed in, and find its faces."""
    CONVERT = "convert"
    """Convert a STEP file to another format."""
    CHECK = "check"
    """Check whether what a script built is sound; a follow-up, like the next two."""
    REWRITE = "rewrite"
    """Write what a script built in another way."""
    DIAGNOSE = "diagnose"
    """Find out what went wrong; it is answered piece by piece."""
