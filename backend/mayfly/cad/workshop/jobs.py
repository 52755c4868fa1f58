"""A build job, and what a script's child left of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from mayfly.cad.script_text import lines_of
from mayfly.cad.workshop.cancel_token import CancelToken
from mayfly.cad.workshop.pool.child_process import ChildProcess
from mayfly.cad.workshop.script_reading import ScriptRead
from mayfly.contracts import Measures, ScriptValue

Format = Literal[
    "svg", "stl", "png", "glb", "view", "elements", "3mf", "obj", "brep", "dxf", "pdf", "distance"
]
"""What a STEP file can be converted to; "view" is a GLB with exact geometry to measure, "elements" a list of
the faces and edges as JSON, "distance" the shortest way between two of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildJob:
    """One build.

    Attributes:
        script: CadQuery script in CQGI form.
        parameters: Overrides for its top-level parameters.
        files: Files that it finds in its working folder, by name.
        trusted: Written by Mayfly itself; its child may be used again.
        explicit: The script must say itself which object is its model: nothing is guessed.
        name: Product name in the STEP file.
        timestamp: Epoch seconds for the STEP header; None for the present time.
            With a fixed one, the same job gives the same bytes.
        measures: What is measured on the model besides what every report holds.
    """

    script: str
    parameters: Mapping[str, ScriptValue] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    trusted: bool = False
    explicit: bool = False
    name: str = "model"
    timestamp: float | None = None
    measures: Measures = field(default_factory=Measures)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a script's child left.

    Attributes:
        header: The job.
        read: The script as it ran.
        answer: What the child said.
        child: The child of a foreign script; None for a trusted one.
        cancel: The token that cancels the build.
        source: Its file, opened; of a trusted script, the copy that is published.
        size: Of that file, in bytes.
        digest: The copy's SHA-256; empty for a foreign script, whose file is not published.
    """

    header: dict[str, Any]
    read: ScriptRead
    answer: dict[str, Any]
    child: ChildProcess | None
    cancel: CancelToken
    source: int
    size: int
    digest: str

    @property
    def lines(self) -> int:
        """Lines of the script, which no number that the child gives may exceed."""
        return len(lines_of(self.header["script"]))
